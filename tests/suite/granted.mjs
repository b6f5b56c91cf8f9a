// Tokens are what was asked for: what a grant or a storage gives besides is not handed out.
import { deferred, GROUPS_ALL, helpers, json, requestedScope, TRANSFER_ALL, tokenDocuments, tokenReply, URN } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusAuthError, assert } = env;
  const { stub, failure } = helpers(env);

  const INSTALL = `${URN}transfer.api.globus.org:gcp_install`;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  /** Until something is in a storage, which is written to beside the call. */
  const written = async (storage) => {
    while (storage.size === 0) await turn();
  };
  const granting = (change) => ({ init }) => tokenReply(tokenDocuments(requestedScope(init)).map(change));

  test("grant: one that lacks a scope asked for fails, says which, and is neither kept nor stored", async () => {
    const storage = new Map();
    const grant = granting((document) => ({ ...document, scope: TRANSFER_ALL }));
    const { account, grants } = stub(() => json({ code: "Done" }), { grant, storage });
    for (const target of [INSTALL, `${TRANSFER_ALL} ${INSTALL}`]) {
      const error = await failure(account.getToken(target));
      assert.instanceOf(error, GlobusAuthError);
      assert.deepInclude(error, { code: "grant_failed", service: "auth" });
      assert.include(error.message, `without ${INSTALL}`);
    }
    assert.lengthOf(grants, 2);
    await account.getToken("transfer");
    await written(storage);
    assert.equal(storage.size, 1, "what was granted whole is stored");
  });

  test("grant: what was granted whole is handed out beside what was not", async () => {
    const grant = granting((document) =>
      document.resource_server === "groups.api.globus.org" ? { ...document, scope: "other" } : document,
    );
    const { account } = stub(() => json({ code: "Done" }), { grant });
    const [transfer, groups] = await Promise.allSettled([account.getToken("transfer"), account.getToken("groups")]);
    assert.equal(transfer.value?.scope, TRANSFER_ALL);
    assert.equal(groups.reason?.code, "grant_failed");
    assert.include(groups.reason.message, GROUPS_ALL);
  });

  test("grant: more scopes, another order and optional ones that are missing do no harm", async () => {
    const more = granting((document) => ({ ...document, scope: `x ${document.scope.split(" ").reverse().join(" ")} y` }));
    const { account } = stub(() => json({ code: "Done" }), { grant: more });
    assert.include((await account.getToken(`${TRANSFER_ALL} ${INSTALL}`)).scope, INSTALL);
    const fewer = granting((document) => ({ ...document, scope: TRANSFER_ALL }));
    const optional = stub(() => json({ code: "Done" }), { grant: fewer });
    assert.equal((await optional.account.getToken(`${TRANSFER_ALL} *${INSTALL}`)).scope, TRANSFER_ALL);
  });

  test("grant: a token of another type than bearer is none, in whatever case the type is written", async () => {
    for (const [token_type, fine] of [["Bearer", true], ["bearer", true], [undefined, true], ["mac", false], ["DPoP", false]]) {
      const { account, calls } = stub(() => json({ code: "Done" }), { grant: granting((document) => ({ ...document, token_type })) });
      const ended = await account.transfer.getTask("x").catch((error) => error);
      assert.equal(ended.code, fine ? "Done" : "grant_failed", token_type);
      if (!fine) assert.match(ended.message, /: a token is has another type than Bearer/);
      assert.lengthOf(calls, fine ? 1 : 0);
    }
  });

  /** What a storage holds after a change to the one entry in it. */
  async function changed(change) {
    const storage = new Map();
    await stub(() => json({ code: "Done" }), { storage, encryptStorage: false }).account.getToken("transfer");
    await written(storage);
    return change(storage);
  }

  /** How often an entry was looked into while `act` was at work: they are in base64. */
  async function lookedInto(act) {
    const { atob } = globalThis;
    let count = 0;
    globalThis.atob = (text) => ((count += 1), atob(text));
    await act().finally(() => (globalThis.atob = atob));
    return count;
  }

  test("storage: an entry that is longer than any can be is a miss, and not looked into", async () => {
    const storage = await changed((storage) => {
      for (const key of storage.keys()) storage.set(key, `gsa1.sealed.${"A".repeat(5_000_000)}`);
      return storage;
    });
    const events = [];
    const onEvent = (event) => events.push(event);
    const { account, grants } = stub(() => json({ code: "Done" }), { storage, encryptStorage: false, onEvent });
    assert.equal(await lookedInto(() => account.getToken("transfer")), 0);
    assert.lengthOf(grants, 1);
    assert.deepEqual(events.filter(({ type }) => type === "storage_miss").map(({ reason }) => reason), ["unreadable"]);
  });

  /** A storage whose writes wait until they are let through. */
  function slow() {
    const entries = new Map();
    const waiting = [];
    const set = (key, value) => new Promise((resolve) => waiting.push(() => resolve(entries.set(key, value))));
    const storage = { get: (key) => entries.get(key), set, delete: (key) => entries.delete(key) };
    const reached = async () => {
      while (waiting.length === 0) await turn();
    };
    return { entries, storage, reached, go: () => waiting.splice(0).forEach((write) => write()) };
  }

  if (Symbol.dispose) {
    test("dispose: a write that has begun ends", async () => {
      const { entries, storage, reached, go } = slow();
      const { account } = stub(() => json({ code: "Done" }), { storage });
      await account.getToken("transfer");
      account[Symbol.dispose]();
      await reached();
      go();
      assert.equal(entries.size, 1);
      const next = stub(() => json({ code: "Done" }), { storage });
      await next.account.getToken("transfer");
      assert.lengthOf(next.grants, 0, "the next one has it");
    });
  }

  if (Symbol.asyncDispose) {
    test("dispose: await using waits for what is on its way into the storage, and for grants that are under way", async () => {
      const { entries, storage, reached, go } = slow();
      const asked = deferred();
      const grant = ({ init }) => (asked.resolve(), tokenReply(tokenDocuments(requestedScope(init))));
      const { account } = stub(() => json({ code: "Done" }), { storage, grant });
      const token = account.getToken("transfer");
      await asked.promise;
      const disposed = account[Symbol.asyncDispose]().then(() => entries.size);
      await token;
      await reached();
      assert.equal(entries.size, 0);
      go();
      assert.equal(await disposed, 1);
      assert.equal((await failure(account.getToken("transfer"))).field, "account");
    });
  }
}
