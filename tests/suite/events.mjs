import {
  helpers,
  ID,
  json,
  requestedScope,
  tokenDocuments,
  tokenReply,
  TOKEN_URL,
  TRANSFER_ALL,
  TRANSFER_URL,
} from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { assert } = env;
  const { stub, stage, failure } = helpers(env);

  /** Returns a stub with its events. `types()` returns their types and removes them. */
  function stubWithEvents(answer, options) {
    const events = [];
    const staged = stub(answer, { onEvent: (event) => events.push(event), ...options });
    return { ...staged, events, types: () => events.splice(0).map(({ type }) => type) };
  }

  test("events: a call emits a request and a response, and a grant one more event", async () => {
    const { account, types } = stubWithEvents(() => json({ code: "Done" }));
    await account.transfer.getTask("x");
    assert.deepEqual(types(), ["request", "response", "grant", "request", "response"]);
    await account.transfer.getTask("x");
    assert.deepEqual(types(), ["request", "response"]);
    await account.getToken("transfer");
    assert.deepEqual(types(), []);
    await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("x")]);
    assert.deepEqual(types(), ["request", "request", "response", "response"]);
  });

  test("events: contain the fields that a log needs", async () => {
    const headers = { "x-request-id": "r1" };
    const { account, events } = stubWithEvents(() => json({ code: "Done" }, { headers }));
    const begin = Date.now();
    await account.transfer.getTask("x", { fields: "status" });
    const [grantRequest, grantResponse, grant, request, response] = events.map(({ time, ...event }) => {
      assert.isTrue(time >= begin && time <= Date.now(), String(time));
      return event;
    });
    const { callId } = grantRequest;
    assert.isNumber(callId);
    const token = { clientId: ID, callId, method: "POST", url: TOKEN_URL, service: "auth", attempt: 1 };
    assert.deepEqual(grantRequest, { type: "request", ...token });
    assert.deepInclude(grantResponse, { type: "response", ...token, status: 200 });
    assert.deepInclude(grant, { type: "grant", clientId: ID, callId, service: "auth", resourceServers: ["transfer.api.globus.org"], scope: TRANSFER_ALL });
    assert.isAtLeast(grant.duration, 0);
    const task = { clientId: ID, callId: request.callId, method: "GET", url: `${TRANSFER_URL}/task/x`, service: "transfer", attempt: 1 };
    assert.notEqual(request.callId, callId);
    assert.deepEqual(request, { type: "request", ...task });
    assert.deepInclude(response, { type: "response", ...task, status: 200, requestId: "r1" });
    assert.isAtLeast(response.duration, 0);
  });

  test("events: are synchronous: `request` is emitted before the request is sent", async () => {
    const order = [];
    const { account } = stub(() => (order.push("fetch"), json({ code: "Done" })), { onEvent: ({ type }) => order.push(type) });
    await account.getToken("transfer");
    order.length = 0;
    const pending = account.transfer.getTask("x");
    assert.deepEqual(order, ["request", "fetch"]);
    await pending;
    assert.deepEqual(order, ["request", "fetch", "response"]);
  });

  test("events: token_dropped is emitted once, however many calls used the token", async () => {
    const events = [];
    const { account, fake } = stage({ onEvent: (event) => events.push(event) });
    await account.getToken("transfer");
    fake.revokeTokens();
    events.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => account.transfer.getSubmissionId()));
    const count = (expected) => events.filter(({ type }) => type === expected).length;
    assert.deepEqual(["token_dropped", "grant", "request", "response"].map(count), [1, 1, 101, 101]);
    const dropped = events.find(({ type }) => type === "token_dropped");
    const refused = events.find(({ type, status }) => type === "response" && status === 401);
    const { time, clientId, callId, requestId } = refused;
    const origin = { time: dropped.time, clientId, callId, requestId, service: "transfer" };
    assert.isAtLeast(dropped.time, time);
    assert.deepEqual(dropped, { type: "token_dropped", resourceServer: "transfer.api.globus.org", ...origin });
  });

  test("events: token_stale is emitted once per renewal", () =>
    withTime(async (time) => {
      const grant = ({ init }, number) =>
        number === 1
          ? tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 }))
          : json({}, { status: 400 });
      const { account, events, types } = stubWithEvents(() => json({ code: "Done" }), { grant });
      const { expiresAt } = await time.until(account.getToken("transfer"));
      await time.advance(955_000);
      types();
      for (let call = 0; call < 5; call++) await time.until(account.transfer.getTask("x"));
      const stale = () => events.filter(({ type }) => type === "token_stale");
      const [event, ...others] = stale();
      assert.deepEqual(others, []);
      const origin = { clientId: ID, time: event.time };
      assert.deepEqual(event, { type: "token_stale", resourceServer: "transfer.api.globus.org", expiresAt, ...origin });
      assert.lengthOf(
        events.filter(({ type }) => type === "grant_failed"),
        1,
      );
      await time.advance(30_000);
      for (let call = 0; call < 5; call++) await time.until(account.transfer.getTask("x"));
      assert.lengthOf(stale(), 2);
    }));

  test("events: grant_failed is emitted once, with the reason", async () => {
    const events = [];
    const { account } = stage({ clientSecret: "wrong", onEvent: (event) => events.push(event) });
    await Promise.all(Array.from({ length: 20 }, () => failure(account.getToken("transfer"))));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["request", "response", "grant_failed"],
    );
    assert.deepInclude(events[2], { code: "invalid_client", scope: TRANSFER_ALL });
  });

  test("events: each retry is emitted, with its delay and reason", () =>
    withTime(async (time) => {
      const answers = [
        () => json({}, { status: 503 }),
        () => Promise.reject(new TypeError("gone")),
        () => json({}, { status: 429, headers: { "Retry-After": "7" } }),
        () => json({ code: "Done" }),
      ];
      const { account, events } = stubWithEvents(() => answers.shift()());
      await time.until(account.getToken("transfer"));
      events.length = 0;
      await time.until(account.transfer.getTask("x"));
      const lines = events.map(({ type, attempt, status, code }) => [type, attempt, status ?? code].join(" "));
      assert.deepEqual(lines, [
        "request 1 ",
        "response 1 503",
        "retry 2 503",
        "request 2 ",
        "response 2 network_error",
        "retry 3 ",
        "request 3 ",
        "response 3 429",
        "retry 4 429",
        "request 4 ",
        "response 4 200",
      ]);
      assert.equal(events.filter(({ type }) => type === "retry")[2].delay, 7000);
    }));

  test("events: a timeout or an abort emits the response event of its request", () =>
    withTime(async (time) => {
      const { account, events } = stubWithEvents(() => new Promise(() => {}), { retries: 0, timeout: 1000 });
      await time.until(account.getToken("transfer"));
      events.length = 0;
      const late = failure(account.transfer.getTask("x"));
      await time.advance(1000);
      await late;
      const controller = new AbortController();
      const aborted = failure(account.transfer.getTask("x", {}, { signal: controller.signal }));
      controller.abort();
      await aborted;
      assert.deepEqual(
        events.map(({ type, code }) => `${type} ${code ?? ""}`),
        ["request ", "response timeout", "request ", "response "],
      );
      assert.equal(events[1].duration, 1000);
    }));

  test("events: fetch() emits events too", async () => {
    const { account, events, types } = stubWithEvents(() => json({}, { status: 404 }));
    await account.getToken("transfer");
    types();
    await account.fetch(`${TRANSFER_URL}/x?path=/private`, { method: "POST" });
    assert.deepInclude(events[0], { type: "request", method: "POST", url: `${TRANSFER_URL}/x`, service: "transfer" });
    assert.deepInclude(events[1], { type: "response", status: 404 });
  });

  /** Returns the types of a service's events, by call id. */
  const typesByCall = (events, service = "transfer") => {
    const calls = new Map();
    for (const event of events.filter((event) => event.service === service)) {
      calls.set(event.callId, [...(calls.get(event.callId) ?? []), event.type]);
    }
    return calls;
  };

  test("events: all events of one call have the same call id, and calls at the same time have different ids", () =>
    withTime(async (time) => {
      const attempts = new Map();
      const { account, events } = stubWithEvents(({ url }) => {
        const count = (attempts.get(url) ?? 0) + 1;
        attempts.set(url, count);
        if (url.endsWith("/task/0") && count === 1) return json({}, { status: 401, headers: { "x-request-id": "refused" } });
        return count < 3 ? json({}, { status: 503, headers: { "x-request-id": `r${count}` } }) : json({ code: "Done" });
      });
      await time.until(Promise.all(["0", "1", "2"].map((id) => account.transfer.getTask(id))));
      const attempt = ["request", "response"];
      assert.sameDeepMembers([...typesByCall(events).values()], [
        [...attempt, "token_dropped", ...attempt, "retry", ...attempt],
        [...attempt, "retry", ...attempt, "retry", ...attempt],
        [...attempt, "retry", ...attempt, "retry", ...attempt],
      ]);
      for (const { callId, url } of events.filter(({ url }) => url?.includes("/task/"))) {
        assert.lengthOf(new Set(events.filter((event) => event.callId === callId && event.url).map((event) => event.url)), 1, url);
      }
      const retried = events.filter(({ type }) => type === "retry");
      assert.deepEqual(new Set(retried.map(({ requestId }) => requestId)), new Set(["r1", "r2"]));
      assert.equal(events.find(({ type }) => type === "token_dropped").requestId, "refused");
    }));

  test("events: each call of a list and of a job has its own call id", async () => {
    const page = (url) => {
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return json({ DATA_TYPE: "task_list", DATA: [{ task_id: String(offset) }], offset, limit: 1, total: 3 });
    };
    const { account, events } = stubWithEvents(({ url }) => page(url));
    assert.lengthOf(await account.transfer.taskList({ limit: 1 }).toArray(), 3);
    assert.deepEqual([...typesByCall(events).values()], Array.from({ length: 3 }, () => ["request", "response"]));
    events.length = 0;
    const walking = stubWithEvents(({ url }) => {
      const path = new URL(url).searchParams.get("path");
      const DATA = path === "/" ? [{ name: "a", type: "dir" }, { name: "b", type: "dir" }] : [];
      return json({ DATA_TYPE: "file_list", DATA, path, total: DATA.length, offset: 0, limit: 1000 });
    });
    await walking.account.transfer.walk(ID, { path: "/" }).toArray();
    assert.deepEqual([...typesByCall(walking.events).values()], Array.from({ length: 3 }, () => ["request", "response"]));
  });

  test("events: a consent event has the id of the call that needed it, and the request id of the refusal", async () => {
    const DATA = `https://auth.globus.org/scopes/${ID}/data_access`;
    const { account, events } = stubWithEvents((_, number) =>
      number > 1
        ? json({ DATA: [] })
        : json(
            { code: "ConsentRequired", message: "x", required_scopes: [`${TRANSFER_ALL}[*${DATA}]`], request_id: "needed" },
            { status: 403 },
          ),
    );
    await account.transfer.operationLs(ID);
    const consent = events.find(({ type }) => type === "consent");
    const { callId } = events.find(({ type, service }) => type === "request" && service === "transfer");
    assert.deepInclude(consent, { callId, service: "transfer", requestId: "needed", resourceServer: "transfer.api.globus.org" });
    assert.include(consent.scopes.join(), DATA);
  });

  test("events: grant_failed has the call id and request id of the request to Globus Auth", async () => {
    const { account, events } = stubWithEvents(() => json({}), {
      grant: () => json({ error: "invalid_client" }, { status: 401, headers: { "x-request-id": "denied" } }),
    });
    await failure(account.getToken("transfer"));
    const [request, , failed] = events;
    assert.deepInclude(failed, { type: "grant_failed", callId: request.callId, service: "auth", requestId: "denied" });
  });

  test("events: an error of a listener changes nothing", async () => {
    for (const onEvent of [
      () => {
        throw new Error("listener");
      },
      () => {
        throw undefined;
      },
      async () => {
        return 5;
      },
      async () => {
        throw new Error("listener");
      },
      () => ({
        get then() {
          throw new Error("listener");
        },
      }),
    ]) {
      const { account, calls, grants } = stub((_, number) => json({ ok: true }, { status: number === 1 ? 401 : 200 }), {
        onEvent,
      });
      assert.deepEqual(await account.transfer.getTask("x"), { ok: true });
      assert.deepEqual([calls.length, grants.length], [2, 2]);
    }
  });
}
