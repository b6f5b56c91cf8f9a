// @ts-check
import { ServiceError } from "./errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint
 */

/** The default and the largest number of items on a page. Globus does not document the number: 100 is assumed. */
const MAX_PAGE_SIZE = 100;

/**
 * Sends a successful response. Every response of the GCS Manager API has this envelope.
 * @param {Context} c
 * @param {readonly object[]} data
 * @param {{ status?: number, message?: string, detail?: string, more?: Record<string, unknown> }} [options]
 */
export function sendResult(c, data, { status = 200, message = "Operation successful", detail, more = {} } = {}) {
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
 * Sends one page of a list. Clients must treat the marker as opaque: here it is the position of the page's first item.
 * @param {Context} c
 * @param {readonly object[]} items
 */
export function sendList(c, items) {
  const size = readPageSize(c.req.query("page_size"));
  const marker = c.req.query("marker") ?? "";
  if (!/^\d*$/.test(marker)) throw gcsError(400, "bad_request", `Invalid marker '${marker}'`);
  const start = Number(marker);
  const end = start + size;
  const hasNextPage = end < items.length;
  return sendResult(c, items.slice(start, end), {
    more: { has_next_page: hasNextPage, marker: hasNextPage ? String(end) : "" },
  });
}

/** @param {string | undefined} text */
function readPageSize(text) {
  if (text === undefined) return MAX_PAGE_SIZE;
  if (!/^[1-9]\d*$/.test(text)) throw invalidInput([{ property: "page_size", message: "Not a valid page size." }]);
  return Math.min(MAX_PAGE_SIZE, Number(text));
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {{ detail?: unknown, authorization?: Record<string, unknown> }} [more] `authorization_parameters` exist since
 *   version 1.1.0 of the result document
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

/** @param {string} kind @param {string} id */
export const notFound = (kind, id) => gcsError(404, "not_found", `${kind} ${id} not found`);

/** @param {string} message @param {{ DATA_TYPE: string } & Record<string, unknown>} [detail] */
export const permissionDenied = (message, detail) => gcsError(403, "permission_denied", message, { detail });

/** @param {string} message @param {readonly { role: string, collection?: string }[]} roles of which one is enough */
export const missingRole = (message, roles) =>
  permissionDenied(message, { DATA_TYPE: "missing_required_role#1.0.0", roles });

/** @param {readonly { property?: string, message: string }[]} errors */
export const invalidInput = (errors) =>
  gcsError(422, "unprocessable_entity", "Data Validation Error", {
    detail: { DATA_TYPE: "invalid_input#1.0.0", errors },
  });

/**
 * Reads the request document. Throws 422 if its `DATA_TYPE` is of another kind.
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

/** Reads a required member. @param {Record<string, unknown>} document @param {string} name */
export function requiredText(document, name) {
  const value = document[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidInput([{ property: name, message: "Missing data for required field." }]);
}

/**
 * Reads an optional member. Null means the same as a missing member.
 * @param {Record<string, unknown>} document
 * @param {string} name
 */
export function optionalText(document, name) {
  const value = document[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw invalidInput([{ property: name, message: "Not a valid string." }]);
}

/** Returns the endpoint whose manager is called. @param {Context} c @returns {Endpoint} */
export const endpointOf = (c) => /** @type {Endpoint} */ (c.env.endpoint);

/** Returns the endpoint. Throws 403 unless the caller has a role on it. @param {Context} c @param {string} role */
export function requireEndpointRole(c, role = "administrator") {
  const endpoint = endpointOf(c);
  if (endpoint.holds(c.get("callerId"), role)) return endpoint;
  throw missingRole("Insufficient permissions", [{ role: "owner" }, { role }]);
}

/**
 * Whether a list parameter contains a value. Its values are separated by commas, or the parameter is repeated.
 * @param {Context} c
 * @param {string} name
 * @param {string} value
 */
export const parameterIncludes = (c, name, value) =>
  (c.req.queries(name) ?? []).some((text) => text.split(",").includes(value));
