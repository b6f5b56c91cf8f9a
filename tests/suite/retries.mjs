import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusNetworkError, GlobusTimeoutError, assert } = env;
  const { stub, failure } = helpers(env);

  const busy = (code, headers = {}) => json({ code: "Busy", message: "later" }, { status: code, headers });
  const failNetwork = () => {
    throw new TypeError("fetch failed");
  };
  const MKDIR = ({ transfer }) => transfer.operationMkdir("e", { path: "/a" });
  const GET = ({ transfer }, options) => transfer.getTask("x", undefined, options);

  /** Returns how often a call is sent when its first `failures` attempts fail, and the result or error of the call. */
  const runCall = (call, fail, { failures = Infinity, ...options } = {}) =>
    withTime(async (time) => {
      const { account, calls } = stub((_, number) => (number <= failures ? fail() : json({ ok: true })), options);
      await time.until(account.getToken("transfer"));
      const ended = await time.until(
        Promise.resolve(call(account)).catch((error) => error),
        30_000,
      );
      assert.isEmpty(time.pending, "no timer is left");
      return { sent: calls.length, ended };
    });

  test("retries: a failure that may pass is retried until the call succeeds", async () => {
    for (const fail of [
      () => busy(408),
      () => busy(425),
      () => busy(429),
      () => busy(500),
      () => busy(502),
      () => busy(503),
      () => busy(504),
      failNetwork,
    ]) {
      const { sent, ended } = await runCall(GET, fail, { failures: 2 });
      assert.deepEqual([sent, ended], [3, { ok: true }]);
    }
  });

  test("retries: 429 is retried for any method, other failures only for methods that are safe to send twice", async () => {
    assert.equal((await runCall(MKDIR, () => busy(429), { failures: 1 })).sent, 2);
    for (const fail of [...[408, 425, 500, 502, 503, 504].map((code) => () => busy(code)), failNetwork]) {
      const { sent, ended } = await runCall(MKDIR, fail, { failures: 1 });
      assert.equal(sent, 1);
      assert.isTrue(ended.retryable);
    }
    for (const [method, sent] of [
      ["GET", 2],
      ["HEAD", 2],
      ["OPTIONS", 2],
      ["PUT", 2],
      ["DELETE", 2],
      ["POST", 1],
      ["PATCH", 1],
    ]) {
      const call = (account) => account.request({ service: "transfer", path: "/x", method });
      assert.equal((await runCall(call, () => busy(503), { failures: 1 })).sent, sent, method);
    }
  });

  test("retries: a refusal that another attempt cannot change is not retried", async () => {
    for (const code of [400, 403, 404, 409, 422, 501]) {
      const { sent, ended } = await runCall(GET, () => busy(code));
      assert.deepEqual([sent, ended.status], [1, code]);
    }
  });

  test("retries: a failure of a collection is not retried", async () => {
    for (const code of ["ExternalError.DirListingFailed", "EndpointError", "GCDisconnectedException.EndpointError"]) {
      const fail = () => json({ code, message: "Connection refused" }, { status: 502 });
      const { sent, ended } = await runCall(GET, fail);
      assert.equal(sent, 1);
      assert.deepInclude(ended, { code: "endpoint_error", serverCode: code, retryable: false });
    }
  });

  test("retries: a call is retried five times by default, or as often as the account or the call sets", async () => {
    assert.equal((await runCall(GET, () => busy(503))).sent, 6);
    assert.equal((await runCall(GET, () => busy(503), { retries: 2 })).sent, 3);
    assert.equal((await runCall(GET, () => busy(503), { retries: 0 })).sent, 1);
    assert.equal(
      (
        await runCall(
          (account) => GET(account, { retries: 1 }),
          () => busy(503),
        )
      ).sent,
      2,
    );
    assert.equal((await runCall((account) => GET(account, { retries: 3 }), failNetwork, { retries: 0 })).sent, 4);
    const { ended } = await runCall(GET, failNetwork);
    assert.instanceOf(ended, GlobusNetworkError);
    assert.instanceOf(ended.cause, TypeError);
  });

  test("retries: the pauses grow, and differ from account to account", () =>
    withTime(async (time) => {
      const pauses = [];
      for (let round = 0; round < 8; round++) {
        const sentAt = [];
        const { account } = stub(() => (sentAt.push(time.now), busy(503)), { onEvent: () => {} });
        await time.until(failure(account.transfer.getTask("x")));
        pauses.push(sentAt.slice(1).map((at, index) => at - sentAt[index]));
      }
      for (const [first, second, third, fourth, fifth] of pauses) {
        for (const [index, pause] of [first, second, third, fourth, fifth].entries()) {
          assert.isAtLeast(pause, 250 * 2 ** index - 1);
          assert.isAtMost(pause, 750 * 2 ** index + 1);
        }
      }
      assert.isAbove(new Set(pauses.map(([first]) => Math.round(first * 1000))).size, 1);
    }));

  /** Checks that a call whose first response has `Retry-After: text` is sent again after exactly `ms` milliseconds. */
  const assertRetryAfter = (text, ms, code = 429) =>
    withTime(async (time) => {
      time.now = Math.ceil(time.now / 1000) * 1000;
      const header = typeof text === "function" ? text(time.now) : text;
      const respond = (_, number) => (number === 1 ? busy(code, { "Retry-After": header }) : json({ code: "Done" }));
      const { account, calls } = stub(respond, { timeout: 600_000 });
      await time.until(account.getToken("transfer"));
      const reply = account.transfer.getTask("x");
      await time.advance(ms - 1);
      assert.lengthOf(calls, 1, `${header}: not earlier`);
      await time.advance(1);
      assert.lengthOf(calls, 2, `${header}: and not later`);
      assert.deepEqual(await reply, { code: "Done" });
    });

  test("Retry-After: seconds are obeyed exactly", async () => {
    await assertRetryAfter("7", 7000);
    await assertRetryAfter("60", 60_000);
    await assertRetryAfter("13", 13_000, 503);
  });

  test("Retry-After: a date is obeyed exactly", async () => {
    await assertRetryAfter((now) => new Date(now + 9000).toUTCString(), 9000);
    await assertRetryAfter((now) => new Date(now + 42_000).toUTCString(), 42_000, 503);
  });

  test("Retry-After: a value that cannot be parsed is ignored, and does not mean zero", async () => {
    for (const text of ["1.5", "-5", "soon", "7 seconds", "2"]) {
      await withTime(async (time) => {
        const respond = (_, number) => (number === 1 ? busy(429, { "Retry-After": text }) : json({ code: "Done" }));
        const { account, calls } = stub(respond);
        await time.until(account.getToken("transfer"));
        const reply = account.transfer.getTask("x");
        await time.advance(249);
        assert.lengthOf(calls, 1, text);
        await time.until(reply);
      });
    }
  });

  test("Retry-After: a pause longer than a call may wait rejects the call at once, and is in the error", async () => {
    for (const [seconds, options] of [
      [61, {}],
      [3600, {}],
      [2, { maxRetryWait: 1999 }],
      [1, { maxRetryWait: 0 }],
    ]) {
      const { sent, ended } = await runCall(GET, () => busy(429, { "Retry-After": String(seconds) }), options);
      assert.equal(sent, 1);
      assert.instanceOf(ended, GlobusApiError);
      assert.deepInclude(ended, { code: "rate_limited", status: 429, retryAfter: seconds * 1000, retryable: true });
    }
  });

  test("maxRetryWait: limits the sum of a call's pauses", async () => {
    const fail = () => busy(429, { "Retry-After": "25" });
    assert.equal((await runCall(GET, fail)).sent, 3, "25 + 25 s, and no third pause");
    assert.equal((await runCall(GET, fail, { maxRetryWait: 100_000 })).sent, 5);
    assert.equal((await runCall(GET, () => busy(503), { maxRetryWait: 0 })).sent, 1);
  });

  test("retries: a grant is retried too", () =>
    withTime(async (time) => {
      const { fake, account } = helpers(env).stage();
      fake.inject({ service: "auth", status: 503, times: 2 });
      fake.inject({ service: "auth", network: true });
      await time.until(account.transfer.taskList());
      assert.deepEqual([fake.tokenRequests, fake.grants], [4, 1]);
    }));

  test("retries: the timeout starts again with each attempt", () =>
    withTime(async (time) => {
      const { account, calls } = stub(() => new Promise(() => {}), { timeout: 1000, retries: 2 });
      await time.until(account.getToken("transfer"));
      const begin = time.now;
      const error = await time.until(failure(account.transfer.getTask("x")));
      assert.instanceOf(error, GlobusTimeoutError);
      assert.lengthOf(calls, 3);
      assert.isAtLeast(time.now - begin, 3000 + 250 + 500);
      assert.isTrue(calls.every(({ init }) => init.signal.aborted));
    }));
}
