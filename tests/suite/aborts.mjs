// An abort: whatever takes a signal rejects with the signal's own reason, be it an error, a text or nothing at all.
import { ID, helpers, json } from "./helpers.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { assert } = env;
  const { stub } = helpers(env);

  /** How a promise ends. */
  const end = (promise) => Promise.resolve(promise).then((value) => ({ value }), (reason) => ({ reason }));
  const OTHER = "11111111-2222-4333-8444-555555555555";

  const iterated = async (list) => {
    for await (const item of list) assert.fail(String(item));
  };
  const endless = () => new ReadableStream({ pull: () => new Promise(() => {}) });

  /** All that takes a signal, by name: `(account, { signal }) => promise`. */
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
    "collection put, a stream": (a, o) => a.collection(OTHER).put("/x", endless(), o),
    "collection delete": (a, o) => a.collection(OTHER).delete("/x", o),
    doctor: (a, o) => a.doctor({ collections: [OTHER] }, o),
  };

  const REASONS = [new Error("mine"), new DOMException("late", "TimeoutError"), "enough", { a: 1 }, 0, null];

  /** Where a call may be when it is aborted. */
  const never = () => new Promise(() => {});
  const PLACES = {
    "before it": () => [],
    "in a grant": () => [never, { grant: never }],
    "in its request": () => [never],
    "in a storage": () => [never, { storage: { get: never, set: never, delete: never } }],
    "in a sleep": () => [() => json({ code: "Busy" }, { status: 429, headers: { "retry-after": "50" } })],
  };

  for (const [place, staged] of Object.entries(PLACES)) {
    test(`abort: rejects with the reason itself, ${place}`, async () => {
      const isOver = (name) => name.startsWith("getToken") && ["in its request", "in a sleep"].includes(place) || (name === "fetch" && place === "in a sleep");
      for (const [name, call] of Object.entries(CALLS).filter(([name]) => !isOver(name))) {
        for (const reason of REASONS) {
          const controller = new AbortController();
          const { account } = stub(...staged());
          if (place === "before it") controller.abort(reason);
          const ended = end(call(account, { signal: controller.signal }));
          if (place !== "before it") await settle(2);
          controller.abort(reason);
          const found = await ended;
          assert.isTrue("reason" in found && found.reason === reason, `${name}: ${String(found.reason ?? JSON.stringify(found))}`);
        }
      }
    });
  }

  test("abort: a body that the same signal ends is no other reason", async () => {
    const controller = new AbortController();
    const reason = new Error("mine");
    async function* body() {
      yield "a";
      await new Promise((_, reject) => controller.signal.addEventListener("abort", () => reject(new Error("of the stream"))));
    }
    const { account } = stub(({ url, init }) => (url.includes("/endpoint/") ? json({ https_server: "https://m-1.data.globus.org" }) : new Response(init.body).text().then(never)));
    const ended = end(account.collection(OTHER).put("/x", body(), { signal: controller.signal }));
    await settle();
    controller.abort(reason);
    assert.strictEqual((await ended).reason, reason);
  });

  test("abort: without a reason it is the platform's own", async () => {
    for (const [name, call] of Object.entries(CALLS)) {
      const controller = new AbortController();
      const ended = end(call(stub(never, { grant: never }).account, { signal: controller.signal }));
      await settle(2);
      controller.abort();
      assert.strictEqual((await ended).reason, controller.signal.reason, name);
    }
  });
}
