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
 * A stand-in of Globus for tests and demonstrations: `globus-service-account/testing`.
 *
 * It keeps state as Globus does (clients, tokens, consents, collections with files, tasks, groups, search indexes, what
 * developers register at Auth) and answers with Globus's own documents and errors. It is a `fetch` function, so it runs
 * wherever JavaScript runs, without a network.
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
   * To be used as the `fetch` option, or in place of `globalThis.fetch`; bound to this fake. A host that is none of
   * Globus's fails as a network does (`TypeError`); a path below no service is a 404 that says where the services are.
   * Redirects are never followed.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  /**
   * The time of everything in here: token life, tasks, `Date` headers. How far looks have moved it (see the option `clock`)
   * is not in the headers: nobody takes his own clock for slow because he waited for a task.
   */
  readonly clock: FakeClock;

  /** Base URL of each service, as `fetch` knows them. */
  readonly serviceUrls: Readonly<Record<FakeServiceName, string>>;

  /** Registers a client; by default one that is a service account, and with it its identity. */
  addClient(options?: FakeClientOptions): FakeClient;

  /** Replaces a client's secret and returns the new one. Tokens that were granted stay good. */
  rotateSecret(clientId: string, newSecret?: string): string;

  /** Registers a client as a service account after all, or no longer. */
  setServiceAccount(clientId: string, serviceAccount?: boolean): void;

  /** Ends all tokens of a client, or of all clients, before their time. */
  revokeTokens(clientId?: string): void;

  /** What the client has consented to. Every grant adds what it names, dependencies included. */
  consents(clientId: string): FakeConsent[];

  /** Takes back a client's consents: those in which `scope` occurs, or all. */
  revokeConsents(clientId: string, scope?: string): void;

  /** Makes a scope known to Auth, for a resource server of your own. */
  addScope(scope: string, resourceServer: string): void;

  /** Adds an identity that is not a client. */
  addIdentity(options: FakeIdentityOptions): FakeIdentity;

  /**
   * Adds a Globus Connect Server endpoint. Its Manager API answers at its `managerUrl`, for tokens of the scope
   * `urn:globus:auth:scope:<clientId>:manage_collections`. A collection that names no endpoint gets one of its own.
   */
  addEndpoint(options: FakeEndpointOptions): FakeEndpoint;

  /** Adds a collection with its files and rules. */
  addCollection(options: FakeCollectionOptions): FakeCollection;

  /** A collection by its id, for instance one that was created through an API. */
  collection(id: string): FakeCollection | undefined;

  /** Adds an end of tunnels. */
  addStreamAccessPoint(options: FakeAccessPointOptions): { id: string; displayName: string };

  /** Adds a group. Its members may be any identities, made known before or not. */
  addGroup(options: FakeGroupOptions): FakeGroup;

  /** Adds a search index with its entries and roles. */
  addIndex(options: FakeIndexOptions): FakeIndex;

  /** The requests so far (the last 100,000), oldest first, without secrets and tokens. */
  readonly requests: readonly FakeRequestRecord[];

  /** How many requests fit the filter. */
  count(filter?: FakeRequestFilter): number;

  /** Forgets the requests and sets `grants` and `tokenRequests` to zero. */
  clearRequests(): void;

  /** Successful grants. */
  readonly grants: number;

  /** Requests to the token endpoint, whatever became of them. */
  readonly tokenRequests: number;

  /** Brings trouble over the requests that fit; of several the first one that is not used up happens. */
  inject(fault: FakeFault): InjectedFault;

  /** Milliseconds from start to end of the tasks, of Transfer and of Search, that are submitted from now on. */
  taskDuration: number;

  /** Ends an active task as FAILED. A text is the code of the error, for instance `"ENDPOINT_ERROR"`. */
  failTask(taskId: string, reason?: string | { code: string; description: string }): void;

  /** Pauses a task: it stays ACTIVE with `is_paused` and makes no progress. */
  pauseTask(taskId: string, message?: string): void;

  /** Makes a task INACTIVE, as when credentials expire: it waits until it is resumed. */
  deactivateTask(taskId: string): void;

  /** Lets a paused or inactive task go on. */
  resumeTask(taskId: string): void;

  /** Adds a flow. Its scope is known to Auth as long as there is the flow. */
  addFlow(options?: FakeFlowOptions): FakeFlow;

  /**
   * Milliseconds a run takes that goes through all states of its flow once, those that are started from now on. What a
   * Wait state waits and a transfer takes comes on top.
   */
  flowRunDuration: number;

  /** Ends a run as FAILED. */
  failRun(runId: string, reason?: { error?: string; cause?: unknown }): void;

  /**
   * Makes a run INACTIVE until it is resumed. `details` are what it then shows of itself; with a `required_scope` in them
   * it goes on when that is consented to.
   */
  deactivateRun(runId: string, details?: Record<string, unknown>): void;

  /** Adds a registered API to Flows, as the document the service shows. */
  addRegisteredApi(document: FakeRegisteredApi): void;

  /** Lets a run ask somebody to choose one of several options. */
  addWebInput(options: FakeWebInputOptions): FakeWebInput;

  /** Adds a Compute endpoint and returns its id. */
  addComputeEndpoint(options?: FakeComputeEndpointOptions): string;

  /** Lets a Compute endpoint go offline or come back: tasks wait for it. */
  setComputeEndpointOnline(endpointId: string, isOnline: boolean): void;

  /**
   * What the tasks of a function give, or one task: serialised, as Compute hands it on. Default: Python's None, as Globus's
   * SDK writes it (`00\ngAROLg==\n`), or as the first of the submission's `result_serializers` does (JSON: `11\nnull`).
   */
  setComputeOutcome(functionOrTaskId: string, outcome: { result: string } | { exception: string }): void;

  /** Milliseconds from start to end of the Compute tasks that are submitted from now on. */
  computeTaskDuration: number;

  /**
   * Also answers over http, on Node. `fetch` goes on working, with these URLs too. All services are below one URL, and
   * again each has a port of its own. Managers of endpoints and HTTPS servers of collections, which are reached by host,
   * listen at ports of their own; documents that come over http name those, and no host of the Internet. What comes for no
   * service is answered 404, with the places of the services.
   */
  serve(options?: {
    /** Of the one URL. Default: a free one. */ port?: number;
    /** Default: `"127.0.0.1"`. */ host?: string;
    /** Answer over https, with a certificate of the run's own: see `ca`. Default: false. */ tls?: boolean;
  }): Promise<FakeServer>;
}

