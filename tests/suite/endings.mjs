import { helpers, json, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { settle } from "./work.mjs";

export default function (test, env) {
  const { GlobusNetworkError, GlobusTimeoutError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  const never = () => new Promise(() => {});

  /** Returns a response whose body begins and never ends. `state.cancelled` is whether its reader cancelled it. */
  function endlessResponse(status = 200) {
    const state = { cancelled: false };
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
      cancel: () => void (state.cancelled = true),
    });
    return { state, response: new Response(body, { status }) };
  }

  test("timeout: ends a call whose fetch never responds and ignores its signal", () =>
    withTime(async (time) => {
      const { account } = stub(never, { timeout: 3000, retries: 0 });
      await time.until(account.getToken("transfer"));
      const rejection = failure(account.transfer.getTask("x"));
      await time.advance(2999);
      assert.deepEqual(time.pending, [3000]);
      await time.advance(1);
      const error = await rejection;
      assert.instanceOf(error, GlobusTimeoutError);
      assert.deepInclude(error, { code: "timeout", service: "transfer", retryable: true });
      assert.include(error.message, `${TRANSFER_URL}/task/x`);
      assert.isEmpty(time.pending);
    }));

  test("timeout: applies to the body too", () =>
    withTime(async (time) => {
      const { response } = endlessResponse();
      const { account, calls } = stub(() => response, { timeout: 3000, retries: 0 });
      await time.until(account.getToken("transfer"));
      const rejection = failure(account.transfer.getTask("x"));
      await time.advance(3000);
      assert.equal((await rejection).code, "timeout");
      assert.isTrue(calls[0].init.signal.aborted);
    }));

  test("timeout: applies to the body of a refusal; the error then contains the part that arrived", () =>
    withTime(async (time) => {
      const { response } = endlessResponse(404);
      const { account } = stub(() => response, { timeout: 3000 });
      await time.until(account.getToken("transfer"));
      const rejection = failure(account.transfer.getTask("x"));
      await time.advance(6000);
      assert.deepInclude(await rejection, { code: "not_found", status: 404, body: '{"a":' });
    }));

  test("timeout: a refusal whose body arrives very slowly does not delay a call further", () =>
    withTime(async (time) => {
      let cancelled = false;
      const body = new ReadableStream({
        pull: (controller) =>
          new Promise((resolve) => setTimeout(() => resolve(cancelled || controller.enqueue(new Uint8Array(1))), 2000)),
        cancel: () => void (cancelled = true),
      });
      const { account } = stub(() => new Response(body, { status: 404 }), { timeout: 3000 });
      await time.until(account.getToken("transfer"));
      let error;
      void failure(account.transfer.getTask("x")).then((reason) => (error = reason));
      await time.advance(6000);
      assert.equal(error?.code, "not_found");
      assert.isTrue(cancelled);
    }));

  test("timeout: the call's timeout replaces the account's", () =>
    withTime(async (time) => {
      const { account } = stub(never, { timeout: 3000, retries: 0 });
      await time.until(account.getToken("transfer"));
      const rejection = [
        failure(account.transfer.getTask("x", undefined, { timeout: 500 })),
        failure(account.request({ service: "transfer", path: "/x", timeout: 400 })),
      ];
      await time.advance(500);
      for (const error of await Promise.all(rejection)) assert.equal(error.code, "timeout");
      const longer = failure(account.transfer.getTask("x", undefined, { timeout: 5000 }));
      await time.advance(4999);
      assert.deepEqual(time.pending, [5000]);
      await time.advance(1);
      assert.equal((await longer).code, "timeout");
    }));

  test("timeout: is a minute by default", () =>
    withTime(async (time) => {
      const { account } = stub(never, { retries: 0 });
      await time.until(account.getToken("transfer"));
      const rejection = failure(account.transfer.getTask("x"));
      await time.settle();
      assert.deepEqual(time.pending, [60_000]);
      await time.advance(60_000);
      await rejection;
    }));

  test("timeout: of a grant ends the calls that wait for it, and the next call makes another grant", () =>
    withTime(async (time) => {
      const grants = [
        never,
        () => json({ access_token: "a", expires_in: 60, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org" }),
      ];
      const { account } = stub(() => json({ code: "Done" }), { timeout: 2000, retries: 0, grant: () => grants.shift()() });
      const rejection = [account.transfer.getTask("x"), account.getToken("transfer")].map(failure);
      await time.advance(2000);
      for (const error of await Promise.all(rejection)) assert.equal(error.code, "timeout");
      await time.until(account.transfer.getTask("x"));
    }));

  test("network: a body that breaks off is a network error", () =>
    withTime(async (time) => {
      const { account, fake } = stage();
      fake.inject({ service: "transfer", cut: true });
      await time.until(account.transfer.taskList());
      assert.equal(fake.count({ service: "transfer" }), 2);
      fake.inject({ service: "transfer", cut: true, times: Infinity });
      const error = await time.until(failure(account.transfer.taskList(undefined, { retries: 1 })));
      assert.instanceOf(error, GlobusNetworkError);
      assert.deepInclude(error, { code: "network_error", retryable: true });
      assert.exists(error.cause);
      assert.equal(fake.count({ service: "transfer" }), 4);
    }));

  test("network: the error contains the URL without its query, and the platform's reason", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    const { account } = stub(() => Promise.reject(cause), { retries: 0 });
    const error = await failure(account.transfer.operationLs("e", { path: "/private/names" }));
    assert.instanceOf(error, GlobusNetworkError);
    assert.equal(error.cause, cause);
    assert.equal(error.message, `no answer from GET ${TRANSFER_URL}/operation/endpoint/e/ls: ECONNRESET`);
  });

  /** Aborts `call` after `prepare`, and checks that it rejects with the signal's reason unchanged. */
  async function assertAborts(call, { account }, prepare = settle) {
    for (const reason of [new Error("enough"), "a text", 0]) {
      const controller = new AbortController();
      const rejection = failure(call(account, controller.signal));
      await prepare();
      controller.abort(reason);
      assert.equal(await rejection, reason);
    }
    const controller = new AbortController();
    const rejection = failure(call(account, controller.signal));
    await prepare();
    controller.abort();
    assert.equal((await rejection).name, "AbortError");
    assert.equal(await rejection, controller.signal.reason);
  }

  test("abort: ends a call in flight with the signal's reason unchanged", async () => {
    const staged = stub(never);
    await staged.account.getToken("transfer");
    await assertAborts(({ transfer }, signal) => transfer.getTask("x", undefined, { signal }), staged);
    await assertAborts(({ transfer }, signal) => transfer.taskList({}, { signal }), staged);
    await assertAborts(({ transfer }, signal) => transfer.submitTransfer({ DATA: [{}] }, undefined, { signal }), staged);
    await assertAborts(({ transfer }, signal) => transfer.taskWait("x", { signal }), staged);
    await assertAborts((account, signal) => account.fetch(`${TRANSFER_URL}/x`, { signal }), staged);
    await assertAborts((account, signal) => account.request({ service: "transfer", path: "/x", signal }), staged);
    assert.isTrue(
      staged.calls.every(({ init }) => init.signal.aborted),
      "the signal of fetch is aborted too",
    );
  });

  test("abort: ends a call whose fetch rejects with its own error when aborted", async () => {
    const staged = stub(
      ({ init }) =>
        new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(new TypeError("gone")))),
    );
    await assertAborts(({ transfer }, signal) => transfer.getTask("x", undefined, { signal }), staged);
  });

  test("abort: ends the read of a body, of a success or a refusal", async () => {
    for (const status of [200, 404]) {
      const staged = stub(() => endlessResponse(status).response);
      await assertAborts(({ transfer }, signal) => transfer.getTask("x", undefined, { signal }), staged);
    }
  });

  test("abort: ends a pause between attempts, and leaves no timer", () =>
    withTime(async (time) => {
      const { account, calls } = stub(() => json({}, { status: 429, headers: { "Retry-After": "30" } }));
      await time.until(account.getToken("transfer"));
      const controller = new AbortController();
      const rejection = failure(account.transfer.getTask("x", undefined, { signal: controller.signal }));
      await time.advance(20_000);
      assert.deepEqual(time.pending, [30_000]);
      const reason = new Error("enough");
      controller.abort(reason);
      assert.equal(await rejection, reason);
      assert.isEmpty(time.pending);
      assert.lengthOf(calls, 1);
    }));

  test("abort: AbortSignal.timeout ends a call with its own TimeoutError", async () => {
    const { account } = stub(never);
    const signal = AbortSignal.timeout(5);
    const error = await failure(account.transfer.getTask("x", undefined, { signal }));
    assert.equal(error, signal.reason);
    assert.equal(error.name, "TimeoutError");
  });

  test("abort: after the end of a call has no effect, and one signal may serve many calls", async () => {
    const { account, calls } = stub(() => json({ ok: true }));
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const replies = await Promise.all(Array.from({ length: 5 }, () => account.transfer.getTask("x", {}, options)));
    controller.abort(new Error("late"));
    assert.lengthOf(replies, 5);
    await account.transfer.getTask("x");
    assert.lengthOf(calls, 6);
    assert.isFalse(calls.at(-1).init.signal.aborted);
  });

  test("abort: one signal for many calls at once causes no warning of Node", async () => {
    const warnings = [];
    const { process } = globalThis;
    const listen = (warning) => warnings.push(warning.name);
    process?.on?.("warning", listen);
    const { account } = stub(() => json({ code: "Done" }));
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => account.transfer.getTask("x", {}, { signal })));
    await settle();
    process?.off?.("warning", listen);
    assert.isEmpty(warnings);
  });

  test("calls: an aborted call or a late response does not affect later calls", async () => {
    const gates = [];
    const { account } = stub(({ url }) =>
      url.endsWith("/slow") ? new Promise((resolve) => gates.push(resolve)) : json({ url }),
    );
    await account.getToken("transfer");
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController();
      const slow = failure(account.transfer.getTask("slow", {}, { signal: controller.signal }));
      controller.abort("enough");
      assert.equal(await slow, "enough");
      const quick = Array.from({ length: 5 }, (_, index) => account.transfer.getTask(`${round}-${index}`));
      for (const gate of gates.splice(0)) gate(json({ url: "another call's" }));
      (await Promise.all(quick)).forEach(({ url }, index) => assert.match(url, new RegExp(`/${round}-${index}$`)));
    }
  });
}
