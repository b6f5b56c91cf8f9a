// @ts-check
import { isUuid, newSecret, uuid } from "./ids.js";

/**
 * @typedef {{ id: string, name: string, secret: string, createdAt: number | undefined }} Credential
 * @typedef {{ id: string, credentials: Credential[], name: string, serviceAccount: boolean,
 *   scopes: Set<string> | undefined }} Client
 * @typedef {{ id: string, username: string, name: string | null, email: string | null, organization: string | null,
 *   provider: string, status: "used" | "unused" }} Identity
 */

const CLIENT_DOMAIN = "clients.auth.globus.org";

/** The identity providers of the fake. The last one also has every domain that no other provider lists. */
export const PROVIDERS = [
  {
    id: "3e6d1f5c-8a0b-4c7e-9d52-6f1b2a4c8e01",
    name: "Globus Auth Clients",
    short_name: "clients",
    domains: [CLIENT_DOMAIN],
  },
  { id: "41143743-f3c8-4d60-bbdb-eeecaba85bd9", name: "Globus ID", short_name: "globusid", domains: ["globusid.org"] },
  {
    id: "7f0f9a52-2f3a-4f9e-9a40-1d1d4b3f6c02",
    name: "Example University",
    short_name: "example",
    domains: ["example.org"],
  },
];

/** @param {string} name @param {string} [secret] @param {number} [createdAt] @returns {Credential} */
export const newCredential = (name, secret = newSecret(), createdAt) => ({ id: uuid(), name, secret, createdAt });

/** All clients and identities. Each client is also an identity with the same id. */
export class Accounts {
  /** @type {Map<string, Client>} */ clients = new Map();
  /** @type {Map<string, Identity>} */ identities = new Map();

  /** @param {import("./index.js").FakeClientOptions} [options] */
  addClient({
    clientId = uuid(),
    clientSecret = newSecret(),
    name = "Test client",
    serviceAccount = true,
    scopes,
  } = {}) {
    const id = clientId.toLowerCase();
    if (!isUuid(id)) throw new TypeError("clientId must be a UUID");
    if (this.identities.has(id)) throw new TypeError(`an identity with the id ${id} already exists`);
    const { credentials } = this.register({
      id,
      credentials: [],
      name,
      serviceAccount,
      scopes: scopes && new Set(scopes),
    });
    credentials.push(newCredential("Made for the test", clientSecret));
    return { clientId: id, clientSecret, identityId: id, username: `${id}@${CLIENT_DOMAIN}` };
  }

  /** @param {Client} client */
  register(client) {
    this.clients.set(client.id, client);
    this.addIdentity({ id: client.id, username: `${client.id}@${CLIENT_DOMAIN}`, name: client.name });
    return client;
  }

  /** Replaces all secrets of a client with this one. @param {string} clientId @param {string} secret */
  rotateSecret(clientId, secret) {
    this.client(clientId).credentials = [newCredential("Made by rotation", secret)];
    return secret;
  }

  /** Returns the client with this id, if the secret is one of its own. @param {string} id @param {string} secret */
  authenticate(id, secret) {
    const client = this.clients.get(id.toLowerCase());
    return client?.credentials.some((credential) => credential.secret === secret) ? client : undefined;
  }

  /** @param {import("./index.js").FakeIdentityOptions} options */
  addIdentity({ id = uuid(), username, name, email, organization, used = true }) {
    const domain = username.slice(username.lastIndexOf("@") + 1);
    const provider = PROVIDERS.find(({ domains }) => domains.includes(domain)) ?? PROVIDERS[PROVIDERS.length - 1];
    /** @type {Identity} */
    const identity = {
      id: id.toLowerCase(),
      username,
      name: name ?? null,
      email: email ?? null,
      organization: organization ?? null,
      provider: provider?.id ?? "",
      status: used ? "used" : "unused",
    };
    this.identities.set(identity.id, identity);
    return identity;
  }

  /** @param {string} clientId */
  client(clientId) {
    const client = this.clients.get(clientId.toLowerCase());
    if (!client) throw new TypeError(`no client has the id ${clientId}`);
    return client;
  }

  /** @param {string} username */
  findByUsername(username) {
    const lowerCaseName = username.toLowerCase();
    return [...this.identities.values()].find((identity) => identity.username.toLowerCase() === lowerCaseName);
  }

  /** Returns the username of an identity, as other services show the owner of something. @param {string} identityId */
  usernameOf(identityId) {
    return this.identities.get(identityId)?.username ?? `${identityId}@globus.org`;
  }
}
