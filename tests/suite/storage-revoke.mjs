import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { createStarter, wrapWithTime, createWatchedStorage } from "./storages.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

/** Clearing and revoking tokens that are in a storage. */
export default function (register, env) {
  const test = wrapWithTime(register);
  const { assert } = env;
  const { failure, stub } = helpers(env);
  const startProcess = createStarter(env);

  /** Starts a process whose secret changes when `rotate` is called. */
  function startWithRotation(storage) {
    let secret = SECRET.replace("s", "t");
    const isRight = (headers) => headers.get("authorization") === `Basic ${btoa(`${ID}:${secret}`)}`;
    const grant = ({ init, headers }) =>
      isRight(headers)
        ? tokenReply(tokenDocuments(requestedScope(init)))
        : json({ error: "invalid_client" }, { status: 401 });
    return { ...startProcess(storage, { clientSecret: async () => secret, grant }), rotate: () => (secret = SECRET) };
  }

  test("storage: with a broken, malformed or endless list of keys, revokeTokens revokes each known token", async () => {
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
      const { storage, entries } = createWatchedStorage();
      storage.keys = keys;
      const { account: other } = startProcess(storage);
      await other.getToken("https://auth.globus.org/scopes/99999999-9999-4999-8999-999999999999/https");
      await other.flush();
      foreign.clear();
      for (const key of entries.keys()) foreign.set(key, "");
      const { account: third } = startProcess(storage);
      await third.getToken("transfer");
      await third.flush();
      const { account, calls } = startProcess(storage);
      await account.revokeTokens();
      assert.equal(calls.length, keys === broken ? 2 : 1, String(keys));
      assert.equal(entries.size, keys === broken ? 0 : 1, String(keys));
    }
  });

  test("storage: revokeTokens keeps an unreadable entry, and revokes the token of an entry in plain text", async () => {
    const { storage, entries } = createWatchedStorage();
    await startProcess(storage, { encryptStorage: false }).account.getToken("transfer");
    await startProcess(storage).account.getToken("groups");
    await settle();
    const [clear, sealed] = [...entries.keys()];
    const { get } = storage;
    storage.get = (key) => (key === sealed ? Promise.reject(new Error("busy")) : get(key));
    const { account, calls, eventsOf } = startProcess(storage);
    await account.revokeTokens();
    assert.deepEqual([calls.length, [...entries.keys()]], [1, [sealed]], clear);
    assert.include(eventsOf("storage_failed").map(({ operation }) => operation), "get");
  });

  test("storage: the event of a failed deletion contains no token that was just cleared", async () => {
    for (const end of ["clearTokens", "revokeTokens"]) {
      const { storage } = createWatchedStorage();
      let bearer = "";
      storage.delete = () => {
        throw new Error(`cannot delete ${bearer}`);
      };
      const { account, eventsOf } = startProcess(storage);
      ({ accessToken: bearer } = await account.getToken("groups"));
      await account[end]();
      const messages = eventsOf("storage_failed").map(({ message }) => message);
      assert.isNotEmpty(messages);
      for (const message of messages) assert.notInclude(message, bearer);
    }
  });

  test("storage: a token that is granted in the same millisecond as clearTokens is stored", () =>
    withTime(async () => {
      const { storage, entries } = createWatchedStorage();
      const { account } = startProcess(storage);
      await account.getToken("groups");
      await account.clearTokens();
      await account.getToken("transfer");
      await account.flush();
      assert.equal(entries.size, 1);
    }));

  test("storage: revokeTokens revokes listed tokens of other processes, and tokens stored with a former secret", async () => {
    const COLLECTION = "99999999-9999-4999-8999-999999999999";
    const listing = createWatchedStorage();
    listing.storage.keys = async function* (prefix) {
      for (const key of listing.entries.keys()) if (key.startsWith(prefix)) yield key;
    };
    for (const [storage, entries] of [[new Map()], [listing.storage, listing.entries]].map(([one, all]) => [one, all ?? one])) {
      const stranger = `gsa1:production:${ID.replace("0", "1")}:0123456789abcdef:${"0".repeat(32)}`;
      const untouched = [stranger, "mine", `${stranger.replace(ID.replace("0", "1"), ID)}:claim`];
      for (const key of untouched) entries.set(key, "value");
      const other = startProcess(storage);
      const { accessToken: collectionToken } = await other.account.getToken(`https://auth.globus.org/scopes/${COLLECTION}/https`);
      await startProcess(storage, { clientSecret: `${SECRET}-of-long-ago` }).account.getToken("groups");
      const { account, calls, eventsOf, rotate } = startWithRotation(storage);
      const { accessToken: formerToken } = await account.getToken("transfer");
      await settle();
      rotate();
      const { accessToken: currentToken } = await account.getToken("search");
      await settle();
      assert.equal(entries.size, untouched.length + 4);
      assert.isUndefined(await account.revokeTokens());
      const revoked = calls.map(({ init }) => new URLSearchParams(init.body).get("token"));
      assert.sameMembers(revoked, [collectionToken, formerToken, currentToken]);
      assert.sameMembers([...entries.keys()], untouched);
      assert.isEmpty(eventsOf("storage_failed"));
    }
  });

  test("storage: without a list of keys, revokeTokens deletes the entries stored with the former secret too", async () => {
    const { storage, entries } = createWatchedStorage();
    const { account, calls, rotate } = startWithRotation(storage);
    await account.getToken("transfer");
    rotate();
    await account.getToken("groups");
    await settle();
    assert.equal(entries.size, 2);
    await account.revokeTokens();
    assert.lengthOf(calls, 2);
    assert.isEmpty([...entries]);
  });

  test("storage: an entry stays if its token was not revoked, and an event reports keys that cannot be listed", async () => {
    const { storage, entries } = createWatchedStorage({ keys: () => 5 });
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
