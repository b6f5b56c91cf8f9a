// How the command doctor prints its report. tests/suite tests what doctor finds.
const COMMAND_LINE = /^ +(globus .*)$/gm;

export default function (test, stage) {
  const { assert, runProgram, startOnTerminal, runtime, account, credentials, fake, client } = stage;
  const { source, closed, cluster, groups, index, flows } = stage;
  if (runtime === "npx") return;

  const CORRECT_SETUP = ["--collection", `${source.id}:/share/`, "--collection", cluster.id, "--group", groups.own.id];
  CORRECT_SETUP.push("--index", index.id, "--flow", flows.own.id);
  const WRONG_SETUP = ["--collection", closed.id, "--group", groups.strict.id, "--group", groups.closed.id];
  WRONG_SETUP.push("--flow", flows.closed.id);

  test("doctor: a correct setup passes all checks, and a consent that was granted is in the report only", async () => {
    fake.revokeConsents(client.clientId);
    const { code, stdout, stderr } = await runProgram(["doctor", ...CORRECT_SETUP]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /\n11 ok\n$/);
    assert.equal(stdout.match(/^✓ /gm).length, 11);
    assert.include(stdout, `Nightly copy (${client.username})\n`);
    assert.include(stdout, `\n    ${source.id}:/share/\n    may: read; may not: administer, share; unknown: write\n`);
    assert.include(stdout, "\n    roles: manager\n");
    assert.match(stdout, RegExp(`\n    consent just granted:\n    \\S+${cluster.id}/data_access`));
  });

  test("doctor: a failed check is printed with its advice, each command unwrapped on its own line", async () => {
    const { code, stdout } = await startOnTerminal(["doctor", ...WRONG_SETUP]).ended;
    assert.equal(code, 1);
    assert.match(stdout, /\x1b\[31m✗\x1b\[0m \x1b\[1mcollection /);
    const text = stdout.replace(/\x1b\[\d*\w/g, "").replaceAll("\r", "");
    assert.match(text, /\n6 ok, 4 failed\n$/);
    for (const fact of ["Closed cannot be read", "policy that blocks: session", "among its members", "cannot be run"]) {
      assert.include(text, fact);
    }
    const commands = [...text.matchAll(COMMAND_LINE)].map(([, command]) => command);
    assert.deepEqual(commands, [
      `globus endpoint permission create ${closed.id}:/ --identity ${client.username} --permissions r`,
      `globus group set-policies ${groups.strict.id} --no-high-assurance`,
      `globus group member add ${groups.closed.id} ${client.username}`,
      `globus flows update ${flows.closed.id} --starters OTHERS,urn:globus:auth:identity:${client.identityId}`,
      `globus flows show ${flows.closed.id}`,
    ]);
    const wideLines = text.replace(COMMAND_LINE, "").split("\n").filter((line) => line.length > 80);
    assert.deepEqual(wideLines.filter((line) => !/^ *https:\S+$/.test(line)), []);
  });

  test("doctor: --json prints the report of account.doctor()", async () => {
    const { code, stdout, stderr } = await runProgram(["doctor", ...WRONG_SETUP, "--json"]);
    assert.deepEqual([code, stderr], [1, ""]);
    const subjects = { collections: closed.id, groups: [groups.strict.id, groups.closed.id], flows: flows.closed.id };
    // The two reports differ in ids of requests, and in URLs, because one account uses the served fake.
    const isRequestId = (key) => /^(request_?|debug_)id$/i.test(key);
    const path = (url) => new URL(url).pathname.replace(/^\/(transfer|flows|groups)(?=\/)/, "");
    const replaceValue = (key, value) =>
      isRequestId(key) ? "" : key === "url" && !value.startsWith("https://app.") ? path(value) : value;
    const comparable = (report) => JSON.stringify(report, replaceValue);
    assert.equal(comparable(JSON.parse(stdout)), comparable(await account.doctor(subjects)));
  });

  test("doctor: a wrong secret fails one check, and the checks that need a token are skipped, not failed", async () => {
    const env = { ...credentials, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { code, stdout } = await runProgram(["doctor", ...WRONG_SETUP], { env });
    assert.equal(code, 1);
    assert.match(stdout, /^✗ credentials {2}Globus Auth does not accept/m);
    assert.include(stdout.replace(/\n +/g, " "), `client ${client.clientId} exists`);
    assert.match(stdout, /\n2 ok, 1 failed, 7 skipped\n$/);
    assert.notInclude(stdout, "whether it exists");
    assert.notInclude(stdout, "\n\n\n");
    assert.notInclude(stdout, "xxx");
  });

  test("doctor: control characters in a name are escaped", async () => {
    const name = "\x1b[2J`globus rm X\x07`";
    fake.inject({ service: "search", body: { id: index.id, display_name: name, status: "open", permissions: ["admin"] } });
    const { code, stdout } = await runProgram(["doctor", "--index", index.id]);
    assert.equal(code, 0);
    assert.include(stdout, "\\x1b[2J`globus rm X\\x07` has this account as its admin");
    assert.notMatch(stdout, /[\x00-\x09\x0b-\x1f]/);
  });
}
