import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { grantWithLifetime, createStarter, wrapWithTime, createWatchedStorage } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** When a token is read from a storage, renewed, and written to it. */
export default function (register, env) {
  const test = wrapWithTime(register);
  const { assert } = env;
  const { failure } = helpers(env);
  const startProcess = createStarter(env);

  test("storage: an expired token is a miss, and a token near expiry is used and renewed in the background", () =>
    withTime(async (time) => {
      const { storage } = createWatchedStorage();
      await startProcess(storage, { grant: grantWithLifetime(1000) }).account.getToken("transfer");
      await time.settle();
      await time.advance(960 * SECOND);
      const late = startProcess(storage, { grant: grantWithLifetime(1000) });
      await late.account.transfer.getTask("x");
      await time.settle();
      assert.deepEqual([late.calls.length, late.grants.length], [1, 1]);
      assert.lengthOf(late.eventsOf("token_stale"), 1);
      assert.deepEqual(late.eventsOf("storage_miss").map(({ reason }) => reason), ["stale"]);
      const next = startProcess(storage);
      await next.account.transfer.getTask("x");
      assert.lengthOf(next.grants, 0, "the renewed token was stored");
      await time.advance(2000 * SECOND);
      const expired = startProcess(storage, { grant: grantWithLifetime(1000) });
      await expired.account.transfer.getTask("x");
      assert.lengthOf(expired.grants, 1);
      assert.equal(expired.eventsOf("storage_miss")[0].reason, "expired");
    }));

  test("storage: the first process that renews a token renews it for all processes", () =>
    withTime(async (time) => {
      const { storage } = createWatchedStorage();
      const processes = Array.from({ length: 10 }, () => startProcess(storage, { grant: grantWithLifetime(1000) }));
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

  test("storage: a newer token in memory is preferred, and a newer stored token is not overwritten", () =>
    withTime(async (time) => {
      const { storage, entries } = createWatchedStorage();
      const old = startProcess(storage, { grant: grantWithLifetime(1000) });
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
      assert.equal(old.calls[0].headers.get("authorization"), `Bearer ${accessToken}`, "not the older token");
      const youngest = entries.get(key);
      const gate = deferred();
      const slow = startProcess(
        { ...storage, get: async (name) => (await gate.promise, storage.get(name)) },
        { grant: grantWithLifetime(1000) },
      );
      const waiting = slow.account.getToken("transfer", { forceRefresh: true });
      await time.advance(SECOND);
      await startProcess(storage, { grant: grantWithLifetime(1000) }).account.getToken("transfer", { forceRefresh: true });
      await time.settle();
      const newest = entries.get(key);
      assert.notEqual(newest, youngest);
      gate.resolve();
      await waiting;
      assert.equal(entries.get(key), newest, "an older token does not replace it");
    }));

  test("storage: with a storage that has `add`, one of many processes makes the grant", () =>
    withTime(async (time) => {
      const { storage, entries } = createWatchedStorage();
      const expiries = new Map();
      storage.add = (key, value, { expiresAt }) => {
        if (entries.has(key) && expiries.get(key) > time.now) return false;
        entries.set(key, value);
        expiries.set(key, expiresAt);
        return true;
      };
      const gate = deferred();
      const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
      const processes = Array.from({ length: 20 }, () => startProcess(storage, { grant }));
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
      assert.lengthOf([...entries], 1, "the claim was deleted");
    }));

  test("storage: a process that has claimed a grant and died delays the others for 5 s at most", () =>
    withTime(async (time) => {
      const { storage } = createWatchedStorage({ add: () => false });
      const { account, grants } = startProcess(storage);
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

  test("storage: when a grant fails, its claim is deleted", async () => {
    const claims = [];
    const { storage, entries } = createWatchedStorage({ add: (key, value) => (claims.push(key), entries.set(key, value), true) });
    const deleted = [];
    storage.delete = (key) => deleted.push(key);
    const { account } = startProcess(storage, { grant: () => json({ error: "invalid_request" }, { status: 400 }) });
    await failure(account.getToken("transfer"));
    await settle();
    assert.match(claims[0], /:claim$/);
    assert.deepEqual(deleted, claims);
  });

  test("storage: clearTokens and revokeTokens delete stored tokens, clearTokens at once for its own process", async () => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      const { storage, entries } = createWatchedStorage();
      const { account, grants, calls } = startProcess(storage);
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

  test("storage: a call with a stored token does not wait for the grant of another token", async () => {
    const { storage } = createWatchedStorage();
    const { accessToken } = await startProcess(storage).account.getToken("transfer");
    await settle();
    const gate = deferred();
    const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
    const { account } = startProcess(storage, { grant });
    const groups = account.getToken("groups");
    assert.equal((await account.getToken("transfer")).accessToken, accessToken);
    gate.resolve();
    await groups;
  });

  test("storage: a token that is being written when tokens are cleared does not stay in the storage", async (time) => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      for (const delay of [0, 1, 60]) {
        const entries = new Map();
        const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const set = async (key, value) => (await later(delay), void entries.set(key, value));
        const storage = { get: (key) => entries.get(key), set, delete: (key) => void entries.delete(key) };
        const { account } = startProcess(storage);
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

  test("storage: clearTokens in a new process also deletes the stored tokens of the services", async () => {
    const { storage, entries } = createWatchedStorage();
    const { accessToken } = await startProcess(storage).account.getToken("transfer");
    await settle();
    const [old] = entries.values();
    const gate = deferred();
    const slow = async (key) => (await gate.promise, storage.delete(key));
    const { account } = startProcess({ ...storage, delete: slow });
    const cleared = account.clearTokens();
    assert.notEqual((await account.getToken("transfer")).accessToken, accessToken, "not the token from before");
    gate.resolve();
    await cleared;
    assert.notInclude([...entries.values()], old);
  });

  test("storage: revokeTokens revokes stored tokens and those in memory, and no revoked token is used later", async () => {
    const { storage, entries } = createWatchedStorage();
    const first = startProcess(storage);
    const URNS = ["view_identity_set", "view_identities"].map((name) => `urn:globus:auth:scope:auth.globus.org:${name}`);
    // Two token requests of one resource server in one grant: one token under two keys.
    const [shared] = await first.account.getTokens(URNS);
    const { accessToken: storedToken } = await first.account.getToken("transfer");
    await settle();
    const second = startProcess({ ...storage, get: (key) => entries.get(key), set() {} });
    const [again] = await second.account.getTokens(URNS);
    assert.equal(again.accessToken, shared.accessToken);
    const { accessToken: memoryToken } = await second.account.getToken("transfer", { forceRefresh: true });
    await second.account.revokeTokens();
    const revoked = second.calls.map(({ init }) => new URLSearchParams(init.body).get("token"));
    assert.sameMembers(revoked, [shared.accessToken, storedToken, memoryToken]);
    for (const target of [...URNS, "transfer"]) {
      assert.notInclude(revoked, (await second.account.getToken(target)).accessToken);
    }
  });

  test("storage: a write that hangs delays a call for 2 s, but not a call that renews in the background", () =>
    withTime(async (time) => {
      let hanging = false;
      const { storage } = createWatchedStorage();
      const set = (...args) => (hanging ? new Promise(() => {}) : storage.set(...args));
      const { account, calls } = startProcess({ ...storage, set }, { grant: grantWithLifetime(1000) });
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

  test("storage: machines whose clocks differ agree on the expiry of a token", () =>
    withTime(async (time) => {
      const { storage } = createWatchedStorage();
      const start = time.now;
      const headers = { date: new Date(start).toUTCString() };
      const grant = ({ init }) => {
        const [first, ...other_tokens] = tokenDocuments(requestedScope(init), { expires_in: 10_000 });
        return json({ ...first, other_tokens }, { headers });
      };
      // A machine whose clock is an hour ahead writes. One whose clock is an hour behind reads, after a Date header
      // showed the difference.
      time.now = start + HOUR;
      await startProcess(storage, { grant }).account.getToken("transfer");
      await time.settle();
      assert.closeTo(storage.lastSetOptions.expiresAt, start + 10_000 * SECOND, 2 * SECOND);
      time.now = start - HOUR;
      const { account, grants } = startProcess(storage, { grant });
      await account.getToken("groups");
      await time.settle();
      const { expiresAt } = await account.getToken("transfer");
      assert.lengthOf(grants, 1);
      assert.closeTo(expiresAt.getTime(), time.now + 10_000 * SECOND, 2 * SECOND);
    }));

  // Without a compatibility flag, workerd has no AsyncLocalStorage.
  if (env.AsyncLocalStorage) {
    test("storage: the storage is called in the async context of the call that needs it", async () => {
      const context = new env.AsyncLocalStorage();
      const seen = [];
      const { storage } = createWatchedStorage();
      const record = (name) => (...args) => (seen.push(`${name} ${context.getStore()}`), storage[name](...args));
      const { account } = startProcess({ get: record("get"), set: record("set"), delete: record("delete") });
      await context.run("mine", () => account.transfer.getTask("x"));
      await settle();
      await context.run("yours", () => account.getToken("groups"));
      await settle();
      assert.deepEqual(seen, ["get mine", "get mine", "set mine", "get yours", "get yours", "set yours"]);
    });
  }
}
