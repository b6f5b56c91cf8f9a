// @ts-check
import { compare, splitPath, valuesAt } from "./search-fields.js";
import { countFacets } from "./search-facets.js";
import { badRequest, parseFilter } from "./search-filters.js";
import { parseText, textContent } from "./search-text.js";

/**
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-indexes.js").Entry} Entry
 * @typedef {Record<string, unknown>} Document
 * @typedef {{ subject: string, entries: readonly Entry[], content: readonly unknown[], score: number }} Found
 * @typedef {{ sees: (entry: Entry) => boolean, isMeant: (principal: string) => boolean }} Viewer
 * @typedef {(content: unknown) => boolean} Test
 */

/** How far paging by offset goes. */
const REACH = 10_000;
const VERSIONS = ["2017-09-01", "query#1.0.0", "scroll#1.0.0", "delete_by_query#1.0.0"];

/**
 * The reply to a search.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
export function search(index, viewer, query) {
  const limit = readNumber(query, "limit", 10);
  const offset = readNumber(query, "offset", 0);
  if (limit + offset > REACH) throw badRequest(`limit + offset may not exceed ${REACH}`);
  const { counted, found } = run(index, viewer, query);
  const page = found.slice(offset, offset + limit);
  const facets = countFacets(
    query.facets,
    counted.map(({ content }) => content),
  );
  return {
    "@datatype": "GSearchResult",
    "@version": "2017-09-01",
    count: page.length,
    offset,
    total: found.length,
    has_next_page: offset + page.length < Math.min(found.length, REACH),
    gmeta: page.map((item) => resultDocument(item, viewer)),
    ...(facets && { facet_results: facets }),
  };
}

/**
 * One page of all results; the marker, opaque to clients, is where the next one begins.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
export function scroll(index, viewer, query) {
  const limit = readNumber(query, "limit", 10);
  const start = readMarker(query.marker);
  const { found } = run(index, viewer, query);
  const page = found.slice(start, start + limit);
  const end = start + page.length;
  const isLast = end >= found.length;
  return {
    "@datatype": "GScrollResult",
    "@version": "2017-09-01",
    count: page.length,
    total: found.length,
    has_next_page: !isLast,
    marker: isLast ? null : btoa(`from:${end}`),
    gmeta: page.map((item) => resultDocument(item, viewer)),
  };
}

/** @param {Index} index @param {Viewer} viewer @param {Document} query @returns {string[]} the subjects that fit */
export const subjectsOf = (index, viewer, query) => run(index, viewer, query).found.map(({ subject }) => subject);

/** @param {{ subject: string, entries: readonly Entry[] }} found @param {Viewer} viewer */
export const resultDocument = ({ subject, entries }, viewer) => ({
  "@datatype": "GMetaResult",
  "@version": "2019-08-27",
  subject,
  entries: entries.map((entry) => ({
    content: entry.content,
    entry_id: entry.id,
    matched_principal_sets: matchedSets(entry, viewer),
  })),
});

/** @param {Entry} entry @param {Viewer} viewer */
const matchedSets = ({ principalSets }, { isMeant }) =>
  Object.keys(principalSets).filter((name) => principalSets[name]?.some(isMeant));

