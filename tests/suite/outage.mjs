import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { wrapWithTime } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle, turn } from "./work.mjs";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Outages of Globus Auth, wrong clocks and rotated secrets. */
export default function (test, env) {
  const { FakeGlobus, ServiceAccount, assert } = env;
  const { stage, stub, failure } = helpers(env);
  const assertSame = (error, first) => assert.deepEqual(error.toJSON(), first.toJSON());

  test("outage: with a valid token, none of 10,000 calls fails or waits while Auth is down for 30 minutes", () =>
    withTime(async (time) => {
      const events = [];
      const { random } = Math;
      // 0.999 puts the renewal early in its window, so that it is due during the whole test.
      Math.random = () => 0.999;
      const { account, fake } = stage({ fake: { clock: "real" }, onEvent: (event) => events.push(event) });
      Math.random = random;
      await time.until(account.transfer.getSubmissionId());
      await time.advance(45 * HOUR);
      fake.inject({ service: "auth", status: 503, times: Infinity });
      for (let call = 0; call < 10_000; call++) {
        const before = time.now;
        await account.transfer.getSubmissionId();
        // Only a timer that fires moves the clock. It did not move: the call waited for nothing but its own request.
        assert.equal(time.now, before);
        time.now += (30 * MINUTE) / 10_000;
        // In a browser, a request with a body makes progress only between turns of the event loop.
        if (call % 100 === 0) await turn();
      }
      // The last attempt may have just begun.
      await time.settle(20);
      assert.equal(fake.count({ service: "transfer" }), 10_001);
      const attempts = fake.tokenRequests - 1;
      assert.isAtLeast(attempts, 4, "renewal was attempted");
      assert.isAtMost(attempts, 9, "30 s, 1, 2, 4, 8, 10 minutes apart");
      assert.lengthOf(events.filter(({ type }) => type === "grant_failed"), attempts);
      assert.lengthOf(events.filter(({ type }) => type === "token_stale"), attempts);
    }));

  test("outage: while Auth hangs, resets connections or sends HTML, callers with a token do not wait", () =>
    withTime(async (time) => {
      for (const fault of [{ hang: true }, { network: true }, { html: true }, { status: 500 }, { invalidJson: true }]) {
        const { account, fake } = stage({ fake: { clock: "real", tokenLifetime: 1000 } });
        await time.until(account.transfer.getSubmissionId());
        await time.advance(960 * SECOND);
        fake.inject({ service: "auth", times: Infinity, ...fault });
        const before = time.now;
        for (let call = 0; call < 20; call++) await account.transfer.getSubmissionId();
        await time.settle();
        assert.equal(time.now, before);
        assert.equal(fake.tokenRequests, 2, JSON.stringify(fault));
      }
    }));

  test("outage: a call without a token waits for a renewal in flight, and retries when the renewal fails", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real", tokenLifetime: 1000 }, timeout: 30_000 });
      await time.until(account.transfer.getSubmissionId());
      await time.advance(994 * SECOND);
      fake.inject({ service: "auth", hang: true });
      await account.transfer.getSubmissionId();
      await time.advance(5 * SECOND);
      const late = account.transfer.getSubmissionId();
      await time.advance(30 * SECOND);
      await time.until(late);
      assert.equal(fake.tokenRequests, 3);
    }));

  test("outage: later calls obey the Retry-After of a failed grant: they fail alike, or wait if the pause is short", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real" } });
      fake.inject({ service: "auth", status: 429, headers: { "Retry-After": "120" } });
      const error = await failure(account.getToken("transfer"));
      assert.deepInclude(error, { status: 429, retryAfter: 120_000 });
      await time.advance(59 * SECOND);
      for (let call = 0; call < 10; call++) assertSame(await failure(account.getToken("transfer")), error);
      // From here on, the rest of the pause is no longer than a call may wait.
      await time.advance(2 * SECOND);
      const calls = Array.from({ length: 10 }, () => account.getToken("transfer"));
      await time.advance(58 * SECOND);
      assert.equal(fake.tokenRequests, 1);
      await time.advance(SECOND);
      await Promise.all(calls);
      assert.equal(fake.tokenRequests, 2);
    }));

  test("outage: calls without a token obey the Retry-After of a failed renewal", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real", tokenLifetime: 1000 } });
      await account.transfer.getSubmissionId();
      await time.advance(960 * SECOND);
      fake.inject({ service: "auth", status: 429, headers: { "Retry-After": "2" } });
      await account.transfer.getSubmissionId();
      await time.settle();
      const groups = account.getToken("groups");
      await time.advance(1999);
      assert.equal(fake.tokenRequests, 2);
      await time.advance(1);
      await groups;
      assert.equal(fake.tokenRequests, 3);
    }));

  test("outage: an outage ends the requests of single scopes, and later calls obey its Retry-After", () =>
    withTime(async () => {
      for (const headers of [{ "Retry-After": "120" }, {}]) {
        const { account, fake } = stage({ fake: { clock: "real" }, retries: 0 });
        const targets = ["urn:globus:unknown:scope", "transfer", "groups"];
        fake.inject({ service: "auth", status: 400, body: { error: "invalid_scope" }, times: 2 });
        fake.inject({ service: "auth", status: 503, headers });
        const errors = await Promise.all(targets.map((target) => failure(account.getToken(target))));
        assert.deepEqual(errors.map(({ code, status }) => `${code} ${status}`), [
          "invalid_scope 400",
          "grant_failed 503",
          "grant_failed 503",
        ]);
        assert.equal(fake.tokenRequests, 3);
        if (headers["Retry-After"]) assertSame(await failure(account.getToken("groups")), errors[1]);
        else await account.getToken("groups");
      }
    }));

  test("outage: a Retry-After of years pauses an account for 15 minutes", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real" } });
      fake.inject({ service: "auth", status: 503, headers: { "Retry-After": "99999999" } });
      await failure(account.getToken("transfer"));
      await time.advance(15 * MINUTE);
      await account.getToken("transfer");
    }));

  test("outage: a Retry-After from Auth is obeyed exactly, in seconds and as a date", () =>
    withTime(async (time) => {
      time.now = Math.floor(time.now / 1000) * 1000;
      for (const retryAfter of [() => "3", () => new Date(time.now + 3000).toUTCString()]) {
        const { account, fake } = stage({ fake: { clock: "real" } });
        fake.inject({ service: "auth", status: 429, headers: { "Retry-After": retryAfter() } });
        const token = account.getToken("transfer");
        await time.advance(2999);
        assert.equal(fake.tokenRequests, 1);
        await time.advance(1);
        await token;
        assert.equal(fake.tokenRequests, 2);
      }
    }));

  test("outage: a grant without a response ends by the timeout, for all waiters", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real" }, timeout: 2000, retries: 0 });
      fake.inject({ service: "auth", hang: true, times: Infinity });
      const waiting = Array.from({ length: 20 }, () => failure(account.transfer.getSubmissionId()));
      await time.advance(1999);
      assert.equal(fake.tokenRequests, 1);
      await time.advance(1);
      const errors = await Promise.all(waiting);
      assert.isTrue(errors.every(({ code }) => code === "timeout"));
      assert.equal(fake.tokenRequests, 1);
    }));

  test("clock: a Retry-After date is read by the server's clock, not by this machine's", () =>
    withTime(async (time) => {
      for (const offset of [-HOUR, 0, HOUR]) {
        const date = (ms) => new Date(Math.floor((time.now + offset + ms) / 1000) * 1000).toUTCString();
        const { account, calls } = stub((_, number) => {
          if (number > 1) return json({ code: "Done" });
          return json({}, { status: 429, headers: { "Retry-After": date(3000), Date: date(0) } });
        });
        await time.until(account.getToken("transfer"));
        const call = account.transfer.getTask("x");
        await time.advance(2999);
        assert.lengthOf(calls, 1);
        await time.advance(1);
        await call;
        assert.lengthOf(calls, 2);
      }
    }));

  test("clock: a clock that is an hour off, or is corrected while a token is valid, causes no loop of grants", () =>
    withTime(async (time) => {
      for (const offset of [-HOUR, HOUR]) {
        for (const lifetime of [600, 7200, 172_800]) {
          let serverTime = time.now - offset;
          const valid = new Map();
          const { account, grants, calls } = stub(
            ({ headers }) => (valid.get(headers.get("authorization")) > serverTime ? json({ code: "Done" }) : json({}, { status: 401 })),
            {
              grant: ({ init }) => {
                const [first] = tokenDocuments(requestedScope(init), { expires_in: lifetime });
                valid.set(`Bearer ${first.access_token}`, serverTime + lifetime * SECOND);
                return json({ ...first, other_tokens: [] }, { headers: { date: new Date(serverTime).toUTCString() } });
              },
            },
          );
          const day = Math.max(24 * HOUR, 3 * lifetime * SECOND);
          const steps = 500;
          for (let step = 0; step < steps; step++) {
            await account.transfer.getTask("x");
            await time.settle(1);
            time.now += day / steps;
            serverTime += day / steps;
            // In the middle of the run, the clock is corrected.
            if (step === steps / 2) time.now -= offset;
          }
          assert.isAtLeast(calls.length, steps);
          const lifetimes = Math.ceil(day / (lifetime * SECOND * 0.9));
          // One grant per lifetime. A lifetime shorter than a step needs one grant per call.
          assert.isAtMost(grants.length, Math.min(steps, 2 * lifetimes) + 2, `${offset} ${lifetime}`);
        }
      }
    }));

  test("secret: when the secret is rotated under load, its function is called again, and no call fails", async () => {
    const fake = new FakeGlobus();
    const { clientId, clientSecret } = fake.addClient();
    let current = clientSecret;
    let secretReads = 0;
    const account = new ServiceAccount({ clientId, clientSecret: async () => ((secretReads += 1), current), fetch: fake.fetch });
    for (let round = 0; round < 20; round++) {
      const calls = Array.from({ length: 50 }, () => account.transfer.getSubmissionId());
      current = fake.rotateSecret(clientId);
      fake.revokeTokens();
      const more = ["groups", "search", "openid", "email"].map((target) => account.getToken(target));
      await Promise.all([...calls, ...more]);
    }
    assert.isAtMost(secretReads, 1 + 20 * 2);
  });

  wrapWithTime(test)("secret: after a rotation one process renews, and the others read its token from the storage", async () => {
    const fake = new FakeGlobus();
    const { clientId, clientSecret } = fake.addClient();
    let current = clientSecret;
    const storage = new Map();
    const options = { clientId, clientSecret: () => current, fetch: fake.fetch, storage, encryptStorage: true };
    const accounts = Array.from({ length: 5 }, () => new ServiceAccount(options));
    for (const account of accounts) {
      await account.transfer.getSubmissionId();
      await settle();
    }
    assert.equal(fake.grants, 1);
    current = fake.rotateSecret(clientId);
    fake.revokeTokens();
    for (const account of accounts) {
      await account.transfer.getSubmissionId();
      await settle();
    }
    assert.equal(fake.grants, 2);
  });

  test("lifetime: with a short, long, missing, negative or absurd one, no call fails and grants are bounded", () =>
    withTime(async (time) => {
      for (const [expires_in, least, most] of [
        [1, 100, 101],
        [30, 3, 6],
        [3600, 1, 1],
        [172_800, 1, 1],
        [undefined, 1, 2],
        [-1, 100, 101],
        [1e99, 1, 1],
        ["soon", 1, 2],
      ]) {
        const grant = ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in }));
        const { account, calls, grants } = stub(() => json({ code: "Done" }), { grant });
        for (let second = 0; second < 100; second++) {
          await account.transfer.getTask("x");
          await time.advance(SECOND);
        }
        assert.lengthOf(calls, 100);
        assert.isTrue(grants.length >= least && grants.length <= most, `${expires_in}: ${grants.length} grants`);
      }
    }));
}
