// @ts-check
import { identityDocument } from "./auth-documents.js";
import { GRANTS } from "./auth-grants.js";
import { authError, oauthError } from "./errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./accounts.js").Client} Client
 */

/**
 * The token endpoint and its neighbours, where a client shows its id and secret instead of a token.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addTokenRoutes(app, world) {
  app.post("/v2/oauth2/token", async (c) => {
    const form = await readForm(c);
    const client = authenticate(c, world, form);
    const grantType = form.get("grant_type");
    if (!grantType) throw oauthError(400, "invalid_request", "grant_type is missing");
    const grant = GRANTS[grantType];
    if (!grant) throw oauthError(400, "unsupported_grant_type");
    const reply = grant(world, client, form);
    world.counters.grants++;
    return noStore(c.json(reply));
  });

  app.post("/v2/oauth2/token/introspect", async (c) => {
    const form = await readForm(c);
    authenticate(c, world, form);
    const token = world.tokens.active(form.get("token") ?? "");
    if (!token) return c.json({ active: false });
    const identity = world.accounts.identities.get(token.clientId);
    const seconds = (/** @type {number} */ ms) => Math.floor(world.clock.toClientTime(ms) / 1000);
    return c.json({
      active: true,
      token_type: "Bearer",
      scope: [...token.scopes].join(" "),
      client_id: token.issuedTo,
      sub: token.clientId,
      username: identity?.username,
      name: identity?.name ?? null,
      email: identity?.email ?? null,
      exp: seconds(token.expiresAt),
      iat: seconds(token.issuedAt),
      nbf: seconds(token.issuedAt),
      aud: [token.resourceServer, token.issuedTo],
      iss: c.env.base,
      ...included(form.get("include") ?? "", token.clientId, identity),
    });
  });

  app.post("/v2/oauth2/token/validate", async (c) => {
    const form = await readForm(c);
    authenticate(c, world, form);
    return c.json({ active: world.tokens.active(form.get("token") ?? "") !== undefined });
  });

  app.post("/v2/oauth2/token/revoke", async (c) => {
    const form = await readForm(c);
    const client = authenticate(c, world, form);
    world.tokens.revoke(form.get("token") ?? "", client.id);
    return c.json({ active: false });
  });
}

/**
 * What `include` asks for. A client never logs in, so its session holds no authentications.
 * @param {string} include
 * @param {string} identityId
 * @param {import("./accounts.js").Identity | undefined} identity
 */
function included(include, identityId, identity) {
  const wanted = include.split(",");
  return {
    ...(wanted.includes("identity_set") && { identity_set: [identityId] }),
    ...(wanted.includes("identity_set_detail") && {
      identity_set_detail: identity ? [{ sub: identityId, ...identityDocument(identity) }] : [],
    }),
    ...(wanted.includes("session_info") && { session_info: { session_id: null, authentications: {} } }),
  };
}

/** @param {Context} c */
async function readForm(c) {
  const type = c.req.header("Content-Type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw oauthError(400, "invalid_request", "the body must be a form");
  }
  return new URLSearchParams(await c.req.text());
}

/**
 * The client that calls. Globus takes id and secret as they stand before base64, not form-encoded.
 * @param {Context} c
 * @param {World} world
 * @param {URLSearchParams} [form]
 * @returns {Client}
 */
export function authenticate(c, world, form = new URLSearchParams()) {
  const [, encoded] = /^Basic +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
  const [id, secret] =
    encoded === undefined ? [form.get("client_id") ?? "", form.get("client_secret") ?? ""] : splitBasic(encoded);
  const client = world.accounts.authenticate(id, secret);
  if (client) return client;
  throw authError(401, "UNAUTHORIZED", "Basic auth failed", { error: "invalid_client" });
}

/** @param {string} encoded @returns {[string, string]} */
function splitBasic(encoded) {
  let text = "";
  try {
    text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)));
  } catch {
    // Not base64: no client has an empty id, so this ends as a failed authentication.
  }
  const colon = text.indexOf(":");
  return [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
}

/** @param {Response} response */
function noStore(response) {
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Pragma", "no-cache");
  return response;
}
