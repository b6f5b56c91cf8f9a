// @ts-check
import { managed } from "./auth-clients.js";
import {
  forbidden,
  invalid,
  listParameter,
  manager,
  notFound,
  readEnvelope,
  scopeDocument,
  text,
  texts,
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
 * Scopes: those of Globus's services, to be looked up, and those that developers make.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addScopeRoutes(app, world) {
  const { registrations } = world;

  app.get("/v2/api/scopes", (c) => {
    const callerId = manager(c, world);
    const ids = listParameter(c, "ids");
    const names = listParameter(c, "scope_strings");
    if (ids && names) throw invalid("'ids' and 'scope_strings' exclude each other");
    const wanted = ids
      ? ids.map((id) => registrations.scope(id))
      : (names?.map((name) => registrations.scopeNamed(name)) ??
        registrations.clientsOf(callerId).flatMap(({ id }) => registrations.scopesOf(id)));
    const found = wanted.flatMap((scope) => (scope && isVisible(scope, callerId, world) ? [scopeDocument(scope)] : []));
    return c.json({ scopes: found });
  });

  app.get("/v2/api/scopes/:id", (c) => {
    const callerId = manager(c, world);
    const scope = registrations.scope(c.req.param("id"));
    if (!scope || !isVisible(scope, callerId, world)) throw notFound("scope", c.req.param("id"));
    return c.json({ scope: scopeDocument(scope) });
  });

  app.post("/v2/api/clients/:id/scopes", async (c) => {
    const client = managed(c, world);
    const document = await readEnvelope(c, "scope");
    const scope = change(
      {
        id: uuid(),
        name: "",
        title: text(document, "name"),
        description: text(document, "description"),
        clientId: client.id,
        advertised: false,
        allowsRefreshToken: true,
        requiredDomains: [],
        dependents: [],
      },
      { ...document, scope_suffix: text(document, "scope_suffix") },
      world,
    );
    return c.json({ scope: scopeDocument(registrations.addScope(scope)) });
  });

  app.put("/v2/api/scopes/:id", async (c) => {
    const scope = managedScope(c, world);
    const changed = change({ ...scope }, await readEnvelope(c, "scope"), world);
    registrations.deleteScope(scope);
    return c.json({ scope: scopeDocument(registrations.addScope(changed)) });
  });

  app.delete("/v2/api/scopes/:id", (c) => {
    const scope = managedScope(c, world);
    registrations.deleteScope(scope);
    return c.json({ scope: scopeDocument(scope) });
  });
}

/**
 * An advertised scope is everybody's to see; another is seen by those who see its client.
 * @param {ScopeRecord} scope
 * @param {string} callerId
 * @param {World} world
 */
function isVisible({ advertised, clientId }, callerId, { registrations }) {
  const client = registrations.client(clientId);
  return (
    advertised || client?.visibility === "public" || (client !== undefined && registrations.manages(client, callerId))
  );
}

/** @param {Context} c @param {World} world */
function managedScope(c, world) {
  const callerId = manager(c, world);
  const id = c.req.param("id") ?? "";
  const scope = world.registrations.scope(id);
  if (!scope) throw notFound("scope", id);
  const client = world.registrations.client(scope.clientId);
  if (!client || !world.registrations.manages(client, callerId)) throw forbidden();
  return scope;
}

/** @param {ScopeRecord} scope @param {Record<string, unknown>} document @param {World} world */
function change(scope, document, world) {
  const { advertised, allows_refresh_token: refresh } = document;
  if ("name" in document) scope.title = text(document, "name");
  if ("description" in document) scope.description = text(document, "description");
  if ("scope_suffix" in document) {
    const suffix = text(document, "scope_suffix");
    if (!/^[a-z0-9_]+$/.test(suffix)) throw invalid("'scope_suffix' takes lowercase letters, numbers and underscores");
    const name = `https://auth.globus.org/scopes/${scope.clientId}/${suffix}`;
    const other = world.registrations.scopeNamed(name);
    if (other && other.id !== scope.id) throw authError(409, "CONFLICT", `There is already a scope ${name}`);
    scope.name = name;
  }
  if (typeof advertised === "boolean") scope.advertised = advertised;
  if (typeof refresh === "boolean") scope.allowsRefreshToken = refresh;
  scope.requiredDomains = texts(document, "required_domains") ?? scope.requiredDomains;
  if ("dependent_scopes" in document) scope.dependents = readDependents(document.dependent_scopes, world);
  return scope;
}

/** @param {unknown} list @param {World} world @returns {Dependent[]} */
function readDependents(list, world) {
  if (!Array.isArray(list)) throw invalid("'dependent_scopes' must be a list");
  return list.map((/** @type {Record<string, unknown>} */ item) => {
    const { scope, optional, requires_refresh_token: refresh } = item ?? {};
    if (!isUuid(scope) || !world.registrations.scope(scope)) throw invalid(`There is no scope '${scope}' to depend on`);
    if (typeof optional !== "boolean" || typeof refresh !== "boolean") {
      throw invalid("A dependent scope says whether it is 'optional' and 'requires_refresh_token'");
    }
    return { scope, optional, requires_refresh_token: refresh };
  });
}
