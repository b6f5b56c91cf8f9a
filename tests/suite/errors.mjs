import { helpers, ID, json } from "./helpers.mjs";

export default function (test, env) {
  const {
    GlobusError,
    GlobusApiError,
    GlobusAuthError,
    GlobusConfigError,
    GlobusNetworkError,
    GlobusTimeoutError,
    assert,
  } = env;
  const { stub, stage, failure } = helpers(env);

  const CLASSES = { GlobusApiError, GlobusAuthError, GlobusConfigError, GlobusNetworkError, GlobusTimeoutError };

  /** The error for an answer of Transfer. */
  async function answered(status, body, headers) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const { account } = stub(() => new Response(text, { status, headers }), { retries: 0 });
    return failure(account.transfer.getTask("x"));
  }

  test("errors: each kind has its class, and all are GlobusErrors and Errors", async () => {
    const { account } = stub(() => Promise.reject(new TypeError("gone")), { retries: 0 });
    for (const [name, error] of [
      ["GlobusApiError", await answered(404, {})],
      ["GlobusAuthError", await failure(stage({ clientSecret: "wrong" }).account.getToken("auth"))],
      ["GlobusConfigError", await failure(account.getToken("nope"))],
      ["GlobusNetworkError", await failure(account.transfer.getTask("x"))],
    ]) {
      assert.equal(error.name, name);
      assert.equal(Object.prototype.toString.call(error), "[object Error]");
      assert.match(String(error), new RegExp(`^${name}: `));
      assert.include(error.stack, error.message);
      for (const type of [Error, GlobusError, CLASSES[name]]) assert.isTrue(error instanceof type);
      for (const [other, type] of Object.entries(CLASSES)) assert.equal(error instanceof type, other === name);
    }
  });

  test("errors: nothing else passes for one of them", async () => {
    for (const other of [
      new Error("x"),
      {},
      null,
      undefined,
      "text",
      Object.create(null),
      new Proxy(
        {},
        {
          get: () => {
            throw new Error();
          },
        },
      ),
    ]) {
      assert.isFalse(other instanceof GlobusError);
      assert.isFalse(other instanceof GlobusApiError);
    }
  });

  test("errors: those of another copy of the package are recognised", async () => {
    const brand = Object.getOwnPropertySymbols(GlobusError.prototype)[0];
    const stranger = Object.assign(new Error("x"), { [brand]: ["GlobusApiError", "GlobusError"] });
    assert.isTrue(stranger instanceof GlobusError);
    assert.isTrue(stranger instanceof GlobusApiError);
    assert.isFalse(stranger instanceof GlobusAuthError);
  });

  test("errors: what a service says is told field by field", async () => {
    const body = {
      code: "ClientError.NotFound",
      message: "No such task 'x'",
      request_id: "abc123XYZ",
      resource: "/task/x",
    };
    const error = await answered(404, body, { "x-request-id": "another" });
    assert.deepInclude(error, {
      code: "not_found",
      serverCode: body.code,
      status: 404,
      service: "transfer",
      requestId: "abc123XYZ",
      body,
      messages: [body.message],
      requiredScopes: [],
      retryable: false,
    });
    assert.include(error.message, body.message);
    assert.include(error.message, "404");
    assert.equal((await answered(404, {}, { "x-request-id": "another" })).requestId, "another");
  });

  test("errors: the bodies of all services are understood", async () => {
    for (const [status, body, expected] of [
      [
        404,
        { code: "EndpointNotFound", message: "m" },
        { code: "not_found", serverCode: "EndpointNotFound", messages: ["m"] },
      ],
      [
        401,
        { errors: [{ code: "UNAUTHORIZED", detail: "d", id: "i" }] },
        { code: "unauthorized", messages: ["d"], requestId: "i" },
      ],
      [
        400,
        {
          errors: [
            { code: "A", detail: "d" },
            { code: "B", title: "t" },
          ],
        },
        { code: "bad_request", messages: ["d", "t"] },
      ],
      [
        404,
        { error: { code: "FLOW_NOT_FOUND", detail: "d" } },
        { code: "not_found", serverCode: "FLOW_NOT_FOUND", messages: ["d"] },
      ],
      [422, { detail: [{ loc: ["a"], msg: "field required" }] }, { code: "bad_request", messages: ["field required: a"] }],
      [409, { code: "Exists", message: "m" }, { code: "conflict" }],
      [410, { code: "Gone" }, { code: "not_found" }],
      [409, { code: "LimitExceeded", message: "m" }, { code: "limit_exceeded" }],
      [429, { code: "TooManyRequests" }, { code: "rate_limited", retryable: true }],
      [502, { code: "ExternalError.MkdirFailed.Exists", message: "m" }, { code: "endpoint_error", retryable: false }],
      [503, { code: 0, reason: "r" }, { code: "server_error", messages: ["r"], retryable: true }],
      [
        403,
        { code: "ConsentRequired", message: "m", required_scopes: ["a", "b"] },
        { code: "consent_required", requiredScopes: ["a", "b"] },
      ],
      [
        403,
        { code: "PermissionDenied", authorization_parameters: { session_required_mfa: true } },
        { code: "authorization_required", authorizationParameters: { session_required_mfa: true } },
      ],
    ]) {
      const error = await answered(status, body);
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { status, body, ...expected }, JSON.stringify(body));
    }
  });

  test("errors: what may pass by itself is told from what will not", async () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      const error = await answered(status, { code: "X", message: "m" });
      assert.deepInclude(error, { status, retryable: true, code: status === 429 ? "rate_limited" : "server_error" });
    }
    for (const status of [400, 409, 501, 505, 520]) assert.isFalse((await answered(status, {})).retryable, `${status}`);
  });

  test("errors: of a page that a gateway answers with, the title is said", async () => {
    const page = "<html>\r\n<head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>";
    const error = await answered(502, page);
    assert.deepInclude(error, { messages: ["502 Bad Gateway"], body: page });
    assert.equal(error.message, "transfer answered 502: 502 Bad Gateway");
  });

  test("errors: a list that Globus does not give whole says how to get the rest, each its own", async () => {
    const endless = ({ url }) => {
      const entries = Array(Number(new URL(url).searchParams.get("limit") ?? 5)).fill({});
      return json({ gmeta: entries, DATA: entries, has_next_page: true });
    };
    const { account } = stub(endless);
    for (const [list, words] of [
      [account.search.search(ID, { q: "x", offset: 9950 }), ["account.search.scroll"]],
      [account.search.postSearch(ID, { q: "x", offset: 9950, limit: 50 }), ["account.search.scroll"]],
      [account.transfer.endpointSearch({ offset: 990 }), ["filter_scope", "filter_owner_id"]],
      [account.transfer.operationLs(ID, { path: "/" }), ["another path", "filter"]],
    ]) {
      const error = await failure(list.toArray());
      assert.instanceOf(error, GlobusApiError);
      assert.equal(error.code, "listing_truncated");
      for (const word of words) assert.include(error.advice, word);
    }
  });

  test("errors: whatever body comes, an error comes out", async () => {
    const bodies = [
      "",
      "<html>",
      '{"code": "Tru',
      "null",
      "[]",
      "5",
      '"text"',
      "{}",
      '{"code": 5, "message": {}}',
      '{"errors": {}}',
      "\0\xff",
    ];
    for (const body of [
      ...bodies,
      `${"[".repeat(50_000)}`,
      '{"errors": [null, 5, "x", {}]}',
      '{"__proto__": {"code": "x"}}',
    ]) {
      const error = await answered(404, body);
      assert.instanceOf(error, GlobusApiError, body.slice(0, 20));
      assert.deepInclude(error, { code: "not_found", status: 404 });
    }
    assert.notProperty(await answered(404, ""), "body");
    assert.equal((await answered(404, "<html>")).body, "<html>");
    assert.isUndefined({}.code);
  });

  test("errors: a refusal whose body breaks off still tells its status", async () => {
    const { account, fake } = stage({ retries: 0 });
    fake.inject({ service: "transfer", status: 404, cut: true });
    const error = await failure(account.transfer.taskList());
    assert.deepInclude(error, { code: "not_found", status: 404 });
    assert.isString(error.body);
  });

  test("errors: of a huge body 64 KiB are read, and the rest is called off", async () => {
    const chunk = new TextEncoder().encode("x".repeat(16 * 1024));
    const state = { sent: 0, cancelled: false };
    const body = () =>
      new ReadableStream({
        pull: (controller) =>
          void ((state.sent += chunk.length) > 5_000_000 ? controller.close() : controller.enqueue(chunk)),
        cancel: () => void (state.cancelled = true),
      });
    const { account } = stub(() => new Response(body(), { status: 400 }));
    const error = await failure(account.transfer.getTask("x"));
    assert.equal(error.body.length, 64 * 1024);
    assert.isBelow(error.message.length, 1000);
    assert.isTrue(state.cancelled);
    assert.isBelow(state.sent, 500_000);
  });

  test("errors: a stand-in of a response, without a stream, is read as well", async () => {
    const headers = { get: () => null };
    const { account } = stub(() => ({ status: 404, headers, body: null, text: async () => '{"code": "Gone"}' }));
    assert.deepInclude(await failure(account.transfer.getTask("x")), { serverCode: "Gone", status: 404 });
  });

  test("errors: who was refused with a bearer of the caller's own is not advised as if it were the account", async () => {
    const { account } = stub(() => json({ code: "PermissionDenied", message: "no" }, { status: 403 }));
    const own = { headers: { authorization: "Bearer somebody-elses" } };
    const error = await failure(account.transfer.getEndpoint(ID, undefined, own));
    assert.equal(error.code, "forbidden");
    assert.notProperty(error, "advice");
  });

  test("errors: nothing that a server calls an id gets into a line for a shell", async () => {
    const task = { task_id: "x; rm -rf ~", status: "FAILED", fatal_error: { code: "PAUSED", description: { toString: 1 } } };
    const { account } = stub(() => json(task));
    const error = await failure(account.transfer.taskWait(ID));
    assert.equal(error.code, "task_failed");
    assert.notInclude(error.advice ?? "", "rm -rf");
  });

  test("errors: toJSON keeps every field, so that a log does", async () => {
    const error = await answered(
      429,
      { code: "Busy", message: "m", request_id: "r", required_scope: "s" },
      { "Retry-After": "90" },
    );
    const kept = JSON.parse(JSON.stringify(error));
    assert.deepEqual(kept, {
      name: "GlobusApiError",
      message: error.message,
      messages: ["m"],
      requiredScopes: ["s"],
      code: "rate_limited",
      status: 429,
      serverCode: "Busy",
      service: "transfer",
      requestId: "r",
      retryable: true,
      retryAfter: 90_000,
      method: "GET",
      url: error.url,
      advice: error.advice,
      steps: error.steps,
      body: { code: "Busy", message: "m", request_id: "r", required_scope: "s" },
    });
    const { account } = stub(() => Promise.reject(new TypeError("gone")), { retries: 0 });
    assert.deepEqual((await failure(account.transfer.getTask("x"))).toJSON().cause, {
      name: "TypeError",
      message: "gone",
    });
    const auth = await failure(stage({ clientSecret: "wrong" }).account.getToken("auth"));
    assert.equal(auth.toJSON().advice, auth.advice);
    assert.equal((await failure(account.getToken("nope"))).toJSON().field, "target");
  });
}
