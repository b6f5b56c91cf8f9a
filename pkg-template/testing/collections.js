// @ts-check
import { endpointNotFound, transferError } from "./errors.js";
import { FileTree } from "./files.js";
import { Endpoint, isFromAllowedDomain } from "./gcs-endpoints.js";
import { uuid } from "./ids.js";
import { Roles, includesRole, isMember } from "./roles.js";
import { transferTime } from "./clock.js";
import { TRANSFER_ALL, dataAccessScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {"identity" | "group" | "all_authenticated_users" | "anonymous"} PrincipalType
 * @typedef {{ id: string, principalType: PrincipalType, principal: string, path: string, permissions: "r" | "rw",
 *   createTime: number, expiresAt: number | undefined }} Rule
 * @typedef {import("./index.js").FakeCollectionOptions} CollectionOptions
 * @typedef {"read" | "write"} AccessMode
 */

/** Files, with the rules and roles that define which identities may read and change them. */
export class Collection {
  /** @type {Map<string, Rule>} */ rules = new Map();
  /** Members that clients set and that have no field here. @type {Record<string, unknown>} */ settings = {};

  /** @param {CollectionOptions} options @param {World} world */
  constructor(options, world) {
    const { type = "guest", defaultDirectory = "/", personal = false } = options;
    if (type !== "guest" && type !== "mapped") throw new TypeError('type must be "guest" or "mapped"');
    this.world = world;
    this.clock = world.clock;
    this.id = (options.id ?? uuid()).toLowerCase();
    this.displayName = options.displayName;
    this.type = type;
    this.personal = personal;
    this.owner = (options.owner ?? uuid()).toLowerCase();
    /** @type {Collection | undefined} */
    this.mapped =
      options.mappedCollection === undefined ? undefined : findMappedCollection(options.mappedCollection, type, world);
    this.basePath = options.basePath ?? "/";
    /** @type {Endpoint} */
    this.endpoint = this.mapped?.endpoint ?? findOrAddEndpoint(options, this.owner, world);
    /** @type {import("./gcs-endpoints.js").StorageGateway} */
    this.gateway = this.mapped?.gateway ?? findOrAddGateway(options, this.endpoint);
    this.description = options.description ?? null;
    this.keywords = options.keywords ?? [];
    this.organization = options.organization ?? null;
    this.subscriptionId = options.subscriptionId ?? null;
    this.defaultDirectory = defaultDirectory;
    this.allowGuestCollections = type === "mapped" && (options.allowGuestCollections ?? true);
    this.credentialId = options.userCredential;
    this.createdAt = world.clock.now();
    /** @type {FileTree} */
    this.tree = this.mapped
      ? this.mapped.tree.viewFrom(this.basePath, defaultDirectory)
      : new FileTree(options.files ?? {}, () => world.clock.now(), defaultDirectory);
    this.roles = new Roles(world);
    this.ownerRole = this.roles.add(this.owner, "administrator");
    for (const { principal, path = "/", permissions, principalType } of options.permissions ?? [])
      this.addRule(principal, path, permissions, { principalType });
  }

  get highAssurance() {
    return this.gateway.highAssurance;
  }

  get endpointId() {
    return this.endpoint.id;
  }

  /** @param {string} path */
  setDefaultDirectory(path) {
    this.defaultDirectory = path;
    this.tree.home = path;
  }

  /**
   * @param {string} principal
   * @param {string} path
   * @param {"r" | "rw"} permissions
   * @param {{ principalType?: PrincipalType | undefined, expiresAt?: number | undefined }} [more]
   */
  addRule(principal, path, permissions, { principalType = defaultPrincipalType(principal), expiresAt } = {}) {
    const isNamed = principalType === "identity" || principalType === "group";
    /** @type {Rule} */
    const rule = {
      id: uuid(),
      principalType,
      principal: isNamed ? principal.toLowerCase() : "",
      path: path.endsWith("/") ? path : `${path}/`,
      permissions,
      createTime: this.clock.now(),
      expiresAt,
    };
    this.rules.set(rule.id, rule);
    return rule;
  }

  /** Returns the rules for an identity, or for anonymous access without one. @param {string | undefined} identityId */
  rulesFor(identityId) {
    const now = this.clock.now();
    return [...this.rules.values()].filter(
      (rule) => ruleAppliesTo(rule, identityId, this.world) && (rule.expiresAt ?? Infinity) > now,
    );
  }

  /** @param {string | undefined} identityId @param {string} path @param {AccessMode} mode */
  allows(identityId, path, mode) {
    if (identityId !== undefined && !this.admitsDomainOf(identityId)) return false;
    if (this.mapped && !this.mapped.allowGuestCollections) return false;
    if (identityId !== undefined && this.holds(identityId, "administrator")) return true;
    const absolute = `${this.tree.absolutePath(path)}/`.replace("//", "/");
    return this.rulesFor(identityId).some(
      ({ path: rulePath, permissions }) => absolute.startsWith(rulePath) && (mode === "read" || permissions === "rw"),
    );
  }

  /** Whether the gateway accepts the identity's domain. Guest collections accept all. @param {string} identityId */
  admitsDomainOf(identityId) {
    return this.type !== "mapped" || isFromAllowedDomain(this.gateway, this.world, identityId);
  }

  /** Whether an identity can use the collection. On a mapped one it has a local account. @param {string} identityId */
  canUse(identityId) {
    if (!this.admitsDomainOf(identityId)) return false;
    return this.holds(identityId, "administrator") || this.rulesFor(identityId).length > 0;
  }

  /** Returns the name of an identity's local account. @param {string} identityId */
  usernameOf(identityId) {
    return this.world.accounts.usernameOf(identityId).split("@")[0] ?? identityId;
  }

  /**
   * Returns an identity's roles, without those that another of them includes.
   * @param {string} identityId
   * @returns {string[]}
   */
  rolesOf(identityId) {
    const names = this.roles.namesOf(identityId);
    if (identityId === this.owner) names.add("administrator");
    // Roles on the endpoint and the mapped collection apply here too. Their administrators see and control the tasks
    // on a guest collection, but do not administer it.
    for (const role of ["administrator", "activity_manager", "activity_monitor"]) {
      if (!this.personal && this.endpoint.holds(identityId, role)) names.add(this.inheritedRole(role));
      if (this.mapped?.holds(identityId, role)) names.add(this.inheritedRole(role));
    }
    return [...names].filter((name) => ![...names].some((other) => other !== name && includesRole([other], name)));
  }

  /** @param {string} role */
  inheritedRole(role) {
    return this.type === "guest" && role === "administrator" ? "activity_manager" : role;
  }

  /** @param {string} identityId @param {string} role */
  holds(identityId, role) {
    return identityId === this.owner || includesRole(this.rolesOf(identityId), role);
  }

  /** Whether use needs the `data_access` consent. High assurance, guest and personal collections have no such scope. */
  get needsDataAccess() {
    return this.type === "mapped" && !this.highAssurance && !this.personal;
  }

  get domain() {
    return `${this.type === "guest" ? "g" : "m"}-${this.id.slice(0, 6)}.${this.endpointDomain}`;
  }

  get endpointDomain() {
    return this.endpoint.domain;
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

/** @param {string} principal @returns {PrincipalType} */
const defaultPrincipalType = (principal) =>
  principal === "all_authenticated_users" || principal === "anonymous" ? principal : "identity";

/** @param {Rule} rule @param {string | undefined} identityId @param {World} world */
function ruleAppliesTo({ principalType, principal }, identityId, world) {
  if (principalType === "anonymous") return true;
  if (identityId === undefined) return false;
  if (principalType === "group") return isMember(world, principal, identityId);
  return principalType === "all_authenticated_users" || principal === identityId;
}

/** @param {string} id @param {"guest" | "mapped"} type @param {World} world */
function findMappedCollection(id, type, world) {
  const mapped = world.collections.find(id);
  if (type !== "guest" || mapped?.type !== "mapped")
    throw new TypeError(`mappedCollection must be the id of a mapped collection, and type must be "guest": ${id}`);
  return mapped;
}

/**
 * Returns the endpoint with the given id. Without an id, adds an endpoint for this collection.
 * @param {CollectionOptions} options
 * @param {string} owner
 * @param {World} world
 */
function findOrAddEndpoint({ endpoint: id, displayName, type, subscriptionId }, owner, world) {
  const existing = id === undefined ? undefined : world.endpoints.find(id);
  if (id !== undefined && !existing) throw new TypeError(`no endpoint has the id ${id}`);
  const options = { displayName: `${displayName} endpoint`, ...(subscriptionId !== undefined && { subscriptionId }) };
  return existing ?? world.endpoints.add(new Endpoint({ ...options, ...(type === "mapped" && { owner }) }, world));
}

/** @param {CollectionOptions} options @param {Endpoint} endpoint */
function findOrAddGateway({ storageGateway: id, highAssurance = false, allowedDomains }, endpoint) {
  const existing = id === undefined ? undefined : endpoint.gateways.get(id);
  if (id !== undefined && !existing) throw new TypeError(`no storage gateway of the endpoint has the id ${id}`);
  return existing ?? endpoint.addGateway({ highAssurance, allowedDomains });
}

/** All collections, and the checks with which each operation begins. */
export class Collections {
  /** @type {Map<string, Collection>} */ #byId = new Map();
  /** @type {import("./tokens.js").Tokens} */ #tokens;
  /** @type {import("./gcs-endpoints.js").Endpoints} */ #endpoints;

  /**
   * @param {import("./tokens.js").Tokens} tokens
   * @param {import("./scopes.js").ScopeRegistry} scopes
   * @param {import("./gcs-endpoints.js").Endpoints} endpoints
   */
  constructor(tokens, scopes, endpoints) {
    this.#tokens = tokens;
    this.#endpoints = endpoints;
    scopes.addRule((name) => this.#findScopeOwner(name));
  }

  /** @param {string} name */
  #findScopeOwner(name) {
    const [, id, kind] = /^https:\/\/auth\.globus\.org\/scopes\/([^/]+)\/(data_access|https)$/.exec(name) ?? [];
    const collection = this.#byId.get(id ?? "");
    if (collection?.personal) return undefined;
    if (collection) return kind === "https" || collection.needsDataAccess ? id : undefined;
    const [, endpointId] = /^urn:globus:auth:scope:([^:]+):manage_collections$/.exec(name) ?? [];
    return endpointId && this.#endpoints.find(endpointId) ? endpointId : undefined;
  }

  /** @param {Collection} collection */
  add(collection) {
    if (this.#byId.has(collection.id)) throw new TypeError(`a collection with the id ${collection.id} already exists`);
    this.#byId.set(collection.id, collection);
  }

  all() {
    return [...this.#byId.values()];
  }

  /** @param {string} id */
  find(id) {
    return this.#byId.get(id.toLowerCase());
  }

  /** @param {string} host */
  findByDomain(host) {
    for (const collection of this.#byId.values()) if (collection.domain === host) return collection;
    return undefined;
  }

  /** Returns the guest collections of a mapped collection, or of an endpoint. @param {Collection | Endpoint} host */
  guestsOf(host) {
    return this.all().filter(
      ({ mapped, endpoint, type }) => mapped === host || (type === "guest" && endpoint === host),
    );
  }

  /** @param {string} id */
  get(id) {
    const collection = this.find(id);
    if (!collection) throw endpointNotFound(id);
    return collection;
  }

  /** @param {string} id */
  delete(id) {
    this.#byId.delete(id);
  }

  /**
   * Requires a `data_access` consent for each mapped collection. The client gives it with a grant at Auth.
   * @param {readonly Collection[]} collections
   * @param {string} clientId
   * @param {readonly string[]} [parentScopes] scopes of a service that acts for the client, outermost first
   */
  requireConsent(collections, clientId, parentScopes = []) {
    const missing = collections
      .filter(
        ({ needsDataAccess, id }) =>
          needsDataAccess && !this.#tokens.hasConsent(clientId, [...parentScopes, TRANSFER_ALL, dataAccessScope(id)]),
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
