import { deferred, GROUPS_ALL, helpers, ID, json, requestedScope, SECRET, TOKEN_URL } from "./helpers.mjs";
import { tokenDocuments, tokenReply, TRANSFER_ALL, URN } from "./helpers.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { GlobusAuthError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];

  test("grant: the request has the form that Globus documents", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }), { appName: "Night Shift" });
    await account.getToken("transfer");
    const [{ url, init, headers }] = grants;
    assert.equal(url, TOKEN_URL);
    assert.sameMembers(Object.keys(init), ["cache", "method", "headers", "body", "redirect", "signal"]);
    assert.equal(init.method, "POST");
    assert.equal(init.redirect, "manual");
    assert.instanceOf(init.signal, AbortSignal);
    assert.isFalse(init.signal.aborted);
    // The id and secret are not form-encoded before base64, which Globus expects, unlike RFC 6749, section 2.3.1.
    assert.equal(headers.get("authorization"), `Basic ${btoa(`${ID}:${SECRET}`)}`);
    assert.equal(headers.get("content-type"), "application/x-www-form-urlencoded");
    assert.equal(headers.get("accept"), "application/json");
    assert.match(headers.get("user-agent"), /^globus-service-account\/\d+\.\d+\.\d+ Night-Shift$/);
    assert.match(
      headers.get("x-globus-client-info"),
      /^product=globus-service-account,version=[\d.]+;product=Night Shift$/,
    );
    assert.deepEqual(Object.fromEntries(new URLSearchParams(init.body)), {
      grant_type: "client_credentials",
      scope: TRANSFER_ALL,
    });
  });

  test("grant: a service's grant requests the service's default scopes, or those of the option `scopes`", async () => {
    const requestedBy = async (target, options) => {
      const { account, grants } = stub(() => json({ code: "Done" }), { ...options, grant: () => json({ code: "Done" }) });
      await failure(account.getToken(target));
      return requestedScope(grants[0].init);
    };
    assert.equal(await requestedBy("groups"), GROUPS_ALL);
    assert.sameMembers((await requestedBy("auth")).split(" "), [
      "openid",
      "profile",
      "email",
      `${URN}auth.globus.org:view_identity_set`,
    ]);
    assert.match(await requestedBy("timers"), /\/timer\[urn:globus:auth:scope:transfer\.api\.globus\.org:all\]$/);
    const view = `${URN}groups.api.globus.org:view_my_groups_and_memberships`;
    assert.equal(await requestedBy("groups", { scopes: { groups: [view] } }), view);
    assert.equal(await requestedBy("groups", { scopes: { groups: view } }), view);
  });

  test("grant: each token of a reply is matched by its resource server, whatever the order", async () => {
    const SERVERS = { auth: "auth.globus.org", transfer: "transfer.api.globus.org", groups: "groups.api.globus.org" };
    for (let round = 0; round < 50; round++) {
      const sentTokens = {};
      const grant = ({ init }) => {
        const documents = tokenDocuments(requestedScope(init));
        for (const document of documents) sentTokens[document.resource_server] = document.access_token;
        return tokenReply(shuffled(documents));
      };
      const { account, grants } = stub(() => json({ code: "Done" }), { grant });
      const names = shuffled(Object.keys(SERVERS));
      const tokens = await Promise.all(names.map((name) => account.getToken(name)));
      assert.lengthOf(grants, 1);
      names.forEach((name, index) => {
        assert.equal(tokens[index].resourceServer, SERVERS[name]);
        assert.equal(tokens[index].accessToken, sentTokens[SERVERS[name]]);
      });
    }
  });

  function shuffled(items) {
    return items
      .map((item) => [Math.random(), item])
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  }

  test("grant: 1,000 calls without cached tokens, on three services at once, make one request to the token endpoint", async () => {
    const { fake, account } = stage();
    fake.inject({ service: "groups", body: [], times: Infinity });
    const call = [
      () => account.transfer.getSubmissionId(),
      () => account.auth.userinfo(),
      () => account.request({ service: "groups", path: "/v2/groups/my_groups" }),
    ];
    await Promise.all(Array.from({ length: 1000 }, (_, index) => call[index % 3]()));
    assert.deepEqual([fake.tokenRequests, fake.grants], [1, 1]);
    assert.equal(fake.count(), 1001);
  });

  test("grant: lists share the grant of other calls, although they start when they are awaited", async () => {
    const { fake, account } = stage();
    await Promise.all([account.transfer.taskList(), account.whoami(), account.getToken("groups")]);
    assert.equal(fake.tokenRequests, 1);
  });

  test("grant: a call during a grant waits for it, and requests only the tokens that it does not contain", async () => {
    const gates = [];
    const grant = async ({ init }) => {
      const gate = deferred();
      gates.push({ ...gate, scope: requestedScope(init) });
      await gate.promise;
      return tokenReply(tokenDocuments(requestedScope(init)));
    };
    const { account, grants } = stub(() => json({ code: "Done" }), { grant });
    const first = account.getToken("transfer");
    await settle();
    const joined = account.getToken("transfer");
    const both = account.getTokens(["transfer", "groups"]);
    await settle();
    assert.deepEqual(
      gates.map(({ scope }) => scope),
      [TRANSFER_ALL, GROUPS_ALL],
    );
    gates[1].resolve();
    gates[0].resolve();
    const [transfer, groups] = await both;
    assert.equal(await first, transfer);
    assert.equal(await joined, transfer);
    assert.equal(groups.resourceServer, "groups.api.globus.org");
    assert.lengthOf(grants, 2);
  });

  test("grant: a scope that Globus does not know rejects its own call only", async () => {
    const { fake, account } = stage();
    const [transfer, unknown, openid] = await Promise.allSettled(
      ["transfer", "urn:globus:unknown:scope", "openid"].map((target) => account.getToken(target)),
    );
    assert.equal(transfer.value.resourceServer, "transfer.api.globus.org");
    assert.equal(openid.value.scope, "openid");
    assert.instanceOf(unknown.reason, GlobusAuthError);
    assert.deepInclude(unknown.reason, {
      code: "invalid_scope",
      service: "auth",
      status: 400,
      serverCode: "invalid_scope",
    });
    assert.include(unknown.reason.message, "urn:globus:unknown:scope");
    assert.match(unknown.reason.advice, /spelling/);
    assert.equal(fake.tokenRequests, 4);
    await account.transfer.taskList();
    assert.equal(fake.tokenRequests, 4);
  });

  test("grant: the tokens of a batch are cached for each of its services", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const first = await account.getTokens(SERVICES.slice(0, 3));
    const again = await Promise.all(SERVICES.slice(0, 3).map((name) => account.getToken(name)));
    assert.deepEqual(again, first);
    assert.lengthOf(grants, 1);
  });

  test("grant: the message of a refusal without a description contains its OAuth error code", async () => {
    for (const [body, end] of [
      [{ error: "invalid_request" }, "it answered 400 (invalid_request)"],
      [{ error: "invalid_request", error_description: "no grant_type" }, "400 (invalid_request: no grant_type)"],
      [{ error: "unauthorized_client" }, "as a service account (unauthorized_client)"],
    ]) {
      const { account } = stub(() => json({ code: "Done" }), { retries: 0, grant: () => json(body, { status: 400 }) });
      const error = await failure(account.getToken("transfer"));
      assert.isTrue(error.message.endsWith(end), error.message);
      assert.equal(error.serverCode, body.error);
    }
  });

  test("grant: the message about an incomplete token names the missing fields", async () => {
    const [{ access_token, scope, resource_server }] = tokenDocuments(TRANSFER_ALL);
    for (const [reply, lack] of [
      [{ access_token, scope }, "a token lacks resource_server"],
      [{ access_token, resource_server }, "a token lacks scope"],
      [{ access_token: null, scope: 5 }, "a token lacks access_token and resource_server and scope"],
      [[], "it is not a JSON document"],
    ]) {
      const { account } = stub(() => json({ code: "Done" }), { retries: 0, grant: () => json(reply) });
      const error = await failure(account.getToken("transfer"));
      assert.instanceOf(error, GlobusAuthError);
      assert.deepInclude(error, { code: "grant_failed", service: "auth" });
      assert.equal(error.message, `Globus Auth's reply contains no token for ${TRANSFER_ALL}: ${lack}`);
    }
  });

  test("grant: the message about a reply without the requested token names the tokens in it", async () => {
    for (const [grant, message] of [
      [() => json({ code: "Done" }), /contains no token/],
      [() => json(null), /contains no token/],
      [() => json([]), /contains no token/],
      [() => new Response(null, { status: 204 }), /contains no token/],
      [() => tokenReply(tokenDocuments(GROUPS_ALL)), /tokens for groups\.api\.globus\.org/],
      [() => tokenReply(tokenDocuments(TRANSFER_ALL, { access_token: "a\r\nx: y" })), /contains no token/],
      [() => tokenReply(tokenDocuments(TRANSFER_ALL, { access_token: 5 })), /contains no token/],
      [() => json({ error: "invalid_scope" }), /contains no token/],
    ]) {
      const { account } = stub(() => json({ code: "Done" }), { grant });
      const error = await failure(account.getToken("transfer"));
      assert.instanceOf(error, GlobusAuthError);
      assert.equal(error.code, "grant_failed");
      assert.match(error.message, message);
    }
  });

  test("grant: a refusal that is not about the credentials or scopes has advice that says so", async () => {
    for (const status of [400, 403, 404, 302]) {
      const { account, grants } = stub(() => json({ code: "Done" }), { grant: () => new Response("<html>", { status }) });
      const error = await failure(account.getToken("transfer"));
      assert.instanceOf(error, GlobusAuthError);
      assert.deepInclude(error, { code: "grant_failed", status, body: "<html>" });
      assert.match(error.advice, /credentials were not refused/);
      assert.lengthOf(grants, 1);
    }
  });

  test("grant: a failure is not remembered, except a refusal of the credentials", async () => {
    const { fake, account } = stage();
    fake.inject({ service: "auth", status: 400, body: { error: "invalid_request" } });
    assert.equal((await failure(account.transfer.taskList())).code, "grant_failed");
    await account.transfer.taskList();
    assert.equal(fake.tokenRequests, 2);
  });
}
