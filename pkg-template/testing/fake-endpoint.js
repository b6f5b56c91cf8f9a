// @ts-check
/** @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint */

/** The public handle of a Globus Connect Server endpoint. */
export class FakeEndpoint {
  /** @type {Endpoint} */ #endpoint;

  /** @param {Endpoint} endpoint */
  constructor(endpoint) {
    this.#endpoint = endpoint;
    this.id = endpoint.id;
    this.clientId = endpoint.clientId;
    this.displayName = endpoint.displayName;
    this.owner = endpoint.owner;
    this.managerUrl = endpoint.managerUrl;
  }

  /** @param {import("./index.js").FakeStorageGatewayOptions} [options] */
  addStorageGateway(options = {}) {
    return this.#endpoint.addGateway(options).id;
  }

  /** @param {string} principal @param {string} role @param {"identity" | "group"} [principalType] */
  addRole(principal, role, principalType) {
    return this.#endpoint.roles.add(principal, role, principalType).id;
  }
}
