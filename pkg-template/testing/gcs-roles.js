// @ts-check
import {
  endpointOf,
  invalidInput,
  listResult,
  missingRole,
  notFound,
  readDocument,
  requiredText,
  result,
  gcsError,
  parameterHolds,
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
 * Who administers an endpoint and its collections.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addRoleRoutes(app, world) {
  app.get("/roles", (c) => {
    const place = placeOf(c, world, c.req.query("collection_id"));
    const all = parameterHolds(c, "include", "all_roles");
    if (all) requireAdministrator(c, place);
    const records = all ? [...place.roles.records.values()] : place.roles.recordsOf(c.get("callerId"));
    return listResult(
      c,
      records.map((role) => roleDocument(role, place)),
    );
  });

  app.post("/roles", async (c) => {
    const document = await readDocument(c, "role");
    const place = placeOf(c, world, optionalText(document, "collection"));
    requireAdministrator(c, place);
    const role = requiredText(document, "role");
    if (!ROLE_NAMES.includes(role))
      throw invalidInput([{ property: "role", message: `Must be one of: ${ROLE_NAMES.join(", ")}.` }]);
    const { principal, principalType } = readPrincipal(requiredText(document, "principal"));
    const isThere = [...place.roles.records.values()].some((it) => it.role === role && it.principal === principal);
    if (isThere) throw gcsError(409, "conflict", "This role is already assigned to this principal");
    const record = place.roles.add(principal, role, principalType);
    return result(c, [roleDocument(record, place)], { message: `Created role ${record.id}` });
  });

  app.get("/roles/:id", (c) => {
    const { place, role } = roleOf(c, world);
    if (!place.roles.recordsOf(c.get("callerId")).includes(role)) requireAdministrator(c, place);
    return result(c, [roleDocument(role, place)]);
  });

  app.delete("/roles/:id", (c) => {
    const { place, role } = roleOf(c, world);
    requireAdministrator(c, place);
    place.roles.records.delete(role.id);
    return result(c, [], { message: `Deleted role ${role.id}` });
  });
}

/** @param {Context} c @param {World} world @param {string | undefined} id @returns {Endpoint | Collection} */
function placeOf(c, world, id) {
  const endpoint = endpointOf(c);
  if (id === undefined) return endpoint;
  const collection = world.collections.find(id);
  if (collection?.endpoint !== endpoint) throw notFound("Collection", id);
  return collection;
}

/** @param {Context} c @param {Endpoint | Collection} place */
function requireAdministrator(c, place) {
  if (place.holds(c.get("callerId"), "administrator")) return;
  const where = place === c.env.endpoint ? {} : { collection: place.id };
  throw missingRole("Insufficient permissions", [{ role: "administrator", ...where }]);
}

/** @param {Context} c @param {World} world */
function roleOf(c, world) {
  const endpoint = endpointOf(c);
  const id = c.req.param("id") ?? "";
  for (const place of [endpoint, ...world.collections.all().filter((it) => it.endpoint === endpoint)]) {
    const role = place.roles.records.get(id);
    if (role) return { place, role };
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

/** @param {Role} role @param {Endpoint | Collection} place */
const roleDocument = ({ id, principalType, principal, role }, place) => ({
  DATA_TYPE: "role#1.0.0",
  id,
  collection: "endpoint" in place ? place.id : null,
  principal: principalType === "group" ? `urn:globus:groups:id:${principal}` : `urn:globus:auth:identity:${principal}`,
  role,
});
