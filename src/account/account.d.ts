
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
  /** The client id of the service account: a UUID. */
  clientId: string;
  /**
   * The client secret, or a function that returns it or a promise of it. The account calls the function when it needs
   * the first token. It calls the function once more after Globus Auth has rejected the secret, so that it picks up a
   * rotated secret.
   */
  clientSecret: string | (() => string | Promise<string>);
  /** The Globus environment. @default "production" */
  environment?: "production" | "preview" | "sandbox" | "integration" | "test" | "staging" | undefined;
  /** Base URLs that replace a service's own: https, or http on a loopback address. A URL may have a path prefix. */
  serviceUrls?: Partial<Record<ServiceName, string>> | undefined;
  /** The scopes to request for a service, in place of its default scopes. */
  scopes?: Partial<Record<ServiceName, string | Scope | readonly (string | Scope)[]>> | undefined;
  /** The function that sends every request, in place of the global `fetch`. */
  fetch?: ((input: string | Request, init?: RequestInit) => Promise<Response>) | undefined;
  /**
   * The longest wait of one HTTP attempt, in ms, above 0: until the response arrives, and again after each part of its
   * body. `Infinity`, or any number above 2 ** 31 - 1 (25 days, the longest time of a timer), sets no limit.
   * @default 60000
   */
  timeout?: number | undefined;
  /** The number of retries after a first attempt that failed and may be retried. 0 turns retries off. @default 5 */
  retries?: number | undefined;
  /**
   * The longest time that one call sleeps between its attempts, in total, in ms, 0 or more. A number above 2 ** 31 - 1
   * (25 days), such as `Infinity`, counts as 2 ** 31 - 1.
   * @default 60000
   */
  maxRetryWait?: number | undefined;
  /**
   * The storage for tokens, in which they can outlive the process: an object with `get`, `set` and `delete`, a `Map`,
   * Web Storage, unstorage, or an adapter in `globus-service-account/storage/`. A failure of the storage can delay a
   * call, but never makes it fail. By default the account keeps its tokens in memory.
   */
  storage?: TokenStorage | Map<string, string> | ItemStorage | undefined;
  /**
   * Whether the account encrypts every value that it writes to the storage, with a key derived from the client secret,
   * and ignores values that are not encrypted. With `false`, every reader of the storage can use its tokens.
   * @default true
   */
  encryptStorage?: boolean | undefined;
  /** The name of your application. The account sends it to Globus in `User-Agent` and `X-Globus-Client-Info`. */
  appName?: string | undefined;
  /**
   * Receives every event, from the start, like a listener of `on("*", ...)`. The account calls it synchronously and
   * ignores what it throws.
   */
  onEvent?: ((event: GlobusEvent) => void) | undefined;
  /**
   * Whether the account may run in a browser page, where every visitor of the page can read the secret.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/**
 * A storage for tokens, synchronous or asynchronous. A faulty storage does no harm: the account checks every value that
 * it reads, and gets a new token if a value is lost. If an operation throws or takes longer than 2 s, the account
 * reports it to `onEvent` and goes on without the storage.
 *
 * Keys are `gsa1:<environment>:<client id>:<secret id>:<scope hash>`: letters, digits, `:` and `-`. Values are ASCII
 * texts of about 1 KB, or about 10 KB with a hundred scopes. `storageContract()` of `globus-service-account/testing`
 * checks that your storage is suitable.
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
   * @returns The value, or null or undefined if there is none. An expired value does no harm.
   */
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /**
   * Stores a value, if possible at least until it expires.
   *
   * @param key The key.
   * @param value The text to store.
   * @param options When the value expires.
   */
  set(key: string, value: string, options: StorageLife): unknown;
  delete(key: string): unknown;
  /**
   * Stores a value only if the key has no value or an expired one, atomically. Returns whether it stored the value.
   * With `add`, one of many processes gets the token that all of them need, and the others wait for it.
   */
  add?(key: string, value: string, options: StorageLife): boolean | Promise<boolean>;
  /**
   * Deletes an entry only if it has this value, atomically. With `deleteIf`, a process deletes only its own claim,
   * never a later claim of another process. Without it, the account reads the entry before it deletes it.
   */
  deleteIf?(key: string, value: string): unknown;
  /**
   * Returns the keys that begin with `prefix`, or all keys. `revokeTokens()` uses it to find entries that another
   * account object wrote.
   */
  keys?(prefix: string): Iterable<string> | AsyncIterable<string> | Promise<Iterable<string>>;
}

/** The time until which a value in a storage can be used. */
export interface StorageLife {
  /** The time when the value expires, in epoch ms. */
  expiresAt: number;
  /** The time from now until the value expires, in whole seconds, at least 1. */
  ttlSeconds: number;
}

/** The part of Web Storage and of unstorage that the account uses. */
export interface ItemStorage {
  getItem(key: string): unknown;
  setItem(key: string, value: string, options?: { ttl: number }): unknown;
  removeItem(key: string): unknown;
}

/** The name of a Globus service that has its own resource server. */
export type ServiceName = "auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute";

/** The resource server of a Globus service. */
export type ResourceServer =
  | "auth.globus.org"
  | "transfer.api.globus.org"
  | "groups.api.globus.org"
  | "search.api.globus.org"
  | "flows.globus.org"
  | "524230d7-ea86-4a52-8312-86065a9e0417"
  | "funcx_service";

