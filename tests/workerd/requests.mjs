// Tests that need workerd: requests that share an account and end at different times.
import { setTimeout } from "node:timers/promises";
import { Response } from "miniflare";
import { TRANSFER_ALL } from "../suite/helpers.mjs";
import { start } from "./start.mjs";

const HUNG = /had hung/;
const CROSS_REQUEST = /different request|never complete/;
const WARNINGS = /hung|different request|never complete|uncaught/i;

export default function (test, { assert, compatibilityDate }) {
  /** Runs a worker whose token endpoint answers after `latency` ms, or when the promise `latency` resolves. */
  async function withWorker(body, { latency = 0, script = "./shared.mjs", ...options } = {}) {
    const seen = { grants: 0 };
    const outboundService = async (request) => {
      if (!new URL(request.url).pathname.endsWith("/token")) return Response.json({ ok: true });
      const number = ++seen.grants;
      await (typeof latency === "number" ? setTimeout(latency) : latency);
      const token = { access_token: `Ag${number}`, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org" };
      return Response.json({ ...token, token_type: "Bearer", expires_in: 172_800 });
    };
    const started = await start(script, { compatibilityDate, outboundService, ...options });
    try {
      await body({ ...started, seen });
    } finally {
      await started.dispose();
    }
  }

  /** Waits until `count` requests have arrived. */
  const waitForRequests = async (get, count) => {
    while (Number(await (await get("/begun")).text()) < count) await setTimeout(20);
  };

  const named = (name) => `workerd: ${name} (${compatibilityDate})`;

  test(named("the request that begins the grant is answered early, and 19 others are served by it"), () => {
    let resolveGrant;
    const latency = new Promise((resolve) => (resolveGrant = resolve));
    return withWorker(async ({ get, output, seen }) => {
      await get("/clear");
      const early = await get("/early");
      assert.equal(await early.text(), "early");
      assert.isAtMost(seen.grants, 1);
      let answered = 0;
      const paths = Array.from({ length: 19 }, (_, index) => (index % 2 ? "/token" : "/task"));
      const waiting = paths.map((path) => get(path).finally(() => (answered += 1)));
      await waitForRequests(get, 19);
      assert.equal(answered, 0, "the requests must wait for the grant");
      resolveGrant();
      const replies = await Promise.all(waiting);
      assert.isTrue(replies.every(({ status }) => status === 200));
      const tokens = new Set(await Promise.all(replies.filter((_, index) => index % 2).map((reply) => reply.text())));
      assert.isAtMost(seen.grants, 2);
      assert.lengthOf(tokens, 1);
      const { grants } = seen;
      assert.equal((await get("/token")).status, 200);
      assert.equal(seen.grants, grants);
      await setTimeout(100);
      assert.notMatch(output.text, WARNINGS);
    }, { latency });
  });

  test(named("20 cold requests at once share one grant"), () =>
    withWorker(
      async ({ get, output, seen }) => {
        const replies = await Promise.all(Array.from({ length: 20 }, () => get("/task")));
        assert.isTrue(replies.every(({ status }) => status === 200));
        assert.isAtMost(seen.grants, 2);
        assert.notMatch(output.text, WARNINGS);
      },
      { latency: 200 },
    ),
  );

  // From this compatibility date on, a worker can call the methods of a Durable Object.
  if (compatibilityDate >= "2024-04-03") {
    for (const [kind, name] of [["kv", "Workers KV"], ["object", "a Durable Object"]]) {
      const options = {
        script: "./stored.mjs",
        latency: 500,
        kvNamespaces: ["KV"],
        durableObjects: { TOKENS: { className: "TokenStore", useSQLite: true } },
      };

      test(named(`${name} stores a token whose request was answered early, and new isolates read it`), () =>
        withWorker(async ({ get, output, seen }) => {
          const text = async (route) => (await get(`/${kind}/${route}`)).text();
          await text("early");
          const tokens = await Promise.all(Array.from({ length: 10 }, () => text("token")));
          assert.lengthOf(new Set(tokens), 1);
          while ((await text("kept")) === "0") await setTimeout(20);
          const cold = await Promise.all(Array.from({ length: 5 }, () => text("cold")));
          assert.deepEqual([...new Set(cold)], [tokens[0]], "the tokens must be from the storage");
          assert.equal(seen.grants, 1);
          assert.equal(await text("faults"), "");
          assert.notMatch(output.text, WARNINGS);
        }, options),
      );

      test(named(`${name} serves 20 cold requests at once`), () =>
        withWorker(async ({ get, output, seen }) => {
          const replies = await Promise.all(Array.from({ length: 20 }, () => get(`/${kind}/cold`)));
          assert.isTrue(replies.every(({ status }) => status === 200));
          // KV has no atomic add, so it cannot limit the grants.
          assert.isAtMost(seen.grants, kind === "kv" ? 20 : 3);
          assert.notMatch(output.text, WARNINGS);
        }, options),
      );
    }
  }

  // Bindings of `env` work in every request, so those of the first request work for all. Objects that a request made do
  // not.
  if (compatibilityDate >= "2024-04-03") {
    for (const kind of ["kv", "object", "stub"]) {
      test(named(`a shared account whose closures are new for each request uses those of the first request (${kind})`), async () => {
        const seen = { grants: 0 };
        const proxy = async (request) => {
          if (!new URL(request.url).pathname.endsWith("/token")) return Response.json({ ok: true });
          const token = { access_token: `Ag${++seen.grants}`, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org" };
          return Response.json({ ...token, token_type: "Bearer", expires_in: 172_800 });
        };
        const { get, output, dispose } = await start("./handlers.mjs", {
          compatibilityDate,
          kvNamespaces: ["KV"],
          durableObjects: { TOKENS: { className: "TokenStore", useSQLite: true } },
          serviceBindings: { PROXY: proxy, SECRETS: async () => new Response("bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=") },
        });
        try {
          for (const [route, grants] of [["token", 1], ["anew", 1], ["token", 0], ["anew", 1]]) {
            const reply = await get(`/${kind}/${route}`);
            assert.equal(reply.status, 200, await reply.clone().text());
            assert.deepInclude(await reply.json(), { grants, task: { ok: true } });
          }
          const replies = await Promise.all(Array.from({ length: 10 }, async () => (await get(`/${kind}/token`)).json()));
          assert.deepEqual(new Set(replies.map(({ accessToken }) => accessToken)), new Set([`Ag${seen.grants}`]));
          assert.equal(seen.grants, 3);
          const { asked, faults } = await (await get(`/${kind}/asked`)).json();
          assert.deepEqual(Object.keys(asked).sort(), ["fetch 1", "secret 1"]);
          if (kind !== "stub") assert.deepEqual(faults, []);
          else assert.match(faults.join(), /different request/);
          if (kind !== "stub") assert.notMatch(output.text, WARNINGS);
        } finally {
          await dispose();
        }
      });
    }
  }

  test(named("these tests recognize the warnings of workerd"), () =>
    withWorker(async ({ get, output }) => {
      assert.isFalse((await get("/hang")).ok);
      const waiting = get("/wait");
      await waitForRequests(get, 1);
      await get("/resolve");
      await waiting;
      // From this date on, workerd resolves such a promise in the context that made it.
      const warnings = [HUNG, ...(compatibilityDate < "2024-10-14" ? [CROSS_REQUEST] : [])];
      while (!warnings.every((warning) => warning.test(output.text))) await setTimeout(20);
    }),
  );
}
