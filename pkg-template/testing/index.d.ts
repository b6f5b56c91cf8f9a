import type {
  GlobusApiError,
  GlobusAuthError,
  GlobusConfigError,
  GlobusError,
  GlobusErrorCode,
  GlobusNetworkError,
  GlobusTimeoutError,
  TokenStorage,
} from "globus-service-account";

/**
 * A fake Globus for tests and demonstrations: `globus-service-account/testing`.
 *
 * It stores state as Globus does: clients, tokens, consents, collections with files, tasks, groups, search indexes, and
 * what developers register at Globus Auth. It responds with Globus's own documents and errors. Its entry is a `fetch`
 * function, so it runs in every JavaScript runtime, without a network.
 *
 * ```js
 * import { FakeGlobus } from "globus-service-account/testing";
 *
 * const fake = new FakeGlobus();
 * const { clientId, clientSecret, identityId } = fake.addClient();
 * const data = fake.addCollection({
 *   displayName: "Data",
 *   files: { share: { "a.txt": "hello" } },
 *   permissions: [{ principal: identityId, path: "/share/", permissions: "r" }],
 * });
 * const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
 * ```
 */
export class FakeGlobus {
  constructor(options?: FakeGlobusOptions);

  /**
   * Use this function as the `fetch` option, or in place of `globalThis.fetch`. It is bound to this fake. A request to
   * a host that is not Globus's rejects with a `TypeError`, as without a network. A path that belongs to no service
   * gets a 404 whose body lists the URLs of the services. Redirects are never followed.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  /**
   * The clock of this fake. Token lifetimes, tasks and `Date` headers depend on it. `Date` headers leave out the time
   * by which polls moved the clock (see the option `clock`). Otherwise a client that waited for a task would assume
   * that its own clock is slow.
   */
  readonly clock: FakeClock;

  /** The base URL of each service. `fetch` answers at these URLs. */
  readonly serviceUrls: Readonly<Record<FakeServiceName, string>>;

  /** Registers a client and its identity. By default the client is a service account. */
  addClient(options?: FakeClientOptions): FakeClient;

  /** Replaces a client's secret and returns the new one. Tokens that were granted before stay valid. */
  rotateSecret(clientId: string, newSecret?: string): string;

  /** Sets whether a client is a service account. Default: true. */
  setServiceAccount(clientId: string, serviceAccount?: boolean): void;

  /** Revokes all tokens of a client, or of all clients. */
  revokeTokens(clientId?: string): void;

  /**
   * Returns the consents of a client. Every grant adds consents for the scopes in its request and their dependencies.
   */
  consents(clientId: string): FakeConsent[];

  /** Revokes the consents of a client whose `path` contains `scope`, or all of them. */
  revokeConsents(clientId: string, scope?: string): void;

  /** Adds a scope to Globus Auth, for a resource server of your own. */
  addScope(scope: string, resourceServer: string): void;

  /** Adds an identity that is not a client. */
  addIdentity(options: FakeIdentityOptions): FakeIdentity;

  /**
   * Adds a Globus Connect Server endpoint. Its Manager API answers at its `managerUrl` and requires a token with the
   * scope `urn:globus:auth:scope:<clientId>:manage_collections`. A collection that names no endpoint gets a new one.
   */
  addEndpoint(options: FakeEndpointOptions): FakeEndpoint;

  /** Adds a collection with its files and access rules. */
  addCollection(options: FakeCollectionOptions): FakeCollection;

  /** Returns a collection by its id, for instance one that was created through an API. */
  collection(id: string): FakeCollection | undefined;

  /** Adds a stream access point, at which a tunnel can start or end. */
  addStreamAccessPoint(options: FakeAccessPointOptions): { id: string; displayName: string };

  /** Adds a group. Its members can be any identities, also unknown ones. */
  addGroup(options: FakeGroupOptions): FakeGroup;

  /** Adds a search index with its entries and roles. */
  addIndex(options: FakeIndexOptions): FakeIndex;

  /** The last 100,000 requests, oldest first. Secrets and tokens are left out. */
  readonly requests: readonly FakeRequestRecord[];

