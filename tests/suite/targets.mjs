import { GROUPS_ALL, helpers, json, requestedScope, tokenDocuments, tokenReply, TRANSFER_ALL, URN } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusConfigError, Scope, assert, scopes } = env;
  const { stage, stub, failure } = helpers(env);

  test("getToken: returns one frozen object per token, with the documented fields only", async () => {
    const { account, fake } = stage();
    const begin = Date.now();
    const token = await account.getToken("transfer");
    const end = Date.now();
    assert.isTrue(Object.isFrozen(token));
    assert.match(token.accessToken, /^\w{20,}$/);
    // `accessToken` is not enumerable: code must read it by name.
    assert.sameMembers(Object.keys(token), ["expiresAt", "scope", "resourceServer", "tokenType"]);
    assert.deepInclude(token, { scope: TRANSFER_ALL, resourceServer: "transfer.api.globus.org", tokenType: "Bearer" });
    assert.instanceOf(token.expiresAt, Date);
    assert.isAtLeast(token.expiresAt.getTime(), begin + 172_800_000 - 5000);
    assert.isAtMost(token.expiresAt.getTime(), end + 172_800_000 + 5000);
    for (const target of ["transfer", "transfer.api.globus.org", TRANSFER_ALL, [TRANSFER_ALL]]) {
      assert.equal(await account.getToken(target), token);
    }
    assert.equal(fake.grants, 1);
  });

  test("getToken: a caller's changes to a token do not affect the account", async () => {
    const { account } = stage();
    const token = await account.getToken("transfer");
    const end = token.expiresAt.getTime();
    token.expiresAt.setTime(0);
    await account.transfer.taskList();
    const again = await account.getToken("transfer", {});
    assert.equal(again.accessToken, token.accessToken);
    assert.equal(again.expiresAt.getTime(), end);
  });

  test("getToken: consoles, logs and copies show a token without its bearer", async () => {
    const { account } = stage();
    const token = await account.getToken("transfer");
    const { accessToken } = token;
    for (const shown of [token[Symbol.for("nodejs.util.inspect.custom")](), token.toJSON(), JSON.parse(JSON.stringify(token))]) {
      assert.deepInclude(shown, { accessToken: "[redacted]", scope: TRANSFER_ALL, tokenType: "Bearer" });
      assert.equal(new Date(shown.expiresAt).getTime(), token.expiresAt.getTime());
    }
    const copies = [{ ...token }, Object.assign({}, token), structuredClone({ ...token }), Object.fromEntries(Object.entries(token))];
    for (const copy of copies) {
      assert.equal(copy.scope, TRANSFER_ALL);
      assert.isUndefined(copy.accessToken);
    }
    const seen = [token, { token }, [token], copies].map((value) => JSON.stringify(value));
    for (const inspect of Object.values(inspectors)) seen.push(inspect(token), inspect({ token }), inspect(copies));
    for (const text of seen) assert.notInclude(text, accessToken);
  });

  test("getToken: services, resource servers and scopes are accepted as targets", async () => {
    const { account } = stage();
    const server = async (target) => (await account.getToken(target)).resourceServer;
    const timers = "524230d7-ea86-4a52-8312-86065a9e0417";
    for (const [expected, ...targets] of [
      [
        "auth.globus.org",
        "auth",
        "openid",
        "openid email",
        ["openid", "profile"],
        `${URN}auth.globus.org:view_identities`,
      ],
      ["groups.api.globus.org", "groups", "groups.api.globus.org", GROUPS_ALL],
      ["search.api.globus.org", "search"],
      ["flows.globus.org", "flows", "flows.globus.org"],
      [timers, "timers", timers],
      ["funcx_service", "compute", "computeV2", "computeV3", "funcx_service"],
    ]) {
      for (const target of targets) assert.equal(await server(target), expected, String(target));
    }
  });

  test("getToken: a list, { scopes } and { resourceServer } are accepted as targets", async () => {
    const { account, fake } = stage();
    const transfer = await account.getToken("transfer");
    for (const target of [
      ["transfer"],
      ["transfer", "transfer.api.globus.org", TRANSFER_ALL],
      Object.freeze({ resourceServer: "transfer.api.globus.org" }),
      { scopes: TRANSFER_ALL },
      { scopes: [Scope.parse(TRANSFER_ALL)[0]], resourceServer: undefined },
      scopes.transfer.all,
    ]) {
      assert.equal(await account.getToken(target), transfer, JSON.stringify(target));
      assert.equal(await account.getAuthorizationHeader(target), `Bearer ${transfer.accessToken}`);
      assert.equal(await account.authorizer(target).getAuthorizationHeader(), `Bearer ${transfer.accessToken}`);
    }
    assert.equal(fake.grants, 1);
    const more = await account.getToken(["transfer", scopes.transfer.gcpInstall]);
    assert.sameMembers(more.scope.split(" "), [TRANSFER_ALL, `${URN}transfer.api.globus.org:gcp_install`]);
    const [auth, groups] = await account.getTokens([["openid", "auth"], { resourceServer: "groups.api.globus.org" }]);
    assert.deepEqual([auth.resourceServer, groups.resourceServer], ["auth.globus.org", "groups.api.globus.org"]);
  });

  test("getToken: an invalid target is rejected before any request", async () => {
    const { account, fake } = stage();
    for (const target of ["transfr", "Transfer", "", " ", "transfer ", "openid transfer", "https"]) {
      const error = await failure(account.getToken(target));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "unknown_target", field: "target" });
    }
    for (const target of [undefined, null, 1, {}, [1], [undefined], Symbol("transfer")]) {
      assert.deepInclude(await failure(account.getToken(target)), { code: "invalid_argument", field: "target" });
    }
    for (const target of ["urn:x[", "urn:x]", ["urn:x[", "y]z"], []]) {
      assert.deepInclude(await failure(account.getToken(target)), { code: "invalid_argument", field: "target" });
    }
    assert.equal(fake.requests.length, 0);
  });

  test("getToken: scopes of several resource servers are rejected before any request", async () => {
    const { account, fake } = stage();
    for (const target of [[TRANSFER_ALL, GROUPS_ALL], `${TRANSFER_ALL} ${GROUPS_ALL}`, `openid ${TRANSFER_ALL}`]) {
      const error = await failure(account.getToken(target));
      assert.deepInclude(error, { code: "ambiguous_target", field: "target" });
      assert.match(error.message, /getTokens\(\)/);
    }
    assert.equal(fake.requests.length, 0);
  });

  test("getToken: a token is returned for some of its scopes, and never for more than its scopes", async () => {
    const { account, fake } = stage();
    const auth = await account.getToken("auth");
    assert.equal(await account.getToken("email"), auth);
    assert.equal(await account.getToken(["profile", "openid"]), auth);
    assert.equal(fake.grants, 1);
    const more = await account.getToken(`openid ${URN}auth.globus.org:manage_projects`);
    assert.include(more.scope, "manage_projects");
    const withDependency = await account.getToken(`${TRANSFER_ALL}[*${GROUPS_ALL}]`);
    assert.equal(fake.grants, 3);
    assert.equal(await account.getToken(`${TRANSFER_ALL}[*${GROUPS_ALL}]`), withDependency);
    assert.equal(fake.grants, 3);
  });

  test("getToken: unknown options are rejected", async () => {
    const { account, fake } = stage();
    assert.deepInclude(await failure(account.getToken("transfer", { force: true })), {
      code: "invalid_argument",
      field: "options.force",
    });
    assert.equal((await failure(account.getToken("transfer", 1))).field, "options");
    assert.equal((await failure(account.getToken("transfer", { signal: {} }))).field, "options.signal");
    assert.equal(fake.requests.length, 0);
  });

  test("getTokens: returns tokens in the order of the targets, with one grant", async () => {
    const { account, fake } = stage();
    const targets = ["groups", "openid", TRANSFER_ALL, "groups", ["email"]];
    const tokens = await account.getTokens(targets);
    assert.deepEqual(
      tokens.map(({ resourceServer }) => resourceServer.split(".")[0]),
      ["groups", "auth", "transfer", "groups", "auth"],
    );
    assert.equal(tokens[0], tokens[3]);
    assert.equal(fake.grants, 1);
    assert.deepEqual(await account.getTokens([]), []);
  });

  test("getTokens: a token that expires while others are fetched is fetched again", () =>
    withTime(async (time) => {
      const lifetimes = { [TRANSFER_ALL]: 20, [GROUPS_ALL]: 3600 };
      const { account, grants } = stub(() => json({ code: "Done" }), {
        // Auth refuses the two scopes together, and sends a Retry-After several times before it grants Groups alone.
        grant: ({ init }, number) => {
          const scope = requestedScope(init);
          if (scope.includes(" ")) return json({ error: "invalid_scope" }, { status: 400 });
          if (scope === GROUPS_ALL && grants.length < 5) return json({}, { status: 503, headers: { "retry-after": "30" } });
          return tokenReply(tokenDocuments(scope, { expires_in: lifetimes[scope] }));
        },
      });
      const [transfer, groups] = await time.until(account.getTokens([TRANSFER_ALL, GROUPS_ALL]), 600_000);
      assert.isAbove(transfer.expiresAt.getTime(), Date.now());
      assert.isAbove(groups.expiresAt.getTime(), Date.now());
      assert.isAtLeast(grants.filter(({ init }) => requestedScope(init) === TRANSFER_ALL).length, 2);
    }));

  test("getTokens: one invalid target rejects the call before any request", async () => {
    const { account, fake } = stage();
    assert.equal((await failure(account.getTokens(["transfer", "nope"]))).code, "unknown_target");
    assert.equal((await failure(account.getTokens("transfer"))).field, "targets");
    assert.equal(fake.requests.length, 0);
  });

  test("getToken: forceRefresh fetches a new token, which all later calls use", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const old = await account.getToken("transfer");
    const renewed = await account.getToken("transfer", { forceRefresh: true });
    assert.notEqual(renewed.accessToken, old.accessToken);
    assert.equal(await account.getToken("transfer"), renewed);
    await account.transfer.getTask("x");
    assert.equal(calls[0].headers.get("authorization"), `Bearer ${renewed.accessToken}`);
    assert.lengthOf(grants, 2);
  });

  test("getAuthorizationHeader: returns the bearer as the value of a header", async () => {
    const { account } = stage();
    const { accessToken } = await account.getToken("groups");
    assert.equal(await account.getAuthorizationHeader("groups"), `Bearer ${accessToken}`);
    assert.equal((await failure(account.getAuthorizationHeader("nope"))).code, "unknown_target");
  });

  test("clearTokens: the next call fetches a new token, and the token of a grant in flight is not kept", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const old = await account.getToken("transfer");
    account.clearTokens();
    const pending = account.getToken("transfer");
    await new Promise((resolve) => queueMicrotask(resolve));
    account.clearTokens();
    assert.notEqual((await pending).accessToken, old.accessToken);
    assert.notEqual(await account.getToken("transfer"), await pending);
    assert.lengthOf(grants, 3);
  });
}
