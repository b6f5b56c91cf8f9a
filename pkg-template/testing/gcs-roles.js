// @ts-check
import {
  endpointOf,
  invalidInput,
  sendList,
  missingRole,
  notFound,
  readDocument,
  requiredText,
  sendResult,
  gcsError,
  parameterIncludes,
  optionalText,
} from "./gcs-documents.js";
import { isUuid } from "./ids.js";
import { ROLE_NAMES } from "./roles.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./roles.js").Role} Role
 * @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint
 * @typedef {import("./collections.js").Collection} Collection
 */

const PRINCIPAL = /^urn:globus:(?:auth:(identity)|groups:(?:id|(group))):(?:id:)?([0-9a-f-]{36})$/i;

/**
 * Adds the routes for roles on an endpoint and on its collections.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addRoleRoutes(app, world) {
  app.get("/roles", (c) => {
    const resource = requireResource(c, world, c.req.query("collection_id"));
    const showAll = parameterIncludes(c, "include", "all_roles");
    if (showAll) requireAdministrator(c, resource);
    const records = showAll ? [...resource.roles.records.values()] : resource.roles.recordsOf(c.get("callerId"));
    return sendList(
      c,
      records.map((role) => roleDocument(role, resource)),
    );
  });

  app.post("/roles", async (c) => {
    const document = await readDocument(c, "role");
    const resource = requireResource(c, world, optionalText(document, "collection"));
    requireAdministrator(c, resource);
    const role = requiredText(document, "role");
    if (!ROLE_NAMES.includes(role))
      throw invalidInput([{ property: "role", message: `Must be one of: ${ROLE_NAMES.join(", ")}.` }]);
    const { principal, principalType } = readPrincipal(requiredText(document, "principal"));
    const isAssigned = [...resource.roles.records.values()].some(
      (record) => record.role === role && record.principal === principal,
    );
    if (isAssigned) throw gcsError(409, "conflict", "This role is already assigned to this principal");
    const record = resource.roles.add(principal, role, principalType);
    return sendResult(c, [roleDocument(record, resource)], { message: `Created role ${record.id}` });
  });

  app.get("/roles/:id", (c) => {
    const { resource, role } = requireRole(c, world);
    if (!resource.roles.recordsOf(c.get("callerId")).includes(role)) requireAdministrator(c, resource);
    return sendResult(c, [roleDocument(role, resource)]);
  });

  app.delete("/roles/:id", (c) => {
    const { resource, role } = requireRole(c, world);
    requireAdministrator(c, resource);
    resource.roles.records.delete(role.id);
    return sendResult(c, [], { message: `Deleted role ${role.id}` });
  });
}

/**
 * Returns a collection of the endpoint, or without an id the endpoint itself.
 * @param {Context} c
 * @param {World} world
 * @param {string | undefined} id of a collection
 * @returns {Endpoint | Collection}
 */
function requireResource(c, world, id) {
  const endpoint = endpointOf(c);
  if (id === undefined) return endpoint;
  const collection = world.collections.find(id);
  if (collection?.endpoint !== endpoint) throw notFound("Collection", id);
  return collection;
}

/** @param {Context} c @param {Endpoint | Collection} resource */
function requireAdministrator(c, resource) {
  if (resource.holds(c.get("callerId"), "administrator")) return;
  const collectionMember = resource === c.env.endpoint ? {} : { collection: resource.id };
  throw missingRole("Insufficient permissions", [{ role: "administrator", ...collectionMember }]);
}

/**
 * Returns the role that the path names, with the endpoint or collection it is on.
 * @param {Context} c
 * @param {World} world
 */
function requireRole(c, world) {
  const endpoint = endpointOf(c);
  const id = c.req.param("id") ?? "";
  for (const resource of [
    endpoint,
    ...world.collections.all().filter((collection) => collection.endpoint === endpoint),
  ]) {
    const role = resource.roles.records.get(id);
    if (role) return { resource, role };
  }
  throw notFound("Role", id);
}

/** @param {string} text */
function readPrincipal(text) {
  const [, identity, , id = ""] = PRINCIPAL.exec(text) ?? [];
  if (!isUuid(id)) throw invalidInput([{ property: "principal", message: "Not a valid principal URN." }]);
  /** @type {import("./roles.js").RolePrincipalType} */
  const principalType = identity ? "identity" : "group";
  return { principal: id.toLowerCase(), principalType };
}

/** @param {Role} role @param {Endpoint | Collection} resource */
const roleDocument = ({ id, principalType, principal, role }, resource) => ({
  DATA_TYPE: "role#1.0.0",
  id,
  collection: "endpoint" in resource ? resource.id : null,
  principal: principalType === "group" ? `urn:globus:groups:id:${principal}` : `urn:globus:auth:identity:${principal}`,
  role,
});
