// @ts-check
/**
 * A queue of work that falls due.
 * @typedef {object} WorkQueue
 * @property {() => { at: number, run: () => void } | undefined} nextDue returns the work that is due first, if any
 * @property {(now: number) => void} [tick] is called with the clock's time when all work that is due by then is done
 */

/**
 * Runs the work of all services in the order in which it falls due. Nothing runs in the background: each reader of
 * state calls settle() first, which runs all work that is due by the clock's time.
 */
export class Agenda {
  /** @type {WorkQueue[]} */ #queues = [];
  /** @type {(() => number)[]} */ #limits = [];
  /** @type {number | undefined} */ #runningSince;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /** @param {WorkQueue} queue */
  add(queue) {
    this.#queues.push(queue);
  }

  /** @param {() => number} limit returns the time that polls never move the clock past */
  addLimit(limit) {
    this.#limits.push(limit);
  }

  /** Returns the due time of the running work, often before the clock's time. If no work runs: the clock's time. */
  now() {
    return this.#runningSince ?? this.clock.now();
  }

  /** Runs all work that is due. */
  settle() {
    // Running work may read state, which calls this again. Later work must not run before the running work is done.
    if (this.#runningSince !== undefined) return;
    const now = this.clock.now();
    for (;;) {
      const next = this.#nextDue();
      if (!next || next.at > now) break;
      this.#runningSince = next.at;
      try {
        next.run();
      } finally {
        this.#runningSince = undefined;
      }
    }
    for (const queue of this.#queues) queue.tick?.(now);
  }

  /**
   * Moves an "auto" clock on because a client polls work, so that a wait for work ends. The clock moves to the next
   * step of that work, then over further steps within `span` ms of its first time, so that a few polls complete work
   * of many steps. Work that makes no progress does not move the clock: for work that is over, paused, inactive or
   * waiting, `nextStep` returns undefined.
   * @param {() => number | undefined} nextStep returns the time of the next step of the polled work
   * @param {number} [span]
   */
  advanceOnPoll(nextStep, span = 0) {
    const { clock } = this;
    if (!clock.isAuto) return;
    const firstTime = clock.now();
    const limit = Math.min(...this.#limits.map((limit) => limit()));
    for (let next = nextStep(); next !== undefined; next = nextStep()) {
      const target = Math.min(next, limit);
      if (target <= clock.now() || (clock.now() > firstTime && target > firstTime + span)) return;
      clock.advanceByPoll(target);
      this.settle();
    }
  }

  #nextDue() {
    /** @type {{ at: number, run: () => void } | undefined} */
    let next;
    for (const queue of this.#queues) {
      const candidate = queue.nextDue();
      if (candidate && (!next || candidate.at < next.at)) next = candidate;
    }
    return next;
  }
}

/**
 * Returns the earliest of several times. Ignores undefined ones.
 * @param {readonly (number | undefined)[]} times
 */
export function earliest(times) {
  /** @type {number | undefined} */
  let first;
  for (const time of times) if (time !== undefined && (first === undefined || time < first)) first = time;
  return first;
}
