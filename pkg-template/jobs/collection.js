// @ts-check
// The files of a collection over HTTPS: streams, by way of the collection's own server and with its own token.
import { GlobusNetworkError, createError } from "../core/errors.js";
import { Uncloneable } from "../core/handles.js";
import { LONGEST, OPTIONS, failed, invalid, object, secretsOf, text, timeoutOf, uuid } from "./account-of.js";
import { cancel, uploadOf, watched } from "./bodies.js";
import { flawOf, givenPart, headerOf, lengthOf, wantedOf } from "./ranges.js";
import { scopes } from "./scopes.js";

/** @param {unknown} path */
function encoded(path) {
  const given = text("path", path);
  // A file may be named so; Transfer refuses it as well.
  if (/\p{Cc}/u.test(given)) throw invalid("path", "must not hold control characters");
  const segments = given.replace(/^\/+/, "").split("/");
  // `fetch` would resolve them; encoded once more, a server might.
  if (segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw invalid("path", 'must not have "." or ".." in it, encoded or not');
  }
  try {
    return `/${segments.map(encodeURIComponent).join("/")}`;
  } catch (cause) {
    throw invalid("path", "must be well-formed text", cause);
  }
}

/** @param {unknown} path Of a file that is to be written. */
function encodedFile(path) {
  const to = encoded(path);
  if (to.endsWith("/")) throw invalid("path", "must name a file");
  return to;
}

/**
 * The options of a call, with all headers that are sent.
 *
 * @param {unknown} given @param {string[]} [names] What else it may have.
 * @returns {{ headers: Headers, signal?: AbortSignal, timeout?: number, retries?: number, range?: unknown }}
 */
function optionsOf(given, names = []) {
  const options = object("options", given);
  const known = [...OPTIONS, ...names];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalid(`options.${unknown}`, `is not an option; there are ${known.join(", ")}`);
  }
  const headers = headersOf(options.headers);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  // Without it the server sends whom it does not let in to a page to log in, instead of saying 401.
  if (!headers.has("x-requested-with")) headers.set("x-requested-with", "XMLHttpRequest");
  return { ...options, headers };
}

/** @param {any} given */
function headersOf(given) {
  /** @type {Headers} */
  let headers;
  try {
    headers = new Headers(given ?? {});
  } catch (error) {
    throw invalid("options.headers", "are no headers", error);
  }
  headers.forEach((value, name) => {
    if (/[^\t -~]/.test(value)) throw invalid(`options.headers.${name}`, "must be a header that HTTP allows");
  });
  return headers;
}

/** @param {Headers} given @param {string} range */
function withRange(given, range) {
  const headers = new Headers(given);
  headers.set("range", range);
  return headers;
}

/** Where the servers of collections are, by the id of each: known to an account from its first request on. @type {WeakMap<object, Map<string, string>>} */
const servers = new WeakMap();
/** How many an account remembers. */
const MOST_SERVERS = 1000;
/** How often a file's length is asked for while it goes on changing. */
const LOOKS = 3;

/** @typedef {{ to: string, options: ReturnType<typeof optionsOf> }} Call */

/** @param {any} error */
const isMiss = (error) => error?.code === "not_found" && error.service !== "transfer";

export class CollectionClient extends Uncloneable {
  /** @type {any} */ #account;
  /** @type {string} */ #id;

  /** @param {any} account @param {unknown} id */
  constructor(account, id) {
    super();
    this.#account = account;
    // It becomes part of a scope.
    this.#id = uuid("collectionId", id);
  }

