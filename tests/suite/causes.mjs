import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { consoles } from "./consoles.mjs";

/** `error.cause`: the value that `fetch`, or another function of the user, threw, with any secret in it redacted. */
export default function (test, env) {
  const { ServiceAccount, GlobusNetworkError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Returns the error of a call whose `fetch` throws `make(bearer, init)`, with the thrown value and the bearer. */
  async function failWith(make) {
    const seen = {};
    const fetch = ({ headers, init }) => {
      seen.bearer = headers.get("authorization").split(" ")[1];
      seen.thrown = make(seen.bearer, init);
      throw seen.thrown;
    };
    const { account } = stub(fetch, { retries: 0 });
    return { error: await failure(account.transfer.getTask("x")), ...seen };
  }

  class CustomInspected extends Error {
    #shown;
    constructor(shown) {
      super("custom");
      this.#shown = shown;
    }
    [Symbol.for("nodejs.util.inspect.custom")]() {
      return this.#shown;
    }
    [Symbol.for("Deno.customInspect")]() {
      return this.#shown;
    }
  }

  const errorWith = (members, error = new Error("failed")) => Object.assign(error, members);

  /** The parts of an error in which `fetch`, wrappers and mocks keep their arguments. Each function makes one. */
  const CONTAINERS = {
    "its message": (bearer) => new TypeError(`Headers.append: "Bearer ${bearer}" is an invalid header value.`),
    "its name": (bearer) => Object.defineProperty(new Error("x"), "name", { value: bearer }),
    "its stack alone": (bearer) => Object.defineProperty(new Error("x"), "stack", { value: `Error: ${bearer}` }),
    "the arguments of fetch": (_, init) => errorWith({ init }),
    "JSON in its message": (_, init) => new Error(`no mock for '${JSON.stringify(init.headers)}'`),
    "a Request": (_, init) => errorWith({ request: new Request("https://transfer.api.globus.org/", init) }),
    Headers: (_, init) => errorWith({ headers: new Headers(init.headers) }),
    "a Map": (bearer) => errorWith({ sent: new Map([["authorization", bearer]]) }),
    "a list of pairs": (bearer) => errorWith({ sent: [["authorization", `Bearer ${bearer}`]] }),
    bytes: (bearer) => errorWith({ sent: new TextEncoder().encode(bearer) }),
    "the name of a member": (bearer) => errorWith({ [bearer]: true }),
    "a member that is not enumerable": (bearer) => Object.defineProperty(new Error("x"), "sent", { value: bearer }),
    "a member under a symbol": (bearer) => errorWith({ [Symbol("sent")]: bearer }),
    "a getter": (bearer) => Object.defineProperty(new Error("x"), "sent", { get: () => bearer, enumerable: true }),
    "its text for consoles": (bearer) => new CustomInspected(bearer),
    "an object with a class": (bearer) => errorWith({ agent: new (class Agent { sent = bearer })() }),
    "a function": (bearer) => errorWith({ retry: Object.assign(() => {}, { bearer }) }),
    "its cause": (bearer) => new TypeError("fetch failed", { cause: new Error(bearer) }),
    "the cause of its cause": (_, init) => new Error("a", { cause: new Error("b", { cause: errorWith({ init }) }) }),
    "one of its errors": (bearer) => new AggregateError([new Error("a"), new Error(bearer)], "all failed"),
    "an error that is its own cause": (bearer) => {
      const error = errorWith({ bearer });
      return Object.assign(error, { cause: error });
    },
    "a text": (bearer) => `not sent: ${bearer}`,
    "an object": (_, init) => ({ code: "ERR", init }),
    "a Proxy that throws": (bearer) => new Proxy({ bearer }, { ownKeys: () => { throw new Error(bearer); } }),
  };

  for (const [container, make] of Object.entries(CONTAINERS)) {
    test(`causes: a bearer in a value that fetch throws is never shown: ${container}`, async () => {
      const { error, bearer } = await failWith(make);
      assert.instanceOf(error, GlobusNetworkError);
      assert.exists(error.cause);
      for (const [way, text] of await consoles(error)) assert.notInclude(text, bearer, way);
    });
  }

  test("causes: a redacted cause still describes the same failure", async () => {
    const socket = errorWith({ code: "ECONNRESET", errno: -104, syscall: "read" }, new Error("read ECONNRESET"));
    const { error, thrown } = await failWith(
      (bearer) => new TypeError(`fetch failed with ${bearer}`, { cause: Object.assign(socket, { bearer }) }),
    );
    assert.notEqual(error.cause, thrown);
    assert.instanceOf(error.cause, TypeError);
    assert.equal(error.cause.message, "fetch failed with [redacted]");
    assert.match(error.cause.stack, /^TypeError: fetch failed with \[redacted\]|causes\.mjs|suite\.js|worker\.mjs/);
    assert.deepInclude(error.cause.cause, { message: socket.message, code: "ECONNRESET", errno: -104, syscall: "read" });
    assert.equal(error.cause.cause.bearer, "[redacted]");
    const aggregate = await failWith((bearer) => new AggregateError([new Error("a"), new Error(bearer)], "all"));
    assert.deepEqual(aggregate.error.cause.errors.map(({ message }) => message), ["a", "[redacted]"]);
    assert.equal(aggregate.error.cause.name, "AggregateError");
  });

  test("causes: a cause without secrets is the thrown value itself", async () => {
    const plain = errorWith({ code: "E", list: [{ a: 1n }, null, undefined, NaN] }, new TypeError("x", { cause: "why" }));
    const custom = new (class OwnError extends Error {})("mine");
    const circular = new Error("around");
    circular.cause = circular;
    const aggregate = new AggregateError([new Error("a"), new Error("b")], "all");
    for (const thrown of [plain, custom, circular, aggregate, "text", null, 5, { code: "E" }]) {
      assert.equal((await failWith(() => thrown)).error.cause, thrown);
    }
  });

  test("causes: a search for secrets in a long text takes little time", async () => {
    for (const text of [" ".repeat(200_000), `bearer${" ".repeat(200_000)}`, `_token"${" ".repeat(200_000)}`]) {
      const times = [];
      for (let run = 0; run < 5; run++) {
        const begin = Date.now();
        await failWith(() => new Error(text));
        times.push(Date.now() - begin);
      }
      // A busy machine slows down some runs. A slow search is slow in each run.
      assert.isBelow(Math.min(...times), 2000);
    }
  });

  test("causes: an error can be cloned, posted and written as JSON, whatever was thrown", async () => {
    const endless = (depth) => new Proxy({}, { ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ value: endless(depth + 1), enumerable: true, configurable: true }) });
    const deep = Array.from({ length: 100_000 }).reduce((cause) => new Error("deep", { cause }), undefined);
    const revocable = Proxy.revocable({}, {});
    revocable.revoke();
    const unusualValues = [
      () => {},
      Symbol("odd"),
      2n ** 70n,
      NaN,
      new Date(NaN),
      new WeakMap(),
      revocable.proxy,
      endless(0),
      deep,
      Object.create(null),
      Object.defineProperty(new Error("x"), "message", { get: () => { throw new Error("no"); } }),
      Object.defineProperty(new Error("x"), "stack", { get: () => { throw new Error("no"); } }),
      Object.defineProperties(new Error("x"), { name: { value: {} }, message: { value: () => {} }, stack: { value: {} } }),
      Object.assign(new Error("x"), { toJSON: () => { throw new Error("no"); }, cause: { fn() {}, big: 1n } }),
      new Error("x", { cause: revocable.proxy }),
    ];
    for (const value of unusualValues) {
      const { error } = await failWith(() => value);
      assert.equal(error.code, "network_error");
      const object = error.toJSON();
      assert.deepEqual(JSON.parse(JSON.stringify(error)), object);
      assert.deepEqual(structuredClone(object), object);
      assert.equal(structuredClone(error).message, error.message);
    }
  });

  test("causes: toJSON contains the chain of causes, each with its name, message and code", async () => {
    const inner = errorWith({ code: "ECONNREFUSED", port: 443 }, new Error("connect"));
    const { error } = await failWith(() => new TypeError("fetch failed", { cause: new AggregateError([inner, 5], "all", { cause: { a: 1n } }) }));
    assert.deepEqual(error.toJSON().cause, {
      name: "TypeError",
      message: "fetch failed",
      cause: {
        name: "AggregateError",
        message: "all",
        errors: [{ name: "Error", message: "connect", code: "ECONNREFUSED" }, 5],
        cause: { a: "1" },
      },
    });
    const circular = new Error("around");
    circular.cause = circular;
    const around = { name: "Error", message: "around", cause: "[circular]" };
    assert.deepEqual((await failWith(() => circular)).error.toJSON().cause, around);
    // One account's fetch may call another account.
    const other = await failure(new ServiceAccount({ clientId: ID, clientSecret: SECRET }).getToken("nope"));
    assert.deepEqual((await failWith(() => other)).error.toJSON().cause, other.toJSON());
  });

  test("causes: toJSON contains a body that is nested 30 levels deep, and cuts off one of 1000 levels", async () => {
    const errorOf = async (levels) => {
      const text = `{"code": "x", "in": ${"[".repeat(levels)}${"]".repeat(levels)}}`;
      const { account } = stub(() => new Response(text, { status: 404 }), { retries: 0 });
      return failure(account.transfer.getTask("x"));
    };
    const shallow = await errorOf(30);
    assert.deepEqual(shallow.toJSON().body, shallow.body);
    const deep = await errorOf(1000);
    assert.include(JSON.stringify(deep), "[cut off]");
  });

  test("causes: the Authorization header to Globus Auth, the secret and a caller's own bearer are never shown", async () => {
    const grant = ({ headers }) => {
      const basic = headers.get("authorization");
      throw new Error(`sent ${basic}`, { cause: { basic, secret: atob(basic.slice(6)) } });
    };
    const grantError = await failure(stub(() => json({ code: "Done" }), { retries: 0, grant }).account.getToken("transfer"));
    const echo = ({ headers }) => {
      throw new Error(`sent ${headers.get("authorization")}`);
    };
    const headers = { Authorization: "Bearer my-own-token " };
    const callError = await failure(stub(echo, { retries: 0 }).account.transfer.getTask("x", undefined, { headers }));
    for (const error of [grantError, callError]) {
      assert.include(JSON.stringify(error), "[redacted]");
      for (const [way, text] of await consoles(error)) {
        for (const canary of [SECRET, btoa(`${ID}:${SECRET}`), "my-own-token"]) assert.notInclude(text, canary, way);
      }
    }
  });

  test("causes: secrets in the error of a secret function are redacted, whether it returned them before or not", async () => {
    // The secrets are composed at run time, because Bun prints the source lines around the line that created an error.
    const [first, second] = [`short${"-"}secret`, SECRET.replace("s", "z")];
    const answers = [() => first, () => { throw new Error(`no longer ${first}, nor yet ${second}`, { cause: { second } }); }];
    const grant = () => json({ error: "invalid_client" }, { status: 401 });
    const { account } = stub(() => json({ code: "Done" }), { grant, clientSecret: () => answers.shift()() });
    const error = await failure(account.getToken("transfer"));
    assert.equal(error.cause.message, "no longer [redacted], nor yet [redacted]");
    for (const [way, text] of await consoles(error)) {
      for (const canary of [first, second]) assert.notInclude(text, canary, way);
    }
  });

  test("causes: a bearer of an earlier attempt is recognised by its scheme", async () => {
    const sentHeaders = [];
    const { account } = stub(
      ({ headers }) => {
        sentHeaders.push(headers.get("authorization"));
        if (sentHeaders.length === 1) return json({}, { status: 401 });
        throw new Error(`sent ${sentHeaders.join(", then ")}`);
      },
      { retries: 0, grant: ({ init }) => tokenReply(tokenDocuments(requestedScope(init))) },
    );
    const error = await failure(account.transfer.getTask("x"));
    assert.lengthOf(new Set(sentHeaders), 2);
    assert.equal(error.cause.message, "sent Bearer [redacted], then Bearer [redacted]");
  });

  test("causes: a token is redacted in a reply of Globus Auth that the runtime could not parse and quotes", async () => {
    const secret = `AgVery${"Secret"}`;
    const data = `{"access_token": "${secret}", "scope": "s", "refresh_token":"${secret}`;
    const grant = () => Promise.reject(new TypeError("fetch failed", { cause: errorWith({ code: "HPE_INVALID", data }) }));
    const error = await failure(stub(() => json({ code: "Done" }), { retries: 0, grant }).account.getToken("transfer"));
    assert.equal(error.cause.cause.data, '{"access_token": "[redacted]", "scope": "s", "refresh_token":"[redacted]');
    for (const [way, text] of await consoles(error)) assert.notInclude(text, secret, way);
  });

  test("causes: words that only resemble an Authorization header stay", async () => {
    const thrown = new Error("Basic authentication failed, bearer tokens expired: /usr/lib/node_modules/a/b/c/d/e/f/g/h/i/j/k=1");
    assert.equal((await failWith(() => thrown)).error.cause, thrown);
  });
}
