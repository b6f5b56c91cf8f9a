import { deferred, GROUPS_ALL, helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";

/** Methods of the account itself: `shared`, `authorizer`, `revokeTokens` and `dispose`. */
export default function (test, env) {
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { stage, stub, failure, thrown } = helpers(env);

  /** Returns credentials that no other test uses. */
  const newCredentials = () => ({ clientId: crypto.randomUUID(), clientSecret: SECRET });

  test("shared: returns the same account, with its tokens, for the same credentials", async () => {
    const options = newCredentials();
    const grants = [];
    const fetch = async (url, init) =>
      url.endsWith("/token") ? (grants.push(url), tokenReply(tokenDocuments(requestedScope(init)))) : json({ code: "Done" });
    const account = ServiceAccount.shared({ ...options, fetch });
    await account.transfer.getTask("x");
    for (const same of [{ ...options, fetch }, { ...options, clientId: options.clientId.toUpperCase(), fetch }]) {
      assert.equal(ServiceAccount.shared(same), account);
      await ServiceAccount.shared(same).transfer.getTask("x");
    }
    assert.lengthOf(grants, 1);
    assert.instanceOf(account, ServiceAccount);
  });

  test("shared: returns another account for another id, secret, environment or URL", () => {
    const options = newCredentials();
    const accounts = [
      options,
      newCredentials(),
      { ...options, clientSecret: `${SECRET}x` },
      { ...options, clientSecret: () => SECRET },
      { ...options, environment: "preview" },
      { ...options, serviceUrls: { transfer: "http://localhost:1/t" } },
    ].map((each) => ServiceAccount.shared(each));
    assert.lengthOf(new Set(accounts), accounts.length);
    assert.equal(ServiceAccount.shared({ ...options, clientSecret: () => `${SECRET}x` }), accounts[3]);
    assert.equal(ServiceAccount.shared({ ...options, environment: "production" }), accounts[0]);
  });

  test("shared: rejects an option with another value and names it", () => {
    const options = { ...newCredentials(), storage: new Map() };
    const account = ServiceAccount.shared(options);
    for (const [field, value] of Object.entries({
      encryptStorage: true,
      scopes: { groups: "urn:globus:auth:scope:groups.api.globus.org:view_my_groups_and_memberships" },
      timeout: 5,
      retries: 1,
      maxRetryWait: 5,
      appName: "Other",
    })) {
      const error = thrown(() => ServiceAccount.shared({ ...options, [field]: value }));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "invalid_option", field });
      assert.notInclude(JSON.stringify(error), SECRET);
    }
    assert.equal(ServiceAccount.shared({ ...options, timeout: 60_000 }), account, "a default, stated");
    assert.equal(thrown(() => ServiceAccount.shared({ clientId: ID })).field, "clientSecret");
  });

  test("shared: does not compare functions and adapters that a handler creates anew; those of the first call stay", async () => {
    const { clientId } = newCredentials();
    const uses = [];
    const stored = deferred();
    let requests = 0;
    const handle = async () => {
      const request = ++requests;
      const use = (name) => uses.push(`${name} ${request}`);
      const account = ServiceAccount.shared({
        clientId,
        clientSecret: () => (use("secret"), SECRET),
        storage: { get: () => void use("get"), set: () => (use("set"), stored.resolve()), delete() {} },
        onEvent: ({ type }) => type === "grant" && use(type),
        fetch: async (url, init) => {
          use("fetch");
          return url.endsWith("/token") ? tokenReply(tokenDocuments(requestedScope(init))) : json({ code: "Done" });
        },
      });
      await account.transfer.getTask("x");
      return account;
    };
    const first = await handle();
    const others = await Promise.all(Array.from({ length: 50 }, handle));
    await stored.promise;
    assert.deepEqual(new Set(others), new Set([first]));
    assert.deepEqual(new Set(uses), new Set(["secret 1", "get 1", "fetch 1", "grant 1", "set 1"]));
    assert.lengthOf(uses.filter((each) => each === "grant 1"), 1, "one account has one token");
  });

  test("shared: rejects a wrong option even where the first call's would be used", () => {
    const options = { ...newCredentials(), clientSecret: () => SECRET };
    ServiceAccount.shared(options);
    for (const [field, value] of Object.entries({ storage: {}, fetch: 5, onEvent: "x", clientSecret: 5, timeout: -1 })) {
      assert.equal(thrown(() => ServiceAccount.shared({ ...options, [field]: value })).field, field);
    }
  });

  test("shared: a limited number of accounts is kept; the least recently used is removed first", () => {
    const options = newCredentials();
    const account = ServiceAccount.shared(options);
    for (let other = 0; other < 300; other++) {
      ServiceAccount.shared(newCredentials());
      if (other % 100 === 0) assert.equal(ServiceAccount.shared(options), account);
    }
    for (let other = 0; other < 256; other++) ServiceAccount.shared(newCredentials());
    assert.notEqual(ServiceAccount.shared(options), account);
  });

  test("authorizer: returns the header, and a new one after a 401", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const authorizer = account.authorizer(TRANSFER_ALL);
    const first = await authorizer.getAuthorizationHeader();
    assert.match(first, /^Bearer \w+$/);
    assert.equal(await authorizer.getAuthorizationHeader(), first);
    assert.equal(await account.getAuthorizationHeader("transfer"), first, "the account's own token");
    assert.isTrue(await authorizer.handleMissingAuthorization());
    const second = await authorizer.getAuthorizationHeader();
    assert.notEqual(second, first);
    assert.lengthOf(grants, 2);
    const promises = Array.from({ length: 50 }, () => authorizer.handleMissingAuthorization());
    assert.isTrue((await Promise.all(promises)).every(Boolean));
    assert.lengthOf(grants, 3, "one drop for all 50");
  });

  test("authorizer: several 401s in a row for one header drop its token once", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    for (let call = 0; call < 10; call++) await authorizer.handleMissingAuthorization();
    assert.lengthOf(grants, 2);
  });

  test("authorizer: accepts and rejects the same targets as getToken", async () => {
    const { account } = stub(() => json({ code: "Done" }));
    for (const target of ["transfer", "openid email", ["openid", "email"], "groups.api.globus.org"]) {
      assert.match(await account.authorizer(target).getAuthorizationHeader(), /^Bearer /);
    }
    assert.equal(thrown(() => account.authorizer("unknown")).code, "unknown_target");
    assert.equal(thrown(() => account.authorizer([TRANSFER_ALL, GROUPS_ALL])).code, "ambiguous_target");
  });

  test("authorizer: rejects with Globus Auth's error if the renewal fails", async () => {
    const { account, fake, client } = stage();
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    fake.setServiceAccount(client.clientId, false);
    assert.equal((await failure(authorizer.handleMissingAuthorization())).code, "not_a_service_account");
  });

  test("revokeTokens: revokes every token once, and the next call gets a new one", async () => {
    const events = [];
    const { account, fake } = stage({ onEvent: ({ type }) => events.push(type) });
    const tokens = await account.getTokens(["transfer", "groups", "openid"]);
    await account.transfer.taskList();
    fake.clearRequests();
    assert.isUndefined(await account.revokeTokens());
    assert.deepEqual(fake.requests.map(({ path, status }) => `${path} ${status}`), Array(3).fill("/v2/oauth2/token/revoke 200"));
    assert.lengthOf(events.filter((type) => type === "token_dropped"), 3);
    const { accessToken } = await account.getToken("transfer");
    assert.notEqual(accessToken, tokens[0].accessToken);
    const headers = { authorization: `Bearer ${tokens[0].accessToken}` };
    assert.equal((await failure(account.transfer.taskList({}, { headers }))).code, "unauthorized");
    await account.transfer.taskList();
  });

  test("revokeTokens: revokes a token with several targets once, and sends no request without tokens", async () => {
    const { account, fake } = stage();
    await account.revokeTokens();
    assert.equal(fake.count(), 0);
    await account.getToken("transfer");
    await account.getToken(TRANSFER_ALL);
    fake.clearRequests();
    await account.revokeTokens();
    assert.equal(fake.count(), 1);
  });

  test("revokeTokens: waits for a grant that is in flight", async () => {
    const gate = deferred();
    const { account, calls } = stub(() => json({ active: false }), {
      grant: async ({ init }) => (await gate.promise, tokenReply(tokenDocuments(requestedScope(init)))),
    });
    const token = account.getToken("transfer");
    const revoked = account.revokeTokens();
    gate.resolve();
    const { accessToken } = await token;
    await revoked;
    assert.deepEqual(calls.map(({ init }) => init.body), [`token=${accessToken}`]);
  });

  test("revokeTokens: keeps a token that it could not revoke, and the error never shows it", async () => {
    let down = true;
    const echo = ({ init }) => (down ? json({ errors: [{ detail: init.body, code: "X" }] }, { status: 400 }) : json({ active: false }));
    const { account, grants } = stub(echo);
    const { accessToken } = await account.getToken("transfer");
    const error = await failure(account.revokeTokens());
    assert.equal(error.name, "GlobusAuthError");
    assert.notInclude(JSON.stringify(error) + error.stack, accessToken);
    assert.equal((await account.getToken("transfer")).accessToken, accessToken);
    down = false;
    await account.revokeTokens();
    await account.getToken("transfer");
    assert.lengthOf(grants, 2);
  });

  test("revokeTokens: uses a rotated secret", async () => {
    let current = SECRET;
    const refuse = () => json({ error: "invalid_client" }, { status: 401 });
    const { account, calls } = stub(({ headers }) =>
      headers.get("authorization") === `Basic ${btoa(`${ID}:${current}`)}` ? json({ active: false }) : refuse(),
      { clientSecret: () => current },
    );
    await account.getToken("transfer");
    current = `${SECRET}x`;
    await account.revokeTokens();
    assert.lengthOf(calls, 2);
  });

  test("dispose: forgets the secret and the tokens, and later calls reject with `disposed`", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    await account.transfer.getTask("x");
    account[Symbol.dispose ?? "dispose"]();
    for (const call of [() => account.transfer.getTask("x"), () => account.getToken("groups"), () => account.revokeTokens(), () => account.transfer.taskWait("x"), () => account.groups.getMyGroups(), () => account.collection(ID).get("/a"), () => account.fetch(`${TRANSFER_URL}/x`)]) {
      const error = await failure(call());
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "disposed", field: "account", retryable: false });
      assert.match(error.message, /is disposed/);
      assert.match(error.advice, /another account/);
    }
    account[Symbol.dispose ?? "dispose"]();
    assert.equal(account.username, `${ID}@clients.auth.globus.org`);
    assert.deepEqual([calls.length, grants.length], [1, 1]);
  });

  test("dispose: a call in flight succeeds, and a shared account is no longer shared", async () => {
    const gate = deferred();
    const { account } = stub(async () => (await gate.promise, json({ ok: true })));
    const call = account.transfer.getTask("x");
    await account.getToken("transfer");
    account.dispose();
    gate.resolve();
    assert.deepEqual(await call, { ok: true });
    const options = newCredentials();
    const shared = ServiceAccount.shared(options);
    shared.dispose();
    assert.notEqual(ServiceAccount.shared(options), shared);
  });
}
