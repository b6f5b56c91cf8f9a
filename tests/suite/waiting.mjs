// Many who wait for tasks and runs: what that costs, and that none disturbs another.
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;
const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export default function (test, env) {
  const { GlobusApiError, assert, runtime } = env;
  /** On Workers, those who begin in different turns may be of different requests, whose work must not hang together. */
  const shares = runtime !== "workerd";
  const { stub, failure } = helpers(env);

  /** Transfer and Flows with work that the test moves: `states` by number, active if it says nothing. */
  const withWork = (body, { count = 500, ...options } = {}) =>
    withTime(async (time) => {
      const states = new Map();
      const events = [];
      let failing;
      const stateOf = (id) => states.get(id) ?? "ACTIVE";
      const document = (id) => ({ task_id: id, run_id: id, status: stateOf(id), nice_status: "OK", details: {} });
      const answer = ({ url }) => {
        if (failing) return failing(url);
        const { pathname, searchParams: query } = new URL(url);
        if (!pathname.endsWith("/task_list")) return json(document(pathname.split("/").at(-1)));
        const wanted = /^status:(.*)$/.exec(query.get("filter"))[1].split(",");
        const all = Array.from({ length: count }, (_, number) => document(idOf(number)));
        const active = all.filter(({ status }) => wanted.includes(status));
        const offset = Number(query.get("offset") ?? 0);
        const DATA = active.slice(offset, offset + Number(query.get("limit")));
        return json({ DATA_TYPE: "task_list", total: active.length, offset, DATA });
      };
      const staged = stub(answer, { onEvent: (event) => events.push(event), retries: 0, ...options });
      const { account, calls } = staged;
      await time.until(account.getTokens(["transfer", "flows"]));
      const looks = () => {
        const seen = calls.splice(0).map(({ url }) => (url.includes("/task_list") ? "list" : "single"));
        return [seen.filter((kind) => kind === "list").length, seen.filter((kind) => kind === "single").length];
      };
      const wait = (number, options) => account.transfer.taskWait(idOf(number), options);
      const set = (number, status) => states.set(idOf(number), status);
      const fail = (how) => (failing = how);
      const inactive = () => events.filter(({ type }) => type === "inactive");
      await body({ ...staged, time, wait, set, fail, looks, inactive, events });
    });

  const all = (count, make) => Array.from({ length: count }, (_, number) => make(number));

  test("waiting: 500 waits at once cost one page per interval, and one request for each task that has ended", () =>
    withWork(async ({ time, wait, set, looks }) => {
      const waits = all(500, (number) => wait(number));
      await time.settle();
      assert.deepEqual(looks(), [1, 0]);
      await time.advance(10 * SECOND);
      assert.deepEqual(looks(), [1, 0]);
      all(7, (number) => set(number, "SUCCEEDED"));
      await time.advance(10 * SECOND);
      assert.deepEqual(looks(), [1, 7]);
      await time.advance(10 * SECOND);
      assert.deepEqual(looks(), [1, 0]);
      all(500, (number) => set(number, "SUCCEEDED"));
      const tasks = await time.until(Promise.all(waits));
      assert.deepEqual(
        tasks.map(({ task_id: id }) => id),
        all(500, idOf),
      );
      assert.isEmpty(time.pending);
    }));

  test("waiting: waits that join later look at once, together, and then go with the others", () =>
    withWork(async ({ time, wait, set, looks }) => {
      const first = wait(0);
      await time.advance(4 * SECOND);
      assert.deepEqual(looks(), [0, 1]);
      set(1, "SUCCEEDED");
      const later = all(100, (number) => wait(number + 1));
      assert.equal((await time.until(later[0], 0)).status, "SUCCEEDED");
      assert.deepEqual(looks(), [1, 1]);
      await time.advance(6 * SECOND);
      assert.deepEqual(looks(), shares ? [1, 0] : [0, 1], "ten seconds after the first");
      await time.advance(5 * SECOND);
      assert.deepEqual(looks(), shares ? [0, 0] : [1, 0]);
      await time.advance(5 * SECOND);
      assert.deepEqual(looks(), shares ? [1, 0] : [0, 1]);
      all(101, (number) => set(number, "SUCCEEDED"));
      await time.until(Promise.all([first, ...later]));
    }));

  test("waiting: one who wants to know more often is not kept waiting by one who does not", () =>
    withWork(async ({ time, wait, set, looks }) => {
      const patient = wait(0, { pollingInterval: 60 * SECOND });
      await time.advance(1 * SECOND);
      const eager = wait(1, { pollingInterval: 2 * SECOND });
      await time.settle();
      looks();
      set(1, "SUCCEEDED");
      await time.advance(2 * SECOND);
      await eager;
      assert.deepEqual(looks(), shares ? [1, 1] : [0, 1]);
      await time.advance(20 * SECOND);
      assert.deepEqual(looks(), [0, 0]);
      const short = failure(wait(2, { timeout: 5 * SECOND, pollingInterval: 60 * SECOND }));
      await time.advance(5 * SECOND);
      assert.equal((await short).code, "wait_timeout");
      set(0, "SUCCEEDED");
      await time.until(patient, 60 * SECOND);
      assert.isEmpty(time.pending);
    }));

  test("waiting: those who leave, time out or fail do not disturb the others, and the last one leaves nothing behind", () =>
    withWork(async ({ time, wait, set, looks }) => {
      const controller = new AbortController();
      const left = failure(wait(0, { signal: controller.signal }));
      const late = failure(wait(1, { timeout: 15 * SECOND }));
      const failed = failure(wait(2));
      const same = wait(3);
      const other = wait(3, { signal: controller.signal });
      other.catch(() => {});
      await time.advance(5 * SECOND);
      controller.abort();
      assert.equal(await left, controller.signal.reason);
      assert.equal(await failure(other), controller.signal.reason);
      set(2, "FAILED");
      await time.advance(11 * SECOND);
      assert.equal((await failed).code, "task_failed");
      assert.equal((await late).code, "wait_timeout");
      set(3, "SUCCEEDED");
      await time.until(same);
      assert.isEmpty(time.pending);
      looks();
      await time.advance(60 * SECOND);
      assert.deepEqual(looks(), [0, 0]);
      assert.equal((await time.until(wait(3))).status, "SUCCEEDED", "it can begin anew");
      const gone = new AbortController();
      const before = failure(wait(4, { signal: gone.signal }));
      gone.abort();
      assert.equal(await before, gone.signal.reason);
      const begun = wait(3);
      assert.equal((await time.until(begun)).status, "SUCCEEDED", "one who leaves in the same turn takes nobody along");
      assert.equal(await failure(wait(3, { signal: AbortSignal.abort("no") })), "no");
      assert.isEmpty(time.pending);
    }));

  test("waiting: one who begins while a look is given up does not suffer from it", () =>
    withWork(async ({ time, wait, set, fail }) => {
      let begin;
      const begun = new Promise((resolve) => (begin = resolve));
      fail(() => (begin(), new Promise(() => {})));
      const controller = new AbortController();
      const left = failure(wait(0, { signal: controller.signal }));
      await begun;
      fail(undefined);
      controller.abort("enough");
      const again = wait(0);
      assert.equal(await left, "enough");
      set(0, "SUCCEEDED");
      assert.equal((await time.until(again)).status, "SUCCEEDED");
    }));

  test("waiting: an error that ends a wait says of what, and has the last document", () =>
    withWork(async ({ account, time, wait, set, fail }) => {
      const run = failure(account.flows.runWait(idOf(1), { timeout: 15 * SECOND }));
      const task = failure(wait(2, { timeout: 15 * SECOND }));
      await time.until(Promise.all([run, task]));
      assert.equal((await run).message, `run ${idOf(1)} has not ended in time; it goes on`);
      assert.deepInclude((await run).run, { run_id: idOf(1), status: "ACTIVE" });
      assert.equal((await task).message, `task ${idOf(2)} has not ended in time; it goes on`);
      assert.deepInclude((await task).task, { task_id: idOf(2), status: "ACTIVE" });
      assert.deepInclude((await task).toJSON(), { code: "wait_timeout", service: "transfer", task: (await task).task });
      set(3, "FAILED");
      assert.deepInclude((await time.until(failure(wait(3)))).task, { status: "FAILED" });
      set(4, "INACTIVE");
      assert.deepInclude((await time.until(failure(wait(4, { failOnInactive: true })))).task, { status: "INACTIVE" });
      const gone = failure(wait(5));
      await time.settle();
      fail(() => json({ code: "TaskNotFound" }, { status: 404 }));
      const error = await time.until(gone);
      assert.deepInclude(error, { code: "not_found", method: "GET" });
      assert.deepInclude(error.task, { task_id: idOf(5), status: "ACTIVE" });
    }));

  test("waiting: work that becomes inactive is told once for each time, with advice and without a secret", () =>
    withWork(async ({ time, wait, set, inactive, account, grants }) => {
      const waits = [wait(0), wait(0), wait(1)];
      await time.settle();
      set(0, "INACTIVE");
      await time.advance(30 * SECOND);
      if (shares) waits.push(wait(0));
      await time.advance(30 * SECOND);
      assert.lengthOf(inactive(), 1);
      const [event] = inactive();
      assert.deepInclude(event, { type: "inactive", service: "transfer", id: idOf(0) });
      assert.include(event.message, idOf(0));
      assert.isString(event.advice);
      const { accessToken } = await account.getToken("transfer");
      const text = JSON.stringify(inactive());
      for (const secret of [accessToken, grants[0].headers.get("authorization")]) assert.notInclude(text, secret);
      const told = await failure(wait(0, { failOnInactive: true }));
      assert.instanceOf(told, GlobusApiError);
      assert.deepInclude(told, { code: "task_inactive", service: "transfer", retryable: false });
      assert.deepEqual(JSON.parse(JSON.stringify(told)), told.toJSON());
      assert.notProperty(told, "serverCode");
      const before = inactive().length;
      set(0, "ACTIVE");
      await time.advance(20 * SECOND);
      set(0, "INACTIVE");
      await time.advance(20 * SECOND);
      assert.lengthOf(inactive(), before + 1, "it went on in between");
      for (const number of [0, 1]) set(number, "SUCCEEDED");
      await time.until(Promise.all(waits));
    }));

  test("waiting: a look that fails for a time ends the wait only of what was never seen", () =>
    withWork(async ({ time, wait, set, fail }) => {
      const waits = [wait(0), wait(1)];
      await time.settle();
      for (const how of [() => json({}, { status: 503 }), () => Promise.reject(new TypeError("fetch failed"))]) {
        fail(how);
        await time.advance(20 * SECOND);
        const unseen = await time.until(failure(wait(2)));
        assert.isTrue(unseen.retryable);
      }
      fail(undefined);
      for (const number of [0, 1]) set(number, "SUCCEEDED");
      assert.lengthOf(await time.until(Promise.all(waits)), 2);
      const refused = [wait(3), wait(4)].map(failure);
      await time.settle();
      fail(() => json({ code: "PermissionDenied", message: "no" }, { status: 403 }));
      for (const error of await time.until(Promise.all(refused))) assert.equal(error.code, "forbidden");
      assert.isEmpty(time.pending);
    }));

  test("waiting: more than a thousand active tasks are looked at by pages", () =>
    withWork(
      async ({ time, wait, set, looks }) => {
        const waits = [wait(0), wait(2400)];
        await time.settle();
        assert.deepEqual(looks(), [3, 0]);
        set(2400, "SUCCEEDED");
        assert.equal((await time.until(waits[1])).task_id, idOf(2400));
        set(0, "SUCCEEDED");
        await time.until(waits[0]);
      },
      { count: 2500 },
    ));

  test("runWait: a run is asked for once an interval, however many wait for it", () =>
    withWork(async ({ time, set, looks, account }) => {
      const run = (number, options) => account.flows.runWait(idOf(number), options);
      const waits = [...all(20, () => run(0)), run(1)];
      await time.settle();
      assert.deepEqual(looks(), [0, 2]);
      await time.advance(10 * SECOND);
      assert.deepEqual(looks(), [0, 2]);
      for (const number of [0, 1]) set(number, "SUCCEEDED");
      const [first] = await time.until(Promise.all(waits));
      assert.deepInclude(first, { run_id: idOf(0), status: "SUCCEEDED" });
      assert.isEmpty(time.pending);
    }));

  test("waiting: its arguments are read before any request", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    for (const [call, field] of [
      [account.transfer.taskWait(), "taskId"],
      [account.transfer.taskWait(5), "taskId"],
      [account.flows.runWait(""), "runId"],
      [account.flows.runWait("x", { interval: 5 }), "options.interval"],
      [account.transfer.taskWait("x", { timeout: -Infinity }), "options.timeout"],
    ]) {
      assert.deepInclude(await failure(call), { code: "invalid_argument", field });
    }
    assert.isEmpty(calls);
  });
}
