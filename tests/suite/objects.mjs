// The public objects as things: consoles, clones, methods that have lost them.
import { helpers, ID, json, SECRET } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";

export default function (test, env) {
  const { GlobusConfigError, Paged, Scope, ServiceAccount, assert, runtime } = env;
  const { stub, failure, thrown } = helpers(env);

  const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "computeV2", "computeV3"];

  /** Every kind of object that an account gives, by its class. */
  function objects(account) {
    const clients = Object.fromEntries(SERVICES.map((name) => [`${name[0].toUpperCase()}${name.slice(1)}Client`, account[name]]));
    return {
      ServiceAccount: account,
      ...clients,
      GcsClient: account.gcs("abc.data.globus.org"),
      Authorizer: account.authorizer("transfer"),
      Paged: account.transfer.taskList(),
    };
  }

  test("objects: a clone is refused, and so is the way to another thread", async () => {
    class Own extends ServiceAccount {}
    const { account } = stub(() => json({ code: "Done" }));
    const own = new Own({ clientId: ID, clientSecret: SECRET });
    assert.instanceOf(own, Own);
    const walk = account.transfer.walk(ID);
    const collection = account.collection(ID);
    for (const [name, object] of Object.entries({ ...objects(account), own, walk, collection })) {
      for (const value of [object, { object }, [object]]) {
        const error = thrown(() => structuredClone(value));
        assert.equal(error.name, "DataCloneError", name);
      }
    }
    if (typeof MessageChannel !== "function") return;
    const { port1, port2 } = new MessageChannel();
    assert.equal(thrown(() => port1.postMessage(account)).name, "DataCloneError");
    port1.close();
    port2.close();
  });

  test("objects: nothing internal shows", () => {
    const { account } = stub(() => json({ code: "Done" }));
    for (const [name, object] of Object.entries(objects(account))) {
      assert.deepEqual(Object.keys(object), [], name);
      const names = [];
      for (const member in object) names.push(member);
      assert.deepEqual(names, [], name);
      assert.deepEqual({ ...object }, {}, name);
      assert.notInclude(JSON.stringify(object), "ptr");
      assert.equal(object.constructor.name, name);
      if (name !== "ServiceAccount") assert.notProperty(object, Symbol.dispose ?? "dispose", name);
    }
  });

  for (const [inspector, inspect] of Object.entries(inspectors)) {
    test(`objects: ${inspector} shows a class and whose it is`, () => {
      const { account } = stub(() => json({ code: "Done" }));
      for (const [name, object] of Object.entries(objects(account))) {
        const shown = inspect(object);
        assert.isTrue(shown.startsWith(`${name} `), shown);
        if (name !== "Paged") assert.include(shown, ID);
        for (const internal of ["ptr", "WeakSet", SECRET]) assert.notInclude(shown, internal, name);
      }
      const { transfer } = account;
      transfer.free();
      assert.include(inspect({ transfer }), "TransferClient ");
    });
  }

  /** Checks the error of a method that has lost its object. */
  function isLost(error, about) {
    assert.instanceOf(error, GlobusConfigError, about);
    assert.deepInclude(error, { code: "invalid_argument", field: "this" }, about);
  }
  const SYNCHRONOUS = ["authorizer", "collection", "dispose", "gcs", "toJSON", "toString"];
  const methodsOf = (object) => {
    const prototype = Object.getPrototypeOf(object);
    const names = Object.getOwnPropertyNames(prototype).filter((name) => !["constructor", "free", "__destroy_into_raw"].includes(name));
    return names.filter((name) => "value" in Object.getOwnPropertyDescriptor(prototype, name));
  };

  test("objects: a method that is called without its object rejects, and says how it is called", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const { getTask, taskList } = account.transfer;
    const error = await failure(getTask("x"));
    isLost(error);
    assert.include(error.message, "account.transfer.getTask(...)");
    isLost(await failure(taskList()));
    isLost(await failure(taskList().toArray()));
    isLost(await failure((async () => { for await (const task of taskList()) assert.fail(String(task)); })()));
    const { getToken } = account;
    assert.include((await failure(getToken("transfer"))).message, "account.getToken(...)");
    let count = 0;
    for (const [name, object] of Object.entries(objects(account))) {
      for (const method of methodsOf(object)) {
        // A list is a promise: what settles one calls these with it.
        if (name === "Paged" && ["then", "catch", "finally"].includes(method)) continue;
        // Nor is an object of another class its own.
        for (const stranger of [undefined, null, {}, 5, name === "AuthClient" ? account.groups : account.auth]) {
          const call = () => object[method].call(stranger, ...(name === "Paged" ? [] : [ID, {}, {}]));
          if (SYNCHRONOUS.includes(method)) isLost(thrown(call), method);
          else {
            const result = call();
            isLost(await failure(result?.next ? result.next() : result), `${name}.${method}`);
          }
          count += 1;
        }
      }
    }
    assert.isAbove(count, 1000);
    assert.deepEqual([calls.length, grants.length], [0, 0]);
    const bound = account.transfer.getTask.bind(account.transfer);
    assert.deepEqual(await bound("x"), { code: "Done" });
  });

  test("objects: an object that was freed says so", async () => {
    for (const name of ["ServiceAccount", "TransferClient", "GcsClient", "Authorizer"]) {
      const object = objects(stub(() => json({ code: "Done" })).account)[name];
      object.free();
      for (const method of methodsOf(object)) {
        const call = () => object[method](ID, {}, {});
        const error = SYNCHRONOUS.includes(method) ? thrown(call) : await failure(call());
        isLost(error, method);
        assert.match(error.message, /was freed/);
      }
    }
    const { account } = stub(() => json({ code: "Done" }));
    account.free();
    for (const name of ["transfer", "clientId", "username", "principal"]) isLost(thrown(() => account[name]), name);
  });

  test("objects: methods keep their names and the number of their arguments", () => {
    const { account } = stub(() => json({ code: "Done" }));
    for (const [method, length] of [["getTask", 3], ["taskList", 2]]) {
      assert.deepInclude(account.transfer[method], { name: method, length });
    }
    assert.equal(account.getToken.length, 2);
  });

  test("objects: a proxy around an account, and an object that inherits from it, work as it does", async () => {
    const { account } = stub(() => json({ ok: true }));
    for (const other of [new Proxy(account, {}), Object.create(account)]) {
      assert.equal(other.clientId, ID);
      assert.deepEqual(await other.transfer.getTask("x"), { ok: true });
    }
    assert.instanceOf(account.transfer.taskList(), Paged);
    assert.equal(Scope.parse("openid")[0].constructor, Scope);
    assert.isString(runtime);
  });
}
