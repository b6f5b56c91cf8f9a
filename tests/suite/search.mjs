import { helpers, json } from "./helpers.mjs";

const INDEX = "11111111-2222-4333-8444-555555555555";
const URL_OF_INDEX = `https://search.api.globus.org/v1/index/${INDEX}`;

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  const bodies = (calls) => calls.map(({ init }) => JSON.parse(init.body));
  const hits = (count, from = 0) => Array.from({ length: count }, (_, index) => ({ subject: `s${from + index}` }));

  test("postSearch: sends its version and the page in the document, and does not change the caller's document", async () => {
    const { account, calls } = stub(({ init }) => {
      const { offset = 0, limit } = JSON.parse(init.body);
      return json({ gmeta: hits(Math.min(limit, 5 - offset), offset), count: 2, has_next_page: offset + limit < 5 });
    });
    const document = Object.freeze({ q: "x", limit: 2, filters: [{ type: "exists", field_name: "a" }] });
    const found = await account.search.postSearch(INDEX, document).toArray();
    assert.deepEqual(found, hits(5));
    const sent = { "@version": "query#1.0.0", ...document };
    assert.deepEqual(bodies(calls), [sent, { ...sent, offset: 2 }, { ...sent, offset: 4 }]);
    assert.equal(calls[0].url, `${URL_OF_INDEX}/search`);
    await account.search.postSearch(INDEX, { "@version": "2017-09-01" });
    assert.equal(bodies(calls).at(-1)["@version"], "2017-09-01");
  });

  test("postSearch: is retried after a failure, because it only reads", async () => {
    const { account, calls } = stub((_, number) =>
      number === 1 ? new Response("", { status: 503 }) : json({ gmeta: [], has_next_page: false }),
    );
    await account.search.postSearch(INDEX, { q: "x" });
    assert.lengthOf(calls, 2);
  });

  test("scroll: sends the marker in the document, and adds nothing else", async () => {
    const { account, calls } = stub((_, number) =>
      json({ gmeta: hits(1, number), has_next_page: number < 3, marker: `m${number}` }),
    );
    const found = await account.search.scroll(INDEX, { q: "*" }).toArray();
    assert.deepEqual(
      found.map(({ subject }) => subject),
      ["s1", "s2", "s3"],
    );
    assert.deepEqual(bodies(calls), [{ q: "*" }, { q: "*", marker: "m1" }, { q: "*", marker: "m2" }]);
    assert.equal(calls[0].url, `${URL_OF_INDEX}/scroll`);
  });

  test("search: sends the page in the query, and requests no results above Globus's limit", async () => {
    const { account, calls } = stub(({ url }) => {
      const query = Object.fromEntries(new URL(url).searchParams);
      return json({ gmeta: hits(Number(query.limit)), has_next_page: true });
    });
    const error = await failure(account.search.search(INDEX, { q: "x", limit: 100, offset: 9950 }).toArray());
    assert.equal(error.code, "listing_truncated");
    assert.deepEqual(
      calls.map(({ url }) => new URL(url).search),
      ["?q=x&offset=9950&limit=50"],
    );
  });

  test("search and subjects: the error names a required query parameter that is missing", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    for (const [name, query, field] of [
      ["search", undefined, "query.q"],
      ["search", { q: null }, "query.q"],
      ["getSubject", {}, "query.subject"],
      ["deleteSubject", undefined, "query.subject"],
      ["getEntry", { entry_id: "e" }, "query.subject"],
      ["deleteEntry", { entry_id: "e" }, "query.subject"],
    ]) {
      assert.deepInclude(await failure(account.search[name](INDEX, query)), { code: "invalid_argument", field }, name);
    }
    assert.lengthOf(calls, 0);
    await account.search.deleteEntry(INDEX, { subject: "https://x.test/a b", entry_id: "e" });
    assert.equal(calls[0].url, `${URL_OF_INDEX}/entry?subject=https%3A%2F%2Fx.test%2Fa%20b&entry_id=e`);
    assert.equal(calls[0].init.method, "DELETE");
  });

  test("indexes: are created, changed, deleted and reopened", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    await account.search.createIndex({ display_name: "n", description: "d" });
    await account.search.updateIndex(INDEX, { display_name: "m" });
    await account.search.deleteIndex(INDEX);
    await account.search.reopenIndex(INDEX);
    assert.deepEqual(
      calls.map(({ url, init }) => [init.method, url, init.body]),
      [
        ["POST", "https://search.api.globus.org/v1/index", '{"display_name":"n","description":"d"}'],
        ["PATCH", URL_OF_INDEX, '{"display_name":"m"}'],
        ["DELETE", URL_OF_INDEX, undefined],
        ["POST", `${URL_OF_INDEX}/reopen`, undefined],
      ],
    );
    assert.equal((await failure(account.search.createIndex({ display_name: "n" }))).field, "document.description");
  });
}
