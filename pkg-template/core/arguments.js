// @ts-check
// Reads the arguments of a caller that `src/js/arguments.rs` does not read. A wrong value is rejected with the name of
// its field before any request; no value is ignored silently.
import { tagOf } from "./causes.js";
import { createError } from "./errors.js";
import { booleanText, isUuid } from "./globus_service_account_bg.js";

/** Returns the error for a wrong argument. @param {string} field @param {string} problem @param {unknown} [cause] */
export const argumentError = (field, problem, cause) =>
  createError("GlobusConfigError", `${field} ${problem}`, { code: "invalid_argument", field, retryable: false, cause });

/** Whether a value is an object without a class, in any realm. @param {unknown} value */
export function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether JSON can represent an object. An instance of a user's class is accepted: JSON has its members. A `Map`, a
 * `Date` or a promise is not: JSON would have none of their contents.
 *
 * @param {any} value
 */
export const isDocument = (value) =>
  isPlainObject(value) ||
  (typeof value === "object" &&
    tagOf(value) === "Object" &&
    typeof value.toJSON !== "function" &&
    Object.keys(value).length > 0);

/** Bodies that every `fetch` accepts, by their `Symbol.toStringTag`, which is the same in all realms. */
const FETCH_BODY_TAGS = ["ArrayBuffer", "Blob", "File", "FormData", "ReadableStream", "URLSearchParams"];

/**
 * Whether this platform sends the chunks of an async iterable. Other platforms convert it to a string and send
 * "[object AsyncGenerator]". Undefined until the first check.
 *
 * @type {boolean | undefined}
 */
let canSendIterables;

/** Returns `canSendIterables`: a body that was converted to a string would set a `content-type`. */
function detectIterableBodies() {
  const body = /** @type {any} */ ((async function* () {})());
  const init = /** @type {any} */ ({ method: "POST", body, duplex: "half" });
  try {
    return !new Request("https://localhost/", init).headers.has("content-type");
  } catch {
    return false;
  }
}

/**
 * Returns how a value is sent as a body: true as JSON, false unchanged, undefined if it cannot be sent.
 *
 * @param {any} value @returns {boolean | undefined}
 */
export function bodyKind(value) {
  if (typeof value === "string") return false;
  if (typeof value === "boolean" || Number.isFinite(value)) return true;
  if (typeof value !== "object") return undefined;
  if (ArrayBuffer.isView(value) || FETCH_BODY_TAGS.includes(tagOf(value))) return false;
  // Streams of Node, and libraries that imitate them.
  if (typeof value.pipe === "function") return false;
  // A page of a list is a document, although it is iterable (`paged.js`).
  const isPage = Object.getOwnPropertyDescriptor(value, Symbol.asyncIterator)?.enumerable === false;
  if (typeof value[Symbol.asyncIterator] === "function" && !isPage)
    return (canSendIterables ??= detectIterableBodies()) ? false : undefined;
  // In Bun both have `toJSON`; other runtimes would send "{}".
  if (["Headers", "Response"].includes(tagOf(value))) return undefined;
  return Array.isArray(value) || typeof value.toJSON === "function" || isDocument(value) || undefined;
}

/** Whether a value counts as omitted. @param {unknown} value */
const isAbsent = (value) => value === undefined || value === null;

/**
 * Returns a copy of an object; an empty object if the value is absent.
 *
 * @param {string} field @param {unknown} value @param {(value: unknown) => boolean} [isObject]
 * @param {object} [additions] The first members of the copy. Members of `value` replace them.
 * @returns {any}
 */
export function readObject(field, value, isObject = isDocument, additions) {
  if (isAbsent(value)) return {};
  try {
    if (isObject(value)) return { ...additions, .../** @type {object} */ (value) };
  } catch (cause) {
    throw argumentError(field, "cannot be read", cause);
  }
  throw argumentError(field, "must be a plain object; Object.fromEntries() converts a Map");
}

