// @ts-check
// Scopes as objects. Rust parses and merges the texts of scopes (src/model/scope.rs).
import { flowScope, scopeGraph } from "../core/globus_service_account_bg.js";
import { argumentError, readBoolean, readObject, readUuid } from "./internal.js";

/**
 * A parsed scope text. `[index, optional]` refers to a name; `edges` are the dependencies of each name; `top` are the
 * scopes of the text itself.
 *
 * @typedef {{ names: string[], edges: [number, boolean][][], top: [number, boolean][] }} Graph
 */

export class Scope {
  /** @param {string} name @param {boolean} optional @param {readonly Scope[]} dependencies */
  constructor(name, optional, dependencies) {
    this.name = name;
    this.optional = optional;
    this.dependencies = Object.freeze(dependencies);
    Object.freeze(this);
  }

  /** @param {string | Scope} text */
  static parse(text) {
    /** @type {Graph} */
    const { names, edges, top } = scopeGraph(scopeText(text));
    const cache = new Map();
    /** @param {[number, boolean]} place @returns {Scope} */
    const build = ([index, optional]) => {
      const key = `${index} ${optional}`;
      if (!cache.has(key)) cache.set(key, new Scope(names[index], optional, edges[index].map(build)));
      return cache.get(key);
    };
    return top.map(build);
  }

  /** @param {string | Scope} dependency @param {{ optional?: boolean }} [options] */
  with(dependency, options) {
    const { optional, ...unknownOptions } = readObject("options", options);
    for (const name of Object.keys(unknownOptions)) throw argumentError(`options.${name}`, "is not an option; there is optional");
    if (optional !== undefined) readBoolean("options.optional", optional);
    const added = Scope.parse(dependency).map((scope) =>
      optional === undefined ? scope : new Scope(scope.name, optional, scope.dependencies),
    );
    return Scope.parse(new Scope(this.name, this.optional, [...this.dependencies, ...added]))[0];
  }

  /** @returns {string} */
  toString() {
    const dependencies = this.dependencies.length > 0 ? `[${this.dependencies.join(" ")}]` : "";
    return `${this.optional ? "*" : ""}${this.name}${dependencies}`;
  }

  toJSON() {
    return this.toString();
  }
}

/**
 * Returns the text of a scope. Accepts also a `Scope` of another copy of the package.
 *
 * @param {any} scope @returns {string}
 */
function scopeText(scope) {
  if (typeof scope === "string") return scope;
  if (scope instanceof Scope || (typeof scope?.name === "string" && Array.isArray(scope.dependencies))) return String(scope);
  throw argumentError("scope", "must be a string or a Scope");
}

/** @param {(string | Scope)[]} texts */
export const mergeScopes = (...texts) => Scope.parse(texts.flatMap((text) => Scope.parse(text)).join(" ")).join(" ");

/** @param {string} name */
const makeScope = (name) => new Scope(name, false, []);
/** @param {string} server @param {string} name */
const urnScope = (server, name) => makeScope(`urn:globus:auth:scope:${server}:${name}`);
/** @param {string} id @param {string} name */
const urlScope = (id, name) => makeScope(`https://auth.globus.org/scopes/${id}/${name}`);

/**
 * Returns scopes by their names in JavaScript, which are in camel case.
 *
 * @param {(name: string) => Scope} make @param {string[]} names
 * @returns {Record<string, Scope>}
 */
const makeScopes = (make, names) =>
  Object.freeze(
    Object.fromEntries(
      names.map((name) => [name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()), make(name)]),
    ),
  );

const FLOWS_CLIENT_ID = "eec9b274-0c81-4334-bdc2-54e90e689b9a";

/** Declared in jobs.d.ts. @type {any} */
export const scopes = Object.freeze({
  auth: Object.freeze({
    ...makeScopes(makeScope, ["openid", "profile", "email"]),
    ...makeScopes(
      (name) => urnScope("auth.globus.org", name),
      [
        "manage_projects",
        "view_authentications",
        "view_clients",
        "view_clients_and_scopes",
        "view_consents",
        "view_identities",
        "view_identity_set",
      ],
    ),
  }),
  transfer: makeScopes((name) => urnScope("transfer.api.globus.org", name), ["all", "gcp_install"]),
  groups: makeScopes((name) => urnScope("groups.api.globus.org", name), ["all", "view_my_groups_and_memberships"]),
  search: makeScopes((name) => urnScope("search.api.globus.org", name), ["all", "globus_connect_server", "ingest", "search"]),
  flows: makeScopes(
    (name) => urlScope(FLOWS_CLIENT_ID, name),
    ["all", "manage_flows", "run", "run_manage", "run_status", "view_flows"],
  ),
  timers: makeScopes((name) => urlScope("524230d7-ea86-4a52-8312-86065a9e0417", name), ["timer"]),
  compute: makeScopes((name) => urlScope("facd7ccc-c5f4-42aa-916b-a0e270e2c2a9", name), ["all"]),
  /** @param {string} id */
  collection: (id) => makeScopes((name) => urlScope(readUuid("collectionId", id), name), ["data_access", "https"]),
  /** @param {string} id */
  endpoint: (id) => makeScopes((name) => urnScope(readUuid("endpointId", id), name), ["manage_collections"]),
  /** @param {string} id */
  flow: (id) => Object.freeze({ user: makeScope(flowScope(readUuid("flowId", id))) }),
});
