// @ts-check
// Reading errors and what caused them. A cause is anything at all: an engine's error, or one of a user's code with whatever
// hangs on it, the headers of a request perhaps. So it is read member by member, and never trusted.

import { cleaner } from "./redact.js";

/** An end to what has none: more than any real cause or body. */
const DEPTH = 100;
const OBJECTS = 50_000;

/** Methods by which an object decides what consoles print of it. */
const INSPECT = ["nodejs.util.inspect.custom", "Deno.customInspect"].map((name) => Symbol.for(name));

/**
 * @typedef {{ name: string, message: string, stack: string, [member: string]: any }} Parts Of an error, all of them read.
 * @typedef {(parts: Parts, error: any) => unknown} Make
 */

/** What a value is, of whatever realm. @param {any} value */
export const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** @param {any} value */
const isError = (value) => ["Error", "DOMException"].includes(tagOf(value)) || value instanceof Error;

/** One reading of one value, into JSON values but for what `make` makes of errors. */
export class Reading {
  /** Whether nothing was found but plain data, all of it shown as it is. */
  whole = true;
  #objects = 0;
  /** What is being read. */
  #open = new Set();
  /** @type {Make} */ #make;
  /** @type {(text: string) => string} */ #clean;

  /** @param {Make} make @param {(text: string) => string} [clean] */
  constructor(make, clean = (text) => text) {
    this.#make = make;
    this.#clean = clean;
  }

  /** @param {any} value @returns {any} */
  read(value) {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "bigint" || typeof value === "number") return Number.isFinite(value) ? value : String(value);
    if (typeof value === "boolean") return value;
    if (value === undefined || value === null) return null;
    if (typeof value !== "object") return this.#instead(typeof value);
    if (this.#open.has(value)) return "[circular]";
    if (this.#open.size >= DEPTH || ++this.#objects > OBJECTS) return this.#instead("cut off");
    this.#open.add(value);
    try {
      return this.#object(value);
    } catch {
      return this.#instead("unreadable");
    } finally {
      this.#open.delete(value);
    }
  }

  /** @param {string} text */
  #text(text) {
    const clean = this.#clean(text);
    this.whole &&= clean === text;
    return clean;
  }

  /** @param {string} what Stands there for what is not shown. */
  #instead(what) {
    this.whole = false;
    return `[${what}]`;
  }

  /** @param {any} value */
  #object(value) {
    if (isError(value)) return this.#error(value);
    if (Array.isArray(value)) return Object.values(this.#members(value, Reflect.ownKeys(value)));
    const parent = Object.getPrototypeOf(value);
    if (parent && Object.getPrototypeOf(parent)) return this.#instead(this.#text(tagOf(value)));
    return this.#members(value, Reflect.ownKeys(value));
  }

  /**
   * What an object holds as data: no getter is called. What is not enumerable is looked at as well, because consoles can be
   * told to show it.
   *
   * @param {any} object @param {(string | symbol)[]} names @returns {Record<string, any>}
   */
  #members(object, names) {
    const members = [];
    for (const name of names) {
      const { value, get, enumerable } = /** @type {any} */ (Reflect.getOwnPropertyDescriptor(object, name));
      this.whole &&= !get;
      const entry = [this.#text(String(name)), this.read(value)];
      if (typeof name === "string" && !get && (enumerable || ["errors", "cause"].includes(name))) members.push(entry);
    }
    return Object.fromEntries(members);
  }

  /** @param {any} error */
  #error(error) {
    // The engine's own members of a DOMException are under symbols, and no data.
    const isDom = tagOf(error) === "DOMException";
    this.whole &&= isDom || !INSPECT.some((name) => name in error);
    const [name, message, stack] = ["name", "message", "stack"].map((part) => {
      const value = error[part];
      this.whole &&= value === undefined || typeof value === "string";
      return typeof value === "string" ? this.#text(value) : "";
    });
    const names = (isDom ? Object.getOwnPropertyNames(error) : Reflect.ownKeys(error)).filter(
      (name) => !["name", "message", "stack"].includes(String(name)),
    );
    return this.#make({ name, message, stack, ...this.#members(error, names) }, error);
  }
}

/**
 * Secrets that nobody told of: what follows a scheme of `Authorization`, what looks like a client secret of Globus, and what
 * a reply of the token endpoint calls a token.
 */
const CREDENTIAL =
  /(?<=\b(?:bearer|basic) {1,9})[\w.~+/-]{16,}=*|(?<![\w+/])[\w+/]{43}=(?![\w+/=])|(?<=_(?:token|secret)"\s{0,9}:\s{0,9}")[^"]+/gi;

/** An error of which consoles show the same. @type {Make} */
const copied = ({ name, message, stack, errors, cause, ...members }) => {
  const copy = name === "TypeError" ? new TypeError(message) : new Error(message);
  Object.defineProperties(copy, Object.getOwnPropertyDescriptors(members));
  for (const [part, value] of Object.entries({ name, stack, errors, cause }))
    if (value !== undefined) Object.defineProperty(copy, part, { value, configurable: true, writable: true });
  return copy;
};

/**
 * What somebody else's code threw, as it may be shown: itself if it is plain data through and through with no secret in it,
 * else a copy without what it must not or cannot show.
 *
 * @param {unknown} thrown @param {string[]} secrets
 */
export const presentable = (thrown, secrets) => {
  const reading = new Reading(copied, cleaner(secrets, [CREDENTIAL]));
  const copy = reading.read(thrown);
  return reading.whole ? thrown : copy;
};

/** Causes of causes that are looked into. */
const LEVELS = 16;
/** Of several reasons, and of one, more is not for people. */
const [MOST_REASONS, LONGEST_REASON] = [3, 300];

/** What engines put into an address is not for a message: its query, its fragment, a name and a password. @param {string} text */
const inLine = (text) =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replace(/(:\/\/)[^\s/@]*@/g, "$1")
    .replace(/(:\/\/[^\s?#)]+)[?#][^\s)]*/g, "$1")
    .trim()
    .slice(0, LONGEST_REASON);

/**
 * Why something failed: what the innermost of its causes says, with the code of that. Of several addresses that were tried,
 * each has its own.
 *
 * @param {any} thrown As `presentable` gives it. @param {number} [levels] @returns {string}
 */
export const reasonOf = (thrown, levels = LEVELS) => {
  if (typeof thrown === "string") return inLine(thrown);
  const { cause, errors, message, code } = Object(thrown);
  const inner = levels > 0 ? [cause, ...(Array.isArray(errors) ? errors : [])] : [];
  const reasons = new Set(inner.map((one) => reasonOf(one, levels - 1)).filter(Boolean));
  if (reasons.size > 0) return [...reasons].slice(0, MOST_REASONS).join("; ");
  const said = typeof message === "string" ? inLine(message) : "";
  if (typeof code !== "string" || said.includes(code)) return said;
  return said ? `${said} (${inLine(code)})` : inLine(code);
};
