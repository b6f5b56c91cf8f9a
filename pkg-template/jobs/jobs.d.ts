
// ---- Jobs: several calls in one ----

/** Options of `taskWait` and `runWait`. */
export interface WaitOptions {
  /**
   * ms to wait in total, above 0. After that the method rejects with `wait_timeout`; the task or run goes on.
   * `Infinity` is no limit.
   *
   * @default Infinity
   */
  timeout?: number | undefined;
  /** ms between polls, above 0. With `Infinity` there is one poll at the start and one when `timeout` has passed. @default 10000 */
  pollingInterval?: number | undefined;
  /** Ends the wait: the method rejects with `signal.reason`. The task or run goes on. */
  signal?: AbortSignal | undefined;
  /** Whether to reject with `task_inactive` when the task or run is inactive: it waits for a person to act. @default false */
  failOnInactive?: boolean | undefined;
}

/** Query of `walk`. */
export interface WalkQuery {
  /** The directory to start with. By default the collection's default directory. */
  path?: string | undefined;
  /** Levels of subdirectories to list: 0 lists only the directory itself. @default Infinity */
  depth?: number | undefined;
  /** Whether to list items whose names begin with a dot. @default true */
  show_hidden?: boolean | undefined;
  /** Which items to list, as with `operationLs`. Directories that do not match are not listed either. */
  filter?: string | readonly string[] | undefined;
  /** The order within each directory, as with `operationLs`. */
  orderby?: string | readonly string[] | undefined;
  /** The local user to act as, if the collection allows that. */
  local_user?: string | undefined;
}

/** An item that `walk` lists. */
export type WalkEntry = FileEntry & {
  /** The path of its directory, with its name. */
  path: string;
};

export interface TransferClient {
  /**
   * Waits until a task has ended. Resolves with the task if it succeeded, rejects with `task_failed` if not, and with
   * `wait_timeout` after `timeout` ms (by default never). An inactive task waits for a person to act: the event
   * `inactive` is emitted, and with `failOnInactive` the wait rejects with `task_inactive`. All waits of a client share
   * one poll per interval. On Workers, only waits that start in the same turn of the event loop share polls.
   *
   * https://docs.globus.org/api/transfer/task/
   *
   * @param taskId The task's id (UUID).
   * @param options How long to wait, how often to poll, and what ends the wait.
   * @returns The task after it succeeded.
   * @throws {GlobusApiError} Rejects with `task_failed` or `task_inactive`, or with the error of a poll.
   * @throws {GlobusTimeoutError} Rejects with `wait_timeout`, and the task goes on; with `timeout` if the first poll
   *   gets no response in time.
   * @example
   * ```ts
   * const task = await account.transfer.taskWait(taskId, { timeout: 3_600_000 });
   * console.log(task.status);
   * ```
   */
  taskWait(taskId: string, options?: WaitOptions): Promise<Task>;

  /**
   * Lists a directory and its subdirectories. A directory comes before its items. Each directory needs one request,
   * which is sent when the iteration reaches it. Links to directories are not followed. As with `operationLs`, a
   * directory that the server lists only in part ends the iteration with `listing_truncated`.
   *
   * https://docs.globus.org/api/transfer/file_operations/#list_directory_contents
   *
   * @param collectionId The collection's id (UUID).
   * @param query The directory to start with, the depth, and which items to list.
   * @param options Options of each request.
   * @returns A list of the items, each with its `path`.
   * @throws {GlobusApiError} Rejects with `listing_truncated`, or if Transfer refuses a request.
   * @example
   * ```ts
   * for await (const { type, path } of account.transfer.walk(collectionId, { path: "/share/", depth: 2 })) console.log(type, path);
   * ```
   */
  walk(collectionId: string, query?: WalkQuery, options?: CallOptions): Paged<FileList, WalkEntry>;
}

