// Timers and runs that act later, without the account: `createTimer` grants their consents in advance, `healRun` and
// `healJob` grant the consents that they wait for.
import { ID, helpers, json } from "./helpers.mjs";

const HOUR = 3_600_000;
const TIMER = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

const COPY = {
  Type: "Action",
  ActionUrl: "https://transfer.actions.globus.org/transfer",
  Parameters: {
    "source_endpoint.$": "$.from",
    "destination_endpoint.$": "$.to",
    DATA: [{ source_path: "/a.txt", destination_path: "/b.txt" }],
  },
  ResultPath: "$.result",
  End: true,
};

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /** Returns a stage with a mapped collection `from`, a guest collection `to` and functions for timers between them. */
  function stageTransfer(options) {
    const staged = stage();
    const { fake, client, account } = staged;
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const addCollection = (displayName, options) =>
      fake.addCollection({ displayName, type: "mapped", files: { "a.txt": "alpha" }, permissions, ...options });
    const [from, to] = [addCollection("From", options), addCollection("To", { type: "guest", files: {} })];
    const document = (members) => ({
      timer: {
        name: "Nightly",
        schedule: { type: "recurring", interval_seconds: 3600 },
        body: {
          source_endpoint: from.id,
          destination_endpoint: to.id,
          DATA: [{ source_path: "/a.txt", destination_path: "/b.txt" }],
        },
        ...members,
      },
    });
    const create = async (members) => (await account.timers.createTimer(document(members))).timer;
    const accessOf = ({ id }) => `https://auth.globus.org/scopes/${id}/data_access`;
    const consentPaths = () => fake.consents(client.clientId).map(({ path }) => path.join(" > "));
    return { ...staged, addCollection, from, to, create, accessOf, consentPaths };
  }

  test("createTimer: grants the consents for its mapped collections, and the timer runs", async () => {
    const { create, fake, to, from, consentPaths, accessOf, account } = stageTransfer();
    const timer = await create();
    assert.include(consentPaths(), [TIMER, TRANSFER_ALL, accessOf(from)].join(" > "));
    assert.notInclude(consentPaths().join(), to.id);
    fake.clock.advance(HOUR / 2);
    assert.equal(to.files.readText("/b.txt"), "alpha");
    assert.deepInclude(await account.timers.getJob(timer.job_id), { status: "active", n_runs: 1 });
  });

  test("createTimer: a second timer makes no grant", async () => {
    const { create, fake } = stageTransfer();
    await create();
    const { grants } = fake;
    await create();
    assert.equal(fake.grants, grants);
  });

  test("createTimer: grants no consent for guest and high assurance collections", async () => {
    for (const options of [{ type: "guest" }, { highAssurance: true }]) {
      const { create, consentPaths, fake } = stageTransfer(options);
      await create();
      assert.notInclude(consentPaths().join(), "data_access");
      assert.equal(fake.grants, 2, "the tokens of Transfer and Timers");
    }
  });

  test("createTimer: grants the consents for two mapped collections at once, and one consent if both are the same", async () => {
    const { account, addCollection, fake, consentPaths, accessOf } = stageTransfer();
    const [one, two] = [addCollection("One"), addCollection("Two")];
    const DATA = [{ source_path: "/a.txt", destination_path: "/c.txt" }];
    const timer = (source, destination) =>
      account.timers.createTimer({
        timer: {
          schedule: { type: "once" },
          body: { source_endpoint: source.id, destination_endpoint: destination.id, DATA },
        },
      });
    await timer(one, two);
    for (const collection of [one, two])
      assert.include(consentPaths(), [TIMER, TRANSFER_ALL, accessOf(collection)].join(" > "));
    fake.clearRequests();
    const three = addCollection("Three");
    await timer(three, three);
    assert.equal(fake.count({ service: "transfer", path: `/v0.10/endpoint/${three.id}` }), 1);
    assert.isAtMost(fake.grants, 1);
  });

  test("createTimer: grants the consent to run its flow", async () => {
    const { account, fake, client, consentPaths } = stageTransfer();
    const flow = fake.addFlow({ owner: client.identityId });
    const document = { timer: { flow_id: flow.id, schedule: { type: "once" }, body: { body: {} } } };
    const { timer } = await account.timers.createTimer(document);
    assert.include(consentPaths(), [TIMER, flow.scope].join(" > "));
    fake.clock.advance(HOUR);
    assert.deepInclude(await account.timers.getJob(timer.job_id), { status: "ended", n_errors: 0 });
  });

  test("createTimer: an unknown collection or an abort ends the call before it creates a timer", async () => {
    const { account, fake, client } = stageTransfer();
    const body = { source_endpoint: client.clientId, destination_endpoint: client.clientId, DATA: [] };
    const document = { timer: { schedule: { type: "once" }, body } };
    assert.equal((await failure(account.timers.createTimer(document))).code, "not_found");
    const options = { signal: AbortSignal.abort("enough") };
    assert.equal(await failure(account.timers.createTimer(document, {}, options)), "enough");
    assert.equal(fake.count({ service: "timers" }), 0);
  });

  test("healJob: grants the consent that a timer lacks, and resumes the timer", async () => {
    const { create, account, fake, client, from, to, consentPaths, accessOf } = stageTransfer();
    const { job_id: id } = await create();
    fake.clock.advance(HOUR / 2);
    fake.revokeConsents(client.clientId, accessOf(from));
    to.files.remove("/b.txt");
    fake.clock.advance(HOUR);
    const waiting = await account.timers.getJob(id);
    assert.equal(waiting.status, "inactive");
    assert.equal(waiting.inactive_reason.cause, "globus_auth_requirements");
    const healed = await account.timers.healJob(id);
    assert.deepInclude(healed, { job_id: id, status: "active", inactive_reason: null });
    assert.include(consentPaths(), [TIMER, TRANSFER_ALL, accessOf(from)].join(" > "));
    fake.clock.advance(HOUR / 2);
    assert.equal(to.files.readText("/b.txt"), "alpha");
    fake.clearRequests();
    assert.equal((await account.timers.healJob(id)).status, "active", "an active timer stays unchanged");
    assert.deepEqual([fake.grants, fake.count({ method: "POST" })], [0, 0]);
  });

  test("healJob: a timer that a user paused stays paused, and the error has the reason", async () => {
    const { create, account, fake } = stageTransfer();
    const { job_id: id } = await create();
    await account.timers.pauseJob(id);
    fake.clearRequests();
    const error = await failure(account.timers.healJob(id));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, { code: "task_inactive", service: "timers", serverCode: "user", retryable: false });
    assert.deepInclude(error.body, { job_id: id, status: "inactive" });
    assert.isString(error.advice);
    assert.deepEqual(JSON.parse(JSON.stringify(error)), error.toJSON());
    assert.deepEqual([fake.grants, fake.count({ method: "POST" })], [0, 0]);
    assert.deepInclude(await failure(account.timers.healJob()), { code: "invalid_argument", field: "jobId" });
  });

  /** Returns a run of a flow that copies between two collections, and lacks a consent. */
  async function startRun() {
    const staged = stageTransfer();
    const { account, fake, client, from, to } = staged;
    const flow = fake.addFlow({ owner: client.identityId, definition: { StartAt: "Copy", States: { Copy: COPY } } });
    const { run_id: id } = await account.flows.runFlow(flow.id, { body: { from: from.id, to: to.id } });
    fake.clock.advance(60_000);
    return { ...staged, flow, id };
  }

  test("runWait, healRun: runWait's error names the consent that a run lacks, healRun grants it, and the run succeeds", async () => {
    const { account, fake, from, to, flow, id, accessOf } = await startRun();
    const error = await failure(account.flows.runWait(id, { failOnInactive: true }));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, {
      code: "task_inactive",
      service: "flows",
      serverCode: "ConsentRequired",
      retryable: false,
    });
    assert.deepEqual(error.requiredScopes, [`${flow.scope}[${TRANSFER_ALL}[*${accessOf(from)}]]`]);
    assert.deepInclude(error.body, { run_id: id, status: "INACTIVE" });
    assert.include(error.advice, "healRun");
    assert.deepInclude(await account.flows.healRun(id), { run_id: id, status: "ACTIVE" });
    fake.clock.advance(60_000);
    assert.deepInclude(await account.flows.runWait(id), { run_id: id, status: "SUCCEEDED" });
    assert.equal(to.files.readText("/b.txt"), "alpha");
    fake.clearRequests();
    assert.equal((await account.flows.healRun(id)).status, "SUCCEEDED", "a run that has ended stays unchanged");
    assert.deepEqual([fake.grants, fake.count({ method: "POST" })], [0, 0]);
  });

  test("runWait: rejects with task_failed and the reason if a run failed or was canceled", async () => {
    const { account, fake, client } = stageTransfer();
    const flow = fake.addFlow({ owner: client.identityId });
    const start = async () => (await account.flows.runFlow(flow.id, { body: {} })).run_id;
    const [failed, canceled] = [await start(), await start()];
    fake.failRun(failed, { error: "Broken" });
    await account.flows.cancelRun(canceled);
    for (const [id, serverCode] of [
      [failed, "FlowFailed"],
      [canceled, "FlowCanceled"],
    ]) {
      const error = await failure(account.flows.runWait(id));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "task_failed", service: "flows", serverCode, retryable: false });
      assert.deepInclude(error.body, { run_id: id, status: "FAILED" });
      assert.include(error.message, id);
      assert.include(error.advice, "getRunLogs");
    }
    assert.equal((await failure(account.flows.runWait(client.clientId))).code, "not_found");
  });

  test("runWait: the message about a failed run contains its state, error and cause", async () => {
    const cause = { code: "X", description: "y".repeat(900) };
    for (const [details, end] of [
      // The fake's form, which follows the events of a flow's log (globus/globus-cli#1254).
      [
        { state_name: "Copy", error: "States.Runtime", cause: "The path '$.to' could not be found." },
        "failed: The Flow Instance failed: state Copy: States.Runtime: The path '$.to' could not be found.",
      ],
      [{ state: "Copy", exception: "E", cause: "one\ntwo" }, "failed: The Flow Instance failed: state Copy: E: one"],
      [{ cause: ["a", 1] }, 'failed: The Flow Instance failed: ["a",1]'],
      [{ error: 5, cause: null }, "failed: The Flow Instance failed: 5"],
      [{ cause }, `failed: The Flow Instance failed: ${JSON.stringify(cause).slice(0, 300)}…`],
      ["a text", "failed: The Flow Instance failed"],
      [null, "failed: The Flow Instance failed"],
      [undefined, "failed: The Flow Instance failed"],
    ]) {
      const failed = { code: "FlowFailed", description: "The Flow Instance failed", details };
      const { account } = stub(() => json({ run_id: ID, status: "FAILED", details: failed }));
      const error = await failure(account.flows.runWait(ID));
      assert.deepInclude(error, { code: "task_failed", serverCode: "FlowFailed" });
      assert.equal(error.message, `run ${ID} ${end}`);
    }
    const { account, fake } = stageTransfer();
    const flow = fake.addFlow({ owner: account.clientId });
    const { run_id: id } = await account.flows.runFlow(flow.id, { body: {} });
    fake.failRun(id, { error: "Broken", cause: "by hand" });
    assert.match((await failure(account.flows.runWait(id))).message, /Broken: by hand$/);
  });

  /** Documents that are not a task, a run or a timer. */
  const INVALID_DOCUMENTS = [
    {},
    { status: null },
    { status: 5, run_id: ID, task_id: ID },
    { status: {}, run_id: ID, task_id: ID },
    { status: "", run_id: ID, task_id: ID },
    { details: [] },
    { DATA: [], status: [] },
  ];

  test("waits and healing: a document without a valid status is invalid_response, and ends the wait", async () => {
    for (const body of INVALID_DOCUMENTS) {
      const { account, calls } = stub(() => json(body), { retries: 0 });
      for (const [service, promise] of [
        ["transfer", account.transfer.taskWait(ID)],
        ["flows", account.flows.runWait(ID)],
        ["flows", account.flows.healRun(ID)],
        ["timers", account.timers.healJob(ID)],
      ]) {
        const error = await failure(promise);
        assert.instanceOf(error, GlobusApiError, JSON.stringify(body));
        assert.deepInclude(error, { code: "invalid_response", service });
      }
      assert.lengthOf(calls, 4);
    }
    const { account } = stub(() => json({ DATA: {} }), { retries: 0 });
    const errors = await Promise.all([1, 2].map((id) => failure(account.transfer.taskWait(String(id)))));
    for (const { code } of errors) assert.equal(code, "invalid_response");
  });

  test("waits: continue while a task or run has an unknown status", async () => {
    const { account, calls } = stub((_, number) =>
      json({ task_id: ID, run_id: ID, status: number > 2 ? "SUCCEEDED" : "RESTING" }),
    );
    const options = { pollingInterval: 1 };
    const task = await account.transfer.taskWait(ID, options);
    assert.equal(task.status, "SUCCEEDED");
    assert.lengthOf(calls, 3);
  });

  test("waits: fields with unexpected types do not change the error", async () => {
    for (const value of [5, {}, [null], "x", { details: 5, description: {}, message: [] }]) {
      const members = { details: value, fatal_error: value, nice_status: value, nice_status_details: value, display_status: value };
      const { account } = stub(() => json({ task_id: ID, run_id: ID, status: "FAILED", ...members }));
      for (const promise of [account.transfer.taskWait(ID), account.flows.runWait(ID)]) {
        const error = await failure(promise);
        assert.equal(error.code, "task_failed");
        assert.notInclude(error.message, "[object");
        assert.isTrue(error.serverCode === undefined || typeof error.serverCode === "string");
      }
    }
  });

  test("healRun, healJob: invalid scopes in a document are invalid_response, and nothing is granted", async () => {
    const details = { code: "ConsentRequired", required_scopes: ["urn:x[", "]]"] };
    const reason = { cause: "globus_auth_requirements", detail: details };
    for (const [document, heal, code] of [
      [{ status: "INACTIVE", flow_id: ID, details }, ({ flows }) => flows.healRun(ID), "invalid_response"],
      [{ status: "INACTIVE", details: null }, ({ flows }) => flows.healRun(ID), "invalid_response"],
      [{ status: "INACTIVE", flow_id: ID, details: null }, ({ flows }) => flows.healRun(ID), "task_inactive"],
      [{ status: "INACTIVE", flow_id: ID, details: { code: {} } }, ({ flows }) => flows.healRun(ID), "task_inactive"],
      [{ status: "inactive", inactive_reason: reason }, ({ timers }) => timers.healJob(ID), "invalid_response"],
      [{ status: "inactive", inactive_reason: null }, ({ timers }) => timers.healJob(ID), "task_inactive"],
      [{ status: "inactive", inactive_reason: { cause: 5 } }, ({ timers }) => timers.healJob(ID), "task_inactive"],
    ]) {
      const { account, calls } = stub(() => json(document), { retries: 0 });
      const error = await failure(heal(account));
      assert.instanceOf(error, GlobusApiError);
      assert.equal(error.code, code, JSON.stringify(document));
      assert.lengthOf(calls, 1);
    }
  });

  const [MINE, OTHER] = ["5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001", "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0002"];
  const FLOW_SCOPE = `https://auth.globus.org/scopes/${ID}/flow_${ID.replaceAll("-", "_")}_user`;
  const dataAccess = (id) => `*https://auth.globus.org/scopes/${id}/data_access`;
  const GROUPS_ALL = "urn:globus:auth:scope:groups.api.globus.org:all";

  /**
   * Calls `healRun` or `healJob` on a run or timer that waits for a consent to `scope`. Returns its value or error,
   * whether the scope was granted, and its grants and POST requests.
   */
  async function heal(method, scope, options = {}) {
    const detail = { code: "ConsentRequired", required_scope: scope };
    const run = { run_id: ID, flow_id: ID, status: "INACTIVE", label: OTHER, details: detail, ...options.run };
    const reason = { cause: "globus_auth_requirements", detail: { authorization_parameters: { required_scopes: [scope] } } };
    const job = { job_id: ID, status: "inactive", inactive_reason: reason, results: { data: [{ details: detail }] }, ...options.job };
    const logEntries = [
      { code: "FlowStarted", details: { input: options.input ?? {} } },
      { code: "ActionStarted", details: { input: { collection: OTHER }, required_scope: scope } },
    ];
    const { account, grants, calls } = stub(({ url, init }) => {
      const { pathname } = new URL(url);
      if (init.method === "POST") return json({ status: "ACTIVE", run_id: ID });
      if (pathname.endsWith("/definition")) return json({ flow_id: ID, definition: options.definition ?? {} });
      if (pathname.endsWith("/log")) return json({ entries: logEntries, limit: 10, has_next_page: false });
      if (pathname.startsWith("/flows/")) return json({ id: ID, definition: options.definition ?? {} });
      return json(method === "healRun" ? run : job);
    });
    const service = method === "healRun" ? account.flows : account.timers;
    const outcome = await service[method](ID).then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    const scopes = grants.map(({ init }) => new URLSearchParams(init.body).get("scope"));
    return { ...outcome, granted: scopes.includes(scope), grants: scopes, posts: calls.filter(({ init }) => init.method === "POST") };
  }

  test("healRun, healJob: only scopes of the flow or timer, and of the collections that it names, are granted", async () => {
    for (const [method, scope, foreign] of [
      ...["urn:globus:auth:scope:auth.globus.org:manage_projects", GROUPS_ALL, TRANSFER_ALL, `${TIMER}[${GROUPS_ALL}]`].map((scope) => ["healRun", scope]),
      ...["urn:globus:auth:scope:auth.globus.org:manage_projects", GROUPS_ALL, TRANSFER_ALL, FLOW_SCOPE].map((scope) => ["healJob", scope]),
      ["healRun", `${FLOW_SCOPE}[${GROUPS_ALL}]`, GROUPS_ALL],
      ["healRun", FLOW_SCOPE.replaceAll("0", "1")],
      ["healRun", `${FLOW_SCOPE}[${TRANSFER_ALL}[${dataAccess(OTHER)}]]`, dataAccess(OTHER).slice(1)],
      ["healJob", `${TIMER}[${GROUPS_ALL}]`, GROUPS_ALL],
      ["healJob", `${TIMER}[${FLOW_SCOPE}]`, FLOW_SCOPE],
      ["healJob", `${TIMER}[${TRANSFER_ALL}[${dataAccess(OTHER)}]]`, dataAccess(OTHER).slice(1)],
      ["healJob", `${TIMER}[${TRANSFER_ALL}[https://auth.globus.org/scopes/${MINE}/https]]`, `https://auth.globus.org/scopes/${MINE}/https`],
    ]) {
      const options = { input: { from: MINE }, job: { callback_body: { body: { source_endpoint: MINE } } } };
      const { error, granted, posts } = await heal(method, scope, options);
      assert.deepInclude(error, { code: "task_inactive", requiredScopes: [scope] }, `${method} ${scope}`);
      assert.include(error.advice, `${foreign ?? scope.split("[")[0]} does not belong`);
      assert.deepEqual([granted, posts.length], [false, 0], `${method} ${scope}`);
    }
  });

  test("healRun, healJob: consents are granted for collections that the input, the definition or the timer names", async () => {
    const data = `${TRANSFER_ALL}[${dataAccess(MINE)}]`;
    const action = `https://auth.globus.org/scopes/actions.globus.org/transfer/transfer[${data}]`;
    for (const [method, scope, options] of [
      ["healRun", `${FLOW_SCOPE}[${data}]`, { input: { from: MINE } }],
      ["healRun", `${FLOW_SCOPE}[${action}]`, { definition: { States: { A: { Parameters: { source: MINE } } } } }],
      ["healRun", FLOW_SCOPE, {}],
      ["healJob", `${TIMER}[${data}]`, { job: { callback_body: { body: { DATA: [], source_endpoint: MINE } } } }],
      ["healJob", `${TIMER}[${FLOW_SCOPE}[${data}]]`, { job: { flow_id: ID }, definition: { Parameters: MINE } }],
    ]) {
      const { error, granted, posts } = await heal(method, scope, options);
      assert.isUndefined(error, `${method} ${scope} ${error}`);
      assert.deepEqual([granted, posts.length], [true, 1], `${method} ${scope}`);
    }
  });

  test("healRun: a run that also requires a session gets no consent", async () => {
    const parameters = { required_scopes: [FLOW_SCOPE], session_required_mfa: true };
    const run = { details: { code: "ConsentRequired", authorization_parameters: parameters } };
    const { error, granted } = await heal("healRun", FLOW_SCOPE, { run });
    assert.deepEqual([error.code, granted], ["task_inactive", false]);
    assert.include(error.message, "does not wait for a consent");
  });

  test("createTimer: a collection document without a type ends the call before it creates a timer", async () => {
    const { account, calls } = stub(() => json({ id: ID }), { retries: 0 });
    const body = { source_endpoint: ID, destination_endpoint: ID, DATA: [] };
    const error = await failure(account.timers.createTimer({ timer: { schedule: { type: "once" }, body } }));
    assert.deepInclude(error, { code: "invalid_response", service: "transfer" });
    assert.lengthOf(calls, 1);
  });

  test("healRun: the error about a run that waits for something other than a consent has the run's code", async () => {
    const { account, fake, client } = stageTransfer();
    const flow = fake.addFlow({ owner: client.identityId });
    const { run_id: id } = await account.flows.runFlow(flow.id, { body: {} });
    fake.deactivateRun(id);
    const error = await failure(account.flows.healRun(id));
    assert.deepInclude(error, {
      code: "task_inactive",
      service: "flows",
      serverCode: "ActivationRequired",
      retryable: false,
    });
    assert.deepInclude(error.body, { run_id: id, status: "INACTIVE" });
    assert.equal(fake.count({ service: "flows", method: "POST" }), 1, "only the start of the run");
    assert.deepInclude(await failure(account.flows.healRun("")), { code: "invalid_argument", field: "runId" });
  });
}
