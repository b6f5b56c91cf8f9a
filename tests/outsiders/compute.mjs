// globus-compute-sdk, the Compute client for Python, on FakeGlobus. The client reads results with its own serializer.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";
import { withoutIds } from "./requests.mjs";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>, options: object) => void} test */
export default function register(test) {
  test("globus-compute-sdk: functions, endpoints, batches, and results in its own serialization", async (stage) => {
    const { fake, client, server, env } = await stage.serve();
    const { clientId, clientSecret } = client;
    const account = new ServiceAccount({ clientId, clientSecret, serviceUrls: server.serviceUrls });
    const endpoint = fake.addComputeEndpoint({ isPublic: true });
    const offline = fake.addComputeEndpoint({ isOnline: false });
    const outcomes = {
      "json result": { result: '11\n{"sum": [1, 2.5, null, "größe"]}' },
      "dill result": { result: "00\ngASVCQAAAAAAAABdlChLAUsCZS4=\n" },
      failed: { exception: "Traceback: no" },
    };
    const functions = {};
    for (const [name, outcome] of Object.entries(outcomes)) {
      const document = { function_name: "f", function_code: "code" };
      functions[name] = (await account.computeV2.registerFunction(document)).function_uuid;
      fake.setComputeOutcome(functions[name], outcome);
    }
    fake.clearRequests();
    const credentials = { GLOBUS_COMPUTE_CLIENT_ID: clientId, GLOBUS_COMPUTE_CLIENT_SECRET: clientSecret };
    const results = await stage.python("compute_client.py", { endpoint, offline, functions }, { ...env, ...credentials });
    assert.deepEqual(results, {
      status: "online",
      metadata: true,
      endpoints: [true],
      function: ["double", "Twice as much."],
      code: 42,
      source: "double",
      run: null,
      json: [3, [null, null, null]],
      both: [3, [null, null, null]],
      "json, else dill": [3, [null, null, null]],
      "json result": { sum: [1, 2.5, null, "größe"] },
      "dill result": [1, 2],
      failed: ["TaskExecutionFailed", true],
      offline: ["TaskPending", null],
      absent: ["ComputeAPIError", 404],
      allowed: { endpoint_id: endpoint, restricted: false, functions: null },
      amqp: ["connection_url", "queue_prefix"],
      own: "node",
      deleted: [404, 404],
    });
    const calls = fake.requests.filter(({ service }) => service === "compute");
    stage.recordUse("globus-compute-sdk", "requests", calls.map(withoutIds));
  }, { python: "current" });
}
