import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { still } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle, turn } from "./work.mjs";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Bad days: of Globus Auth, of the clock, of the secret. */
export default function (test, env) {
  const { FakeGlobus, ServiceAccount, assert } = env;
  const { stage, stub, failure } = helpers(env);
  const assertSame = (error, first) => assert.deepEqual(error.toJSON(), first.toJSON());

  test("outage: Auth down for 30 minutes with 3 hours of a token left: 10,000 calls, none fails, none waits", () =>
    withTime(async (time) => {
      const events = [];
      const { random } = Math;
      // Early in the window, so that renewal is due all the while.
      Math.random = () => 0.999;
      const { account, fake } = stage({ fake: { clock: "real" }, onEvent: (event) => events.push(event) });
      Math.random = random;
      await time.until(account.transfer.getSubmissionId());
      await time.advance(45 * HOUR);
      fake.inject({ service: "auth", status: 503, times: Infinity });
      for (let call = 0; call < 10_000; call++) {
        const before = time.now;
        await account.transfer.getSubmissionId();
        // Time stands still unless a timer goes off, and none does: the call has waited for its own request only.
        assert.equal(time.now, before);
        time.now += (30 * MINUTE) / 10_000;
        // In a browser, requests with a body get on between the turns of the event loop alone.
        if (call % 100 === 0) await turn();
      }
      // The last attempt may have begun just now.
      await time.settle(20);
      assert.equal(fake.count({ service: "transfer" }), 10_001);
      const attempts = fake.tokenRequests - 1;
      assert.isAtLeast(attempts, 4, "it was tried");
      assert.isAtMost(attempts, 9, "30 s, 1, 2, 4, 8, 10 minutes apart");
      assert.lengthOf(events.filter(({ type }) => type === "grant_failed"), attempts);
      assert.lengthOf(events.filter(({ type }) => type === "token_stale"), attempts);
    }));

  test("outage: an Auth that hangs, resets, or answers HTML holds nobody up who has a token", () =>
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

  test("outage: who has no token waits for a renewal that fails, and then asks as often as a call may", () =>
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

  test("outage: what Retry-After says is kept to by the calls that follow: they fail as the first, or wait if they may", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real" } });
      fake.inject({ service: "auth", status: 429, headers: { "Retry-After": "120" } });
      const error = await failure(account.getToken("transfer"));
      assert.deepInclude(error, { status: 429, retryAfter: 120_000 });
      await time.advance(59 * SECOND);
      for (let call = 0; call < 10; call++) assertSame(await failure(account.getToken("transfer")), error);
      // From here on the rest is no longer than a call may wait.
      await time.advance(2 * SECOND);
      const calls = Array.from({ length: 10 }, () => account.getToken("transfer"));
      await time.advance(58 * SECOND);
      assert.equal(fake.tokenRequests, 1);
      await time.advance(SECOND);
      await Promise.all(calls);
      assert.equal(fake.tokenRequests, 2);
    }));

  test("outage: what a renewal was told, calls without a token wait for", () =>
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

  test("outage: among scopes asked for one by one, what fails all ends it, and is what is repeated", () =>
    withTime(async () => {
      for (const headers of [{ "Retry-After": "120" }, {}]) {
        const { account, fake } = stage({ fake: { clock: "real" }, retries: 0 });
        const targets = ["urn:globus:nobody:knows", "transfer", "groups"];
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

  test("outage: a Retry-After of years stops an account for a quarter of an hour", () =>
    withTime(async (time) => {
      const { account, fake } = stage({ fake: { clock: "real" } });
      fake.inject({ service: "auth", status: 503, headers: { "Retry-After": "99999999" } });
      await failure(account.getToken("transfer"));
      await time.advance(15 * MINUTE);
      await account.getToken("transfer");
    }));

  test("outage: Auth's own Retry-After is kept to exactly, in seconds and as a date", () =>
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

  test("outage: a token endpoint that never answers ends by the timeout, for all who wait", () =>
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

  test("clock: a Retry-After date means the server's clock, whatever this machine's says", () =>
    withTime(async (time) => {
      for (const off of [-HOUR, 0, HOUR]) {
        const date = (ms) => new Date(Math.floor((time.now + off + ms) / 1000) * 1000).toUTCString();
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

  test("clock: an hour off either way, or set while a token lives, it never makes a loop of grants", () =>
    withTime(async (time) => {
      for (const off of [-HOUR, HOUR]) {
        for (const lifetime of [600, 7200, 172_800]) {
          let server = time.now - off;
          const valid = new Map();
          const { account, grants, calls } = stub(
            ({ headers }) => (valid.get(headers.get("authorization")) > server ? json({ code: "Done" }) : json({}, { status: 401 })),
            {
              grant: ({ init }) => {
                const [first] = tokenDocuments(requestedScope(init), { expires_in: lifetime });
                valid.set(`Bearer ${first.access_token}`, server + lifetime * SECOND);
                return json({ ...first, other_tokens: [] }, { headers: { date: new Date(server).toUTCString() } });
              },
            },
          );
          const day = Math.max(24 * HOUR, 3 * lifetime * SECOND);
          const steps = 500;
          for (let step = 0; step < steps; step++) {
            await account.transfer.getTask("x");
            await time.settle(1);
            time.now += day / steps;
            server += day / steps;
            // In the middle somebody sets the clock right.
            if (step === steps / 2) time.now -= off;
          }
          assert.isAtLeast(calls.length, steps);
          const lives = Math.ceil(day / (lifetime * SECOND * 0.9));
          // One grant per life; a life that is shorter than the step is one per call.
          assert.isAtMost(grants.length, Math.min(steps, 2 * lives) + 2, `${off} ${lifetime}`);
        }
      }
    }));

  test("secret: rotated under load, its function is asked again, and no call fails", async () => {
    const fake = new FakeGlobus();
    const { clientId, clientSecret } = fake.addClient();
    let current = clientSecret;
    let asked = 0;
    const account = new ServiceAccount({ clientId, clientSecret: async () => ((asked += 1), current), fetch: fake.fetch });
    for (let round = 0; round < 20; round++) {
      const calls = Array.from({ length: 50 }, () => account.transfer.getSubmissionId());
      current = fake.rotateSecret(clientId);
      fake.revokeTokens();
      const more = ["groups", "search", "openid", "email"].map((target) => account.getToken(target));
      await Promise.all([...calls, ...more]);
    }
    assert.isAtMost(asked, 1 + 20 * 2);
  });

  still(test)("secret: rotated in a fleet with a store, one process renews and the others find its token", async () => {
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

  test("lifetime: 1 s, 30 s, 1 h, 48 h, missing, negative, absurd: no call fails, and grants are bounded", () =>
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
