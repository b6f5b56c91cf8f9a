// @ts-check
// Adapts the user's storage, of any shape, and encrypts the entries. Rust decides what an entry contains, whether it is
// trusted and when it is written (src/model/storage_entry.rs, src/policy/lifecycle.rs).

import { makeRedactor } from "./redact.js";

/**
 * @typedef {{ expiresAt: number, ttlSeconds: number }} Life When an entry expires: `expiresAt` in epoch ms.
 * @typedef {object} Storage
 * @property {(key: string) => unknown} get
 * @property {(key: string, value: string, life: Life) => unknown} set
 * @property {(key: string) => unknown} delete
 * @property {((key: string, value: string, life: Life) => unknown)} [add]
 * @property {((key: string, value: string) => unknown)} [deleteIf]
 * @property {((prefix: string) => any)} [keys]
 */

/** @param {any} storage @param {string[]} names */
const hasMethods = (storage, ...names) => names.every((name) => typeof storage[name] === "function");

/**
 * Objects that look like a storage and are not one: how each is recognised, and what to use instead. The first match
 * counts.
 *
 * @type {[matches: (storage: any) => boolean, problem: string][]}
 */
const MISTAKEN_STORAGES = [
  [
    (storage) => hasMethods(storage, "no such method"),
    "answers every name with a method, as a stub does: pass durableObject(namespace), from globus-service-account/storage/durable-object",
  ],
  [
    (storage) => hasMethods(storage, "idFromName"),
    "is a Durable Object namespace: pass durableObject(namespace), from globus-service-account/storage/durable-object",
  ],
  [
    (storage) => hasMethods(storage, "getWithMetadata"),
    "is a Workers KV namespace: pass cloudflareKV(namespace), from globus-service-account/storage/cloudflare-kv",
  ],
  [
    (storage) => hasMethods(storage, "createMultipartUpload"),
    "is an R2 bucket, whose values are objects: wrap it in { get, set, delete }",
  ],
  [(storage) => hasMethods(storage, "atomic", "enqueue"), "is a Deno.Kv, whose keys are lists: wrap it in { get, set, delete }"],
  [
    (storage) => hasMethods(storage, "get", "set", "delete") && "opts" in storage && "namespace" in storage,
    "is a Keyv: pass keyv(instance), from globus-service-account/storage/keyv",
  ],
  [
    (storage) => hasMethods(storage, "get", "set", "del"),
    "is a Redis client: pass redis(client), from globus-service-account/storage/redis",
  ],
];

/**
 * Adapts a storage of the user to one shape. Supports `Map` and `{ get, set, delete }`, and Web Storage and unstorage,
 * whose methods have other names.
 *
 * @param {any} storage @returns {Storage | string} A text is the reason why it is not a storage.
 */
export const adaptStorage = (storage) => {
  const mistake = MISTAKEN_STORAGES.find(([matches]) => matches(storage));
  if (mistake) return mistake[1];
  if (hasMethods(storage, "getItem", "setItem", "removeItem")) {
    return {
      get: (key) => storage.getItem(key),
      // Drivers of unstorage read `ttl`, in seconds. Web Storage ignores the third argument.
      set: (key, value, { ttlSeconds }) => storage.setItem(key, value, { ttl: ttlSeconds }),
      delete: (key) => storage.removeItem(key),
    };
  }
  if (!hasMethods(storage, "get", "set", "delete")) {
    return "must have the methods get, set and delete, or getItem, setItem and removeItem";
  }
  return {
    get: (key) => storage.get(key),
    set: (key, value, life) => storage.set(key, value, life),
    delete: (key) => storage.delete(key),
    ...bindOptional(storage, "add", "deleteIf", "keys"),
  };
};

/** Returns, bound, those of the named methods that the storage has. @param {any} storage @param {string[]} names */
const bindOptional = (storage, ...names) =>
  Object.fromEntries(
    names
      .filter((name) => hasMethods(storage, name))
      .map((name) => [name, (/** @type {unknown[]} */ ...args) => storage[name](...args)]),
  );

/** Finds entries of this package in a text, and the bearer in an entry that is not encrypted. */
const ENTRY_PATTERNS = [/gsa1\.(sealed|open)\..*/gs, /(?<="accessToken"\s{0,9}:\s{0,9}")[^"]+/g];

/**
 * Returns the message of an error of a storage without secrets and entries: a storage may repeat its arguments in a
 * message.
 *
 * @param {any} error @param {string[]} secrets
 */
export const storageErrorMessage = (error, secrets) =>
  makeRedactor(secrets, ENTRY_PATTERNS)(String(error?.message ?? error));

/** UTF-16 units. No entry is longer, because tokens and lists of scopes have limits. A longer value is not read. */
const MAX_ENTRY_LENGTH = 256 * 1024;

/** Limits for the listing of keys in a storage. */
const LIST_TIMEOUT_MS = 2000;
const MAX_LISTED_KEYS = 100_000;

