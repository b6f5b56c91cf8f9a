// @ts-check
// Makes the package's own errors, so that a program can test how it handles them.
import { createError } from "../core/errors.js";

/** The codes of each class. Any other code belongs to `GlobusApiError`. @type {Record<string, string[]>} */
const CODES_BY_CLASS = {
  GlobusConfigError: [
    "invalid_option",
    "invalid_argument",
    "browser_forbidden",
    "unknown_target",
    "ambiguous_target",
    "foreign_origin",
    "disposed",
  ],
  GlobusAuthError: ["invalid_client", "not_a_service_account", "invalid_scope", "grant_failed"],
  GlobusNetworkError: ["network_error"],
  GlobusTimeoutError: ["timeout", "wait_timeout"],
  GlobusError: ["internal_error"],
};

/** The HTTP status of the responses that get each code. @type {Record<string, number>} */
const STATUS_BY_CODE = {
  invalid_client: 401,
  not_a_service_account: 400,
  invalid_scope: 400,
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  consent_required: 403,
  authorization_required: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  rate_limited: 429,
  server_error: 500,
  endpoint_error: 502,
};

/** The codes of failures for which a retry can succeed. */
const RETRYABLE_CODES = ["network_error", "timeout", "rate_limited", "server_error"];

/** @type {typeof import("./index.js").makeError} */
export function makeError({ code, message = `made by a test: ${code}`, ...fields }) {
  const classEntry = Object.entries(CODES_BY_CLASS).find(([, codes]) => codes.includes(code));
  const className = /** @type {Parameters<typeof createError>[0]} */ (classEntry?.[0] ?? "GlobusApiError");
  const status = STATUS_BY_CODE[code];
  const defaults = { retryable: RETRYABLE_CODES.includes(code), ...(status !== undefined && { status }) };
  const error = /** @type {any} */ (createError(className, message, { code, ...defaults, ...fields }));
  /** @type {any} */ (Error).captureStackTrace?.(error, makeError);
  return error;
}
