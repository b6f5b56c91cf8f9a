// @ts-check
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {{ id: string, displayName: string, contactEmail: string, adminIds: string[],
 *   adminGroupIds: string[] }} Project
 * @typedef {{ id: string, project_id: string, display_name: string, description: string, high_assurance: boolean,
 *   authentication_assurance_timeout: number | null, required_mfa: boolean,
 *   domain_constraints_include: string[] | null, domain_constraints_exclude: string[] | null }} Policy
 * @typedef {{ id: string, project: string | null, parent: string | null, type: string, isPublic: boolean,
 *   visibility: "public" | "private", redirectUris: string[], requiredIdp: string | null, preselectIdp: string | null,
 *   fqdns: string[], links: { terms_and_conditions: string | null, privacy_policy: string | null } }} Registration
 * @typedef {{ scope: string, optional: boolean, requires_refresh_token: boolean }} Dependent
 * @typedef {{ id: string, name: string, title: string, description: string, clientId: string, advertised: boolean,
 *   allowsRefreshToken: boolean, requiredDomains: string[], dependents: Dependent[] }} ScopeRecord
 */

export const CLIENT_TYPES = [
  "client_identity",
  "confidential_client",
  "globus_connect_server",
  "hybrid_confidential_client_resource_server",
  "public_installed_client",
  "public_webapp_client",
  "resource_server",
];

/**
 * Scope ids that public records show. Other scopes get a new id when it is first needed.
 * @type {Record<string, string>}
 */
const KNOWN_SCOPE_IDS = {
  "urn:globus:auth:scope:transfer.api.globus.org:all": "89ecabba-4acf-4e2e-a98d-ce592ccc2818",
  "urn:globus:auth:scope:groups.api.globus.org:view_my_groups_and_memberships": "73320ffe-4cb4-4b25-a0a3-83d53d59ce4f",
  "urn:globus:auth:scope:nexus.api.globus.org:groups": "69a73d8f-cd45-4e37-bb3b-43678424aeb7",
};

/** Client ids of resource servers that public records show. @type {readonly [string, string][]} */
const KNOWN_SERVER_CLIENT_IDS = [
  ["transfer.api.globus.org", "2fbdda78-a599-4cb5-ac3d-1fbcfbc6a754"],
  ["groups.api.globus.org", "04896e9e-b98e-437e-becd-8084b9e234a0"],
  ["nexus.api.globus.org", "2b2dae68-b536-4acf-9347-cf930e22fa36"],
];

/** What developers register at Globus Auth: projects with their policies, clients and scopes. */
export class Registrations {
  /** @type {Map<string, Project>} */ projects = new Map();
  /** @type {Map<string, Policy>} */ policies = new Map();
  /** @type {Map<string, Registration>} */ #clients = new Map();
  /** @type {Map<string, ScopeRecord>} */ #scopes = new Map();
  /** @type {Map<string, ScopeRecord>} */ #scopesByName = new Map();
  #serverClientIds = new Map(KNOWN_SERVER_CLIENT_IDS);

  /**
   * @param {import("./accounts.js").Accounts} accounts
   * @param {import("./memberships.js").Groups} groups
   * @param {import("./scopes.js").ScopeRegistry} registry
   */
  constructor(accounts, groups, registry) {
    this.accounts = accounts;
    this.groups = groups;
    this.registry = registry;
  }

  /** @param {string | null} projectId @param {string} identityId */
  isAdmin(projectId, identityId) {
    const project = projectId === null ? undefined : this.projects.get(projectId);
    if (!project) return false;
    const { adminIds, adminGroupIds } = project;
    return adminIds.includes(identityId) || adminGroupIds.some((id) => this.groups.isMember(id, identityId));
  }

  /** @param {Registration} registration */
  addClient(registration) {
    this.#clients.set(registration.id, registration);
    return registration;
  }

  /**
   * Returns the registration of a client. Creates one without a project for a client that a test added.
   * @param {string} id
   */
  client(id) {
    const account = this.accounts.clients.get(id.toLowerCase());
    if (!account) return undefined;
    const registration = this.#clients.get(account.id);
    if (registration) return registration;
    return this.addClient({
      id: account.id,
      project: null,
      parent: null,
      type: account.serviceAccount ? "client_identity" : "confidential_client",
      isPublic: false,
      visibility: "private",
      redirectUris: [],
      requiredIdp: null,
      preselectIdp: null,
      fqdns: [],
      links: { terms_and_conditions: null, privacy_policy: null },
    });
  }