export interface FlowsClient {
  /**
   * Waits until a run has ended. Resolves with the run if it succeeded, rejects with `task_failed` if not, and with
   * `wait_timeout` after `timeout` ms (by default never). An inactive run waits for a person to act: the event
   * `inactive` is emitted, and with `failOnInactive` the wait rejects with `task_inactive`. If it waits for a consent,
   * `healRun` gives that. All waits for a run share one request per interval. On Workers, only waits that start in the
   * same turn of the event loop share requests.
   *
   * https://docs.globus.org/api/flows/
   *
   * @param runId The run's id (UUID).
   * @param options How long to wait, how often to poll, and what ends the wait.
   * @returns The run after it succeeded.
   * @throws {GlobusApiError} Rejects with `task_failed` or `task_inactive`, or with the error of a poll.
   * @throws {GlobusTimeoutError} Rejects with `wait_timeout`, and the run goes on; with `timeout` if the first poll
   *   gets no response in time.
   * @example
   * ```ts
   * const run = await account.flows.runWait(runId, { failOnInactive: true });
   * console.log(run.status);
   * ```
   */
  runWait(runId: string, options?: WaitOptions): Promise<FlowRun>;

  /**
   * Gives the consent that an inactive run waits for, and resumes the run. It gives a consent only for the scope of the
   * flow, with the dependencies Transfer and `data_access` of collections that the run's input or the flow's definition
   * names. If the run's `details` require another scope, it rejects with `task_inactive`, and `requiredScopes` lists
   * the required scopes. It also rejects with `task_inactive` if the run does not wait for a consent. A run that is not
   * inactive is not changed.
   *
   * https://docs.globus.org/api/flows/
   *
   * @param runId The run's id (UUID).
   * @param options Options of each request.
   * @returns The run.
   * @throws {GlobusApiError} Rejects with `task_inactive` if the run does not wait for a consent, or for one of another
   *   scope.
   * @example
   * ```ts
   * const run = await account.flows.healRun(runId);
   * console.log(run.status);
   * ```
   */
  healRun(runId: string, options?: CallOptions): Promise<FlowRun>;
}

export interface TimersClient {
  /**
   * Gives the consent that an inactive timer waits for, and resumes the timer with the account's current credentials.
   * It gives a consent only for the scope of Timers, with the dependencies Transfer, `data_access` of collections that
   * the timer names, and the timer's flow. If the timer requires another scope, was paused, or does not wait for a
   * consent, it rejects with `task_inactive`. A timer that is not inactive is not changed.
   *
   * https://docs.globus.org/api/timers/
   *
   * @param jobId The timer's id (UUID).
   * @param options Options of each request.
   * @returns The timer.
   * @throws {GlobusApiError} Rejects with `task_inactive` if the timer was paused, does not wait for a consent, or for
   *   one of another scope.
   * @example
   * ```ts
   * const timer = await account.timers.healJob(jobId);
   * console.log(timer.status);
   * ```
   */
  healJob(jobId: string, options?: CallOptions): Promise<TimerJob>;
}

/**
 * Actions on one membership. Each resolves with the membership, or rejects if Groups does not make the change.
 *
 * https://docs.globus.org/api/groups/
 */
