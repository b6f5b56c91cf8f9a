// Help, version, and what is wrong with a command line before anything is sent.
import { readFileSync } from "node:fs";
import { SECRET } from "./stage.mjs";

const COMMANDS = ["doctor", "whoami", "token", "ls", "transfer"];
const ID = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

const WRONG = [
  [["frobnicate"], /^error: there is no command "frobnicate" \(see globus-service-account --help\)$/],
  [["--json=1"], /a command comes first/],
  [["--long", "ls"], /a command comes first, then its options: --long/],
  [["whoami", "--lnog"], /whoami: there is no option --lnog \(see globus-service-account whoami --help\)/],
  [["whoami", "-x"], /there is no option -x/],
  [["whoami", "--long"], /there is no option --long/],
  [["whoami", "--constructor"], /there is no option --constructor/],
  [["toString"], /there is no command/],
  [["whoami", "me"], /"me" is one argument too many/],
  [["doctor", "--group", "physics"], /doctor: --group takes an id such as .*, not "physics"/],
  [["doctor", "--collection", `${ID}:share`], /the path of --collection begins with/],
  [["token"], /token: TARGET is missing/],
  [["ls"], /ls: COLLECTION\[:\/PATH\] is missing/],
  [["ls", "Beamline"], /COLLECTION takes an id such as .*, not "Beamline"/],
  [["ls", `${ID}:share`], /the path of COLLECTION begins with \/ or ~/],
  [["ls", ID, "--long=yes"], /--long takes no value/],
  [["transfer", `${ID}:/a`], /DESTINATION:\/PATH is missing/],
  [["transfer", ID, `${ID}:/b`], /SOURCE has no path/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--label"], /--label needs a value/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--label", "--wait"], /--label needs a value/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--sync-level", "2"], /--sync-level is one of exists, size, mtime, checksum/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--timeout", "5"], /--timeout goes with --wait/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "soon"], /--timeout takes seconds/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "0"], /--timeout takes seconds/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "25d"], /--timeout takes .* of at most 24d/],
];

const CREDENTIALS = [
  ["--client-secret", SECRET],
  [`--client-secret=${SECRET}`],
  ["whoami", `--secret=${SECRET}`],
  ["whoami", "--client-id", ID],
  ["whoami", "--token", `Ag${"x".repeat(84)}`],
  ["whoami", "--password", "hunter2"],
  ["whoami", `GLOBUS_CLIENT_SECRET=${SECRET}`],
  ["whoami", SECRET],
  ["whoami", `${ID}:${SECRET}`],
  ["token", `Ag${"x".repeat(84)}`],
  ["ls", `--env=${SECRET}`],
];

export default function (test, { assert, program, fake, runtime, installed }) {
  if (runtime === "npx") return;

  test("help of every command fits a terminal of 80 columns and 24 lines", async () => {
    for (const args of [["--help"], ["-h"], ...COMMANDS.map((command) => [command, "--help"])]) {
      const { code, stdout, stderr } = await program(args, { env: {} });
      assert.deepEqual([code, stderr], [0, ""], args.join(" "));
      const lines = stdout.trimEnd().split("\n");
      assert.match(lines[0], /^Usage: globus-service-account /);
      // One line is left for the prompt that comes next.
      assert.isAtMost(lines.length, 23, args.join(" "));
      assert.deepEqual(lines.filter((line) => line.length > 80), []);
    }
  });

  test("without arguments it shows the help, as an error", async () => {
    const { code, stdout, stderr } = await program([], { env: {} });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^Usage: /);
  });

  test("--version is that of the package", async () => {
    const { version } = JSON.parse(readFileSync(`${installed.package}/package.json`, "utf8"));
    assert.deepInclude(await program(["--version"], { env: {} }), { code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("wrong usage is named and sends nothing", async () => {
    fake.clearRequests();
    for (const [args, expected] of WRONG) {
      const { code, stdout, stderr } = await program(args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr.trimEnd().replace(/\n +/g, " "), expected);
    }
    assert.equal(fake.count(), 0);
  });

  test("wrong usage with --json is one line of JSON", async () => {
    const { code, stdout, stderr } = await program(["ls", "--json"]);
    assert.deepEqual([code, stdout, stderr.split("\n").length], [2, "", 2]);
    assert.include(JSON.parse(stderr), { code: "usage" });
  });

  test("credentials among the arguments are refused, with the reason and without their value", async () => {
    for (const args of CREDENTIALS) {
      const { code, stdout, stderr } = await program(args);
      assert.deepEqual([code, stdout], [2, ""], args[0]);
      assert.match(stderr, /^error: credentials are never taken from arguments/);
      assert.match(stderr, /read the arguments of a program/);
      assert.notMatch(stderr, /xxx|hunter2/);
    }
  });
}
