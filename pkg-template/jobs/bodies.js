// @ts-check
// The bytes of files on their way: what may be sent, and a watch over what arrives.
import { presentable, reasonOf, tagOf } from "../core/causes.js";
import { GlobusConfigError, createError } from "../core/errors.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, argumentError } from "./internal.js";

/** @param {any} value Whether it is memory that no other thread can change. */
const isBytes = (value) => tagOf(ArrayBuffer.isView(value) ? value.buffer : value) === "ArrayBuffer";

/** @param {any} part @returns {Uint8Array} */
function toBytes(part) {
  if (typeof part === "string") return new TextEncoder().encode(part);
  if (!isBytes(part)) throw argumentError("body", "must give bytes or text");
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
}

/** What sends whatever can be iterated: streams of Node, generators. @implements {UnderlyingDefaultSource<Uint8Array>} */
class IterableSource {
  /** What the caller's own stream has failed of. @type {{ reason: unknown } | undefined} */ failure;
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
      // What comes of being ended is no failure.
      if (!this.#isCancelled) this.failure = { reason };
      throw reason;
    }
  }

  async cancel() {
    this.#isCancelled = true;
    // Node's own way out; its iterator knows none while it waits.
    this.#iterable.destroy?.();
    await this.#iterator?.return?.();
  }
}

/** What may become of a body that is sent. @typedef {{ body: any, failure: () => Error | undefined, drop: () => void }} Upload */

/** What is to be sent for a body. @param {any} body @returns {Upload} */
export function prepareUpload(body) {
  if (body === undefined || body === null) throw argumentError("body", "is required");
  try {
    if (isSentByFetch(body)) return { body, failure: () => undefined, drop() {} };
    if (typeof body !== "string" && typeof body[Symbol.asyncIterator] === "function") return uploadIterable(body);
  } catch (cause) {
    throw bodyError(cause, "cannot be read");
  }
  throw argumentError("body", "must be text, bytes, a Blob or a stream");
}

/** What to say of a body that has thrown. @param {any} thrown @param {string} problem */
const bodyError = (thrown, problem) => (thrown instanceof GlobusConfigError ? thrown : argumentError("body", problem, thrown));

/** Whether `fetch` takes it as it is. @param {any} body */
function isSentByFetch(body) {
  if (typeof body.getReader !== "function") {
    return typeof body === "string" || isBytes(body) || ["Blob", "File", "URLSearchParams"].includes(tagOf(body));
  }
  if (body.locked) throw argumentError("body", "is a stream that somebody else reads");
  return true;
}

/** @param {any} iterable @returns {Upload} */
function uploadIterable(iterable) {
  if (iterable.readableEnded || iterable.destroyed) throw argumentError("body", "is a stream that has ended");
  const source = new IterableSource(iterable);
  const body = new ReadableStream(source, { highWaterMark: 0 });
  const readFailure = () => source.failure && bodyError(source.failure.reason, "could not be read");
  return { body, failure: readFailure, drop: () => cancelStream(body) };
}

/** Ends a stream that nobody waits for. @param {ReadableStream | null | undefined} stream */
export function cancelStream(stream) {
  try {
    stream?.cancel().catch(() => {});
  } catch {
    // A stand-in's; it has no more to say.
  }
}

/** What hands on the bytes of a response as they are asked for, and ends when none comes. @implements {UnderlyingDefaultSource<Uint8Array>} */
class WatchedSource {
  /** @type {ReadableStreamDefaultReader<Uint8Array>} */ #reader;
  /** @type {Watch} */ #watch;

  /** @param {Response} response @param {ReadableStream<Uint8Array>} body @param {Watch} watch */
  constructor(response, body, watch) {
    // Kept: without it an abort would no longer find the way to its body.
    this.response = response;
    /** What has ended it, if anything did. @type {{ reason: unknown } | undefined} */
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
    const { timeoutMs: limit, signal, subject: what, secrets } = this.#watch;
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => settle(reject, signal?.reason);
      const onTimeout = () => settle(reject, stallError(what, limit));
      const timer = limit <= MAX_TIMER_MS ? setTimeout(onTimeout, limit) : undefined;
      if (signal) listen(signal, onAbort);
      const settle = (/** @type {(value: any) => void} */ end, /** @type {any} */ value) => {
        clearTimeout(timer);
        if (signal) unlisten(signal, onAbort);
        end(value);
      };
      this.#reader.read().then(
        (part) => settle(resolve, part),
        (error) => settle(reject, signal?.aborted ? signal.reason : connectionError(what, error, secrets())),
      );
    });
  }
}

/** How long a read may take, ms, what ends it, what is read, and what must not be shown. @typedef {{ timeoutMs: number, signal?: AbortSignal, subject: string, secrets: () => string[] }} Watch */

/** @param {string} subject @param {number} timeoutMs */
const stallError = (subject, timeoutMs) =>
  createError("GlobusTimeoutError", `no byte of ${subject} in ${timeoutMs} ms`, { code: "timeout", service: "collection", retryable: true });

/** @param {string} subject @param {unknown} thrown @param {string[]} secrets */
function connectionError(subject, thrown, secrets) {
  const cause = presentable(thrown, secrets);
  const reason = reasonOf(cause);
  const message = `the connection broke while ${subject} was read${reason && `: ${reason}`}`;
  return createError("GlobusNetworkError", message, { code: "network_error", service: "collection", retryable: true, cause });
}

/**
 * A response whose body is watched while somebody waits for it. A slow reader is not hurried: no time counts between reads.
 *
 * @param {Response} response @param {Watch} watch
 */
export function watchBody(response, watch) {
  const { body, status, statusText, headers, url } = response;
  // Some stand-ins for `fetch` have no streams.
  if (typeof body?.getReader !== "function") return response;
  const source = new WatchedSource(response, body, watch);
  const stream = new ReadableStream(source, { highWaterMark: 0 });
  return completeResponse(new Response(stream, { status, statusText, headers }), url, source);
}

const BODY_READERS = /** @type {const} */ (["arrayBuffer", "blob", "bytes", "formData", "json", "text"]);

/**
 * A response that knows where it comes from, which none but `fetch` can tell one, and that says what ended its body:
 * Chromium's would say "Failed to fetch".
 *
 * @param {Response} response @param {string} url @param {WatchedSource} source @returns {Response}
 */
function completeResponse(response, url, source) {
  const define = (/** @type {string} */ name, /** @type {any} */ value) =>
    Object.defineProperty(response, name, { value, configurable: true });
  define("url", url);
  define("clone", () => completeResponse(Response.prototype.clone.call(response), url, source));
  for (const name of BODY_READERS) {
    // Of some engines the prototype has not all.
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
