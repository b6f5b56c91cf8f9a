// @ts-check
// The event listeners of an account. Rust and the jobs decide which events are emitted.
import { argumentError, readText } from "./arguments.js";

const ignoreRejection = () => {};

/** @typedef {{ type: string, listener: (event: any) => unknown }} Registration */

export class Listeners {
  /** @type {Set<Registration>} */ #registrations = new Set();
  #clientId;

  /** @param {string} clientId @param {Registration["listener"]} [onEvent] */
  constructor(clientId, onEvent) {
    this.#clientId = clientId;
    if (onEvent) this.on("*", onEvent);
  }

  /** Whether there is a listener. Without one, no event is built, which saves time. */
  get any() {
    return this.#registrations.size > 0;
  }

  /** @param {unknown} type @param {any} listener */
  on(type, listener) {
    const registration = { type: readText("type", type), listener };
    if (typeof listener !== "function") throw argumentError("listener", "must be a function");
    this.#registrations.add(registration);
    return () => void this.#registrations.delete(registration);
  }

  /**
   * Emits an event, synchronously, in the async context of the call that it belongs to. Each listener gets its own
   * object. What a listener throws or rejects with is ignored. A listener that is added during an event gets the next
   * event; one that is removed during an event gets nothing more.
   *
   * @param {any} event
   */
  tell(event) {
    const stamped = { time: Date.now(), clientId: this.#clientId, ...event };
    for (const registration of [...this.#registrations]) {
      const { type, listener } = registration;
      if (!this.#registrations.has(registration) || (type !== "*" && type !== event.type)) continue;
      try {
        Promise.resolve(listener({ ...stamped })).catch(ignoreRejection);
      } catch {
        // Ignored, like a rejection.
      }
    }
  }
}
