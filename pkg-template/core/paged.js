// @ts-check
// A list that is a promise of its first page and an async iterable of its items. The language's protocols need JavaScript;
// which page comes next is decided in Rust (src/policy/paging.rs), behind `source.load(cursor)`.
//
// An iteration is one listing: it never begins with a page that was there before it, but for the first one to begin, which takes
// what the first request brings. Who awaits a list gets a page that can be iterated as the list can: an async function that
// returns a list gives no more than that.
import { invalid, object } from "./arguments.js";
import { described } from "./calls.js";
import { GlobusError } from "./errors.js";
import { Uncloneable } from "./handles.js";
import { here, settle } from "./stacks.js";

/**
 * @typedef {{ page: any, items: unknown[], response: Response, next?: unknown, error?: unknown, taken?: boolean, isShown?: boolean }}
 *   Loaded A page; what it came with; where the next one begins; or why there is none although there is more; whether an iteration has
 *   begun with it, and whether somebody has it.
 * @typedef {{ load(cursor: unknown): Promise<Loaded>, signal?: AbortSignal }} Source
 */

export class Paged extends Uncloneable {
  /** @type {Source} */
  #source;
  /** @type {Promise<Loaded> | undefined} */
  #first;
  /** Where the list was asked for: engines lose sight of those who await what is no promise. */
  #place = here();

  /** @param {Source} source */
  constructor(source) {
    super();
    this.#source = source;
  }

  /** @param {unknown} [cursor] */
  async #load(cursor) {
    try {
      return await this.#source.load(cursor);
    } catch (error) {
      throw this.#placed(error);
    }
  }

  /** @param {unknown} error */
  #placed(error) {
    if (error instanceof GlobusError) settle(error, this.#place);
    return error;
  }

  /** The first page, as the first request has brought it; one that fails is made again. */
  #begin() {
    if (this.#first === undefined) {
      const first = (this.#first = this.#load());
      first.catch(() => (this.#first = undefined));
    }
    return this.#first;
  }

  /** The first page for whoever awaits it. What makes it iterable is not enumerable, so that it shows nowhere. */
  async #awaited() {
    const loaded = await this.#begin();
    if (!loaded.isShown) {
      loaded.isShown = true;
      const value = () => this.#itemsOf(this.#loads(loaded));
      Object.defineProperty(loaded.page, Symbol.asyncIterator, { value, configurable: true, writable: true });
    }
    return loaded;
  }

  /** @param {any} [fulfilled] @param {any} [rejected] */
  then(fulfilled, rejected) {
    return this.#awaited().then((loaded) => loaded.page).then(fulfilled, rejected);
  }

  /** @param {any} [rejected] */
  catch(rejected) {
    return this.then(undefined, rejected);
  }

  /** @param {any} [settled] */
  finally(settled) {
    return this.then().finally(settled);
  }

  /** The first page, and the response it came with. */
  async withResponse() {
    const { page, response } = await this.#awaited();
    return described(page, response);
  }

  /** @param {Loaded} [held] A page to begin with, unless another iteration has. */
  async *#loads(held) {
    let loaded = held && !held.taken ? held : await (held || this.#first ? this.#load() : this.#begin());
    loaded.taken = true;
    for (;;) {
      yield loaded;
      if (loaded.error !== undefined) throw this.#placed(loaded.error);
      if (loaded.next === undefined) return;
      loaded = await this.#load(loaded.next);
    }
  }

  async *pages() {
    for await (const { page } of this.#loads()) yield page;
  }

  /** @param {AsyncIterable<Loaded>} loads */
  async *#itemsOf(loads) {
    const { signal } = this.#source;
    const check = () => {
      if (signal?.aborted) throw signal.reason;
    };
    for await (const { items } of loads) {
      for (const item of items) {
        yield item;
        check();
      }
    }
  }

  items() {
    return this.#itemsOf(this.#loads());
  }

  [Symbol.asyncIterator]() {
    return this.items();
  }

  /** @param {{ max?: number }} [options] */
  async toArray(options) {
    const { max: given, ...rest } = object("options", options);
    for (const name of Object.keys(rest)) throw invalid(`options.${name}`, "is not an option; there is max");
    const max = given ?? Infinity;
    if (max !== Infinity && !(Number.isInteger(max) && max >= 0)) {
      throw invalid("options.max", "must be a whole number, 0 or more, or Infinity");
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

/** @param {Source} source */
export const paged = (source) => new Paged(source);
