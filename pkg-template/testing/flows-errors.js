// @ts-check
import { ServiceError } from "./errors.js";
import { uuid } from "./ids.js";

// Codes, texts and statuses follow the fixtures of Globus's clients and Globus's OpenAPI description. There is no
// record of the texts of NOT_FOUND for flows and runs (only for web inputs), and of the permissions other than RUN.

/**
 * @typedef {{ loc: (string | number)[], msg: string, type: string }} ValidationError
 */

/**
 * Creates an error of Flows: `{ error: { code, detail }, debug_id }`.
 * @param {number} status
 * @param {string} code
 * @param {string | readonly ValidationError[]} detail
 * @param {{ message?: string }} [more]
 */
export const flowsError = (status, code, detail, more = {}) =>
  new ServiceError(status, { error: { code, detail, ...more }, debug_id: uuid() });

/** Creates the error for an invalid document. @param {readonly ValidationError[]} errors */
export function unprocessable(errors) {
  const count = `${errors.length} validation error${errors.length === 1 ? "" : "s"}`;
  const list = errors.map(({ loc, msg }) => `$.${loc.join(".")}: ${msg}`).join(" ; ");
  return flowsError(422, "UNPROCESSABLE_ENTITY", errors, { message: `${count} in body. ${list}` });
}

/** @param {"Flow" | "Run" | "Web Input" | "Registered API"} kind @param {string} id */
export const notFound = (kind, id) => flowsError(404, "NOT_FOUND", `No ${kind} exists with id value ${id}`);

/** @param {"flow" | "run"} kind @param {string} id @param {string} permission */
export const forbidden = (kind, id, permission) =>
  flowsError(
    403,
    "FORBIDDEN",
    "You do not have the necessary permissions to perform this action " +
      `on the ${kind} with id value ${id}. Missing permissions: ${permission}.`,
  );

/** @param {string} runId @param {string} status @param {readonly string[]} allowed */
export const wrongState = (runId, status, allowed) =>
  flowsError(
    409,
    "STATE_CONFLICT",
    `Run ${runId} has status '${status}' but must have status in ` +
      `{${allowed.map((name) => `'${name}'`).join(", ")}} for requested operation`,
  );

/**
 * Reads the request body as a JSON object.
 * @param {import("hono").Context} c
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readFlowsDocument(c) {
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch {
    throw unprocessable([{ loc: ["__root__"], msg: "the body is not valid JSON", type: "value_error.jsondecode" }]);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw unprocessable([{ loc: ["__root__"], msg: "value is not a valid dict", type: "type_error.dict" }]);
  }
  return /** @type {Record<string, unknown>} */ (document);
}
