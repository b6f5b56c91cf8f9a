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
  /** @type {number | undefined} */ #present;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /** @param {Source} source */
  add(source) {
    this.#sources.push(source);
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
