// @ts-check
/**
 * The time of a fake Globus. It stands still until it is moved: by hand, so that a test decides when tokens expire and tasks
 * end, and unless it is "manual" also by looks at work (see agenda.js), so that waiting for work comes to an end. A "real"
 * clock runs, and can be moved by hand as well.
 */
export class Clock {
  /** @type {boolean} */ #runs;
  /** Whether looks at work move it. @type {boolean} */ isAuto;
  /** @type {number | undefined} */ #time;
  #offset = 0;
  /** How far looks have moved it. */
  #ahead = 0;

  /** @param {"auto" | "manual" | "real"} mode */
  constructor(mode) {
    if (!["auto", "manual", "real"].includes(mode)) throw new TypeError(`clock must be "auto", "manual" or "real"`);
    this.#runs = mode === "real";
    this.isAuto = mode === "auto";
  }

  /** Milliseconds since 1970. */
  now() {
    if (this.#runs) return Date.now() + this.#offset;
    // Read late: a Worker has no time while its modules are being loaded.
    return (this.#time ??= Date.now());
  }

  /** @param {number} ms */
  advance(ms) {
    if (!Number.isFinite(ms)) throw new TypeError("advance takes a number of milliseconds");
    if (this.#runs) this.#offset += ms;
    else this.#time = this.now() + ms;
    return this.now();
  }

  /** @param {number | Date} time */
  advanceTo(time) {
    return this.advance(Number(time) - this.now());
  }

  /** Moves on because somebody looked. @param {number} time later than now */
  follow(time) {
    this.#ahead += time - this.now();
    this.advanceTo(time);
  }

  /**
   * A time without what looks have added, as `Date` headers and facts about tokens say it. Clients would take their own clocks
   * for slow else, and tokens for not yet valid.
   * @param {number} [time]
   */
  wall(time = this.now()) {
    return time - this.#ahead;
  }

  /**
   * What a client means by a time, reckoned by its own clock: one that has passed here only because looks moved this clock on
   * is still to come, as far from now as it was there.
   * @template {number | undefined} Time
   * @param {Time} time
   * @param {number} [slack] how long ago it may be
   * @returns {Time}
   */
  meant(time, slack = 0) {
    const isLeftBehind = time !== undefined && time <= this.now() - slack && time > this.wall() - slack;
    return isLeftBehind ? /** @type {Time} */ (time + this.#ahead) : time;
  }
}

/** Transfer's way of writing a time. @param {number} ms */
export const transferTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

/** The way times are written in directory listings. @param {number} ms */
export const fileTime = (ms) => transferTime(ms).replace("T", " ");

/** Auth's way of writing a time. @param {number} ms */
export const authTime = (ms) => `${new Date(ms).toISOString().slice(0, 23)}000+00:00`;

/**
 * Reads what clients send for a time: ISO 8601, or the form with a space; without an offset it is UTC.
 * @param {unknown} text
 * @returns {number | undefined}
 */
export function parseTime(text) {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const iso = text.trim().replace(" ", "T");
  const time = Date.parse(/[Zz]$|[+-]\d\d:?\d\d$/.test(iso) ? iso : iso.includes("T") ? `${iso}Z` : `${iso}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}
