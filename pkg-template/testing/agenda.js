// @ts-check
/**
 * Something in which things fall due.
 * @typedef {object} Source
 * @property {() => { at: number, run: () => void } | undefined} nextDue what is due first, if anything is
 * @property {(now: number) => void} [tick] told of the time when all is done that was due by then
 */

/**
 * Lets the work of all services happen as the clock goes on. Nothing runs by itself: whoever looks calls settle() first,
 * and everything that is due by then is done, in the order in which it fell due.
 */
export class Agenda {
  /** @type {Source[]} */ #sources = [];
  /** @type {(() => number)[]} */ #limits = [];
  /** @type {number | undefined} */ #present;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /** @param {Source} source */
  add(source) {
    this.#sources.push(source);
  }

  /** @param {() => number} limit the time that no look moves the clock past */
  addLimit(limit) {
    this.#limits.push(limit);
  }

  /** The time of what is being done, which may be long past by the clock. */
  now() {
    return this.#present ?? this.clock.now();
  }

  /** Does all the work that is due. */
  settle() {
    // What is being done may look at the state of things, but may not run ahead of its own time.
    if (this.#present !== undefined) return;
    const now = this.clock.now();
    for (;;) {
      const next = this.#nextDue();
      if (!next || next.at > now) break;
      this.#present = next.at;
      try {
        next.run();
      } finally {
        this.#present = undefined;
      }
    }
    for (const source of this.#sources) source.tick?.(now);
  }

  /**
   * Somebody looks at work: unless the clock is moved by hand alone, it goes on to the next step of that work, and over
   * further steps that are no more than `span` ms from where it stood, so that work of many steps is done after a few looks.
   * What makes no progress moves nothing: `nextStep` tells of none for what is over, paused, inactive or waits for something.
   * @param {() => number | undefined} nextStep the time of the next step of what is looked at
   * @param {number} [span]
   */
  look(nextStep, span = 0) {
    const { clock } = this;
    if (!clock.isAuto) return;
    const begin = clock.now();
    const last = Math.min(...this.#limits.map((limit) => limit()));
    for (let next = nextStep(); next !== undefined; next = nextStep()) {
      const to = Math.min(next, last);
      if (to <= clock.now() || (clock.now() > begin && to > begin + span)) return;
      clock.follow(to);
      this.settle();
    }
  }

  #nextDue() {
    /** @type {{ at: number, run: () => void } | undefined} */
    let next;
    for (const source of this.#sources) {
      const candidate = source.nextDue();
      if (candidate && (!next || candidate.at < next.at)) next = candidate;
    }
    return next;
  }
}

/**
 * The first of several times, of which some may be undefined.
 * @param {readonly (number | undefined)[]} times
 */
export function earliest(times) {
  /** @type {number | undefined} */
  let first;
  for (const time of times) if (time !== undefined && (first === undefined || time < first)) first = time;
  return first;
}
