// @ts-check
// A list: a promise of its first page, and an async iterable of its items. The protocols of the language need
// JavaScript. Rust decides which page is next (src/policy/paging.rs); this module calls `loader.load(cursor)`.
//
// Each iteration requests all its pages anew. Only the first iteration uses the page of the list's first request. The
// page that an `await` returns is iterable too, with all items of the list: an async function that returns a list
// passes only the page on.
import { argumentError, readObject } from "./arguments.js";
import { resultWithResponse } from "./calls.js";
import { GlobusError } from "./errors.js";
import { Uncloneable } from "./handles.js";
import { captureCaller, placeAt } from "./stacks.js";

/**
 * @typedef {object} LoadedPage
 * @property {any} page The reply.
 * @property {unknown[]} items
 * @property {Response} response
 * @property {unknown} [next] The cursor of the next page; undefined on the last page.
 * @property {unknown} [error] Why the list ends here although it has more items.
 * @property {boolean} [isTaken] Whether an iteration has started with this page.
 * @property {boolean} [isShown] Whether a caller has the page, so that it is iterable already.
 *
 * @typedef {{ load(cursor: unknown): Promise<LoadedPage>, signal?: AbortSignal }} PageLoader
 */

export class Paged extends Uncloneable {
  /** @type {PageLoader} */
  #loader;
  /** @type {Promise<LoadedPage> | undefined} */
  #first;
  /** The stack of the call that returned this list. Engines add no async stack lines for an `await` of a thenable. */
  #callerStack = captureCaller();

  /** @param {PageLoader} loader */
  constructor(loader) {
    super();
    this.#loader = loader;
  }

  /** @param {unknown} [cursor] */
  async #load(cursor) {
    try {
      return await this.#loader.load(cursor);
    } catch (error) {
      throw this.#withCallerStack(error);
    }
  }

  /** @param {unknown} error */
  #withCallerStack(error) {
    if (error instanceof GlobusError) placeAt(error, this.#callerStack);
    return error;
  }

  /** Returns the first page. It is requested once, and again after a failure. */
  #loadFirst() {
    if (this.#first === undefined) {
      const first = (this.#first = this.#load());
      first.catch(() => (this.#first = undefined));
    }
    return this.#first;
  }

  /**
   * Returns the first page, made iterable. The iterator is not enumerable, so that consoles and JSON do not show it.
   */
  async #loadAwaited() {
    const loaded = await this.#loadFirst();
    if (!loaded.isShown) {
      loaded.isShown = true;
      const value = () => this.#itemsOf(this.#loadPages(loaded));
      Object.defineProperty(loaded.page, Symbol.asyncIterator, { value, configurable: true, writable: true });
    }
    return loaded;
  }

  /** @param {any} [fulfilled] @param {any} [rejected] */
  then(fulfilled, rejected) {
    return this.#loadAwaited().then((loaded) => loaded.page).then(fulfilled, rejected);
  }

  /** @param {any} [rejected] */
  catch(rejected) {
    return this.then(undefined, rejected);
  }

  /** @param {any} [settled] */
  finally(settled) {
    return this.then().finally(settled);
  }

  /** Returns the first page with its response. */
  async withResponse() {
    const { page, response } = await this.#loadAwaited();
    return resultWithResponse(page, response);
  }

  /** Yields all pages. @param {LoadedPage} [startPage] The first page, unless another iteration has started with it. */
  async *#loadPages(startPage) {
    let loaded =
      startPage && !startPage.isTaken
        ? startPage
        : await (startPage || this.#first ? this.#load() : this.#loadFirst());
    loaded.isTaken = true;
    for (;;) {
      yield loaded;
      if (loaded.error !== undefined) throw this.#withCallerStack(loaded.error);
      if (loaded.next === undefined) return;
      loaded = await this.#load(loaded.next);
    }
  }

  async *pages() {
    for await (const { page } of this.#loadPages()) yield page;
  }

  /** @param {AsyncIterable<LoadedPage>} loads */
  async *#itemsOf(loads) {
    const { signal } = this.#loader;
    const throwIfAborted = () => {
      if (signal?.aborted) throw signal.reason;
    };
    for await (const { items } of loads) {
      for (const item of items) {
        yield item;
        throwIfAborted();
      }
    }
  }

  items() {
    return this.#itemsOf(this.#loadPages());
  }

  [Symbol.asyncIterator]() {
    return this.items();
  }

  /** @param {{ max?: number }} [options] */
  async toArray(options) {
    const { max: maxOption, ...unknownOptions } = readObject("options", options);
    for (const name of Object.keys(unknownOptions)) throw argumentError(`options.${name}`, "is not an option; there is max");
    const max = maxOption ?? Infinity;
    if (max !== Infinity && !(Number.isInteger(max) && max >= 0)) {
      throw argumentError("options.max", "must be a whole number, 0 or more, or Infinity");
    }
    const all = [];
    if (max === 0) return all;
    for await (const item of this.items()) {
      all.push(item);
      if (all.length >= max) break;
    }
    return all;
  }
}

/** @param {PageLoader} loader */
export const paged = (loader) => new Paged(loader);
