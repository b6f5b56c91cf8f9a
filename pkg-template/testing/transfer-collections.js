// @ts-check
import { badRequest, transferError } from "./errors.js";
import { Collection } from "./collections.js";
import { collectionDocument, endpointDocument } from "./collection-document.js";
import { isUuid } from "./ids.js";
import { paginateByOffset, selectFields } from "./paging.js";
import { parseTime } from "./clock.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";

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
    const documents = [
      ...searchCollections(c, world).map((collection) => describeCollection(c, world, collection)),
      ...searchEndpoints(c, world),
    ];
    const { page, limit, offset, hasNextPage } = paginateByOffset(documents, c.req.query(), {
      limit: 100,
      max: 100,
      maxEnd: 1000,
    });
    return c.json({ DATA_TYPE: "endpoint_list", limit, offset, has_next_page: hasNextPage, DATA: page });
  });

  app.get("/endpoint/:id", (c) => {
    const endpoint = world.endpoints.find(c.req.param("id"));
    const document = endpoint
      ? endpointDocument(endpoint, c.get("callerId"))
      : describeCollection(c, world, requireCollection(c, world));
    return c.json(selectFields(document, c.req.query("fields")));
  });

  app.get("/endpoint/:id/access_list", (c) => {
    const rules = [...requireCollectionRole(c, world).rules.values()].map(Collection.ruleDocument);
    return c.json({ DATA_TYPE: "access_list", endpoint: c.req.param("id"), length: rules.length, DATA: rules });
  });

  app.post("/endpoint/:id/access", async (c) => {
    const collection = requireCollectionRole(c, world);
    const document = await readDocument(c);
    const { principal, principalType, path, permissions, expiresAt } = readRule(document, world);
    const isDuplicate = [...collection.rules.values()].some(
      (rule) => rule.path === path && (rule.principal || rule.principalType) === principal,
    );
    if (isDuplicate) throw transferError(409, "Exists", "This principal already has a rule for this path");
    const { id } = collection.addRule(principal, path, permissions, { principalType, expiresAt });
    return sendResult(c, "Created", "Access rule created successfully.", {
      status: 201,
      type: "access_create_result",
      more: { access_id: id },
    });
  });

  app.get("/endpoint/:id/access/:rule", (c) => c.json(Collection.ruleDocument(requireRule(c, world).rule)));

  app.put("/endpoint/:id/access/:rule", async (c) => {
    const { rule: existing } = requireRule(c, world);
    const document = await readDocument(c);
    const { permissions = "expiration_date" in document ? existing.permissions : undefined } = document;
    if (permissions !== "r" && permissions !== "rw") throw badRequest("Invalid value for 'permissions'");
    existing.permissions = permissions;
    if ("expiration_date" in document)
      existing.expiresAt = world.clock.fromClientTime(parseTime(document.expiration_date));
    return sendResult(c, "Updated", `Access rule '${existing.id}' permissions updated successfully`);
  });

  app.delete("/endpoint/:id/access/:rule", (c) => {
    const { collection, rule: existing } = requireRule(c, world);
    collection.rules.delete(existing.id);
    return sendResult(c, "Deleted", `Access rule '${existing.id}' deleted successfully`);
  });
}

/** @param {Context} c @param {World} world */
export const requireCollection = (c, world) => world.collections.get(c.req.param("id") ?? "");

/** @param {Context} c @param {World} world @param {Collection} collection */
export const describeCollection = (c, world, collection) =>
  collectionDocument(collection, c.get("callerId"), world.accounts);

/**
 * Returns the collection of a request. Requires a role of the caller on it.
 * @param {Context} c
 * @param {World} world
 * @param {string} [role]
 */
export function requireCollectionRole(c, world, role = "access_manager") {
  const collection = requireCollection(c, world);
  if (collection.holds(c.get("callerId"), role)) return collection;
  throw transferError(
    403,
    "PermissionDenied",
    "User does not have an administrator or access manager role on the collection",
  );
}

/** @param {Context} c @param {World} world */
function requireRule(c, world) {
  const collection = requireCollectionRole(c, world);
  const rule = collection.rules.get(c.req.param("rule") ?? "");
  if (!rule) throw transferError(404, "AccessRuleNotFound", `No such access rule '${c.req.param("rule")}'`);
  return { collection, rule };
}

/** @param {Record<string, unknown>} document @param {World} world */
function readRule(document, world) {
  const path = requireText(document, "path");
  if (!path.startsWith("/") || !path.endsWith("/")) {
    throw badRequest("Invalid value for 'path': must start and end with '/'");
  }
  const { permissions } = document;
  if (permissions !== "r" && permissions !== "rw") throw badRequest("Invalid value for 'permissions'");
  const type = requireText(document, "principal_type");
  if (!["identity", "group", "all_authenticated_users", "anonymous"].includes(type)) {
    throw badRequest(`Invalid value for 'principal_type': '${type}'`);
  }
  const isNamed = type === "identity" || type === "group";
  const principal = isNamed ? requireText(document, "principal").toLowerCase() : type;
  if (isNamed && !isUuid(principal)) throw badRequest("Invalid value for 'principal'");
  return {
    principal,
    principalType: /** @type {import("./collections.js").PrincipalType} */ (type),
    path,
    permissions: /** @type {"r" | "rw"} */ (permissions),
    expiresAt: world.clock.fromClientTime(parseTime(document.expiration_date)),
  };
}

/** @param {Context} c @param {World} world */
function searchCollections(c, world) {
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
    const searchText = [displayName, description, organization, ...keywords, id].join(" ").toLowerCase();
    const document = describeCollection(c, world, collection);
    return (
      inScope(collection, callerId, world) &&
      words.every((word) => searchText.includes(word)) &&
      (!owner || owner === document.owner_id || owner === collection.owner) &&
      (!type || type.split(",").includes(document.entity_type)) &&
      (!host || host === collection.mapped?.id || host === collection.endpoint.id)
    );
  });
}

/** Searches endpoints: only a search for their entity type finds them. @param {Context} c @param {World} world */
function searchEndpoints(c, world) {
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
  "recently-used": (collection, identityId, world) => hasTask(collection, identityId, world, () => true),
  "in-use": (collection, identityId, world) => hasTask(collection, identityId, world, (task) => !task.isOver),
};

/**
 * @param {Collection} collection
 * @param {string} identityId
 * @param {World} world
 * @param {(task: import("./tasks.js").Task) => boolean} test
 */
const hasTask = (collection, identityId, world, test) =>
  world.tasks.all().some((task) => {
    const { ownerId, source, destination } = task.request;
    return ownerId === identityId && (source === collection || destination === collection) && test(task);
  });