export interface FakeGlobusOptions {
  /**
   * In a Worker, make the fake inside a handler: outside there is neither time nor randomness.
   *
   * `"auto"` (the default): time stands still until it is advanced, or somebody looks at work that makes progress (a task, a
   * run, a timer, or a list of them): then it goes on to the next step of that work, so that waiting for it comes to an end.
   * A task takes three looks at most, however many its files. What is paused, inactive or waits for an endpoint moves
   * nothing, and a timer without an end rests between its runs. No look moves time to the end of a token's life, or past the
   * begin of a pause rule: `clock.advance` does.
   *
   * `"manual"`: time stands still until it is advanced, whoever looks. `"real"`: it runs. Both can be advanced as well.
   */
  clock?: "auto" | "manual" | "real";
  /** Seconds a token lives. Default: 172800, as with Globus. */
  tokenLifetime?: number;
  /** Answer a grant with the token of an equal earlier one while it lives. Default: false. */
  reuseTokens?: boolean;
  /**
   * Milliseconds from start to end of a task, whatever its size, by `clock`. Default: 10000. With 0 it is done when first
   * looked at.
   */
  taskDuration?: number;
  /** Milliseconds of a flow's run. Default: 10000. */
  flowRunDuration?: number;
  /** Milliseconds of a Compute task. Default: 10000. */
  computeTaskDuration?: number;
  /**
   * Bytes of the largest file that is taken over HTTPS and kept, in memory. A larger one is refused with 413 and leaves what
   * was there as it was. Default: 1 GiB.
   */
  uploadLimit?: number;
  /** Whose host names `fetch` answers to. Default: `"production"`. */
  environment?: "production" | "preview" | "sandbox" | "integration" | "test" | "staging";
  /** Further base URLs to answer to, as in the account's option of the same name. */
  serviceUrls?: Partial<Record<FakeServiceName, string>>;
}

/** The services whose URLs are known. Those that are not built answer 501. */
export type FakeServiceName = "auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute";

