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

  /** Returns the error of a call that Transfer refuses with this response. */
  async function errorOf(status, body, headers) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const { account } = stub(() => new Response(text, { status, headers }), { retries: 0 });
    return failure(account.transfer.getTask("x"));
  }

  test("errors: each type of failure has its class, and all are GlobusErrors and Errors", async () => {
    const { account } = stub(() => Promise.reject(new TypeError("gone")), { retries: 0 });
    for (const [name, error] of [
      ["GlobusApiError", await errorOf(404, {})],
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

  test("errors: no other value is an instance of their classes", async () => {
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

  test("errors: errors of another copy of the package are instances too", async () => {
    const brand = Object.getOwnPropertySymbols(GlobusError.prototype)[0];
    const stranger = Object.assign(new Error("x"), { [brand]: ["GlobusApiError", "GlobusError"] });
    assert.isTrue(stranger instanceof GlobusError);
    assert.isTrue(stranger instanceof GlobusApiError);
    assert.isFalse(stranger instanceof GlobusAuthError);
  });

  test("errors: the fields of a refusal become fields of the error", async () => {
    const body = {
      code: "ClientError.NotFound",
      message: "No such task 'x'",
      request_id: "abc123XYZ",
      resource: "/task/x",
    };
    const error = await errorOf(404, body, { "x-request-id": "another" });
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
    assert.equal((await errorOf(404, {}, { "x-request-id": "another" })).requestId, "another");
  });

  test("errors: the refusal formats of all services are read", async () => {
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
      const error = await errorOf(status, body);
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { status, body, ...expected }, JSON.stringify(body));
    }
  });

  test("errors: `retryable` is true for temporary statuses only", async () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      const error = await errorOf(status, { code: "X", message: "m" });
      assert.deepInclude(error, { status, retryable: true, code: status === 429 ? "rate_limited" : "server_error" });
    }
    for (const status of [400, 409, 501, 505, 520]) assert.isFalse((await errorOf(status, {})).retryable, `${status}`);
  });

  test("errors: the message contains the title of a gateway's HTML page", async () => {
    const page = "<html>\r\n<head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>";
    const error = await errorOf(502, page);
    assert.deepInclude(error, { messages: ["502 Bad Gateway"], body: page });
    assert.equal(error.message, "transfer answered 502: 502 Bad Gateway");
  });

  test("errors: a list that Globus truncates has advice how to get the remaining items, for each method", async () => {
    const fullPage = ({ url }) => {
      const items = Array(Number(new URL(url).searchParams.get("limit") ?? 5)).fill({});
      return json({ gmeta: items, DATA: items, has_next_page: true });
    };
    const { account } = stub(fullPage);
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

  test("errors: any body of a refusal becomes an error", async () => {
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
      const error = await errorOf(404, body);
      assert.instanceOf(error, GlobusApiError, body.slice(0, 20));
      assert.deepInclude(error, { code: "not_found", status: 404 });
    }
    assert.notProperty(await errorOf(404, ""), "body");
    assert.equal((await errorOf(404, "<html>")).body, "<html>");
    assert.isUndefined({}.code);
  });

  test("errors: a refusal whose body breaks off has its status", async () => {
    const { account, fake } = stage({ retries: 0 });
    fake.inject({ service: "transfer", status: 404, cut: true });
    const error = await failure(account.transfer.taskList());
    assert.deepInclude(error, { code: "not_found", status: 404 });
    assert.isString(error.body);
  });

  test("errors: 64 KiB of a huge body are read, and the stream is cancelled", async () => {
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

  test("errors: a mocked response without a stream is read too", async () => {
    const headers = { get: () => null };
    const { account } = stub(() => ({ status: 404, headers, body: null, text: async () => '{"code": "Gone"}' }));
    assert.deepInclude(await failure(account.transfer.getTask("x")), { serverCode: "Gone", status: 404 });
  });

  test("errors: a refusal of a caller's own bearer has no advice about the account", async () => {
    const { account } = stub(() => json({ code: "PermissionDenied", message: "no" }, { status: 403 }));
    const own = { headers: { authorization: "Bearer callers-own-token" } };
    const error = await failure(account.transfer.getEndpoint(ID, undefined, own));
    assert.equal(error.code, "forbidden");
    assert.notProperty(error, "advice");
  });

  test("errors: an id with a shell command in it never becomes part of the advice", async () => {
    const task = { task_id: "x; rm -rf ~", status: "FAILED", fatal_error: { code: "PAUSED", description: { toString: 1 } } };
    const { account } = stub(() => json(task));
    const error = await failure(account.transfer.taskWait(ID));
    assert.equal(error.code, "task_failed");
    assert.notInclude(error.advice ?? "", "rm -rf");
  });

  test("errors: toJSON contains every field, for logs", async () => {
    const error = await errorOf(
      429,
      { code: "Busy", message: "m", request_id: "r", required_scope: "s" },
      { "Retry-After": "90" },
    );
    const parsed = JSON.parse(JSON.stringify(error));
    assert.deepEqual(parsed, {
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
