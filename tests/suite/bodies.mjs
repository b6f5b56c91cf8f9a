// How long a body may take, and what is copied of it.
import { deferred, helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusTimeoutError, assert } = env;
  const { stub, failure } = helpers(env);

  /** A response whose body comes as it is told to. */
  function streamed(init) {
    let body;
    const stream = new ReadableStream({ start: (controller) => (body = controller) });
    const send = (text) => body.enqueue(new TextEncoder().encode(text));
    return { response: new Response(stream, init), send, close: () => body.close() };
  }

  test("body: one that goes on coming is read to its end, however long that takes", () =>
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

  test("body: a character that is cut in two is whole", async () => {
    const bytes = new TextEncoder().encode('{"label": "é☃𝄞"}');
    const parts = [...bytes].map((byte) => Uint8Array.of(byte));
    const body = new ReadableStream({ pull: (stream) => (parts.length ? stream.enqueue(parts.shift()) : stream.close()) });
    const { account } = stub(() => new Response(body));
    assert.deepEqual(await account.transfer.getTask("x"), { label: "é☃𝄞" });
  });

  test("body: one of which no byte has come for the time of an attempt ends it, from the last byte on", () =>
    withTime(async (time) => {
      for (const late of [0, 700]) {
        const { response, send } = streamed();
        const { account } = stub(() => response, { timeout: 1000, retries: 0 });
        await time.until(account.getToken("transfer"));
        let ended;
        const failed = failure(account.transfer.getTask("x")).then((error) => (ended = error));
        await time.advance(late);
        if (late) send("{");
        await time.advance(999);
        assert.isUndefined(ended);
        await time.advance(1);
        assert.instanceOf(await failed, GlobusTimeoutError);
        assert.equal(ended.code, "timeout");
      }
    }));

  test("signal: each attempt has one of its own", () =>
    withTime(async (time) => {
      const { account, calls } = stub((_, number) => json({ code: "x" }, { status: number % 3 ? 503 : 200 }));
      for (let count = 0; count < 7; count += 1) await time.until(account.transfer.getTask("x"));
      assert.lengthOf(calls, 21);
      assert.equal(new Set(calls.map(({ init }) => init.signal)).size, 21);
    }));

  test("body: of a large document that is refused, its id is found wherever it stands, and the consent is given", async () => {
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

  test("body: a response that is aborted while it is read ends the call with the signal's reason", async () => {
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
