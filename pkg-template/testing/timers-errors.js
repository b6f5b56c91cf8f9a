// @ts-check
import { ServiceError } from "./errors.js";

// The form of errors is recorded, `{ error: { code, detail, status } }`, and so is that of validation errors. The codes
// are not recorded.

/** @typedef {{ loc: (string | number)[], msg: string, type: string }} ValidationError */

/**
 * @param {number} status
 * @param {string} code
 * @param {string} detail
 * @param {Record<string, unknown>} [more]
 */
export const timersError = (status, code, detail, more) =>
  new ServiceError(status, { error: { code, detail, status }, ...more });

/** @param {readonly ValidationError[]} detail */
export const invalid = (detail) => new ServiceError(422, { detail });

/** @param {string} id */
export const timerNotFound = (id) => timersError(404, "NOT_FOUND", `No timer with id ${id}`);

/**
 * Returns the scopes that the caller must consent to first, in the form that Globus's clients read.
 * @param {string} message
 * @param {readonly string[]} scopes
 */
export const consentRequirements = (message, scopes) => ({
  code: "ConsentRequired",
  authorization_parameters: { session_message: message, required_scopes: scopes },
});
