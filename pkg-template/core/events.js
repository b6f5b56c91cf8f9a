// @ts-check
// Who listens to an account. What is told is decided in Rust and in the jobs.
import { invalid, text } from "./arguments.js";

const ignore = () => {};

/** @typedef {{ type: string, listener: (event: any) => unknown }} Listening */

export class Listeners {
  /** @type {Set<Listening>} */ #all = new Set();
  #clientId;

  /** @param {string} clientId @param {Listening["listener"]} [onEvent] */
  constructor(clientId, onEvent) {
    this.#clientId = clientId;
    if (onEvent) this.on("*", onEvent);
  }

  /** Whether anybody listens: what there is to tell costs something. */
  get any() {
    return this.#all.size > 0;
  }

  /** @param {unknown} type @param {any} listener */
  on(type, listener) {
    const listening = { type: text("type", type), listener };
    if (typeof listener !== "function") throw invalid("listener", "must be a function");
    this.#all.add(listening);
    return () => void this.#all.delete(listening);
  }

  /**
   * Tells of an event, at once, in the context of the call that it belongs to. Each listener has an object of its own, and what it
   * throws or rejects with is its own affair. One that is added meanwhile hears the next event; one that is taken off hears nothing.
   *
   * @param {any} event
   */
  tell(event) {
    const told = { time: Date.now(), clientId: this.#clientId, ...event };
    for (const listening of [...this.#all]) {
      const { type, listener } = listening;
      if (!this.#all.has(listening) || (type !== "*" && type !== event.type)) continue;
      try {
        Promise.resolve(listener({ ...told })).catch(ignore);
      } catch {
        // As above.
      }
    }
  }
}
