// @ts-check
/**
 * The clock of a fake Globus. A "manual" clock moves only by hand, so that a test decides when tokens expire and tasks
 * end. An "auto" clock also moves when a client polls work (see agenda.js), so that a wait for work ends. A "real"
 * clock runs, and a test can also move it by hand.
 */
export class Clock {
  /** @type {boolean} */ #isReal;
  /** Whether polls move the clock. @type {boolean} */ isAuto;
  /** @type {number | undefined} */ #time;
  #offset = 0;
  /** How far polls have moved the clock, in ms. */
  #movedByPolls = 0;

  /** @param {"auto" | "manual" | "real"} mode */
  constructor(mode) {
    if (!["auto", "manual", "real"].includes(mode)) throw new TypeError(`clock must be "auto", "manual" or "real"`);
    this.#isReal = mode === "real";
    this.isAuto = mode === "auto";
  }

  /** Returns the time in milliseconds since 1970. */
  now() {
    if (this.#isReal) return Date.now() + this.#offset;
    // Read at the first call, not in the constructor: a Worker has no time while its modules load.
    return (this.#time ??= Date.now());
  }

  /** @param {number} ms */
  advance(ms) {
    if (!Number.isFinite(ms)) throw new TypeError("advance must be called with a finite number of milliseconds");
    if (this.#isReal) this.#offset += ms;
    else this.#time = this.now() + ms;
    return this.now();
  }

  /** @param {number | Date} time */
  advanceTo(time) {
    return this.advance(Number(time) - this.now());
  }

  /** Moves the clock because a client polled. @param {number} time later than now */
  advanceByPoll(time) {
    this.#movedByPolls += time - this.now();
    this.advanceTo(time);
  }

  /**
   * Subtracts how far polls have moved the clock. `Date` headers and token documents contain such times. With the moved
   * time, clients would conclude that their own clocks are slow, and that tokens are not yet valid.
   * @param {number} [time]
   */
  toClientTime(time = this.now()) {
    return time - this.#movedByPolls;
  }

  /**
   * Converts a time that a client computed with its own clock, which polls do not move. A time that has passed here
   * only because polls moved this clock is moved on as far, so that it is as far in the future as on the client's
   * clock.
   * @template {number | undefined} Time
   * @param {Time} time
   * @param {number} [slack] how far in the past the time may be, in ms
   * @returns {Time}
   */
  fromClientTime(time, slack = 0) {
    const isPastByPolls = time !== undefined && time <= this.now() - slack && time > this.toClientTime() - slack;
    return isPastByPolls ? /** @type {Time} */ (time + this.#movedByPolls) : time;
  }
}

/** Formats a time as Transfer does. @param {number} ms */
export const transferTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

/** Formats a time as directory listings of Transfer do. @param {number} ms */
export const fileTime = (ms) => transferTime(ms).replace("T", " ");

/** Formats a time as Auth does. @param {number} ms */
export const authTime = (ms) => `${new Date(ms).toISOString().slice(0, 23)}000+00:00`;

/**
 * Parses a time that a client sent: ISO 8601, or the form with a space. A time without an offset is in UTC.
 * @param {unknown} text
 * @returns {number | undefined}
 */
export function parseTime(text) {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const iso = text.trim().replace(" ", "T");
  const time = Date.parse(/[Zz]$|[+-]\d\d:?\d\d$/.test(iso) ? iso : iso.includes("T") ? `${iso}Z` : `${iso}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}
