// @ts-check
import { badRequest, parseFilter, valuesOf } from "./search-filters.js";
import { compare } from "./search-fields.js";

// The form of the buckets of histograms has no public record: a date is the first day or moment of its interval, a
// number the range it falls into.

/** @typedef {Record<string, unknown>} Document */

const VERSION = { "@version": "2017-09-01" };

/**
 * Counts what the facets of a query ask for.
 * @param {unknown} facets
 * @param {readonly unknown[]} contents of the subjects that were found
 */
export function countFacets(facets, contents) {
  if (facets === undefined) return undefined;
  if (!Array.isArray(facets)) throw badRequest("'facets' must be an array");
  const names = facets.map((facet) => facet?.name ?? facet?.field_name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw badRequest(`Two facets have the name '${twice}'`);
  return facets.map((/** @type {Document} */ facet, i) => {
    const count = FACETS[String(facet.type)];
    if (!count) throw badRequest(`There is no facet of the type '${facet.type}'`);
    const { additional_filters: filters = [] } = facet;
    const tests = Array.isArray(filters) ? filters.map(parseFilter) : [];
    const within = contents.filter((content) => tests.every((test) => test(content)));
    const valuesByDocument = within.map(valuesOf(facet)).map((values) => [...new Set(values)]);
    return { "@datatype": "GFacetResult", ...VERSION, name: names[i], ...count(facet, valuesByDocument) };
  });
}

/** @type {Record<string, (facet: Document, values: readonly unknown[][]) => Document>} */
const FACETS = {
  terms: ({ size = 10 }, values) => {
    const counts = tally(values.flat());
    const most = [...counts].sort(([a, i], [b, j]) => j - i || (compare(a, b) ?? 0));
    return { buckets: most.slice(0, Number(size)).map(([value, count]) => bucket(value, count)) };
  },
  sum: (facet, values) => ({ value: sum(numbers(facet, values)) }),
  avg: (facet, values) => {
    const found = numbers(facet, values);
    return { value: found.length === 0 ? null : sum(found) / found.length };
  },
  distinct_count: (_, values) => ({ approximate_value: new Set(values.flat()).size }),
  date_histogram: ({ date_interval: interval, histogram_range: range }, values) => {
    const { low, high } = /** @type {Document} */ (range ?? {});
    const dates = values.flat().filter((value) => {
      const time = Date.parse(String(value));
      return !Number.isNaN(time) && !(time < Date.parse(String(low))) && !(time > Date.parse(String(high)));
    });
    const counts = tally(dates.map((date) => startOf(String(interval), new Date(String(date)))));
    return {
      buckets: [...counts].sort(([a], [b]) => compare(a, b) ?? 0).map(([value, count]) => bucket(value, count)),
    };
  },
  numeric_histogram: ({ size, histogram_range: range }, values) => {
    const { low, high } = /** @type {Record<string, number>} */ (range ?? {});
    if (typeof low !== "number" || typeof high !== "number" || !(Number(size) > 0)) {
      throw badRequest("A numeric_histogram needs 'size' and a 'histogram_range' with 'low' and 'high'");
    }
    const width = (high - low) / Number(size);
    return {
      buckets: Array.from({ length: Number(size) }, (_, i) => {
        const [from, to] = [low + i * width, low + (i + 1) * width];
        const isWithin = (/** @type {unknown} */ value) => Number(value) >= from && Number(value) < to;
        return bucket({ from, to }, values.filter((found) => found.some(isWithin)).length);
      }),
    };
  },
};

/** @param {unknown} value @param {number} count */
const bucket = (value, count) => ({ "@datatype": "GBucket", ...VERSION, value, count });

/** @param {readonly unknown[]} values @returns {Map<unknown, number>} */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * Those of a document without any are the value `missing`, if that is given.
 * @param {Document} facet
 * @param {readonly unknown[][]} values
 */
const numbers = ({ missing }, values) =>
  values
    .flatMap((found) => (found.length === 0 && missing !== undefined ? [missing] : found))
    .filter((value) => typeof value === "number");

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** The beginning of the interval a date falls into. @param {string} interval @param {Date} date */
function startOf(interval, date) {
  const iso = date.toISOString();
  const day = iso.slice(0, 10);
  if (interval === "year") return `${iso.slice(0, 4)}-01-01`;
  if (interval === "quarter") {
    return `${iso.slice(0, 4)}-${String(Math.floor(date.getUTCMonth() / 3) * 3 + 1).padStart(2, "0")}-01`;
  }
  if (interval === "month") return `${iso.slice(0, 7)}-01`;
  if (interval === "week") {
    const sinceMonday = (date.getUTCDay() + 6) % 7;
    return new Date(Date.parse(day) - sinceMonday * 86_400_000).toISOString().slice(0, 10);
  }
  if (interval === "day") return day;
  if (interval === "hour") return `${iso.slice(0, 13)}:00:00`;
  if (interval === "minute") return `${iso.slice(0, 16)}:00`;
  if (interval === "second") return iso.slice(0, 19);
  throw badRequest(`There is no interval '${interval}'`);
}
