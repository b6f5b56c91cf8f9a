// Type tests: code that the declarations must accept, and code that they must reject (`@ts-expect-error`). Checked by
// `tsc --noEmit -p tests/types`. Nothing here is run.

import {
  type CallPromise,
  GlobusApiError,
  GlobusError,
  type DeleteTask,
  type Endpoint,
  type EndpointList,
  type FileEntry,
  type FileList,
  type GlobusErrorCode,
  type Identities,
  type Identity,
  type Json,
  type ItemStorage,
  type MyGroup,
  type Paged,
  ServiceAccount,
  type Target,
  type Task,
  type TaskList,
  type Token,
  type TokenStorage,
  type TransferDocument,
  type TransferItem,
  type Userinfo,
  scopes,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
declare const maybeText: string | undefined;
declare const maybeSignal: AbortSignal | undefined;
const { auth, transfer } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

/** `true` if both types are the same. `any` is the same only as `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only with the type argument `true`. */
function assertType<_Condition extends true>(): void {}

// ---- The account ----

export async function tokens() {
  new ServiceAccount({ clientId: id, clientSecret: "s" });
  new ServiceAccount({ clientId: id, clientSecret: async () => "s", environment: "sandbox", retries: 0 });
  // @ts-expect-error the secret is missing
  new ServiceAccount({ clientId: id });
  // @ts-expect-error misspelt option
  new ServiceAccount({ clientId: id, clientSecret: "s", retrys: 0 });
  // @ts-expect-error no such environment
  new ServiceAccount({ clientId: id, clientSecret: "s", environment: "prod" });

  const token = await account.getToken("transfer", { signal, forceRefresh: true });
  const bearer: string = token.accessToken;
  const lifetimeLeft: number = token.expiresAt.getTime() - Date.now();
  // @ts-expect-error tokens are frozen
  token.accessToken = "";
  // @ts-expect-error misspelt option
  await account.getToken("transfer", { force: true });
  // @ts-expect-error a target is text or a list of texts
  await account.getToken(7);
  await account.getToken(["openid", "email"]);
  await account.getToken("openid email");
  await account.getToken("funcx_service");
  await account.getToken(["transfer", scopes.transfer.gcpInstall]);
  await account.getToken(`urn:globus:auth:scope:${id}:manage_collections`);
  // @ts-expect-error a misspelt service
  await account.getToken("transferr");
  // @ts-expect-error a misspelt service in a list
  await account.getTokens(["transfer", "group"]);
  const text: string = id;
  await account.getToken({ scopes: text });
  await account.getToken({ scopes: [text, scopes.transfer.all] });
  await account.fetch(text, { target: { resourceServer: text } });
  // @ts-expect-error scopes or a resource server, not both
  await account.getToken({ scopes: text, resourceServer: text });
  // @ts-expect-error a `string` is not a target: it must be `{ scopes }` or `{ resourceServer }`
  await account.getToken(text);
  new ServiceAccount({ clientId: id, clientSecret: "s", timeout: Infinity, maxRetryWait: Infinity });
  interface Env {
    GLOBUS_CLIENT_ID: string;
    GLOBUS_CLIENT_SECRET: string;
  }
  ServiceAccount.fromEnv({ GLOBUS_CLIENT_ID: id, GLOBUS_CLIENT_SECRET: "s" } satisfies Env as Env, { timeout: 5 });
  ServiceAccount.fromEnv();
  // @ts-expect-error variables must be an object
  ServiceAccount.fromEnv("production");

  const tokenText: string = JSON.stringify(token) + token.toJSON().scope;
  const [first, second] = await account.getTokens(["transfer", { scopes: "openid" }]);
  assertType<Same<typeof first | typeof second, Token>>();
  const targets: readonly Target[] = ["transfer"];
  const tokens: Token[] = await account.getTokens(targets);
  // @ts-expect-error two targets return two tokens
  (await account.getTokens(["transfer", "groups"]))[2];

  const request = { service: "transfer", path: "/v0.10/task_list" } as const;
  const json = await account.request(request);
  assertType<Same<typeof json, Json>>();
  const { total } = await account.request<TaskList>(request);
  const response: Response = await account.request({ ...request, raw: true });
  const either: TaskList | Response = await account.request<TaskList>({ ...request, raw: maybeText === undefined });
  // @ts-expect-error misspelt member
  await account.request({ service: "transfer", pathname: "/" });
  console.log(tokenText, tokens.length, total, response.status, either);

  // @ts-expect-error the id is fixed
  account.clientId = id;
  // @ts-expect-error the services are fixed
  account.transfer = transfer;
  return [bearer, lifetimeLeft];
}

// ---- Storage, shared accounts, disposal ----

export async function storages() {
  const base = { clientId: id, clientSecret: "s" };
  new ServiceAccount({ ...base, storage: new Map() });
  const entries = new Map<string, string>();
  const storage: TokenStorage = {
    get: async (key) => entries.get(key),
    set: (key, value, { expiresAt, ttlSeconds }) => void entries.set(key, value + (expiresAt - ttlSeconds)),
    delete: (key) => entries.delete(key),
  };
  new ServiceAccount({ ...base, storage, encryptStorage: false });
  declareStorage({ getItem: () => null, setItem: () => {}, removeItem: () => {} });
  // @ts-expect-error `delete` is missing
  new ServiceAccount({ ...base, storage: { get: () => null, set: () => {} } });
  // @ts-expect-error values are texts
  new ServiceAccount({ ...base, storage: new Map<string, number>() });

  using shared: ServiceAccount = ServiceAccount.shared({ ...base, storage });
  const authorizer = shared.authorizer(["openid", "email"]);
  const header: string = await authorizer.getAuthorizationHeader();
  const again: boolean = await authorizer.handleMissingAuthorization();
  await shared.revokeTokens();
  await shared.clearTokens();
  assertType<Same<ReturnType<typeof shared.flush>, Promise<void>>>();
  new ServiceAccount({
    ...base,
    onEvent: (event) => {
      if (event.type === "storage_miss") {
        assertType<Same<typeof event.reason, "absent" | "expired" | "stale" | "dropped" | "unreadable">>();
      }
      if (event.type === "consent") console.log(event.scopes.join(" "), event.resourceServer);
      switch (event.type) {
        case "retry":
          return assertType<Same<typeof event.delay, number>>();
        case "response":
          return assertType<Same<typeof event.code, GlobusErrorCode | undefined>>();
        // @ts-expect-error misspelt event
        case "retri":
          return;
        default: {
          const text: string = event.type;
          console.log(text, new Map<string, unknown>(Object.entries(event)).get("anything"));
        }
      }
    },
  });
  const stops: (() => void)[] = [
    shared.on("retry", (event) => assertType<Same<typeof event.delay, number>>()),
    shared.on("*", (event) => {
      assertType<Same<typeof event.time, number>>();
      assertType<Same<typeof event.clientId, string>>();
      if (event.type === "request") assertType<Same<typeof event.callId, number>>();
      if (event.type === "consent") assertType<Same<typeof event.callId, number | undefined>>();
    }),
    shared.on("response", async ({ callId, requestId }) => console.log(callId, requestId)),
  ];
  // @ts-expect-error misspelt event
  shared.on("retri", () => {});
  // @ts-expect-error the listener is missing
  shared.on("retry");
  for (const stop of stops) stop();
  shared.dispose();
  return [header, again];

  function declareStorage(storage: ItemStorage) {
    new ServiceAccount({ ...base, storage });
  }
}

// ---- Lists ----

export async function lists() {
  const search = transfer.endpointSearch({ filter_fulltext: "tutorial", filter_scope: "all", limit: 10 }, { signal });
  assertType<Same<typeof search, Paged<EndpointList, Endpoint>>>();
  const page = await search;
  assertType<Same<typeof page, EndpointList & AsyncIterable<Endpoint>>>();
  const more: boolean = page.has_next_page;
  const first: string | undefined = page.DATA[0]?.display_name;
  for await (const endpoint of search) {
    assertType<Same<typeof endpoint, Endpoint>>();
    const dataId: string = endpoint.mapped_collection_id ?? endpoint.id;
    const isGuest = endpoint.entity_type === "GCSv5_guest_collection";
    const isAdministrator = endpoint.my_effective_roles.includes("administrator");
    const host: string | undefined = endpoint.DATA?.[0]?.hostname?.toLowerCase();
    console.log(dataId, isGuest, isAdministrator, host, endpoint.keywords?.split(","));
    // @ts-expect-error the organization may be null
    endpoint.organization.length;
  }

  for await (const taskPage of transfer.taskList().pages()) {
    assertType<Same<typeof taskPage, TaskList>>();
    console.log(taskPage.total - taskPage.offset, taskPage.DATA.length);
  }
  const tasks = await transfer.taskList({ filter: "status:ACTIVE", orderby: ["request_time DESC", "label"] }).toArray({ max: 5 });
  assertType<Same<typeof tasks, Task[]>>();
  const names: string[] = (await transfer.operationLs(id).toArray()).map((entry) => entry.name);

  const call = transfer.getTask(id);
  assertType<Same<typeof call, CallPromise<Task>>>();
  const { data, status, headers, requestId } = await call.withResponse();
  assertType<Same<typeof data, Task>>();
  assertType<Same<[typeof status, typeof headers, typeof requestId], [number, Headers, string | undefined]>>();
  assertType<Same<Awaited<ReturnType<typeof search.withResponse>>["data"], EndpointList & AsyncIterable<Endpoint>>>();
  // @ts-expect-error a job makes several calls
  transfer.taskWait(id).withResponse();

  const iterator = search.items();
  const { value, done } = await iterator.next();
  if (!done) assertType<Same<typeof value, Endpoint>>();
  const pageOrNothing: EndpointList | undefined = await search.catch(() => undefined);
  const [left, right] = await Promise.all([search, transfer.taskList()]);
  assertType<Same<typeof left, EndpointList & AsyncIterable<Endpoint>>>();
  assertType<Same<typeof right, TaskList & AsyncIterable<Task>>>();

  // @ts-expect-error a list is not an array
  search.map;
  // @ts-expect-error a list is not iterable without `await`
  for (const _ of search);
  // @ts-expect-error the items of a page are in `DATA`
  page.items;
  return [more, first, names, pageOrNothing];
}

export async function awaitedLists() {
  async function loadTasks() {
    return transfer.taskList();
  }
  const page = await loadTasks();
  const document: TaskList = page;
  const copy: Json = JSON.parse(JSON.stringify(document));
  for await (const task of page) assertType<Same<typeof task, Task>>();
  const groups = await account.groups.getMyGroups();
  const list: MyGroup[] = groups;
  for await (const group of groups) assertType<Same<typeof group, MyGroup>>();
  for (const group of groups) assertType<Same<typeof group, MyGroup>>();
  const { data } = await transfer.taskList().withResponse();
  for await (const task of data) assertType<Same<typeof task, Task>>();
  for await (const { path } of await transfer.walk(id)) console.log(path.length);
  // @ts-expect-error a page is not an array
  for (const _ of page);
  // @ts-expect-error a plain `TaskList` document is not iterable
  for await (const _ of document);
  return [copy, list];
}

// ---- Files ----

export async function files() {
  const listing = transfer.operationLs(id, { path: "/share/", show_hidden: false, filter: ["type:dir", "name:~*.csv"] });
  const { path, absolute_path, length, total }: FileList = await listing;
  for await (const entry of listing) {
    assertType<Same<typeof entry, FileEntry>>();
    console.log(entry.name, entry.last_modified && new Date(entry.last_modified), entry.permissions?.padStart(4));
    switch (entry.type) {
      case "file":
        entry.size.toFixed();
        break;
      case "dir":
        // @ts-expect-error not every storage has the size of a directory
        entry.size.toFixed();
        break;
      case "invalid_symlink":
        entry.link_target.length;
        break;
      case "chr":
      case "blk":
      case "pipe":
      case "other":
        break;
      default: {
        const none: never = entry;
        console.log(none);
      }
    }
    // @ts-expect-error the type is "dir"
    if (entry.type === "directory") console.log(entry);
  }

  const directory = await transfer.operationMkdir(id, { path: "/new/" });
  if (directory.code === "DirectoryCreated") console.log(directory.message, directory.request_id);
  await transfer.operationMkdir(id, { path: "/new/", local_user: maybeText }, {}, { timeout: 1000, retries: 1 });
  await transfer.operationRename(id, { old_path: "/a", new_path: "/b" });
  await transfer.operationMkdir(id, { path: "/new/" }, { undocumented: true });
  // @ts-expect-error the path is missing
  await transfer.operationMkdir(id, {});
  // @ts-expect-error the new path is missing
  await transfer.operationRename(id, { old_path: "/a" });
  // @ts-expect-error the DATA_TYPE of another operation
  await transfer.operationRename(id, { DATA_TYPE: "mkdir", old_path: "/a", new_path: "/b" });
  // @ts-expect-error misspelt field
  await transfer.operationRename(id, { old_path: "/a", new_path: "/b", localuser: "ada" });
  return [path, absolute_path, length, total];
}

// ---- Endpoints ----

export async function endpoints() {
  const endpoint = await transfer.getEndpoint(id, { fields: ["id", "display_name"] });
  assertType<Same<typeof endpoint, Endpoint>>();
  // @ts-expect-error an id is text
  await transfer.getEndpoint(7);
  // @ts-expect-error an id is required
  await transfer.getEndpoint();
  // @ts-expect-error an id must not be undefined
  await transfer.getEndpoint(maybeText);
}

// ---- Submissions ----

export async function submissions() {
  const { value } = await transfer.getSubmissionId();
  const items: TransferItem[] = [{ source_path: "/a/", destination_path: "/b/", recursive: true }];
  items.push({ source_path: "/f", destination_path: "/g", external_checksum: "d41d8cd9", checksum_algorithm: "SHA256" });
  const document: TransferDocument = {
    source_endpoint: id,
    destination_endpoint: id,
    DATA: items,
    submission_id: value,
    label: maybeText,
    sync_level: 3,
    verify_checksum: true,
    recursive_symlinks: "keep",
    filter_rules: [{ method: "exclude", name: "*.tmp", type: "file" }],
    deadline: new Date().toISOString(),
  };
  const submitted = await transfer.submitTransfer(document, undefined, { signal, headers: { "x-trace": "1" } });
  const taskId: string = submitted.task_id;
  if (submitted.code === "Duplicate") console.log(submitted.submission_id, submitted.task_link?.href);
  // @ts-expect-error no such code
  if (submitted.code === "Rejected") console.log(submitted);

  const frozen = Object.freeze({ source_endpoint: id, destination_endpoint: id, DATA: Object.freeze([...items]) });
  await transfer.submitTransfer(frozen);
  await transfer.submitTransfer({
    source_endpoint: id,
    destination_endpoint: id,
    DATA: [{ DATA_TYPE: "transfer_symlink_item", source_path: "/l", destination_path: "/l" }],
  });
  await transfer.submitDelete({ endpoint: id, DATA: [{ path: "/old/" }], recursive: true, ignore_missing: true });

  // @ts-expect-error the destination is missing
  await transfer.submitTransfer({ source_endpoint: id, DATA: items });
  // @ts-expect-error the items are missing
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id });
  // @ts-expect-error an item has two paths
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: [{ source_path: "/a" }] });
  // @ts-expect-error the highest level is 3
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, sync_level: 4 });
  // @ts-expect-error a level is a number
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, sync_level: "checksum" });
  // @ts-expect-error misspelt field
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, verify_checksums: true });
  // @ts-expect-error a symlink item cannot be recursive
  const link: TransferDocument["DATA"] = [{ DATA_TYPE: "transfer_symlink_item", source_path: "/l", destination_path: "/l", recursive: true }];
  // @ts-expect-error the rule's method is missing
  const rules: TransferDocument["filter_rules"] = [{ name: "*.tmp" }];
  // @ts-expect-error a deletion has one collection
  await transfer.submitDelete({ source_endpoint: id, DATA: [{ path: "/old/" }] });
  return [taskId, link, rules];
}