  /** @param {unknown} path @param {unknown} [given] */
  async get(path, given) {
    const { range, ...options } = optionsOf(given, ["range"]);
    const wanted = wantedOf(range, options.headers);
    const call = { to: encoded(path), options };
    const response = await (wanted && "last" in wanted ? this.#last(call, wanted.last) : this.#part(call, wanted));
    const limit = options.timeout ?? timeoutOf(this.#account);
    const what = `${call.to} of the collection ${this.#id}`;
    return watched(response, { limit, signal: options.signal, what, secrets: () => secretsOf(this.#account) });
  }

  /** @param {unknown} path @param {unknown} [given] */
  async head(path, given) {
    return this.#head({ to: encoded(path), options: optionsOf(given) });
  }

  /** @param {unknown} path @param {any} given @param {unknown} [more] */
  async put(path, given, more) {
    const to = encodedFile(path);
    const options = optionsOf(more);
    const { body, failure, drop } = uploadOf(given);
    try {
      // A body may take hours.
      const response = await this.#send("PUT", { to, options }, { timeout: options.timeout ?? LONGEST, body });
      cancel(response.body);
    } catch (error) {
      drop();
      // What ends the call may have ended the body as well.
      throw options.signal?.aborted ? error : (failure() ?? error);
    }
  }

  /** @param {unknown} path @param {unknown} [given] */
  async delete(path, given) {
    const response = await this.#send("DELETE", { to: encodedFile(path), options: optionsOf(given) });
    cancel(response.body);
  }

  /**
   * A file, or a part that is counted from its beginning.
   *
   * @param {Call} call @param {import("./ranges.js").Part | { several: string }} [part]
   */
  async #part({ to, options }, part) {
    const headers = part ? withRange(options.headers, headerOf(part)) : options.headers;
    const response = await this.#send("GET", { to, options: { ...options, headers } });
    const flaw = flawOf(response, part, headers);
    if (flaw === undefined) return response;
    cancel(response.body);
    throw this.#lie(flaw, response.status);
  }

  /**
   * The last bytes of a file. How long it is has to be known first, and may change meanwhile.
   *
   * @param {Call} call @param {number} last @returns {Promise<Response>}
   */
  async #last(call, last) {
    for (let look = 0; look < LOOKS; look += 1) {
      const size = await this.#size(call);
      if (typeof size !== "number") return size;
      const part = size > 0 ? { start: Math.max(0, size - last), end: size - 1 } : undefined;
      const response = await this.#part(call, part).catch((error) => {
        if (error?.status !== 416) throw error;
      });
      const given = response && givenPart(response.headers);
      const end = given ? given.end + 1 : size;
      const isSame = part ? end === size && (given?.total ?? size) === size : (lengthOf(response.headers) ?? 0) === 0;
      if (response && isSame) return response;
      cancel(response?.body);
    }
    throw this.#lie("gave the file another length each time it was asked", undefined, true);
  }

  /**
   * The length of a file; or an answer to what was asked on a condition.
   *
   * @param {Call} call @returns {Promise<number | Response>}
   */
  async #size(call) {
    const head = await this.#head(call).catch((error) => {
      // There may be no such method.
      if (error?.status !== 405 && error?.status !== 501) throw error;
    });
    const told = head && (head.status < 300 ? lengthOf(head.headers) : head);
    if (told !== undefined) return told;
    const response = await this.#part(call, { start: 0 }).catch((error) => {
      // What has no first byte is empty.
      if (error?.status !== 416) throw error;
    });
    if (!response) return 0;
    if (response.status >= 300) return response;
    cancel(response.body);
    const length = givenPart(response.headers)?.total ?? lengthOf(response.headers);
    if (length === undefined) throw this.#lie("does not say how long the file is", response.status);
    return length;
  }

  /** @param {Call} call @returns {Promise<Response>} */
  async #head(call) {
    try {
      return await this.#send("HEAD", call);
    } catch (error) {
      if (!isMiss(error)) throw error;
      await this.#doubt(call);
    }
    // It is there.
    return this.#send("HEAD", call).catch((error) => {
      throw isMiss(error) ? this.#lie("has the file, and says the opposite when asked for its headers", 404, true) : error;
    });
  }

  /**
   * Asks for a byte of a file that is missing by a HEAD's word: an answer without a body. What a GET is refused with says
   * whether it is, or whether the server ails.
   *
   * @param {Call} call
   */
  async #doubt({ to, options }) {
    const headers = withRange(options.headers, "bytes=0-0");
    try {
      cancel((await this.#send("GET", { to, options: { ...options, headers } })).body);
    } catch (error) {
      // An empty file has no first byte.
      if (/** @type {any} */ (error)?.status !== 416) throw error;
    }
  }

  /** The error for an answer that is not what was asked for. @param {string} flaw @param {number} [status] @param {boolean} [retryable] */
  #lie(flaw, status, retryable = false) {
    const message = `the server of the collection ${this.#id} ${flaw}`;
    return createError("GlobusApiError", message, { code: "invalid_response", service: "collection", status, retryable });
  }

  /**
   * The error where a condition of the caller's does not hold: nobody shall take what came for the file, or nothing for done.
   *
   * @param {number} status @param {string} method @param {string} url
   */
  #unmet(status, method, url) {
    const message = `the server of the collection ${this.#id} answered ${status}: a condition of the request does not hold`;
    return failed(this.#account, "precondition_failed", message, { service: "collection", status, method, url });
  }

  /** @param {string} method @param {Call} call @param {object} [more] @returns {Promise<Response>} */
  async #send(method, { to, options }, more) {
    const known = this.#known;
    const baseUrl = known.get(this.#id) ?? (await this.#find(options));
    if (known.size >= MOST_SERVERS) known.clear();
    known.set(this.#id, baseUrl);
    const target = scopes.collection(this.#id).https;
    try {
      const request = { ...options, ...more, baseUrl, path: to, method, target, raw: true };
      const response = await this.#account.request(request);
      if (response.status < 300 || (response.status === 304 && (method === "GET" || method === "HEAD"))) return response;
      cancel(response.body);
      throw this.#unmet(response.status, method, baseUrl + to);
    } catch (error) {
      const isBad = /** @type {any} */ (error)?.field === "baseUrl";
      // It may have moved: the next call asks again.
      if (isBad || error instanceof GlobusNetworkError) known.delete(this.#id);
      throw isBad ? this.#misled("an address for its files that no token may be sent to: it has to be https") : error;
    }
  }

  /** Where servers are known to be. @returns {Map<string, string>} */
  get #known() {
    const known = servers.get(this.#account) ?? new Map();
    servers.set(this.#account, known);
    return known;
  }

  /** Asks where the collection's server is. @param {any} options @returns {Promise<string>} */
  async #find({ signal, timeout, retries }) {
    const reply = await this.#account.transfer.getEndpoint(this.#id, undefined, { signal, timeout, retries });
    const server = reply?.https_server;
    if (typeof server === "string" && server !== "") return server;
    if (server !== null && server !== "") throw this.#misled("no word on where its files are");
    const message = "the collection gives no access to its files over HTTPS";
    throw failed(this.#account, "not_found", message, { service: "transfer" }, { what: this.#id, call: "https" });
  }

  /** The error for a document of Transfer's that does not do. @param {string} given */
  #misled(given) {
    const message = `Transfer gives, for the collection ${this.#id}, ${given}`;
    return failed(this.#account, "invalid_response", message, { service: "transfer" }, { what: this.#id });
  }
}
