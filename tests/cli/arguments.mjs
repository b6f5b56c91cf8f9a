// Help, version, and wrong usage that is reported before any request.
import { readFileSync } from "node:fs";
import { SECRET } from "./stage.mjs";

const COMMANDS = ["doctor", "whoami", "token", "ls", "transfer"];
const ID = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

/** Arguments, and the error that each reports. */
const WRONG_USAGE = [
  [["frobnicate"], /^error: there is no command "frobnicate" \(see globus-service-account --help\)$/],
  [["--json=1"], /a command comes first/],
  [["--long", "ls"], /a command comes first, then its options: --long/],
  [["whoami", "--lnog"], /whoami: there is no option --lnog \(see globus-service-account whoami --help\)/],
  [["whoami", "-x"], /there is no option -x/],
  [["whoami", "--long"], /there is no option --long/],
  [["whoami", "--constructor"], /there is no option --constructor/],
  [["toString"], /there is no command/],
  [["whoami", "me"], /"me" is unexpected/],
  [["doctor", "--group", "physics"], /doctor: --group must be an id such as .*, not "physics"/],
  [["doctor", "--collection", `${ID}:share`], /the path of --collection must begin with/],
  [["token"], /token: TARGET is missing/],
  [["ls"], /ls: COLLECTION\[:\/PATH\] is missing/],
  [["ls", "Beamline"], /COLLECTION must be an id such as .*, not "Beamline"/],
  [["ls", `${ID}:share`], /the path of COLLECTION must begin with \/ or ~/],
  [["ls", ID, "--long=yes"], /--long must have no value/],
  [["transfer", `${ID}:/a`], /DESTINATION:\/PATH is missing/],
  [["transfer", ID, `${ID}:/b`], /SOURCE has no path/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--label"], /--label needs a value/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--label", "--wait"], /--label needs a value/],
  [
    ["transfer", `${ID}:/a`, `${ID}:/b`, "--sync-level", "2"],
    /--sync-level must be one of exists, size, mtime, checksum/,
  ],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--timeout", "5"], /--timeout requires --wait/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "soon"], /--timeout must be seconds/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "0"], /--timeout must be seconds/],
  [["transfer", `${ID}:/a`, `${ID}:/b`, "--wait", "--timeout", "25d"], /--timeout must be .* of at most 24d/],
];

/** Arguments that contain or name a credential. */
const CREDENTIAL_ARGUMENTS = [
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

export default function (test, { assert, runProgram, fake, runtime, installed }) {
  if (runtime === "npx") return;

  test("the help of every command fits a terminal of 80 columns and 24 lines", async () => {
    for (const args of [["--help"], ["-h"], ...COMMANDS.map((command) => [command, "--help"])]) {
      const { code, stdout, stderr } = await runProgram(args, { env: {} });
      assert.deepEqual([code, stderr], [0, ""], args.join(" "));
      const lines = stdout.trimEnd().split("\n");
      assert.match(lines[0], /^Usage: globus-service-account /);
      // The last line of the terminal is for the next prompt.
      assert.isAtMost(lines.length, 23, args.join(" "));
      assert.deepEqual(lines.filter((line) => line.length > 80), []);
    }
  });

  test("without arguments the program prints the help to stderr and exits with 2", async () => {
    const { code, stdout, stderr } = await runProgram([], { env: {} });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^Usage: /);
  });

  test("--version prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(`${installed.package}/package.json`, "utf8"));
    assert.deepInclude(await runProgram(["--version"], { env: {} }), { code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("wrong usage is reported, and no request is sent", async () => {
    fake.clearRequests();
    for (const [args, expected] of WRONG_USAGE) {
      const { code, stdout, stderr } = await runProgram(args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr.trimEnd().replace(/\n +/g, " "), expected);
    }
    assert.equal(fake.count(), 0);
  });

  test("wrong usage with --json is reported as one line of JSON", async () => {
    const { code, stdout, stderr } = await runProgram(["ls", "--json"]);
    assert.deepEqual([code, stdout, stderr.split("\n").length], [2, "", 2]);
    assert.include(JSON.parse(stderr), { code: "usage" });
  });

  test("credentials in arguments are refused, with the reason and without their values", async () => {
    for (const args of CREDENTIAL_ARGUMENTS) {
      const { code, stdout, stderr } = await runProgram(args);
      assert.deepEqual([code, stdout], [2, ""], args[0]);
      assert.match(stderr, /^error: credentials are never read from arguments/);
      assert.match(stderr, /read the arguments of a program/);
      assert.notMatch(stderr, /xxx|hunter2/);
    }
  });
}
