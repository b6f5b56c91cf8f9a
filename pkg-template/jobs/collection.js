// @ts-check
// The files of a collection over HTTPS: streams, by way of the collection's own server and with its own token.
import { GlobusNetworkError, createError } from "../core/errors.js";
import { Uncloneable } from "../core/handles.js";
import { MAX_TIMER_MS, CALL_OPTION_NAMES, createJobError, argumentError, readObject, secretsOf, readText, timeoutOf, readUuid } from "./internal.js";
import { cancelStream, prepareUpload, watchBody } from "./bodies.js";
import { findMismatch, contentRange, formatRange, contentLength, readRange } from "./ranges.js";
import { scopes } from "./scopes.js";

/** @param {unknown} path */
function encodePath(path) {
  const text = readText("path", path);
  // A file may be named so; Transfer refuses it as well.
  if (/\p{Cc}/u.test(text)) throw argumentError("path", "must not hold control characters");
  const segments = text.replace(/^\/+/, "").split("/");
  // `fetch` would resolve them; encoded once more, a server might.
  if (segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw argumentError("path", 'must not have "." or ".." in it, encoded or not');
  }
  try {
    return `/${segments.map(encodeURIComponent).join("/")}`;
  } catch (cause) {
    throw argumentError("path", "must be well-formed text", cause);
  }
}

/** @param {unknown} path Of a file that is to be written. */
function encodeFilePath(path) {
  const encodedPath = encodePath(path);
  if (encodedPath.endsWith("/")) throw argumentError("path", "must name a file");
  return encodedPath;
}

/**
 * The options of a call, with all headers that are sent.
 *
 * @param {unknown} given @param {string[]} [moreNames] What else it may have.
 * @returns {{ headers: Headers, signal?: AbortSignal, timeout?: number, retries?: number, range?: unknown }}
 */
function readOptions(given, moreNames = []) {
  const options = readObject("options", given);
  const known = [...CALL_OPTION_NAMES, ...moreNames];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw argumentError(`options.${unknown}`, `is not an option; there are ${known.join(", ")}`);
  }
  const headers = readHeaders(options.headers);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  // Without it the server sends whom it does not let in to a page to log in, instead of saying 401.
  if (!headers.has("x-requested-with")) headers.set("x-requested-with", "XMLHttpRequest");
  return { ...options, headers };
}

/** @param {any} given */
function readHeaders(given) {
  /** @type {Headers} */
  let headers;
  try {
    headers = new Headers(given ?? {});
  } catch (error) {
    throw argumentError("options.headers", "are no headers", error);
  }
  headers.forEach((value, name) => {
    if (/[^\t -~]/.test(value)) throw argumentError(`options.headers.${name}`, "is not a header that HTTP allows");
  });
  return headers;
}

/** @param {Headers} given @param {string} range */
function addRange(given, range) {
  const headers = new Headers(given);
  headers.set("range", range);
  return headers;
}

/** Where the servers of collections are, by the id of each: known to an account from its first request on. @type {WeakMap<object, Map<string, string>>} */
const serversByAccount = new WeakMap();
/** How many an account remembers. */
const MAX_SERVERS = 1000;
/** How often a file's length is asked for while it goes on changing. */
const MAX_LENGTH_READS = 3;

/** @typedef {{ to: string, options: ReturnType<typeof readOptions> }} Call */

/** @param {any} error */
const isFileNotFound = (error) => error?.code === "not_found" && error.service !== "transfer";

export class CollectionClient extends Uncloneable {
  /** @type {any} */ #account;
  /** @type {string} */ #id;

  /** @param {any} account @param {unknown} id */
  constructor(account, id) {
    super();
    this.#account = account;
    // It becomes part of a scope.
    this.#id = readUuid("collectionId", id);
  }

