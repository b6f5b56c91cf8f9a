// Compute in FakeGlobus: the parts that Globus's own client in tests/upstream does not call.
import { helpers } from "./helpers.mjs";

export default function register(test, env) {
  const { assert, ServiceAccount } = env;
  const { stage: commonStage, failure } = helpers(env);

  function stage(options) {
    const staged = commonStage({ fake: options });
    const { fake } = staged;
    const calls = (account) => {
      const compute = (path, { method = "GET", body, query } = {}) =>
        account.request({ service: "compute", path, method, body, query });
      const register = async (members) => {
        const body = { function_name: "f", function_code: "code", ...members };
        return (await compute("/v2/functions", { method: "POST", body })).function_uuid;
      };
      const submit = (endpoint, tasks, members) =>
        compute(`/v3/endpoints/${endpoint}/submit`, { method: "POST", body: { tasks, ...members } });
      const task = (id) => compute(`/v2/tasks/${id}`);
      return { compute, register, submit, task };
    };
    const addOther = () => {
      const { clientId, clientSecret } = fake.addClient();
      return { clientId, ...calls(new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch })) };
    };
    return { ...staged, ...calls(staged.account), addOther };
  }

  test("fake compute: a task ends after its duration on the clock, with the outcome that the test sets", async () => {
    const { fake, register, submit, task, compute } = stage({ clock: "manual", computeTaskDuration: 5000 });
    const endpoint = fake.addComputeEndpoint();
    const [succeeding, failing] = [await register(), await register()];
    fake.setComputeOutcome(succeeding, { result: "42" });
    fake.setComputeOutcome(failing, { exception: "Traceback: no" });
    const {
      tasks,
      task_group_id: group,
      request_id: request,
    } = await submit(endpoint, { [succeeding]: ["a", "b"], [failing]: ["c"] });
    assert.isString(request);
    const [first, second] = tasks[succeeding];
    fake.setComputeOutcome(second, { result: "43" });
    assert.deepEqual(await task(first), { task_id: first, status: "running" });
    fake.clock.advance(5000);
    assert.deepInclude(await task(first), { status: "success", result: "42" });
    assert.deepInclude(await task(second), { status: "success", result: "43" });
    const failed = await task(tasks[failing][0]);
    assert.deepInclude(failed, { status: "failed", exception: "Traceback: no" });
    assert.equal(failed.completion_t, String(fake.clock.now() / 1000));
    const ids = [first, tasks[failing][0], group];
    const { results } = await compute("/v2/batch_status", { method: "POST", body: { task_ids: ids } });
    assert.deepEqual(
      ids.map((id) => results[id].status),
      ["success", "failed", "failed"],
    );
    const listed = (await compute(`/v2/taskgroup/${group}`)).tasks.map(({ id }) => id);
    assert.deepEqual(listed, [...tasks[succeeding], ...tasks[failing]]);
  });

  test("fake compute: a task without a set outcome returns None, in the serialization that the submission requests", async () => {
    const { fake, register, submit, task, compute } = stage({ computeTaskDuration: 0 });
    const endpoint = fake.addComputeEndpoint();
    const id = await register();
    const result = async (...serializers) => {
      const members = serializers.length > 0 ? { result_serializers: serializers } : {};
      const { tasks } = await submit(endpoint, { [id]: ["a"] }, members);
      return (await task(tasks[id][0])).result;
    };
    const [dill, json] = ["00\ngAROLg==\n", "11\nnull"];
    const module = "globus_compute_sdk.serialize";
    assert.equal(await result(), dill);
    assert.equal(await result(`${module}.JSONData`, `${module}.DillDataBase64`), json);
    assert.equal(await result(`${module}.concretes.JSONData`), json);
    assert.equal(await result(`${module}.DillDataBase64`, `${module}.JSONData`), dill);
    assert.equal(await result(`${module}.AllDataStrategies`), `13\n${json.length}\n${json}${dill.length}\n${dill}`);
    assert.equal(await result("another.package.Strategy", `${module}.JSONData`), json);
    assert.equal(await result("another.package.constructor"), dill);
    const second = await compute("/v2/submit", { method: "POST", body: { tasks: [[id, endpoint, "a"]] } });
    assert.equal((await task(second.results[0].task_uuid)).result, dill);
    fake.setComputeOutcome(id, { result: "11\n42" });
    assert.equal(await result(`${module}.DillDataBase64`), "11\n42", "the outcome of the test");
  });

  test("fake compute: tasks wait for an endpoint that is offline", async () => {
    const { fake, register, submit, task, compute } = stage({ clock: "manual", computeTaskDuration: 5000 });
    const endpoint = fake.addComputeEndpoint({ isOnline: false });
    const id = await register();
    const { tasks } = await submit(endpoint, { [id]: ["a"] });
    fake.clock.advance(60_000);
    assert.equal((await task(tasks[id][0])).status, "waiting-for-ep");
    assert.deepInclude(await compute(`/v2/endpoints/${endpoint}/status`), { status: "offline" });
    fake.setComputeEndpointOnline(endpoint, true);
    assert.equal((await task(tasks[id][0])).status, "running");
    fake.clock.advance(5000);
    assert.equal((await task(tasks[id][0])).status, "success");
  });

  test("fake compute: a function can be read by its owner, and by all clients if it is public", async () => {
    const { register, compute, addOther } = stage();
    const [closed, open] = [await register(), await register({ public: true, description: "D" })];
    const stranger = addOther();
    assert.deepInclude(await stranger.compute(`/v2/functions/${open}`), { function_name: "f", description: "D" });
    const refused = await failure(stranger.compute(`/v2/functions/${closed}`));
    assert.equal(refused.status, 403);
    assert.deepInclude(refused.body, {
      status: "Failed",
      code: 8,
      error_args: [closed],
      reason: `Unauthorized access to function ${closed}`,
      http_status_code: 403,
    });
    assert.equal((await failure(stranger.compute(`/v2/functions/${open}`, { method: "DELETE" }))).status, 403);
    await compute(`/v2/functions/${open}`, { method: "DELETE" });
    assert.equal((await failure(compute(`/v2/functions/${open}`))).body.code, 3);
  });

  test("fake compute: endpoints can be registered, listed, locked, changed and deleted", async () => {
    const { fake, compute, addOther, client } = stage();
    const body = { endpoint_name: "mine", metadata: { hostname: "node" }, public: true, display_name: "Mine" };
    const { endpoint_id: id } = await compute("/v3/endpoints", { method: "POST", body });
    assert.deepInclude(await compute(`/v2/endpoints/${id}`), {
      uuid: id,
      name: "mine",
      hostname: "node",
      public: true,
    });
    const stranger = addOther();
    const names = async (caller, role) =>
      (await caller.compute("/v2/endpoints", { query: { role } })).map(({ display_name: name, owner }) => [name, owner]);
    assert.deepEqual(await names({ compute }), [["Mine", client.clientId]]);
    assert.deepEqual(await names(stranger, "owner"), []);
    assert.deepEqual(await names(stranger, "any"), [["Mine", client.clientId]]);
    const put = (caller) => caller.compute(`/v3/endpoints/${id}`, { method: "PUT", body: { display_name: "New" } });
    assert.equal((await failure(put(stranger))).body.code, 9);
    await put({ compute });
    assert.equal((await compute(`/v2/endpoints/${id}`)).display_name, "New");
    const { lock_expiration_timestamp: until } = await compute(`/v3/endpoints/${id}/lock`, { method: "POST" });
    assert.equal((await failure(put({ compute }))).status, 423);
    fake.clock.advanceTo(until * 1000);
    await put({ compute });
    const duplicate = { endpoint_name: "theirs", endpoint_uuid: id };
    const taken = await failure(stranger.compute("/v2/endpoints", { method: "POST", body: duplicate }));
    assert.equal(taken.body.code, 11);
    assert.deepEqual(await compute(`/v2/endpoints/${id}`, { method: "DELETE" }), { result: 302 });
    assert.equal((await failure(compute(`/v2/endpoints/${id}`))).status, 404);
  });

  test("fake compute: an endpoint runs its allowed functions only, and a task group accepts its owner's tasks only", async () => {
    const { fake, register, submit, compute, addOther } = stage();
    const [allowed, refused] = [await register(), await register()];
    const restricted = fake.addComputeEndpoint({ allowedFunctions: [allowed] });
    const { restricted: isRestricted, functions } = await compute(`/v3/endpoints/${restricted}/allowed_functions`);
    assert.deepEqual([isRestricted, functions], [true, [allowed]]);
    await submit(restricted, { [allowed]: ["a"] });
    assert.equal((await failure(submit(restricted, { [refused]: ["a"] }))).body.code, 10);
    const personal = fake.addComputeEndpoint({ multiUser: false });
    assert.equal((await failure(submit(personal, { [allowed]: ["a"] }))).body.code, 9);
    assert.equal((await failure(submit(personal, { [personal]: ["a"] }))).body.code, 3);
    const group = (await submit(restricted, { [allowed]: ["a"] })).task_group_id;
    assert.equal((await submit(restricted, { [allowed]: ["a"] }, { task_group_id: group })).task_group_id, group);
    assert.equal((await failure(submit(restricted, { [allowed]: ["a"] }, { task_group_id: personal }))).body.code, 20);
    const stranger = addOther();
    assert.equal((await failure(stranger.compute(`/v2/taskgroup/${group}`))).body.code, 21);
  });

  test("fake compute: a token of another service is refused, and the version needs no token", async () => {
    const { fake, account } = stage();
    const base = "https://compute.api.globus.org/v2";
    const { accessToken } = await account.getToken("transfer");
    const response = await fake.fetch(`${base}/endpoints`, { headers: { Authorization: `Bearer ${accessToken}` } });
    assert.equal(response.status, 401);
    assert.deepInclude(await response.json(), { status: "Failed", code: 1, http_status_code: 401 });
    assert.equal(await (await fake.fetch(`${base}/version`)).json(), "1.23.0");
  });
}
