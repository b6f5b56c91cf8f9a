// @ts-check
import { searchError } from "./errors.js";

// On record are the codes NotFound.NoSuchIndex, NotFound.Generic, BadRequest.Generic, BadRequest.ValidationError,
// Forbidden.Generic, Conflict.IncompatibleIndexStatus and Conflict.LimitExceeded; Unauthorized.Generic and
// Conflict.Generic are formed after them.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-indexes.js").RoleName} RoleName
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 */

export const SERVER = "search.api.globus.org";

/** Which roles will do where one is asked for. @type {Record<RoleName, readonly RoleName[]>} */
const SUFFICIENT = { owner: ["owner"], admin: ["owner", "admin"], writer: ["owner", "admin", "writer"] };

/**
 * A token with one of the scopes.
 * @param {Context} c
 * @param {World} world
 * @param {string} operation
 * @param {readonly string[]} scopes
 */
export function authorize(c, world, operation, scopes) {
  const token = world.tokens.fromHeader(c.req.header("Authorization"));
  if (typeof token === "string") throw searchError(401, "Unauthorized.Generic", "This call must be authenticated");
  if (scopes.some((name) => token.scopes.has(`urn:globus:auth:scope:${SERVER}:${name}`))) return;
  throw forbidden(operation, "The token does not have the scopes");
}

/**
 * A token with one of the scopes, of somebody with such a role.
 * @param {Context} c
 * @param {World} world
 * @param {Index} index
 * @param {string} operation
 * @param {{ scopes: readonly string[], role: RoleName }} needed
 */
export function allow(c, world, index, operation, { scopes, role }) {
  authorize(c, world, operation, scopes);
  const roles = world.indexes.rolesOf(index, c.get("callerId"));
  if (!roles.some((own) => SUFFICIENT[role].includes(own)))
    throw forbidden(operation, "You do not have the proper roles");
}

/** @param {string} operation @param {string} why */
const forbidden = (operation, why) =>
  searchError(403, "Forbidden.Generic", `${operation} request denied by service`, {
    cause: `${why} to perform the ${operation} operation.`,
    recommended_resolution:
      "Ensure you are making a call authenticated with a valid Search token and that you have been granted the " +
      "required roles for this operation",
  });

/** The index of a call, whatever its status. @param {Context} c @param {World} world */
export function named(c, world) {
  const id = c.req.param("id") ?? "";
  const index = world.indexes.get(id);
  if (!index) throw searchError(404, "NotFound.NoSuchIndex", `There is no search index named "${id}"`);
  return index;
}

/** @param {Context} c @param {World} world @param {"open" | "delete_pending"} [status] */
export function open(c, world, status = "open") {
  const index = named(c, world);
  if (index.status === status) return index;
  throw searchError(
    409,
    "Conflict.IncompatibleIndexStatus",
    `Index status (${index.status}) did not match required status for this operation: ${status}`,
  );
}

/** The request document. @param {Context} c @returns {Promise<Record<string, unknown>>} */
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
