// The files of a collection over HTTPS: on the fake or, for tests of the requests themselves, on the test's own
// `fetch`.
import { ID, SCOPE, SERVER, fileServer, streamOf } from "./file-server.mjs";
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

/** Values that are not bodies. `fetch` would send "[object Object]" or a similar text. */
const invalidBodies = () => [
  null,
  {},
  { a: 1 },
  [1, 2],
  ["a"],
  new Map(),
  new Set(["a"]),
  new Date(0),
  5,
  true,
  10n,
  Symbol("a"),
  Promise.resolve("a"),
  () => "a",
  new Response("a"),
  new (class Own {})(),
  new Proxy({}, { get: () => rejectRead() }),
];

function rejectRead() {
  throw new Error("cannot be read");
}

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stage, stub, failure, thrown } = helpers(env);
  const { server } = fileServer(env);

  /** Returns an account on a fake, with a guest collection that it may use. */
  function guestCollection(options, stageOptions) {
    const staged = stage(stageOptions);
    const permissions = [{ principal: staged.client.identityId, path: "/share/", permissions: "rw" }];
    const files = {
      share: { "a b.txt": "0123456789", "größe #1?.txt": "ü", "50%.txt": "half" },
      closed: { "b.txt": "b" },
    };
    const data = staged.fake.addCollection({ displayName: "Data", files, permissions, ...options });
    return { ...staged, data, files: staged.account.collection(data.id) };
  }

  test("collection(): get returns a file as a stream, with the collection's own token", async () => {
    const { account, data, files, fake } = guestCollection();
    const response = await files.get("/share/a b.txt");
    assert.deepEqual([response.status, response.headers.get("content-length")], [200, "10"]);
    assert.instanceOf(response.body, ReadableStream);
    assert.equal(await response.text(), "0123456789");
    assert.equal((await account.getToken(`https://auth.globus.org/scopes/${data.id}/https`)).resourceServer, data.id);
    assert.equal(fake.grants, 2, "one for Transfer, which reports the server's URL, one for the files");
  });

  test("collection(): a range has a start, an end, or the number of last bytes", async () => {
    const { files } = guestCollection();
    for (const [range, status, text] of [
      [{ start: 2, end: 4 }, 206, "234"],
      [{ start: 8 }, 206, "89"],
      [{ end: 0 }, 206, "0"],
      [{ last: 3 }, 206, "789"],
      [{ last: 99 }, 206, "0123456789"],
      [{}, 206, "0123456789"],
      ["bytes=5-5", 206, "5"],
      ["bytes=-2", 206, "89"],
      [null, 200, "0123456789"],
      [undefined, 200, "0123456789"],
    ]) {
      const response = await files.get("share/a b.txt", { range });
      assert.deepEqual([response.status, await response.text()], [status, text], JSON.stringify(range));
    }
  });

  test("collection(): head returns the headers of a file without its bytes", async () => {
    const { files } = guestCollection();
    const response = await files.head("/share/a b.txt");
    assert.deepEqual([response.headers.get("content-length"), await response.text()], ["10", ""]);
  });

  test("collection(): put writes text, bytes, a Blob and a stream, and replaces the file; delete removes it", async () => {
    const { files, data } = guestCollection();
    const bytes = new TextEncoder().encode("bytes");
    for (const [body, text] of [
      ["text", "text"],
      ["", ""],
      [bytes, "bytes"],
      [bytes.buffer, "bytes"],
      [new Blob(["a ", "blob"]), "a blob"],
      [streamOf("a ", "stream"), "a stream"],
    ]) {
      assert.isUndefined(await files.put("/share/new.txt", body));
      assert.equal(data.files.readText("/share/new.txt"), text);
    }
    assert.isUndefined(await files.delete("/share/new.txt"));
    assert.isFalse(data.files.exists("/share/new.txt"));
    assert.equal((await failure(files.delete("/share/new.txt"))).code, "not_found");
  });

  test("collection(): any character in a path arrives unchanged", async () => {
    const { files } = guestCollection();
    for (const [path, text] of [
      ["/share/größe #1?.txt", "ü"],
      ["share/50%.txt", "half"],
      ["//share/a b.txt", "0123456789"],
    ]) {
      assert.equal(await (await files.get(path)).text(), text);
    }
    const { files: serverFiles, serverRequests } = server(() => new Response("x"));
    await serverFiles.get("/~/ä/a%2Fb;c=d&e+f:\\g");
    assert.equal(serverRequests()[0].url, `${SERVER}/~/%C3%A4/a%252Fb%3Bc%3Dd%26e%2Bf%3A%5Cg`);
  });

  test("collection(): dot segments and values that are not paths are rejected before any request", async () => {
    const { files, calls, grants } = server(() => new Response("x"));
    const dots = ["/share/../closed/b.txt", "..", "./a", "/a/.", "/a/%2e%2E/b", "/%2e", "/a/.%2e"];
    for (const path of [...dots, "/a\0", "/a\r\nb", "", undefined, null, 7, "/a\ud800"]) {
      for (const call of [files.get(path), files.head(path), files.put(path, "x"), files.delete(path)]) {
        const error = await failure(call);
        assert.instanceOf(error, GlobusConfigError);
        assert.deepInclude(error, { code: "invalid_argument", field: "path" }, String(path));
      }
    }
    for (const path of ["/", "/a/"]) {
      for (const call of [files.put(path, "x"), files.delete(path)]) {
        assert.deepInclude(await failure(call), { code: "invalid_argument", field: "path" }, path);
      }
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("collection(): invalid options and bodies are rejected before any request", async () => {
    const { account, files, calls, grants } = server(() => new Response("x"));
    for (const [call, field] of [
      [files.get("/a", { range: { start: -1 } }), "options.range.start"],
      [files.get("/a", { range: { start: 5, end: 4 } }), "options.range.end"],
      [files.get("/a", { range: { last: "5" } }), "options.range.last"],
      [files.get("/a", { range: { last: 0 } }), "options.range.last"],
      [files.get("/a", { range: { last: 1, start: 0 } }), "options.range.last"],
      [files.get("/a", { range: { last: 1, end: 5 } }), "options.range.last"],
      [files.get("/a", { range: { suffix: 4 } }), "options.range.suffix"],
      [files.get("/a", { range: { start: null } }), "options.range.start"],
      [files.get("/a", { range: 5 }), "options.range"],
      ...["", "5-9", "bytes=", "bytes=-", "bytes=5", "lines=1-2", "bytes=9-5", "bytes=-0", "bytes=0-1,-3", "bytes=0-1,"].map(
        (range) => [files.get("/a", { range }), "options.range"],
      ),
      [files.get("/a", { headers: { range: "bytes=5-4" } }), "options.headers.range"],
      [files.get("/a", { headers: { range: "bytes=5-" }, range: { start: 5 } }), "options.range"],
      [files.head("/a", { range: { start: 5 } }), "options.range"],
      [files.get("/a", { query: { a: 1 } }), "options.query"],
      [files.delete("/a", { body: "x" }), "options.body"],
      ...["get", "head", "delete"].map((name) => [files[name]("/a", { headers: { "a b": "c" } }), "options.headers"]),
      [files.head("/a", { headers: { a: "\u00e4" } }), "options.headers.a"],
      [files.get("/a", 5), "options"],
      [files.get("/a", { timeout: -1 }), "options.timeout"],
      [files.put("/a"), "body"],
      ...invalidBodies().map((body) => [files.put("/a", body), "body"]),
    ]) {
      assert.deepInclude(await failure(call), { code: "invalid_argument", field });
    }
    assert.isEmpty([...calls, ...grants]);
    for (const id of [undefined, "", "x", "../a", 5, { id: ID }]) {
      assert.deepInclude(
        thrown(() => account.collection(id)),
        { code: "invalid_argument", field: "collectionId" },
      );
    }
  });

  test("collection(): a refusal of the server rejects with its status, code and server code", async () => {
    const { files } = guestCollection();
    for (const [call, status, code, serverCode] of [
      [files.get("/share/none.txt"), 404, "not_found", "PATH_NOT_FOUND"],
      [files.get("/closed/b.txt"), 403, "forbidden"],
      [files.head("/share/none.txt"), 404, "not_found", "PATH_NOT_FOUND"],
      [files.get("/share/none.txt", { range: { last: 1 } }), 404, "not_found", "PATH_NOT_FOUND"],
      [files.put("/closed/b.txt", "x"), 403, "forbidden"],
      [files.get("/share/a b.txt", { range: { start: 10 } }), 416, "bad_request"],
    ]) {
      const error = await failure(call);
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { status, code, retryable: false, service: "collection" });
      assert.match(error.message, /^the server of the collection [0-9a-f-]{36} answered /);
      if (serverCode) assert.equal(error.serverCode, serverCode);
    }
  });

  test("collection(): a collection without HTTPS rejects with not_found and advice to enable HTTPS", async () => {
    const { account } = stub(() => json({ https_server: null }));
    const error = await failure(account.collection(ID).get("/a"));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, { code: "not_found", service: "transfer", retryable: false });
    assert.include(error.message, "HTTPS");
    assert.include(error.advice, "enable_https");
    assert.deepEqual(JSON.parse(JSON.stringify(error)), error.toJSON());
  });

  test("collection(): the URL of a collection's server is requested once", async () => {
    const { account, calls, serverRequests } = server(() => new Response("x"));
    await account.collection(ID).get("/a");
    await account.collection(ID.toUpperCase()).put("/b", "x");
    await account.collection(ID).delete("/c");
    assert.deepEqual([calls.length - serverRequests().length, serverRequests().length], [1, 3]);
  });

  test("collection(): the token is sent to the collection's server only", async () => {
    const { account, calls, files } = server(
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example.org/a" } }),
    );
    assert.equal((await failure(files.get("/a"))).code, "invalid_response");
    const bearer = await account.getAuthorizationHeader(SCOPE);
    assert.deepEqual(
      calls.filter(({ headers }) => headers.get("authorization") === bearer).map(({ url }) => url),
      [`${SERVER}/a`],
    );
    const { files: plain, serverRequests } = (() => {
      const staged = stub(() => json({ https_server: "http://files.example.org" }));
      return { files: staged.account.collection(ID), serverRequests: () => staged.calls.length };
    })();
    assert.equal((await failure(plain.get("/a"))).code, "invalid_response", "no token over plain HTTP");
    assert.equal(serverRequests(), 1);
  });

  test("collection(): a token that the server refuses is replaced, and the file is read or written", async () => {
    const { files, fake, client, data } = guestCollection();
    await files.get("/share/a b.txt");
    fake.revokeTokens(client.clientId);
    assert.equal(await (await files.get("/share/a b.txt")).text(), "0123456789");
    fake.revokeTokens(client.clientId);
    await files.put("/share/new.txt", "new");
    assert.equal(data.files.readText("/share/new.txt"), "new");
  });

  test("collection(): a request with a text body is repeated, one with a stream is sent once", async () => {
    for (const [status, body, count] of [
      [503, "text", 2],
      [401, "text", 2],
      [503, streamOf("x"), 1],
      [401, streamOf("x"), 1],
    ]) {
      const { files, serverRequests } = server(() => new Response("no", { status }), { retries: 1 });
      assert.equal((await failure(files.put("/a", body))).status, status);
      assert.lengthOf(serverRequests(), count);
    }
  });

  test("collection(): an abort reaches the fetch of a body that is being read, and ends a body that is being sent", async () => {
    const hang = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { files, serverRequests } = server(({ init }) => (init.method === "PUT" ? hang(init) : new Response("x")));
    const reason = new Error("enough");
    const reading = new AbortController();
    const response = await files.get("/a", { signal: reading.signal });
    assert.isFalse(serverRequests()[0].init.signal.aborted);
    reading.abort(reason);
    assert.equal(serverRequests()[0].init.signal.reason, reason);
    assert.isFalse(response.bodyUsed);
    const sending = new AbortController();
    const put = failure(files.put("/b", streamOf("x"), { signal: sending.signal }));
    await settle();
    sending.abort(reason);
    assert.equal(await put, reason);
    assert.equal(await failure(files.get("/a", { signal: AbortSignal.abort(reason) })), reason);
  });

  test("collection(): put has no time limit, unless the call has a timeout", () =>
    withTime(async (time) => {
      const { files, account } = server(
        () => new Promise((resolve) => setTimeout(() => resolve(new Response("")), 3_600_000)),
      );
      await time.until(account.getToken(SCOPE));
      await time.until(files.put("/a", "x"), 3_600_000);
      assert.equal((await time.until(failure(files.put("/a", "x", { timeout: 5000, retries: 0 })))).code, "timeout");
    }));

  test("collection(): the caller's headers are sent, together with a range", async () => {
    const { files, serverRequests } = server(({ headers }) =>
      headers.has("range")
        ? new Response("x", { status: 206, headers: { "content-range": "bytes 1-1/*" } })
        : new Response("x"),
    );
    await files.get("/a", { headers: { "If-None-Match": '"1"' }, range: { start: 1 } });
    await files.get("/a", { headers: new Headers({ accept: "text/plain" }) });
    assert.deepEqual(
      serverRequests().map(({ headers }) => [headers.get("if-none-match"), headers.get("range"), headers.get("accept")]),
      [
        ['"1"', "bytes=1-", "*/*"],
        [null, null, "text/plain"],
      ],
    );
  });

  test("collection(): the body of a successful put or delete is ignored, also if its cancel fails", async () => {
    const body = () => {
      const stream = new ReadableStream({ cancel: () => Promise.reject(new Error("no")) });
      return new Response(stream);
    };
    const { files } = server(body);
    assert.isUndefined(await files.put("/a", "x"));
    assert.isUndefined(await files.delete("/a"));
    await new Promise((resolve) => setTimeout(resolve));
  });
}
