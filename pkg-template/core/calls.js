// @ts-check
// The promises that callers get. Their errors have the caller's stack lines; the promise of a call also has
// `withResponse()`.
import { GlobusError } from "./errors.js";
import { Deferred } from "./promises.js";
import { placeAtWaiter } from "./stacks.js";

/**
 * A base class that returns the given promise from its constructor. A subclass thus adds private members to that
 * promise.
 */
class PromiseShell {
  /** @param {Promise<unknown>} promise @returns {any} */
  constructor(promise) {
    return promise;
  }
}

/** Marks a promise as done: its errors have the caller's stack lines already, or it cannot fail. */
class TracedPromise extends PromiseShell {
  /** @type {Pending | undefined} The call, if the promise belongs to one. */ #call;

  /** @param {Promise<unknown>} promise @param {Pending} [call] */
  constructor(promise, call) {
    super(promise);
    this.#call = call;
  }

  /** @param {Promise<unknown>} promise */
  static isTraced(promise) {
    return #call in promise;
  }

  /** @param {any} promise Of a call that succeeded. @returns {any} The call's response. */
  static responseOf(promise) {
    return promise.#call.response;
  }
}

/** Awaits a promise, and sets the stack of its error to this function's callers. @param {Promise<unknown>} promise */
async function withStack(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof GlobusError) placeAtWaiter(error, withStack);
    throw error;
  }
}

/**
 * Returns the result of a public method: a promise whose errors have the caller's lines; any other value unchanged.
 *
 * @param {unknown} value
 */
export const tracePromise = (value) =>
  value instanceof Promise && !TracedPromise.isTraced(value) ? new TracedPromise(withStack(value)) : value;

/** Returns a resolved promise that can be returned to many callers. @param {unknown} value */
export const resolvedPromise = (value) => new TracedPromise(Promise.resolve(value));

/** The prototype of a call's promise: `Promise.prototype` and `withResponse()`. */
const callPromise = Object.create(Promise.prototype, {
  withResponse: {
    /** @this {any} */
    async value() {
      return resultWithResponse(await this, TracedPromise.responseOf(this));
    },
  },
});

/** Returns the result of `withResponse()`. @param {any} data @param {any} response */
export const resultWithResponse = (data, response) => ({
  data,
  status: response.status,
  headers: response.headers,
  requestId: response.headers?.get?.("x-request-id") ?? data?.request_id,
});

/** A call in flight: its promise and the functions that settle it. */
export class Pending extends Deferred {
  /** @type {Response | undefined} */ response;

  constructor() {
    super();
    this.promise = Object.setPrototypeOf(new TracedPromise(withStack(this.promise), this), callPromise);
  }

  /** @param {unknown} data @param {Response} response */
  answer(data, response) {
    this.response = response;
    this.resolve(data);
  }
}

/** Returns the response of a call that succeeded. */
export const responseOf = TracedPromise.responseOf;

/**
 * Returns the promise of a call that starts when `precondition` has resolved.
 *
 * @param {Promise<unknown>} precondition @param {() => any} startCall
 */
export function callAfter(precondition, startCall) {
  const pending = new Pending();
  const run = async () => {
    await precondition;
    const call = startCall();
    pending.answer(await call, responseOf(call));
  };
  run().catch(pending.reject);
  return pending.promise;
}
