import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { grantWithLifetime, createStarter, wrapWithTime, createWatchedStorage } from "./storages.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;

/** The state of the storage when a caller gets its token or error: the process may end at that moment. */
export default function (register, env) {
  const test = wrapWithTime(register);
  const { assert } = env;
  const { failure } = helpers(env);
  const startProcess = createStarter(env);

  /** Returns a storage with `add`, so that one process claims a grant. Entries expire by the test's clock. */
  function createClaimableStorage(time) {
    const { storage, entries, log } = createWatchedStorage();
    const expiries = new Map();
    const exists = (key) => entries.has(key) && !(expiries.get(key) <= time.now);
    storage.add = (key, value, { expiresAt }) => {
      if (exists(key)) return false;
      entries.set(key, value);
      expiries.set(key, expiresAt);
      return true;
    };
    const claims = () => [...entries.keys()].filter((key) => key.endsWith(":claim") && exists(key));
    return { storage, entries, log, claims };
  }

  test("storage: when a caller gets a token, the token is already stored and no claim is left", () =>
    withTime(async (time) => {
      for (const hasAdd of [true, false]) {
        const { storage, entries, claims } = createClaimableStorage(time);
        if (!hasAdd) delete storage.add;
        const { account } = startProcess(storage);
        await Promise.all(
          ["transfer", "groups"].map(async (target) => {
            const { accessToken } = await account.getToken(target);
            // A platform that keeps writes alive may write the token in the background, unless others wait for it.
            if (hasAdd || env.runtime !== "workerd") assert.lengthOf([...entries], 2);
            assert.isEmpty(claims());
            assert.isString(accessToken);
          }),
        );
        await time.settle();
        assert.lengthOf([...entries], 2);
      }
    }));

  test("storage: when a caller gets the error of a grant, the claim is already deleted", () =>
    withTime(async (time) => {
      const { storage, claims } = createClaimableStorage(time);
      const claimCounts = [];
      const grant = () => (claimCounts.push(claims().length), json({ error: "invalid_request" }, { status: 400 }));
      await failure(startProcess(storage, { grant }).account.getToken("transfer"));
      assert.deepEqual([claimCounts, claims()], [[1], []]);
    }));

  test("storage: an expired claim that another process has made again is not deleted", () =>
    withTime(async (time) => {
      const { storage, entries, claims } = createClaimableStorage(time);
      const gate = deferred();
      const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
      const slow = startProcess(storage, { grant });
      const slowToken = slow.account.getToken("transfer");
      await time.settle();
      const [claim] = claims();
      // As if the claim had expired and another process had made it again.
      entries.set(claim, "another's");
      gate.resolve();
      await slowToken;
      await time.settle();
      assert.equal(entries.get(claim), "another's");
    }));

  test("storage: a process recognizes its own claim when `add` reports that the key exists", () =>
    withTime(async () => {
      const { storage, entries } = createWatchedStorage();
      // The response to the storage client's first attempt was lost, and the client has repeated the command.
      storage.add = (key, value) => (entries.set(key, value), false);
      const { account, grants } = startProcess(storage);
      await account.getToken("transfer");
      assert.lengthOf(grants, 1);
    }));

  test("storage: a claim of version 0.1.0 is waited for, and one whose process died delays a grant by no more than 5.5 s", () =>
    withTime(async (time) => {
      const { storage, entries, claims } = createClaimableStorage(time);
      const first = startProcess(storage);
      const { accessToken } = await first.account.getToken("transfer");
      const [[key, entry]] = entries;
      assert.match(entry, /^gsa1\.sealed\./, "the form of entries has not changed");
      // A claim of version 0.1.0 does not name its owner, and expires after 5 s.
      entries.delete(key);
      storage.add(`${key}:claim`, "claimed", { expiresAt: time.now + 5000 });
      const { account, grants } = startProcess(storage);
      const waiting = account.getToken("transfer");
      await time.settle();
      await time.advance(300);
      assert.lengthOf(grants, 0);
      // The process of version 0.1.0 writes the entry, and deletes any claim.
      entries.set(key, entry);
      storage.delete(`${key}:claim`);
      await time.advance(300);
      assert.equal((await time.until(waiting)).accessToken, accessToken);
      assert.lengthOf(grants, 0);
      // A process of version 0.1.0 that has died delays the next one no longer than its claim lasts.
      entries.delete(key);
      storage.add(`${key}:claim`, "claimed", { expiresAt: time.now + 5000 });
      const next = startProcess(storage);
      const begin = time.now;
      await time.until(next.account.getToken("transfer"));
      assert.lengthOf(next.grants, 1);
      assert.isAtMost(time.now - begin, 5500);
      assert.isEmpty(claims());
    }));

  test("storage: flush() waits for writes in the background, and resolves at once when there are none", () =>
    withTime(async (time) => {
      const { storage, entries } = createWatchedStorage();
      let gate;
      const set = async (...args) => (await gate?.promise, storage.set(...args));
      const { account } = startProcess({ ...storage, set }, { grant: grantWithLifetime(1000) });
      assert.isUndefined(await startProcess(storage).account.flush());
      assert.isUndefined(await account.flush());
      await account.getToken("transfer");
      await account.flush();
      const [first] = entries.values();
      await time.advance(960 * SECOND);
      gate = deferred();
      await account.transfer.getTask("x");
      await time.settle();
      let flushed = false;
      const flush = account.flush().then(() => (flushed = true));
      await time.settle();
      assert.isFalse(flushed);
      assert.deepEqual([...entries.values()], [first]);
      gate.resolve();
      await flush;
      assert.notDeepEqual([...entries.values()], [first]);
      const failing = startProcess({ ...storage, get() {}, set: () => Promise.reject(new Error("down")) });
      await failing.account.getToken("transfer");
      assert.isUndefined(await failing.account.flush());
    }));
}
