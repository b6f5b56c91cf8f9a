// @ts-check
import { Hono } from "hono/tiny";
import { PROVIDERS } from "./accounts.js";
import { addClientRoutes } from "./auth-clients.js";
import { AUTH, identityDocument, readListParameter, requireScope } from "./auth-documents.js";
import { addProjectRoutes } from "./auth-projects.js";
import { addScopeRoutes } from "./auth-scopes.js";
import { addTokenRoutes } from "./auth-tokens.js";
import { authTime } from "./clock.js";
import { ServiceError, authError } from "./errors.js";
import { isUuid } from "./ids.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./accounts.js").Identity} Identity
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Builds Globus Auth.
 * @param {World} world
 */
export function authService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof ServiceError) return c.json(error.document, /** @type {400} */ (error.status));
    throw error;
  });
  app.notFound((c) => c.json(authError(404, "NOT_FOUND", `No such resource: ${c.req.path}`).document, 404));

  addTokenRoutes(app, world);
  addProjectRoutes(app, world);
  addClientRoutes(app, world);
  addScopeRoutes(app, world);
  app.get("/.well-known/openid-configuration", (c) => c.json(discoveryDocument(c.env.base)));
  /** @type {Promise<unknown> | undefined} */
  let publicKey;
  app.get("/jwk.json", async (c) => c.json({ keys: [await (publicKey ??= newPublicKey())] }));
  app.get("/v2/oauth2/userinfo", (c) => c.json(userinfoDocument(c, world)));
  app.post("/v2/oauth2/userinfo", (c) => c.json(userinfoDocument(c, world)));
  app.get("/v2/api/identities", (c) => c.json({ identities: findIdentities(c, world) }));
  app.get("/v2/api/identities/:id", (c) => {
    requireScope(c, world);
    const identity = world.accounts.identities.get(c.req.param("id"));
    if (!identity) throw authError(404, "RESOURCE_NOT_FOUND", `No identity ${c.req.param("id")}`);
    return c.json({ identity: identityDocument(identity) });
  });
  app.get("/v2/api/identities/:id/consents", (c) => c.json({ consents: consentDocuments(c, world) }));
  app.get("/v2/api/identity_providers", (c) => c.json({ identity_providers: findProviders(c, world) }));
  return app;
}

/** Returns the claims that the scopes of the caller's token allow. @param {Context} c @param {World} world */
function userinfoDocument(c, world) {
  const { scopes, clientId } = requireScope(c, world, "openid");
  const identity = /** @type {Identity} */ (world.accounts.identities.get(clientId));
  const provider = PROVIDERS.find(({ id }) => id === identity.provider);
  const subject = { sub: identity.id, last_authentication: null };
  const profile = {
    name: identity.name,
    preferred_username: identity.username,
    organization: identity.organization,
    identity_provider: identity.provider,
    identity_provider_display_name: provider?.name ?? null,
  };
  const fullProfile = { ...subject, ...profile, username: identity.username, email: identity.email };
  return {
    ...subject,
    ...(scopes.has("profile") && profile),
    ...(scopes.has("email") && { email: identity.email }),
    ...(scopes.has(`urn:globus:auth:scope:${AUTH}:view_identity_set`) && { identity_set: [fullProfile] }),
  };
}

/**
 * Finds identities by id or by username. With `provision`, an unknown username gets a new identity that is "unused".
 * @param {Context} c
 * @param {World} world
 */
