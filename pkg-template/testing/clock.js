// @ts-check
/**
 * The time of a fake Globus. A manual clock stands still until it is moved, so that a test decides when tokens expire
 * and tasks end; a real clock runs and can be moved as well.
 */
export class Clock {
  /** @type {boolean} */ #manual;
  /** @type {number | undefined} */ #time;
  #offset = 0;

  /** @param {"manual" | "real"} mode */
  constructor(mode) {
    if (mode !== "manual" && mode !== "real") throw new TypeError(`clock must be "manual" or "real"`);
    this.#manual = mode === "manual";
  }

  /** Milliseconds since 1970. */
  now() {
    if (!this.#manual) return Date.now() + this.#offset;
    // Read late: a Worker has no time while its modules are being loaded.
    return (this.#time ??= Date.now());
  }

  /** @param {number} ms */
  advance(ms) {
    if (!Number.isFinite(ms)) throw new TypeError("advance takes a number of milliseconds");
    if (this.#manual) this.#time = this.now() + ms;
    else this.#offset += ms;
    return this.now();
  }

  /** @param {number | Date} time */
  advanceTo(time) {
    return this.advance(Number(time) - this.now());
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
