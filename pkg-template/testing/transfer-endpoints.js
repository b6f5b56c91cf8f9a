// @ts-check
import { Collection } from "./collections.js";
import { badRequest, transferError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";
import { paginateByMarker } from "./paging.js";
import { requireCollectionRole, describeCollection, requireCollection } from "./transfer-collections.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/** Members that clients cannot change. The values that clients send for them are ignored. */
const READ_ONLY = ["DATA_TYPE", "DATA", "id", "name", "owner_id", "owner_string", "username", "subscription_id"];

/**
 * Adds the routes that change collections, mainly those of Globus Connect Personal, and that read what belongs to them.
 * Whether Transfer accepts such changes for the collections of a server too is not recorded. The fake accepts them.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addEndpointRoutes(app, world) {
  app.post("/endpoint", async (c) => {
    const document = await readDocument(c);
    if (document.is_globus_connect !== true) throw badRequest("Only Globus Connect Personal is registered this way");
    const displayName = requireText(document, "display_name");
    const ownership = { type: /** @type {const} */ ("mapped"), personal: true, owner: c.get("callerId") };
    const collection = new Collection({ displayName, ...ownership }, world);
    applyDocument(collection, document);
    world.collections.add(collection);
    const more = { id: collection.id, globus_connect_setup_key: uuid() };
    return sendResult(c, "Created", "Endpoint created successfully", {
      status: 201,
      type: "endpoint_create_result",
      more,
    });
  });

  app.post("/shared_endpoint", async (c) => {
    const document = await readDocument(c);
    const host = world.collections.get(requireText(document, "host_endpoint"));
    const owner = c.get("callerId");
    if (host.type !== "mapped" || !host.personal) throw badRequest(`'${host.id}' hosts no shared endpoints`);
    const basePath = requireText(document, "host_path");
    if (!host.allows(owner, basePath, "write")) throw transferError(403, "PermissionDenied", "Permission denied");
    const displayName = requireText(document, "display_name");
    const options = { displayName, owner, personal: true, mappedCollection: host.id, basePath };
    const collection = new Collection(options, world);
    applyDocument(collection, document);
    world.collections.add(collection);
    const more = { id: collection.id };
    return sendResult(c, "Created", "Shared endpoint created successfully", {
      status: 201,
      type: "endpoint_create_result",
      more,
    });
  });

  app.put("/endpoint/:id", async (c) => {
    const collection = requireCollectionRole(c, world, "administrator");
    applyDocument(collection, await readDocument(c));
    return sendResult(c, "Updated", "Endpoint updated successfully");
  });

  app.delete("/endpoint/:id", (c) => {
    const collection = requireCollectionRole(c, world, "administrator");
    for (const guest of world.collections.guestsOf(collection)) world.collections.delete(guest.id);
    world.collections.delete(collection.id);
    return sendResult(c, "Deleted", "Endpoint deleted successfully");
  });

  app.put("/endpoint/:id/subscription", async (c) => {
    const collection = requireCollectionRole(c, world, "administrator");
    const { subscription_id: id = null } = await readDocument(c);
    if (id !== null && !isUuid(id)) throw badRequest("Invalid value for 'subscription_id'");
    collection.subscriptionId = id;
    return sendResult(c, "Updated", "Endpoint updated successfully");
  });

  app.put("/endpoint/:id/subscription_admin_verified", async (c) => {
    const collection = requireCollection(c, world);
    const { subscription_admin_verified: verified } = await readDocument(c);
    if (typeof verified !== "boolean") throw badRequest("Invalid value for 'subscription_admin_verified'");
    if (!collection.holds(c.get("callerId"), "administrator")) {
      const message =
        "User does not have an admin role on the collection's subscription to set subscription_admin_verified";
      throw transferError(403, "PermissionDenied", message);
    }
    if (collection.subscriptionId === null) {
      throw badRequest("The collection must be associated with a subscription to set subscription_admin_verified");
    }
    collection.settings.subscription_admin_verified = verified;
    return sendResult(c, "Updated", "Endpoint updated successfully");
  });

  app.get("/endpoint/:id/server_list", (c) =>
    c.json({
      DATA_TYPE: "endpoint_server_list",
      endpoint: c.req.param("id"),
      DATA: serverDocuments(requireCollection(c, world)),
    }),
  );
  app.get("/endpoint/:id/server/:server", (c) => {
    const serverId = c.req.param("server");
    const server = serverDocuments(requireCollection(c, world)).find(({ id }) => String(id) === serverId);
    if (!server) throw transferError(404, "ServerNotFound", `No such server '${serverId}'`);
    return c.json(server);
  });

  app.get("/endpoint/:id/my_effective_pause_rule_list", (c) => {
    const rules = world.pauseRules.effectiveRules(requireCollection(c, world), c.get("callerId"));
    return c.json({
      DATA_TYPE: "pause_rule_list",
      DATA: rules.map((rule) => world.pauseRules.makeLimitedDocument(rule)),
    });
  });

  app.get("/endpoint/:id/my_shared_endpoint_list", (c) => {
    const callerId = c.get("callerId");
    const shared = world.collections
      .guestsOf(requireSharingHost(c, world))
      .filter((guest) => guest.holds(callerId, "access_manager"));
    return c.json({ DATA_TYPE: "endpoint_list", DATA: shared.map((guest) => describeCollection(c, world, guest)) });
  });

  app.get("/endpoint/:id/shared_endpoint_list", (c) => {
    const sharingHost = requireSharingHost(c, world);
    if (!sharingHost.holds(c.get("callerId"), "administrator")) {
      throw transferError(403, "PermissionDenied", "User does not have an administrator role on the collection");
    }
    const shared = world.collections.guestsOf(sharingHost).map(({ id }) => ({ id }));
    const size = Math.max(1, Math.min(1000, Number(c.req.query("max_results")) || 1000));
    const { page, nextMarker } = paginateByMarker(shared, c.req.query("next_token"), size);
    return c.json({ shared_endpoints: page, next_token: nextMarker === null ? null : String(nextMarker) });
  });
}