function findIdentities(c, world) {
  requireScope(c, world);
  const ids = readListParameter(c, "ids");
  const usernames = readListParameter(c, "usernames");
  if ((ids === undefined) === (usernames === undefined)) {
    throw authError(400, "INVALID_PARAMETERS", "Exactly one of 'ids' and 'usernames' must be given");
  }
  const invalidValue = ids?.find((id) => !isUuid(id)) ?? usernames?.find((username) => !username.includes("@"));
  if (invalidValue !== undefined)
    throw authError(400, "INVALID_PARAMETERS", `Invalid id or username: '${invalidValue}'`);
  const provision = c.req.query("provision")?.toLowerCase() === "true";
  const { accounts } = world;
  const identities = ids
    ? ids.map((id) => accounts.identities.get(id.toLowerCase()))
    : usernames?.map(
        (username) =>
          accounts.findByUsername(username) ?? (provision ? accounts.addIdentity({ username, used: false }) : undefined),
      );
  return (identities ?? []).flatMap((identity) => (identity ? [identityDocument(identity)] : []));
}

/** @param {Context} c @param {World} world */
function findProviders(c, world) {
  requireScope(c, world);
  const ids = readListParameter(c, "ids");
  const domains = readListParameter(c, "domains");
  if ((ids === undefined) === (domains === undefined)) {
    throw authError(400, "INVALID_PARAMETERS", "Exactly one of 'ids' and 'domains' must be given");
  }
  return PROVIDERS.filter(
    ({ id, domains: providerDomains }) =>
      ids?.includes(id) || providerDomains.some((domain) => domains?.includes(domain)),
  ).map((provider) => ({ ...provider, alternative_names: [] }));
}

/** @param {Context} c @param {World} world */
function consentDocuments(c, world) {
  // Consents to the calling client need no scope: Globus's command line reads them without one.
  const all = c.req.query("all")?.toLowerCase() === "true";
  const { clientId } = requireScope(c, world, all ? `urn:globus:auth:scope:${AUTH}:view_consents` : undefined);
  if (c.req.param("id") !== clientId) throw authError(403, "FORBIDDEN", "You can read only your own consents");
  const consents = world.tokens.consents(clientId);
  const idByPath = new Map(consents.map(({ id, path }) => [path.join(" "), id]));
  const { registrations, scopes } = world;
  return consents.map(({ id, path, optional, createdAt }) => ({
    id,
    // A top-level consent permits the calling client to act. A deeper one permits the service of the scope above it.
    client: path.length === 1 ? clientId : registrations.serverClientId(scopes.resourceServer(path.at(-2) ?? "") ?? ""),
    effective_identity: clientId,
    scope: registrations.scopeByName(path.at(-1) ?? "")?.id,
    scope_name: path.at(-1),
    dependency_path: path.map((_, i) => idByPath.get(path.slice(0, i + 1).join(" "))),
    atomically_revocable: optional,
    allows_refresh: false,
    auto_approved: false,
    status: "approved",
    created: authTime(createdAt),
    updated: authTime(createdAt),
    last_used: authTime(createdAt),
  }));
}

/** @param {string} issuer */
const discoveryDocument = (issuer) => ({
  issuer,
  authorization_endpoint: `${issuer}/v2/oauth2/authorize`,
  token_endpoint: `${issuer}/v2/oauth2/token`,
  userinfo_endpoint: `${issuer}/v2/oauth2/userinfo`,
  revocation_endpoint: `${issuer}/v2/oauth2/token/revoke`,
  introspection_endpoint: `${issuer}/v2/oauth2/token/introspect`,
  jwks_uri: `${issuer}/jwk.json`,
  scopes_supported: ["openid", "email", "profile"],
  response_types_supported: ["code", "token", "token id_token", "id_token"],
  grant_types_supported: ["client_credentials"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS512"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  claims_supported: ["aud", "email", "exp", "iat", "iss", "name", "preferred_username", "sub"],
});

/** Makes a public key. The fake signs nothing, but a client that reads the key set expects an RSA key in it. */
async function newPublicKey() {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-512",
    modulusLength: 2048,
    publicExponent: PUBLIC_EXPONENT,
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { kty, n, e } = await crypto.subtle.exportKey("jwk", /** @type {CryptoKeyPair} */ (pair).publicKey);
  return { kty, n, e, alg: "RS512", use: "sig" };
}

const PUBLIC_EXPONENT = new Uint8Array([1, 0, 1]);
