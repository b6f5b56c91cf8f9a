
/**
 * The stable name of a failure, in `error.code`.
 *
 * What you gave: `invalid_option`, `invalid_argument`, `browser_forbidden`, `unknown_target`, `ambiguous_target`, `foreign_origin`.
 * The grant: `invalid_client`, `not_a_service_account`, `invalid_scope`, `grant_failed`.
 * The way there: `network_error`, `timeout`, `invalid_response`.
 * The service: the rest, and for tasks and listings `task_failed`, `task_inactive`, `listing_truncated`.
 */
export type GlobusErrorCode =
  | "invalid_option"
  | "invalid_argument"
  | "browser_forbidden"
  | "unknown_target"
  | "ambiguous_target"
  | "foreign_origin"
  | "invalid_client"
  | "not_a_service_account"
  | "invalid_scope"
  | "grant_failed"
  | "network_error"
  | "timeout"
  | "invalid_response"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "consent_required"
  | "authorization_required"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "limit_exceeded"
  | "server_error"
  | "endpoint_error"
  | "task_failed"
  | "task_inactive"
  | "listing_truncated";

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * What every failure of this package is. `instanceof` holds across ESM, CommonJS and realms. No field ever holds a secret
 * or a token. `toJSON()` keeps every field; a `structuredClone` of an error keeps only its message and stack.
 */
export class GlobusError extends Error {
  protected constructor();
  /** What went wrong, as a stable name. */
  readonly code: GlobusErrorCode;
  /** HTTP status of the response, if one arrived. */
  readonly status?: number;
  /** The service's own code, for instance `"ClientError.NotFound"`. */
  readonly serverCode?: string;
  /** The service that answered, for instance `"transfer"`. */
  readonly service?: string;
  /** The option or argument that is wrong. */
  readonly field?: string;
  /** Every message the service gave. */
  readonly messages: string[];
  /** The service's id of the request: quote it to Globus support. */
  readonly requestId?: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Milliseconds the service asked to wait. */
  readonly retryAfter?: number;
  /** The body of the response: parsed if it was JSON, else its text; at most 64 KiB of it. */
  readonly body?: Json;
  /** What caused this error, for instance the error that `fetch` rejected with. */
  readonly cause?: unknown;
  /** The scopes a consent is missing for. */
  readonly requiredScopes: string[];
  /** What the service wants of the session (Globus Auth Requirements Error). */
  readonly authorizationParameters?: { [name: string]: Json };
  /** What is wrong and what to do about it, in plain words. */
  readonly advice?: string;
  /** Every field, for logs. */
  toJSON(): { [name: string]: Json };
}

/** What you gave was wrong: an option, an argument, a target. Nothing was sent. */
export class GlobusConfigError extends GlobusError {}

/** Globus Auth did not grant a token. */
export class GlobusAuthError extends GlobusError {}

/** A service answered, and the answer was not success. */
export class GlobusApiError extends GlobusError {}

/** No answer arrived. */
export class GlobusNetworkError extends GlobusError {}

/** No answer arrived in time. */
export class GlobusTimeoutError extends GlobusError {}