  /** Counts the requests that match a filter. */
  count(filter?: FakeRequestFilter): number;

  /** Removes all requests and sets `grants` and `tokenRequests` to zero. */
  clearRequests(): void;

  /** The number of successful grants. */
  readonly grants: number;

  /** The number of requests to the token endpoint, failed ones included. */
  readonly tokenRequests: number;

  /**
   * Adds a fault for the requests that match it. Each request gets the first matching fault that has not happened
   * `times` times.
   */
  inject(fault: FakeFault): InjectedFault;

  /**
   * Milliseconds from start to end of a task of Transfer or Search. A new value applies to tasks that are submitted
   * later.
   */
  taskDuration: number;

  /** Ends an active task as FAILED. A string is the code of the error, for instance `"ENDPOINT_ERROR"`. */
  failTask(taskId: string, reason?: string | { code: string; description: string }): void;

  /** Pauses a task: it stays ACTIVE with `is_paused` and makes no progress. */
  pauseTask(taskId: string, message?: string): void;

  /** Makes a task INACTIVE, as expired credentials do. It makes no progress until it is resumed. */
  deactivateTask(taskId: string): void;

  /** Resumes a paused or inactive task. */
  resumeTask(taskId: string): void;

  /** Adds a flow and its scope. The scope is removed with the flow. */
  addFlow(options?: FakeFlowOptions): FakeFlow;

  /**
   * Milliseconds of a run that goes once through all states of its flow. The times of Wait states and of transfers are
   * added. A new value applies to runs that are started later.
   */
  flowRunDuration: number;

  /** Ends a run as FAILED. */
  failRun(runId: string, reason?: { error?: string; cause?: unknown }): void;

  /**
   * Makes a run INACTIVE until it is resumed. `details` become the details of the run. If they have a `required_scope`,
   * the run also goes on when its owner consents to this scope.
   */
  deactivateRun(runId: string, details?: Record<string, unknown>): void;

  /** Adds a registered API to Globus Flows. `document` is what the service returns for it. */
  addRegisteredApi(document: FakeRegisteredApi): void;

  /** Adds a web input: a run waits until a respondent chooses one of several options. */
  addWebInput(options: FakeWebInputOptions): FakeWebInput;

  /** Adds a Compute endpoint and returns its id. */
  addComputeEndpoint(options?: FakeComputeEndpointOptions): string;

  /** Sets whether a Compute endpoint is online. Its tasks wait while it is offline. */
  setComputeEndpointOnline(endpointId: string, isOnline: boolean): void;

  /**
   * Sets the outcome of one task, or of all tasks of a function. The text is serialized, as Compute passes it on.
   * Default: Python's None. Globus's SDK writes it as `00\ngAROLg==\n`. If the submission has `result_serializers`, the
   * first known one writes it (JSON: `11\nnull`).
   */
  setComputeOutcome(functionOrTaskId: string, outcome: { result: string } | { exception: string }): void;

  /** Milliseconds from start to end of a Compute task. A new value applies to tasks that are submitted later. */
  computeTaskDuration: number;

  /**
   * Starts HTTP servers on Node. All services are below one URL, and each service also has its own port. `fetch` still
   * works, and answers at these URLs too. Managers of endpoints and HTTPS servers of collections have no path below
   * that URL, because their host names them: each gets its own port. Documents that a server sends contain these ports
   * instead of Internet hosts. A request for no service gets a 404 whose body lists the URLs of the services.
   */
  serve(options?: {
    /** The port of the URL that all services share. Default: a free port. */ port?: number;
    /** Default: `"127.0.0.1"`. */ host?: string;
    /** Whether the servers use https, with a new certificate: see `ca`. Default: false. */ tls?: boolean;
  }): Promise<FakeServer>;
}

