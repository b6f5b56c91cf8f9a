import { deferred, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { living, processes, still, store } from "./storages.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;

/** What is there when a token is handed out: processes may end at that moment. */
export default function (register, env) {
  const test = still(register);
  const { assert } = env;
  const { failure } = helpers(env);
  const process = processes(env);

  /** A storage that can tell who came first, by a clock of the test's. */
  function claimable(time) {
    const { storage, entries, log } = store();
    const lives = new Map();
    const isThere = (key) => entries.has(key) && !(lives.get(key) <= time.now);
    storage.add = (key, value, { expiresAt }) => {
      if (isThere(key)) return false;
      entries.set(key, value);
      lives.set(key, expiresAt);
      return true;
    };
    const claims = () => [...entries.keys()].filter((key) => key.endsWith(":claim") && isThere(key));
    return { storage, entries, log, claims };
  }

  test("storage: whoever gets a token has it in the storage already, and no claim is left", () =>
    withTime(async (time) => {
      for (const claiming of [true, false]) {
        const { storage, entries, claims } = claimable(time);
        if (!claiming) delete storage.add;
        const { account } = process(storage);
        await Promise.all(
          ["transfer", "groups"].map(async (target) => {
            const { accessToken } = await account.getToken(target);
            // On a platform that keeps a write going, it may be written beside, unless others wait for it.
            if (claiming || env.runtime !== "workerd") assert.lengthOf([...entries], 2);
            assert.isEmpty(claims());
            assert.isString(accessToken);
          }),
        );
        await time.settle();
        assert.lengthOf([...entries], 2);
      }
    }));

  test("storage: whoever hears of a failure has given its claim up", () =>
    withTime(async (time) => {
      const { storage, claims } = claimable(time);
      const seen = [];
      const grant = () => (seen.push(claims().length), json({ error: "invalid_request" }, { status: 400 }));
      await failure(process(storage, { grant }).account.getToken("transfer"));
      assert.deepEqual([seen, claims()], [[1], []]);
    }));

  test("storage: a claim that has ended and is another's by now stays", () =>
    withTime(async (time) => {
      const { storage, entries, claims } = claimable(time);
      const gate = deferred();
      const grant = async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init))));
      const slow = process(storage, { grant });
      const late = slow.account.getToken("transfer");
      await time.settle();
      const [claim] = claims();
      // Its claim has ended, and another one has it.
      entries.set(claim, "another's");
      gate.resolve();
      await late;
      await time.settle();
      assert.equal(entries.get(claim), "another's");
    }));

  test("storage: a claim that its own storage tells it of again is no other's", () =>
    withTime(async () => {
      const { storage, entries } = store();
      // The answer to the first attempt got lost on the way, and the client has asked again.
      storage.add = (key, value) => (entries.set(key, value), false);
      const { account, grants } = process(storage);
      await account.getToken("transfer");
      assert.lengthOf(grants, 1);
    }));

  test("storage: entries and claims of version 0.1.0 are understood, and nothing worse than a grant comes of both on one store", () =>
    withTime(async (time) => {
      const { storage, entries, claims } = claimable(time);
      const first = process(storage);
      const { accessToken } = await first.account.getToken("transfer");
      const [[key, entry]] = entries;
      assert.match(entry, /^gsa1\.sealed\./, "the form has not changed");
      // A claim of then: it says nothing of its owner, and lives for 5 s.
      entries.delete(key);
      storage.add(`${key}:claim`, "claimed", { expiresAt: time.now + 5000 });
      const { account, grants } = process(storage);
      const waiting = account.getToken("transfer");
      await time.settle();
      await time.advance(300);
      assert.lengthOf(grants, 0);
      // Its process writes, and deletes whatever claim there is.
      entries.set(key, entry);
      storage.delete(`${key}:claim`);
      await time.advance(300);
      assert.equal((await time.until(waiting)).accessToken, accessToken);
      assert.lengthOf(grants, 0);
      // One that died: no longer than then.
      entries.delete(key);
      storage.add(`${key}:claim`, "claimed", { expiresAt: time.now + 5000 });
      const next = process(storage);
      const begin = time.now;
      await time.until(next.account.getToken("transfer"));
      assert.lengthOf(next.grants, 1);
      assert.isAtMost(time.now - begin, 5500);
      assert.isEmpty(claims());
    }));

  test("storage: flush() waits for what is written beside a call, and for nothing where nothing is", () =>
    withTime(async (time) => {
      const { storage, entries } = store();
      let gate;
      const set = async (...args) => (await gate?.promise, storage.set(...args));
      const { account } = process({ ...storage, set }, { grant: living(1000) });
      assert.isUndefined(await process(storage).account.flush());
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
      const failing = process({ ...storage, get() {}, set: () => Promise.reject(new Error("down")) });
      await failing.account.getToken("transfer");
      assert.isUndefined(await failing.account.flush());
    }));
}
