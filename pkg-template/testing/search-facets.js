// @ts-check
import { badRequest, parseFilter, valueReader } from "./search-filters.js";
import { compare } from "./search-fields.js";

// No public record shows the buckets of histograms. Assumed: the value of a date bucket is the first day or second of
// its interval, and the value of a number bucket is its range.

/** @typedef {Record<string, unknown>} Document */

const VERSION_MEMBER = { "@version": "2017-09-01" };

/**
 * Computes the results of the facets of a query.
 * @param {unknown} facets
 * @param {readonly unknown[]} contents of the subjects that match the query
 */
export function countFacets(facets, contents) {
  if (facets === undefined) return undefined;
  if (!Array.isArray(facets)) throw badRequest("'facets' must be an array");
  const names = facets.map((facet) => facet?.name ?? facet?.field_name);
  const duplicateName = names.find((name, i) => names.indexOf(name) !== i);
  if (duplicateName !== undefined) throw badRequest(`Two facets have the name '${duplicateName}'`);
  return facets.map((/** @type {Document} */ facet, i) => {
    const count = FACET_COUNTERS[String(facet.type)];
    if (!count) throw badRequest(`Unknown facet type '${facet.type}'`);
    const { additional_filters: filters = [] } = facet;
    const tests = Array.isArray(filters) ? filters.map(parseFilter) : [];
    const filteredContents = contents.filter((content) => tests.every((test) => test(content)));
    const valuesByDocument = filteredContents.map(valueReader(facet)).map((values) => [...new Set(values)]);
    return { "@datatype": "GFacetResult", ...VERSION_MEMBER, name: names[i], ...count(facet, valuesByDocument) };
  });
}

/** @type {Record<string, (facet: Document, values: readonly unknown[][]) => Document>} */
const FACET_COUNTERS = {
  terms: ({ size = 10 }, values) => {
    const counts = countValues(values.flat());
    const bucketsByCount = [...counts].sort(([a, i], [b, j]) => j - i || (compare(a, b) ?? 0));
    return { buckets: bucketsByCount.slice(0, Number(size)).map(([value, count]) => makeBucket(value, count)) };
  },
  sum: (facet, values) => ({ value: sum(numericValues(facet, values)) }),
  avg: (facet, values) => {
    const numbers = numericValues(facet, values);
    return { value: numbers.length === 0 ? null : sum(numbers) / numbers.length };
  },
  distinct_count: (_, values) => ({ approximate_value: new Set(values.flat()).size }),
  date_histogram: ({ date_interval: interval, histogram_range: range }, values) => {
    const { low, high } = /** @type {Document} */ (range ?? {});
    const dates = values.flat().filter((value) => {
      const time = Date.parse(String(value));
      return !Number.isNaN(time) && !(time < Date.parse(String(low))) && !(time > Date.parse(String(high)));
    });
    const counts = countValues(dates.map((date) => intervalStart(String(interval), new Date(String(date)))));
    return {
      buckets: [...counts].sort(([a], [b]) => compare(a, b) ?? 0).map(([value, count]) => makeBucket(value, count)),
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
        return makeBucket({ from, to }, values.filter((documentValues) => documentValues.some(isWithin)).length);
      }),
    };
  },
};

/** @param {unknown} value @param {number} count */
const makeBucket = (value, count) => ({ "@datatype": "GBucket", ...VERSION_MEMBER, value, count });

/** Counts how often each value occurs. @param {readonly unknown[]} values @returns {Map<unknown, number>} */
function countValues(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * Returns the numbers among the values. A document without values counts as `missing`, if the facet sets it.
 * @param {Document} facet
 * @param {readonly unknown[][]} values
 */
const numericValues = ({ missing }, values) =>
  values
    .flatMap((documentValues) => (documentValues.length === 0 && missing !== undefined ? [missing] : documentValues))
    .filter((value) => typeof value === "number");

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Returns the first day or second of the interval that contains a date. @param {string} interval @param {Date} date */
function intervalStart(interval, date) {
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
  throw badRequest(`Unknown interval '${interval}'`);
}
