// Runs tests one after the other and counts them. `test(name, body)` registers one.

// Taken before any test puts its own in their place; one that never ends would leave them to the next.
const { setTimeout, clearTimeout, fetch } = globalThis;
const { now } = Date;
const { random } = Math;

/**
 * ms after which a test is given up, whichever it is. That finds what hangs and measures nothing: a machine may be slow, or
 * busy with something else.
 */
export const LIMIT = 120_000;

/** Requests alone keep a test going for so long: they may be made in circles. */
const MOST = 10 * LIMIT;

/**
 * Runs what `modules` register and whose name contains `filter`. Prints what fails; gives the counts. A test that does the
 * same many times gets `goesOn`: with each call it has the whole limit again. In one that was given up the call throws.
 * `env.requested()` gives what the accounts of a test call for each of their requests. `begin(name)` is told of each test.
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
      await watch.until(body(watch.goesOn));
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      print(`FAIL  ${name}\n${String(error?.stack ?? error).replace(/^/gm, "      ")}`);
      Object.assign(globalThis, { setTimeout, clearTimeout, fetch });
      Date.now = now;
      Math.random = random;
      if (watch.late) await calm();
    }
  }
  return counts;
}

/** The line every step of the tests ends with. */
export const summary = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/** Whether a test goes on. */
class Watch {
  #begin = now();
  #last = now();
  late;

  goesOn = () => {
    if (this.late) throw this.late;
    this.#last = now();
  };

  /** A request shows that the test goes on. One of a test that was given up gets a promise instead, which stays pending. */
  requested = () => {
    if (this.late) return new Promise(() => {});
    if (now() - this.#begin < MOST) this.#last = now();
    return undefined;
  };

  /** What the promise becomes, unless the test is given up. */
  until(promise) {
    let timer;
    const givenUp = new Promise((_, reject) => {
      const look = () => {
        const left = this.#last + LIMIT - now();
        if (left > 0) timer = setTimeout(look, left);
        else reject((this.late = new Error(`for ${LIMIT} ms nothing went on`)));
      };
      timer = setTimeout(look, LIMIT);
    });
    return Promise.race([promise, givenUp]).finally(() => clearTimeout(timer));
  }
}

/** What a test that was given up has begun comes to a stop, at its next request at the latest. */
async function calm() {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