/** What requests are told apart by: a service, the manager of an endpoint, or the files of a collection. */
export type FakeRequestService = FakeServiceName | "gcs" | "https";

export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the time on and returns it. */
  advance(ms: number): number;
  /** Moves to a point in time and returns it. */
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
  /** The only scopes it may ask for; others are unknown to it. Default: all there are. */
  scopes?: readonly string[];
  /** The project it belongs to, by the id that Auth's call to create one gave. Default: none. */
  project?: string;
  /** The names of hosts that were verified to be its own. */
  fqdns?: readonly string[];
}

export interface FakeClient {
  clientId: string;
  clientSecret: string;
  /** The same as the client id. */
  identityId: string;
  /** `<clientId>@clients.auth.globus.org` */
  username: string;
}

export interface FakeConsent {
  /** From the scope of the token down to the scope consented to. */
  path: string[];
  /** The last of `path`. */
  scope: string;
  /** Whether it was written with `*`. */
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
  /** Whether anybody ever logged in with it. Default: true. */
  used?: boolean;
}

export interface FakeIdentity {
  id: string;
  username: string;
  name: string | null;
  email: string | null;
  organization: string | null;
}

/** Directories are objects. A file is its text, its bytes, or only its size. */
export interface FakeFiles {
  [name: string]: FakeFiles | FakeFileContent;
}

/**
 * A file with only a size costs no memory and reads as zeros, here and wherever it is copied to. With a `stream`, its bytes are
 * those that the function gives each time it is read over HTTPS.
 */
export type FakeFileContent =
  string | Uint8Array | { size: number; modified?: number | Date; stream?: () => ReadableStream<Uint8Array> };

export interface FakeEndpointOptions {
  /** Default: a new UUID. The client of its manager has the same id. */
  id?: string;
  displayName: string;
  /** Identity of the owner, who may do everything. Default: somebody else. */
  owner?: string;
  /** Whether it is there for those who have no role on it. Default: true. */
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
  /** Domains of the identities it lets in; that of service accounts is `clients.auth.globus.org`. Default: all. */
  allowedDomains?: readonly string[];
}

export type FakeRoleName = "administrator" | "access_manager" | "activity_manager" | "activity_monitor";

export interface FakeAccessPointOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  owner?: string;
  /** The id of its endpoint. */
  endpoint?: string;
}

export interface FakeCollectionOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  /**
   * `"guest"` (the default): access by rules. `"mapped"`: an identity with a rule has a local account there; unless it is
   * high assurance, using it takes the collection's `data_access` consent.
   */
  type?: "guest" | "mapped";
  /** The id of the endpoint it is on. Default: one of its own, which the owner of a mapped collection owns too. */
  endpoint?: string;
  /** The id of the endpoint's storage gateway. Default: one of its own. */
  storageGateway?: string;
  /** Of its own storage gateway: the domains of the identities it lets in. Default: all. */
  allowedDomains?: readonly string[];
  /** Whether guest collections may be made on this mapped one. Default: true. */
  allowGuestCollections?: boolean;
  /** Of a guest collection: the id of the mapped one whose files it shares, from `basePath` on. */
  mappedCollection?: string;
  /** Default: `"/"`. */
  basePath?: string;
  /** Of a guest collection: the id of the user credential it uses. */
  userCredential?: string;
  /** One of Globus Connect Personal: without a manager, HTTPS and consents. Default: false. */
  personal?: boolean;
  /** Identity of the owner, who may do everything. Default: somebody else. */
  owner?: string;
  files?: FakeFiles;
  permissions?: readonly FakePermission[];
  highAssurance?: boolean;
  description?: string;
  keywords?: readonly string[];
  organization?: string;
  /** What is listed when no path is given, and what `~` stands for. Default: `"/"`. */
  defaultDirectory?: string;
  subscriptionId?: string;
}

export interface FakePermission {
  /** An identity's id, `"all_authenticated_users"` or `"anonymous"`; a group's id, with that `principalType`. */
  principal: string;
  /** Default: by `principal`, never `"group"`. */
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
  /** The endpoint it belongs to. */
  readonly endpointId: string;
  readonly storageGatewayId: string;
  /** Where its files are read and written over HTTPS, as `fetch` knows it. */
  readonly httpsServer: string;
  readonly files: FakeCollectionFiles;
  /** Adds a rule and returns its id. */
  grant(principal: string, path: string, permissions: "r" | "rw", principalType?: "identity" | "group"): string;
  /** Assigns a role and returns its id. */
  addRole(principal: string, role: FakeRoleName, principalType?: "identity" | "group"): string;
  /** Removes a rule. */
  revoke(ruleId: string): boolean;
  /** Removes the collection. */
  remove(): void;
}

