// @ts-check
// Errors as the package makes them, for tests of what a program does with one.
import { createError } from "../core/errors.js";

/** The class of each code, where that is not `GlobusApiError`. @type {Record<string, string[]>} */
const CLASSES = {
  GlobusConfigError: ["invalid_option", "invalid_argument", "browser_forbidden", "unknown_target", "ambiguous_target", "foreign_origin", "disposed"],
  GlobusAuthError: ["invalid_client", "not_a_service_account", "invalid_scope", "grant_failed"],
  GlobusNetworkError: ["network_error"],
  GlobusTimeoutError: ["timeout", "wait_timeout"],
  GlobusError: ["internal_error"],
};

/** What Globus answers with that becomes a code. @type {Record<string, number>} */
const STATUSES = {
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

/** Codes of what may pass by itself. */
const PASSING = ["network_error", "timeout", "rate_limited", "server_error"];

/** @type {typeof import("./index.js").makeError} */
export function makeError({ code, message = `made by a test: ${code}`, ...fields }) {
  const found = Object.entries(CLASSES).find(([, codes]) => codes.includes(code));
  const type = /** @type {Parameters<typeof createError>[0]} */ (found?.[0] ?? "GlobusApiError");
  const status = STATUSES[code];
  const usual = { retryable: PASSING.includes(code), ...(status !== undefined && { status }) };
  const error = /** @type {any} */ (createError(type, message, { code, ...usual, ...fields }));
  /** @type {any} */ (Error).captureStackTrace?.(error, makeError);
  return error;
}
