// @ts-check
// Reads errors and their causes. A cause can be any value: an engine's error, or one of a user's code with members of
// any kind, such as the headers of a request. So this module reads it member by member and trusts none of it.

import { makeRedactor } from "./redact.js";

/** Limits for values without an end: more levels and objects than any real cause or body has. */
const MAX_DEPTH = 100;
const MAX_OBJECTS = 50_000;

/** Names of the methods with which an object defines what consoles print. */
const INSPECT_SYMBOLS = ["nodejs.util.inspect.custom", "Deno.customInspect"].map((name) => Symbol.for(name));

/**
 * @typedef {{ name: string, message: string, stack: string, [member: string]: any }} ErrorParts The members of an
 *   error, read.
 * @typedef {(parts: ErrorParts, error: any) => unknown} MakeError Returns what replaces an error in the copy.
 */

/** Returns the `Symbol.toStringTag` of a value, or its built-in class. Works across realms. @param {any} value */
export const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** @param {any} value */
const isError = (value) => ["Error", "DOMException"].includes(tagOf(value)) || value instanceof Error;

/** Copies one value into JSON values. `makeError` copies the errors in it. Used once. */
export class ValueReader {
  /** Whether the value consists of plain data only, and the copy shows all of it unchanged. */
  isUnchanged = true;
  #objectCount = 0;
  /** The objects around the value that is being read. */
  #ancestors = new Set();
  /** @type {MakeError} */ #makeError;
  /** @type {(text: string) => string} */ #redact;

  /** @param {MakeError} makeError @param {(text: string) => string} [redact] */
  constructor(makeError, redact = (text) => text) {
    this.#makeError = makeError;
    this.#redact = redact;
  }

  /** @param {any} value @returns {any} */
  read(value) {
    if (typeof value === "string") return this.#readText(value);
    if (typeof value === "bigint" || typeof value === "number") return Number.isFinite(value) ? value : String(value);
    if (typeof value === "boolean") return value;
    if (value === undefined || value === null) return null;
    if (typeof value !== "object") return this.#placeholder(typeof value);
    if (this.#ancestors.has(value)) return "[circular]";
    if (this.#ancestors.size >= MAX_DEPTH || ++this.#objectCount > MAX_OBJECTS) return this.#placeholder("cut off");
    this.#ancestors.add(value);
    try {
      return this.#readObject(value);
    } catch {
      return this.#placeholder("unreadable");
    } finally {
      this.#ancestors.delete(value);
    }
  }

  /** @param {string} text */
  #readText(text) {
    const redacted = this.#redact(text);
    this.isUnchanged &&= redacted === text;
    return redacted;
  }

  /** Returns the text that replaces a value that is not shown. @param {string} what */
  #placeholder(what) {
    this.isUnchanged = false;
    return `[${what}]`;
  }

  /** @param {any} value */
  #readObject(value) {
    if (isError(value)) return this.#readError(value);
    if (Array.isArray(value)) return Object.values(this.#readMembers(value, Reflect.ownKeys(value)));
    const parent = Object.getPrototypeOf(value);
    if (parent && Object.getPrototypeOf(parent)) return this.#placeholder(this.#readText(tagOf(value)));
    return this.#readMembers(value, Reflect.ownKeys(value));
  }

  /**
   * Returns the data members of an object. It calls no getter. It reads also members that are not enumerable, because
   * consoles can be configured to show them.
   *
   * @param {any} object @param {(string | symbol)[]} names @returns {Record<string, any>}
   */
  #readMembers(object, names) {
    const members = [];
    for (const name of names) {
      const { value, get, enumerable } = /** @type {any} */ (Reflect.getOwnPropertyDescriptor(object, name));
      this.isUnchanged &&= !get;
      const member = [this.#readText(String(name)), this.read(value)];
      if (typeof name === "string" && !get && (enumerable || ["errors", "cause"].includes(name))) members.push(member);
    }
    return Object.fromEntries(members);
  }