/**
 * What fits a query, best first; `counted` is what its facets look at.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
function run(index, viewer, query) {
  const { q, advanced, filters, post_facet_filters: after } = query;
  if (!VERSIONS.includes(String(query["@version"] ?? "2017-09-01"))) throw badRequest("Unknown '@version'");
  if (q !== undefined && typeof q !== "string") throw badRequest("'q' must be a string");
  if (q === undefined && !(Array.isArray(filters) && filters.length > 0)) {
    throw badRequest("'q' is required if there are no filters");
  }
  const { mode, default_operator: operator } = /** @type {Document} */ (query.q_settings ?? {});
  const text =
    q &&
    parseText(q, {
      advanced: advanced === true || mode === "advanced_query_string",
      operator: String(operator).toLowerCase() === "and" ? "and" : "or",
    });
  const boosts = new Map(
    list(query, "boosts").map((boost) => [splitPath(String(boost.field_name)).join("."), Number(boost.factor)]),
  );
  const [before, later] = splitFilters(query, list(query, "filters"));
  later.push(...(after === undefined ? [] : list(query, "post_facet_filters").map(parseFilter)));
  const counted = visibleSubjects(index, viewer, query)
    .map((item) => ({ ...item, score: text ? text(textContent(item.content, boosts)) : 1 }))
    .filter(({ score, content }) => score > 0 && before.every((test) => test(content)));
  const found = counted.filter(({ content }) => later.every((test) => test(content)));
  return { counted, found: sorted(found, list(query, "sort")) };
}

/**
 * In the first version of queries each filter tells whether facets heed it; since then they heed all of these.
 * @param {Document} query
 * @param {readonly Document[]} filters
 * @returns {[Test[], Test[]]}
 */
function splitFilters(query, filters) {
  const isFirst = !String(query["@version"] ?? "").includes("#");
  const comesLater = (/** @type {Document} */ filter) =>
    isFirst && (filter.post_filter ?? filter.type !== "match_all") === true;
  return [
    filters.filter((filter) => !comesLater(filter)).map(parseFilter),
    filters.filter(comesLater).map(parseFilter),
  ];
}

/** @param {Index} index @param {Viewer} viewer @param {Document} query @returns {Omit<Found, "score">[]} */
function visibleSubjects(index, viewer, query) {
  const sets = query.filter_principal_sets;
  if (sets !== undefined && !Array.isArray(sets)) throw badRequest("'filter_principal_sets' must be an array");
  const isWanted = (/** @type {Entry} */ entry) =>
    viewer.sees(entry) && (!sets || matchedSets(entry, viewer).some((name) => sets.includes(name)));
  return [...index.subjects].flatMap(([subject, byId]) => {
    const entries = [...byId.values()].filter(isWanted);
    return entries.length === 0 ? [] : [{ subject, entries, content: entries.map(({ content }) => content) }];
  });
}

/** @param {readonly Found[]} found @param {readonly Document[]} sort */
function sorted(found, sort) {
  const keys = sort.map(({ field_name: name, order = "desc" }) => {
    if (typeof name !== "string") throw badRequest("'field_name' is required");
    if (order !== "asc" && order !== "desc") throw badRequest("'order' must be 'asc' or 'desc'");
    const path = splitPath(name);
    return { value: (/** @type {Found} */ item) => valuesAt(item.content, path)[0], sign: order === "asc" ? 1 : -1 };
  });
  return [...found].sort((a, b) => {
    for (const { value, sign } of keys) {
      const [left, right] = [value(a), value(b)];
      // What lacks the field comes last, whatever the order.
      if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
      const order = compare(left, right) ?? 0;
      if (order !== 0) return sign * order;
    }
    return keys.length > 0 ? 0 : b.score - a.score;
  });
}

/** @param {Document} query @param {string} name @returns {Document[]} */
function list(query, name) {
  const value = query[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null)) return value;
  throw badRequest(`'${name}' must be an array of objects`);
}

/** @param {Document} query @param {string} name @param {number} usual */
function readNumber(query, name, usual) {
  const value = query[name] ?? usual;
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= REACH) return Number(value);
  throw badRequest(`'${name}' must be an integer from 0 to ${REACH}`);
}

/** @param {unknown} marker */
function readMarker(marker) {
  if (marker === undefined || marker === null) return 0;
  try {
    const [, start] = /^from:(\d+)$/.exec(atob(String(marker))) ?? [];
    if (start !== undefined) return Number(start);
  } catch {
    // Not base64: not one of ours either.
  }
  throw badRequest("'marker' is not valid");
}
