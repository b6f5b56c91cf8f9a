// doctor: how it shows a sound set-up and broken ones. What it finds is tested with the library.
const REMEDY = /^ +(globus .*)$/gm;

export default function (test, stage) {
  const { assert, program, onTerminal, runtime, account, credentials, fake, client } = stage;
  const { source, closed, cluster, groups, index, flows } = stage;
  if (runtime === "npx") return;

  const SOUND = ["--collection", `${source.id}:/share/`, "--collection", cluster.id, "--group", groups.own.id];
  SOUND.push("--index", index.id, "--flow", flows.own.id);
  const BROKEN = ["--collection", closed.id, "--group", groups.strict.id, "--group", groups.closed.id];
  BROKEN.push("--flow", flows.closed.id);

  test("doctor: on a sound set-up all is green, with the consent that was missing, told once", async () => {
    fake.revokeConsents(client.clientId);
    const { code, stdout, stderr } = await program(["doctor", ...SOUND]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /\n11 ok\n$/);
    assert.equal(stdout.match(/^✓ /gm).length, 11);
    assert.include(stdout, `Nightly copy (${client.username})\n`);
    assert.include(stdout, `\n    ${source.id}:/share/\n    may: read; may not: administer, share; unknown: write\n`);
    assert.include(stdout, "\n    roles: manager\n");
    assert.match(stdout, RegExp(`\n    consent just given:\n    \\S+${cluster.id}/data_access`));
  });

  test("doctor: what is wrong is shown with what to do, each command whole on a line of its own", async () => {
    const { code, stdout } = await onTerminal(["doctor", ...BROKEN]).ended;
    assert.equal(code, 1);
    assert.match(stdout, /\x1b\[31m✗\x1b\[0m \x1b\[1mcollection /);
    const text = stdout.replace(/\x1b\[\d*\w/g, "").replaceAll("\r", "");
    assert.match(text, /\n6 ok, 4 failed\n$/);
    for (const found of ["Closed cannot be read", "policy in the way: session", "among its members", "cannot be run"]) {
      assert.include(text, found);
    }
    const remedies = [...text.matchAll(REMEDY)].map(([, command]) => command);
    assert.deepEqual(remedies, [
      `globus endpoint permission create ${closed.id}:/ --identity ${client.username} --permissions r`,
      `globus group set-policies ${groups.strict.id} --no-high-assurance`,
      `globus group member add ${groups.closed.id} ${client.username}`,
      `globus flows update ${flows.closed.id} --starters OTHERS,urn:globus:auth:identity:${client.identityId}`,
      `globus flows show ${flows.closed.id}`,
    ]);
    const wide = text.replace(REMEDY, "").split("\n").filter((line) => line.length > 80);
    assert.deepEqual(wide.filter((line) => !/^ *https:\S+$/.test(line)), []);
  });

  test("doctor: --json is the report", async () => {
    const { code, stdout, stderr } = await program(["doctor", ...BROKEN, "--json"]);
    assert.deepEqual([code, stderr], [1, ""]);
    const subjects = { collections: closed.id, groups: [groups.strict.id, groups.closed.id], flows: flows.closed.id };
    // Each request has an id of its own, and the fake that is served has addresses of its own.
    const isOwn = (key) => /^(request_?|debug_)id$/i.test(key);
    const path = (url) => new URL(url).pathname.replace(/^\/(transfer|flows|groups)(?=\/)/, "");
    const shown = (key, value) => (isOwn(key) ? "" : key === "url" && !value.startsWith("https://app.") ? path(value) : value);
    const comparable = (report) => JSON.stringify(report, shown);
    assert.equal(comparable(JSON.parse(stdout)), comparable(await account.doctor(subjects)));
  });

  test("doctor: a wrong secret is told, and what could not be looked at is not said to be wrong", async () => {
    const env = { ...credentials, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { code, stdout } = await program(["doctor", ...BROKEN], { env });
    assert.equal(code, 1);
    assert.match(stdout, /^✗ credentials {2}Globus Auth does not accept/m);
    assert.include(stdout.replace(/\n +/g, " "), `client ${client.clientId} exists`);
    assert.match(stdout, /\n2 ok, 1 failed, 7 skipped\n$/);
    assert.notInclude(stdout, "whether it exists");
    assert.notInclude(stdout, "\n\n\n");
    assert.notInclude(stdout, "xxx");
  });

  test("doctor: a name is shown, and nothing is done to the terminal", async () => {
    const name = "\x1b[2J`globus rm X\x07`";
    fake.inject({ service: "search", body: { id: index.id, display_name: name, status: "open", permissions: ["admin"] } });
    const { code, stdout } = await program(["doctor", "--index", index.id]);
    assert.equal(code, 0);
    assert.include(stdout, "\\x1b[2J`globus rm X\\x07` has this account as its admin");
    assert.notMatch(stdout, /[\x00-\x09\x0b-\x1f]/);
  });
}
