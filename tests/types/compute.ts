// Type tests of Globus Compute: code that the declarations must accept or reject. Nothing here is run.

import { type ComputeTask, ServiceAccount } from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
const { computeV2, computeV3 } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

export async function version2() {
  const version = await computeV2.getVersion({ service: "all" });
  const api: string = typeof version === "string" ? version : version.api;
  // @ts-expect-error no such service
  await computeV2.getVersion({ service: "some" });
  const url: string = (await computeV2.getResultAmqpUrl()).connection_url;
  const queue: string | undefined = (await computeV2.registerEndpoint({ endpoint_uuid: id, endpoint_name: "a" }))
    .result_queue_info?.queue;
  // @ts-expect-error the name is missing
  await computeV2.registerEndpoint({ endpoint_uuid: id });
  const isMultiUser: boolean = (await computeV2.getEndpoint(id)).multi_user;
  const idle: number | undefined = (await computeV2.getEndpointStatus(id)).details?.idle_workers;
  for await (const endpoint of computeV2.getEndpoints({ role: "any" })) console.log(endpoint.owner);
  const first: string | undefined = (await computeV2.getEndpoints())[0]?.uuid;
  // @ts-expect-error an option in place of the query
  computeV2.getEndpoints({ signal });
  const result: number = (await computeV2.deleteEndpoint(id)).result + (await computeV2.deleteFunction(id)).result;
  const until: string | number = (await computeV2.lockEndpoint(id)).lock_expiration_timestamp;
  const registered: string = (await computeV2.registerFunction({ function_name: "f", function_code: "c" }))
    .function_uuid;
  const code: string = (await computeV2.getFunction(id)).function_code;
  return [api, url, queue, isMultiUser, idle, first, result, until, registered, code];
}

export async function tasks() {
  const submitted = await computeV2.submit({ tasks: [[id, id, "args"]] });
  const [result] = submitted.results;
  const task: ComputeTask = await computeV2.getTask(typeof result === "object" ? result.task_uuid : id);
  if (task.status === "success") console.log(task.result, task.details?.task_transitions?.["execution-end"]);
  // @ts-expect-error a task has three parts
  await computeV2.submit({ tasks: [[id, "args"]] });
  // @ts-expect-error the tasks are missing
  await computeV2.submit({ task_group_id: id });
  const batch = await computeV2.getTaskBatch({ task_ids: id });
  const reason = batch.results[id]?.reason;
  await computeV2.getTaskBatch({ task_ids: [id, id] }, {}, { signal });
  const created: string | undefined = (await computeV2.getTaskGroup(id)).tasks[0]?.created_at;
  return [reason, created];
}

export async function version3() {
  const endpoint = await computeV3.registerEndpoint({ endpoint_name: "a", metadata: { endpoint_config: "" } });
  // @ts-expect-error the metadata is missing
  await computeV3.registerEndpoint({ endpoint_name: "a" });
  await computeV3.updateEndpoint(endpoint.endpoint_id, { public: true });
  const functions = (await computeV3.getEndpointAllowlist(id)).functions?.length;
  await computeV3.lockEndpoint(id, {}, { signal });
  const meta = { python_version: "3.13.3", sdk_version: "3.1.1", serde_identifier: "01" };
  const registered = await computeV3.registerFunction({ function_name: "f", function_code: "c", meta });
  // @ts-expect-error the metadata is missing
  await computeV3.registerFunction({ function_name: "f", function_code: "c" });
  const { tasks: submitted } = await computeV3.submit(id, { tasks: { [registered.function_uuid]: ["args"] } });
  const task: string | undefined = submitted[registered.function_uuid]?.[0];
  // @ts-expect-error an option in place of the query
  await computeV3.submit(id, { tasks: {} }, { signal });
  return [functions, task];
}
