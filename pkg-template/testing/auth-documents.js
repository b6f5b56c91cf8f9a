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

// The documents, 401 UNAUTHORIZED and 403 FORBIDDEN are copied from the fixtures of Globus's own clients. No public
// record exists for the other codes (INVALID_PARAMETERS, MALFORMED_JSON, RESOURCE_NOT_FOUND, CONFLICT). Neither does
// one show whether Globus Auth sends 403 or 404 for an object that belongs to another identity.

export const AUTH = "auth.globus.org";
export const MANAGE_PROJECTS = `urn:globus:auth:scope:${AUTH}:manage_projects`;

/**
 * Returns the token of a call. Throws 401 without a valid token for Globus Auth, and 403 if the token lacks `scope`.
 * @param {Context} c
 * @param {World} world
 * @param {string} [scope]
 */
export function requireScope(c, world, scope) {
  const token = world.tokens.fromHeader(c.req.header("Authorization"));
  if (typeof token === "string" || token.resourceServer !== AUTH) {
    throw authError(401, "UNAUTHORIZED", "Call must be authenticated");
  }
  // Globus Auth does not name the missing scope.
  if (scope !== undefined && !token.scopes.has(scope)) {
    throw authError(403, "FORBIDDEN", "Call must be authenticated", { title: "Unauthorized" });
  }
  return token;
}

/**
 * Returns the identity of the caller. Throws 403 unless the token has the scope `manage_projects`.
 * @param {Context} c
 * @param {World} world
 */
export const requireManageProjects = (c, world) => requireScope(c, world, MANAGE_PROJECTS).clientId;

/** @param {string} detail */
export const invalidParameters = (detail) => authError(400, "INVALID_PARAMETERS", detail);

/** @param {string} kind @param {string} id */
export const notFound = (kind, id) => authError(404, "RESOURCE_NOT_FOUND", `No ${kind} ${id}`);

/** @param {string} [detail] */
export const forbidden = (detail = "You are not an administrator of the project") =>
  authError(403, "FORBIDDEN", detail);

/**
 * Reads the body `{ [name]: { ... } }` of a request and returns the inner object.
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
  if (typeof document !== "object" || document === null) throw invalidParameters(`The body must be {"${name}": {...}}`);
  return document;
}

/** Reads a required member. @param {Record<string, unknown>} document @param {string} name */
export function readText(document, name) {
  const value = document[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidParameters(`'${name}' must be a non-empty string`);
}

/**
 * Reads an optional member.
 * @param {Record<string, unknown>} document
 * @param {string} name
 * @returns {string[] | undefined}
 */
export function readTexts(document, name) {
  const value = document[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalidParameters(`'${name}' must be a list of strings`);
}

/** Reads a query parameter whose values are separated by commas. @param {Context} c @param {string} name */
export const readListParameter = (c, name) => c.req.query(name)?.split(",").filter(Boolean);

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
 * Returns a client secret as Globus Auth describes it. The document of a new secret has its text, later ones do not.
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
