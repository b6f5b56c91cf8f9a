// @ts-check
import {
  endpointOf,
  gcsError,
  sendList,
  notFound,
  parameterIncludes,
  readDocument,
  requireEndpointRole,
  requiredText,
  sendResult,
} from "./gcs-documents.js";
import { POSIX_CONNECTOR_ID } from "./gcs-endpoints.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").StorageGateway} StorageGateway
 */

/** Members that only administrators get, and only if the request includes private policies. */
const PRIVATE_MEMBERS = [
  "identity_mappings",
  "policies",
  "process_user",
  "restrict_paths",
  "users_allow",
  "users_deny",
];
/** Members that never become settings: read-only ones, and those that a field of `StorageGateway` stores. */
const NON_SETTING_MEMBERS = [
  "DATA_TYPE",
  "id",
  "display_name",
  "high_assurance",
  "require_high_assurance",
  "allowed_domains",
];

/**
 * Adds the routes for storage gateways.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addGatewayRoutes(app, world) {
  app.get("/storage_gateways", (c) => {
    const describe = gatewayDescriber(c);
    return sendList(c, [...endpointOf(c).gateways.values()].map(describe));
  });

  app.post("/storage_gateways", async (c) => {
    const endpoint = requireEndpointRole(c);
    const document = await readDocument(c, "storage_gateway");
    const gateway = endpoint.addGateway({ displayName: requiredText(document, "display_name") });
    applyGatewayChanges(gateway, document);
    return sendResult(c, [gatewayDocument(gateway, true)], {
      status: 201,
      message: `Created Storage Gateway ${gateway.id}`,
    });
  });

  app.get("/storage_gateways/:id", (c) => sendResult(c, [gatewayDescriber(c)(requireGateway(c))]));

  app.patch("/storage_gateways/:id", async (c) => {
    requireEndpointRole(c);
    const gateway = requireGateway(c);
    applyGatewayChanges(gateway, await readDocument(c, "storage_gateway"));
    return sendResult(c, [gatewayDocument(gateway, true)], { message: `Updated Storage Gateway ${gateway.id}` });
  });

  app.delete("/storage_gateways/:id", (c) => {
    const endpoint = requireEndpointRole(c);
    const gateway = requireGateway(c);
    if (world.collections.all().some((collection) => collection.gateway === gateway)) {
      throw gcsError(409, "conflict", "The storage gateway still has collections");
    }
    endpoint.gateways.delete(gateway.id);
    return sendResult(c, [{}], { message: `Deleted Storage Gateway ${gateway.id}` });
  });
}

/** Returns the storage gateway that the path names, or throws 404. @param {Context} c @returns {StorageGateway} */
function requireGateway(c) {
  const id = c.req.param("id") ?? "";
  const gateway = endpointOf(c).gateways.get(id);
  if (!gateway) throw notFound("Storage Gateway", id);
  return gateway;
}

/**
 * Returns the function that describes storage gateways as this request wants them. Throws 403 if the caller requests
 * private policies and is not an administrator.
 * @param {Context} c
 */
function gatewayDescriber(c) {
  const includePrivate = parameterIncludes(c, "include", "private_policies");
  if (includePrivate) requireEndpointRole(c);
  return (/** @type {StorageGateway} */ gateway) => gatewayDocument(gateway, includePrivate);
}

/** @param {StorageGateway} gateway @param {Record<string, unknown>} document */
function applyGatewayChanges(gateway, document) {
  const {
    display_name: name,
    high_assurance: highAssurance = document.require_high_assurance,
    allowed_domains: domains,
  } = document;
  if (typeof name === "string") gateway.displayName = name;
  if (typeof highAssurance === "boolean") gateway.highAssurance = highAssurance;
  if (Array.isArray(domains)) gateway.allowedDomains = domains.map(String);
  for (const [key, value] of Object.entries(document))
    if (!NON_SETTING_MEMBERS.includes(key)) gateway.settings[key] = value;
}

/** @param {StorageGateway} gateway @param {boolean} includePrivate */
function gatewayDocument({ id, displayName, highAssurance, allowedDomains, settings }, includePrivate) {
  const timeout = highAssurance ? 30 : 15840;
  const document = {
    admin_managed_credentials: false,
    authentication_assurance_timeout: timeout,
    authentication_timeout_mins: timeout,
    connector_id: POSIX_CONNECTOR_ID,
    require_mfa: false,
    ...settings,
    DATA_TYPE: "storage_gateway#1.2.0",
    id,
    display_name: displayName,
    allowed_domains: allowedDomains ?? [],
    high_assurance: highAssurance,
    require_high_assurance: highAssurance,
  };
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => includePrivate || !PRIVATE_MEMBERS.includes(name)),
  );
}
