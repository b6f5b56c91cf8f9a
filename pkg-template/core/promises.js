// @ts-check
// Three things that each take one step here and half a dozen from WebAssembly. They are on the way of every call.

/** A promise and the functions that settle it. */
export class Deferred {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** @param {unknown} value @param {(value: any) => void} fulfilled @param {(reason: any) => void} rejected */
export const follow = (value, fulfilled, rejected) => {
  Promise.resolve(value).then(fulfilled, rejected);
};

/**
 * The second argument of `fetch`. Never `cache` or `redirect: "error"`: workerd throws at them.
 *
 * @param {Record<string, string>} headers Copied: what a user's `fetch` does to them is no other call's affair.
 */
export const requestInit = (headers) => ({ headers: { ...headers }, redirect: "manual" });