  clients() {
    return [...this.#clients.values()];
  }

  /** Removes a client and its scopes. @param {string} id */
  deleteClient(id) {
    this.#clients.delete(id);
    this.accounts.clients.delete(id);
    for (const scope of this.scopesOf(id)) this.deleteScope(scope);
  }

  /**
   * Returns the clients that an identity may manage.
   * @param {string} identityId
   */
  clientsOf(identityId) {
    return this.clients().filter((client) => this.canManage(client, identityId));
  }

  /**
   * Whether an identity may change the secrets and settings of a client: as its parent, or as an admin of its project.
   * @param {Registration} client
   * @param {string} identityId
   */
  canManage({ project, parent }, identityId) {
    return parent === identityId || this.isAdmin(project, identityId);
  }

  /** @param {ScopeRecord} scope */
  addScope(scope) {
    this.#storeScope(scope);
    this.registry.add(scope.name, scope.clientId);
    return scope;
  }

  /** @param {ScopeRecord} scope */
  deleteScope({ id, name }) {
    this.#scopes.delete(id);
    this.#scopesByName.delete(name);
    this.registry.remove(name);
  }

  /** @param {ScopeRecord} scope */
  #storeScope(scope) {
    this.#scopes.set(scope.id, scope);
    this.#scopesByName.set(scope.name, scope);
    return scope;
  }

  /** @param {string} clientId */
  scopesOf(clientId) {
    return [...this.#scopes.values()].filter((scope) => scope.clientId === clientId);
  }

  /** @param {string} id */
  scopeById(id) {
    return this.#scopes.get(id.toLowerCase()) ?? this.#knownScopeById(id.toLowerCase());
  }

  /** @param {string} id */
  #knownScopeById(id) {
    const [name] = Object.entries(KNOWN_SCOPE_IDS).find(([, known]) => known === id) ?? [];
    return name === undefined ? undefined : this.scopeByName(name);
  }

  /**
   * Returns the record of a scope by its scope string. Creates the record of a known scope when it is first needed.
   * @param {string} name
   * @returns {ScopeRecord | undefined}
   */
  scopeByName(name) {
    const scope = this.#scopesByName.get(name);
    const server = this.registry.resourceServer(name);
    if (scope || server === undefined) return scope;
    return this.#storeScope({
      id: KNOWN_SCOPE_IDS[name] ?? uuid(),
      name,
      title: name,
      description: name,
      clientId: this.serverClientId(server),
      advertised: true,
      allowsRefreshToken: true,
      requiredDomains: [],
      dependents: [],
    });
  }

  /** Returns the client id of a resource server, which may already be a client id. @param {string} server */
  serverClientId(server) {
    if (isUuid(server)) return server;
    const id = this.#serverClientIds.get(server) ?? uuid();
    this.#serverClientIds.set(server, id);
    return id;
  }

  /**
   * Returns the requested scopes with the dependencies that each scope requires. A scope is never added below itself,
   * so cycles of dependencies end.
   * @param {readonly import("./scopes.js").Scope[]} scopes
   * @param {readonly string[]} [parentPath]
   * @returns {import("./scopes.js").Scope[]}
   */
  addRequiredDependencies(scopes, parentPath = []) {
    return scopes.map(({ name, optional, dependencies }) => {
      const requiredNames = (this.scopeByName(name)?.dependents ?? []).flatMap((dependent) => {
        const needed = dependent.optional ? undefined : this.scopeById(dependent.scope)?.name;
        return needed === undefined ? [] : [needed];
      });
      const missingNames = requiredNames.filter(
        (needed) =>
          ![name, ...parentPath].includes(needed) && !dependencies.some((dependency) => dependency.name === needed),
      );
      const allDependencies = [
        ...dependencies,
        ...missingNames.map((needed) => ({ name: needed, optional: false, dependencies: [] })),
      ];
      return { name, optional, dependencies: this.addRequiredDependencies(allDependencies, [...parentPath, name]) };
    });
  }
}
