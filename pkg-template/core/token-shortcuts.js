// @ts-check
// The fast path of `getToken`: a cache of fresh tokens by target text. A call into WebAssembly would take longer than
// the rest of `getToken`. Rust decides what is cached (`src/tokens/cache.rs`).
import { hasTrapped } from "./traps.js";

/** Most targets in the cache. A program with more targets builds target texts by mistake; the cache is then emptied. */
const MAX_TARGETS = 16_384;

/**
 * @typedef {{ token: Promise<object>, header: Promise<string>, freshUntil: number }} CachedToken `freshUntil` in epoch
 *   ms.
 */

/** The fresh tokens of an account, by the target text of the call that returned each. Rust fills and empties it. */
export class TokenShortcuts {
  /** @type {Map<unknown, CachedToken>} */ #tokens = new Map();

  /**
   * @param {string} target @param {Promise<object>} token @param {Promise<string>} header
   * @param {number} freshUntil Epoch ms.
   */
  keep(target, token, header, freshUntil) {
    if (this.#tokens.size >= MAX_TARGETS) this.#tokens.clear();
    this.#tokens.set(target, { token, header, freshUntil });
  }

  clear() {
    this.#tokens.clear();
  }

  /** @param {unknown} target */
  find(target) {
    const cached = this.#tokens.get(target);
    return cached !== undefined && Date.now() < cached.freshUntil && !hasTrapped ? cached : undefined;
  }
}

/**
 * Makes `getToken` and `getAuthorizationHeader` of a class read the cache before they call Rust. Only calls without
 * options do.
 *
 * @param {any} prototype @param {(account: any) => TokenShortcuts} cacheOf Returns the cache of an account.
 */
export function addTokenShortcut(prototype, cacheOf) {
  /** @type {WeakMap<object, TokenShortcuts>} */
  const caches = new WeakMap();
  /** @param {object} account @param {unknown} target */
  const find = (account, target) => {
    let cache = caches.get(account);
    if (cache === undefined) caches.set(account, (cache = cacheOf(account)));
    return cache.find(target);
  };
  const { getToken, getAuthorizationHeader } = prototype;
  Object.assign(prototype, {
    /** @this {any} @param {unknown} target @param {unknown} options */
    getToken(target, options) {
      return (options === undefined && find(this, target)?.token) || getToken.call(this, target, options);
    },
    /** @this {any} @param {unknown} target @param {unknown} options */
    getAuthorizationHeader(target, options) {
      return (options === undefined && find(this, target)?.header) || getAuthorizationHeader.call(this, target, options);
    },
  });
}
