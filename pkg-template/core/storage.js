// @ts-check
// The user's storage, whatever its shape, and the sealing of what is put there. What an entry holds, whether one is believed
// and when one is written is decided in Rust (src/model/storage_entry.rs, src/policy/lifecycle.rs).

import { cleaner } from "./redact.js";

/**
 * @typedef {{ expiresAt: number, ttlSeconds: number }} Life
 * @typedef {object} Storage
 * @property {(key: string) => unknown} get
 * @property {(key: string, value: string, life: Life) => unknown} set
 * @property {(key: string) => unknown} delete
 * @property {((key: string, value: string, life: Life) => unknown)} [add]
 * @property {((key: string, value: string) => unknown)} [deleteIf]
 * @property {((prefix: string) => any)} [keys]
 */

/** @param {any} storage @param {string[]} names */
const has = (storage, ...names) => names.every((name) => typeof storage[name] === "function");

/** What looks like a storage and means something else, by what only it has. @type {[(storage: any) => boolean, string][]} */
const LOOKALIKES = [
  [
    (storage) => has(storage, "nobody has a method of this name"),
    "answers every name with a method, as a stub does: pass durableObject(namespace), from globus-service-account/storage/durable-object",
  ],
  [
    (storage) => has(storage, "idFromName"),
    "is a namespace: pass durableObject(namespace), from globus-service-account/storage/durable-object",
  ],
  [
    (storage) => has(storage, "getWithMetadata"),
    "is a Workers KV namespace: pass cloudflareKV(namespace), from globus-service-account/storage/cloudflare-kv",
  ],
  [
    (storage) => has(storage, "createMultipartUpload"),
    "is an R2 bucket, whose values are objects: wrap it in { get, set, delete }",
  ],
  [(storage) => has(storage, "atomic", "enqueue"), "is a Deno.Kv, whose keys are lists: wrap it in { get, set, delete }"],
  [
    (storage) => has(storage, "get", "set", "delete") && "opts" in storage && "namespace" in storage,
    "is a Keyv: pass keyv(instance), from globus-service-account/storage/keyv",
  ],
  [
    (storage) => has(storage, "get", "set", "del"),
    "is a Redis client: pass redis(client), from globus-service-account/storage/redis",
  ],
];

/**
 * One shape for all: `Map` and `{ get, set, delete }` as they are, Web Storage and unstorage by their own names.
 *
 * @param {any} storage @returns {Storage | string} A text says why it is none.
 */
export const adapted = (storage) => {
  const lookalike = LOOKALIKES.find(([matches]) => matches(storage));
  if (lookalike) return lookalike[1];
  if (has(storage, "getItem", "setItem", "removeItem")) {
    return {
      get: (key) => storage.getItem(key),
      // What unstorage's drivers understand; Web Storage does not look at it.
      set: (key, value, { ttlSeconds }) => storage.setItem(key, value, { ttl: ttlSeconds }),
      delete: (key) => storage.removeItem(key),
    };
  }
  if (!has(storage, "get", "set", "delete")) {
    return "must have the methods get, set and delete, or getItem, setItem and removeItem";
  }
  return {
    get: (key) => storage.get(key),
    set: (key, value, life) => storage.set(key, value, life),
    delete: (key) => storage.delete(key),
    ...optional(storage, "add", "deleteIf", "keys"),
  };
};

/** Those of these methods that it has. @param {any} storage @param {string[]} names */
const optional = (storage, ...names) =>
  Object.fromEntries(
    names
      .filter((name) => has(storage, name))
      .map((name) => [name, (/** @type {unknown[]} */ ...args) => storage[name](...args)]),
  );

/** Entries of ours, and the bearer in one that is not encrypted. */
const ENTRIES = [/gsa1\.(sealed|open)\..*/gs, /(?<="accessToken"\s{0,9}:\s{0,9}")[^"]+/g];

/**
 * What an error of a storage says: it may repeat what it was given.
 *
 * @param {any} error @param {string[]} secrets
 */
export const said = (error, secrets) =>
  cleaner(secrets, ENTRIES)(String(error?.message ?? error));

