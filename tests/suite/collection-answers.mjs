// Responses of collections' HTTPS servers: ranges, refusals with little information, invalid server URLs.
import { ID, SCOPE, SERVER, fileServer } from "./file-server.mjs";
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);
  const { guestCollection, server } = fileServer(env);

  /** Returns a response with a part of a file, in the format of Globus Connect Server. */
  const part = (text, start, { total = "*", ...headers } = {}) =>
    new Response(text, {
      status: 206,
      headers: {
        "content-length": String(text.length),
        "content-range": `bytes ${start}-${start + text.length - 1}/${total}`,
        ...headers,
      },
    });
  const lengthOnly = (size) => new Response(null, { headers: { "content-length": String(size) } });
  const methodsAndRanges = (requests) => requests().map(({ init, headers }) => [init.method ?? "GET", headers.get("range")]);

  test("collection(): a range of the last bytes is requested by its start, once the length is known", async () => {
    const { files, serverRequests } = server(({ init }) => (init.method === "HEAD" ? lengthOnly(10) : part("789", 7)));
    assert.equal(await (await files.get("/a", { range: { last: 3 } })).text(), "789");
    assert.deepEqual(methodsAndRanges(serverRequests), [["HEAD", null], ["GET", "bytes=7-9"]]);
  });

  test("collection(): the last bytes of an empty file are an empty body", async () => {
    const { fake, files } = guestCollection({ share: { "empty.txt": "" } });
    assert.equal(await (await files.get("/share/empty.txt", { range: { last: 5 } })).text(), "");
    assert.isTrue(fake.requests.filter(({ service }) => service === "https").every(({ status }) => status === 200));
  });

  test("collection(): if a HEAD does not report the length, a request for all bytes does", async () => {
    const answer = ({ init, headers }, respondToHead) => {
      if (init.method === "HEAD") return respondToHead();
      return headers.get("range") === "bytes=0-" ? part("0123456789", 0) : part("89", 8);
    };
    for (const respondToHead of [
      () => new Response(null),
      () => new Response(null, { status: 405 }),
      () => new Response(null, { headers: { "content-length": "7", "content-encoding": "gzip" } }),
    ]) {
      const { files, serverRequests } = server((call) => answer(call, respondToHead));
      assert.equal(await (await files.get("/a", { range: { last: 2 } })).text(), "89");
      assert.deepEqual(methodsAndRanges(serverRequests).at(-1), ["GET", "bytes=8-9"]);
    }
    const { files } = server(({ init }) =>
      init.method === "HEAD" ? new Response(null) : new Response("x", { headers: { "content-encoding": "gzip" } }),
    );
    assert.equal((await failure(files.get("/a", { range: { last: 2 } }))).code, "invalid_response");
  });

  test("collection(): if a file changes between the request for its length and for its last bytes, both are repeated", async () => {
    for (const [first, change] of [
      [() => part("34", 3), "shrunk"],
      [() => new Response("", { status: 416 }), "shrunk below"],
      [() => part("345", 3, { total: 10 }), "grown, on a server that reports the total"],
    ]) {
      let size = 6;
      const { files, serverRequests } = server(({ init, headers }) => {
        if (init.method === "HEAD") return lengthOnly(size);
        if (headers.get("range") === "bytes=7-9") return part("789", 7);
        size = 10;
        return first();
      });
      assert.equal(await (await files.get("/a", { range: { last: 3 } })).text(), "789", change);
      assert.lengthOf(serverRequests(), 4, change);
    }
    let size = 5;
    const { files, serverRequests } = server(({ init }) =>
      init.method === "HEAD" ? lengthOnly((size += 1)) : new Response("", { status: 416 }),
    );
    const error = await failure(files.get("/a", { range: { last: 3 } }));
    assert.deepInclude(error, { code: "invalid_response", retryable: true });
    assert.lengthOf(serverRequests(), 6);
  });

  test("collection(): a response with other bytes than the requested range is rejected", async () => {
    const wholeFile = () => new Response("0123456789", { headers: { "content-length": "10" } });
    for (const [options, answer] of [
      [{ range: { start: 2, end: 4 } }, wholeFile],
      [{ range: { start: 2 } }, wholeFile],
      [{ range: { end: 4 } }, wholeFile],
      [{ range: { start: 2, end: 4 } }, () => part("012", 0)],
      [{ range: { start: 2, end: 4 } }, () => part("23456", 2)],
      [{ range: "bytes=2-4" }, () => part("012", 0)],
      [{ headers: { range: "bytes=2-4" } }, () => part("012", 0)],
      [{ range: { start: 2 } }, () => part("23", 2, { "content-range": "bytes two/*" })],
      [{ range: { start: 2 } }, () => part("23", 2, { "content-type": "multipart/byteranges; boundary=a" })],
      [{ range: "bytes=0-1,4-5" }, wholeFile],
      [{}, () => part("01", 0)],
      [{}, () => new Response(null, { status: 204 })],
      [{}, () => new Response("later", { status: 202 })],
    ]) {
      const { files } = server(answer);
      const error = await failure(files.get("/a", options));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "invalid_response", retryable: false }, JSON.stringify(options));
      assert.include(error.message, ID);
    }
  });

  test("collection(): a response with the whole file is accepted where the range covers it or `If-Range` allows it", async () => {
    const wholeFile = () => new Response("0123456789", { headers: { "content-length": "10" } });
    for (const [options, answer] of [
      [{ range: {} }, wholeFile],
      [{ range: { start: 0 } }, wholeFile],
      [{ range: { end: 99 } }, wholeFile],
      [{ range: { last: 10 } }, wholeFile],
      [{ range: { start: 2 }, headers: { "if-range": '"1"' } }, wholeFile],
      [{ range: { start: 0, end: 99 } }, () => part("0123456789", 0, { total: 10 })],
      // CORS hides the header content-range from a page of another origin.
      [{ range: { start: 0, end: 9 } }, () => new Response("0123456789", { status: 206 })],
    ]) {
      const { files } = server(answer);
      assert.equal(await (await files.get("/a", options)).text(), "0123456789", JSON.stringify(options));
    }
  });

  test("collection(): several ranges arrive as one multipart/byteranges document", async () => {
    const { files } = guestCollection({ share: { "a b.txt": "0123456789" } });
    const response = await files.get("/share/a b.txt", { range: "bytes=0-1, 4-5" });
    assert.equal(response.status, 206);
    assert.match(response.headers.get("content-type"), /^multipart\/byteranges; boundary=/);
    const text = await response.text();
    for (const words of ["Content-Range: bytes 0-1/*\r\n\r\n01\r\n", "Content-Range: bytes 4-5/*\r\n\r\n45\r\n"]) {
      assert.include(text, words);
    }
  });

  const SERVER_FAULT = "Mapping collection to specified ID failed.\nGlobusError: v=1 c=ENDPOINT_ERROR\nGCS Manager Internal Error\n";
  const MISSING = "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n";
  const refusal = (text) => new Response(text, { status: 404, headers: { "content-type": "text/plain" } });

  test("collection(): a server fault that is reported as 404 is retried for reads, and rejects writes", () =>
    withTime(async (time) => {
      const events = [];
      const { files, serverRequests, account } = server(({ init }, number) =>
        number < 4 || init.method === "PUT" || init.method === "DELETE" ? refusal(SERVER_FAULT) : new Response("x"),
        { onEvent: (event) => events.push(event) },
      );
      await time.until(account.getToken(SCOPE));
      assert.equal(await (await time.until(files.get("/a"))).text(), "x");
      assert.lengthOf(serverRequests(), 3);
      assert.deepEqual(events.filter(({ type }) => type === "retry").map(({ status }) => status), [404, 404]);
      for (const call of [() => files.put("/a", "x"), () => files.delete("/a")]) {
        const before = serverRequests().length;
        const error = await time.until(failure(call()));
        assert.deepInclude(error, { code: "endpoint_error", status: 404, serverCode: "ENDPOINT_ERROR", retryable: true });
        assert.equal(serverRequests().length - before, 1);
      }
    }));

  test("collection(): a lasting server fault that is reported as 404 rejects with endpoint_error, not with not_found", () =>
    withTime(async (time) => {
      for (const name of ["get", "head"]) {
        const { files, serverRequests, account } = server(({ init }) => refusal(init.method === "HEAD" ? null : SERVER_FAULT), { retries: 2 });
        await time.until(account.getToken(SCOPE));
        const error = await time.until(failure(files[name]("/a")));
        assert.deepInclude(error, { code: "endpoint_error", status: 404, retryable: true });
        assert.lengthOf(serverRequests().filter(({ init }) => (init.method ?? "GET") === "GET"), 3, name);
        assert.match(error.advice, /moments.*days.*missing files/);
      }
    }));

  test("collection(): a HEAD with 404 is checked by a request for the first byte", async () => {
    for (const [answers, outcome] of [
      [[refusal(null), refusal(MISSING)], "not_found PATH_NOT_FOUND"],
      [[refusal(null), part("0", 0), lengthOnly(10)], "10"],
      [[refusal(null), new Response("", { status: 416 }), lengthOnly(0)], "0"],
      [[refusal(null), part("0", 0), refusal(null)], "invalid_response undefined"],
      [[refusal(null), new Response("GlobusError: v=1 c=PERMISSION_DENIED", { status: 403 })], "forbidden PERMISSION_DENIED"],
    ]) {
      const { files, serverRequests } = server(() => answers[serverRequests().length - 1]);
      const result = await files.head("/a").then(
        ({ headers }) => headers.get("content-length"),
        ({ code, serverCode }) => `${code} ${serverCode}`,
      );
      assert.equal(result, outcome);
      assert.lengthOf(serverRequests(), answers.length);
      assert.deepEqual(methodsAndRanges(serverRequests)[1], ["GET", "bytes=0-0"]);
    }
    // Without a collection there is no file: a 404 of Transfer is not checked.
    const { account, calls } = stub(() => json({ code: "EndpointNotFound", message: "m" }, { status: 404 }));
    assert.deepInclude(await failure(account.collection(ID).head("/a")), { code: "not_found", service: "transfer" });
    assert.lengthOf(calls, 1);
  });

  test("collection(): a server URL of Transfer that is invalid rejects with Transfer's error", async () => {
    const invalid = [7, true, {}, ["https://a.example"], "files", "http://a.example", "ftp://a.example", "https://u:p@a.example"];
    for (const [reply, code] of [
      [null, "invalid_response"],
      [{}, "invalid_response"],
      [[], "invalid_response"],
      ["text", "invalid_response"],
      [{ https_server: "" }, "not_found"],
      [{ https_server: null }, "not_found"],
      ...[...invalid, "https://a.example/?b", "https://a.example/#b", "https://a b.example"].map((https_server) => [
        { https_server },
        "invalid_response",
      ]),
    ]) {
      const { account, calls } = stub(() => json(reply), { retries: 0 });
      const files = account.collection(ID);
      for (const call of [() => files.get("/a"), () => files.put("/a", "x")]) {
        const error = await failure(call());
        assert.instanceOf(error, GlobusApiError, JSON.stringify(reply));
        assert.deepInclude(error, { code, service: "transfer" }, JSON.stringify(reply));
        assert.notInclude(error.message, "a.example");
      }
      assert.lengthOf(calls, 2, "an invalid URL is not remembered");
    }
  });

  test("collection(): after a network error, the next call requests the server's URL again", async () => {
    let serverUrl = SERVER;
    const { account, calls } = stub(
      ({ url }) => {
        if (url.includes("/endpoint/")) return json({ https_server: serverUrl });
        if (!url.startsWith(serverUrl)) throw new TypeError("fetch failed");
        return new Response("x");
      },
      { retries: 0 },
    );
    const files = account.collection(ID);
    await files.get("/a");
    serverUrl = "https://moved.data.example.org";
    assert.equal((await failure(files.get("/a"))).code, "network_error");
    assert.equal(await (await files.get("/a")).text(), "x");
    assert.equal(calls.at(-1).url, `${serverUrl}/a`);
  });
}
