import { helpers, json, SECRET, TRANSFER_ALL, TRANSFER_URL, ID } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { ServiceAccount, GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);

  test("request: a call sends one request with the service's bearer and the common headers and options", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    await account.transfer.getTask("x");
    await account.transfer.getTask("x");
    const { accessToken } = await account.getToken("transfer");
    for (const { input, init, headers } of calls) {
      assert.equal(input, `${TRANSFER_URL}/task/x`);
      assert.sameMembers(Object.keys(init), ["cache", "headers", "redirect", "signal"]);
      assert.equal(init.redirect, "manual");
      assert.instanceOf(init.signal, AbortSignal);
      assert.equal(headers.get("authorization"), `Bearer ${accessToken}`);
      assert.equal(headers.get("accept"), "application/json");
      assert.match(headers.get("user-agent"), /^globus-service-account\/[\d.]+$/);
      assert.isNull(headers.get("content-type"));
    }
  });

  test("reply: a call returns the reply as the service sent it, with every field", async () => {
    const reply = {
      task_id: "t",
      status: "ACTIVE",
      unknown_field: { deep: [1, null, "é☃", 1.5e300, -0.1] },
      empty: "",
      no: null,
      DATA: [{ DATA_TYPE: "x", Undocumented: true }],
    };
    const { account } = stub(() => json(reply));
    assert.deepEqual(await account.transfer.getTask("t"), reply);
    assert.deepEqual(await account.transfer.taskList(), reply);
    assert.deepEqual(await account.request({ service: "transfer", path: "/x" }), reply);
    for (const value of [[], [1], "text", 0, false, null, {}]) {
      const odd = stub(() => json(value));
      assert.deepEqual(await odd.account.request({ service: "transfer", path: "/x" }), value);
    }
  });

  test("reply: a response without a body is null, for calls that need no reply", async () => {
    for (const response of [
      () => new Response(null, { status: 204 }),
      () => new Response(""),
      () => new Response(null),
    ]) {
      const { account } = stub(response);
      assert.isNull(await account.request({ service: "transfer", path: "/x", method: "DELETE" }));
      assert.isNull(await account.auth.oauth2RevokeToken({ token: "a-token" }));
    }
  });

  test("reply: a success that is not JSON fails with invalid_response and the start of the body", () => withTime(async (time) => {
    const page = `<!DOCTYPE html><title>Maintenance</title>${"x".repeat(5000)}`;
    for (const [text, body] of [
      [page, page.slice(0, 200)],
      [" ", " "],
      ["NaN", "NaN"],
    ]) {
      const { account, calls } = stub(() => new Response(text, { headers: { "content-type": "text/html" } }));
      const error = await time.until(failure(account.transfer.getTask("x", undefined, { retries: 1 })));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "invalid_response", service: "transfer", status: 200, body, retryable: true });
      assert.lengthOf(calls, 2, "it is retried, because that is safe");
    }
  }));

  test("reply: the error does not contain a truncated JSON document, because it may contain a new secret", async () => {
    const { account } = stub(() => new Response('{"credential": {"secret": "new-secret'));
    const error = await failure(account.auth.createClientCredential("c", { credential: { name: "n" } }));
    assert.equal(error.code, "invalid_response");
    assert.notInclude(JSON.stringify(error), "new-secret");
  });

  test("reply: a redirect is not followed, because it could send the bearer to another server", async () => {
    const { account, calls } = stub(
      () => new Response(null, { status: 302, headers: { location: "https://x.test/" } }),
    );
    const error = await failure(account.transfer.getTask("x"));
    assert.deepInclude(error, { code: "invalid_response", status: 302 });
    assert.match(error.message, /redirect/);
    assert.lengthOf(calls, 1);
  });

  test("document: members that Globus requires are added, and never replace the caller's", async () => {
    const sent = async (call) => {
      const { account, calls } = stub(() => json({ value: "an-id", task_id: "t" }));
      await call(account.transfer);
      assert.equal(calls.at(-1).headers.get("content-type"), "application/json");
      return JSON.parse(calls.at(-1).init.body);
    };
    assert.deepEqual(await sent((t) => t.operationMkdir("e", { path: "/a" })), { DATA_TYPE: "mkdir", path: "/a" });
    assert.deepEqual(await sent((t) => t.operationMkdir("e", { DATA_TYPE: "mine", path: "/a", more: [1] })), {
      DATA_TYPE: "mine",
      path: "/a",
      more: [1],
    });
    assert.deepEqual(await sent((t) => t.operationRename("e", { old_path: "/a", new_path: "/b" })), {
      DATA_TYPE: "rename",
      old_path: "/a",
      new_path: "/b",
    });
    const rules = [{ method: "exclude", name: "*.tmp" }];
    assert.deepEqual(await sent((t) => t.submitTransfer({ DATA: [{ source_path: "/a" }], filter_rules: rules })), {
      DATA_TYPE: "transfer",
      submission_id: "an-id",
      DATA: [{ DATA_TYPE: "transfer_item", source_path: "/a" }],
      filter_rules: [{ DATA_TYPE: "filter_rule", ...rules[0] }],
    });
    assert.deepEqual(
      await sent((t) => t.submitDelete({ submission_id: "mine", DATA: [{ DATA_TYPE: "d", path: "/a" }] })),
      {
        DATA_TYPE: "delete",
        submission_id: "mine",
        DATA: [{ DATA_TYPE: "d", path: "/a" }],
      },
    );
  });

  test("document: the caller's document, frozen or not, is never changed, and is read before the method returns", async () => {
    const deepFreeze = (value) => (
      Object.values(value).forEach((inner) => typeof inner === "object" && deepFreeze(inner)),
      Object.freeze(value)
    );
    const frozen = deepFreeze({
      source_endpoint: "a",
      destination_endpoint: "b",
      DATA: [{ source_path: "/" }],
      filter_rules: [{ name: "x" }],
    });
    const before = JSON.stringify(frozen);
    const { account, calls } = stub(() => json({ value: "an-id", task_id: "t" }));
    await account.transfer.submitTransfer(frozen);
    assert.equal(JSON.stringify(frozen), before);
    const changing = { path: "/before" };
    const pending = account.transfer.operationMkdir("e", changing);
    changing.path = "/after";
    await pending;
    assert.equal(JSON.parse(calls.at(-1).init.body).path, "/before");
  });

  test("document: toJSON and undefined members are handled as by JSON.stringify", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    await account.transfer.operationMkdir("e", { path: "/a", local_user: undefined, when: new Date(0) });
    assert.equal(calls[0].init.body, JSON.stringify({ DATA_TYPE: "mkdir", path: "/a", when: new Date(0) }));
  });

  test("document: a document that is missing or cannot be serialized is rejected", async () => {
    const circular = { path: "/" };
    circular.self = circular;
    const { account, calls } = stub(() => json({ code: "Done" }));
    for (const bad of [undefined, null, "path", 1, [], circular, { path: 5n }, { toJSON: () => undefined }]) {
      const { code, field } = await failure(account.transfer.operationMkdir("e", bad));
      assert.deepEqual([code, field], ["invalid_argument", "document"]);
    }
    for (const bad of [
      {},
      { DATA: [] },
      { DATA: {} },
      { DATA: [null] },
      { DATA: ["/a"] },
      { DATA: [{}], filter_rules: "x" },
    ]) {
      const { code, field } = await failure(account.transfer.submitTransfer(bad));
      assert.equal(code, "invalid_argument");
      assert.match(field, /^document\.(DATA|filter_rules)/);
    }
    assert.lengthOf(calls, 0);
  });

  test("fetch: the option is used for every request, and called without `this`", async () => {
    const seen = [];
    async function fetch(url) {
      "use strict";
      assert.isUndefined(this);
      assert.lengthOf(arguments, 2);
      seen.push(new URL(url).host);
      const token = { access_token: "a", expires_in: 60, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org" };
      return json(url.endsWith("/token") ? token : { code: "Done" });
    }
    const before = globalThis.fetch;
    globalThis.fetch = () => assert.fail("the global fetch was called");
    try {
      const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET, fetch });
      await account.transfer.getTask("x");
      await account.fetch(`${TRANSFER_URL}/x`);
    } finally {
      globalThis.fetch = before;
    }
    assert.deepEqual(seen, ["auth.globus.org", "transfer.api.globus.org", "transfer.api.globus.org"]);
  });

  test("fetch: without the option, every call reads the global fetch, so that it can be replaced", async () => {
    const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET });
    const { fake } = helpers(env).stage();
    const client = fake.addClient({ clientId: ID, clientSecret: SECRET });
    const before = globalThis.fetch;
    try {
      globalThis.fetch = fake.fetch;
      assert.equal((await account.whoami()).sub, client.identityId);
      globalThis.fetch = async () => json({ replaced: true });
      assert.deepEqual(await account.whoami(), { replaced: true });
    } finally {
      globalThis.fetch = before;
    }
  });

  test("fetch: a fetch that throws, or returns no promise or no response, fails only its own call", async () => {
    const thrown = new Error("not today");
    const answers = [
      () => {
        throw thrown;
      },
      () => undefined,
      () => null,
      () => 5,
      () => ({}),
      () => json({ ok: true }),
    ];
    const { account } = stub(() => json({ code: "Done" }), { retries: 0 });
    await account.getToken("transfer");
    for (const answer of answers) {
      let granted = false;
      const fetch = (url) =>
        url.endsWith("/token") && (granted = true)
          ? json({ access_token: "a", expires_in: 60, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org" })
          : answer();
      const odd = new ServiceAccount({ clientId: ID, clientSecret: SECRET, retries: 0, fetch });
      const ended = await odd.transfer.getTask("x").catch((error) => error);
      assert.isTrue(granted);
      if (answer === answers.at(-1)) assert.deepEqual(ended, { ok: true });
      else assert.include(["network_error", "invalid_response"], ended.code, String(answer));
      if (answer === answers[0]) assert.equal(ended.cause, thrown);
    }
  });

  test("calls: a finished call leaves no listener on the caller's signal", async () => {
    let listeners = 0;
    const signal = new AbortController().signal;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args) => ((listeners += 1), addEventListener.apply(signal, args));
    signal.removeEventListener = (...args) => ((listeners -= 1), removeEventListener.apply(signal, args));
    const { account } = stub(() => json({ DATA: [] }));
    for (let round = 0; round < 3; round++) {
      await account.transfer.getTask("x", undefined, { signal });
      await account.transfer.taskList(undefined, { signal });
      await account.getToken("groups", { signal });
    }
    assert.equal(listeners, 0);
  });
}
