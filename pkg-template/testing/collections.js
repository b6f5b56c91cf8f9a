// @ts-check
import { endpointNotFound, transferError } from "./errors.js";
import { FileTree } from "./files.js";
import { uuid } from "./ids.js";
import { transferTime } from "./clock.js";
import { TRANSFER_ALL, dataAccessScope } from "./scopes.js";

/**
 * @typedef {"identity" | "all_authenticated_users" | "anonymous"} PrincipalType
 * @typedef {{ id: string, principalType: PrincipalType, principal: string, path: string, permissions: "r" | "rw",
 *   createTime: number, expiresAt: number | undefined }} Rule
 * @typedef {import("./index.js").FakeCollectionOptions} CollectionOptions
 * @typedef {"read" | "write"} Wish
 */

/** A place with files and rules about who may do what in it. */
export class Collection {
  /** @type {Map<string, Rule>} */ rules = new Map();

  /** @param {CollectionOptions} options @param {import("./clock.js").Clock} clock */
  constructor(options, clock) {
    const { type = "guest", defaultDirectory = "/" } = options;
    if (type !== "guest" && type !== "mapped") throw new TypeError('type must be "guest" or "mapped"');
    this.id = (options.id ?? uuid()).toLowerCase();
    this.displayName = options.displayName;
    this.type = type;
    this.owner = options.owner ?? uuid();
    this.endpointId = uuid();
    this.highAssurance = options.highAssurance ?? false;
    this.description = options.description ?? null;
    this.keywords = options.keywords ?? [];
    this.organization = options.organization ?? null;
    this.subscriptionId = options.subscriptionId ?? null;
    this.defaultDirectory = defaultDirectory;
    this.clock = clock;
    this.tree = new FileTree(options.files ?? {}, () => clock.now(), defaultDirectory);
    for (const { principal, path = "/", permissions } of options.permissions ?? [])
      this.addRule(principal, path, permissions);
  }

  /** @param {string} principal @param {string} path @param {"r" | "rw"} permissions @param {number} [expiresAt] */
  addRule(principal, path, permissions, expiresAt) {
    const principalType = principal === "all_authenticated_users" || principal === "anonymous" ? principal : "identity";
    /** @type {Rule} */
    const rule = {
      id: uuid(),
      principalType,
      principal: principalType === "identity" ? principal.toLowerCase() : "",
      path: path.endsWith("/") ? path : `${path}/`,
      permissions,
      createTime: this.clock.now(),
      expiresAt,
    };
    this.rules.set(rule.id, rule);
    return rule;
  }

  /** The rules that speak of an identity. @param {string} identityId */
  rulesFor(identityId) {
    const now = this.clock.now();
    return [...this.rules.values()].filter(
      (rule) =>
        (rule.principalType !== "identity" || rule.principal === identityId) && (rule.expiresAt ?? Infinity) > now,
    );
  }

  /** @param {string} identityId @param {string} path @param {Wish} wish */
  allows(identityId, path, wish) {
    if (identityId === this.owner) return true;
    const absolute = `${this.tree.absolute(path)}/`.replace("//", "/");
    return this.rulesFor(identityId).some(
      ({ path: below, permissions }) => absolute.startsWith(below) && (wish === "read" || permissions === "rw"),
    );
  }

  /** Whether an identity has any business here. @param {string} identityId */
  knows(identityId) {
    return identityId === this.owner || this.rulesFor(identityId).length > 0;
  }

  /** High assurance collections have no such scope, nor have guest collections. */
  get needsDataAccess() {
    return this.type === "mapped" && !this.highAssurance;
  }

  get domain() {
    return `${this.type === "guest" ? "g" : "m"}-${this.id.slice(0, 6)}.${this.endpointDomain}`;
  }

  get endpointDomain() {
    return `${this.endpointId.slice(0, 6)}.${this.endpointId.slice(9, 13)}.data.globus.org`;
  }

  /** @param {Rule} rule */
  static ruleDocument(rule) {
    return {
      DATA_TYPE: "access",
      id: rule.id,
      principal_type: rule.principalType,
      principal: rule.principal,
      path: rule.path,
      permissions: rule.permissions,
      role_id: null,
      role_type: null,
      create_time: transferTime(rule.createTime),
      expiration_date: rule.expiresAt === undefined ? null : transferTime(rule.expiresAt),
    };
  }
}

/** All collections, and the questions every operation asks first. */
export class Collections {
  /** @type {Map<string, Collection>} */ #byId = new Map();
  /** @type {import("./tokens.js").Tokens} */ #tokens;

  /** @param {import("./tokens.js").Tokens} tokens @param {import("./scopes.js").ScopeRegistry} scopes */
  constructor(tokens, scopes) {
    this.#tokens = tokens;
    scopes.addRule((name) => this.#scopeOwner(name));
  }

  /** @param {string} name */
  #scopeOwner(name) {
    const [, id, kind] = /^https:\/\/auth\.globus\.org\/scopes\/([^/]+)\/(data_access|https)$/.exec(name) ?? [];
    const collection = id && this.#byId.get(id);
    if (collection) return kind === "https" || collection.needsDataAccess ? id : undefined;
    const [, endpointId] = /^urn:globus:auth:scope:([^:]+):manage_collections$/.exec(name) ?? [];
    return this.all().some((candidate) => candidate.endpointId === endpointId) ? endpointId : undefined;
  }

  /** @param {Collection} collection */
  add(collection) {
    if (this.#byId.has(collection.id)) throw new TypeError(`there is already a collection ${collection.id}`);
    this.#byId.set(collection.id, collection);
  }

  all() {
    return [...this.#byId.values()];
  }

  /** @param {string} id */
  get(id) {
    const collection = this.#byId.get(id.toLowerCase());
    if (!collection) throw endpointNotFound(id);
    return collection;
  }

  /** @param {string} id */
  delete(id) {
    this.#byId.delete(id);
  }

  /**
   * A mapped collection is entered with a consent, given at Auth, that names it.
   * @param {readonly Collection[]} collections
   * @param {string} clientId
   */
  requireConsent(collections, clientId) {
    const missing = collections
      .filter(
        ({ needsDataAccess, id }) =>
          needsDataAccess && !this.#tokens.hasConsent(clientId, [TRANSFER_ALL, dataAccessScope(id)]),
      )
      .map(({ id }) => `${TRANSFER_ALL}[*${dataAccessScope(id)}]`);
    if (missing.length === 0) return;
    const message = "Missing required data_access consent";
    throw transferError(403, "ConsentRequired", message, {
      required_scopes: missing,
      authorization_parameters: { session_message: message, required_scopes: missing },
    });
  }
}