/** The files as they are now, with all work of tasks done that is due. */
export interface FakeCollectionFiles {
  /** The bytes of a file; undefined where there is none. */
  read(path: string): Uint8Array | undefined;
  readText(path: string): string | undefined;
  /** Puts a file, and makes the directories above it. */
  write(path: string, content: FakeFileContent): void;
  makeDirectory(path: string): void;
  remove(path: string): boolean;
  /** Names in a directory, sorted, those of directories with a slash. */
  list(path?: string): string[];
  exists(path: string): boolean;
  stat(path: string): { type: "file" | "dir"; size: number; modified: number } | undefined;
}

export interface FakeFlowOptions {
  /** Default: a new UUID. */
  id?: string;
  title?: string;
  /** Default: one that does nothing. */
  definition?: unknown;
  /** Default: any input will do. */
  inputSchema?: Record<string, unknown>;
  /** Identity of the owner, who may do everything. Default: somebody else. */
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
  /** What a token must hold to run it; its resource server is the id. */
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
  /** Principal URN. Default: the flow's. */
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
  /** Identity of the owner. Default: somebody else. */
  owner?: string;
  /** Whether everybody can find it. Default: false. */
  isPublic?: boolean;
  /** Whether others than its owner can use it. Default: true. */
  multiUser?: boolean;
  /** The only functions it runs. Default: all. */
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
  /** The group it is a subgroup of: its active members are members there too. */
  parentId?: string;
  members?: readonly FakeGroupMember[];
  /** Who can see it. Default: `"private"`, its active, invited and pending members. */
  visibility?: "authenticated" | "private";
  /** Who of its members sees the others. Default: `"managers"`. */
  membersVisibility?: "members" | "managers";
  /** Whether one may request to join. Default: false. */
  joinRequests?: boolean;
  /** Whether one may join without being asked. No call of the API can allow it. Default: false. */
  allowJoin?: boolean;
  /** What who requests to join has to tell beforehand. */
  signupFields?: readonly string[];
  highAssurance?: boolean;
  /** Seconds. Default: 28800. */
  authenticationAssuranceTimeout?: number;
  /**
   * Whether who has not logged in of late is refused, which service accounts never have. Default: false, as if an
   * administrator had exempted them.
   */
  requireSession?: boolean;
  /** Makes it the group of a subscription. */
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
  /** As they are now, former ones and those by way of subgroups too. */
  readonly members: Required<FakeGroupMember>[];
  /** Makes or changes a membership. */
  setMember(identity: string, membership?: { role?: FakeGroupRole; status?: FakeGroupStatus }): void;
  /** Forgets a membership as if it had never been. */
  removeMember(identity: string): boolean;
  /** Removes the group. */
  remove(): void;
}

export interface FakeIndexOptions {
  /** Default: a new UUID. */
  id?: string;
  displayName: string;
  description?: string;
  /** Without one it is a trial index. */
  subscriptionId?: string;
  roles?: readonly FakeIndexRole[];
  entries?: readonly FakeIndexEntry[];
}

export interface FakeIndexRole {
  /** An identity's id, or a URN of an identity or a group. */
  principal: string;
  role: "owner" | "admin" | "writer";
}

export interface FakeIndexEntry {
  subject: string;
  /** Default: null, the usual one. */
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
  /** As they are now, with all work of tasks done that is due. */
  readonly entries: Required<FakeIndexEntry>[];
  /** As they are now, principals as URNs. */
  readonly roles: FakeIndexRole[];
  /** Makes or replaces an entry at once. */
  put(entry: FakeIndexEntry): void;
  /** Ends a task of the index as FAILED: its work is not done. */
  failTask(taskId: string, message?: string): void;
  /** Removes the index. */
  remove(): void;
}

