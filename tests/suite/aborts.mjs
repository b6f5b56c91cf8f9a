// Aborts: every method that accepts a signal rejects with the signal's reason unchanged: an error, a text or `null`.
import { ID, helpers, json } from "./helpers.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { assert } = env;
  const { stub } = helpers(env);

  /** Returns the outcome of a promise: its value or its reason. */
  const outcomeOf = (promise) => Promise.resolve(promise).then((value) => ({ value }), (reason) => ({ reason }));
  const OTHER = "11111111-2222-4333-8444-555555555555";

  const iterated = async (list) => {
    for await (const item of list) assert.fail(String(item));
  };
  const endlessBody = () => new ReadableStream({ pull: () => new Promise(() => {}) });

  /** All methods that accept a signal, by name: `(account, { signal }) => promise`. */
  const CALLS = {
    getToken: (a, o) => a.getToken("transfer", o),
    getTokens: (a, o) => a.getTokens(["transfer", "groups"], o),
    call: (a, o) => a.transfer.getTask("x", undefined, o),
    withResponse: (a, o) => a.transfer.getTask("x", undefined, o).withResponse(),
    submission: (a, o) => a.transfer.submitTransfer({ source_endpoint: "a", destination_endpoint: "b", DATA: [{ source_path: "/a", destination_path: "/b" }] }, undefined, o),
    "list, awaited": (a, o) => a.transfer.taskList(undefined, o),
    "list, iterated": (a, o) => iterated(a.transfer.taskList(undefined, o)),
    toArray: (a, o) => a.transfer.taskList(undefined, o).toArray(),
    walk: (a, o) => a.transfer.walk("x", undefined, o).toArray(),
    request: (a, o) => a.request({ service: "transfer", path: "/x", ...o }),
    "raw request": (a, o) => a.request({ service: "transfer", path: "/x", raw: true, ...o }),
    fetch: (a, o) => a.fetch("https://transfer.api.globus.org/v0.10/x", o),
    "gcs": (a, o) => a.gcs({ collection: OTHER }).getEndpoint(undefined, o),
    taskWait: (a, o) => a.transfer.taskWait("x", o),
    runWait: (a, o) => a.flows.runWait("x", o),
    healRun: (a, o) => a.flows.healRun(OTHER, o),
    healJob: (a, o) => a.timers.healJob(OTHER, o),
    createTimer: (a, o) => a.timers.createTimer({ timer: { timer_type: "transfer", schedule: { type: "once" }, body: { source_endpoint: OTHER, destination_endpoint: ID, DATA: [] } } }, undefined, o),
    addMember: (a, o) => a.groups.addMember(OTHER, ID, undefined, o),
    join: (a, o) => a.groups.join(OTHER, o),
    share: (a, o) => a.share(OTHER, { path: "/", principal: "ada@example.org" }, o),
    unshare: (a, o) => a.unshare(OTHER, { path: "/", principal: { everyone: "public" } }, o),
    createGuestCollection: (a, o) => a.createGuestCollection(OTHER, { display_name: "n", collection_base_path: "/" }, o),
    "collection get": (a, o) => a.collection(OTHER).get("/x", o),
    "collection get, the last bytes": (a, o) => a.collection(OTHER).get("/x", { range: { last: 5 }, ...o }),
    "collection head": (a, o) => a.collection(OTHER).head("/x", o),
    "collection put": (a, o) => a.collection(OTHER).put("/x", "body", o),
    "collection put, a stream": (a, o) => a.collection(OTHER).put("/x", endlessBody(), o),
    "collection delete": (a, o) => a.collection(OTHER).delete("/x", o),
    doctor: (a, o) => a.doctor({ collections: [OTHER] }, o),
  };

  const REASONS = [new Error("mine"), new DOMException("late", "TimeoutError"), "enough", { a: 1 }, 0, null];

  const never = () => new Promise(() => {});
  /** The phases in which a call may be aborted. Each returns the arguments of `stub` that keep a call in this phase. */
  const PHASES = {
    "before the call": () => [],
    "during a grant": () => [never, { grant: never }],
    "during its request": () => [never],
    "during a storage operation": () => [never, { storage: { get: never, set: never, delete: never } }],
    "during a pause between attempts": () => [() => json({ code: "Busy" }, { status: 429, headers: { "retry-after": "50" } })],
  };

  for (const [phase, stubArguments] of Object.entries(PHASES)) {
    test(`abort: the call rejects with the reason unchanged, ${phase}`, async () => {
      const lacksPhase = (name) => name.startsWith("getToken") && ["during its request", "during a pause between attempts"].includes(phase) || (name === "fetch" && phase === "during a pause between attempts");
      for (const [name, call] of Object.entries(CALLS).filter(([name]) => !lacksPhase(name))) {
        for (const reason of REASONS) {
          const controller = new AbortController();
          const { account } = stub(...stubArguments());
          if (phase === "before the call") controller.abort(reason);
          const promise = outcomeOf(call(account, { signal: controller.signal }));
          if (phase !== "before the call") await settle(2);
          controller.abort(reason);
          const outcome = await promise;
          assert.isTrue("reason" in outcome && outcome.reason === reason, `${name}: ${String(outcome.reason ?? JSON.stringify(outcome))}`);
        }
      }
    });
  }

  test("abort: a request body that the same signal ends does not change the reason", async () => {
    const controller = new AbortController();
    const reason = new Error("mine");
    async function* body() {
      yield "a";
      await new Promise((_, reject) => controller.signal.addEventListener("abort", () => reject(new Error("the stream's own"))));
    }
    const { account } = stub(({ url, init }) => (url.includes("/endpoint/") ? json({ https_server: "https://m-1.data.globus.org" }) : new Response(init.body).text().then(never)));
    const promise = outcomeOf(account.collection(OTHER).put("/x", body(), { signal: controller.signal }));
    await settle();
    controller.abort(reason);
    assert.strictEqual((await promise).reason, reason);
  });

  test("abort: without a reason, the call rejects with the platform's own", async () => {
    for (const [name, call] of Object.entries(CALLS)) {
      const controller = new AbortController();
      const promise = outcomeOf(call(stub(never, { grant: never }).account, { signal: controller.signal }));
      await settle(2);
      controller.abort();
      assert.strictEqual((await promise).reason, controller.signal.reason, name);
    }
  });
}
