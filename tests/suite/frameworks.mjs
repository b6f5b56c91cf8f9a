import { helpers, json, requestedScope, TOKEN_URL, TRANSFER_URL, tokenDocuments, tokenReply } from "./helpers.mjs";
import { turn } from "./work.mjs";

/** Layers between the package and Globus: HTTP caches, and frameworks that replace `fetch`. */
export default function (test, env) {
  const { ServiceAccount, GlobusApiError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const supportsCacheMode = (() => {
    try {
      return Boolean(new Request(TRANSFER_URL, { cache: "no-store" }));
    } catch {
      return false;
    }
  })();
  const NO_STORE = supportsCacheMode ? "no-store" : undefined;

  test("caches: every request has the cache mode no-store, where the runtime supports cache modes", async () => {
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

  test("caches: a cache mode of the caller of fetch() stays", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    const url = `${TRANSFER_URL}/x`;
    const inits = [{ cache: "force-cache" }, { next: { revalidate: 60 } }, { cf: { cacheTtl: 60 } }];
    for (const init of inits) await account.fetch(url, init);
    assert.deepEqual(
      calls.map(({ init: { cache, next, cf } }) => ({ cache, next, cf })),
      inits.map((init) => ({ cache: undefined, next: undefined, cf: undefined, ...init })),
    );
    await account.fetch(new Request(url), { cache: "reload" });
    const request = new Request(url);
    Object.defineProperty(request, "cache", { value: "only-if-cached" });
    await account.fetch(request);
    assert.deepEqual(calls.slice(3).map(({ init }) => init.cache), ["reload", "only-if-cached"]);
  });

  test("caches: if a grant returns the token that a service just refused, the error's advice mentions a cache", async () => {
    const cachedDocuments = tokenDocuments("urn:globus:auth:scope:transfer.api.globus.org:all");
    const refuse = () => json({ code: "AuthenticationFailed", message: "Token is not active" }, { status: 401 });
    const { account, grants } = stub(refuse, { grant: () => tokenReply(cachedDocuments) });
    for (let round = 1; round < 3; round++) {
      const error = await failure(account.transfer.getTask("x"));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "unauthorized", status: 401 });
      assert.match(error.advice, /^A new grant returned the token that was refused: a cache answered/);
      assert.lengthOf(grants, round + 1);
    }
    // Other 401s have no such advice.
    const other = await failure(stub(refuse).account.transfer.getTask("x"));
    assert.notMatch(other.advice, /\bcache\b/);
    // The same token is used again, in case the service refused it by mistake.
    const mistaken = stub((_, number) => (number === 1 ? refuse() : json({ code: "Done" })), { grant: () => tokenReply(cachedDocuments) });
    assert.deepEqual(await mistaken.account.transfer.getTask("x"), { code: "Done" });
  });

  // Errors that frameworks throw from `fetch` to end a rendering. They must reach the framework unchanged.
  const controlError = (members, error = new Error("Dynamic server usage: no-store fetch")) => Object.assign(error, members);
  const CONTROL_ERRORS = {
    "Next.js: a page that is not static": () => controlError({ digest: "DYNAMIC_SERVER_USAGE" }),
    "Next.js: a page that must be static": () => controlError({ code: "NEXT_STATIC_GEN_BAILOUT" }),
    "Next.js: a mistake in its settings": () =>
      Object.defineProperty(new Error("only-cache"), "__NEXT_ERROR_CODE", { value: "E521" }),
    "React: a part that is postponed": () => controlError({ $$typeof: Symbol.for("react.postpone") }),
    "a frozen error": () => Object.freeze(controlError({ digest: "HANGING_PROMISE_REJECTION" })),
  };

  /** Returns an account whose `fetch` throws `error` (or rejects, if `isAsync`) for URLs that contain `urlPart`. */
  const throwingAccount = (error, { isAsync, urlPart = "", ...options }) => {
    let requests = 0;
    const fetch = (input) => {
      const url = input.url ?? String(input);
      if (!url.includes(urlPart)) return Promise.resolve(tokenReply(tokenDocuments("urn:globus:auth:scope:transfer.api.globus.org:all")));
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

  for (const [framework, make] of Object.entries(CONTROL_ERRORS)) {
    test(`frameworks: an error that a framework throws from fetch reaches it unchanged, without a retry: ${framework}`, async () => {
      for (const [name, use] of Object.entries(USES)) {
        for (const urlPart of [new URL(TRANSFER_URL).origin, TOKEN_URL]) {
          for (const isAsync of [false, true]) {
            const error = make();
            const { account, requests } = throwingAccount(error, { isAsync, urlPart });
            assert.equal(await failure(use(account)), error, `${name}, ${urlPart}`);
            assert.equal(requests(), 1, `${name}, ${urlPart}`);
          }
        }
      }
      const error = make();
      assert.equal(await failure(throwingAccount(error, {}).account.doctor()), error);
      const { account } = throwingAccount(error, {
        clientSecret() {
          throw error;
        },
      });
      assert.equal(await failure(account.getToken("transfer")), error);
    });
  }

  test("frameworks: an error that only resembles a framework's becomes a network_error", async () => {
    for (const error of [controlError({ digest: 7 }), controlError({ code: "ECONNRESET" }), Object.create(controlError({ digest: "X" }))]) {
      const { account, requests } = throwingAccount(error, { urlPart: TRANSFER_URL, retries: 0 });
      assert.deepInclude(await failure(account.transfer.getTask("x")), { code: "network_error" });
      assert.equal(requests(), 1);
    }
  });

  test("frameworks: a framework's error during a grant rejects the call that made the grant; the waiting calls share another grant", async () => {
    const errors = [];
    const { account, grants } = stub(() => json({ code: "Done" }), {
      grant: async ({ init }, number) => {
        await turn();
        if (number > 3) return tokenReply(tokenDocuments(requestedScope(init)));
        errors.push(CONTROL_ERRORS["Next.js: a page that is not static"]());
        throw errors.at(-1);
      },
    });
    const calls = ["transfer", "transfer", "transfer", "groups", "groups", "search"].map((target) => account.getToken(target));
    await turn();
    calls.push(...Array.from({ length: 50 }, () => account.transfer.getTask("x")));
    const outcomes = await Promise.allSettled(calls);
    const reasons = outcomes.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    assert.sameMembers(reasons, errors);
    assert.lengthOf(new Set(reasons), 3);
    assert.isAtMost(grants.length, 6);
    // The errors are not remembered.
    await account.getTokens(["transfer", "groups", "search"]);
  });

  test("frameworks: each call rejects with the error that its own fetch threw", async () => {
    const errors = [];
    const { account, grants } = stub(() => json({ code: "Done" }), {
      grant() {
        errors.push(CONTROL_ERRORS["Next.js: a page that is not static"]());
        throw errors.at(-1);
      },
    });
    const reasons = await Promise.all(Array.from({ length: 20 }, () => failure(account.transfer.getTask("x"))));
    assert.sameMembers(reasons, errors);
    assert.lengthOf(grants, 20);
  });

  if (env.AsyncLocalStorage) {
    test("frameworks: a waiting call makes another grant in its own context", async () => {
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
        error: CONTROL_ERRORS["Next.js: a page that is not static"](),
      }));
      await Promise.all(
        visits.map((visit) =>
          contexts.run(visit, async () => {
            const call = account.transfer.getTask("x");
            if (visit === visits[0]) return assert.equal(await failure(call), visit.error);
            // A static page gets its own error, or the token of another page's grant.
            const outcome = await call.catch((error) => error);
            assert.include([visit.isStatic && visit.error, outcome.code === "Done" && outcome], outcome);
          }),
        ),
      );
    });
  }
}
