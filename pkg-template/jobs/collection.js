// @ts-check
// The files of a collection over HTTPS: streams from and to the collection's server, with the collection's own token.
import { GlobusNetworkError, createError } from "../core/errors.js";
import { Uncloneable } from "../core/handles.js";
import {
  CALL_OPTION_NAMES,
  MAX_TIMER_MS,
  argumentError,
  createJobError,
  readObject,
  readText,
  readUuid,
  secretsOf,
  timeoutOf,
} from "./internal.js";
import { cancelStream, prepareUpload, watchBody } from "./bodies.js";
import { contentLength, contentRange, findMismatch, formatRange, readRange } from "./ranges.js";
import { scopes } from "./scopes.js";

/** Checks and encodes a path. @param {unknown} path */
function encodePath(path) {
  const text = readText("path", path);
  // File systems allow control characters in names, but Transfer rejects them too.
  if (/\p{Cc}/u.test(text)) throw argumentError("path", "must not contain control characters");
  const segments = text.replace(/^\/+/, "").split("/");
  // `fetch` would resolve these segments. A server might resolve the encoded ones.
  if (segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw argumentError("path", 'must not contain the segments "." or "..", encoded or not');
  }
  try {
    return `/${segments.map(encodeURIComponent).join("/")}`;
  } catch (cause) {
    throw argumentError("path", "must be well-formed text", cause);
  }
}

/** Checks and encodes the path of a file that is written or deleted. @param {unknown} path */
function encodeFilePath(path) {
  const encodedPath = encodePath(path);
  if (encodedPath.endsWith("/")) throw argumentError("path", "must name a file");
  return encodedPath;
}

/**
 * Reads the options of a call, and adds the headers that are always sent.
 *
 * @param {unknown} given @param {string[]} [moreNames] Names of further options of this call.
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
  // Without it, the server redirects requests without access to a login page, instead of answering 401.
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
    throw argumentError("options.headers", "must be a Headers object, a plain object or a list of [name, value]", error);
  }
  headers.forEach((value, name) => {
    if (/[^\t -~]/.test(value)) throw argumentError(`options.headers.${name}`, "must contain only printable ASCII characters");
  });
  return headers;
}

/** @param {Headers} given @param {string} range */
function addRange(given, range) {
  const headers = new Headers(given);
  headers.set("range", range);
  return headers;
}

/** The base URLs of collection servers, by account and collection id. @type {WeakMap<object, Map<string, string>>} */
const serversByAccount = new WeakMap();
/** Most URLs that are remembered per account. With more, all are forgotten. */
const MAX_SERVERS = 1000;
/** How often the length of a file is requested if it changes in between. */
const MAX_LENGTH_READS = 3;

/** @typedef {{ to: string, options: ReturnType<typeof readOptions> }} Call `to` is the encoded path. */

/** Whether the server reports that the file does not exist. @param {any} error */
const isFileNotFound = (error) => error?.code === "not_found" && error.service !== "transfer";

export class CollectionClient extends Uncloneable {
  /** @type {any} */ #account;
  /** @type {string} */ #id;

  /** @param {any} account @param {unknown} id */
  constructor(account, id) {
    super();
    this.#account = account;
    // Must be a UUID, because it becomes part of a scope.
    this.#id = readUuid("collectionId", id);
  }

