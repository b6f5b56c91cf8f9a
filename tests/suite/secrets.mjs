import { deferred, helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply, TRANSFER_URL } from "./helpers.mjs";
import { until } from "./work.mjs";

export default function (test, env) {
  const { ServiceAccount, assert } = env;
  const { failure } = helpers(env);

  /** All texts in a value, however deep, hidden members and prototypes' getters included. */
  function textsOf(value, seen = new Set()) {
    if (typeof value === "string") return [value];
    if (value === null || !["object", "function"].includes(typeof value) || seen.has(value)) return [];
    seen.add(value);
    const own = Object.getOwnPropertyNames(value).filter(
      (name) => !(typeof value === "function" && name.length > 0 && ["caller", "arguments"].includes(name)),
    );
    const inner = own.flatMap((name) => [name, ...textsOf(value[name], seen)]);
    const shown = [value.stack, JSON.stringify(value), value[Symbol.for("nodejs.util.inspect.custom")]?.call(value)];
    return [...inner, ...shown.flatMap((text) => textsOf(text, seen))];
  }

  /** An account that remembers all it was given and gave, so that it can be searched. */
  function watched(answer, { grant, ...options } = {}) {
    const heard = [];
    const tokens = new Set();
    const fetch = async (url, init) => {
      if (!url.endsWith("/token")) return answer(init.headers.authorization, url);
      if (grant) return grant(init.headers.authorization);
      const documents = tokenDocuments(requestedScope(init), options.lifetime ?? { expires_in: 172_800 });
      for (const { access_token } of documents) tokens.add(access_token);
      return tokenReply(documents);
    };
    const { lifetime, ...own } = options;
    const account = new ServiceAccount({
      clientId: ID,
      clientSecret: SECRET,
      retries: 0,
      fetch,
      onEvent: (event) => heard.push(event),
      ...own,
    });
    return { account, heard, tokens };
  }

  function assertClean(shown, tokens = []) {
    const text = textsOf(shown).join("\n");
    for (const canary of [SECRET, btoa(`${ID}:${SECRET}`), ...tokens]) assert.notInclude(text, canary);
  }

  /** Makes calls fail with `answer` and searches everything that comes of it. */
  async function searched(answer, options, meanwhile = () => {}) {
    const { account, heard, tokens } = watched(answer, options);
    const errors = [];
    const calls = [
      () => account.transfer.getTask("x"),
      () => account.transfer.taskList().toArray(),
      () => account.transfer.submitTransfer({ DATA: [{ source_path: "/" }] }),
      () => account.request({ service: "groups", path: "/x" }),
      () => account.whoami(),
    ];
    for (const call of calls) {
      const ended = failure(call());
      await meanwhile(account);
      errors.push(await ended);
    }
    assertClean([errors, heard, account, `${account}`], tokens);
    return errors;
  }

  const echoes = (status) => (authorization) =>
    json(
      {
        code: authorization,
        message: `you sent ${authorization}`,
        errors: [{ detail: authorization }],
        secret: SECRET,
      },
      { status, headers: { "x-request-id": "r" } },
    );

  test("secrets: a service that repeats the bearer in a refusal does not bring it into errors or events", async () => {
    for (const status of [400, 401, 403, 404, 409, 429, 500, 502, 503])
      await searched((auth) => json({ message: auth }, { status }));
    await searched((auth) => new Response(`<html>${auth}</html>`, { status: 400 }));
    await searched((auth) =>
      json(
        { code: auth, errors: [{ detail: auth, id: auth }], authorization_parameters: { a: auth } },
        { status: 403 },
      ),
    );
  });

  test("secrets: nor in a success that is not JSON", async () => {
    await searched((authorization) => new Response(`<pre>${authorization}</pre>`));
  });

  test("secrets: nor in a header", async () => {
    await searched((auth) => json({}, { status: 400, headers: { "x-request-id": auth } }));
  });

  test("secrets: nor when the token has been dropped or replaced meanwhile", async () => {
    let gate;
    const slow = async (auth) => {
      gate = deferred();
      await gate.promise;
      return json({ message: auth }, { status: 400 });
    };
    await searched(slow, {}, async (account) => {
      await until(() => gate);
      account.clearTokens();
      gate.resolve();
      gate = undefined;
    });
    await searched((auth) => json({ message: auth }, { status: 400 }), { lifetime: { expires_in: 0 } });
  });

  test("secrets: Auth that repeats the Authorization header, the secret or both does not bring them anywhere", async () => {
    for (const status of [400, 401, 403, 429, 500, 200]) {
      await searched(() => json({ code: "Done" }), { grant: echoes(status) });
      await searched(() => json({ code: "Done" }), { grant: (auth) => new Response(`${auth} ${SECRET}`, { status }) });
      await searched(() => json({ code: "Done" }), {
        grant: (auth) => json({ error: "invalid_client", error_description: `${auth} ${SECRET}` }, { status }),
      });
    }
  });

  test("secrets: an echo with JSON's other spelling of a slash is found too", async () => {
    const grant = () =>
      new Response(`{"error": "invalid_client", "error_description": "${SECRET.replaceAll("/", "\\/")}"}`, {
        status: 401,
      });
    await searched(() => json({ code: "Done" }), { grant });
  });

  test("secrets: one from a function is as secret", async () => {
    for (const answers of [
      [SECRET, SECRET],
      [`${SECRET.slice(0, -1)}x`, SECRET],
    ]) {
      const grant = (auth) =>
        json({ error: "invalid_client", error_description: `${auth} ${atob(auth.slice(6))}` }, { status: 401 });
      await searched(() => json({ code: "Done" }), { grant, clientSecret: () => answers.shift() });
    }
  });

  test("secrets: nor what a caller's own header holds, the password of HTTP Basic too", async () => {
    const password = "pAsS/wOrD+1";
    const basic = `Basic ${btoa(`me:${password}`)}`;
    const { account } = watched((auth) => json({ message: auth, code: password, more: encodeURIComponent(password) }, { status: 400 }));
    const error = await failure(account.transfer.getTask("x", undefined, { headers: { authorization: basic } }));
    for (const text of textsOf(error)) for (const canary of [password, basic.slice(6), encodeURIComponent(password)]) assert.notInclude(text, canary);
  });

  test("secrets: a text in which one is behind escapes is shown without those, any other as it came", async () => {
    const said = { message: `50%25 of &lt;b&gt; \\u0041 ${"x".repeat(50)}` };
    const [plain] = await searched(() => json(said, { status: 400 }));
    assert.deepEqual(plain.body, said);
    const inCodes = (text) => text.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);
    const echo = (auth) => ({ ...said, more: `a%20b ${auth}`, coded: inCodes(`a b ${auth}`) });
    const [hidden] = await searched((auth) => json(echo(auth), { status: 400 }));
    assert.deepEqual(hidden.body, { ...said, more: "a%20b Bearer [redacted]", coded: "a b Bearer [redacted]" });
  });

  test("secrets: nothing of a failing account is written to the console", async () => {
    const said = [];
    const { console } = globalThis;
    const before = Object.fromEntries(
      ["log", "info", "warn", "error", "debug", "trace"].map((name) => [name, console[name]]),
    );
    for (const name of Object.keys(before)) console[name] = (...args) => said.push(name, ...args);
    try {
      await searched((auth) => json({ message: auth }, { status: 400 }));
      await searched(() => json({ code: "Done" }), { grant: echoes(401) });
      await searched(() => {
        throw new Error("gone");
      });
    } finally {
      Object.assign(console, before);
    }
    assert.isEmpty(said);
  });

  test("secrets: events of a whole life hold none", async () => {
    const { account, heard, tokens } = watched((auth, url) =>
      url.endsWith("/bad") ? json({}, { status: 401 }) : json({ DATA: [] }),
    );
    await account.transfer.taskList({ filter: "label:private" });
    await failure(account.transfer.getTask("bad"));
    await account.fetch(`${TRANSFER_URL}/x?secret=1`);
    await account.getToken("transfer", { forceRefresh: true });
    assert.isAbove(heard.length, 10);
    assertClean([heard, account], tokens);
    assert.notInclude(JSON.stringify(heard), "private", "nor the query, which may name people and files");
  });

  test("secrets: consoles show neither the secret nor a bearer", async () => {
    const util = await import("node:util").catch(() => undefined);
    if (!util) return;
    const { account, tokens } = watched(() => json({ code: "Done" }));
    const token = await account.getToken("transfer");
    for (const shown of [account, account.transfer, token, { token }, [token]]) {
      const text = util.inspect(shown, { depth: 10, showHidden: true });
      for (const canary of [SECRET, ...tokens]) assert.notInclude(text, canary);
    }
  });
}
