// @ts-check
/**
 * Splits a path into names at its dots. A backslash escapes a dot.
 * @param {string} fieldName
 */
export const splitPath = (fieldName) =>
  (fieldName.match(/(?:\\.|[^.\\])+/gs) ?? []).map((name) => name.replace(/\\(.)/gs, "$1"));

/**
 * Returns all values at a path. Lists are flattened.
 * @param {unknown} content
 * @param {readonly string[]} path
 * @returns {unknown[]}
 */
export function valuesAt(content, path) {
  if (Array.isArray(content)) return content.flatMap((item) => valuesAt(item, path));
  const [name, ...remainingPath] = path;
  if (name === undefined) return content === null || content === undefined ? [] : [content];
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, name)) return [];
  return valuesAt(/** @type {Record<string, unknown>} */ (content)[name], remainingPath);
}

/**
 * Returns every string, number and boolean of a content, with its path. Lists are flattened.
 * @param {unknown} content
 * @param {readonly string[]} [path]
 * @returns {{ path: readonly string[], value: string | number | boolean }[]}
 */
export function leaves(content, path = []) {
  if (content === null || content === undefined) return [];
  if (Array.isArray(content)) return content.flatMap((item) => leaves(item, path));
  if (typeof content === "object") {
    return Object.entries(content).flatMap(([name, value]) => leaves(value, [...path, name]));
  }
  return [{ path, value: /** @type {string | number | boolean} */ (content) }];
}

/** Splits a text into lower-case words, as a full-text index does. @param {unknown} value */
export const splitWords = (value) =>
  String(value)
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu) ?? [];

/**
 * Compares numbers by size and strings by their characters, which also orders ISO 8601 dates. Returns undefined for two
 * values that cannot be compared.
 * @param {unknown} a
 * @param {unknown} b
 */
export function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b || (typeof a !== "string" && typeof a !== "boolean")) return undefined;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
