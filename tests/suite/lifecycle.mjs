import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { until } from "./work.mjs";

const SECOND = 1000;

export default function (test, env) {
  const { GlobusAuthError, GlobusConfigError, GlobusTimeoutError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /**
   * Returns an account with tokens of 1,000 s. They are renewed 50 to 100 s before expiry, and not used in the last 5
   * s.
   */
  const stubShortLived = (options) =>
    stub(() => json({ code: "Done" }), {
      grant: ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 })),
      ...options,
    });

  const bearer = ({ headers }) => headers.get("authorization");

  test("token: a fresh token is used, and no renewal begins", () =>
    withTime(async (time) => {
      const { account, calls, grants } = stubShortLived();
      await account.transfer.getTask("x");
      await time.advance(890 * SECOND);
      await account.transfer.getTask("x");
      await account.getToken("transfer");
      await time.settle();
      assert.lengthOf(grants, 1);
      assert.equal(bearer(calls[0]), bearer(calls[1]));
    }));

  test("token: calls go on with a token near expiry while one new token is fetched in the background", () =>
    withTime(async (time) => {
      const gate = deferred();
      const grant = async ({ init }, number) => {
        if (number > 1) await gate.promise;
        return tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 }));
      };
      const { account, calls, grants } = stubShortLived({ grant });
      const old = await account.getToken("transfer");
      await time.advance(960 * SECOND);
      await Promise.all(Array.from({ length: 20 }, () => account.transfer.getTask("x")));
      assert.equal(await account.getToken("transfer"), old);
      await account.transfer.getTask("x");
      assert.lengthOf(grants, 2, "one renewal for all calls, and no call waited for it");
      assert.isTrue(calls.every((call) => bearer(call) === `Bearer ${old.accessToken}`));
      gate.resolve();
      await time.settle();
      await account.transfer.getTask("x");
      assert.notEqual(bearer(calls.at(-1)), bearer(calls[0]));
      assert.lengthOf(grants, 2);
    }));

  test("token: an expired token is not sent, and calls wait for a new one", () =>
    withTime(async (time) => {
      const { account, calls, grants } = stubShortLived();
      await account.transfer.getTask("x");
      await time.advance(996 * SECOND);
      await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("x")]);
      assert.lengthOf(grants, 2);
      assert.notEqual(bearer(calls[1]), bearer(calls[0]));
      assert.equal(bearer(calls[2]), bearer(calls[1]));
    }));

  test("token: while Auth is down, calls go on until the token expires, and renewals are few", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real", tokenLifetime: 1000 }, retries: 1 });
      await time.until(account.transfer.getSubmissionId());
      const fault = fake.inject({ service: "auth", status: 503, times: Infinity });
      await time.advance(955 * SECOND);
      for (let second = 0; second < 35; second++) {
        await time.until(account.transfer.getSubmissionId());
        await time.advance(SECOND);
      }
      assert.equal(fake.count({ service: "transfer" }), 36);
      assert.isAtLeast(fake.tokenRequests, 2);
      assert.isAtMost(fake.tokenRequests, 1 + 2 * 2, "two renewals of two attempts each");
      await time.advance(10 * SECOND);
      const error = await time.until(failure(account.transfer.getSubmissionId()));
      assert.instanceOf(error, GlobusAuthError);
      assert.deepInclude(error, { code: "grant_failed", status: 503, retryable: true });
      fault.remove();
      await time.until(account.transfer.getSubmissionId());
      assert.equal(fake.grants, 2);
    }));

  test("token: when Auth refuses the credentials during a renewal, calls go on until the token expires", () =>
    withTime(async (time) => {
      const { account, fake, client } = stage({ fake: { clock: "real", tokenLifetime: 1000 } });
      await time.until(account.transfer.getSubmissionId());
      await time.advance(960 * SECOND);
      fake.rotateSecret(client.clientId);
      for (let call = 0; call < 5; call++) await time.until(account.transfer.getSubmissionId());
      assert.equal(fake.tokenRequests, 2);
      await time.advance(40 * SECOND);
      assert.equal((await time.until(failure(account.transfer.getSubmissionId()))).code, "invalid_client");
    }));

  test("token: a token with a lifetime of a second or less serves the calls that waited for it, and no grant is repeated", async () => {
    for (const expires_in of [1, 0.001, 0, -5]) {
      const grant = ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in }));
      const { account, calls, grants } = stub(() => json({ code: "Done" }), { grant });
      await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("y")]);
      assert.equal((await account.getToken("groups")).resourceServer, "groups.api.globus.org");
      assert.lengthOf(calls, 2);
      assert.lengthOf(grants, 2, `expires_in ${expires_in}`);
    }
  });

  test("token: a lifetime that is missing, malformed or out of range is replaced by one within the limits", () =>
    withTime(async (time) => {
      for (const [expires_in, seconds] of [
        [undefined, 300],
        [null, 300],
        ["soon", 300],
        [{}, 300],
        [1e99, 7 * 86_400],
        [-1e99, 0],
      ]) {
        const grant = ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in }));
        const { account } = stub(() => json({ code: "Done" }), { grant });
        const { expiresAt } = await account.getToken("transfer");
        assert.equal(expiresAt.getTime() - time.now, seconds * SECOND, String(expires_in));
      }
    }));

  test("token: its lifetime is counted from the start of the request, not from the arrival of the response", () =>
    withTime(async (time) => {
      const gate = deferred();
      const grant = async ({ init }) => {
        await gate.promise;
        return tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 }));
      };
      const { account } = stub(() => json({ code: "Done" }), { grant });
      const begin = time.now;
      const token = account.getToken("transfer");
      await time.advance(9 * SECOND);
      gate.resolve();
      assert.equal((await token).expiresAt.getTime(), begin + 1000 * SECOND);
    }));

  test("token: after the clock is set back the token is used, and after it is set far ahead a new one is fetched", () =>
    withTime(async (time) => {
      const { account, grants } = stubShortLived();
      await account.transfer.getTask("x");
      time.now -= 3600 * SECOND;
      await account.transfer.getTask("x");
      time.now += 365 * 86_400 * SECOND;
      await account.transfer.getTask("x");
      assert.lengthOf(grants, 2);
    }));

  // In other runtimes, a grant without a response ends by its timeout, for all waiters.
  if (env.runtime === "workerd") {
    test("token: on workerd, calls without a token after 10 s start one more grant, which all of them share", () =>
      withTime(async (time) => {
        const grant = ({ init }, number) =>
          number === 1 ? new Promise(() => {}) : tokenReply(tokenDocuments(requestedScope(init)));
        const { account, grants } = stub(() => json({ ok: true }), { grant });
        const waiting = Array.from({ length: 20 }, () => account.transfer.getTask("x"));
        await time.advance(9999);
        assert.lengthOf(grants, 1);
        await time.advance(1);
        await Promise.all(waiting);
        assert.lengthOf(grants, 2);
      }));
  }

  test("signal: an abort ends the wait of its own caller with the signal's reason, and does not end the grant", async () => {
    const gate = deferred();
    const grant = async ({ init }) => {
      await gate.promise;
      assert.isFalse(init.signal.aborted);
      return tokenReply(tokenDocuments(requestedScope(init)));
    };
    const { account, calls, grants } = stub(() => json({ code: "Done" }), { grant });
    const controllers = Array.from({ length: 3 }, () => new AbortController());
    const signals = controllers.map(({ signal }) => signal);
    const waiting = [
      account.getToken("transfer", { signal: signals[0] }),
      account.transfer.getTask("x", undefined, { signal: signals[1] }),
      account.transfer.taskList(undefined, { signal: signals[2] }),
    ].map(failure);
    const patient = account.transfer.getTask("y");
    await until(() => grants.length === 1);
    const reasons = [new Error("enough"), "a text", { an: "object" }];
    reasons.forEach((reason, index) => controllers[index].abort(reason));
    assert.deepEqual(await Promise.all(waiting), reasons);
    assert.equal((await Promise.all(waiting))[0], reasons[0]);
    gate.resolve();
    await patient;
    assert.lengthOf(grants, 1);
    assert.lengthOf(calls, 1);
  });

  test("getToken: a timeout ends the wait of its own caller, and does not end the grant", () =>
    withTime(async (time) => {
      const gate = deferred();
      const grant = async ({ init }) => {
        await gate.promise;
        return tokenReply(tokenDocuments(requestedScope(init)));
      };
      const { account, grants } = stub(() => json({ code: "Done" }), { grant });
      const limited = [
        account.getToken("transfer", { timeout: 50 }),
        account.getTokens(["transfer", "groups"], { timeout: 50 }),
        account.getAuthorizationHeader("transfer", { timeout: 50 }),
      ].map(failure);
      const patient = account.getToken("transfer", { timeout: Infinity });
      await until(() => grants.length === 1);
      await time.advance(50);
      for (const error of await Promise.all(limited)) {
        assert.instanceOf(error, GlobusTimeoutError);
        assert.deepInclude(error, { code: "timeout", service: "auth" });
      }
      gate.resolve();
      assert.equal((await patient).accessToken, (await account.getToken("transfer", { timeout: 50 })).accessToken);
      assert.lengthOf(grants, 1);
    }));

  test("getToken and getAuthorizationHeader: a cached token is the same promise each time, until it is cleared", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const methods = [() => account.getToken("transfer"), () => account.getAuthorizationHeader("transfer")];
    const before = await Promise.all(methods.map((method) => method()));
    for (const method of methods) assert.equal(method(), method());
    await account.clearTokens();
    const after = await Promise.all(methods.map((method) => method()));
    assert.lengthOf(grants, 2);
    assert.notEqual(after[0].accessToken, before[0].accessToken);
    assert.equal(after[1], `Bearer ${after[0].accessToken}`);
    account[Symbol.dispose]();
    for (const method of methods) assert.instanceOf(await failure(method()), GlobusConfigError);
  });

  test("signal: with an aborted signal, nothing is sent", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const reason = new Error("before");
    const signal = AbortSignal.abort(reason);
    const ends = () => [
      account.getToken("transfer", { signal }),
      account.getTokens(["transfer", "groups"], { signal }),
      account.getAuthorizationHeader("transfer", { signal }),
      account.transfer.getTask("x", undefined, { signal }),
      account.transfer.taskWait("x", { signal }),
      account.whoami({ signal }),
      account.fetch("https://transfer.api.globus.org/v0.10/x", { signal }),
      account.request({ service: "transfer", path: "/x", signal }),
    ];
    for (const call of ends()) assert.equal(await failure(call), reason);
    assert.deepEqual([calls.length, grants.length], [0, 0], "cold");
    await account.getToken("transfer");
    for (const call of ends()) assert.equal(await failure(call), reason);
    assert.lengthOf(calls, 0, "warm");
  });
}
