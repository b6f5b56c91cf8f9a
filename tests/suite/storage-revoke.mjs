import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { processes, still, store } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

/** What the end of tokens reaches in a storage. */
export default function (register, env) {
  const test = still(register);
  const { assert } = env;
  const { failure, stub } = helpers(env);
  const process = processes(env);

  /** An account whose secret is replaced, as `rotate` says. */
  function rotating(storage) {
    let secret = SECRET.replace("s", "t");
    const isRight = (headers) => headers.get("authorization") === `Basic ${btoa(`${ID}:${secret}`)}`;
    const grant = ({ init, headers }) =>
      isRight(headers)
        ? tokenReply(tokenDocuments(requestedScope(init)))
        : json({ error: "invalid_client" }, { status: 401 });
    return { ...process(storage, { clientSecret: async () => secret, grant }), rotate: () => (secret = SECRET) };
  }

  test("storage: a list of keys that fails on the way, is nonsense or has no end costs no more than what it does not tell", async () => {
    const foreign = new Map();
    const endless = async function* () {
      for (let number = 0; ; number += 1) yield `x${number}`;
    };
    const broken = async function* () {
      yield* foreign.keys();
      throw new Error("cut off");
    };
    const lists = [() => [Symbol("mine"), 5, null, {}, "x"], () => 5, () => null, () => Promise.reject(new Error("down")), endless, broken];
    for (const keys of lists) {
      const { storage, entries } = store();
      storage.keys = keys;
      const { account: other } = process(storage);
      await other.getToken("https://auth.globus.org/scopes/99999999-9999-4999-8999-999999999999/https");
      await other.flush();
      foreign.clear();
      for (const key of entries.keys()) foreign.set(key, "");
      const { account: third } = process(storage);
      await third.getToken("transfer");
      await third.flush();
      const { account, calls } = process(storage);
      await account.revokeTokens();
      assert.equal(calls.length, keys === broken ? 2 : 1, String(keys));
      assert.equal(entries.size, keys === broken ? 0 : 1, String(keys));
    }
  });

  test("storage: an entry that cannot be read is not deleted, and one in the clear is ended too", async () => {
    const { storage, entries } = store();
    await process(storage, { encryptStorage: false }).account.getToken("transfer");
    await process(storage).account.getToken("groups");
    await settle();
    const [clear, sealed] = [...entries.keys()];
    const { get } = storage;
    storage.get = (key) => (key === sealed ? Promise.reject(new Error("busy")) : get(key));
    const { account, calls, of } = process(storage);
    await account.revokeTokens();
    assert.deepEqual([calls.length, [...entries.keys()]], [1, [sealed]], clear);
    assert.include(of("storage_failed").map(({ operation }) => operation), "get");
  });

  test("storage: what a storage says of a deletion shows no token that was just forgotten", async () => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      const { storage } = store();
      let bearer = "";
      storage.delete = () => {
        throw new Error(`cannot delete ${bearer}`);
      };
      const { account, of } = process(storage);
      ({ accessToken: bearer } = await account.getToken("groups"));
      await account[end]();
      const messages = of("storage_failed").map(({ message }) => message);
      assert.isNotEmpty(messages);
      for (const message of messages) assert.notInclude(message, bearer);
    }
  });

  test("storage: a token granted at the very time of clearTokens is stored", () =>
    withTime(async () => {
      const { storage, entries } = store();
      const { account } = process(storage);
      await account.getToken("groups");
      await account.clearTokens();
      await account.getToken("transfer");
      await account.flush();
      assert.equal(entries.size, 1);
    }));

  test("storage: revokeTokens reaches what the storage lists, also of other processes, and what was stored with a former secret", async () => {
    const COLLECTION = "99999999-9999-4999-8999-999999999999";
    const listing = store();
    listing.storage.keys = async function* (prefix) {
      for (const key of listing.entries.keys()) if (key.startsWith(prefix)) yield key;
    };
    for (const [storage, entries] of [[new Map()], [listing.storage, listing.entries]].map(([one, all]) => [one, all ?? one])) {
      const stranger = `gsa1:production:${ID.replace("0", "1")}:0123456789abcdef:${"0".repeat(32)}`;
      const kept = [stranger, "mine", `${stranger.replace(ID.replace("0", "1"), ID)}:claim`];
      for (const key of kept) entries.set(key, "value");
      const other = process(storage);
      const { accessToken: ofCollection } = await other.account.getToken(`https://auth.globus.org/scopes/${COLLECTION}/https`);
      await process(storage, { clientSecret: `${SECRET}-of-long-ago` }).account.getToken("groups");
      const { account, calls, of, rotate } = rotating(storage);
      const { accessToken: ofFormer } = await account.getToken("transfer");
      await settle();
      rotate();
      const { accessToken: own } = await account.getToken("search");
      await settle();
      assert.equal(entries.size, kept.length + 4);
      assert.isUndefined(await account.revokeTokens());
      const revoked = calls.map(({ init }) => new URLSearchParams(init.body).get("token"));
      assert.sameMembers(revoked, [ofCollection, ofFormer, own]);
      assert.sameMembers([...entries.keys()], kept);
      assert.isEmpty(of("storage_failed"));
    }
  });

  test("storage: where nothing is listed, revokeTokens takes what the former secret has stored out all the same", async () => {
    const { storage, entries } = store();
    const { account, calls, rotate } = rotating(storage);
    await account.getToken("transfer");
    rotate();
    await account.getToken("groups");
    await settle();
    assert.equal(entries.size, 2);
    await account.revokeTokens();
    assert.lengthOf(calls, 2);
    assert.isEmpty([...entries]);
  });

  test("storage: what could not be revoked stays, and one whose keys cannot be listed is told of", async () => {
    const { storage, entries } = store({ keys: () => 5 });
    let status = 400;
    const events = [];
    const options = { storage, onEvent: (event) => events.push(event) };
    const { account } = stub(() => json({}, { status }), options);
    await account.getToken("transfer");
    await settle();
    assert.equal((await failure(account.revokeTokens())).status, 400);
    const failed = events.filter(({ type }) => type === "storage_failed");
    assert.deepEqual(failed.map(({ operation }) => operation), ["keys"]);
    storage.keys = () => entries.keys();
    assert.equal((await failure(account.revokeTokens())).status, 400);
    assert.lengthOf([...entries], 1);
    status = 200;
    await account.revokeTokens();
    assert.isEmpty([...entries]);
  });
}
