// @ts-check
import { badRequest, transferError } from "./errors.js";
import { isUuid } from "./ids.js";
import { ROLE_NAMES } from "./roles.js";
import { requireCollectionRole } from "./transfer-collections.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes of roles on collections and endpoints.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addRoleRoutes(app, world) {
  app.get("/endpoint/:id/role_list", (c) => {
    const { roles } = requireRoleHolder(c, world, "access_manager");
    return c.json({ DATA_TYPE: "role_list", DATA: [...roles.records.values()].map(roleDocument) });
  });

  app.post("/endpoint/:id/role", async (c) => {
    const { roles } = requireRoleHolder(c, world, "administrator");
    const document = await readDocument(c);
    const role = requireText(document, "role");
    if (!ROLE_NAMES.includes(role)) throw badRequest(`Invalid value for 'role': '${role}'`);
    const type = requireText(document, "principal_type");
    if (type !== "identity" && type !== "group") throw badRequest(`Invalid value for 'principal_type': '${type}'`);
    const principal = requireText(document, "principal").toLowerCase();
    if (!isUuid(principal)) throw badRequest("Invalid value for 'principal'");
    const isDuplicate = [...roles.records.values()].some(
      (record) => record.role === role && record.principal === principal,
    );
    if (isDuplicate) throw transferError(409, "Exists", "This principal already has this role");
    return c.json(roleDocument(roles.add(principal, role, type)), 201);
  });

  app.get("/endpoint/:id/role/:role", (c) => c.json(roleDocument(requireRole(c, world, "access_manager").role)));

  app.delete("/endpoint/:id/role/:role", (c) => {
    const { roles, role } = requireRole(c, world, "administrator");
    roles.records.delete(role.id);
    return sendResult(c, "Deleted", `Role '${role.id}' deleted successfully`);
  });
}

/**
 * Returns the collection or endpoint of a request. Requires a role of the caller on it.
 * @param {Context} c
 * @param {World} world
 * @param {string} requiredRole
 */
function requireRoleHolder(c, world, requiredRole) {
  const endpoint = world.endpoints.find(c.req.param("id") ?? "");
  if (!endpoint) return requireCollectionRole(c, world, requiredRole);
  if (endpoint.holds(c.get("callerId"), requiredRole)) return endpoint;
  throw transferError(403, "PermissionDenied", "User does not have the required role on the endpoint");
}

/** @param {Context} c @param {World} world @param {string} requiredRole */
function requireRole(c, world, requiredRole) {
  const { roles } = requireRoleHolder(c, world, requiredRole);
  const role = roles.records.get(c.req.param("role") ?? "");
  if (!role) throw transferError(404, "RoleNotFound", `No such role '${c.req.param("role")}'`);
  return { roles, role };
}

/** @param {import("./roles.js").Role} role */
const roleDocument = ({ id, principalType, principal, role }) => ({
  DATA_TYPE: "role",
  id,
  principal_type: principalType,
  principal,
  role,
});
