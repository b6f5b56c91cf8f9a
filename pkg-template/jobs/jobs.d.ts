
// ---- Jobs: several calls in one ----

/** Options of `taskWait` and `runWait`. */
export interface WaitOptions {
  /** ms to wait in all, above 0, after which it rejects with `wait_timeout`; the work goes on. Left out, or `Infinity`: until it ends. */
  timeout?: number | undefined;
  /** ms between looks, above 0; with `Infinity` there is one when the time is up. @default 10000 */
  pollingInterval?: number | undefined;
  /** Ends the wait: it rejects with `signal.reason`. The work goes on. */
  signal?: AbortSignal | undefined;
  /** Whether to reject with `task_inactive` when the work waits for somebody to do something. @default false */
  failOnInactive?: boolean | undefined;
}

/** Query of `walk`. */
export interface WalkQuery {
  /** The directory to begin with. Left out: the collection's default directory. */
  path?: string | undefined;
  /** How many levels below it: 0 for the directory alone. Left out: all. */
  depth?: number | undefined;
  /** Whether to list what begins with a dot. @default true */
  show_hidden?: boolean | undefined;
  /** What to list of each directory, as with `operationLs`. Directories that do not pass are not entered. */
  filter?: string | readonly string[] | undefined;
  /** The order within each directory, as with `operationLs`. */
  orderby?: string | readonly string[] | undefined;
  /** The local user to act as, where the collection allows that. */
  local_user?: string | undefined;
}

/** An entry that `walk` has found. */
export type WalkEntry = FileEntry & {
  /** Its path: that of its directory, and its name. */
  path: string;
};

export interface TransferClient {
  /**
   * Waits until a task has ended: resolves with the task if it succeeded, rejects with `task_failed` if not, and with
   * `timeout` after `timeout` ms (never, by default). An inactive task waits for a person: that is told to `onEvent`, and
   * with `failOnInactive` it rejects with `task_inactive`. However many tasks an account waits for, it asks once per interval
   * which ones go on (on Workers: those whose wait began in the same turn).
   *
   * https://docs.globus.org/api/transfer/task/
   *
   * @param taskId The task's id (UUID).
   * @param options How long, how often, and what ends the wait.
   * @returns The task as it ended.
   * @throws {GlobusApiError} Rejects with `task_failed` or `task_inactive`.
   * @throws {GlobusTimeoutError} Rejects with `wait_timeout`, and the task goes on; with `timeout` if a look is not answered in time.
   * @example
   * ```ts
   * const task = await account.transfer.taskWait(taskId, { timeout: 3_600_000 });
   * console.log(task.status);
   * ```
   */
  taskWait(taskId: string, options?: WaitOptions): Promise<Task>;

  /**
   * Lists a directory and those below it, each before what is in it, one request for each directory and none before it is
   * needed. Links to directories are not followed. As with `operationLs`, a directory that the server does not give whole
   * ends the iteration with `listing_truncated`.
   *
   * https://docs.globus.org/api/transfer/file_operations/#list_directory_contents
   *
   * @param collectionId The collection's id (UUID).
   * @param query Where to begin, how deep, and what to list.
   * @param options Options of each request.
   * @returns The entries as a list, each with its `path`.
   * @throws {GlobusApiError} Rejects with `listing_truncated`, or with what Transfer answers other than success.
   * @example
   * ```ts
   * for await (const { type, path } of account.transfer.walk(collectionId, { path: "/share/", depth: 2 })) console.log(type, path);
   * ```
   */
  walk(collectionId: string, query?: WalkQuery, options?: CallOptions): Paged<FileList, WalkEntry>;
}

export interface FlowsClient {
  /**
   * Waits until a run has ended: resolves with the run if it succeeded, rejects with `task_failed` if not, and with
   * `timeout` after `timeout` ms (never, by default). An inactive run waits for something: that is told to `onEvent`, and
   * with `failOnInactive` it rejects with `task_inactive`; `healRun` gives a missing consent. All who wait for a run share
   * one request per interval.
   *
   * https://docs.globus.org/api/flows/
   *
   * @param runId The run's id (UUID).
   * @param options How long, how often, and what ends the wait.
   * @returns The run as it ended.
   * @throws {GlobusApiError} Rejects with `task_failed` or `task_inactive`.
   * @throws {GlobusTimeoutError} Rejects with `wait_timeout`, and the run goes on; with `timeout` if a look is not answered in time.
   * @example
   * ```ts
   * const run = await account.flows.runWait(runId, { failOnInactive: true });
   * console.log(run.status);
   * ```
   */
  runWait(runId: string, options?: WaitOptions): Promise<FlowRun>;