  /** @param {unknown} path @param {unknown} [callOptions] */
  async get(path, callOptions) {
    const { range, ...options } = readOptions(callOptions, ["range"]);
    const requestedRange = readRange(range, options.headers);
    const call = { to: encodePath(path), options };
    const response = await (requestedRange && "last" in requestedRange
      ? this.#getLast(call, requestedRange.last)
      : this.#getPart(call, requestedRange));
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
    const { body, failure, cancel } = prepareUpload(source);
    try {
      // No timeout by default, because an upload can last hours.
      const response = await this.#send("PUT", { to: encodedPath, options }, { timeout: options.timeout ?? MAX_TIMER_MS, body });
      cancelStream(response.body);
    } catch (error) {
      cancel();
      // An abort of the call can also make the body fail; the abort counts.
      throw options.signal?.aborted ? error : (failure() ?? error);
    }
  }

  /** @param {unknown} path @param {unknown} [callOptions] */
  async delete(path, callOptions) {
    const response = await this.#send("DELETE", { to: encodeFilePath(path), options: readOptions(callOptions) });
    cancelStream(response.body);
  }

  /**
   * Gets a file, or a range that is counted from its beginning.
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
   * Gets the last bytes of a file. First it requests the length of the file, which can change before the second
   * request.
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
    throw this.#invalidResponse("sent another length of the file each time", undefined, true);
  }

  /**
   * Returns the length of a file; or the response to a conditional request, such as 304.
   *
   * @param {Call} call @returns {Promise<number | Response>}
   */
  async #readLength(call) {
    const head = await this.#head(call).catch((error) => {
      // The server may not support HEAD.
      if (error?.status !== 405 && error?.status !== 501) throw error;
    });
    const answer = head && (head.status < 300 ? contentLength(head.headers) : head);
    if (answer !== undefined) return answer;
    const response = await this.#getPart(call, { start: 0 }).catch((error) => {
      // A file without a first byte is empty.
      if (error?.status !== 416) throw error;
    });
    if (!response) return 0;
    if (response.status >= 300) return response;
    cancelStream(response.body);
    const length = contentRange(response.headers)?.total ?? contentLength(response.headers);
    if (length === undefined) throw this.#invalidResponse("did not send the length of the file", response.status);
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
    // The file exists.
    return this.#send("HEAD", call).catch((error) => {
      throw isFileNotFound(error) ? this.#invalidResponse("answered 404 to HEAD, but has the file", 404, true) : error;
    });
  }

  /**
   * Requests the first byte of a file, after HEAD got a 404. The 404 of HEAD has no body; the body of a refused GET
   * tells a missing file from a server in trouble. Resolves if the file exists.
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

  /**
   * Returns the error for a response that does not match the request.
   *
   * @param {string} problem @param {number} [status] @param {boolean} [retryable]
   */
  #invalidResponse(problem, status, retryable = false) {
    const message = `the server of the collection ${this.#id} ${problem}`;
    return createError("GlobusApiError", message, { code: "invalid_response", service: "collection", status, retryable });
  }

  /**
   * Returns the error for a condition of the request that is not met. Without an error, a caller could take the
   * response for the file, or the write for done.
   *
   * @param {number} status @param {string} method @param {string} url
   */
  #preconditionError(status, method, url) {
    const message = `the server of the collection ${this.#id} answered ${status}: a condition of the request is not met`;
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
      // The server may have moved: the next call requests its URL again.
      if (isBadAddress || error instanceof GlobusNetworkError) servers.delete(this.#id);
      throw isBadAddress ? this.#invalidDocument("a server URL that is not https") : error;
    }
  }

  /** The base URLs that this account remembers. @returns {Map<string, string>} */
  get #servers() {
    const servers = serversByAccount.get(this.#account) ?? new Map();
    serversByAccount.set(this.#account, servers);
    return servers;
  }

  /** Requests the base URL of the collection's server from Transfer. @param {any} options @returns {Promise<string>} */
  async #findServer({ signal, timeout, retries }) {
    const reply = await this.#account.transfer.getEndpoint(this.#id, undefined, { signal, timeout, retries });
    const server = reply?.https_server;
    if (typeof server === "string" && server !== "") return server;
    if (server !== null && server !== "") throw this.#invalidDocument("no server URL (https_server)");
    const message = "the collection has no access over HTTPS (enable_https)";
    throw createJobError(this.#account, "not_found", message, { service: "transfer" }, { what: this.#id, call: "https" });
  }

  /** Returns the error for an invalid document of Transfer. @param {string} problem */
  #invalidDocument(problem) {
    const message = `Transfer's document of the collection ${this.#id} has ${problem}`;
    return createJobError(this.#account, "invalid_response", message, { service: "transfer" }, { what: this.#id });
  }
}
