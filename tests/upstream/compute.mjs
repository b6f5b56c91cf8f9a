// Globus Compute with Globus's Python SDK. The command line has no commands for it.
import assert from "node:assert/strict";

const SCRIPT = { script: "client_automation.py" };

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("ComputeClientV2: functions, endpoints, tasks and groups of tasks", async ({ fake, python }) => {
    const endpoint = fake.addComputeEndpoint({ isPublic: true });
    // Long enough that a slow machine polls the task while it runs.
    fake.computeTaskDuration = 3000;
    assert.deepEqual(await readResult(python("compute_v2", { endpoint }, SCRIPT)), {
      version: ["1.23.0", ["api", "git_sha", "min_ep_version", "min_sdk_version"]],
      amqp: ["connection_url", "queue_prefix"],
      function: ["f", "410\n10\n04\n:gASVQAAAAAAA"],
      registered: true,
      endpoint: "mine",
      status: "online",
      lists: [1, 2],
      locked: true,
      task: ["running", "success", "00\ngAROLg==\n"],
      batch: ["success", "success"],
      group: true,
      deleted: [302, 302],
    });
  });

  test("ComputeClientV3: functions, endpoints, allow lists and submission", async ({ fake, python }) => {
    const endpoint = fake.addComputeEndpoint();
    assert.deepEqual(await readResult(python("compute_v3", { endpoint }, SCRIPT)), {
      queues: ["endpoint_id", "heartbeat_queue_info", "result_queue_info", "task_queue_info", "warnings"],
      updated: true,
      allowed: true,
      open: false,
      locked: true,
      tasks: 3,
      sent: true,
    });
  });

  test("the SDK reads status, number and reason from Compute's errors", async ({ fake, client, python }) => {
    const endpoint = fake.addComputeEndpoint();
    const closed = fake.addComputeEndpoint({ allowedFunctions: [] });
    const results = await readResult(python("compute_errors", { endpoint, closed }, SCRIPT));
    const id = client.clientId;
    const [status, code, reason] = results.not_permitted;
    assert.deepEqual([status, code], [403, 10]);
    assert.match(reason, new RegExp(`^Function \\S+ not permitted on endpoint ${closed}$`));
    assert.deepEqual(
      { ...results, not_permitted: undefined, fields: results.fields.slice(0, 2) },
      {
        function: [404, 3, `Function ${id} could not be resolved`],
        endpoint: [404, 4, `Endpoint ${id} could not be resolved`],
        task: [404, 6, `Task ${id} not found`],
        group: [404, 20, `Task Group ${id} could not be resolved`],
        foreign: [403, 9, `Unauthorized access to endpoint ${endpoint}`],
        not_permitted: undefined,
        fields: [422, 17],
        token: [401, 1, "Could not find user. You must be logged in to perform this function."],
      },
    );
  });
}

async function readResult(running) {
  const result = await running;
  assert.equal(result.status, 0, result.stderr);
  return result.json();
}
