import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, made, identity } from "../values.mjs";

const INDEX = "/v1/index/{index_id}";
const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const index = { display_name: "Catalogue", description: "Of ü" };
const subject = { subject: "https://example.org/a?b=c&d" };
const bySubject = {
  few: { ids: [ID], query: { subject: "a" } },
  all: { ids: [ODD], query: subject, extra: EXTRA },
};
const byEntry = {
  few: { ids: [ID], query: { subject: "a" } },
  all: { ids: [ODD], query: { ...subject, entry_id: "e 1" }, extra: EXTRA },
};
const query = {
  q: "ü AND x",
  limit: 10,
  offset: 20,
  advanced: true,
  filters: [{ type: "match_any", field_name: "a", values: ["x", 1, null] }],
  facets: [{ name: "Years", type: "terms", field_name: "year", size: 5 }],
  post_facet_filters: [{ type: "exists", field_name: "b" }],
  boosts: [{ field_name: "a", factor: 1.5 }],
  sort: [{ field_name: "a", order: "asc" }],
};
const entry = { subject: "a", id: "e", visible_to: ["public"], content: { a: "ü", b: [1, 2.5, true, null] } };
const ingest = { ingest_type: "GMetaEntry", ingest_data: entry };
const list = { ingest_type: "GMetaList", ingest_data: { gmeta: [entry, { ...entry, id: null }] } };
const role = { role_name: "writer", principal: identity(ID) };

/** @type {import("../calls.mjs").Group} */
export default {
  service: "search",
  client: "SearchClient",
  title: "Search",
  authorization: "Bearer",
  rows: [
    row("createIndex", "POST", "/v1/index", { few: { fields: index }, all: { fields: { ...index, description: "" } } }),
    row("updateIndex", "PATCH", INDEX, {
      few: { ids: [ID], fields: { display_name: "New" } },
      all: { ids: [ODD], fields: index },
    }),
    row("deleteIndex", "DELETE", INDEX, byId),
    row("reopenIndex", "POST", `${INDEX}/reopen`, byId),
    row("getIndex", "GET", INDEX, byIdAndQuery),
    row("indexList", "GET", "/v1/index_list", {
      few: {},
      all: { query: { filter_roles: ["owner", "admin"] }, extra: EXTRA },
    }),
    row(
      "search",
      "GET",
      `${INDEX}/search`,
      {
        few: { ids: [ID], query: { q: "a" } },
        all: { ids: [ODD], query: { q: "a & ü + b", offset: 20, limit: 10, advanced: true }, extra: EXTRA },
        "the other switch": { ids: [ID], query: { q: "a", advanced: false } },
      },
      { paged: true },
    ),
    row(
      "postSearch",
      "POST",
      `${INDEX}/search`,
      {
        few: { ids: [ID], doc: { q: "a" }, helper: made("SearchQueryV1", { q: "a" }) },
        all: {
          ids: [ODD],
          doc: { ...query, more: "x" },
          helper: made("SearchQueryV1", { ...query, additional_fields: { more: "x" } }),
        },
        "a page by keywords": {
          ids: [ID],
          doc: { "@version": "query#1.0.0", q: "a", limit: 10, offset: 20 },
          args: [ID, { "@version": "query#1.0.0", q: "a" }],
          kwargs: { limit: 10, offset: 20 },
        },
      },
      { paged: true },
    ),
    row(
      "scroll",
      "POST",
      `${INDEX}/scroll`,
      {
        few: { ids: [ID], doc: { q: "a" }, helper: made("SearchScrollQuery", { q: "a" }) },
        all: {
          ids: [ODD],
          doc: { q: "*", limit: 10, advanced: false, marker: "m+1", more: "x" },
          helper: made("SearchScrollQuery", {
            q: "*",
            limit: 10,
            advanced: false,
            marker: "m+1",
            additional_fields: { more: "x" },
          }),
        },
        "a marker by keyword": {
          ids: [ID],
          doc: { q: "a", marker: "m" },
          args: [ID, { q: "a" }],
          kwargs: { marker: "m" },
        },
      },
      { paged: true },
    ),
    row("ingest", "POST", `${INDEX}/ingest`, { few: { ids: [ID], doc: ingest }, all: { ids: [ODD], doc: list } }),
    row("deleteByQuery", "POST", `${INDEX}/delete_by_query`, {
      few: { ids: [ID], doc: { q: "a" } },
      all: { ids: [ODD], doc: { q: "a", advanced: true, filters: query.filters } },
    }),
    row("batchDeleteBySubject", "POST", `${INDEX}/batch_delete_by_subject`, {
      few: { ids: [ID], doc: { subjects: ["a"] }, args: [ID, ["a"]] },
      all: {
        ids: [ODD],
        doc: { subjects: ["a", "ü"], more: 1 },
        args: [ODD, ["a", "ü"]],
        kwargs: { additional_params: { more: 1 } },
      },
    }),
    row("getSubject", "GET", `${INDEX}/subject`, bySubject),
    row("deleteSubject", "DELETE", `${INDEX}/subject`, bySubject),
    row("getEntry", "GET", `${INDEX}/entry`, byEntry),
    row("deleteEntry", "DELETE", `${INDEX}/entry`, byEntry),
    row("getTask", "GET", "/v1/task/{task_id}", byIdAndQuery),
    row("getTaskList", "GET", "/v1/task_list/{index_id}", byIdAndQuery),
    row("createRole", "POST", `${INDEX}/role`, {
      few: { ids: [ID], doc: role },
      all: { ids: [ODD], doc: { ...role, role_name: "admin" }, extra: EXTRA },
    }),
    row("getRoleList", "GET", `${INDEX}/role_list`, byIdAndQuery),
    row("deleteRole", "DELETE", `${INDEX}/role/{role_id}`, {
      few: { ids: [ID, OTHER] },
      all: { ids: [ODD, `x${ODD}`], extra: EXTRA },
    }),
  ],
};
