import { helpers, json, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusConfigError, GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);

  const OWN_SCOPE = "https://auth.globus.org/scopes/0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab/https";

  const ok = () => json({ ok: true });

  async function sendRequest(request, options) {
    const { account, calls } = stub(ok, options);
    await account.request(request);
    return calls[0];
  }

  async function assertRejected(request, field, code = "invalid_argument") {
    const { account, calls, grants } = stub(ok);
    const error = await failure(account.request(request));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code, field });
    assert.deepEqual([calls.length, grants.length], [0, 0]);
  }

  test("request(): a page of a list can be sent as a body", async () => {
    const tasks = { DATA_TYPE: "task_list", length: 1, limit: 10, offset: 0, total: 1, DATA: [{ task_id: "x" }] };
    for (const [list, document] of [["transfer.taskList", tasks], ["groups.getMyGroups", [{ id: "g" }]]]) {
      const { account, calls } = stub(() => json(document));
      const [client, method] = list.split(".");
      const body = await account[client][method]();
      await account.request({ service: client, method: "POST", path: "/x", body });
      assert.deepEqual(JSON.parse(calls.at(-1).init.body), document);
      assert.equal(calls.at(-1).headers.get("content-type"), "application/json");
    }
  });

  test("request(): calls a path of a service for which the package has no method", async () => {
    const { account, calls } = stub(ok);
    const reply = await account.request({
      service: "groups",
      method: "post",
      path: "/v2/groups",
      query: { include: ["a", "b"], x: true, none: null },
      body: { name: "g" },
      headers: { "x-one": "1" },
    });
    assert.deepEqual(reply, { ok: true });
    const [{ url, init, headers }] = calls;
    assert.equal(url, "https://groups.api.globus.org/v2/groups?include=a%2Cb&x=true");
    assert.equal(init.method, "POST");
    assert.equal(init.body, '{"name":"g"}');
    assert.equal(headers.get("content-type"), "application/json");
    assert.equal(headers.get("x-one"), "1");
    assert.equal(headers.get("authorization"), await account.getAuthorizationHeader("groups"));
  });

  test("request(): a path is joined to its base URL, with or without slashes, and may contain a query", async () => {
    for (const [path, url] of [
      ["/v0.10/x", `${TRANSFER_URL}/x`],
      ["v0.10/x", `${TRANSFER_URL}/x`],
      ["/v0.10/x?a=b", `${TRANSFER_URL}/x?a=b&c=1`],
    ]) {
      const query = path.includes("?") ? { c: 1 } : undefined;
      assert.equal((await sendRequest({ service: "transfer", path, query })).url, url);
    }
    assert.equal((await sendRequest({ service: "transfer" })).url, "https://transfer.api.globus.org/");
    const prefixed = { serviceUrls: { transfer: "http://127.0.0.1:1/a/b/" } };
    assert.equal((await sendRequest({ service: "transfer", path: "/x" }, prefixed)).url, "http://127.0.0.1:1/a/b/x");
  });

  test("request(): a body that JSON can express is sent as JSON, and one that fetch accepts unchanged", async () => {
    class Document {
      constructor() {
        this.a = 1;
      }
    }
    class Written {
      toJSON() {
        return { b: 2 };
      }
    }
    for (const [body, text] of [
      [{ a: [1] }, '{"a":[1]}'],
      [[1, { b: null }], '[1,{"b":null}]'],
      [Object.create(null), "{}"],
      [Object.freeze({ constructor: "x" }), '{"constructor":"x"}'],
      [new Document(), '{"a":1}'],
      [new Written(), '{"b":2}'],
      [new Date(0), '"1970-01-01T00:00:00.000Z"'],
      [5, "5"],
      [0, "0"],
      [false, "false"],
    ]) {
      const { init, headers } = await sendRequest({ service: "transfer", method: "POST", body });
      assert.equal(init.body, text);
      assert.equal(headers.get("content-type"), "application/json");
    }
    for (const body of [
      "text",
      new URLSearchParams("a=b"),
      new Uint8Array(2),
      new FormData(),
      new Blob(["x"]),
      new ArrayBuffer(2),
      new DataView(new ArrayBuffer(2)),
      new ReadableStream(),
      "",
    ]) {
      const { init, headers } = await sendRequest({ service: "transfer", method: "POST", body });
      assert.equal(init.body, body);
      assert.isNull(headers.get("content-type"));
    }
    // Where the platform's fetch would send the text `[object AsyncGenerator]`, an async iterable is rejected.
    async function* chunks() {
      yield new Uint8Array([65]);
    }
    const sentAs = await new Request(TRANSFER_URL, { method: "POST", body: chunks(), duplex: "half" }).text().catch(() => "");
    const stream = { service: "transfer", method: "POST", body: chunks() };
    if (sentAs === "A") assert.equal((await sendRequest(stream)).init.body, stream.body);
    else await assertRejected(stream, "body");
    for (const body of [undefined, null]) assert.notProperty((await sendRequest({ service: "transfer", body })).init, "body");
    const own = await sendRequest({
      service: "transfer",
      method: "POST",
      body: {},
      headers: { "Content-Type": "application/ld+json" },
    });
    assert.equal(own.headers.get("content-type"), "application/ld+json");
  });

  test("request(): another server is called with the token of the caller's target", async () => {
    const { account, calls } = stub(ok);
    const bearer = await account.getAuthorizationHeader(OWN_SCOPE);
    await account.request({ baseUrl: "https://gcs.example.org/api/", path: "/collections", target: OWN_SCOPE });
    assert.equal(calls[0].url, "https://gcs.example.org/api/collections");
    assert.equal(calls[0].headers.get("authorization"), bearer);
    await account.request({ service: "transfer", path: "/x", target: OWN_SCOPE });
    assert.equal(calls[1].headers.get("authorization"), bearer);
  });

  test("request(): a target with scopes gets its own token, although the service's token is cached", async () => {
    const { account, calls, grants } = stub(ok);
    const target = `${TRANSFER_ALL}[*${OWN_SCOPE}]`;
    await account.request({ service: "transfer", path: "/x" });
    await account.request({ service: "transfer", path: "/x", target });
    await account.fetch(`${TRANSFER_URL}/x`, { target });
    assert.lengthOf(grants, 2);
    const [own, named, fetched] = calls.map(({ headers }) => headers.get("authorization"));
    assert.notEqual(named, own);
    assert.equal(fetched, named);
  });

  test("request(): a service's token is not sent to another server", async () => {
    await assertRejected({ baseUrl: "https://gcs.example.org", path: "/x" }, "url", "foreign_origin");
    await assertRejected({ baseUrl: "https://gcs.example.org", path: "/x", target: "transfer" }, "url", "foreign_origin");
    await assertRejected({ baseUrl: "http://gcs.example.org", target: OWN_SCOPE }, "baseUrl");
    await assertRejected({ baseUrl: "https://a@gcs.example.org", target: OWN_SCOPE }, "baseUrl");
  });

  test("request(): a path cannot leave its base URL", async () => {
    for (const path of [
      "https://x.test/",
      "//x.test/a",
      "/a/../../b",
      "..",
      "/a/%2e%2e/b",
      "/a\\b",
      "/a#b",
      "/a\r\nb",
      5,
      {},
    ]) {
      await assertRejected({ service: "transfer", path }, "path");
    }
    const url = (await sendRequest({ service: "transfer", path: "@x.test/a" })).url;
    assert.equal(new URL(url).host, "transfer.api.globus.org");
  });

  test("request(): invalid fields are rejected", async () => {
    for (const nothing of [undefined, null, "transfer", 5]) await assertRejected(nothing, "request");
    await assertRejected({}, "service");
    await assertRejected({ path: "/x" }, "service");
    await assertRejected({ service: "transfer", baseUrl: "https://x.test" }, "service");
    await assertRejected({ service: "transfers" }, "service");
    await assertRejected({ service: 5 }, "service");
    await assertRejected({ service: "transfer", method: "BREW" }, "method");
    await assertRejected({ service: "transfer", url: "/x" }, "url");
    await assertRejected({ service: "transfer", query: { timeout: 5 } }, "query.timeout");
    await assertRejected({ service: "transfer", timeout: -1 }, "options.timeout");
    await assertRejected({ service: "transfer", target: "nope" }, "target", "unknown_target");
    await assertRejected({ service: "transfer", headers: { a: "b\r\nc" } }, "options.headers.a");
  });

  test("request(): handles replies, errors, retries and 401 like the methods", () =>
    withTime(async (time) => {
      const answers = [
        () => json({}, { status: 503 }),
        () => json({}, { status: 401 }),
        () => new Response(null, { status: 204 }),
        () => json({ code: "NotFound" }, { status: 404 }),
      ];
      const { account, calls, grants } = stub(() => answers.shift()());
      const request = { service: "search", path: "/v1/index/x", method: "DELETE" };
      assert.isNull(await time.until(account.request(request)));
      assert.deepEqual([calls.length, grants.length], [3, 2]);
      const error = await time.until(failure(account.request(request)));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "not_found", service: "search" });
    }));
}
