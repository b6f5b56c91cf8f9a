import { deferred, helpers, ID, json, SECRET } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { until } from "./work.mjs";

export default function (test, env) {
  const { GlobusAuthError, GlobusConfigError, GlobusTimeoutError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const WRONG = "wRoNg/sEcReT+wRoNg/sEcReT+wRoNg/sEcReT+wRo0=";
  const basic = ({ headers }) => atob(headers.get("authorization").slice("Basic ".length)).slice(ID.length + 1);
  const refuse = () => json({ error: "invalid_client" }, { status: 401 });

  test("credentials: a client that is not a service account is rejected, with advice what to register", async () => {
    const { account, client } = stage({ client: { serviceAccount: false } });
    const error = await failure(account.transfer.taskList());
    assert.instanceOf(error, GlobusAuthError);
    const expected = { code: "not_a_service_account", serverCode: "unauthorized_client", status: 400, service: "auth" };
    assert.deepInclude(error, { ...expected, retryable: false });
    assert.include(error.advice, "not sufficient");
    assert.include(error.advice, client.clientId);
    assert.match(error.advice, /Register a service account or application credential for automation/);
    assert.match(error.advice, /https:\/\/app\.globus\.org\/settings\/developers/);
    assert.match(error.message, /service account/);
    assert.notInclude(JSON.stringify(error) + error.stack, client.clientSecret);
  });

  test("credentials: a wrong secret rejects with invalid_client, with advice about the pair of id and secret", async () => {
    const { account, client } = stage({ clientSecret: WRONG });
    const error = await failure(account.transfer.taskList());
    assert.instanceOf(error, GlobusAuthError);
    assert.deepInclude(error, { code: "invalid_client", serverCode: "invalid_client", status: 401, service: "auth" });
    assert.include(error.advice, client.clientId);
    assert.notInclude(JSON.stringify(error) + error.stack, WRONG);
    assert.notInclude(JSON.stringify(error), btoa(`${client.clientId}:${WRONG}`));
  });

  test("credentials: advice mentions a secret of the wrong length, and an environment other than production", async () => {
    const short = await failure(stage({ clientSecret: "tooShort" }).account.getToken("transfer"));
    assert.match(short.advice, /has 8 characters; Globus's have 44/);
    const options = { fake: { environment: "sandbox" }, environment: "sandbox", clientSecret: WRONG };
    assert.match((await failure(stage(options).account.getToken("transfer"))).advice, /environment sandbox/);
  });

  test("credentials: 20 calls with a bad secret make one request, at once or one after the other", async () => {
    for (const [client, clientSecret] of [
      [{}, WRONG],
      [{ serviceAccount: false }, undefined],
    ]) {
      const { account, fake } = stage({ client, ...(clientSecret && { clientSecret }) });
      const call = () => failure(account.transfer.getTask("x"));
      const errors = await Promise.all(Array.from({ length: 20 }, call));
      for (let number = 0; number < 20; number++) errors.push(await call());
      assert.equal(fake.requests.length, 1);
      assert.lengthOf(new Set(errors.map((error) => JSON.stringify(error))), 1, "equal errors");
      assert.lengthOf(new Set(errors), 40, "a separate object for each caller, with the caller's lines in its stack");
    }
  });

  test("credentials: refused credentials are tried again after 30 s, and calls succeed at once if they are valid", () =>
    withTime(async (time) => {
      const { account, fake, client } = stage({ clientSecret: WRONG });
      await time.until(failure(account.getToken("transfer")));
      await time.advance(29_999);
      await time.until(failure(account.getToken("groups")));
      assert.equal(fake.tokenRequests, 1);
      fake.rotateSecret(client.clientId, WRONG);
      await time.advance(1);
      await time.until(account.transfer.taskList());
      assert.equal(fake.tokenRequests, 2);
    }));

  test("credentials: later calls reject with the refusal of the credentials, not with a later error of another grant", async () => {
    const [first, second] = [deferred(), deferred()];
    const replies = [first.promise.then(refuse), second.promise.then(() => Promise.reject(new TypeError("cut off")))];
    const { account, grants } = stub(() => json({}), { grant: (_, number) => replies[number - 1], retries: 0 });
    const refused = failure(account.getToken("transfer"));
    await until(() => grants.length === 1);
    const disconnected = failure(account.getToken("groups"));
    await until(() => grants.length === 2);
    first.resolve();
    assert.equal((await refused).code, "invalid_client");
    second.resolve();
    assert.equal((await disconnected).code, "network_error");
    assert.equal((await failure(account.getToken("search"))).code, "invalid_client");
    assert.lengthOf(grants, 2, "no grant for half a minute");
  });

  test("credentials: clearTokens forgets the refusal", async () => {
    const { account, fake, client } = stage({ clientSecret: WRONG });
    await failure(account.getToken("transfer"));
    fake.rotateSecret(client.clientId, WRONG);
    account.clearTokens();
    await account.getToken("transfer");
    assert.equal(fake.tokenRequests, 2);
  });

  test("secret function: called for the first token, and not again while its secret is valid", async () => {
    let callCount = 0;
    const clientSecret = async function (...args) {
      assert.deepEqual([this, args], [undefined, []]);
      callCount += 1;
      return SECRET;
    };
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret });
    assert.equal(callCount, 0);
    await Promise.all([account.transfer.getTask("x"), account.getToken("groups")]);
    await account.getToken("transfer", { forceRefresh: true });
    assert.equal(callCount, 1);
    assert.deepEqual(grants.map(basic), [SECRET, SECRET]);
  });

  test("secret function: may return the secret without a promise", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret: () => SECRET });
    await account.getToken("transfer");
    assert.deepEqual(grants.map(basic), [SECRET]);
  });

  test("secret function: called once more after invalid_client, so that calls succeed after a rotation", async () => {
    const fake = new env.FakeGlobus();
    const client = fake.addClient();
    let current = client.clientSecret;
    let callCount = 0;
    const clientSecret = async () => ((callCount += 1), current);
    const account = new env.ServiceAccount({ clientId: client.clientId, clientSecret, fetch: fake.fetch });
    await account.transfer.taskList();
    current = fake.rotateSecret(client.clientId);
    fake.revokeTokens();
    await account.transfer.taskList();
    assert.deepEqual([callCount, fake.tokenRequests, fake.grants], [2, 3, 2]);
  });

  test("secret function: a secret that was refused is not sent a second time", async () => {
    let callCount = 0;
    const clientSecret = () => ((callCount += 1), SECRET);
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret, grant: refuse });
    for (let call = 0; call < 5; call++) {
      assert.equal((await failure(account.getToken("transfer"))).code, "invalid_client");
    }
    assert.equal(callCount, 2);
    assert.lengthOf(grants, 1);
  });

  test("secret function: two different wrong secrets cause two requests, and later calls none", async () => {
    const secrets = [SECRET, WRONG];
    const clientSecret = () => secrets.shift() ?? assert.fail("the secret function was called a third time");
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret, grant: refuse });
    for (let call = 0; call < 5; call++) await failure(account.getToken("transfer"));
    assert.deepEqual(grants.map(basic), [SECRET, WRONG]);
  });

  test("secret function: its error becomes the cause, its result is validated, and no request is sent", async () => {
    const cause = new Error("the vault is closed");
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret: () => Promise.reject(cause) });
    const error = await failure(account.getToken("transfer"));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code: "invalid_option", field: "clientSecret", cause });
    const throwing = stub(() => json({ code: "Done" }), {
      clientSecret: () => {
        throw cause;
      },
    });
    assert.equal((await failure(throwing.account.getToken("transfer"))).cause, cause);
    for (const secret of [undefined, 1, "", `${SECRET}\n`]) {
      const invalid = stub(() => json({ code: "Done" }), { clientSecret: () => secret });
      assert.deepInclude(await failure(invalid.account.getToken("transfer")), {
        code: "invalid_option",
        field: "clientSecret",
      });
      assert.lengthOf(invalid.grants, 0);
    }
    assert.lengthOf(grants, 0);
  });

  test("secret function: after a failure, the next call calls it again", async () => {
    const results = [Promise.reject(new Error("not yet")), SECRET];
    const { account } = stub(() => json({ code: "Done" }), { clientSecret: () => results.shift() });
    await failure(account.getToken("transfer"));
    await account.getToken("transfer");
  });

  test("secret function: a secret that never arrives ends the call with timeout", () =>
    withTime(async (time) => {
      const { account } = stub(() => json({ code: "Done" }), { clientSecret: () => deferred().promise, timeout: 2000 });
      const error = failure(account.getToken("transfer"));
      await time.advance(2000);
      assert.instanceOf(await error, GlobusTimeoutError);
      assert.equal((await error).code, "timeout");
    }));
}
