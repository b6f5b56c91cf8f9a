// @ts-check
import { badRequest, transferError } from "./errors.js";
import { Collection } from "./collections.js";
import { collectionDocument, endpointDocument } from "./collection-document.js";
import { isUuid } from "./ids.js";
import { offsetPage, selectFields } from "./paging.js";
import { parseTime } from "./clock.js";
import { readDocument, requiredText, result } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes that find and describe collections, and those of access rules.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addCollectionRoutes(app, world) {
  app.get("/endpoint_search", (c) => {
    const found = [...search(c, world).map((collection) => describe(c, world, collection)), ...servers(c, world)];
    const { page, limit, offset, hasNextPage } = offsetPage(found, c.req.query(), {
      limit: 100,
      max: 100,
      reach: 1000,
    });
    return c.json({ DATA_TYPE: "endpoint_list", limit, offset, has_next_page: hasNextPage, DATA: page });
  });

  app.get("/endpoint/:id", (c) => {
    const endpoint = world.endpoints.find(c.req.param("id"));
    const document = endpoint ? endpointDocument(endpoint, c.get("callerId")) : describe(c, world, named(c, world));
    return c.json(selectFields(document, c.req.query("fields")));
  });

  app.get("/endpoint/:id/access_list", (c) => {
    const rules = [...administered(c, world).rules.values()].map(Collection.ruleDocument);
    return c.json({ DATA_TYPE: "access_list", endpoint: c.req.param("id"), length: rules.length, DATA: rules });
  });

  app.post("/endpoint/:id/access", async (c) => {
    const collection = administered(c, world);
    const document = await readDocument(c);
    const { principal, principalType, path, permissions, expiresAt } = readRule(document, world);
    const same = [...collection.rules.values()].some(
      (rule) => rule.path === path && (rule.principal || rule.principalType) === principal,
    );
    if (same) throw transferError(409, "Exists", "This principal already has a rule for this path");
    const { id } = collection.addRule(principal, path, permissions, { principalType, expiresAt });
    return result(c, "Created", "Access rule created successfully.", {
      status: 201,
      type: "access_create_result",
      more: { access_id: id },
    });
  });

  app.get("/endpoint/:id/access/:rule", (c) => c.json(Collection.ruleDocument(rule(c, world).rule)));

  app.put("/endpoint/:id/access/:rule", async (c) => {
    const { rule: existing } = rule(c, world);
    const document = await readDocument(c);
    const { permissions = "expiration_date" in document ? existing.permissions : undefined } = document;
    if (permissions !== "r" && permissions !== "rw") throw badRequest("Invalid value for 'permissions'");
    existing.permissions = permissions;
    if ("expiration_date" in document) existing.expiresAt = world.clock.meant(parseTime(document.expiration_date));
    return result(c, "Updated", `Access rule '${existing.id}' permissions updated successfully`);
  });

  app.delete("/endpoint/:id/access/:rule", (c) => {
    const { collection, rule: existing } = rule(c, world);
    collection.rules.delete(existing.id);
    return result(c, "Deleted", `Access rule '${existing.id}' deleted successfully`);
  });
}

/** @param {Context} c @param {World} world */
export const named = (c, world) => world.collections.get(c.req.param("id") ?? "");

/** @param {Context} c @param {World} world @param {Collection} collection */
export const describe = (c, world, collection) => collectionDocument(collection, c.get("callerId"), world.accounts);

/**
 * Returns the collection of a request. Requires a role of the caller on it.
 * @param {Context} c
 * @param {World} world
 * @param {string} [role]
 */
export function administered(c, world, role = "access_manager") {
  const collection = named(c, world);
  if (collection.holds(c.get("callerId"), role)) return collection;
  throw transferError(
    403,
    "PermissionDenied",
    "User does not have an administrator or access manager role on the collection",
  );
}

/** @param {Context} c @param {World} world */
function rule(c, world) {
  const collection = administered(c, world);
  const found = collection.rules.get(c.req.param("rule") ?? "");
  if (!found) throw transferError(404, "AccessRuleNotFound", `No such access rule '${c.req.param("rule")}'`);
  return { collection, rule: found };
}

