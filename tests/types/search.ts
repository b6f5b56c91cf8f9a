// Type tests of Globus Search: code that the declarations must accept or reject. Nothing here is run.

import {
  type GMetaEntry,
  ServiceAccount,
  type Json,
  type Paged,
  type SearchFilter,
  type SearchHit,
  type SearchIndex,
  type SearchResult,
  type SearchRole,
  type SearchTask,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
const { search } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

interface Paper {
  title: string;
  year: number;
}

export async function indexes() {
  const index: SearchIndex = await search.createIndex({ display_name: "n", description: "d" });
  await search.updateIndex(id, { description: "e" });
  const isDeleted: boolean = (await search.deleteIndex(id)).acknowledged;
  await search.reopenIndex(id);
  await search.getIndex(id);
  for await (const { permissions } of search.indexList({ filter_roles: ["owner", "admin"] })) permissions.at(0);
  // @ts-expect-error the description is missing
  await search.createIndex({ display_name: "n" });
  // @ts-expect-error no such role
  search.indexList({ filter_roles: "reader" });
  // @ts-expect-error an option in place of the query
  await search.getIndex(id, { signal });

  const principal = `urn:globus:groups:id:${id}`;
  const role: SearchRole = await search.createRole(id, { role_name: "writer", principal });
  const roles: SearchRole[] = await search.getRoleList(id).toArray();
  const { success } = await search.deleteRole(id, role.id);
  // @ts-expect-error no such role
  await search.createRole(id, { role_name: "reader", principal: id });
  const task: SearchTask = await search.getTask(id);
  const tasks: SearchTask[] = await search.getTaskList(id).toArray();
  return [index.is_trial, isDeleted, roles, success, task.state === "SUCCESS", tasks];
}

export async function queries() {
  const hits: Paged<SearchResult<Paper>, SearchHit<Paper>> = search.postSearch<Paper>(id, {
    q: "x",
    filters: [
      { type: "range", field_name: "year", values: [{ from: 1999, to: "*" }] },
      {
        type: "not",
        filter: { type: "or", filters: [{ type: "match_any", field_name: "title", values: ["a", null] }] },
      },
    ],
    facets: [
      { type: "terms", field_name: "title", size: 3 },
      { type: "date_histogram", field_name: "date", date_interval: "month" },
    ],
    boosts: [{ field_name: "title", factor: 2 }],
    sort: [{ field_name: "year", order: "asc" }],
  });
  for await (const { entries } of hits) entries.map(({ content }) => content.title.length + content.year);
  for (const facet of (await hits).facet_results ?? []) {
    if ("buckets" in facet) facet.buckets.map(({ count }) => count);
    else if ("value" in facet) facet.value.toFixed();
    else facet.approximate_value.toFixed();
  }
  const plain: Json | undefined = (await search.search(id, { q: "x", limit: 5 })).gmeta[0]?.entries[0]?.content;
  const marker = (await search.scroll<Paper>(id, { q: "x" })).marker;
  const year: number | undefined = (await search.getSubject<Paper>(id, { subject: "s" })).entries[0]?.content.year;
  await search.getEntry(id, { subject: "s", entry_id: "e" }, { signal });
  // @ts-expect-error the query is missing
  search.search(id);
  // @ts-expect-error misspelt parameter
  search.search(id, { q: "x", max: 5 });
  // @ts-expect-error the subject is missing
  await search.getEntry(id, { entry_id: "e" });
  // @ts-expect-error the values of a range filter are ranges
  const range: SearchFilter = { type: "range", field_name: "year", values: [1999] };
  // @ts-expect-error no such filter
  const near: SearchFilter = { type: "near", field_name: "place" };
  // @ts-expect-error the range of the numeric histogram is missing
  search.postSearch(id, { facets: [{ type: "numeric_histogram", field_name: "year", size: 3 }] });
  // @ts-expect-error scrolls are not sorted
  search.scroll(id, { q: "x", sort: [{ field_name: "year" }] });
  return [plain, marker, year, range, near];
}

export async function changes() {
  const entry = { subject: "s", visible_to: ["public"], content: { title: "t", year: 1 } };
  const { task_id } = await search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: entry });
  await search.ingest(id, { ingest_type: "GMetaList", ingest_data: { gmeta: [{ ...entry, id: "e" }] } });
  interface Paper {
    title: string;
  }
  const papers: GMetaEntry<Paper>[] = [{ ...entry, content: { title: "t" } }];
  await search.ingest(id, { ingest_type: "GMetaList", ingest_data: { gmeta: papers } });
  await search.ingest<Paper>(id, { ingest_type: "GMetaEntry", ingest_data: { ...entry, content: { title: "t" } } });
  // @ts-expect-error a title is text
  await search.ingest<Paper>(id, { ingest_type: "GMetaEntry", ingest_data: { ...entry, content: { title: 1 } } });
  // @ts-expect-error the type is that of one entry, the data is a list
  await search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: { gmeta: [entry] } });
  // @ts-expect-error `visible_to` is missing
  await search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: { subject: "s", content: {} } });
  await search.deleteByQuery(id, { q: "x" });
  await search.deleteByQuery(id, { "@version": "2017-09-01", q: "x", bypass_visible_to: true, limit: 10 });
  await search.batchDeleteBySubject(id, { subjects: ["s"] });
  await search.deleteSubject(id, { subject: "s" });
  await search.deleteEntry(id, { subject: "s" });
  // @ts-expect-error only methods that read have this parameter
  await search.deleteSubject(id, { subject: "s", bypass_visible_to: true });
  // @ts-expect-error the subjects are missing
  await search.batchDeleteBySubject(id, {});
  return task_id;
}
