import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const SECOND = 1000;

export default function (test, env) {
  const { GlobusApiError, GlobusTimeoutError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /** Runs a test with a task that ends after 35 s. */
  const withTask = (body, options) =>
    withTime(async (time) => {
      const staged = stage({ fake: { clock: "real", taskDuration: 35 * SECOND }, ...options });
      const permissions = [{ principal: staged.client.identityId, permissions: "rw" }];
      const { id } = staged.fake.addCollection({ displayName: "Data", files: { "a.txt": "a" }, permissions });
      const DATA = [{ source_path: "/a.txt", destination_path: "/b.txt" }];
      const submitted = staged.account.transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA });
      const { task_id } = await time.until(submitted);
      staged.fake.clearRequests();
      const wait = (options) => staged.account.transfer.taskWait(task_id, options);
      const countPolls = () => staged.fake.count({ path: `/v0.10/task/${task_id}` });
      await body({ ...staged, time, task_id, wait, countPolls });
    });

  test("taskWait: polls every ten seconds, and resolves with the succeeded task", () =>
    withTask(async ({ time, wait, countPolls, task_id }) => {
      const begin = time.now;
      const task = await time.until(wait());
      assert.deepInclude(task, { DATA_TYPE: "task", task_id, status: "SUCCEEDED" });
      assert.equal(countPolls(), 5);
      assert.equal(Math.round((time.now - begin) / SECOND), 40);
      assert.isEmpty(time.pending);
      await time.until(wait());
      assert.equal(countPolls(), 6, "the first poll finds a task that has ended");
    }));

  test("taskWait: polls at the caller's interval", () =>
    withTask(async ({ time, wait, countPolls }) => {
      await time.until(wait({ pollingInterval: 1 * SECOND }));
      assert.equal(countPolls(), 36);
    }));

  test("taskWait: a failed task rejects with task_failed, the reason and the task", () =>
    withTask(async ({ time, wait, fake, task_id }) => {
      const ended = failure(wait());
      await time.advance(12 * SECOND);
      fake.failTask(task_id, { code: "ENDPOINT_ERROR", description: "the disk is full" });
      const error = await time.until(ended);
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, {
        code: "task_failed",
        serverCode: "ENDPOINT_ERROR",
        service: "transfer",
        retryable: false,
      });
      assert.deepInclude(error.body, { task_id, status: "FAILED" });
      assert.include(error.message, task_id);
      assert.include(error.message, "the disk is full");
      assert.isString(error.advice);
    }));

  test("taskWait: a canceled task rejects with task_failed", () =>
    withTask(async ({ time, wait, account, task_id }) => {
      const ended = failure(wait());
      await time.until(account.transfer.cancelTask(task_id), 5 * SECOND);
      assert.deepInclude(await time.until(ended), { code: "task_failed", serverCode: "CANCELED" });
    }));

  test("taskWait: after its timeout and a last poll it rejects with wait_timeout, and the task goes on", () =>
    withTask(async ({ time, wait, countPolls, account, task_id }) => {
      const begin = time.now;
      const error = await time.until(failure(wait({ timeout: 25 * SECOND })));
      assert.instanceOf(error, GlobusTimeoutError);
      assert.deepInclude(error, { code: "wait_timeout", service: "transfer", retryable: true });
      assert.include(error.advice, `${task_id} goes on`);
      assert.equal(error.steps[0].command, `globus task show ${task_id}`);
      assert.equal(Math.round((time.now - begin) / SECOND), 25);
      assert.equal(countPolls(), 4);
      assert.isEmpty(time.pending);
      assert.equal((await time.until(account.transfer.getTask(task_id))).status, "ACTIVE");
    }));

  test("taskWait: succeeds if the task ends just before the timeout", () =>
    withTask(async ({ time, wait }) => {
      assert.equal(
        (await time.until(wait({ timeout: 36 * SECOND, pollingInterval: 30 * SECOND }), 30 * SECOND)).status,
        "SUCCEEDED",
      );
    }));

  test("taskWait: a poll without a response in time fails with timeout, however long the wait may last", () =>
    withTime(async (time) => {
      const { account } = stub(() => new Promise(() => {}), { timeout: 3 * SECOND, retries: 0 });
      for (const wait of [() => account.transfer.taskWait("x"), () => account.flows.runWait("x", { timeout: 60 * SECOND })]) {
        const ended = failure(wait());
        await time.advance(3 * SECOND);
        assert.deepInclude(await ended, { code: "timeout", method: "GET" });
      }
    }));

  test("taskWait: its timeout also ends a poll that hangs", () =>
    withTask(async ({ time, wait, fake }) => {
      fake.inject({ service: "transfer", hang: true });
      let error;
      void failure(wait({ timeout: 25 * SECOND })).then((reason) => (error = reason));
      await time.advance(26 * SECOND);
      assert.equal(error?.code, "wait_timeout");
    }));

  test("taskWait: an abort rejects with the signal's reason, between polls and during a poll", () =>
    withTask(async ({ time, wait, fake }) => {
      for (const prepare of [() => {}, () => fake.inject({ service: "transfer", hang: true })]) {
        prepare();
        const controller = new AbortController();
        const ended = failure(wait({ signal: controller.signal }));
        await time.advance(5 * SECOND);
        const reason = new Error("enough");
        controller.abort(reason);
        assert.equal(await ended, reason);
        assert.isEmpty(time.pending);
      }
    }));

  test("taskWait: a wait that begins while another is aborted is not affected", () =>
    withTask(async ({ time, wait, fake }) => {
      fake.inject({ service: "transfer", hang: true });
      const controller = new AbortController();
      const aborted = failure(wait({ signal: controller.signal }));
      await time.advance(5 * SECOND);
      controller.abort("enough");
      const next = wait();
      assert.equal(await aborted, "enough");
      assert.equal((await time.until(next)).status, "SUCCEEDED");
    }));

  test("taskWait: an inactive task is waited for, unless failOnInactive is set", () =>
    withTask(async ({ time, wait, fake, task_id }) => {
      fake.deactivateTask(task_id);
      const patient = wait();
      const error = await time.until(failure(wait({ failOnInactive: true })));
      assert.instanceOf(error, GlobusApiError);
      assert.equal(error.code, "task_inactive");
      assert.deepInclude(error.body, { task_id, status: "INACTIVE" });
      assert.isString(error.advice);
      await time.advance(60 * SECOND);
      fake.resumeTask(task_id);
      assert.equal((await time.until(patient)).status, "SUCCEEDED");
    }));

  test("taskWait: a poll that fails temporarily is retried, and a poll that is refused ends the wait", () =>
    withTask(async ({ time, wait, fake, account }) => {
      fake.inject({ service: "transfer", status: 503, times: 2 });
      fake.inject({ service: "transfer", network: true });
      assert.equal((await time.until(wait())).status, "SUCCEEDED");
      assert.equal((await time.until(failure(account.transfer.taskWait(account.clientId)))).code, "not_found");
    }));

  test("taskWait: a token that expires during the wait is renewed", () =>
    withTask(
      async ({ time, wait, fake }) => {
        assert.equal((await time.until(wait())).status, "SUCCEEDED");
        assert.isAtLeast(fake.grants, 1);
      },
      { fake: { clock: "real", taskDuration: 35 * SECOND, tokenLifetime: 20 } },
    ));

  test("taskWait: an invalid option is rejected before any request", async () => {
    const { account, calls } = stub(() => json({ status: "SUCCEEDED" }));
    for (const [field, options] of [
      ["options.timeout", { timeout: 0 }],
      ["options.timeout", { timeout: "60" }],
      ["options.pollingInterval", { pollingInterval: -1 }],
      ["options.signal", { signal: {} }],
      ["options.max", { max: 5 }],
      ["options", 60_000],
    ]) {
      assert.deepInclude(await failure(account.transfer.taskWait("x", options)), { code: "invalid_argument", field });
    }
    assert.lengthOf(calls, 0);
    for (const options of [undefined, null, {}, { timeout: undefined }]) await account.transfer.taskWait("x", options);
  });
}
