// @ts-check
// A list that is a promise of its first page and an async iterable of its items. The language's protocols need JavaScript;
// which page comes next is decided in Rust (src/paging.rs), behind `source.load(cursor)`.
import { invalid, object } from "./arguments.js";
import { described } from "./calls.js";
import { GlobusError } from "./errors.js";
import { Uncloneable } from "./handles.js";
import { here, settle } from "./stacks.js";

/**
 * @typedef {{ page: unknown, items: unknown[], response: Response, next?: unknown, error?: unknown }} Loaded A page; what it came
 *   with; where the next one begins; or why there is none although there is more.
 * @typedef {{ load(cursor: unknown): Promise<Loaded> }} Source
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

  #begin() {
    return (this.#first ??= this.#load());
  }

  /** @param {any} [fulfilled] @param {any} [rejected] */
  then(fulfilled, rejected) {
    return this.#begin().then((loaded) => loaded.page).then(fulfilled, rejected);
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
    const { page, response } = await this.#begin();
    return described(page, response);
  }

  async *#loads() {
    let loaded = await this.#begin();
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

  async *items() {
    for await (const { items } of this.#loads()) yield* items;
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
