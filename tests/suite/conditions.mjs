// Conditional requests (RFC 9110, section 13). A server responds with 304 or 412 if the condition is false. A call that
// returns a `Response` then returns it. A call that returns a document or bytes rejects.
import { fileServer } from "./file-server.mjs";
import { TRANSFER_URL, helpers, json } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);
  const { server } = fileServer(env);

  const CONDITIONS = { "if-none-match": '"1"', "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT", "if-match": '"1"', "if-unmodified-since": "Thu, 01 Jan 2026 00:00:00 GMT" };
  const conditions = Object.entries(CONDITIONS).flatMap(([name, value]) => [{ [name]: value }, { [name.toUpperCase()]: value }, new Headers({ [name]: value })]);
  const answer = (status) => new Response(status === 304 ? null : "no", { status, headers: { etag: '"2"' } });

  test("conditions: account.fetch and a raw request return 304 and 412 as the platform's Response", async () => {
    for (const status of [304, 412]) {
      for (const headers of conditions) {
        const { account, calls } = stub(() => answer(status));
        for (const call of [account.fetch(`${TRANSFER_URL}/x`, { headers }), account.request({ service: "transfer", path: "/x", raw: true, headers })]) {
          const response = await call;
          assert.instanceOf(response, Response);
          assert.deepEqual([response.status, response.headers.get("etag"), await response.text()], [status, '"2"', status === 304 ? "" : "no"]);
        }
        const [name, value] = [...new Headers(headers)][0];
        assert.deepEqual(calls.map((call) => call.headers.get(name)), [value, value]);
      }
    }
  });

  test("conditions: without a condition, a 304 or 412 is an error, for a raw request too", async () => {
    for (const [status, code] of [[304, "invalid_response"], [412, "precondition_failed"]]) {
      for (const headers of [undefined, { "x-other": "1" }, { "if-range": '"1"' }]) {
        const { account } = stub(() => answer(status), { retries: 0 });
        const error = await failure(account.request({ service: "transfer", path: "/x", raw: true, headers }));
        assert.deepInclude(error, { code, status });
      }
    }
  });

  test("conditions: a call that returns a document rejects a false condition with precondition_failed, without a retry", async () => {
    for (const [status, advice] of [[304, /`account\.fetch`/], [412, /Read the current version/]]) {
      for (const call of [
        (account, options) => account.transfer.getTask("x", undefined, options),
        (account, options) => account.transfer.updateTask("x", { label: "a" }, undefined, options),
        (account, options) => account.transfer.taskList(undefined, options),
        (account, options) => account.request({ service: "transfer", path: "/x", ...options }),
      ]) {
        const { account, calls } = stub(() => answer(status));
        const error = await failure(call(account, { headers: { "if-none-match": '"1"' } }));
        assert.instanceOf(error, GlobusApiError);
        assert.deepInclude(error, { code: "precondition_failed", status, retryable: false, service: "transfer" });
        assert.match(error.advice, advice);
        assert.lengthOf(calls, 1);
      }
    }
  });

  test("conditions: get and head return a 304 for a file that has not changed, with and without a range", async () => {
    const { files, serverRequests } = server(() => answer(304));
    const headers = { "If-None-Match": '"1"' };
    for (const options of [{ headers }, { headers, range: { start: 1 } }, { headers, range: { last: 5 } }]) {
      const response = await files.get("/a", options);
      assert.deepEqual([response.status, response.headers.get("etag"), await response.text()], [304, '"2"', ""]);
    }
    assert.equal((await files.head("/a", { headers })).status, 304);
    assert.isTrue(serverRequests().every((call) => call.headers.get("if-none-match") === '"1"'));
    assert.equal((await failure(files.get("/a"))).code, "invalid_response");
  });

  test("conditions: a file that has changed rejects with precondition_failed, and is not read, written or deleted", async () => {
    const { files, serverRequests } = server(() => answer(412));
    const headers = { "if-match": '"1"' };
    for (const [method, call] of Object.entries({
      GET: () => files.get("/a", { headers }),
      HEAD: () => files.head("/a", { headers }),
      PUT: () => files.put("/a", "x", { headers }),
      DELETE: () => files.delete("/a", { headers }),
    })) {
      const error = await failure(call());
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "precondition_failed", status: 412, service: "collection", method, retryable: false });
      assert.match(error.url, /^https:\/\/.*\/a$/);
      assert.match(error.advice, /condition/);
      assert.equal(serverRequests().at(-1).headers.get("if-match"), '"1"');
    }
    assert.equal((await failure(files.put("/a", "x", { headers: { "if-none-match": "*" } }))).code, "precondition_failed");
  });

  test("conditions: a 304 to a write is an error, not a success", async () => {
    const { files } = server(() => answer(304));
    for (const call of [() => files.put("/a", "x", { headers: CONDITIONS }), () => files.delete("/a", { headers: CONDITIONS })]) {
      assert.deepInclude(await failure(call()), { code: "precondition_failed", status: 304 });
    }
  });

  test("codes: 412 and 413 have their own codes, with advice, and are not retried", async () => {
    for (const [status, code, advice] of [[412, "precondition_failed", /condition/], [413, "payload_too_large", /in parts/]]) {
      const { account, calls } = stub(() => json({ code: "X", message: "no" }, { status }));
      const error = await failure(account.groups.updateGroup("g", { name: "n" }));
      assert.deepInclude(error, { code, status, serverCode: "X", retryable: false });
      assert.match(error.advice, advice);
      assert.lengthOf(calls, 1);
    }
  });
}
