// @ts-check
// What takes one step here and half a dozen from WebAssembly, on the way of every call.

/** What the module has to settle. @type {Set<Deferred>} */
export const owed = new Set();

/** A promise and the functions that settle it. */
export class Deferred {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      /** @param {unknown} [value] */
      this.resolve = (value) => {
        owed.delete(this);
        resolve(value);
      };
      /** @param {unknown} reason */
      this.reject = (reason) => {
        owed.delete(this);
        reject(reason);
      };
    });
    owed.add(this);
  }
}

/** @type {"no-store" | null | undefined} Null where `fetch` takes no cache mode. */
let uncached;

/** No answer of Globus's may come out of a cache. workerd throws at cache modes before its compatibility date 2024-11-11. */
const cacheMode = () => {
  if (uncached === undefined) {
    try {
      uncached = new Request("https://globus.org", { cache: "no-store" }) && "no-store";
    } catch {
      uncached = null;
    }
  }
  return uncached ?? undefined;
};

/**
 * The second argument of `fetch`. Never `redirect: "error"`: workerd throws at it.
 *
 * @param {Record<string, string>} headers Copied: what a user's `fetch` does to them is no other call's affair.
 * @param {any} [given] What a caller of `account.fetch` gave, who may want a cache: by `cache`, Next's `next` or Workers' `cf`.
 */
export const requestInit = (headers, given) => ({
  cache: given?.next || given?.cf ? undefined : cacheMode(),
  ...given,
  headers: { ...headers },
  redirect: "manual",
});

/** What frameworks mark errors of their own with. */
const STEERING = ["digest", "__NEXT_ERROR_CODE", "$$typeof"];

/**
 * Whether what was thrown is a framework's own, thrown to steer itself: Next.js ends the making of a static page so, and React
 * the rendering of a part. It is looked for in the very object, later.
 *
 * @param {unknown} thrown
 */
export const steers = (thrown) => {
  try {
    const own = (/** @type {string} */ name) => Object.getOwnPropertyDescriptor(Object(thrown), name)?.value;
    return STEERING.some((name) => ["string", "symbol"].includes(typeof own(name))) || own("code") === "NEXT_STATIC_GEN_BAILOUT";
  } catch {
    return false;
  }
};