// ---- Tasks ----

export async function tasks() {
  const task = await transfer.getTask(id);
  assertType<Same<typeof task, Task>>();
  if (task.type === "TRANSFER") {
    const destination: string | null = task.destination_endpoint_id;
    const rules = task.filter_rules?.map((rule) => rule.method);
    console.log(destination, rules, task.sync_level === 3);
  } else {
    assertType<Same<typeof task, DeleteTask>>();
    assertType<Same<typeof task.destination_endpoint_id, null>>();
  }
  if (task.status === "FAILED") console.log(task.fatal_error?.code, task.fatal_error?.description);
  const duration = task.completion_time && Date.parse(task.completion_time) - Date.parse(task.request_time);
  const rate: number = task.effective_bytes_per_second / 1e6;
  // @ts-expect-error a task that has not ended has no completion time
  Date.parse(task.completion_time);
  // @ts-expect-error the status is SUCCEEDED
  if (task.status === "SUCCESS") console.log(task);
  // @ts-expect-error the type is in capitals
  if (task.type === "transfer") console.log(task);

  const canceled = await transfer.cancelTask(id);
  if (canceled.code === "TaskComplete") console.log(canceled.message);

  const done = await transfer.taskWait(id, { timeout: 60_000, pollingInterval: 5_000, signal: maybeSignal, failOnInactive: true });
  assertType<Same<typeof done, Task>>();
  await transfer.taskWait(id);
  // @ts-expect-error misspelt option
  await transfer.taskWait(id, { polling_interval: 5 });
  // @ts-expect-error a timeout is a number of milliseconds
  await transfer.taskWait(id, { timeout: "60s" });
  // @ts-expect-error a wait has other options than a call
  await transfer.taskWait(id, { retries: 1 });
  return [duration, rate];
}

