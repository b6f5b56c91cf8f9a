// @ts-check
// Waiting for what Globus carries out by itself: tasks and runs. All waits of an account for one kind of work share one look
// per interval, however many they are.
import { copyOf, createError } from "../core/errors.js";
import { isolates } from "../core/runtime.js";
import { listen, unlisten } from "../core/signals.js";
import { LONGEST, abortSignal, duration, flag, invalid, object } from "./account-of.js";

/**
 * @typedef {{ ended?: unknown, failed?: unknown, inactive?: any, document?: unknown }} State How a piece of work stands, and
 *   what says so while it has not ended.
 * @typedef {(ids: string[], signal: AbortSignal) => Promise<Map<string, State>>} Look
 * @typedef {object} Waiter
 * @property {string} id
 * @property {number} interval
 * @property {number} deadline Epoch ms.
 * @property {boolean} failOnInactive
 * @property {unknown} document The last one that was seen.
 * @property {boolean} seen Whether the work has been seen: then a look that fails for a time is no reason to give up.
 * @property {number} looked When it was last looked at, epoch ms.
 * @property {(value: unknown) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

/** How many questions are asked at a time. */
const AT_A_TIME = 8;
/** How often is looked by default, ms: what Globus's own SDK does. */
const POLLING_INTERVAL = 10_000;
/** How long a last look, begun when the time is up, may take, ms. */
const LAST_LOOK = 500;

/** @param {unknown} given */
function read(given) {
  const options = { deadline: Infinity, interval: POLLING_INTERVAL, failOnInactive: false };
  /** @type {AbortSignal | undefined} */
  let signal;
  const names = ["timeout", "pollingInterval", "signal", "failOnInactive"];
  for (const [name, value] of Object.entries(object("options", given))) {
    const field = `options.${name}`;
    if (!names.includes(name)) throw invalid(field, `is not an option; there are ${names.join(", ")}`);
    if (value === undefined || value === null) continue;
    if (name === "timeout") options.deadline = Date.now() + duration(field, value);
    else if (name === "pollingInterval") options.interval = duration(field, value);
    else if (name === "failOnInactive") options.failOnInactive = flag(field, value);
    else signal = abortSignal(field, value);
  }
  return { ...options, signal };
}

/**
 * Asks for each of several pieces of work.
 *
 * @param {Map<string, State>} states Where the answers go. @param {string[]} ids
 * @param {(id: string) => Promise<unknown>} ask @param {(document: any) => State} state
 */
export async function askEach(states, ids, ask, state) {
  const left = [...ids];
  const some = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      states.set(id, await ask(id).then(state, (error) => ({ failed: error })));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, some));
  return states;
}

/** All who wait for one kind of work. */
export class Waiting {
  /** @type {Set<Waiter>} */ #waiters = new Set();
  /** @type {AbortController | undefined} Ends the looking when nobody waits any longer. */ #looking;
  /** @type {Set<string> | undefined} What is waited for since this turn, if anything is. */ #newcomers;
  /** @type {Set<string>} What is known to be inactive, and was told. */ #inactive = new Set();
  /** @type {(() => void) | undefined} */ #wake;
  /** @type {Waiting | undefined} */ #turn;

  /**
   * @param {{ service: string, kind: string, look: Look, onInactive: (id: string, error: any) => void,
   *   advise: (what: string, facts: object) => object | undefined }} work
   */
  constructor(work) {
    this.work = work;
  }