  /** @param {any} error */
  #readError(error) {
    // An engine keeps its own members of a DOMException under symbols. They are not data.
    const isDom = tagOf(error) === "DOMException";
    this.isUnchanged &&= isDom || !INSPECT_SYMBOLS.some((name) => name in error);
    const [name, message, stack] = ["name", "message", "stack"].map((part) => {
      const value = error[part];
      this.isUnchanged &&= value === undefined || typeof value === "string";
      return typeof value === "string" ? this.#readText(value) : "";
    });
    const names = (isDom ? Object.getOwnPropertyNames(error) : Reflect.ownKeys(error)).filter(
      (name) => !["name", "message", "stack"].includes(String(name)),
    );
    return this.#makeError({ name, message, stack, ...this.#readMembers(error, names) }, error);
  }
}

/**
 * Finds secrets that are not in the list of known secrets: the text after a scheme of `Authorization`; text in the form
 * of a Globus client secret (43 Base64 characters and "="); and the tokens in a reply of the token endpoint.
 */
const CREDENTIAL_PATTERN =
  /(?<=\b(?:bearer|basic) {1,9})[\w.~+/-]{16,}=*|(?<![\w+/])[\w+/]{43}=(?![\w+/=])|(?<=_(?:token|secret)"\s{0,9}:\s{0,9}")[^"]+/gi;

/** Returns an error that consoles print like the original. @type {MakeError} */
const copyError = ({ name, message, stack, errors, cause, ...members }) => {
  const copy = name === "TypeError" ? new TypeError(message) : new Error(message);
  Object.defineProperties(copy, Object.getOwnPropertyDescriptors(members));
  for (const [part, value] of Object.entries({ name, stack, errors, cause }))
    if (value !== undefined) Object.defineProperty(copy, part, { value, configurable: true, writable: true });
  return copy;
};

/**
 * Returns a thrown value without secrets. If it is plain data without secrets, it is returned unchanged; otherwise a
 * copy without the secrets and without what cannot be read.
 *
 * @param {unknown} thrown @param {string[]} secrets
 */
export const makePresentable = (thrown, secrets) => {
  const reader = new ValueReader(copyError, makeRedactor(secrets, [CREDENTIAL_PATTERN]));
  const copy = reader.read(thrown);
  return reader.isUnchanged ? thrown : copy;
};

/** Levels of nested causes that are read. */
const MAX_CAUSE_LEVELS = 16;
/** Limits for a message that people read: reasons per message, and UTF-16 units per reason. */
const [MAX_REASONS, MAX_REASON_LENGTH] = [3, 300];

/** Returns a text as one line. Removes from URLs the user name, password, query and fragment. @param {string} text */
const formatReason = (text) =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replace(/(:\/\/)[^\s/@]*@/g, "$1")
    .replace(/(:\/\/[^\s?#)]+)[?#][^\s)]*/g, "$1")
    .trim()
    .slice(0, MAX_REASON_LENGTH);

/**
 * Returns the reason of a failure: the message of the innermost cause, with its code. An `AggregateError`, such as
 * Node's after it tried several addresses, has one reason per error.
 *
 * @param {any} thrown A result of `makePresentable`. @param {number} [levels] @returns {string}
 */
export const reasonOf = (thrown, levels = MAX_CAUSE_LEVELS) => {
  if (typeof thrown === "string") return formatReason(thrown);
  const { cause, errors, message, code } = Object(thrown);
  const inner = levels > 0 ? [cause, ...(Array.isArray(errors) ? errors : [])] : [];
  const reasons = new Set(inner.map((inner) => reasonOf(inner, levels - 1)).filter(Boolean));
  if (reasons.size > 0) return [...reasons].slice(0, MAX_REASONS).join("; ");
  const text = typeof message === "string" ? formatReason(message) : "";
  if (typeof code !== "string" || text.includes(code)) return text;
  return text ? `${text} (${formatReason(code)})` : formatReason(code);
};
