// The public objects as things: consoles, clones, methods that have lost them.
import { helpers, ID, isList, json, SECRET } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";

export default function (test, env) {
  const { GlobusConfigError, Scope, ServiceAccount, assert, runtime } = env;
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
      assert.include(inspect({ transfer: account.transfer }), "TransferClient ");
    });
  }

  /** Checks the error of a method that has lost its object. */
  function isLost(error, about) {
    assert.instanceOf(error, GlobusConfigError, about);
    assert.deepInclude(error, { code: "invalid_argument", field: "this" }, about);
  }
  const SYNCHRONOUS = ["authorizer", "collection", "dispose", "gcs", "on", "toJSON", "toString"];
  const methodsOf = (object) => {
    const prototype = Object.getPrototypeOf(object);
    const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
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

  test("objects: what the glue calls itself is nobody's: objects, their classes and those above have public names alone", () => {
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
    for (const privately of ["emit", "advise", "awaited", "consented", "secrets", "storageFault", "timeout", "disposed"])
      assert.isFalse(privately in account, privately);
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
    assert.isTrue(isList(account.transfer.taskList()));
    assert.equal(Scope.parse("openid")[0].constructor, Scope);
    assert.isString(runtime);
  });
}
