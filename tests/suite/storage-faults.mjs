import { helpers, ID, json, SECRET } from "./helpers.mjs";
import { createStarter, wrapWithTime, createWatchedStorage } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

/** Storages that are down, slow, corrupt, stolen or wrong: no call fails, and no secret gets out. */
export default function (register, env) {
  const test = wrapWithTime(register);
  const { assert } = env;
  const { stub } = helpers(env);
  const startProcess = createStarter(env);

  test("storage: while the storage is down no call fails, and the storage is used again when it is back", async () => {
    const { storage, entries } = createWatchedStorage();
    for (const broken of [
      () => { throw new Error("ECONNREFUSED"); },
      () => Promise.reject(new Error("ECONNREFUSED")),
      () => Promise.reject(undefined),
      () => { throw "down"; },
    ]) {
      let down = true;
      const flaky = Object.fromEntries(
        ["get", "set", "delete", "add"].map((name) => [name, (...args) => (down ? broken() : (storage[name] ?? (() => true))(...args))]),
      );
      entries.clear();
      const { account, calls, eventsOf } = startProcess(flaky);
      await Promise.all(Array.from({ length: 50 }, () => account.transfer.getTask("x")));
      await settle();
      assert.lengthOf(calls, 50);
      assert.includeMembers(eventsOf("storage_failed").map(({ operation }) => operation), ["get", "set"]);
      assert.isTrue(eventsOf("storage_failed").every(({ reason }) => reason === "error"));
      down = false;
      await account.getToken("groups");
      await settle();
      assert.isTrue([...entries.keys()].some((key) => !key.endsWith(":claim")), "used again");
    }
  });

  test("storage: a storage that hangs delays one call for 2 s, and does not delay the next calls", () =>
    withTime(async (time) => {
      let hanging = true;
      const { storage, entries } = createWatchedStorage();
      const hang = (name) => (...args) => (hanging ? new Promise(() => {}) : storage[name](...args));
      const { account, grants, eventsOf } = startProcess({ get: hang("get"), set: hang("set"), delete: hang("delete") });
      const first = account.getToken("transfer");
      await time.settle();
      await time.advance(1999);
      assert.lengthOf(grants, 0);
      await time.advance(1);
      await first;
      const before = time.now;
      for (const target of ["groups", "search"]) await account.getToken(target);
      assert.equal(time.now, before);
      assert.deepEqual(eventsOf("storage_failed").map(({ operation, reason }) => `${operation} ${reason}`), ["get timeout"]);
      hanging = false;
      await time.advance(5000);
      await account.getToken("openid");
      await time.settle();
      assert.isAbove(entries.size, 0, "used again");
    }));

  test("storage: the event of a failed write contains no secret or token of the storage's error message", async () => {
    const { storage, entries } = createWatchedStorage();
    storage.set = (key, value) => {
      entries.set(key, value);
      throw new Error(`cannot store ${value} for ${SECRET}`);
    };
    const { account, eventsOf } = startProcess(storage, { encryptStorage: false });
    const { accessToken } = await account.getToken("transfer");
    await settle();
    const [{ message }] = eventsOf("storage_failed");
    assert.include([...entries.values()].join(), accessToken);
    assert.match(message, /^cannot store \[redacted\]/);
    assert.notInclude(message, accessToken);
    assert.notInclude(message, SECRET);
  });

  test("storage: the event of a failed read contains no token that the storage's error message repeats", async () => {
    const { storage, entries } = createWatchedStorage();
    const { accessToken } = await startProcess(storage, { encryptStorage: false }).account.getToken("transfer");
    await settle();
    for (const message of [(value) => `cannot decode ${value}`, (value) => JSON.stringify({ value }), () => 5]) {
      const get = (key) => {
        throw new Error(message(entries.get(key)));
      };
      const { account, eventsOf } = startProcess({ ...storage, get }, { encryptStorage: false });
      await account.getToken("transfer");
      await settle();
      assert.isAbove(eventsOf("storage_failed").length, 1, "the storage is also read before a write");
      for (const event of eventsOf("storage_failed")) {
        assert.isString(event.message);
        assert.notInclude(event.message, accessToken);
      }
    }
  });

  test("storage: a failed entry causes no unhandled rejection while another entry is awaited", async (time) => {
    const unhandled = [];
    const onUnhandled = (reason) => unhandled.push(reason);
    const events = globalThis.process?.on ? globalThis.process : undefined;
    events?.on("unhandledRejection", onUnhandled);
    let number = 0;
    const flaky = async () => {
      if ((number += 1) % 2) return new Promise((resolve) => setTimeout(resolve, 30));
      throw new Error("down");
    };
    const { account } = startProcess({ get: flaky, set() {}, delete: flaky });
    await time.until(account.getTokens(["transfer", "auth"]));
    await time.until(account.clearTokens());
    await settle();
    events?.off("unhandledRejection", onUnhandled);
    assert.isEmpty(unhandled);
  });

  test("storage: a claim that no process answers is waited for once, and the next grants make no claim", () =>
    withTime(async (time) => {
      let claims = 0;
      const { storage } = createWatchedStorage({ add: () => ((claims += 1), false) });
      const { account } = startProcess(storage);
      const waitFor = async (token) => {
        const begin = time.now;
        let done = false;
        token.finally(() => (done = true));
        while (!done && time.now - begin < 20_000) {
          await time.settle();
          await time.advance(50);
        }
        return time.now - begin;
      };
      assert.isAtMost(await waitFor(account.getToken("transfer")), 5500);
      const before = claims;
      assert.isAtMost(await waitFor(account.getToken("groups")), 200);
      assert.equal(claims, before);
    }));

  test("storage: a clock that is set back does not prolong the wait for a claim", () =>
    withTime(async (time) => {
      const { storage } = createWatchedStorage({ add: () => false });
      const { account, grants } = startProcess(storage);
      const token = account.getToken("transfer");
      for (let ms = 0; ms < 6000 && grants.length === 0; ms += 50) {
        await time.settle();
        await time.advance(50);
        if (ms === 500) time.setBack(3_600_000);
      }
      await token;
      assert.lengthOf(grants, 1);
    }));

  test("storage: an entry that was changed in any way is a miss, and never a wrong token", async () => {
    const { storage, entries } = createWatchedStorage();
    for (const encryptStorage of [true, false]) {
      entries.clear();
      const options = { encryptStorage };
      const { account: first } = startProcess(storage, options);
      const transfer = await first.getToken("transfer");
      await settle();
      const groups = await first.getToken("groups");
      await settle();
      const intact = new Map(entries);
      const [[keyA, a], [keyB, b]] = intact;
      const characters = "abcXYZ019-_.{}\":, \u00e9\u0000";
      const pick = (length) => Math.floor(Math.random() * length);
      const mutations = [
        () => "",
        () => " ",
        () => 5,
        () => ({}),
        () => "null",
        () => a.slice(0, -1),
        () => `${a}=`,
        () => a.replace("gsa1.", "gsa2."),
        () => a.replace(/\.(sealed|open)\./, (_, form) => (form === "open" ? ".sealed." : ".open.")),
        () => b,
        ...Array.from({ length: 500 }, () => () => {
          const at = pick(a.length);
          const put = characters[pick(characters.length)];
          return [a.slice(0, at) + put + a.slice(at + 1), a.slice(0, at) + a.slice(at + 1), a.slice(0, at) + put + a.slice(at), a.slice(0, at)][pick(4)];
        }),
      ];
      for (const mutate of mutations) {
        const value = mutate();
        const { account, grants, eventsOf } = startProcess({ ...storage, get: (key) => (key === keyA ? value : entries.get(key)), set() {} }, options);
        const token = await account.getToken("transfer");
        if (value === a) {
          assert.equal(token.accessToken, transfer.accessToken);
          continue;
        }
        assert.lengthOf(grants, 1, String(value));
        assert.equal(eventsOf("storage_miss")[0].reason, "unreadable");
        assert.notInclude([transfer.accessToken, groups.accessToken], token.accessToken);
      }
      // Two intact entries under each other's keys: neither is used.
      const swapped = { ...storage, get: (key) => intact.get(key === keyA ? keyB : keyA), set() {} };
      const { grants, account } = startProcess(swapped, options);
      await account.getTokens(["transfer", "groups"]);
      assert.lengthOf(grants, 1);
    }
  });

  test("storage: an entry that is not encrypted is a miss, unless encryption is off", async () => {
    class Written extends Map {}
    for (const entries of [new Map(), new Written(), createWatchedStorage().storage]) {
      const open = startProcess(entries, { encryptStorage: false });
      const { accessToken } = await open.account.getToken("transfer");
      await settle();
      const { account, eventsOf } = startProcess(entries);
      const sealed = await account.getToken("transfer");
      assert.notEqual(sealed.accessToken, accessToken);
      assert.deepEqual(eventsOf("storage_miss").map(({ reason }) => reason), ["unreadable"]);
      await settle();
      const texts = entries instanceof Map ? [...entries.values()] : [];
      for (const text of texts) assert.notInclude(text, sealed.accessToken);
      // A process that turns encryption off still reads encrypted entries.
      const off = startProcess(entries, { encryptStorage: false });
      assert.equal((await off.account.getToken("transfer")).accessToken, sealed.accessToken);
      assert.lengthOf(off.grants, 0);
    }
  });

  test("storage: the entries of a stolen storage show no token, scope, resource server or secret", async () => {
    const { storage, entries } = createWatchedStorage();
    const fromFunction = { clientSecret: async () => SECRET };
    const tokens = [];
    for (const options of [{}, fromFunction, { environment: "preview" }]) {
      tokens.push(...(await startProcess(storage, options).account.getTokens(["transfer", "groups", "auth"])));
    }
    await settle();
    const text = JSON.stringify([...entries]);
    for (const { accessToken, scope, resourceServer } of tokens) {
      for (const hidden of [accessToken, btoa(accessToken), scope, resourceServer]) assert.notInclude(text, hidden);
    }
    for (const hidden of [SECRET, btoa(SECRET), btoa(`${ID}:${SECRET}`)]) assert.notInclude(text, hidden);
    // No two entries begin alike, so that equal tokens cannot be recognized.
    const values = [...entries.values()].map((value) => value.slice(0, 40));
    assert.lengthOf(new Set(values), values.length);
  });

  test("storage: a storage that returns revoked tokens costs requests, and does not fail the call", async () => {
    const { storage, entries } = createWatchedStorage();
    const revoked = new Set();
    const answer = ({ headers }) =>
      revoked.has(headers.get("authorization")) ? json({ code: "AuthenticationFailed" }, { status: 401 }) : json({ ok: true });
    const make = (more) => stub(answer, { storage, ...more });
    const storeRevokedToken = async () => {
      const { account } = make();
      revoked.add(await account.getAuthorizationHeader("transfer", { forceRefresh: true }));
      await settle();
      return [...entries.values()][0];
    };
    const [first, ...others] = [await storeRevokedToken(), await storeRevokedToken(), await storeRevokedToken()];
    // The storage returns another revoked token each time. The third attempt uses a token of Globus Auth.
    const answers = [first, ...others];
    const { account, calls, grants } = make({ storage: { ...storage, get: () => answers.shift(), set() {} } });
    assert.deepEqual(await account.transfer.getTask("x"), { ok: true });
    assert.deepEqual([calls.length, grants.length], [3, 1]);
    // A token that was refused once is not tried again.
    const stubborn = make({ storage: { ...storage, get: () => first, set() {} } });
    const replies = await Promise.all(Array.from({ length: 100 }, () => stubborn.account.transfer.getTask("x")));
    assert.lengthOf(replies, 100);
    assert.deepEqual([stubborn.calls.length, stubborn.grants.length], [200, 1]);
  });
}
