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

  function heard(answer, options) {
    const events = [];
    const staged = stub(answer, { onEvent: (event) => events.push(event), ...options });
    return { ...staged, events, types: () => events.splice(0).map(({ type }) => type) };
  }

  test("events: a call is one request and one response, and a grant one event more", async () => {
    const { account, types } = heard(() => json({ code: "Done" }));
    await account.transfer.getTask("x");
    assert.deepEqual(types(), ["request", "response", "grant", "request", "response"]);
    await account.transfer.getTask("x");
    assert.deepEqual(types(), ["request", "response"]);
    await account.getToken("transfer");
    assert.deepEqual(types(), []);
    await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("x")]);
    assert.deepEqual(types(), ["request", "request", "response", "response"]);
  });

  test("events: say what a log needs", async () => {
    const headers = { "x-request-id": "r1" };
    const { account, events } = heard(() => json({ code: "Done" }, { headers }));
    const begin = Date.now();
    await account.transfer.getTask("x", { fields: "status" });
    const [asking, answered, grant, request, response] = events.map(({ time, ...event }) => {
      assert.isTrue(time >= begin && time <= Date.now(), String(time));
      return event;
    });
    const { callId } = asking;
    assert.isNumber(callId);
    const token = { clientId: ID, callId, method: "POST", url: TOKEN_URL, service: "auth", attempt: 1 };
    assert.deepEqual(asking, { type: "request", ...token });
    assert.deepInclude(answered, { type: "response", ...token, status: 200 });
    assert.deepInclude(grant, { type: "grant", clientId: ID, callId, service: "auth", resourceServers: ["transfer.api.globus.org"], scope: TRANSFER_ALL });
    assert.isAtLeast(grant.duration, 0);
    const task = { clientId: ID, callId: request.callId, method: "GET", url: `${TRANSFER_URL}/task/x`, service: "transfer", attempt: 1 };
    assert.notEqual(request.callId, callId);
    assert.deepEqual(request, { type: "request", ...task });
    assert.deepInclude(response, { type: "response", ...task, status: 200, requestId: "r1" });
    assert.isAtLeast(response.duration, 0);
  });

  test("events: are synchronous: a request is told before it is sent", async () => {
    const order = [];
    const { account } = stub(() => (order.push("fetch"), json({ code: "Done" })), { onEvent: ({ type }) => order.push(type) });
    await account.getToken("transfer");
    order.length = 0;
    const pending = account.transfer.getTask("x");
    assert.deepEqual(order, ["request", "fetch"]);
    await pending;
    assert.deepEqual(order, ["request", "fetch", "response"]);
  });

  test("events: a token that is dropped is told once, however many calls had used it", async () => {
    const events = [];
    const { account, fake } = stage({ onEvent: (event) => events.push(event) });
    await account.getToken("transfer");
    fake.revokeTokens();
    events.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => account.transfer.getSubmissionId()));
    const count = (wanted) => events.filter(({ type }) => type === wanted).length;
    assert.deepEqual(["token_dropped", "grant", "request", "response"].map(count), [1, 1, 101, 101]);
    const dropped = events.find(({ type }) => type === "token_dropped");
    const refused = events.find(({ type, status }) => type === "response" && status === 401);
    const { time, clientId, callId, requestId } = refused;
    const origin = { time: dropped.time, clientId, callId, requestId, service: "transfer" };
    assert.isAtLeast(dropped.time, time);
    assert.deepEqual(dropped, { type: "token_dropped", resourceServer: "transfer.api.globus.org", ...origin });
  });

  test("events: a token near its end is told once per renewal", () =>
    withTime(async (time) => {
      const grant = ({ init }, number) =>
        number === 1
          ? tokenReply(tokenDocuments(requestedScope(init), { expires_in: 1000 }))
          : json({}, { status: 400 });
      const { account, events, types } = heard(() => json({ code: "Done" }), { grant });
      const { expiresAt } = await time.until(account.getToken("transfer"));
      await time.advance(955_000);
      types();
      for (let call = 0; call < 5; call++) await time.until(account.transfer.getTask("x"));
      const stale = () => events.filter(({ type }) => type === "token_stale");
      const [told, ...others] = stale();
      assert.deepEqual(others, []);
      const origin = { clientId: ID, time: told.time };
      assert.deepEqual(told, { type: "token_stale", resourceServer: "transfer.api.globus.org", expiresAt, ...origin });
      assert.lengthOf(
        events.filter(({ type }) => type === "grant_failed"),
        1,
      );
      await time.advance(30_000);
      for (let call = 0; call < 5; call++) await time.until(account.transfer.getTask("x"));
      assert.lengthOf(stale(), 2);
    }));

  test("events: a grant that failed is told once, with the reason", async () => {
    const events = [];
    const { account } = stage({ clientSecret: "wrong", onEvent: (event) => events.push(event) });
    await Promise.all(Array.from({ length: 20 }, () => failure(account.getToken("transfer"))));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["request", "response", "grant_failed"],
    );
    assert.deepInclude(events[2], { code: "invalid_client", scope: TRANSFER_ALL });
  });

  test("events: each repetition is told, with what is waited for", () =>
    withTime(async (time) => {
      const answers = [
        () => json({}, { status: 503 }),
        () => Promise.reject(new TypeError("gone")),
        () => json({}, { status: 429, headers: { "Retry-After": "7" } }),
        () => json({ code: "Done" }),
      ];
      const { account, events } = heard(() => answers.shift()());
      await time.until(account.getToken("transfer"));
      events.length = 0;
      await time.until(account.transfer.getTask("x"));
      const told = events.map(({ type, attempt, status, code }) => [type, attempt, status ?? code].join(" "));
      assert.deepEqual(told, [
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

  test("events: timeouts and aborts are told as the end of their request", () =>
    withTime(async (time) => {
      const { account, events } = heard(() => new Promise(() => {}), { retries: 0, timeout: 1000 });
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

  test("events: fetch() is told too", async () => {
    const { account, events, types } = heard(() => json({}, { status: 404 }));
    await account.getToken("transfer");
    types();
    await account.fetch(`${TRANSFER_URL}/x?path=/private`, { method: "POST" });
    assert.deepInclude(events[0], { type: "request", method: "POST", url: `${TRANSFER_URL}/x`, service: "transfer" });
    assert.deepInclude(events[1], { type: "response", status: 404 });
  });

  /** The events that belong to calls of a service, by their calls. */
  const byCall = (events, service = "transfer") => {
    const calls = new Map();
    for (const event of events.filter((event) => event.service === service)) {
      calls.set(event.callId, [...(calls.get(event.callId) ?? []), event.type]);
    }
    return calls;
  };

  test("events: those of one call have one id, and those of calls at the same time have others", () =>
    withTime(async (time) => {
      const seen = new Map();
      const { account, events } = heard(({ url }) => {
        const count = (seen.get(url) ?? 0) + 1;
        seen.set(url, count);
        if (url.endsWith("/task/0") && count === 1) return json({}, { status: 401, headers: { "x-request-id": "refused" } });
        return count < 3 ? json({}, { status: 503, headers: { "x-request-id": `r${count}` } }) : json({ code: "Done" });
      });
      await time.until(Promise.all(["0", "1", "2"].map((id) => account.transfer.getTask(id))));
      const attempt = ["request", "response"];
      assert.sameDeepMembers([...byCall(events).values()], [
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

  test("events: each call of a list and of a job has its own id", async () => {
    const page = (url) => {
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return json({ DATA_TYPE: "task_list", DATA: [{ task_id: String(offset) }], offset, limit: 1, total: 3 });
    };
    const { account, events } = heard(({ url }) => page(url));
    assert.lengthOf(await account.transfer.taskList({ limit: 1 }).toArray(), 3);
    assert.deepEqual([...byCall(events).values()], Array.from({ length: 3 }, () => ["request", "response"]));
    events.length = 0;
    const walking = heard(({ url }) => {
      const path = new URL(url).searchParams.get("path");
      const DATA = path === "/" ? [{ name: "a", type: "dir" }, { name: "b", type: "dir" }] : [];
      return json({ DATA_TYPE: "file_list", DATA, path, total: DATA.length, offset: 0, limit: 1000 });
    });
    await walking.account.transfer.walk(ID, { path: "/" }).toArray();
    assert.deepEqual([...byCall(walking.events).values()], Array.from({ length: 3 }, () => ["request", "response"]));
  });

  test("events: a consent is told of the call that needed it, with the id of the answer that said so", async () => {
    const DATA = `https://auth.globus.org/scopes/${ID}/data_access`;
    const { account, events } = heard((_, number) =>
      number > 1
        ? json({ DATA: [] })
        : json(
            { code: "ConsentRequired", message: "x", required_scopes: [`${TRANSFER_ALL}[*${DATA}]`], request_id: "needed" },
            { status: 403 },
          ),
    );
    await account.transfer.operationLs(ID);
    const told = events.find(({ type }) => type === "consent");
    const { callId } = events.find(({ type, service }) => type === "request" && service === "transfer");
    assert.deepInclude(told, { callId, service: "transfer", requestId: "needed", resourceServer: "transfer.api.globus.org" });
    assert.include(told.scopes.join(), DATA);
  });

  test("events: a grant that failed is told with the call to Globus Auth", async () => {
    const { account, events } = heard(() => json({}), {
      grant: () => json({ error: "invalid_client" }, { status: 401, headers: { "x-request-id": "denied" } }),
    });
    await failure(account.getToken("transfer"));
    const [request, , failed] = events;
    assert.deepInclude(failed, { type: "grant_failed", callId: request.callId, service: "auth", requestId: "denied" });
  });

  test("events: what a listener throws is its own affair, and changes nothing", async () => {
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
