// @ts-check
import { DurableObject } from "cloudflare:workers";

/** The name of the object that stores tokens, and the beginning of its keys. */
const OBJECT_NAME = "globus";
const KEY_PREFIX = `${OBJECT_NAME}:`;
/** Entries per sweep: the most keys that one `delete` accepts. */
const SWEEP_SIZE = 128;

/** @type {typeof import("./durable-object.js").durableObject} */
export function durableObject(target) {
  /** @param {string} name */
  const hasMethod = (name) => typeof (/** @type {any} */ (target)?.[name]) === "function";
  // A stub has a method of every name, so it is checked first, by a method that the others do not have.
  if (hasMethod("fetch")) throw new TypeError("a stub serves only the request that made it: pass the namespace instead");
  if (hasMethod("idFromName")) return namespaceStorage(target);
  if (hasMethod("transaction")) return objectStorage(target);
  throw new TypeError("the argument of durableObject() must be the binding of a Durable Object namespace, or `ctx.storage`");
}

/** The Durable Object that stores the tokens. */
export class TokenStore extends DurableObject {
  #storage = objectStorage(this.ctx.storage);

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

/** Returns a storage whose methods call the object in a namespace. @param {any} namespace */
function namespaceStorage(namespace) {
  // A new stub for each call, because a stub belongs to the request that created it.
  const object = () => namespace.get(namespace.idFromName(OBJECT_NAME));
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

/** Returns a storage in the storage of a Durable Object. @param {any} storage */
function objectStorage(storage) {
  /** @param {Entry | undefined} entry */
  const isUnexpired = (entry) => entry !== undefined && entry.expiresAt > Date.now();

  /**
   * The last key of the last sweep. The next sweep starts after it; undefined starts from the beginning.
   *
   * @type {string | undefined}
   */
  let lastSweptKey;

  /** @param {any} db @param {string} key @param {Entry} entry */
  const put = async (db, key, entry) => {
    await db.put(KEY_PREFIX + key, entry);
    // Only this removes expired entries. The tokens of a replaced client secret, for example, are never read again.
    /** @type {Map<string, Entry>} */
    const entries = await db.list({ prefix: KEY_PREFIX, limit: SWEEP_SIZE, ...(lastSweptKey && { startAfter: lastSweptKey }) });
    lastSweptKey = entries.size < SWEEP_SIZE ? undefined : [...entries.keys()].pop();
    const expired = [...entries].filter(([, entry]) => !isUnexpired(entry)).map(([name]) => name);
    if (expired.length > 0) await db.delete(expired);
  };

  return {
    /** @param {string} key */
    get: async (key) => {
      const entry = await storage.get(KEY_PREFIX + key);
      return isUnexpired(entry) ? entry.value : null;
    },
    /** @param {string} key @param {string} value @param {Life} life */
    set: (key, value, { expiresAt }) => put(storage, key, { value, expiresAt }),
    /** @param {string} key @param {string} value @param {Life} life */
    add: (key, value, { expiresAt }) =>
      // Without a transaction, other calls of the same request could run between the read and the write.
      storage.transaction(async (/** @type {any} */ db) => {
        if (isUnexpired(await db.get(KEY_PREFIX + key))) return false;
        await put(db, key, { value, expiresAt });
        return true;
      }),
    /** @param {string} key */
    delete: (key) => storage.delete(KEY_PREFIX + key),
    /** @param {string} key @param {string} value */
    deleteIf: (key, value) =>
      storage.transaction(async (/** @type {any} */ db) => {
        const entry = await db.get(KEY_PREFIX + key);
        return entry?.value === value && db.delete(KEY_PREFIX + key);
      }),
    /** @param {string} prefix @returns {Promise<string[]>} */
    keys: async (prefix) => {
      const entries = await storage.list({ prefix: KEY_PREFIX + prefix });
      return [...entries.keys()].map((name) => name.slice(KEY_PREFIX.length));
    },
  };
}
