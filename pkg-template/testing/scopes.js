// @ts-check
/**
 * A scope of a request, with the dependencies that the request names.
 * @typedef {{ name: string, optional: boolean, dependencies: Scope[] }} Scope
 */

const URN_PREFIX = "urn:globus:auth:scope:";
const URL_PREFIX = "https://auth.globus.org/scopes/";
const FLOWS_CLIENT_ID = "eec9b274-0c81-4334-bdc2-54e90e689b9a";
/** The resource server of Timers. */
export const TIMERS = "524230d7-ea86-4a52-8312-86065a9e0417";
const COMPUTE_CLIENT_ID = "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9";

export const TRANSFER_ALL = `${URN_PREFIX}transfer.api.globus.org:all`;

/** @param {string} collectionId */
export const dataAccessScope = (collectionId) => `${URL_PREFIX}${collectionId}/data_access`;

/** @param {string} endpointClientId */
export const manageCollectionsScope = (endpointClientId) => `${URN_PREFIX}${endpointClientId}:manage_collections`;

/** @param {string} collectionId */
export const httpsScope = (collectionId) => `${URL_PREFIX}${collectionId}/https`;

export const TIMER_SCOPE = `${URL_PREFIX}${TIMERS}/timer`;

export const COMPUTE_SCOPE = `${URL_PREFIX}${COMPUTE_CLIENT_ID}/all`;

/** @param {string} name */
export const flowsScope = (name) => `${URL_PREFIX}${FLOWS_CLIENT_ID}/${name}`;

/** Returns the scope that a token needs to run one flow. @param {string} flowId */
export const flowUserScope = (flowId) => `${URL_PREFIX}${flowId}/flow_${flowId.replaceAll("-", "_")}_user`;

/** The scopes of Globus's own services, by resource server. @type {Record<string, readonly string[]>} */
const GLOBUS_SCOPES = {
  "auth.globus.org": [
    "openid",
    "profile",
    "email",
    ...[
      "manage_projects",
      "view_authentications",
      "view_clients",
      "view_clients_and_scopes",
      "view_consents",
      "view_identities",
      "view_identity_set",
    ].map((name) => `${URN_PREFIX}auth.globus.org:${name}`),
  ],
  "transfer.api.globus.org": [TRANSFER_ALL, `${URN_PREFIX}transfer.api.globus.org:gcp_install`],
  "groups.api.globus.org": ["all", "view_my_groups_and_memberships"].map(
    (name) => `${URN_PREFIX}groups.api.globus.org:${name}`,
  ),
  "nexus.api.globus.org": [`${URN_PREFIX}nexus.api.globus.org:groups`],
  "search.api.globus.org": ["all", "globus_connect_server", "ingest", "search"].map(
    (name) => `${URN_PREFIX}search.api.globus.org:${name}`,
  ),
  "flows.globus.org": ["all", "manage_flows", "run", "run_manage", "run_status", "view_flows"].map(flowsScope),
  [TIMERS]: [TIMER_SCOPE],
  funcx_service: [COMPUTE_SCOPE],
};

/** The scopes that exist, with their resource servers. */
export class ScopeRegistry {
  /** @type {Map<string, string>} */ #resourceServers = new Map();
  /** @type {((name: string) => string | undefined)[]} */ #rules = [];

  constructor() {
    for (const [server, names] of Object.entries(GLOBUS_SCOPES)) for (const name of names) this.add(name, server);
  }

  /** @param {string} name @param {string} resourceServer */
  add(name, resourceServer) {
    this.#resourceServers.set(name, resourceServer);
  }

  /** @param {string} name */
  remove(name) {
    this.#resourceServers.delete(name);
  }

  /**
   * Adds a function that returns the resource server of a scope. A rule serves scopes that exist only while another
   * object exists, for instance those of a collection.
   * @param {(name: string) => string | undefined} rule
   */
  addRule(rule) {
    this.#rules.push(rule);
  }

  /**
   * Returns the resource server of a scope, or undefined for an unknown scope.
   * @param {string} name
   * @returns {string | undefined}
   */
  resourceServer(name) {
    const addedServer = this.#resourceServers.get(name);
    if (addedServer !== undefined) return addedServer;
    for (const rule of this.#rules) {
      const server = rule(name);
      if (server !== undefined) return server;
    }
    return undefined;
  }
}

/**
 * Parses a list of scopes, for instance `a b[c *d]`. Throws a SyntaxError if the text is not such a list.
 * @param {string} text
 * @returns {Scope[]}
 */
export function parseScopes(text) {
  let position = 0;
  const scopes = parseList(0);
  if (position < text.length) throw new SyntaxError("unbalanced brackets");
  return scopes;

  /** @param {number} depth @returns {Scope[]} */
  function parseList(depth) {
    if (depth > 32) throw new SyntaxError("scopes are nested too deeply");
    /** @type {Scope[]} */
    const scopes = [];
    for (;;) {
      while (text[position] === " ") position++;
      if (position >= text.length || text[position] === "]") return scopes;
      scopes.push(parseScope(depth));
    }
  }

  /** @param {number} depth @returns {Scope} */
  function parseScope(depth) {
    const optional = text[position] === "*";
    if (optional) position++;
    const start = position;
    while (position < text.length && !"[]* ".includes(/** @type {string} */ (text[position]))) position++;
    const name = text.slice(start, position);
    if (name === "") throw new SyntaxError("a scope has no name");
    /** @type {Scope[]} */
    let dependencies = [];
    if (text[position] === "[") {
      position++;
      dependencies = parseList(depth + 1);
      if (text[position] !== "]" || dependencies.length === 0) throw new SyntaxError("unbalanced or empty brackets");
      position++;
    }
    if (position < text.length && text[position] !== " " && text[position] !== "]") {
      throw new SyntaxError("scopes must be separated by spaces");
    }
    return { name, optional, dependencies };
  }
}

/**
 * Returns every path from a top-level scope down to one of its dependencies. A consent belongs to one such path.
 * @param {readonly Scope[]} scopes
 * @param {readonly string[]} [parentPath]
 * @returns {{ path: string[], optional: boolean }[]}
 */
export function scopePaths(scopes, parentPath = []) {
  return scopes.flatMap(({ name, optional, dependencies }) => {
    const path = [...parentPath, name];
    return [{ path, optional }, ...scopePaths(dependencies, path)];
  });
}
