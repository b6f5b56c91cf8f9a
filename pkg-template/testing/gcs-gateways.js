// @ts-check
import {
  endpointOf,
  gcsError,
  listResult,
  notFound,
  parameterHolds,
  readDocument,
  requireEndpointRole,
  requiredText,
  result,
} from "./gcs-documents.js";
import { POSIX } from "./gcs-endpoints.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").StorageGateway} StorageGateway
 */

/** What only administrators see, and only when they ask for it. */
const PRIVATE = ["identity_mappings", "policies", "process_user", "restrict_paths", "users_allow", "users_deny"];
const OWN = ["DATA_TYPE", "id", "display_name", "high_assurance", "require_high_assurance", "allowed_domains"];

/**
 * The storage behind collections.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addGatewayRoutes(app, world) {
  app.get("/storage_gateways", (c) => {
    const describe = describer(c);
    return listResult(c, [...endpointOf(c).gateways.values()].map(describe));
  });

  app.post("/storage_gateways", async (c) => {
    const endpoint = requireEndpointRole(c);
    const document = await readDocument(c, "storage_gateway");
    const gateway = endpoint.addGateway({ displayName: requiredText(document, "display_name") });
    update(gateway, document);
    return result(c, [gatewayDocument(gateway, true)], {
      status: 201,
      message: `Created Storage Gateway ${gateway.id}`,
    });
  });

  app.get("/storage_gateways/:id", (c) => result(c, [describer(c)(gatewayOf(c))]));

  app.patch("/storage_gateways/:id", async (c) => {
    requireEndpointRole(c);
    const gateway = gatewayOf(c);
    update(gateway, await readDocument(c, "storage_gateway"));
    return result(c, [gatewayDocument(gateway, true)], { message: `Updated Storage Gateway ${gateway.id}` });
  });

  app.delete("/storage_gateways/:id", (c) => {
    const endpoint = requireEndpointRole(c);
    const gateway = gatewayOf(c);
    if (world.collections.all().some((collection) => collection.gateway === gateway)) {
      throw gcsError(409, "conflict", "There are collections on this storage gateway");
    }
    endpoint.gateways.delete(gateway.id);
    return result(c, [{}], { message: `Deleted Storage Gateway ${gateway.id}` });
  });
}

/** @param {Context} c @returns {StorageGateway} */
function gatewayOf(c) {
  const id = c.req.param("id") ?? "";
  const gateway = endpointOf(c).gateways.get(id);
  if (!gateway) throw notFound("Storage Gateway", id);
  return gateway;
}

/** @param {Context} c */
function describer(c) {
  const isPrivate = parameterHolds(c, "include", "private_policies");
  if (isPrivate) requireEndpointRole(c);
  return (/** @type {StorageGateway} */ gateway) => gatewayDocument(gateway, isPrivate);
}

/** @param {StorageGateway} gateway @param {Record<string, unknown>} document */
function update(gateway, document) {
  const {
    display_name: name,
    high_assurance: assured = document.require_high_assurance,
    allowed_domains: domains,
  } = document;
  if (typeof name === "string") gateway.displayName = name;
  if (typeof assured === "boolean") gateway.highAssurance = assured;
  if (Array.isArray(domains)) gateway.allowedDomains = domains.map(String);
  for (const [key, value] of Object.entries(document)) if (!OWN.includes(key)) gateway.settings[key] = value;
}

/** @param {StorageGateway} gateway @param {boolean} isPrivate */
function gatewayDocument({ id, displayName, highAssurance, allowedDomains, settings }, isPrivate) {
  const timeout = highAssurance ? 30 : 15840;
  const document = {
    admin_managed_credentials: false,
    authentication_assurance_timeout: timeout,
    authentication_timeout_mins: timeout,
    connector_id: POSIX,
    require_mfa: false,
    ...settings,
    DATA_TYPE: "storage_gateway#1.2.0",
    id,
    display_name: displayName,
    allowed_domains: allowedDomains ?? [],
    high_assurance: highAssurance,
    require_high_assurance: highAssurance,
  };
  return Object.fromEntries(Object.entries(document).filter(([name]) => isPrivate || !PRIVATE.includes(name)));
}