export interface GroupsClient {
  /**
   * Adds an identity to a group as an active member. If the identity's policies forbid that, invite it with
   * `inviteMember`.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details The role, and a reason.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.addMember(groupId, colleague);
   * ```
   */
  addMember(
    groupId: string,
    identityId: string,
    details?: AddMemberDetails,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Removes an active or invited member from a group. For the account itself, use `leave`.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details A reason.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.removeMember(groupId, colleague);
   * ```
   */
  removeMember(
    groupId: string,
    identityId: string,
    details?: MembershipDetails,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Invites an identity to a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details The role, and a reason.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.inviteMember(groupId, colleague);
   * ```
   */
  inviteMember(
    groupId: string,
    identityId: string,
    details?: InviteMemberDetails,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Approves the request of an identity to join a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details A reason.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.approveMember(groupId, colleague);
   * ```
   */
  approveMember(
    groupId: string,
    identityId: string,
    details?: MembershipDetails,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Rejects the request of an identity to join a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details A reason.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.rejectMember(groupId, colleague);
   * ```
   */
  rejectMember(
    groupId: string,
    identityId: string,
    details?: MembershipDetails,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Changes the role of an active member of a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param role `"member"`, `"manager"` or `"admin"`.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.changeRole(groupId, colleague, "manager");
   * ```
   */
  changeRole(
    groupId: string,
    identityId: string,
    role: GroupRole,
    options?: CallOptions,
  ): Promise<GroupMembership>;
  /**
   * Makes this account a member of a group that all identities can join.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.join(groupId);
   * ```
   */
  join(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Ends this account's membership in a group. The last administrator cannot leave.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.leave(groupId);
   * ```
   */
  leave(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Requests that this account may join a group. A manager or administrator approves or rejects the request.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.requestJoin(groupId);
   * ```
   */
  requestJoin(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Accepts the invitation of this account to a group.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.acceptInvitation(groupId);
   * ```
   */
  acceptInvitation(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Declines the invitation of this account to a group.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not make the change.
   * @example
   * ```ts
   * await account.groups.declineInvitation(groupId);
   * ```
   */
  declineInvitation(groupId: string, options?: CallOptions): Promise<GroupMembership>;
}

/**
 * The principal that a directory is shared with: an identity by its username, id (UUID) or URN; a group by its id or
 * URN; or everybody. A text that is an id must be the id of an identity: `share` checks that with Globus Auth. Pass the
 * id of a group as `{ group: id }`.
 *
 * `{ everyone: "authenticated" }` is everybody who has logged in to Globus; `{ everyone: "public" }` is everybody,
 * without a login. These are objects and never texts, because a text can be the input of a form.
 *
 * @example
 * ```ts
 * const principals: Principal[] = ["ada@example.org", { group: groupId }, `urn:globus:groups:id:${groupId}`, { everyone: "authenticated" }];
 * for (const principal of principals) await account.share(collectionId, { path: "/share/", principal });
 * ```
 */
export type Principal =
  | string
  | { identity: string; group?: undefined; everyone?: undefined }
  | { group: string; identity?: undefined; everyone?: undefined }
  | { everyone: "authenticated" | "public"; identity?: undefined; group?: undefined };

/** The document of `share`. */
export interface ShareDocument {
  /** The directory to share, with all that it contains. Begins with "/". */
  path: string;
  /** The principal to share it with. */
  principal: Principal;
  /** Read access, or read and write access. @default "r" */
  permissions?: "r" | "rw" | undefined;
  /** When the share ends: ISO 8601. By default never. */
  expiration_date?: string | null | undefined;
  /** The mail address to notify of a new share. */
  notify_email?: string | undefined;
  /** The text of that mail. */
  notify_message?: string | undefined;
}

/** The access rule of a share. */
export interface Share {
  /** The rule's id. */
  id: string;
  /** The type of its principal: an identity, a group, everybody who has logged in, or everybody. */
  principal_type: "identity" | "group" | "all_authenticated_users" | "anonymous" | (string & {});
  /** The id (UUID) of an identity or group; empty for everybody. */
  principal: string;
  /** The shared directory. */
  path: string;
  /** Read access, or read and write access. */
  permissions: "r" | "rw";
  /** When the share ends: ISO 8601. */
  expiration_date?: string | null | undefined;
}

/** The document of `createGuestCollection`: any member of a `GuestCollectionDocument`. Two members are required. */
export type GuestCollectionOptions = Omit<
  GuestCollectionDocument,
  "collection_type" | "mapped_collection_id" | "storage_gateway_id" | "DATA_TYPE" | "public"
> & {
  /** Whether everybody can find the collection. Principals that it is shared with can find it anyway. @default false */
  public?: boolean | undefined;
};

/**
 * A range of a file's bytes: from `start` to `end`, both included and counted from 0; or the last `last` bytes (all
 * bytes of a shorter file). A text is the value of a `Range` header (RFC 9110). Globus Connect Server does not accept
 * ranges that are counted from the end, so `last` requests the file's length first.
 */
export type ByteRange =
  | string
  | { start?: number | undefined; end?: number | undefined; last?: undefined }
  | { last: number; start?: undefined; end?: undefined };

/**
 * The body of `put`: a text, bytes, a Blob, or a stream (a web stream, a stream of Node, any async iterable). A stream
 * is sent while it is read, and only once: such a `put` is not retried.
 */
export type FileBody =
  | string
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | ArrayBuffer | ArrayBufferView>
  | URLSearchParams;

/**
 * The files of a collection over HTTPS, with the collection's own token. HTTPS must be enabled on the collection
 * (`enable_https`).
 *
 * A server in trouble answers 404 for every file, with the code `endpoint_error`. `get` and `head` are then retried, as
 * after a network error. `not_found` means that the server reports the file as missing.
 *
 * https://docs.globus.org/globus-connect-server/v5.4/https-access-collections/
 */
export interface CollectionClient {
  /**
   * Gets a file as a `Response`, whose body is a stream. `timeout` applies until the response arrives, and then to each
   * read of the body. The body ends with a `GlobusTimeoutError` if a read gets no byte within `timeout`, with a
   * `GlobusNetworkError` if the connection breaks, and with the signal's reason after an abort. The total time has no
   * limit, and the reader may be slow.
   *
   * @param path The file's path on the collection.
   * @param options Options of the request, and the `range` of bytes to get.
   * @returns The `Response`: 200; 206 for a range; or 304 without a body, if `headers` have a condition
   *   (`if-none-match`, `if-modified-since`) and the file has not changed. The server decides whether it sends versions
   *   (`etag`, `last-modified`).
   * @throws {GlobusApiError} Rejects if the collection's server refuses the request, for example with `not_found`; with
   *   `precondition_failed` if a condition (`if-match`, `if-unmodified-since`) is not met.
   * @example
   * ```ts
   * const file = await account.collection(collectionId).get("/data/a.txt", { range: { start: 0, end: 99 } });
   * console.log(await file.text());
   * ```
   */
  get(path: string, options?: CallOptions & { range?: ByteRange | undefined }): Promise<Response>;
  /**
   * Gets the size and type of a file, in the headers of the `Response`.
   *
   * @param path The file's path on the collection.
   * @param options Options of the request.
   * @returns The `Response`, which has no body: 200, or 304 as with `get`.
   * @throws {GlobusApiError} Rejects if the collection's server refuses the request.
   * @example
   * ```ts
   * const { headers } = await account.collection(collectionId).head("/data/a.txt");
   * console.log(headers.get("content-length"));
   * ```
   */
  head(path: string, options?: CallOptions): Promise<Response>;
  /**
   * Writes a file, and replaces an existing one. By default there is no timeout. If the connection breaks, a part of
   * the file may remain. Conditions in `headers` (`if-match`, `if-none-match: *`) are sent; if one is not met, it
   * rejects with `precondition_failed`. It is not documented whether Globus Connect Server checks them: test that on
   * your server before you rely on it.
   *
   * @param path The file's path on the collection.
   * @param body The contents of the file. A stream is sent once, so such a call is not retried.
   * @param options Options of the request.
   * @throws {GlobusConfigError} Rejects with `invalid_argument` before any request; also if reading the body fails.
   * @throws {GlobusApiError} Rejects if the collection's server refuses the request.
   * @example
   * ```ts
   * import { createReadStream } from "node:fs";
   *
   * await account.collection(collectionId).put("/inbox/run-001.h5", createReadStream("run-001.h5"));
   * ```
   */
  put(path: string, body: FileBody, options?: CallOptions): Promise<void>;
  /**
   * Deletes a file.
   *
   * @param path The file's path on the collection.
   * @param options Options of the request.
   * @throws {GlobusApiError} Rejects if the collection's server refuses the request.
   * @example
   * ```ts
   * await account.collection(collectionId).delete("/inbox/run-001.h5");
   * ```
   */
  delete(path: string, options?: CallOptions): Promise<void>;
}

/** The subjects that `doctor` checks in addition to the account. Each is given by its id (UUID), alone or in a list. */
export interface DoctorSubjects {
  /**
   * Collections. With a `path`, that directory is checked instead of the default directory. A text can be
   * `"<id>:/path/"`.
   */
  collections?: OneOrMany<string | { id: string; path?: string | undefined }> | undefined;
  groups?: OneOrMany<string | { id: string }> | undefined;
  indexes?: OneOrMany<string | { id: string }> | undefined;
  /** Flows. With a `body`, that input is validated instead of an empty one. */
  flows?: OneOrMany<string | { id: string; body?: { [name: string]: Json } | undefined }> | undefined;
}

/** One item, or a list of items. */
export type OneOrMany<Item> = Item | readonly Item[];

/** Options of `doctor`. */
export interface DoctorOptions {
  /** Ends the checks: `doctor` rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** ms for each call, above 0, including its retries and the wait for its token. `Infinity` is no limit. @default 30000 */
  timeout?: number | undefined;
}

/** The report of `doctor`. It can be sent as JSON and cloned. */
export interface DoctorReport {
  /** Whether no check failed. */
  ok: boolean;
  /** The account's identity, to which permissions are given. */
  identity: { id: string; username: string; principal: string; name?: string };
  environment: string;
  /**
   * The checks of the account, then those of the subjects, by kind (collections, groups, indexes, flows) in the given
   * order.
   */
  checks: DoctorCheck[];
}

/** The result of one check: of the account, or of a subject. */
export type DoctorCheck = DoctorAccountCheck | DoctorSubjectCheck;

/**
 * `ok`; `warning`: works, but needs attention; `failed`; `skipped`: not checked, because the account has no token;
 * `unknown`: only a change would show it, and `advice` names that change.
 */
export type DoctorStatus = "ok" | "warning" | "failed" | "skipped" | "unknown";

/** The diagnoses that `doctor` looks for. An error can have many other diagnoses. */
export type DoctorCause =
  | "host_unknown"
  | "connection_refused"
  | "connection_lost"
  | "certificate_untrusted"
  | "certificate_expired"
  | "proxy_ignored"
  | "proxy_login"
  | "redirected"
  | "no_reason"
  | "invalid_client"
  | "not_a_service_account"
  | "invalid_scope"
  | "identity_differs"
  | "clock_skew"
  | "storage_failed"
  | "collection_not_found"
  | "not_a_collection"
  | "personal_offline"
  | "paused"
  | "path_not_allowed"
  | "path_not_found"
  | "not_a_directory"
  | "no_permission"
  | "no_rule"
  | "not_mapped"
  | "domain"
  | "policy"
  | "mfa"
  | "consent_refused"
  | "group_invisible"
  | "group_session"
  | "group_open"
  | "group_requests"
  | "group_closed"
  | "invitation_open"
  | "request_open"
  | "high_assurance_group"
  | "index_not_found"
  | "index_closed"
  | "index_role"
  | "flow_starter"
  | "run_not_probed";

/** The members of every check. */
interface DoctorCheckBase {
  status: DoctorStatus;
  /** The diagnosis, or else the code of the error, for programs. Absent if the check found no problem. */
  code?: DoctorCause | GlobusErrorCode | (string & {});
  /** The result in one sentence. */
  summary: string;
  /** What the result means for a service account, and who has to do what. */
  advice?: string;
  /** The steps of the advice as data. Absent if there is nothing to do. */
  steps?: AdviceStep[];
  /** The error behind the result: its `toJSON()`. */
  error?: { [name: string]: Json };
}

/** A check of the account itself. */
export interface DoctorAccountCheck extends DoctorCheckBase {
  /**
   * `network`: whether Globus Auth can be reached. `credentials`: whether Globus Auth grants tokens. `identity`:
   * whether Globus Auth reports the account's client id as its identity. `clock`: whether this machine's clock is
   * correct. `storage`: whether the storage answers. `services`: whether the account gets a token for each service.
   */
  check: "network" | "credentials" | "identity" | "clock" | "storage" | "services";
}

/** A check of a subject. */
export interface DoctorSubjectCheck extends DoctorCheckBase {
  check: "collection" | "group" | "index" | "flow";
  id: string;
  /** The directory of a collection, if one was given. */
  path?: string;
  name?: string;
  /**
   * Whether the subject exists. Often Globus sends the same response for a subject that does not exist and one that is
   * hidden.
   */
  exists: boolean | "unknown";
  /** Whether the account may see the subject. */
  visible: boolean | "unknown";
  /**
   * What the account may do: collection `read` `write` `administer`, guest collection `share`; group: the actions on
   * memberships, such as `join`; index `search` `ingest` `administer`; flow `run` `administer`.
   */
  can: { [ability: string]: boolean | "unknown" };
  /** The roles of the account for this subject. */
  roles: string[];
  /** Policies that block the account, or may block it. */
  policies: DoctorPolicy[];
  /** The consents that the account gave during the check, because a service refused a call without them. */
  consents?: string[];
}

/** A policy of a subject. */
export interface DoctorPolicy {
  policy: "domain" | "session" | "mfa" | "high_assurance" | "authentication_policy" | "paused";
  /** Whether the policy blocks this account. */
  blocks: boolean | "unknown";
  /** The domains, the time limit or the rule of the policy. */
  details?: string;
}

export interface ServiceAccount {
  /**
   * Checks this account, from its credentials to its permissions on each given subject, and reports what is wrong and
   * who has to do what. It changes nothing, with one exception: a call that is refused because a consent is missing
   * gives that consent. Problems are in the report: the method rejects only for wrong arguments, and with
   * `signal.reason`.
   *
   * @param subjects What to check in addition to the account.
   * @param options How long each call may take, and what ends the checks.
   * @returns The report, with the checks of the account first.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`.
   * @example
   * ```ts
   * const { ok, checks } = await account.doctor({ collections: `${collectionId}:/share/` });
   * for (const { check, status, summary, advice } of checks) console.log(status, check, summary, advice ?? "");
   * console.log(ok);
   * ```
   */
  doctor(subjects?: DoctorSubjects, options?: DoctorOptions): Promise<DoctorReport>;

  /**
   * Returns a client for the files of a collection over HTTPS. It sends no request before its first call.
   *
   * @param id The collection's id (UUID).
   * @returns A client with `get`, `head`, `put` and `delete`.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const files = account.collection(collectionId);
   * console.log((await files.head("/data/a.txt")).status);
   * ```
   */
  collection(id: string): CollectionClient;

  /**
   * Creates a guest collection that this account owns, on a mapped collection of Globus Connect Server. It gives the
   * required consent, finds or creates the account's credential on the storage gateway, and creates the collection. The
   * storage gateway must allow the account's identity to act as a local user.
   *
   * https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#postCollection
   *
   * @param mappedCollectionId The mapped collection's id (UUID).
   * @param document The document of the guest collection, with at least `display_name` and `collection_base_path`.
   * @param options Options of each request.
   * @returns The guest collection. Pass its `id` to `share`, for example.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, also for a collection that is not a mapped one.
   * @throws {GlobusApiError} Rejects if the endpoint refuses a request. `advice` names who has to allow what.
   * @example
   * ```ts
   * const { id } = await account.createGuestCollection(mappedCollection, {
   *   display_name: "Run 42",
   *   collection_base_path: "/runs/42/",
   * });
   * console.log(id);
   * ```
   */
  createGuestCollection(
    mappedCollectionId: string,
    document: GuestCollectionOptions,
    options?: CallOptions,
  ): Promise<GcsCollection>;

  /**
   * Shares a directory of a guest collection with a principal. If it is shared with that principal already, the
   * permissions are replaced, and also the `expiration_date` if one is given.
   *
   * https://docs.globus.org/api/transfer/acl/#rest_access_create
   *
   * @param collectionId The guest collection's id (UUID).
   * @param document The directory, the principal and the permissions.
   * @param options Options of each request.
   * @returns The access rule.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, also for an id that is not the id of an identity.
   * @throws {GlobusApiError} Rejects if Transfer or Globus Auth refuses a request; with `not_found` for an unknown
   *   username.
   * @example
   * ```ts
   * await account.share(collectionId, { path: "/data/", principal: "ada@example.org", permissions: "rw" });
   * await account.share(collectionId, { path: "/", principal: { group: groupId } });
   * ```
   */
  share(collectionId: string, document: ShareDocument, options?: CallOptions): Promise<Share>;

  /**
   * Ends a share: deletes the access rule of a principal for a directory.
   *
   * @param collectionId The guest collection's id (UUID).
   * @param document The directory and the principal, as given to `share`.
   * @param options Options of each request.
   * @returns Whether there was such a rule.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, also if there is no rule and the id is not the id of
   *   an identity.
   * @throws {GlobusApiError} Rejects if Transfer or Globus Auth refuses a request; with `not_found` for an unknown
   *   username.
   * @example
   * ```ts
   * await account.unshare(collectionId, { path: "/data/", principal: "ada@example.org" });
   * ```
   */
  unshare(
    collectionId: string,
    document: Pick<ShareDocument, "path" | "principal">,
    options?: CallOptions,
  ): Promise<boolean>;
}

// ---- Scopes ----

/**
 * A scope with its dependencies. Every parameter that accepts the text of a scope accepts a `Scope` too.
 *
 * https://docs.globus.org/api/auth/developer-guide/#scopes
 */
export class Scope {
  private constructor();
  /** The scope's text without `*` and dependencies. */
  readonly name: string;
  /** Whether the user may refuse or withdraw this dependency separately. Written as `*`. */
  readonly optional: boolean;
  readonly dependencies: readonly Scope[];
  /**
   * Parses a text with one or more scopes. If a scope occurs several times, its dependencies are merged.
   *
   * @param text Scopes, separated by spaces, with their dependencies in brackets.
   * @returns Each scope once.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const [transfer] = Scope.parse(`urn:globus:auth:scope:transfer.api.globus.org:all`);
   * console.log(transfer?.name);
   * ```
   */
  static parse(text: string | Scope): Scope[];
  /**
   * Returns this scope with one more dependency.
   *
   * @param dependency The scope to add as a dependency.
   * @param options `optional`: whether the user may refuse the dependency.
   * @returns A new scope; this one is unchanged.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const scope = scopes.transfer.all.with(scopes.collection(collectionId).dataAccess, { optional: true });
   * console.log(String(scope));
   * ```
   */
  with(dependency: string | Scope, options?: { optional?: boolean }): Scope;
  toString(): string;
  toJSON(): string;
}

/**
 * Merges scopes into one text. Each scope occurs in it once, with all its dependencies.
 *
 * @param texts Scopes, as texts or objects.
 * @returns The text.
 * @throws {GlobusConfigError} `invalid_argument`.
 * @example
 * ```ts
 * console.log(mergeScopes("openid email", scopes.transfer.all));
 * ```
 */
export function mergeScopes(...texts: (string | Scope)[]): string;

/**
 * The scopes of Globus's services, and of collections, endpoints and flows, which have scopes of their own.
 *
 * @example
 * ```ts
 * const token = await account.getToken(scopes.transfer.all.with(scopes.collection(collectionId).dataAccess));
 * console.log(token.scope);
 * ```
 */
export const scopes: {
  readonly auth: {
    readonly openid: Scope;
    readonly profile: Scope;
    readonly email: Scope;
    readonly manageProjects: Scope;
    readonly viewAuthentications: Scope;
    readonly viewClients: Scope;
    readonly viewClientsAndScopes: Scope;
    readonly viewConsents: Scope;
    readonly viewIdentities: Scope;
    readonly viewIdentitySet: Scope;
  };
  readonly transfer: { readonly all: Scope; readonly gcpInstall: Scope };
  readonly groups: { readonly all: Scope; readonly viewMyGroupsAndMemberships: Scope };
  readonly search: {
    readonly all: Scope;
    readonly globusConnectServer: Scope;
    readonly ingest: Scope;
    readonly search: Scope;
  };
  readonly flows: {
    readonly all: Scope;
    readonly manageFlows: Scope;
    readonly run: Scope;
    readonly runManage: Scope;
    readonly runStatus: Scope;
    readonly viewFlows: Scope;
  };
  readonly timers: { readonly timer: Scope };
  readonly compute: { readonly all: Scope };
  /**
   * Returns the scopes of a collection by its id (UUID). `dataAccess` lets another service use the data of a mapped
   * collection; `https` gives access to its files over HTTPS.
   */
  collection(id: string): { readonly dataAccess: Scope; readonly https: Scope };
  /** Returns the scopes of a Globus Connect Server endpoint by its id (UUID), which is also its client id. */
  endpoint(id: string): { readonly manageCollections: Scope };
  /** Returns the scopes of a flow by its id (UUID). `user` lets the account run it. */
  flow(id: string): { readonly user: Scope };
};
