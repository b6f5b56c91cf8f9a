
/** The options of a service account. */
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
  scopes?: Partial<Record<ServiceName, string | string[]>> | undefined;
  /** Used for every request in place of the global `fetch`. */
  fetch?: ((input: string | Request, init?: RequestInit) => Promise<Response>) | undefined;
  /** ms for each HTTP attempt. @default 60000 */
  timeout?: number | undefined;
  /** Repetitions after a first attempt that failed and may be repeated; 0 turns them off. @default 5 */
  retries?: number | undefined;
  /** ms one call may sleep in all between its attempts. @default 60000 */
  maxRetryWait?: number | undefined;
  /** The name of your application, told to Globus in `User-Agent` and `X-Globus-Client-Info`. */
  appName?: string | undefined;
  /** Hears what happens, as it happens. Called synchronously; what it throws is ignored. */
  onEvent?: ((event: GlobusEvent) => void) | undefined;
  /** Allows use in a browser page, where everybody who opens the page can read the secret. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** A Globus service with a resource server of its own. */
export type ServiceName = "auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute";

/**
 * What a token is for: a service, a resource server, or scopes (as text or a list) that belong to one resource server.
 */
export type Target = ServiceName | "computeV2" | "computeV3" | (string & {}) | readonly string[];

/** An access token. One frozen object per token. */
export interface Token {
  /** The bearer. Consoles show it redacted. */
  readonly accessToken: string;
  /** When it expires, by this machine's clock. */
  readonly expiresAt: Date;
  /** What it was granted for: scopes separated by spaces, without dependencies. */
  readonly scope: string;
  /** The service it is for. */
  readonly resourceServer: string;
  /** `"Bearer"`. */
  readonly tokenType: string;
}

/** Options of `getToken`. */
export interface TokenOptions {
  /** Ends this caller's wait. A grant that others wait for goes on. */
  signal?: AbortSignal | undefined;
  /** Gets a new token although there is one. */
  forceRefresh?: boolean | undefined;
}

/** A request for which there is no method: `service` or `baseUrl`, and what to send there. */
export interface RequestDescription {
  /** The service to call, with its token. */
  service?: ServiceName | undefined;
  /** Another server's URL; then `target` says which token it gets. */
  baseUrl?: string | undefined;
  /** @default "GET" */
  method?: string | undefined;
  /** The path below the base URL. What you put into it must be encoded. */
  path?: string | undefined;
  query?: Query | undefined;
  /** A plain object or list is sent as JSON; anything else as `fetch` takes it. */
  body?: unknown;
  /** What the token is for, instead of the service's default. */
  target?: Target | undefined;
  headers?: Record<string, string> | Headers | undefined;
  signal?: AbortSignal | undefined;
  /** ms for each HTTP attempt. */
  timeout?: number | undefined;
  retries?: number | undefined;
}
