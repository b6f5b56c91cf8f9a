// The files of a collection over HTTPS in FakeGlobus.
import { fakeStage } from "./fake-stage.mjs";

const GIB = 1024 ** 3;

export default function register(test, { FakeGlobus, assert, runtime }) {
  const { stage } = fakeStage({ FakeGlobus });

  /** Returns a guest collection with requests to its HTTPS server. */
  async function stageFiles(options, fakeOptions) {
    const staged = await stage(fakeOptions);
    const { fake, token, client } = staged;
    const files = { share: { "a b.txt": "0123456789", "größe.txt": "ü" }, closed: { "b.txt": "b" } };
    const permissions = [{ principal: client.identityId, path: "/share/", permissions: "rw" }];
    const data = fake.addCollection({ displayName: "Data", files, permissions, ...options });
    const { https_server: server } = await staged.call(`/endpoint/${data.id}`);
    const bearer = await token(`https://auth.globus.org/scopes/${data.id}/https`);
    const open = (path, { headers, ...init } = {}, as = bearer) =>
      fake.fetch(server + path, { ...init, headers: { ...(as && { Authorization: `Bearer ${as}` }), ...headers } });
    return { ...staged, data, server, open };
  }

  /** Reads a body to its end without storing it. Returns its length in bytes. */
  async function countBytes(body) {
    let bytes = 0;
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    return bytes;
  }

  test("fake https: a file is read with the scope of its collection, where a permission allows it", async () => {
    const { open, data, token, server, fake } = await stageFiles();
    const response = await open("/share/a%20b.txt");
    const { status, headers } = response;
    assert.deepEqual([status, await response.text()], [200, "0123456789"]);
    assert.deepEqual([headers.get("content-length"), headers.get("accept-ranges")], ["10", "bytes"]);
    assert.equal(server, data.httpsServer);
    assert.equal(await (await open("/share/gr%C3%B6%C3%9Fe.txt")).text(), "ü");
    const refusals = [
      await open("/share/none.txt"),
      await open("/share/"),
      await open("/closed/b.txt"),
      await open("/share/a%20b.txt", {}, null),
      await open("/share/a%20b.txt", {}, await token("urn:globus:auth:scope:transfer.api.globus.org:all")),
      await open("/share/%E0%A4%A", {}),
      await open("/share/a%20b.txt", { method: "POST" }),
    ];
    assert.deepEqual(
      refusals.map((response) => response.status),
      [404, 404, 403, 302, 302, 400, 405],
    );
    for (const response of refusals) assert.equal(response.headers.get("content-type"), "text/plain");
    assert.equal(await refusals[0].text(), "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n");
    assert.include(await refusals[2].text(), "GlobusError: v=1 c=PERMISSION_DENIED");
    assert.equal(new URL(refusals[3].headers.get("location")).host, "auth.globus.org");
    // A client that is not a browser sends this header and gets a 401 instead of a redirect to the login.
    const noRedirect = { headers: { "X-Requested-With": "XMLHttpRequest" } };
    assert.equal((await open("/share/a%20b.txt", noRedirect, null)).status, 401);
    const head = await open("/share/none.txt", { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [404, ""]);
    for (const name of ["etag", "last-modified"]) assert.isFalse(headers.has(name), name);
    assert.equal(fake.requests.at(-1).service, "https");
    const other = fake.addCollection({ displayName: "Other" });
    const foreign = await token(`https://auth.globus.org/scopes/${other.id}/https`);
    assert.equal((await open("/share/a%20b.txt", noRedirect, foreign)).status, 401);
  });

  test("fake https: ranges are counted from the beginning, and Content-Range contains no total", async () => {
    const { open } = await stageFiles({ files: { share: { "a b.txt": "0123456789", "empty.txt": "" } } });
    const range = async (value, method = "GET", path = "/share/a%20b.txt") => {
      const response = await open(path, { method, headers: { Range: value } });
      return [response.status, response.headers.get("content-range"), await response.text()];
    };
    assert.deepEqual(await range("bytes=2-4"), [206, "bytes 2-4/*", "234"]);
    assert.deepEqual(await range("bytes=8-"), [206, "bytes 8-9/*", "89"]);
    assert.deepEqual(await range("bytes=0-"), [206, "bytes 0-9/*", "0123456789"]);
    assert.deepEqual(await range("bytes=5-99"), [206, "bytes 5-9/*", "56789"]);
    assert.deepEqual(await range("bytes=-3"), [416, null, ""], "a range from the end");
    assert.deepEqual(await range("bytes=10-"), [416, null, ""]);
    assert.deepEqual(await range("bytes=0-", "GET", "/share/empty.txt"), [416, null, ""]);
    assert.deepEqual(await range("bytes=20-21,30-"), [416, null, ""]);
    for (const invalid of ["lines=1-2", "bytes=", "bytes=4-2", "bytes=a-b", "bytes=0-1,x"]) {
      assert.deepEqual(await range(invalid), [200, null, "0123456789"], invalid);
    }
    assert.deepEqual(await range("bytes=2-4", "HEAD"), [200, null, ""], "a HEAD has no range");
    const response = await open("/share/a%20b.txt", { headers: { Range: "bytes=0-" } });
    assert.equal(response.headers.get("content-length"), "10");
  });

  test("fake https: several ranges are returned as one multipart document", async () => {
    const stream = () => new Blob(["0123456789"]).stream();
    for (const file of ["0123456789", { size: 10, stream }]) {
      const { open } = await stageFiles({ files: { share: { "a.txt": file } } });
      const response = await open("/share/a.txt", { headers: { Range: "bytes=0-1, 4-5,99-" } });
      const [, boundary] = /^multipart\/byteranges; boundary=(\w+)$/.exec(response.headers.get("content-type"));
      const part = (range, text) => ["", `Content-Type: application/octet-stream`, `Content-Range: ${range}`, "", text, ""].join("\r\n");
      assert.deepEqual(
        [response.status, (await response.text()).split(`--${boundary}`)],
        [206, ["\r\n", part("bytes 0-1/*", "01"), part("bytes 4-5/*", "45"), "--\r\n"]],
      );
    }
  });

  test("fake https: a file with a permission for anonymous needs no token", async () => {
    const { open } = await stageFiles({ permissions: [{ principal: "anonymous", path: "/share/", permissions: "r" }] });
    assert.equal((await open("/share/a%20b.txt", {}, null)).status, 200);
    assert.equal((await open("/closed/b.txt", {}, null)).status, 302);
    assert.equal((await open("/share/new.txt", { method: "PUT", body: "x" }, null)).status, 302);
  });

  test("fake https: written and deleted files appear in Transfer", async () => {
    const { open, data, call } = await stageFiles();
    const put = (path, body) => open(path, { method: "PUT", body }).then(({ status }) => status);
    assert.equal(await put("/share/new.txt", "written"), 200);
    assert.equal(await put("/share/new.txt", "again"), 200);
    assert.equal(data.files.readText("/share/new.txt"), "again");
    assert.equal(await put("/share/none/new.txt", "x"), 404);
    assert.equal(await put("/closed/new.txt", "x"), 403);
    const part = { method: "PUT", body: "x", headers: { "Content-Range": "bytes 5-5/6" } };
    assert.equal((await open("/share/new.txt", part)).status, 400);
    assert.equal(data.files.readText("/share/new.txt"), "again");
    const { DATA } = await call(`/operation/endpoint/${data.id}/ls?path=/share/`);
    assert.include(
      DATA.map(({ name }) => name),
      "new.txt",
    );
    assert.equal((await open("/share/new.txt", { method: "DELETE" })).status, 200);
    assert.equal((await open("/share/new.txt", { method: "DELETE" })).status, 404);
  });

  test("fake https: a file of 5 GiB needs no memory: its first and last bytes can be read at once", async () => {
    const { open, data } = await stageFiles({ files: { share: { "big.bin": { size: 5 * GIB } } } });
    const response = await open("/share/big.bin");
    assert.equal(response.headers.get("content-length"), String(5 * GIB));
    const reader = response.body.getReader();
    assert.isAbove((await reader.read()).value.length, 0);
    await reader.cancel();
    const tail = await open("/share/big.bin", { headers: { Range: `bytes=${5 * GIB - 1_000_000}-` } });
    assert.equal(await countBytes(tail.body), 1_000_000);
    assert.equal(data.files.stat("/share/big.bin").size, 5 * GIB);
  });

  test("fake https: a file may be a function that returns a stream, called for each read and cancelled if not read to its end", async () => {
    let opened = 0;
    let cancelled = 0;
    const stream = () => {
      opened++;
      let chunk = 0;
      const pull = (controller) => (chunk < 10 ? controller.enqueue(new Uint8Array(10).fill(chunk++)) : controller.close());
      return new ReadableStream({ pull, cancel: () => void cancelled++ });
    };
    const { open } = await stageFiles({ files: { share: { "made.bin": { size: 100, stream } } } });
    await open("/share/made.bin", { method: "HEAD" });
    assert.equal(opened, 0);
    const part = await open("/share/made.bin", { headers: { Range: "bytes=15-34" } });
    assert.deepEqual(
      [...new Uint8Array(await part.arrayBuffer())],
      [...Array(5).fill(1), ...Array(10).fill(2), ...Array(5).fill(3)],
    );
    assert.equal(await countBytes((await open("/share/made.bin")).body), 100);
    const reader = (await open("/share/made.bin")).body.getReader();
    await reader.read();
    await reader.cancel();
    assert.deepEqual([opened, cancelled >= 1], [3, true]);
  });

  /** Returns bytes whose values depend on their position. */
  const positionalBytes = (size) => {
    const words = new Uint32Array(size / 4);
    for (let i = 0; i < words.length; i++) words[i] = i * 2_654_435_761;
    return new Uint8Array(words.buffer);
  };
  const streamOf = (bytes) => {
    let offset = 0;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(bytes.slice(offset, (offset += 1024 * 1024)));
        if (offset >= bytes.length) controller.close();
      },
    });
  };
  const isSame = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

  test("fake https: an uploaded file is read back unchanged, also if it is large, in part, or copied", async () => {
    const { open, data, submit, fake } = await stageFiles();
    const bytes = positionalBytes(65 * 1024 * 1024);
    const init = { method: "PUT", body: streamOf(bytes), duplex: "half" };
    assert.equal((await open("/share/big.bin", init)).status, 200);
    const read = async (path, headers) => new Uint8Array(await (await open(path, { headers })).arrayBuffer());
    assert.isTrue(isSame(await read("/share/big.bin"), bytes));
    const part = await read("/share/big.bin", { Range: "bytes=64000001-64000100" });
    assert.isTrue(isSame(part, bytes.subarray(64_000_001, 64_000_101)));
    const head = await open("/share/big.bin", { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), String(bytes.length));
    await submit(data, data, [{ source_path: "/share/big.bin", destination_path: "/share/copy.bin" }]);
    fake.clock.advance(fake.taskDuration);
    assert.isTrue(isSame(data.files.read("/share/copy.bin"), bytes));
    assert.equal((await open("/share/big.bin", { method: "PUT", body: "" })).status, 200);
    assert.equal(data.files.stat("/share/big.bin").size, 0);
    assert.isTrue(isSame(await read("/share/copy.bin"), bytes), "a copy stays unchanged");
  });

  test("fake https: an upload above the limit is refused and leaves the file unchanged", async () => {
    const { open, data } = await stageFiles({}, { uploadLimit: 10 });
    const put = (body) => open("/share/a%20b.txt", { method: "PUT", body, ...(body.getReader && { duplex: "half" }) });
    assert.equal((await put("abcdefghij")).status, 200);
    for (const body of ["abcdefghijk", streamOf(new Uint8Array(11)), streamOf(positionalBytes(4 * 1024 * 1024))]) {
      const refused = await put(body);
      assert.equal(refused.status, 413);
      const text = await refused.text();
      for (const part of ["fake", "10 bytes", "uploadLimit"]) assert.include(text, part);
      assert.equal(data.files.readText("/share/a b.txt"), "abcdefghij");
    }
    assert.throws(() => new FakeGlobus({ uploadLimit: "1 MB" }), /uploadLimit/);
  });

  test("fake https: injected faults apply to file requests too", async () => {
    const { open, fake } = await stageFiles();
    fake.inject({ service: "https", status: 503 });
    const refused = await open("/share/a%20b.txt");
    assert.deepEqual([refused.status, refused.headers.get("content-type")], [503, "text/plain"]);
    fake.inject({ service: "https", cut: true });
    const cut = await open("/share/a%20b.txt");
    const failed = await cut.text().then(
      () => false,
      () => true,
    );
    assert.isTrue(failed);
    assert.equal((await open("/share/a%20b.txt")).status, 200);
  });

  // `serve()` exists on Node only.
  if (runtime !== "node") return;

  /** Sends a request over the network, with `ca` as the trusted authority. */
  async function request(url, { ca, headers, method = "GET" }) {
    const { request: send } = await import("node:https");
    return new Promise((resolve, reject) => {
      const sent = send(url, { ca, headers, method }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      sent.on("error", reject).end();
    });
  }

  test("fake serve: with tls, documents contain the URLs of each manager and collection, which a client that trusts `ca` can call", async () => {
    const { fake, data, token } = await stageFiles();
    const server = await fake.serve({ tls: true });
    try {
      const { ca } = server;
      const transfer = await token("urn:globus:auth:scope:transfer.api.globus.org:all");
      const headers = { Authorization: `Bearer ${transfer}` };
      const { text } = await request(`${server.serviceUrls.transfer}/v0.10/endpoint/${data.id}`, { ca, headers });
      const { gcs_manager_url: manager, https_server: files } = JSON.parse(text);
      for (const url of [manager, files]) assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
      assert.notEqual(manager, files);
      const info = JSON.parse((await request(`${manager}/api/info`, { ca })).text);
      assert.equal(info.data[0].endpoint_id, data.endpointId);
      const bearer = await token(`https://auth.globus.org/scopes/${data.id}/https`);
      const read = await request(`${files}/share/a%20b.txt`, { ca, headers: { Authorization: `Bearer ${bearer}` } });
      assert.deepEqual(read, { status: 200, text: "0123456789" });
      const untrusted = await request(`${manager}/api/info`, {}).catch(({ code }) => code);
      assert.equal(untrusted, "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
      const response = await fake.fetch(`https://transfer.api.globus.org/v0.10/endpoint/${data.id}`, { headers });
      assert.equal((await response.json()).https_server, data.httpsServer, "fake.fetch still returns the host names of Globus");
      assert.equal(server.env.GLOBUS_SDK_VERIFY_SSL, server.caFile);
    } finally {
      await server.close();
    }
    const { existsSync } = await import("node:fs");
    assert.isFalse(existsSync(server.caFile));
  });
}
