import { helpers, isList, json } from "./helpers.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  /** An account for whose `taskList` there are `total` tasks. */
  function listing(total, more = {}) {
    return stub(({ url }) => {
      const { limit, offset = 0 } = Object.fromEntries(
        [...new URL(url).searchParams].map(([name, text]) => [name, Number(text)]),
      );
      const DATA = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => ({
        task_id: offset + index,
      }));
      return json({ DATA_TYPE: "task_list", length: DATA.length, limit, offset, total, DATA, ...more });
    });
  }

  const ids = (tasks) => tasks.map(({ task_id }) => task_id);
  const upTo = (count, from = 0) => Array.from({ length: count }, (_, index) => from + index);
  const queries = (calls) => calls.map(({ url }) => new URL(url).search);

  test("list: nothing is sent until it is used", async () => {
    const { account, calls, grants } = listing(3);
    const list = account.transfer.taskList();
    assert.isTrue(isList(list));
    list.items();
    list.pages();
    list[Symbol.asyncIterator]();
    await settle();
    assert.deepEqual([calls.length, grants.length], [0, 0]);
  });

  test("list: awaited, it is the first page, untouched; however often, it is fetched once", async () => {
    const { account, calls } = listing(5, { unknown: true });
    const list = account.transfer.taskList({ limit: 2 });
    const page = await list;
    assert.deepEqual(page, {
      DATA_TYPE: "task_list",
      length: 2,
      limit: 2,
      offset: 0,
      total: 5,
      DATA: [{ task_id: 0 }, { task_id: 1 }],
      unknown: true,
    });
    assert.equal(await list, page);
    await Promise.all([list, list.then(), list.finally(() => {}), list.catch(() => {})]);
    assert.lengthOf(calls, 1);
  });

  test("list: iterated, it is all items, page by page", async () => {
    const { account, calls } = listing(5);
    const list = account.transfer.taskList({ limit: 2 });
    const seen = [];
    for await (const { task_id } of list) {
      seen.push(task_id);
      assert.lengthOf(calls, Math.floor(task_id / 2) + 1, "a page is fetched when it is needed");
    }
    assert.deepEqual(seen, upTo(5));
    assert.deepEqual(queries(calls), ["?limit=2", "?limit=2&offset=2", "?limit=2&offset=4"]);
  });

  test("list: every iterator begins at the first page, which is not fetched again", async () => {
    const { account, calls } = listing(3);
    const list = account.transfer.taskList({ limit: 2 });
    await list;
    assert.deepEqual(ids(await list.toArray()), upTo(3));
    assert.deepEqual(ids(await list.toArray()), upTo(3));
    assert.lengthOf(calls, 3);
  });

  test("list: pages, items and toArray", async () => {
    const { account } = listing(5);
    const list = account.transfer.taskList({ limit: 2 });
    const lengths = [];
    for await (const { DATA, total } of list.pages()) lengths.push([DATA.length, total]);
    assert.deepEqual(lengths, [
      [2, 5],
      [2, 5],
      [1, 5],
    ]);
    const items = await (async () => list.items())();
    assert.equal((await items.next()).value.task_id, 0);
    assert.deepEqual(ids(await list.toArray()), upTo(5));
  });

  test("list: toArray stops at max, without a request for what it does not give", async () => {
    for (const [max, sent] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [5, 3],
      [99, 3],
    ]) {
      const { account, calls } = listing(5);
      const found = await account.transfer.taskList({ limit: 2 }).toArray({ max });
      assert.deepEqual(ids(found), upTo(Math.min(max, 5)));
      assert.lengthOf(calls, sent, `max ${max}`);
    }
  });

  test("list: leaving the loop ends the requests", async () => {
    const { account, calls } = listing(100);
    for await (const { task_id } of account.transfer.taskList({ limit: 10 })) if (task_id === 12) break;
    await settle();
    assert.lengthOf(calls, 2);
  });

  test("list: the page size is the service's largest, or the caller's", async () => {
    const { account, calls } = listing(1);
    await account.transfer.taskList();
    await account.transfer.taskList({ limit: 7 });
    await account.transfer.endpointSearch({ filter_fulltext: "x" });
    await account.transfer.operationLs("e", { path: "/" });
    assert.deepEqual(queries(calls), ["?limit=1000", "?limit=7", "?filter_fulltext=x&limit=100", "?path=%2F"]);
  });

  test("list: begins at the caller's offset, whether number or text", async () => {
    for (const offset of [3, "3"]) {
      const { account, calls } = listing(7);
      assert.deepEqual(ids(await account.transfer.taskList({ limit: 2, offset }).toArray()), upTo(4, 3));
      assert.lengthOf(calls, 2);
    }
  });

  test("list: a page size or offset that is no count is refused, not replaced by another", async () => {
    const { account, calls } = listing(7);
    for (const name of ["limit", "offset"]) {
      for (const bad of ["many", -1, 2.5, true, "", [5]]) {
        for (const [list, field] of [
          [account.transfer.taskList({ [name]: bad }), `query.${name}`],
          [account.search.postSearch("i", { q: "x", [name]: bad }), `document.${name}`],
        ]) {
          const error = await list.then(assert.fail, (reason) => reason);
          assert.deepInclude(error, { code: "invalid_argument", field });
        }
      }
    }
    assert.lengthOf(calls, 0);
  });

  test("list: the other parameters go with every page", async () => {
    const { account, calls } = listing(3);
    await account.transfer.taskList({ filter: "type:DELETE", limit: 2, orderby: ["type", "label DESC"] }).toArray();
    for (const { url } of calls) {
      const query = new URL(url).searchParams;
      assert.deepEqual([query.get("filter"), query.get("orderby")], ["type:DELETE", "type,label DESC"]);
    }
  });

  test("list: a page without items is the end, whatever it says of further ones", async () => {
    for (const list of [
      (t) => t.taskList(),
      (t) => t.endpointSearch({ filter_fulltext: "x" }),
      (t) => t.taskList({ offset: 5 }),
    ]) {
      const { account, calls } = stub(() => json({ DATA: [], has_next_page: true, total: 1e9 }));
      assert.deepEqual(await list(account.transfer).toArray(), []);
      assert.lengthOf(calls, 1);
    }
  });

  test("list: a reply of another shape is invalid_response, and never an empty list", async () => {
    for (const reply of [
      null,
      [],
      5,
      "text",
      { DATA: null },
      { DATA: {} },
      { DATA: "x", has_next_page: true },
      { total: 9 },
    ]) {
      const { account, calls } = stub(() => json(reply), { retries: 0 });
      const list = () => account.transfer.taskList();
      for (const look of [() => list().toArray(), list, async () => { for await (const _ of list()) assert.fail("an item"); }]) {
        const error = await failure(look());
        assert.deepInclude(error, { name: "GlobusApiError", code: "invalid_response", service: "transfer", status: 200 });
        assert.match(error.message, / where a list in DATA was to come$/);
      }
      assert.lengthOf(calls, 3);
    }
  });

  test("list: an error of the first page reaches all who use it; nobody who does not hears of it", async () => {
    const { account, calls } = stub(() => json({ code: "PermissionDenied" }, { status: 403 }));
    const list = account.transfer.taskList();
    for (const use of [
      list,
      list.toArray(),
      list.pages().next(),
      list.items().next(),
      list.catch((error) => Promise.reject(error)),
    ]) {
      assert.instanceOf(await failure(use), GlobusApiError);
    }
    assert.lengthOf(calls, 1);
    assert.instanceOf(await failure(account.transfer.operationLs("..")), GlobusConfigError);
    void account.transfer.operationLs("..");
  });

  test("list: an error of a later page comes after the items before it", async () => {
    const { account } = stub(({ url }) =>
      url.includes("offset=2")
        ? json({ code: "X" }, { status: 400 })
        : json({ DATA: [{ task_id: 0 }, { task_id: 1 }], total: 5 }),
    );
    const seen = [];
    const iterate = async () => {
      for await (const task of account.transfer.taskList({ limit: 2 })) seen.push(task);
    };
    assert.equal((await failure(iterate())).code, "bad_request");
    assert.deepEqual(ids(seen), [0, 1]);
  });

  test("list: a directory that the server does not give whole ends with listing_truncated", async () => {
    const { account, fake, client } = stage();
    const files = { 1: "", 2: "", 3: "" };
    const { id } = fake.addCollection({
      displayName: "D",
      files,
      permissions: [{ principal: client.identityId, permissions: "r" }],
    });
    const whole = await account.transfer.operationLs(id, { path: "/" }).toArray();
    assert.deepEqual(
      whole.map(({ name }) => name),
      ["1", "2", "3"],
    );
    const seen = [];
    const iterate = async (query) => {
      for await (const { name } of account.transfer.operationLs(id, { path: "/", ...query })) seen.push(name);
    };
    fake.clearRequests();
    const error = await failure(iterate({ limit: 2 }));
    assert.instanceOf(error, GlobusApiError);
    assert.equal(error.code, "listing_truncated");
    assert.match(error.advice, /filter/);
    assert.deepEqual(seen.splice(0), ["1", "2"]);
    assert.equal((await account.transfer.operationLs(id, { path: "/", limit: 2 })).total, 3, "awaited, it is as it is");
    await iterate({ limit: 2, offset: 1 });
    assert.deepEqual(seen, ["2", "3"]);
    assert.equal(fake.requests.length, 3);
  });

  test("list: a search goes through all pages, and past what Globus gives ends with listing_truncated", async () => {
    const { account, fake } = stage();
    for (let number = 0; number < 25; number++)
      fake.addCollection({
        displayName: `Climate ${String(number).padStart(2, "0")}`,
        permissions: [{ principal: "all_authenticated_users", permissions: "r" }],
      });
    fake.clearRequests();
    const found = await account.transfer.endpointSearch({ filter_fulltext: "climate", limit: 10 }).toArray();
    assert.lengthOf(new Set(found.map(({ id }) => id)), 25);
    assert.equal(fake.count({ path: "/v0.10/endpoint_search" }), 3);
    const endless = stub(({ url }) =>
      json({ DATA: Array(100).fill({}), offset: Number(new URL(url).searchParams.get("offset")), has_next_page: true }),
    );
    const error = await failure(endless.account.transfer.endpointSearch({ filter_fulltext: "x" }).toArray());
    assert.equal(error.code, "listing_truncated");
    assert.lengthOf(endless.calls, 10);
  });

  test("list: the signal ends the iteration between pages", async () => {
    const { account, calls } = listing(100);
    const controller = new AbortController();
    const iterate = async () => {
      for await (const { task_id } of account.transfer.taskList({ limit: 2 }, { signal: controller.signal })) {
        if (task_id === 3) controller.abort("enough");
      }
    };
    assert.equal(await failure(iterate()), "enough");
    assert.lengthOf(calls, 2);
  });
}
