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
 * Builds the test of a filter document.
 * @param {unknown} filter
 * @returns {Test}
 */
export function parseFilter(filter) {
  if (typeof filter !== "object" || filter === null) throw badRequest("A filter must be an object");
  const document = /** @type {Document} */ (filter);
  const build = FILTER_BUILDERS[String(document.type)];
  if (!build) throw badRequest(`The fake Globus does not support the filter type '${document.type}'`);
  return build(document);
}

/** @type {Record<string, (document: Document) => Test>} */
const FILTER_BUILDERS = {
  match_all: (document) => {
    const wantedValues = readArray(document, "values");
    const readValues = valueReader(document);
    return (content) => wantedValues.every((value) => readValues(content).includes(value));
  },
  match_any: (document) => {
    const wantedValues = readArray(document, "values");
    const readValues = valueReader(document);
    return (content) => readValues(content).some((value) => wantedValues.includes(value));
  },
  range: (document) => {
    const ranges = readArray(document, "values").map(readRange);
    const readValues = valueReader(document);
    return (content) => readValues(content).some((value) => ranges.some((isWithin) => isWithin(value)));
  },
  exists: (document) => {
    const readValues = valueReader(document);
    return (content) => readValues(content).length > 0;
  },
  like: (document) => {
    if (typeof document.value !== "string") throw badRequest("'value' must be a string");
    const matches = wildcard(document.value, "i");
    const readValues = valueReader(document);
    return (content) => readValues(content).some((value) => typeof value === "string" && matches(value));
  },
  geo_bounding_box: (document) => {
    const [corner, opposite] = [readPoint(document.top_left), readPoint(document.bottom_right)];
    if (!corner || !opposite) throw badRequest("'top_left' and 'bottom_right' must be coordinates");
    const readValues = valueReader(document);
    return (content) =>
      readValues(content).some((value) => {
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
    const tests = readArray(document, "filters").map(parseFilter);
    return (content) => tests.every((test) => test(content));
  },
  or: (document) => {
    const tests = readArray(document, "filters").map(parseFilter);
    return (content) => tests.some((test) => test(content));
  },
};

/** @param {Document} document @param {string} name @returns {unknown[]} */
function readArray(document, name) {
  const value = document[name];
  if (!Array.isArray(value)) throw badRequest(`'${name}' must be an array`);
  return value;
}

/**
 * Returns a function that reads the values at `field_name` from a content.
 * @param {Document} document
 * @returns {(content: unknown) => unknown[]}
 */
export function valueReader(document) {
  if (typeof document.field_name !== "string" || document.field_name === "") {
    throw badRequest("'field_name' is required");
  }
  const path = splitPath(document.field_name);
  return (content) => valuesAt(content, path);
}

/**
 * Builds the test of a range. `from`, `to`, `gte` and `lte` include the bound, `gt` and `lt` exclude it. `*` is no
 * bound.
 * @param {unknown} range
 * @returns {Test}
 */
function readRange(range) {
  if (typeof range !== "object" || range === null) throw badRequest("The values of a range filter must be objects");
  const { from, to, gte = from, gt, lte = to, lt } = /** @type {Document} */ (range);
  const satisfies = (
    /** @type {unknown} */ value,
    /** @type {unknown} */ bound,
    /** @type {(order: number) => boolean} */ isOrderRight,
  ) => {
    if (bound === undefined || bound === null || bound === "*") return true;
    const order = compare(value, bound);
    return order !== undefined && isOrderRight(order);
  };
  return (value) =>
    satisfies(value, gte, (order) => order >= 0) &&
    satisfies(value, gt, (order) => order > 0) &&
    satisfies(value, lte, (order) => order <= 0) &&
    satisfies(value, lt, (order) => order < 0);
}

/** Reads a point from `{ lat, lon }` or `"lat,lon"`. @param {unknown} value @returns {Point | undefined} */
function readPoint(value) {
  const [, textLat, textLon] = typeof value === "string" ? (/^([-\d.]+), *([-\d.]+)$/.exec(value) ?? []) : [];
  const { lat = textLat, lon = textLon } =
    typeof value === "object" && value !== null ? /** @type {Document} */ (value) : {};
  const point = { lat: Number(lat), lon: Number(lon) };
  return lat === undefined || lon === undefined || Number.isNaN(point.lat + point.lon) ? undefined : point;
}
