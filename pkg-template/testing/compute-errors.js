// @ts-check
import { ServiceError } from "./errors.js";

/**
 * The published numbers of Compute's errors. The numbers for an invalid token, a missing scope and a locked endpoint
 * are not published.
 */
const ERROR_CODES = {
  UNKNOWN_ERROR: 0,
  USER_UNAUTHENTICATED: 1,
  FUNCTION_NOT_FOUND: 3,
  ENDPOINT_NOT_FOUND: 4,
  TASK_NOT_FOUND: 6,
  FUNCTION_ACCESS_FORBIDDEN: 8,
  ENDPOINT_ACCESS_FORBIDDEN: 9,
  FUNCTION_NOT_PERMITTED: 10,
  ENDPOINT_ALREADY_REGISTERED: 11,
  REQUEST_MALFORMED: 17,
  TASK_GROUP_NOT_FOUND: 20,
  TASK_GROUP_ACCESS_FORBIDDEN: 21,
  INVALID_UUID: 22,
};

/**
 * Makes an error of Compute: `{ status, code, error_args, reason, detail, http_status_code }`. `detail` repeats
 * `reason`.
 * @param {number} status
 * @param {keyof typeof ERROR_CODES} code
 * @param {unknown} reason
 * @param {readonly unknown[]} errorArgs
 */
export const computeError = (status, code, reason, errorArgs = []) =>
  new ServiceError(status, {
    status: "Failed",
    code: ERROR_CODES[code],
    error_args: errorArgs,
    reason,
    detail: reason,
    http_status_code: status,
  });

export const unauthenticated = () =>
  computeError(401, "USER_UNAUTHENTICATED", "Could not find user. You must be logged in to perform this function.");

export const insufficientScope = () => computeError(403, "UNKNOWN_ERROR", "Insufficient scope for this action");

/** @param {string} id */
export const functionNotFound = (id) =>
  computeError(404, "FUNCTION_NOT_FOUND", `Function ${id} could not be resolved`, [id]);

/** @param {string} id */
export const functionForbidden = (id) =>
  computeError(403, "FUNCTION_ACCESS_FORBIDDEN", `Unauthorized access to function ${id}`, [id]);

/** @param {string} id */
export const endpointNotFound = (id) =>
  computeError(404, "ENDPOINT_NOT_FOUND", `Endpoint ${id} could not be resolved`, [id]);

/** @param {string} id */
export const endpointForbidden = (id) =>
  computeError(403, "ENDPOINT_ACCESS_FORBIDDEN", `Unauthorized access to endpoint ${id}`, [id]);

/** @param {string} id */
export const alreadyRegistered = (id) => {
  const reason = `Endpoint ${id} was already registered by a different user`;
  return computeError(403, "ENDPOINT_ALREADY_REGISTERED", reason, [id]);
};

/** @param {string} id @param {number} until */
export const endpointLocked = (id, until) => {
  const reason = `Endpoint id ${id} is temporarily locked from registration until ${new Date(until).toISOString()}`;
  return computeError(423, "UNKNOWN_ERROR", reason, [id]);
};

/** @param {string} functionId @param {string} endpointId */
export const notPermitted = (functionId, endpointId) => {
  const reason = `Function ${functionId} not permitted on endpoint ${endpointId}`;
  return computeError(403, "FUNCTION_NOT_PERMITTED", reason, [functionId, endpointId]);
};

/** @param {string} id */
export const taskNotFound = (id) => computeError(404, "TASK_NOT_FOUND", `Task ${id} not found`, [id]);

/** @param {string} id */
export const taskGroupNotFound = (id) =>
  computeError(404, "TASK_GROUP_NOT_FOUND", `Task Group ${id} could not be resolved`, [id]);

/** @param {string} id */
export const taskGroupForbidden = (id) =>
  computeError(403, "TASK_GROUP_ACCESS_FORBIDDEN", `Unauthorized access to Task Group ${id}`, [id]);

/** Refuses a document that lacks required members. @param {readonly string[]} names */
export function missingMembers(names) {
  const detail = names.map((name) => ({ loc: ["body", name], msg: "field required", type: "value_error.missing" }));
  return computeError(422, "REQUEST_MALFORMED", detail);
}