/**
 * Returns the items of a list; undefined if the value is not a list. A list that cannot be read is an error, not an
 * empty list.
 *
 * @param {string} field @param {unknown} value
 */
function readList(field, value) {
  try {
    return Array.isArray(value) ? Array.from(value) : undefined;
  } catch (cause) {
    throw argumentError(field, "cannot be read", cause);
  }
}

/**
 * Returns a copy of each item of a list in a document, with the members of `additions` that the item lacks. An item's
 * member counts as missing if it is undefined; null is kept and sent.
 *
 * @param {string} field @param {unknown} list @param {Record<string, string>} additions
 */
export function completedItems(field, list, additions) {
  const items = readList(field, list);
  if (!items) throw argumentError(field, "must be a list");
  const names = Object.keys(additions);
  return items.map((item, index) => {
    const itemField = `${field}[${index}]`;
    if (isAbsent(item)) throw argumentError(itemField, "is required");
    const copy = readObject(itemField, item, isDocument, additions);
    for (const name of names) if (copy[name] === undefined) copy[name] = additions[name];
    return copy;
  });
}

/**
 * Returns a document's JSON with one more member. The document must be an object with at least one member, and must not
 * have this member.
 *
 * @param {string} json @param {string} name @param {unknown} value
 */
export const withMember = (json, name, value) => `{${JSON.stringify(name)}:${JSON.stringify(value)},${json.slice(1)}`;

/** Options of a call. A query rejects them: as parameters they would be sent, and have no effect. */
export const CALL_OPTION_NAMES = ["signal", "timeout", "retries", "headers"];

/**
 * Returns a value as text of a query or form; undefined if it has no such text.
 *
 * @param {string} name @param {any} value @returns {string | undefined}
 */
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
 * Returns the parameters of a query as one text: names and values in turn, separated by NUL. NUL and "%" within them
 * are percent-encoded. Absent values are omitted. A list becomes one parameter with commas, or several if its name is
 * in `repeated`.
 *
 * @param {unknown} query @param {string} repeated Names, separated by spaces.
 */
export function queryOf(query, repeated) {
  const pairs = [];
  for (const [name, value] of Object.entries(readObject("query", query, isPlainObject))) {
    const field = `query.${name}`;
    if (CALL_OPTION_NAMES.includes(name)) throw argumentError(field, "is an option: pass it in the argument after the query");
    const list = readList(field, value);
    const texts = (list ?? [value]).filter((item) => !isAbsent(item)).map((item) => {
      const text = scalarText(name, item);
      if (text === undefined) throw argumentError(field, "must be a string, number, boolean, Date or list of these");
      return text;
    });
    if (texts.length === 0) continue;
    if (list && repeated.split(" ").includes(name)) pairs.push(...texts.flatMap((text) => [name, text]));
    else pairs.push(name, texts.join(","));
  }
  return pairs.map((text) => text.replace(/[%\0]/g, encodeURIComponent)).join("\0");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function readText(field, value) {
  if (isAbsent(value) || value === "") throw argumentError(field, "is required");
  if (typeof value !== "string") throw argumentError(field, "must be a string");
  return value;
}

/** @param {string} field @param {unknown} value @returns {boolean} */
export function readBoolean(field, value) {
  if (typeof value !== "boolean") throw argumentError(field, "must be true or false");
  return value;
}

/** The longest delay of `setTimeout`, in ms. A timer with a longer delay fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** @param {string} field @param {any} value @returns {AbortSignal} */
export function readAbortSignal(field, value) {
  if (typeof value?.aborted === "boolean" && typeof value.addEventListener === "function") return value;
  throw argumentError(field, "must be an AbortSignal");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function readUuid(field, value) {
  if (!isUuid(readText(field, value))) throw argumentError(field, "must be a UUID");
  return /** @type {string} */ (value).toLowerCase();
}