/**
 * Returns what can host guest collections: a mapped collection or an endpoint.
 * @param {Context} c
 * @param {World} world
 */
export function requireSharingHost(c, world) {
  const endpoint = world.endpoints.find(c.req.param("id") ?? "");
  if (endpoint) return endpoint;
  const collection = requireCollection(c, world);
  if (collection.type === "mapped") return collection;
  throw transferError(409, "Conflict", `Endpoint '${collection.id}' is not a host endpoint`);
}

/** @param {Collection} collection @param {Record<string, unknown>} document */
function applyDocument(collection, document) {
  const { display_name: name, description, organization, keywords, default_directory: directory } = document;
  if (typeof name === "string" && name !== "") collection.displayName = name;
  if (typeof description === "string" || description === null) collection.description = description;
  if (typeof organization === "string" || organization === null) collection.organization = organization;
  if (typeof keywords === "string") collection.keywords = keywords.split(",").map((word) => word.trim());
  if (typeof directory === "string") collection.setDefaultDirectory(directory);
  const { subscription_id: subscription } = document;
  if (subscription === null || isUuid(subscription)) collection.subscriptionId = subscription;
  for (const [key, value] of Object.entries(document)) if (!READ_ONLY.includes(key)) collection.settings[key] = value;
}

/** @param {Collection} collection */
const serverDocuments = ({ personal, domain }) =>
  personal
    ? []
    : [
        {
          DATA_TYPE: "server",
          id: 1,
          hostname: domain,
          scheme: "tlsftp",
          port: 443,
          uri: `tlsftp://${domain}:443`,
          subject: null,
          incoming_data_port_start: 50000,
          incoming_data_port_end: 51000,
          outgoing_data_port_start: 50000,
          outgoing_data_port_end: 51000,
          is_connected: true,
          is_paused: false,
        },
      ];