export interface FakeGlobusOptions {
  /**
   * How the fake's time moves. `clock.advance` moves it in every mode. In a Worker, make the fake inside a handler:
   * outside, Workers have no time and no random numbers.
   *
   * `"auto"` (the default): a poll also moves the time. A poll reads a task, a run, a timer, or a list of them. The
   * time then moves to the next step of the work it read, so that no program waits for it forever. A task ends
   * after three polls at most, however many files it has. A poll moves nothing if what it reads is paused, inactive or
   * waiting for an endpoint. A timer without an end rests between its runs. No poll moves the time to the expiry of a
   * token or past the start of a pause rule: only `clock.advance` does.
   *
   * `"manual"`: only `clock.advance` moves the time. `"real"`: the time runs.
   */
  clock?: "auto" | "manual" | "real";
  /** The lifetime of a token, in seconds. Default: 172800, as at Globus. */
  tokenLifetime?: number;
  /** Whether a grant returns the token of an equal earlier grant, until that token expires. Default: false. */
  reuseTokens?: boolean;
  /**
   * Milliseconds from start to end of a task of any size, by `clock`. Default: 10000. With 0 a task has ended at the
   * first poll.
   */
  taskDuration?: number;
  /** Milliseconds of a run, see the property `flowRunDuration`. Default: 10000. */
  flowRunDuration?: number;
  /** Milliseconds from start to end of a Compute task. Default: 10000. */
  computeTaskDuration?: number;
  /**
   * The largest upload over HTTPS, in bytes. Uploads are stored in memory. A larger one is refused with 413, and an
   * existing file stays unchanged. Default: 1 GiB.
   */
  uploadLimit?: number;
  /** The Globus environment whose hosts `fetch` answers at. Default: `"production"`. */
  environment?: "production" | "preview" | "sandbox" | "integration" | "test" | "staging";
  /** Further base URLs that `fetch` answers at, as in the account's option of the same name. */
  serviceUrls?: Partial<Record<FakeServiceName, string>>;
}

/** The services with a base URL. */
export type FakeServiceName = "auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute";

/**
 * The receiver of a request: a service, the manager of an endpoint (`"gcs"`), or the files of a collection (`"https"`).
 */
export type FakeRequestService = FakeServiceName | "gcs" | "https";

export interface FakeClock {
  /** Returns the time in milliseconds since 1970. */
  now(): number;
  /** Moves the time forward by `ms` milliseconds and returns the new time. */
  advance(ms: number): number;
  /** Moves the time to a point in time and returns the new time. */
  advanceTo(time: number | Date): number;
}

export interface FakeClientOptions {
  /** Default: a new UUID. */
  clientId?: string;
  /** Default: a new secret. */
  clientSecret?: string;
  name?: string;
  /** Whether the client may use the client credentials grant. Default: true. */
  serviceAccount?: boolean;
  /** The only scopes that the client can request. Any other scope counts as unknown. Default: all scopes. */
  scopes?: readonly string[];
  /** The id of the client's project, from the reply of the Globus Auth call that created it. Default: no project. */
  project?: string;
  /** The verified host names of the client. */
  fqdns?: readonly string[];
}

export interface FakeClient {
  clientId: string;
  clientSecret: string;
  /** The client's identity, which has the same id as the client. */
  identityId: string;
  /** `<clientId>@clients.auth.globus.org` */
  username: string;
}

export interface FakeConsent {
  /** The scopes from that of the token down to the one that the consent is for. */
  path: string[];
  /** The last scope of `path`. */
  scope: string;
  /** Whether the request marked the scope with `*`. */
  optional: boolean;
  createdAt: number;
}

export interface FakeIdentityOptions {
  /** Default: a new UUID. */
  id?: string;
  username: string;
  name?: string;
  email?: string;
  organization?: string;
  /** Whether the identity ever logged in. Default: true. */
  used?: boolean;
}

export interface FakeIdentity {
  id: string;
  username: string;
  name: string | null;
  email: string | null;
  organization: string | null;
}

/** The content of a directory. A nested object is a directory. A file is a text, bytes, or only a size. */
export interface FakeFiles {
  [name: string]: FakeFiles | FakeFileContent;
}

/**
 * The content of a file. A file with only a `size` uses no memory. Its bytes are zeros, also in copies of it. With a
 * `stream`, this function is called for each read over HTTPS and returns the bytes.
 */
export type FakeFileContent =
  string | Uint8Array | { size: number; modified?: number | Date; stream?: () => ReadableStream<Uint8Array> };

