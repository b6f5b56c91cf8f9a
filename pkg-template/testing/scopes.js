// @ts-check
/**
 * @typedef {{ name: string, optional: boolean, dependencies: Scope[] }} Scope
 */

const URN = "urn:globus:auth:scope:";
const URL_SCOPE = "https://auth.globus.org/scopes/";
const FLOWS = "eec9b274-0c81-4334-bdc2-54e90e689b9a";
/** The resource server of Timers. */
export const TIMERS = "524230d7-ea86-4a52-8312-86065a9e0417";
const COMPUTE = "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9";

export const TRANSFER_ALL = `${URN}transfer.api.globus.org:all`;

/** @param {string} collectionId */
export const dataAccessScope = (collectionId) => `${URL_SCOPE}${collectionId}/data_access`;

/** @param {string} endpointClientId */
export const manageCollectionsScope = (endpointClientId) => `${URN}${endpointClientId}:manage_collections`;

/** @param {string} collectionId */
export const httpsScope = (collectionId) => `${URL_SCOPE}${collectionId}/https`;

export const TIMER_SCOPE = `${URL_SCOPE}${TIMERS}/timer`;

export const COMPUTE_SCOPE = `${URL_SCOPE}${COMPUTE}/all`;

/** @param {string} name */
export const flowsScope = (name) => `${URL_SCOPE}${FLOWS}/${name}`;

/** What it takes to run one flow. @param {string} flowId */
export const flowUserScope = (flowId) => `${URL_SCOPE}${flowId}/flow_${flowId.replaceAll("-", "_")}_user`;

/** The scopes of Globus's own services, by resource server. @type {Record<string, readonly string[]>} */
const KNOWN = {
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
    ].map((name) => `${URN}auth.globus.org:${name}`),
  ],
  "transfer.api.globus.org": [TRANSFER_ALL, `${URN}transfer.api.globus.org:gcp_install`],
  "groups.api.globus.org": ["all", "view_my_groups_and_memberships"].map(
    (name) => `${URN}groups.api.globus.org:${name}`,
  ),
  "nexus.api.globus.org": [`${URN}nexus.api.globus.org:groups`],
  "search.api.globus.org": ["all", "globus_connect_server", "ingest", "search"].map(
    (name) => `${URN}search.api.globus.org:${name}`,
  ),
  "flows.globus.org": ["all", "manage_flows", "run", "run_manage", "run_status", "view_flows"].map(flowsScope),
  [TIMERS]: [TIMER_SCOPE],
  funcx_service: [COMPUTE_SCOPE],
};

/** Which scopes exist, and whose they are. */
export class ScopeRegistry {
  /** @type {Map<string, string>} */ #owners = new Map();
  /** @type {((name: string) => string | undefined)[]} */ #rules = [];

  constructor() {
    for (const [server, names] of Object.entries(KNOWN)) for (const name of names) this.add(name, server);
  }

  /** @param {string} name @param {string} resourceServer */
  add(name, resourceServer) {
    this.#owners.set(name, resourceServer);
  }

  /** @param {string} name */
  remove(name) {
    this.#owners.delete(name);
  }

  /** For scopes that come and go with what they guard. @param {(name: string) => string | undefined} rule */
  addRule(rule) {
    this.#rules.push(rule);
  }

  /** @param {string} name @returns {string | undefined} */
  resourceServer(name) {
    const known = this.#owners.get(name);
    if (known !== undefined) return known;
    for (const rule of this.#rules) {
      const server = rule(name);
      if (server !== undefined) return server;
    }
    return undefined;
  }
}

/**
 * Reads `a b[c *d]`. Throws a SyntaxError for what is not a list of scopes.
 * @param {string} text
 * @returns {Scope[]}
 */
export function parseScopes(text) {
  let at = 0;
  const scopes = list(0);
  if (at < text.length) throw new SyntaxError("unbalanced brackets");
  return scopes;

  /** @param {number} depth @returns {Scope[]} */
  function list(depth) {
    if (depth > 32) throw new SyntaxError("scopes are nested too deeply");
    /** @type {Scope[]} */
    const found = [];
    for (;;) {
      while (text[at] === " ") at++;
      if (at >= text.length || text[at] === "]") return found;
      found.push(scope(depth));
    }
  }

  /** @param {number} depth @returns {Scope} */
  function scope(depth) {
    const optional = text[at] === "*";
    if (optional) at++;
    const start = at;
    while (at < text.length && !"[]* ".includes(/** @type {string} */ (text[at]))) at++;
    const name = text.slice(start, at);
    if (name === "") throw new SyntaxError("a scope has no name");
    /** @type {Scope[]} */
    let dependencies = [];
    if (text[at] === "[") {
      at++;
      dependencies = list(depth + 1);
      if (text[at] !== "]" || dependencies.length === 0) throw new SyntaxError("unbalanced or empty brackets");
      at++;
    }
    if (at < text.length && text[at] !== " " && text[at] !== "]") {
      throw new SyntaxError("scopes must be separated by spaces");
    }
    return { name, optional, dependencies };
  }
}

/**
 * Every path from a top-level scope down to one of its dependencies: what consent is given for.
 * @param {readonly Scope[]} scopes
 * @param {readonly string[]} [above]
 * @returns {{ path: string[], optional: boolean }[]}
 */
export function scopePaths(scopes, above = []) {
  return scopes.flatMap(({ name, optional, dependencies }) => {
    const path = [...above, name];
    return [{ path, optional }, ...scopePaths(dependencies, path)];
  });
}
