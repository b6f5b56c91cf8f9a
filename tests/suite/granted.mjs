// Tokens with other scopes or types than requested, oversized storage entries, and storage writes at disposal.
import { deferred, GROUPS_ALL, helpers, json, requestedScope, TRANSFER_ALL, tokenDocuments, tokenReply, URN } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusAuthError, assert } = env;
  const { stub, failure } = helpers(env);

  const INSTALL = `${URN}transfer.api.globus.org:gcp_install`;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  /** Waits until a storage has an entry, which is written in the background. */
  const untilWritten = async (storage) => {
    while (storage.size === 0) await turn();
  };
  const grantWith = (change) => ({ init }) => tokenReply(tokenDocuments(requestedScope(init)).map(change));

  test("grant: a token without a requested scope is an error that names the scope, and is neither cached nor stored", async () => {
    const storage = new Map();
    const grant = grantWith((document) => ({ ...document, scope: TRANSFER_ALL }));
    const { account, grants } = stub(() => json({ code: "Done" }), { grant, storage });
    for (const target of [INSTALL, `${TRANSFER_ALL} ${INSTALL}`]) {
      const error = await failure(account.getToken(target));
      assert.instanceOf(error, GlobusAuthError);
      assert.deepInclude(error, { code: "grant_failed", service: "auth" });
      assert.include(error.message, `without ${INSTALL}`);
    }
    assert.lengthOf(grants, 2);
    await account.getToken("transfer");
    await untilWritten(storage);
    assert.equal(storage.size, 1, "a complete token is stored");
  });

  test("grant: a complete token is returned even if another token of the same reply is incomplete", async () => {
    const grant = grantWith((document) =>
      document.resource_server === "groups.api.globus.org" ? { ...document, scope: "other" } : document,
    );
    const { account } = stub(() => json({ code: "Done" }), { grant });
    const [transfer, groups] = await Promise.allSettled([account.getToken("transfer"), account.getToken("groups")]);
    assert.equal(transfer.value?.scope, TRANSFER_ALL);
    assert.equal(groups.reason?.code, "grant_failed");
    assert.include(groups.reason.message, GROUPS_ALL);
  });

  test("grant: additional scopes, another order and missing optional scopes are accepted", async () => {
    const moreScopes = grantWith((document) => ({ ...document, scope: `x ${document.scope.split(" ").reverse().join(" ")} y` }));
    const { account } = stub(() => json({ code: "Done" }), { grant: moreScopes });
    assert.include((await account.getToken(`${TRANSFER_ALL} ${INSTALL}`)).scope, INSTALL);
    const fewerScopes = grantWith((document) => ({ ...document, scope: TRANSFER_ALL }));
    const optional = stub(() => json({ code: "Done" }), { grant: fewerScopes });
    assert.equal((await optional.account.getToken(`${TRANSFER_ALL} *${INSTALL}`)).scope, TRANSFER_ALL);
  });

  test("grant: a token of another type than bearer is rejected; the case of the type does not matter", async () => {
    for (const [token_type, isAccepted] of [["Bearer", true], ["bearer", true], [undefined, true], ["mac", false], ["DPoP", false]]) {
      const { account, calls } = stub(() => json({ code: "Done" }), { grant: grantWith((document) => ({ ...document, token_type })) });
      const outcome = await account.transfer.getTask("x").catch((error) => error);
      assert.equal(outcome.code, isAccepted ? "Done" : "grant_failed", token_type);
      if (!isAccepted) assert.match(outcome.message, /: a token has another type than Bearer/);
      assert.lengthOf(calls, isAccepted ? 1 : 0);
    }
  });

  /** Stores one entry, and returns the result of `change(storage)`. */
  async function changeStorage(change) {
    const storage = new Map();
    await stub(() => json({ code: "Done" }), { storage, encryptStorage: false }).account.getToken("transfer");
    await untilWritten(storage);
    return change(storage);
  }

  /** Returns how often an entry was decoded during `act`. Entries are in base64, so this counts calls of `atob`. */
  async function countDecodes(act) {
    const { atob } = globalThis;
    let count = 0;
    globalThis.atob = (text) => ((count += 1), atob(text));
    await act().finally(() => (globalThis.atob = atob));
    return count;
  }

  test("storage: an entry that is longer than the limit is a miss and is not decoded", async () => {
    const storage = await changeStorage((storage) => {
      for (const key of storage.keys()) storage.set(key, `gsa1.sealed.${"A".repeat(5_000_000)}`);
      return storage;
    });
    const events = [];
    const onEvent = (event) => events.push(event);
    const { account, grants } = stub(() => json({ code: "Done" }), { storage, encryptStorage: false, onEvent });
    assert.equal(await countDecodes(() => account.getToken("transfer")), 0);
    assert.lengthOf(grants, 1);
    assert.deepEqual(events.filter(({ type }) => type === "storage_miss").map(({ reason }) => reason), ["unreadable"]);
  });

  /** Returns a storage whose writes wait for `releaseWrites()`. `untilWriting()` waits until a write has begun. */
  function slowStorage() {
    const entries = new Map();
    const pendingWrites = [];
    const set = (key, value) => new Promise((resolve) => pendingWrites.push(() => resolve(entries.set(key, value))));
    const storage = { get: (key) => entries.get(key), set, delete: (key) => entries.delete(key) };
    const untilWriting = async () => {
      while (pendingWrites.length === 0) await turn();
    };
    return { entries, storage, untilWriting, releaseWrites: () => pendingWrites.splice(0).forEach((write) => write()) };
  }

  if (Symbol.dispose) {
    test("dispose: a storage write that has begun is completed", async () => {
      const { entries, storage, untilWriting, releaseWrites } = slowStorage();
      const { account } = stub(() => json({ code: "Done" }), { storage });
      await account.getToken("transfer");
      account[Symbol.dispose]();
      await untilWriting();
      releaseWrites();
      assert.equal(entries.size, 1);
      const next = stub(() => json({ code: "Done" }), { storage });
      await next.account.getToken("transfer");
      assert.lengthOf(next.grants, 0, "the next account reads the token");
    });
  }

  if (Symbol.asyncDispose) {
    test("dispose: await using waits for grants in flight and for tokens that are being written to the storage", async () => {
      const { entries, storage, untilWriting, releaseWrites } = slowStorage();
      const grantBegun = deferred();
      const grant = ({ init }) => (grantBegun.resolve(), tokenReply(tokenDocuments(requestedScope(init))));
      const { account } = stub(() => json({ code: "Done" }), { storage, grant });
      const token = account.getToken("transfer");
      await grantBegun.promise;
      const disposed = account[Symbol.asyncDispose]().then(() => entries.size);
      await token;
      await untilWriting();
      assert.equal(entries.size, 0);
      releaseWrites();
      assert.equal(await disposed, 1);
      assert.equal((await failure(account.getToken("transfer"))).field, "account");
    });
  }
}
