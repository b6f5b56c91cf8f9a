// @ts-check
import { authError, oauthError } from "./errors.js";
import { parseScopes, scopePaths } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./accounts.js").Client} Client
 * @typedef {import("./scopes.js").Scope} Scope
 */

/**
 * What the token endpoint does for each grant type.
 * @type {Record<string, (world: World, client: Client, form: URLSearchParams) => unknown>}
 */
export const GRANT_HANDLERS = {
  client_credentials: (world, client, form) => {
    if (!client.serviceAccount) throw oauthError(400, "unauthorized_client");
    const scopes = world.registrations.addRequiredDependencies(readScopes(form.get("scope") ?? "", client, world));
    const tokens = world.tokens.grant(client, scopes, (name) => world.scopes.resourceServer(name));
    const [first, ...others] = tokens.map((token) => world.tokens.tokenResponse(token));
    return { ...first, other_tokens: others };
  },

  // A client credentials grant returns no refresh token, so only refresh tokens of dependent tokens exist here.
  refresh_token: (world, client, form) => {
    const value = form.get("refresh_token");
    if (!value) throw oauthError(400, "invalid_request", "refresh_token is missing");
    const token = world.tokens.refresh(value, client);
    if (!token) throw oauthError(400, "invalid_grant");
    return { ...world.tokens.tokenResponse(token), refresh_token: value, other_tokens: [] };
  },

  // No person can log in at the fake, so it never issued an authorization code.
  authorization_code: () => {
    throw oauthError(401, "invalid_grant");
  },

  "urn:globus:auth:grant_type:dependent_token": grantDependentTokens,
};

/**
 * Exchanges a token that a service received for tokens of the scopes that this token depends on. Returns one token per
 * resource server. The response is a list without an envelope.
 * @param {World} world
 * @param {Client} client
 * @param {URLSearchParams} form
 */
function grantDependentTokens(world, client, form) {
  const token = world.tokens.activeToken(form.get("token") ?? "");
  // The token must be for the service that sends it. No public record shows the code of this refusal.
  if (!token || token.resourceServer !== client.id) throw oauthError(400, "invalid_grant");
  const consentedScopes = world.tokens.dependentScopes(token);
  const scope = form.get("scope");
  const requestedNames = scope === null ? undefined : readScopes(scope, client, world).map(({ name }) => name);
  const unapprovedNames =
    requestedNames?.filter((name) => !consentedScopes.some((dependent) => dependent.name === name)) ?? [];
  if (unapprovedNames.length > 0) throw dependentConsentRequired(unapprovedNames);
  /** @type {Map<string, { scopes: Set<string>, parentPath: readonly string[] }>} */
  const byServer = new Map();
  for (const { name, parentPath } of consentedScopes.filter(
    (dependent) => requestedNames?.includes(dependent.name) ?? true,
  )) {
    const server = world.scopes.resourceServer(name) ?? "";
    byServer.set(server, { parentPath, scopes: (byServer.get(server)?.scopes ?? new Set()).add(name) });
  }
  return [...byServer].map(([resourceServer, { scopes, parentPath }]) => {
    const issued = world.tokens.issueDependent(token, client, { resourceServer, scopes, parentPath });
    const isOffline = form.get("access_type") === "offline";
    return {
      ...world.tokens.tokenResponse(issued),
      ...(isOffline && { refresh_token: world.tokens.issueRefreshToken(issued) }),
    };
  });
}

/** @param {readonly string[]} scopes */
function dependentConsentRequired(scopes) {
  const error = authError(403, "DEPENDENT_CONSENT_REQUIRED", "Missing required consents", {
    error: "dependent_consent_required",
  });
  const [first] = /** @type {Record<string, unknown>[]} */ (error.document.errors);
  Object.assign(first ?? {}, { unapproved_scopes: [...scopes] });
  return error;
}

/**
 * Parses the `scope` parameter. Throws `invalid_scope` for a scope that is unknown or that the client may not request.
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
  const unknownNames = [...names].filter(
    (name) => world.scopes.resourceServer(name) === undefined || client.scopes?.has(name) === false,
  );
  if (unknownNames.length > 0) {
    const quotedNames = unknownNames.map((name) => `'${name}'`).join(", ");
    throw invalidScope("UNKNOWN_SCOPE_ERROR", `client_id=${client.id} requested unknown scopes: [${quotedNames}]`);
  }
  return scopes;
}

/** @param {string} code @param {string} detail */
function invalidScope(code, detail) {
  return authError(400, code, detail, { title: "Unknown scope(s)", error: "invalid_scope", description: detail });
}