// ---- Queries ----

export async function queries() {
  await transfer.taskList({ limit: undefined, fields: "task_id,status" });
  // @ts-expect-error misspelt parameter
  await transfer.operationLs(id, { show_hiden: true });
  // @ts-expect-error misspelt parameter
  await transfer.endpointSearch({ filter_full_text: "x" });
  // @ts-expect-error misspelt parameter
  await transfer.getTask(id, { field: "status" });
  // @ts-expect-error misspelt parameter
  await transfer.taskList({ order_by: "label" });
  // @ts-expect-error a page size is a number
  await transfer.taskList({ limit: "10" });
  // @ts-expect-error a filter is one text: a list would be sent as one filter
  await transfer.taskList({ filter: ["status:ACTIVE", "type:DELETE"] });

  // @ts-expect-error the signal is an option, not a query parameter
  await transfer.operationLs(id, { signal });
  // @ts-expect-error the signal is an option, also next to a correct parameter
  await transfer.operationLs(id, { path: "/", signal });
  // @ts-expect-error the timeout is an option
  await transfer.endpointSearch({ filter_fulltext: "x", timeout: 1000 });
  // @ts-expect-error `retries` is an option
  await transfer.getEndpoint(id, { retries: 1 });
  // @ts-expect-error headers are an option
  await transfer.taskList({ headers: {} });
  // @ts-expect-error the signal is an option, also if no parameter is documented
  await transfer.cancelTask(id, { signal });
  // @ts-expect-error the timeout is an option, also if no parameter is documented
  await auth.userinfo({ timeout: 1000 });
  // @ts-expect-error the signal is an option, also after a document
  await transfer.operationMkdir(id, { path: "/" }, { signal });
  // @ts-expect-error the signal is an option, also for identities
  await auth.getIdentities({ ids: id, signal });
  // @ts-expect-error a parameter is not an option
  await transfer.operationLs(id, {}, { path: "/" });
}

