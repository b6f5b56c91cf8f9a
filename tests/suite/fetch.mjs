import { GROUPS_ALL, helpers, json, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusConfigError, GlobusNetworkError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  const OWN_SCOPE = "https://auth.globus.org/scopes/0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab/https";

  const ok = () => json({ ok: true });
  const refuse = () => json({}, { status: 401 });

  test("fetch(): a request to a service's URL has the bearer of that service", async () => {
    const { account, calls } = stub(ok);
    const response = await account.fetch(`${TRANSFER_URL}/task_list?limit=1#top`);
    assert.instanceOf(response, Response);
    assert.deepEqual(await response.json(), { ok: true });
    await account.fetch("https://groups.api.globus.org/v2/groups");
    const bearers = await Promise.all(["transfer", "groups"].map((name) => account.getAuthorizationHeader(name)));
    assert.deepEqual(
      calls.map(({ headers }) => headers.get("authorization")),
      bearers,
    );
    assert.equal(calls[0].input, `${TRANSFER_URL}/task_list?limit=1#top`);
  });

  test("fetch(): for services on one origin, the longest matching prefix selects the service", async () => {
    const auth = "http://127.0.0.1:9000";
    const serviceUrls = { auth, transfer: `${auth}/transfer`, groups: `${auth}/transfer/groups/` };
    const { account, calls } = stub(ok, { serviceUrls });
    const expected = [];
    for (const [path, service] of [
      ["/transfer/v0.10/x", "transfer"],
      ["/transfer", "transfer"],
      ["/transfer?a=b", "transfer"],
      ["/transfer/groups/v2", "groups"],
      ["/transfer/groupsX", "transfer"],
      ["/transferX", "auth"],
      ["/", "auth"],
    ]) {
      await account.fetch(auth + path);
      expected.push(await account.getAuthorizationHeader(service));
    }
    assert.deepEqual(
      calls.map(({ headers }) => headers.get("authorization")),
      expected,
    );
  });

  test("fetch(): a token is never sent to a foreign origin", async () => {
    const { account, calls, grants } = stub(ok);
    for (const url of [
      "https://example.org/",
      "https://transfer.api.globus.org.example.org/",
      "https://transfer.api.globus.org@example.org/",
      "https://transfer.api.globus.org:8443/",
      "https://globus.org/",
      "https://transfer.api.sandbox.globuscs.info/",
      "https://transfer.api.globus.org\t.example.org/",
      "https://TRANSFER.api.globus.org.example.org/",
    ]) {
      for (const init of [undefined, {}, { target: "transfer" }, { target: "transfer.api.globus.org" }]) {
        const error = await failure(account.fetch(url, init));
        assert.instanceOf(error, GlobusConfigError, url);
        assert.include(["foreign_origin", "invalid_argument"], error.code);
      }
    }
    assert.deepEqual([calls.length, grants.length], [0, 0]);
    assert.deepInclude(await failure(account.fetch("https://example.org/")), { code: "foreign_origin", field: "url" });
    assert.match((await failure(account.fetch("https://example.org/"))).advice, /target/);
  });

  test("fetch(): a token of scopes that the caller names may go to a foreign origin, over https or on this machine", async () => {
    const { account, calls } = stub(ok);
    for (const url of ["https://g-1234.data.globus.org/a.txt", "http://127.0.0.1:1/a.txt"]) {
      for (const target of [OWN_SCOPE, [OWN_SCOPE]]) await account.fetch(url, { target });
    }
    const bearer = await account.getAuthorizationHeader(OWN_SCOPE);
    assert.isTrue(calls.every(({ headers }) => headers.get("authorization") === bearer));
    assert.lengthOf(calls, 4);
    for (const { init } of calls) assert.notProperty(init, "target");
    assert.equal((await failure(account.fetch("http://example.org/", { target: OWN_SCOPE }))).code, "invalid_argument");
    assert.lengthOf(calls, 4);
  });

  test("fetch(): a target selects the token for a service's own URL", async () => {
    const { account, calls } = stub(ok);
    await account.fetch(`${TRANSFER_URL}/x`, { target: OWN_SCOPE });
    await account.fetch(`${TRANSFER_URL}/x`, { target: [TRANSFER_ALL] });
    const bearers = await Promise.all([OWN_SCOPE, "transfer"].map((name) => account.getAuthorizationHeader(name)));
    assert.deepEqual(
      calls.map(({ headers }) => headers.get("authorization")),
      bearers,
    );
    assert.equal((await failure(account.fetch(`${TRANSFER_URL}/x`, { target: "nope" }))).code, "unknown_target");
  });

  test("fetch(): a service's token is sent to that service only, however the target is written", async () => {
    const { account, calls, grants } = stub(ok);
    const spellings = ["groups", ["groups"], "groups.api.globus.org", GROUPS_ALL, [GROUPS_ALL], { scopes: GROUPS_ALL },
      { resourceServer: "groups.api.globus.org" }, `${GROUPS_ALL}[${TRANSFER_ALL}]`];
    for (const target of spellings) {
      for (const url of [`${TRANSFER_URL}/x`, "https://example.org/", "https://groups.api.globus.org.example.org/"]) {
        assert.deepInclude(await failure(account.fetch(url, { target })), { code: "foreign_origin", field: "url" }, url);
      }
      const request = { baseUrl: "https://example.org", target };
      assert.equal((await failure(account.request(request))).code, "foreign_origin");
    }
    assert.deepEqual([calls.length, grants.length], [0, 0]);
    for (const target of spellings) await account.fetch("https://groups.api.globus.org/v2/groups", { target });
    assert.lengthOf(calls, spellings.length);
  });

  test("fetch(), request(): a service's token is not sent elsewhere if only the grant, not the scope, shows its service", async () => {
    const granting = (resource_server) => () => json({ access_token: "AgToken", scope: "custom:scope", resource_server, expires_in: 60 });
    for (const [server, service] of [["groups.api.globus.org", "groups"], ["524230d7-ea86-4a52-8312-86065a9e0417", "timers"]]) {
      const { account, calls } = stub(ok, { grant: granting(server) });
      for (const target of ["custom:scope", { scopes: ["custom:scope"] }]) {
        for (const call of [account.fetch("https://example.org/", { target }), account.request({ baseUrl: "https://example.org", target })]) {
          const error = await failure(call);
          assert.deepInclude(error, { code: "foreign_origin", field: "url" });
          assert.include(error.message, service);
        }
      }
      assert.isEmpty(calls);
    }
    const { account, calls } = stub(ok, { grant: granting("https://example.org") });
    await account.fetch("https://example.org/", { target: "custom:scope" });
    assert.lengthOf(calls, 1);
  });

  /** Returns an account whose services share a URL, with one service below this URL. */
  const stubSharedUrl = (answer, options) => {
    const url = "http://127.0.0.1:9000";
    const serviceUrls = { transfer: url, groups: url, search: `${url}/`, flows: `${url}/flows` };
    return { url, ...stub(answer, { serviceUrls, retries: 0, ...options }) };
  };

  test("fetch(): where services share a URL, the target must name the service", async () => {
    const { account, calls, grants, url } = stubSharedUrl(ok);
    for (const path of ["", "/v0.10/x", "/v2/groups?x=/flows"]) {
      for (const call of [account.fetch(url + path), account.request({ baseUrl: url, path })]) {
        const error = await failure(call);
        assert.instanceOf(error, GlobusConfigError);
        assert.deepInclude(error, { code: "ambiguous_target", field: "target" });
        assert.match(error.message, /transfer, groups, search/);
      }
    }
    assert.deepEqual([calls.length, grants.length], [0, 0]);
    for (const [target, service] of [["groups", "groups"], [TRANSFER_ALL, "transfer"], [["search"], "search"]]) {
      await account.fetch(`${url}/x`, { target });
      assert.equal(calls.at(-1).headers.get("authorization"), await account.getAuthorizationHeader(service));
    }
    await account.fetch(`${url}/flows/x`);
    assert.equal(calls.at(-1).headers.get("authorization"), await account.getAuthorizationHeader("flows"));
    await account.fetch(`${url}/x`, { headers: { authorization: "Bearer own" } });
    assert.equal(calls.at(-1).headers.get("authorization"), "Bearer own");
  });

  test("fetch(), request(): where services share a URL, the target's token is sent, and events and errors name its service", async () => {
    const events = [];
    const { account, calls, url } = stubSharedUrl(() => json({ code: "no" }, { status: 403 }), { onEvent: (event) => events.push(event) });
    for (const service of ["transfer", "groups", "search"]) {
      const bearer = await account.getAuthorizationHeader(service);
      const error = await failure(account.request({ service, path: "/x" }));
      assert.equal(error.service, service);
      assert.equal(calls.at(-1).headers.get("authorization"), bearer);
      const callerError = await failure(account.request({ service, path: "/x", headers: { authorization: "Bearer own" } }));
      assert.equal(callerError.service, service);
      await account.fetch(`${url}/x`, { target: service });
      assert.equal(calls.at(-1).headers.get("authorization"), bearer);
      assert.equal(events.findLast(({ type }) => type === "request").service, service);
    }
    assert.equal((await failure(account.groups.getGroup("x"))).service, "groups");
    assert.equal(calls.at(-1).headers.get("authorization"), await account.getAuthorizationHeader("groups"));
  });

  test("fetch(): a value that is not an absolute https URL is rejected", async () => {
    const { account, calls } = stub(ok);
    const invalid = [
      "",
      "/v0.10/x",
      "transfer.api.globus.org/x",
      "http://transfer.api.globus.org/",
      "ftp://x.test",
      "https://",
    ];
    for (const input of [...invalid, undefined, null, 5, {}, [], "https://user:pass@transfer.api.globus.org/"]) {
      assert.deepInclude(
        await failure(account.fetch(input)),
        { code: "invalid_argument", field: "input" },
        String(input),
      );
    }
    assert.equal((await failure(account.fetch(`${TRANSFER_URL}/x`, 5))).field, "init");
    assert.equal((await failure(account.fetch(`${TRANSFER_URL}/x`, { method: "BREW" }))).field, "init.method");
    assert.lengthOf(calls, 0);
  });

  test("fetch(): a response is returned unchanged, whatever its status", async () => {
    for (const status of [200, 204, 302, 404, 429, 500, 503]) {
      const response = new Response(status === 204 ? null : "body", { status });
      const { account, calls } = stub(() => response);
      assert.equal(await account.fetch(`${TRANSFER_URL}/x`), response);
      assert.isFalse(response.bodyUsed);
      assert.lengthOf(calls, 1);
      assert.equal(calls[0].init.redirect, "manual");
    }
  });

  test("fetch(): an error of the platform's fetch becomes a network_error, without a retry", async () => {
    const cause = new TypeError("fetch failed");
    const { account, calls } = stub(() => Promise.reject(cause));
    const error = await failure(account.fetch(`${TRANSFER_URL}/x`));
    assert.instanceOf(error, GlobusNetworkError);
    assert.equal(error.cause, cause);
    assert.lengthOf(calls, 1);
  });

  test("fetch(): accepts URL objects and Requests, with the Request's method, headers and body", async () => {
    const { account, calls } = stub(async ({ input, init }) => {
      const request = new Request(input, init);
      return json({ method: request.method, body: await request.text(), headers: Object.fromEntries(request.headers) });
    });
    assert.equal((await (await account.fetch(new URL(`${TRANSFER_URL}/x`))).json()).method, "GET");
    const request = new Request(`${TRANSFER_URL}/x`, { method: "PUT", body: "document", headers: { "x-one": "1" } });
    const received = await (await account.fetch(request)).json();
    assert.deepInclude(received, { method: "PUT", body: "document" });
    assert.deepInclude(received.headers, { "x-one": "1", authorization: await account.getAuthorizationHeader("transfer") });
    const init = { method: "POST", body: new URLSearchParams({ a: "b" }), headers: new Headers({ "x-two": "2" }) };
    const form = await (await account.fetch(`${TRANSFER_URL}/x`, init)).json();
    assert.deepInclude(form, { method: "POST", body: "a=b" });
    assert.equal(form.headers["x-two"], "2");
    assert.lengthOf(calls, 3);
  });

  test("fetch(): accepts headers as a list of pairs, like the platform's fetch", async () => {
    const { account, calls } = stub(ok);
    await account.fetch(`${TRANSFER_URL}/x`, {
      headers: [
        ["X-One", "1"],
        ["x-two", "2"],
      ],
    });
    assert.equal(calls[0].headers.get("x-one"), "1");
    assert.equal(calls[0].headers.get("x-two"), "2");
  });

  test("fetch(): an authorization header of the caller replaces the token, in init or in a Request", async () => {
    const { account, calls, grants } = stub(refuse);
    const headers = { Authorization: "Bearer own" };
    await account.fetch(`${TRANSFER_URL}/x`, { headers });
    await account.fetch(new Request(`${TRANSFER_URL}/x`, { headers }));
    await account.fetch("https://example.org/x", { headers });
    assert.isTrue(calls.every((call) => call.headers.get("authorization") === "Bearer own"));
    assert.deepEqual([calls.length, grants.length], [3, 0]);
  });

  test("fetch(): after a 401, the request is repeated once with a new token and the same body", async () => {
    const bodies = [];
    const { account, calls, grants } = stub(async ({ input, init }, number) => {
      bodies.push(await new Request(input, init).text());
      return number % 2 === 1 ? refuse() : ok();
    });
    const url = `${TRANSFER_URL}/x`;
    assert.equal((await account.fetch(url, { method: "POST", body: "text" })).status, 200);
    assert.equal((await account.fetch(new Request(url, { method: "POST", body: "request" }))).status, 200);
    assert.equal((await account.fetch(url, { method: "POST", body: new Uint8Array([65]) })).status, 200);
    assert.deepEqual(bodies, ["text", "text", "request", "request", "A", "A"]);
    assert.lengthOf(grants, 4);
    assert.notEqual(calls[0].headers.get("authorization"), calls[1].headers.get("authorization"));
  });

  test("fetch(): a second 401 is returned", async () => {
    const { account, calls, grants } = stub(refuse);
    assert.equal((await account.fetch(`${TRANSFER_URL}/x`)).status, 401);
    assert.deepEqual([calls.length, grants.length], [2, 2]);
  });

  test("fetch(): a stream cannot be sent twice, so its 401 is returned", async () => {
    const { account, calls } = stub(refuse);
    const body = new ReadableStream({ start: (controller) => controller.close() });
    assert.equal((await account.fetch(`${TRANSFER_URL}/x`, { method: "POST", body, duplex: "half" })).status, 401);
    async function* chunks() {
      yield new Uint8Array(1);
    }
    assert.equal(
      (await account.fetch(`${TRANSFER_URL}/x`, { method: "POST", body: chunks(), duplex: "half" })).status,
      401,
    );
    assert.lengthOf(calls, 2);
  });

  test("fetch(): the caller's signal ends the call, and later the read of its body", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const { account, calls } = stub(ok);
    await account.fetch(`${TRANSFER_URL}/x`, { signal: controller.signal });
    await account.fetch(`${TRANSFER_URL}/y`);
    assert.isFalse(calls[0].init.signal.aborted);
    controller.abort(reason);
    assert.isTrue(calls[0].init.signal.aborted, "this signal ends the read of the body");
    assert.isFalse(calls[1].init.signal.aborted);
    const aborted = new Request(`${TRANSFER_URL}/x`, { signal: AbortSignal.abort(reason) });
    assert.equal(await failure(account.fetch(aborted)), reason);
  });

  test("fetch(): works on the fake, and replaces a token that was revoked", async () => {
    const { account, fake } = stage();
    await account.fetch(`${TRANSFER_URL}/task_list`);
    fake.revokeTokens();
    const response = await account.fetch(`${TRANSFER_URL}/task_list`);
    assert.deepEqual((await response.json()).DATA, []);
    assert.equal(fake.grants, 2);
  });
}