export interface FakeEndpointOptions {
  /** Default: a new UUID. The client of its manager has the same id. */
  id?: string;
  displayName: string;
  /** Identity of the owner, which has all permissions. Default: a new UUID. */
  owner?: string;
  /** Whether identities without a role can see the endpoint. Default: true. */
  public?: boolean;
  subscriptionId?: string;
}

export interface FakeEndpoint {
  readonly id: string;
  /** The resource server of its tokens. */
  readonly clientId: string;
  readonly displayName: string;
  readonly owner: string;
  readonly managerUrl: string;
  /** Adds a storage gateway and returns its id. */
  addStorageGateway(options?: FakeStorageGatewayOptions): string;
  /** Assigns a role and returns its id. */
  addRole(principal: string, role: FakeRoleName, principalType?: "identity" | "group"): string;
}

export interface FakeStorageGatewayOptions {
  displayName?: string;
  highAssurance?: boolean;
  /**
   * The domains of identities that it admits. Service accounts have `clients.auth.globus.org`. Default: all domains.
   */
  allowedDomains?: readonly string[];
}

export type FakeRoleName = "administrator" | "access_manager" | "activity_manager" | "activity_monitor";

export interface FakeAccessPointOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  owner?: string;
  /** The id of the stream access point's endpoint. Default: a new UUID. */
  endpoint?: string;
}

export interface FakeCollectionOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  /**
   * `"guest"` (the default): access rules decide who can use it. `"mapped"`: an identity with a rule has a local
   * account. A mapped collection also requires the consent for its `data_access` scope, unless it is high assurance.
   */
  type?: "guest" | "mapped";
  /** The id of its endpoint. Default: a new one. The owner of a mapped collection also owns the new endpoint. */
  endpoint?: string;
  /** The id of a storage gateway of the endpoint. Default: a new one. */
  storageGateway?: string;
  /** The domains of identities that a new storage gateway admits. Default: all domains. */
  allowedDomains?: readonly string[];
  /** Whether this mapped collection allows guest collections. Default: true. */
  allowGuestCollections?: boolean;
  /** Only for a guest collection: the id of the mapped collection whose files below `basePath` it shares. */
  mappedCollection?: string;
  /** Default: `"/"`. */
  basePath?: string;
  /** Only for a guest collection: the id of its user credential. */
  userCredential?: string;
  /** Whether it is on Globus Connect Personal: without a manager, HTTPS and consents. Default: false. */
  personal?: boolean;
  /** Identity of the owner, which has all permissions. Default: a new UUID. */
  owner?: string;
  files?: FakeFiles;
  permissions?: readonly FakePermission[];
  highAssurance?: boolean;
  description?: string;
  keywords?: readonly string[];
  organization?: string;
  /** The directory that a listing without a path shows, and that `~` means. Default: `"/"`. */
  defaultDirectory?: string;
  subscriptionId?: string;
}

export interface FakePermission {
  /**
   * `"all_authenticated_users"`, `"anonymous"`, or the id of an identity. With `principalType` `"group"`: the id of a
   * group.
   */
  principal: string;
  /** Default: the value of `principal` if that is a type, otherwise `"identity"`. */
  principalType?: "identity" | "group" | "all_authenticated_users" | "anonymous";
  /** Default: `"/"`. */
  path?: string;
  permissions: "r" | "rw";
}

export interface FakeCollection {
  readonly id: string;
  readonly displayName: string;
  readonly type: "guest" | "mapped";
  readonly owner: string;
  /** The id of its endpoint. */
  readonly endpointId: string;
  readonly storageGatewayId: string;
  /** The base URL of its files over HTTPS. `fetch` answers at this URL. */
  readonly httpsServer: string;
  readonly files: FakeCollectionFiles;
  /** Adds an access rule and returns its id. */
  grant(principal: string, path: string, permissions: "r" | "rw", principalType?: "identity" | "group"): string;
  /** Assigns a role and returns its id. */
  addRole(principal: string, role: FakeRoleName, principalType?: "identity" | "group"): string;
  /** Removes an access rule. Returns whether the rule existed. */
  revoke(ruleId: string): boolean;
  /** Removes the collection. */
  remove(): void;
}

