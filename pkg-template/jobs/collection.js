// @ts-check
// The files of a collection over HTTPS: streams, by way of the collection's own server and with its own token.
import { failed, invalid, object, text } from "./account-of.js";
import { scopes } from "./scopes.js";

/** Bodies may take hours; timers take no more than this, ms. */
const LONGEST = 2 ** 31 - 1;

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

export class CollectionClient {
  /** @type {any} */ #account;
  /** @type {string} */ #id;
  /** @type {Promise<string> | undefined} */ #server;

  /** @param {any} account @param {unknown} id */
  constructor(account, id) {
    this.#account = account;
    this.#id = text("collectionId", id);
    // A UUID: it becomes part of a scope.
    scopes.collection(this.#id);
  }

  /** @param {unknown} path @param {any} [options] */
  async get(path, options) {
    const { range, headers, ...rest } = object("options", options);
    const all = new Headers(headers);
    all.set("accept", all.get("accept") ?? "*/*");
    if (range !== undefined) all.set("range", rangeHeader(range));
    return this.#send("GET", path, { ...rest, headers: all });
  }

  /** @param {unknown} path @param {any} [options] */
  async head(path, options) {
    return this.#send("HEAD", path, object("options", options));
  }

  /** @param {unknown} path @param {any} body @param {any} [options] */
  async put(path, body, options) {
    if (body === undefined || body === null) throw invalid("body", "is required");
    const { timeout = LONGEST, ...rest } = object("options", options);
    const response = await this.#send("PUT", path, { ...rest, timeout, body });
    await response.body?.cancel();
  }

  /** @param {unknown} path @param {any} [options] */
  async delete(path, options) {
    const response = await this.#send("DELETE", path, object("options", options));
    await response.body?.cancel();
  }

  /** @param {string} method @param {unknown} path @param {any} rest */
  async #send(method, path, rest) {
    const segments = text("path", path).replace(/^\/*/, "").split("/");
    return this.#account.request({
      ...rest,
      baseUrl: await this.#find(rest.signal),
      path: `/${segments.map(encodeURIComponent).join("/")}`,
      method,
      target: scopes.collection(this.#id).https,
      raw: true,
    });
  }

  /** Where the collection's server is: asked for once. @param {AbortSignal | undefined} signal */
  async #find(signal) {
    const known = this.#server;
    if (known !== undefined) return known;
    const { https_server: server } = await this.#account.transfer.getEndpoint(this.#id, undefined, { signal });
    if (!server) {
      throw failed("not_found", "the collection gives no access to its files over HTTPS", {
        service: "transfer",
        advice: "Its administrator can turn that on: enable_https of the collection.",
      });
    }
    this.#server = server;
    return server;
  }
}
