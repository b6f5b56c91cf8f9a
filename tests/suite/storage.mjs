import { deferred, GROUPS_ALL, helpers, ID, json, requestedScope, SECRET, tokenDocuments } from "./helpers.mjs";
import { tokenReply, TRANSFER_ALL } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Tokens that outlive the account: in any store, whatever it does. */
export default function (test, env) {
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { stub, failure, thrown } = helpers(env);

  const KEY = new RegExp(`^gsa1:production:${ID}:[0-9a-f]{16}:[0-9a-f]{32}$`);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  /** Until what goes on beside the calls is over. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

  /** A storage that remembers what was done to it. */
  function store(more = {}) {
    const entries = new Map();
    const log = [];
    const storage = {
      get: (key) => (log.push(`get ${key}`), entries.get(key)),
      set: (key, value, life) => void (log.push(`set ${key}`), entries.set(key, value), (storage.life = life)),
      delete: (key) => void (log.push(`delete ${key}`), entries.delete(key)),
      ...more,
    };
    return { storage, entries, log };
  }

  /** An account of its own process: it shares nothing with others but the store. */
  function process(storage, options = {}) {
    const events = [];
    const staged = stub(() => json({ ok: true }), { storage, onEvent: (event) => events.push(event), ...options });
    const of = (type) => events.filter((event) => event.type === type);
    return { ...staged, events, of };
  }

  test("storage: a token is kept under a key that tells its account, and found by the next process", async () => {
    const { storage, entries, log } = store();
    const first = process(storage);
    const token = await first.account.getToken("transfer");
    await settle();
    assert.lengthOf([...entries.keys()], 1);
    assert.match([...entries.keys()][0], KEY);
    assert.deepInclude(storage.life, { expiresAt: token.expiresAt.getTime(), ttlSeconds: 172_800 });
    const second = process(storage);
    assert.deepEqual(await second.account.transfer.getTask("x"), { ok: true });
    assert.equal(second.calls[0].headers.get("authorization"), `Bearer ${token.accessToken}`);
    assert.deepEqual(await second.account.getToken("transfer"), token);
    assert.lengthOf(second.grants, 0);
    assert.deepInclude(second.of("storage_hit")[0], { resourceServer: "transfer.api.globus.org" });
    log.length = 0;
    for (let call = 0; call < 5; call++) await second.account.transfer.getTask("x");
    assert.isEmpty(log, "memory comes first");
  });

  test("storage: what is missing of several is got in one grant, and every one is kept", async () => {
    const { storage, entries } = store();
    await process(storage).account.getToken("transfer");
    await settle();
    const { account, grants, of } = process(storage);
    const tokens = await account.getTokens(["groups", "transfer", "search"]);
    await settle();
    assert.deepEqual(
      tokens.map(({ resourceServer }) => resourceServer.split(".")[0]),
      ["groups", "transfer", "search"],
    );
    assert.lengthOf(grants, 1);
    assert.notInclude(requestedScope(grants[0].init), TRANSFER_ALL);
    assert.lengthOf([...entries], 3);
    assert.deepEqual([of("storage_hit").length, of("storage_miss").length], [1, 2]);
    assert.deepEqual(of("storage_miss")[0], { type: "storage_miss", scope: GROUPS_ALL, reason: "absent" });
  });

  test("storage: asynchronous ones, Maps, Web Storage and what is like it will do", async () => {
    const later = (action) => async (...args) => (await turn(), action(...args));
    const { storage } = store();
    const asynchronous = Object.fromEntries(Object.entries(storage).map(([name, action]) => [name, later(action)]));
    const items = new Map();
    const webStorage = {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value, options) => void items.set(key, String(value), (webStorage.options = options)),
      removeItem: (key) => void items.delete(key),
    };
    class Classy {
      #entries = new Map();
      get = (key) => this.#entries.get(key);
      set(key, value) {
        this.#entries.set(key, value);
      }
      delete(key) {
        this.#entries.delete(key);
      }
    }
    for (const each of [asynchronous, new Map(), webStorage, new Classy()]) {
      const { accessToken } = await process(each).account.getToken("transfer");
      await settle();
      const { account, grants } = process(each);
      assert.equal((await account.getToken("transfer")).accessToken, accessToken);
      assert.lengthOf(grants, 0);
      await account.clearTokens();
      await process(each).account.getToken("transfer");
    }
    assert.deepEqual(webStorage.options, { ttl: 172_800 });
  });

  test("storage: one that parses what looks like JSON does no harm", async () => {
    const parsing = store();
    const get = (key) => {
      const value = parsing.entries.get(key);
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    };
    for (const encryptStorage of [true, false]) {
      parsing.entries.clear();
      const storage = { ...parsing.storage, get };
      await process(storage, { encryptStorage }).account.getToken("transfer");
      await settle();
      const { account, grants } = process(storage, { encryptStorage });
      await account.getToken("transfer");
      assert.lengthOf(grants, 0);
    }
  });

  test("storage: anything else is refused, with what to use instead", () => {
    class Keyv extends Map {}
    class KvNamespace {}
    const options = (storage) => ({ clientId: ID, clientSecret: SECRET, storage });
    for (const [storage, message] of [
      [5, /storage must be an object/],
      ["memory", /storage must be an object/],
      [{}, /must have the methods get, set and delete/],
      [{ get() {}, set() {} }, /must have the methods/],
      [new Keyv(), /pass keyv\(instance\)/],
      [new KvNamespace(), /pass cloudflareKV\(namespace\)/],
      [new Proxy({}, { get: () => { throw new Error("no"); } }), /storage must be an object/],
    ]) {
      const error = thrown(() => new ServiceAccount(options(storage)));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "invalid_option", field: "storage" });
      assert.match(error.message, message);
    }
    const odd = thrown(() => new ServiceAccount({ ...options(new Map()), encryptStorage: "yes" }));
    assert.equal(odd.field, "encryptStorage");
  });

  test("storage: accounts, secrets, environments and scopes do not see each other's tokens", async () => {
    const shared = new Map();
    const others = [
      {},
      { clientId: ID.replace("0", "1") },
      { clientSecret: SECRET.replace("s", "t") },
      { environment: "sandbox" },
      { serviceUrls: { auth: "https://auth.example" } },
      { scopes: { transfer: `${TRANSFER_ALL}[${GROUPS_ALL}]` } },
    ];
    for (const encryptStorage of [true, false]) {
      shared.clear();
      for (const other of others) {
        const { account, grants } = process(shared, { ...other, encryptStorage });
        await account.getToken("transfer");
        assert.lengthOf(grants, 1, JSON.stringify(other));
        await settle();
      }
      assert.lengthOf([...shared], others.length);
    }
  });

  // ---- Its life ----

  const living = (seconds) => ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in: seconds }));

  test("storage: an expired token is a miss, one near its end is used and renewed beside the call", () =>
    withTime(async (time) => {
      const { storage } = store();
      await process(storage, { grant: living(1000) }).account.getToken("transfer");
      await time.work();
      await time.advance(960 * SECOND);
      const late = process(storage, { grant: living(1000) });
      await late.account.transfer.getTask("x");
      await time.work();
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
        await time.work();
      }
      await time.advance(960 * SECOND);
      for (const { account } of processes) {
        await account.transfer.getTask("x");
        await time.work();
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
      await time.work();
      const [[key, first]] = entries;
      await time.advance(10 * SECOND);
      const { accessToken } = await old.account.getToken("transfer", { forceRefresh: true });
      await time.work();
      assert.notEqual(entries.get(key), first);
      entries.set(key, first);
      await time.advance(950 * SECOND);
      await old.account.transfer.getTask("x");
      await time.work();
      assert.equal(old.calls[0].headers.get("authorization"), `Bearer ${accessToken}`, "not the older one");
      const youngest = entries.get(key);
      const gate = deferred();
      const slow = process(
        { ...storage, get: async (name) => (await gate.promise, storage.get(name)) },
        { grant: living(1000), clientSecret: SECRET },
      );
      const waiting = slow.account.getToken("transfer", { forceRefresh: true });
      await waiting;
      await time.advance(SECOND);
      await process(storage, { grant: living(1000) }).account.getToken("transfer", { forceRefresh: true });
      await time.work();
      const newest = entries.get(key);
      assert.notEqual(newest, youngest);
      gate.resolve();
      await time.work();
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
      await time.work();
      await time.advance(300);
      gate.resolve();
      await time.work();
      await time.advance(300);
      await time.work();
      assert.lengthOf(new Set((await Promise.all(tokens)).map(({ accessToken }) => accessToken)), 1);
      assert.equal(processes.reduce((sum, { grants }) => sum + grants.length, 0), 1);
      await time.work();
      assert.lengthOf([...entries], 1, "the claim was given up");
    }));

  test("storage: a process that has claimed a grant and died holds the others up for 5 s at most", () =>
    withTime(async (time) => {
      const { storage } = store({ add: () => false });
      const { account, grants } = process(storage);
      const token = account.getToken("transfer");
      for (let ms = 0; ms < 4900; ms += 50) {
        await time.work(1);
        await time.advance(50);
      }
      assert.lengthOf(grants, 0);
      await time.work();
      await time.advance(300);
      await token;
      assert.lengthOf(grants, 1);
    }));

  test("storage: a grant that fails gives its claim up", async () => {
    const claims = [];
    const { storage } = store({ add: (key) => (claims.push(key), true) });
    const deleted = [];
    storage.delete = (key) => deleted.push(key);
    const { account } = process(storage, { grant: () => json({ error: "invalid_request" }, { status: 400 }) });
    await failure(account.getToken("transfer"));
    await settle();
    assert.match(claims[0], /:claim$/);
    assert.deepEqual(deleted, claims);
  });

  // ---- What is wrong with it ----

  test("storage: one that is down makes no call fail, and is used again when it is back", async () => {
    const { storage, entries } = store();
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
      const { account, calls, of } = process(flaky);
      await Promise.all(Array.from({ length: 50 }, () => account.transfer.getTask("x")));
      await settle();
      assert.lengthOf(calls, 50);
      assert.includeMembers(of("storage_failed").map(({ operation }) => operation), ["get", "set"]);
      assert.isTrue(of("storage_failed").every(({ reason }) => reason === "error"));
      down = false;
      await account.getToken("groups");
      await settle();
      assert.isTrue([...entries.keys()].some((key) => !key.endsWith(":claim")), "used again");
    }
  });

  test("storage: one that hangs holds a call up once, for 2 s, and the next ones not at all", () =>
    withTime(async (time) => {
      let hanging = true;
      const { storage, entries } = store();
      const hang = (name) => (...args) => (hanging ? new Promise(() => {}) : storage[name](...args));
      const { account, grants, of } = process({ get: hang("get"), set: hang("set"), delete: hang("delete") });
      const first = account.getToken("transfer");
      await time.work();
      await time.advance(1999);
      assert.lengthOf(grants, 0);
      await time.advance(1);
      await first;
      const before = time.now;
      for (const target of ["groups", "search"]) await account.getToken(target);
      assert.equal(time.now, before);
      assert.deepEqual(of("storage_failed").map(({ operation, reason }) => `${operation} ${reason}`), ["get timeout"]);
      hanging = false;
      await time.advance(5000);
      await account.getToken("openid");
      await time.work();
      assert.isAbove(entries.size, 0, "used again");
    }));

  test("storage: its message never brings a secret or token into an event", async () => {
    const { storage, entries } = store();
    storage.set = (key, value) => {
      entries.set(key, value);
      throw new Error(`cannot store ${value} for ${SECRET}`);
    };
    const { account, of } = process(storage, { encryptStorage: false });
    const { accessToken } = await account.getToken("transfer");
    await settle();
    const [{ message }] = of("storage_failed");
    assert.include([...entries.values()].join(), accessToken);
    assert.match(message, /cannot store gsa1\.open/);
    assert.notInclude(message, accessToken);
    assert.notInclude(message, SECRET);
  });

  test("storage: whatever an entry has become, it is a miss, and never a wrong token", async () => {
    const { storage, entries } = store();
    for (const encryptStorage of [true, false]) {
      entries.clear();
      const options = { encryptStorage };
      const [transfer, groups] = await process(storage, options).account.getTokens(["transfer", "groups"]);
      await settle();
      const good = new Map(entries);
      const [[keyA, a], [keyB, b]] = good;
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
        const { account, grants, of } = process({ ...storage, get: (key) => (key === keyA ? value : entries.get(key)), set() {} }, options);
        const token = await account.getToken("transfer");
        if (value === a) {
          assert.equal(token.accessToken, transfer.accessToken);
          continue;
        }
        assert.lengthOf(grants, 1, String(value));
        assert.equal(of("storage_miss")[0].reason, "unreadable");
        assert.notInclude([transfer.accessToken, groups.accessToken], token.accessToken);
      }
      // Swapped: each is whole, and neither is taken.
      const swapped = { ...storage, get: (key) => good.get(key === keyA ? keyB : keyA), set() {} };
      const { grants, account } = process(swapped, options);
      await account.getTokens(["transfer", "groups"]);
      assert.lengthOf(grants, 1);
    }
  });

  test("storage: a stolen one gives nothing away", async () => {
    const { storage, entries } = store();
    const fromFunction = { clientSecret: async () => SECRET };
    const tokens = [];
    for (const options of [{}, fromFunction, { environment: "preview" }]) {
      tokens.push(...(await process(storage, options).account.getTokens(["transfer", "groups", "auth"])));
    }
    await settle();
    const text = JSON.stringify([...entries]);
    for (const { accessToken, scope, resourceServer } of tokens) {
      for (const hidden of [accessToken, btoa(accessToken), scope, resourceServer]) assert.notInclude(text, hidden);
    }
    for (const hidden of [SECRET, btoa(SECRET), btoa(`${ID}:${SECRET}`)]) assert.notInclude(text, hidden);
    // Written twice, the same token looks different each time.
    const values = [...entries.values()].map((value) => value.slice(0, 40));
    assert.lengthOf(new Set(values), values.length);
  });

  test("storage: a lying one that gives a token that no longer works costs requests, not the call", async () => {
    const { storage, entries } = store();
    const revoked = new Set();
    const answer = ({ headers }) =>
      revoked.has(headers.get("authorization")) ? json({ code: "AuthenticationFailed" }, { status: 401 }) : json({ ok: true });
    const make = (more) => {
      const { fetch, ...rest } = stub(answer, { storage, ...more });
      return rest;
    };
    const remember = async () => {
      const { account } = make();
      revoked.add(await account.getAuthorizationHeader("transfer", { forceRefresh: true }));
      await settle();
      return [...entries.values()][0];
    };
    const [first, ...others] = [await remember(), await remember(), await remember()];
    // Each time another token that is no good: the third is taken from Globus Auth.
    const answers = [first, ...others];
    const { account, calls, grants } = make({ storage: { ...storage, get: () => answers.shift(), set() {} } });
    assert.deepEqual(await account.transfer.getTask("x"), { ok: true });
    assert.deepEqual([calls.length, grants.length], [3, 1]);
    // The same one again and again is not tried again.
    const stubborn = make({ storage: { ...storage, get: () => first, set() {} } });
    const replies = await Promise.all(Array.from({ length: 100 }, () => stubborn.account.transfer.getTask("x")));
    assert.lengthOf(replies, 100);
    assert.deepEqual([stubborn.calls.length, stubborn.grants.length], [200, 1]);
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

  test("storage: nobody waits for it to be written", () =>
    withTime(async (time) => {
      const { storage } = store({ set: () => new Promise(() => {}) });
      const { account } = process(storage);
      const before = time.now;
      await account.transfer.getTask("x");
      assert.equal(time.now, before);
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
      await time.work();
      assert.closeTo(storage.life.expiresAt, start + 10_000 * SECOND, 2 * SECOND);
      time.now = start - HOUR;
      const { account, grants } = process(storage, { grant });
      await account.getToken("groups");
      await time.work();
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