/** The present files of a collection. Each call first performs the steps of tasks that are due. */
export interface FakeCollectionFiles {
  /** Returns the bytes of a file, or undefined if the file does not exist. */
  read(path: string): Uint8Array | undefined;
  readText(path: string): string | undefined;
  /** Writes a file. Creates missing parent directories. */
  write(path: string, content: FakeFileContent): void;
  makeDirectory(path: string): void;
  remove(path: string): boolean;
  /** Returns the sorted names in a directory. A directory's name ends with a slash. */
  list(path?: string): string[];
  exists(path: string): boolean;
  stat(path: string): { type: "file" | "dir"; size: number; modified: number } | undefined;
}

export interface FakeFlowOptions {
  /** Default: a new UUID. */
  id?: string;
  title?: string;
  /** Default: a definition that does nothing. */
  definition?: unknown;
  /** Default: a schema that accepts any input. */
  inputSchema?: Record<string, unknown>;
  /** Identity of the owner, which has all permissions. Default: a new UUID. */
  owner?: string;
  subtitle?: string;
  description?: string;
  keywords?: string[];
  /** Principal URNs, or `"public"`. */
  viewers?: string[];
  /** Principal URNs, or `"all_authenticated_users"`. */
  starters?: string[];
  administrators?: string[];
  runManagers?: string[];
  runMonitors?: string[];
}

export interface FakeFlow {
  id: string;
  /** The scope that a token needs to run the flow. Its resource server is the flow's id. */
  scope: string;
}

export interface FakeRegisteredApi {
  id: string;
  name: string;
  description: string;
  /** Principal URNs. */
  roles: { owners?: string[]; administrators?: string[]; viewers?: string[] };
  created_timestamp: string;
  updated_timestamp: string;
  [name: string]: unknown;
}

export interface FakeWebInputOptions {
  /** Default: a new UUID. */
  id?: string;
  title: string;
  text?: string;
  options: readonly { id?: string; label: string; description?: string }[];
  flow: { id: string; title: string };
  run: { id: string; label?: string };
  /** Principal URNs. */
  viewers?: readonly string[];
  respondents?: readonly string[];
  /** Principal URN. Default: the identity URN of the flow's id. */
  creator?: string;
}

export interface FakeWebInput {
  id: string;
  options: { id: string; label: string }[];
}

export interface FakeComputeEndpointOptions {
  /** Default: a new UUID. */
  id?: string;
  name?: string;
  /** Identity of the owner. Default: a new UUID. */
  owner?: string;
  /** Whether every identity can find it. Default: false. */
  isPublic?: boolean;
  /** Whether identities other than its owner can use it. Default: true. */
  multiUser?: boolean;
  /** The ids of the only functions that it runs. Default: all functions. */
  allowedFunctions?: readonly string[];
  /** Default: true. */
  isOnline?: boolean;
}

export type FakeGroupRole = "member" | "manager" | "admin";
export type FakeGroupStatus = "active" | "invited" | "pending" | "rejected" | "removed" | "left" | "declined";

export interface FakeGroupOptions {
  /** Default: a new UUID. */
  id?: string;
  name: string;
  description?: string;
  termsAndConditions?: string;
  /** The id of the parent group. Active members of a subgroup are members of its parent group too. */
  parentId?: string;
  members?: readonly FakeGroupMember[];
  /**
   * The identities that can see the group: all (`"authenticated"`), or only active, invited and pending members
   * (`"private"`, the default).
   */
  visibility?: "authenticated" | "private";
  /** The members that can see the other members. Default: `"managers"`, which includes admins. */
  membersVisibility?: "members" | "managers";
  /** Whether an identity can request to join. Default: false. */
  joinRequests?: boolean;
  /**
   * Whether an identity can join without an invitation or approval. No call of the API can set this. Default: false.
   */
  allowJoin?: boolean;
  /** The membership fields that an identity must fill in before it requests to join. */
  signupFields?: readonly string[];
  highAssurance?: boolean;
  /** In seconds. Default: 28800. */
  authenticationAssuranceTimeout?: number;
  /**
   * Whether calls about the group require a recent login. Service accounts never log in, so all their calls are
   * refused. Default: false, as if an administrator had exempted service accounts.
   */
  requireSession?: boolean;
  /** The subscription whose group this is. Default: none. */
  subscription?: FakeSubscription;
}

