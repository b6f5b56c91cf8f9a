// @ts-check
// Waiting for what Globus carries out by itself: tasks and runs. All waits of an account for one kind of work share one look
// per interval, however many they are.
import { copyOf, createError } from "../core/errors.js";
import { isolates } from "../core/runtime.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, readAbortSignal, duration, readBoolean, argumentError, readObject } from "./internal.js";

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
 * @property {boolean} wasPolled Whether the work has been seen: then a look that fails for a time is no reason to give up.
 * @property {number} polledAt When it was last looked at, epoch ms.
 * @property {(value: unknown) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

/** How many questions are asked at a time. */
const MAX_PARALLEL = 8;
/** How often is looked by default, ms: what Globus's own SDK does. */
const DEFAULT_INTERVAL_MS = 10_000;
/** How long a last look, begun when the time is up, may take, ms. */
const FINAL_POLL_MS = 500;

/** @param {unknown} given */
function readOptions(given) {
  const options = { deadline: Infinity, interval: DEFAULT_INTERVAL_MS, failOnInactive: false };
  /** @type {AbortSignal | undefined} */
  let signal;
  const names = ["timeout", "pollingInterval", "signal", "failOnInactive"];
  for (const [name, value] of Object.entries(readObject("options", given))) {
    const field = `options.${name}`;
    if (!names.includes(name)) throw argumentError(field, `is not an option; there are ${names.join(", ")}`);
    if (value === undefined || value === null) continue;
    if (name === "timeout") options.deadline = Date.now() + duration(field, value);
    else if (name === "pollingInterval") options.interval = duration(field, value);
    else if (name === "failOnInactive") options.failOnInactive = readBoolean(field, value);
    else signal = readAbortSignal(field, value);
  }
  return { ...options, signal };
}

/**
 * Asks for each of several pieces of work.
 *
 * @param {Map<string, State>} progressById Where the answers go. @param {string[]} ids
 * @param {(id: string) => Promise<unknown>} request @param {(document: any) => State} toProgress
 */
export async function pollEach(progressById, ids, request, toProgress) {
  const queue = [...ids];
  const pollQueue = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      progressById.set(id, await request(id).then(toProgress, (error) => ({ failed: error })));
    }
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, pollQueue));
  return progressById;
}

/** All who wait for one kind of work. */
export class Poller {
  /** @type {Set<Waiter>} */ #waiters = new Set();
  /** @type {AbortController | undefined} Ends the looking when nobody waits any longer. */ #polling;
  /** @type {Set<string> | undefined} What is waited for since this turn, if anything is. */ #newIds;
  /** @type {Set<string>} What is known to be inactive, and was told. */ #inactiveIds = new Set();
  /** @type {(() => void) | undefined} */ #wake;
  /** @type {Poller | undefined} */ #turnPoller;

  /**
   * @param {{ service: string, kind: string, look: Look, onInactive: (id: string, error: any) => void,
   *   advise: (what: string, facts: object) => object | undefined }} work
   */
  constructor(work) {
    this.work = work;
  }