// ---- Auth ----

export async function identities() {
  const me = await auth.userinfo();
  assertType<Same<typeof me, Userinfo>>();
  assertType<Same<Awaited<ReturnType<ServiceAccount["whoami"]>>, Userinfo>>();
  console.log(me.sub, me.preferred_username?.split("@"), me.identity_set?.map((identity) => identity.username));
  // @ts-expect-error the name is missing if the token's scopes do not include it
  me.name.length;

  const found = auth.getIdentities({ ids: [id], include: "identity_provider" }, { signal });
  assertType<Same<typeof found, Paged<Identities, Identity>>>();
  const { included } = await found;
  console.log(included?.identity_providers?.[0]?.domains.join());
  for await (const identity of found) console.log(identity.id, identity.status === "unused", identity.email?.length);
  await auth.getIdentities({ usernames: "ada@example.org,grace@example.org", provision: true });
  await auth.getIdentities({ usernames: ["ada@example.org"] as const });

  // @ts-expect-error ids or usernames, not both
  await auth.getIdentities({ ids: id, usernames: "ada@example.org" });
  // @ts-expect-error one of the two is needed
  await auth.getIdentities({ include: "identity_provider" });
  // @ts-expect-error only usernames can be provisioned
  await auth.getIdentities({ ids: id, provision: true });
  // @ts-expect-error misspelt parameter
  await auth.getIdentities({ username: "ada@example.org" });
}

// ---- Errors ----

export async function errors() {
  try {
    await transfer.getTask(id);
  } catch (error) {
    // @ts-expect-error a caught value is `unknown`
    error.code;
    if (!(error instanceof GlobusError)) throw error;
    assertType<Same<typeof error.code, GlobusErrorCode>>();
    if (error instanceof GlobusApiError) console.log(error.status, error.serverCode, error.body);
    switch (error.code) {
      case "consent_required":
        return error.requiredScopes.join(" ");
      case "rate_limited":
        return `again in ${error.retryAfter ?? 0} ms`;
      case "task_failed":
        return error.advice;
      // A code of a later version is accepted.
      case "too_many_requests":
        break;
    }
    const known: GlobusErrorCode = "timeout";
    if (error.code === known) return (error.body as Task | undefined)?.status;
    // @ts-expect-error errors are read-only
    error.code = "not_found";
    // @ts-expect-error no such field
    error.statusCode;
    // @ts-expect-error the constructor is protected: only subclasses may call it
    new GlobusApiError("mine");
  }
  return undefined;
}
