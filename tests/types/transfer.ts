// Type tests of Globus Transfer's methods that `api.ts` does not test. Nothing here is run.

import type {
  AccessRule,
  AccessRuleDocument,
  AdminCancel,
  Bookmark,
  Endpoint,
  EndpointManagerTaskListQuery,
  EndpointRole,
  EndpointServer,
  FileEntry,
  LimitedPauseRule,
  ManagedDeleteTask,
  ManagedEndpoint,
  ManagedTask,
  ManagedTaskList,
  ManagedTransferTask,
  Paged,
  PauseRule,
  ServiceAccount,
  SharedEndpoint,
  SharedEndpointDocument,
  SkippedError,
  SuccessfulTransfer,
  SuccessfulTransferList,
  TaskEvent,
  TaskEventList,
  Tunnel,
  TunnelCreateDocument,
  TunnelEvent,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
declare const maybeText: string | undefined;
const { transfer } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

/** `true` if both types are the same. `any` is the same only as `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only with the type argument `true`. */
function assertType<_Condition extends true>(): void {}

// ---- Collections ----

export async function collections() {
  const policy = Object.freeze({ status: ["FAILED"], transfer_use: ["source"] } as const);
  const updated = await transfer.updateEndpoint(id, { display_name: "Data", description: null, contact_email: maybeText });
  if (updated.code === "Updated") console.log(updated.message, updated.request_id, updated.resource);
  await transfer.updateEndpoint(id, { guest_collection_activity_notification_policy: policy, network_use: "minimal" });
  await transfer.deleteEndpoint(id, {}, { signal });
  await transfer.setSubscriptionId(id, { subscription_id: "DEFAULT" });
  await transfer.setSubscriptionId(id, { subscription_id: null });
  await transfer.setSubscriptionAdminVerified(id, { subscription_admin_verified: true });
  // @ts-expect-error misspelt field
  await transfer.updateEndpoint(id, { displayname: "Data" });
  // @ts-expect-error the changes are missing
  await transfer.updateEndpoint(id);
  // @ts-expect-error no such network use
  await transfer.updateEndpoint(id, { network_use: "much" });
  // @ts-expect-error `subscription_id` is missing: `null` removes a collection from its subscription
  await transfer.setSubscriptionId(id, {});
  // @ts-expect-error the argument is the document, not its member
  await transfer.setSubscriptionId(id, null);
  // @ts-expect-error the value is a boolean
  await transfer.setSubscriptionAdminVerified(id, { subscription_admin_verified: "yes" });

  const rules = await transfer.myEffectivePauseRuleList(id).toArray();
  assertType<Same<typeof rules, LimitedPauseRule[]>>();
  const servers = await transfer.endpointServerList(id, { fields: ["id", "hostname"] });
  const server = await transfer.getEndpointServer(id, String(servers.DATA[0]?.id));
  assertType<Same<typeof server, EndpointServer>>();
  // @ts-expect-error the server's id is missing
  await transfer.getEndpointServer(id);
  // @ts-expect-error an id is text
  await transfer.getEndpointServer(id, 7);

  for await (const endpoint of transfer.mySharedEndpointList(id)) assertType<Same<typeof endpoint, Endpoint>>();
  for await (const guest of transfer.getSharedEndpointList(id, { max_results: 10 })) {
    assertType<Same<typeof guest, SharedEndpoint>>();
    console.log(guest.id.length, guest.display_name?.length);
  }
  const { next_token } = await transfer.getSharedEndpointList(id);
  await transfer.getSharedEndpointList(id, next_token ? { next_token } : {});
  // @ts-expect-error misspelt parameter
  await transfer.getSharedEndpointList(id, { max_result: 10 });

  const document: SharedEndpointDocument = { host_endpoint: id, host_path: "/~/", display_name: "Guests", keywords: "a,b" };
  const created = await transfer.createSharedEndpoint(document);
  console.log(created.id.length, created.code === "Created");
  await transfer.createSharedEndpoint({ DATA_TYPE: "shared_endpoint", host_endpoint_id: id, host_path: "/", display_name: "G" });
  // @ts-expect-error the host is missing
  await transfer.createSharedEndpoint({ host_path: "/~/", display_name: "Guests" });
  // @ts-expect-error the directory is missing
  await transfer.createSharedEndpoint({ host_endpoint: id, display_name: "Guests" });
}

// ---- Roles and permissions ----

export async function sharing() {
  const role = await transfer.addEndpointRole(id, { principal_type: "group", principal: id, role: "access_manager" });
  assertType<Same<typeof role, EndpointRole>>();
  for await (const other of transfer.endpointRoleList(id)) assertType<Same<typeof other, EndpointRole>>();
  const { role: name } = await transfer.getEndpointRole(id, role.id);
  if (name === "administrator") await transfer.deleteEndpointRole(id, role.id);
  // @ts-expect-error no such role
  await transfer.addEndpointRole(id, { principal_type: "group", principal: id, role: "owner" });
  // @ts-expect-error roles are for identities and groups
  await transfer.addEndpointRole(id, { principal_type: "anonymous", principal: id, role: "access_manager" });

  const rule: AccessRuleDocument = { principal_type: "identity", principal: id, path: "/data/", permissions: "r" };
  const { access_id } = await transfer.addEndpointAclRule(id, rule);
  await transfer.addEndpointAclRule(id, { principal_type: "anonymous", principal: "", path: "/", permissions: "r" });
  await transfer.updateEndpointAclRule(id, access_id, { permissions: "rw", expiration_date: null });
  const readRule = await transfer.getEndpointAclRule(id, access_id);
  assertType<Same<typeof readRule, AccessRule>>();
  for await (const { id: ruleId, expiration_date } of transfer.endpointAclList(id)) {
    if (ruleId !== null && expiration_date) await transfer.deleteEndpointAclRule(id, ruleId);
    // @ts-expect-error a rule that results from a role has no id
    await transfer.deleteEndpointAclRule(id, ruleId);
  }
  // @ts-expect-error permissions are "r" or "rw"
  await transfer.addEndpointAclRule(id, { principal_type: "identity", principal: id, path: "/", permissions: "w" });
  // @ts-expect-error the path is missing
  await transfer.addEndpointAclRule(id, { principal_type: "identity", principal: id, permissions: "r" });
  // @ts-expect-error the principal `anonymous` has no id
  await transfer.addEndpointAclRule(id, { principal_type: "anonymous", principal: id, path: "/", permissions: "r" });
  // @ts-expect-error the path of a permission cannot be changed
  await transfer.updateEndpointAclRule(id, access_id, { path: "/other/" });
  // @ts-expect-error the permission's id is missing
  await transfer.updateEndpointAclRule(id, { permissions: "rw" });
}

// ---- Bookmarks and files ----

export async function bookmarksAndFiles() {
  const bookmark = await transfer.createBookmark({ name: "data", endpoint_id: id, path: "/data/" });
  assertType<Same<typeof bookmark, Bookmark>>();
  for await (const other of transfer.bookmarkList()) assertType<Same<typeof other, Bookmark>>();
  await transfer.updateBookmark(bookmark.id, { name: "old data" });
  console.log((await transfer.getBookmark(bookmark.id)).path.length);
  await transfer.deleteBookmark(bookmark.id);
  // @ts-expect-error the collection is missing
  await transfer.createBookmark({ name: "data", path: "/data/" });
  // @ts-expect-error only the name can be changed
  await transfer.updateBookmark(bookmark.id, { name: "data", path: "/other/" });
  // @ts-expect-error a signal is an option
  await transfer.bookmarkList({ signal });

  const entry = await transfer.operationStat(id, { path: "/data/a.txt", local_user: maybeText });
  assertType<Same<typeof entry, FileEntry>>();
  if (entry.type === "file") console.log(entry.size.toFixed());
  // @ts-expect-error misspelt parameter
  await transfer.operationStat(id, { file: "/data/a.txt" });
}

// ---- Tasks ----

export async function tasks() {
  await transfer.updateTask(id, { label: "new", deadline: new Date().toISOString() });
  // @ts-expect-error nothing else can be changed
  await transfer.updateTask(id, { status: "FAILED" });

  const events = transfer.taskEventList(id, { filter: "is_error:1", limit: 10 });
  assertType<Same<typeof events, Paged<TaskEventList, TaskEvent>>>();
  for await (const event of events) console.log(new Date(event.time), event.code, event.is_error ? event.details : "");
  // @ts-expect-error misspelt parameter
  await transfer.taskEventList(id, { filter_is_error: true });

  const { pause_rules, source_pause_message } = await transfer.taskPauseInfo(id);
  console.log(pause_rules.map((rule) => rule.message), source_pause_message?.length);
  // @ts-expect-error users of an endpoint cannot read who changed its rules
  pause_rules[0]?.modified_by_id;

  const transfers = transfer.taskSuccessfulTransfers(id);
  assertType<Same<typeof transfers, Paged<SuccessfulTransferList, SuccessfulTransfer>>>();
  const { next_marker } = await transfers;
  if (next_marker !== null) await transfer.taskSuccessfulTransfers(id, { marker: next_marker });
  for await (const { source_path } of transfers) console.log(source_path?.length);
  for await (const skipped of transfer.taskSkippedErrors(id)) {
    assertType<Same<typeof skipped, SkippedError>>();
    if (skipped.error_code === "FILE_NOT_FOUND") console.log(skipped.is_directory);
  }
  // @ts-expect-error there is no limit
  await transfer.taskSkippedErrors(id, { limit: 5 });
}

// ---- For activity managers ----

export async function management() {
  for await (const endpoint of transfer.endpointManagerMonitoredEndpoints()) {
    assertType<Same<typeof endpoint, ManagedEndpoint>>();
  }
  for await (const guest of transfer.endpointManagerHostedEndpointList(id)) {
    assertType<Same<typeof guest, ManagedEndpoint>>();
  }
  for await (const rule of transfer.endpointManagerAclList(id)) assertType<Same<typeof rule, AccessRule>>();
  await transfer.endpointManagerMonitoredEndpoints({ limit: 100, offset: 100, fields: "id" });
  // @ts-expect-error misspelt parameter
  await transfer.endpointAclList(id, { limits: 10 });
  const { in_use, display_name } = await transfer.endpointManagerGetEndpoint(id);
  assertType<Same<typeof in_use, boolean | null>>();

  const list = transfer.endpointManagerTaskList({ filter_status: ["ACTIVE", "INACTIVE"], filter_is_paused: true });
  assertType<Same<typeof list, Paged<ManagedTaskList, ManagedTask>>>();
  for await (const task of list) console.log(task.owner_string, task.type === "TRANSFER" ? task.sync_level : task.status);
  await transfer.endpointManagerTaskList({ filter_task_id: [id, id] });
  const query: EndpointManagerTaskListQuery = { filter_endpoint: id, filter_endpoint_use: "source", filter_status: "FAILED" };
  await transfer.endpointManagerTaskList({ ...query, filter_completion_time: ["2026-01-01T00:00:00Z", ""] }, { signal });
  // @ts-expect-error one of the three is needed
  await transfer.endpointManagerTaskList();
  // @ts-expect-error one of the three is needed
  await transfer.endpointManagerTaskList({ filter_owner_id: id });
  // @ts-expect-error a filter for ended tasks needs the filter for a collection
  await transfer.endpointManagerTaskList({ filter_status: "FAILED" });
  // @ts-expect-error `filter_endpoint_use` needs the filter for a collection
  await transfer.endpointManagerTaskList({ filter_status: "ACTIVE", filter_endpoint_use: "source" });
  // @ts-expect-error no other filter is allowed with task ids
  await transfer.endpointManagerTaskList({ filter_task_id: id, filter_status: "ACTIVE" });
  // @ts-expect-error misspelt parameter
  await transfer.endpointManagerTaskList({ filter_endpoint: id, filter_use: "source" });
  // @ts-expect-error a signal is an option
  await transfer.endpointManagerTaskList({ filter_endpoint: id, signal });

  const task = await transfer.endpointManagerGetTask(id);
  if (task.type === "DELETE") assertType<Same<typeof task, ManagedDeleteTask>>();
  else assertType<Same<typeof task, ManagedTransferTask>>();
  for await (const event of transfer.endpointManagerTaskEventList(id, { filter_is_error: true })) {
    assertType<Same<typeof event, TaskEvent>>();
  }
  // @ts-expect-error only `true` is allowed
  await transfer.endpointManagerTaskEventList(id, { filter_is_error: false });
  for (const rule of (await transfer.endpointManagerTaskPauseInfo(id)).pause_rules) {
    if (rule.DATA_TYPE === "pause_rule") console.log(rule.modified_by_id);
  }
  console.log((await transfer.endpointManagerTaskSuccessfulTransfers(id)).next_marker?.toFixed());
  console.log((await transfer.endpointManagerTaskSkippedErrors(id)).DATA[0]?.error_code);

  const canceled = await transfer.endpointManagerCancelTasks({ task_id_list: [id], message: "Maintenance" });
  assertType<Same<typeof canceled, AdminCancel>>();
  const { done } = await transfer.endpointManagerCancelStatus(String(canceled.id));
  await transfer.endpointManagerPauseTasks({ task_id_list: Object.freeze([id]), message: "Maintenance" });
  const resumed = await transfer.endpointManagerResumeTasks({ task_id_list: [id] });
  console.log(resumed.code === "ResumeAccepted");
  // @ts-expect-error the message is missing
  await transfer.endpointManagerCancelTasks({ task_id_list: [id] });
  // @ts-expect-error the tasks are missing
  await transfer.endpointManagerPauseTasks({ message: "Maintenance" });
  // @ts-expect-error an id is text
  await transfer.endpointManagerCancelStatus(canceled.id);

  const rule = await transfer.endpointManagerCreatePauseRule({ endpoint_id: id, message: "Maintenance", pause_ls: false });
  assertType<Same<typeof rule, PauseRule>>();
  await transfer.endpointManagerUpdatePauseRule(rule.id, { pause_task_transfer_read: false, message: maybeText });
  for await (const { editable } of transfer.endpointManagerPauseRuleList({ filter_endpoint: id })) console.log(editable);
  console.log((await transfer.endpointManagerGetPauseRule(rule.id)).modified_by_id);
  await transfer.endpointManagerDeletePauseRule(rule.id);
  // @ts-expect-error the message is missing
  await transfer.endpointManagerCreatePauseRule({ endpoint_id: id });
  // @ts-expect-error misspelt field
  await transfer.endpointManagerCreatePauseRule({ endpoint_id: id, message: "", pause_list: true });
  // @ts-expect-error the endpoint of a rule cannot be changed
  await transfer.endpointManagerUpdatePauseRule(rule.id, { endpoint_id: id });
  return [display_name, done];
}

// ---- Tunnels ----

export async function tunnels() {
  const document: TunnelCreateDocument = {
    data: {
      attributes: { label: maybeText, lifetime_mins: 10 },
      relationships: { listener: { data: { id } }, initiator: { data: { type: "StreamAccessPoint", id } } },
    },
  };
  const { data: tunnel, meta } = await transfer.createTunnel(document);
  assertType<Same<typeof tunnel, Tunnel>>();
  console.log(meta.request_id, tunnel.attributes.submission_id, tunnel.relationships.owner?.data?.id);
  await transfer.updateTunnel(tunnel.id, { data: { type: "Tunnel", attributes: { state: "STOPPING" } } });
  for await (const other of transfer.listTunnels()) assertType<Same<typeof other, Tunnel>>();
  for await (const event of transfer.getTunnelEvents(tunnel.id, { is_error: true })) {
    assertType<Same<typeof event, TunnelEvent>>();
    console.log(event.attributes?.code);
  }
  console.log((await transfer.getTunnel(tunnel.id)).data.attributes.state);
  assertType<Same<Awaited<ReturnType<typeof transfer.deleteTunnel>>["data"], null>>();
  const point = await transfer.getStreamAccessPoint(tunnel.relationships.listener.data?.id ?? id);
  console.log(point.data.attributes.tlsftp_server, point.data.relationships.host_endpoint.data?.id);
  // @ts-expect-error the envelope is missing
  await transfer.createTunnel(document.data);
  // @ts-expect-error a tunnel has two ends
  await transfer.createTunnel({ data: { relationships: { listener: { data: { id } } } } });
  // @ts-expect-error misspelt attribute
  await transfer.createTunnel({ data: { ...document.data, attributes: { lifetime: 10 } } });
  // @ts-expect-error a tunnel can only be stopped
  await transfer.updateTunnel(tunnel.id, { data: { type: "Tunnel", attributes: { state: "STARTING" } } });
  // @ts-expect-error misspelt parameter
  await transfer.getTunnelEvents(tunnel.id, { code: "STARTED" });
}
