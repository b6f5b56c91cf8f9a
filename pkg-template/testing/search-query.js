// @ts-check
import { compare, splitPath, valuesAt } from "./search-fields.js";
import { countFacets } from "./search-facets.js";
import { badRequest, parseFilter } from "./search-filters.js";
import { parseText, textContent } from "./search-text.js";

/**
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-indexes.js").Entry} Entry
 * @typedef {Record<string, unknown>} Document
 * @typedef {{ subject: string, entries: readonly Entry[], content: readonly unknown[], score: number }} SubjectMatch
 * @typedef {{ canSee: (entry: Entry) => boolean, matchesPrincipal: (principal: string) => boolean }} Viewer
 * @typedef {(content: unknown) => boolean} Test
 */

/** The largest sum of `limit` and `offset`. */
const MAX_REACH = 10_000;
const QUERY_VERSIONS = ["2017-09-01", "query#1.0.0", "scroll#1.0.0", "delete_by_query#1.0.0"];

/**
 * Returns the reply to a search.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
export function search(index, viewer, query) {
  const limit = readNumber(query, "limit", 10);
  const offset = readNumber(query, "offset", 0);
  if (limit + offset > MAX_REACH) throw badRequest(`limit + offset may not exceed ${MAX_REACH}`);
  const { facetMatches, matches } = runQuery(index, viewer, query);
  const page = matches.slice(offset, offset + limit);
  const facets = countFacets(
    query.facets,
    facetMatches.map(({ content }) => content),
  );
  return {
    "@datatype": "GSearchResult",
    "@version": "2017-09-01",
    count: page.length,
    offset,
    total: matches.length,
    has_next_page: offset + page.length < Math.min(matches.length, MAX_REACH),
    gmeta: page.map((item) => resultDocument(item, viewer)),
    ...(facets && { facet_results: facets }),
  };
}

/**
 * Returns one page of all results. Clients must treat the marker as opaque: here it is the position of the next page.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
export function scroll(index, viewer, query) {
  const limit = readNumber(query, "limit", 10);
  const start = readMarker(query.marker);
  const { matches } = runQuery(index, viewer, query);
  const page = matches.slice(start, start + limit);
  const end = start + page.length;
  const isLast = end >= matches.length;
  return {
    "@datatype": "GScrollResult",
    "@version": "2017-09-01",
    count: page.length,
    total: matches.length,
    has_next_page: !isLast,
    marker: isLast ? null : btoa(`from:${end}`),
    gmeta: page.map((item) => resultDocument(item, viewer)),
  };
}

/** @param {Index} index @param {Viewer} viewer @param {Document} query @returns {string[]} the matching subjects */
export const subjectsOf = (index, viewer, query) =>
  runQuery(index, viewer, query).matches.map(({ subject }) => subject);

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
const matchedSets = ({ principalSets }, { matchesPrincipal }) =>
  Object.keys(principalSets).filter((name) => principalSets[name]?.some(matchesPrincipal));

/**
 * Runs a query. `matches` are its results, best first. `facetMatches` also contain subjects that only post-facet
 * filters exclude: facets count these too.
 * @param {Index} index
 * @param {Viewer} viewer
 * @param {Document} query
 */
function runQuery(index, viewer, query) {
  const { q, advanced, filters, post_facet_filters: postFacetFilters } = query;
  if (!QUERY_VERSIONS.includes(String(query["@version"] ?? "2017-09-01"))) throw badRequest("Unknown '@version'");
  if (q !== undefined && typeof q !== "string") throw badRequest("'q' must be a string");
  if (q === undefined && !(Array.isArray(filters) && filters.length > 0)) {
    throw badRequest("'q' is required if there are no filters");
  }
  const { mode, default_operator: operator } = /** @type {Document} */ (query.q_settings ?? {});
  const scoreText =
    q &&
    parseText(q, {
      advanced: advanced === true || mode === "advanced_query_string",
      operator: String(operator).toLowerCase() === "and" ? "and" : "or",
    });
  const boosts = new Map(
    readObjects(query, "boosts").map((boost) => [splitPath(String(boost.field_name)).join("."), Number(boost.factor)]),
  );
  const [preFacetTests, postFacetTests] = splitFilters(query, readObjects(query, "filters"));
  postFacetTests.push(
    ...(postFacetFilters === undefined ? [] : readObjects(query, "post_facet_filters").map(parseFilter)),
  );
  const facetMatches = visibleSubjects(index, viewer, query)
    .map((item) => ({ ...item, score: scoreText ? scoreText(textContent(item.content, boosts)) : 1 }))
    .filter(({ score, content }) => score > 0 && preFacetTests.every((test) => test(content)));
  const matches = facetMatches.filter(({ content }) => postFacetTests.every((test) => test(content)));
  return { facetMatches, matches: sortMatches(matches, readObjects(query, "sort")) };
}

