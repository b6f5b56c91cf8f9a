// The public objects as JavaScript values: consoles, clones, and methods that are called without their object.
import { helpers, ID, isList, json, SECRET } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";

export default function (test, env) {
  const { GlobusConfigError, Scope, ServiceAccount, assert, runtime } = env;
  const { stub, failure, thrown } = helpers(env);

  const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "computeV2", "computeV3"];

  /** Returns one object of each class that an account creates, by the name of the class. */
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

  test("objects: structuredClone and postMessage throw DataCloneError", async () => {
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

  test("objects: keys, loops, spreads and JSON show no internal member", () => {
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
    test(`objects: ${inspector} shows the class and the client id`, () => {
      const { account } = stub(() => json({ code: "Done" }));
      for (const [name, object] of Object.entries(objects(account))) {
        const shown = inspect(object);
        assert.isTrue(shown.startsWith(`${name} `), shown);
        if (name !== "Paged") assert.include(shown, ID);
        for (const internal of ["ptr", "WeakSet", SECRET]) assert.notInclude(shown, internal, name);
      }
      assert.include(inspect({ transfer: account.transfer }), "TransferClient ");
    });
  }

  /** Checks the error of a method that was called without its object. */
  function assertLost(error, message) {
    assert.instanceOf(error, GlobusConfigError, message);
    assert.deepInclude(error, { code: "invalid_argument", field: "this" }, message);
  }
  const SYNCHRONOUS = ["authorizer", "collection", "dispose", "gcs", "on", "toJSON", "toString"];
  const methodsOf = (object) => {
    const prototype = Object.getPrototypeOf(object);
    const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
    return names.filter((name) => "value" in Object.getOwnPropertyDescriptor(prototype, name));
  };

  test("objects: a method that is called without its object fails with an error that shows the correct call", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const { getTask, taskList } = account.transfer;
    const error = await failure(getTask("x"));
    assertLost(error);
    assert.include(error.message, "account.transfer.getTask(...)");
    assertLost(await failure(taskList()));
    assertLost(await failure(taskList().toArray()));
    assertLost(await failure((async () => { for await (const task of taskList()) assert.fail(String(task)); })()));
    const { getToken } = account;
    assert.include((await failure(getToken("transfer"))).message, "account.getToken(...)");
    let count = 0;
    for (const [name, object] of Object.entries(objects(account))) {
      for (const method of methodsOf(object)) {
        // A list is a thenable: the engine calls these methods on the list.
        if (name === "Paged" && ["then", "catch", "finally"].includes(method)) continue;
        // An object of another class is rejected like no object.
        for (const stranger of [undefined, null, {}, 5, name === "AuthClient" ? account.groups : account.auth]) {
          const call = () => object[method].call(stranger, ...(name === "Paged" ? [] : [ID, {}, {}]));
          if (SYNCHRONOUS.includes(method)) assertLost(thrown(call), method);
          else {
            const result = call();
            assertLost(await failure(result?.next ? result.next() : result), `${name}.${method}`);
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

  test("objects: objects and their classes show public names only, and no name of the generated glue code", () => {
    const { account } = stub(() => json({ code: "Done" }));
    const scope = Scope.parse("openid")[0];
    for (const [name, object] of Object.entries({ ...objects(account), Scope: scope, CollectionClient: account.collection(ID) })) {
      for (const key of Reflect.ownKeys(object)) {
        assert.isFalse(Object.getOwnPropertyDescriptor(object, key).enumerable && name !== "Scope", `${name}: ${String(key)}`);
        if (typeof key === "string") assert.include(["name", "optional", "dependencies"], key, name);
        else assert.isFalse(Object.getOwnPropertyDescriptor(object, key).writable ?? false, name);
      }
      for (let owner = Object.getPrototypeOf(object); ![Promise, WeakSet, Object].some(({ prototype }) => owner === prototype); owner = Object.getPrototypeOf(owner)) {
        const names = [...Object.getOwnPropertyNames(owner), ...Object.getOwnPropertyNames(owner.constructor)];
        for (const member of names) assert.notMatch(member, /^_|wbg|wrap|^free$|raw|ptr|pointer/i, name);
      }
    }
    for (const internal of ["emit", "advise", "awaited", "consented", "secrets", "storageFault", "timeout", "disposed"])
      assert.isFalse(internal in account, internal);
  });

  test("objects: methods have the correct `name` and `length`", () => {
    const { account } = stub(() => json({ code: "Done" }));
    for (const [method, length] of [["getTask", 3], ["taskList", 2]]) {
      assert.deepInclude(account.transfer[method], { name: method, length });
    }
    assert.equal(account.getToken.length, 2);
  });

  test("objects: a Proxy of an account and an object that inherits from an account work like the account", async () => {
    const { account } = stub(() => json({ ok: true }));
    for (const other of [new Proxy(account, {}), Object.create(account)]) {
      assert.equal(other.clientId, ID);
      assert.deepEqual(await other.transfer.getTask("x"), { ok: true });
    }
    assert.isTrue(isList(account.transfer.taskList()));
    assert.equal(Scope.parse("openid")[0].constructor, Scope);
    assert.isString(runtime);
  });
}
