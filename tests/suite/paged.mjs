import { helpers, isList, json } from "./helpers.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  /** Returns an account whose `taskList` has `total` tasks. */
  function stubTasks(total, more = {}) {
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
  const range = (count, from = 0) => Array.from({ length: count }, (_, index) => from + index);
  const queries = (calls) => calls.map(({ url }) => new URL(url).search);

  test("list: a frozen page can be awaited again, and iterated", async () => {
    const { account } = stubTasks(5);
    const list = account.transfer.taskList({ limit: 2 });
    const page = Object.freeze(await list);
    assert.equal(await list, page);
    assert.equal((await list.withResponse()).data, page);
    const seen = [];
    for await (const task of page) seen.push(task);
    assert.deepEqual(ids(seen), range(5));
  });

  test("list: an abort ends an iteration between the items of a page, and after the last item", async () => {
    for (const [total, limit] of [[25, 10], [3, 10]]) {
      const { account, calls } = stubTasks(total);
      const reasons = [new Error("enough"), 0];
      for (const reason of reasons) {
        const controller = new AbortController();
        const seen = [];
        const iterated = async () => {
          for await (const task of account.transfer.taskList({ limit }, { signal: controller.signal })) {
            if (seen.push(task) === 3) controller.abort(reason);
          }
        };
        assert.equal(await failure(iterated()), reason);
        assert.lengthOf(seen, 3);
      }
      assert.lengthOf(calls, reasons.length);
    }
  });

  test("list: nothing is sent until the list is used", async () => {
    const { account, calls, grants } = stubTasks(3);
    const list = account.transfer.taskList();
    assert.isTrue(isList(list));
    list.items();
    list.pages();
    list[Symbol.asyncIterator]();
    await settle();
    assert.deepEqual([calls.length, grants.length], [0, 0]);
  });

  test("list: an awaited list returns its first page unchanged, and fetches it once", async () => {
    const { account, calls } = stubTasks(5, { unknown: true });
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

  /**
   * Lists of every kind, bare or in a document, in several pages or in one: the call, the server's reply, the number of
   * items.
   */
  const lists = {
    taskList: [(a) => a.transfer.taskList({ limit: 2 }), ({ offset = 0 }) => ({ DATA: page(offset, 2, 5), total: 5 }), 5],
    taskEventList: [(a) => a.transfer.endpointManagerTaskEventList("t"), () => ({ DATA: page(0, 2, 2), total: 2 }), 2],
    getMyGroups: [(a) => a.groups.getMyGroups(), () => page(0, 3, 3), 3],
    scroll: [(a) => a.search.scroll("i", { q: "x" }), ({ marker = 0 }) => ({ gmeta: page(marker, 2, 3), has_next_page: marker < 2, marker: String(marker + 2) }), 3],
    postSearch: [(a) => a.search.postSearch("i", { q: "x", limit: 2 }), ({ offset = 0 }) => ({ gmeta: page(offset, 2, 3), has_next_page: offset < 2 }), 3],
    listFlows: [(a) => a.flows.listFlows(), ({ marker = 0 }) => ({ flows: page(marker, 1, 3), has_next_page: marker < 2, marker: String(marker + 1) }), 3],
  };
  const page = (from, count, total) => range(Math.max(0, Math.min(count, total - from)), from).map((task_id) => ({ task_id }));

  /** Returns an account whose calls are answered by one of these, and the replies that were sent. */
  function stubAnswers(answer) {
    const sent = [];
    const staged = stub(({ url, init }) => {
      const parameters = { ...Object.fromEntries(new URL(url).searchParams), ...(init.body ? JSON.parse(init.body) : {}) };
      for (const name of ["offset", "marker"]) if (name in parameters) parameters[name] = Number(parameters[name]);
      sent.push(answer(parameters));
      return json(sent.at(-1));
    });
    return { ...staged, sent };
  }

  test("list: a list of every kind returns all items when it is iterated after an accidental await", async () => {
    for (const [name, [ask, answer, total]] of Object.entries(lists)) {
      const { account, calls } = stubAnswers(answer);
      const accident = async () => ask(account);
      const seen = [];
      for await (const { task_id } of await accident()) seen.push(task_id);
      assert.deepEqual(seen, range(total), name);
      const requestCount = calls.length;
      const again = [];
      for await (const { task_id } of await ask(account)) again.push(task_id);
      assert.deepEqual([again, calls.length], [range(total), 2 * requestCount], `${name}: no page is requested twice`);
    }
  });

  test("list: an awaited page shows only what the server sent", async () => {
    for (const [name, [ask, answer]] of Object.entries(lists)) {
      const { account, sent } = stubAnswers(answer);
      for (const document of [await ask(account), (await ask(account).withResponse()).data]) {
        const expected = sent.at(-1);
        assert.deepEqual(document, expected, name);
        assert.equal(JSON.stringify(document), JSON.stringify(expected), name);
        assert.deepEqual(Object.keys(document), Object.keys(expected), name);
        assert.deepEqual(structuredClone(document), expected, name);
        assert.deepEqual({ ...document }, { ...expected }, name);
        assert.isFalse(Object.getOwnPropertyDescriptor(document, Symbol.asyncIterator).enumerable, name);
      }
    }
    const { account } = stubAnswers(lists.getMyGroups[1]);
    const groups = await account.groups.getMyGroups();
    assert.deepEqual([...groups, ...groups.map(({ task_id }) => task_id)], [...page(0, 3, 3), 0, 1, 2]);
  });

  test("list: two iterations are two listings, for a list and for its page", async () => {
    // A new task is the first one, so that the older tasks move on by one.
    const changing = () => {
      let tasks = ["b", "a"];
      const staged = stubAnswers(({ offset = 0 }) => ({ DATA: [tasks[offset]].filter(Boolean).map((task_id) => ({ task_id })), total: tasks.length }));
      return { ...staged, list: staged.account.transfer.taskList({ limit: 1 }), change: () => (tasks = ["c", ...tasks]) };
    };
    const all = async (items) => {
      const seen = [];
      for await (const { task_id } of items) seen.push(task_id);
      return seen;
    };
    {
      const { list, change } = changing();
      assert.deepEqual(await all(list), ["b", "a"]);
      change();
      assert.deepEqual(await all(list), ["c", "b", "a"]);
      assert.deepEqual(ids((await list).DATA), ["b"], "the awaited page is the one fetched first");
      assert.deepEqual(await all(await list), ["c", "b", "a"]);
    }
    {
      const { list, change, calls } = changing();
      await list;
      change();
      assert.deepEqual(await all(list), ["c", "b", "a"]);
      assert.lengthOf(calls, 4);
    }
    {
      const { list, change, calls } = changing();
      const page = await list;
      assert.deepEqual(await all(page), ["b", "a"]);
      assert.lengthOf(calls, 2);
      change();
      assert.deepEqual(await all(page), ["c", "b", "a"]);
      assert.deepEqual([page.DATA, calls.length], [[{ task_id: "b" }], 5]);
    }
    {
      const { list, calls } = changing();
      assert.deepEqual(await Promise.all([all(list), all(list), all(await list)]), Array(3).fill(["b", "a"]));
      assert.lengthOf(calls, 6);
    }
  });

  test("list: after a failure, the next use sends a new request", async () => {
    const replies = [];
    const { account, calls } = stub(() => replies.shift() ?? json({ DATA: [{ task_id: 0 }], total: 1 }));
    const list = account.transfer.taskList();
    for (const use of [(list) => list, (list) => list.toArray(), (list) => list.withResponse(), (list) => list.pages().next()]) {
      replies.push(json({ code: "X" }, { status: 400 }));
      assert.equal((await failure(use(list))).code, "bad_request");
    }
    assert.deepEqual(ids((await list).DATA), [0]);
    assert.deepEqual(ids(await list.toArray()), [0]);
    assert.lengthOf(calls, 6);
  });

  test("list: leaving a loop over an awaited page ends the requests, and so does an abort", async () => {
    const { account, calls } = stubTasks(100);
    for await (const { task_id } of await account.transfer.taskList({ limit: 10 })) if (task_id === 12) break;
    await settle();
    assert.lengthOf(calls, 2);
    const controller = new AbortController();
    const reason = new Error("enough");
    const iterate = async () => {
      const page = await account.transfer.taskList({ limit: 2 }, { signal: controller.signal });
      for await (const { task_id } of page) if (task_id === 3) controller.abort(reason);
    };
    assert.equal(await failure(iterate()), reason);
    assert.lengthOf(calls, 4);
  });

  test("list: an iteration returns all items, and fetches each page when it is needed", async () => {
    const { account, calls } = stubTasks(5);
    const list = account.transfer.taskList({ limit: 2 });
    const seen = [];
    for await (const { task_id } of list) {
      seen.push(task_id);
      assert.lengthOf(calls, Math.floor(task_id / 2) + 1, "a page is fetched when it is needed");
    }
    assert.deepEqual(seen, range(5));
    assert.deepEqual(queries(calls), ["?limit=2", "?limit=2&offset=2", "?limit=2&offset=4"]);
  });

  test("list: the first use sends the first request, and each later iteration sends its own", async () => {
    const { account, calls } = stubTasks(3);
    const list = account.transfer.taskList({ limit: 2 });
    assert.deepEqual(ids(await list.toArray()), range(3));
    assert.deepEqual(ids((await list).DATA), range(2));
    assert.lengthOf(calls, 2);
    assert.deepEqual(ids(await list.toArray()), range(3));
    assert.lengthOf(calls, 4);
  });

  test("list: pages() returns pages; items() and toArray() return items", async () => {
    const { account } = stubTasks(5);
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
    assert.deepEqual(ids(await list.toArray()), range(5));
  });

  test("list: toArray stops at max, and requests no page that it does not need", async () => {
    for (const [max, sent] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [5, 3],
      [99, 3],
    ]) {
      const { account, calls } = stubTasks(5);
      const found = await account.transfer.taskList({ limit: 2 }).toArray({ max });
      assert.deepEqual(ids(found), range(Math.min(max, 5)));
      assert.lengthOf(calls, sent, `max ${max}`);
    }
  });

  test("list: leaving the loop ends the requests", async () => {
    const { account, calls } = stubTasks(100);
    for await (const { task_id } of account.transfer.taskList({ limit: 10 })) if (task_id === 12) break;
    await settle();
    assert.lengthOf(calls, 2);
  });

  test("list: the page size is the service's largest, or the caller's limit", async () => {
    const { account, calls } = stubTasks(1);
    await account.transfer.taskList();
    await account.transfer.taskList({ limit: 7 });
    await account.transfer.endpointSearch({ filter_fulltext: "x" });
    await account.transfer.operationLs("e", { path: "/" });
    assert.deepEqual(queries(calls), ["?limit=1000", "?limit=7", "?filter_fulltext=x&limit=100", "?path=%2F"]);
  });

  test("list: a listing begins at the caller's offset, a number or a text", async () => {
    for (const offset of [3, "3"]) {
      const { account, calls } = stubTasks(7);
      assert.deepEqual(ids(await account.transfer.taskList({ limit: 2, offset }).toArray()), range(4, 3));
      assert.lengthOf(calls, 2);
    }
  });

  test("list: a limit or offset that is not a count is rejected, not replaced by a default", async () => {
    const { account, calls } = stubTasks(7);
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

  test("list: the other parameters are sent with every page", async () => {
    const { account, calls } = stubTasks(3);
    await account.transfer.taskList({ filter: "type:DELETE", limit: 2, orderby: ["type", "label DESC"] }).toArray();
    for (const { url } of calls) {
      const query = new URL(url).searchParams;
      assert.deepEqual([query.get("filter"), query.get("orderby")], ["type:DELETE", "type,label DESC"]);
    }
  });

  test("list: a page without items is the last page, even if it announces more", async () => {
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

  test("list: a reply of another shape fails with invalid_response, and is never read as an empty list", async () => {
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
      for (const use of [() => list().toArray(), list, async () => { for await (const _ of list()) assert.fail("an item"); }]) {
        const error = await failure(use());
        assert.deepInclude(error, { name: "GlobusApiError", code: "invalid_response", service: "transfer", status: 200 });
        assert.match(error.message, / where a list in DATA was to come$/);
      }
      assert.lengthOf(calls, 3);
    }
  });

  test("list: an error of the first page rejects every use of the list; an unused list reports no error", async () => {
    const { account, calls } = stub(() => json({ code: "PermissionDenied" }, { status: 403 }));
    const list = account.transfer.taskList();
    const uses = [list.then(), list.withResponse(), list.catch((error) => Promise.reject(error)), list.toArray(), list.pages().next(), list.items().next()];
    for (const error of await Promise.all(uses.map(failure))) assert.instanceOf(error, GlobusApiError);
    assert.lengthOf(calls, 4, "one for the page, and one for each iteration");
    assert.instanceOf(await failure(account.transfer.operationLs("..")), GlobusConfigError);
    void account.transfer.operationLs("..");
  });

  test("list: an error of a later page is thrown after the items before it", async () => {
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

  test("list: a directory that the server lists only in part ends with listing_truncated", async () => {
    const { account, fake, client } = stage();
    const files = { 1: "", 2: "", 3: "" };
    const { id } = fake.addCollection({
      displayName: "D",
      files,
      permissions: [{ principal: client.identityId, permissions: "r" }],
    });
    const complete = await account.transfer.operationLs(id, { path: "/" }).toArray();
    assert.deepEqual(
      complete.map(({ name }) => name),
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
    const page = await account.transfer.operationLs(id, { path: "/", limit: 2 });
    assert.equal(page.total, 3, "the awaited page is unchanged");
    const iteratePage = async () => {
      for await (const { name } of page) seen.push(name);
    };
    assert.deepInclude(await failure(iteratePage()), { code: "listing_truncated" });
    assert.deepEqual(seen.splice(0), ["1", "2"]);
    await iterate({ limit: 2, offset: 1 });
    assert.deepEqual(seen, ["2", "3"]);
    assert.equal(fake.requests.length, 3);
  });

  test("list: a search requests all pages, and ends with listing_truncated at Globus's limit", async () => {
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

  test("list: an abort ends the iteration between pages", async () => {
    const { account, calls } = stubTasks(100);
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
