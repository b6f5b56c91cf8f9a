// @ts-check
// Waits for tasks and runs, which Globus executes on its own. All waits of a client share one poll per interval,
// regardless of their number.
import { copyOf, createError } from "../core/errors.js";
import { isolates } from "../core/runtime.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, argumentError, duration, readAbortSignal, readBoolean, readObject } from "./internal.js";

/**
 * @typedef {{ ended?: unknown, failed?: unknown, inactive?: any, document?: unknown }} Progress Of a task or run: its
 *   document if it succeeded (`ended`), an error if it failed, an error if it is inactive; `document` if it has not
 *   ended.
 * @typedef {(ids: string[], signal: AbortSignal) => Promise<Map<string, Progress>>} Poll
 * @typedef {object} Waiter
 * @property {string} id
 * @property {number} interval ms.
 * @property {number} deadline Epoch ms.
 * @property {boolean} failOnInactive
 * @property {unknown} document The last document that a poll returned.
 * @property {boolean} wasPolled Whether a poll has succeeded. After that, a poll with a retryable error does not end
 *   the wait.
 * @property {number} polledAt When it was last polled, in epoch ms.
 * @property {(value: unknown) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

/** Most requests at the same time. */
const MAX_PARALLEL = 8;
/** ms between polls by default, as in Globus's Python SDK. */
const DEFAULT_INTERVAL_MS = 10_000;
/** ms. A last poll starts at the deadline of a wait, and may take this long. */
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
 * Requests each of several tasks or runs by its id, and adds its progress to a map.
 *
 * @param {Map<string, Progress>} progressById @param {string[]} ids
 * @param {(id: string) => Promise<unknown>} request @param {(document: any) => Progress} toProgress
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

/** The waits of one client: all for tasks, or all for runs. */
export class Poller {
  /** @type {Set<Waiter>} */ #waiters = new Set();
  /** @type {AbortController | undefined} Ends the polls when the last wait has ended. */ #polling;
  /** @type {Set<string> | undefined} The ids of waits that started in this turn of the event loop, if any. */ #newIds;
  /** @type {Set<string>} The ids of inactive tasks or runs whose event was emitted. */ #inactiveIds = new Set();
  /** @type {(() => void) | undefined} Ends the current sleep. */ #wake;
  /** @type {Poller | undefined} */ #turnPoller;

  /**
   * @param {{ service: string, kind: string, poll: Poll, onInactive: (id: string, error: any) => void,
   *   advise: (id: string, facts: object) => object | undefined }} settings
   */
  constructor(settings) {
    this.settings = settings;
  }

  /** Waits until a task or run has ended. @param {string} id @param {unknown} options */
  async wait(id, options) {
    const { signal, ...waitOptions } = readOptions(options);
    signal?.throwIfAborted();
    const poller = isolates() ? this.#pollerOfTurn() : this;
    return new Promise((resolve, reject) => poller.#addWaiter(id, waitOptions, signal, resolve, reject));
  }

  /**
   * Returns the poller of this turn of the event loop. On Workers, a poll that another request started ends with that
   * request, so only waits that start in the same turn share polls.
   */
  #pollerOfTurn() {
    if (this.#turnPoller === undefined) void Promise.resolve().then(() => (this.#turnPoller = undefined));
    return (this.#turnPoller ??= new Poller(this.settings));
  }

  /**
   * @param {string} id
   * @param {{ deadline: number, interval: number, failOnInactive: boolean }} options
   * @param {AbortSignal | undefined} signal
   * @param {(value: unknown) => void} resolve
   * @param {(reason: unknown) => void} reject
   */
  #addWaiter(id, options, signal, resolve, reject) {
    /** Returns a function that ends the wait and settles its promise. @param {(value: any) => void} settle */
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
    const timer =
      remainingMs < MAX_TIMER_MS ? setTimeout(() => waiter.reject(this.#timeoutError(waiter)), remainingMs) : undefined;
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
   * Polls the ids of new waits at once, before the next poll of the other waits. Later polls are shared by all waits.
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

  /** Polls until the last wait has ended. @param {AbortSignal} signal */
  async #pollRepeatedly(signal) {
    while (!signal.aborted) {
      if (await this.#sleep()) continue;
      if (!signal.aborted) await this.#poll([...new Set([...this.#waiters].map(({ id }) => id))], signal);
    }
  }

  /**
   * Sleeps until the next poll is due or the next deadline passes. Returns true if it was woken early because the waits
   * changed.
   */
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
    /** @type {Map<string, Progress>} */
    let progressById;
    try {
      progressById = await this.settings.poll(ids, signal);
    } catch (error) {
      progressById = new Map(ids.map((id) => [id, { failed: error }]));
    }
    // A poll is aborted when the last wait ends. Its result does not concern waits that began later.
    if (!signal.aborted) this.#settleWaiters(progressById);
  }

  /**
   * Settles the waits whose tasks or runs have ended, and emits the events of inactive ones.
   *
   * @param {Map<string, Progress>} progressById
   */
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
      this.settings.onInactive(id, error);
    }
  }

  /** Returns the error of a wait that timed out. @param {Waiter} waiter */
  #timeoutError({ id, document }) {
    const { service, kind } = this.settings;
    const message = `${kind} ${id} has not ended in time; it goes on`;
    const fields = { code: "wait_timeout", service, retryable: true, [kind]: document };
    return createError("GlobusTimeoutError", message, { ...fields, ...this.settings.advise(id, fields) });
  }

  /**
   * Returns a copy of an error that several waits share, with the last document.
   *
   * @param {Waiter} waiter @param {any} error
   */
  #withDocument({ document }, error) {
    const { kind } = this.settings;
    return copyOf(error, { [kind]: error?.[kind] ?? document });
  }
}
