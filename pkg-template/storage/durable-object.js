// @ts-check
import { DurableObject } from "cloudflare:workers";

/** The objects that hold tokens are called so, and so are their entries. */
const NAME = "globus";
const PREFIX = `${NAME}:`;
/** As many entries as can be deleted at once. */
const MOST = 128;

/** @type {typeof import("./durable-object.js").durableObject} */
export function durableObject(target) {
  /** @param {string} name */
  const has = (name) => typeof (/** @type {any} */ (target)?.[name]) === "function";
  // A stub has a method by every name, so it is asked first, and for one that nothing else has.
  if (has("fetch")) throw new TypeError("a stub serves only the request that made it: give it the namespace instead");
  if (has("idFromName")) return inNamespace(target);
  if (has("transaction")) return inStorage(target);
  throw new TypeError("durableObject() takes the binding of a Durable Object, or `ctx.storage` in one");
}

/** A Durable Object that keeps tokens for others. */
export class TokenStore extends DurableObject {
  #storage = inStorage(this.ctx.storage);

  /** @param {string} key */
  get(key) {
    return this.#storage.get(key);
  }

  /** @param {string} key @param {string} value @param {Life} life */
  set(key, value, life) {
    return this.#storage.set(key, value, life);
  }

  /** @param {string} key @param {string} value @param {Life} life */
  add(key, value, life) {
    return this.#storage.add(key, value, life);
  }

  /** @param {string} key */
  delete(key) {
    return this.#storage.delete(key);
  }

  /** @param {string} key @param {string} value */
  deleteIf(key, value) {
    return this.#storage.deleteIf(key, value);
  }

  /** @param {string} prefix */
  keys(prefix) {
    return this.#storage.keys(prefix);
  }
}

/**
 * @typedef {{ expiresAt: number, ttlSeconds: number }} Life
 * @typedef {{ value: string, expiresAt: number }} Entry
 */

/** @param {any} namespace */
function inNamespace(namespace) {
  // Made for each call, because a stub belongs to the request that made it.
  const object = () => namespace.get(namespace.idFromName(NAME));
  return {
    /** @param {string} key */
    get: async (key) => object().get(key),
    /** @param {string} key @param {string} value @param {Life} life */
    set: async (key, value, life) => object().set(key, value, life),
    /** @param {string} key @param {string} value @param {Life} life */
    add: async (key, value, life) => object().add(key, value, life),
    /** @param {string} key */
    delete: async (key) => object().delete(key),
    /** @param {string} key @param {string} value */
    deleteIf: async (key, value) => object().deleteIf(key, value),
    /** @param {string} prefix */
    keys: async (prefix) => object().keys(prefix),
  };
}

/** @param {any} storage */
function inStorage(storage) {
  /** @param {Entry | undefined} entry */
  const lives = (entry) => entry !== undefined && entry.expiresAt > Date.now();

  /** How far the last sweep came; the next one goes on from there. @type {string | undefined} */
  let swept;

  /** @param {any} db @param {string} key @param {Entry} entry */
  const put = async (db, key, entry) => {
    await db.put(PREFIX + key, entry);
    // Nothing else removes what has expired, and of a secret that was replaced nobody asks for the tokens any more.
    /** @type {Map<string, Entry>} */
    const entries = await db.list({ prefix: PREFIX, limit: MOST, ...(swept && { startAfter: swept }) });
    swept = entries.size < MOST ? undefined : [...entries.keys()].pop();
    const expired = [...entries].filter(([, other]) => !lives(other)).map(([name]) => name);
    if (expired.length > 0) await db.delete(expired);
  };

  return {
    /** @param {string} key */
    get: async (key) => {
      const entry = await storage.get(PREFIX + key);
      return lives(entry) ? entry.value : null;
    },
    /** @param {string} key @param {string} value @param {Life} life */
    set: (key, value, { expiresAt }) => put(storage, key, { value, expiresAt }),
    /** @param {string} key @param {string} value @param {Life} life */
    add: (key, value, { expiresAt }) =>
      // Without a transaction, calls of one request could come between the reading and the writing.
      storage.transaction(async (/** @type {any} */ db) => {
        if (lives(await db.get(PREFIX + key))) return false;
        await put(db, key, { value, expiresAt });
        return true;
      }),
    /** @param {string} key */
    delete: (key) => storage.delete(PREFIX + key),
    /** @param {string} key @param {string} value */
    deleteIf: (key, value) =>
      storage.transaction(async (/** @type {any} */ db) => {
        const entry = await db.get(PREFIX + key);
        return entry?.value === value && db.delete(PREFIX + key);
      }),
    /** @param {string} prefix @returns {Promise<string[]>} */
    keys: async (prefix) => {
      const entries = await storage.list({ prefix: PREFIX + prefix });
      return [...entries.keys()].map((name) => name.slice(PREFIX.length));
    },
  };
}
