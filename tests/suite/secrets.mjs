import { deferred, helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply, TRANSFER_URL } from "./helpers.mjs";
import { until } from "./work.mjs";

export default function (test, env) {
  const { ServiceAccount, assert } = env;
  const { failure } = helpers(env);

  /**
   * Returns all texts in a value, at any depth: own names, own values (hidden ones too), and the stack, JSON and
   * console forms.
   */
  function textsOf(value, seen = new Set()) {
    if (typeof value === "string") return [value];
    if (value === null || !["object", "function"].includes(typeof value) || seen.has(value)) return [];
    seen.add(value);
    const ownNames = Object.getOwnPropertyNames(value).filter(
      (name) => !(typeof value === "function" && name.length > 0 && ["caller", "arguments"].includes(name)),
    );
    const inner = ownNames.flatMap((name) => [name, ...textsOf(value[name], seen)]);
    const forms = [value.stack, JSON.stringify(value), value[Symbol.for("nodejs.util.inspect.custom")]?.call(value)];
    return [...inner, ...forms.flatMap((text) => textsOf(text, seen))];
  }

  /** Returns an account with its events and the bearers of its tokens. */
  function watchAccount(answer, { grant, ...options } = {}) {
    const events = [];
    const tokens = new Set();
    const fetch = async (url, init) => {
      if (!url.endsWith("/token")) return answer(init.headers.authorization, url);
      if (grant) return grant(init.headers.authorization);
      const documents = tokenDocuments(requestedScope(init), options.lifetime ?? { expires_in: 172_800 });
      for (const { access_token } of documents) tokens.add(access_token);
      return tokenReply(documents);
    };
    const { lifetime, ...accountOptions } = options;
    const account = new ServiceAccount({
      clientId: ID,
      clientSecret: SECRET,
      retries: 0,
      fetch,
      onEvent: (event) => events.push(event),
      ...accountOptions,
    });
    return { account, events, tokens };
  }

  function assertClean(value, tokens = []) {
    const text = textsOf(value).join("\n");
    for (const canary of [SECRET, btoa(`${ID}:${SECRET}`), ...tokens]) assert.notInclude(text, canary);
  }

  /**
   * Makes calls with the responses of `answer`, and checks that no error, event or account form contains a secret.
   * Returns the errors.
   */
  async function searchFailures(answer, options, meanwhile = () => {}) {
    const { account, events, tokens } = watchAccount(answer, options);
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
    assertClean([errors, events, account, `${account}`], tokens);
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

  test("secrets: a bearer that a service repeats in a refusal does not appear in errors or events", async () => {
    for (const status of [400, 401, 403, 404, 409, 429, 500, 502, 503])
      await searchFailures((auth) => json({ message: auth }, { status }));
    await searchFailures((auth) => new Response(`<html>${auth}</html>`, { status: 400 }));
    await searchFailures((auth) =>
      json(
        { code: auth, errors: [{ detail: auth, id: auth }], authorization_parameters: { a: auth } },
        { status: 403 },
      ),
    );
  });

  test("secrets: a bearer in a successful response that is not JSON does not appear in errors or events", async () => {
    await searchFailures((authorization) => new Response(`<pre>${authorization}</pre>`));
  });

  test("secrets: a bearer in a response header does not appear in errors or events", async () => {
    await searchFailures((auth) => json({}, { status: 400, headers: { "x-request-id": auth } }));
  });

  test("secrets: the bearer of a cleared or replaced token does not appear in errors or events", async () => {
    let gate;
    const slow = async (auth) => {
      gate = deferred();
      await gate.promise;
      return json({ message: auth }, { status: 400 });
    };
    await searchFailures(slow, {}, async (account) => {
      await until(() => gate);
      account.clearTokens();
      gate.resolve();
      gate = undefined;
    });
    await searchFailures((auth) => json({ message: auth }, { status: 400 }), { lifetime: { expires_in: 0 } });
  });

  test("secrets: an Authorization header or a secret that Auth repeats does not appear in errors or events", async () => {
    for (const status of [400, 401, 403, 429, 500, 200]) {
      await searchFailures(() => json({ code: "Done" }), { grant: echoes(status) });
      await searchFailures(() => json({ code: "Done" }), { grant: (auth) => new Response(`${auth} ${SECRET}`, { status }) });
      await searchFailures(() => json({ code: "Done" }), {
        grant: (auth) => json({ error: "invalid_client", error_description: `${auth} ${SECRET}` }, { status }),
      });
    }
  });

  test("secrets: a repeated secret with slashes that JSON escapes is redacted", async () => {
    const grant = () =>
      new Response(`{"error": "invalid_client", "error_description": "${SECRET.replaceAll("/", "\\/")}"}`, {
        status: 401,
      });
    await searchFailures(() => json({ code: "Done" }), { grant });
  });

  test("secrets: a secret that a function returns is redacted too", async () => {
    for (const answers of [
      [SECRET, SECRET],
      [`${SECRET.slice(0, -1)}x`, SECRET],
    ]) {
      const grant = (auth) =>
        json({ error: "invalid_client", error_description: `${auth} ${atob(auth.slice(6))}` }, { status: 401 });
      await searchFailures(() => json({ code: "Done" }), { grant, clientSecret: () => answers.shift() });
    }
  });

  test("secrets: the caller's own Authorization header is redacted, also the password of HTTP Basic", async () => {
    const password = "pAsS/wOrD+1";
    const basic = `Basic ${btoa(`me:${password}`)}`;
    const { account } = watchAccount((auth) => json({ message: auth, code: password, more: encodeURIComponent(password) }, { status: 400 }));
    const error = await failure(account.transfer.getTask("x", undefined, { headers: { authorization: basic } }));
    for (const text of textsOf(error)) for (const canary of [password, basic.slice(6), encodeURIComponent(password)]) assert.notInclude(text, canary);
  });

  test("secrets: a text with an escaped secret is shown without escapes, and any other text unchanged", async () => {
    const reply = { message: `50%25 of &lt;b&gt; \\u0041 ${"x".repeat(50)}` };
    const [plain] = await searchFailures(() => json(reply, { status: 400 }));
    assert.deepEqual(plain.body, reply);
    const percentEncode = (text) => text.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);
    const echo = (auth) => ({ ...reply, more: `a%20b ${auth}`, coded: percentEncode(`a b ${auth}`) });
    const [hidden] = await searchFailures((auth) => json(echo(auth), { status: 400 }));
    assert.deepEqual(hidden.body, { ...reply, more: "a%20b Bearer [redacted]", coded: "a b Bearer [redacted]" });
  });

  test("secrets: an account whose calls fail writes nothing to the console", async () => {
    const written = [];
    const { console } = globalThis;
    const before = Object.fromEntries(
      ["log", "info", "warn", "error", "debug", "trace"].map((name) => [name, console[name]]),
    );
    for (const name of Object.keys(before)) console[name] = (...args) => written.push(name, ...args);
    try {
      await searchFailures((auth) => json({ message: auth }, { status: 400 }));
      await searchFailures(() => json({ code: "Done" }), { grant: echoes(401) });
      await searchFailures(() => {
        throw new Error("gone");
      });
    } finally {
      Object.assign(console, before);
    }
    assert.isEmpty(written);
  });

  test("secrets: the events of an account contain no secret and no bearer", async () => {
    const { account, events, tokens } = watchAccount((auth, url) =>
      url.endsWith("/bad") ? json({}, { status: 401 }) : json({ DATA: [] }),
    );
    await account.transfer.taskList({ filter: "label:private" });
    await failure(account.transfer.getTask("bad"));
    await account.fetch(`${TRANSFER_URL}/x?secret=1`);
    await account.getToken("transfer", { forceRefresh: true });
    assert.isAbove(events.length, 10);
    assertClean([events, account], tokens);
    assert.notInclude(JSON.stringify(events), "private", "no event contains the query, which may name people and files");
  });

  test("secrets: consoles show neither the secret nor a bearer", async () => {
    const util = await import("node:util").catch(() => undefined);
    if (!util) return;
    const { account, tokens } = watchAccount(() => json({ code: "Done" }));
    const token = await account.getToken("transfer");
    for (const shown of [account, account.transfer, token, { token }, [token]]) {
      const text = util.inspect(shown, { depth: 10, showHidden: true });
      for (const canary of [SECRET, ...tokens]) assert.notInclude(text, canary);
    }
  });
}
