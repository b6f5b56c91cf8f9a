// Output to a pseudo-terminal, and to pipes whose reader ends early.
const TASK_DURATION_MS = 1_000_000;
const COLOUR = /\x1b\[\d+m/;

export default function (test, stage) {
  const { assert, runProgram, runShell, quoteCommand, startOnTerminal, fake, source, destination, runtime } = stage;
  if (runtime === "npx") return;
  const [from, to] = [`${source.id}:/share/run-001.h5`, `${destination.id}:/run-001.h5`];

  /** Removes the escape sequence that Deno writes to a terminal when it starts. */
  const removeDenoPrefix = (text) => text.replace(/^\x1b\[0G\x1b\[2K\x1b\[J/, "");

  /** Runs a transfer with `--wait` to its end. `drawn` are the progress lines that were drawn and replaced. */
  async function runTransfer(columns) {
    fake.taskDuration = TASK_DURATION_MS;
    const { waitForOutput, ended } = startOnTerminal(["transfer", from, to, "--wait"], { columns });
    await waitForOutput(/ \d% {2}\S+ k?B\/4\.0 MB/);
    fake.clock.advance(TASK_DURATION_MS / 2);
    await waitForOutput(/ 5\d% {2}2\.\d MB\/4\.0 MB/);
    fake.clock.advance(TASK_DURATION_MS);
    const { code, stdout } = await ended;
    const lines = stdout.replace(new RegExp(COLOUR, "g"), "").split("\r\n");
    const drawn = lines.flatMap((line) => line.split("\r")).filter((line) => /%.*\x1b\[K$/.test(line));
    return { code, lines, drawn: drawn.map((line) => line.replace("\x1b[K", "")) };
  }

  test("a bar shows the progress of a transfer and is removed at the end", async () => {
    const { code, lines, drawn } = await runTransfer(80);
    assert.equal(code, 0);
    assert.match(drawn[0], /^░{10} {3}0% {2}\d:\d\d$/);
    const halfDone = drawn.find((line) => / 5\d%/.test(line));
    assert.match(halfDone, /^█{5}░{5} {2}5\d% {2}2\.\d MB\/4\.0 MB {2}[\d.]+ kB\/s {2}\d:\d\d {2}\d:\d\d left$/);
    assert.deepEqual(drawn.filter((line) => line.length > 79), []);
    assert.match(lines.at(-2), /\r\x1b\[KThe task has succeeded: 1 file, 4\.0 MB/);
  });

  test("the progress line is shorter on a narrow terminal", async () => {
    const { code, drawn } = await runTransfer(40);
    assert.equal(code, 0);
    assert.deepEqual(drawn.filter((line) => line.length > 39), []);
    assert.isDefined(drawn.find((line) => /^█{5}░{5} {2}5\d% {2}2\.\d MB\/4\.0 MB/.test(line)));
  });

  test("control characters in place of numbers are escaped", async () => {
    fake.taskDuration = TASK_DURATION_MS;
    const task = { task_id: "t", status: "ACTIVE", files: "\x1b]0;evil\x07", files_transferred: "\x1b[2J", files_skipped: "" };
    fake.inject({ service: "transfer", path: /\/task\//, status: 200, body: task, times: 2 });
    const args = ["transfer", `${source.id}:/share/`, `${destination.id}:/copy/`, "--wait"];
    const { child, waitForOutput, ended } = startOnTerminal(args);
    await waitForOutput(/\\x1b\[2J/);
    child.stdin.write("\x03");
    const { stdout } = await ended;
    assert.notInclude(stdout, "\x1b[2J");
    assert.notInclude(stdout, "\x1b]0;evil");
  });

  test("Ctrl-C on a terminal ends the wait and removes the bar", async () => {
    fake.taskDuration = TASK_DURATION_MS;
    const { child, waitForOutput, ended } = startOnTerminal(["transfer", from, to, "--wait"]);
    await waitForOutput(/ 0%/);
    child.stdin.write("\x03");
    const { code, stdout } = await ended;
    assert.equal(code, 130);
    assert.match(stdout, /\r\x1b\[K\x1b\[31merror:\x1b\[0m interrupted; task \S+ goes on\r\n/);
  });

  test("output is coloured on a terminal only, and not with NO_COLOR or a dumb terminal", async () => {
    const args = ["ls", source.id];
    assert.include((await startOnTerminal(args).ended).stdout, "\x1b[34mshare\x1b[0m/");
    assert.notInclude((await runProgram(args)).stdout, "\x1b");
    assert.notMatch(removeDenoPrefix((await startOnTerminal(args, { env: { NO_COLOR: "1" } }).ended).stdout), COLOUR);
    assert.notInclude(removeDenoPrefix((await startOnTerminal(args, { env: { TERM: "dumb" } }).ended).stdout), "\x1b");
  });

  test("--json prints only JSON, also on a terminal", async () => {
    fake.taskDuration = 0;
    const { code, stdout } = await startOnTerminal(["transfer", from, to, "--wait", "--json"]).ended;
    assert.equal(code, 0);
    assert.include(JSON.parse(removeDenoPrefix(stdout)), { status: "SUCCEEDED" });
  });

  test("text is wrapped to the width of the terminal", async () => {
    const env = { GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { stdout } = await startOnTerminal(["whoami"], { columns: 50, env }).ended;
    const lines = removeDenoPrefix(stdout).replace(new RegExp(COLOUR, "g"), "").trimEnd().split("\r\n");
    assert.isAbove(lines.length, 5);
    assert.deepEqual(lines.filter((line) => line.length > 50 && line.trim().includes(" ")), []);
  });

  test("a long listing is written completely", async () => {
    const { stdout } = await runProgram(["ls", `${source.id}:/many`]);
    assert.equal(stdout.trimEnd().split("\n").length, 20_000);
  });

  test("a pipe whose reader ends early is no error", async () => {
    for (const options of [[], ["--json"]]) {
      const command = quoteCommand("ls", `${source.id}:/many`, ...options);
      const { stdout, stderr } = await runShell(`{ ${command}; echo "ended with $?" >&2; } | head -n 1`);
      assert.deepEqual([stdout.split("\n").length, stderr], [2, "ended with 0\n"]);
    }
  });

  test("output that cannot be written is an error", async () => {
    const { code, stderr } = await runShell(`${quoteCommand("whoami")} > /dev/full`);
    assert.equal(code, 1);
    assert.match(stderr, /^error: the output could not be written: .*(ENOSPC|No space)/);
  });
}
