// What the declarations allow and refuse, checked by `tsc --noEmit -p tests/types`. Nothing here is run.

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

/** Holds if both types are the same; `any` is the same as nothing else. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_Fact extends true>(): void {}

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
  const left: number = token.expiresAt.getTime() - Date.now();
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
  // @ts-expect-error in a list, too
  await account.getTokens(["transfer", "group"]);
  const text: string = id;
  await account.getToken({ scopes: text });
  await account.getToken({ scopes: [text, scopes.transfer.all] });
  await account.fetch(text, { target: { resourceServer: text } });
  // @ts-expect-error one or the other
  await account.getToken({ scopes: text, resourceServer: text });
  // @ts-expect-error what a text is has to be said
  await account.getToken(text);
  new ServiceAccount({ clientId: id, clientSecret: "s", timeout: Infinity, maxRetryWait: Infinity });
  interface Env {
    GLOBUS_CLIENT_ID: string;
    GLOBUS_CLIENT_SECRET: string;
  }
  ServiceAccount.fromEnv({ GLOBUS_CLIENT_ID: id, GLOBUS_CLIENT_SECRET: "s" } satisfies Env as Env, { timeout: 5 });
  ServiceAccount.fromEnv();
  // @ts-expect-error variables are of an object
  ServiceAccount.fromEnv("production");

  const shown: string = JSON.stringify(token) + token.toJSON().scope;
  const [first, second] = await account.getTokens(["transfer", { scopes: "openid" }]);
  holds<Same<typeof first | typeof second, Token>>();
  const targets: readonly Target[] = ["transfer"];
  const tokens: Token[] = await account.getTokens(targets);
  // @ts-expect-error there is no third one
  (await account.getTokens(["transfer", "groups"]))[2];

  const request = { service: "transfer", path: "/v0.10/task_list" } as const;
  const json = await account.request(request);
  holds<Same<typeof json, Json>>();
  const { total } = await account.request<TaskList>(request);
  const response: Response = await account.request({ ...request, raw: true });
  const either: TaskList | Response = await account.request<TaskList>({ ...request, raw: maybeText === undefined });
  // @ts-expect-error misspelt member
  await account.request({ service: "transfer", pathname: "/" });
  console.log(shown, tokens.length, total, response.status, either);

  // @ts-expect-error the id is fixed
  account.clientId = id;
  // @ts-expect-error so are the services
  account.transfer = transfer;
  return [bearer, left];
}

// ---- Storage, sharing, ending ----

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
  // @ts-expect-error there is no delete
  new ServiceAccount({ ...base, storage: { get: () => null, set: () => {} } });
  // @ts-expect-error values are texts
  new ServiceAccount({ ...base, storage: new Map<string, number>() });

  using shared: ServiceAccount = ServiceAccount.shared({ ...base, storage });
  const authorizer = shared.authorizer(["openid", "email"]);
  const header: string = await authorizer.getAuthorizationHeader();
  const again: boolean = await authorizer.handleMissingAuthorization();
  await shared.revokeTokens();
  await shared.clearTokens();
  holds<Same<ReturnType<typeof shared.flush>, Promise<void>>>();
  new ServiceAccount({
    ...base,
    onEvent: (event) => {
      if (event.type === "storage_miss") holds<Same<typeof event.reason, "absent" | "expired" | "stale" | "dropped" | "unreadable">>();
      if (event.type === "consent") console.log(event.scopes.join(" "), event.resourceServer);
      switch (event.type) {
        case "retry":
          return holds<Same<typeof event.delay, number>>();
        case "response":
          return holds<Same<typeof event.code, GlobusErrorCode | undefined>>();
        // @ts-expect-error misspelt
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
    shared.on("retry", (event) => holds<Same<typeof event.delay, number>>()),
    shared.on("*", (event) => {
      holds<Same<typeof event.time, number>>();
      holds<Same<typeof event.clientId, string>>();
      if (event.type === "request") holds<Same<typeof event.callId, number>>();
      if (event.type === "consent") holds<Same<typeof event.callId, number | undefined>>();
    }),
    shared.on("response", async ({ callId, requestId }) => console.log(callId, requestId)),
  ];
  // @ts-expect-error misspelt
  shared.on("retri", () => {});
  // @ts-expect-error no listener
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
  holds<Same<typeof search, Paged<EndpointList, Endpoint>>>();
  const page = await search;
  holds<Same<typeof page, EndpointList & AsyncIterable<Endpoint>>>();
  const more: boolean = page.has_next_page;
  const first: string | undefined = page.DATA[0]?.display_name;
  for await (const endpoint of search) {
    holds<Same<typeof endpoint, Endpoint>>();
    const where: string = endpoint.mapped_collection_id ?? endpoint.id;
    const isGuest = endpoint.entity_type === "GCSv5_guest_collection";
    const mine = endpoint.my_effective_roles.includes("administrator");
    const host: string | undefined = endpoint.DATA?.[0]?.hostname?.toLowerCase();
    console.log(where, isGuest, mine, host, endpoint.keywords?.split(","));
    // @ts-expect-error the organization may be null
    endpoint.organization.length;
  }

  for await (const taskPage of transfer.taskList().pages()) {
    holds<Same<typeof taskPage, TaskList>>();
    console.log(taskPage.total - taskPage.offset, taskPage.DATA.length);
  }
  const tasks = await transfer.taskList({ filter: "status:ACTIVE", orderby: ["request_time DESC", "label"] }).toArray({ max: 5 });
  holds<Same<typeof tasks, Task[]>>();
  const names: string[] = (await transfer.operationLs(id).toArray()).map((entry) => entry.name);

  const call = transfer.getTask(id);
  holds<Same<typeof call, CallPromise<Task>>>();
  const { data, status, headers, requestId } = await call.withResponse();
  holds<Same<typeof data, Task>>();
  holds<Same<[typeof status, typeof headers, typeof requestId], [number, Headers, string | undefined]>>();
  holds<Same<Awaited<ReturnType<typeof search.withResponse>>["data"], EndpointList & AsyncIterable<Endpoint>>>();
  // @ts-expect-error a job makes several calls
  transfer.taskWait(id).withResponse();

  const handed = search.items();
  const { value, done } = await handed.next();
  if (!done) holds<Same<typeof value, Endpoint>>();
  const caught: EndpointList | undefined = await search.catch(() => undefined);
  const [left, right] = await Promise.all([search, transfer.taskList()]);
  holds<Same<typeof left, EndpointList & AsyncIterable<Endpoint>>>();
  holds<Same<typeof right, TaskList & AsyncIterable<Task>>>();

  // @ts-expect-error a list is not an array
  search.map;
  // @ts-expect-error nor iterable at once
  for (const _ of search);
  // @ts-expect-error the page's member is DATA
  page.items;
  return [more, first, names, caught];
}

export async function awaitedLists() {
  async function returned() {
    return transfer.taskList();
  }
  const page = await returned();
  const document: TaskList = page;
  const kept: Json = JSON.parse(JSON.stringify(document));
  for await (const task of page) holds<Same<typeof task, Task>>();
  const groups = await account.groups.getMyGroups();
  const list: MyGroup[] = groups;
  for await (const group of groups) holds<Same<typeof group, MyGroup>>();
  for (const group of groups) holds<Same<typeof group, MyGroup>>();
  const { data } = await transfer.taskList().withResponse();
  for await (const task of data) holds<Same<typeof task, Task>>();
  for await (const { path } of await transfer.walk(id)) console.log(path.length);
  // @ts-expect-error a page is no array
  for (const _ of page);
  // @ts-expect-error a document of somebody else's is not a list
  for await (const _ of document);
  return [kept, list];
}

// ---- Files ----

export async function files() {
  const listing = transfer.operationLs(id, { path: "/share/", show_hidden: false, filter: ["type:dir", "name:~*.csv"] });
  const { path, absolute_path, length, total }: FileList = await listing;
  for await (const entry of listing) {
    holds<Same<typeof entry, FileEntry>>();
    console.log(entry.name, entry.last_modified && new Date(entry.last_modified), entry.permissions?.padStart(4));
    switch (entry.type) {
      case "file":
        entry.size.toFixed();
        break;
      case "dir":
        // @ts-expect-error not every storage tells a directory's size
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

  const made = await transfer.operationMkdir(id, { path: "/new/" });
  if (made.code === "DirectoryCreated") console.log(made.message, made.request_id);
  await transfer.operationMkdir(id, { path: "/new/", local_user: maybeText }, {}, { timeout: 1000, retries: 1 });
  await transfer.operationRename(id, { old_path: "/a", new_path: "/b" });
  await transfer.operationMkdir(id, { path: "/new/" }, { undocumented: true });
  // @ts-expect-error the path is missing
  await transfer.operationMkdir(id, {});
  // @ts-expect-error the new path is missing
  await transfer.operationRename(id, { old_path: "/a" });
  // @ts-expect-error not this operation's DATA_TYPE
  await transfer.operationRename(id, { DATA_TYPE: "mkdir", old_path: "/a", new_path: "/b" });
  // @ts-expect-error misspelt field
  await transfer.operationRename(id, { old_path: "/a", new_path: "/b", localuser: "ada" });
  return [path, absolute_path, length, total];
}

// ---- Endpoints ----

export async function endpoints() {
  const endpoint = await transfer.getEndpoint(id, { fields: ["id", "display_name"] });
  holds<Same<typeof endpoint, Endpoint>>();
  // @ts-expect-error an id is text
  await transfer.getEndpoint(7);
  // @ts-expect-error an id is required
  await transfer.getEndpoint();
  // @ts-expect-error nor may it be undefined
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
  // @ts-expect-error there is no other outcome
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
  // @ts-expect-error there is nothing to transfer
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id });
  // @ts-expect-error an item has two paths
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: [{ source_path: "/a" }] });
  // @ts-expect-error there are four levels
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, sync_level: 4 });
  // @ts-expect-error levels are numbers on the wire
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, sync_level: "checksum" });
  // @ts-expect-error misspelt field
  await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA: items, verify_checksums: true });
  // @ts-expect-error symlinks cannot be recursive
  const link: TransferDocument["DATA"] = [{ DATA_TYPE: "transfer_symlink_item", source_path: "/l", destination_path: "/l", recursive: true }];
  // @ts-expect-error a rule says what to do
  const rules: TransferDocument["filter_rules"] = [{ name: "*.tmp" }];
  // @ts-expect-error a deletion has one collection
  await transfer.submitDelete({ source_endpoint: id, DATA: [{ path: "/old/" }] });
  return [taskId, link, rules];
}

// ---- Tasks ----

export async function tasks() {
  const task = await transfer.getTask(id);
  holds<Same<typeof task, Task>>();
  if (task.type === "TRANSFER") {
    const to: string | null = task.destination_endpoint_id;
    const rules = task.filter_rules?.map((rule) => rule.method);
    console.log(to, rules, task.sync_level === 3);
  } else {
    holds<Same<typeof task, DeleteTask>>();
    holds<Same<typeof task.destination_endpoint_id, null>>();
  }
  if (task.status === "FAILED") console.log(task.fatal_error?.code, task.fatal_error?.description);
  const took = task.completion_time && Date.parse(task.completion_time) - Date.parse(task.request_time);
  const rate: number = task.effective_bytes_per_second / 1e6;
  // @ts-expect-error until it has ended there is no such time
  Date.parse(task.completion_time);
  // @ts-expect-error the status is SUCCEEDED
  if (task.status === "SUCCESS") console.log(task);
  // @ts-expect-error the type is in capitals
  if (task.type === "transfer") console.log(task);

  const canceled = await transfer.cancelTask(id);
  if (canceled.code === "TaskComplete") console.log(canceled.message);

  const done = await transfer.taskWait(id, { timeout: 60_000, pollingInterval: 5_000, signal: maybeSignal, failOnInactive: true });
  holds<Same<typeof done, Task>>();
  await transfer.taskWait(id);
  // @ts-expect-error misspelt option
  await transfer.taskWait(id, { polling_interval: 5 });
  // @ts-expect-error ms are a number
  await transfer.taskWait(id, { timeout: "60s" });
  // @ts-expect-error the options of a call are not those of a wait
  await transfer.taskWait(id, { retries: 1 });
  return [took, rate];
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
  // @ts-expect-error several filters would be sent as one
  await transfer.taskList({ filter: ["status:ACTIVE", "type:DELETE"] });

  // @ts-expect-error the signal is an option, not a query parameter
  await transfer.operationLs(id, { signal });
  // @ts-expect-error with a right parameter beside it too
  await transfer.operationLs(id, { path: "/", signal });
  // @ts-expect-error so is the timeout
  await transfer.endpointSearch({ filter_fulltext: "x", timeout: 1000 });
  // @ts-expect-error so are retries
  await transfer.getEndpoint(id, { retries: 1 });
  // @ts-expect-error so are headers
  await transfer.taskList({ headers: {} });
  // @ts-expect-error also where no parameter is documented
  await transfer.cancelTask(id, { signal });
  // @ts-expect-error also where no parameter is documented
  await auth.userinfo({ timeout: 1000 });
  // @ts-expect-error also with a document
  await transfer.operationMkdir(id, { path: "/" }, { signal });
  // @ts-expect-error also for identities
  await auth.getIdentities({ ids: id, signal });
  // @ts-expect-error and a parameter is not an option
  await transfer.operationLs(id, {}, { path: "/" });
}

// ---- Auth ----

export async function identities() {
  const me = await auth.userinfo();
  holds<Same<typeof me, Userinfo>>();
  holds<Same<Awaited<ReturnType<ServiceAccount["whoami"]>>, Userinfo>>();
  console.log(me.sub, me.preferred_username?.split("@"), me.identity_set?.map((identity) => identity.username));
  // @ts-expect-error the name goes by the token's scopes
  me.name.length;

  const found = auth.getIdentities({ ids: [id], include: "identity_provider" }, { signal });
  holds<Same<typeof found, Paged<Identities, Identity>>>();
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
    // @ts-expect-error what was caught is unknown
    error.code;
    if (!(error instanceof GlobusError)) throw error;
    holds<Same<typeof error.code, GlobusErrorCode>>();
    if (error instanceof GlobusApiError) console.log(error.status, error.serverCode, error.body);
    switch (error.code) {
      case "consent_required":
        return error.requiredScopes.join(" ");
      case "rate_limited":
        return `again in ${error.retryAfter ?? 0} ms`;
      case "task_failed":
        return error.advice;
      // A later version may have it.
      case "too_many_requests":
        break;
    }
    const known: GlobusErrorCode = "timeout";
    if (error.code === known) return (error.body as Task | undefined)?.status;
    // @ts-expect-error errors are facts
    error.code = "not_found";
    // @ts-expect-error no such field
    error.statusCode;
    // @ts-expect-error errors are made here only
    new GlobusApiError("mine");
  }
  return undefined;
}
