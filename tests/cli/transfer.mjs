// The command transfer. Tasks run by the clock of the fake, which the tests advance.
const TASK_DURATION_MS = 100_000;
const TASK_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

export default function (test, { assert, startProgram, runProgram, fake, source, destination, runtime }) {
  if (runtime === "npx") return;
  const [from, to] = [`${source.id}:/share/run-001.h5`, `${destination.id}:/run-001.h5`];

  /** Starts a transfer with `--wait`. Returns the process and the task's id when the program has polled the task. */
  async function startTransfer(args = []) {
    fake.taskDuration = TASK_DURATION_MS;
    fake.clearRequests();
    const started = startProgram(["transfer", from, to, "--wait", ...args]);
    await started.waitForOutput(/0%, /);
    return { ...started, taskId: TASK_ID.exec(taskRequests().at(-1).path)[0] };
  }
  const taskRequests = () => fake.requests.filter(({ path }) => /^\/v0\.10\/task\/[^/]+$/.test(path));

  /** Waits until the program has polled its task again. */
  async function waitForPoll() {
    const before = taskRequests().length;
    while (taskRequests().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  test("transfer submits the task with its options and prints the id of the task", async () => {
    fake.clearRequests();
    const options = ["--recursive", "--label", "Nightly copy", "--sync-level", "mtime"];
    const args = ["transfer", `${source.id}:/share/`, `${destination.id}:/~/copy/`, ...options];
    const { code, stdout, stderr } = await runProgram(args);
    assert.deepEqual([code, stderr], [0, ""]);
    const [id] = TASK_ID.exec(stdout);
    assert.equal(stdout, `Task ${id} is submitted.\n`);
    const [{ body }] = fake.requests.filter(({ path }) => path === "/v0.10/transfer");
    assert.deepInclude(body, {
      source_endpoint: source.id,
      destination_endpoint: destination.id,
      label: "Nightly copy",
      sync_level: 2,
    });
    const [item] = body.DATA;
    assert.include(item, { source_path: "/share/", destination_path: "/~/copy/", recursive: true });
  });

  test("transfer without options sends no defaults: Globus chooses them", async () => {
    fake.clearRequests();
    const { stdout } = await runProgram(["transfer", from, to, "--json"]);
    assert.include(JSON.parse(stdout), { DATA_TYPE: "transfer_result", code: "Accepted" });
    const [{ body }] = fake.requests.filter(({ path }) => path === "/v0.10/transfer");
    assert.doesNotHaveAnyKeys(body, ["label", "sync_level"]);
    assert.notProperty(body.DATA[0], "recursive");
  });

  test("a submission whose response is lost is retried and makes one task", async () => {
    fake.clearRequests();
    fake.inject({ service: "transfer", path: /\/transfer$/, after: true, network: true });
    const { code, stdout } = await runProgram(["transfer", from, to, "--json"]);
    assert.deepEqual([code, JSON.parse(stdout).code], [0, "Duplicate"]);
    const bodies = fake.requests.filter(({ path }) => path === "/v0.10/transfer").map(({ body }) => body.submission_id);
    assert.deepEqual([bodies.length, new Set(bodies).size], [2, 1]);
  });

  test("--wait without a terminal prints plain lines of progress, and a summary at the end", async () => {
    const { ended } = await startTransfer();
    fake.clock.advance(TASK_DURATION_MS);
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0);
    assert.match(stdout, /\nThe task has succeeded: 1 file, 4\.0 MB in 1:4\d, \d+\.\d kB\/s\n$/);
    assert.match(stderr, /^0%, [\d.]+ k?B, 0\/1 file, [\d.]+ k?B\/s, \d:\d\d\n/);
    assert.notMatch(stderr, /[\r\x1b]/);
  });

  test("--wait --json prints the task and nothing else", async () => {
    fake.taskDuration = 0;
    const { code, stdout, stderr } = await runProgram(["transfer", from, to, "--wait", "--json"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.include(JSON.parse(stdout), { DATA_TYPE: "task", status: "SUCCEEDED", files_transferred: 1 });
  });

  test("a task that fails is an error with the reason", async () => {
    const { ended, taskId } = await startTransfer();
    fake.failTask(taskId, { code: "PERMISSION_DENIED", description: "the \x1b[31mdisk\x1b[0m is read-only" });
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    const text = stderr.replace(/\n +/g, " ");
    assert.include(text, `error: task ${taskId} failed: the \\x1b[31mdisk\\x1b[0m is read-only`);
    assert.include(stderr, `\n    globus task event-list ${taskId} --filter-errors\n`);
  });

  test("a problem of a running task is reported once", async () => {
    const { ended, waitForOutput, taskId } = await startTransfer();
    fake.pauseTask(taskId, "maintenance until noon");
    await waitForOutput(/Globus keeps trying, but reports: maintenance until noon\n/);
    await waitForPoll();
    fake.resumeTask(taskId);
    fake.clock.advance(TASK_DURATION_MS);
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr.match(/maintenance/g).length], [0, 1]);
  });

  test("an inactive task is reported with advice", async () => {
    const { ended, waitForOutput, taskId } = await startTransfer();
    fake.deactivateTask(taskId);
    await waitForOutput(/is inactive: [^]*The\s+task\s+waits\s+for/);
    fake.resumeTask(taskId);
    fake.clock.advance(TASK_DURATION_MS);
    assert.equal((await ended).code, 0);
  });

  test("polls that fail do not end the wait", async () => {
    const { ended } = await startTransfer();
    fake.inject({ service: "transfer", path: /\/task\//, status: 403 });
    await waitForPoll();
    fake.clock.advance(TASK_DURATION_MS);
    assert.equal((await ended).code, 0);
  });

  test("--timeout ends the wait and not the task: exit code 3", async () => {
    fake.taskDuration = TASK_DURATION_MS;
    const { code, stdout, stderr } = await runProgram(["transfer", from, to, "--wait", "--timeout", "1.2s"]);
    assert.equal(code, 3);
    const [id] = TASK_ID.exec(stdout);
    assert.match(stderr, new RegExp(`error: task ${id} has not ended within\\s+--timeout; it\\s+goes on\n`));
    assert.include(stderr, `globus task cancel ${id}`);
  });

  test("--timeout with --json prints the task as last polled, and the error", async () => {
    fake.taskDuration = TASK_DURATION_MS;
    const { code, stdout, stderr } = await runProgram(["transfer", from, to, "--wait", "--timeout", "1.2s", "--json"]);
    const { task_id: taskId } = JSON.parse(stdout);
    assert.equal(code, 3);
    assert.include(JSON.parse(stderr), { code: "wait_timeout", taskId });
  });

  test("Ctrl-C ends the wait and not the task: exit code 130", async () => {
    for (const args of [[], ["--timeout", "1h"]]) {
      const { child, ended, taskId } = await startTransfer(args);
      child.kill("SIGINT");
      const { code, stderr } = await ended;
      assert.equal(code, 130);
      assert.include(stderr, `error: interrupted; task ${taskId} goes on\n`);
      assert.equal(fake.count({ path: /cancel/ }), 0);
    }
  });

  /** Leaves the requests that match the filter without a response. Resolves when the first one has arrived. */
  const holdRequests = (filter) =>
    new Promise((resolve) => fake.inject({ ...filter, respond: () => (resolve(), new Promise(() => {})) }));

  test("Ctrl-C during a submission reports that its result is unknown", async () => {
    const arrived = holdRequests({ service: "transfer", path: /\/transfer$/ });
    const { child, ended } = startProgram(["transfer", from, to]);
    await arrived;
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stderr, /interrupted; it is unknown whether the task was submitted/);
  });

  test("Ctrl-C ends a command that waits for Globus Auth", async () => {
    const arrived = holdRequests({ service: "auth", path: /token/ });
    const { child, ended } = startProgram(["whoami", "--json"]);
    await arrived;
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [130, ""]);
    assert.include(JSON.parse(stderr), { code: "interrupted" });
  });
}
