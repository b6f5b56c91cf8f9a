// @ts-check
// The files of a collection over HTTPS: streams, by way of the collection's own server and with its own token.
import { LONGEST, failed, invalid, object, text, uuid } from "./account-of.js";
import { scopes } from "./scopes.js";

/** @param {unknown} range */
function rangeHeader(range) {
  if (typeof range === "string") return range;
  const { start = 0, end, last } = object("options.range", range);
  const isCount = (/** @type {unknown} */ value) => Number.isSafeInteger(value) && Number(value) >= 0;
  if (last !== undefined) {
    if (!isCount(last)) throw invalid("options.range.last", "must be a number of bytes");
    return `bytes=-${last}`;
  }
  if (!isCount(start)) throw invalid("options.range.start", "must be a number of bytes");
  if (end !== undefined && !(isCount(end) && end >= start)) {
    throw invalid("options.range.end", "must be a number of bytes, not below start");
  }
  return `bytes=${start}-${end ?? ""}`;
}

/** @param {unknown} path */
function encoded(path) {
  const segments = text("path", path).replace(/^\/+/, "").split("/");
  // `fetch` would resolve them, however they are written.
  if (segments.some((segment) => /^\.\.?$/.test(segment))) throw invalid("path", 'must not have "." or ".." in it');
  try {
    return `/${segments.map(encodeURIComponent).join("/")}`;
  } catch (cause) {
    throw invalid("path", "must be well-formed text", cause);
  }
}

/** @param {any} given @returns {Headers} */
function headersOf(given) {
  try {
    return new Headers(given ?? {});
  } catch (error) {
    throw invalid("options.headers", "are no headers", error);
  }
}

/** Where the servers of collections are, by the id of each: known to an account from its first request on. @type {WeakMap<object, Map<string, string>>} */
const servers = new WeakMap();
/** How many an account remembers. */
const MOST_SERVERS = 1000;

export class CollectionClient {
  /** @type {any} */ #account;
  /** @type {string} */ #id;

  /** @param {any} account @param {unknown} id */
  constructor(account, id) {
    this.#account = account;
    // It becomes part of a scope.
    this.#id = uuid("collectionId", id);
  }

  /** @param {unknown} path @param {any} [options] */
  async get(path, options) {
    const { range, ...rest } = object("options", options);
    const all = headersOf(rest.headers);
    if (!all.has("accept")) all.set("accept", "*/*");
    if (range !== undefined) all.set("range", rangeHeader(range));
    return this.#send("GET", path, rest, { headers: all });
  }

  /** @param {unknown} path @param {any} [options] */
  async head(path, options) {
    return this.#send("HEAD", path, object("options", options));
  }

  /** @param {unknown} path @param {any} body @param {any} [options] */
  async put(path, body, options) {
    if (body === undefined || body === null) throw invalid("body", "is required");
    const given = object("options", options);
    // A body may take hours.
    const response = await this.#send("PUT", path, given, { timeout: given.timeout ?? LONGEST, body });
    await response.body?.cancel();
  }

  /** @param {unknown} path @param {any} [options] */
  async delete(path, options) {
    const response = await this.#send("DELETE", path, object("options", options));
    await response.body?.cancel();
  }

  /** @param {string} method @param {unknown} path @param {any} options @param {object} [more] */
  async #send(method, path, options, more) {
    const to = encoded(path);
    return this.#account.request({
      ...options,
      ...more,
      baseUrl: await this.#find(options),
      path: to,
      method,
      target: scopes.collection(this.#id).https,
      raw: true,
    });
  }

  /** Where the collection's server is. @param {any} options */
  async #find({ signal, timeout, retries }) {
    const known = servers.get(this.#account) ?? new Map();
    servers.set(this.#account, known);
    const ask = () => this.#account.transfer.getEndpoint(this.#id, undefined, { signal, timeout, retries });
    const server = known.get(this.#id) ?? (await ask()).https_server;
    if (!server) {
      const facts = { what: this.#id, call: "https" };
      const message = "the collection gives no access to its files over HTTPS";
      throw failed(this.#account, "not_found", message, { service: "transfer" }, facts);
    }
    if (known.size >= MOST_SERVERS) known.clear();
    known.set(this.#id, server);
    return server;
  }
}