// The beginnings of a stored value. They are not JSON, because some storages parse JSON.
const ENCRYPTED_PREFIX = "gsa1.sealed.";
const PLAIN_PREFIX = "gsa1.open.";

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

const toBase64 = (/** @type {Uint8Array} */ bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const fromBase64 = (/** @type {string} */ text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const toHex = (/** @type {ArrayBuffer} */ buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The id and the encryption key of an account's entries under one client secret. Both are derived when first needed.
 */
export class Keys {
  /** @type {string} */ #owner;
  /** @type {string} */ #secret;
  /**
   * The derived values, not their promise: on Workers a request must not await a promise of another request.
   *
   * @type {{ id: string, cryptoKey: CryptoKey } | undefined}
   */
  #derived;

  /** @param {string} owner @param {string} secret */
  constructor(owner, secret) {
    this.#owner = owner;
    this.#secret = secret;
  }

  /** Returns the id, which is part of each key, and the encryption key. */
  async deriveOnce() {
    return (this.#derived ??= await derive(this.#owner, this.#secret));
  }
}

/** @param {string} owner @param {string} secret */
async function derive(owner, secret) {
  const { subtle } = crypto;
  const material = await subtle.importKey("raw", bytesOf(secret), "HKDF", false, ["deriveBits", "deriveKey"]);
  const hkdf = (/** @type {string} */ info) =>
    ({ name: "HKDF", hash: "SHA-256", salt: bytesOf(owner), info: bytesOf(info) });
  const [id, cryptoKey] = await Promise.all([
    subtle.deriveBits(hkdf("id"), material, 64),
    subtle.deriveKey(hkdf("encryption"), material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  ]);
  return { id: toHex(id), cryptoKey };
}

/**
 * The entries of one account in a storage. `tokenRequest` is the text of a token request: its scopes and resource
 * server.
 */
export class Store {
  /** @type {Storage} */ #storage;
  /** @type {boolean} */ #isEncrypting;
  /** @type {string} */ #owner;

  /** @param {Storage} storage @param {boolean} isEncrypting @param {string} owner */
  constructor(storage, isEncrypting, owner) {
    this.#storage = storage;
    this.#isEncrypting = isEncrypting;
    this.#owner = owner;
  }

  /** Whether the storage can add an entry atomically, so that processes can claim a grant. */
  get adds() {
    return this.#storage.add !== undefined;
  }

  /** Returns the key of an entry, with the key that encrypts it. @param {Keys} keys @param {string} tokenRequest */
  async #locate(keys, tokenRequest) {
    const [{ id, cryptoKey }, digest] = await Promise.all([
      keys.deriveOnce(),
      crypto.subtle.digest("SHA-256", bytesOf(tokenRequest)),
    ]);
    return { cryptoKey, key: `${this.#owner}:${id}:${toHex(digest).slice(0, 32)}` };
  }

  /**
   * Reads an entry.
   *
   * @param {Keys} keys @param {string} tokenRequest
   * @returns {Promise<string | undefined>} `""` for an entry that this package did not write, or that was changed
   *   since.
   */
  async get(keys, tokenRequest) {
    const { cryptoKey, key } = await this.#locate(keys, tokenRequest);
    return this.#read(cryptoKey, key, this.#isEncrypting);
  }

  /** @param {CryptoKey} cryptoKey @param {string} key @param {boolean} onlyEncrypted */
  async #read(cryptoKey, key, onlyEncrypted) {
    const value = await this.#storage.get(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string" || value.length > MAX_ENTRY_LENGTH) return "";
    try {
      return await unseal(cryptoKey, key, value, onlyEncrypted);
    } catch {
      return "";
    }
  }

  /**
   * @param {Keys} keys @param {string} tokenRequest @param {string} entry @param {number} expiresAt
   * @param {number} ttlSeconds
   */
  async set(keys, tokenRequest, entry, expiresAt, ttlSeconds) {
    const { cryptoKey, key } = await this.#locate(keys, tokenRequest);
    const value = await seal(cryptoKey, key, entry, this.#isEncrypting);
    await this.#storage.set(key, value, { expiresAt, ttlSeconds });
  }

  /** @param {Keys} keys @param {string} tokenRequest */
  async delete(keys, tokenRequest) {
    const { key } = await this.#locate(keys, tokenRequest);
    await this.#storage.delete(key);
  }

  /**
   * Adds the keys of all entries of this account that the storage lists to `found`. If the listing fails, the keys
   * before the failure are in it.
   *
   * @param {string[]} found
   */
  async names(found) {
    const deadline = Date.now() + LIST_TIMEOUT_MS;
    let count = 0;
    for await (const key of (await this.#storage.keys?.(`${this.#owner}:`)) ?? []) {
      if (typeof key === "string" && key.startsWith(`${this.#owner}:`) && /:[0-9a-f]{32}$/.test(key)) found.push(key);
      count += 1;
      // The listing of a storage may never end.
      if (count >= MAX_LISTED_KEYS || Date.now() > deadline) return;
    }
  }

  /**
   * Reads the entries with the given keys, and the entries of the given token requests.
   *
   * @param {Keys[]} allKeys @param {string[]} tokenRequests @param {string[]} listed Keys of entries.
   * @returns {Promise<[key: string, entry: string | undefined, fault?: unknown][]>} An entry under another secret is
   *   undefined. Entries that are not encrypted are read too: the caller revokes these tokens, and must not miss any.
   */
  async list(allKeys, tokenRequests, listed) {
    const cryptoKeys = new Map(listed.map((key) => [key, undefined]));
    for (const keys of allKeys) {
      const { id, cryptoKey } = await keys.deriveOnce();
      for (const tokenRequest of tokenRequests) cryptoKeys.set((await this.#locate(keys, tokenRequest)).key, cryptoKey);
      for (const key of cryptoKeys.keys()) if (key.startsWith(`${this.#owner}:${id}:`)) cryptoKeys.set(key, cryptoKey);
    }
    return Promise.all(
      [...cryptoKeys].map(([key, cryptoKey]) =>
        Promise.resolve(cryptoKey && this.#read(cryptoKey, key, false)).then(
          (entry) => [key, entry],
          (fault) => [key, undefined, { fault }],
        ),
      ),
    );
  }

  /** Deletes entries. @param {string[]} entryKeys */
  async remove(entryKeys) {
    await Promise.all(entryKeys.map((key) => this.#storage.delete(key)));
  }

  /**
   * Claims the right to make a grant that other processes wait for.
   *
   * @param {Keys} keys @param {string} tokenRequest @param {number} expiresAt @param {number} ttlSeconds
   * @returns {Promise<string | undefined>} A random text that identifies this claim; undefined if another process has
   *   the claim.
   */
  async claim(keys, tokenRequest, expiresAt, ttlSeconds) {
    const key = await this.#claimKey(keys, tokenRequest);
    const owner = toBase64(crypto.getRandomValues(new Uint8Array(12)));
    if (await this.#storage.add?.(key, owner, { expiresAt, ttlSeconds })) return owner;
    // A storage client that lost the reply may have sent the request again, and then found this process's own claim.
    return (await this.#storage.get(key)) === owner ? owner : undefined;
  }

  /**
   * Removes this process's claim, and never another's.
   *
   * @param {Keys} keys @param {string} tokenRequest @param {string} owner
   */
  async release(keys, tokenRequest, owner) {
    const key = await this.#claimKey(keys, tokenRequest);
    if (this.#storage.deleteIf) await this.#storage.deleteIf(key, owner);
    else if ((await this.#storage.get(key)) === owner) await this.#storage.delete(key);
  }

  /** @param {Keys} keys @param {string} tokenRequest */
  async #claimKey(keys, tokenRequest) {
    return `${(await this.#locate(keys, tokenRequest)).key}:claim`;
  }
}

/**
 * Returns the stored value of an entry: AES-GCM with the entry's key as additional data, so that a value moved to
 * another key does not open. An entry that is not encrypted is part of the additional data too, so that a changed entry
 * does not open.
 *
 * @param {CryptoKey} cryptoKey @param {string} key @param {string} entry @param {boolean} isEncrypting
 */
async function seal(cryptoKey, key, entry, isEncrypting) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = bytesOf(isEncrypting ? key : `${key}\n${entry}`);
  const content = bytesOf(isEncrypting ? entry : "");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: data }, cryptoKey, content);
  const text = toBase64(Uint8Array.of(...iv, ...new Uint8Array(sealed)));
  return isEncrypting ? ENCRYPTED_PREFIX + text : `${PLAIN_PREFIX}${text}.${entry}`;
}

/**
 * Returns the entry in a stored value. Throws for a value that `seal` did not return, and with `onlyEncrypted` for a
 * value that is not encrypted.
 *
 * @param {CryptoKey} cryptoKey @param {string} key @param {string} value @param {boolean} onlyEncrypted
 */
async function unseal(cryptoKey, key, value, onlyEncrypted) {
  const isEncrypted = value.startsWith(ENCRYPTED_PREFIX);
  if (onlyEncrypted && !isEncrypted) throw new TypeError("not encrypted");
  const [, text, entry] = isEncrypted ? [, value.slice(ENCRYPTED_PREFIX.length), ""] : /^gsa1\.open\.([\w-]+)\.(.*)$/s.exec(value);
  const bytes = fromBase64(text);
  // The decoder ignores whitespace and unused bits, so that several texts decode to the same bytes. Only one of them is
  // valid.
  if (toBase64(bytes) !== text) throw new TypeError("not what was written");
  const data = bytesOf(isEncrypted ? key : `${key}\n${entry}`);
  const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: data };
  const content = await crypto.subtle.decrypt(algorithm, cryptoKey, bytes.subarray(12));
  return isEncrypted ? new TextDecoder().decode(content) : entry;
}
