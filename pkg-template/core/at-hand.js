// @ts-check
// The shortcut of a warm `getToken`: what it gave for a text before, until the token is to be renewed. A crossing into WebAssembly
// would take longer than all the rest. What stands here is decided in Rust (`src/tokens/cache.rs`).
import { hasTrapped } from "./traps.js";

/** Texts remembered; more than that are not targets but a mistake. */
const MOST = 16_384;

/** @typedef {{ token: Promise<object>, header: Promise<string>, freshUntil: number }} Kept */

/** The fresh tokens of an account by the text that each was asked for with. Rust fills and empties it. */
export class AtHand {
  /** @type {Map<unknown, Kept>} */ #kept = new Map();

  /** @param {string} target @param {Promise<object>} token @param {Promise<string>} header @param {number} freshUntil Epoch ms. */
  keep(target, token, header, freshUntil) {
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(target, { token, header, freshUntil });
  }

  clear() {
    this.#kept.clear();
  }

  /** @param {unknown} target */
  find(target) {
    const kept = this.#kept.get(target);
    return kept !== undefined && Date.now() < kept.freshUntil && !hasTrapped ? kept : undefined;
  }
}

/**
 * Lets a class look here before it asks Rust.
 *
 * @param {any} prototype @param {(account: any) => AtHand} own What is at hand of an account.
 */
export function shorten(prototype, own) {
  /** @type {WeakMap<object, AtHand>} */
  const known = new WeakMap();
  /** @param {object} account @param {unknown} target */
  const find = (account, target) => {
    let atHand = known.get(account);
    if (atHand === undefined) known.set(account, (atHand = own(account)));
    return atHand.find(target);
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
