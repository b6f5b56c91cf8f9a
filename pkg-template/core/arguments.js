// @ts-check
// Reading what a caller gives. What is wrong is refused by its name before anything is sent; nothing is left out without a word.
import { tagOf } from "./causes.js";
import { createError } from "./errors.js";

/** The error for an argument that is wrong. @param {string} field @param {string} problem @param {unknown} [cause] */
export const invalid = (field, problem, cause) =>
  createError("GlobusConfigError", `${field} ${problem}`, { code: "invalid_argument", field, retryable: false, cause });

/** Whether a value is an object without a class, of whatever realm. @param {unknown} value */
export function isPlain(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether JSON can say what an object holds. It writes the members of an instance of somebody's class; of a `Map`, a `Date` or
 * a promise it would write none.
 *
 * @param {any} value
 */
export const isDocument = (value) =>
  isPlain(value) ||
  (typeof value === "object" &&
    tagOf(value) === "Object" &&
    typeof value.toJSON !== "function" &&
    Object.keys(value).length > 0);

/** Bodies that every `fetch` takes, by what they are called in whatever realm. */
const BODIES = ["ArrayBuffer", "Blob", "File", "FormData", "ReadableStream", "URLSearchParams"];

/** Whether this platform sends what an async iterable gives: others would send its name. @type {boolean | undefined} */
let takesIterables;

function findOut() {
  const body = /** @type {any} */ ((async function* () {})());
  const init = /** @type {any} */ ({ method: "POST", body, duplex: "half" });
  try {
    return !new Request("https://localhost/", init).headers.has("content-type");
  } catch {
    return false;
  }
}

/**
 * How a value is sent as a body: true is as JSON, false as it is, undefined not at all.
 *
 * @param {any} value @returns {boolean | undefined}
 */
export function bodyKind(value) {
  if (typeof value === "string") return false;
  if (typeof value === "boolean" || Number.isFinite(value)) return true;
  if (typeof value !== "object") return undefined;
  if (ArrayBuffer.isView(value) || BODIES.includes(tagOf(value))) return false;
  // Node's streams, and what imitates them.
  if (typeof value.pipe === "function") return false;
  // A page of a list is a document, although it can be iterated.
  const isPage = Object.getOwnPropertyDescriptor(value, Symbol.asyncIterator)?.enumerable === false;
  if (typeof value[Symbol.asyncIterator] === "function" && !isPage) return (takesIterables ??= findOut()) ? false : undefined;
  // Bun's know how to write themselves; elsewhere they do not.
  if (["Headers", "Response"].includes(tagOf(value))) return undefined;
  return Array.isArray(value) || typeof value.toJSON === "function" || isDocument(value) || undefined;
}

/**
 * @param {string} field @param {unknown} value @param {(value: unknown) => boolean} [isObject]
 * @returns {any} A copy of the value, an object; an empty one if there is none.
 */
export function object(field, value, isObject = isDocument) {
  if (value === undefined || value === null) return {};
  try {
    if (isObject(value)) return { .../** @type {object} */ (value) };
  } catch (cause) {
    throw invalid(field, "cannot be read", cause);
  }
  throw invalid(field, "must be a plain object; Object.fromEntries() makes one of a Map");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function text(field, value) {
  if (value === undefined || value === null || value === "") throw invalid(field, "is required");
  if (typeof value !== "string") throw invalid(field, "must be a string");
  return value;
}

/** @param {string} field @param {unknown} value @returns {boolean} */
export function flag(field, value) {
  if (typeof value !== "boolean") throw invalid(field, "must be true or false");
  return value;
}

/** The longest time that timers take, ms: more would go off at once. */
export const LONGEST = 2 ** 31 - 1;

/** A time span in ms; `Infinity` is no limit. The same rule as in `src/js/values.rs`. @param {string} field @param {unknown} ms @returns {number} */
export function duration(field, ms) {
  if (typeof ms === "number" && ms > 0) return ms;
  throw invalid(field, "must be a number of milliseconds above 0, or Infinity");
}

/** @param {string} field @param {any} value @returns {AbortSignal} */
export function abortSignal(field, value) {
  if (typeof value?.aborted === "boolean" && typeof value.addEventListener === "function") return value;
  throw invalid(field, "must be an AbortSignal");
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param {string} field @param {unknown} value @returns {string} */
export function uuid(field, value) {
  if (!UUID.test(text(field, value))) throw invalid(field, "must be a UUID");
  return /** @type {string} */ (value).toLowerCase();
}

/** @param {unknown} value @returns {value is string} */
export const isUuid = (value) => typeof value === "string" && UUID.test(value);
