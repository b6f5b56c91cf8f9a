// @ts-check
import { newToken } from "./ids.js";
import { scopePaths } from "./scopes.js";

/**
 * @typedef {import("./scopes.js").Scope} Scope
 * @typedef {import("./accounts.js").Client} Client
 * A token stands for an identity: `clientId`, for a client is its own identity. `issuedTo` is the client that asked for
 * it, another one only where a service got it for what an earlier token depends on; `above` are the scopes that led there.
 * @typedef {{ value: string, clientId: string, issuedTo: string, above: readonly string[], resourceServer: string,
 *   scopes: Set<string>, issuedAt: number, expiresAt: number, revoked: boolean }} Token
 * @typedef {{ id: number, path: string[], optional: boolean, createdAt: number }} Consent
 */

/** Access tokens, and the consents that stand behind them. */
export class Tokens {
  /** @type {Map<string, Token>} */ #tokens = new Map();
  /** @type {Map<string, Omit<Token, "value" | "issuedAt" | "expiresAt">>} */ #refreshTokens = new Map();
  /** @type {Map<string, Map<string, Consent>>} */ #consents = new Map();
  #lastConsent = 100000;

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {{ lifetime: number, reuse: boolean }} settings lifetime in seconds
   */
  constructor(clock, settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * One token per resource server. The order says nothing, as with Globus: here it is that of the names.
   * @param {Client} client
   * @param {readonly Scope[]} scopes
   * @param {(name: string) => string | undefined} resourceServer
   */
  grant(client, scopes, resourceServer) {
    this.#consent(client.id, scopes);
    /** @type {Map<string, Set<string>>} */
    const byServer = new Map();
    for (const { name } of scopes) {
      const server = resourceServer(name) ?? "";
      byServer.set(server, (byServer.get(server) ?? new Set()).add(name));
    }
    return [...byServer]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([server, names]) => this.#issue(client.id, server, names));
  }

  /**
   * What a service needs to act on for whoever sent it a token: the scopes consented to below those of the token.
   * @param {Token} token
   */
  dependents(token) {
    return this.consents(token.clientId).flatMap(({ path }) => {
      const above = path.slice(0, -1);
      const isBelow = [...token.scopes].some((scope) => above.join(" ") === [...token.above, scope].join(" "));
      return isBelow ? [{ name: path.at(-1) ?? "", above }] : [];
    });
  }

  /**
   * A token of this client for what another token depends on.
   * @param {Token} token
   * @param {Client} client
   * @param {{ resourceServer: string, scopes: Set<string>, above: readonly string[] }} grant
   */
  issueDependent({ clientId }, client, { resourceServer, scopes, above }) {
    return this.#issue(clientId, resourceServer, scopes, { issuedTo: client.id, above });
  }

  /** What goes on renewing a token. @param {Token} token */
  refreshToken({ clientId, issuedTo, above, resourceServer, scopes }) {
    const value = newToken();
    this.#refreshTokens.set(value, { clientId, issuedTo, above, resourceServer, scopes, revoked: false });
    return value;
  }

  /** @param {string} value @param {Client} client */
  refresh(value, client) {
    const known = this.#refreshTokens.get(value);
    if (!known || known.revoked || known.issuedTo !== client.id) return undefined;
    return this.#issue(known.clientId, known.resourceServer, known.scopes, known);
  }

  /**
   * @param {string} clientId
   * @param {string} resourceServer
   * @param {Set<string>} scopes
   * @param {{ issuedTo: string, above: readonly string[] }} [chain]
   */
  #issue(clientId, resourceServer, scopes, { issuedTo, above } = { issuedTo: clientId, above: [] }) {
    const now = this.clock.now();
    if (this.settings.reuse) {
      for (const token of this.#tokens.values()) {
        const isSame =
          token.clientId === clientId && token.issuedTo === issuedTo && token.resourceServer === resourceServer;
        if (isSame && this.#isActive(token) && sameSet(token.scopes, scopes)) return token;
      }
    }
    /** @type {Token} */
    const token = {
      value: newToken(),
      clientId,
      issuedTo,
      above,
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

  /** @param {Token} token what the token endpoint says of it */
  document(token) {
    return {
      access_token: token.value,
      scope: [...token.scopes].join(" "),
      expires_in: Math.floor((token.expiresAt - this.clock.now()) / 1000),
      token_type: "Bearer",
      resource_server: token.resourceServer,
    };
  }

  /** When the first of the tokens ends that have not ended. */
  firstEnd() {
    let first = Infinity;
    for (const token of this.#tokens.values()) if (this.#isActive(token)) first = Math.min(first, token.expiresAt);
    return first;
  }

  /** @param {string} value */
  active(value) {
    const token = this.#tokens.get(value);
    return token && this.#isActive(token) ? token : undefined;
  }

  /**
   * The active token of an Authorization header.
   * @param {string | undefined} header
   * @returns {Token | "missing" | "inactive"}
   */
  fromHeader(header) {
    const [, value] = /^Bearer +(\S+)$/i.exec(header ?? "") ?? [];
    return value ? (this.active(value) ?? "inactive") : "missing";
  }

  /** @param {string} value @param {string} clientId only its own tokens */
  revoke(value, clientId) {
    for (const token of [this.#tokens.get(value), this.#refreshTokens.get(value)]) {
      if (token?.issuedTo === clientId) token.revoked = true;
    }
  }

  /** @param {string | undefined} clientId all clients when left out */
  revokeAll(clientId) {
    for (const token of [...this.#tokens.values(), ...this.#refreshTokens.values()]) {
      if (clientId === undefined || token.clientId === clientId || token.issuedTo === clientId) token.revoked = true;
    }
  }

  /** @param {string} clientId @param {readonly Scope[]} scopes */
  #consent(clientId, scopes) {
    const given = this.#consents.get(clientId) ?? new Map();
    this.#consents.set(clientId, given);
    for (const { path, optional } of scopePaths(scopes)) {
      const key = path.join(" ");
      if (!given.has(key)) given.set(key, { id: ++this.#lastConsent, path, optional, createdAt: this.clock.now() });
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

  /** Takes back every consent that names a scope. @param {string} clientId @param {string | undefined} scope */
  dropConsents(clientId, scope) {
    const given = this.#consents.get(clientId);
    for (const [key, { path }] of given ?? []) if (scope === undefined || path.includes(scope)) given?.delete(key);
  }
}

/** @param {Set<string>} a @param {Set<string>} b */
const sameSet = (a, b) => a.size === b.size && [...a].every((item) => b.has(item));