  /**
   * Gives the consent that an inactive run is waiting for, and resumes it. That is a consent for the flow, and below it for
   * Transfer and for the data of collections which the run's input or the flow's definition names; nothing else is granted,
   * whatever the run's `details` ask for: then it rejects with `task_inactive`, and `requiredScopes` says what that was. A run
   * that is not inactive is left alone; one that waits for something else rejects with `task_inactive`. Gives the run.
   *
   * https://docs.globus.org/api/flows/
   *
   * @param runId The run's id (UUID).
   * @param options Options of each request.
   * @returns The run.
   * @throws {GlobusApiError} Rejects with `task_inactive` if it waits for something else than a consent.
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
   * Gives the consent that an inactive timer is waiting for, and resumes it with the account's credentials as they are now.
   * That is a consent for Timers, and below it for Transfer, for the data of collections that the timer names, and for its flow;
   * nothing else is granted, as with `healRun`. A timer that is not inactive is left alone; one that was paused, or waits for
   * something else, rejects with `task_inactive`. Gives the timer.
   *
   * https://docs.globus.org/api/timers/
   *
   * @param jobId The timer's id (UUID).
   * @param options Options of each request.
   * @returns The timer.
   * @throws {GlobusApiError} Rejects with `task_inactive` if it was paused or waits for something else than a consent.
   * @example
   * ```ts
   * const timer = await account.timers.healJob(jobId);
   * console.log(timer.status);
   * ```
   */
  healJob(jobId: string, options?: CallOptions): Promise<TimerJob>;
}

/**
 * Single memberships. Each verb resolves with the membership, or rejects if Groups does not carry it out.
 *
 * https://docs.globus.org/api/groups/
 */
