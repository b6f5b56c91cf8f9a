// Many waits for tasks and runs: which requests they send, and that no wait disturbs another.
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;
const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export default function (test, env) {
  const { GlobusApiError, assert, runtime } = env;
  /**
   * Whether waits that begin in different turns share their polls. On Workers they do not: they may belong to different
   * incoming requests, which must not depend on each other.
   */
  const sharesPolls = runtime !== "workerd";
  const { stub, failure } = helpers(env);

  /**
   * Runs a test with a Transfer and a Flows service. Their tasks and runs are ACTIVE until the test sets another
   * status.
   */
  const withTasks = (body, { count = 500, ...options } = {}) =>
    withTime(async (time) => {
      const statuses = new Map();
      const events = [];
      let respondFailing;
      const statusOf = (id) => statuses.get(id) ?? "ACTIVE";
      const document = (id) => ({ task_id: id, run_id: id, status: statusOf(id), nice_status: "OK", details: {} });
      const respondNormally = ({ url }) => {
        if (respondFailing) return respondFailing(url);
        const { pathname, searchParams: query } = new URL(url);
        if (!pathname.endsWith("/task_list")) return json(document(pathname.split("/").at(-1)));
        const requestedStatuses = /^status:(.*)$/.exec(query.get("filter"))[1].split(",");
        const all = Array.from({ length: count }, (_, number) => document(idOf(number)));
        const active = all.filter(({ status }) => requestedStatuses.includes(status));
        const offset = Number(query.get("offset") ?? 0);
        const DATA = active.slice(offset, offset + Number(query.get("limit")));
        return json({ DATA_TYPE: "task_list", total: active.length, offset, DATA });
      };
      const staged = stub(respondNormally, { onEvent: (event) => events.push(event), retries: 0, ...options });
      const { account, calls } = staged;
      await time.until(account.getTokens(["transfer", "flows"]));
      /** Returns the numbers of list requests and of single requests since the last count. */
      const countPolls = () => {
        const seen = calls.splice(0).map(({ url }) => (url.includes("/task_list") ? "list" : "single"));
        return [seen.filter((kind) => kind === "list").length, seen.filter((kind) => kind === "single").length];
      };
      const wait = (number, options) => account.transfer.taskWait(idOf(number), options);
      const set = (number, status) => statuses.set(idOf(number), status);
      const fail = (respond) => (respondFailing = respond);
      const inactive = () => events.filter(({ type }) => type === "inactive");
      await body({ ...staged, time, wait, set, fail, countPolls, inactive, events });
    });

  const all = (count, make) => Array.from({ length: count }, (_, number) => make(number));

  test("waiting: 500 waits request one page per interval, and each task that has ended", () =>
    withTasks(async ({ time, wait, set, countPolls }) => {
      const waits = all(500, (number) => wait(number));
      await time.settle();
      assert.deepEqual(countPolls(), [1, 0]);
      await time.advance(10 * SECOND);
      assert.deepEqual(countPolls(), [1, 0]);
      all(7, (number) => set(number, "SUCCEEDED"));
      await time.advance(10 * SECOND);
      assert.deepEqual(countPolls(), [1, 7]);
      await time.advance(10 * SECOND);
      assert.deepEqual(countPolls(), [1, 0]);
      all(500, (number) => set(number, "SUCCEEDED"));
      const tasks = await time.until(Promise.all(waits));
      assert.deepEqual(
        tasks.map(({ task_id: id }) => id),
        all(500, idOf),
      );
      assert.isEmpty(time.pending);
    }));

  test("waiting: waits that begin later poll at once, together, and then share the polls of the others", () =>
    withTasks(async ({ time, wait, set, countPolls }) => {
      const first = wait(0);
      await time.advance(4 * SECOND);
      assert.deepEqual(countPolls(), [0, 1]);
      set(1, "SUCCEEDED");
      const later = all(100, (number) => wait(number + 1));
      assert.equal((await time.until(later[0], 0)).status, "SUCCEEDED");
      assert.deepEqual(countPolls(), [1, 1]);
      await time.advance(6 * SECOND);
      assert.deepEqual(countPolls(), sharesPolls ? [1, 0] : [0, 1], "ten seconds after the first");
      await time.advance(5 * SECOND);
      assert.deepEqual(countPolls(), sharesPolls ? [0, 0] : [1, 0]);
      await time.advance(5 * SECOND);
      assert.deepEqual(countPolls(), sharesPolls ? [1, 0] : [0, 1]);
      all(101, (number) => set(number, "SUCCEEDED"));
      await time.until(Promise.all([first, ...later]));
    }));

  test("waiting: a wait with a short interval is not delayed by a wait with a long one", () =>
    withTasks(async ({ time, wait, set, countPolls }) => {
      const patient = wait(0, { pollingInterval: 60 * SECOND });
      await time.advance(1 * SECOND);
      const eager = wait(1, { pollingInterval: 2 * SECOND });
      await time.settle();
      countPolls();
      set(1, "SUCCEEDED");
      await time.advance(2 * SECOND);
      await eager;
      assert.deepEqual(countPolls(), sharesPolls ? [1, 1] : [0, 1]);
      await time.advance(20 * SECOND);
      assert.deepEqual(countPolls(), [0, 0]);
      const short = failure(wait(2, { timeout: 5 * SECOND, pollingInterval: 60 * SECOND }));
      await time.advance(5 * SECOND);
      assert.equal((await short).code, "wait_timeout");
      set(0, "SUCCEEDED");
      await time.until(patient, 60 * SECOND);
      assert.isEmpty(time.pending);
    }));

  test("waiting: waits that are aborted, time out or fail do not disturb others, and no timer is left", () =>
    withTasks(async ({ time, wait, set, countPolls }) => {
      const controller = new AbortController();
      const aborted = failure(wait(0, { signal: controller.signal }));
      const late = failure(wait(1, { timeout: 15 * SECOND }));
      const failed = failure(wait(2));
      const same = wait(3);
      const other = wait(3, { signal: controller.signal });
      other.catch(() => {});
      await time.advance(5 * SECOND);
      controller.abort();
      assert.equal(await aborted, controller.signal.reason);
      assert.equal(await failure(other), controller.signal.reason);
      set(2, "FAILED");
      await time.advance(11 * SECOND);
      assert.equal((await failed).code, "task_failed");
      assert.equal((await late).code, "wait_timeout");
      set(3, "SUCCEEDED");
      await time.until(same);
      assert.isEmpty(time.pending);
      countPolls();
      await time.advance(60 * SECOND);
      assert.deepEqual(countPolls(), [0, 0]);
      assert.equal((await time.until(wait(3))).status, "SUCCEEDED", "a new wait can begin");
      const gone = new AbortController();
      const before = failure(wait(4, { signal: gone.signal }));
      gone.abort();
      assert.equal(await before, gone.signal.reason);
      const begun = wait(3);
      assert.equal((await time.until(begun)).status, "SUCCEEDED", "a wait that was aborted in the turn in which it began does not hinder the next one");
      assert.equal(await failure(wait(3, { signal: AbortSignal.abort("no") })), "no");
      assert.isEmpty(time.pending);
    }));

  test("waiting: a wait that begins while a poll is aborted is not affected", () =>
    withTasks(async ({ time, wait, set, fail }) => {
      let begin;
      const begun = new Promise((resolve) => (begin = resolve));
      fail(() => (begin(), new Promise(() => {})));
      const controller = new AbortController();
      const aborted = failure(wait(0, { signal: controller.signal }));
      await begun;
      fail(undefined);
      controller.abort("enough");
      const again = wait(0);
      assert.equal(await aborted, "enough");
      set(0, "SUCCEEDED");
      assert.equal((await time.until(again)).status, "SUCCEEDED");
    }));

  test("waiting: the error that ends a wait names the task or run, and contains its last document", () =>
    withTasks(async ({ account, time, wait, set, fail }) => {
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

  test("waiting: each time a task becomes inactive one event is emitted, with advice and without a secret", () =>
    withTasks(async ({ time, wait, set, inactive, account, grants }) => {
      const waits = [wait(0), wait(0), wait(1)];
      await time.settle();
      set(0, "INACTIVE");
      await time.advance(30 * SECOND);
      if (sharesPolls) waits.push(wait(0));
      await time.advance(30 * SECOND);
      assert.lengthOf(inactive(), 1);
      const [event] = inactive();
      assert.deepInclude(event, { type: "inactive", service: "transfer", id: idOf(0) });
      assert.include(event.message, idOf(0));
      assert.isString(event.advice);
      const { accessToken } = await account.getToken("transfer");
      const text = JSON.stringify(inactive());
      for (const secret of [accessToken, grants[0].headers.get("authorization")]) assert.notInclude(text, secret);
      const error = await failure(wait(0, { failOnInactive: true }));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "task_inactive", service: "transfer", retryable: false });
      assert.deepEqual(JSON.parse(JSON.stringify(error)), error.toJSON());
      assert.notProperty(error, "serverCode");
      const before = inactive().length;
      set(0, "ACTIVE");
      await time.advance(20 * SECOND);
      set(0, "INACTIVE");
      await time.advance(20 * SECOND);
      assert.lengthOf(inactive(), before + 1, "the task was active in between");
      for (const number of [0, 1]) set(number, "SUCCEEDED");
      await time.until(Promise.all(waits));
    }));

  test("waiting: a poll that fails temporarily ends only the waits whose task was never read", () =>
    withTasks(async ({ time, wait, set, fail }) => {
      const waits = [wait(0), wait(1)];
      await time.settle();
      for (const respond of [() => json({}, { status: 503 }), () => Promise.reject(new TypeError("fetch failed"))]) {
        fail(respond);
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

  test("waiting: more than a thousand active tasks are polled in pages", () =>
    withTasks(
      async ({ time, wait, set, countPolls }) => {
        const waits = [wait(0), wait(2400)];
        await time.settle();
        assert.deepEqual(countPolls(), [3, 0]);
        set(2400, "SUCCEEDED");
        assert.equal((await time.until(waits[1])).task_id, idOf(2400));
        set(0, "SUCCEEDED");
        await time.until(waits[0]);
      },
      { count: 2500 },
    ));

  test("runWait: a run is requested once per interval, however many waits there are", () =>
    withTasks(async ({ time, set, countPolls, account }) => {
      const run = (number, options) => account.flows.runWait(idOf(number), options);
      const waits = [...all(20, () => run(0)), run(1)];
      await time.settle();
      assert.deepEqual(countPolls(), [0, 2]);
      await time.advance(10 * SECOND);
      assert.deepEqual(countPolls(), [0, 2]);
      for (const number of [0, 1]) set(number, "SUCCEEDED");
      const [first] = await time.until(Promise.all(waits));
      assert.deepInclude(first, { run_id: idOf(0), status: "SUCCEEDED" });
      assert.isEmpty(time.pending);
    }));

  test("waiting: invalid arguments are rejected before any request", async () => {
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
