import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";
import { consoles } from "./consoles.mjs";

/** What caused an error: what `fetch`, or another function of the user's, threw, whatever it holds. */
export default function (test, env) {
  const { ServiceAccount, GlobusNetworkError, assert } = env;
  const { stub, failure } = helpers(env);

  /** The error of a call whose `fetch` throws this; in it, the bearer is what `make` is given. */
  async function thrownBy(make) {
    const heard = {};
    const fetch = ({ headers, init }) => {
      heard.bearer = headers.get("authorization").split(" ")[1];
      heard.thrown = make(heard.bearer, init);
      throw heard.thrown;
    };
    const { account } = stub(fetch, { retries: 0 });
    return { error: await failure(account.transfer.getTask("x")), ...heard };
  }

  class Inspected extends Error {
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

  const holding = (members, error = new Error("failed")) => Object.assign(error, members);

  /** Where errors of `fetch`es, of wrappers of it and of stand-ins keep what they were given. */
  const HOLDERS = {
    "its message": (bearer) => new TypeError(`Headers.append: "Bearer ${bearer}" is an invalid header value.`),
    "its name": (bearer) => Object.defineProperty(new Error("x"), "name", { value: bearer }),
    "its stack alone": (bearer) => Object.defineProperty(new Error("x"), "stack", { value: `Error: ${bearer}` }),
    "the arguments of fetch": (_, init) => holding({ init }),
    "JSON in its message": (_, init) => new Error(`no stand-in for '${JSON.stringify(init.headers)}'`),
    "a Request": (_, init) => holding({ request: new Request("https://transfer.api.globus.org/", init) }),
    Headers: (_, init) => holding({ headers: new Headers(init.headers) }),
    "a Map": (bearer) => holding({ sent: new Map([["authorization", bearer]]) }),
    "a list of pairs": (bearer) => holding({ sent: [["authorization", `Bearer ${bearer}`]] }),
    bytes: (bearer) => holding({ sent: new TextEncoder().encode(bearer) }),
    "the name of a member": (bearer) => holding({ [bearer]: true }),
    "a member that is not enumerable": (bearer) => Object.defineProperty(new Error("x"), "sent", { value: bearer }),
    "a member under a symbol": (bearer) => holding({ [Symbol("sent")]: bearer }),
    "a getter": (bearer) => Object.defineProperty(new Error("x"), "sent", { get: () => bearer, enumerable: true }),
    "what it lets consoles print": (bearer) => new Inspected(bearer),
    "an object with a class": (bearer) => holding({ agent: new (class Agent { sent = bearer })() }),
    "a function": (bearer) => holding({ retry: Object.assign(() => {}, { bearer }) }),
    "its cause": (bearer) => new TypeError("fetch failed", { cause: new Error(bearer) }),
    "the cause of its cause": (_, init) => new Error("a", { cause: new Error("b", { cause: holding({ init }) }) }),
    "one of its errors": (bearer) => new AggregateError([new Error("a"), new Error(bearer)], "all failed"),
    "an error that is its own cause": (bearer) => {
      const error = holding({ bearer });
      return Object.assign(error, { cause: error });
    },
    "a text": (bearer) => `not sent: ${bearer}`,
    "an object": (_, init) => ({ code: "ERR", init }),
    "a Proxy that throws": (bearer) => new Proxy({ bearer }, { ownKeys: () => { throw new Error(bearer); } }),
  };

  for (const [holder, make] of Object.entries(HOLDERS)) {
    test(`causes: the bearer in ${holder} of what fetch throws is not shown anywhere`, async () => {
      const { error, bearer } = await thrownBy(make);
      assert.instanceOf(error, GlobusNetworkError);
      assert.exists(error.cause);
      for (const [way, text] of await consoles(error)) assert.notInclude(text, bearer, way);
    });
  }

  test("causes: what is left of one tells the same failure", async () => {
    const socket = holding({ code: "ECONNRESET", errno: -104, syscall: "read" }, new Error("read ECONNRESET"));
    const { error, thrown } = await thrownBy(
      (bearer) => new TypeError(`fetch failed with ${bearer}`, { cause: Object.assign(socket, { bearer }) }),
    );
    assert.notEqual(error.cause, thrown);
    assert.instanceOf(error.cause, TypeError);
    assert.equal(error.cause.message, "fetch failed with [redacted]");
    assert.match(error.cause.stack, /^TypeError: fetch failed with \[redacted\]|causes\.mjs|suite\.js|worker\.mjs/);
    assert.deepInclude(error.cause.cause, { message: socket.message, code: "ECONNRESET", errno: -104, syscall: "read" });
    assert.equal(error.cause.cause.bearer, "[redacted]");
    const all = await thrownBy((bearer) => new AggregateError([new Error("a"), new Error(bearer)], "all"));
    assert.deepEqual(all.error.cause.errors.map(({ message }) => message), ["a", "[redacted]"]);
    assert.equal(all.error.cause.name, "AggregateError");
  });

  test("causes: one that holds nothing secret is the very thing that was thrown", async () => {
    const plain = holding({ code: "E", list: [{ a: 1n }, null, undefined, NaN] }, new TypeError("x", { cause: "why" }));
    const own = new (class OwnError extends Error {})("mine");
    const circular = new Error("around");
    circular.cause = circular;
    const all = new AggregateError([new Error("a"), new Error("b")], "all");
    for (const thrown of [plain, own, circular, all, "text", null, 5, { code: "E" }]) {
      assert.equal((await thrownBy(() => thrown)).error.cause, thrown);
    }
  });

  test("causes: a text of any kind is searched for secrets in no time", async () => {
    for (const text of [" ".repeat(200_000), `bearer${" ".repeat(200_000)}`, `_token"${" ".repeat(200_000)}`]) {
      const times = [];
      for (let look = 0; look < 5; look++) {
        const begin = Date.now();
        await thrownBy(() => new Error(text));
        times.push(Date.now() - begin);
      }
      // A busy machine makes one look slow, or some; what takes time takes it at each.
      assert.isBelow(Math.min(...times), 2000);
    }
  });

  test("causes: whatever is thrown, the error can be cloned, posted and written as JSON", async () => {
    const endless = (depth) => new Proxy({}, { ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ value: endless(depth + 1), enumerable: true, configurable: true }) });
    const deep = Array.from({ length: 100_000 }).reduce((cause) => new Error("deep", { cause }), undefined);
    const revocable = Proxy.revocable({}, {});
    revocable.revoke();
    const oddities = [
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
    for (const odd of oddities) {
      const { error } = await thrownBy(() => odd);
      assert.equal(error.code, "network_error");
      const told = error.toJSON();
      assert.deepEqual(JSON.parse(JSON.stringify(error)), told);
      assert.deepEqual(structuredClone(told), told);
      assert.equal(structuredClone(error).message, error.message);
    }
  });

  test("causes: the chain of them is in toJSON, each with what tells it apart", async () => {
    const inner = holding({ code: "ECONNREFUSED", port: 443 }, new Error("connect"));
    const { error } = await thrownBy(() => new TypeError("fetch failed", { cause: new AggregateError([inner, 5], "all", { cause: { a: 1n } }) }));
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
    assert.deepEqual((await thrownBy(() => circular)).error.toJSON().cause, around);
    // One account's fetch may call another account.
    const other = await failure(new ServiceAccount({ clientId: ID, clientSecret: SECRET }).getToken("nope"));
    assert.deepEqual((await thrownBy(() => other)).error.toJSON().cause, other.toJSON());
  });

  test("causes: what a service nests thirty times is in toJSON, and what it nests a thousand times is cut off", async () => {
    const body = async (levels) => {
      const text = `{"code": "x", "in": ${"[".repeat(levels)}${"]".repeat(levels)}}`;
      const { account } = stub(() => new Response(text, { status: 404 }), { retries: 0 });
      return failure(account.transfer.getTask("x"));
    };
    const some = await body(30);
    assert.deepEqual(some.toJSON().body, some.body);
    const many = await body(1000);
    assert.include(JSON.stringify(many), "[cut off]");
  });

  test("causes: Auth's Authorization header, its secret or a caller's own bearer is not shown either", async () => {
    const grant = ({ headers }) => {
      const basic = headers.get("authorization");
      throw new Error(`sent ${basic}`, { cause: { basic, secret: atob(basic.slice(6)) } });
    };
    const refused = await failure(stub(() => json({ code: "Done" }), { retries: 0, grant }).account.getToken("transfer"));
    const echo = ({ headers }) => {
      throw new Error(`sent ${headers.get("authorization")}`);
    };
    const headers = { Authorization: "Bearer my-own-token " };
    const own = await failure(stub(echo, { retries: 0 }).account.transfer.getTask("x", undefined, { headers }));
    for (const error of [refused, own]) {
      assert.include(JSON.stringify(error), "[redacted]");
      for (const [way, text] of await consoles(error)) {
        for (const canary of [SECRET, btoa(`${ID}:${SECRET}`), "my-own-token"]) assert.notInclude(text, canary, way);
      }
    }
  });

  test("causes: a secret function that tells in its error what it has told, or was about to", async () => {
    // Put together here, because Bun prints the lines around the place where an error began.
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

  test("causes: of an attempt before the last, and of another account, a bearer is known by its scheme", async () => {
    const sent = [];
    const { account } = stub(
      ({ headers }) => {
        sent.push(headers.get("authorization"));
        if (sent.length === 1) return json({}, { status: 401 });
        throw new Error(`sent ${sent.join(", then ")}`);
      },
      { retries: 0, grant: ({ init }) => tokenReply(tokenDocuments(requestedScope(init))) },
    );
    const error = await failure(account.transfer.getTask("x"));
    assert.lengthOf(new Set(sent), 2);
    assert.equal(error.cause.message, "sent Bearer [redacted], then Bearer [redacted]");
  });

  test("causes: a reply of Auth that the engine could not read, and quotes, does not bring its token", async () => {
    const secret = `AgVery${"Secret"}`;
    const data = `{"access_token": "${secret}", "scope": "s", "refresh_token":"${secret}`;
    const grant = () => Promise.reject(new TypeError("fetch failed", { cause: holding({ code: "HPE_INVALID", data }) }));
    const error = await failure(stub(() => json({ code: "Done" }), { retries: 0, grant }).account.getToken("transfer"));
    assert.equal(error.cause.cause.data, '{"access_token": "[redacted]", "scope": "s", "refresh_token":"[redacted]');
    for (const [way, text] of await consoles(error)) assert.notInclude(text, secret, way);
  });

  test("causes: words that only look like an Authorization header stay", async () => {
    const thrown = new Error("Basic authentication failed, bearer tokens expired: /usr/lib/node_modules/a/b/c/d/e/f/g/h/i/j/k=1");
    assert.equal((await thrownBy(() => thrown)).error.cause, thrown);
  });
}
