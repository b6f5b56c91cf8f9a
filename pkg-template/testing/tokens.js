// @ts-check
import { newToken } from "./ids.js";
import { scopePaths } from "./scopes.js";

/**
 * @typedef {import("./scopes.js").Scope} Scope
 * @typedef {import("./accounts.js").Client} Client
 * An access token of the identity `clientId`; a client and its identity have the same id. `issuedTo` is the client that
 * requested the token. It differs from `clientId` only for a dependent token, which a service requested. `parentPath`
 * lists the scopes above those of a dependent token.
 * @typedef {{ value: string, clientId: string, issuedTo: string, parentPath: readonly string[], resourceServer: string,
 *   scopes: Set<string>, issuedAt: number, expiresAt: number, revoked: boolean }} Token
 * @typedef {{ id: number, path: string[], optional: boolean, createdAt: number }} Consent
 */

/** Access tokens, refresh tokens and consents. */
export class Tokens {
  /** @type {Map<string, Token>} */ #tokens = new Map();
  /** @type {Map<string, Omit<Token, "value" | "issuedAt" | "expiresAt">>} */ #refreshTokens = new Map();
  /** @type {Map<string, Map<string, Consent>>} */ #consents = new Map();
  #lastConsentId = 100000;

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {{ lifetime: number, reuse: boolean }} settings `lifetime`: seconds that a token lives
   */
  constructor(clock, settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Adds consents for the scopes and issues one token per resource server. Clients must not depend on the order of the
   * tokens: Globus defines none. Here they are sorted by resource server.
   * @param {Client} client
   * @param {readonly Scope[]} scopes
   * @param {(name: string) => string | undefined} resourceServer
   */
  grant(client, scopes, resourceServer) {
    this.#addConsents(client.id, scopes);
    /** @type {Map<string, Set<string>>} */
    const namesByServer = new Map();
    for (const { name } of scopes) {
      const server = resourceServer(name) ?? "";
      namesByServer.set(server, (namesByServer.get(server) ?? new Set()).add(name));
    }
    return [...namesByServer]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([server, names]) => this.#issue(client.id, server, names));
  }

  /**
   * Returns the scopes that a token depends on: those with a consent directly below a scope of the token.
   * @param {Token} token
   */
  dependentScopes(token) {
    return this.consents(token.clientId).flatMap(({ path }) => {
      const parentPath = path.slice(0, -1);
      const isBelow = [...token.scopes].some(
        (scope) => parentPath.join(" ") === [...token.parentPath, scope].join(" "),
      );
      return isBelow ? [{ name: path.at(-1) ?? "", parentPath }] : [];
    });
  }

  /**
   * Issues a token for scopes that another token depends on. `client` is the service that requests it.
   * @param {Token} token
   * @param {Client} client
   * @param {{ resourceServer: string, scopes: Set<string>, parentPath: readonly string[] }} grant
   */
  issueDependent({ clientId }, client, { resourceServer, scopes, parentPath }) {
    return this.#issue(clientId, resourceServer, scopes, { issuedTo: client.id, parentPath });
  }

  /** Issues a refresh token for an access token. @param {Token} token */
  issueRefreshToken({ clientId, issuedTo, parentPath, resourceServer, scopes }) {
    const value = newToken();
    this.#refreshTokens.set(value, { clientId, issuedTo, parentPath, resourceServer, scopes, revoked: false });
    return value;
  }

  /** Renews an access token. @param {string} value of the refresh token @param {Client} client */
  refresh(value, client) {
    const refreshToken = this.#refreshTokens.get(value);
    if (!refreshToken || refreshToken.revoked || refreshToken.issuedTo !== client.id) return undefined;
    return this.#issue(refreshToken.clientId, refreshToken.resourceServer, refreshToken.scopes, refreshToken);
  }

  /**
   * @param {string} clientId
   * @param {string} resourceServer
   * @param {Set<string>} scopes
   * @param {{ issuedTo: string, parentPath: readonly string[] }} [chain]
   */
  #issue(clientId, resourceServer, scopes, { issuedTo, parentPath } = { issuedTo: clientId, parentPath: [] }) {
    const now = this.clock.now();
    if (this.settings.reuse) {
      for (const token of this.#tokens.values()) {
        const isSame =
          token.clientId === clientId && token.issuedTo === issuedTo && token.resourceServer === resourceServer;
        if (isSame && this.#isActive(token) && isSameSet(token.scopes, scopes)) return token;
      }
    }
    /** @type {Token} */
    const token = {
      value: newToken(),
      clientId,
      issuedTo,
      parentPath,
      resourceServer,
      scopes,
      issuedAt: now,
      expiresAt: now + this.settings.lifetime * 1000,
      revoked: false,
    };
    this.#tokens.set(token.value, token);
    return token;
  }

  /** @param {Token} token */
  #isActive(token) {
    return !token.revoked && this.clock.now() < token.expiresAt;
  }

