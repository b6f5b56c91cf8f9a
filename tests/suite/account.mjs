import { deferred, GROUPS_ALL, helpers, ID, json, requestedScope, SECRET, tokenDocuments, tokenReply, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";

/** What concerns the account as a whole: sharing it, handing its header out, ending it. */
export default function (test, env) {
  const { GlobusConfigError, ServiceAccount, assert } = env;
  const { stage, stub, failure, thrown } = helpers(env);

  /** Credentials that no other test shares. */
  const credentials = () => ({ clientId: crypto.randomUUID(), clientSecret: SECRET });

  test("shared: the same credentials give the same account, and its tokens", async () => {
    const options = credentials();
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

  test("shared: another id, secret, environment or URL is another account", () => {
    const options = credentials();
    const all = [
      options,
      credentials(),
      { ...options, clientSecret: `${SECRET}x` },
      { ...options, clientSecret: () => SECRET },
      { ...options, environment: "preview" },
      { ...options, serviceUrls: { transfer: "http://localhost:1/t" } },
    ].map((each) => ServiceAccount.shared(each));
    assert.lengthOf(new Set(all), all.length);
    assert.equal(ServiceAccount.shared({ ...options, clientSecret: () => `${SECRET}x` }), all[3]);
    assert.equal(ServiceAccount.shared({ ...options, environment: "production" }), all[0]);
  });

  test("shared: an option that differs is refused by its name", () => {
    const options = { ...credentials(), storage: new Map() };
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
    assert.equal(ServiceAccount.shared({ ...options, timeout: 60_000 }), account, "a default, said");
    assert.equal(thrown(() => ServiceAccount.shared({ clientId: ID })).field, "clientSecret");
  });

  test("shared: closures and adapters that a handler makes anew are not looked at: those of the first call stay", async () => {
    const { clientId } = credentials();
    const used = [];
    const stored = deferred();
    let requests = 0;
    const handle = async () => {
      const request = ++requests;
      const use = (what) => used.push(`${what} ${request}`);
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
    assert.deepEqual(new Set(used), new Set(["secret 1", "get 1", "fetch 1", "grant 1", "set 1"]));
    assert.lengthOf(used.filter((each) => each === "grant 1"), 1, "one account has one token");
  });

  test("shared: what is wrong is refused, though it would not be used", () => {
    const options = { ...credentials(), clientSecret: () => SECRET };
    ServiceAccount.shared(options);
    for (const [field, value] of Object.entries({ storage: {}, fetch: 5, onEvent: "x", clientSecret: 5, timeout: -1 })) {
      assert.equal(thrown(() => ServiceAccount.shared({ ...options, [field]: value })).field, field);
    }
  });

  test("shared: as many as there may be, the one used last stays", () => {
    const options = credentials();
    const account = ServiceAccount.shared(options);
    for (let other = 0; other < 300; other++) {
      ServiceAccount.shared(credentials());
      if (other % 100 === 0) assert.equal(ServiceAccount.shared(options), account);
    }
    for (let other = 0; other < 256; other++) ServiceAccount.shared(credentials());
    assert.notEqual(ServiceAccount.shared(options), account);
  });

  test("authorizer: gives the header, and another one after a 401", async () => {
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
    const users = Array.from({ length: 50 }, () => authorizer.handleMissingAuthorization());
    assert.isTrue((await Promise.all(users)).every(Boolean));
    assert.lengthOf(grants, 3, "dropped once for all");
  });

  test("authorizer: 401s of one header that come one after the other drop it once", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }));
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    for (let late = 0; late < 10; late++) await authorizer.handleMissingAuthorization();
    assert.lengthOf(grants, 2);
  });

  test("authorizer: takes what getToken takes, and refuses the same", async () => {
    const { account } = stub(() => json({ code: "Done" }));
    for (const target of ["transfer", "openid email", ["openid", "email"], "groups.api.globus.org"]) {
      assert.match(await account.authorizer(target).getAuthorizationHeader(), /^Bearer /);
    }
    assert.equal(thrown(() => account.authorizer("nobody")).code, "unknown_target");
    assert.equal(thrown(() => account.authorizer([TRANSFER_ALL, GROUPS_ALL])).code, "ambiguous_target");
  });

  test("authorizer: if Auth will not renew, its error says why", async () => {
    const { account, fake, client } = stage();
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    fake.setServiceAccount(client.clientId, false);
    assert.equal((await failure(authorizer.handleMissingAuthorization())).code, "not_a_service_account");
  });

  test("revokeTokens: ends every token at Auth, once, and the next call gets a new one", async () => {
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

  test("revokeTokens: one under several names is revoked once; none is no request", async () => {
    const { account, fake } = stage();
    await account.revokeTokens();
    assert.equal(fake.count(), 0);
    await account.getToken("transfer");
    await account.getToken(TRANSFER_ALL);
    fake.clearRequests();
    await account.revokeTokens();
    assert.equal(fake.count(), 1);
  });

  test("revokeTokens: waits for a grant that is under way", async () => {
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

  test("revokeTokens: what could not be revoked is kept, and the error never shows it", async () => {
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

  test("revokeTokens: picks a rotated secret up", async () => {
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

  test("dispose: the secret and the tokens are gone, and calls say so", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    await account.transfer.getTask("x");
    account[Symbol.dispose ?? "dispose"]();
    for (const call of [() => account.transfer.getTask("x"), () => account.getToken("groups"), () => account.revokeTokens(), () => account.transfer.taskWait("x"), () => account.groups.getMyGroups(), () => account.collection(ID).get("/a"), () => account.fetch(`${TRANSFER_URL}/x`)]) {
      const error = await failure(call());
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "disposed", field: "account", retryable: false });
      assert.match(error.message, /disposed of/);
      assert.match(error.advice, /another account/);
    }
    account[Symbol.dispose ?? "dispose"]();
    assert.equal(account.username, `${ID}@clients.auth.globus.org`);
    assert.deepEqual([calls.length, grants.length], [1, 1]);
  });

  test("dispose: a call under way ends well, and a shared account is shared no longer", async () => {
    const gate = deferred();
    const { account } = stub(async () => (await gate.promise, json({ ok: true })));
    const call = account.transfer.getTask("x");
    await account.getToken("transfer");
    account.dispose();
    gate.resolve();
    assert.deepEqual(await call, { ok: true });
    const options = credentials();
    const shared = ServiceAccount.shared(options);
    shared.dispose();
    assert.notEqual(ServiceAccount.shared(options), shared);
  });
}
