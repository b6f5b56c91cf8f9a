import { helpers, json, TRANSFER_URL } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusConfigError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Returns the last request that `call(account)` sends. */
  async function requestOf(call) {
    const { account, calls } = stub(() => json({ DATA: [], value: "s", task_id: "t" }));
    await call(account);
    return calls.at(-1);
  }

  const queryOf = async (query) => {
    const { url } = await requestOf(({ transfer }) => transfer.getTask("x", query));
    return url.slice(`${TRANSFER_URL}/task/x`.length);
  };

  /** Checks that `call(account)` rejects because of `field`, before any request. */
  async function assertRejected(call, field) {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const error = await failure(call(account));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code: "invalid_argument", field });
    assert.include(error.message, field);
    assert.deepEqual([calls.length, grants.length], [0, 0], "nothing is sent");
  }

  test("path: an argument in a path stays one segment", async () => {
    for (const [argument, segment] of [
      ["0a1b-2c3d", "0a1b-2c3d"],
      ["a/b", "a%2Fb"],
      ["a?b=c#d", "a%3Fb%3Dc%23d"],
      ["a\\b", "a%5Cb"],
      ["a b+c", "a%20b%2Bc"],
      ["%2F", "%252F"],
      ["é☃", "%C3%A9%E2%98%83"],
      ["...", "..."],
      ["a\r\nb", "a%0D%0Ab"],
    ]) {
      const { url } = await requestOf(({ transfer }) => transfer.getTask(argument));
      assert.equal(url, `${TRANSFER_URL}/task/${segment}`);
      assert.equal(new URL(url).href, url);
    }
  });

  test("path: an argument that is empty or a dot segment is rejected", async () => {
    for (const bad of ["", ".", "..", "%2e", "%2E%2e", ".%2E"]) {
      await assertRejected(({ transfer }) => transfer.getTask(bad), "taskId");
      await assertRejected(({ transfer }) => transfer.operationLs(bad), "endpointId");
      await assertRejected(({ transfer }) => transfer.taskWait(bad), "taskId");
    }
    for (const bad of [undefined, null, 5, {}, ["x"], Symbol("x")]) {
      await assertRejected(({ transfer }) => transfer.getTask(bad), "taskId");
    }
  });

  test("query: each type of value is written in the format that Globus reads", async () => {
    assert.equal(await queryOf({ a: true, b: false }), "?a=true&b=false");
    assert.equal(await queryOf({ show_hidden: true, filter_is_error: false }), "?show_hidden=1&filter_is_error=0");
    assert.equal(await queryOf({ a: 0, b: -1.5, c: 1e21, d: 100_000 }), "?a=0&b=-1.5&c=1e%2B21&d=100000");
    assert.equal(await queryOf({ a: new Date(0) }), "?a=1970-01-01T00%3A00%3A00.000Z");
    assert.equal(await queryOf({ a: "", "b c": "d&e=f+g%é" }), "?a=&b%20c=d%26e%3Df%2Bg%25%C3%A9");
    assert.equal(await queryOf({ a: ["x", 1, true, "y,z"] }), "?a=x%2C1%2Ctrue%2Cy%2Cz");
  });

  test("query: undefined, null and an empty list are omitted", async () => {
    for (const empty of [undefined, null, {}, { a: undefined, b: null, c: [] }]) assert.equal(await queryOf(empty), "");
    assert.equal(await queryOf({ a: [undefined, "x", null] }), "?a=x");
  });

  test("query: a list becomes repeated parameters where the service expects that", async () => {
    const filter = ["name:~*.csv", "type:dir"];
    const { url } = await requestOf(({ transfer }) => transfer.operationLs("x", { filter, orderby: ["type", "name"] }));
    assert.deepEqual(new URL(url).searchParams.getAll("filter"), filter);
    assert.equal(new URL(url).searchParams.get("orderby"), "type,name");
  });

  test("query: any text arrives unchanged", async () => {
    const { account, calls } = stub(() => json({ task_id: "x" }));
    const texts = ["", "\0", "a\0b", "%00", "%", "100%25", "+ &=#?", "é\u{1F600}", "\u0001"];
    await account.transfer.getTask("x", { ...Object.fromEntries(texts.map((text, index) => [`n${index}`, text])), "a\0%b": "c" });
    await account.transfer.getTask("x", {});
    const [first, second] = calls.map(({ url }) => [...new URL(url).searchParams]);
    assert.deepEqual(first, [...texts.map((text, index) => [`n${index}`, text]), ["a\0%b", "c"]]);
    assert.deepEqual(second, []);
  });

  test("query: a value that has no text form is rejected", async () => {
    for (const bad of [{}, [[]], [{}], NaN, Infinity, Symbol("a"), () => "a", 5n, new Date(NaN), new Map()]) {
      await assertRejected(({ transfer }) => transfer.getTask("x", { a: bad }), "query.a");
    }
    for (const bad of ["a=b", 1, [], true]) await assertRejected(({ transfer }) => transfer.getTask("x", bad), "query");
  });

  test("query and options: an object that cannot be read is rejected, not ignored", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = {
      get fields() {
        throw new Error("getter");
      },
    };
    for (const bad of [throwing, proxy]) {
      await assertRejected(({ transfer }) => transfer.getTask("x", bad), "query");
      await assertRejected(({ transfer }) => transfer.getTask("x", undefined, bad), "options");
      await assertRejected(({ transfer }) => transfer.getTask("x", undefined, { headers: bad }), "options.headers");
    }
  });

  test("options: an option in the query argument is rejected, not sent as a parameter", async () => {
    for (const option of ["signal", "timeout", "retries", "headers"]) {
      const value = { signal: AbortSignal.abort(), timeout: 5, retries: 0, headers: {} }[option];
      await assertRejected(({ transfer }) => transfer.getTask("x", { [option]: value }), `query.${option}`);
      await assertRejected(({ transfer }) => transfer.taskList({ [option]: value }), `query.${option}`);
    }
  });

  test("options: unknown and invalid options are rejected", async () => {
    for (const [field, options] of [
      ["options.retry", { retry: 1 }],
      ["options.fields", { fields: "status" }],
      ["options.timeout", { timeout: "5" }],
      ["options.timeout", { timeout: 0 }],
      ["options.retries", { retries: -1 }],
      ["options.signal", { signal: new AbortController() }],
      ["options.headers", { headers: "a: b" }],
      ["options", "fast"],
      ["options", []],
    ]) {
      await assertRejected(({ transfer }) => transfer.getTask("x", undefined, options), field);
      await assertRejected(({ transfer }) => transfer.submitTransfer({ DATA: [{}] }, undefined, options), field);
    }
    await assertRejected(({ transfer }) => transfer.taskWait("x", { retries: 1 }), "options.retries");
  });

  test("headers: the caller's headers are added and replace the package's", async () => {
    for (const headers of [
      { "X-One": "1", Accept: "text/plain" },
      new Headers({ "x-one": "1", accept: "text/plain" }),
    ]) {
      const call = await requestOf(({ transfer }) => transfer.getTask("x", undefined, { headers }));
      assert.equal(call.headers.get("x-one"), "1");
      assert.equal(call.headers.get("accept"), "text/plain");
      assert.match(call.headers.get("authorization"), /^Bearer Ag/);
      assert.match(call.headers.get("user-agent"), /^globus-service-account\//);
    }
  });

  test("headers: a name or value that could inject another header is rejected", async () => {
    for (const [name, value] of [
      ["x-a", "1\r\nx-b: 2"],
      ["x-a", "1\nx-b: 2"],
      ["x-a", "1\0"],
      ["x-a", "é"],
      ["x-a", 5],
      ["x a", "1"],
      ["x-a:", "1"],
      ["", "1"],
      ["x-a\r\nx-b", "1"],
    ]) {
      await assertRejected(
        ({ transfer }) => transfer.getTask("x", {}, { headers: { [name]: value } }),
        `options.headers.${name}`,
      );
    }
  });

  test("headers: an authorization header of the caller replaces the token, and no grant is made", async () => {
    for (const name of ["authorization", "Authorization", "AUTHORIZATION"]) {
      const options = { headers: { [name]: "Bearer own" } };
      const { account, calls, grants } = stub(() => json({ DATA: [], value: "s", task_id: "t" }));
      await account.transfer.getTask("x", undefined, options);
      await account.transfer.taskList(undefined, options);
      await account.transfer.submitDelete({ endpoint: "e", DATA: [{ path: "/" }] }, undefined, options);
      await account.request({ service: "groups", path: "/x", ...options });
      assert.lengthOf(grants, 0);
      assert.lengthOf(calls, 5);
      for (const { headers } of calls) assert.equal(headers.get("authorization"), "Bearer own");
    }
  });

  test("methods: reject instead of throwing, whatever the arguments", async (keepAlive) => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("get");
        },
        ownKeys: () => {
          throw new Error("keys");
        },
      },
    );
    const getter = {
      get signal() {
        throw new Error("getter");
      },
      get path() {
        throw new Error("getter");
      },
    };
    const circular = {};
    circular.self = circular;
    const values = [
      undefined,
      null,
      0,
      "",
      "..",
      Symbol("s"),
      5n,
      () => {},
      [],
      {},
      hostile,
      getter,
      circular,
      Object.create(null),
    ];
    const { account, calls } = stub(() => json({ DATA: [] }), { retries: 0 });
    await account.getToken("auth");
    const methods = [
      ...["getToken", "getTokens", "getAuthorizationHeader", "fetch", "request", "whoami"].map((name) => [
        account,
        name,
      ]),
      ...[
        ...["auth", "transfer", "groups", "search", "flows", "timers", "computeV2", "computeV3"].map((name) => account[name]),
        account.gcs("abc.data.globus.org"),
      ].flatMap((client) =>
        Object.getOwnPropertyNames(Object.getPrototypeOf(client))
          .filter((name) => !["constructor", "free", "taskWait", "runWait", "walk"].includes(name) && !name.startsWith("_"))
          .map((name) => [client, name]),
      ),
    ];
    assert.isAbove(methods.length, 15);
    for (const [object, name] of methods) {
      keepAlive();
      for (const value of values) {
        for (const list of [[value], ["x", value], ["x", { path: "/", DATA: [{}] }, value], ["x", {}, {}, value]]) {
          const result = object[name](...list);
          assert.isFunction(result?.then, `${name} returns a promise`);
          const error = await Promise.resolve(result).then(
            () => undefined,
            (reason) => reason,
          );
          if (error) assert.match(String(error?.code), /^(invalid|unknown|foreign|grant)_/, `${name}: ${error}`);
        }
      }
    }
    for (const { init } of calls) assert.isObject(init);
  });
}