  /** Returns a token as the token endpoint sends it. @param {Token} token */
  tokenResponse(token) {
    return {
      access_token: token.value,
      scope: [...token.scopes].join(" "),
      expires_in: Math.floor((token.expiresAt - this.clock.now()) / 1000),
      token_type: "Bearer",
      resource_server: token.resourceServer,
    };
  }

  /** Returns when the first active token expires, or Infinity without an active token. */
  firstExpiry() {
    let first = Infinity;
    for (const token of this.#tokens.values()) if (this.#isActive(token)) first = Math.min(first, token.expiresAt);
    return first;
  }

  /** Returns the token if it is neither expired nor revoked. @param {string} value */
  activeToken(value) {
    const token = this.#tokens.get(value);
    return token && this.#isActive(token) ? token : undefined;
  }

  /**
   * Returns the active token of an Authorization header.
   * @param {string | undefined} header
   * @returns {Token | "missing" | "inactive"}
   */
  fromHeader(header) {
    const [, value] = /^Bearer +(\S+)$/i.exec(header ?? "") ?? [];
    return value ? (this.activeToken(value) ?? "inactive") : "missing";
  }

  /**
   * Revokes an access or refresh token, if it was issued to this client.
   * @param {string} value
   * @param {string} clientId
   */
  revoke(value, clientId) {
    for (const token of [this.#tokens.get(value), this.#refreshTokens.get(value)]) {
      if (token?.issuedTo === clientId) token.revoked = true;
    }
  }

  /** Revokes all tokens of a client, or of all clients. @param {string | undefined} clientId */
  revokeAll(clientId) {
    for (const token of [...this.#tokens.values(), ...this.#refreshTokens.values()]) {
      if (clientId === undefined || token.clientId === clientId || token.issuedTo === clientId) token.revoked = true;
    }
  }

  /** @param {string} clientId @param {readonly Scope[]} scopes */
  #addConsents(clientId, scopes) {
    const consents = this.#consents.get(clientId) ?? new Map();
    this.#consents.set(clientId, consents);
    for (const { path, optional } of scopePaths(scopes)) {
      const key = path.join(" ");
      if (!consents.has(key))
        consents.set(key, { id: ++this.#lastConsentId, path, optional, createdAt: this.clock.now() });
    }
  }

  /** @param {string} clientId */
  consents(clientId) {
    return [...(this.#consents.get(clientId)?.values() ?? [])];
  }

  /** @param {string} clientId @param {readonly string[]} path */
  hasConsent(clientId, path) {
    return this.#consents.get(clientId)?.has(path.join(" ")) ?? false;
  }

  /**
   * Revokes the consents of a client whose path contains a scope, or all of them.
   * @param {string} clientId
   * @param {string | undefined} scope
   */
  revokeConsents(clientId, scope) {
    const consents = this.#consents.get(clientId);
    for (const [key, { path }] of consents ?? []) if (scope === undefined || path.includes(scope)) consents?.delete(key);
  }
}

/** @param {Set<string>} a @param {Set<string>} b */
const isSameSet = (a, b) => a.size === b.size && [...a].every((item) => b.has(item));
