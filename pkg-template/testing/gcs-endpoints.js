// @ts-check
import { uuid } from "./ids.js";
import { Roles, includesRole } from "./roles.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {{ id: string, displayName: string, highAssurance: boolean, allowedDomains: readonly string[] | undefined,
 *   settings: Record<string, unknown> }} StorageGateway
 * @typedef {{ id: string, identityId: string, gatewayId: string, username: string, displayName: string | null,
 *   policies: Record<string, unknown> }} UserCredential
 */

/** Globus's id of the POSIX connector, which all storage gateways of the fake use. */
export const POSIX_CONNECTOR_ID = "145812c8-decc-41f1-83cf-bb2a85a2a70b";

/** One Globus Connect Server endpoint: its storage gateways, user credentials, roles and settings. */
export class Endpoint {
  /** @type {Map<string, StorageGateway>} */ gateways = new Map();
  /** @type {Map<string, UserCredential>} */ credentials = new Map();
  /** Members that a client set. Most only appear in documents. @type {Record<string, unknown>} */ settings;

  /** @param {import("./index.js").FakeEndpointOptions} options @param {World} world */
  constructor(options, world) {
    this.id = (options.id ?? uuid()).toLowerCase();
    this.displayName = options.displayName;
    this.owner = (options.owner ?? uuid()).toLowerCase();
    this.settings = { public: options.public ?? true, subscription_id: options.subscriptionId ?? null };
    this.roles = new Roles(world);
    this.roles.add(this.owner, "owner");
    this.world = world;
    this.earliestAccess = world.clock.now();
  }

  /**
   * The id of the manager's Globus Auth client. On most endpoints it equals the endpoint's id, and Globus's command
   * line assumes so.
   */
  get clientId() {
    return this.id;
  }

  get domain() {
    return `${this.id.slice(0, 6)}.${this.id.slice(9, 13)}.data.globus.org`;
  }

  get managerUrl() {
    return `https://${this.domain}`;
  }

  /** Whether an identity has a role, or one that includes it. @param {string} identityId @param {string} role */
  holds(identityId, role) {
    return identityId === this.owner || includesRole(this.roles.namesOf(identityId), role);
  }

  /**
   * @param {{ displayName?: string, highAssurance?: boolean, allowedDomains?: readonly string[] | undefined }} options
   */
  addGateway({ displayName = "POSIX storage", highAssurance = false, allowedDomains }) {
    /** @type {StorageGateway} */
    const gateway = { id: uuid(), displayName, highAssurance, allowedDomains, settings: {} };
    this.gateways.set(gateway.id, gateway);
    return gateway;
  }

  /** @param {string} gatewayId @param {string} identityId */
  credentialsOf(gatewayId, identityId) {
    return [...this.credentials.values()].filter(
      (credential) => credential.gatewayId === gatewayId && credential.identityId === identityId,
    );
  }
}

/** All endpoints. */
export class Endpoints {
  /** @type {Map<string, Endpoint>} */ #byId = new Map();

  /** @param {Endpoint} endpoint */
  add(endpoint) {
    if (this.#byId.has(endpoint.id)) throw new TypeError(`the endpoint ${endpoint.id} already exists`);
    this.#byId.set(endpoint.id, endpoint);
    return endpoint;
  }

  /** @param {string} id */
  find(id) {
    return this.#byId.get(id.toLowerCase());
  }

  /** @param {string} id */
  delete(id) {
    this.#byId.delete(id);
  }

  /** @param {string} host */
  byDomain(host) {
    for (const endpoint of this.#byId.values()) if (endpoint.domain === host) return endpoint;
    return undefined;
  }

  all() {
    return [...this.#byId.values()];
  }
}

/**
 * Returns the domain of an identity's username. Storage gateways admit identities by this domain.
 * @param {World} world
 * @param {string} identityId
 */
export function domainOf(world, identityId) {
  const username = world.accounts.usernameOf(identityId);
  return username.slice(username.lastIndexOf("@") + 1);
}

/**
 * Whether a storage gateway admits the domain of an identity.
 * @param {StorageGateway} gateway
 * @param {World} world
 * @param {string} identityId
 */
export const isFromAllowedDomain = ({ allowedDomains }, world, identityId) =>
  allowedDomains === undefined || allowedDomains.includes(domainOf(world, identityId));
