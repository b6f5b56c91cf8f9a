import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { living, processes, still, store } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** When a token is taken out of a storage, renewed there, and put there. */
export default function (register, env) {
  const test = still(register);
  const { assert } = env;
  const { failure } = helpers(env);
  const process = processes(env);

  test("storage: an expired token is a miss, one near its end is used and renewed beside the call", () =>
    withTime(async (time) => {
      const { storage } = store();
      await process(storage, { grant: living(1000) }).account.getToken("transfer");
      await time.settle();
      await time.advance(960 * SECOND);
      const late = process(storage, { grant: living(1000) });
      await late.account.transfer.getTask("x");
      await time.settle();
      assert.deepEqual([late.calls.length, late.grants.length], [1, 1]);
      assert.lengthOf(late.of("token_stale"), 1);
      assert.deepEqual(late.of("storage_miss").map(({ reason }) => reason), ["stale"]);
      const next = process(storage);
      await next.account.transfer.getTask("x");
      assert.lengthOf(next.grants, 0, "the renewed one was kept");
      await time.advance(2000 * SECOND);
      const expired = process(storage, { grant: living(1000) });
      await expired.account.transfer.getTask("x");
      assert.lengthOf(expired.grants, 1);
      assert.equal(expired.of("storage_miss")[0].reason, "expired");
    }));

  test("storage: the first process that renews renews for all", () =>
    withTime(async (time) => {
      const { storage } = store();
      const processes = Array.from({ length: 10 }, () => process(storage, { grant: living(1000) }));
      for (const { account } of processes) {
        await account.getToken("transfer");
        await time.settle();
      }
      await time.advance(960 * SECOND);
      for (const { account } of processes) {
        await account.transfer.getTask("x");
        await time.settle();
      }
      await time.advance(20 * SECOND);
      for (const { account } of processes) await account.transfer.getTask("x");
      assert.equal(processes.reduce((sum, { grants }) => sum + grants.length, 0), 2);
      const bearers = processes.map(({ calls }) => calls.at(-1).headers.get("authorization"));
      assert.lengthOf(new Set(bearers), 1);
    }));

  test("storage: a token in memory that is younger wins, and a younger one in the store is not overwritten", () =>
    withTime(async (time) => {
      const { storage, entries } = store();
      const old = process(storage, { grant: living(1000) });
      await old.account.getToken("transfer");
      await time.settle();
      const [[key, first]] = entries;
      await time.advance(10 * SECOND);
      const { accessToken } = await old.account.getToken("transfer", { forceRefresh: true });
      await time.settle();
      assert.notEqual(entries.get(key), first);
      entries.set(key, first);
      await time.advance(950 * SECOND);
      await old.account.transfer.getTask("x");
      await time.settle();
      assert.equal(old.calls[0].headers.get("authorization"), `Bearer ${accessToken}`, "not the older one");
      const youngest = entries.get(key);
      const gate = deferred();
      const slow = process(
        { ...storage, get: async (name) => (await gate.promise, storage.get(name)) },
        { grant: living(1000) },
      );
      const waiting = slow.account.getToken("transfer", { forceRefresh: true });
      await time.advance(SECOND);
      await process(storage, { grant: living(1000) }).account.getToken("transfer", { forceRefresh: true });
      await time.settle();
      const newest = entries.get(key);
      assert.notEqual(newest, youngest);
      gate.resolve();
      await waiting;
      assert.equal(entries.get(key), newest, "written later, but older");
    }));

  test("storage: one that can tell who came first makes one of many processes ask", () =>
    withTime(async (time) => {
      const { storage, entries } = store();
      const lives = new Map();
      storage.add = (key, value, { expiresAt }) => {
        if (entries.has(key) && lives.get(key) > time.now) return false;
        entries.set(key, value);
        lives.set(key, expiresAt);
        return true;
      };
      const gate = deferred();
      const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
      const processes = Array.from({ length: 20 }, () => process(storage, { grant }));
      const tokens = processes.map(({ account }) => account.getToken("transfer"));
      await time.settle();
      await time.advance(300);
      gate.resolve();
      await time.settle();
      await time.advance(300);
      await time.settle();
      assert.lengthOf(new Set((await Promise.all(tokens)).map(({ accessToken }) => accessToken)), 1);
      assert.equal(processes.reduce((sum, { grants }) => sum + grants.length, 0), 1);
      await time.settle();
      assert.lengthOf([...entries], 1, "the claim was given up");
    }));

  test("storage: a process that has claimed a grant and died holds the others up for 5 s at most", () =>
    withTime(async (time) => {
      const { storage } = store({ add: () => false });
      const { account, grants } = process(storage);
      const token = account.getToken("transfer");
      for (let ms = 0; ms < 4900; ms += 50) {
        await time.settle();
        await time.advance(50);
      }
      assert.lengthOf(grants, 0);
      await time.settle();
      await time.advance(300);
      await token;
      assert.lengthOf(grants, 1);
    }));

  test("storage: a grant that fails gives its claim up", async () => {
    const claims = [];
    const { storage, entries } = store({ add: (key, value) => (claims.push(key), entries.set(key, value), true) });
    const deleted = [];
    storage.delete = (key) => deleted.push(key);
    const { account } = process(storage, { grant: () => json({ error: "invalid_request" }, { status: 400 }) });
    await failure(account.getToken("transfer"));
    await settle();
    assert.match(claims[0], /:claim$/);
    assert.deepEqual(deleted, claims);
  });

  test("storage: clearTokens and revokeTokens take the tokens out of it, clearTokens at once for its own process", async () => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      const { storage, entries } = store();
      const { account, grants, calls } = process(storage);
      const before = await account.getTokens(["transfer", "groups"]);
      await settle();
      const ended = account[end]();
      if (end === "clearTokens") {
        const { accessToken } = await account.getToken("transfer");
        assert.notInclude(before.map((token) => token.accessToken), accessToken);
        assert.lengthOf(grants, 2);
        await settle();
      } else {
        assert.isUndefined(await ended);
        assert.lengthOf(calls, 2);
        assert.isEmpty([...entries]);
      }
      await ended;
      await account.getToken("groups");
    }
  });

  test("storage: a token that is there does not wait for another that is not", async () => {
    const { storage } = store();
    const { accessToken } = await process(storage).account.getToken("transfer");
    await settle();
    const gate = deferred();
    const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
    const { account } = process(storage, { grant });
    const groups = account.getToken("groups");
    assert.equal((await account.getToken("transfer")).accessToken, accessToken);
    gate.resolve();
    await groups;
  });

  test("storage: what is on its way there when tokens are cleared does not come back", async (time) => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      for (const delay of [0, 1, 60]) {
        const entries = new Map();
        const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const set = async (key, value) => (await later(delay), void entries.set(key, value));
        const storage = { get: (key) => entries.get(key), set, delete: (key) => void entries.delete(key) };
        const { account } = process(storage);
        const token = account.getToken("transfer");
        await time.settle();
        await time.advance(delay / 2);
        await time.until(account[end]());
        await time.until(token);
        await time.advance(delay + 20);
        assert.isEmpty([...entries], `${end} ${delay}`);
      }
    }
  });

  test("storage: clearTokens in a fresh process takes the services' tokens out of it, too", async () => {
    const { storage, entries } = store();
    const { accessToken } = await process(storage).account.getToken("transfer");
    await settle();
    const [old] = entries.values();
    const gate = deferred();
    const slow = async (key) => (await gate.promise, storage.delete(key));
    const { account } = process({ ...storage, delete: slow });
    const cleared = account.clearTokens();
    assert.notEqual((await account.getToken("transfer")).accessToken, accessToken, "not the one from before");
    gate.resolve();
    await cleared;
    assert.notInclude([...entries.values()], old);
  });

  test("storage: revokeTokens ends what it holds, also beside another in memory, and hands nothing revoked out", async () => {
    const { storage, entries } = store();
    const first = process(storage);
    const URNS = ["view_identity_set", "view_identities"].map((name) => `urn:globus:auth:scope:auth.globus.org:${name}`);
    // Two needs of one resource server, granted together: one token under two keys.
    const [shared] = await first.account.getTokens(URNS);
    const { accessToken: kept } = await first.account.getToken("transfer");
    await settle();
    const second = process({ ...storage, get: (key) => entries.get(key), set() {} });
    const [again] = await second.account.getTokens(URNS);
    assert.equal(again.accessToken, shared.accessToken);
    const { accessToken: own } = await second.account.getToken("transfer", { forceRefresh: true });
    await second.account.revokeTokens();
    const revoked = second.calls.map(({ init }) => new URLSearchParams(init.body).get("token"));
    assert.sameMembers(revoked, [shared.accessToken, kept, own]);
    for (const target of [...URNS, "transfer"]) {
      assert.notInclude(revoked, (await second.account.getToken(target)).accessToken);
    }
  });

  test("storage: one that hangs when it is written to holds a call up for 2 s, and a renewal beside a call not at all", () =>
    withTime(async (time) => {
      let hanging = false;
      const { storage } = store();
      const set = (...args) => (hanging ? new Promise(() => {}) : storage.set(...args));
      const { account, calls } = process({ ...storage, set }, { grant: living(1000) });
      await account.transfer.getTask("x");
      await time.settle();
      hanging = true;
      const begin = time.now;
      await time.until(account.getToken("groups"));
      assert.isAtMost(time.now - begin, 2000);
      await time.advance(960 * SECOND);
      const before = time.now;
      await account.transfer.getTask("x");
      await time.settle();
      assert.equal(time.now, before);
      assert.lengthOf(calls, 2);
      await time.advance(HOUR);
    }));

  test("storage: machines whose clocks differ agree on when a token ends", () =>
    withTime(async (time) => {
      const { storage } = store();
      const start = time.now;
      const headers = { date: new Date(start).toUTCString() };
      const grant = ({ init }) => {
        const [first, ...other_tokens] = tokenDocuments(requestedScope(init), { expires_in: 10_000 });
        return json({ ...first, other_tokens }, { headers });
      };
      // A machine an hour ahead writes; one an hour behind, which has learnt so, reads.
      time.now = start + HOUR;
      await process(storage, { grant }).account.getToken("transfer");
      await time.settle();
      assert.closeTo(storage.life.expiresAt, start + 10_000 * SECOND, 2 * SECOND);
      time.now = start - HOUR;
      const { account, grants } = process(storage, { grant });
      await account.getToken("groups");
      await time.settle();
      const { expiresAt } = await account.getToken("transfer");
      assert.lengthOf(grants, 1);
      assert.closeTo(expiresAt.getTime(), time.now + 10_000 * SECOND, 2 * SECOND);
    }));

  // Without a compatibility flag, workerd has no such thing.
  if (env.AsyncLocalStorage) {
    test("storage: it is called in the context of a call that needs it", async () => {
      const context = new env.AsyncLocalStorage();
      const seen = [];
      const { storage } = store();
      const watching = (name) => (...args) => (seen.push(`${name} ${context.getStore()}`), storage[name](...args));
      const { account } = process({ get: watching("get"), set: watching("set"), delete: watching("delete") });
      await context.run("mine", () => account.transfer.getTask("x"));
      await settle();
      await context.run("yours", () => account.getToken("groups"));
      await settle();
      assert.deepEqual(seen, ["get mine", "get mine", "set mine", "get yours", "get yours", "set yours"]);
    });
  }
}
