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

/** The connector of all storage here: POSIX, by the id that Globus gave it. */
export const POSIX = "145812c8-decc-41f1-83cf-bb2a85a2a70b";

/** One Globus Connect Server: what its manager keeps besides collections. */
export class Endpoint {
  /** @type {Map<string, StorageGateway>} */ gateways = new Map();
  /** @type {Map<string, UserCredential>} */ credentials = new Map();
  /** What was set through an API and has no meaning here. @type {Record<string, unknown>} */ settings;

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

  /** The client that the manager is at Auth. With most endpoints it has the endpoint's id, as the command line assumes. */
  get clientId() {
    return this.id;
  }

  get domain() {
    return `${this.id.slice(0, 6)}.${this.id.slice(9, 13)}.data.globus.org`;
  }

  get managerUrl() {
    return `https://${this.domain}`;
  }

  /** @param {string} identityId @param {string} role */
  holds(identityId, role) {
    return identityId === this.owner || includesRole(this.roles.namesOf(identityId), role);
  }

  /** @param {{ displayName?: string, highAssurance?: boolean, allowedDomains?: readonly string[] | undefined }} options */
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
    if (this.#byId.has(endpoint.id)) throw new TypeError(`there is already an endpoint ${endpoint.id}`);
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

/** The part of a username after the @, which storage gateways judge by. @param {World} world @param {string} identityId */
export function domainOf(world, identityId) {
  const username = world.accounts.usernameOf(identityId);
  return username.slice(username.lastIndexOf("@") + 1);
}

/** Whether a gateway lets identities of this domain in. @param {StorageGateway} gateway @param {World} world @param {string} identityId */
export const isFromAllowedDomain = ({ allowedDomains }, world, identityId) =>
  allowedDomains === undefined || allowedDomains.includes(domainOf(world, identityId));
