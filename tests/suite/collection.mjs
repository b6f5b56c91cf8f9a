// The files of a collection over HTTPS, on the fake and, where it is about what is sent, on a `fetch` of the test's own.
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

const ID = "0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab";
const SCOPE = `https://auth.globus.org/scopes/${ID}/https`;
const SERVER = "https://g-0ae3a1.data.example.org";

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stage, stub, failure, thrown } = helpers(env);

  /** A guest collection that the account may use. */
  function place(options, more) {
    const staged = stage(more);
    const permissions = [{ principal: staged.client.identityId, path: "/share/", permissions: "rw" }];
    const files = {
      share: { "a b.txt": "0123456789", "größe #1?.txt": "ü", "50%.txt": "half" },
      closed: { "b.txt": "b" },
    };
    const data = staged.fake.addCollection({ displayName: "Data", files, permissions, ...options });
    return { ...staged, data, files: staged.account.collection(data.id) };
  }

  /** A collection whose server is the test's own. */
  function server(answer, options) {
    const isServer = ({ url }) => url.startsWith(SERVER);
    const staged = stub(
      (call, number) => (isServer(call) ? answer(call, number) : json({ https_server: SERVER })),
      options,
    );
    const sent = () => staged.calls.filter(isServer);
    return { ...staged, sent, files: staged.account.collection(ID) };
  }

  const streamOf = (...chunks) =>
    new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    });

  test("collection(): a file is got as a stream, with the collection's own token", async () => {
    const { account, data, files, fake } = place();
    const response = await files.get("/share/a b.txt");
    assert.deepEqual([response.status, response.headers.get("content-length")], [200, "10"]);
    assert.instanceOf(response.body, ReadableStream);
    assert.equal(await response.text(), "0123456789");
    assert.equal((await account.getToken(`https://auth.globus.org/scopes/${data.id}/https`)).resourceServer, data.id);
    assert.equal(fake.grants, 2, "one for Transfer, which knows the server, one for the files");
  });

  test("collection(): ranges: from, to, and the last so many bytes", async () => {
    const { files } = place();
    for (const [range, status, text] of [
      [{ start: 2, end: 4 }, 206, "234"],
      [{ start: 8 }, 206, "89"],
      [{ end: 0 }, 206, "0"],
      [{ last: 3 }, 206, "789"],
      [{}, 206, "0123456789"],
      ["bytes=5-5", 206, "5"],
      [undefined, 200, "0123456789"],
    ]) {
      const response = await files.get("share/a b.txt", { range });
      assert.deepEqual([response.status, await response.text()], [status, text], JSON.stringify(range));
    }
  });

  test("collection(): head tells of a file without its bytes", async () => {
    const { files } = place();
    const response = await files.head("/share/a b.txt");
    assert.deepEqual([response.headers.get("content-length"), await response.text()], ["10", ""]);
  });

  test("collection(): text, bytes, a Blob and a stream are put, in place of what was there, and deleted", async () => {
    const { files, data } = place();
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

  test("collection(): whatever a path is made of arrives as it is", async () => {
    const { files } = place();
    for (const [path, text] of [
      ["/share/größe #1?.txt", "ü"],
      ["share/50%.txt", "half"],
      ["//share/a b.txt", "0123456789"],
    ]) {
      assert.equal(await (await files.get(path)).text(), text);
    }
    const { files: own, sent } = server(() => new Response("x"));
    await own.get("/~/ä/a%2Fb;c=d&e+f:\\g");
    assert.equal(sent()[0].url, `${SERVER}/~/%C3%A4/a%252Fb%3Bc%3Dd%26e%2Bf%3A%5Cg`);
  });

  test("collection(): dot segments and what is no path are refused before any request", async () => {
    const { files, calls, grants } = server(() => new Response("x"));
    for (const path of ["/share/../closed/b.txt", "..", "./a", "/a/.", "", undefined, null, 7, "/a\ud800"]) {
      for (const call of [files.get(path), files.head(path), files.put(path, "x"), files.delete(path)]) {
        const error = await failure(call);
        assert.instanceOf(error, GlobusConfigError);
        assert.deepInclude(error, { code: "invalid_argument", field: "path" }, String(path));
      }
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("collection(): wrong options and no body are refused before any request", async () => {
    const { account, files, calls, grants } = server(() => new Response("x"));
    for (const [call, field] of [
      [files.get("/a", { range: { start: -1 } }), "options.range.start"],
      [files.get("/a", { range: { start: 5, end: 4 } }), "options.range.end"],
      [files.get("/a", { range: { last: "5" } }), "options.range.last"],
      [files.get("/a", { range: 5 }), "options.range"],
      [files.get("/a", { headers: { "a b": "c" } }), "options.headers"],
      [files.get("/a", 5), "options"],
      [files.get("/a", { timeout: -1 }), "options.timeout"],
      [files.put("/a"), "body"],
      [files.put("/a", null), "body"],
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

  test("collection(): what the server refuses rejects, with what there is to know", async () => {
    const { files } = place();
    for (const [call, status, code] of [
      [files.get("/share/none.txt"), 404, "not_found"],
      [files.get("/closed/b.txt"), 403, "forbidden"],
      [files.head("/share/none.txt"), 404, "not_found"],
      [files.put("/closed/b.txt", "x"), 403, "forbidden"],
      [files.get("/share/a b.txt", { range: { start: 10 } }), 416, "bad_request"],
    ]) {
      const error = await failure(call);
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { status, code, retryable: false });
    }
  });

  test("collection(): a collection without HTTPS says so", async () => {
    const { account } = stub(() => json({ https_server: null }));
    const error = await failure(account.collection(ID).get("/a"));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, { code: "not_found", service: "transfer", retryable: false });
    assert.include(error.message, "HTTPS");
    assert.include(error.advice, "enable_https");
    assert.deepEqual(JSON.parse(JSON.stringify(error)), error.toJSON());
  });

  test("collection(): where a collection's server is, is asked once", async () => {
    const { account, calls, sent } = server(() => new Response("x"));
    await account.collection(ID).get("/a");
    await account.collection(ID.toUpperCase()).put("/b", "x");
    await account.collection(ID).delete("/c");
    assert.deepEqual([calls.length - sent().length, sent().length], [1, 3]);
  });

  test("collection(): the token goes to the collection's server, and nowhere else", async () => {
    const { account, calls, files } = server(
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example.org/a" } }),
    );
    assert.equal((await failure(files.get("/a"))).code, "invalid_response");
    const bearer = await account.getAuthorizationHeader(SCOPE);
    assert.deepEqual(
      calls.filter(({ headers }) => headers.get("authorization") === bearer).map(({ url }) => url),
      [`${SERVER}/a`],
    );
    const { files: plain, sent } = (() => {
      const staged = stub(() => json({ https_server: "http://files.example.org" }));
      return { files: staged.account.collection(ID), sent: () => staged.calls.length };
    })();
    assert.equal((await failure(plain.get("/a"))).code, "invalid_argument", "not without encryption");
    assert.equal(sent(), 1);
  });

  test("collection(): a token that is not accepted is renewed, and the file got or put all the same", async () => {
    const { files, fake, client, data } = place();
    await files.get("/share/a b.txt");
    fake.revokeTokens(client.clientId);
    assert.equal(await (await files.get("/share/a b.txt")).text(), "0123456789");
    fake.revokeTokens(client.clientId);
    await files.put("/share/new.txt", "new");
    assert.equal(data.files.readText("/share/new.txt"), "new");
  });

  test("collection(): a stream is sent once: what can be repeated is repeated, a stream not", async () => {
    for (const [status, body, count] of [
      [503, "text", 2],
      [401, "text", 2],
      [503, streamOf("x"), 1],
      [401, streamOf("x"), 1],
    ]) {
      const { files, sent } = server(() => new Response("no", { status }), { retries: 1 });
      assert.equal((await failure(files.put("/a", body))).status, status);
      assert.lengthOf(sent(), count);
    }
  });

  test("collection(): an abort reaches a body that is being read, and ends one that is being sent", async () => {
    const hanging = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { files, sent } = server(({ init }) => (init.method === "PUT" ? hanging(init) : new Response("x")));
    const reason = new Error("enough");
    const reading = new AbortController();
    const response = await files.get("/a", { signal: reading.signal });
    assert.isFalse(sent()[0].init.signal.aborted);
    reading.abort(reason);
    assert.equal(sent()[0].init.signal.reason, reason);
    assert.isFalse(response.bodyUsed);
    const sending = new AbortController();
    const put = failure(files.put("/b", streamOf("x"), { signal: sending.signal }));
    await settle();
    sending.abort(reason);
    assert.equal(await put, reason);
    assert.equal(await failure(files.get("/a", { signal: AbortSignal.abort(reason) })), reason);
  });

  test("collection(): a file takes as long as it takes to be put, unless a time is set", () =>
    withTime(async (time) => {
      const { files, account } = server(
        () => new Promise((resolve) => setTimeout(() => resolve(new Response("")), 3_600_000)),
      );
      await time.until(account.getToken(SCOPE));
      await time.until(files.put("/a", "x"), 3_600_000);
      assert.equal((await time.until(failure(files.put("/a", "x", { timeout: 5000, retries: 0 })))).code, "timeout");
    }));

  test("collection(): headers of the caller's go along, and a range with them", async () => {
    const { files, sent } = server(() => new Response("x"));
    await files.get("/a", { headers: { "If-None-Match": '"1"' }, range: { start: 1 } });
    await files.get("/a", { headers: new Headers({ accept: "text/plain" }) });
    assert.deepEqual(
      sent().map(({ headers }) => [headers.get("if-none-match"), headers.get("range"), headers.get("accept")]),
      [
        ['"1"', "bytes=1-", "*/*"],
        [null, null, "text/plain"],
      ],
    );
  });
}
