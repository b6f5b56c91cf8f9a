// @ts-check
// Stacks with the caller's own lines. Where an error is made, deep in this package and mostly long after the call, they are not.

/** The public methods that have been entered and not left. @type {Function[]} */
export const entrances = [];

/** Errors that have the caller's lines. @type {WeakSet<object>} */
const placed = new WeakSet();

/** Lines of WebAssembly between a public method and what is made in it: V8 counts them, and cannot be told to leave them out. */
const BETWEEN = 20;

/**
 * Does something while engines take down so many lines of a stack, as far as they can be told.
 *
 * @template T
 * @param {(limit: number) => number} lines @param {() => T} act
 */
function limited(lines, act) {
  const constructor = /** @type {any} */ (Error);
  const { stackTraceLimit: limit } = constructor;
  if (!(limit > 0)) return act();
  Reflect.set(constructor, "stackTraceLimit", lines(limit));
  try {
    return act();
  } finally {
    Reflect.set(constructor, "stackTraceLimit", limit);
  }
}

/** Notes the stack below a function: that of the innermost entrance, unless another is given. @param {object} target @param {Function} [below] */
const capture = (target, below) =>
  limited(
    (limit) => (below ? limit : limit + BETWEEN),
    () => /** @type {any} */ (Error).captureStackTrace?.(target, below ?? entrances.at(-1)),
  );

/** A stack without the lines of WebAssembly. @param {string} stack */
const cleaned = (stack) => stack.replace(/\n.*wasm:\/\/.*/g, "");

/**
 * An error that is made now. Its stack is taken down once: where it is made, or where a public method was entered.
 *
 * @template {Error} E
 * @param {() => E} make @param {Function} maker
 */
export function begun(make, maker) {
  const isCapturing = "captureStackTrace" in Error;
  const error = isCapturing ? limited(() => 0, make) : make();
  // Bun prints the lines around the first place, and in here they are a minifier's.
  const isEntered = entrances.length > 0;
  capture(error, isEntered ? undefined : maker);
  if (isEntered) {
    placed.add(error);
    if (typeof error.stack === "string") error.stack = cleaned(error.stack);
  }
  return error;
}

/**
 * The stack of an error that somebody waits for: engines put those who await the async function `waiter` below it. Of who does not
 * await they know nothing; then the stack stays as it was.
 *
 * @param {Error} error @param {Function} waiter
 */
export function arrive(error, waiter) {
  if (!placed.has(error)) settle(error, here(waiter));
}

/** The lines of whoever has entered a public method, or those below a function. @param {Function} [below] */
export function here(below) {
  const place = { stack: "" };
  if (below || entrances.length > 0) capture(place, below);
  return place;
}

/** Gives an error the lines that were kept. @param {Error} error @param {{ stack: string }} place */
export function settle(error, place) {
  if (placed.has(error)) return;
  const lines = place.stack.indexOf("\n");
  if (lines >= 0) error.stack = `${error}${cleaned(place.stack.slice(lines))}`;
}
