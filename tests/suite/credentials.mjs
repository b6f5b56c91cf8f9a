import { deferred, helpers, ID, json, SECRET } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { until } from "./work.mjs";

export default function (test, env) {
  const { GlobusAuthError, GlobusConfigError, GlobusTimeoutError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const WRONG = "wRoNg/sEcReT+wRoNg/sEcReT+wRoNg/sEcReT+wRo0=";
  const basic = ({ headers }) => atob(headers.get("authorization").slice("Basic ".length)).slice(ID.length + 1);
  const refuse = () => json({ error: "invalid_client" }, { status: 401 });

  test("credentials: an id and a secret are not enough; the error says what to register", async () => {
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

  test("credentials: a wrong secret, or that of another client, is told as a wrong pair", async () => {
    const { account, client } = stage({ clientSecret: WRONG });
    const error = await failure(account.transfer.taskList());
    assert.instanceOf(error, GlobusAuthError);
    assert.deepInclude(error, { code: "invalid_client", serverCode: "invalid_client", status: 401, service: "auth" });
    assert.include(error.advice, client.clientId);
    assert.notInclude(JSON.stringify(error) + error.stack, WRONG);
    assert.notInclude(JSON.stringify(error), btoa(`${client.clientId}:${WRONG}`));
  });

  test("credentials: a secret that looks cut off is said to, and so is another environment", async () => {
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
      assert.lengthOf(new Set(errors.map((error) => JSON.stringify(error))), 1, "the same error");
      assert.lengthOf(new Set(errors), 40, "for each caller, whose lines are in its stack");
    }
  });

  test("credentials: after 30 s they are tried again, and good ones are good at once", () =>
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

  test("credentials: what refuses later calls is the refusal, whatever another grant has failed of meanwhile", async () => {
    const [first, second] = [deferred(), deferred()];
    const replies = [first.promise.then(refuse), second.promise.then(() => Promise.reject(new TypeError("cut off")))];
    const { account, grants } = stub(() => json({}), { grant: (_, number) => replies[number - 1], retries: 0 });
    const refused = failure(account.getToken("transfer"));
    await until(() => grants.length === 1);
    const cut = failure(account.getToken("groups"));
    await until(() => grants.length === 2);
    first.resolve();
    assert.equal((await refused).code, "invalid_client");
    second.resolve();
    assert.equal((await cut).code, "network_error");
    assert.equal((await failure(account.getToken("search"))).code, "invalid_client");
    assert.lengthOf(grants, 2, "nothing is asked for half a minute");
  });

  test("credentials: clearTokens forgets the refusal", async () => {
    const { account, fake, client } = stage({ clientSecret: WRONG });
    await failure(account.getToken("transfer"));
    fake.rotateSecret(client.clientId, WRONG);
    account.clearTokens();
    await account.getToken("transfer");
    assert.equal(fake.tokenRequests, 2);
  });

  test("secret function: asked when the first token is needed, and not again while its answer is good", async () => {
    let asked = 0;
    const clientSecret = async function (...args) {
      assert.deepEqual([this, args], [undefined, []]);
      asked += 1;
      return SECRET;
    };
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret });
    assert.equal(asked, 0);
    await Promise.all([account.transfer.getTask("x"), account.getToken("groups")]);
    await account.getToken("transfer", { forceRefresh: true });
    assert.equal(asked, 1);
    assert.deepEqual(grants.map(basic), [SECRET, SECRET]);
  });

  test("secret function: may answer at once", async () => {
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret: () => SECRET });
    await account.getToken("transfer");
    assert.deepEqual(grants.map(basic), [SECRET]);
  });

  test("secret function: asked once more after invalid_client, so that a rotation goes unnoticed", async () => {
    const fake = new env.FakeGlobus();
    const client = fake.addClient();
    let current = client.clientSecret;
    let asked = 0;
    const clientSecret = async () => ((asked += 1), current);
    const account = new env.ServiceAccount({ clientId: client.clientId, clientSecret, fetch: fake.fetch });
    await account.transfer.taskList();
    current = fake.rotateSecret(client.clientId);
    fake.revokeTokens();
    await account.transfer.taskList();
    assert.deepEqual([asked, fake.tokenRequests, fake.grants], [2, 3, 2]);
  });

  test("secret function: an answer that was refused is not sent a second time", async () => {
    let asked = 0;
    const clientSecret = () => ((asked += 1), SECRET);
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret, grant: refuse });
    for (let call = 0; call < 5; call++) {
      assert.equal((await failure(account.getToken("transfer"))).code, "invalid_client");
    }
    assert.equal(asked, 2);
    assert.lengthOf(grants, 1);
  });

  test("secret function: two different bad answers make two requests, then rest", async () => {
    const answers = [SECRET, WRONG];
    const clientSecret = () => answers.shift() ?? assert.fail("it was asked a third time");
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret, grant: refuse });
    for (let call = 0; call < 5; call++) await failure(account.getToken("transfer"));
    assert.deepEqual(grants.map(basic), [SECRET, WRONG]);
  });

  test("secret function: what it throws is the cause; what it gives is checked; nothing is sent", async () => {
    const cause = new Error("the vault is closed");
    const { account, grants } = stub(() => json({ code: "Done" }), { clientSecret: () => Promise.reject(cause) });
    const error = await failure(account.getToken("transfer"));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code: "invalid_option", field: "clientSecret", cause });
    const thrower = stub(() => json({ code: "Done" }), {
      clientSecret: () => {
        throw cause;
      },
    });
    assert.equal((await failure(thrower.account.getToken("transfer"))).cause, cause);
    for (const answer of [undefined, 1, "", `${SECRET}\n`]) {
      const odd = stub(() => json({ code: "Done" }), { clientSecret: () => answer });
      assert.deepInclude(await failure(odd.account.getToken("transfer")), {
        code: "invalid_option",
        field: "clientSecret",
      });
      assert.lengthOf(odd.grants, 0);
    }
    assert.lengthOf(grants, 0);
  });

  test("secret function: one that fails is asked again by the next call", async () => {
    const answers = [Promise.reject(new Error("not yet")), SECRET];
    const { account } = stub(() => json({ code: "Done" }), { clientSecret: () => answers.shift() });
    await failure(account.getToken("transfer"));
    await account.getToken("transfer");
  });

  test("secret function: one that never answers ends with timeout", () =>
    withTime(async (time) => {
      const { account } = stub(() => json({ code: "Done" }), { clientSecret: () => deferred().promise, timeout: 2000 });
      const error = failure(account.getToken("transfer"));
      await time.advance(2000);
      assert.instanceOf(await error, GlobusTimeoutError);
      assert.equal((await error).code, "timeout");
    }));
}
