// On a pseudo-terminal, and in pipes that end early.
const TASK = 1_000_000;
const COLOUR = /\x1b\[\d+m/;

export default function (test, { assert, program, shell, commandLine, onTerminal, fake, source, destination, runtime }) {
  if (runtime === "npx") return;
  const [from, to] = [`${source.id}:/share/run-001.h5`, `${destination.id}:/run-001.h5`];

  /** What Deno writes to a terminal when it starts is no business of ours. */
  const own = (text) => text.replace(/^\x1b\[0G\x1b\[2K\x1b\[J/, "");

  /** A transfer that is watched until it ends, with all the lines that were there for a time. */
  async function watched(columns) {
    fake.taskDuration = TASK;
    const { said, ended } = onTerminal(["transfer", from, to, "--wait"], { columns });
    await said(/ \d% {2}\S+ k?B\/4\.0 MB/);
    fake.clock.advance(TASK / 2);
    await said(/ 5\d% {2}2\.\d MB\/4\.0 MB/);
    fake.clock.advance(TASK);
    const { code, stdout } = await ended;
    const lines = stdout.replace(new RegExp(COLOUR, "g"), "").split("\r\n");
    const drawn = lines.flatMap((line) => line.split("\r")).filter((line) => /%.*\x1b\[K$/.test(line));
    return { code, lines, drawn: drawn.map((line) => line.replace("\x1b[K", "")) };
  }

  test("a bar shows how a transfer goes, and leaves nothing behind", async () => {
    const { code, lines, drawn } = await watched(80);
    assert.equal(code, 0);
    assert.match(drawn[0], /^░{10} {3}0% {2}\d:\d\d$/);
    const half = drawn.find((line) => / 5\d%/.test(line));
    assert.match(half, /^█{5}░{5} {2}5\d% {2}2\.\d MB\/4\.0 MB {2}[\d.]+ kB\/s {2}\d:\d\d {2}\d:\d\d left$/);
    assert.deepEqual(drawn.filter((line) => line.length > 79), []);
    assert.match(lines.at(-2), /\r\x1b\[KIt has succeeded: 1 file, 4\.0 MB/);
  });

  test("a narrow terminal gets a short line", async () => {
    const { code, drawn } = await watched(40);
    assert.equal(code, 0);
    assert.deepEqual(drawn.filter((line) => line.length > 39), []);
    assert.isDefined(drawn.find((line) => /^█{5}░{5} {2}5\d% {2}2\.\d MB\/4\.0 MB/.test(line)));
  });

  test("numbers that are none do nothing to the terminal", async () => {
    fake.taskDuration = TASK;
    const odd = { task_id: "t", status: "ACTIVE", files: "\x1b]0;evil\x07", files_transferred: "\x1b[2J", files_skipped: "" };
    fake.inject({ service: "transfer", path: /\/task\//, status: 200, body: odd, times: 2 });
    const { child, said, ended } = onTerminal(["transfer", `${source.id}:/share/`, `${destination.id}:/copy/`, "--wait"]);
    await said(/\\x1b\[2J/);
    child.stdin.write("\x03");
    const { stdout } = await ended;
    assert.notInclude(stdout, "\x1b[2J");
    assert.notInclude(stdout, "\x1b]0;evil");
  });

  test("Ctrl-C typed there ends the waiting and takes the bar away", async () => {
    fake.taskDuration = TASK;
    const { child, said, ended } = onTerminal(["transfer", from, to, "--wait"]);
    await said(/ 0%/);
    child.stdin.write("\x03");
    const { code, stdout } = await ended;
    assert.equal(code, 130);
    assert.match(stdout, /\r\x1b\[K\x1b\[31merror:\x1b\[0m interrupted; task \S+ goes on\r\n/);
  });

  test("there is colour on a terminal only, and not under NO_COLOR", async () => {
    const args = ["ls", source.id];
    assert.include((await onTerminal(args).ended).stdout, "\x1b[34mshare\x1b[0m/");
    assert.notInclude((await program(args)).stdout, "\x1b");
    assert.notMatch(own((await onTerminal(args, { env: { NO_COLOR: "1" } }).ended).stdout), COLOUR);
    assert.notInclude(own((await onTerminal(args, { env: { TERM: "dumb" } }).ended).stdout), "\x1b");
  });

  test("--json on a terminal is JSON and nothing else", async () => {
    fake.taskDuration = 0;
    const { code, stdout } = await onTerminal(["transfer", from, to, "--wait", "--json"]).ended;
    assert.equal(code, 0);
    assert.include(JSON.parse(own(stdout)), { status: "SUCCEEDED" });
  });

  test("text is wrapped to the terminal", async () => {
    const { stdout } = await onTerminal(["whoami"], { columns: 50, env: { GLOBUS_CLIENT_SECRET: "x".repeat(44) } }).ended;
    const lines = own(stdout).replace(new RegExp(COLOUR, "g"), "").trimEnd().split("\r\n");
    assert.isAbove(lines.length, 5);
    assert.deepEqual(lines.filter((line) => line.length > 50 && line.trim().includes(" ")), []);
  });

  test("a long listing leaves whole", async () => {
    const { stdout } = await program(["ls", `${source.id}:/many`]);
    assert.equal(stdout.trimEnd().split("\n").length, 20_000);
  });

  test("a pipe that ends early is no error", async () => {
    for (const more of [[], ["--json"]]) {
      const ls = commandLine("ls", `${source.id}:/many`, ...more);
      const { stdout, stderr } = await shell(`{ ${ls}; echo "ended with $?" >&2; } | head -n 1`);
      assert.deepEqual([stdout.split("\n").length, stderr], [2, "ended with 0\n"]);
    }
  });

  test("output that cannot be written is an error", async () => {
    const { code, stderr } = await shell(`${commandLine("whoami")} > /dev/full`);
    assert.equal(code, 1);
    assert.match(stderr, /^error: the output could not be written: .*(ENOSPC|No space)/);
  });
}
