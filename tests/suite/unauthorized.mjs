import { helpers, json } from "./helpers.mjs";
import { turn, until } from "./work.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const refuse = () => json({ code: "AuthenticationFailed", message: "Token is not active" }, { status: 401 });

  test("401: the token is dropped, one grant is made, the call is repeated once", async () => {
    const { account, fake } = stage();
    await account.transfer.getSubmissionId();
    fake.revokeTokens();
    await account.transfer.getSubmissionId();
    assert.deepEqual(
      fake.requests.map(({ service, status }) => `${service} ${status}`),
      ["auth 200", "transfer 200", "transfer 401", "auth 200", "transfer 200"],
    );
  });

  test("401: 1,000 calls in parallel make one new grant, and all succeed", async () => {
    const { account, fake } = stage();
    await account.getToken("transfer");
    fake.revokeTokens();
    const replies = await Promise.all(Array.from({ length: 1000 }, () => account.transfer.getSubmissionId()));
    assert.lengthOf(new Set(replies.map(({ value }) => value)), 1000);
    assert.equal(fake.grants, 2);
    assert.equal(fake.count({ service: "transfer" }), 2000);
  });

  test("401: a 401 that arrives after the token was renewed makes no further grant", async () => {
    const valid = new Set();
    const { account, grants } = stub(async ({ url, headers }) => {
      const bearer = headers.get("authorization");
      if (url.endsWith("/slow")) await until(() => valid.size > 0);
      return valid.has(bearer) ? json({ code: "Done" }) : refuse();
    });
    const old = await account.getAuthorizationHeader("transfer");
    const slow = account.transfer.getTask("slow");
    const quick = account.transfer.getTask("quick");
    const acceptNewToken = async () => {
      while (true) {
        const bearer = await account.getAuthorizationHeader("transfer");
        if (bearer !== old) return valid.add(bearer);
        await turn();
      }
    };
    await Promise.allSettled([quick, acceptNewToken()]);
    await slow;
    assert.lengthOf(grants, 2);
  });

  test("401: a call with any method is repeated, with its document", async () => {
    const { account, fake, client } = stage();
    const { id, files } = fake.addCollection({
      displayName: "Data",
      permissions: [{ principal: client.identityId, permissions: "rw" }],
    });
    await account.getToken("transfer");
    fake.revokeTokens();
    await account.transfer.operationMkdir(id, { path: "/new" });
    assert.isTrue(files.exists("/new"));
    assert.equal(fake.grants, 2);
  });

  test("401: a second 401 in a row rejects the call with unauthorized", async () => {
    const { account, calls, grants } = stub(refuse);
    const error = await failure(account.transfer.getTask("x"));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, {
      code: "unauthorized",
      status: 401,
      serverCode: "AuthenticationFailed",
      service: "transfer",
    });
    assert.deepEqual([calls.length, grants.length], [2, 2]);
  });

  test("401: a service that refuses all tokens costs one grant per call at most, and few for 1,000 calls", async () => {
    const { account, calls, grants } = stub(refuse);
    await account.getToken("transfer");
    const errors = await Promise.all(Array.from({ length: 1000 }, () => failure(account.transfer.getTask("x"))));
    assert.isTrue(errors.every(({ code }) => code === "unauthorized"));
    assert.lengthOf(calls, 2000);
    assert.isAtMost(grants.length, 3);
  });

  test("401: only the token that was refused is dropped", async () => {
    const { account, fake } = stage();
    const [groups] = await account.getTokens(["groups", "transfer"]);
    fake.inject({ service: "transfer", status: 401 });
    await account.transfer.taskList();
    assert.equal(await account.getToken("groups"), groups);
    assert.equal(fake.grants, 2);
  });

  test("401: a call whose body can be sent only once is not repeated, and its token is still dropped", async () => {
    const valid = new Set();
    const { account, grants } = stub(({ headers }) => (valid.has(headers.get("authorization")) ? json({ code: "Done" }) : refuse()));
    await account.getToken("transfer");
    const body = () => ({ pipe() {}, async *[Symbol.asyncIterator]() {} });
    const upload = () => account.request({ service: "transfer", method: "PUT", path: "/x", body: body() });
    assert.equal((await failure(upload())).code, "unauthorized");
    valid.add(await account.getAuthorizationHeader("transfer"));
    await upload();
    assert.lengthOf(grants, 2);
  });

  test("401: a call with the caller's own Authorization header is not repeated, and makes no grant", async () => {
    const { account, calls, grants } = stub(refuse);
    const { code } = await failure(
      account.transfer.getTask("x", undefined, { headers: { authorization: "Bearer own" } }),
    );
    assert.equal(code, "unauthorized");
    assert.deepEqual([calls.length, grants.length], [1, 0]);
  });

  test("401: when Auth refuses a new token, the call rejects with Auth's error", async () => {
    const { account, fake, client } = stage();
    await account.getToken("transfer");
    fake.revokeTokens();
    fake.setServiceAccount(client.clientId, false);
    const error = await failure(account.transfer.taskList());
    assert.instanceOf(error, GlobusAuthError);
    assert.equal(error.code, "not_a_service_account");
  });

  test("403: drops no token, and the call is not repeated", async () => {
    const { account, calls, grants } = stub(() => json({ code: "PermissionDenied", message: "no" }, { status: 403 }));
    assert.deepInclude(await failure(account.transfer.getTask("x")), { code: "forbidden", status: 403 });
    assert.deepEqual([calls.length, grants.length], [1, 1]);
  });
}