export interface FakeRequestRecord {
  method: string;
  /** As it was asked for. */
  url: string;
  /** Below the base URL of the service, for instance `/v0.10/task_list`. */
  path: string;
  service: FakeRequestService;
  /** A parameter that came more than once is a list. */
  query: Record<string, string | string[]>;
  /** Lower-case names; of `authorization` only the scheme. */
  headers: Record<string, string>;
  /** Differs where the Authorization header differs, and tells nothing else. */
  tokenFingerprint: string | undefined;
  /** A form or JSON document as an object, with `"[removed]"` for secrets; other bodies as text. */
  body: unknown;
  /** Undefined where there was no answer. */
  status: number | undefined;
  /** By the fake's clock. */
  at: number;
}

/** What is left out fits everything. */
export interface FakeRequestFilter {
  service?: FakeRequestService;
  method?: string;
  /** The whole path below the service's base URL, or a pattern for it. */
  path?: string | RegExp;
}

/** What happens to the requests that fit. With nothing but a latency, the usual answer comes late. */
export interface FakeFault extends FakeRequestFilter {
  /** How often it happens. Default: 1. */
  times?: number;
  /** Answer with this status; without a body of yours, with the service's usual error document. */
  status?: number;
  /** A text is sent as `text/plain`, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Answer with a page of HTML, as a proxy does. Default status: 503. */
  html?: boolean | string;
  /** Milliseconds to wait first, in real time. Aborting ends it. */
  latency?: number;
  /** Fail as a network does. */
  network?: true;
  /** Never answer. */
  hang?: true;
  /** Answer with broken JSON. */
  invalidJson?: true;
  /** Break off in the middle of the body. */
  cut?: true;
  /** Let the request take effect first: the trouble is that its answer is lost. */
  after?: true;
  /** Answer yourself. */
  respond?: (request: Request) => Response | Promise<Response>;
}

export interface InjectedFault {
  /** How often it happened. */
  readonly used: number;
  /** Ends it. */
  remove(): void;
}

export interface FakeServer {
  /** Below it are all services. */
  url: string;
  /** Each service below `url`, for the account's option `serviceUrls`: one port to publish. */
  serviceUrls: Record<FakeServiceName, string>;
  /** Each service at a port of its own, without a path, for clients that take no path or drop it. */
  origins: Record<FakeServiceName, string>;
  /**
   * For Globus's own clients and `ServiceAccount.fromEnv`: `GLOBUS_SDK_SERVICE_URL_<SERVICE>` with the `origins`, which all
   * of them take. With TLS also what makes clients on Node, Python and OpenSSL trust `caFile`, `SSL_CERT_FILE` among it.
   */
  env: Record<string, string>;
  /** With TLS: the certificate of the authority that vouches for the server, as PEM. */
  ca?: string;
  /** With TLS: the same in a file, which `close` removes. */
  caFile?: string;
  close(): Promise<void>;
}

/**
 * Checks a storage of yours: resolves with the names of what was checked, and rejects with one error that lists all that
 * failed, in `errors` and in its message. For any test runner, in any runtime:
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
 * Its keys begin with `gsa1:contract:` and are new each time, so it can run on a storage in use; it deletes them in the end.
 * It takes two seconds, because it waits for entries to expire.
 */
export function storageContract(make: TokenStorage | (() => TokenStorage | Promise<TokenStorage>)): Promise<string[]>;

/** What an error is made with: its `code`, and any other of its fields. */
export type ErrorFields<Code extends GlobusErrorCode = GlobusErrorCode> = { code: Code } & {
  -readonly [Field in Exclude<keyof GlobusError, "code" | "name" | "stack" | "toJSON">]?: GlobusError[Field] | undefined;
};

/** The class of the errors with a code. */
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
 * Makes an error like the package's own, for a test of what your program does with it. Its class goes by its code, and `instanceof`
 * holds for that of the package. What you leave out is what errors of that code mostly have (`status`, `retryable`), or nothing.
 *
 * @param fields The code, and what else your program looks at.
 * @returns The error, not thrown.
 * @example
 * ```js
 * import { makeError } from "globus-service-account/testing";
 *
 * const gone = makeError({ code: "not_found", service: "transfer", body: { code: "TaskNotFound" } });
 * console.log(gone instanceof GlobusApiError, gone.status); // true 404
 * ```
 */
export function makeError<const Code extends GlobusErrorCode>(fields: ErrorFields<Code>): ErrorOf<Code>;
