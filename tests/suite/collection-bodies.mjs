// Bodies of a collection's files: every failure while a body is read or sent reaches the caller.
import { SCOPE, SERVER, fileServer, streamOf } from "./file-server.mjs";
import { deferred, helpers } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusConfigError, GlobusNetworkError, GlobusTimeoutError, assert } = env;
  const { failure } = helpers(env);
  const { guestCollection, server } = fileServer(env);

  /** Returns a body that yields `chunks` and then stalls. `cancelReasons` contains the reasons of its cancellations. */
  function stalledBody(...chunks) {
    const body = { cancelReasons: [], reads: 0 };
    body.stream = new ReadableStream(
      {
        pull(controller) {
          body.reads += 1;
          const chunk = chunks.shift();
          if (chunk === undefined) return new Promise(() => {});
          controller.enqueue(new TextEncoder().encode(chunk));
        },
        cancel: (reason) => void body.cancelReasons.push(reason),
      },
      { highWaterMark: 0 },
    );
    return body;
  }

  test("collection(): a body that yields no byte for the account's or the call's timeout ends with a timeout error", () =>
    withTime(async (time) => {
      for (const [options, timeout, ms] of [
        [{}, undefined, 60_000],
        [{ timeout: 7000 }, undefined, 7000],
        [{ timeout: 7000 }, 90_000, 90_000],
      ]) {
        const body = stalledBody("a", "b");
        const { files, account } = server(() => new Response(body.stream), options);
        await time.until(account.getToken(SCOPE));
        const reader = (await time.until(files.get("/a", timeout && { timeout }))).body.getReader();
        await reader.read();
        await reader.read();
        const begin = time.now;
        const error = await time.until(failure(reader.read()), ms);
        assert.instanceOf(error, GlobusTimeoutError);
        assert.deepInclude(error, { code: "timeout", retryable: true });
        assert.include(error.message, "/a");
        assert.equal(time.now - begin, ms);
        assert.deepEqual(body.cancelReasons, [error], "the connection is released");
        assert.equal(await failure(reader.read()), error);
        assert.isEmpty(time.pending);
      }
    }));

  test("collection(): a slow reader and a long file are not a timeout", () =>
    withTime(async (time) => {
      const { files, account } = server(() => new Response(streamOf("a", "b", "c")), { timeout: 1000 });
      await time.until(account.getToken(SCOPE));
      const reader = (await time.until(files.get("/a"))).body.getReader();
      for (const text of ["a", "b", "c"]) {
        await time.advance(3_600_000);
        assert.equal(new TextDecoder().decode((await reader.read()).value), text);
        assert.isEmpty(time.pending, "no timer runs between reads");
      }
      assert.isTrue((await reader.read()).done);
      // Each part arrives within the timeout, the whole body does not.
      const parts = ["a", "b", "c"];
      const slow = new ReadableStream(
        {
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 900));
            const part = parts.shift();
            if (part === undefined) controller.close();
            else controller.enqueue(new TextEncoder().encode(part));
          },
        },
        { highWaterMark: 0 },
      );
      const { files: slowFiles, account: slowAccount } = server(() => new Response(slow), { timeout: 1000 });
      await time.until(slowAccount.getToken(SCOPE));
      const response = await time.until(slowFiles.get("/a"));
      assert.equal(await time.until(response.text()), "abc");
    }));

  test("collection(): the response has the properties of `fetch`'s response, and all its methods work", async () => {
    const answer = () => {
      const response = new Response(streamOf('{"a":', "1}"), {
        status: 200,
        statusText: "Fine",
        headers: { "content-type": "application/json", etag: '"1"' },
      });
      return Object.defineProperty(response, "url", { value: `${SERVER}/a` });
    };
    const { files } = server(answer);
    const response = await files.get("/a");
    assert.instanceOf(response, Response);
    assert.instanceOf(response.body, ReadableStream);
    assert.deepEqual([response.status, response.ok, response.statusText, response.url], [200, true, "Fine", `${SERVER}/a`]);
    assert.deepEqual([response.headers.get("etag"), response.headers.get("content-type")], ['"1"', "application/json"]);
    const copy = response.clone();
    assert.equal(copy.url, response.url);
    assert.deepEqual(await response.json(), { a: 1 });
    assert.isTrue(response.bodyUsed);
    assert.equal(await copy.clone().text(), '{"a":1}');
    assert.equal((await (await files.get("/a")).arrayBuffer()).byteLength, 7);
    assert.equal((await (await files.get("/a")).blob()).size, 7);
    assert.equal(await new Response((await files.get("/a")).body).text(), '{"a":1}');
    const empty = server(() => new Response(null));
    assert.equal(await (await empty.files.get("/a")).text(), "");
  });

  test("collection(): no byte is read before the caller reads, and a cancel reaches the source of the body", async () => {
    const body = stalledBody("a", "b");
    const { files } = server(() => new Response(body.stream));
    const response = await files.get("/a");
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(body.reads, 0);
    const reader = response.body.getReader();
    await reader.read();
    assert.equal(body.reads, 1);
    const reason = new Error("seen enough");
    await reader.cancel(reason);
    assert.deepEqual(body.cancelReasons, [reason]);
  });

  test("collection(): an abort ends a body that is being read with the signal's reason, even if `fetch` ignores the signal", () =>
    withTime(async (time) => {
      const body = stalledBody("a");
      const { files, account } = server(() => new Response(body.stream));
      await time.until(account.getToken(SCOPE));
      const controller = new AbortController();
      const reader = (await time.until(files.get("/a", { signal: controller.signal }))).body.getReader();
      await reader.read();
      const reading = failure(reader.read());
      await time.settle();
      const reason = { why: "enough" };
      controller.abort(reason);
      assert.equal(await time.until(reading), reason);
      assert.deepEqual(body.cancelReasons, [reason]);
      assert.isEmpty(time.pending);
      const late = new AbortController();
      const { files: others } = server(() => new Response(streamOf("a")));
      const unread = await time.until(others.get("/a", { signal: late.signal }));
      late.abort(reason);
      assert.equal(await failure(unread.body.getReader().read()), reason);
    }));

  test("collection(): a connection that breaks in the middle of a body is a network error with its reason", async () => {
    const cause = new TypeError("terminated", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
    const broken = () => {
      let sent = false;
      return new ReadableStream({
        pull(controller) {
          if (sent) return controller.error(cause);
          sent = true;
          controller.enqueue(new TextEncoder().encode("a"));
        },
      });
    };
    const { files } = server(() => new Response(broken()));
    const reader = (await files.get("/a")).body.getReader();
    await reader.read();
    const error = await failure(reader.read());
    assert.instanceOf(error, GlobusNetworkError);
    assert.deepInclude(error, { code: "network_error", retryable: true });
    assert.include(error.message, "read ECONNRESET");
    assert.equal(error.cause, cause);
    const { files: leakingFiles } = server(
      () => new Response(new ReadableStream({ pull: (controller) => controller.error({ authorization: "Bearer abcdefghijklmnopqrstuvwxyz" }) })),
    );
    const leakingError = await failure((await leakingFiles.get("/a")).body.getReader().read());
    assert.notInclude(JSON.stringify(leakingError), "abcdefghij");
  });

  test("collection(): text(), json() and the like reject with the error that ended the body", () =>
    withTime(async (time) => {
      for (const name of ["text", "json", "arrayBuffer", "blob", "bytes"]) {
        if (!(name in Response.prototype)) continue;
        const body = stalledBody("a");
        const { files, account } = server(() => new Response(body.stream), { timeout: 1000 });
        await time.until(account.getToken(SCOPE));
        const response = await time.until(files.get("/a"));
        const error = await time.until(failure(response[name]()), 1000);
        assert.instanceOf(error, GlobusTimeoutError, name);
      }
    }));

  test("collection(): a timeout of the longest delay that a timer accepts works", () =>
    withTime(async (time) => {
      const body = stalledBody("a");
      const { files, account } = server(() => new Response(body.stream), { timeout: 2 ** 31 - 1 });
      await time.until(account.getToken(SCOPE));
      const reader = (await time.until(files.get("/a"))).body.getReader();
      await reader.read();
      const reading = reader.read();
      await time.settle();
      assert.deepEqual(time.pending, [2 ** 31 - 1]);
      await reader.cancel();
      assert.isTrue((await reading).done);
      await time.settle();
    }));

  test("collection(): put sends a generator, of texts and of bytes in any form", async () => {
    const { files, data } = guestCollection({ share: {} });
    async function* generate() {
      yield "a ";
      yield new Uint8Array(0);
      yield new TextEncoder().encode("generated ").buffer;
      yield new DataView(new TextEncoder().encode("file").buffer);
    }
    await files.put("/share/new.txt", generate());
    assert.equal(data.files.readText("/share/new.txt"), "a generated file");
  });

  test("collection(): a caller's stream that fails is an invalid_argument, and a stream that is not read to its end is destroyed", async () => {
    const reason = new Error("no such file");
    async function* failing() {
      yield "a";
      throw reason;
    }
    async function* wrong() {
      yield { a: 1 };
    }
    const { files } = guestCollection({ share: {} });
    for (const [body, cause] of [[failing(), reason], [wrong(), undefined]]) {
      const error = await failure(files.put("/share/new.txt", body));
      assert.instanceOf(error, GlobusConfigError);
      assert.deepInclude(error, { code: "invalid_argument", field: "body" });
      assert.equal(error.cause, cause);
    }
    for (const answer of [() => new Response("no", { status: 403 }), () => Promise.reject(new TypeError("fetch failed"))]) {
      const { files: refusedFiles } = server(answer, { retries: 0 });
      let destroyed = 0;
      const body = Object.assign(generated(), { destroy: () => void (destroyed += 1) });
      assert.notEqual((await failure(refusedFiles.put("/a", body))).code, "invalid_argument");
      assert.equal(destroyed, 1);
    }
    async function* generated() {
      yield "a";
    }
    const { files: unreadFiles } = server(() => new Response("x"));
    const locked = streamOf("a");
    locked.getReader();
    for (const body of [locked, Object.assign(generated(), { destroyed: true })]) {
      assert.deepInclude(await failure(unreadFiles.put("/a", body)), { code: "invalid_argument", field: "body" });
    }
  });

  test("collection(): an abort while a stream is sent destroys the stream and rejects with the signal's reason, not with the stream's error", async () => {
    const readBegun = deferred();
    const body = {
      destroy: () => readBegun.rejectRead(new Error("ended early")),
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise((_, reject) => {
            readBegun.rejectRead = reject;
            readBegun.resolve();
          }),
      }),
    };
    const { files } = server(({ init }) => {
      const reader = init.body.getReader();
      reader.read().catch(() => {});
      return new Promise((_, reject) => {
        init.signal.addEventListener("abort", () => {
          reader.cancel();
          setTimeout(() => reject(init.signal.reason));
        });
      });
    });
    const controller = new AbortController();
    const put = failure(files.put("/a", body, { signal: controller.signal }));
    await readBegun.promise;
    const reason = new Error("enough");
    controller.abort(reason);
    assert.equal(await put, reason);
  });
}
