// @ts-check
// Reading what a caller gives, as far as that is not done in Rust (`src/js/arguments.rs`). What is wrong is refused by its name before anything is sent; nothing is left out without a word.
import { tagOf } from "./causes.js";
import { createError } from "./errors.js";
import { booleanText, isUuid } from "./globus_service_account_bg.js";

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

/** Whether a caller gave nothing. @param {unknown} value */
const isAbsent = (value) => value === undefined || value === null;

/**
 * @param {string} field @param {unknown} value @param {(value: unknown) => boolean} [isObject]
 * @param {object} [additions] What comes first in the copy.
 * @returns {any} A copy of the value, an object; an empty one if there is none.
 */
export function object(field, value, isObject = isDocument, additions) {
  if (isAbsent(value)) return {};
  try {
    if (isObject(value)) return { ...additions, .../** @type {object} */ (value) };
  } catch (cause) {
    throw invalid(field, "cannot be read", cause);
  }
  throw invalid(field, "must be a plain object; Object.fromEntries() converts a Map");
}

/** The items of a list; undefined if it is none. One that cannot be read is not taken for empty. @param {string} field @param {unknown} value */
function listOf(field, value) {
  try {
    return Array.isArray(value) ? Array.from(value) : undefined;
  } catch (cause) {
    throw invalid(field, "cannot be read", cause);
  }
}

/**
 * A list of a document: a copy of each item, with what it lacks. Undefined says nothing; null says that there shall be none.
 *
 * @param {string} field @param {unknown} list @param {Record<string, string>} additions
 */
export function completedItems(field, list, additions) {
  const items = listOf(field, list);
  if (!items) throw invalid(field, "must be a list");
  const names = Object.keys(additions);
  return items.map((item, index) => {
    const place = `${field}[${index}]`;
    if (isAbsent(item)) throw invalid(place, "is required");
    const copy = object(place, item, isDocument, additions);
    for (const name of names) if (copy[name] === undefined) copy[name] = additions[name];
    return copy;
  });
}

/** A document's JSON with one more member, which it lacks. @param {string} json @param {string} name @param {unknown} value */
export const withMember = (json, name, value) => `{${JSON.stringify(name)}:${JSON.stringify(value)},${json.slice(1)}`;

/** Options of a call. In a query they are a mistake that would go unnoticed. */
export const OPTIONS = ["signal", "timeout", "retries", "headers"];

/** The text of what a query or form can hold, if it has one. @param {string} name @param {any} value @returns {string | undefined} */
export function scalarText(name, value) {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return booleanText(name, value);
  if (Number.isFinite(value)) return String(value);
  try {
    const text = value instanceof Date ? value.toISOString() : undefined;
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The parameters of a query: a name and its text, and so on, as one text. What is absent is left out; lists are comma-joined, or repeated
 * if they are named.
 *
 * @param {unknown} given @param {string} repeated Names, with spaces between them.
 */
export function queryOf(given, repeated) {
  const pairs = [];
  for (const [name, value] of Object.entries(object("query", given, isPlain))) {
    const field = `query.${name}`;
    if (OPTIONS.includes(name)) throw invalid(field, "is an option: pass it in the argument after the query");
    const list = listOf(field, value);
    const texts = (list ?? [value]).filter((one) => !isAbsent(one)).map((one) => {
      const text = scalarText(name, one);
      if (text === undefined) throw invalid(field, "must be a string, number, boolean, Date or list of these");
      return text;
    });
    if (texts.length === 0) continue;
    if (list && repeated.split(" ").includes(name)) pairs.push(...texts.flatMap((text) => [name, text]));
    else pairs.push(name, texts.join(","));
  }
  return pairs.map((text) => text.replace(/[%\0]/g, encodeURIComponent)).join("\0");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function text(field, value) {
  if (isAbsent(value) || value === "") throw invalid(field, "is required");
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

/** @param {string} field @param {any} value @returns {AbortSignal} */
export function abortSignal(field, value) {
  if (typeof value?.aborted === "boolean" && typeof value.addEventListener === "function") return value;
  throw invalid(field, "must be an AbortSignal");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function uuid(field, value) {
  if (!isUuid(text(field, value))) throw invalid(field, "must be a UUID");
  return /** @type {string} */ (value).toLowerCase();
}
