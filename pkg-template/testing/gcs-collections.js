// @ts-check
import { Collection } from "./collections.js";
import { applySettings, gcsCollectionDocument } from "./gcs-collection-document.js";
import { notFromAllowedDomain } from "./gcs-credentials.js";
import {
  endpointOf,
  gcsError,
  invalidInput,
  sendList,
  missingRole,
  notFound,
  optionalText,
  parameterIncludes,
  permissionDenied,
  readDocument,
  requireEndpointRole,
  requiredText,
  sendResult,
} from "./gcs-documents.js";
import { dataAccessScope, manageCollectionsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * The values of the parameter `filter`.
 * @type {Record<string, (collection: Collection, identityId: string) => boolean>}
 */
const FILTERS = {
  mapped_collections: ({ type }) => type === "mapped",
  guest_collections: ({ type }) => type === "guest",
  managed_by_me: (collection, identityId) => collection.roles.recordsOf(identityId).length > 0,
  created_by_me: ({ owner }, identityId) => owner === identityId,
};

/**
 * Adds the routes for the collections of an endpoint.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addCollectionRoutes(app, world) {
  app.get("/collections", (c) => {
    const endpoint = endpointOf(c);
    const callerId = c.get("callerId");
    const listedCollections = world.collections
      .all()
      .filter((collection) => collection.endpoint === endpoint && isListed(c, collection));
    if (
      endpoint.settings.public === false &&
      !listedCollections.some((collection) => collection.rolesOf(callerId).length > 0)
    ) {
      throw gcsError(403, "permission_denied", "Could not list collections. Insufficient permissions");
    }
    return sendList(
      c,
      listedCollections.map((collection) => describeCollection(c, collection)),
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
    const collection =
      type === "guest" ? newGuestCollection(c, world, document) : newMappedCollection(c, world, document);
    applySettings(collection, document);
    world.collections.add(collection);
    return sendResult(c, [describeCollection(c, collection)], {
      status: 201,
      message: `Created Collection ${collection.id}`,
    });
  });

  app.get("/collections/:id", (c) => sendResult(c, [describeCollection(c, requireCollection(c, world))]));

  app.patch("/collections/:id", async (c) => {
    const collection = requireCollection(c, world);
    requireAdministrator(c, collection);
    applySettings(collection, await readDocument(c, "collection"));
    return sendResult(c, [describeCollection(c, collection)], { message: `Updated Collection ${collection.id}` });
  });

  app.delete("/collections/:id", (c) => {
    const collection = requireCollection(c, world);
    const callerId = c.get("callerId");
    const mayDelete = [collection, collection.mapped, collection.endpoint].some((resource) =>
      resource?.holds(callerId, "administrator"),
    );
    if (!mayDelete) requireAdministrator(c, collection);
    if (collection.type === "mapped" && (collection.settings.delete_protected ?? true)) {
      throw gcsError(409, "conflict", "The collection is protected from being deleted");
    }
    for (const guest of world.collections.guestsOf(collection)) world.collections.delete(guest.id);
    world.collections.delete(collection.id);
    return sendResult(c, [], { message: `Deleted Collection ${collection.id}` });
  });
}

/**
 * Whether the caller can see a collection and it matches the parameters.
 * @param {Context} c
 * @param {Collection} collection
 */
function isListed(c, collection) {
  const callerId = c.get("callerId");
  if (collection.settings.public === false && collection.rolesOf(callerId).length === 0) return false;
  const { mapped_collection_id: mapped, storage_gateway_id: gateway } = c.req.query();
  if (mapped && collection.mapped?.id !== mapped) return false;
  if (gateway && collection.gateway.id !== gateway) return false;
  const filters = (c.req.queries("filter") ?? []).flatMap((text) => text.split(",")).filter(Boolean);
  return filters.every((name) => {
    const matches = FILTERS[name.trim()];
    if (!matches) throw invalidInput([{ property: "filter", message: `Unknown filter '${name}'.` }]);
    return matches(collection, callerId);
  });
}

/** @param {Context} c @param {Collection} collection */
function describeCollection(c, collection) {
  const isRequested = parameterIncludes(c, "include", "private_policies");
  return gcsCollectionDocument(collection, isRequested && collection.holds(c.get("callerId"), "administrator"));
}

/** @param {Context} c @param {World} world */
function requireCollection(c, world) {
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
 * Makes a guest collection. It shares a part of a mapped collection and uses the local account of its owner.
 * @param {Context} c
 * @param {World} world
 * @param {Record<string, unknown>} document
 */
function newGuestCollection(c, world, document) {
  const callerId = c.get("callerId");
  const mappedId = requiredText(document, "mapped_collection_id");
  const mapped = world.collections.find(mappedId);
  if (mapped?.endpoint !== c.env.endpoint || mapped?.type !== "mapped") throw notFound("Collection", mappedId);
  const owner = optionalText(document, "identity_id")?.toLowerCase() ?? callerId;
  if (owner !== callerId) {
    const detail = { DATA_TYPE: "id_not_in_identity_set#1.0.0", id: owner };
    throw permissionDenied("The identity is not in your identity set", detail);
  }
  requireConsent(mapped, callerId, world);
  if (!mapped.allowGuestCollections) throw permissionDenied("Guest collections are not allowed on this collection");
  requireLocalAccount(mapped, callerId);
  const basePath = requiredText(document, "collection_base_path");
  if (!mapped.allows(callerId, basePath, "read")) throw permissionDenied(`No access to '${basePath}'`);
  const userCredential = requireCredentialId(mapped, callerId, optionalText(document, "user_credential_id"));
  const displayName = requiredText(document, "display_name");
  return new Collection({ displayName, owner, basePath, userCredential, mappedCollection: mapped.id }, world);
}

/**
 * Throws 403 without the consent that lets the manager read a mapped collection for the caller. No public record shows
 * this refusal. The schemas define its `authorization_parameters` with the scopes (version 1.1.0), and the type of its
 * detail.
 * @param {Collection} mapped
 * @param {string} callerId
 * @param {World} world
 */
function requireConsent(mapped, callerId, world) {
  const [manageScope, dataScope] = [manageCollectionsScope(mapped.endpoint.clientId), dataAccessScope(mapped.id)];
  if (!mapped.needsDataAccess || world.tokens.hasConsent(callerId, [manageScope, dataScope])) return;
  const message = "Missing required data_access consent";
  const scopes = [`${manageScope}[*${dataScope}]`];
  throw gcsError(403, "permission_denied", message, {
    detail: { DATA_TYPE: "missing_required_scopes#1.0.0", required_scopes: scopes },
    authorization: { session_message: message, required_scopes: scopes },
  });
}

/** Throws 403 unless the caller has a local account. @param {Collection} mapped @param {string} callerId */
function requireLocalAccount(mapped, callerId) {
  if (!mapped.admitsDomainOf(callerId)) throw notFromAllowedDomain(mapped.gateway.allowedDomains ?? []);
  if (mapped.canUse(callerId)) return;
  throw permissionDenied(
    "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this " +
      "connector",
    { DATA_TYPE: "invalid_user#1.0.0", usernames: [mapped.usernameOf(callerId)] },
  );
}

/**
 * Returns the id of a user credential of the caller: the given one, or the first. Throws 403 if there is none.
 * @param {Collection} mapped
 * @param {string} callerId
 * @param {string | undefined} id
 */
function requireCredentialId(mapped, callerId, id) {
  const credentials = mapped.endpoint.credentialsOf(mapped.gateway.id, callerId);
  const usableCredential = id === undefined ? credentials[0] : credentials.find((credential) => credential.id === id);
  if (usableCredential) return usableCredential.id;
  throw permissionDenied("You have no usable user credential", {
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
function newMappedCollection(c, world, document) {
  const endpoint = requireEndpointRole(c);
  const storageGateway = requiredText(document, "storage_gateway_id");
  if (!endpoint.gateways.has(storageGateway)) {
    throw invalidInput([{ property: "storage_gateway_id", message: `Storage gateway ${storageGateway} not found.` }]);
  }
  const owner = optionalText(document, "identity_id")?.toLowerCase() ?? c.get("callerId");
  const [displayName, basePath] = [
    requiredText(document, "display_name"),
    requiredText(document, "collection_base_path"),
  ];
  const storageOptions = { endpoint: endpoint.id, storageGateway, basePath, allowGuestCollections: false };
  return new Collection({ displayName, type: "mapped", owner, ...storageOptions }, world);
}
