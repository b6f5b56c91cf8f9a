import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply, TRANSFER_URL } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { until } from "./work.mjs";

/** Misuse of the package: hostile arguments, responses and call orders. */
export default function (test, env) {
  const { GlobusAuthError, GlobusError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Waits for a promise and returns its value or reason as a text. A method that throws fails the test before this. */
  const settleAsText = (promise) => promise.then(String, String);

  const revokedProxy = () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  };

  test("hostile: arguments that throw when they are read make a call reject, never throw, also after many calls", async () => {
    const { account } = stub(() => json({ ok: true }));
    const throwing = Object.defineProperty(["a"], 0, { get: () => { throw new Error("no"); }, enumerable: true });
    const calls = [
      () => account.transfer.getTask("x", { at: new Proxy(new Date(0), {}) }),
      () => account.transfer.getTask("x", { list: revokedProxy() }),
      () => account.transfer.getTask("x", { list: throwing }),
      () => account.transfer.getTask("x", revokedProxy()),
      () => account.transfer.submitTransfer({ DATA: revokedProxy() }),
      () => account.getTokens(revokedProxy()),
      () => account.getToken(revokedProxy()),
      () => account.request({ service: "transfer", path: "/x", body: revokedProxy() }),
    ];
    for (let round = 0; round < 300; round += 1) {
      for (const call of calls) await settleAsText(call());
    }
    const error = await failure(account.transfer.getTask("x", { list: throwing }));
    assert.deepInclude(error, { code: "invalid_argument", field: "query.list" }, "an unreadable value is not omitted");
    assert.deepEqual(await account.transfer.getTask("x"), { ok: true });
  });

  test("hostile: an invalid response of fetch affects its own call only", async () => {
    const invalidResponses = [
      { status: 404, headers: { get: () => 5 }, text: async () => "" },
      { status: 10n, headers: {}, text: async () => "{}" },
      { status: Symbol("status"), text: async () => "{}" },
      { status: { valueOf: () => { throw new Error("no"); } } },
      { status: 200, text: async () => 5 },
      { status: 200, text: () => "not a promise" },
      undefined,
      "text",
    ];
    for (const response of invalidResponses) {
      const { account } = stub(() => response, { retries: 0 });
      await settleAsText(account.transfer.getTask("x"));
      assert.instanceOf(await failure(account.transfer.getTask("")), GlobusError);
    }
  });

  test("hostile: a very deep document affects its own call only", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const answer = () => new Response(`{"task_id": "t", "status": "FAILED", "run_id": "r", "nice_status": "X", "details": ${deep}}`);
    const { account } = stub(answer);
    for (const wait of [account.transfer.taskWait("t"), account.flows.runWait("r")]) {
      const error = await failure(wait);
      assert.deepInclude(error, { name: "GlobusApiError", code: "task_failed" });
      assert.isBelow(JSON.stringify(error).length, 10_000);
    }
  });

  test("hostile: an incomplete token reply is invalid_response, and the error does not show the token", async () => {
    const cut = '{"access_token": "AgVerySecretToken", "resource_server": "transfer.api.glo';
    const { account } = stub(() => json({ code: "Done" }), { grant: () => new Response(cut), retries: 0 });
    const error = await failure(account.getToken("transfer"));
    assert.instanceOf(error, GlobusAuthError);
    assert.equal(error.code, "invalid_response");
    assert.notInclude(JSON.stringify(error), "AgVerySecretToken");
  });

  test("hostile: a caller's own bearer that a server repeats does not appear in the error", async () => {
    const echo = ({ headers }) => json({ code: "Bad", message: `bad ${headers.get("authorization")}` }, { status: 403 });
    const { account } = stub(echo);
    const headers = { Authorization: "Bearer my-own-token" };
    const error = await failure(account.transfer.getTask("x", undefined, { headers }));
    assert.equal(error.code, "forbidden");
    assert.notInclude(JSON.stringify(error) + error.stack, "my-own-token");
  });

  test("hostile: a body that can be read only once is not sent again", async () => {
    const nodeStream = () => ({ pipe() {}, async *[Symbol.asyncIterator]() {} });
    const { account, calls } = stub(() => json({}, { status: 401 }));
    assert.equal((await account.fetch(`${TRANSFER_URL}/x`, { method: "PUT", body: nodeStream() })).status, 401);
    assert.lengthOf(calls, 1);
    const down = stub(() => json({}, { status: 503 }));
    const error = await failure(down.account.request({ service: "transfer", method: "PUT", path: "/x", body: nodeStream() }));
    assert.deepInclude(error, { code: "server_error", status: 503 });
    assert.lengthOf(down.calls, 1);
  });

  test("hostile: no submission is sent without a submission id, which retries need", async () => {
    for (const reply of [{}, { value: "" }, { value: 5 }]) {
      const { account, calls } = stub(() => json(reply), { retries: 0 });
      const document = { source_endpoint: "a", destination_endpoint: "b", DATA: [{ source_path: "/", destination_path: "/" }] };
      assert.equal((await failure(account.transfer.submitTransfer(document))).code, "invalid_response");
      assert.lengthOf(calls, 1);
    }
  });

  test("hostile: a URL with dot segments gets the token of the service of its resolved path", async () => {
    const serviceUrls = { groups: "https://gateway.example/groups", transfer: "https://gateway.example/transfer" };
    const { account, calls } = stub(() => json({ code: "Done" }), { serviceUrls });
    const groups = await account.getAuthorizationHeader("groups");
    await account.fetch("https://gateway.example/transfer/../groups/x");
    assert.equal(calls[0].headers.get("authorization"), groups);
    assert.equal(calls[0].url, "https://gateway.example/groups/x");
  });

  test("token: a refreshed token replaces the old one for every target", async () => {
    const { account } = stub(() => json({ code: "Done" }));
    const old = await account.getToken("transfer");
    await account.getToken("transfer");
    const fresh = await account.getToken("transfer.api.globus.org", { forceRefresh: true });
    assert.notEqual(fresh.accessToken, old.accessToken);
    assert.equal(await account.getToken("transfer"), fresh);
  });

  test("clearTokens: a refusal of a grant that began earlier is not remembered", async () => {
    const gate = deferred();
    const grant = async ({ init }, number) => {
      if (number > 1) return tokenReply(tokenDocuments(requestedScope(init)));
      await gate.promise;
      return json({ error: "invalid_client" }, { status: 401 });
    };
    const { account, grants } = stub(() => json({ code: "Done" }), { grant });
    const before = failure(account.getToken("transfer"));
    await until(() => grants.length === 1);
    account.clearTokens();
    gate.resolve();
    assert.equal((await before).code, "invalid_client");
    await account.getToken("transfer");
    assert.lengthOf(grants, 2);
  });

  test("list: the last page's limit does not exceed the number of items that the server returns in total", async () => {
    const page = ({ url }) => {
      const { searchParams } = new URL(url);
      const count = Number(searchParams.get("limit"));
      return json({ DATA: Array.from({ length: count }, (_, index) => index), has_next_page: true });
    };
    const { account, calls } = stub(page);
    assert.equal((await failure(account.transfer.endpointSearch({ limit: 300 }).toArray())).code, "listing_truncated");
    const limits = calls.map(({ url }) => new URL(url).searchParams.get("limit"));
    assert.deepEqual(limits, ["300", "300", "300", "100"]);
  });

  if (env.runtime === "workerd") {
    test("token: on workerd, a call rejects after at most two grants if Globus Auth never responds", () =>
      withTime(async (time) => {
        const options = { grant: () => new Promise(() => {}), retries: 0, timeout: 12_000 };
        const { account, grants } = stub(() => json({ code: "Done" }), options);
        const rejection = failure(account.getToken("transfer"));
        await time.advance(10_000);
        await time.advance(90_000);
        assert.equal((await rejection).code, "timeout");
        assert.isAtMost(grants.length, 2);
      }));
  }
}
