
/**
 * The options of a service account.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 *
 * const account = new ServiceAccount({
 *   clientId,
 *   clientSecret: async () => (await readFile("/run/secrets/globus", "utf8")).trim(),
 *   storage: new Map(),
 *   timeout: 30_000,
 *   onEvent: (event) => event.type === "retry" && console.warn(event.service, event.status, event.delay),
 * });
 * ```
 */
export interface ServiceAccountOptions {
  /** The client id: a UUID. */
  clientId: string;
  /**
   * The client secret, or a function that gives it, possibly later. The function is asked when the first token is needed, and
   * once more when Globus Auth has refused its last answer, so that a rotated secret is picked up.
   */
  clientSecret: string | (() => string | Promise<string>);
  /** The Globus environment. @default "production" */
  environment?: "production" | "preview" | "sandbox" | "integration" | "test" | "staging" | undefined;
  /** Base URLs in place of a service's own: https, or http on a loopback address. Path prefixes are allowed. */
  serviceUrls?: Partial<Record<ServiceName, string>> | undefined;
  /** Scopes to ask for, in place of a service's default ones. */
  scopes?: Partial<Record<ServiceName, string | Scope | readonly (string | Scope)[]>> | undefined;
  /** Used for every request in place of the global `fetch`. */
  fetch?: ((input: string | Request, init?: RequestInit) => Promise<Response>) | undefined;
  /**
   * ms that one HTTP attempt may take, above 0: until the response is there, and again after each part of its body that arrives.
   * `Infinity` is no limit, as is more than timers count (2 ** 31 - 1, 25 days).
   * @default 60000
   */
  timeout?: number | undefined;
  /** Repetitions after a first attempt that failed and may be repeated; 0 turns them off. @default 5 */
  retries?: number | undefined;
  /** ms one call may sleep in all between its attempts, 0 or more; more than 2 ** 31 - 1 (25 days), such as `Infinity`, counts as that. @default 60000 */
  maxRetryWait?: number | undefined;
  /**
   * Where tokens outlive the process: an object with `get`, `set` and `delete`, a `Map`, Web Storage or unstorage, or one of
   * the adapters in `globus-service-account/storage/`. Whatever goes wrong with it costs time, never a call. By default
   * tokens live in the memory of the account.
   */
  storage?: TokenStorage | Map<string, string> | ItemStorage | undefined;
  /**
   * Encrypts what is put into the storage, with a key derived from the client secret, and takes nothing from it that is not
   * encrypted. With `false` everybody who can read the storage has its tokens.
   * @default true
   */
  encryptStorage?: boolean | undefined;
  /** The name of your application, told to Globus in `User-Agent` and `X-Globus-Client-Info`. */
  appName?: string | undefined;
  /** Hears what happens, as it happens, as a listener of `on("*", ...)` does from the start. Called synchronously; what it throws is ignored. */
  onEvent?: ((event: GlobusEvent) => void) | undefined;
  /** Allows use in a browser page, where everybody who opens the page can read the secret. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/**
 * A storage for tokens, synchronous or not. Nothing that it does can do harm: what it gives is checked, what it forgets is
 * asked for again, and an operation that throws or takes longer than 2 s is told to `onEvent` and done without.
 *
 * Keys are `gsa1:<environment>:<client id>:<secret id>:<scope hash>`: letters, digits, `:` and `-`. Values are ASCII texts
 * of about 1 KB; with a hundred scopes, of some 10 KB. `storageContract()` of `globus-service-account/testing` says whether yours will do.
 *
 * @example
 * ```ts
 * const table = new Map<string, string>();
 * const storage: TokenStorage = {
 *   get: (key) => table.get(key),
 *   set: (key, value) => void table.set(key, value),
 *   delete: (key) => void table.delete(key),
 * };
 * const account = ServiceAccount.fromEnv(process.env, { storage });
 * ```
 */
export interface TokenStorage {
  /**
   * @param key The key.
   * @returns The value, or nothing. An expired one does no harm.
   */
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /**
   * Keeps a value, at least until it expires if possible.
   *
   * @param key The key.
   * @param value A text.
   * @param options How long it is of use.
   */
  set(key: string, value: string, options: StorageLife): unknown;
  delete(key: string): unknown;
  /**
   * Stores a value only if there is none that still lives, atomically, and says whether it did. With it, one of many
   * processes gets the token that all need at the same time, and the others wait for it.
   */
  add?(key: string, value: string, options: StorageLife): boolean | Promise<boolean>;
  /**
   * Deletes an entry only if it has this value, atomically. With it, a process takes its own claim away and never that of a later
   * one; without it the entry is read before it is deleted.
   */
  deleteIf?(key: string, value: string): unknown;
  /** The keys that begin so, or all keys: how `revokeTokens()` finds entries that this account has not written itself. */
  keys?(prefix: string): Iterable<string> | AsyncIterable<string> | Promise<Iterable<string>>;
}

/** How long a value in a storage is of use. */
export interface StorageLife {
  /** Epoch ms. */
  expiresAt: number;
  /** The same as whole seconds from now, at least 1. */
  ttlSeconds: number;
}

/** The part of Web Storage, and of unstorage, that is used. */
export interface ItemStorage {
  getItem(key: string): unknown;
  setItem(key: string, value: string, options?: { ttl: number }): unknown;
  removeItem(key: string): unknown;
}

/** A Globus service with a resource server of its own. */
export type ServiceName = "auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute";

/** The resource servers of Globus's services. */
export type ResourceServer =
  | "auth.globus.org"
  | "transfer.api.globus.org"
  | "groups.api.globus.org"
  | "search.api.globus.org"
  | "flows.globus.org"
  | "524230d7-ea86-4a52-8312-86065a9e0417"
  | "funcx_service";

/** What looks like scopes: a text with `:` or `[` in it, or the names that OpenID Connect knows. */
export type ScopeText =
  | `${string}:${string}`
  | `${string}[${string}`
  | "openid"
  | "profile"
  | "email"
  | `${"openid" | "profile" | "email"} ${string}`;

/** One target, or one member of a list of them. */
export type OneTarget = ServiceName | "computeV2" | "computeV3" | ResourceServer | ScopeText | Scope;

/**
 * What a token is for: a service, its resource server, or scopes. A list is for what all its members need, and they must belong
 * to one resource server: `["transfer", "groups"]` is `ambiguous_target`. No misspelt service compiles; a text that a program has
 * at hand is said to be `{ scopes }` or `{ resourceServer }`. A resource server that is none of a service's has no scopes that
 * are known, so it is `unknown_target`: ask for its scopes.
 *
 * @example
 * ```ts
 * const targets: Target[] = ["transfer", "funcx_service", "openid email", scopes.groups.all, { resourceServer: "auth.globus.org" }];
 * for (const target of targets) console.log((await account.getToken(target)).resourceServer);
 * ```
 */
export type Target =
  | OneTarget
  | readonly OneTarget[]
  | { scopes: string | Scope | readonly (string | Scope)[]; resourceServer?: undefined }
  | { resourceServer: string; scopes?: undefined };

/**
 * An access token. One frozen object per token. Consoles and JSON show it without its bearer, and `{ ...token }` has none.
 *
 * @example
 * ```ts
 * const { accessToken, expiresAt } = await account.getToken("transfer");
 * console.log(accessToken.length, expiresAt.toISOString());
 * ```
 */
export interface Token {
  /** The bearer: what follows `Bearer ` in the header `Authorization`. */
  readonly accessToken: string;
  /** When it expires, by this machine's clock. */
  readonly expiresAt: Date;
  /** What it was granted for: scopes separated by spaces, without dependencies. */
  readonly scope: string;
  /** The service it is for. */
  readonly resourceServer: string;
  /** `"Bearer"`. */
  readonly tokenType: string;
  /** The same for a log: its `accessToken` is `"[redacted]"`. */
  toJSON(): { accessToken: string; expiresAt: Date; scope: string; resourceServer: string; tokenType: string };
}

/**
 * Options of `getToken`.
 *
 * @example
 * ```ts
 * const token = await account.getToken("groups", { forceRefresh: true, signal: AbortSignal.timeout(5_000) });
 * console.log(token.expiresAt);
 * ```
 */
export interface TokenOptions {
  /** Ends this caller's wait. A grant that others wait for goes on. */
  signal?: AbortSignal | undefined;
  /** Ends this caller's wait after a time, ms, with `timeout`. A grant that others wait for goes on. @default no limit but that of the grant */
  timeout?: number | undefined;
  /** Gets a new token although there is one. */
  forceRefresh?: boolean | undefined;
}

/**
 * A request for which there is no method: `service` or `baseUrl`, and what to send there.
 *
 * @example
 * ```ts
 * const { DATA } = await account.request<{ DATA: { name: string }[] }>({
 *   service: "transfer",
 *   path: "/v0.10/bookmark_list",
 *   query: { limit: 10 },
 * });
 * console.log(DATA.map(({ name }) => name));
 * ```
 */
export interface RequestDescription {
  /** The service to call, with its token. */
  service?: ServiceName | "computeV2" | "computeV3" | undefined;
  /** Another server's URL; then `target` says which token it gets. */
  baseUrl?: string | undefined;
  /** @default "GET" */
  method?: string | undefined;
  /** The path below the base URL. What you put into it must be encoded. */
  path?: string | undefined;
  query?: Query | undefined;
  /**
   * What JSON knows (objects, lists, numbers, what has a `toJSON`) is sent as JSON; what `fetch` takes (a text, bytes, `Blob`,
   * `FormData`, `URLSearchParams`, streams, async iterables where the platform takes them) as it is. Anything else, such as a
   * `Map`, is refused, and so is any body with GET or HEAD.
   */
  body?: unknown;
  /**
   * Whether to give the `Response` itself if the service answered with success, or with 304 or 412 to headers that ask on a condition
   * (`if-none-match`, `if-match` and the like): its body is yours to read. @default false
   */
  raw?: boolean | undefined;
  /** What the token is for, instead of the service's default. */
  target?: Target | undefined;
  headers?: Record<string, string> | Headers | undefined;
  signal?: AbortSignal | undefined;
  /** ms for each HTTP attempt, as the account's `timeout`. */
  timeout?: number | undefined;
  retries?: number | undefined;
}

export interface ServiceAccount {
  /**
   * Gets several tokens, with one grant for all that are missing. When the last one has come, none of them has expired.
   *
   * @param targets What they are for, each as in `getToken`.
   * @param options As in `getToken`.
   * @returns The tokens, in the order of their targets.
   * @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
   * @throws {GlobusAuthError} Rejects with what Globus Auth says.
   * @example
   * ```ts
   * const [transfer, groups] = await account.getTokens(["transfer", "groups"]);
   * console.log(transfer.scope, groups.scope);
   * ```
   */
  getTokens<const Targets extends readonly Target[]>(
    targets: Targets,
    options?: TokenOptions,
  ): Promise<{ -readonly [Place in keyof Targets]: Token }>;
  /**
   * Calls anything that has no method of its own, with everything a method has: token, retries, timeout, errors.
   *
   * @typeParam Reply What the service answers with, as you know it.
   * @param request Where to, and what: `service` or `baseUrl`, `method`, `path`, `query`, `body`.
   * @returns The parsed reply; `null` if it is empty. With `raw: true` the `Response`, its body unread.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, `unknown_target`, `ambiguous_target` or `foreign_origin`, before any request.
   * @throws {GlobusApiError} Rejects with what the service answers other than success. Where a document was to come, a condition that does
   *   not hold is `precondition_failed`, with status 304 or 412.
   * @example
   * ```ts
   * const { value } = await account.request<{ value: string }>({ service: "transfer", path: "/v0.10/submission_id" });
   * const response = await account.request({ service: "transfer", path: "/v0.10/task_list", raw: true });
   * console.log(value, response.headers.get("date"));
   * ```
   */
  request<Reply = Json>(request: RequestDescription & { raw?: false | undefined }): CallPromise<Reply>;
  request(request: RequestDescription & { raw: true }): CallPromise<Response>;
  request<Reply = Json>(request: RequestDescription): CallPromise<Reply | Response>;
  /**
   * Listens to what happens, as it happens, like the option `onEvent`, which hears everything from the start. A listener is called
   * synchronously; what it throws or rejects with is ignored.
   *
   * @param type The type of the events to hear, or `"*"` for all.
   * @param listener Is told of each.
   * @returns Ends it.
   * @throws {GlobusConfigError} `invalid_argument`.
   * @example
   * ```ts
   * const stop = account.on("retry", ({ service, status, delay }) => console.warn(service, status, `again in ${delay} ms`));
   * await account.transfer.taskList();
   * stop();
   * ```
   */
  on<Type extends GlobusEvent["type"] | "*">(
    type: Type,
    listener: (event: Type extends "*" ? GlobusEvent : Extract<GlobusEvent, { type: Type }>) => void,
  ): () => void;
  /**
   * Drops the secret and all tokens at once; later calls reject with `disposed`. A token that is on its way into the storage arrives
   * there all the same.
   *
   * @example
   * ```ts
   * account.dispose();
   * ```
   */
  dispose(): void;
  /** The same: `using account = new ServiceAccount(...)`. */
  [Symbol.dispose](): void;
  /** The same, resolved when grants under way and all writes have ended: `await using account = new ServiceAccount(...)`. */
  [Symbol.asyncDispose](): Promise<void>;
}
