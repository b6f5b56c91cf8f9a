// The time limit of bodies, and large bodies.
import { deferred, helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusTimeoutError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Returns a response with functions that send a part of its body and close it. */
  function streamed(init) {
    let body;
    const stream = new ReadableStream({ start: (controller) => (body = controller) });
    const send = (text) => body.enqueue(new TextEncoder().encode(text));
    return { response: new Response(stream, init), send, close: () => body.close() };
  }

  test("body: a body that keeps arriving is read to its end, however long that takes", () =>
    withTime(async (time) => {
      const { response, send, close } = streamed();
      const { account } = stub(() => response, { timeout: 1000, retries: 0 });
      await time.until(account.getToken("transfer"));
      const reply = account.transfer.getTask("x");
      await time.advance(0);
      for (const part of ['{"label": "', "é".repeat(3), "a", "b", '"}']) {
        await time.advance(900);
        send(part);
      }
      await time.advance(900);
      close();
      assert.deepEqual(await reply, { label: "éééab" });
    }));

  test("body: a character that is split between two chunks is decoded correctly", async () => {
    const bytes = new TextEncoder().encode('{"label": "é☃𝄞"}');
    const parts = [...bytes].map((byte) => Uint8Array.of(byte));
    const body = new ReadableStream({ pull: (stream) => (parts.length ? stream.enqueue(parts.shift()) : stream.close()) });
    const { account } = stub(() => new Response(body));
    assert.deepEqual(await account.transfer.getTask("x"), { label: "é☃𝄞" });
  });

  test("body: an attempt ends if no byte of its body arrives for the timeout, counted from the last byte", () =>
    withTime(async (time) => {
      for (const firstByteAfter of [0, 700]) {
        const { response, send } = streamed();
        const { account } = stub(() => response, { timeout: 1000, retries: 0 });
        await time.until(account.getToken("transfer"));
        let error;
        const failed = failure(account.transfer.getTask("x")).then((reason) => (error = reason));
        await time.advance(firstByteAfter);
        if (firstByteAfter) send("{");
        await time.advance(999);
        assert.isUndefined(error);
        await time.advance(1);
        assert.instanceOf(await failed, GlobusTimeoutError);
        assert.equal(error.code, "timeout");
      }
    }));

  test("signal: each attempt has its own signal", () =>
    withTime(async (time) => {
      const { account, calls } = stub((_, number) => json({ code: "x" }, { status: number % 3 ? 503 : 200 }));
      for (let count = 0; count < 7; count += 1) await time.until(account.transfer.getTask("x"));
      assert.lengthOf(calls, 21);
      assert.equal(new Set(calls.map(({ init }) => init.signal)).size, 21);
    }));

  test("body: the collection id in a large refused document is found at any position, and the consent is granted", async () => {
    const id = "01234567-89ab-4cde-8f01-aaaaaaaaaaaa";
    const scope = `urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/${id}/data_access]`;
    const DATA = Array.from({ length: 20_000 }, (_, index) => ({ source_path: `/a/${index}`, destination_path: `/b/${index}` }));
    for (const document of [{ source_endpoint: id, DATA }, { DATA, source_endpoint: id }]) {
      const refusal = () => json({ code: "ConsentRequired", message: "m", required_scopes: [scope] }, { status: 403 });
      const { account, grants } = stub((_, number) => (number === 1 ? refusal() : json({ task_id: "t" })));
      await account.transfer.submitTransfer({ ...document, submission_id: "s" });
      assert.include(decodeURIComponent(grants[1].init.body), scope);
    }
  });

  test("body: an abort while a response is read rejects the call with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const begun = deferred();
    const body = new ReadableStream({ pull: () => (begun.resolve(), new Promise(() => {})) });
    const { account } = stub(() => new Response(body));
    const failed = failure(account.transfer.getTask("x", undefined, { signal: controller.signal }));
    await begun.promise;
    controller.abort(reason);
    assert.strictEqual(await failed, reason);
  });
}
