import { helpers, ID, SECRET } from "./helpers.mjs";

export default function (test, env) {
  const { ServiceAccount, GlobusError, GlobusConfigError, assert } = env;
  const { thrown } = helpers(env);

  const make = (options) => new ServiceAccount({ clientId: ID, clientSecret: SECRET, ...options });

  function refused(options, field, problem = /./) {
    const error = thrown(() => make(options));
    assert.instanceOf(error, GlobusConfigError);
    assert.instanceOf(error, GlobusError);
    assert.deepInclude(error, { code: "invalid_option", field, name: "GlobusConfigError", retryable: false });
    assert.match(error.message, problem);
    assert.include(error.message, field);
    return error;
  }

  test("options: an id and a secret are all it takes, and nothing is sent", async () => {
    const account = make({ fetch: () => assert.fail("it was called") });
    assert.equal(account.clientId, ID);
    assert.equal(account.username, `${ID}@clients.auth.globus.org`);
    assert.equal(account.principal, `urn:globus:auth:identity:${ID}`);
    assert.equal(make({ clientId: ID.toUpperCase() }).clientId, ID);
  });

  test("options: what is missing is named", async () => {
    for (const none of [undefined, null, 1, "text"]) {
      const error = thrown(() => new ServiceAccount(none));
      assert.deepInclude(error, { code: "invalid_option", field: "options" });
    }
    for (const none of [undefined, null]) {
      refused({ clientId: none }, "clientId", /is required/);
      refused({ clientSecret: none }, "clientSecret", /is required/);
    }
  });

  test("options: what is wrong is named", async () => {
    for (const [field, ...values] of [
      [
        "clientId",
        1,
        {},
        "",
        "my-client",
        `${ID}\n`,
        ` ${ID}`,
        `${ID}@clients.auth.globus.org`,
        ID.replaceAll("-", ""),
      ],
      ["clientSecret", 1, {}, true],
      ["environment", "prod", "Production", "", 1],
      ["serviceUrls", "https://x.test", 1],
      ["scopes", "openid", 1],
      ["fetch", "fetch", {}],
      ["timeout", 0, -1, "60000", NaN, -Infinity],
      ["retries", -1, 1.5, "5", NaN, 101],
      ["maxRetryWait", -1, "1000", NaN, -Infinity],
      ["appName", 1, "", "a;b", "a,b", "a=b", "a\r\nb", "café", " a"],
      ["onEvent", "console.log", {}],
      ["dangerouslyAllowBrowser", "true", 1],
    ]) {
      for (const value of values) refused({ [field]: value }, field);
    }
  });

  test("options: what is wrong for one service is named with it", async () => {
    refused({ serviceUrls: { transfers: "https://x.test" } }, "serviceUrls.transfers", /there are auth, transfer/);
    refused({ serviceUrls: { transfer: 1 } }, "serviceUrls.transfer");
    refused({ scopes: { nope: "openid" } }, "scopes.nope");
    refused({ scopes: { groups: "urn:x[" } }, "scopes.groups");
    refused(
      { scopes: { groups: "urn:globus:auth:scope:transfer.api.globus.org:all" } },
      "scopes.groups",
      /another service/,
    );
  });

  test("options: an unknown one is named, so that a misspelt one does not pass unnoticed", async () => {
    refused({ clientID: ID }, "clientID");
    refused({ retrys: 1 }, "retrys");
    refused({ token: undefined }, "token");
  });

  test("options: undefined and null stand for the default", async () => {
    for (const none of [undefined, null]) {
      const names = ["environment", "serviceUrls", "scopes", "fetch", "timeout", "retries", "maxRetryWait", "appName"];
      make(Object.fromEntries([...names, "onEvent", "dangerouslyAllowBrowser"].map((name) => [name, none])));
      make({ serviceUrls: { transfer: none }, scopes: { transfer: none } });
    }
  });

  test("options: a secret that something happened to on its way is told from a wrong one", async () => {
    for (const [secret, problem] of [
      ["", /is empty/],
      [`${SECRET}\n`, /line break/],
      [`${SECRET}\r\n`, /line break/],
      [` ${SECRET}`, /white space/],
      [`${SECRET}\t`, /white space/],
      [`"${SECRET}"`, /quotes/],
      [`'${SECRET}'`, /quotes/],
      ["two words", /character/],
      ["schlüssel", /character/],
    ]) {
      const error = refused({ clientSecret: secret }, "clientSecret", problem);
      assert.match(error.advice, /Copy the secret again/);
      if (secret === "") continue;
      const shown = [error.message, error.stack, error.advice, JSON.stringify(error), String(error)].join("\n");
      assert.notInclude(shown, secret.trim());
      assert.notInclude(shown, SECRET);
    }
  });

  test("options: a malformed id is never repeated, for it may be the secret", async () => {
    const error = refused({ clientId: SECRET }, "clientId", /is not a UUID/);
    assert.notInclude(JSON.stringify(error) + error.stack, SECRET);
    assert.match(error.advice, /settings\/developers/);
  });

  test("options: plain http is for this machine only", async () => {
    const url = (transfer) => ({ serviceUrls: { transfer } });
    for (const good of [
      "http://127.0.0.1:9/a",
      "http://localhost",
      "http://[::1]:9",
      "http://a.localhost",
      "https://x.test/a/b/",
    ]) {
      make(url(good));
    }
    for (const bad of [
      "http://x.test",
      "http://127.0.0.1.x.test",
      "http://localhost.x.test",
      "ftp://127.0.0.1",
      "x.test",
      "",
    ]) {
      refused(url(bad), "serviceUrls.transfer");
    }
    for (const bad of ["https://a:b@x.test", "https://x.test?a=b", "https://x.test#a"]) {
      refused(url(bad), "serviceUrls.transfer");
    }
  });

  test("options: a base URL with white space in it is refused, not mended by the URL parser", async () => {
    for (const bad of ["https://x.test\n", "https://x.test/a\n", "https://x.test/a b", "https://x.test/\r\n"]) {
      refused({ serviceUrls: { transfer: bad } }, "serviceUrls.transfer");
    }
  });

  test("options: the account's text, JSON and console forms show who it is and no secret", async () => {
    const account = make();
    assert.equal(`${account}`, account.username);
    assert.deepEqual(JSON.parse(JSON.stringify(account)), { clientId: ID, environment: "production" });
    const inspected = String(account[Symbol.for("nodejs.util.inspect.custom")]());
    assert.include(inspected, ID);
    assert.notInclude(inspected, SECRET);
  });
}
