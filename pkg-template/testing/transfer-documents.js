// @ts-check
import { badRequest } from "./errors.js";

/** @typedef {import("hono").Context<import("./world.js").Env>} Context */

export const VERSION = "/v0.10";

/** Returns Transfer's name of a resource: the path without the version. @param {Context} c */
export const resourceName = (c) => c.req.path.slice(VERSION.length);

/**
 * Sends the reply to a request that changed something.
 * @param {Context} c
 * @param {string} code
 * @param {string} message
 * @param {{ status?: number, type?: string, more?: Record<string, unknown> }} [options]
 */
export function sendResult(c, code, message, { status = 200, type = "result", more = {} } = {}) {
  const document = { DATA_TYPE: type, code, message, request_id: c.env.requestId, resource: resourceName(c), ...more };
  return c.json(document, /** @type {200} */ (status));
}

/**
 * Reads the request body as a JSON object.
 * @param {Context} c
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readDocument(c) {
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch (error) {
    throw badRequest(`Could not parse JSON: ${/** @type {Error} */ (error).message}`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw badRequest("The body must be an object");
  }
  return /** @type {Record<string, unknown>} */ (document);
}

/** @param {Record<string, unknown>} document @param {string} name */
export function requireText(document, name) {
  const value = document[name];
  if (typeof value !== "string" || value === "") throw badRequest(`Missing or invalid value for '${name}'`);
  return value;
}
