import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";

export default function (test, env) {
  const { ServiceAccount, GlobusConfigError, assert, runtime } = env;
  const { stage, stub, failure, thrown } = helpers(env);

  const OTHER = "76543210-89ab-4cde-8f01-23456789abcd";
  const PAIR = { GLOBUS_CLIENT_ID: ID, GLOBUS_CLIENT_SECRET: SECRET };
  const CLI_PAIR = { GLOBUS_CLI_CLIENT_ID: OTHER, GLOBUS_CLI_CLIENT_SECRET: SECRET };

  /** Returns the URLs that an account with these options calls: the token endpoint, then one of each service. */
  async function calledUrls(options) {
    const { account, calls, grants } = stub(() => json({ code: "Done" }), options);
    await account.transfer.getTask("x");
    for (const service of ["groups", "search", "flows", "timers", "compute"]) {
      await account.request({ service, path: "/" }).catch((error) => assert.fail(error.message));
    }
    return [grants[0], ...calls].map(({ url }) => url);
  }

  test("environment: GLOBUS_DEBUG=1 writes each event as a line of JSON without secrets, and calls the listener too", async () => {
    const { fake, client } = stage();
    const { clientId, clientSecret } = client;
    const pair = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
    const [lines, types, tokens] = [[], [], []];
    const { error: write } = console;
    console.error = (line) => void lines.push(line);
    /** Makes a call and returns the lines that were written during it. */
    const linesOfCall = async (GLOBUS_DEBUG, onEvent) => {
      const account = ServiceAccount.fromEnv({ ...pair, GLOBUS_DEBUG }, { fetch: fake.fetch, onEvent });
      await account.transfer.endpointSearch({ filter_fulltext: "private" });
      tokens.push((await account.getToken("transfer")).accessToken);
      return lines.splice(0);
    };
    let written;
    try {
      assert.deepEqual([await linesOfCall("0", undefined), await linesOfCall("", undefined)], [[], []]);
      written = [...(await linesOfCall("1", undefined)), ...(await linesOfCall("true", ({ type }) => void types.push(type)))];
    } finally {
      console.error = write;
    }
    const events = written.map((line) => JSON.parse(line));
    const writtenTypes = events.map(({ type }) => type);
    assert.includeMembers(types, ["request", "response", "grant"]);
    assert.deepEqual(writtenTypes, [...types, ...types]);
    for (const { time, type, callId, clientId: eventClientId } of events) {
      assert.isTrue(Date.parse(time) > 0);
      assert.equal(eventClientId, clientId);
      if (/^re/.test(type)) assert.isNumber(callId);
    }
    for (const text of [clientSecret, btoa(`${clientId}:${clientSecret}`), "private", "\n", ...tokens]) {
      assert.notInclude(written.join(""), text);
    }
  });

  test("environment: the option selects the hosts of all services", async () => {
    const called = async (environment) => [
      ...new Set((await calledUrls({ environment })).map((url) => new URL(url).host)),
    ];
    assert.deepEqual(await called("production"), [
      "auth.globus.org",
      "transfer.api.globus.org",
      "groups.api.globus.org",
      "search.api.globus.org",
      "flows.automate.globus.org",
      "timer.automate.globus.org",
      "compute.api.globus.org",
    ]);
    assert.includeMembers(await called("sandbox"), [
      "auth.sandbox.globuscs.info",
      "transfer.api.sandbox.globuscs.info",
    ]);
    assert.includeMembers(await called("preview"), ["auth.preview.globus.org", "preview.flows.automate.globus.org"]);
  });

  test("environment: serviceUrls replace the URLs of the environment, and may have a path prefix", async () => {
    const serviceUrls = { auth: "http://127.0.0.1:9000", transfer: "http://127.0.0.1:9000/some/transfer/" };
    const [grantUrl, taskUrl, groupsUrl] = await calledUrls({ environment: "test", serviceUrls });
    assert.equal(grantUrl, "http://127.0.0.1:9000/v2/oauth2/token");
    assert.equal(taskUrl, "http://127.0.0.1:9000/some/transfer/v0.10/task/x");
    assert.include(groupsUrl, "groups.api.test.globuscs.info");
  });

  test("fromEnv: reads the id and secret, or without them those of the CLI", async () => {
    assert.equal(ServiceAccount.fromEnv(PAIR).clientId, ID);
    assert.equal(ServiceAccount.fromEnv(CLI_PAIR).clientId, OTHER);
    assert.equal(ServiceAccount.fromEnv({ ...CLI_PAIR, ...PAIR }).clientId, ID);
    assert.equal(
      ServiceAccount.fromEnv({ ...CLI_PAIR, GLOBUS_CLIENT_ID: "", GLOBUS_CLIENT_SECRET: "" }).clientId,
      OTHER,
    );
  });

  test("fromEnv: half a pair is rejected with the missing variable, and not completed from the other pair", async () => {
    const fieldOf = (variables) => {
      const error = thrown(() => ServiceAccount.fromEnv(variables));
      assert.instanceOf(error, GlobusConfigError);
      assert.equal(error.code, "invalid_option");
      assert.notInclude(error.stack + JSON.stringify(error), SECRET);
      return error.field;
    };
    assert.equal(fieldOf({ GLOBUS_CLIENT_ID: ID }), "GLOBUS_CLIENT_SECRET");
    assert.equal(fieldOf({ GLOBUS_CLIENT_SECRET: SECRET }), "GLOBUS_CLIENT_ID");
    assert.equal(fieldOf({ ...CLI_PAIR, GLOBUS_CLIENT_ID: ID }), "GLOBUS_CLIENT_SECRET");
    assert.equal(fieldOf({}), "GLOBUS_CLIENT_ID");
    assert.equal(fieldOf({ GLOBUS_CLI_CLIENT_ID: ID }), "GLOBUS_CLI_CLIENT_SECRET");
  });

  test("fromEnv: a malformed value is rejected like an option", async () => {
    const error = thrown(() => ServiceAccount.fromEnv({ ...PAIR, GLOBUS_CLIENT_SECRET: `${SECRET}\n` }));
    assert.match(error.message, /line break/);
    assert.equal(
      thrown(() => ServiceAccount.fromEnv({ ...PAIR, GLOBUS_SDK_ENVIRONMENT: "prod" })).field,
      "environment",
    );
    for (const timeout of ["0", "-1", "soon", "-Infinity"]) {
      const { field } = thrown(() => ServiceAccount.fromEnv({ ...PAIR, GLOBUS_SDK_HTTP_TIMEOUT: timeout }));
      assert.equal(field, "GLOBUS_SDK_HTTP_TIMEOUT");
    }
  });

  test("fromEnv: reads the variables of Globus's own SDK", async () => {
    const urls = [];
    const fetch = async (url, init) => {
      urls.push(url);
      return url.endsWith("/token") ? tokenReply(tokenDocuments(requestedScope(init))) : json({ code: "Done" });
    };
    const account = ServiceAccount.fromEnv(
      {
        ...PAIR,
        GLOBUS_SDK_ENVIRONMENT: "sandbox",
        GLOBUS_SDK_HTTP_TIMEOUT: "30",
        GLOBUS_SDK_SERVICE_URL_TRANSFER: "http://127.0.0.1:1/t",
        GLOBUS_SDK_SERVICE_URL_TIMER: "http://127.0.0.1:1/i",
      },
      { fetch },
    );
    await account.transfer.getTask("x");
    await account.request({ service: "timers", path: "/jobs/" });
    const customUrls = ["http://127.0.0.1:1/t/v0.10/task/x", "http://127.0.0.1:1/i/jobs/"];
    assert.includeMembers(urls, ["https://auth.sandbox.globuscs.info/v2/oauth2/token", ...customUrls]);
    assert.deepEqual(account.toJSON(), { clientId: ID, environment: "sandbox" });
  });

  test("fromEnv: overrides replace the variables", async () => {
    const variables = { ...PAIR, GLOBUS_SDK_ENVIRONMENT: "sandbox" };
    const account = ServiceAccount.fromEnv(variables, { environment: "preview", clientId: OTHER });
    assert.deepEqual(account.toJSON(), { clientId: OTHER, environment: "preview" });
    assert.equal(ServiceAccount.fromEnv({ GLOBUS_CLIENT_ID: ID }, { clientSecret: SECRET }).clientId, ID);
    assert.equal(thrown(() => ServiceAccount.fromEnv(PAIR, { nope: 1 })).field, "nope");
  });

  test("fromEnv: reads the process's variables by default", async () => {
    const { env: variables } = globalThis.process ?? {};
    if (!variables) return assert.equal(thrown(() => ServiceAccount.fromEnv()).field, "GLOBUS_CLIENT_ID");
    const before = Object.keys(PAIR).map((name) => [name, variables[name]]);
    Object.assign(variables, PAIR);
    try {
      assert.equal(ServiceAccount.fromEnv().clientId, ID);
    } finally {
      for (const [name, value] of before) value === undefined ? delete variables[name] : (variables[name] = value);
    }
  });

  /** Runs `action` with the globals of a browser page. */
  function asPage(action) {
    const replaceGlobals = (values) => {
      const before = {};
      for (const [name, descriptor] of Object.entries(values)) {
        before[name] = Object.getOwnPropertyDescriptor(globalThis, name);
        if (descriptor === undefined) delete globalThis[name];
        else Object.defineProperty(globalThis, name, descriptor);
      }
      return before;
    };
    const descriptorOf = (value) => ({ value, configurable: true, writable: true });
    const hidden = Object.fromEntries(["process", "Deno"].map((name) => [name, descriptorOf(undefined)]));
    const before = replaceGlobals({ window: descriptorOf({}), document: descriptorOf({}), ...hidden });
    try {
      return action();
    } finally {
      replaceGlobals(before);
    }
  }

  test("browser: the constructor throws in a page, unless an option allows it", async () => {
    const make = (options) => asPage(() => new ServiceAccount({ clientId: ID, clientSecret: SECRET, ...options }));
    // The package recognises workerd and never takes it for a page.
    if (runtime === "workerd") return assert.equal(make().clientId, ID);
    const error = thrown(() => make());
    assert.instanceOf(error, GlobusConfigError);
    assert.equal(error.code, "browser_forbidden");
    assert.match(error.advice, /dangerouslyAllowBrowser/);
    for (const value of [false, "true", 1, undefined]) {
      assert.equal(thrown(() => make({ dangerouslyAllowBrowser: value })).code, "browser_forbidden");
    }
    assert.equal(make({ dangerouslyAllowBrowser: true }).clientId, ID);
    assert.equal(thrown(() => asPage(() => ServiceAccount.fromEnv(PAIR))).code, "browser_forbidden");
  });

  test("environment: an account does not send its token to another environment", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }), { environment: "sandbox" });
    assert.equal((await failure(account.fetch("https://transfer.api.globus.org/v0.10/x"))).code, "foreign_origin");
    assert.lengthOf(calls, 0);
  });
}
