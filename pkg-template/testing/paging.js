// @ts-check
import { badRequest } from "./errors.js";

/**
 * @param {string | undefined} text
 * @param {string} name
 * @param {number} fallback
 */
export function readInteger(text, name, fallback) {
  if (text === undefined || text === "") return fallback;
  if (!/^\d+$/.test(text)) throw badRequest(`Invalid value for '${name}': '${text}' is not a non-negative integer`);
  return Number(text);
}

/**
 * Returns one page by limit and offset.
 * @template T
 * @param {readonly T[]} items
 * @param {{ limit?: string, offset?: string }} query
 * @param {{ limit: number, max: number, maxEnd?: number }} rule default limit, largest limit, largest offset + limit
 */
export function paginateByOffset(items, query, { limit: defaultLimit, max, maxEnd = Infinity }) {
  const limit = readInteger(query.limit, "limit", defaultLimit);
  const offset = readInteger(query.offset, "offset", 0);
  if (limit < 1 || limit > max) throw badRequest(`Invalid value for 'limit': must be between 1 and ${max}`);
  if (offset + limit > maxEnd) throw badRequest(`Invalid value for 'offset': offset + limit may not exceed ${maxEnd}`);
  const page = items.slice(offset, offset + limit);
  return {
    page,
    limit,
    offset,
    total: items.length,
    hasNextPage: offset + page.length < Math.min(items.length, maxEnd),
  };
}

/**
 * Returns one page by marker. A marker is the position of the page's first item. The last page has no next marker.
 * @template T
 * @param {readonly T[]} items
 * @param {string | undefined} marker
 * @param {number} size
 */
export function paginateByMarker(items, marker, size) {
  const start = readInteger(marker, "marker", 0);
  const end = start + size;
  return { page: items.slice(start, end), marker: start, nextMarker: end < items.length ? end : null };
}

/**
 * Applies the `fields` parameter: returns only the requested members.
 * @param {Record<string, unknown>} document
 * @param {string | undefined} fields
 */
export function selectFields(document, fields) {
  if (!fields) return document;
  const requestedNames = new Set(fields.split(",").map((field) => field.trim()));
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => name === "DATA_TYPE" || requestedNames.has(name)),
  );
}

/**
 * Applies the `orderby` parameter: `name ASC,size DESC`.
 * @template {Record<string, unknown>} T
 * @param {readonly T[]} items
 * @param {string | undefined} orderby
 * @param {string} defaultOrder
 * @param {readonly string[]} allowed
 * @returns {T[]}
 */
export function sortBy(items, orderby, defaultOrder, allowed) {
  const keys = (orderby || defaultOrder).split(",").map((part) => {
    const [name = "", direction = "ASC"] = part.trim().split(/\s+/);
    if (!allowed.includes(name)) throw badRequest(`Invalid orderby field '${name}'`);
    if (!/^(asc|desc)$/i.test(direction)) throw badRequest(`Invalid orderby direction '${direction}'`);
    return { name, sign: /^desc$/i.test(direction) ? -1 : 1 };
  });
  return [...items].sort((a, b) => {
    for (const { name, sign } of keys) {
      const order = compare(a[name], b[name]);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
}

/** @param {unknown} a @param {unknown} b */
function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a ?? ""), String(b ?? "")];
  return left < right ? -1 : left > right ? 1 : 0;
}
