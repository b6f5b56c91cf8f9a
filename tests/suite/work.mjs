// The duration of work outside of JavaScript, such as encryption, depends on the machine. Tests wait for this work
// instead of guessing how long it lasts.

// The fastest function that lets everything run that is ready. It is read before a test replaces the timers.
const { setImmediate: soon = globalThis.setTimeout } = globalThis;

const pendingWork = new Set();

/** Makes `settle` wait for a promise, and returns the promise. The promise must settle. */
export function tracked(work) {
  const promise = Promise.resolve(work);
  const done = () => pendingWork.delete(promise);
  pendingWork.add(promise);
  promise.then(done, done);
  return promise;
}

// The package encrypts and decrypts the entries of storages with these methods.
const subtle = Object.getPrototypeOf(crypto.subtle);
for (const name of ["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "importKey"]) {
  const method = subtle[name];
  subtle[name] = function (...args) {
    return tracked(method.apply(this, args));
  };
}

/** Waits for one turn of the event loop. */
export const turn = () => new Promise((resolve) => soon(resolve));

/**
 * Waits until everything has run that waits for no timer: until `turns` turns have passed since the last tracked work
 * ended.
 */
export async function settle(turns = 4) {
  for (let left = turns; left > 0; left--) {
    while (pendingWork.size > 0) {
      await Promise.allSettled(pendingWork);
      left = turns;
    }
    await turn();
  }
}

/** Waits until `condition` returns true. The time limit is the one of the test. */
export async function until(condition) {
  while (!condition()) await turn();
}
