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

/**
 * Runs what `modules` register and whose name contains `filter`. Prints what fails; gives the counts. A test that does the
 * same many times gets `goesOn`: with each call it has the whole limit again. In one that was given up the call throws.
 */
export async function run(modules, env, { filter = "", print = console.log } = {}) {
  const tests = [];
  for (const register of modules) register((name, body) => tests.push({ name, body }), env);
  const counts = { passed: 0, failed: 0 };
  for (const { name, body } of tests.filter(({ name }) => name.includes(filter))) {
    try {
      await inTime(body);
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      print(`FAIL  ${name}\n${String(error?.stack ?? error).replace(/^/gm, "      ")}`);
      Object.assign(globalThis, { setTimeout, clearTimeout, fetch });
      Date.now = now;
      Math.random = random;
    }
  }
  return counts;
}

/** The line every step of the tests ends with. */
export const summary = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

function inTime(body) {
  let timer;
  let last = now();
  let late;
  const goesOn = () => {
    if (late) throw late;
    last = now();
  };
  const givenUp = new Promise((_, reject) => {
    const look = () => {
      const left = last + LIMIT - now();
      if (left > 0) timer = setTimeout(look, left);
      else reject((late = new Error(`for ${LIMIT} ms nothing went on`)));
    };
    timer = setTimeout(look, LIMIT);
  });
  return Promise.race([body(goesOn), givenUp]).finally(() => clearTimeout(timer));
}