/** A text that looks like scopes: it contains `:` or `[`, or it is a scope of OpenID Connect. */
export type ScopeText =
  | `${string}:${string}`
  | `${string}[${string}`
  | "openid"
  | "profile"
  | "email"
  | `${"openid" | "profile" | "email"} ${string}`;

/** A single target, or one item of a list of targets. */
export type OneTarget = ServiceName | "computeV2" | "computeV3" | ResourceServer | ScopeText | Scope;

/**
 * What a token is for: a service, a resource server, or scopes. A list stands for everything that its items need; they
 * must all belong to one resource server, so `["transfer", "groups"]` is `ambiguous_target`. The type rejects a
 * misspelt service name. Pass a text that is known only at run time as `{ scopes }` or `{ resourceServer }`. A resource
 * server that belongs to no Globus service is `unknown_target`, because its scopes are not known: pass its scopes
 * instead.
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
 * An access token. Each token is one frozen object. Consoles and JSON show it without its bearer, and `{ ...token }`
 * omits the bearer too.
 *
 * @example
 * ```ts
 * const { accessToken, expiresAt } = await account.getToken("transfer");
 * console.log(accessToken.length, expiresAt.toISOString());
 * ```
 */
export interface Token {
  /** The bearer: the text after `Bearer ` in the header `Authorization`. */
  readonly accessToken: string;
  /** The time when the token expires, by the clock of this machine. */
  readonly expiresAt: Date;
  /** The granted scopes, separated by spaces, without their dependencies. */
  readonly scope: string;
  /** The resource server that accepts the token. */
  readonly resourceServer: string;
  /** The token type: `"Bearer"`. */
  readonly tokenType: string;
  /** Returns a copy for a log, in which `accessToken` is `"[redacted]"`. */
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
  /** Ends this caller's wait. A grant that other callers wait for goes on. */
  signal?: AbortSignal | undefined;
  /**
   * The longest wait of this caller, in ms; then the call rejects with `timeout`. A grant that other callers wait for
   * goes on.
   * @default only the limit of the grant
   */
  timeout?: number | undefined;
  /** Whether to get a new token even if the account has a usable one. */
  forceRefresh?: boolean | undefined;
}

/**
 * A request for which no method exists: `service` or `baseUrl`, and what to send.
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
  /** The service to call. The request carries a token for it. */
  service?: ServiceName | "computeV2" | "computeV3" | undefined;
  /** The base URL of another server. `target` then defines which token the request carries. */
  baseUrl?: string | undefined;
  /** @default "GET" */
  method?: string | undefined;
  /** The path below the base URL. Encode the values that you insert into it. */
  path?: string | undefined;
  query?: Query | undefined;
  /**
   * The request body. Values that JSON can represent (objects, lists, numbers, objects with `toJSON`) are sent as JSON.
   * Bodies of `fetch` (texts, bytes, `Blob`, `FormData`, `URLSearchParams`, streams, and async iterables where the
   * runtime accepts them) are sent unchanged. Any other value, such as a `Map`, is rejected, and so is every body with
   * GET or HEAD.
   */
  body?: unknown;
  /**
   * Whether to return the `Response` itself if the service answers with success, or with 304 or 412 to a conditional
   * header (`if-none-match`, `if-match` and the like). You then read its body yourself.
   * @default false
   */
  raw?: boolean | undefined;
  /** What the token is for, in place of the service's default. */
  target?: Target | undefined;
  headers?: Record<string, string> | Headers | undefined;
  signal?: AbortSignal | undefined;
  /** The longest wait of one HTTP attempt, in ms, like the account's `timeout`. */
  timeout?: number | undefined;
  retries?: number | undefined;
}

export interface ServiceAccount {
  /**
   * Gets several tokens, with one grant for all missing ones. When the promise resolves, none of the tokens has
   * expired.
   *
   * @param targets What the tokens are for, each as in `getToken`.
   * @param options As in `getToken`.
   * @returns The tokens, in the order of their targets.
   * @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
   * @throws {GlobusAuthError} Rejects if Globus Auth refuses the grant.
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
   * Sends a request for which no method exists, with the same token handling, retries, timeout and errors as a method.
   *
   * @typeParam Reply The type of the service's reply, as you know it.
   * @param request Where to send the request, and what: `service` or `baseUrl`, `method`, `path`, `query`, `body`.
   * @returns The parsed reply; `null` if it is empty. With `raw: true`, the `Response` with its body unread.
   * @throws {GlobusConfigError} Rejects with `invalid_argument`, `unknown_target`, `ambiguous_target` or `foreign_origin`, before any request.
   * @throws {GlobusApiError} Rejects if the service answers with anything but success. Without `raw`, a condition that
   *   does not hold (status 304 or 412) is `precondition_failed`.
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
   * Adds a listener for events. The option `onEvent` receives every event from the start; a listener receives those
   * that follow. The account calls a listener synchronously, and ignores what it throws or rejects with.
   *
   * @param type The type of the events, or `"*"` for all events.
   * @param listener The function to call with each event.
   * @returns A function that removes the listener.
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
   * Drops the secret and all tokens at once. Later calls reject with `disposed`. A write to the storage that has begun
   * still completes.
   *
   * @example
   * ```ts
   * account.dispose();
   * ```
   */
  dispose(): void;
  /** Does the same as `dispose()`: `using account = new ServiceAccount(...)`. */
  [Symbol.dispose](): void;
  /**
   * Does the same as `dispose()`, then waits until all grants and writes in flight have ended:
   * `await using account = new ServiceAccount(...)`.
   */
  [Symbol.asyncDispose](): Promise<void>;
}
