import { helpers, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { turn } from "./work.mjs";

export default function (test, env) {
  const { AsyncLocalStorage, assert } = env;
  const { stub, stage } = helpers(env);

  const idOf = (url) => Number(url.split("/").pop());
  const numbers = Array.from({ length: 100 }, (_, index) => index);

  /**
   * Runs 100 calls at once, each in its own `AsyncLocalStorage` context. Checks that `fetch` and `onEvent` run in the
   * context of the call that they belong to. `answer(id, attempt)` is the service. Returns how often each of the
   * two ran, and the contexts of the grants.
   */
  async function runInContexts(answer, { warm, until = (promise) => promise, ...options } = {}) {
    const storage = new AsyncLocalStorage();
    const counts = { fetch: 0, onEvent: 0, grants: [] };
    const attempts = new Map();
    const checkContext = (kind, url) => {
      if (url.endsWith("/token")) return counts.grants.push(storage.getStore());
      assert.equal(storage.getStore(), idOf(url), `${kind} of ${url}`);
      counts[kind] += 1;
    };
    const faults = [];
    const guarded = (action) => {
      try {
        action();
      } catch (error) {
        faults.push(error);
      }
    };
    const { account } = stub(
      async ({ url }) => {
        guarded(() => checkContext("fetch", url));
        await turn();
        const attempt = (attempts.get(url) ?? 0) + 1;
        attempts.set(url, attempt);
        return answer(idOf(url), attempt);
      },
      {
        onEvent: (event) => event.url && guarded(() => checkContext("onEvent", event.url)),
        grant: async ({ init }) => {
          counts.grants.push(storage.getStore());
          await turn();
          return tokenReply(tokenDocuments(requestedScope(init)));
        },
        ...options,
      },
    );
    if (warm) await until(storage.run("warm", () => account.getToken("transfer")));
    const contextsAfter = [];
    const call = async (id) => {
      await account.transfer.getTask(String(id)).catch((error) => error);
      contextsAfter.push([id, storage.getStore()]);
    };
    await until(Promise.all(numbers.map((id) => storage.run(id, () => call(id)))));
    assert.isEmpty(faults, String(faults[0]));
    assert.isTrue(
      contextsAfter.every(([id, store]) => id === store),
      "the caller continues in its own context",
    );
    return counts;
  }

  // workerd has no AsyncLocalStorage without a compatibility flag.
  if (AsyncLocalStorage) {
    test("context: fetch and onEvent run in the context of their call, for 100 calls at once with a token", async () => {
      const counts = await runInContexts(() => json({ code: "Done" }), { warm: true });
      assert.deepEqual([counts.fetch, counts.onEvent], [100, 200]);
    });

    test("context: fetch and onEvent run in the context of their call, for 100 calls that wait for one grant", async () => {
      const counts = await runInContexts(() => json({ code: "Done" }));
      assert.deepEqual([counts.fetch, counts.onEvent], [100, 200]);
      assert.isTrue(counts.grants.every((store) => numbers.includes(store)));
    });

    test("context: fetch and onEvent run in the context of their call after a 401", async () => {
      for (const warm of [true, false]) {
        const counts = await runInContexts((id, attempt) => json({ code: "Done" }, { status: attempt === 1 && id % 3 === 0 ? 401 : 200 }), {
          warm,
        });
        assert.equal(counts.fetch, 134);
      }
    });

    test("context: fetch and onEvent run in the context of their call in retries", () =>
      withTime(async (time) => {
        const answer = (id, attempt) => json({ code: "Done" }, { status: attempt <= id % 3 ? [503, 429][attempt % 2] : 200 });
        for (const warm of [true, false]) {
          const counts = await runInContexts(answer, { warm, until: (promise) => time.until(promise) });
          assert.equal(counts.fetch, 199);
        }
      }));

    test("context: fetch and onEvent run in the context of their call if it rejects", async () => {
      const answer = (id) => (id % 2 ? json({ code: "No" }, { status: 404 }) : new Response("<html>"));
      const counts = await runInContexts(answer, { warm: true, retries: 0 });
      assert.deepEqual([counts.fetch, counts.onEvent], [100, 200]);
    });

    test("context: clientSecret() runs in the context of a call that waits for the secret", async () => {
      const storage = new AsyncLocalStorage();
      const stores = [];
      const clientSecret = async () => {
        stores.push(storage.getStore());
        await turn();
        stores.push(storage.getStore());
        return SECRET;
      };
      const { account } = stub(() => json({ code: "Done" }), { clientSecret });
      await Promise.all(numbers.map((id) => storage.run(id, () => account.transfer.getTask(String(id)))));
      assert.deepEqual(stores, [0, 0]);
    });

    test("context: a list is iterated in the context of its reader, not of its creator", async () => {
      const storage = new AsyncLocalStorage();
      const stores = [];
      const { account } = stub(({ url }) => {
        stores.push(storage.getStore());
        return json({ DATA: [{}], total: 2, url });
      });
      const list = storage.run("creator", () => account.transfer.taskList({ limit: 1 }));
      await storage.run("reader", () => list.toArray());
      assert.deepEqual(stores, ["reader", "reader"]);
    });

    test("context: a token renewal in the background does not change the context of a call", () =>
      withTime(async (time) => {
        const storage = new AsyncLocalStorage();
        const faults = [];
        const grant = ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 }));
        const answer = ({ url }) => {
          if (storage.getStore() !== idOf(url)) faults.push(url);
          return json({ code: "Done" });
        };
        const { account, grants } = stub(answer, { grant });
        await time.until(account.getToken("transfer"));
        await time.advance(960_000);
        await Promise.all(numbers.map((id) => storage.run(id, () => account.transfer.getTask(String(id)))));
        await time.settle();
        assert.isEmpty(faults);
        assert.lengthOf(grants, 2);
      }));
  }

  test("re-entrance: the account's own fetch may call the account", async () => {
    const inner = [];
    const answer = async ({ url }) => {
      if (url.endsWith("/outer"))
        inner.push(account.getToken("groups"), account.transfer.getTask("inner"), account.whoami());
      return json({ url });
    };
    const { account, grants } = stub(answer);
    assert.match((await account.transfer.getTask("outer")).url, /outer$/);
    const [token, task, me] = await Promise.all(inner);
    assert.equal(token.resourceServer, "groups.api.globus.org");
    assert.match(task.url, /inner$/);
    assert.match(me.url, /userinfo$/);
    assert.lengthOf(grants, 2);
  });

  test("re-entrance: fetch may request another token of the account during a grant", async () => {
    const inner = [];
    const grant = ({ init }, number) => {
      if (number === 1) inner.push(account.getToken("groups"));
      return tokenReply(tokenDocuments(requestedScope(init)));
    };
    const { account, grants } = stub(() => json({ code: "Done" }), { grant });
    await account.getToken("transfer");
    assert.equal((await inner[0]).resourceServer, "groups.api.globus.org");
    assert.lengthOf(grants, 2);
  });

  test("re-entrance: onEvent may do anything with the account, at any event", async () => {
    const inner = [];
    const counts = {};
    const onEvent = ({ type }) => {
      counts[type] = (counts[type] ?? 0) + 1;
      if (counts[type] > 5) return;
      account.clearTokens();
      inner.push(account.getToken("groups"), account.transfer.getSubmissionId(), account.transfer.taskList().toArray());
      void [account.toJSON(), `${account}`, account.username];
    };
    const { account, fake } = stage({ onEvent });
    await account.transfer.taskList();
    // Waits until the calls of the listener emit no more events.
    while (inner.length > 0) await Promise.all(inner.splice(0));
    await account.getToken("transfer");
    fake.revokeTokens();
    await account.transfer.taskList();
    assert.containsAllKeys(counts, ["grant", "request", "response", "token_dropped"]);
    assert.deepEqual((await account.transfer.taskList()).DATA, []);
  });

  test("re-entrance: clientSecret() may call another account, or read a property of this one", async () => {
    const vault = stub(() => json({ secret: SECRET }));
    const clientSecret = async () => {
      assert.match(account.username, /@clients\.auth\.globus\.org$/);
      return (await vault.account.request({ service: "groups", path: "/secret" })).secret;
    };
    const { account } = stub(() => json({ ok: true }), { clientSecret });
    assert.deepEqual(await account.transfer.getTask("x"), { ok: true });
  });
}
