// `walk()`: a directory and its subdirectories as one list.
import { helpers, json } from "./helpers.mjs";

export default function (test, env) {
  const { assert } = env;
  const { stage, stub, failure } = helpers(env);

  const FILES = {
    home: { robot: { "mine.txt": "m" } },
    data: {
      "a.txt": "a",
      b: { "b.txt": "b", deep: { "d.txt": "d" } },
      c: {},
      ".hidden": { "h.txt": "h" },
      "z.txt": "z",
    },
  };

  function stageCollection(more) {
    const staged = stage();
    const permissions = [{ principal: staged.client.identityId, permissions: "r" }];
    const { id } = staged.fake.addCollection({ displayName: "Data", files: FILES, permissions, ...more });
    const walk = (query, options) => staged.account.transfer.walk(id, query, options);
    const paths = async (query) => (await walk(query).toArray()).map(({ path }) => path);
    const listed = () => staged.fake.count({ path: `/v0.10/operation/endpoint/${id}/ls` });
    return { ...staged, id, walk, paths, listed };
  }

  test("walk: withResponse returns the response of the first listing", async () => {
    const { walk } = stageCollection();
    const { data, status, headers, requestId } = await walk({ path: "/data/" }).withResponse();
    assert.deepEqual([data.path, status, headers instanceof Headers], ["/data/", 200, true]);
    assert.isString(requestId);
  });

  /** Returns an account that lists `directories`: by path, a list of directory items or the status of a refusal. */
  function stubDirectories(directories) {
    const staged = stub(({ url }) => {
      const path = new URL(url).searchParams.get("path") ?? "/~/";
      const items = directories[path];
      if (typeof items === "number")
        return json({ code: "EndpointPermissionDenied", message: "no" }, { status: items });
      const { total = items.length } = items;
      return json({ DATA_TYPE: "file_list", path, total, length: items.length, DATA: [...items] });
    });
    return { ...staged, walk: (query, options) => staged.account.transfer.walk("x", query, options) };
  }

  const dir = (name, more) => ({ DATA_TYPE: "file", name, type: "dir", link_target: null, ...more });
  const file = (name, more) => ({ ...dir(name, more), type: "file" });

  test("walk: returns each directory before its items, with full paths", async () => {
    const { paths, listed, walk } = stageCollection();
    const expected = [
      "/data/.hidden",
      "/data/a.txt",
      "/data/b",
      "/data/c",
      "/data/z.txt",
      "/data/.hidden/h.txt",
      "/data/b/b.txt",
      "/data/b/deep",
      "/data/b/deep/d.txt",
    ];
    assert.deepEqual(await paths({ path: "/data/" }), expected);
    assert.equal(listed(), 5);
    assert.deepEqual(await paths({ path: "/data" }), expected);
    const [first] = await walk({ path: "/data/" }).toArray({ max: 1 });
    assert.deepInclude(first, { DATA_TYPE: "file", name: ".hidden", type: "dir" });
  });

  test("walk: descends to the given depth", async () => {
    const { paths, listed } = stageCollection();
    const deepest = async (depth) =>
      Math.max(...(await paths({ path: "/data/", depth })).map((p) => p.split("/").length - 3));
    assert.deepEqual([await deepest(0), listed()], [0, 1]);
    assert.deepEqual([await deepest(1), listed()], [1, 5]);
    assert.deepEqual([await deepest(undefined), await deepest(9)], [2, 2]);
  });

  test("walk: hidden items, filters and orders work as in operationLs, in every directory", async () => {
    const { paths } = stageCollection();
    assert.notInclude((await paths({ path: "/data/", show_hidden: false })).join(), "hidden");
    assert.deepEqual(await paths({ path: "/data/", filter: ["type:dir", "name:~d*"], show_hidden: false }), [
      "/data/b",
      "/data/c",
      "/data/b/deep",
      "/data/b/deep/d.txt",
    ]);
    assert.deepEqual((await paths({ path: "/data/", orderby: "name DESC", depth: 0 }))[0], "/data/z.txt");
  });

  test("walk: begins in the default directory, whose path the server reports", async () => {
    const { paths } = stageCollection({ defaultDirectory: "/home/robot/" });
    assert.deepEqual(await paths(), ["/home/robot/mine.txt"]);
    const { walk } = stubDirectories({ "/~/": [dir("a")], "/~/a/": [file("b")] });
    assert.deepEqual(
      (await walk().toArray()).map(({ path }) => path),
      ["/~/a", "/~/a/b"],
    );
  });

  test("walk: links to directories are listed and not followed", async () => {
    const { walk, calls } = stubDirectories({ "/": [dir("loop", { link_target: "/" }), dir("real")], "/real/": [] });
    assert.lengthOf(await walk({ path: "/" }).toArray(), 2);
    assert.lengthOf(calls, 2);
  });

  test("walk: a directory that is listed only in part ends the walk with listing_truncated, after its items", async () => {
    const { walk, calls } = stubDirectories({
      "/": [dir("a"), dir("b")],
      "/a/": Object.assign([file("x")], { total: 200_000 }),
      "/b/": [file("y")],
    });
    const seen = [];
    const error = await failure(
      (async () => {
        for await (const { path } of walk({ path: "/" })) seen.push(path);
      })(),
    );
    assert.equal(error.code, "listing_truncated");
    assert.deepEqual(seen, ["/a", "/b", "/a/x"]);
    assert.lengthOf(calls, 2);
  });

  test("walk: a walk can be iterated several times, with new requests each time, and by pages", async () => {
    const { walk, listed } = stageCollection();
    const list = walk({ path: "/data/" });
    const first = await list;
    assert.deepInclude(first, { DATA_TYPE: "file_list", path: "/data/" });
    const [one, other] = await Promise.all([list.toArray(), list.toArray()]);
    assert.deepEqual(one, other);
    assert.equal(listed(), 1 + 5 + 5);
    const pages = [];
    for await (const page of list.pages()) pages.push(page.path);
    assert.deepEqual(pages, ["/data/", "/data/.hidden/", "/data/b/", "/data/b/deep/", "/data/c/"]);
  });

  test("walk: an iteration after an accidental await returns all items", async () => {
    const { walk, paths, listed } = stageCollection();
    const expected = await paths({ path: "/data/" });
    const before = listed();
    const seen = [];
    for await (const { path } of await walk({ path: "/data/" })) seen.push(path);
    assert.deepEqual([seen, listed()], [expected, 2 * before]);
  });

  test("walk: nothing is sent before an item is needed, and nothing after the loop is left", async () => {
    const { walk, fake, listed } = stageCollection();
    const list = walk({ path: "/data/" });
    assert.isEmpty(fake.requests);
    for await (const { name } of list) if (name === "z.txt") break;
    assert.equal(listed(), 1);
    assert.lengthOf(await list.toArray({ max: 6 }), 6);
    assert.equal(listed(), 1 + 2);
  });

  test("walk: a directory that may not be read ends the walk with its error, after the items before it", async () => {
    const { walk } = stubDirectories({ "/": [dir("a"), dir("b")], "/a/": 403, "/b/": [] });
    const seen = [];
    const error = await failure(
      (async () => {
        for await (const { path } of walk({ path: "/" })) seen.push(path);
      })(),
    );
    assert.equal(error.code, "forbidden");
    assert.deepEqual(seen, ["/a", "/b"]);
    const { walk: closed } = stubDirectories({ "/": 403 });
    assert.equal((await failure(closed({ path: "/" }))).code, "forbidden");
  });

  test("walk: an abort ends the walk, also between directories", async () => {
    const { walk } = stageCollection();
    const controller = new AbortController();
    const seen = [];
    const ended = (async () => {
      for await (const { name } of walk({ path: "/data/" }, { signal: controller.signal })) {
        seen.push(name);
        if (name === "z.txt") controller.abort("enough");
      }
    })();
    assert.equal(await failure(ended), "enough");
    assert.lengthOf(seen, 5);
  });

  test("walk: an invalid argument rejects before any request", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    for (const [args, field] of [
      [[], "collectionId"],
      [["x", { path: 5 }], "query.path"],
      [["x", { depth: -1 }], "query.depth"],
      [["x", { depth: 1.5 }], "query.depth"],
      [["x", { depth: "2" }], "query.depth"],
      [["x", { depth: null }], "query.depth"],
      [["x", { limit: 5 }], "query.limit"],
      [["x", { timeout: 5 }], "query.timeout"],
      [["x", "/path"], "query"],
      [["x", {}, { timeout: -1 }], "options.timeout"],
    ]) {
      const list = account.transfer.walk(...args);
      assert.deepInclude(await failure(list), { code: "invalid_argument", field });
      assert.equal((await failure(list.toArray())).field, field);
    }
    assert.isEmpty(calls);
  });
}
