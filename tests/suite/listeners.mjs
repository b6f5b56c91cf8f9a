// Event listeners that are added and removed: `account.on()`.
import { helpers, ID, json, SECRET } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { stub, failure, thrown } = helpers(env);

  const stubDone = (options) => stub(() => json({ code: "Done" }), options);

  test("on: a listener receives the events of its type, or all events, until it is removed", async () => {
    const received = [];
    const record = (name) => (event) => received.push(`${name} ${event.type}`);
    const { account } = stubDone({ onEvent: record("option") });
    await account.getToken("transfer");
    received.length = 0;
    const stops = [account.on("response", record("response")), account.on("*", record("all")), account.on("grant", record("grant"))];
    await account.transfer.getTask("x");
    assert.deepEqual(received, ["option request", "all request", "option response", "response response", "all response"]);
    received.length = 0;
    for (const stop of stops) assert.isUndefined(stop());
    for (const stop of stops) stop();
    await account.transfer.getTask("x");
    assert.deepEqual(received, ["option request", "option response"]);
  });

  test("on: one function can be added twice, and each registration is removed separately", async () => {
    const { account } = stubDone();
    let count = 0;
    const listener = () => (count += 1);
    const [first, second] = [account.on("grant", listener), account.on("*", listener)];
    await account.getToken("transfer");
    assert.equal(count, 4, "request, response, grant, and grant again");
    first();
    await account.getToken("transfer", { forceRefresh: true });
    assert.equal(count, 7);
    second();
    await account.getToken("transfer", { forceRefresh: true });
    assert.equal(count, 7);
  });

  test("on: a listener can add and remove listeners while an event is emitted", async () => {
    const { account } = stubDone();
    await account.getToken("transfer");
    const received = [];
    const stops = {};
    const first = account.on("request", () => {
      received.push("first");
      first();
      stops.second();
      stops.added = account.on("*", ({ type }) => received.push(`added ${type}`));
    });
    stops.second = account.on("request", () => received.push("second"));
    account.on("request", () => received.push("third"));
    await account.transfer.getTask("x");
    assert.deepEqual(received, ["first", "third", "added response"]);
    stops.added();
    await account.transfer.getTask("x");
    assert.deepEqual(received.slice(3), ["third"]);
  });

  test("on: a listener that changes the event, throws or rejects does not affect other listeners", async () => {
    const { account } = stubDone();
    const received = [];
    account.on("*", (event) => {
      for (const name of Object.keys(event)) delete event[name];
      throw new Error("listener");
    });
    account.on("*", async () => {
      throw new Error("listener");
    });
    account.on("*", ({ type, clientId }) => received.push([type, clientId]));
    await account.transfer.getTask("x");
    assert.deepEqual(received, ["request", "response", "grant", "request", "response"].map((type) => [type, ID]));
  });

  test("on: an unknown event type gets no events; an invalid type or listener is rejected", async () => {
    const { account } = stubDone();
    const received = [];
    account.on("of_a_version_to_come", (event) => received.push(event));
    account.on("constructor", (event) => received.push(event));
    await account.transfer.getTask("x");
    assert.deepEqual(received, []);
    for (const [field, type, listener] of [
      ["type", undefined, () => {}],
      ["type", "", () => {}],
      ["type", 5, () => {}],
      ["type", () => {}, undefined],
      ["listener", "*", undefined],
      ["listener", "retry", { handleEvent() {} }],
    ]) {
      const error = thrown(() => account.on(type, listener));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "invalid_argument", field });
    }
    const { on } = account;
    assert.equal(thrown(() => on("*", () => {})).field, "this");
  });

  test("on: all listeners of a shared account receive its events", async () => {
    const options = { clientId: crypto.randomUUID(), clientSecret: () => SECRET };
    const fetch = async () => json({}, { status: 400 });
    const received = [];
    for (const name of ["a", "b"]) {
      ServiceAccount.shared({ ...options, fetch: async () => fetch(), retries: 0 }).on("grant_failed", ({ clientId }) => received.push(name, clientId));
    }
    await failure(ServiceAccount.shared({ ...options, retries: 0 }).getToken("transfer"));
    assert.deepEqual(received, ["a", options.clientId, "b", options.clientId]);
  });

  test("on: events of jobs are emitted too, with their time and client id", async () => {
    const { account } = stub(() => json({ DATA_TYPE: "task", task_id: ID, status: "INACTIVE", type: "TRANSFER" }));
    const received = [];
    const stop = account.on("inactive", (event) => received.push(event));
    await failure(account.transfer.taskWait(ID, { failOnInactive: true }));
    stop();
    assert.lengthOf(received, 1);
    assert.deepInclude(received[0], { type: "inactive", clientId: ID, service: "transfer", id: ID });
    assert.isNumber(received[0].time);
  });
}
