
/**
 * The stable name of a failure, in `error.code`.
 *
 * What you gave: `invalid_option`, `invalid_argument`, `browser_forbidden`, `unknown_target`, `ambiguous_target`, `foreign_origin`,
 * and an account that you have `disposed` of.
 * The grant: `invalid_client`, `not_a_service_account`, `invalid_scope`, `grant_failed`.
 * The way there: `network_error`, `timeout` (of one answer), `invalid_response`.
 * The service: the rest, and for tasks and listings `task_failed`, `task_inactive`, `wait_timeout` (a wait that has run out of time; what
 * was waited for goes on), `listing_truncated`.
 * This package: `internal_error`, when its WebAssembly module has trapped. Nothing of it can be used any longer: make a new process.
 *
 * An abort has no code: it rejects with the signal's own `reason`, whatever that is.
 *
 * Minor versions may bring others.
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
  // More may come with minor versions.
  | (string & {});

/** Who has to do something; "you" are whoever runs the service account. */
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
 * Something that is to be done about a failure.
 *
 * @example
 * for (const { who, text, command, url } of error.steps) console.log(`${who}: ${text}`, command ?? url ?? "");
 */
export interface AdviceStep {
  who: AdviceWho;
  /** What is to be done, in sentences. */
  text: string;
  /**
   * A line for a shell that does it, of Globus's command line or this package's. It is made of our own words and checked ids
   * alone, never of what a server said, so it may be shown for copying. Words in capitals (`PATH`, `OTHERS`) are to be filled in.
   */
  command?: string;
  /** A page of Globus's where it is done, or that tells more. Made like `command`. */
  url?: string;
}

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * What every failure of this package is. `instanceof` holds across ESM, CommonJS, realms and copies of the package; for a
 * class that you derive it means what it always does. No field ever holds a secret or a token.
 *
 * To send an error to another thread or process, or to a log, send `toJSON()`, in which every field is. A `structuredClone`
 * of the error itself is a plain `Error` with its message and stack; what else of it arrives differs by runtime.
 */
export class GlobusError extends Error {
  /** For a class of your own; `fields` become its members. */
  protected constructor(message?: string, fields?: { code?: GlobusErrorCode; cause?: unknown; [field: string]: unknown });
  /** What went wrong, as a stable name. */
  readonly code: GlobusErrorCode;
  /** HTTP status of the response, if one arrived. */
  readonly status?: number;
  /** The service's own code, for instance `"ClientError.NotFound"`. Numbers of Compute come as text: `"4"`. */
  readonly serverCode?: string;
  /** The service that answered, for instance `"transfer"`. */
  readonly service?: string;
  /** The option or argument that is wrong. */
  readonly field?: string;
  /** Every message the service gave; about a member of a document with its place, such as `"field required: body.name"`. */
  readonly messages: string[];
  /** The service's id of the request: quote it to Globus support. */
  readonly requestId?: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Milliseconds the service asked to wait. */
  readonly retryAfter?: number;
  /**
   * The body of the response: parsed if it was JSON, else its text; at most 64 KiB of it. Take it for what the service documents:
   * `error.body as TransferErrorBody`.
   */
  readonly body?: unknown;
  /**
   * What caused this error, for instance what `fetch` rejected with: that very value, if it is an error or plain data with
   * nothing secret in it. Otherwise it is a copy that says `[redacted]` for a secret, and `[Request]` or the like for what
   * may hide one: an object with a class, a function, a getter.
   */
  readonly cause?: unknown;
  /** The scopes a consent is missing for. */
  readonly requiredScopes: string[];
  /**
   * The id of a submission that failed (`submitTransfer`, `submitDelete`, `createTunnel`): submit the same document with it, and the
   * work is done once, whether or not Globus has had it before. Left out where no id was known yet, and of an abort, which
   * rejects with the signal's own reason.
   */
  readonly submissionId?: string;
  /** Of a wait for a task of Transfer: its last document that was seen. While many wait at once, that holds only how it stands. */
  readonly task?: Partial<Task>;
  /** Of a wait for a run of a flow: its last document that was seen. */
  readonly run?: FlowRun;
  /**
   * What the service demands (Globus Auth Requirements Error), in one form whatever form the service gave it: lists are lists of
   * texts, and what was not demanded is left out.
   *
   * https://globus-sdk-python.readthedocs.io/en/stable/authorization/gare.html
   */
  readonly authorizationParameters?: AuthorizationParameters & {
    session_required_policies?: string[];
    session_required_single_domain?: string[];
  };
  /** The method of the request that failed, such as `"GET"`, if it came to one. */
  readonly method?: string;
  /** Where that request went, without its query, its fragment, and any secret or token. */
  readonly url?: string;
  /**
   * What is wrong, what it means for a service account, and who has to do what: with this account's identity, the resource, the
   * role or rule. It is for people to read; programs go by `code` and `steps`. Left out where nothing is known.
   */
  readonly advice?: string;
  /** The same as data: what is to be done, the likeliest first; empty where nothing is known. */
  readonly steps: readonly AdviceStep[];
  /**
   * Every field, in JSON values only; of each cause its `name`, `message`, `code`, `errors` and `cause`. What lies deeper than
   * a hundred levels is `[cut off]`.
   */
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

/** No answer arrived in time, or what was waited for has not ended in time. */
export class GlobusTimeoutError extends GlobusError {}
