
/**
 * The stable name of a failure, in `error.code`.
 *
 * The caller's input: `invalid_option`, `invalid_argument`, `browser_forbidden`, `unknown_target`, `ambiguous_target`,
 * `foreign_origin`, and `disposed` for a call after `dispose()`.
 * The grant: `invalid_client`, `not_a_service_account`, `invalid_scope`, `grant_failed`.
 * The network: `network_error`, `timeout` (a response did not arrive in time), `invalid_response`.
 * The service: all other codes. Tasks and listings add `task_failed`, `task_inactive`, `wait_timeout` (a wait ran out
 * of time; the task or run goes on) and `listing_truncated`.
 * This package: `internal_error`, after a trap of its WebAssembly module. The module is then unusable: start a new
 * process.
 *
 * An abort has no code: the call rejects with the signal's `reason`, unchanged.
 *
 * Minor versions may add codes.
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
  | "wait_timeout"
  | "disposed"
  | "internal_error"
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
  | "precondition_failed"
  | "payload_too_large"
  | "server_error"
  | "endpoint_error"
  | "task_failed"
  | "task_inactive"
  | "listing_truncated"
  // Minor versions may add codes.
  | (string & {});

/** The person who must act on a failure. "you" is the person who runs the service account. */
export type AdviceWho =
  | "you"
  | "administrator of the collection"
  | "access manager of the collection"
  | "administrator of the endpoint"
  | "owner of the computer"
  | "manager of the group"
  | "administrator of the group"
  | "administrator of the index"
  | "administrator of the flow"
  | "owner of the run"
  | "owner of the function"
  | "administrator of the policy"
  | "administrator of the project"
  | "manager of the subscription"
  | "owner of the resource"
  | "administrator of the network"
  | "Globus support";

/**
 * A step that a person can take to resolve a failure.
 *
 * @example
 * for (const { who, text, command, url } of error.steps) console.log(`${who}: ${text}`, command ?? url ?? "");
 */
export interface AdviceStep {
  who: AdviceWho;
  /** What to do, in sentences. */
  text: string;
  /**
   * A shell command for the step, of Globus's command line or of this package's. It contains only words of this package
   * and checked ids, never text from a server, so you may offer it for copying. The user must replace words in capitals
   * (`PATH`, `OTHERS`).
   */
  command?: string;
  /** A page of Globus where the step can be taken or is explained. It is built like `command`. */
  url?: string;
}

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * The base class of all errors of this package. `instanceof` works across ESM, CommonJS, realms and copies of the
 * package. For a class that you derive, `instanceof` works as usual. No field ever contains a secret or a token.
 *
 * To send an error to another thread or process, or to a log, send `toJSON()`, which contains every field. A
 * `structuredClone` of the error itself is a plain `Error` with its message and stack; whether other fields are copied
 * depends on the runtime.
 */
export class GlobusError extends Error {
  /** For a class that you derive. `fields` become its properties. */
  protected constructor(message?: string, fields?: { code?: GlobusErrorCode; cause?: unknown; [field: string]: unknown });
  /** The stable name of the failure. */
  readonly code: GlobusErrorCode;
  /** The HTTP status of the response, if one arrived. */
  readonly status?: number;
  /** The service's own code, for instance `"ClientError.NotFound"`. A number of Compute is a text: `"4"`. */
  readonly serverCode?: string;
  /** The service that was called, for instance `"transfer"`. */
  readonly service?: string;
  /** The name of the invalid option or argument. */
  readonly field?: string;
  /**
   * All messages that the service sent. A message about a field of the document ends with the field's path, such as
   * `"field required: body.name"`.
   */
  readonly messages: string[];
  /** The service's id of the request. Quote it to Globus support. */
  readonly requestId?: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** The wait that the service requested, in ms. */
  readonly retryAfter?: number;
  /**
   * The body of the response, at most 64 KiB of it: parsed if it was JSON, else its text. Cast it to the type that the
   * service documents: `error.body as TransferErrorBody`.
   */
  readonly body?: unknown;
  /**
   * The error behind this error, for instance the value that `fetch` rejected with. It is that same value if the value
   * is an error or plain data without a secret. Otherwise it is a copy, with `[redacted]` in place of a secret, and
   * with `[Request]` or the like in place of a value that may hide one: a class instance, a function, a getter.
   */
  readonly cause?: unknown;
  /** The scopes for which a consent is missing. */
  readonly requiredScopes: string[];
  /**
   * The submission id of a submission that failed (`submitTransfer`, `submitDelete`, `createTunnel`). Submit the same
   * document again with this id: Globus then does the work only once, whether or not it received the first submission.
   * The field is absent if no id was known yet, and after an abort, which rejects with the signal's `reason`.
   */
  readonly submissionId?: string;
  /**
   * After a wait for a Transfer task: its last known document. While many waits run at once, the document has only the
   * fields about its status.
   */
  readonly task?: Partial<Task>;
  /** After a wait for a flow run: its last known document. */
  readonly run?: FlowRun;
  /**
   * The service's requirements (Globus Auth Requirements Error), in one form for all services: lists are lists of
   * texts, and requirements that the service does not have are absent.
   *
   * https://globus-sdk-python.readthedocs.io/en/stable/authorization/gare.html
   */
  readonly authorizationParameters?: AuthorizationParameters & {
    session_required_policies?: string[];
    session_required_single_domain?: string[];
  };
  /** The method of the failed request, such as `"GET"`, if a request was made. */
  readonly method?: string;
  /** The URL of the failed request, without its query, its fragment and any secret or token. */
  readonly url?: string;
  /**
   * An explanation for people: what is wrong, what that means for a service account, and who must do what, with the
   * identity of this account, the resource, and the role or rule. Programs should use `code` and `steps`. Absent if
   * nothing is known.
   */
  readonly advice?: string;
  /** The steps of the advice as data, the most likely one first. Empty if nothing is known. */
  readonly steps: readonly AdviceStep[];
  /**
   * Returns every field as JSON values. Each cause has its `name`, `message`, `code`, `errors` and `cause`. Values
   * nested deeper than a hundred levels are replaced by `[cut off]`.
   */
  toJSON(): { [name: string]: Json };
}

/** The caller's input is invalid: an option, an argument or a target. Nothing was sent. */
export class GlobusConfigError extends GlobusError {}

/** Globus Auth did not grant a token. */
export class GlobusAuthError extends GlobusError {}

/** A service answered with anything but success. */
export class GlobusApiError extends GlobusError {}

/** No response arrived. */
export class GlobusNetworkError extends GlobusError {}

/** No response arrived in time, or a task or run did not end in time. */
export class GlobusTimeoutError extends GlobusError {}