/** @param {Record<string, unknown>} document @param {World} world */
function readRule(document, world) {
  const path = requiredText(document, "path");
  if (!path.startsWith("/") || !path.endsWith("/")) {
    throw badRequest("Invalid value for 'path': must start and end with '/'");
  }
  const { permissions } = document;
  if (permissions !== "r" && permissions !== "rw") throw badRequest("Invalid value for 'permissions'");
  const type = requiredText(document, "principal_type");
  if (!["identity", "group", "all_authenticated_users", "anonymous"].includes(type)) {
    throw badRequest(`Invalid value for 'principal_type': '${type}'`);
  }
  const isNamed = type === "identity" || type === "group";
  const principal = isNamed ? requiredText(document, "principal").toLowerCase() : type;
  if (isNamed && !isUuid(principal)) throw badRequest("Invalid value for 'principal'");
  return {
    principal,
    principalType: /** @type {import("./collections.js").PrincipalType} */ (type),
    path,
    permissions: /** @type {"r" | "rw"} */ (permissions),
    expiresAt: world.clock.meant(parseTime(document.expiration_date)),
  };
}

/** @param {Context} c @param {World} world */
function search(c, world) {
  const callerId = c.get("callerId");
  const {
    filter_fulltext: text = "",
    filter_scope: scope = "all",
    filter_owner_id: owner,
    filter_entity_type: type,
    filter_host_endpoint: host,
  } = c.req.query();
  if (scope === "all" && text === "" && !owner) {
    throw badRequest("Search with scope 'all' requires 'filter_fulltext' or 'filter_owner_id'");
  }
  const inScope = SEARCH_SCOPES[scope];
  if (!inScope) throw badRequest(`Invalid value for 'filter_scope': '${scope}'`);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return world.collections.all().filter((collection) => {
    const { displayName, description, organization, keywords, id } = collection;
    if (collection.settings.public === false && collection.rolesOf(callerId).length === 0) return false;
    const haystack = [displayName, description, organization, ...keywords, id].join(" ").toLowerCase();
    const document = describe(c, world, collection);
    return (
      inScope(collection, callerId, world) &&
      words.every((word) => haystack.includes(word)) &&
      (!owner || owner === document.owner_id || owner === collection.owner) &&
      (!type || type.split(",").includes(document.entity_type)) &&
      (!host || host === collection.mapped?.id || host === collection.endpoint.id)
    );
  });
}

/** Searches endpoints: only a search for their entity type finds them. @param {Context} c @param {World} world */
function servers(c, world) {
  const { filter_fulltext: text = "", filter_entity_type: type = "", filter_scope: scope = "all" } = c.req.query();
  if (!type.split(",").includes("GCSv5_endpoint")) return [];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return world.endpoints
    .all()
    .filter((endpoint) => scope === "all" || endpoint.holds(c.get("callerId"), "administrator"))
    .filter(({ displayName, id }) => words.every((word) => `${displayName} ${id}`.toLowerCase().includes(word)))
    .map((endpoint) => endpointDocument(endpoint, c.get("callerId")));
}

/** @type {Record<string, (collection: Collection, identityId: string, world: World) => boolean>} */
const SEARCH_SCOPES = {
  all: () => true,
  "my-endpoints": ({ owner }, identityId) => owner === identityId,
  "administered-by-me": (collection, identityId) => collection.holds(identityId, "administrator"),
  "my-gcp-endpoints": ({ owner, personal }, identityId) => personal && owner === identityId,
  "shared-by-me": ({ owner, type }, identityId) => owner === identityId && type === "guest",
  "shared-with-me": (collection, identityId) =>
    collection.type === "guest" &&
    collection.owner !== identityId &&
    collection.rulesFor(identityId).some(({ principal }) => principal !== ""),
  "recently-used": (collection, identityId, world) => uses(collection, identityId, world, () => true),
  "in-use": (collection, identityId, world) => uses(collection, identityId, world, (task) => !task.isOver),
};

/**
 * @param {Collection} collection
 * @param {string} identityId
 * @param {World} world
 * @param {(task: import("./tasks.js").Task) => boolean} test
 */
const uses = (collection, identityId, world, test) =>
  world.tasks.all().some((task) => {
    const { ownerId, source, destination } = task.request;
    return ownerId === identityId && (source === collection || destination === collection) && test(task);
  });
