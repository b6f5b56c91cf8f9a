// @ts-check
import { authError, oauthError } from "./errors.js";
import { parseScopes, scopePaths } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./accounts.js").Client} Client
 * @typedef {import("./scopes.js").Scope} Scope
 */

/**
 * The ways to a token, by grant type.
 * @type {Record<string, (world: World, client: Client, form: URLSearchParams) => unknown>}
 */
export const GRANTS = {
  client_credentials: (world, client, form) => {
    if (!client.serviceAccount) throw oauthError(400, "unauthorized_client");
    const scopes = world.registrations.complete(readScopes(form.get("scope") ?? "", client, world));
    const tokens = world.tokens.grant(client, scopes, (name) => world.scopes.resourceServer(name));
    const [first, ...others] = tokens.map((token) => world.tokens.document(token));
    return { ...first, other_tokens: others };
  },

  // A service account is given none, so only what came with dependent tokens can be refreshed.
  refresh_token: (world, client, form) => {
    const value = form.get("refresh_token");
    if (!value) throw oauthError(400, "invalid_request", "refresh_token is missing");
    const token = world.tokens.refresh(value, client);
    if (!token) throw oauthError(400, "invalid_grant");
    return { ...world.tokens.document(token), refresh_token: value, other_tokens: [] };
  },

  // Nobody logs in at a fake Globus: there never was such a code.
  authorization_code: () => {
    throw oauthError(401, "invalid_grant");
  },

  "urn:globus:auth:grant_type:dependent_token": dependentTokens,
};

/**
 * For a service: tokens for what the token it was sent depends on, one per resource server, in a bare list.
 * @param {World} world
 * @param {Client} client
 * @param {URLSearchParams} form
 */
function dependentTokens(world, client, form) {
  const token = world.tokens.active(form.get("token") ?? "");
  // The token has to be one for this very service. The code of this refusal has no public record.
  if (!token || token.resourceServer !== client.id) throw oauthError(400, "invalid_grant");
  const consented = world.tokens.dependents(token);
  const scope = form.get("scope");
  const wanted = scope === null ? undefined : readScopes(scope, client, world).map(({ name }) => name);
  const unapproved = wanted?.filter((name) => !consented.some((dependent) => dependent.name === name)) ?? [];
  if (unapproved.length > 0) throw unapprovedScopes(unapproved);
  /** @type {Map<string, { scopes: Set<string>, above: readonly string[] }>} */
  const byServer = new Map();
  for (const { name, above } of consented.filter((dependent) => wanted?.includes(dependent.name) ?? true)) {
    const server = world.scopes.resourceServer(name) ?? "";
    byServer.set(server, { above, scopes: (byServer.get(server)?.scopes ?? new Set()).add(name) });
  }
  return [...byServer].map(([resourceServer, { scopes, above }]) => {
    const issued = world.tokens.issueDependent(token, client, { resourceServer, scopes, above });
    const isOffline = form.get("access_type") === "offline";
    return { ...world.tokens.document(issued), ...(isOffline && { refresh_token: world.tokens.refreshToken(issued) }) };
  });
}

/** @param {readonly string[]} scopes */
function unapprovedScopes(scopes) {
  const error = authError(403, "DEPENDENT_CONSENT_REQUIRED", "Missing required consents", {
    error: "dependent_consent_required",
  });
  const [first] = /** @type {Record<string, unknown>[]} */ (error.document.errors);
  Object.assign(first ?? {}, { unapproved_scopes: [...scopes] });
  return error;
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
