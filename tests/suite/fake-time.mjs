// The default clock of FakeGlobus, `auto`: a read of a task, run or timer advances it, nothing else does.
import { helpers } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const HOUR = 3_600_000;
const ITEMS = [{ source_path: "/a.txt", destination_path: "/b.txt" }];

export default function register(test, env) {
  const { assert, ServiceAccount } = env;
  const { stage: commonStage, failure } = helpers(env);

  function stage(options) {
    const staged = commonStage({ fake: options });
    const { fake, client, account } = staged;
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const manyFiles = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.txt`, { size: 1000 + i }]));
    const files = { "a.txt": "alpha", many: manyFiles };
    const owner = client.identityId;
    const data = fake.addCollection({ displayName: "Data", files, permissions, owner });
    const endpoints = { source_endpoint: data.id, destination_endpoint: data.id };
    const submit = async (DATA = ITEMS, members) =>
      (await account.transfer.submitTransfer({ ...endpoints, DATA, ...members })).task_id;
    const show = (id) => account.transfer.getTask(id);
    /** Reads until `isOver` accepts the reply. Returns the number of reads. */
    const countReads = async (read, isOver, maxReads = 20) => {
      for (let count = 1; count <= maxReads; count++) if (isOver(await read())) return count;
      return Infinity;
    };
    const flow = async (States) => {
      const { id } = fake.addFlow({ owner, definition: { StartAt: "A", States } });
      return (await account.flows.runFlow(id, { body: {} })).run_id;
    };
    const timer = async (schedule) => {
      const document = { timer_type: "transfer", schedule, body: { ...endpoints, DATA: ITEMS } };
      return (await account.timers.createTimer({ timer: document })).timer.job_id;
    };
    return { ...staged, data, submit, show, countReads, flow, timer };
  }
  const isOver = ({ status }) => status !== "ACTIVE";

  test("fake time: taskWait and runWait end without a manual change of the clock", () =>
    withTime(async (time) => {
      const { account, submit, flow, data } = stage();
      const wait = async () => {
        const task = await account.transfer.taskWait(await submit());
        const run = await account.flows.runWait(await flow({ A: { Type: "Wait", Seconds: 3600, End: true } }));
        return [task.status, run.status];
      };
      assert.deepEqual(await time.until(wait()), ["SUCCEEDED", "SUCCEEDED"]);
      assert.equal(data.files.readText("/b.txt"), "alpha");
    }));

  test("fake time: a read advances a task to its next step, and a task with many files ends after three reads", async () => {
    const { fake, submit, show, countReads } = stage();
    const begin = fake.clock.now();
    const small = await submit();
    assert.equal((await show(small)).status, "ACTIVE");
    assert.isAbove(fake.clock.now(), begin);
    assert.equal((await show(small)).status, "SUCCEEDED");
    assert.equal(fake.clock.now(), begin + fake.taskDuration);
    await show(small);
    assert.equal(fake.clock.now(), begin + fake.taskDuration, "a read of a task that is over does not advance the clock");
    const large = await submit([{ source_path: "/many/", destination_path: "/more/", recursive: true }]);
    assert.isAtMost(await countReads(() => show(large), isOver), 3);
  });

  test("fake time: a list reads all of its items", async () => {
    const { account, submit, countReads, fake } = stage();
    const sizes = ["/a.txt", "/many/1.txt", "/many/39.txt"];
    for (const [i, source_path] of sizes.entries()) await submit([{ source_path, destination_path: `/${i}` }]);
    const done = ({ DATA }) => DATA.every(({ status }) => status === "SUCCEEDED");
    assert.isAtMost(await countReads(() => account.transfer.taskList(), done), 4);
    const { total } = await account.transfer.taskList({ filter: "status:ACTIVE" });
    assert.equal(total, 0);
    const now = fake.clock.now();
    await submit();
    await account.transfer.taskList({ filter: "status:SUCCEEDED" });
    assert.equal(fake.clock.now(), now, "the list does not read other tasks");
  });

  test("fake time: reads bring tasks, runs and timers of all services to their end", async () => {
    const { fake, client, account, countReads, flow, timer } = stage();
    const run = await flow({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", End: true } });
    assert.isAtMost(await countReads(() => account.flows.getRun(run), isOver), 3);
    const { id } = fake.addIndex({ displayName: "I", roles: [{ principal: client.identityId, role: "owner" }] });
    const entry = { subject: "one", visible_to: ["public"], content: {} };
    const { task_id } = await account.search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: entry });
    assert.equal(await countReads(() => account.search.getTask(task_id), ({ state }) => state === "SUCCESS"), 2);
    const compute = (path, body) => account.request({ service: "compute", path, ...(body && { method: "POST", body }) });
    const { function_uuid } = await compute("/v2/functions", { function_name: "f", function_code: "code" });
    const endpoint = fake.addComputeEndpoint();
    const { tasks } = await compute(`/v3/endpoints/${endpoint}/submit`, { tasks: { [function_uuid]: ["a"] } });
    const [task] = tasks[function_uuid];
    assert.equal((await compute(`/v2/tasks/${task}`)).status, "success");
    const tomorrow = new Date(fake.clock.now() + 24 * HOUR).toISOString();
    const job = await timer({ type: "once", datetime: tomorrow });
    const isEnded = ({ status }) => status === "ended";
    assert.isAtMost(await countReads(() => account.timers.getJob(job), isEnded), 4);
  });

  test("fake time: reads advance a timer without an end to its first run only, and a timer with an end to its end", async () => {
    const { account, timer, countReads } = stage();
    const show = (id) => () => account.timers.getJob(id);
    const endless = await timer({ type: "recurring", interval_seconds: 3600 });
    assert.equal(await countReads(show(endless), ({ n_runs: runs }) => runs > 1), Infinity);
    const end = { condition: "iterations", count: 3 };
    const finite = await timer({ type: "recurring", interval_seconds: 3600, end });
    assert.isAtMost(await countReads(show(finite), ({ status }) => status === "ended"), 12);
    assert.equal((await show(finite)()).n_runs, 3);
  });

  test("fake time: a read of a paused or inactive task, run or timer does not advance the clock", async () => {
    const { fake, account, submit, show, flow, timer } = stage();
    const assertClockStands = async (read) => {
      const now = fake.clock.now();
      for (let i = 0; i < 3; i++) await read();
      assert.equal(fake.clock.now(), now, String(read));
    };
    const task = await submit();
    fake.pauseTask(task);
    await assertClockStands(() => show(task));
    fake.resumeTask(task);
    fake.deactivateTask(task);
    await assertClockStands(() => account.transfer.taskList());
    const run = await flow({ A: { Type: "Wait", Seconds: 60, End: true } });
    fake.deactivateRun(run);
    await assertClockStands(() => account.flows.getRun(run));
    const job = await timer({ type: "once", datetime: new Date(fake.clock.now() + HOUR).toISOString() });
    await account.timers.pauseJob(job);
    await assertClockStands(() => account.timers.getJob(job));
    fake.resumeTask(task);
    fake.clock.advance(fake.taskDuration);
    assert.equal((await show(task)).status, "SUCCEEDED", "advance() still works");
  });

  test("fake time: a pause rule whose start time is passed by reads pauses the task", async () => {
    const { fake, account, data, submit, show } = stage();
    const start = fake.clock.now() + 4000;
    const start_time = new Date(start).toISOString();
    await account.transfer.endpointManagerCreatePauseRule({ message: "Wait", endpoint_id: data.id, start_time });
    const task = await submit();
    for (let i = 0; i < 5; i++) await show(task);
    const { status, is_paused: paused } = await show(task);
    assert.deepEqual([status, paused, fake.clock.now()], ["ACTIVE", true, start]);
  });

  test("fake time: reads never advance the clock past the expiry of a token", async () => {
    const { fake, account, submit, show, flow } = stage({ tokenLifetime: 600 });
    const begin = fake.clock.now();
    const run = await flow({ A: { Type: "Wait", Seconds: 3600, End: true } });
    const task = await submit();
    for (let i = 0; i < 5; i++) assert.equal((await account.flows.getRun(run)).status, "ACTIVE");
    assert.isBelow(fake.clock.now(), begin + 600_000);
    assert.equal((await show(task)).status, "SUCCEEDED");
    assert.isEmpty(fake.requests.filter(({ status }) => status === 401));
    fake.clock.advance(HOUR);
    assert.equal((await account.flows.getRun(run)).status, "SUCCEEDED");
  });

  test("fake time: after days on the fake's clock, tokens are usable, `doctor` finds no clock skew, and dates in requests keep their distance from now", () =>
    withTime(async (time) => {
      const { fake, account, data, submit, show, flow, countReads, timer } = stage();
      const run = async () => {
        const id = await flow({ A: { Type: "Wait", Seconds: 40 * 3600, End: true } });
        return countReads(() => account.flows.getRun(id), isOver);
      };
      const days = async () => {
        await submit();
        await timer({ type: "once" });
        fake.clearRequests();
        const begin = fake.clock.now();
        assert.isAtMost(await run(), 3);
        assert.isAtLeast(fake.clock.now(), begin + 40 * HOUR);
        const soon = () => new Date(Date.now() + HOUR).toISOString();
        const task = await submit(ITEMS, { deadline: soon() });
        assert.isAtMost(await countReads(() => show(task), isOver), 3);
        assert.equal((await show(task)).status, "SUCCEEDED");
        const job = await timer({ type: "once", datetime: soon() });
        assert.equal((await account.timers.getJob(job)).n_runs, 1);
        assert.equal((await failure(timer({ type: "once", datetime: new Date(Date.now() - HOUR) }))).status, 422);
        const rule = { principal_type: "all_authenticated_users", principal: "", path: "/", permissions: "r" };
        await account.transfer.addEndpointAclRule(data.id, { DATA_TYPE: "access", ...rule, expiration_date: soon() });
        const other = fake.addClient();
        const reader = new ServiceAccount({ ...secretOf(other), fetch: fake.fetch });
        assert.isNotEmpty((await reader.transfer.operationLs(data.id, { path: "/" })).DATA);
        const { accessToken } = await account.getToken("transfer");
        const { iat, exp } = await account.auth.oauth2TokenIntrospect({ token: accessToken });
        assert.isTrue(iat * 1000 <= Date.now() && exp * 1000 > Date.now() + HOUR);
        const { checks } = await account.doctor();
        assert.equal(checks.find(({ check }) => check === "clock").status, "ok");
        assert.isEmpty(fake.requests.filter(({ status }) => status === 401));
        assert.equal(fake.count({ path: "/v2/oauth2/token" }), fake.grants);
      };
      await time.until(days());
    }));
  const secretOf = ({ clientId, clientSecret }) => ({ clientId, clientSecret });

  test("fake time: reads do not advance a manual clock", async () => {
    const { fake, submit, show } = stage({ clock: "manual" });
    const begin = fake.clock.now();
    const task = await submit();
    for (let i = 0; i < 3; i++) assert.equal((await show(task)).status, "ACTIVE");
    assert.equal(fake.clock.now(), begin);
    fake.clock.advance(fake.taskDuration);
    assert.equal((await show(task)).status, "SUCCEEDED");
  });

  test("fake time: an unknown value of `clock` is rejected", () => {
    assert.throws(() => new env.FakeGlobus({ clock: "fast" }), /clock must be "auto", "manual" or "real"/);
  });
}
