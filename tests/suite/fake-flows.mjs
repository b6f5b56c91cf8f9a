// Flows in FakeGlobus: the parts that Globus's own clients in tests/upstream do not call.
import { helpers } from "./helpers.mjs";

const FLOWS = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";
const urn = (identityId) => `urn:globus:auth:identity:${identityId}`;

const pass = (next, members) => ({ Type: "Pass", ...(next ? { Next: next } : { End: true }), ...members });
const action = (url, members) => ({ Type: "Action", ActionUrl: url, ResultPath: "$.result", End: true, ...members });
const flowOf = (states) => ({ StartAt: Object.keys(states)[0], States: states });
const COPY = action("https://transfer.actions.globus.org/transfer", {
  Parameters: {
    "source_endpoint.$": "$.from",
    "destination_endpoint.$": "$.to",
    DATA: [{ "source_path.$": "$.path", destination_path: "/b.txt" }],
  },
});

export default function register(test, env) {
  const { assert, ServiceAccount } = env;
  const { stage: commonStage, failure } = helpers(env);

  function stage(options) {
    const staged = commonStage({ fake: options });
    const calls = (account) => {
      const flows = (path, { method = "GET", body, query, target } = {}) =>
        account.request({ service: "flows", path, method, body, query, target });
      const start = async ({ id, scope }, body = {}, members) =>
        flows(`/flows/${id}/run`, { method: "POST", body: { body, ...members }, target: scope });
      const show = (id) => flows(`/runs/${id}`);
      const post = (path, target) => flows(path, { method: "POST", target });
      return { flows, start, show, post };
    };
    const { fake, client } = staged;
    /** Runs a flow of these states to its end. Returns the run. */
    const runToEnd = async (states, input) => {
      const flow = fake.addFlow({ owner: client.identityId, definition: flowOf(states) });
      const { run_id: id } = await calls(staged.account).start(flow, input);
      fake.clock.advance(3_600_000);
      return calls(staged.account).show(id);
    };
    /** Returns another client with its calls. */
    const addOther = () => {
      const client = fake.addClient();
      const { clientId, clientSecret } = client;
      return { client, ...calls(new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch })) };
    };
    /** Returns two collections that the account may use. The first contains `/a.txt`. */
    const collections = (type = "guest") => {
      const permissions = [{ principal: client.identityId, permissions: "rw" }];
      return [
        fake.addCollection({ displayName: "From", type, files: { "a.txt": "alpha" }, permissions }),
        fake.addCollection({ displayName: "To", permissions }),
      ];
    };
    return { ...staged, ...calls(staged.account), runToEnd, addOther, collections };
  }

  test("fake flows: a flow has its own scope and resource server, until it is deleted", async () => {
    const { account, fake, flows, client } = stage();
    const definition = flowOf({ a: pass() });
    const flow = await flows("/flows", { method: "POST", body: { title: "T", definition, input_schema: {} } });
    const scope = `https://auth.globus.org/scopes/${flow.id}/flow_${flow.id.replaceAll("-", "_")}_user`;
    assert.equal(flow.globus_auth_scope, scope);
    assert.equal((await account.getToken(scope)).resourceServer, flow.id);
    const deleted = await flows(`/flows/${flow.id}`, { method: "DELETE" });
    assert.isTrue(deleted.DELETED);
    await account.clearTokens();
    assert.equal((await failure(account.getToken(scope))).code, "invalid_scope");
    assert.equal(fake.consents(client.clientId).length, 2);
  });

  test("fake flows: a run goes through its states as the clock advances", async () => {
    const { fake, client, start, show } = stage({ clock: "manual", flowRunDuration: 3000 });
    const states = { a: pass("b", { Result: 1, ResultPath: "$.one" }), b: pass("c"), c: pass() };
    const flow = fake.addFlow({ owner: client.identityId, definition: flowOf(states) });
    const run = await start(flow, { zero: 0 }, { label: "L", tags: [" a \n b "] });
    assert.deepInclude(run, { status: "ACTIVE", label: "L", tags: ["a b"], completion_time: null, flow_id: flow.id });
    assert.equal(run.details.code, "FlowStarting");
    const stateAfter = async (ms) => {
      fake.clock.advance(ms);
      const { status, details } = await show(run.run_id);
      return [status, details.code, details.details?.state_name];
    };
    assert.deepEqual(await stateAfter(0), ["ACTIVE", "PassStarted", "a"]);
    assert.deepEqual(await stateAfter(1000), ["ACTIVE", "PassStarted", "b"]);
    assert.deepEqual(await stateAfter(1999), ["ACTIVE", "PassStarted", "c"]);
    assert.deepEqual(await stateAfter(1), ["SUCCEEDED", "FlowSucceeded", undefined]);
    const { details, completion_time: end, start_time: begin } = await show(run.run_id);
    assert.deepEqual(details.output, { zero: 0, one: 1 });
    assert.equal(Date.parse(end) - Date.parse(begin), 3000);
  });

  test("fake flows: a run uses the definition of the time of its start", async () => {
    const { fake, client, flows, start, show } = stage();
    const { id, scope } = fake.addFlow({ owner: client.identityId, definition: flowOf({ a: pass("b"), b: pass() }) });
    const { run_id: run } = await start({ id, scope });
    await flows(`/flows/${id}`, { method: "PUT", body: { definition: flowOf({ z: { Type: "Fail" } }) } });
    fake.clock.advance(20_000);
    assert.equal((await show(run)).status, "SUCCEEDED");
    assert.equal((await flows(`/runs/${run}/definition`)).definition.StartAt, "a");
  });

  test("fake flows: runs the states Choice, Wait, Fail and ExpressionEval", async () => {
    const { runToEnd } = stage();
    const choose = (rule) => ({
      c: { Type: "Choice", Choices: [{ ...rule, Next: "yes" }], Default: "no" },
      yes: { Type: "Wait", Seconds: 60, Next: "end" },
      no: { Type: "Fail", Error: "Nope", Cause: "because" },
      end: {
        Type: "ExpressionEval",
        Parameters: { "x.=": "n", y: { "z.$": "$.list[1]" } },
        ResultPath: "$.e",
        End: true,
      },
    });
    const input = { n: 5, s: "abc", list: [1, 2], t: "2026-01-01T00:00:00Z" };
    for (const [rule, expected] of [
      [{ Variable: "$.n", NumericGreaterThan: 4 }, true],
      [{ Variable: "$.n", NumericEqualsPath: "$.list[0]" }, false],
      [{ Variable: "$.s", StringMatches: "a*" }, true],
      [{ Variable: "$.none", IsPresent: true }, false],
      [{ And: [{ Variable: "$.s", IsString: true }, { Not: { Variable: "$.n", NumericLessThanEquals: 1 } }] }, true],
      [
        {
          Or: [
            { Variable: "$.t", TimestampLessThan: "2025-01-01T00:00:00Z" },
            { Variable: "$.n", IsNull: true },
          ],
        },
        false,
      ],
    ]) {
      const { status, details, start_time: begin, completion_time: end } = await runToEnd(choose(rule), input);
      assert.equal(status, expected ? "SUCCEEDED" : "FAILED", JSON.stringify(rule));
      if (expected) {
        assert.deepEqual(details.output.e, { x: 5, y: { z: 2 } });
        assert.equal(Date.parse(end) - Date.parse(begin), 60_000 + 5000, "the time of half of its states, and the wait");
      } else {
        assert.deepInclude(details, { code: "FlowFailed" });
        assert.deepEqual(details.details, { state_name: "no", error: "Nope", cause: "because" });
      }
    }
  });

  test("fake flows: a run fails if its data lack a value or if its states never end", async () => {
    const { runToEnd } = stage();
    const missing = await runToEnd({ a: pass(undefined, { Parameters: { "x.$": "$.nothing" } }) });
    assert.deepInclude(missing.details.details, { error: "States.ParameterPathFailure", state_name: "a" });
    const loop = { a: { Type: "Wait", Seconds: 0, Next: "b" }, b: { Type: "Wait", Seconds: 0, Next: "a" } };
    assert.equal((await runToEnd(loop)).details.details.error, "States.Runtime");
    const Catch = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.e", Next: "a" }];
    const catching = { a: action("https://example.org/x", { InputPath: "$.nothing", Catch }) };
    assert.equal((await runToEnd(catching)).details.details.error, "States.Runtime", "this error cannot be caught");
    const unsupported = await runToEnd({ a: pass(undefined, { Parameters: { "x.=": "[i for i in y]" } }) });
    assert.include(unsupported.details.details.cause, "[i for i in y]");
  });

  test("fake flows: a transfer action submits a task of the fake, and the flow handles its failure", async () => {
    const { fake, runToEnd, collections } = stage();
    const [from, to] = collections();
    const input = { from: from.id, to: to.id, path: "/a.txt" };
    const done = await runToEnd({ Copy: COPY }, input);
    assert.equal(done.details.output.result.details.DATA_TYPE, "task");
    assert.equal(to.files.readText("/b.txt"), "alpha");
    const missing = { ...input, path: "/none" };
    assert.equal((await runToEnd({ Copy: COPY }, missing)).details.output.result.status, "FAILED", "without an exception");
    const strict = { ...COPY, ExceptionOnActionFailure: true };
    assert.equal((await runToEnd({ Copy: strict }, missing)).details.details.error, "ActionFailedException");
    const caught = { ...strict, Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "after" }] };
    const handled = await runToEnd({ Copy: caught, after: pass() }, missing);
    assert.equal(handled.status, "SUCCEEDED");
    assert.equal(handled.details.output.error.Error, "ActionFailedException");
    const closed = fake.addCollection({ displayName: "Closed" });
    const unable = await runToEnd({ Copy: COPY }, { ...input, from: closed.id });
    assert.deepInclude(unable.details.details, { error: "ActionUnableToRun" });
    assert.equal(unable.details.details.cause.code, "PermissionDenied");
    fake.taskDuration = 3_000_000;
    assert.equal((await runToEnd({ Copy: COPY }, input)).details.details.error, "ActionTimeout", "after 300 s by default");
    assert.equal((await runToEnd({ Copy: { ...COPY, WaitTime: 3500 } }, input)).status, "SUCCEEDED");
  });

  test("fake flows: a run waits for a consent, and continues when it is resumed after the consent", async () => {
    const { fake, account, client, start, show, post, collections } = stage();
    const [from, to] = collections("mapped");
    const flow = fake.addFlow({ owner: client.identityId, definition: flowOf({ Copy: COPY }) });
    const { run_id: id } = await start(flow, { from: from.id, to: to.id, path: "/a.txt" });
    fake.clock.advance(60_000);
    const { status, details } = await show(id);
    assert.equal(status, "INACTIVE");
    const required = `${flow.scope}[${TRANSFER_ALL}[*https://auth.globus.org/scopes/${from.id}/data_access]]`;
    assert.deepInclude(details, { code: "ConsentRequired", required_scope: required, state_name: "Copy" });
    assert.equal(details.action_statuses[0].status, "INACTIVE");
    assert.equal((await post(`/runs/${id}/resume`, flow.scope)).status, "INACTIVE");
    await account.getToken(required);
    assert.equal((await post(`/runs/${id}/resume`, flow.scope)).status, "ACTIVE");
    fake.clock.advance(60_000);
    assert.equal((await show(id)).status, "SUCCEEDED");
    assert.equal(to.files.readText("/b.txt"), "alpha");
    const again = await start(flow, { from: from.id, to: to.id, path: "/a.txt" });
    fake.clock.advance(60_000);
    assert.equal((await show(again.run_id)).status, "SUCCEEDED", "the consent is for the flow, not for the run");
  });

  test("fake flows: a run can be failed, deactivated, resumed and canceled", async () => {
    const { fake, client, start, show, post, flows } = stage({ clock: "manual" });
    const flow = fake.addFlow({ owner: client.identityId, definition: flowOf({ a: pass("b"), b: pass() }) });
    const begin = async () => (await start(flow)).run_id;
    const failed = await begin();
    fake.failRun(failed, { error: "Broken", cause: "a test" });
    const { status, details } = await show(failed);
    assert.deepEqual([status, details.details], ["FAILED", { state_name: "a", error: "Broken", cause: "a test" }]);
    const waiting = await begin();
    fake.deactivateRun(waiting);
    fake.clock.advance(60_000);
    assert.deepInclude(await show(waiting), { status: "INACTIVE" });
    await post(`/runs/${waiting}/resume`, flow.scope);
    fake.clock.advance(9_999);
    assert.equal((await show(waiting)).status, "ACTIVE");
    fake.clock.advance(1);
    assert.equal((await show(waiting)).status, "SUCCEEDED");
    const canceled = await begin();
    assert.equal((await post(`/runs/${canceled}/cancel`)).details.code, "FlowCanceled");
    assert.equal((await failure(post(`/runs/${canceled}/cancel`))).serverCode, "STATE_CONFLICT");
    assert.equal((await failure(post(`/runs/${waiting}/resume`, flow.scope))).status, 409);
    assert.deepEqual(
      (await flows("/runs", { query: { filter_status: "FAILED" } })).runs.map(({ run_id: id }) => id),
      [canceled, failed],
    );
    const copy = fake.addFlow({ owner: client.identityId, definition: flowOf({ Copy: COPY }) });
    const collection = fake.addCollection({ displayName: "P", owner: client.identityId, files: { "a.txt": "a" } });
    const { run_id: copying } = await start(copy, { from: collection.id, to: collection.id, path: "/a.txt" });
    await show(copying);
    const { details: stopped } = await post(`/runs/${copying}/cancel`);
    assert.equal(stopped.code, "FlowCanceled");
    fake.clock.advance(60_000);
    assert.isFalse(collection.files.exists("/b.txt"), "its task is canceled too");
  });

  test("fake flows: the roles of a flow decide which identities may read, run and change it", async () => {
    const { fake, client, addOther, flows } = stage();
    const [viewer, starter, administrator, stranger] = [addOther(), addOther(), addOther(), addOther()];
    const { id, scope } = fake.addFlow({
      owner: client.identityId,
      viewers: [urn(viewer.client.identityId)],
      starters: [urn(starter.client.identityId)],
      administrators: [urn(administrator.client.identityId)],
    });
    const statusesFor = async (caller) => {
      const status = (promise) =>
        promise.then(
          () => 200,
          (error) => error.status,
        );
      return [
        await status(caller.flows(`/flows/${id}`)),
        await status(caller.start({ id, scope })),
        await status(caller.flows(`/flows/${id}`, { method: "PUT", body: { subtitle: "x" } })),
      ];
    };
    assert.deepEqual(await statusesFor(viewer), [200, 403, 403]);
    assert.deepEqual(await statusesFor(starter), [200, 200, 403]);
    assert.deepEqual(await statusesFor(administrator), [200, 200, 200]);
    assert.deepEqual(await statusesFor(stranger), [404, 403, 404]);
    assert.deepEqual((await viewer.flows(`/flows/${id}`)).flow_starters, [], "only administrators see the starters");
    assert.deepEqual((await flows(`/flows/${id}`)).flow_starters, [urn(starter.client.identityId)]);
    assert.lengthOf((await stranger.flows("/flows")).flows, 0);
    const owner = { flow_owner: urn(administrator.client.identityId) };
    assert.equal((await failure(flows(`/flows/${id}`, { method: "PUT", body: owner }))).status, 422);
    await administrator.flows(`/flows/${id}`, { method: "PUT", body: owner });
    assert.equal((await failure(flows(`/flows/${id}`))).status, 404, "the former owner had no other role");
  });

  test("fake flows: the roles of a run decide which identities may read and change it", async () => {
    const { fake, client, addOther, start } = stage();
    const [monitor, manager, flowRunManager, stranger] = [addOther(), addOther(), addOther(), addOther()];
    const runManagers = [urn(flowRunManager.client.identityId)];
    const flow = fake.addFlow({ owner: client.identityId, runManagers });
    const { run_id: id } = await start(
      flow,
      {},
      {
        run_monitors: [urn(monitor.client.identityId)],
        run_managers: [urn(manager.client.identityId)],
      },
    );
    const body = { label: "new" };
    const accessOf = async ({ show, flows }) => {
      const role = await show(id).then(
        ({ user_role: role }) => role,
        ({ status }) => status,
      );
      return [
        role,
        await flows(`/runs/${id}`, { method: "PUT", body }).then(
          () => 200,
          ({ status }) => status,
        ),
      ];
    };
    assert.deepEqual(await accessOf(monitor), ["run_monitor", 403]);
    assert.deepEqual(await accessOf(manager), ["run_manager", 200]);
    assert.deepEqual(await accessOf(flowRunManager), ["flow_run_manager", 200]);
    assert.deepEqual(await accessOf(stranger), [404, 404]);
    assert.deepEqual((await monitor.show(id)).run_managers, [], "only managers see the managers");
    const page = await flowRunManager.flows("/runs", { query: { filter_roles: "flow_run_manager" } });
    assert.lengthOf(page.runs, 1);
  });

  test("fake flows: each call requires its scope, and refuses tokens of other services", async () => {
    const { fake, account, client, flows, start } = stage();
    const flow = fake.addFlow({ owner: client.identityId, definition: flowOf({ a: action("https://example.org/x") }) });
    const basic = fake.addFlow({ owner: client.identityId });
    const refusalOf = async (promise) => {
      const { status, serverCode, body } = await failure(promise);
      return [status, serverCode, body.error.detail];
    };
    assert.deepEqual(await refusalOf(flows("/flows", { target: `${FLOWS}/run_status` })), [
      403,
      "MISSING_SCOPE",
      `This action requires the following scope: ${FLOWS}/view_flows`,
    ]);
    assert.equal((await refusalOf(flows("/runs", { target: flow.scope })))[1], "MISSING_SCOPE");
    assert.equal((await refusalOf(start({ ...flow, scope: basic.scope })))[1], "MISSING_SCOPE");
    assert.equal((await refusalOf(start({ ...flow, scope: `${FLOWS}/run` })))[2].split(": ")[1], flow.scope);
    assert.equal((await start({ ...basic, scope: `${FLOWS}/run` })).status, "ACTIVE", "this flow has no actions");
    const { accessToken } = await account.getToken("transfer");
    const headers = { Authorization: `Bearer ${accessToken}` };
    const response = await fake.fetch("https://flows.automate.globus.org/flows", { headers });
    assert.equal(response.status, 401);
    const { error, debug_id: id } = await response.json();
    assert.deepEqual(error, { code: "AUTHENTICATION_ERROR", detail: "Expired or invalid Bearer token" });
    assert.isString(id);
  });

  test("fake flows: a marker contains the whole query", async () => {
    const { fake, client, flows } = stage();
    for (let i = 0; i < 45; i++) fake.addFlow({ owner: client.identityId, title: `T${String(i).padStart(2, "0")}` });
    fake.addFlow({ owner: client.identityId, title: "other" });
    const query = {
      filter_title: "t0,t1,T2,T3,T4".split(",")[0].toUpperCase().slice(0, 1),
      orderby: "title DESC",
      per_page: 20,
    };
    const first = await flows("/flows", { query });
    assert.deepEqual([first.flows.length, first.has_next_page, first.limit], [20, true, 20]);
    const second = await flows("/flows", { query: { marker: first.marker, orderby: "title ASC" } });
    assert.deepEqual([second.flows[0].title, second.has_next_page], ["T25", true]);
    const third = await flows("/flows", { query: { marker: second.marker } });
    assert.deepEqual([third.has_next_page, third.marker], [false, null]);
    assert.equal((await failure(flows("/flows", { query: { marker: "xyz" } }))).status, 400);
    assert.equal((await failure(flows("/flows", { query: { orderby: "colour ASC" } }))).status, 400);
  });

  test("fake flows: an invalid document is refused with the location of each error", async () => {
    const { flows, client } = stage();
    const errorsOf = async (body) => {
      const { status, body: document } = await failure(flows("/flows", { method: "POST", body }));
      assert.equal(status, 422);
      return document.error.detail.map(({ loc, type }) => `${loc.join(".")} ${type}`);
    };
    const definition = flowOf({ a: pass() });
    assert.deepEqual(await errorsOf({}), ["title value_error.missing", "definition value_error.missing"]);
    assert.deepEqual(
      await errorsOf({
        title: "x",
        definition,
        flow_viewers: ["public", urn(client.identityId), "unknown"],
        keywords: "a",
      }),
      ["keywords type_error.list", "flow_viewers.2 value_error"],
    );
    assert.deepEqual(await errorsOf({ title: "x", definition: { StartAt: "b", States: { a: { Type: "Succeed" } } } }), [
      "definition.StartAt value_error",
      "definition.States.a value_error.discriminated_union.invalid_discriminator",
    ]);
  });

  test("fake flows: an input is validated against the schema", async () => {
    const { fake, client, start } = stage();
    const inputSchema = {
      type: "object",
      additionalProperties: false,
      required: ["n"],
      properties: {
        n: { type: "integer", minimum: 1, maximum: 3 },
        list: { items: { enum: ["a", "b"] } },
        flag: { type: "boolean" },
      },
    };
    const flow = fake.addFlow({ owner: client.identityId, inputSchema });
    const errorsOf = async (input) => {
      const { status, serverCode, body } = await failure(start(flow, input));
      assert.deepEqual([status, serverCode], [400, "FLOW_INPUT_ERROR"]);
      return body.error.detail.map(({ loc, msg }) => `${loc[0]}: ${msg}`);
    };
    assert.deepEqual(await errorsOf({ m: 1 }), [
      "$: 'n' is a required property",
      "$: Additional properties are not allowed ('m' was unexpected)",
    ]);
    assert.deepEqual(await errorsOf({ n: 0.5, list: ["a", "c"], flag: "true" }), [
      "$.n: 0.5 is not of type 'integer'",
      "$.list[1]: 'c' is not one of ['a', 'b']",
      "$.flag: 'true' is not of type 'boolean'",
    ]);
    assert.deepEqual(await errorsOf({ n: 0 }), ["$.n: 0 is less than the minimum of 1"]);
    assert.deepEqual(await errorsOf({ n: 4 }), ["$.n: 4 is greater than the maximum of 3"]);
    for (const n of [1, 3]) assert.equal((await start(flow, { n, list: ["b"], flag: true })).status, "ACTIVE");
  });

  test("fake flows: a web input accepts one response, from a respondent only", async () => {
    const { fake, client, flows, addOther, start, show } = stage();
    const flow = fake.addFlow({ owner: client.identityId });
    const { run_id: id } = await start(flow);
    const viewer = addOther();
    const input = fake.addWebInput({
      title: "Go on?",
      options: [{ label: "Yes" }],
      flow: { id: flow.id, title: "Flow" },
      run: { id },
      viewers: [urn(viewer.client.identityId)],
      respondents: [urn(client.identityId)],
    });
    assert.equal((await show(id)).blocking_web_input_id, input.id);
    const body = { response: { value: input.options[0].id } };
    const respond = (send) => send(`/web_inputs/${input.id}/respond`, { method: "POST", body });
    assert.equal((await failure(respond(viewer.flows))).status, 403);
    assert.equal((await failure(respond(addOther().flows))).status, 404);
    assert.deepEqual(await respond(flows), { status: "ok" });
    assert.equal((await failure(respond(flows))).status, 409);
    assert.isNull((await show(id)).blocking_web_input_id);
    assert.deepEqual((await flows(`/web_inputs/${input.id}`)).status, "closed");
    assert.isNull((await flows("/web_inputs", { query: { filter_states: "open,closed" } })).marker);
  });
}
