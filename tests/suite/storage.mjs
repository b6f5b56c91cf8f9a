import { GROUPS_ALL, helpers, ID, requestedScope, SECRET, TRANSFER_ALL } from "./helpers.mjs";
import { processes, still, store } from "./storages.mjs";
import { settle, turn } from "./work.mjs";

/** What a storage may be, and what is in it. */
export default function (register, env) {
  const test = still(register);
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { thrown } = helpers(env);
  const process = processes(env);

  const KEY = new RegExp(`^gsa1:production:${ID}:[0-9a-f]{16}:[0-9a-f]{32}$`);

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
    const [{ time, clientId, ...missed }] = of("storage_miss");
    assert.deepEqual([typeof time, clientId], ["number", account.clientId]);
    assert.deepEqual(missed, { type: "storage_miss", scope: GROUPS_ALL, reason: "absent" });
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

  test("storage: anything else is refused, with what to use instead", async () => {
    const options = (storage) => ({ clientId: ID, clientSecret: SECRET, storage });
    for (const [storage, message] of [
      [5, /storage must be an object/],
      ["memory", /storage must be an object/],
      [{}, /must have the methods get, set and delete/],
      [{ get() {}, set() {} }, /must have the methods/],
      [Object.assign(new Map(), { opts: {}, namespace: "n" }), /pass keyv\(instance\)/],
      [{ get() {}, put() {}, delete() {}, getWithMetadata() {} }, /pass cloudflareKV\(namespace\)/],
      [{ idFromName() {}, get() {} }, /pass durableObject\(namespace\)/],
      [new Proxy({}, { get: () => () => {} }), /pass durableObject\(namespace\)/],
      [{ get() {}, set() {}, delete() {}, atomic() {}, enqueue() {} }, /Deno\.Kv/],
      [{ get() {}, set() {}, del() {} }, /pass redis\(client\)/],
      [new Proxy({}, { get: () => { throw new Error("no"); } }), /storage must be an object/],
    ]) {
      const error = thrown(() => new ServiceAccount(options(storage)));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "invalid_option", field: "storage" });
      assert.match(error.message, message);
    }
    class Redis extends Map {}
    assert.isOk(new ServiceAccount(options(new Redis())), "one's own class of that name");
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
}
