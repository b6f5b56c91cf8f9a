// @ts-check
// A trap (an abort of WebAssembly) stops the module in the middle of a change: its memory cannot be trusted afterwards.
// So no function of the module is called any more, and all pending promises reject. Every exception from the module
// counts as a trap.
import { GlobusError, createError } from "./errors.js";
import { Deferred, pendingDeferreds } from "./promises.js";

const MESSAGE = "the WebAssembly module of this package has trapped and can no longer be used";
const STEP = "Start a new process (on Workers a new isolate), and report the `cause` of this error to the package's authors";

/** Returns the error that callers get after a trap. @param {unknown} cause */
const trapError = (cause) =>
  createError("GlobusError", MESSAGE, {
    code: "internal_error",
    retryable: false,
    cause,
    advice: `The module's memory, with the tokens, may be damaged and is no longer read. ${STEP}.`,
    steps: [{ who: "you", text: `${STEP}.` }],
  });

/** Whether the module has trapped. */
export let hasTrapped = false;

/** Whether an error is one of `trapError`. @param {unknown} error */
export const isTrap = (error) => error instanceof GlobusError && error.code === "internal_error";

/** Whether an export has wasm-bindgen's name of a closure that JavaScript calls. @param {string} name */
const isCallback = (name) => name.includes("__closures__");
/** Whether an export is a function or method, not a helper of wasm-bindgen. @param {string} name */
const isMethod = (name) => !name.startsWith("__") && !isCallback(name);

/**
 * Returns the exports of the module, for the glue. After a trap, methods throw, and all other functions do nothing.
 *
 * @param {WebAssembly.Exports} exports
 */
export function guardExports(exports) {
  const guarded = /** @type {Record<string, any>} */ ({ ...exports });
  const functions = Object.entries(exports).filter(([, value]) => typeof value === "function");

  const onTrap = (/** @type {unknown} */ cause) => {
    hasTrapped = true;
    for (const [name] of functions) {
      guarded[name] = () => {
        if (isMethod(name)) throw trapError(cause);
        // No caller could catch an error of a callback.
        return isCallback(name) ? [] : 0;
      };
    }
    // In a microtask, when the current public method has returned: its stack lines are not those of the other callers.
    void Promise.resolve().then(() => {
      for (const deferred of [...pendingDeferreds]) {
        // Not every promise of the module has a caller; without a handler it would be an unhandled rejection.
        if (deferred.constructor === Deferred) deferred.promise.catch(() => {});
        deferred.reject(trapError(cause));
      }
    });
  };

  for (const [name, call] of functions.filter(([name]) => isMethod(name) || isCallback(name))) {
    guarded[name] = (/** @type {unknown[]} */ ...callArguments) => {
      try {
        return /** @type {Function} */ (call)(...callArguments);
      } catch (thrown) {
        if (!isTrap(thrown)) onTrap(thrown);
        return guarded[name]();
      }
    };
  }
  return guarded;
}
