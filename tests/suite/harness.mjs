// Runs tests one after the other and counts them. `test(name, body)` registers a test.

// The originals, read before any test replaces them. A test that never ends does not restore them for the next test.
const { setTimeout, clearTimeout, fetch } = globalThis;
const { now } = Date;
const { random } = Math;

/**
 * The time without progress after which any test is given up, in ms. It finds tests that hang. It does not measure
 * speed, because the machine may be slow or busy.
 */
export const LIMIT = 120_000;

/** The longest time for which requests alone count as progress, in ms. A test may send requests in an endless loop. */
const MAX_REQUEST_TIME_MS = 10 * LIMIT;

/**
 * Runs the tests that `modules` register and whose names contain `filter`. Prints the failures and returns the counts.
 * The body of a test is called with `keepAlive`, for tests with many repetitions: each call starts the time limit anew.
 * In a test that was given up, `keepAlive` throws.
 * `env.requested()` returns a function that the accounts of a test call before each request. `begin(name)` is called
 * before each test.
 */
export async function run(modules, env, { filter = "", print = console.log, begin = () => {} } = {}) {
  const tests = [];
  let watch;
  const watched = { ...env, requested: () => watch.requested };
  for (const register of modules) register((name, body) => tests.push({ name, body }), watched);
  const counts = { passed: 0, failed: 0 };
  for (const { name, body } of tests.filter(({ name }) => name.includes(filter))) {
    watch = new Watch();
    begin(name);
    try {
      await watch.until(body(watch.keepAlive));
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      print(`FAIL  ${name}\n${String(error?.stack ?? error).replace(/^/gm, "      ")}`);
      Object.assign(globalThis, { setTimeout, clearTimeout, fetch });
      Date.now = now;
      Math.random = random;
      if (watch.expired) await waitForStop();
    }
  }
  return counts;
}

/** The last line that every runner prints. */
export const summary = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/** Watches one test for progress. */
class Watch {
  #begin = now();
  #last = now();
  expired;

  keepAlive = () => {
    if (this.expired) throw this.expired;
    this.#last = now();
  };

  /** Counts a request as progress. In a test that was given up, returns a promise that never settles. */
  requested = () => {
    if (this.expired) return new Promise(() => {});
    if (now() - this.#begin < MAX_REQUEST_TIME_MS) this.#last = now();
    return undefined;
  };

  /** Waits for the promise. Rejects once the test is given up. */
  until(promise) {
    let timer;
    const givenUp = new Promise((_, reject) => {
      const check = () => {
        const remaining = this.#last + LIMIT - now();
        if (remaining > 0) timer = setTimeout(check, remaining);
        else reject((this.expired = new Error(`the test made no progress for ${LIMIT} ms`)));
      };
      timer = setTimeout(check, LIMIT);
    });
    return Promise.race([promise, givenUp]).finally(() => clearTimeout(timer));
  }
}

/** Waits until the tasks of a test that was given up have stopped. Each stops at its next request at the latest. */
async function waitForStop() {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
