// @ts-check
// Stacks with the caller's own lines. Where an error is made, deep in this package and mostly long after the call, they are not.

/** The public methods that have been entered and not left. @type {Function[]} */
export const entrances = [];

/** Errors that have the caller's lines. @type {WeakSet<object>} */
const placed = new WeakSet();

/** Lines of WebAssembly between a public method and what is made in it: V8 counts them, and cannot be told to leave them out. */
const BETWEEN = 20;

/** Notes the stack below a function: that of the innermost entrance, unless another is given. @param {object} target @param {Function} [below] */
function capture(target, below) {
  const constructor = /** @type {any} */ (Error);
  const { stackTraceLimit: limit } = constructor;
  const isEntrance = below === undefined && limit > 0;
  if (isEntrance) Reflect.set(constructor, "stackTraceLimit", limit + BETWEEN);
  constructor.captureStackTrace?.(target, below ?? entrances.at(-1));
  if (isEntrance) Reflect.set(constructor, "stackTraceLimit", limit);
}

/** A stack without the lines of WebAssembly. @param {string} stack */
const cleaned = (stack) => stack.replace(/\n.*wasm:\/\/.*/g, "");

/** The stack of an error that is made now. @param {Error} error @param {Function} maker */
export function begin(error, maker) {
  // Bun prints the lines around the first place, and in here they are a minifier's.
  const isEntered = entrances.length > 0;
  capture(error, isEntered ? undefined : maker);
  if (!isEntered) return;
  placed.add(error);
  if (typeof error.stack === "string") error.stack = cleaned(error.stack);
}

/**
 * The stack of an error that somebody waits for: engines put those who await the async function `waiter` below it. Of who does not
 * await they know nothing; then the stack stays as it was.
 *
 * @param {Error} error @param {Function} waiter
 */
export function arrive(error, waiter) {
  if (placed.has(error)) return;
  const { stack } = error;
  capture(error, waiter);
  if (!error.stack?.includes("\n")) error.stack = stack;
}

/** The lines of whoever has entered a public method. */
export function here() {
  const place = { stack: "" };
  if (entrances.length > 0) capture(place);
  return place;
}

/** Gives an error the lines that were kept. @param {Error} error @param {{ stack: string }} place */
export function settle(error, place) {
  const lines = place.stack.indexOf("\n");
  if (lines >= 0 && !placed.has(error)) error.stack = `${error}${cleaned(place.stack.slice(lines))}`;
}
