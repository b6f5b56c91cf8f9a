import { helpers, json, requestedScope, TOKEN_URL, TRANSFER_URL, tokenDocuments, tokenReply } from "./helpers.mjs";
import { turn } from "./work.mjs";

/** What stands between the package and Globus: caches, and frameworks that take the place of `fetch`. */
export default function (test, env) {
  const { ServiceAccount, GlobusApiError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const takesModes = (() => {
    try {
      return Boolean(new Request(TRANSFER_URL, { cache: "no-store" }));
    } catch {
      return false;
    }
  })();
  const NO_STORE = takesModes ? "no-store" : undefined;

  test("caches: no answer may come out of one, where the runtime takes a word about that", async () => {
    const { account, calls, grants } = stub(({ url }) =>
      json(url.includes("list") ? { DATA: [] } : { DATA: [], value: "s", task_id: "t", sub: "x", https_server: "https://files.example" }),
    );
    await account.whoami();
    await account.transfer.submitTransfer({ DATA: [{}] });
    await account.transfer.taskList().toArray();
    await account.fetch(`${TRANSFER_URL}/x`, { redirect: "error" });
    await account.fetch(new Request(`${TRANSFER_URL}/x`));
    await account.request({ service: "transfer", path: "/x", method: "PUT", body: {} });
    await account.collection("c0c0c0c0-0000-4000-8000-000000000000").head("/a").catch(() => {});
    await account.auth.oauth2TokenIntrospect({ token: "t" }).catch(() => {});
    assert.isAbove(calls.length, 8);
    assert.isAbove(grants.length, 1);
    for (const { init, url } of [...calls, ...grants]) {
      assert.equal(init.cache, NO_STORE, url);
      assert.equal(init.redirect, "manual");
    }
  });

  test("caches: a caller of fetch() who names one has it", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    const url = `${TRANSFER_URL}/x`;
    const given = [{ cache: "force-cache" }, { next: { revalidate: 60 } }, { cf: { cacheTtl: 60 } }];
    for (const init of given) await account.fetch(url, init);
    assert.deepEqual(
      calls.map(({ init: { cache, next, cf } }) => ({ cache, next, cf })),
      given.map((init) => ({ cache: undefined, next: undefined, cf: undefined, ...init })),
    );
    await account.fetch(new Request(url), { cache: "reload" });
    const request = new Request(url);
    Object.defineProperty(request, "cache", { value: "only-if-cached" });
    await account.fetch(request);
    assert.deepEqual(calls.slice(3).map(({ init }) => init.cache), ["reload", "only-if-cached"]);
  });

  test("caches: a grant that brings the token just refused is told for what it is", async () => {
    const kept = tokenDocuments("urn:globus:auth:scope:transfer.api.globus.org:all");
    const refuse = () => json({ code: "AuthenticationFailed", message: "Token is not active" }, { status: 401 });
    const { account, grants } = stub(refuse, { grant: () => tokenReply(kept) });
    for (let round = 1; round < 3; round++) {
      const error = await failure(account.transfer.getTask("x"));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "unauthorized", status: 401 });
      assert.match(error.advice, /^A new grant returned the token that was refused: a cache answered/);
      assert.lengthOf(grants, round + 1);
    }
    // Others are not told so.
    const other = await failure(stub(refuse).account.transfer.getTask("x"));
    assert.notMatch(other.advice, /\bcache\b/);
    // A service that was wrong about it takes it the next time.
    const wrong = stub((_, number) => (number === 1 ? refuse() : json({ code: "Done" })), { grant: () => tokenReply(kept) });
    assert.deepEqual(await wrong.account.transfer.getTask("x"), { code: "Done" });
  });

  // What frameworks throw out of `fetch` to end what is being rendered.
  const steering = (members, error = new Error("Dynamic server usage: no-store fetch")) => Object.assign(error, members);
  const STEERING = {
    "Next.js, a page that is not static": () => steering({ digest: "DYNAMIC_SERVER_USAGE" }),
    "Next.js, one that may not be anything else": () => steering({ code: "NEXT_STATIC_GEN_BAILOUT" }),
    "Next.js, a mistake in its settings": () =>
      Object.defineProperty(new Error("only-cache"), "__NEXT_ERROR_CODE", { value: "E521" }),
    "React, a part that is postponed": () => steering({ $$typeof: Symbol.for("react.postpone") }),
    "a frozen one": () => Object.freeze(steering({ digest: "HANGING_PROMISE_REJECTION" })),
  };

  /** An account whose `fetch` throws `error` at requests to `where`, or rejects with it. */
  const steered = (error, { isAsync, where = "", ...options }) => {
    let requests = 0;
    const fetch = (input) => {
      const url = input.url ?? String(input);
      if (!url.includes(where)) return Promise.resolve(tokenReply(tokenDocuments("urn:globus:auth:scope:transfer.api.globus.org:all")));
      requests += 1;
      if (isAsync) return Promise.reject(error);
      throw error;
    };
    const { clientId, clientSecret } = stage().client;
    const account = new ServiceAccount({ clientId, clientSecret, fetch, ...options });
    return { account, requests: () => requests };
  };

  const USES = {
    "a call": (account) => account.transfer.getTask("x"),
    "a list": (account) => account.transfer.taskList().toArray(),
    "fetch()": (account) => account.fetch(`${TRANSFER_URL}/x`),
    "request()": (account) => account.request({ service: "transfer", path: "/x" }),
    "a job": (account) => account.transfer.taskWait("01234567-89ab-4cde-8f01-23456789abcd"),
  };

  for (const [whose, make] of Object.entries(STEERING)) {
    test(`frameworks: what is thrown out of fetch to steer one is its own affair: ${whose}`, async () => {
      for (const [name, use] of Object.entries(USES)) {
        for (const where of [new URL(TRANSFER_URL).origin, TOKEN_URL]) {
          for (const isAsync of [false, true]) {
            const error = make();
            const { account, requests } = steered(error, { isAsync, where });
            assert.equal(await failure(use(account)), error, `${name}, ${where}`);
            assert.equal(requests(), 1, `${name}, ${where}`);
          }
        }
      }
      const error = make();
      assert.equal(await failure(steered(error, {}).account.doctor()), error);
      const { account } = steered(error, {
        clientSecret() {
          throw error;
        },
      });
      assert.equal(await failure(account.getToken("transfer")), error);
    });
  }

  test("frameworks: an error that only resembles theirs is a network's", async () => {
    for (const error of [steering({ digest: 7 }), steering({ code: "ECONNRESET" }), Object.create(steering({ digest: "X" }))]) {
      const { account, requests } = steered(error, { where: TRANSFER_URL, retries: 0 });
      assert.deepInclude(await failure(account.transfer.getTask("x")), { code: "network_error" });
      assert.equal(requests(), 1);
    }
  });

  test("frameworks: of all who wait for a grant, it is the one whose fetch it is who is steered; the others ask again, together", async () => {
    const errors = [];
    const { account, grants } = stub(() => json({ code: "Done" }), {
      grant: async ({ init }, number) => {
        await turn();
        if (number > 3) return tokenReply(tokenDocuments(requestedScope(init)));
        errors.push(STEERING["Next.js, a page that is not static"]());
        throw errors.at(-1);
      },
    });
    const calls = ["transfer", "transfer", "transfer", "groups", "groups", "search"].map((target) => account.getToken(target));
    await turn();
    calls.push(...Array.from({ length: 50 }, () => account.transfer.getTask("x")));
    const ended = await Promise.allSettled(calls);
    const reasons = ended.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    assert.sameMembers(reasons, errors);
    assert.lengthOf(new Set(reasons), 3);
    assert.isAtMost(grants.length, 6);
    // Nothing of it is remembered.
    await account.getTokens(["transfer", "groups", "search"]);
  });

  test("frameworks: each who is steered sees the error that was thrown at it", async () => {
    const errors = [];
    const { account, grants } = stub(() => json({ code: "Done" }), {
      grant() {
        errors.push(STEERING["Next.js, a page that is not static"]());
        throw errors.at(-1);
      },
    });
    const ended = await Promise.all(Array.from({ length: 20 }, () => failure(account.transfer.getTask("x"))));
    assert.sameMembers(ended, errors);
    assert.lengthOf(grants, 20);
  });

  if (env.AsyncLocalStorage) {
    test("frameworks: whoever asks again does so in a context of its own", async () => {
      const contexts = new env.AsyncLocalStorage();
      const { account } = stub(() => json({ code: "Done" }), {
        async grant({ init }) {
          const context = contexts.getStore();
          await turn();
          if (context.isStatic) throw context.error;
          return tokenReply(tokenDocuments(requestedScope(init)));
        },
      });
      const visits = Array.from({ length: 12 }, (_, index) => ({
        isStatic: index % 3 < 2,
        error: STEERING["Next.js, a page that is not static"](),
      }));
      await Promise.all(
        visits.map((visit) =>
          contexts.run(visit, async () => {
            const call = account.transfer.getTask("x");
            if (visit === visits[0]) return assert.equal(await failure(call), visit.error);
            // A page that is made for good is steered, or has the token that another has got: it is its own call that counts then.
            const ended = await call.catch((error) => error);
            assert.include([visit.isStatic && visit.error, ended.code === "Done" && ended], ended);
          }),
        ),
      );
    });
  }
}
