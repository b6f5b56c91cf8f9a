// @ts-check
import { flowsError } from "./flows-errors.js";

/**
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 * @typedef {Record<string, string[]>} Query
 */

/**
 * Returns the query of a list. A marker contains the query of the first page, so all other parameters are then ignored.
 * @param {Context} c
 * @returns {{ query: Query, start: number }}
 */
export function readListQuery(c) {
  const query = /** @type {Query} */ (c.req.queries());
  const [marker] = query.marker ?? query.pagination_token ?? [];
  if (!marker) return { query, start: 0 };
  try {
    return JSON.parse(decodeURIComponent(atob(marker)));
  } catch {
    throw flowsError(400, "BAD_REQUEST", "Invalid marker");
  }
}

/**
 * Returns one page and the marker of the next page. The marker of the last page is null.
 * @template T
 * @param {readonly T[]} items
 * @param {{ query: Query, start: number }} listQuery
 * @param {{ name?: string, size: number, max?: number }} [rule] the page size: its parameter, default and maximum
 */
export function paginateByMarker(items, { query, start }, { name = "per_page", size, max = 100 } = { size: 20 }) {
  const text = query[name]?.[0];
  const limit = text === undefined ? size : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw flowsError(400, "BAD_REQUEST", `Invalid value for '${name}': must be between 1 and ${max}`);
  }
  const next = start + limit;
  const marker = next < items.length ? btoa(encodeURIComponent(JSON.stringify({ query, start: next }))) : null;
  return { page: items.slice(start, next), limit, marker };
}

/**
 * Returns the values of a parameter that may be repeated and may list values with commas. Undefined if it has no
 * values.
 * @param {Query} query
 * @param {string} name
 */
export function readListParameter(query, name) {
  const values = query[name]?.flatMap((text) => text.split(",")).filter(Boolean);
  return values && values.length > 0 ? values : undefined;
}

/**
 * @template {Record<string, unknown>} T
 * @param {readonly T[]} items
 * @param {Query} query
 * @param {readonly string[]} allowed
 * @returns {T[]}
 */
export function sortByQuery(items, query, allowed) {
  const criteria = (readListParameter(query, "orderby") ?? []).map((criterion) => {
    const [name = "", direction = ""] = criterion.trim().split(/\s+/);
    if (!allowed.includes(name) || !/^(asc|desc)$/i.test(direction)) {
      throw flowsError(400, "BAD_REQUEST", `Invalid ordering criterion '${criterion}'`);
    }
    return { name, sign: /^desc$/i.test(direction) ? -1 : 1 };
  });
  return [...items].sort((a, b) => {
    for (const { name, sign } of criteria) {
      const [left, right] = [String(a[name] ?? ""), String(b[name] ?? "")];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}
