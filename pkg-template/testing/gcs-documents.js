// @ts-check
import { ServiceError } from "./errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint
 */

/** How many items are on a page. The true number is not documented. */
const PAGE = 100;

/**
 * The envelope of every answer.
 * @param {Context} c
 * @param {readonly object[]} data
 * @param {{ status?: number, message?: string, detail?: string, more?: Record<string, unknown> }} [options]
 */
export function result(c, data, { status = 200, message = "Operation successful", detail, more = {} } = {}) {
  const document = {
    DATA_TYPE: "result#1.0.0",
    code: "success",
    detail: detail ?? (status === 201 ? "created" : "success"),
    http_response_code: status,
    message,
    has_next_page: false,
    data,
    ...more,
  };
  return c.json(document, /** @type {200} */ (status));
}

/**
 * One page of a list. The marker is opaque to clients: here it is the position of the page's first item.
 * @param {Context} c
 * @param {readonly object[]} items
 */
export function listResult(c, items) {
  const size = pageSize(c.req.query("page_size"));
  const marker = c.req.query("marker") ?? "";
  if (!/^\d*$/.test(marker)) throw gcsError(400, "bad_request", `Invalid marker '${marker}'`);
  const start = Number(marker);
  const end = start + size;
  const hasNextPage = end < items.length;
  return result(c, items.slice(start, end), {
    more: { has_next_page: hasNextPage, marker: hasNextPage ? String(end) : "" },
  });
}

/** @param {string | undefined} text */
function pageSize(text) {
  if (text === undefined) return PAGE;
  if (!/^[1-9]\d*$/.test(text)) throw invalidInput([{ property: "page_size", message: "Not a valid page size." }]);
  return Math.min(PAGE, Number(text));
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {{ detail?: unknown, authorization?: Record<string, unknown> }} [more] with parameters of an authorization the
 *   result is of version 1.1.0, which brought them
 */
export function gcsError(status, code, message, { detail = null, authorization } = {}) {
  return new ServiceError(status, {
    DATA_TYPE: authorization ? "result#1.1.0" : "result#1.0.0",
    code,
    detail,
    http_response_code: status,
    message,
    has_next_page: false,
    data: [],
    ...(authorization && { authorization_parameters: authorization }),
  });
}

/** @param {string} what @param {string} id */
export const notFound = (what, id) => gcsError(404, "not_found", `${what} ${id} not found`);

/** @param {string} message @param {{ DATA_TYPE: string } & Record<string, unknown>} [detail] */
export const permissionDenied = (message, detail) => gcsError(403, "permission_denied", message, { detail });

/** @param {string} message @param {readonly { role: string, collection?: string }[]} roles any of them would do */
export const missingRole = (message, roles) =>
  permissionDenied(message, { DATA_TYPE: "missing_required_role#1.0.0", roles });

/** @param {readonly { property?: string, message: string }[]} errors */
export const invalidInput = (errors) =>
  gcsError(422, "unprocessable_entity", "Data Validation Error", {
    detail: { DATA_TYPE: "invalid_input#1.0.0", errors },
  });

/**
 * The request document, which must be of this kind.
 * @param {Context} c
 * @param {string} kind for instance `collection`
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readDocument(c, kind) {
  if (!/^application\/json\b/i.test(c.req.header("Content-Type") ?? "")) {
    throw gcsError(415, "unsupported_media_type", "The body must be application/json");
  }
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch {
    throw gcsError(400, "bad_request", "The body is not JSON");
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw gcsError(400, "bad_request", "The body must be an object");
  }
  const type = /** @type {Record<string, unknown>} */ (document).DATA_TYPE;
  if (typeof type !== "string" || !new RegExp(`^${kind}#\\d+\\.\\d+\\.\\d+$`).test(type)) {
    throw invalidInput([{ property: "DATA_TYPE", message: `Must be a version of ${kind}.` }]);
  }
  return /** @type {Record<string, unknown>} */ (document);
}

/** @param {Record<string, unknown>} document @param {string} name */
export function requiredText(document, name) {
  const value = document[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidInput([{ property: name, message: "Missing data for required field." }]);
}

/** @param {Record<string, unknown>} document @param {string} name */
export function optionalText(document, name) {
  const value = document[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw invalidInput([{ property: name, message: "Not a valid string." }]);
}

/** The endpoint whose manager is called. @param {Context} c @returns {Endpoint} */
export const endpointOf = (c) => /** @type {Endpoint} */ (c.env.endpoint);

/** @param {Context} c @param {string} role */
export function requireEndpointRole(c, role = "administrator") {
  const endpoint = endpointOf(c);
  if (endpoint.holds(c.get("callerId"), role)) return endpoint;
  throw missingRole("Insufficient permissions", [{ role: "owner" }, { role }]);
}

/** Whether a list parameter, comma-joined or repeated, holds a value. @param {Context} c @param {string} name @param {string} value */
export const parameterHolds = (c, name, value) =>
  (c.req.queries(name) ?? []).some((text) => text.split(",").includes(value));
