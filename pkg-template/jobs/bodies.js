// @ts-check
// The bytes of files on their way: what may be sent, and a watch over what arrives.
import { presentable, reasonOf, tagOf } from "../core/causes.js";
import { GlobusConfigError, createError } from "../core/errors.js";
import { listen, unlisten } from "../core/signals.js";
import { LONGEST, invalid } from "./account-of.js";

/** @param {any} value Whether it is memory that no other thread can change. */
const isBytes = (value) => tagOf(ArrayBuffer.isView(value) ? value.buffer : value) === "ArrayBuffer";

/** @param {any} part @returns {Uint8Array} */
function bytesOf(part) {
  if (typeof part === "string") return new TextEncoder().encode(part);
  if (!isBytes(part)) throw invalid("body", "must give bytes or text");
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
}

/** What sends whatever can be iterated: streams of Node, generators. @implements {UnderlyingDefaultSource<Uint8Array>} */
class Sending {
  /** What the caller's own stream has failed of. @type {{ reason: unknown } | undefined} */ failed;
  /** @type {any} */ #iterable;
  /** @type {AsyncIterator<unknown> | undefined} */ #iterator;
  #isOver = false;

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
        const bytes = bytesOf(value);
        if (bytes.length > 0) return controller.enqueue(bytes);
      }
    } catch (reason) {
      // What comes of being ended is no failure.
      if (!this.#isOver) this.failed = { reason };
      throw reason;
    }
  }

  async cancel() {
    this.#isOver = true;
    // Node's own way out; its iterator knows none while it waits.
    this.#iterable.destroy?.();
    await this.#iterator?.return?.();
  }
}

/** What may become of a body that is sent. @typedef {{ body: any, failure: () => Error | undefined, drop: () => void }} Upload */

/** What is to be sent for a body. @param {any} body @returns {Upload} */
export function uploadOf(body) {
  if (body === undefined || body === null) throw invalid("body", "is required");
  try {
    if (isSent(body)) return { body, failure: () => undefined, drop() {} };
    if (typeof body !== "string" && typeof body[Symbol.asyncIterator] === "function") return iterated(body);
  } catch (cause) {
    throw ours(cause, "cannot be read");
  }
  throw invalid("body", "must be text, bytes, a Blob or a stream");
}

/** What to say of a body that has thrown. @param {any} thrown @param {string} problem */
const ours = (thrown, problem) => (thrown instanceof GlobusConfigError ? thrown : invalid("body", problem, thrown));

/** Whether `fetch` takes it as it is. @param {any} body */
function isSent(body) {
  if (typeof body.getReader !== "function") {
    return typeof body === "string" || isBytes(body) || ["Blob", "File", "URLSearchParams"].includes(tagOf(body));
  }
  if (body.locked) throw invalid("body", "is a stream that somebody else reads");
  return true;
}

/** @param {any} iterable @returns {Upload} */
function iterated(iterable) {
  if (iterable.readableEnded || iterable.destroyed) throw invalid("body", "is a stream that has ended");
  const source = new Sending(iterable);
  const body = new ReadableStream(source, { highWaterMark: 0 });
  const failure = () => source.failed && ours(source.failed.reason, "could not be read");
  return { body, failure, drop: () => cancel(body) };
}

/** Ends a stream that nobody waits for. @param {ReadableStream | null | undefined} stream */
export function cancel(stream) {
  try {
    stream?.cancel().catch(() => {});
  } catch {
    // A stand-in's; it has no more to say.
  }
}

/** What hands on the bytes of a response as they are asked for, and ends when none comes. @implements {UnderlyingDefaultSource<Uint8Array>} */
class Arriving {
  /** @type {ReadableStreamDefaultReader<Uint8Array>} */ #reader;
  /** @type {Watch} */ #watch;

  /** @param {Response} response @param {ReadableStream<Uint8Array>} body @param {Watch} watch */
  constructor(response, body, watch) {
    // Kept: without it an abort would no longer find the way to its body.
    this.response = response;
    /** What has ended it, if anything did. @type {{ reason: unknown } | undefined} */
    this.ended = undefined;
    this.#reader = body.getReader();
    this.#watch = watch;
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    try {
      const { done, value } = await this.#next();
      if (done) controller.close();
      else controller.enqueue(value);
    } catch (reason) {
      this.ended = { reason };
      this.#reader.cancel(reason).catch(() => {});
      throw reason;
    }
  }

  /** @param {unknown} reason */
  cancel(reason) {
    return this.#reader.cancel(reason);
  }

  /** @returns {Promise<ReadableStreamReadResult<Uint8Array>>} */
  #next() {
    const { limit, signal, what, secrets } = this.#watch;
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const aborted = () => settle(reject, signal?.reason);
      const late = () => settle(reject, stalled(what, limit));
      const timer = limit <= LONGEST ? setTimeout(late, limit) : undefined;
      if (signal) listen(signal, aborted);
      const settle = (/** @type {(value: any) => void} */ end, /** @type {any} */ value) => {
        clearTimeout(timer);
        if (signal) unlisten(signal, aborted);
        end(value);
      };
      this.#reader.read().then(
        (part) => settle(resolve, part),
        (error) => settle(reject, signal?.aborted ? signal.reason : broken(what, error, secrets())),
      );
    });
  }
}

/** How long a read may take, ms, what ends it, what is read, and what must not be shown. @typedef {{ limit: number, signal?: AbortSignal, what: string, secrets: () => string[] }} Watch */

/** @param {string} what @param {number} limit */
const stalled = (what, limit) =>
  createError("GlobusTimeoutError", `no byte of ${what} in ${limit} ms`, { code: "timeout", service: "collection", retryable: true });

/** @param {string} what @param {unknown} thrown @param {string[]} secrets */
function broken(what, thrown, secrets) {
  const cause = presentable(thrown, secrets);
  const reason = reasonOf(cause);
  const message = `the connection broke while ${what} was read${reason && `: ${reason}`}`;
  return createError("GlobusNetworkError", message, { code: "network_error", service: "collection", retryable: true, cause });
}

/**
 * A response whose body is watched while somebody waits for it. A slow reader is not hurried: no time counts between reads.
 *
 * @param {Response} response @param {Watch} watch
 */
export function watched(response, watch) {
  const { body, status, statusText, headers, url } = response;
  // Some stand-ins for `fetch` have no streams.
  if (typeof body?.getReader !== "function") return response;
  const source = new Arriving(response, body, watch);
  const stream = new ReadableStream(source, { highWaterMark: 0 });
  return dressed(new Response(stream, { status, statusText, headers }), url, source);
}

const READERS = /** @type {const} */ (["arrayBuffer", "blob", "bytes", "formData", "json", "text"]);

/**
 * A response that knows where it comes from, which none but `fetch` can tell one, and that says what ended its body:
 * Chromium's would say "Failed to fetch".
 *
 * @param {Response} response @param {string} url @param {Arriving} source @returns {Response}
 */
function dressed(response, url, source) {
  const define = (/** @type {string} */ name, /** @type {any} */ value) =>
    Object.defineProperty(response, name, { value, configurable: true });
  define("url", url);
  define("clone", () => dressed(Response.prototype.clone.call(response), url, source));
  for (const name of READERS) {
    // Of some engines the prototype has not all.
    const read = /** @type {(() => Promise<any>) | undefined} */ (Response.prototype[name]);
    if (!read) continue;
    define(name, () =>
      read.call(response).catch((error) => {
        throw source.ended ? source.ended.reason : error;
      }),
    );
  }
  return response;
}
