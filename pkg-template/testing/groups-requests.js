// @ts-check
import { groupsError, ServiceError } from "./errors.js";

/** @typedef {import("hono").Context<import("./world.js").Env>} Context */

/**
 * Makes the error for an invalid request, in the form that FastAPI uses.
 * @param {readonly (string | number)[]} loc
 * @param {string} msg
 * @param {string} type
 */
export const invalidInput = (loc, msg, type = "value_error") => new ServiceError(422, { detail: [{ loc, msg, type }] });

/** Reads the request document. @param {Context} c @returns {Promise<Record<string, unknown>>} */
export async function readBody(c) {
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch {
    throw invalidInput(["body"], "JSON decode error", "json_invalid");
  }
  if (typeof document === "object" && document !== null && !Array.isArray(document)) {
    return /** @type {Record<string, unknown>} */ (document);
  }
  throw invalidInput(["body"], "Input should be a valid dictionary", "dict_type");
}

/**
 * Reads an optional member. Null is a value of its own: it clears the member.
 * @param {Record<string, unknown>} body
 * @param {string} name
 * @returns {string | null | undefined}
 */
export function readText(body, name) {
  const value = body[name];
  if (value === undefined || value === null || typeof value === "string") return value;
  throw invalidInput(["body", name], "Input should be a valid string", "string_type");
}

/** @param {string} detail @param {readonly string[]} [scopes] */
export const forbidden = (detail, scopes) =>
  groupsError(403, "FORBIDDEN", detail, scopes && { provided_scopes: [...scopes] });
