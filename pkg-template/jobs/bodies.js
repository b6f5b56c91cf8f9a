// @ts-check
// The bodies of files: checks and adapts those that are sent, and limits the reads of those that arrive.
import { makePresentable, reasonOf, tagOf } from "../core/causes.js";
import { GlobusConfigError, createError } from "../core/errors.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, argumentError } from "./internal.js";

/** Whether a value is memory that no other thread can change. @param {any} value */
const isBytes = (value) => tagOf(ArrayBuffer.isView(value) ? value.buffer : value) === "ArrayBuffer";

/** @param {any} part @returns {Uint8Array} */
function toBytes(part) {
  if (typeof part === "string") return new TextEncoder().encode(part);
  if (!isBytes(part)) throw argumentError("body", "must yield bytes or text");
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
}

/**
 * The source of a stream that sends an async iterable: a stream of Node, a generator.
 *
 * @implements {UnderlyingDefaultSource<Uint8Array>}
 */
class IterableSource {
  /** The error of the caller's iterable, if it failed. @type {{ reason: unknown } | undefined} */ failure;
  /** @type {any} */ #iterable;
  /** @type {AsyncIterator<unknown> | undefined} */ #iterator;
  #isCancelled = false;

  /** @param {any} iterable */
  constructor(iterable) {
    this.#iterable = iterable;
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    try {
      this.#iterator ??= /** @type {AsyncIterator<unknown>} */ (this.#iterable[Symbol.asyncIterator]());
      for (;;) {
        const { done, value } = await this.#iterator.next();
        if (done) return controller.close();
        const bytes = toBytes(value);
        if (bytes.length > 0) return controller.enqueue(bytes);
      }
    } catch (reason) {
      // An error after `cancel` is a result of it, not a failure.
      if (!this.#isCancelled) this.failure = { reason };
      throw reason;
    }
  }

  async cancel() {
    this.#isCancelled = true;
    // Streams of Node: `return` of their iterator would wait for the pending read.
    this.#iterable.destroy?.();
    await this.#iterator?.return?.();
  }
}

/**
 * @typedef {object} Upload
 * @property {any} body The body for `fetch`.
 * @property {() => Error | undefined} failure Returns the error of the caller's stream, if it failed.
 * @property {() => void} cancel Ends the caller's stream.
 */

/** Checks a body, and adapts it for `fetch`. @param {any} body @returns {Upload} */
export function prepareUpload(body) {
  if (body === undefined || body === null) throw argumentError("body", "is required");
  try {
    if (isSentByFetch(body)) return { body, failure: () => undefined, cancel() {} };
    if (typeof body !== "string" && typeof body[Symbol.asyncIterator] === "function") return uploadIterable(body);
  } catch (cause) {
    throw bodyError(cause, "cannot be read");
  }
  throw argumentError("body", "must be text, bytes, a Blob or a stream");
}

/** Returns the error for a body that threw. @param {any} thrown @param {string} problem */
const bodyError = (thrown, problem) => (thrown instanceof GlobusConfigError ? thrown : argumentError("body", problem, thrown));

/** Whether `fetch` sends a body unchanged. @param {any} body */
function isSentByFetch(body) {
  if (typeof body.getReader !== "function") {
    return typeof body === "string" || isBytes(body) || ["Blob", "File", "URLSearchParams"].includes(tagOf(body));
  }
  if (body.locked) throw argumentError("body", "is a locked stream");
  return true;
}

/** Adapts an async iterable. @param {any} iterable @returns {Upload} */
function uploadIterable(iterable) {
  if (iterable.readableEnded || iterable.destroyed) throw argumentError("body", "is a stream that has ended");
  const source = new IterableSource(iterable);
  const body = new ReadableStream(source, { highWaterMark: 0 });
  const readFailure = () => source.failure && bodyError(source.failure.reason, "could not be read");
  return { body, failure: readFailure, cancel: () => cancelStream(body) };
}

/** Ends a stream that is not read any more. @param {ReadableStream | null | undefined} stream */
export function cancelStream(stream) {
  try {
    stream?.cancel().catch(() => {});
  } catch {
    // The body of a mock of `fetch` can throw; there is nothing to do then.
  }
}

/**
 * The source of a stream that passes the bytes of a response on when they are read. It ends with an error if a read
 * times out.
 *
 * @implements {UnderlyingDefaultSource<Uint8Array>}
 */
class WatchedSource {
  /** @type {ReadableStreamDefaultReader<Uint8Array>} */ #reader;
  /** @type {Watch} */ #watch;

