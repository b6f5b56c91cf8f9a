// @ts-check
// `walk`: lists a directory and its subdirectories, one after the other, as one list.
import { Paged } from "../core/paged.js";
import { argumentError, isPlainObject, readObject, readText } from "./internal.js";
import { readDocument } from "./replies.js";

/**
 * @typedef {{ path: string, depth: number, rest: Position } | undefined} Position The directory to list next, and the
 *   position after it. An immutable chain, so that several iterations can continue from the same position.
 */

/** @param {string} directory @param {string} name */
const joinPath = (directory, name) => `${directory}${directory.endsWith("/") || directory === "" ? "" : "/"}${name}`;

class Walk {
  /** @param {any} transfer @param {unknown} collectionId @param {any} query @param {unknown} options */
  constructor(transfer, collectionId, query, options) {
    Object.assign(this, { transfer, collectionId, query, options });
  }

  get signal() {
    return /** @type {any} */ (this).options?.signal;
  }

  /** Lists the directory at a position; the first directory without one. @param {Position} [cursor] */
  async load(cursor) {
    const { transfer, collectionId, options, query } = /** @type {any} */ (this);
    const { path = "", depth: maxDepth = Infinity, ...rest } = readObject("query", query, isPlainObject);
    readText("collectionId", collectionId);
    if (typeof path !== "string") throw argumentError("query.path", "must be a string");
    if (maxDepth !== Infinity && !(Number.isInteger(maxDepth) && maxDepth >= 0)) {
      throw argumentError("query.depth", "must be a whole number of levels, 0 or more, or Infinity");
    }
    for (const name of ["limit", "offset"]) {
      if (rest[name] !== undefined) throw argumentError(`query.${name}`, "is not a parameter of walk");
    }
    const position = cursor ?? { path, depth: 0, rest: undefined };
    const listing = transfer.operationLs(collectionId, { ...rest, path: position.path || undefined }, options);
    const { data: page, ...response } = await listing.withResponse();
    // Without a path, Transfer lists the collection's default directory, and the reply has its path.
    const directory = position.path || page?.path || "/";
    const items = [];
    let error;
    try {
      for await (const item of page) {
        const { name } = readDocument("transfer", "an entry of a listing", item, "name");
        items.push({ ...item, path: joinPath(directory, name) });
      }
    } catch (reason) {
      // Kept, so that the items before the error are returned first.
      error = reason;
    }
    let next = position.rest;
    if (position.depth < maxDepth) {
      // Links are not followed: a link can lead to a directory above it.
      const directories = items.filter(({ type, link_target }) => type === "dir" && !link_target);
      for (const { path } of directories.reverse()) next = { path: `${path}/`, depth: position.depth + 1, rest: next };
    }
    return { page, items, response, next, error };
  }
}

/** @param {any} transfer @param {unknown} collectionId @param {unknown} query @param {unknown} options */
export const walk = (transfer, collectionId, query, options) =>
  new Paged(new Walk(transfer, collectionId, query, options));
