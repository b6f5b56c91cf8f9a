// @ts-check
// Waiting for what Globus carries out by itself: tasks and runs. All waits of an account for one kind of work share one look
// per interval, however many they are.
import { createError } from "../core/errors.js";
import { isolates } from "../core/runtime.js";
import { listen, unlisten } from "../core/signals.js";
import { invalid, object } from "./account-of.js";

/**
 * @typedef {{ ended: unknown } | { failed: unknown } | { inactive: any } | undefined} State How a piece of work stands:
 *   undefined while it goes on.
 * @typedef {(ids: string[], signal: AbortSignal) => Promise<Map<string, State>>} Look
 * @typedef {object} Waiter
 * @property {string} id
 * @property {number} interval
 * @property {number} deadline Epoch ms.
 * @property {boolean} failOnInactive
 * @property {boolean} seen Whether the work has been seen: then a look that fails for a time is no reason to give up.
 * @property {boolean} told Whether it has been told that the work is inactive.
 * @property {(value: unknown) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

/** How often is looked by default, ms: what Globus's own SDK does. */
const POLLING_INTERVAL = 10_000;
/** How long a last look, begun when the time is up, may take, ms. */
const LAST_LOOK = 500;
/** The longest time that timers take; more would go off at once. */
const LONGEST = 2 ** 31 - 1;

/** @param {string} field @param {any} ms */
function duration(field, ms) {
  if (typeof ms === "number" && ms > 0 && ms <= LONGEST) return ms;
  throw invalid(field, "must be a number of milliseconds above 0");
}

/** @param {unknown} given */
function read(given) {
  const options = { deadline: Infinity, interval: POLLING_INTERVAL, failOnInactive: false };
  /** @type {AbortSignal | undefined} */
  let signal;
  for (const [name, value] of Object.entries(object("options", given))) {
    if (value === undefined) continue;
    const field = `options.${name}`;
    if (name === "timeout") options.deadline = Date.now() + duration(field, value);
    else if (name === "pollingInterval") options.interval = duration(field, value);
    else if (name === "failOnInactive") options.failOnInactive = Boolean(value);
    else if (name !== "signal") {
      throw invalid(field, "is not an option; there are timeout, pollingInterval, signal and failOnInactive");
    } else if (value !== null) {
      if (typeof value.aborted !== "boolean") throw invalid(field, "must be an AbortSignal");
      signal = value;
    }
  }
  return { ...options, signal };
}

/** All who wait for one kind of work. */
export class Waiting {
  /** @type {Set<Waiter>} */ #waiters = new Set();
  /** @type {AbortController | undefined} Ends the looking when nobody waits any longer. */ #looking;
  #gathering = false;
  /** @type {(() => void) | undefined} */ #wake;

  /** @param {{ service: string, look: Look, onInactive: (id: string, error: any) => void }} work */
  constructor(work) {
    this.work = work;
  }

  /** Until a piece of work has ended. @param {string} id @param {unknown} options */
  async wait(id, options) {
    const { signal, ...rest } = read(options);
    signal?.throwIfAborted();
    // On Workers, a look that another request has begun ends with that request.
    const waiting = isolates() ? new Waiting(this.work) : this;
    return new Promise((resolve, reject) => waiting.#join(id, rest, signal, resolve, reject));
  }

  /**
   * @param {string} id
   * @param {{ deadline: number, interval: number, failOnInactive: boolean }} options
   * @param {AbortSignal | undefined} signal
   * @param {(value: unknown) => void} resolve
   * @param {(reason: unknown) => void} reject
   */
  #join(id, options, signal, resolve, reject) {
    /** @param {(value: any) => void} settle */
    const leaving = (settle) => (/** @type {unknown} */ value) => {
      clearTimeout(timer);
      if (signal) unlisten(signal, abort);
      this.#waiters.delete(waiter);
      if (this.#waiters.size === 0) this.#stop();
      settle(value);
    };
    const waiter = { id, ...options, seen: false, told: false, resolve: leaving(resolve), reject: leaving(reject) };
    const abort = () => waiter.reject(signal?.reason);
    const left = options.deadline - Date.now() + LAST_LOOK;
    const timer = left < LONGEST ? setTimeout(() => waiter.reject(this.#late()), left) : undefined;
    if (signal) listen(signal, abort);
    this.#waiters.add(waiter);
    if (this.#looking === undefined) void this.#run((this.#looking = new AbortController()));
    // The others' next look may be an interval away; the first one of a wait comes at once.
    else if (!this.#gathering) void this.#look([id], this.#looking.signal);
  }

  #stop() {
    this.#looking?.abort();
    this.#looking = undefined;
    this.#wake?.();
  }

  /** Looks for as long as somebody waits. @param {AbortController} controller */
  async #run({ signal }) {
    this.#gathering = true;
    await undefined;
    this.#gathering = false;
    while (!signal.aborted) {
      await this.#look([...new Set([...this.#waiters].map(({ id }) => id))], signal);
      if (!signal.aborted) await this.#sleep();
    }
  }

  /** The shortest interval, but not beyond the next deadline. */
  async #sleep() {
    const waiters = [...this.#waiters];
    const now = Date.now();
    const left = waiters.map(({ deadline }) => deadline - now).filter((ms) => ms > 0);
    const ms = Math.min(...waiters.map(({ interval }) => interval), ...left);
    let timer;
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  /** @param {string[]} ids @param {AbortSignal} signal */
  async #look(ids, signal) {
    try {
      this.#tell(await this.work.look(ids, signal));
    } catch (error) {
      this.#tell(new Map(ids.map((id) => [id, { failed: error }])));
    }
  }

  /** @param {Map<string, State>} states */
  #tell(states) {
    const untold = new Map();
    for (const waiter of [...this.#waiters].filter(({ id }) => states.has(id))) {
      const state = states.get(waiter.id) ?? {};
      const passing = waiter.seen && "failed" in state && /** @type {any} */ (state.failed)?.retryable === true;
      waiter.seen = true;
      if ("inactive" in state && !waiter.told) untold.set(waiter.id, state.inactive);
      waiter.told = "inactive" in state;
      if ("ended" in state) waiter.resolve(state.ended);
      else if ("failed" in state && !passing) waiter.reject(state.failed);
      else if ("inactive" in state && waiter.failOnInactive) waiter.reject(state.inactive);
      else if (waiter.deadline <= Date.now()) waiter.reject(this.#late());
    }
    for (const [id, error] of untold) this.work.onInactive(id, error);
  }

  #late() {
    const { service } = this.work;
    const message = "what was waited for has not ended in time; it goes on";
    return createError("GlobusTimeoutError", message, { code: "timeout", service, retryable: true });
  }
}
