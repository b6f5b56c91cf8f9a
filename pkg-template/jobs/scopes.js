// @ts-check
// Scopes as objects. What a text means, and what merging is, is decided in Rust (src/model/scope.rs).
import { flowScope, scopeGraph } from "../core/globus_service_account_bg.js";
import { flag, invalid, object, uuid } from "./account-of.js";

/** @typedef {{ names: string[], edges: [number, boolean][][], top: [number, boolean][] }} Graph By index: what each name depends on, and whether optionally. */

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
    const { names, edges, top } = scopeGraph(textOf(text));
    const made = new Map();
    /** @param {[number, boolean]} place @returns {Scope} */
    const make = ([index, optional]) => {
      const key = `${index} ${optional}`;
      if (!made.has(key)) made.set(key, new Scope(names[index], optional, edges[index].map(make)));
      return made.get(key);
    };
    return top.map(make);
  }

  /** @param {string | Scope} dependency @param {{ optional?: boolean }} [options] */
  with(dependency, options) {
    const { optional, ...rest } = object("options", options);
    for (const name of Object.keys(rest)) throw invalid(`options.${name}`, "is not an option; there is optional");
    if (optional !== undefined) flag("options.optional", optional);
    const more = Scope.parse(dependency).map((scope) =>
      optional === undefined ? scope : new Scope(scope.name, optional, scope.dependencies),
    );
    return Scope.parse(new Scope(this.name, this.optional, [...this.dependencies, ...more]))[0];
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

/** The text of a scope, of whatever copy of the package. @param {any} scope @returns {string} */
function textOf(scope) {
  if (typeof scope === "string") return scope;
  if (scope instanceof Scope || (typeof scope?.name === "string" && Array.isArray(scope.dependencies))) return String(scope);
  throw invalid("scope", "must be a string or a Scope");
}

/** @param {(string | Scope)[]} texts */
export const mergeScopes = (...texts) => Scope.parse(texts.flatMap((text) => Scope.parse(text)).join(" ")).join(" ");

/** @param {string} name */
const plain = (name) => new Scope(name, false, []);
/** @param {string} server @param {string} name */
const urn = (server, name) => plain(`urn:globus:auth:scope:${server}:${name}`);
/** @param {string} id @param {string} name */
const url = (id, name) => plain(`https://auth.globus.org/scopes/${id}/${name}`);

/**
 * Scopes by the names they have in JavaScript.
 *
 * @param {(name: string) => Scope} make @param {string[]} names
 * @returns {Record<string, Scope>}
 */
const named = (make, names) =>
  Object.freeze(
    Object.fromEntries(
      names.map((name) => [name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()), make(name)]),
    ),
  );

const FLOWS = "eec9b274-0c81-4334-bdc2-54e90e689b9a";

/** @type {any} What is declared of it is in index.d.ts. */
export const scopes = Object.freeze({
  auth: Object.freeze({
    ...named(plain, ["openid", "profile", "email"]),
    ...named(
      (name) => urn("auth.globus.org", name),
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
  transfer: named((name) => urn("transfer.api.globus.org", name), ["all", "gcp_install"]),
  groups: named((name) => urn("groups.api.globus.org", name), ["all", "view_my_groups_and_memberships"]),
  search: named((name) => urn("search.api.globus.org", name), ["all", "globus_connect_server", "ingest", "search"]),
  flows: named((name) => url(FLOWS, name), ["all", "manage_flows", "run", "run_manage", "run_status", "view_flows"]),
  timers: named((name) => url("524230d7-ea86-4a52-8312-86065a9e0417", name), ["timer"]),
  compute: named((name) => url("facd7ccc-c5f4-42aa-916b-a0e270e2c2a9", name), ["all"]),
  /** @param {string} id */
  collection: (id) => named((name) => url(uuid("collectionId", id), name), ["data_access", "https"]),
  /** @param {string} id */
  endpoint: (id) => named((name) => urn(uuid("endpointId", id), name), ["manage_collections"]),
  /** @param {string} id */
  flow: (id) => Object.freeze({ user: plain(flowScope(uuid("flowId", id))) }),
});