export interface FakeSubscription {
  /** Default: a new UUID. */
  id?: string;
  name?: string;
  subscriberName?: string;
  highAssurance?: boolean;
  baa?: boolean;
  connectors?: Record<string, { is_ha: boolean; is_baa: boolean }>;
}

export interface FakeGroupMember {
  /** An identity's id. */
  identity: string;
  /** Default: `"member"`. */
  role?: FakeGroupRole;
  /** Default: `"active"`. */
  status?: FakeGroupStatus;
}

export interface FakeGroup {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string | undefined;
  /** The present memberships. Includes former members, and members of subgroups. */
  readonly members: Required<FakeGroupMember>[];
  /** Creates or changes a membership. */
  setMember(identity: string, membership?: { role?: FakeGroupRole; status?: FakeGroupStatus }): void;
  /** Deletes a membership, which no call of the API can do. Returns whether the membership existed. */
  removeMember(identity: string): boolean;
  /** Removes the group. */
  remove(): void;
}

export interface FakeIndexOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  description?: string;
  /** Default: no subscription, which makes it a trial index. */
  subscriptionId?: string;
  roles?: readonly FakeIndexRole[];
  entries?: readonly FakeIndexEntry[];
}

export interface FakeIndexRole {
  /** The id of an identity, or the URN of an identity or a group. */
  principal: string;
  role: "owner" | "admin" | "writer";
}

export interface FakeIndexEntry {
  subject: string;
  /** Default: null, the id of the default entry of a subject. */
  id?: string | null;
  content: Record<string, unknown>;
  /** `"public"`, `"all_authenticated_users"`, or URNs of identities and groups. Default: `["public"]`. */
  visibleTo?: readonly string[];
  principalSets?: Record<string, readonly string[]>;
}

export interface FakeIndex {
  readonly id: string;
  readonly displayName: string;
  readonly status: "open" | "delete_pending";
  /** The present entries. Reading them first runs every task that is due. */
  readonly entries: Required<FakeIndexEntry>[];
  /** The present roles, with principals as URNs. */
  readonly roles: FakeIndexRole[];
  /** Creates or replaces an entry at once. */
  put(entry: FakeIndexEntry): void;
  /** Ends a task of the index as FAILED. The task changes nothing. */
  failTask(taskId: string, message?: string): void;
  /** Removes the index. */
  remove(): void;
}

export interface FakeRequestRecord {
  method: string;
  /** The URL that the client requested. */
  url: string;
  /** The path below the base URL of the service, for instance `/v0.10/task_list`. */
  path: string;
  service: FakeRequestService;
  /** The query parameters. A parameter with several values is a list. */
  query: Record<string, string | string[]>;
  /** The headers, with lower-case names. `authorization` has only the scheme. */
  headers: Record<string, string>;
  /** A hash of the Authorization header. It shows whether two requests have the same header, but not the token. */
  tokenFingerprint: string | undefined;
  /** A form or JSON document as an object, with `"[removed]"` in place of secrets. Any other body as text. */
  body: unknown;
  /** The status of the response. Undefined without a response. */
  status: number | undefined;
  /** The time of the request by the fake's clock, in milliseconds since 1970. */
  at: number;
}

/** Conditions on requests. A missing field matches every request. */
export interface FakeRequestFilter {
  service?: FakeRequestService;
  method?: string;
  /** The complete path below the service's base URL, or a pattern that occurs in it. */
  path?: string | RegExp;
}

