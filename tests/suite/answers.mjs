import { helpers, json, tokenReply, tokenDocuments, requestedScope } from "./helpers.mjs";

const INIT = { status: 202, headers: { "x-request-id": "r-1", "x-other": "other" } };

/** `withResponse()`: the status, headers and request id of a response in addition to its data. */
export default function (test, env) {
  const { assert } = env;
  const { stub, stage, failure } = helpers(env);

  /** Checks the result of `withResponse()` for a response with `INIT`. */
  const assertResult = ({ data, status, headers, requestId, ...others }, expected, name) => {
    assert.deepEqual(data, expected, name);
    assert.deepEqual([status, requestId, headers.get("x-other"), others], [202, "r-1", "other", {}], name);
  };

  test("withResponse: a call returns the status, headers and request id of its last attempt, with or without a cached token", async () => {
    const replies = [];
    const { account, calls } = stub(() => replies.shift() ?? json({ code: "Done" }, INIT));
    for (let call = 0; call < 2; call++) {
      assertResult(await account.transfer.getTask("x").withResponse(), { code: "Done" });
    }
    replies.push(json({ code: "Expired" }, { status: 401, headers: { "x-request-id": "r-0" } }));
    assertResult(await account.transfer.getTask("x").withResponse(), { code: "Done" });
    assert.lengthOf(calls, 4);
  });

  test("withResponse: a call that makes several requests returns the response of the last", async () => {
    const answer = ({ url }) => {
      if (url.endsWith("/submission_id")) return json({ value: "s" }, { headers: { "x-request-id": "first" } });
      if (url.endsWith("/api/info")) return json({ DATA_TYPE: "result#1.0.0", data: [{ DATA_TYPE: "info#1.0.0", client_id: ENDPOINT }] });
      if (url.includes("/.well-known/")) return json({ jwks_uri: "https://auth.globus.org/jwk.json" });
      if (url.endsWith(`/endpoint/${ENDPOINT}`)) return json({ entity_type: "GCSv5_endpoint", id: ENDPOINT, gcs_manager_url: "https://abc.data.globus.org" });
      return json({ task_id: "t", code: "Done", access_token: "t0ken-of-its-own", active: true, keys: [] }, INIT);
    };
    const ENDPOINT = "11111111-2222-4333-8444-555555555555";
    const { account } = stub(answer);
    const DATA = [{ source_path: "/a", destination_path: "/b" }];
    const body = { source_endpoint: ENDPOINT, destination_endpoint: ENDPOINT, DATA };
    const calls = {
      submitTransfer: () => account.transfer.submitTransfer({ source_endpoint: "a", destination_endpoint: "b", DATA }),
      gcs: () => account.gcs("abc.data.globus.org").getEndpoint(),
      getJwk: () => account.auth.getJwk(),
      introspect: () => account.auth.oauth2TokenIntrospect({ token: "some-token" }),
      createTimer: () => account.timers.createTimer({ timer: { timer_type: "flow", schedule: { type: "once" }, flow_id: ENDPOINT, body } }),
      request: () => account.request({ service: "transfer", path: "/v0.10/x" }),
      whoami: () => account.whoami(),
    };
    for (const [name, call] of Object.entries(calls)) {
      const { status, requestId, data } = await call().withResponse();
      assert.deepEqual([status, requestId], [202, "r-1"], name);
      assert.isObject(data, name);
    }
  });

  test("withResponse: a list returns the response of its first page, with one request", async () => {
    const { account, calls } = stub(() => json({ DATA: [{ task_id: "1" }], total: 1, limit: 1, offset: 0 }, INIT));
    const list = account.transfer.taskList();
    const result = await list.withResponse();
    assertResult(result, { DATA: [{ task_id: "1" }], total: 1, limit: 1, offset: 0 });
    assert.equal(await list, result.data);
    assert.lengthOf(calls, 1);
    assert.deepEqual(await list.toArray(), [{ task_id: "1" }]);
    assert.lengthOf(calls, 2);
  });

  test("withResponse: without a request id header, the request id is the document's, or undefined", async () => {
    const { account } = stub(({ url }) => json(url.includes("x") ? { request_id: "d" } : { code: "Done" }));
    assert.equal((await account.groups.getGroup("x").withResponse()).requestId, "d");
    assert.isUndefined((await account.groups.getGroup("y").withResponse()).requestId);
  });

  test("withResponse: rejects with the error of the call, without an unhandled rejection", async () => {
    const { account } = stub(() => json({ code: "NotFound" }, { status: 404, headers: { "x-request-id": "r-9" } }));
    const error = await failure(account.transfer.getTask("x").withResponse());
    assert.deepInclude(error, { code: "not_found", requestId: "r-9" });
    assert.equal((await failure(account.transfer.taskList().withResponse())).code, "not_found");
    assert.equal((await failure(account.transfer.getTask("").withResponse())).code, "invalid_argument");
  });

  test("withResponse: a call is an ordinary promise", async () => {
    const { account } = stub(() => json({ code: "Done" }, INIT));
    const call = account.transfer.getTask("x");
    assert.instanceOf(call, Promise);
    assert.equal(call.constructor, Promise);
    assert.equal(await Promise.resolve(call), await call);
    assert.strictEqual(Promise.resolve(call), call);
    assert.deepEqual(Object.keys(call), []);
    assert.equal(String(call), "[object Promise]");
    const finished = [];
    await call.finally(() => finished.push("call"));
    assert.deepEqual([finished, "withResponse" in call.then()], [["call"], false]);
  });

  test("withResponse: events contain the request id too, with a bearer in it redacted", async () => {
    const events = [];
    let bearer;
    const answer = ({ headers }) => json({ code: "Done" }, { headers: { "x-request-id": bearer ?? headers.get("authorization") } });
    const grant = ({ init }) => {
      const reply = tokenReply(tokenDocuments(requestedScope(init)));
      reply.headers.set("x-request-id", "of-the-grant");
      return reply;
    };
    const { account } = stub(answer, { grant, onEvent: (event) => events.push(event) });
    await account.transfer.getTask("x");
    bearer = "r-2";
    await account.transfer.getTask("x");
    const ids = events.filter(({ type }) => type === "response").map(({ requestId }) => requestId);
    assert.deepEqual(ids, ["of-the-grant", "Bearer [redacted]", "r-2"]);
  });

  test("withResponse: getToken returns the same promise for a token in memory", async () => {
    const { account } = stage();
    await account.getToken("transfer");
    assert.strictEqual(account.getToken("transfer"), account.getToken("transfer"));
  });
}
