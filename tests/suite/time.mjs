// Fake time: it moves only when a test moves it. The package reads `Date.now` and the timer functions at every call, so
// that a test can replace them.
import { settle } from "./work.mjs";

/** Runs a test whose clock and timers are those of `time`. Restores the real ones afterwards. */
export async function withTime(test) {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const time = new Time(now());
  Date.now = () => time.now;
  globalThis.setTimeout = time.setTimeout;
  globalThis.clearTimeout = (timer) => time.remove(timer);
  try {
    return await test(time);
  } finally {
    if (!time.isAbandoned) {
      Date.now = now;
      Object.assign(globalThis, { setTimeout, clearTimeout });
    }
  }
}

class Time {
  #timers = new Map();
  #count = 0;

  constructor(now) {
    this.now = now;
  }

  setTimeout = (callback, ms = 0, ...args) => this.add(() => callback(...args), ms);

  /** Whether the harness gave the test up: it has restored the timers, and another test may have replaced them. */
  get isAbandoned() {
    return globalThis.setTimeout !== this.setTimeout;
  }

  add(callback, ms) {
    this.#timers.set(++this.#count, { callback, ms, at: this.now + ms });
    return this.#count;
  }

  remove(timer) {
    this.#timers.delete(timer);
  }

  /** The delays of the timers that have not fired, in ms, shortest first. */
  get pending() {
    return [...this.#timers.values()].map(({ ms }) => ms).sort((a, b) => a - b);
  }

  /**
   * Waits until nothing more happens without a later time. Never returns in a test that was given up: it must not
   * disturb others.
   */
  async settle(turns) {
    if (this.isAbandoned) await new Promise(() => {});
    await settle(turns);
  }

  /** Moves the time forward by `ms`, and fires each timer at its time. */
  async advance(ms) {
    const end = this.now + ms;
    await this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#fire(next);
      await this.settle();
    }
    this.now = end;
  }

  /** Sets the clock back by `ms`. The timers keep their delays: they do not depend on the clock. */
  setBack(ms) {
    this.now -= ms;
    for (const timer of this.#timers.values()) timer.at -= ms;
  }

  /**
   * Moves the time from timer to timer until a promise settles. Does not fire timers with a delay above `longest` ms.
   */
  async until(promise, longest = 15_000) {
    let pending = true;
    const settled = Promise.resolve(promise).finally(() => (pending = false));
    settled.catch(() => {});
    for (let idle = 0; pending && idle < 20;) {
      await this.settle();
      const next = pending && this.#next(Infinity, longest);
      if (next) this.#fire(next);
      else idle += 1;
    }
    if (pending) throw new Error(`the promise does not settle, pending timers: ${this.pending.join(", ")} ms`);
    return settled;
  }

  #next(end, longest = Infinity) {
    const due = [...this.#timers].filter(([, { at, ms }]) => at <= end && ms <= longest);
    return due.sort(([, a], [, b]) => a.at - b.at)[0];
  }

  #fire([timer, { callback, at }]) {
    this.#timers.delete(timer);
    this.now = Math.max(this.now, at);
    callback();
  }
}
