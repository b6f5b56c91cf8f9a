// @ts-check
import { searchError } from "./errors.js";

// Public records show the codes NotFound.NoSuchIndex, NotFound.Generic, BadRequest.Generic, BadRequest.ValidationError,
// Forbidden.Generic, Conflict.IncompatibleIndexStatus and Conflict.LimitExceeded. Unauthorized.Generic and
// Conflict.Generic are assumed: they follow the same pattern.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-indexes.js").RoleName} RoleName
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 */

export const RESOURCE_SERVER = "search.api.globus.org";

/** The roles that include each role. @type {Record<RoleName, readonly RoleName[]>} */
const SUFFICIENT_ROLES = { owner: ["owner"], admin: ["owner", "admin"], writer: ["owner", "admin", "writer"] };

/**
 * Throws 401 without a token, and 403 if the token has none of the scopes.
 * @param {Context} c
 * @param {World} world
 * @param {string} operation
 * @param {readonly string[]} scopes
 */
export function requireScope(c, world, operation, scopes) {
  const token = world.tokens.fromHeader(c.req.header("Authorization"));
  if (typeof token === "string") throw searchError(401, "Unauthorized.Generic", "This call must be authenticated");
  if (scopes.some((name) => token.scopes.has(`urn:globus:auth:scope:${RESOURCE_SERVER}:${name}`))) return;
  throw forbidden(operation, "The token does not have the scopes");
}

/**
 * Throws unless the token has one of the scopes and its identity has the role on the index.
 * @param {Context} c
 * @param {World} world
 * @param {Index} index
 * @param {string} operation
 * @param {{ scopes: readonly string[], role: RoleName }} needed
 */
export function requireRole(c, world, index, operation, { scopes, role }) {
  requireScope(c, world, operation, scopes);
  const roles = world.indexes.rolesOf(index, c.get("callerId"));
  if (!roles.some((callerRole) => SUFFICIENT_ROLES[role].includes(callerRole)))
    throw forbidden(operation, "You do not have the proper roles");
}

/** @param {string} operation @param {string} reason */
const forbidden = (operation, reason) =>
  searchError(403, "Forbidden.Generic", `${operation} request denied by service`, {
    cause: `${reason} to perform the ${operation} operation.`,
    recommended_resolution:
      "Ensure you are making a call authenticated with a valid Search token and that you have been granted the " +
      "required roles for this operation",
  });

/** Returns the index that the path names, in any status, or throws 404. @param {Context} c @param {World} world */
export function requireIndex(c, world) {
  const id = c.req.param("id") ?? "";
  const index = world.indexes.get(id);
  if (!index) throw searchError(404, "NotFound.NoSuchIndex", `There is no search index named "${id}"`);
  return index;
}

/**
 * Returns the index that the path names. Throws 409 if it has another status.
 * @param {Context} c
 * @param {World} world
 * @param {"open" | "delete_pending"} [status]
 */
export function requireIndexWithStatus(c, world, status = "open") {
  const index = requireIndex(c, world);
  if (index.status === status) return index;
  throw searchError(
    409,
    "Conflict.IncompatibleIndexStatus",
    `Index status (${index.status}) did not match required status for this operation: ${status}`,
  );
}

/** Reads the request document. @param {Context} c @returns {Promise<Record<string, unknown>>} */
export async function readBody(c) {
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch {
    document = undefined;
  }
  if (typeof document === "object" && document !== null && !Array.isArray(document)) {
    return /** @type {Record<string, unknown>} */ (document);
  }
  throw searchError(400, "BadRequest.Generic", `${c.req.path} requires a JSON payload`);
}
