// @ts-check
// Gives errors the caller's stack lines. The stack at the place where an error is created lacks them: that place is
// deep in this package, and is mostly reached long after the call.

/** The public methods that are running synchronously, outermost first. @type {Function[]} */
export const activeMethods = [];

/** Errors whose stacks have the caller's lines. @type {WeakSet<object>} */
const placedErrors = new WeakSet();

/**
 * Most lines of WebAssembly between a public method and an error created in it. V8 counts them in its limit, and cannot
 * skip them.
 */
const MAX_WASM_FRAMES = 20;

/**
 * Runs a function while `Error.stackTraceLimit` has another value. Engines without that property, and a limit of 0, are
 * left alone.
 *
 * @template T
 * @param {(limit: number) => number} limitOf Returns the new limit. @param {() => T} act
 */
function withStackLimit(limitOf, act) {
  const constructor = /** @type {any} */ (Error);
  const { stackTraceLimit: limit } = constructor;
  if (!(limit > 0)) return act();
  Reflect.set(constructor, "stackTraceLimit", limitOf(limit));
  try {
    return act();
  } finally {
    Reflect.set(constructor, "stackTraceLimit", limit);
  }
}

/**
 * Sets `target.stack` to the stack below a function, by default below the innermost public method.
 *
 * @param {object} target @param {Function} [below]
 */
const captureStack = (target, below) =>
  withStackLimit(
    (limit) => (below ? limit : limit + MAX_WASM_FRAMES),
    () => /** @type {any} */ (Error).captureStackTrace?.(target, below ?? activeMethods.at(-1)),
  );

/** Returns a stack without the lines of WebAssembly. @param {string} stack */
const withoutWasmLines = (stack) => stack.replace(/\n.*wasm:\/\/.*/g, "");

/**
 * Creates an error. Its stack is captured once: below the innermost public method, or else below `maker`.
 *
 * @template {Error} E
 * @param {() => E} make @param {Function} maker The function that creates errors.
 */
export function createPlaced(make, maker) {
  const isCapturing = "captureStackTrace" in Error;
  const error = isCapturing ? withStackLimit(() => 0, make) : make();
  // Bun prints the source around the first stack line. It must not be a line of this package's minified code.
  const isEntered = activeMethods.length > 0;
  captureStack(error, isEntered ? undefined : maker);
  if (isEntered) {
    placedErrors.add(error);
    if (typeof error.stack === "string") error.stack = withoutWasmLines(error.stack);
  }
  return error;
}

/**
 * Sets the stack of an error to the async callers of `waiter`, the async function that awaited the failed promise.
 * Engines list the functions that await it. If none awaits, the stack is unchanged.
 *
 * @param {Error} error @param {Function} waiter
 */
export function placeAtWaiter(error, waiter) {
  if (!placedErrors.has(error)) placeAt(error, captureCaller(waiter));
}

/**
 * Captures the stack below the innermost running public method, or below another function.
 *
 * @param {Function} [below]
 */
export function captureCaller(below) {
  const captured = { stack: "" };
  if (below || activeMethods.length > 0) captureStack(captured, below);
  return captured;
}

/**
 * Replaces the stack lines of an error, unless it has the caller's lines already.
 *
 * @param {Error} error @param {{ stack: string }} captured
 */
export function placeAt(error, captured) {
  if (placedErrors.has(error)) return;
  const lines = captured.stack.indexOf("\n");
  if (lines >= 0) error.stack = `${error}${withoutWasmLines(captured.stack.slice(lines))}`;
}