  /** @param {unknown} path @param {unknown} [callOptions] */
  async get(path, callOptions) {
    const { range, ...options } = readOptions(callOptions, ["range"]);
    const requestedRange = readRange(range, options.headers);
    const call = { to: encodePath(path), options };
    const response = await (requestedRange && "last" in requestedRange ? this.#getLast(call, requestedRange.last) : this.#getPart(call, requestedRange));
    const timeoutMs = options.timeout ?? timeoutOf(this.#account);
    const what = `${call.to} of the collection ${this.#id}`;
    return watchBody(response, { timeoutMs, signal: options.signal, subject: what, secrets: () => secretsOf(this.#account) });
  }

  /** @param {unknown} path @param {unknown} [callOptions] */
  async head(path, callOptions) {
    return this.#head({ to: encodePath(path), options: readOptions(callOptions) });
  }

  /** @param {unknown} path @param {any} source @param {unknown} [callOptions] */
  async put(path, source, callOptions) {
    const encodedPath = encodeFilePath(path);
    const options = readOptions(callOptions);
    const { body, failure, drop } = prepareUpload(source);
    try {
      // A body may take hours.
      const response = await this.#send("PUT", { to: encodedPath, options }, { timeout: options.timeout ?? MAX_TIMER_MS, body });
      cancelStream(response.body);
    } catch (error) {
      drop();
      // What ends the call may have ended the body as well.
      throw options.signal?.aborted ? error : (failure() ?? error);
    }
  }

  /** @param {unknown} path @param {unknown} [callOptions] */
  async delete(path, callOptions) {
    const response = await this.#send("DELETE", { to: encodeFilePath(path), options: readOptions(callOptions) });
    cancelStream(response.body);
  }

  /**
   * A file, or a part that is counted from its beginning.
   *
   * @param {Call} call @param {import("./ranges.js").Part | { several: string }} [part]
   */
  async #getPart({ to, options }, part) {
    const headers = part ? addRange(options.headers, formatRange(part)) : options.headers;
    const response = await this.#send("GET", { to, options: { ...options, headers } });
    const problem = findMismatch(response, part, headers);
    if (problem === undefined) return response;
    cancelStream(response.body);
    throw this.#invalidResponse(problem, response.status);
  }

  /**
   * The last bytes of a file. How long it is has to be known first, and may change meanwhile.
   *
   * @param {Call} call @param {number} last @returns {Promise<Response>}
   */
  async #getLast(call, last) {
    for (let attempt = 0; attempt < MAX_LENGTH_READS; attempt += 1) {
      const size = await this.#readLength(call);
      if (typeof size !== "number") return size;
      const part = size > 0 ? { start: Math.max(0, size - last), end: size - 1 } : undefined;
      const response = await this.#getPart(call, part).catch((error) => {
        if (error?.status !== 416) throw error;
      });
      const received = response && contentRange(response.headers);
      const end = received ? received.end + 1 : size;
      const isSame = part ? end === size && (received?.total ?? size) === size : (contentLength(response.headers) ?? 0) === 0;
      if (response && isSame) return response;
      cancelStream(response?.body);
    }
    throw this.#invalidResponse("gave the file another length each time it was asked", undefined, true);
  }

  /**
   * The length of a file; or an answer to what was asked on a condition.
   *
   * @param {Call} call @returns {Promise<number | Response>}
   */
  async #readLength(call) {
    const head = await this.#head(call).catch((error) => {
      // There may be no such method.
      if (error?.status !== 405 && error?.status !== 501) throw error;
    });
    const answer = head && (head.status < 300 ? contentLength(head.headers) : head);
    if (answer !== undefined) return answer;
    const response = await this.#getPart(call, { start: 0 }).catch((error) => {
      // What has no first byte is empty.
      if (error?.status !== 416) throw error;
    });
    if (!response) return 0;
    if (response.status >= 300) return response;
    cancelStream(response.body);
    const length = contentRange(response.headers)?.total ?? contentLength(response.headers);
    if (length === undefined) throw this.#invalidResponse("does not say how long the file is", response.status);
    return length;
  }

  /** @param {Call} call @returns {Promise<Response>} */
  async #head(call) {
    try {
      return await this.#send("HEAD", call);
    } catch (error) {
      if (!isFileNotFound(error)) throw error;
      await this.#verifyMissing(call);
    }
    // It is there.
    return this.#send("HEAD", call).catch((error) => {
      throw isFileNotFound(error) ? this.#invalidResponse("has the file, and says the opposite when asked for its headers", 404, true) : error;
    });
  }

  /**
   * Asks for a byte of a file that is missing by a HEAD's word: an answer without a body. What a GET is refused with says
   * whether it is, or whether the server ails.
   *
   * @param {Call} call
   */
  async #verifyMissing({ to, options }) {
    const headers = addRange(options.headers, "bytes=0-0");
    try {
      cancelStream((await this.#send("GET", { to, options: { ...options, headers } })).body);
    } catch (error) {
      // An empty file has no first byte.
      if (/** @type {any} */ (error)?.status !== 416) throw error;
    }
  }

  /** The error for an answer that is not what was asked for. @param {string} problem @param {number} [status] @param {boolean} [retryable] */
  #invalidResponse(problem, status, retryable = false) {
    const message = `the server of the collection ${this.#id} ${problem}`;
    return createError("GlobusApiError", message, { code: "invalid_response", service: "collection", status, retryable });
  }

  /**
   * The error where a condition of the caller's does not hold: nobody shall take what came for the file, or nothing for done.
   *
   * @param {number} status @param {string} method @param {string} url
   */
  #preconditionError(status, method, url) {
    const message = `the server of the collection ${this.#id} answered ${status}: a condition of the request does not hold`;
    return createJobError(this.#account, "precondition_failed", message, { service: "collection", status, method, url });
  }

  /** @param {string} method @param {Call} call @param {object} [more] @returns {Promise<Response>} */
  async #send(method, { to, options }, more) {
    const servers = this.#servers;
    const baseUrl = servers.get(this.#id) ?? (await this.#findServer(options));
    if (servers.size >= MAX_SERVERS) servers.clear();
    servers.set(this.#id, baseUrl);
    const target = scopes.collection(this.#id).https;
    try {
      const request = { ...options, ...more, baseUrl, path: to, method, target, raw: true };
      const response = await this.#account.request(request);
      if (response.status < 300 || (response.status === 304 && (method === "GET" || method === "HEAD"))) return response;
      cancelStream(response.body);
      throw this.#preconditionError(response.status, method, baseUrl + to);
    } catch (error) {
      const isBadAddress = /** @type {any} */ (error)?.field === "baseUrl";
      // It may have moved: the next call asks again.
      if (isBadAddress || error instanceof GlobusNetworkError) servers.delete(this.#id);
      throw isBadAddress ? this.#invalidDocument("an address for its files that no token may be sent to: it has to be https") : error;
    }
  }

  /** Where servers are known to be. @returns {Map<string, string>} */
  get #servers() {
    const servers = serversByAccount.get(this.#account) ?? new Map();
    serversByAccount.set(this.#account, servers);
    return servers;
  }

  /** Asks where the collection's server is. @param {any} options @returns {Promise<string>} */
  async #findServer({ signal, timeout, retries }) {
    const reply = await this.#account.transfer.getEndpoint(this.#id, undefined, { signal, timeout, retries });
    const server = reply?.https_server;
    if (typeof server === "string" && server !== "") return server;
    if (server !== null && server !== "") throw this.#invalidDocument("no word on where its files are");
    const message = "the collection gives no access to its files over HTTPS";
    throw createJobError(this.#account, "not_found", message, { service: "transfer" }, { what: this.#id, call: "https" });
  }

  /** The error for a document of Transfer's that does not do. @param {string} problem */
  #invalidDocument(problem) {
    const message = `Transfer gives, for the collection ${this.#id}, ${problem}`;
    return createJobError(this.#account, "invalid_response", message, { service: "transfer" }, { what: this.#id });
  }
}
