import { helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply } from "./helpers.mjs";

const AUTH = "https://auth.globus.org";
const TOKEN = "AgS0me/Token+ThatMustNeverBeShown0123456=";
const BASIC = `Basic ${btoa(`${ID}:${SECRET}`)}`;

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, ServiceAccount, assert } = env;
  const { stub, failure } = helpers(env);

  const configuration = (jwks_uri) => ({ issuer: AUTH, jwks_uri });
  const keys = { keys: [{ kty: "RSA", kid: "1" }], unknown: true };

  /** Returns the form fields of a request. */
  const formOf = ({ init }) => Object.fromEntries(new URLSearchParams(init.body));

  test("projects, policies and credentials: are called with the scope that Globus documents for them", async () => {
    const { account, calls, grants } = stub(() => json({ projects: [{ id: "1" }] }));
    assert.deepEqual(await account.auth.getProjects().toArray(), [{ id: "1" }]);
    await account.auth.getPolicy("p");
    await account.auth.deleteClientCredential("c", "d");
    assert.deepEqual(
      calls.map(({ url, init }) => `${init.method ?? "GET"} ${url}`),
      [
        `GET ${AUTH}/v2/api/projects`,
        `GET ${AUTH}/v2/api/policies/p`,
        `DELETE ${AUTH}/v2/api/clients/c/credentials/d`,
      ],
    );
    assert.deepEqual(grants.map(({ init }) => requestedScope(init)), [
      "urn:globus:auth:scope:auth.globus.org:manage_projects",
    ]);
  });

  test("getConsents: sends all=false by default, with the scope to view consents", async () => {
    const { account, calls, grants } = stub(() => json({ consents: [{ id: 1 }] }));
    assert.deepEqual(await account.auth.getConsents(ID).toArray(), [{ id: 1 }]);
    await account.auth.getConsents(ID, { all: true });
    assert.deepEqual(
      calls.map(({ url }) => new URL(url).search),
      ["?all=false", "?all=true"],
    );
    assert.match(requestedScope(grants[0].init), /:view_consents$/);
  });

  test("getIdentityProviders and getScopes: two selectors at once are rejected before any request", async () => {
    const { account, calls } = stub(() => json({ identity_providers: [], scopes: [] }));
    const both = await failure(account.auth.getIdentityProviders({ ids: ID, domains: "example.org" }));
    assert.deepInclude(both, { code: "invalid_argument", field: "query.domains" });
    const scopes = await failure(account.auth.getScopes({ ids: ID, scope_strings: ["openid"] }).toArray());
    assert.deepInclude(scopes, { code: "invalid_argument", field: "query.scope_strings" });
    await account.auth.getIdentityProviders({ domains: ["a.org", "b.org"], ids: undefined });
    assert.deepEqual(
      calls.map(({ url }) => new URL(url).search),
      ["?domains=a.org%2Cb.org"],
    );
  });

  test("getClient: looks a client up by id or by domain name, and requires exactly one of them", async () => {
    const { account, calls } = stub(() => json({ client: { id: ID } }));
    await account.auth.getClient(ID);
    await account.auth.getClient(undefined, { fqdn: "example.org" });
    assert.deepEqual(
      calls.map(({ url }) => url),
      [`${AUTH}/v2/api/clients/${ID}`, `${AUTH}/v2/api/clients?fqdn=example.org`],
    );
    const errors = await Promise.all([
      failure(account.auth.getClient()),
      failure(account.auth.getClient(null, { fqdn: null })),
      failure(account.auth.getClient(ID, { fqdn: "example.org" })),
      failure(account.auth.getClient("..")),
    ]);
    assert.deepEqual(
      errors.map(({ code, field }) => `${code} ${field}`),
      [
        "invalid_argument clientId",
        "invalid_argument clientId",
        "invalid_argument query.fqdn",
        "invalid_argument clientId",
      ],
    );
    assert.lengthOf(calls, 2);
  });

  test("createClient and createChildClient: a document that the service would refuse is rejected before any request", async () => {
    const { account, calls } = stub(() => json({ client: {} }));
    const links = { terms_and_conditions: "https://example.org/terms" };
    for (const [document, field] of [
      [undefined, "document"],
      [{}, "document.client"],
      [{ client: "x" }, "document.client"],
      [{ client: { name: "x" } }, "document.client.client_type"],
      [{ client: { name: "x", public_client: true, client_type: "resource_server" } }, "document.client.client_type"],
      [{ client: { name: "x", public_client: false, links } }, "document.client.links"],
    ]) {
      for (const name of ["createClient", "createChildClient"]) {
        const error = await failure(account.auth[name](document));
        assert.deepInclude(error, { code: "invalid_argument", field }, name);
        assert.instanceOf(error, GlobusConfigError);
      }
    }
    const incomplete = { client: { links: { terms_and_conditions: null, privacy_policy: "https://example.org/privacy" } } };
    assert.equal((await failure(account.auth.updateClient(ID, incomplete))).field, "document.client.links");
    assert.lengthOf(calls, 0);
    const cleared = { client: { links: { terms_and_conditions: null, privacy_policy: null } } };
    await account.auth.updateClient(ID, cleared);
    assert.deepEqual(JSON.parse(calls[0].init.body), cleared);
  });

  test("getOpenidConfiguration: needs no token", async () => {
    const { account, calls, grants } = stub(() => json(configuration(`${AUTH}/jwk.json`)));
    await account.auth.getOpenidConfiguration();
    assert.equal(calls[0].url, `${AUTH}/.well-known/openid-configuration`);
    assert.isFalse(calls[0].headers.has("authorization"));
    assert.lengthOf(grants, 0);
  });

  test("getJwk: sends two requests, or one if the caller passes the configuration, and never a credential", async () => {
    const { account, calls, grants } = stub(({ url }) =>
      json(url.endsWith("configuration") ? configuration("https://keys.example.org/jwk.json?v=1") : keys),
    );
    assert.deepEqual(await account.auth.getJwk(), keys);
    const headers = { authorization: `Bearer ${TOKEN}`, "x-mine": "1" };
    await account.auth.getJwk(configuration("https://keys.example.org/jwk.json"), { a: "b" }, { headers });
    await account.auth.getJwk(configuration(`${AUTH}/jwk.json`), undefined, { headers });
    assert.deepEqual(
      calls.map(({ url, headers: sent }) => [url, sent.get("authorization"), sent.get("x-mine")]),
      [
        [`${AUTH}/.well-known/openid-configuration`, null, null],
        ["https://keys.example.org/jwk.json?v=1", null, null],
        ["https://keys.example.org/jwk.json?a=b", null, null],
        [`${AUTH}/jwk.json`, null, "1"],
      ],
    );
    assert.lengthOf(grants, 0);
  });

  test("getJwk: a URL that is not secure is rejected, whether the caller or Globus Auth names it", async () => {
    const insecure = ["http://keys.example.org/jwk.json", "https://user:pass@keys.example.org/", "/jwk.json", 7, undefined];
    for (const uri of insecure) {
      const { account, calls } = stub(() => json(configuration(uri)));
      const error = await failure(account.auth.getJwk(configuration(uri)));
      assert.deepInclude(error, { code: "invalid_argument", field: "openidConfiguration.jwks_uri" });
      assert.lengthOf(calls, 0);
      assert.deepInclude(await failure(account.auth.getJwk()), { code: "invalid_response", service: "auth" });
      assert.lengthOf(calls, 1);
    }
    const { account } = stub(() => json(keys));
    assert.equal((await failure(account.auth.getJwk("x"))).field, "openidConfiguration");
  });

  test("token endpoints: receive forms, with the client id and secret", async () => {
    const { account, calls, grants } = stub(() => json({ active: false }), { grant: ({ init }) => (init.body.includes("dependent") ? json([]) : json({ access_token: "a" })) });
    const { auth } = account;
    await auth.oauth2ClientCredentialsTokens({ scope: ["a:b", "c d"] });
    await auth.oauth2GetDependentTokens({ token: TOKEN, access_type: "offline", scope: "s" });
    await auth.oauth2RefreshToken({ refresh_token: TOKEN });
    await auth.oauth2Token({ grant_type: "authorization_code", code: "c&=", n: 7, x: null, y: undefined });
    await auth.oauth2TokenIntrospect({ token: TOKEN, include: ["identity_set", "session_info"] }, { q: "1" });
    await auth.oauth2RevokeToken({ token: TOKEN, token_type_hint: "access_token" });
    assert.deepEqual(grants.map(formOf), [
      { grant_type: "client_credentials", scope: "a:b c d" },
      {
        grant_type: "urn:globus:auth:grant_type:dependent_token",
        token: TOKEN,
        access_type: "offline",
        scope: "s",
      },
      { grant_type: "refresh_token", refresh_token: TOKEN },
      { grant_type: "authorization_code", code: "c&=", n: "7" },
    ]);
    assert.deepEqual(calls.map(formOf), [
      { token: TOKEN, include: "identity_set,session_info" },
      { token: TOKEN, token_type_hint: "access_token" },
    ]);
    assert.deepEqual(
      calls.map(({ url }) => url),
      [`${AUTH}/v2/oauth2/token/introspect?q=1`, `${AUTH}/v2/oauth2/token/revoke`],
    );
    for (const { headers, init } of [...calls, ...grants]) {
      assert.equal(headers.get("authorization"), BASIC);
      assert.equal(headers.get("content-type"), "application/x-www-form-urlencoded");
      assert.equal(init.method, "POST");
    }
  });

  test("createChildClient: sends JSON, with the client id and secret", async () => {
    const { account, calls, grants } = stub(() => json({ client: { id: "1" } }));
    const document = { client: { name: "child", client_type: "client_identity" } };
    assert.deepEqual(await account.auth.createChildClient(document), { client: { id: "1" } });
    assert.equal(calls[0].url, `${AUTH}/v2/api/clients`);
    assert.equal(calls[0].headers.get("authorization"), BASIC);
    assert.equal(calls[0].headers.get("content-type"), "application/json");
    assert.deepEqual(JSON.parse(calls[0].init.body), document);
    assert.lengthOf(grants, 0);
  });

  test("token endpoints: a missing or invalid field is named before any request", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    for (const [name, document, field] of [
      ["oauth2ClientCredentialsTokens", {}, "document.scope"],
      ["oauth2GetDependentTokens", {}, "document.token"],
      ["oauth2RefreshToken", { token: TOKEN }, "document.refresh_token"],
      ["oauth2Token", {}, "document.grant_type"],
      ["oauth2TokenIntrospect", undefined, "document"],
      ["oauth2TokenIntrospect", { token: TOKEN, include: [{}] }, "document.include"],
      ["oauth2RevokeToken", { token: {} }, "document.token"],
      ["oauth2RevokeToken", { token: null }, "document.token"],
      ["oauth2TokenIntrospect", { token: NaN }, "document.token"],
      ["oauth2TokenIntrospect", { token: 5n }, "document.token"],
    ]) {
      assert.deepInclude(await failure(account.auth[name](document)), { code: "invalid_argument", field }, name);
    }
    assert.lengthOf([...calls, ...grants], 0);
  });

  test("token endpoints: errors contain Globus's code, and neither the secret nor the token", async () => {
    const events = [];
    const answer = ({ init }, status, error) => {
      const sent = `${init.body} ${TOKEN} ${SECRET} ${new Headers(init.headers).get("authorization")}`;
      return json({ error, error_description: `you sent ${sent}` }, { status });
    };
    const { account } = stub((call) => answer(call, 400, "invalid_request"), {
      grant: (call) => answer(call, 400, "invalid_grant"),
      onEvent: (event) => events.push(event),
    });
    const refreshError = await failure(account.auth.oauth2RefreshToken({ refresh_token: TOKEN }));
    assert.instanceOf(refreshError, GlobusApiError);
    assert.deepInclude(refreshError, { code: "bad_request", serverCode: "invalid_grant", status: 400, service: "auth" });
    const introspectError = await failure(account.auth.oauth2TokenIntrospect({ token: TOKEN }));
    assert.deepInclude(introspectError, { code: "bad_request", serverCode: "invalid_request" });
    const shown = JSON.stringify([refreshError, introspectError, events, refreshError.stack, refreshError.message, introspectError.message]);
    for (const hidden of [TOKEN, encodeURIComponent(TOKEN), SECRET, BASIC.slice(6)]) assert.notInclude(shown, hidden);
    assert.include(shown, "[redacted]");
  });

  test("token endpoints: a secret function is called once more after invalid_client", async () => {
    const secrets = ["old0", "new0"];
    let secretCalls = 0;
    const requests = [];
    const account = new ServiceAccount({
      clientId: ID,
      clientSecret: async () => secrets[Math.min(secretCalls++, 1)],
      fetch: async (url, init) => {
        requests.push(init.headers.authorization);
        const isNewSecret = init.headers.authorization === `Basic ${btoa(`${ID}:new0`)}`;
        return isNewSecret ? json({ active: true }) : json({ error: "invalid_client" }, { status: 401 });
      },
    });
    assert.deepEqual(await account.auth.oauth2TokenIntrospect({ token: TOKEN }), { active: true });
    assert.deepEqual([secretCalls, requests.length], [2, 2]);
    await account.auth.oauth2RevokeToken({ token: TOKEN });
    assert.deepEqual([secretCalls, requests.length], [2, 3], "the new secret is remembered");
  });

  test("token endpoints: a wrong secret rejects with invalid_client, after one request", async () => {
    const { account, calls } = stub(() => json({ error: "invalid_client" }, { status: 401 }));
    const error = await failure(account.auth.oauth2RevokeToken({ token: TOKEN }));
    assert.deepInclude(error, { code: "invalid_client", serverCode: "invalid_client", status: 401 });
    assert.include(error.advice, ID);
    assert.lengthOf(calls, 1);
  });

  test("token endpoints: a caller's signal ends the wait for a secret", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }), { clientSecret: () => new Promise(() => {}) });
    const controller = new AbortController();
    const rejection = failure(account.auth.oauth2RevokeToken({ token: TOKEN }, undefined, { signal: controller.signal }));
    controller.abort("enough");
    assert.equal(await rejection, "enough");
    assert.lengthOf(calls, 0);
  });

  test("token endpoints: their reply is returned unchanged, and the account does not use its token", async () => {
    const [document] = tokenDocuments("urn:globus:auth:scope:transfer.api.globus.org:all");
    const { account, grants } = stub(() => json({ code: "Done" }), { grant: () => tokenReply([document]) });
    const reply = await account.auth.oauth2ClientCredentialsTokens({ scope: document.scope });
    assert.deepEqual(reply, { ...document, other_tokens: [] });
    assert.equal((await account.getToken("transfer")).accessToken, document.access_token);
    assert.lengthOf(grants, 2);
  });
}