  /** Until a piece of work has ended. @param {string} id @param {unknown} options */
  async wait(id, options) {
    const { signal, ...rest } = read(options);
    signal?.throwIfAborted();
    const waiting = isolates() ? this.#ofTurn() : this;
    return new Promise((resolve, reject) => waiting.#join(id, rest, signal, resolve, reject));
  }

  /** On Workers, a look that another request has begun ends with that request: only those of one turn go together. */
  #ofTurn() {
    if (this.#turn === undefined) void Promise.resolve().then(() => (this.#turn = undefined));
    return (this.#turn ??= new Waiting(this.work));
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
    const now = Date.now();
    const settling = { resolve: leaving(resolve), reject: leaving(reject) };
    /** @type {Waiter} */
    const waiter = { id, ...options, document: undefined, seen: false, looked: now, ...settling };
    const abort = () => waiter.reject(signal?.reason);
    const left = options.deadline - now + LAST_LOOK;
    const timer = left < LONGEST ? setTimeout(() => waiter.reject(this.#late(waiter)), left) : undefined;
    if (signal) listen(signal, abort);
    this.#waiters.add(waiter);
    if (this.#newcomers) this.#newcomers.add(id);
    else void this.#welcome((this.#newcomers = new Set([id])));
  }

  #stop() {
    this.#looking?.abort();
    this.#looking = this.#newcomers = undefined;
    this.#inactive.clear();
    this.#wake?.();
  }

  /**
   * The first look at what is waited for comes at once, whenever the others' next one is; from then on all go together.
   *
   * @param {Set<string>} newcomers
   */
  async #welcome(newcomers) {
    await undefined;
    if (this.#newcomers !== newcomers) return;
    this.#newcomers = undefined;
    const isFirst = this.#looking === undefined;
    const { signal } = (this.#looking ??= new AbortController());
    await this.#look([...newcomers], signal);
    if (isFirst) await this.#run(signal);
    else this.#wake?.();
  }

  /** Looks for as long as somebody waits. @param {AbortSignal} signal */
  async #run(signal) {
    while (!signal.aborted) {
      if (await this.#sleep()) continue;
      if (!signal.aborted) await this.#look([...new Set([...this.#waiters].map(({ id }) => id))], signal);
    }
  }

  /** Until the first who waits wants to know, or has no more time. Gives whether it was woken, as things have changed. */
  async #sleep() {
    const now = Date.now();
    const times = [...this.#waiters].map(({ looked, interval, deadline }) =>
      Math.min(looked + interval, deadline > now ? deadline : Infinity),
    );
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const isWoken = await new Promise((resolve) => {
      this.#wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), Math.max(0, Math.min(...times, now + LONGEST) - now));
    });
    clearTimeout(timer);
    return isWoken;
  }

  /** @param {string[]} ids @param {AbortSignal} signal */
  async #look(ids, signal) {
    /** @type {Map<string, State>} */
    let states;
    try {
      states = await this.work.look(ids, signal);
    } catch (error) {
      states = new Map(ids.map((id) => [id, { failed: error }]));
    }
    // A look that was broken off, because nobody waited any longer, says nothing to those who have come since.
    if (!signal.aborted) this.#tell(states);
  }

  /** @param {Map<string, State>} states */
  #tell(states) {
    const now = Date.now();
    const untold = new Map();
    for (const waiter of [...this.#waiters].filter(({ id }) => states.has(id))) {
      const state = states.get(waiter.id) ?? {};
      const isPassing = waiter.seen && "failed" in state && /** @type {any} */ (state.failed)?.retryable === true;
      if ("inactive" in state) {
        if (!this.#inactive.has(waiter.id)) untold.set(waiter.id, state.inactive);
      } else if (!isPassing) this.#inactive.delete(waiter.id);
      Object.assign(waiter, { seen: true, looked: now, document: state.document ?? waiter.document });
      if ("ended" in state) waiter.resolve(state.ended);
      else if ("failed" in state && !isPassing) waiter.reject(this.#with(waiter, state.failed));
      else if ("inactive" in state && waiter.failOnInactive) waiter.reject(copyOf(state.inactive));
      else if (waiter.deadline <= now) waiter.reject(this.#late(waiter));
    }
    for (const [id, error] of untold) {
      if (this.#waiters.size > 0) this.#inactive.add(id);
      this.work.onInactive(id, error);
    }
  }

  /** @param {Waiter} waiter */
  #late({ id, document }) {
    const { service, kind } = this.work;
    const message = `${kind} ${id} has not ended in time; it goes on`;
    const fields = { code: "wait_timeout", service, retryable: true, [kind]: document };
    return createError("GlobusTimeoutError", message, { ...fields, ...this.work.advise(id, fields) });
  }

  /** An error that ends this wait and others, with the last document. @param {Waiter} waiter @param {any} error */
  #with({ document }, error) {
    const { kind } = this.work;
    return copyOf(error, { [kind]: error?.[kind] ?? document });
  }
}
