// @ts-check
import { Hono } from "hono/tiny";
import { ServiceError } from "./errors.js";
import { addCollectionRoutes } from "./gcs-collections.js";
import { addCredentialRoutes } from "./gcs-credentials.js";
import { endpointOf, gcsError, readDocument, requireEndpointRole, sendResult } from "./gcs-documents.js";
import { POSIX_CONNECTOR_ID } from "./gcs-endpoints.js";
import { addGatewayRoutes } from "./gcs-gateways.js";
import { addRoleRoutes } from "./gcs-roles.js";
import { manageCollectionsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint
 */

/** Members of an endpoint that a client can change. The schema of the document lists them. */
const CHANGEABLE_MEMBERS = [
  "allow_udt",
  "contact_email",
  "contact_info",
  "department",
  "description",
  "gridftp_control_channel_port",
  "info_link",
  "keywords",
  "max_concurrency",
  "max_parallelism",
  "network_use",
  "organization",
  "preferred_concurrency",
  "preferred_parallelism",
  "public",
  "subscription_id",
];

/**
 * Builds the Globus Connect Server Manager API of all endpoints. The host of a request names the endpoint.
 * @param {World} world
 */
export function gcsService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json(error.document, /** @type {400} */ (error.status));
  });
  app.notFound((c) => c.json(gcsError(404, "not_found", `No such resource: ${c.req.path}`).document, 404));

  const routes = app.basePath("/api");
  routes.get("/info", (c) => {
    const { id, clientId, domain } = endpointOf(c);
    const info = {
      DATA_TYPE: "info#1.0.0",
      api_version: "1.29.0",
      client_id: clientId,
      domain_name: domain,
      endpoint_id: id,
      manager_version: "5.4.76",
    };
    const connector = {
      DATA_TYPE: "connector#1.1.0",
      display_name: "POSIX",
      id: POSIX_CONNECTOR_ID,
      is_baa: false,
      is_ha: false,
    };
    return sendResult(c, [info, connector]);
  });

  routes.use("/*", async (c, next) => {
    c.set("callerId", authenticateCaller(c, world));
    await next();
  });

  routes.get("/endpoint", (c) => {
    requireVisible(c, world);
    return sendResult(c, [endpointDocument(endpointOf(c))]);
  });

  routes.patch("/endpoint", async (c) => {
    const endpoint = requireEndpointRole(c);
    const document = await readDocument(c, "endpoint");
    if (typeof document.display_name === "string") endpoint.displayName = document.display_name;
    for (const name of CHANGEABLE_MEMBERS) if (name in document) endpoint.settings[name] = document[name];
    const data = c.req.query("include") === "endpoint" ? [endpointDocument(endpoint)] : [];
    return sendResult(c, data, { message: `Updated endpoint ${endpoint.id}` });
  });

  routes.put("/endpoint/subscription_id", async (c) => {
    const endpoint = requireEndpointRole(c);
    const { subscription_id: subscription = null } = await readDocument(c, "endpoint_subscription");
    endpoint.settings.subscription_id = subscription;
    return sendResult(c, [], { message: `Updated endpoint ${endpoint.id}` });
  });

  addCollectionRoutes(routes, world);
  addGatewayRoutes(routes, world);
  addRoleRoutes(routes, world);
  addCredentialRoutes(routes, world);
  return app;
}

/**
 * Returns the caller's identity. Throws 401 without a valid token for this endpoint.
 * @param {Context} c
 * @param {World} world
 */
function authenticateCaller(c, world) {
  const { clientId } = endpointOf(c);
  const scope = manageCollectionsScope(clientId);
  const token = world.tokens.fromHeader(c.req.header("Authorization"));
  if (typeof token === "string" || token.resourceServer !== clientId || !token.scopes.has(scope)) {
    const detail = { DATA_TYPE: "missing_required_scopes#1.0.0", required_scopes: [scope] };
    throw gcsError(401, "not_authorized", "The request has no valid token for this endpoint", { detail });
  }
  return token.clientId;
}

/**
 * Throws 403 if the endpoint is private and the caller has no role on it or on one of its collections.
 * @param {Context} c
 * @param {World} world
 */
export function requireVisible(c, world) {
  const endpoint = endpointOf(c);
  const callerId = c.get("callerId");
  const hasRole = () =>
    endpoint.roles.recordsOf(callerId).length > 0 ||
    world.collections
      .all()
      .some((collection) => collection.endpoint === endpoint && collection.rolesOf(callerId).length > 0);
  if (endpoint.settings.public !== false || hasRole()) return;
  throw gcsError(403, "permission_denied", "Insufficient permissions");
}

/** @param {Endpoint} endpoint */
const endpointDocument = ({ id, displayName, managerUrl, settings, earliestAccess }) => ({
  DATA_TYPE: "endpoint#1.2.0",
  allow_udt: false,
  contact_email: null,
  gridftp_control_channel_port: 443,
  network_use: "normal",
  organization: null,
  ...settings,
  earliest_last_access: new Date(earliestAccess).toISOString().slice(0, 10),
  display_name: displayName,
  gcs_manager_url: managerUrl,
  id,
});
