// @ts-check
import { searchError } from "./errors.js";
import { wildcard } from "./filters.js";
import { compare, splitPath, valuesAt } from "./search-fields.js";

/**
 * @typedef {Record<string, unknown>} Document
 * @typedef {(content: unknown) => boolean} Test
 * @typedef {{ lat: number, lon: number }} Point
 */

/** @param {string} message */
export const badRequest = (message) => searchError(400, "BadRequest.Generic", message);

/**
 * What a filter document asks for.
 * @param {unknown} filter
 * @returns {Test}
 */
export function parseFilter(filter) {
  if (typeof filter !== "object" || filter === null) throw badRequest("A filter must be an object");
  const document = /** @type {Document} */ (filter);
  const build = FILTERS[String(document.type)];
  if (!build) throw badRequest(`The fake Globus has no filter of the type '${document.type}'`);
  return build(document);
}

/** @type {Record<string, (document: Document) => Test>} */
const FILTERS = {
  match_all: (document) => {
    const wanted = list(document, "values");
    const values = valuesOf(document);
    return (content) => wanted.every((value) => values(content).includes(value));
  },
  match_any: (document) => {
    const wanted = list(document, "values");
    const values = valuesOf(document);
    return (content) => values(content).some((value) => wanted.includes(value));
  },
  range: (document) => {
    const ranges = list(document, "values").map(readRange);
    const values = valuesOf(document);
    return (content) => values(content).some((value) => ranges.some((isWithin) => isWithin(value)));
  },
  exists: (document) => {
    const values = valuesOf(document);
    return (content) => values(content).length > 0;
  },
  like: (document) => {
    if (typeof document.value !== "string") throw badRequest("'value' must be a string");
    const fits = wildcard(document.value, "i");
    const values = valuesOf(document);
    return (content) => values(content).some((value) => typeof value === "string" && fits(value));
  },
  geo_bounding_box: (document) => {
    const [corner, opposite] = [readPoint(document.top_left), readPoint(document.bottom_right)];
    if (!corner || !opposite) throw badRequest("'top_left' and 'bottom_right' must be coordinates");
    const values = valuesOf(document);
    return (content) =>
      values(content).some((value) => {
        const point = readPoint(value);
        if (!point || point.lat > corner.lat || point.lat < opposite.lat) return false;
        const [isEast, isWest] = [point.lon >= corner.lon, point.lon <= opposite.lon];
        return corner.lon <= opposite.lon ? isEast && isWest : isEast || isWest;
      });
  },
  not: (document) => {
    const test = parseFilter(document.filter);
    return (content) => !test(content);
  },
  and: (document) => {
    const tests = list(document, "filters").map(parseFilter);
    return (content) => tests.every((test) => test(content));
  },
  or: (document) => {
    const tests = list(document, "filters").map(parseFilter);
    return (content) => tests.some((test) => test(content));
  },
};

/** @param {Document} document @param {string} name @returns {unknown[]} */
function list(document, name) {
  const value = document[name];
  if (!Array.isArray(value)) throw badRequest(`'${name}' must be an array`);
  return value;
}

/** @param {Document} document @returns {(content: unknown) => unknown[]} */
export function valuesOf(document) {
  if (typeof document.field_name !== "string" || document.field_name === "") {
    throw badRequest("'field_name' is required");
  }
  const path = splitPath(document.field_name);
  return (content) => valuesAt(content, path);
}

/** Ends are included, unless they are given as gt and lt. `*` is no end. @param {unknown} range @returns {Test} */
function readRange(range) {
  if (typeof range !== "object" || range === null) throw badRequest("The values of a range filter must be objects");
  const { from, to, gte = from, gt, lte = to, lt } = /** @type {Document} */ (range);
  const holds = (
    /** @type {unknown} */ value,
    /** @type {unknown} */ end,
    /** @type {(order: number) => boolean} */ test,
  ) => {
    if (end === undefined || end === null || end === "*") return true;
    const order = compare(value, end);
    return order !== undefined && test(order);
  };
  return (value) =>
    holds(value, gte, (order) => order >= 0) &&
    holds(value, gt, (order) => order > 0) &&
    holds(value, lte, (order) => order <= 0) &&
    holds(value, lt, (order) => order < 0);
}

/** `{ lat, lon }`, or `"lat,lon"`. @param {unknown} value @returns {Point | undefined} */
function readPoint(value) {
  const [, textLat, textLon] = typeof value === "string" ? (/^([-\d.]+), *([-\d.]+)$/.exec(value) ?? []) : [];
  const { lat = textLat, lon = textLon } =
    typeof value === "object" && value !== null ? /** @type {Document} */ (value) : {};
  const point = { lat: Number(lat), lon: Number(lon) };
  return lat === undefined || lon === undefined || Number.isNaN(point.lat + point.lon) ? undefined : point;
}
