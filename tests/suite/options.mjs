import { helpers, ID, SECRET } from "./helpers.mjs";

export default function (test, env) {
  const { ServiceAccount, GlobusError, GlobusConfigError, assert } = env;
  const { thrown } = helpers(env);

  const make = (options) => new ServiceAccount({ clientId: ID, clientSecret: SECRET, ...options });

  function assertInvalid(options, field, problem = /./) {
    const error = thrown(() => make(options));
    assert.instanceOf(error, GlobusConfigError);
    assert.instanceOf(error, GlobusError);
    assert.deepInclude(error, { code: "invalid_option", field, name: "GlobusConfigError", retryable: false });
    assert.match(error.message, problem);
    assert.include(error.message, field);
    return error;
  }

  test("options: a client id and a secret are enough, and the constructor sends nothing", async () => {
    const account = make({ fetch: () => assert.fail("fetch was called") });
    assert.equal(account.clientId, ID);
    assert.equal(account.username, `${ID}@clients.auth.globus.org`);
    assert.equal(account.principal, `urn:globus:auth:identity:${ID}`);
    assert.equal(make({ clientId: ID.toUpperCase() }).clientId, ID);
  });

  test("options: the error names a missing option", async () => {
    for (const empty of [undefined, null, 1, "text"]) {
      const error = thrown(() => new ServiceAccount(empty));
      assert.deepInclude(error, { code: "invalid_option", field: "options" });
    }
    for (const empty of [undefined, null]) {
      assertInvalid({ clientId: empty }, "clientId", /is required/);
      assertInvalid({ clientSecret: empty }, "clientSecret", /is required/);
    }
  });

  test("options: the error names an invalid option", async () => {
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
      for (const value of values) assertInvalid({ [field]: value }, field);
    }
  });

  test("options: the error names the service of an invalid option", async () => {
    assertInvalid({ serviceUrls: { transfers: "https://x.test" } }, "serviceUrls.transfers", /there are auth, transfer/);
    assertInvalid({ serviceUrls: { transfer: 1 } }, "serviceUrls.transfer");
    assertInvalid({ scopes: { nope: "openid" } }, "scopes.nope");
    assertInvalid({ scopes: { groups: "urn:x[" } }, "scopes.groups");
    assertInvalid(
      { scopes: { groups: "urn:globus:auth:scope:transfer.api.globus.org:all" } },
      "scopes.groups",
      /another service/,
    );
  });

  test("options: the error names an unknown option, so that users notice a misspelt one", async () => {
    assertInvalid({ clientID: ID }, "clientID");
    assertInvalid({ retrys: 1 }, "retrys");
    assertInvalid({ token: undefined }, "token");
  });

  test("options: undefined and null select the default", async () => {
    for (const empty of [undefined, null]) {
      const names = ["environment", "serviceUrls", "scopes", "fetch", "timeout", "retries", "maxRetryWait", "appName"];
      make(Object.fromEntries([...names, "onEvent", "dangerouslyAllowBrowser"].map((name) => [name, empty])));
      make({ serviceUrls: { transfer: empty }, scopes: { transfer: empty } });
    }
  });

  test("options: the error of a secret that was damaged by copying names the damage and not the secret", async () => {
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
      const error = assertInvalid({ clientSecret: secret }, "clientSecret", problem);
      assert.match(error.advice, /Copy the secret again/);
      if (secret === "") continue;
      const shown = [error.message, error.stack, error.advice, JSON.stringify(error), String(error)].join("\n");
      assert.notInclude(shown, secret.trim());
      assert.notInclude(shown, SECRET);
    }
  });

  test("options: the error does not repeat a malformed client id, because it may be the secret", async () => {
    const error = assertInvalid({ clientId: SECRET }, "clientId", /is not a UUID/);
    assert.notInclude(JSON.stringify(error) + error.stack, SECRET);
    assert.match(error.advice, /settings\/developers/);
  });

  test("options: plain http is accepted only for this machine", async () => {
    const url = (transfer) => ({ serviceUrls: { transfer } });
    for (const validUrl of [
      "http://127.0.0.1:9/a",
      "http://localhost",
      "http://[::1]:9",
      "http://a.localhost",
      "https://x.test/a/b/",
    ]) {
      make(url(validUrl));
    }
    for (const bad of [
      "http://x.test",
      "http://127.0.0.1.x.test",
      "http://localhost.x.test",
      "ftp://127.0.0.1",
      "x.test",
      "",
    ]) {
      assertInvalid(url(bad), "serviceUrls.transfer");
    }
    for (const bad of ["https://a:b@x.test", "https://x.test?a=b", "https://x.test#a"]) {
      assertInvalid(url(bad), "serviceUrls.transfer");
    }
  });

  test("options: a base URL with white space is rejected, although the URL parser would remove it", async () => {
    for (const bad of ["https://x.test\n", "https://x.test/a\n", "https://x.test/a b", "https://x.test/\r\n"]) {
      assertInvalid({ serviceUrls: { transfer: bad } }, "serviceUrls.transfer");
    }
  });

  test("options: the account's text, JSON and console forms show the client id and no secret", async () => {
    const account = make();
    assert.equal(`${account}`, account.username);
    assert.deepEqual(JSON.parse(JSON.stringify(account)), { clientId: ID, environment: "production" });
    const inspected = String(account[Symbol.for("nodejs.util.inspect.custom")]());
    assert.include(inspected, ID);
    assert.notInclude(inspected, SECRET);
  });
}
