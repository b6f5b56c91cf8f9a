// Timers in FakeGlobus: the parts that Globus's own clients in tests/upstream do not call.
import { helpers } from "./helpers.mjs";

const HOUR = 3_600_000;
const TIMER = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

export default function register(test, env) {
  const { assert, ServiceAccount } = env;
  const { stage: commonStage, failure } = helpers(env);

  function stage(options, type = "guest") {
    const staged = commonStage({ fake: options });
    const { fake, client, account } = staged;
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const files = { "a.txt": "alpha" };
    const from = fake.addCollection({ displayName: "From", type, files, permissions });
    const to = fake.addCollection({ displayName: "To", permissions });
    const timers = (path, { method = "GET", body, query } = {}) =>
      account.request({ service: "timers", path, method, body, query });
    const create = async (schedule, members, body) => {
      const DATA = [{ source_path: "/a.txt", destination_path: "/b.txt" }];
      const document = { source_endpoint: from.id, destination_endpoint: to.id, DATA, ...body };
      const timer = { timer_type: "transfer", name: "T", schedule, body: document, ...members };
      return (await timers("/v2/timer", { method: "POST", body: { timer } })).timer;
    };
    const show = (id) => timers(`/jobs/${id}`);
    const post = (path, body) => timers(`/jobs/${path}`, { method: "POST", body });
    const tasks = async () => (await account.transfer.taskList({ orderby: "request_time ASC" })).DATA;
    return { ...staged, from, to, timers, create, show, post, tasks };
  }

  const every = (seconds, members) => ({ type: "recurring", interval_seconds: seconds, ...members });

  test("fake timers: each run submits a task at its own time, however far the clock advances", async () => {
    const { fake, create, show, tasks, to } = stage();
    const begin = fake.clock.now();
    const timer = await create(every(3600, { end: { condition: "iterations", count: 3 } }));
    assert.deepInclude(timer, { status: "new", number_of_runs: 0, last_ran_at: null, inactive_reason: null });
    assert.deepEqual(timer.activity.code, "awaiting_next_run");
    fake.clock.advance(10 * HOUR);
    const hours = (await tasks()).map(({ request_time: time, status, label }) => [
      Math.round((Date.parse(time) - begin) / HOUR) + 0,
      status,
      label,
    ]);
    assert.deepEqual(hours, [
      [0, "SUCCEEDED", "T, run 1"],
      [1, "SUCCEEDED", "T, run 2"],
      [2, "SUCCEEDED", "T, run 3"],
    ]);
    assert.isTrue(to.files.exists("/b.txt"));
    const ended = await show(timer.job_id);
    assert.deepInclude(ended, { status: "ended", n_runs: 3, n_errors: 0, next_run: null, activity: null });
    assert.deepEqual(ended.stop_after, { date: null, n_runs: 3 });
  });

  test("fake timers: a timer may run until a time, at a time, or at once", async () => {
    const { fake, create, show, tasks } = stage({ clock: "manual" });
    const at = (hours) => new Date(fake.clock.now() + hours * HOUR).toISOString();
    const until = await create(every(3600, { start: at(1), end: { condition: "time", datetime: at(2) } }));
    const later = await create({ type: "once", datetime: at(5) });
    const now = await create({ type: "once" });
    fake.clock.advance(20_000);
    assert.equal((await show(now.job_id)).status, "ended");
    assert.lengthOf(await tasks(), 1);
    fake.clock.advance(4 * HOUR);
    assert.deepInclude(await show(until.job_id), { status: "ended", n_runs: 2 });
    assert.deepInclude(await show(later.job_id), { status: "active", n_runs: 0 });
    fake.clock.advance(HOUR);
    assert.lengthOf(await tasks(), 4);
  });

  test("fake timers: a run is skipped while the previous run is active, and does not count", async () => {
    const { fake, create, show, tasks } = stage({ clock: "manual", taskDuration: 90 * 60_000 });
    const timer = await create(every(3600, { end: { condition: "iterations", count: 2 } }));
    fake.clock.advance(HOUR + 60_000);
    const running = await show(timer.job_id);
    assert.deepInclude(running, { status: "active", n_runs: 1 });
    assert.deepInclude(running.activity, { code: "run_in_progress", duration_seconds: 3660 });
    const [{ run_status: status, end_timestamp: end }] = running.results.data;
    assert.deepEqual([status, end], ["ACTIVE", null]);
    fake.clock.advance(5 * HOUR);
    assert.deepInclude(await show(timer.job_id), { status: "ended", n_runs: 2 });
    const [first, second] = (await tasks()).map(({ request_time: time }) => Date.parse(time));
    assert.equal(second - first, 2 * HOUR);
  });

  test("fake timers: after a pause, the missed runs are made up by one, and later runs keep their times", async () => {
    const { fake, create, show, post, tasks } = stage();
    const begin = fake.clock.now();
    const { job_id: id } = await create(every(3600));
    fake.clock.advance(HOUR / 2);
    assert.equal((await post(`${id}/pause`)).message, `Successfully paused job ${id}.`);
    const paused = await show(id);
    assert.deepInclude(paused, { status: "inactive", n_runs: 1 });
    assert.deepEqual(paused.inactive_reason, { cause: "user", detail: null });
    assert.deepEqual(paused.activity, { code: "paused", reason: "user" });
    fake.clock.advance(3 * HOUR);
    await post(`${id}/resume`, {});
    fake.clock.advance(HOUR);
    const minutes = (await tasks()).map(
      ({ request_time: time }) => Math.round((Date.parse(time) - begin) / 60_000) + 0,
    );
    assert.deepEqual(minutes, [0, 210, 240]);
  });

  test("fake timers: a timer becomes inactive without its transfer's consent, and active with new credentials after the consent", async () => {
    const { fake, client, account, from, to, create, show, post } = stage({}, "mapped");
    const { job_id: id } = await create(every(3600));
    fake.clock.advance(1000);
    const scope = `${TIMER}[${TRANSFER_ALL}[*https://auth.globus.org/scopes/${from.id}/data_access]]`;
    const waiting = await show(id);
    assert.deepInclude(waiting, { status: "inactive", n_runs: 0, n_errors: 0 });
    assert.deepEqual(waiting.inactive_reason, {
      cause: "globus_auth_requirements",
      detail: {
        code: "ConsentRequired",
        authorization_parameters: {
          session_message: "Missing required data_access consent",
          required_scopes: [scope],
        },
      },
    });
    await post(`${id}/resume`, {});
    assert.equal((await show(id)).status, "inactive", "the consent is still missing");
    await account.getToken(scope);
    await post(`${id}/resume`, { update_credentials: false });
    assert.equal((await show(id)).status, "inactive", "its credentials are still the old ones");
    await post(`${id}/resume`, { update_credentials: true });
    assert.deepInclude(await show(id), { status: "active", n_runs: 1, inactive_reason: null });
    fake.clock.advance(60_000);
    assert.equal(to.files.readText("/b.txt"), "alpha");
    fake.clock.advance(HOUR);
    fake.revokeConsents(client.clientId, `https://auth.globus.org/scopes/${from.id}/data_access`);
    fake.clock.advance(HOUR);
    assert.deepInclude(await show(id), { status: "inactive", n_runs: 2 }, "the second run was due before the consent was revoked");
  });

  test("fake timers: a transfer from a high assurance collection needs no consent", async () => {
    const { fake, client, create, show, to } = stage();
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const files = { "a.txt": "secret" };
    const { id } = fake.addCollection({ displayName: "HA", type: "mapped", highAssurance: true, files, permissions });
    const timer = await create({ type: "once" }, {}, { source_endpoint: id });
    fake.clock.advance(60_000);
    assert.equal((await show(timer.job_id)).status, "ended");
    assert.equal(to.files.readText("/b.txt"), "secret");
  });

  test("fake timers: a run that cannot start counts as an error, and the timer stays active", async () => {
    const { fake, create, show } = stage();
    const closed = fake.addCollection({ displayName: "Closed" });
    const { job_id: id } = await create(every(3600), {}, { source_endpoint: closed.id });
    fake.clock.advance(HOUR);
    const timer = await show(id);
    assert.deepInclude(timer, { status: "active", n_runs: 2, n_errors: 2 });
    const [{ errors, data, run_status: status }] = timer.results.data;
    assert.deepEqual([errors.code, data, status], ["PermissionDenied", null, "FAILED"]);
  });

  test("fake timers: a timer runs a flow, and becomes inactive when its run does", async () => {
    const { fake, client, account, from, to, timers, show, post } = stage({}, "mapped");
    const Parameters = {
      source_endpoint: from.id,
      destination_endpoint: to.id,
      DATA: [{ source_path: "/a.txt", destination_path: "/b.txt" }],
    };
    const ActionUrl = "https://transfer.actions.globus.org/transfer";
    const definition = { StartAt: "C", States: { C: { Type: "Action", ActionUrl, Parameters, End: true } } };
    const { id: flow, scope } = fake.addFlow({ owner: client.identityId, definition });
    const body = { timer: { timer_type: "flow", flow_id: flow, schedule: every(3600), body: { body: {} } } };
    const headers = { authorization: await account.getAuthorizationHeader("timers") };
    const refused = await failure(account.request({ service: "timers", path: "/v2/timer", method: "POST", body, headers }));
    assert.deepInclude(refused, { status: 403, serverCode: "ConsentRequired", code: "consent_required" });
    assert.deepEqual(refused.authorizationParameters.required_scopes, [`${TIMER}[${scope}]`]);
    // With its own token, the account grants the consent to itself.
    const { timer } = await timers("/v2/timer", { method: "POST", body });
    assert.equal(fake.requests.filter(({ service, status }) => service === "timers" && status === 403).length, 2);
    assert.deepInclude(timer, { timer_type: "flow", flow_id: flow });
    fake.clock.advance(60_000);
    const waiting = await show(timer.job_id);
    assert.deepInclude(waiting, { status: "inactive", n_runs: 1, scope });
    const [required] = waiting.inactive_reason.detail.authorization_parameters.required_scopes;
    const data = `https://auth.globus.org/scopes/${from.id}/data_access`;
    assert.equal(required, `${TIMER}[${scope}[${TRANSFER_ALL}[*${data}]]]`);
    await account.getToken(required);
    await post(`${timer.job_id}/resume`, { update_credentials: true });
    fake.clock.advance(60_000);
    assert.equal((await show(timer.job_id)).status, "active");
    assert.equal(to.files.readText("/b.txt"), "alpha");
    fake.clock.advance(HOUR);
    const { runs } = await account.request({ service: "flows", path: "/runs", query: { filter_flow_id: flow } });
    assert.deepEqual(
      runs.map(({ status }) => status),
      ["SUCCEEDED", "SUCCEEDED"],
    );
  });

  test("fake timers: results have pages, with the newest first", async () => {
    const { fake, create, timers } = stage();
    const { job_id: id } = await create(every(3600));
    fake.clock.advance(24 * HOUR);
    const first = await timers(`/jobs/${id}`, { query: { page_size: 20 } });
    assert.deepEqual([first.n_runs, first.results.data.length], [25, 20]);
    const second = await timers(`/jobs/${id}`, { query: { page_size: 20, results_pt: first.results.page_next } });
    assert.deepEqual([second.results.data.length, second.results.page_next], [5, null]);
    assert.isAbove(Date.parse(first.results.data[0].ran_at), Date.parse(second.results.data[4].ran_at));
    assert.equal(first.results.data[0].data.details.task_id, first.results.data[0].resource_id);
  });

  test("fake timers: the list has filters and an order, and contains the caller's own timers only", async () => {
    const { fake, create, timers, post } = stage();
    await create({ type: "once" }, { name: "beta" });
    const { job_id: id } = await create(every(60), { name: "alpha" });
    await post(`${id}/pause`);
    fake.clock.advance(60_000);
    const names = async (query) => (await timers("/jobs/", { query })).jobs.map(({ name }) => name);
    assert.deepEqual(await names({ order: "name desc" }), ["beta", "alpha"]);
    assert.deepEqual(await names({ filter_status: "inactive,active" }), ["alpha"]);
    assert.deepEqual(await names({ filter_status: "ended" }), ["beta"]);
    assert.deepEqual(await names({ filter_name: "ALPH" }), ["alpha"]);
    const other = fake.addClient();
    const { clientId, clientSecret } = other;
    const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
    assert.lengthOf((await account.request({ service: "timers", path: "/jobs/" })).jobs, 0);
    const error = await failure(account.request({ service: "timers", path: `/jobs/${id}` }));
    assert.equal(error.status, 404);
  });

  test("fake timers: an invalid timer is refused with the location of each error", async () => {
    const { timers, create } = stage();
    const locationsOf = async (promise) => {
      const { status, body } = await failure(promise);
      assert.equal(status, 422);
      return body.detail.map(({ loc }) => loc.slice(1).join("."));
    };
    assert.deepEqual(await locationsOf(timers("/v2/timer", { method: "POST", body: {} })), ["timer"]);
    assert.deepEqual(await locationsOf(create({ type: "sometimes" })), ["timer.schedule.type"]);
    assert.deepEqual(await locationsOf(create(every(59))), ["timer.schedule.interval_seconds"]);
    assert.deepEqual(await locationsOf(create({ type: "once", datetime: "2001-01-01" })), ["timer.schedule.datetime"]);
    const iterations = every(60, { end: { condition: "iterations", iterations: 2 } });
    assert.deepEqual(await locationsOf(create(iterations)), ["timer.schedule.end.count"], "the field is `count`");
    assert.deepEqual(await locationsOf(create(every(60), { timer_type: "delete" })), ["timer.timer_type", "timer.body.body"]);
    assert.deepEqual(await locationsOf(timers("/jobs/", { method: "POST", body: { interval: 1, start: "x" } })), [
      "start",
      "callback_url",
      "callback_body",
    ]);
  });

  test("fake timers: a token of another service is refused", async () => {
    const { fake, account } = stage();
    const { accessToken } = await account.getToken("transfer");
    const headers = { Authorization: `Bearer ${accessToken}` };
    const response = await fake.fetch("https://timer.automate.globus.org/jobs/", { headers });
    assert.equal(response.status, 401);
    assert.equal((await response.json()).error.status, 401);
  });
}
