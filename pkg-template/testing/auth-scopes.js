// @ts-check
import { requireManagedClient } from "./auth-clients.js";
import {
  forbidden,
  invalidParameters,
  readListParameter,
  requireManageProjects,
  notFound,
  readEnvelope,
  scopeDocument,
  readText,
  readTexts,
} from "./auth-documents.js";
import { authError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./registrations.js").ScopeRecord} ScopeRecord
 * @typedef {import("./registrations.js").Dependent} Dependent
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes for scopes. Callers can read the scopes of Globus's services, and manage those of their own clients.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addScopeRoutes(app, world) {
  const { registrations } = world;

  app.get("/v2/api/scopes", (c) => {
    const callerId = requireManageProjects(c, world);
    const ids = readListParameter(c, "ids");
    const names = readListParameter(c, "scope_strings");
    if (ids && names) throw invalidParameters("Only one of 'ids' and 'scope_strings' can be given");
    const candidates = ids
      ? ids.map((id) => registrations.scopeById(id))
      : (names?.map((name) => registrations.scopeByName(name)) ??
        registrations.clientsOf(callerId).flatMap(({ id }) => registrations.scopesOf(id)));
    const visibleScopes = candidates.flatMap((scope) =>
      scope && isVisible(scope, callerId, world) ? [scopeDocument(scope)] : [],
    );
    return c.json({ scopes: visibleScopes });
  });

  app.get("/v2/api/scopes/:id", (c) => {
    const callerId = requireManageProjects(c, world);
    const scope = registrations.scopeById(c.req.param("id"));
    if (!scope || !isVisible(scope, callerId, world)) throw notFound("scope", c.req.param("id"));
    return c.json({ scope: scopeDocument(scope) });
  });

  app.post("/v2/api/clients/:id/scopes", async (c) => {
    const client = requireManagedClient(c, world);
    const document = await readEnvelope(c, "scope");
    const scope = applyScopeChanges(
      {
        id: uuid(),
        name: "",
        title: readText(document, "name"),
        description: readText(document, "description"),
        clientId: client.id,
        advertised: false,
        allowsRefreshToken: true,
        requiredDomains: [],
        dependents: [],
      },
      { ...document, scope_suffix: readText(document, "scope_suffix") },
      world,
    );
    return c.json({ scope: scopeDocument(registrations.addScope(scope)) });
  });

  app.put("/v2/api/scopes/:id", async (c) => {
    const scope = requireManagedScope(c, world);
    const changed = applyScopeChanges({ ...scope }, await readEnvelope(c, "scope"), world);
    registrations.deleteScope(scope);
    return c.json({ scope: scopeDocument(registrations.addScope(changed)) });
  });

  app.delete("/v2/api/scopes/:id", (c) => {
    const scope = requireManagedScope(c, world);
    registrations.deleteScope(scope);
    return c.json({ scope: scopeDocument(scope) });
  });
}

/**
 * Whether the caller can see a scope. Every caller can see an advertised scope. Any other scope is as visible as its
 * client.
 * @param {ScopeRecord} scope
 * @param {string} callerId
 * @param {World} world
 */
function isVisible({ advertised, clientId }, callerId, { registrations }) {
  const client = registrations.client(clientId);
  return (
    advertised || client?.visibility === "public" || (client !== undefined && registrations.canManage(client, callerId))
  );
}

/**
 * Returns the scope that the path names. Throws 403 unless the caller may manage its client.
 * @param {Context} c
 * @param {World} world
 */
function requireManagedScope(c, world) {
  const callerId = requireManageProjects(c, world);
  const id = c.req.param("id") ?? "";
  const scope = world.registrations.scopeById(id);
  if (!scope) throw notFound("scope", id);
  const client = world.registrations.client(scope.clientId);
  if (!client || !world.registrations.canManage(client, callerId)) throw forbidden();
  return scope;
}

/**
 * Writes the members that can be changed to a scope.
 * @param {ScopeRecord} scope
 * @param {Record<string, unknown>} document
 * @param {World} world
 */
function applyScopeChanges(scope, document, world) {
  const { advertised, allows_refresh_token: allowsRefreshToken } = document;
  if ("name" in document) scope.title = readText(document, "name");
  if ("description" in document) scope.description = readText(document, "description");
  if ("scope_suffix" in document) {
    const suffix = readText(document, "scope_suffix");
    if (!/^[a-z0-9_]+$/.test(suffix))
      throw invalidParameters("'scope_suffix' must contain only lowercase letters, digits and underscores");
    const name = `https://auth.globus.org/scopes/${scope.clientId}/${suffix}`;
    const existing = world.registrations.scopeByName(name);
    if (existing && existing.id !== scope.id) throw authError(409, "CONFLICT", `The scope ${name} already exists`);
    scope.name = name;
  }
  if (typeof advertised === "boolean") scope.advertised = advertised;
  if (typeof allowsRefreshToken === "boolean") scope.allowsRefreshToken = allowsRefreshToken;
  scope.requiredDomains = readTexts(document, "required_domains") ?? scope.requiredDomains;
  if ("dependent_scopes" in document) scope.dependents = readDependents(document.dependent_scopes, world);
  return scope;
}

/** @param {unknown} value @param {World} world @returns {Dependent[]} */
function readDependents(value, world) {
  if (!Array.isArray(value)) throw invalidParameters("'dependent_scopes' must be a list");
  return value.map((/** @type {Record<string, unknown>} */ item) => {
    const { scope, optional, requires_refresh_token: requiresRefreshToken } = item ?? {};
    if (!isUuid(scope) || !world.registrations.scopeById(scope))
      throw invalidParameters(`'dependent_scopes' names an unknown scope: '${scope}'`);
    if (typeof optional !== "boolean" || typeof requiresRefreshToken !== "boolean") {
      throw invalidParameters("A dependent scope must have the booleans 'optional' and 'requires_refresh_token'");
    }
    return { scope, optional, requires_refresh_token: requiresRefreshToken };
  });
}
