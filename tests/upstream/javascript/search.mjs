// Search with the JavaScript SDK: indexes, roles, entries and queries.
import assert from "node:assert/strict";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

export async function search(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("search");
  const payload = { display_name: "Papers", description: "All papers" };
  const { id } = await sdk.index.create({ headers, payload });
  const index = await sdk.index.get(id, { headers });
  assert.deepEqual([index.display_name, index.status], ["Papers", "open"]);
  assertSameDocument(index, await account.search.getIndex(id));
  const all = await sdk.index.getAll({ headers });
  assert.deepEqual(
    all.index_list.map((one) => one.id),
    [id],
  );
  assertSameDocument(all, await account.search.indexList());

  const ada = fake.addIdentity({ username: "ada@example.org" });
  const principal = `urn:globus:auth:identity:${ada.id}`;
  const { id: role_id } = await sdk.index.roles.create(id, { headers, payload: { role_name: "writer", principal } });
  const roles = await sdk.index.roles.getAll(id, { headers });
  assert.deepEqual(
    roles.role_list.map(({ principal: who }) => who),
    [`urn:globus:auth:identity:${client.identityId}`, principal],
  );
  assertSameDocument(roles, await account.search.getRoleList(id));
  await sdk.index.roles.remove({ index_id: id, role_id }, { headers });
  assert.equal((await sdk.index.roles.getAll(id, { headers })).role_list.length, 1);

  const gmeta = ["one", "two"].map((subject) => ({
    subject,
    id: null,
    visible_to: ["public"],
    content: { title: `Paper ${subject}`, year: 2026 },
  }));
  const ingest = { ingest_type: "GMetaList", ingest_data: { gmeta } };
  const { acknowledged } = await sdk.index.ingest(id, { headers, payload: ingest });
  assert.equal(acknowledged, true);
  fake.clock.advance(1000);
  const results = await sdk.query.get(id, { headers, query: { q: "two" } });
  assert.deepEqual(
    results.gmeta.map(({ subject }) => subject),
    ["two"],
  );
  assertSameDocument(results, await account.search.search(id, { q: "two" }));
  const asked = { q: "paper", filters: [{ type: "range", field_name: "year", values: [{ from: 2000, to: "*" }] }] };
  const posted = await sdk.query.post(id, { headers, payload: asked });
  assert.equal(posted.total, 2);
  assertSameDocument(posted, await account.search.postSearch(id, asked));
  const entry = await sdk.entry.get(id, { headers, query: { subject: "one" } });
  assert.equal(entry.entries[0].content.title, "Paper one");
  assertSameDocument(entry, await account.search.getEntry(id, { subject: "one" }));
  const subject = await sdk.subject.get(id, { headers, query: { subject: "one" } });
  assertSameDocument(subject, await account.search.getSubject(id, { subject: "one" }));

  await sdk.index.remove(id, { headers });
  assert.equal((await sdk.index.get(id, { headers })).status, "delete_pending");
  assert.equal(await statusOfRefusal(sdk.query.get(id, { headers, query: { q: "two" } })), 409);
  await sdk.index.reopen(id, { headers });
  assert.equal((await sdk.index.get(id, { headers })).status, "open");
}
