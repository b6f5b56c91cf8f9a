// oidc-provider, an OAuth 2 and OpenID Connect server by Filip Skokan, as the authority of this package's grant.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";
import { SCOPES, authority } from "./oidc-server.mjs";

const CLIENT = "0e4ad2a1-5d2c-4a4e-9f0c-7c2f3a1b5d60";
/** RFC 6749 has id and secret encoded as in a form before they are put together, Globus not; here both are the same. */
const SECRET = "a/secret=in.which_both~agree-0123456789";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  const scenario = (name, body, { clientSecret = SECRET } = {}) =>
    test(`oidc-provider: ${name}`, async (stage) => {
      const server = await authority({ clientId: CLIENT, clientSecret, atEnd: stage.atEnd });
      const { url, inFront, api } = server;
      const asked = [];
      const make = (auth, more) =>
        new ServiceAccount({
          clientId: CLIENT,
          clientSecret,
          serviceUrls: { auth, transfer: `${api}/transfer`, groups: `${api}/groups`, search: `${api}/search` },
          retries: 1,
          ...more,
          fetch: async (input, init) => {
            const response = await fetch(input, init);
            asked.push(`${init.method ?? "GET"} ${new URL(input).pathname} ${response.status}`);
            return response;
          },
        });
      const count = (line) => asked.filter((one) => one === line).length;
      await body({ ...server, plain: (more) => make(url, more), account: (more) => make(inFront, more), count });
      stage.drove("oidc-provider", "requests and answers", asked);
    });

  const refused = (calling) =>
    calling.then(
      (document) => assert.fail(`it was answered: ${JSON.stringify(document)}`),
      (error) => error,
    );
  const GRANTED = "POST /v2/oauth2/token 200";

  scenario("a wrong secret, an unknown client, a scope that is not for the client", async ({ plain }) => {
    const wrong = await refused(plain({ clientSecret: "not-that-one" }).getToken("transfer"));
    assert.deepEqual([wrong.code, wrong.status, wrong.serverCode], ["invalid_client", 401, "invalid_client"]);
    const unknown = await refused(plain({ clientId: CLIENT.replace("0", "1") }).getToken("transfer"));
    assert.equal(unknown.code, "invalid_client");
    const scope = await refused(plain().getToken("search"));
    assert.deepEqual([scope.code, scope.status, scope.serverCode], ["invalid_scope", 400, "invalid_scope"]);
    for (const error of [wrong, unknown, scope]) {
      assert.ok(!JSON.stringify(error).includes(SECRET) && !error.message.includes(SECRET));
      assert.equal(error.service, "auth");
    }
  });

  // It reads the plus as a space.
  const wrong = async ({ plain }) => assert.equal((await refused(plain().getToken("transfer"))).code, "invalid_client");
  scenario("a secret that RFC 6749 would have encoded goes out as it stands", wrong, { clientSecret: "a+b" });

  scenario("its own reply, which names no resource server, gives no token of Globus", async ({ plain, count }) => {
    const error = await refused(plain().getToken("transfer"));
    assert.deepEqual([error.code, error.service], ["grant_failed", "auth"]);
    assert.equal(count(GRANTED), 1);
  });

  scenario("tokens, calls, renewal after a revocation", async ({ account, api, count, settings }) => {
    const own = account();
    const [transfer, groups] = await own.getTokens(["transfer", "groups"]);
    assert.deepEqual([transfer.scope, groups.scope], [SCOPES.transfer, SCOPES.groups]);
    assert.deepEqual([transfer.resourceServer, groups.resourceServer], ["transfer.api.globus.org", "groups.api.globus.org"]);
    const lifetime = (transfer.expiresAt - Date.now()) / 1000;
    assert.ok(lifetime > settings.lifetime - 20 && lifetime <= settings.lifetime, String(lifetime));
    assert.equal(count(GRANTED), 1);
    assert.equal((await own.transfer.taskList()).total, 0);
    assert.equal((await own.fetch(`${api}/groups/anything`)).status, 200);

    // Somebody else revokes it: the call meets a 401, asks once more, and goes well.
    await own.auth.oauth2RevokeToken({ token: transfer.accessToken });
    assert.equal((await own.transfer.taskList()).total, 0);
    assert.notEqual((await own.getToken("transfer")).accessToken, transfer.accessToken);
    assert.equal(count("GET /transfer/v0.10/task_list 401"), 1);
    assert.equal(count(GRANTED), 2);
  });

  scenario("introspection, and revocation of all that the account holds", async ({ account, count }) => {
    const own = account();
    const { accessToken } = await own.getToken("transfer");
    const alive = await own.auth.oauth2TokenIntrospect({ token: accessToken });
    assert.deepEqual([alive.active, alive.client_id, alive.scope], [true, CLIENT, SCOPES.transfer]);
    await own.revokeTokens();
    assert.equal(count("POST /v2/oauth2/token/revoke 200"), 1);
    assert.deepEqual(await own.auth.oauth2TokenIntrospect({ token: accessToken }), { active: false });
    assert.deepEqual(await own.auth.oauth2TokenIntrospect({ token: "never-was-one" }), { active: false });
    assert.equal((await own.transfer.taskList()).total, 0, "a new one");
  });

  scenario("tokens that live two seconds are renewed in time", async ({ account, count, settings }) => {
    settings.lifetime = 2;
    const own = account();
    const end = Date.now() + 5000;
    const tokens = new Set();
    while (Date.now() < end) {
      tokens.add((await own.transfer.taskList()).token);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(tokens.size >= 2, `${tokens.size} tokens`);
    // Its clock has whole seconds, so that a token may end a second early: another request, and no failure.
    assert.ok(count("GET /transfer/v0.10/task_list 401") <= tokens.size);
  });
}
