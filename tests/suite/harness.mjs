// Runs tests one after the other and counts them. `test(name, body)` registers one; `{ limit }` in ms gives it more time.

// Taken before any test puts its own in their place; one that never ends would leave them to the next.
const { setTimeout, clearTimeout } = globalThis;
const { now } = Date;

const LIMIT = 10_000;

/** Runs what `modules` register and whose name contains `filter`. Prints what fails; gives the counts. */
export async function run(modules, env, { filter = "", print = console.log } = {}) {
  const tests = [];
  for (const register of modules) register((name, body, { limit = LIMIT } = {}) => tests.push({ name, body, limit }), env);
  const counts = { passed: 0, failed: 0 };
  for (const { name, body, limit } of tests.filter(({ name }) => name.includes(filter))) {
    try {
      await inTime(body(), limit);
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      print(`FAIL  ${name}\n${String(error?.stack ?? error).replace(/^/gm, "      ")}`);
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = now;
    }
  }
  return counts;
}

/** The line every step of the tests ends with. */
export const summary = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

function inTime(promise, limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limit} ms`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