export interface GroupsClient {
  /**
   * Adds an identity to a group, as an active member. An identity that does not want that can be invited.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details The role, and what to tell of it.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * Removes an active or invited member other than this account from a group. To take oneself out there is `leave`.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details What to tell of it.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * @param details The role, and what to tell of it.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * Lets an identity in that has requested to join a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details What to tell of it.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * Refuses an identity that has requested to join a group.
   *
   * @param groupId The group's id (UUID).
   * @param identityId The identity's id (UUID).
   * @param details What to tell of it.
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * Makes this account a member of a group that is open to all.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
   * @example
   * ```ts
   * await account.groups.join(groupId);
   * ```
   */
  join(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Takes this account out of a group. The last administrator cannot leave.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
   * @example
   * ```ts
   * await account.groups.leave(groupId);
   * ```
   */
  leave(groupId: string, options?: CallOptions): Promise<GroupMembership>;
  /**
   * Requests that this account may join a group. A manager or administrator approves or rejects it.
   *
   * @param groupId The group's id (UUID).
   * @param options Options of the request.
   * @returns The membership.
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
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
   * @throws {GlobusApiError} Rejects if Groups does not carry it out.
   * @example
   * ```ts
   * await account.groups.declineInvitation(groupId);
   * ```
   */
  declineInvitation(groupId: string, options?: CallOptions): Promise<GroupMembership>;
}

/**
 * Whom to share with: an identity by its username, its id (UUID) or its URN; a group by its id or URN; or everybody. An id is looked
 * up: one that is no identity's, such as a group's, is refused, unless it is said to be a group's.
 *
 * Everybody is an object, never a text: a text may come from a form. `{ everyone: "authenticated" }` is everybody who has logged in to
 * Globus, `{ everyone: "public" }` everybody at all, without a login.
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

/** What to share. */
export interface ShareDocument {
  /** The directory, with everything below it. */
  path: string;
  /** With whom. */
  principal: Principal;
  /** To read, or to read and write. @default "r" */
  permissions?: "r" | "rw" | undefined;
  /** When it ends: ISO 8601. */
  expiration_date?: string | null | undefined;
  /** A mail address to tell of it. */
  notify_email?: string | undefined;
  /** What to say in that mail. */
  notify_message?: string | undefined;
}

/** The rule by which something is shared. */
export interface Share {
  /** The rule's id. */
  id: string;
  /** With whom: an identity, a group, everybody who has logged in, or everybody. */
  principal_type: "identity" | "group" | "all_authenticated_users" | "anonymous" | (string & {});
  /** The id (UUID) of an identity or group; empty for everybody. */
  principal: string;
  /** The directory that is shared. */
  path: string;
  /** To read, or to read and write. */
  permissions: "r" | "rw";
  /** When it ends: ISO 8601. */
  expiration_date?: string | null | undefined;
}

/** What a guest collection is to be: any member of a `GuestCollectionDocument`, of which two are required. */
export type GuestCollectionOptions = Omit<
  GuestCollectionDocument,
  "collection_type" | "mapped_collection_id" | "storage_gateway_id" | "DATA_TYPE" | "public"
> & {
  /** Whether everybody can find it; those with whom it is shared can, anyhow. @default false */
  public?: boolean | undefined;
};

/**
 * Bytes of a file: from `start` to `end`, both included and counted from 0; or the `last` so many (of a shorter file, all). A
 * text is a `Range` header. Globus Connect Server does not count from the end, so for that the file's length is asked first.
 */
export type ByteRange =
  | string
  | { start?: number | undefined; end?: number | undefined; last?: undefined }
  | { last: number; start?: undefined; end?: undefined };

/** What `put` takes: text, bytes, a Blob, or a stream (of the Web, of Node, anything async iterable), which is sent as it comes, once. */
export type FileBody =
  | string
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | ArrayBuffer | ArrayBufferView>
  | URLSearchParams;

/**
 * The files of a collection over HTTPS, with the collection's own token: its server must be on (`enable_https`).
 *
 * A server in trouble says so (`endpoint_error`) with status 404, for files that are there and for others; `get` and `head` are
 * repeated then, as after a network error. `not_found` is a file that the server says is missing.
 *
 * https://docs.globus.org/globus-connect-server/v5.4/https-access-collections/
 */
export interface CollectionClient {
  /**
   * Gets a file: the `Response`, whose body is a stream. `timeout` holds until it begins, and then for each read of the body:
   * one that gets no byte for so long ends it with a `GlobusTimeoutError`, a connection that breaks with a
   * `GlobusNetworkError`, an abort with the signal's own reason. Neither the whole nor a slow reader has a limit.
   *
   * @param path The file's path on the collection.
   * @param options Options of the request, and `range`: which bytes.
   * @returns The `Response`: 200; 206 for a range; or 304, without a body, where `headers` ask on a condition (`if-none-match`,
   *   `if-modified-since`) and the file is as it was. Whether a server tells versions (`etag`, `last-modified`) is up to it.
   * @throws {GlobusApiError} Rejects with what the collection's server answers otherwise, such as `not_found`; where a condition does
   *   not hold (`if-match`, `if-unmodified-since`), with `precondition_failed`.
   * @example
   * ```ts
   * const file = await account.collection(collectionId).get("/data/a.txt", { range: { start: 0, end: 99 } });
   * console.log(await file.text());
   * ```
   */
  get(path: string, options?: CallOptions & { range?: ByteRange | undefined }): Promise<Response>;
  /**
   * Gets what would be said of a file, in the headers of the `Response`: its size and type.
   *
   * @param path The file's path on the collection.
   * @param options Options of the request.
   * @returns The `Response`, which has no body: 200, or 304 as with `get`.
   * @throws {GlobusApiError} Rejects with what the collection's server answers otherwise.
   * @example
   * ```ts
   * const { headers } = await account.collection(collectionId).head("/data/a.txt");
   * console.log(headers.get("content-length"));
   * ```
   */
  head(path: string, options?: CallOptions): Promise<Response>;
  /**
   * Puts a file, in place of one that is there. There is no timeout by default. A cut leaves a part of the file behind.
   * Conditions in `headers` (`if-match`, `if-none-match: *`) are sent along; one that does not hold is `precondition_failed`. Whether
   * Globus Connect Server looks at them is not documented: see what yours does before you build on it.
   *
   * @param path The file's path on the collection.
   * @param body What to put there. A stream is sent once: what fails is not repeated.
   * @param options Options of the request.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, before any request.
   * @throws {GlobusApiError} Rejects with what the collection's server answers other than success.
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
   * @throws {GlobusApiError} Rejects with what the collection's server answers other than success.
   * @example
   * ```ts
   * await account.collection(collectionId).delete("/inbox/run-001.h5");
   * ```
   */
  delete(path: string, options?: CallOptions): Promise<void>;
}

/** What `doctor` is to look at besides the account itself: each by its id (UUID), one or a list. */
export interface DoctorSubjects {
  /** Collections; with a path, that instead of the default directory: `"<id>:/path/"` will do. */
  collections?: OneOrMany<string | { id: string; path?: string | undefined }> | undefined;
  groups?: OneOrMany<string | { id: string }> | undefined;
  indexes?: OneOrMany<string | { id: string }> | undefined;
  /** Flows; with an input (`body`) that is to be tried instead of an empty one. */
  flows?: OneOrMany<string | { id: string; body?: { [name: string]: Json } | undefined }> | undefined;
}

/** One, or a list of them. */
export type OneOrMany<Item> = Item | readonly Item[];

/** How `doctor` goes about it. */
export interface DoctorOptions {
  /** Ends it: it rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** ms that each request may take, above 0, repetitions and waiting for its token included; `Infinity` is no limit. @default 30000 */
  timeout?: number | undefined;
}

/** What `doctor` has found. It can be sent as JSON and cloned. */
export interface DoctorReport {
  /** Whether nothing failed. */
  ok: boolean;
  /** The account: what permissions are given to. */
  identity: { id: string; username: string; principal: string; name?: string };
  environment: string;
  /** About the account first, then about the subjects, in the order in which they were named. */
  checks: DoctorCheck[];
}

/** What was found of one thing: of the account, or of a subject that was named. */
export type DoctorCheck = DoctorAccountCheck | DoctorSubjectCheck;

/**
 * `ok`; `warning`: works, and something about it should be known; `failed`; `skipped`: for want of a token; `unknown`: it
 * cannot be known without changing something, and `advice` says what would tell.
 */
export type DoctorStatus = "ok" | "warning" | "failed" | "skipped" | "unknown";

/** The causes that `doctor` is there to find; an error's cause can be one of many more. */
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

/** What each check says. */
interface DoctorCheckBase {
  status: DoctorStatus;
  /** The cause, else the code of the error, unless all is well: what programs can go by. */
  code?: DoctorCause | GlobusErrorCode | (string & {});
  /** The same in a sentence. */
  summary: string;
  /** What it means for a service account, and who has to do what about it. */
  advice?: string;
  /** The same as data; left out where there is nothing to do. */
  steps?: AdviceStep[];
  /** The error behind it: what its `toJSON()` gives. */
  error?: { [name: string]: Json };
}

/** A look at the account itself. */
export interface DoctorAccountCheck extends DoctorCheckBase {
  /**
   * `network`: whether Globus Auth is reached at all. `credentials`: whether it grants a token for them. `identity`: whether it calls the account what it should.
   * `clock`: whether this machine's is right. `storage`: whether it answers. `services`: whether there are tokens for all.
   */
  check: "network" | "credentials" | "identity" | "clock" | "storage" | "services";
}

/** A look at something that the account is to use. */
export interface DoctorSubjectCheck extends DoctorCheckBase {
  check: "collection" | "group" | "index" | "flow";
  id: string;
  /** Of a collection: where in it, if that was said. */
  path?: string;
  name?: string;
  /** Whether there is such a thing. Globus often answers the same for what is not there and what may not be seen. */
  exists: boolean | "unknown";
  /** Whether the account may see it. */
  visible: boolean | "unknown";
  /**
   * What the account may do: collection `read` `write` `administer`, guest collection `share`; group: the actions on
   * memberships, such as `join`; index `search` `ingest` `administer`; flow `run` `administer`.
   */
  can: { [ability: string]: boolean | "unknown" };
  /** The roles of the account there. */
  roles: string[];
  /** Policies that stand in the way, or may. */
  policies: DoctorPolicy[];
  /** The consents that the account has just given itself, by being refused for want of them. */
  consents?: string[];
}

/** A policy of a subject. */
export interface DoctorPolicy {
  policy: "domain" | "session" | "mfa" | "high_assurance" | "authentication_policy" | "paused";
  /** Whether it stands in the way of this account. */
  blocks: boolean | "unknown";
  /** Which domains, how long, by which rule. */
  details?: string;
}

export interface ServiceAccount {
  /**
   * Looks at what this account needs, from its credentials to what it may do with each subject that is named, and says what
   * is wrong and who has to do what about it. It changes nothing; that a consent is missing it finds out by a call, which
   * gives it. What is wrong stands in the report: it rejects only for arguments, and with the reason of `signal`.
   *
   * @param subjects What to look at besides the account itself.
   * @param options How long each request may take, and what ends the look.
   * @returns What was found, the account first.
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
   * The files of a collection, over HTTPS. Nothing is sent before the first call.
   *
   * @param id The collection's id (UUID).
   * @returns Its files, with `get`, `head`, `put` and `delete`.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const files = account.collection(collectionId);
   * console.log((await files.head("/data/a.txt")).status);
   * ```
   */
  collection(id: string): CollectionClient;

