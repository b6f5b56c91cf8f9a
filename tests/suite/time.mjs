// Time that stands still until a test moves it. The package looks `Date.now` and the timers up at every call.
import { settle } from "./work.mjs";

/** Runs a test whose clock and timers obey `time`; everything is as before afterwards. */
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
    if (!time.isOver) {
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

  /** Whether the test was given up: the timers are another's by now. */
  get isOver() {
    return globalThis.setTimeout !== this.setTimeout;
  }

  add(callback, ms) {
    this.#timers.set(++this.#count, { callback, ms, at: this.now + ms });
    return this.#count;
  }

  remove(timer) {
    this.#timers.delete(timer);
  }

  /** The spans of the timers that have not gone off, shortest first. */
  get pending() {
    return [...this.#timers.values()].map(({ ms }) => ms).sort((a, b) => a - b);
  }

  /** Lets everything happen that needs no more time to pass. A test that was given up stays here, and disturbs no other. */
  async settle(turns) {
    if (this.isOver) await new Promise(() => {});
    await settle(turns);
  }

  /** Moves on by `ms`; timers go off at their time. */
  async advance(ms) {
    const end = this.now + ms;
    await this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#goOff(next);
      await this.settle();
    }
    this.now = end;
  }

  /** Sets the clock back; timers are not the clock's. */
  setBack(ms) {
    this.now -= ms;
    for (const timer of this.#timers.values()) timer.at -= ms;
  }

  /** Moves on until a promise is settled, as far as timers of at most `longest` ms lead. */
  async until(promise, longest = 15_000) {
    let pending = true;
    const settled = Promise.resolve(promise).finally(() => (pending = false));
    settled.catch(() => {});
    for (let idle = 0; pending && idle < 20;) {
      await this.settle();
      const next = pending && this.#next(Infinity, longest);
      if (next) this.#goOff(next);
      else idle += 1;
    }
    if (pending) throw new Error(`nothing more happens, pending timers: ${this.pending.join(", ")} ms`);
    return settled;
  }

  #next(end, longest = Infinity) {
    const due = [...this.#timers].filter(([, { at, ms }]) => at <= end && ms <= longest);
    return due.sort(([, a], [, b]) => a.at - b.at)[0];
  }

  #goOff([timer, { callback, at }]) {
    this.#timers.delete(timer);
    this.now = Math.max(this.now, at);
    callback();
  }
}
