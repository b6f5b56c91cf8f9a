import { GROUPS_ALL, helpers, ID, requestedScope, SECRET, TRANSFER_ALL } from "./helpers.mjs";
import { createStarter, wrapWithTime, createWatchedStorage } from "./storages.mjs";
import { settle, turn } from "./work.mjs";

/** Which objects are accepted as a storage, and which entries it contains. */
export default function (register, env) {
  const test = wrapWithTime(register);
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { thrown } = helpers(env);
  const startProcess = createStarter(env);

  const KEY = new RegExp(`^gsa1:production:${ID}:[0-9a-f]{16}:[0-9a-f]{32}$`);

  test("storage: a token is stored under a key that names its account, and the next process reads it", async () => {
    const { storage, entries, log } = createWatchedStorage();
    const first = startProcess(storage);
    const token = await first.account.getToken("transfer");
    await settle();
    assert.lengthOf([...entries.keys()], 1);
    assert.match([...entries.keys()][0], KEY);
    assert.deepInclude(storage.lastSetOptions, { expiresAt: token.expiresAt.getTime(), ttlSeconds: 172_800 });
    const second = startProcess(storage);
    assert.deepEqual(await second.account.transfer.getTask("x"), { ok: true });
    assert.equal(second.calls[0].headers.get("authorization"), `Bearer ${token.accessToken}`);
    assert.deepEqual(await second.account.getToken("transfer"), token);
    assert.lengthOf(second.grants, 0);
    assert.deepInclude(second.eventsOf("storage_hit")[0], { resourceServer: "transfer.api.globus.org" });
    log.length = 0;
    for (let call = 0; call < 5; call++) await second.account.transfer.getTask("x");
    assert.isEmpty(log, "tokens in memory are used first");
  });

  test("storage: the missing ones of several tokens are fetched in one grant, and each is stored", async () => {
    const { storage, entries } = createWatchedStorage();
    await startProcess(storage).account.getToken("transfer");
    await settle();
    const { account, grants, eventsOf } = startProcess(storage);
    const tokens = await account.getTokens(["groups", "transfer", "search"]);
    await settle();
    assert.deepEqual(
      tokens.map(({ resourceServer }) => resourceServer.split(".")[0]),
      ["groups", "transfer", "search"],
    );
    assert.lengthOf(grants, 1);
    assert.notInclude(requestedScope(grants[0].init), TRANSFER_ALL);
    assert.lengthOf([...entries], 3);
    assert.deepEqual([eventsOf("storage_hit").length, eventsOf("storage_miss").length], [1, 2]);
    const [{ time, clientId, ...missed }] = eventsOf("storage_miss");
    assert.deepEqual([typeof time, clientId], ["number", account.clientId]);
    assert.deepEqual(missed, { type: "storage_miss", scope: GROUPS_ALL, reason: "absent" });
  });

  test("storage: asynchronous storages, Maps, and objects with the methods of Web Storage are accepted", async () => {
    const later = (action) => async (...args) => (await turn(), action(...args));
    const { storage } = createWatchedStorage();
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
    for (const storage of [asynchronous, new Map(), webStorage, new Classy()]) {
      const { accessToken } = await startProcess(storage).account.getToken("transfer");
      await settle();
      const { account, grants } = startProcess(storage);
      assert.equal((await account.getToken("transfer")).accessToken, accessToken);
      assert.lengthOf(grants, 0);
      await account.clearTokens();
      await startProcess(storage).account.getToken("transfer");
    }
    assert.deepEqual(webStorage.options, { ttl: 172_800 });
  });

  test("storage: a storage that parses values which look like JSON does no harm", async () => {
    const parsing = createWatchedStorage();
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
      await startProcess(storage, { encryptStorage }).account.getToken("transfer");
      await settle();
      const { account, grants } = startProcess(storage, { encryptStorage });
      await account.getToken("transfer");
      assert.lengthOf(grants, 0);
    }
  });

  test("storage: any other object is rejected, and the error names what to pass instead", async () => {
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
    assert.isOk(new ServiceAccount(options(new Redis())), "a user's own class with that name");
    const odd = thrown(() => new ServiceAccount({ ...options(new Map()), encryptStorage: "yes" }));
    assert.equal(odd.field, "encryptStorage");
  });

  test("storage: accounts with another id, secret, environment, URL or scope do not share tokens", async () => {
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
        const { account, grants } = startProcess(shared, { ...other, encryptStorage });
        await account.getToken("transfer");
        assert.lengthOf(grants, 1, JSON.stringify(other));
        await settle();
      }
      assert.lengthOf([...shared], others.length);
    }
  });
}
