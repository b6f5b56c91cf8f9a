// @ts-check
/**
 * The names of a path: dots separate them, unless a backslash stands before.
 * @param {string} fieldName
 */
export const splitPath = (fieldName) =>
  (fieldName.match(/(?:\\.|[^.\\])+/gs) ?? []).map((name) => name.replace(/\\(.)/gs, "$1"));

/**
 * All values at a path, those in lists one by one.
 * @param {unknown} content
 * @param {readonly string[]} path
 * @returns {unknown[]}
 */
export function valuesAt(content, path) {
  if (Array.isArray(content)) return content.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return content === null || content === undefined ? [] : [content];
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, name)) return [];
  return valuesAt(/** @type {Record<string, unknown>} */ (content)[name], rest);
}

/**
 * Every value that is no object, with its path.
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

/** Words as a full-text index has them. @param {unknown} value */
export const words = (value) =>
  String(value)
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu) ?? [];

/**
 * Numbers by size; texts, and dates with them, by their letters. Undefined where two values cannot be compared.
 * @param {unknown} a
 * @param {unknown} b
 */
export function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b || (typeof a !== "string" && typeof a !== "boolean")) return undefined;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
