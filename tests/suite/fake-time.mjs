// The clock of FakeGlobus as it is unless it is told otherwise: looks at work move it, and nothing else does by itself.
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
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.txt`, { size: 1000 + i }]));
    const files = { "a.txt": "alpha", many };
    const owner = client.identityId;
    const data = fake.addCollection({ displayName: "Data", files, permissions, owner });
    const places = { source_endpoint: data.id, destination_endpoint: data.id };
    const submit = async (DATA = ITEMS, more) =>
      (await account.transfer.submitTransfer({ ...places, DATA, ...more })).task_id;
    const show = (id) => account.transfer.getTask(id);
    /** Looks until there is nothing more to see, and tells how often. */
    const looks = async (look, isOver, most = 20) => {
      for (let count = 1; count <= most; count++) if (isOver(await look())) return count;
      return Infinity;
    };
    const flow = async (States) => {
      const { id } = fake.addFlow({ owner, definition: { StartAt: "A", States } });
      return (await account.flows.runFlow(id, { body: {} })).run_id;
    };
    const timer = async (schedule) => {
      const document = { timer_type: "transfer", schedule, body: { ...places, DATA: ITEMS } };
      return (await account.timers.createTimer({ timer: document })).timer.job_id;
    };
    return { ...staged, data, submit, show, looks, flow, timer };
  }
  const isOver = ({ status }) => status !== "ACTIVE";

  test("fake time: waiting for a task or a run comes to an end by itself", () =>
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

  test("fake time: a look moves a task to its next step, and one with many files is over after three", async () => {
    const { fake, submit, show, looks } = stage();
    const begin = fake.clock.now();
    const small = await submit();
    assert.equal((await show(small)).status, "ACTIVE");
    assert.isAbove(fake.clock.now(), begin);
    assert.equal((await show(small)).status, "SUCCEEDED");
    assert.equal(fake.clock.now(), begin + fake.taskDuration);
    await show(small);
    assert.equal(fake.clock.now(), begin + fake.taskDuration, "what is over moves nothing");
    const large = await submit([{ source_path: "/many/", destination_path: "/more/", recursive: true }]);
    assert.isAtMost(await looks(() => show(large), isOver), 3);
  });

  test("fake time: a list is a look at all that is in it", async () => {
    const { account, submit, looks, fake } = stage();
    const sizes = ["/a.txt", "/many/1.txt", "/many/39.txt"];
    for (const [i, source_path] of sizes.entries()) await submit([{ source_path, destination_path: `/${i}` }]);
    const done = ({ DATA }) => DATA.every(({ status }) => status === "SUCCEEDED");
    assert.isAtMost(await looks(() => account.transfer.taskList(), done), 4);
    const { total } = await account.transfer.taskList({ filter: "status:ACTIVE" });
    assert.equal(total, 0);
    const now = fake.clock.now();
    await submit();
    await account.transfer.taskList({ filter: "status:SUCCEEDED" });
    assert.equal(fake.clock.now(), now, "what is not in it is not looked at");
  });

  test("fake time: work of all services comes to an end when it is looked at", async () => {
    const { fake, client, account, looks, flow, timer } = stage();
    const run = await flow({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", End: true } });
    assert.isAtMost(await looks(() => account.flows.getRun(run), isOver), 3);
    const { id } = fake.addIndex({ displayName: "I", roles: [{ principal: client.identityId, role: "owner" }] });
    const entry = { subject: "one", visible_to: ["public"], content: {} };
    const { task_id } = await account.search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: entry });
    assert.equal(await looks(() => account.search.getTask(task_id), ({ state }) => state === "SUCCESS"), 2);
    const compute = (path, body) => account.request({ service: "compute", path, ...(body && { method: "POST", body }) });
    const { function_uuid } = await compute("/v2/functions", { function_name: "f", function_code: "code" });
    const endpoint = fake.addComputeEndpoint();
    const { tasks } = await compute(`/v3/endpoints/${endpoint}/submit`, { tasks: { [function_uuid]: ["a"] } });
    const [task] = tasks[function_uuid];
    assert.equal((await compute(`/v2/tasks/${task}`)).status, "success");
    const tomorrow = new Date(fake.clock.now() + 24 * HOUR).toISOString();
    const job = await timer({ type: "once", datetime: tomorrow });
    const isEnded = ({ status }) => status === "ended";
    assert.isAtMost(await looks(() => account.timers.getJob(job), isEnded), 4);
  });

  test("fake time: a timer without an end rests between its runs, one with an end gets there", async () => {
    const { account, timer, looks } = stage();
    const show = (id) => () => account.timers.getJob(id);
    const endless = await timer({ type: "recurring", interval_seconds: 3600 });
    assert.equal(await looks(show(endless), ({ n_runs: runs }) => runs > 1), Infinity);
    const end = { condition: "iterations", count: 3 };
    const finite = await timer({ type: "recurring", interval_seconds: 3600, end });
    assert.isAtMost(await looks(show(finite), ({ status }) => status === "ended"), 12);
    assert.equal((await show(finite)()).n_runs, 3);
  });

  test("fake time: what is paused, inactive or waits for an endpoint moves nothing", async () => {
    const { fake, account, submit, show, flow, timer } = stage();
    const stands = async (look) => {
      const now = fake.clock.now();
      for (let i = 0; i < 3; i++) await look();
      assert.equal(fake.clock.now(), now, String(look));
    };
    const task = await submit();
    fake.pauseTask(task);
    await stands(() => show(task));
    fake.resumeTask(task);
    fake.deactivateTask(task);
    await stands(() => account.transfer.taskList());
    const run = await flow({ A: { Type: "Wait", Seconds: 60, End: true } });
    fake.deactivateRun(run);
    await stands(() => account.flows.getRun(run));
    const job = await timer({ type: "once", datetime: new Date(fake.clock.now() + HOUR).toISOString() });
    await account.timers.pauseJob(job);
    await stands(() => account.timers.getJob(job));
    fake.resumeTask(task);
    fake.clock.advance(fake.taskDuration);
    assert.equal((await show(task)).status, "SUCCEEDED", "advance works on");
  });

  test("fake time: a rule that pauses finds the task on its way", async () => {
    const { fake, account, data, submit, show } = stage();
    const start = fake.clock.now() + 4000;
    const start_time = new Date(start).toISOString();
    await account.transfer.endpointManagerCreatePauseRule({ message: "Wait", endpoint_id: data.id, start_time });
    const task = await submit();
    for (let i = 0; i < 5; i++) await show(task);
    const { status, is_paused: paused } = await show(task);
    assert.deepEqual([status, paused, fake.clock.now()], ["ACTIVE", true, start]);
  });

  test("fake time: no look reaches the end of a token", async () => {
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

  test("fake time: calls go on as before after days of it: no token lost, no clock off, times mean what they meant", () =>
    withTime(async (time) => {
      const { fake, account, data, submit, show, flow, looks, timer } = stage();
      const run = async () => {
        const id = await flow({ A: { Type: "Wait", Seconds: 40 * 3600, End: true } });
        return looks(() => account.flows.getRun(id), isOver);
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
        assert.isAtMost(await looks(() => show(task), isOver), 3);
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

  test("fake time: by hand it is moved by hand alone", async () => {
    const { fake, submit, show } = stage({ clock: "manual" });
    const begin = fake.clock.now();
    const task = await submit();
    for (let i = 0; i < 3; i++) assert.equal((await show(task)).status, "ACTIVE");
    assert.equal(fake.clock.now(), begin);
    fake.clock.advance(fake.taskDuration);
    assert.equal((await show(task)).status, "SUCCEEDED");
  });

  test("fake time: a clock that there is not is refused", () => {
    assert.throws(() => new env.FakeGlobus({ clock: "fast" }), /clock must be "auto", "manual" or "real"/);
  });
}
