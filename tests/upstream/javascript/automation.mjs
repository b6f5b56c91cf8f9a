// Flows, Timers and Compute with the JavaScript SDK.
import assert from "node:assert/strict";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

const HOUR = 3_600_000;

export async function flows(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("flows");
  const definition = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 3600, End: true } } };
  const input_schema = { type: "object", properties: { word: { type: "string" } } };
  assert.ok(await sdk.flows.validate({ headers, payload: { definition, input_schema } }));
  assert.equal(await statusOfRefusal(sdk.flows.validate({ headers, payload: { definition: { StartAt: "No" } } })), 422);
  const { id } = await sdk.flows.create({ headers, payload: { title: "Patience", definition, input_schema } });
  await sdk.flows.update(id, { headers, payload: { subtitle: "By JavaScript" } });
  const flow = await sdk.flows.get(id, { headers });
  assert.deepEqual([flow.title, flow.subtitle, flow.definition], ["Patience", "By JavaScript", definition]);
  assertSameDocument(flow, await account.flows.getFlow(id));
  const all = await sdk.flows.getAll({ headers, query: { filter_role: "flow_owner" } });
  assert.equal(all.flows.length, 1);
  assertSameDocument(all, await account.flows.listFlows({ filter_role: "flow_owner" }));

  const start = { body: { word: "soon" }, label: "first" };
  assert.equal(await statusOfRefusal(sdk.flows.run(id, { headers, payload: start })), 403, "a run requires the flow's scope");
  const own = await headersFor(flow.globus_auth_scope);
  const run = await sdk.flows.run(id, { headers: own, payload: start });
  assert.deepEqual([run.flow_id, run.label], [id, "first"]);
  fake.clock.advance(1000);
  assert.equal((await sdk.runs.update(run.run_id, { headers, payload: { label: "renamed" } })).label, "renamed");
  const results = await sdk.runs.get(run.run_id, { headers });
  assert.deepEqual([results.status, results.run_owner], ["ACTIVE", `urn:globus:auth:identity:${client.identityId}`]);
  assertSameDocument(results, await account.flows.getRun(run.run_id));
  const runs = await sdk.runs.getAll({ headers, query: { filter_flow_id: id } });
  assert.equal(runs.runs.length, 1);
  assertSameDocument(runs, await account.flows.listRuns({ filter_flow_id: id }));
  const shown = await sdk.runs.getDefinition(run.run_id, { headers });
  assert.deepEqual(shown.definition, definition);
  assertSameDocument(shown, await account.flows.getRunDefinition(run.run_id));
  await sdk.runs.cancel(run.run_id, { headers });
  assert.equal((await sdk.runs.get(run.run_id, { headers })).status, "FAILED");
  const log = await sdk.runs.getLog(run.run_id, { headers });
  assert.equal(log.entries[0].code, "FlowStarted");
  assertSameDocument(log, await account.flows.getRunLogs(run.run_id));
  await sdk.runs.remove(run.run_id, { headers });
  assert.equal(await statusOfRefusal(sdk.runs.get(run.run_id, { headers })), 404);
  await sdk.flows.remove(id, { headers });
  const deployed = await sdk.flows.deploy({ headers, payload: { title: "Other name", definition, input_schema: {} } });
  await sdk.flows.remove(deployed.id, { headers });
  assert.deepEqual((await sdk.flows.getAll({ headers, query: { filter_role: "flow_owner" } })).flows, []);
}

export async function timers(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("timers");
  const owner = client.identityId;
  const from = fake.addCollection({ displayName: "From", owner, files: { "a.txt": "alpha" } });
  const to = fake.addCollection({ displayName: "To", owner });
  const timer = {
    timer_type: "transfer",
    name: "By JavaScript",
    schedule: { type: "recurring", interval_seconds: 3600 },
    body: {
      DATA_TYPE: "transfer",
      source_endpoint: from.id,
      destination_endpoint: to.id,
      DATA: [{ DATA_TYPE: "transfer_item", source_path: "/a.txt", destination_path: "/b.txt" }],
    },
  };
  const created = await sdk.timer.create({ headers, payload: { timer } });
  const id = created.timer.job_id;
  fake.clock.advance(1.5 * HOUR);
  assert.equal(to.files.readText("/b.txt"), "alpha");
  const job = await sdk.jobs.get(id, { headers });
  assert.deepEqual([job.name, job.n_runs], ["By JavaScript", 2]);
  assertSameDocument(job, await account.timers.getJob(id));
  assert.equal((await sdk.jobs.patch(id, { headers, payload: { name: "renamed" } })).name, "renamed");
  await sdk.jobs.pause(id, { headers });
  const all = await sdk.jobs.getAll({ headers });
  assert.deepEqual(
    all.jobs.map(({ name, status }) => [name, status]),
    [["renamed", "inactive"]],
  );
  assertSameDocument(all, await account.timers.listJobs());
  await sdk.jobs.resume(id, { headers });
  assert.equal((await sdk.jobs.get(id, { headers })).status, "active");
  await sdk.jobs.remove(id, { headers });
  assert.deepEqual((await sdk.jobs.getAll({ headers })).jobs, []);
}

export async function compute(sdk, { account, headersFor }) {
  const headers = await headersFor("compute");
  const { endpoint_id: id } = await account.computeV3.registerEndpoint({ endpoint_name: "mine", metadata: {} });
  await sdk.endpoints.update(id, { headers, payload: { display_name: "Renamed" } });
  const endpoint = await sdk.endpoints.get(id, { headers });
  assert.equal(endpoint.display_name, "Renamed");
  assertSameDocument(endpoint, await account.computeV2.getEndpoint(id));
  const status = await sdk.endpoints.getStatus(id, { headers });
  assertSameDocument(status, await account.computeV2.getEndpointStatus(id));
  const all = await sdk.endpoints.getAll({ headers });
  assert.deepEqual(
    all.map(({ uuid }) => uuid),
    [id],
  );
  assertSameDocument(all, await account.computeV2.getEndpoints());
  await sdk.endpoints.remove(id, { headers });
  assert.equal(await statusOfRefusal(sdk.endpoints.get(id, { headers })), 404);
}
