// @ts-check
import { authError, oauthError } from "./errors.js";
import { parseScopes, scopePaths } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./accounts.js").Client} Client
 * @typedef {import("./scopes.js").Scope} Scope
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
    if (grantType !== "client_credentials") throw oauthError(400, "unsupported_grant_type");
    if (!client.serviceAccount) throw oauthError(400, "unauthorized_client");
    const scopes = readScopes(form.get("scope") ?? "", client, world);
    const tokens = world.tokens.grant(client, scopes, (name) => world.scopes.resourceServer(name));
    const [first, ...others] = tokens.map((token) => world.tokens.document(token));
    world.counters.grants++;
    return noStore(c.json({ ...first, other_tokens: others }));
  });

  app.post("/v2/oauth2/token/introspect", async (c) => {
    const form = await readForm(c);
    authenticate(c, world, form);
    const token = world.tokens.active(form.get("token") ?? "");
    if (!token) return c.json({ active: false });
    const identity = world.accounts.identities.get(token.clientId);
    const seconds = (/** @type {number} */ ms) => Math.floor(ms / 1000);
    return c.json({
      active: true,
      token_type: "Bearer",
      scope: [...token.scopes].join(" "),
      client_id: token.clientId,
      sub: token.clientId,
      username: identity?.username,
      name: identity?.name ?? null,
      email: identity?.email ?? null,
      exp: seconds(token.expiresAt),
      iat: seconds(token.issuedAt),
      nbf: seconds(token.issuedAt),
      aud: [token.resourceServer, token.clientId],
      iss: c.env.base,
      ...(form.get("include")?.split(",").includes("identity_set") && { identity_set: [token.clientId] }),
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
 * @param {URLSearchParams} form
 * @returns {Client}
 */
function authenticate(c, world, form) {
  const [, encoded] = /^Basic +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
  const [id, secret] =
    encoded === undefined ? [form.get("client_id") ?? "", form.get("client_secret") ?? ""] : splitBasic(encoded);
  const client = world.accounts.clients.get(id.toLowerCase());
  if (client && client.secret === secret) return client;
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

/**
 * @param {string} text
 * @param {Client} client
 * @param {World} world
 * @returns {Scope[]}
 */
function readScopes(text, client, world) {
  /** @type {Scope[]} */
  let scopes = [];
  try {
    scopes = parseScopes(text);
  } catch (error) {
    throw invalidScope("INVALID_SCOPE", `cannot be read as scopes: ${/** @type {Error} */ (error).message}`);
  }
  if (scopes.length === 0) throw invalidScope("INVALID_SCOPE", "no scope was requested");
  const names = new Set(scopePaths(scopes).flatMap(({ path }) => path));
  const unknown = [...names].filter(
    (name) => world.scopes.resourceServer(name) === undefined || client.scopes?.has(name) === false,
  );
  if (unknown.length > 0) {
    const list = unknown.map((name) => `'${name}'`).join(", ");
    throw invalidScope("UNKNOWN_SCOPE_ERROR", `client_id=${client.id} requested unknown scopes: [${list}]`);
  }
  return scopes;
}

/** @param {string} code @param {string} detail */
function invalidScope(code, detail) {
  return authError(400, code, detail, { title: "Unknown scope(s)", error: "invalid_scope", description: detail });
}

/** @param {Response} response */
function noStore(response) {
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Pragma", "no-cache");
  return response;
}