  /**
   * Makes a guest collection that this account owns, on a mapped collection of Globus Connect Server: gives the consent that
   * takes, finds or makes the account's credential on the storage gateway, and creates the collection. The gateway must
   * allow the account's identity to act as a local user.
   *
   * https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#postCollection
   *
   * @param mappedCollectionId The mapped collection's id (UUID).
   * @param document What the guest collection is to be: a name and a folder at least.
   * @param options Options of each request.
   * @returns The guest collection, whose `id` others take.
   * @throws {GlobusApiError} Rejects with what the endpoint answers other than success; `advice` says who has to allow what.
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
   * Shares a directory of a guest collection. One with whom it is shared already gets these permissions instead, and this
   * `expiration_date` if there is one.
   *
   * https://docs.globus.org/api/transfer/acl/#rest_access_create
   *
   * @param collectionId The guest collection's id (UUID).
   * @param document What to share, with whom, and whether they may write.
   * @param options Options of each request.
   * @returns The rule.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, also for an id that is no identity's.
   * @throws {GlobusApiError} Rejects with what Transfer answers other than success.
   * @example
   * ```ts
   * await account.share(collectionId, { path: "/data/", principal: "ada@example.org", permissions: "rw" });
   * await account.share(collectionId, { path: "/", principal: { group: groupId } });
   * ```
   */
  share(collectionId: string, document: ShareDocument, options?: CallOptions): Promise<Share>;