/**
 * Splits filters into those that apply before facets are counted and those that apply after. Only in the first version
 * of queries can a filter apply after: by `post_filter`, which is by default true except for "match_all".
 * @param {Document} query
 * @param {readonly Document[]} filters
 * @returns {[Test[], Test[]]}
 */
function splitFilters(query, filters) {
  const isFirstVersion = !String(query["@version"] ?? "").includes("#");
  const isPostFacet = (/** @type {Document} */ filter) =>
    isFirstVersion && (filter.post_filter ?? filter.type !== "match_all") === true;
  return [
    filters.filter((filter) => !isPostFacet(filter)).map(parseFilter),
    filters.filter(isPostFacet).map(parseFilter),
  ];
}

/** @param {Index} index @param {Viewer} viewer @param {Document} query @returns {Omit<SubjectMatch, "score">[]} */
function visibleSubjects(index, viewer, query) {
  const sets = query.filter_principal_sets;
  if (sets !== undefined && !Array.isArray(sets)) throw badRequest("'filter_principal_sets' must be an array");
  const isIncluded = (/** @type {Entry} */ entry) =>
    viewer.canSee(entry) && (!sets || matchedSets(entry, viewer).some((name) => sets.includes(name)));
  return [...index.subjects].flatMap(([subject, byId]) => {
    const entries = [...byId.values()].filter(isIncluded);
    return entries.length === 0 ? [] : [{ subject, entries, content: entries.map(({ content }) => content) }];
  });
}

/** @param {readonly SubjectMatch[]} matches @param {readonly Document[]} sort */
function sortMatches(matches, sort) {
  const keys = sort.map(({ field_name: name, order = "desc" }) => {
    if (typeof name !== "string") throw badRequest("'field_name' is required");
    if (order !== "asc" && order !== "desc") throw badRequest("'order' must be 'asc' or 'desc'");
    const path = splitPath(name);
    return {
      value: (/** @type {SubjectMatch} */ item) => valuesAt(item.content, path)[0],
      sign: order === "asc" ? 1 : -1,
    };
  });
  return [...matches].sort((a, b) => {
    for (const { value, sign } of keys) {
      const [left, right] = [value(a), value(b)];
      // Subjects without the field are last in both orders.
      if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
      const order = compare(left, right) ?? 0;
      if (order !== 0) return sign * order;
    }
    return keys.length > 0 ? 0 : b.score - a.score;
  });
}

/** @param {Document} query @param {string} name @returns {Document[]} */
function readObjects(query, name) {
  const value = query[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null)) return value;
  throw badRequest(`'${name}' must be an array of objects`);
}

/** @param {Document} query @param {string} name @param {number} fallback */
function readNumber(query, name, fallback) {
  const value = query[name] ?? fallback;
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_REACH) return Number(value);
  throw badRequest(`'${name}' must be an integer from 0 to ${MAX_REACH}`);
}

/** @param {unknown} marker */
function readMarker(marker) {
  if (marker === undefined || marker === null) return 0;
  try {
    const [, start] = /^from:(\d+)$/.exec(atob(String(marker))) ?? [];
    if (start !== undefined) return Number(start);
  } catch {
    // The marker is not base64, so this function did not make it.
  }
  throw badRequest("'marker' is not valid");
}