/** No entry is as long, UTF-16 units: tokens and lists of scopes are bounded. What is longer is not looked into. */
const LONGEST_ENTRY = 256 * 1024;

/** How long names are listed, ms, and how many. */
const LISTING = 2000;
const MOST_LISTED = 100_000;

// The beginning of a value: nothing that a storage could take for JSON and parse.
const SEALED = "gsa1.sealed.";
const OPEN = "gsa1.open.";

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

const toBase64 = (/** @type {Uint8Array} */ bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const fromBase64 = (/** @type {string} */ text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const toHex = (/** @type {ArrayBuffer} */ buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the entries of an account under one secret are found and opened by. It is derived when it is first needed. */
export class Keys {
  /** @type {string} */ #owner;
  /** @type {string} */ #secret;
  /** Only what is there already: a request must not wait for another's. @type {{ id: string, key: CryptoKey } | undefined} */ #derived;

  /** @param {string} owner @param {string} secret */
  constructor(owner, secret) {
    this.#owner = owner;
    this.#secret = secret;
  }

  async derived() {
    return (this.#derived ??= await derive(this.#owner, this.#secret));
  }
}

/** @param {string} owner @param {string} secret */
async function derive(owner, secret) {
  const { subtle } = crypto;
  const material = await subtle.importKey("raw", bytesOf(secret), "HKDF", false, ["deriveBits", "deriveKey"]);
  const of = (/** @type {string} */ info) =>
    ({ name: "HKDF", hash: "SHA-256", salt: bytesOf(owner), info: bytesOf(info) });
  const [id, key] = await Promise.all([
    subtle.deriveBits(of("id"), material, 64),
    subtle.deriveKey(of("encryption"), material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  ]);
  return { id: toHex(id), key };
}

/** Entries of one account in a storage. `need` is the text that tells one token from another. */
export class Store {
  /** @type {Storage} */ #storage;
  /** @type {boolean} */ #sealing;
  /** @type {string} */ #owner;

  /** @param {Storage} storage @param {boolean} sealing @param {string} owner */
  constructor(storage, sealing, owner) {
    this.#storage = storage;
    this.#sealing = sealing;
    this.#owner = owner;
  }

  get adds() {
    return this.#storage.add !== undefined;
  }

  /** @param {Keys} keys @param {string} need */
  async #locate(keys, need) {
    const [{ id, key }, digest] = await Promise.all([keys.derived(), crypto.subtle.digest("SHA-256", bytesOf(need))]);
    return { key, name: `${this.#owner}:${id}:${toHex(digest).slice(0, 32)}` };
  }

  /**
   * @param {Keys} keys @param {string} need
   * @returns {Promise<string | undefined>} An entry; `""` for one that is not ours, or no longer what was written.
   */
  async get(keys, need) {
    const { key, name } = await this.#locate(keys, need);
    return this.#read(key, name, this.#sealing);
  }

  /** @param {CryptoKey} key @param {string} name @param {boolean} onlySealed */
  async #read(key, name, onlySealed) {
    const value = await this.#storage.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string" || value.length > LONGEST_ENTRY) return "";
    try {
      return await unseal(key, name, value, onlySealed);
    } catch {
      return "";
    }
  }

  /** @param {Keys} keys @param {string} need @param {string} entry @param {number} expiresAt @param {number} ttlSeconds */
  async set(keys, need, entry, expiresAt, ttlSeconds) {
    const { key, name } = await this.#locate(keys, need);
    const value = await seal(key, name, entry, this.#sealing);
    await this.#storage.set(name, value, { expiresAt, ttlSeconds });
  }

  /** @param {Keys} keys @param {string} need */
  async delete(keys, need) {
    const { name } = await this.#locate(keys, need);
    await this.#storage.delete(name);
  }

  /**
   * Puts the names of all entries of this account that the storage lists into `found`, which has them also if this fails on the way.
   *
   * @param {string[]} found
   */
  async names(found) {
    const end = Date.now() + LISTING;
    let count = 0;
    for await (const name of (await this.#storage.keys?.(`${this.#owner}:`)) ?? []) {
      if (typeof name === "string" && name.startsWith(`${this.#owner}:`) && /:[0-9a-f]{32}$/.test(name)) found.push(name);
      count += 1;
      // A storage may list without an end.
      if (count >= MOST_LISTED || Date.now() > end) return;
    }
  }

  /**
   * What is under these names, and where these needs would be.
   *
   * @param {Keys[]} all @param {string[]} needs @param {string[]} listed
   * @returns {Promise<[name: string, entry: string | undefined, fault?: unknown][]>} Without the entry where it is of none of these
   *   keys. What is not encrypted is read as well: whoever wants to end a token has no reason to leave that one out.
   */
  async list(all, needs, listed) {
    const names = new Map(listed.map((name) => [name, undefined]));
    for (const keys of all) {
      const { id, key } = await keys.derived();
      for (const need of needs) names.set((await this.#locate(keys, need)).name, key);
      for (const name of names.keys()) if (name.startsWith(`${this.#owner}:${id}:`)) names.set(name, key);
    }
    return Promise.all(
      [...names].map(([name, key]) =>
        Promise.resolve(key && this.#read(key, name, false)).then((entry) => [name, entry], (fault) => [name, undefined, { fault }]),
      ),
    );
  }

  /** @param {string[]} names */
  async remove(names) {
    await Promise.all(names.map((name) => this.#storage.delete(name)));
  }

  /**
   * Claims the right to get a token before others do.
   *
   * @param {Keys} keys @param {string} need @param {number} expiresAt @param {number} ttlSeconds
   * @returns {Promise<string | undefined>} What tells this claim from others'; undefined if somebody else has it.
   */
  async claim(keys, need, expiresAt, ttlSeconds) {
    const name = await this.#claimOf(keys, need);
    const owner = toBase64(crypto.getRandomValues(new Uint8Array(12)));
    if (await this.#storage.add?.(name, owner, { expiresAt, ttlSeconds })) return owner;
    // A client that has lost the answer may have asked again, and been told of its own claim.
    return (await this.#storage.get(name)) === owner ? owner : undefined;
  }

  /** Takes a claim away, unless it is somebody else's by now. @param {Keys} keys @param {string} need @param {string} owner */
  async release(keys, need, owner) {
    const name = await this.#claimOf(keys, need);
    if (this.#storage.deleteIf) await this.#storage.deleteIf(name, owner);
    else if ((await this.#storage.get(name)) === owner) await this.#storage.delete(name);
  }

  /** @param {Keys} keys @param {string} need */
  async #claimOf(keys, need) {
    return `${(await this.#locate(keys, need)).name}:claim`;
  }
}

/**
 * AES-GCM with the key of the entry as additional data: an entry moved to another key does not open. One that is not to be
 * encrypted is part of the additional data instead, so that it cannot be changed either.
 *
 * @param {CryptoKey} key @param {string} name @param {string} entry @param {boolean} sealing
 */
async function seal(key, name, entry, sealing) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = bytesOf(sealing ? name : `${name}\n${entry}`);
  const content = bytesOf(sealing ? entry : "");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: data }, key, content);
  const text = toBase64(Uint8Array.of(...iv, ...new Uint8Array(sealed)));
  return sealing ? SEALED + text : `${OPEN}${text}.${entry}`;
}

/**
 * Fails for anything but what `seal` has made, and for what is not encrypted where it has to be.
 *
 * @param {CryptoKey} key @param {string} name @param {string} value @param {boolean} onlySealed
 */
async function unseal(key, name, value, onlySealed) {
  const sealing = value.startsWith(SEALED);
  if (onlySealed && !sealing) throw new TypeError("not encrypted");
  const [, text, entry] = sealing ? [, value.slice(SEALED.length), ""] : /^gsa1\.open\.([\w-]+)\.(.*)$/s.exec(value);
  const bytes = fromBase64(text);
  // Whitespace and spare bits, which the decoder passes over.
  if (toBase64(bytes) !== text) throw new TypeError("not what was written");
  const data = bytesOf(sealing ? name : `${name}\n${entry}`);
  const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: data };
  const content = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(12));
  return sealing ? new TextDecoder().decode(content) : entry;
}
