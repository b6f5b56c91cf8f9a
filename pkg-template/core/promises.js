// @ts-check
// Steps of every call that take one statement in JavaScript, and several crossings of the border from WebAssembly.

/** Promises that the WebAssembly module must still settle. @type {Set<Deferred>} */
export const pendingDeferreds = new Set();

/** A promise and the functions that settle it. */
export class Deferred {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      /** @param {unknown} [value] */
      this.resolve = (value) => {
        pendingDeferreds.delete(this);
        resolve(value);
      };
      /** @param {unknown} reason */
      this.reject = (reason) => {
        pendingDeferreds.delete(this);
        reject(reason);
      };
    });
    pendingDeferreds.add(this);
  }
}

/** @type {"no-store" | null | undefined} Null where `fetch` rejects cache modes; undefined before the first check. */
let noStoreMode;

/**
 * Returns the cache mode of requests: no response of Globus may come from a cache. workerd throws for a cache mode
 * before compatibility date 2024-11-11.
 */
const readCacheMode = () => {
  if (noStoreMode === undefined) {
    try {
      noStoreMode = new Request("https://globus.org", { cache: "no-store" }) && "no-store";
    } catch {
      noStoreMode = null;
    }
  }
  return noStoreMode ?? undefined;
};

/**
 * Returns the second argument of `fetch`. It never sets `redirect: "error"`, because workerd throws for it.
 *
 * @param {Record<string, string>} headers Copied, so that a user's `fetch` that changes them does not affect other
 *   calls.
 * @param {any} [userInit] The second argument of `account.fetch`. It can enable a cache: `cache`, `next` (Next.js),
 *   `cf` (Workers).
 */
export const requestInit = (headers, userInit) => ({
  cache: userInit?.next || userInit?.cf ? undefined : readCacheMode(),
  ...userInit,
  headers: { ...headers },
  redirect: "manual",
});

/** Members with which Next.js and React mark what they throw. */
const FRAMEWORK_MARKS = ["digest", "__NEXT_ERROR_CODE", "$$typeof"];

/**
 * Whether a framework threw this value to control itself. Next.js ends static generation of a page this way, and React
 * the rendering of a part. The framework later checks the identity of the value, so it must be rethrown unchanged.
 *
 * @param {unknown} thrown
 */
export const isControlRejection = (thrown) => {
  try {
    const ownValue = (/** @type {string} */ name) => Object.getOwnPropertyDescriptor(Object(thrown), name)?.value;
    return (
      FRAMEWORK_MARKS.some((name) => ["string", "symbol"].includes(typeof ownValue(name))) ||
      ownValue("code") === "NEXT_STATIC_GEN_BAILOUT"
    );
  } catch {
    return false;
  }
};