/** A fault, and the requests that it happens to. With only a `latency`, the normal response is delayed. */
export interface FakeFault extends FakeRequestFilter {
  /** How often the fault happens. Default: 1. */
  times?: number;
  /** Respond with this status. Default body: the service's error document for it. */
  status?: number;
  /** Respond with this body. A string is sent as `text/plain`, any other value as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Respond with an HTML page, as a proxy does. Default status: 503. */
  html?: boolean | string;
  /** Milliseconds to wait first, in real time. An abort of the request ends the wait. */
  latency?: number;
  /** Reject with a `TypeError`, as `fetch` does when the network fails. */
  network?: true;
  /** Never respond. */
  hang?: true;
  /** Respond with invalid JSON. */
  invalidJson?: true;
  /** Close the connection in the middle of the body. */
  cut?: true;
  /** Process the request first. Then its effect stays, and only its response is lost or replaced. */
  after?: true;
  /** Respond with what this function returns. */
  respond?: (request: Request) => Response | Promise<Response>;
}

export interface InjectedFault {
  /** How often the fault happened. */
  readonly used: number;
  /** Removes the fault. */
  remove(): void;
}

export interface FakeServer {
  /** The URL below which all services are. */
  url: string;
  /** The URL of each service below `url`, for the account's option `serviceUrls`. They need only one public port. */
  serviceUrls: Record<FakeServiceName, string>;
  /**
   * The URL of each service at its own port, without a path. For clients that refuse or drop the path of a base URL.
   */
  origins: Record<FakeServiceName, string>;
  /**
   * Environment variables for Globus's own clients and `ServiceAccount.fromEnv`. `GLOBUS_SDK_SERVICE_URL_<SERVICE>` is
   * set to the `origins`, which all of these clients accept. With TLS, further variables make Node, Python and OpenSSL
   * trust `caFile`, for instance `SSL_CERT_FILE`.
   */
  env: Record<string, string>;
  /** Only with TLS: the certificate of the authority that signed the server's certificate, as PEM. */
  ca?: string;
  /** Only with TLS: a file with the same certificate. `close` removes it. */
  caFile?: string;
  close(): Promise<void>;
}

/**
 * Checks your token storage. Resolves with the names of all checks. If checks fail, rejects with one error that lists
 * them in `errors` and in its message. Works with any test runner, in any runtime:
 *
 * ```js
 * import test from "node:test";
 * import { storageContract } from "globus-service-account/testing";
 *
 * test("my storage", async () => {
 *   await storageContract(() => new MyStorage());
 * });
 * ```
 *
 * All keys begin with `gsa1:contract:` and are new for each run, so the checks can run on a storage in use. They delete
 * their keys at the end. They need two seconds, because they wait for entries to expire.
 */
export function storageContract(make: TokenStorage | (() => TokenStorage | Promise<TokenStorage>)): Promise<string[]>;

/** The fields of an error that `makeError` makes: its `code`, and any other fields. */
export type ErrorFields<Code extends GlobusErrorCode = GlobusErrorCode> = { code: Code } & {
  -readonly [Field in Exclude<keyof GlobusError, "code" | "name" | "stack" | "toJSON">]?: GlobusError[Field] | undefined;
};

/** The class of errors with a given code. */
export type ErrorOf<Code extends GlobusErrorCode> = Code extends
  | "invalid_option"
  | "invalid_argument"
  | "browser_forbidden"
  | "unknown_target"
  | "ambiguous_target"
  | "foreign_origin"
  | "disposed"
  ? GlobusConfigError
  : Code extends "invalid_client" | "not_a_service_account" | "invalid_scope" | "grant_failed"
    ? GlobusAuthError
    : Code extends "network_error"
      ? GlobusNetworkError
      : Code extends "timeout" | "wait_timeout"
        ? GlobusTimeoutError
        : Code extends "internal_error"
          ? GlobusError
          : GlobusApiError;

/**
 * Makes an error like the package's own, so that you can test how your program handles it. The code decides the class,
 * and `instanceof` works with the package's classes. `status` and `retryable` have a default value for each code. Other
 * fields that you leave out are empty.
 *
 * @param fields The code, and the other fields that your program reads.
 * @returns The error. It is not thrown.
 * @example
 * ```js
 * import { makeError } from "globus-service-account/testing";
 *
 * const gone = makeError({ code: "not_found", service: "transfer", body: { code: "TaskNotFound" } });
 * console.log(gone instanceof GlobusApiError, gone.status); // true 404
 * ```
 */
export function makeError<const Code extends GlobusErrorCode>(fields: ErrorFields<Code>): ErrorOf<Code>;