  /**
   * Ends what `share` began.
   *
   * @param collectionId The guest collection's id (UUID).
   * @param document What was shared, and with whom.
   * @param options Options of each request.
   * @returns Whether there was something to end.
   * @throws {GlobusApiError} Rejects with what Transfer answers other than success.
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
 * A scope with what it depends on. Wherever the text of a scope is taken, this will do.
 *
 * https://docs.globus.org/api/auth/developer-guide/#scopes
 */
export class Scope {
  private constructor();
  /** Without `*` and dependencies. */
  readonly name: string;
  /** Whether it is one that the user may refuse, or take back by itself: written with `*`. */
  readonly optional: boolean;
  readonly dependencies: readonly Scope[];
  /**
   * Reads a text, which may name several. Dependencies of one name are united wherever it occurs.
   *
   * @param text Scopes, separated by spaces, with their dependencies in brackets.
   * @returns Each of them, once.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const [transfer] = Scope.parse(`urn:globus:auth:scope:transfer.api.globus.org:all`);
   * console.log(transfer?.name);
   * ```
   */
  static parse(text: string | Scope): Scope[];
  /**
   * The same scope with one more dependency.
   *
   * @param dependency What it depends on as well.
   * @param options Whether the user may refuse that: `optional`.
   * @returns A new scope; this one stays as it is.
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
 * One text for several: what they have in common stands there once.
 *
 * @param texts Scopes, as text or objects.
 * @returns One text.
 * @throws {GlobusConfigError} `invalid_argument`.
 * @example
 * ```ts
 * console.log(mergeScopes("openid email", scopes.transfer.all));
 * ```
 */
export function mergeScopes(...texts: (string | Scope)[]): string;

/**
 * The scopes of Globus's services, and of resources that have their own.
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
  /** Of a collection (UUID): to use a mapped one's data by way of another service, and to reach its files over HTTPS. */
  collection(id: string): { readonly dataAccess: Scope; readonly https: Scope };
  /** Of a Globus Connect Server endpoint, by its client id (UUID). */
  endpoint(id: string): { readonly manageCollections: Scope };
  /** Of a flow (UUID): to run it. */
  flow(id: string): { readonly user: Scope };
};
