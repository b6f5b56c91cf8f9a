// @ts-check
// A trap leaves the WebAssembly module in the middle of something: nothing that it holds can be trusted from then on. So nothing is
// asked of it any longer, and all who wait for it hear of that. Whatever is thrown out of the module counts as one.
import { GlobusError, createError } from "./errors.js";
import { Deferred, owed } from "./promises.js";

const MESSAGE = "the WebAssembly module of this package has trapped, and can be used no longer";
const STEP = "Make a new process (on Workers a new isolate), and report the `cause` of this error to the authors of the package";

/** @param {unknown} cause */
const broken = (cause) =>
  createError("GlobusError", MESSAGE, {
    code: "internal_error",
    retryable: false,
    cause,
    advice: `What the module holds may be in pieces, tokens too; nothing is read from it any more. ${STEP}.`,
    steps: [{ who: "you", text: `${STEP}.` }],
  });

/** Whether the module has trapped. */
export let hasTrapped = false;

/** Whether this is what callers hear of a trap. @param {unknown} error */
export const isTrap = (error) => error instanceof GlobusError && error.code === "internal_error";

/** Whether wasm-bindgen calls so what JavaScript calls back. @param {string} name */
const isCallback = (name) => name.includes("__closures__");
/** Whether it calls so a method, and not what serves these. @param {string} name */
const isMethod = (name) => !name.startsWith("__") && !isCallback(name);

/**
 * The exports of the module, for the glue, until one of them traps.
 *
 * @param {WebAssembly.Exports} exports
 */
export function guarded(exports) {
  const all = /** @type {Record<string, any>} */ ({ ...exports });
  const functions = Object.entries(exports).filter(([, value]) => typeof value === "function");

  const trapped = (/** @type {unknown} */ cause) => {
    hasTrapped = true;
    for (const [name] of functions) {
      all[name] = () => {
        if (isMethod(name)) throw broken(cause);
        // Nobody is there who could catch what a callback throws.
        return isCallback(name) ? [] : 0;
      };
    }
    // Soon, when whoever has called last is no longer the one whose lines an error gets.
    void Promise.resolve().then(() => {
      for (const one of [...owed]) {
        // Of what goes on inside there may be nobody who waits for it.
        if (one.constructor === Deferred) one.promise.catch(() => {});
        one.reject(broken(cause));
      }
    });
  };

  for (const [name, call] of functions.filter(([name]) => isMethod(name) || isCallback(name))) {
    all[name] = (/** @type {unknown[]} */ ...given) => {
      try {
        return /** @type {Function} */ (call)(...given);
      } catch (thrown) {
        if (!isTrap(thrown)) trapped(thrown);
        return all[name]();
      }
    };
  }
  return all;
}