  /** @param {Response} response @param {ReadableStream<Uint8Array>} body @param {Watch} watch */
  constructor(response, body, watch) {
    // A reference to the response: after it is garbage-collected, an abort would not reach its body (`forwardAbort`).
    this.response = response;
    /** What ended the body early, if anything did. @type {{ reason: unknown } | undefined} */
    this.failure = undefined;
    this.#reader = body.getReader();
    this.#watch = watch;
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    try {
      const { done, value } = await this.#readInTime();
      if (done) controller.close();
      else controller.enqueue(value);
    } catch (reason) {
      this.failure = { reason };
      this.#reader.cancel(reason).catch(() => {});
      throw reason;
    }
  }

  /** @param {unknown} reason */
  cancel(reason) {
    return this.#reader.cancel(reason);
  }

  /** @returns {Promise<ReadableStreamReadResult<Uint8Array>>} */
  #readInTime() {
    const { timeoutMs, signal, subject, secrets } = this.#watch;
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => settle(reject, signal?.reason);
      const onTimeout = () => settle(reject, stallError(subject, timeoutMs));
      const timer = timeoutMs <= MAX_TIMER_MS ? setTimeout(onTimeout, timeoutMs) : undefined;
      if (signal) listen(signal, onAbort);
      const settle = (/** @type {(value: any) => void} */ end, /** @type {any} */ value) => {
        clearTimeout(timer);
        if (signal) unlisten(signal, onAbort);
        end(value);
      };
      this.#reader.read().then(
        (part) => settle(resolve, part),
        (error) => settle(reject, signal?.aborted ? signal.reason : connectionError(subject, error, secrets())),
      );
    });
  }
}

/**
 * @typedef {object} Watch
 * @property {number} timeoutMs ms per read.
 * @property {AbortSignal} [signal] Ends the read.
 * @property {string} subject What is read, for messages.
 * @property {() => string[]} secrets Returns the secrets to remove from messages.
 */

/** @param {string} subject @param {number} timeoutMs */
const stallError = (subject, timeoutMs) =>
  createError("GlobusTimeoutError", `no byte of ${subject} arrived in ${timeoutMs} ms`, {
    code: "timeout",
    service: "collection",
    retryable: true,
  });

/** @param {string} subject @param {unknown} thrown @param {string[]} secrets */
function connectionError(subject, thrown, secrets) {
  const cause = makePresentable(thrown, secrets);
  const reason = reasonOf(cause);
  const message = `the connection broke while reading ${subject}${reason && `: ${reason}`}`;
  return createError("GlobusNetworkError", message, { code: "network_error", service: "collection", retryable: true, cause });
}

/**
 * Returns a response with a timeout for each read of its body. The time between reads does not count, so the reader may
 * be slow.
 *
 * @param {Response} response @param {Watch} watch
 */
export function watchBody(response, watch) {
  const { body, status, statusText, headers, url } = response;
  // The responses of some mocks of `fetch` have no stream.
  if (typeof body?.getReader !== "function") return response;
  const source = new WatchedSource(response, body, watch);
  const stream = new ReadableStream(source, { highWaterMark: 0 });
  return completeResponse(new Response(stream, { status, statusText, headers }), url, source);
}

const BODY_READERS = /** @type {const} */ (["arrayBuffer", "blob", "bytes", "formData", "json", "text"]);

/**
 * Completes a response that was made with `new Response`. Sets `url`, which only `fetch` can set otherwise. Its readers
 * reject with the error that ended the body: Chromium's would reject with "Failed to fetch".
 *
 * @param {Response} response @param {string} url @param {WatchedSource} source @returns {Response}
 */
function completeResponse(response, url, source) {
  const define = (/** @type {string} */ name, /** @type {any} */ value) =>
    Object.defineProperty(response, name, { value, configurable: true });
  define("url", url);
  define("clone", () => completeResponse(Response.prototype.clone.call(response), url, source));
  for (const name of BODY_READERS) {
    // Some engines do not have all of these methods.
    const read = /** @type {(() => Promise<any>) | undefined} */ (Response.prototype[name]);
    if (!read) continue;
    define(name, () =>
      read.call(response).catch((error) => {
        throw source.failure ? source.failure.reason : error;
      }),
    );
  }
  return response;
}
