// @ts-check
import { authTime } from "./clock.js";
import { authError } from "./errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 * @typedef {import("./registrations.js").Project} Project
 * @typedef {import("./registrations.js").Registration} Registration
 * @typedef {import("./registrations.js").ScopeRecord} ScopeRecord
 */

// The documents are those of the fixtures of Globus's own clients, as are 401 UNAUTHORIZED and 403 FORBIDDEN. The codes
// of other refusals (INVALID_PARAMETERS, MALFORMED_JSON, RESOURCE_NOT_FOUND, CONFLICT), and whether a thing of others is
// refused or not found, have no public record.

export const AUTH = "auth.globus.org";
export const MANAGE_PROJECTS = `urn:globus:auth:scope:${AUTH}:manage_projects`;

/**
 * The token of a call; with a scope named, one that holds it.
 * @param {Context} c
 * @param {World} world
 * @param {string} [scope]
 */
export function requireScope(c, world, scope) {
  const token = world.tokens.fromHeader(c.req.header("Authorization"));
  if (typeof token === "string" || token.resourceServer !== AUTH) {
    throw authError(401, "UNAUTHORIZED", "Call must be authenticated");
  }
  // Auth says no more than this of a scope that is missing.
  if (scope !== undefined && !token.scopes.has(scope)) {
    throw authError(403, "FORBIDDEN", "Call must be authenticated", { title: "Unauthorized" });
  }
  return token;
}

/** The identity that may register things. @param {Context} c @param {World} world */
export const manager = (c, world) => requireScope(c, world, MANAGE_PROJECTS).clientId;

/** @param {string} detail */
export const invalid = (detail) => authError(400, "INVALID_PARAMETERS", detail);

/** @param {string} what @param {string} id */
export const notFound = (what, id) => authError(404, "RESOURCE_NOT_FOUND", `No ${what} ${id}`);

/** @param {string} [detail] */
export const forbidden = (detail = "You are not an administrator of the project") =>
  authError(403, "FORBIDDEN", detail);

/**
 * What is in the envelope of a request.
 * @param {Context} c
 * @param {string} name
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readEnvelope(c, name) {
  /** @type {any} */
  let body;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    throw authError(400, "MALFORMED_JSON", "The body is not JSON");
  }
  const document = body?.[name];
  if (typeof document !== "object" || document === null) throw invalid(`The body must be {"${name}": {...}}`);
  return document;
}

/** @param {Record<string, unknown>} document @param {string} name */
export function text(document, name) {
  const value = document[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalid(`'${name}' must be a text`);
}

/** @param {Record<string, unknown>} document @param {string} name @returns {string[] | undefined} */
export function texts(document, name) {
  const value = document[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalid(`'${name}' must be a list of texts`);
}

/** A parameter that is a list. @param {Context} c @param {string} name */
export const listParameter = (c, name) => c.req.query(name)?.split(",").filter(Boolean);

/** @param {import("./accounts.js").Identity} identity */
export const identityDocument = ({ id, username, name, email, organization, provider, status }) => ({
  id,
  username,
  name,
  email,
  organization,
  identity_provider: provider,
  identity_type: "login",
  status,
});

/** @param {World} world @param {Project} project */
export function projectDocument({ accounts, groups }, { id, displayName, contactEmail, adminIds, adminGroupIds }) {
  const identities = adminIds.flatMap((admin) => accounts.identities.get(admin) ?? []);
  return {
    id,
    display_name: displayName,
    project_name: displayName,
    contact_email: contactEmail,
    admin_ids: adminIds.length > 0 ? adminIds : null,
    admin_group_ids: adminGroupIds.length > 0 ? adminGroupIds : null,
    admins: {
      identities: identities.map(identityDocument),
      groups: adminGroupIds.flatMap((admin) => {
        const group = groups.get(admin);
        return group ? [{ id: group.id, name: group.name, description: group.description }] : [];
      }),
    },
  };
}

const CONFIDENTIAL_GRANTS = ["authorization_code", "client_credentials", "refresh_token"];

/** @param {Registration} registration */
export function grantTypes({ isPublic, type }) {
  if (isPublic) return ["authorization_code", "refresh_token"];
  if (type === "client_identity" || type === "confidential_client") return CONFIDENTIAL_GRANTS;
  return [...CONFIDENTIAL_GRANTS, "urn:globus:auth:grant_type:dependent_token"];
}

/** @param {World} world @param {Registration} client */
export const clientDocument = ({ accounts, registrations }, client) => ({
  id: client.id,
  name: accounts.clients.get(client.id)?.name,
  project: client.project,
  parent_client: client.parent,
  client_type: client.type,
  public_client: client.isPublic,
  visibility: client.visibility,
  grant_types: grantTypes(client),
  redirect_uris: client.redirectUris,
  required_idp: client.requiredIdp,
  preselect_idp: client.preselectIdp,
  links: { ...client.links },
  scopes: registrations.scopesOf(client.id).map(({ id }) => id),
  fqdns: client.fqdns,
  prompt_for_named_grant: false,
  userinfo_from_effective_identity: true,
});

/**
 * A secret is told once.
 * @param {string} clientId
 * @param {import("./accounts.js").Credential} credential
 * @param {boolean} [isNew]
 */
export const credentialDocument = (clientId, { id, name, secret, createdAt }, isNew = false) => ({
  id,
  name,
  client: clientId,
  created: authTime(createdAt ?? 0),
  secret: isNew ? secret : null,
});

/** @param {ScopeRecord} scope */
export const scopeDocument = (scope) => ({
  id: scope.id,
  scope_string: scope.name,
  name: scope.title,
  description: scope.description,
  client: scope.clientId,
  advertised: scope.advertised,
  allows_refresh_token: scope.allowsRefreshToken,
  required_domains: scope.requiredDomains,
  dependent_scopes: scope.dependents,
});
