// @ts-check
import { Collection } from "./collections.js";
import { applySettings, gcsCollectionDocument } from "./gcs-collection-document.js";
import { notFromAllowedDomain } from "./gcs-credentials.js";
import {
  endpointOf,
  gcsError,
  invalidInput,
  listResult,
  missingRole,
  notFound,
  optionalText,
  parameterHolds,
  permissionDenied,
  readDocument,
  requireEndpointRole,
  requiredText,
  result,
} from "./gcs-documents.js";
import { dataAccessScope, manageCollectionsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/** @type {Record<string, (collection: Collection, identityId: string) => boolean>} */
const FILTERS = {
  mapped_collections: ({ type }) => type === "mapped",
  guest_collections: ({ type }) => type === "guest",
  managed_by_me: (collection, identityId) => collection.roles.recordsOf(identityId).length > 0,
  created_by_me: ({ owner }, identityId) => owner === identityId,
};

/**
 * The collections of an endpoint.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addCollectionRoutes(app, world) {
  app.get("/collections", (c) => {
    const endpoint = endpointOf(c);
    const callerId = c.get("callerId");
    const found = world.collections.all().filter((it) => it.endpoint === endpoint && isListed(c, it));
    if (endpoint.settings.public === false && !found.some((it) => it.rolesOf(callerId).length > 0)) {
      throw gcsError(403, "permission_denied", "Could not list collections. Insufficient permissions");
    }
    return listResult(
      c,
      found.map((it) => describe(c, it)),
    );
  });

  app.post("/collections", async (c) => {
    const document = await readDocument(c, "collection");
    for (const name of ["collection_base_path", "display_name"]) requiredText(document, name);
    if (typeof document.public !== "boolean") {
      throw invalidInput([{ property: "public", message: "Missing data for required field." }]);
    }
    const type = requiredText(document, "collection_type");
    if (type !== "guest" && type !== "mapped") {
      throw invalidInput([{ property: "collection_type", message: "Must be one of: mapped, guest." }]);
    }
    const collection = type === "guest" ? newGuest(c, world, document) : newMapped(c, world, document);
    applySettings(collection, document);
    world.collections.add(collection);
    return result(c, [describe(c, collection)], { status: 201, message: `Created Collection ${collection.id}` });
  });

  app.get("/collections/:id", (c) => result(c, [describe(c, collectionOf(c, world))]));

  app.patch("/collections/:id", async (c) => {
    const collection = collectionOf(c, world);
    requireAdministrator(c, collection);
    applySettings(collection, await readDocument(c, "collection"));
    return result(c, [describe(c, collection)], { message: `Updated Collection ${collection.id}` });
  });

  app.delete("/collections/:id", (c) => {
    const collection = collectionOf(c, world);
    const callerId = c.get("callerId");
    const mayDelete = [collection, collection.mapped, collection.endpoint].some((it) =>
      it?.holds(callerId, "administrator"),
    );
    if (!mayDelete) requireAdministrator(c, collection);
    if (collection.type === "mapped" && (collection.settings.delete_protected ?? true)) {
      throw gcsError(409, "conflict", "The collection is protected from being deleted");
    }
    for (const guest of world.collections.guestsOf(collection)) world.collections.delete(guest.id);
    world.collections.delete(collection.id);
    return result(c, [], { message: `Deleted Collection ${collection.id}` });
  });
}

/** @param {Context} c @param {Collection} collection */
function isListed(c, collection) {
  const callerId = c.get("callerId");
  if (collection.settings.public === false && collection.rolesOf(callerId).length === 0) return false;
  const { mapped_collection_id: mapped, storage_gateway_id: gateway } = c.req.query();
  if (mapped && collection.mapped?.id !== mapped) return false;
  if (gateway && collection.gateway.id !== gateway) return false;
  const filters = (c.req.queries("filter") ?? []).flatMap((text) => text.split(",")).filter(Boolean);
  return filters.every((name) => {
    const fits = FILTERS[name.trim()];
    if (!fits) throw invalidInput([{ property: "filter", message: `Unknown filter '${name}'.` }]);
    return fits(collection, callerId);
  });
}

/** @param {Context} c @param {Collection} collection */
function describe(c, collection) {
  const isAsked = parameterHolds(c, "include", "private_policies");
  return gcsCollectionDocument(collection, isAsked && collection.holds(c.get("callerId"), "administrator"));
}

/** @param {Context} c @param {World} world */
function collectionOf(c, world) {
  const id = c.req.param("id") ?? "";
  const collection = world.collections.find(id);
  if (!collection || collection.endpoint !== c.env.endpoint) throw notFound("Collection", id);
  return collection;
}

/** @param {Context} c @param {Collection} collection */
function requireAdministrator(c, collection) {
  if (collection.holds(c.get("callerId"), "administrator")) return;
  throw missingRole("Insufficient permissions", [{ role: "administrator", collection: collection.id }]);
}

/**
 * A guest collection shows a part of a mapped one through the account of its owner.
 * @param {Context} c
 * @param {World} world
 * @param {Record<string, unknown>} document
 */
function newGuest(c, world, document) {
  const callerId = c.get("callerId");
  const mappedId = requiredText(document, "mapped_collection_id");
  const mapped = world.collections.find(mappedId);
  if (mapped?.endpoint !== c.env.endpoint || mapped?.type !== "mapped") throw notFound("Collection", mappedId);
  const owner = optionalText(document, "identity_id")?.toLowerCase() ?? callerId;
  if (owner !== callerId) {
    const detail = { DATA_TYPE: "id_not_in_identity_set#1.0.0", id: owner };
    throw permissionDenied("The identity is none of yours", detail);
  }
  requireConsent(mapped, callerId, world);
  if (!mapped.allowGuestCollections) throw permissionDenied("Guest collections are not allowed on this collection");
  requireAccount(mapped, callerId);
  const basePath = requiredText(document, "collection_base_path");
  if (!mapped.allows(callerId, basePath, "read")) throw permissionDenied(`No access to '${basePath}'`);
  const userCredential = credentialFor(mapped, callerId, optionalText(document, "user_credential_id"));
  const displayName = requiredText(document, "display_name");
  return new Collection({ displayName, owner, basePath, userCredential, mappedCollection: mapped.id }, world);
}

/**
 * The manager looks at the storage in the caller's name, which on a mapped collection takes a consent. No record of this
 * refusal was found: that a result of version 1.1.0 names the scopes among its `authorization_parameters`, and the kind of
 * its detail, is from the schemas.
 * @param {Collection} mapped
 * @param {string} callerId
 * @param {World} world
 */
function requireConsent(mapped, callerId, world) {
  const [manage, access] = [manageCollectionsScope(mapped.endpoint.clientId), dataAccessScope(mapped.id)];
  if (!mapped.needsDataAccess || world.tokens.hasConsent(callerId, [manage, access])) return;
  const message = "Missing required data_access consent";
  const scopes = [`${manage}[*${access}]`];
  throw gcsError(403, "permission_denied", message, {
    detail: { DATA_TYPE: "missing_required_scopes#1.0.0", required_scopes: scopes },
    authorization: { session_message: message, required_scopes: scopes },
  });
}

/** @param {Collection} mapped @param {string} callerId */
function requireAccount(mapped, callerId) {
  if (!mapped.admitsDomainOf(callerId)) throw notFromAllowedDomain(mapped.gateway.allowedDomains ?? []);
  if (mapped.canUse(callerId)) return;
  throw permissionDenied(
    "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this " +
      "connector",
    { DATA_TYPE: "invalid_user#1.0.0", usernames: [mapped.usernameOf(callerId)] },
  );
}

/** @param {Collection} mapped @param {string} callerId @param {string | undefined} id */
function credentialFor(mapped, callerId, id) {
  const own = mapped.endpoint.credentialsOf(mapped.gateway.id, callerId);
  const found = id === undefined ? own[0] : own.find((credential) => credential.id === id);
  if (found) return found.id;
  throw permissionDenied("No user credential of yours can be used", {
    DATA_TYPE: "credential_not_found#1.0.0",
    accounts: [
      {
        DATA_TYPE: "account#1.0.0",
        identity_id: callerId,
        username: mapped.usernameOf(callerId),
        storage_gateway_id: mapped.gateway.id,
      },
    ],
  });
}

/** @param {Context} c @param {World} world @param {Record<string, unknown>} document */
function newMapped(c, world, document) {
  const endpoint = requireEndpointRole(c);
  const storageGateway = requiredText(document, "storage_gateway_id");
  if (!endpoint.gateways.has(storageGateway)) {
    throw invalidInput([{ property: "storage_gateway_id", message: `No storage gateway ${storageGateway}.` }]);
  }
  const owner = optionalText(document, "identity_id")?.toLowerCase() ?? c.get("callerId");
  const [displayName, basePath] = [
    requiredText(document, "display_name"),
    requiredText(document, "collection_base_path"),
  ];
  const place = { endpoint: endpoint.id, storageGateway, basePath, allowGuestCollections: false };
  return new Collection({ displayName, type: "mapped", owner, ...place }, world);
}
