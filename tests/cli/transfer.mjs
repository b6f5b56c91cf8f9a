// Tasks are carried out by the fake's clock, which the tests move.
const TASK = 100_000;
const TASK_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

export default function (test, { assert, begin, program, fake, source, destination, runtime }) {
  if (runtime === "npx") return;
  const [from, to] = [`${source.id}:/share/run-001.h5`, `${destination.id}:/run-001.h5`];

  /** Begins to wait for a task, and gives its id when it has been seen to go on. */
  async function waiting(args = []) {
    fake.taskDuration = TASK;
    fake.clearRequests();
    const running = begin(["transfer", from, to, "--wait", ...args]);
    await running.said(/0%, /);
    return { ...running, taskId: TASK_ID.exec(taskRequests().at(-1).path)[0] };
  }
  const taskRequests = () => fake.requests.filter(({ path }) => /^\/v0\.10\/task\/[^/]+$/.test(path));

  /** Until the program has looked at its task once more. */
  async function looked() {
    const before = taskRequests().length;
    while (taskRequests().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  test("transfer submits what was asked for, and gives the task's id", async () => {
    fake.clearRequests();
    const options = ["--recursive", "--label", "Nightly copy", "--sync-level", "mtime"];
    const args = ["transfer", `${source.id}:/share/`, `${destination.id}:/~/copy/`, ...options];
    const { code, stdout, stderr } = await program(args);
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

  test("transfer without options leaves to Globus what it can find out", async () => {
    fake.clearRequests();
    const { stdout } = await program(["transfer", from, to, "--json"]);
    assert.include(JSON.parse(stdout), { DATA_TYPE: "transfer_result", code: "Accepted" });
    const [{ body }] = fake.requests.filter(({ path }) => path === "/v0.10/transfer");
    assert.doesNotHaveAnyKeys(body, ["label", "sync_level"]);
    assert.notProperty(body.DATA[0], "recursive");
  });

  test("a submission whose answer is lost is repeated and makes one task", async () => {
    fake.clearRequests();
    fake.inject({ service: "transfer", path: /\/transfer$/, after: true, network: true });
    const { code, stdout } = await program(["transfer", from, to, "--json"]);
    assert.deepEqual([code, JSON.parse(stdout).code], [0, "Duplicate"]);
    const bodies = fake.requests.filter(({ path }) => path === "/v0.10/transfer").map(({ body }) => body.submission_id);
    assert.deepEqual([bodies.length, new Set(bodies).size], [2, 1]);
  });

  test("--wait writes plain lines where there is no terminal, and what was done in the end", async () => {
    const { ended } = await waiting();
    fake.clock.advance(TASK);
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0);
    assert.match(stdout, /\nIt has succeeded: 1 file, 4\.0 MB in 1:4\d, \d+\.\d kB\/s\n$/);
    assert.match(stderr, /^0%, [\d.]+ k?B, 0\/1 file, [\d.]+ k?B\/s, \d:\d\d\n/);
    assert.notMatch(stderr, /[\r\x1b]/);
  });

  test("--wait --json is the task, and nothing besides", async () => {
    fake.taskDuration = 0;
    const { code, stdout, stderr } = await program(["transfer", from, to, "--wait", "--json"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.include(JSON.parse(stdout), { DATA_TYPE: "task", status: "SUCCEEDED", files_transferred: 1 });
  });

  test("a task that fails is an error with what happened", async () => {
    const { ended, taskId } = await waiting();
    fake.failTask(taskId, { code: "PERMISSION_DENIED", description: "the \x1b[31mdisk\x1b[0m is read-only" });
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    const said = stderr.replace(/\n +/g, " ");
    assert.include(said, `error: task ${taskId} failed: the \\x1b[31mdisk\\x1b[0m is read-only`);
    assert.include(stderr, `\n    globus task event-list ${taskId} --filter-errors\n`);
  });

  test("what hinders a task is told once", async () => {
    const { ended, said, taskId } = await waiting();
    fake.pauseTask(taskId, "maintenance until noon");
    await said(/Globus goes on trying, but: maintenance until noon\n/);
    await looked();
    fake.resumeTask(taskId);
    fake.clock.advance(TASK);
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr.match(/maintenance/g).length], [0, 1]);
  });

  test("a task that waits for a person is told, with advice", async () => {
    const { ended, said, taskId } = await waiting();
    fake.deactivateTask(taskId);
    await said(/is inactive: [^]*It waits for/);
    fake.resumeTask(taskId);
    fake.clock.advance(TASK);
    assert.equal((await ended).code, 0);
  });

  test("looks that fail meanwhile are no reason to give up", async () => {
    const { ended } = await waiting();
    fake.inject({ service: "transfer", path: /\/task\//, status: 403 });
    await looked();
    fake.clock.advance(TASK);
    assert.equal((await ended).code, 0);
  });

  test("--timeout ends the waiting and not the task: exit code 3", async () => {
    fake.taskDuration = TASK;
    const { code, stdout, stderr } = await program(["transfer", from, to, "--wait", "--timeout", "1.2s"]);
    assert.equal(code, 3);
    const [id] = TASK_ID.exec(stdout);
    assert.match(stderr, new RegExp(`error: task ${id} has not ended within\\s+--timeout; it\\s+goes on\n`));
    assert.include(stderr, `globus task cancel ${id}`);
  });

  test("--timeout with --json gives the task as it stands, and the error", async () => {
    fake.taskDuration = TASK;
    const { code, stdout, stderr } = await program(["transfer", from, to, "--wait", "--timeout", "1.2s", "--json"]);
    const { task_id: taskId } = JSON.parse(stdout);
    assert.equal(code, 3);
    assert.include(JSON.parse(stderr), { code: "wait_timeout", taskId });
  });

  test("Ctrl-C ends the waiting and not the task: exit code 130", async () => {
    for (const args of [[], ["--timeout", "1h"]]) {
      const { child, ended, taskId } = await waiting(args);
      child.kill("SIGINT");
      const { code, stderr } = await ended;
      assert.equal(code, 130);
      assert.include(stderr, `error: interrupted; task ${taskId} goes on\n`);
      assert.equal(fake.count({ path: /cancel/ }), 0);
    }
  });

  /** The requests that fit are never answered; resolves when the first has come. */
  const unanswered = (filter) =>
    new Promise((arrived) => fake.inject({ ...filter, respond: () => (arrived(), new Promise(() => {})) }));

  test("Ctrl-C while a task is being submitted says what is not known", async () => {
    const arrived = unanswered({ service: "transfer", path: /\/transfer$/ });
    const { child, ended } = begin(["transfer", from, to]);
    await arrived;
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stderr, /interrupted; nothing tells whether the task was submitted/);
  });

  test("Ctrl-C ends a command that waits for Globus Auth", async () => {
    const arrived = unanswered({ service: "auth", path: /token/ });
    const { child, ended } = begin(["whoami", "--json"]);
    await arrived;
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [130, ""]);
    assert.include(JSON.parse(stderr), { code: "interrupted" });
  });
}
