// @ts-check
import { identityDocument } from "./auth-documents.js";
import { GRANT_HANDLERS } from "./auth-grants.js";
import { authError, oauthError } from "./errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./accounts.js").Client} Client
 */

/**
 * Adds the token endpoint, and the endpoints for introspection, validation and revocation. Callers authenticate with
 * client id and secret, not with a token.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addTokenRoutes(app, world) {
  app.post("/v2/oauth2/token", async (c) => {
    const form = await readForm(c);
    const client = authenticateClient(c, world, form);
    const grantType = form.get("grant_type");
    if (!grantType) throw oauthError(400, "invalid_request", "grant_type is missing");
    const grant = GRANT_HANDLERS[grantType];
    if (!grant) throw oauthError(400, "unsupported_grant_type");
    const reply = grant(world, client, form);
    world.counters.grants++;
    return forbidStoring(c.json(reply));
  });

  app.post("/v2/oauth2/token/introspect", async (c) => {
    const form = await readForm(c);
    authenticateClient(c, world, form);
    const token = world.tokens.activeToken(form.get("token") ?? "");
    if (!token) return c.json({ active: false });
    const identity = world.accounts.identities.get(token.clientId);
    const toSeconds = (/** @type {number} */ ms) => Math.floor(world.clock.toClientTime(ms) / 1000);
    return c.json({
      active: true,
      token_type: "Bearer",
      scope: [...token.scopes].join(" "),
      client_id: token.issuedTo,
      sub: token.clientId,
      username: identity?.username,
      name: identity?.name ?? null,
      email: identity?.email ?? null,
      exp: toSeconds(token.expiresAt),
      iat: toSeconds(token.issuedAt),
      nbf: toSeconds(token.issuedAt),
      aud: [token.resourceServer, token.issuedTo],
      iss: c.env.base,
      ...includedMembers(form.get("include") ?? "", token.clientId, identity),
    });
  });

  app.post("/v2/oauth2/token/validate", async (c) => {
    const form = await readForm(c);
    authenticateClient(c, world, form);
    return c.json({ active: world.tokens.activeToken(form.get("token") ?? "") !== undefined });
  });

  app.post("/v2/oauth2/token/revoke", async (c) => {
    const form = await readForm(c);
    const client = authenticateClient(c, world, form);
    world.tokens.revoke(form.get("token") ?? "", client.id);
    return c.json({ active: false });
  });
}

/**
 * Returns the extra members that the parameter `include` requests. A client never logs in, so its session contains no
 * authentications.
 * @param {string} include
 * @param {string} identityId
 * @param {import("./accounts.js").Identity | undefined} identity
 */
function includedMembers(include, identityId, identity) {
  const names = include.split(",");
  return {
    ...(names.includes("identity_set") && { identity_set: [identityId] }),
    ...(names.includes("identity_set_detail") && {
      identity_set_detail: identity ? [{ sub: identityId, ...identityDocument(identity) }] : [],
    }),
    ...(names.includes("session_info") && { session_info: { session_id: null, authentications: {} } }),
  };
}

/** @param {Context} c */
async function readForm(c) {
  const type = c.req.header("Content-Type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw oauthError(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
  }
  return new URLSearchParams(await c.req.text());
}

/**
 * Returns the client that calls, or throws 401. Globus Auth does not form-decode id and secret after base64, unlike
 * RFC 6749, section 2.3.1.
 * @param {Context} c
 * @param {World} world
 * @param {URLSearchParams} [form]
 * @returns {Client}
 */
export function authenticateClient(c, world, form = new URLSearchParams()) {
  const [, encoded] = /^Basic +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
  const [id, secret] =
    encoded === undefined ? [form.get("client_id") ?? "", form.get("client_secret") ?? ""] : splitBasic(encoded);
  const client = world.accounts.authenticate(id, secret);
  if (client) return client;
  throw authError(401, "UNAUTHORIZED", "Basic auth failed", { error: "invalid_client" });
}

/** Decodes the credentials of a Basic header into id and secret. @param {string} encoded @returns {[string, string]} */
function splitBasic(encoded) {
  let text = "";
  try {
    text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)));
  } catch {
    // The text is not base64. No client has an empty id, so `authenticateClient` throws.
  }
  const colon = text.indexOf(":");
  return [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
}

/** Sets the headers that RFC 6749, section 5.1, requires of token responses. @param {Response} response */
function forbidStoring(response) {
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Pragma", "no-cache");
  return response;
}
