// Listeners that come and go: `account.on()`.
import { helpers, ID, json, SECRET } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { stub, failure, thrown } = helpers(env);

  const staged = (options) => stub(() => json({ code: "Done" }), options);

  test("on: hears the events of its type, or all, from then on until it is ended", async () => {
    const heard = [];
    const note = (name) => (event) => heard.push(`${name} ${event.type}`);
    const { account } = staged({ onEvent: note("option") });
    await account.getToken("transfer");
    heard.length = 0;
    const stops = [account.on("response", note("response")), account.on("*", note("all")), account.on("grant", note("grant"))];
    await account.transfer.getTask("x");
    assert.deepEqual(heard, ["option request", "all request", "option response", "response response", "all response"]);
    heard.length = 0;
    for (const stop of stops) assert.isUndefined(stop());
    for (const stop of stops) stop();
    await account.transfer.getTask("x");
    assert.deepEqual(heard, ["option request", "option response"]);
  });

  test("on: one function may listen twice, and each time is ended by itself", async () => {
    const { account } = staged();
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

  test("on: listeners add and end listeners while they are told", async () => {
    const { account } = staged();
    await account.getToken("transfer");
    const heard = [];
    const stops = {};
    const first = account.on("request", () => {
      heard.push("first");
      first();
      stops.second();
      stops.added = account.on("*", ({ type }) => heard.push(`added ${type}`));
    });
    stops.second = account.on("request", () => heard.push("second"));
    account.on("request", () => heard.push("third"));
    await account.transfer.getTask("x");
    assert.deepEqual(heard, ["first", "third", "added response"]);
    stops.added();
    await account.transfer.getTask("x");
    assert.deepEqual(heard.slice(3), ["third"]);
  });

  test("on: what one does to an event, throws or rejects with, no other sees", async () => {
    const { account } = staged();
    const heard = [];
    account.on("*", (event) => {
      for (const name of Object.keys(event)) delete event[name];
      throw new Error("listener");
    });
    account.on("*", async () => {
      throw new Error("listener");
    });
    account.on("*", ({ type, clientId }) => heard.push([type, clientId]));
    await account.transfer.getTask("x");
    assert.deepEqual(heard, ["request", "response", "grant", "request", "response"].map((type) => [type, ID]));
  });

  test("on: a type that is not known yet is taken, and hears nothing; what is no type or no function is refused", async () => {
    const { account } = staged();
    const heard = [];
    account.on("of_a_version_to_come", (event) => heard.push(event));
    account.on("constructor", (event) => heard.push(event));
    await account.transfer.getTask("x");
    assert.deepEqual(heard, []);
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

  test("on: those who share an account all hear of it", async () => {
    const options = { clientId: crypto.randomUUID(), clientSecret: () => SECRET };
    const fetch = async () => json({}, { status: 400 });
    const heard = [];
    for (const name of ["a", "b"]) {
      ServiceAccount.shared({ ...options, fetch: async () => fetch(), retries: 0 }).on("grant_failed", ({ clientId }) => heard.push(name, clientId));
    }
    await failure(ServiceAccount.shared({ ...options, retries: 0 }).getToken("transfer"));
    assert.deepEqual(heard, ["a", options.clientId, "b", options.clientId]);
  });

  test("on: what jobs see is told too, with its time and whose it is", async () => {
    const { account } = stub(() => json({ DATA_TYPE: "task", task_id: ID, status: "INACTIVE", type: "TRANSFER" }));
    const heard = [];
    const stop = account.on("inactive", (event) => heard.push(event));
    await failure(account.transfer.taskWait(ID, { failOnInactive: true }));
    stop();
    assert.lengthOf(heard, 1);
    assert.deepInclude(heard[0], { type: "inactive", clientId: ID, service: "transfer", id: ID });
    assert.isNumber(heard[0].time);
  });
}
