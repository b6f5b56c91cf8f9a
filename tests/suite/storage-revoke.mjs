import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { processes, still, store } from "./storages.mjs";
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
