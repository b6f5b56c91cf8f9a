import { ID, helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

/** Large replies and many calls. `cargo xtask bench scale` measures their time and memory. */
export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);

  test("scale: a listing of 100,000 directory items is returned as the server sent it", async () => {
    const DATA = Array.from({ length: 100_000 }, (_, number) => ({ name: `${number}.nc`, size: number, link: null }));
    const text = JSON.stringify({ DATA_TYPE: "file_list", DATA, total: DATA.length, unknown: [[], {}] });
    const { account, calls } = stub(() => new Response(text));
    const page = await account.transfer.operationLs(ID, { path: "/" });
    assert.isTrue(JSON.stringify(page) === text, "the reply has changed");
    let number = 0;
    for await (const item of page) if (item !== page.DATA[number++]) assert.fail(`item ${number} has changed`);
    assert.equal(number, DATA.length);
    assert.lengthOf(calls, 1);
  });

  const TOTAL = 20_000;
  for (const [paging, size, list, page] of [
    [
      "offsets",
      1000,
      ({ transfer }) => transfer.taskList(),
      (query, items) => {
        const offset = Number(query.get("offset") ?? 0);
        return { DATA: items(offset), offset, total: TOTAL };
      },
    ],
    [
      "markers",
      100,
      ({ flows }) => flows.listRuns(),
      (query, items) => {
        const begin = Number((query.get("marker") ?? "m0").slice(1));
        return { runs: items(begin), has_next_page: begin + 100 < TOTAL, marker: `m${begin + 100}` };
      },
    ],
    [
      "markers that are null on the last page",
      100,
      ({ transfer }) => transfer.taskSuccessfulTransfers(ID),
      (query, items) => {
        const begin = Number(query.get("marker") ?? 0);
        return { DATA: items(begin), next_marker: begin + 100 < TOTAL ? begin + 100 : null };
      },
    ],
  ]) {
    test(`scale: ${TOTAL} items are returned in order, each once, one page at a time, by ${paging}`, async () => {
      const items = (begin) => Array.from({ length: size }, (_, index) => ({ number: begin + index }));
      const { account, calls } = stub(({ url }) => json(page(new URL(url).searchParams, items)));
      let seen = 0;
      for await (const { number } of list(account)) {
        if (number !== seen++) assert.fail(`item ${number} instead of ${seen - 1}`);
        if (calls.length !== Math.ceil(seen / size)) assert.fail(`${calls.length} requests for ${seen} items`);
      }
      assert.equal(seen, TOTAL);
      assert.lengthOf(calls, TOTAL / size);
    });
  }

  for (const [name, parameter, list, reply] of [
    [
      "runs",
      "marker",
      ({ flows }) => flows.listRuns(),
      (item, next) => ({ runs: [item], has_next_page: true, marker: next }),
    ],
    [
      "transfers",
      "marker",
      ({ transfer }) => transfer.taskSuccessfulTransfers(ID),
      (item, next) => ({ DATA: [item], next_marker: next }),
    ],
    [
      "tasks of a manager",
      "last_key",
      ({ transfer }) => transfer.endpointManagerTaskList({ filter_endpoint: ID }),
      (item, next) => ({ DATA: [item], has_next_page: true, last_key: next }),
    ],
    [
      "shared endpoints",
      "next_token",
      ({ transfer }) => transfer.getSharedEndpointList(ID),
      (item, next) => ({ shared_endpoints: [item], next_token: next }),
    ],
  ]) {
    test(`scale: an iteration ends with listing_truncated when a server repeats its markers (${name})`, async () => {
      for (const length of [1, 2, 7, 1000]) {
        const { account, calls } = stub(({ url }) => {
          const page = Number(new URL(url).searchParams.get(parameter)?.slice(1) ?? 0);
          return json(reply({ page }, `p${(page % length) + 1}`));
        });
        const seen = new Set();
        const iterate = async () => {
          for await (const { page } of list(account)) {
            seen.add(page);
            if (calls.length > 10_000) assert.fail(`no end after ${length} repeated pages`);
          }
        };
        const error = await failure(iterate());
        assert.instanceOf(error, GlobusApiError);
        assert.equal(error.code, "listing_truncated");
        assert.equal(seen.size, length + 1, "not before every page was returned");
        assert.isAtMost(calls.length, 4 * length + 4);
      }
    });
  }

  test("scale: a download returns the server's response itself, and reads no more than the caller", async () => {
    let parts = 0;
    let canceled = false;
    const endless = new ReadableStream(
      {
        pull: (controller) => controller.enqueue(new Uint8Array(1024).fill(++parts)),
        cancel: () => void (canceled = true),
      },
      { highWaterMark: 0 },
    );
    const { account } = stub(({ url }) =>
      url.includes("/endpoint/") ? json({ https_server: "https://x.data.globus.org" }) : new Response(endless),
    );
    const response = await account.collection(ID).get("/endless");
    const reader = response.body.getReader();
    assert.isAtMost(parts, 1, "nothing is read in advance");
    for (let number = 1; number <= 3; number++) assert.equal((await reader.read()).value[0], number);
    assert.isAtMost(parts, 4);
    await reader.cancel();
    assert.isTrue(canceled);
  });

  test("scale: a stream that is uploaded is passed to fetch unchanged and unread", async () => {
    const stream = new ReadableStream({ pull: () => assert.fail("the stream was read") }, { highWaterMark: 0 });
    const { account, calls } = stub(({ url }) =>
      url.includes("/endpoint/")
        ? json({ https_server: "https://x.data.globus.org" })
        : new Response(null, { status: 201 }),
    );
    await account.collection(ID).put("/file", stream);
    const { init } = calls.at(-1);
    assert.equal(init.body, stream);
    assert.isFalse(stream.locked);
    assert.equal(init.duplex, "half", "Node's fetch rejects a stream without it");
  });

  test("scale: 500 waits for tasks send one request per interval", () =>
    withTime(async (time) => {
      const ids = Array.from({ length: 500 }, (_, number) => ID.slice(0, -4) + String(number).padStart(4, "0"));
      let ended = new Set();
      const { account, calls } = stub(({ url }) => {
        const { pathname } = new URL(url);
        if (!pathname.endsWith("/task_list")) return json({ task_id: pathname.split("/").at(-1), status: "SUCCEEDED" });
        const DATA = ids.filter((id) => !ended.has(id)).map((task_id) => ({ task_id, status: "ACTIVE" }));
        return json({ DATA_TYPE: "task_list", DATA, limit: 1000, offset: 0, total: DATA.length });
      });
      const sent = () => calls.splice(0).length;
      await time.until(account.getToken("transfer"));
      const waits = ids.map((id) => account.transfer.taskWait(id));
      await time.advance(1000);
      assert.equal(sent(), 1, "the first poll");
      for (let interval = 0; interval < 5; interval++) {
        await time.advance(10_000);
        assert.equal(sent(), 1);
      }
      ended = new Set(ids.slice(0, 3));
      await time.until(Promise.all(waits.slice(0, 3)));
      assert.equal(sent(), 4, "the task list, and each task that is no longer in it");
      await time.advance(10_000);
      assert.equal(sent(), 1);
      ended = new Set(ids);
      assert.lengthOf(new Set((await time.until(Promise.all(waits))).map(({ task_id }) => task_id)), 500);
      assert.isEmpty(time.pending);
    }));
  for (const [items, wait, makeDocument] of [
    ["tasks", ({ transfer }, id) => transfer.taskWait(id), (task_id) => ({ task_id, status: "SUCCEEDED" })],
    ["runs", ({ flows }, id) => flows.runWait(id), (run_id) => ({ run_id, status: "SUCCEEDED" })],
  ]) {
    test(`scale: hundreds of ${items} that have ended are requested in parallel`, () =>
      withTime(async (time) => {
        let [pending, maxPending] = [0, 0];
        const { account } = stub(async ({ url }) => {
          const { pathname } = new URL(url);
          if (pathname.endsWith("/task_list")) return json({ DATA: [], total: 0 });
          maxPending = Math.max(maxPending, ++pending);
          await new Promise((resolve) => setTimeout(resolve, 100));
          pending -= 1;
          return json(makeDocument(pathname.split("/").at(-1)));
        });
        const waits = Array.from({ length: 300 }, (_, number) => wait(account, `id-${number}`));
        let all;
        void Promise.all(waits).then((documents) => (all = documents));
        await time.advance(5000);
        assert.lengthOf(all ?? [], 300, "all waits end within five seconds");
        assert.isAtMost(maxPending, 10, "but not all requests at once");
      }));
  }
}
