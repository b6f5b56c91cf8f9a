// What the servers of collections answer, and what becomes of it: ranges, refusals that say little, addresses that are none.
import { ID, SCOPE, SERVER, fileServer } from "./file-server.mjs";
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);
  const { place, server } = fileServer(env);

  /** An answer with a part of a file, as Globus Connect Server gives one. */
  const part = (text, start, { total = "*", ...headers } = {}) =>
    new Response(text, {
      status: 206,
      headers: {
        "content-length": String(text.length),
        "content-range": `bytes ${start}-${start + text.length - 1}/${total}`,
        ...headers,
      },
    });
  const length = (size) => new Response(null, { headers: { "content-length": String(size) } });
  const methods = (sent) => sent().map(({ init, headers }) => [init.method ?? "GET", headers.get("range")]);

  test("collection(): the last bytes are counted from the beginning, once the length is known", async () => {
    const { files, sent } = server(({ init }) => (init.method === "HEAD" ? length(10) : part("789", 7)));
    assert.equal(await (await files.get("/a", { range: { last: 3 } })).text(), "789");
    assert.deepEqual(methods(sent), [["HEAD", null], ["GET", "bytes=7-9"]]);
  });

  test("collection(): the last bytes of an empty file are none", async () => {
    const { fake, files } = place({ share: { "empty.txt": "" } });
    assert.equal(await (await files.get("/share/empty.txt", { range: { last: 5 } })).text(), "");
    assert.isTrue(fake.requests.filter(({ service }) => service === "https").every(({ status }) => status === 200));
  });

  test("collection(): a length that a HEAD does not tell is that of all bytes from the first", async () => {
    const tail = ({ init, headers }, tell) => {
      if (init.method === "HEAD") return tell();
      return headers.get("range") === "bytes=0-" ? part("0123456789", 0) : part("89", 8);
    };
    for (const tell of [
      () => new Response(null),
      () => new Response(null, { status: 405 }),
      () => new Response(null, { headers: { "content-length": "7", "content-encoding": "gzip" } }),
    ]) {
      const { files, sent } = server((call) => tail(call, tell));
      assert.equal(await (await files.get("/a", { range: { last: 2 } })).text(), "89");
      assert.deepEqual(methods(sent).at(-1), ["GET", "bytes=8-9"]);
    }
    const { files } = server(({ init }) =>
      init.method === "HEAD" ? new Response(null) : new Response("x", { headers: { "content-encoding": "gzip" } }),
    );
    assert.equal((await failure(files.get("/a", { range: { last: 2 } }))).code, "invalid_response");
  });

  test("collection(): a file that changes while its end is looked for is looked at again", async () => {
    for (const [first, what] of [
      [() => part("34", 3), "shrunk"],
      [() => new Response("", { status: 416 }), "shrunk below"],
      [() => part("345", 3, { total: 10 }), "grown, by a server that shows it"],
    ]) {
      let size = 6;
      const { files, sent } = server(({ init, headers }) => {
        if (init.method === "HEAD") return length(size);
        if (headers.get("range") === "bytes=7-9") return part("789", 7);
        size = 10;
        return first();
      });
      assert.equal(await (await files.get("/a", { range: { last: 3 } })).text(), "789", what);
      assert.lengthOf(sent(), 4, what);
    }
    let size = 5;
    const { files, sent } = server(({ init }) =>
      init.method === "HEAD" ? length((size += 1)) : new Response("", { status: 416 }),
    );
    const error = await failure(files.get("/a", { range: { last: 3 } }));
    assert.deepInclude(error, { code: "invalid_response", retryable: true });
    assert.lengthOf(sent(), 6);
  });

  test("collection(): other bytes than those asked for are never taken for them", async () => {
    const whole = () => new Response("0123456789", { headers: { "content-length": "10" } });
    for (const [options, answer] of [
      [{ range: { start: 2, end: 4 } }, whole],
      [{ range: { start: 2 } }, whole],
      [{ range: { end: 4 } }, whole],
      [{ range: { start: 2, end: 4 } }, () => part("012", 0)],
      [{ range: { start: 2, end: 4 } }, () => part("23456", 2)],
      [{ range: "bytes=2-4" }, () => part("012", 0)],
      [{ headers: { range: "bytes=2-4" } }, () => part("012", 0)],
      [{ range: { start: 2 } }, () => part("23", 2, { "content-range": "bytes two/*" })],
      [{ range: { start: 2 } }, () => part("23", 2, { "content-type": "multipart/byteranges; boundary=a" })],
      [{ range: "bytes=0-1,4-5" }, whole],
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

  test("collection(): all of a file is given where that is what was asked for", async () => {
    const whole = () => new Response("0123456789", { headers: { "content-length": "10" } });
    for (const [options, answer] of [
      [{ range: {} }, whole],
      [{ range: { start: 0 } }, whole],
      [{ range: { end: 99 } }, whole],
      [{ range: { last: 10 } }, whole],
      [{ range: { start: 2 }, headers: { "if-range": '"1"' } }, whole],
      [{ range: { start: 0, end: 99 } }, () => part("0123456789", 0, { total: 10 })],
      // What a page of another origin is not shown.
      [{ range: { start: 0, end: 9 } }, () => new Response("0123456789", { status: 206 })],
    ]) {
      const { files } = server(answer);
      assert.equal(await (await files.get("/a", options)).text(), "0123456789", JSON.stringify(options));
    }
  });

  test("collection(): several parts come as one document of them", async () => {
    const { files } = place({ share: { "a b.txt": "0123456789" } });
    const response = await files.get("/share/a b.txt", { range: "bytes=0-1, 4-5" });
    assert.equal(response.status, 206);
    assert.match(response.headers.get("content-type"), /^multipart\/byteranges; boundary=/);
    const text = await response.text();
    for (const words of ["Content-Range: bytes 0-1/*\r\n\r\n01\r\n", "Content-Range: bytes 4-5/*\r\n\r\n45\r\n"]) {
      assert.include(text, words);
    }
  });

  const AILING = "Mapping collection to specified ID failed.\nGlobusError: v=1 c=ENDPOINT_ERROR\nGCS Manager Internal Error\n";
  const MISSING = "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n";
  const refusal = (text) => new Response(text, { status: 404, headers: { "content-type": "text/plain" } });

  test("collection(): a server in trouble is asked again for a file, and what writes is told", () =>
    withTime(async (time) => {
      const events = [];
      const { files, sent, account } = server(({ init }, number) =>
        number < 4 || init.method === "PUT" || init.method === "DELETE" ? refusal(AILING) : new Response("x"),
        { onEvent: (event) => events.push(event) },
      );
      await time.until(account.getToken(SCOPE));
      assert.equal(await (await time.until(files.get("/a"))).text(), "x");
      assert.lengthOf(sent(), 3);
      assert.deepEqual(events.filter(({ type }) => type === "retry").map(({ status }) => status), [404, 404]);
      for (const call of [() => files.put("/a", "x"), () => files.delete("/a")]) {
        const before = sent().length;
        const error = await time.until(failure(call()));
        assert.deepInclude(error, { code: "endpoint_error", status: 404, serverCode: "ENDPOINT_ERROR", retryable: true });
        assert.equal(sent().length - before, 1);
      }
    }));

  test("collection(): a server that stays in trouble proves neither that it will pass nor that the file is missing", () =>
    withTime(async (time) => {
      for (const name of ["get", "head"]) {
        const { files, sent, account } = server(({ init }) => refusal(init.method === "HEAD" ? null : AILING), { retries: 2 });
        await time.until(account.getToken(SCOPE));
        const error = await time.until(failure(files[name]("/a")));
        assert.deepInclude(error, { code: "endpoint_error", status: 404, retryable: true });
        assert.lengthOf(sent().filter(({ init }) => (init.method ?? "GET") === "GET"), 3, name);
        assert.match(error.advice, /moments.*days.*missing files/);
      }
    }));

  test("collection(): a HEAD that finds nothing is checked by a byte of the file", async () => {
    for (const [answers, outcome] of [
      [[refusal(null), refusal(MISSING)], "not_found PATH_NOT_FOUND"],
      [[refusal(null), part("0", 0), length(10)], "10"],
      [[refusal(null), new Response("", { status: 416 }), length(0)], "0"],
      [[refusal(null), part("0", 0), refusal(null)], "invalid_response undefined"],
      [[refusal(null), new Response("GlobusError: v=1 c=PERMISSION_DENIED", { status: 403 })], "forbidden PERMISSION_DENIED"],
    ]) {
      const { files, sent } = server(() => answers[sent().length - 1]);
      const said = await files.head("/a").then(
        ({ headers }) => headers.get("content-length"),
        ({ code, serverCode }) => `${code} ${serverCode}`,
      );
      assert.equal(said, outcome);
      assert.lengthOf(sent(), answers.length);
      assert.deepEqual(methods(sent)[1], ["GET", "bytes=0-0"]);
    }
    // A collection that Transfer does not know is none that has a file.
    const { account, calls } = stub(() => json({ code: "EndpointNotFound", message: "m" }, { status: 404 }));
    assert.deepInclude(await failure(account.collection(ID).head("/a")), { code: "not_found", service: "transfer" });
    assert.lengthOf(calls, 1);
  });

  test("collection(): what Transfer says of a server that is none is its answer's fault", async () => {
    const bad = [7, true, {}, ["https://a.example"], "files", "http://a.example", "ftp://a.example", "https://u:p@a.example"];
    for (const [reply, code] of [
      [null, "invalid_response"],
      [{}, "invalid_response"],
      [[], "invalid_response"],
      ["text", "invalid_response"],
      [{ https_server: "" }, "not_found"],
      [{ https_server: null }, "not_found"],
      ...[...bad, "https://a.example/?b", "https://a.example/#b", "https://a b.example"].map((https_server) => [
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
      assert.lengthOf(calls, 2, "nothing is remembered of it");
    }
  });

  test("collection(): a server that is no longer where it was is looked for by the next call", async () => {
    let home = SERVER;
    const { account, calls } = stub(
      ({ url }) => {
        if (url.includes("/endpoint/")) return json({ https_server: home });
        if (!url.startsWith(home)) throw new TypeError("fetch failed");
        return new Response("x");
      },
      { retries: 0 },
    );
    const files = account.collection(ID);
    await files.get("/a");
    home = "https://moved.data.example.org";
    assert.equal((await failure(files.get("/a"))).code, "network_error");
    assert.equal(await (await files.get("/a")).text(), "x");
    assert.equal(calls.at(-1).url, `${home}/a`);
  });
}