  /** Until a piece of work has ended. @param {string} id @param {unknown} options */
  async wait(id, options) {
    const { signal, ...waitOptions } = readOptions(options);
    signal?.throwIfAborted();
    const poller = isolates() ? this.#pollerOfTurn() : this;
    return new Promise((resolve, reject) => poller.#addWaiter(id, waitOptions, signal, resolve, reject));
  }

  /** On Workers, a look that another request has begun ends with that request: only those of one turn go together. */
  #pollerOfTurn() {
    if (this.#turnPoller === undefined) void Promise.resolve().then(() => (this.#turnPoller = undefined));
    return (this.#turnPoller ??= new Poller(this.work));
  }

  /**
   * @param {string} id
   * @param {{ deadline: number, interval: number, failOnInactive: boolean }} options
   * @param {AbortSignal | undefined} signal
   * @param {(value: unknown) => void} resolve
   * @param {(reason: unknown) => void} reject
   */
  #addWaiter(id, options, signal, resolve, reject) {
    /** @param {(value: any) => void} settle */
    const settler = (settle) => (/** @type {unknown} */ value) => {
      clearTimeout(timer);
      if (signal) unlisten(signal, abort);
      this.#waiters.delete(waiter);
      if (this.#waiters.size === 0) this.#stop();
      settle(value);
    };
    const now = Date.now();
    const settlers = { resolve: settler(resolve), reject: settler(reject) };
    /** @type {Waiter} */
    const waiter = { id, ...options, document: undefined, wasPolled: false, polledAt: now, ...settlers };
    const abort = () => waiter.reject(signal?.reason);
    const remainingMs = options.deadline - now + FINAL_POLL_MS;
    const timer = remainingMs < MAX_TIMER_MS ? setTimeout(() => waiter.reject(this.#timeoutError(waiter)), remainingMs) : undefined;
    if (signal) listen(signal, abort);
    this.#waiters.add(waiter);
    if (this.#newIds) this.#newIds.add(id);
    else void this.#pollNewIds((this.#newIds = new Set([id])));
  }

  #stop() {
    this.#polling?.abort();
    this.#polling = this.#newIds = undefined;
    this.#inactiveIds.clear();
    this.#wake?.();
  }

  /**
   * The first look at what is waited for comes at once, whenever the others' next one is; from then on all go together.
   *
   * @param {Set<string>} newIds
   */
  async #pollNewIds(newIds) {
    await undefined;
    if (this.#newIds !== newIds) return;
    this.#newIds = undefined;
    const isFirst = this.#polling === undefined;
    const { signal } = (this.#polling ??= new AbortController());
    await this.#poll([...newIds], signal);
    if (isFirst) await this.#pollRepeatedly(signal);
    else this.#wake?.();
  }

  /** Looks for as long as somebody waits. @param {AbortSignal} signal */
  async #pollRepeatedly(signal) {
    while (!signal.aborted) {
      if (await this.#sleep()) continue;
      if (!signal.aborted) await this.#poll([...new Set([...this.#waiters].map(({ id }) => id))], signal);
    }
  }

  /** Until the first who waits wants to know, or has no more time. Gives whether it was woken, as things have changed. */
  async #sleep() {
    const now = Date.now();
    const times = [...this.#waiters].map(({ polledAt, interval, deadline }) =>
      Math.min(polledAt + interval, deadline > now ? deadline : Infinity),
    );
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const isWoken = await new Promise((resolve) => {
      this.#wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), Math.max(0, Math.min(...times, now + MAX_TIMER_MS) - now));
    });
    clearTimeout(timer);
    return isWoken;
  }

  /** @param {string[]} ids @param {AbortSignal} signal */
  async #poll(ids, signal) {
    /** @type {Map<string, State>} */
    let progressById;
    try {
      progressById = await this.work.look(ids, signal);
    } catch (error) {
      progressById = new Map(ids.map((id) => [id, { failed: error }]));
    }
    // A look that was broken off, because nobody waited any longer, says nothing to those who have come since.
    if (!signal.aborted) this.#settleWaiters(progressById);
  }

  /** @param {Map<string, State>} progressById */
  #settleWaiters(progressById) {
    const now = Date.now();
    const newlyInactive = new Map();
    for (const waiter of [...this.#waiters].filter(({ id }) => progressById.has(id))) {
      const progress = progressById.get(waiter.id) ?? {};
      const isTransient = waiter.wasPolled && "failed" in progress && /** @type {any} */ (progress.failed)?.retryable === true;
      if ("inactive" in progress) {
        if (!this.#inactiveIds.has(waiter.id)) newlyInactive.set(waiter.id, progress.inactive);
      } else if (!isTransient) this.#inactiveIds.delete(waiter.id);
      Object.assign(waiter, { wasPolled: true, polledAt: now, document: progress.document ?? waiter.document });
      if ("ended" in progress) waiter.resolve(progress.ended);
      else if ("failed" in progress && !isTransient) waiter.reject(this.#withDocument(waiter, progress.failed));
      else if ("inactive" in progress && waiter.failOnInactive) waiter.reject(copyOf(progress.inactive));
      else if (waiter.deadline <= now) waiter.reject(this.#timeoutError(waiter));
    }
    for (const [id, error] of newlyInactive) {
      if (this.#waiters.size > 0) this.#inactiveIds.add(id);
      this.work.onInactive(id, error);
    }
  }

  /** @param {Waiter} waiter */
  #timeoutError({ id, document }) {
    const { service, kind } = this.work;
    const message = `${kind} ${id} has not ended in time; it goes on`;
    const fields = { code: "wait_timeout", service, retryable: true, [kind]: document };
    return createError("GlobusTimeoutError", message, { ...fields, ...this.work.advise(id, fields) });
  }

  /** An error that ends this wait and others, with the last document. @param {Waiter} waiter @param {any} error */
  #withDocument({ document }, error) {
    const { kind } = this.work;
    return copyOf(error, { [kind]: error?.[kind] ?? document });
  }
}
