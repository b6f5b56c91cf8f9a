// oidc-provider, an OAuth 2 and OpenID Connect server by Filip Skokan, as the authorization server for this package.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";
import { SCOPES, startAuthority } from "./oidc-server.mjs";

const CLIENT = "0e4ad2a1-5d2c-4a4e-9f0c-7c2f3a1b5d60";
/**
 * RFC 6749 (section 2.3.1) form-encodes id and secret before Basic authentication, Globus does not. This text is the
 * same in both.
 */
const SECRET = "a/secret=in.which_both~agree-0123456789";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  const scenario = (name, body, { clientSecret = SECRET } = {}) =>
    test(`oidc-provider: ${name}`, async (stage) => {
      const server = await startAuthority({ clientId: CLIENT, clientSecret, atEnd: stage.atEnd });
      const { url, proxyUrl, api } = server;
      const attempts = [];
      const make = (auth, options) =>
        new ServiceAccount({
          clientId: CLIENT,
          clientSecret,
          serviceUrls: { auth, transfer: `${api}/transfer`, groups: `${api}/groups`, search: `${api}/search` },
          retries: 1,
          ...options,
          fetch: async (input, init) => {
            const response = await fetch(input, init);
            attempts.push(`${init.method ?? "GET"} ${new URL(input).pathname} ${response.status}`);
            return response;
          },
        });
      const count = (line) => attempts.filter((attempt) => attempt === line).length;
      await body({ ...server, plain: (options) => make(url, options), account: (options) => make(proxyUrl, options), count });
      stage.recordUse("oidc-provider", "requests and answers", attempts);
    });

  const catchRefusal = (promise) =>
    promise.then(
      (document) => assert.fail(`the call must fail, but it returned ${JSON.stringify(document)}`),
      (error) => error,
    );
  const GRANTED = "POST /v2/oauth2/token 200";

  scenario("a wrong secret, an unknown client, a scope that is not for the client", async ({ plain }) => {
    const wrong = await catchRefusal(plain({ clientSecret: "not-that-one" }).getToken("transfer"));
    assert.deepEqual([wrong.code, wrong.status, wrong.serverCode], ["invalid_client", 401, "invalid_client"]);
    const unknownClient = await catchRefusal(plain({ clientId: CLIENT.replace("0", "1") }).getToken("transfer"));
    assert.equal(unknownClient.code, "invalid_client");
    const scope = await catchRefusal(plain().getToken("search"));
    assert.deepEqual([scope.code, scope.status, scope.serverCode], ["invalid_scope", 400, "invalid_scope"]);
    for (const error of [wrong, unknownClient, scope]) {
      assert.ok(!JSON.stringify(error).includes(SECRET) && !error.message.includes(SECRET));
      assert.equal(error.service, "auth");
    }
  });

  // oidc-provider decodes the plus as a space.
  const wrong = async ({ plain }) => assert.equal((await catchRefusal(plain().getToken("transfer"))).code, "invalid_client");
  scenario("a secret that RFC 6749 form-encodes is sent unencoded", wrong, { clientSecret: "a+b" });

  scenario("a standard token response without a resource server is not a token of Globus", async ({ plain, count }) => {
    const error = await catchRefusal(plain().getToken("transfer"));
    assert.deepEqual([error.code, error.service], ["grant_failed", "auth"]);
    assert.equal(count(GRANTED), 1);
  });

  scenario("tokens, calls, renewal after a revocation", async ({ account, api, count, settings }) => {
    const robot = account();
    const [transfer, groups] = await robot.getTokens(["transfer", "groups"]);
    assert.deepEqual([transfer.scope, groups.scope], [SCOPES.transfer, SCOPES.groups]);
    assert.deepEqual([transfer.resourceServer, groups.resourceServer], ["transfer.api.globus.org", "groups.api.globus.org"]);
    const lifetime = (transfer.expiresAt - Date.now()) / 1000;
    assert.ok(lifetime > settings.lifetime - 20 && lifetime <= settings.lifetime, String(lifetime));
    assert.equal(count(GRANTED), 1);
    assert.equal((await robot.transfer.taskList()).total, 0);
    assert.equal((await robot.fetch(`${api}/groups/anything`)).status, 200);

    // Another client revokes the token: the call gets a 401, requests a new token and succeeds.
    await robot.auth.oauth2RevokeToken({ token: transfer.accessToken });
    assert.equal((await robot.transfer.taskList()).total, 0);
    assert.notEqual((await robot.getToken("transfer")).accessToken, transfer.accessToken);
    assert.equal(count("GET /transfer/v0.10/task_list 401"), 1);
    assert.equal(count(GRANTED), 2);
  });

  scenario("introspection, and revocation of all of the account's tokens", async ({ account, count }) => {
    const robot = account();
    const { accessToken } = await robot.getToken("transfer");
    const alive = await robot.auth.oauth2TokenIntrospect({ token: accessToken });
    assert.deepEqual([alive.active, alive.client_id, alive.scope], [true, CLIENT, SCOPES.transfer]);
    await robot.revokeTokens();
    assert.equal(count("POST /v2/oauth2/token/revoke 200"), 1);
    assert.deepEqual(await robot.auth.oauth2TokenIntrospect({ token: accessToken }), { active: false });
    assert.deepEqual(await robot.auth.oauth2TokenIntrospect({ token: "never-was-one" }), { active: false });
    assert.equal((await robot.transfer.taskList()).total, 0, "the call gets a new token");
  });

  scenario("tokens with a lifetime of two seconds are renewed in time", async ({ account, count, settings }) => {
    settings.lifetime = 2;
    const robot = account();
    const end = Date.now() + 5000;
    const tokens = new Set();
    while (Date.now() < end) {
      tokens.add((await robot.transfer.taskList()).token);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(tokens.size >= 2, `${tokens.size} tokens`);
    // The server's clock has whole seconds, so a token can expire a second early. The call is then repeated and does
    // not fail.
    assert.ok(count("GET /transfer/v0.10/task_list 401") <= tokens.size);
  });
}
