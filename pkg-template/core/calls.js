// @ts-check
// What callers get for what takes time: promises whose errors have the caller's lines, and of a call the response as well.
import { GlobusError } from "./errors.js";
import { Deferred } from "./promises.js";
import { arrive } from "./stacks.js";

/** Lets a class add private members to a promise. */
class Extended {
  /** @param {Promise<unknown>} promise @returns {any} */
  constructor(promise) {
    return promise;
  }
}

/** A promise that needs no more tracing: its errors have the caller's lines, or it has none. */
class Traced extends Extended {
  /** @type {Pending | undefined} The call that it is of, if it is of one. */ #call;

  /** @param {Promise<unknown>} promise @param {Pending} [call] */
  constructor(promise, call) {
    super(promise);
    this.#call = call;
  }

  /** @param {Promise<unknown>} promise */
  static has(promise) {
    return #call in promise;
  }

  /** @param {any} promise @returns {any} The response that it came with. */
  static response(promise) {
    return promise.#call.response;
  }
}

/** @param {Promise<unknown>} promise */
async function outcome(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof GlobusError) arrive(error, outcome);
    throw error;
  }
}

/** What a public method gives: a promise is traced, anything else is as it was. @param {unknown} value */
export const traced = (value) =>
  value instanceof Promise && !Traced.has(value) ? new Traced(outcome(value)) : value;

/** The promise of what is there already, to be given out many times. @param {unknown} value */
export const kept = (value) => new Traced(Promise.resolve(value));

/** What a call's promise has besides: it can tell of the response. To the language it is a `Promise`. */
const callPromise = Object.create(Promise.prototype, {
  withResponse: {
    /** @this {any} */
    async value() {
      return described(await this, Traced.response(this));
    },
  },
});

/** @param {any} data @param {any} response What `withResponse()` gives. */
export const described = (data, response) => ({
  data,
  status: response.status,
  headers: response.headers,
  requestId: response.headers?.get?.("x-request-id") ?? data?.request_id,
});

/** A call on its way: its promise, and how that is settled. */
export class Pending extends Deferred {
  /** @type {Response | undefined} */ response;

  constructor() {
    super();
    this.promise = Object.setPrototypeOf(new Traced(outcome(this.promise), this), callPromise);
  }

  /** @param {unknown} data @param {Response} response */
  answer(data, response) {
    this.response = response;
    this.resolve(data);
  }
}

/** What a call that has succeeded was answered with. */
export const responseOf = Traced.response;

/** The promise of a call that is made after something else. @param {Promise<unknown>} first @param {() => any} make */
export function following(first, make) {
  const pending = new Pending();
  const answer = async () => {
    await first;
    const call = make();
    pending.answer(await call, responseOf(call));
  };
  answer().catch(pending.reject);
  return pending.promise;
}
