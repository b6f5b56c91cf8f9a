// Work that is done outside of JavaScript takes as long as the machine is busy. Nobody guesses how long: it is waited for.

// The quickest way past all that is ready, taken before any test puts its own timers in place.
const { setImmediate: soon = globalThis.setTimeout } = globalThis;

const underWay = new Set();

/** Makes a promise of work known to `settle`. It has to be one that ends. */
export function tracked(work) {
  const promise = Promise.resolve(work);
  const done = () => underWay.delete(promise);
  underWay.add(promise);
  promise.then(done, done);
  return promise;
}

// Encryption, which storages make the package do.
const subtle = Object.getPrototypeOf(crypto.subtle);
for (const name of ["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "importKey"]) {
  const method = subtle[name];
  subtle[name] = function (...args) {
    return tracked(method.apply(this, args));
  };
}

/** One turn of the event loop. */
export const turn = () => new Promise((resolve) => soon(resolve));

/** Lets everything happen that waits for no timer: until so many turns have passed since the last work was done. */
export async function settle(turns = 4) {
  for (let left = turns; left > 0; left--) {
    while (underWay.size > 0) {
      await Promise.allSettled(underWay);
      left = turns;
    }
    await turn();
  }
}

/** Waits until something has happened, as long as the test may take. */
export async function until(happened) {
  while (!happened()) await turn();
}
