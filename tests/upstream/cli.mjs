// Globus's command line, used as a service account.
import assert from "node:assert/strict";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage) }));

  test("globus whoami: the service account's own identity", async ({ fake, client, text, json }) => {
    assert.equal(await text("whoami"), client.username);
    const userinfo = await json("whoami");
    assert.deepEqual(
      [userinfo.sub, userinfo.preferred_username, userinfo.name],
      [client.clientId, client.username, "Upstream robot"],
    );
    assert.equal(await text("whoami", "--linked-identities"), client.username, "the identity has no linked identities");
    assert.equal(fake.grants, 1, "the command line stores its token between commands");
  });

  test("globus get-identities: by id and by username", async ({ fake, client, json }) => {
    const ada = fake.addIdentity({ username: "ada@example.org", name: "Ada", organization: "Example" });
    const { identities } = await json("get-identities", ada.id, client.username, "unknown@example.org");
    const ids = identities.map(({ id }) => id);
    assert.deepEqual(ids.sort(), [ada.id, client.identityId].sort());
  });

  test("globus endpoint search: by text, over pages, by owner", async ({ fake, client, globus, text, json }) => {
    for (let i = 0; i < 130; i++) {
      fake.addCollection({ displayName: `Telescope ${i}`, owner: i < 3 ? client.identityId : undefined });
    }
    fake.addCollection({ displayName: "Microscope", keywords: ["cells"] });
    assert.match(await text("endpoint", "search", "cells"), /\| Microscope +\|/);
    fake.clearRequests();
    const many = await globus(["endpoint", "search", "telescope", "--limit", "120", "-F", "json"]);
    assert.equal(many.json().DATA.length, 120);
    assert.match(many.stderr, /More results were available/);
    assert.equal(fake.count({ path: "/v0.10/endpoint_search" }), 2);
    assert.equal((await json("endpoint", "search", "--filter-scope", "my-endpoints")).DATA.length, 3);
    const owned = await json("endpoint", "search", "telescope", "--filter-owner-id", client.username);
    assert.equal(owned.DATA.length, 3);
  });

  test("globus ls: plain, long, filtered, ordered, hidden, recursive", async ({ fake, client, text }) => {
    const { id } = fake.addCollection({
      displayName: "Data",
      files: { share: { "a.txt": "alpha", "b.csv": "1,2", ".hidden": "h", sub: { "c.txt": "c" } } },
      permissions: readWrite(client),
    });
    const lines = async (...args) => (await text("ls", `${id}:/share/`, ...args)).split("\n");
    assert.deepEqual(await lines(), ["a.txt", "b.csv", "sub/"]);
    assert.deepEqual(await lines("--all", "--orderby", "name:DESC"), ["sub/", "b.csv", "a.txt", ".hidden"]);
    assert.deepEqual(await lines("--filter", "~*.txt"), ["a.txt"]);
    assert.deepEqual(await lines("--filter", "!a.txt"), ["b.csv", "sub/"]);
    assert.deepEqual(await lines("--recursive"), ["a.txt", "b.csv", "sub/", "sub/c.txt"]);
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00`;
    assert.match(
      (await lines("--long"))[2],
      new RegExp(`^0644 +\\| globus \\| globus \\| 5 +\\| ${time} \\| file +\\| a`),
    );
  });

  test("globus ls of a missing path, of a file, without permission", async ({ fake, client, runFailing }) => {
    const files = { share: { "a.txt": "alpha" }, other: {} };
    const { id } = fake.addCollection({ displayName: "Data", files, permissions: readWrite(client, "/share/") });
    assert.match(await runFailing("ls", `${id}:/share/none`), /404[^]*ClientError\.NotFound/);
    assert.match(await runFailing("ls", `${id}:/share/a.txt`), /502[^]*ExternalError\.DirListingFailed\.NotDirectory/);
    assert.match(await runFailing("ls", `${id}:/other/`), /403[^]*EndpointPermissionDenied/);
    assert.match(await runFailing("ls", client.clientId), /404[^]*EndpointNotFound/);
  });

  test("globus mkdir, rename and stat", async ({ fake, client, text, json, runFailing }) => {
    const files = { "a.txt": "alpha" };
    const data = fake.addCollection({ displayName: "Data", files, permissions: readWrite(client) });
    assert.match(await text("mkdir", `${data.id}:/new`), /created successfully/);
    assert.ok(data.files.exists("/new"));
    assert.match(await runFailing("mkdir", `${data.id}:/new`), /ExternalError\.MkdirFailed\.Exists/);
    assert.match(await text("rename", data.id, "/a.txt", "/new/b.txt"), /renamed successfully/);
    assert.equal(data.files.readText("/new/b.txt"), "alpha");
    const { name, type, size } = await json("stat", `${data.id}:/new/b.txt`);
    assert.deepEqual({ name, type, size }, { name: "b.txt", type: "file", size: 5 });
    assert.equal(await text("stat", `${data.id}:/a.txt`), "Nothing found at /a.txt");
  });

  test("globus transfer of one file, task wait, task show", async ({ fake, client, text, json }) => {
    const { from, to } = addCollections(fake, client);
    const paths = [`${from.id}:/share/a.txt`, `${to.id}:/in/a.txt`];
    const { code, task_id: id } = await json("transfer", ...paths, "--label", "one file");
    assert.equal(code, "Accepted");
    await text("task", "wait", id, ...WAIT_OPTIONS);
    assert.equal(to.files.readText("/in/a.txt"), "alpha");
    const output = await text("task", "show", id);
    for (const line of [
      "Label: one file",
      "Type: TRANSFER",
      "Status: SUCCEEDED",
      "Files: 1",
      "Total Subtasks: 2",
      "Subtasks Succeeded: 2",
      "Source Endpoint: From",
      `Destination Endpoint ID: ${to.id}`,
      "Bytes Transferred: 5",
    ]) {
      assert.match(output, new RegExp(`^${line.replace(": ", ": +")}$`, "m"));
    }
    assert.match(output, /^Completion Time: +\d{4}-\d\d-\d\dT/m);
  });

  test("globus transfer of a directory, with rules, then in sync", async ({ fake, client, json, runTransfer }) => {
    const { from, to } = addCollections(fake, client);
    const { id } = from;
    await runTransfer(["--recursive", `${id}:/share/`, `${to.id}:/all/`]);
    assert.deepEqual(to.files.list("/all/"), ["a.txt", "b.csv", "sub/"]);
    assert.equal(to.files.readText("/all/sub/c.txt"), "gamma");
    await runTransfer(["--recursive", "--exclude", "*.csv", `${id}:/share/`, `${to.id}:/some/`]);
    assert.deepEqual(to.files.list("/some/"), ["a.txt", "sub/"]);
    to.files.write("/all/old.txt", "old");
    to.files.write("/all/a.txt", "ALPHA");
    const sync = ["--sync-level", "checksum", "--delete-destination-extra"];
    const task = await runTransfer(["--recursive", ...sync, `${id}:/share/`, `${to.id}:/all/`]);
    assert.deepEqual(to.files.list("/all/"), ["a.txt", "b.csv", "sub/"]);
    const { files_skipped: skipped, files_transferred: moved } = await json("task", "show", task);
    assert.deepEqual({ skipped, moved }, { skipped: 2, moved: 1 });
  });

  test("globus transfer of a batch, and its 150 files in pages", async ({ fake, client, json, runTransfer }) => {
    const { from, to } = addCollections(fake, client);
    for (let i = 0; i < 150; i++) from.files.write(`/many/${i}.txt`, `${i}`);
    const batch = Array.from({ length: 150 }, (_, i) => `${i}.txt copy-${i}.txt\n`).join("");
    const id = await runTransfer(["--batch", "-", `${from.id}:/many/`, `${to.id}:/many/`], batch);
    assert.equal(to.files.list("/many/").length, 150);
    const { DATA } = await json("task", "show", id, "--successful-transfers");
    assert.equal(new Set(DATA.map(({ destination_path: path }) => path)).size, 150);
    assert.equal(fake.count({ path: /successful_transfers$/ }), 2);
  });

  test("globus transfer twice with one submission id: one task", async ({ fake, client, text, json }) => {
    const { from, to } = addCollections(fake, client);
    const id = await text("task", "generate-submission-id");
    const submit = () => json("transfer", "--submission-id", id, `${from.id}:/share/a.txt`, `${to.id}:/a.txt`);
    const [first, second] = [await submit(), await submit()];
    assert.deepEqual([first.code, second.code], ["Accepted", "Duplicate"]);
    assert.equal(first.task_id, second.task_id);
    assert.equal((await json("task", "list")).DATA.length, 1);
  });

  test("a transfer whose source is missing fails with the reason", async ({
    fake,
    client,
    text,
    json,
    runFailing,
    runTransfer,
  }) => {
    const { from, to } = addCollections(fake, client);
    const paths = [`${from.id}:/share/none`, `${to.id}:/none`];
    const { task_id: id } = await json("transfer", ...paths);
    await runFailing("task", "wait", id, ...WAIT_OPTIONS);
    const { status, fatal_error: error } = await json("task", "show", id);
    assert.deepEqual([status, error.code], ["FAILED", "FILE_NOT_FOUND"]);
    assert.match(await text("task", "event-list", id, "--filter-errors"), /\| FILE_NOT_FOUND +\| True/);
    const skipping = await runTransfer(["--skip-source-errors", ...paths]);
    assert.match(await text("task", "show", skipping, "--skipped-errors"), /\/share\/none[^]*FILE_NOT_FOUND/);
  });

  test("globus task list: filters and order", async ({ fake, client, text, json, runTransfer }) => {
    const { from, to } = addCollections(fake, client);
    await runTransfer(["--label", "nightly one", `${from.id}:/share/a.txt`, `${to.id}:/1`]);
    await runTransfer(["--label", "weekly", `${from.id}:/share/a.txt`, `${to.id}:/2`]);
    await text("rm", `${to.id}:/1`, "--label", "nightly cleaning", ...WAIT_OPTIONS);
    const labels = async (...args) => (await json("task", "list", ...args)).DATA.map(({ label }) => label);
    assert.deepEqual(await labels(), ["nightly cleaning", "weekly", "nightly one"]);
    assert.deepEqual(await labels("--filter-label", "Nightly*", "--limit", "1"), ["nightly cleaning"]);
    assert.deepEqual(await labels("--exact", "--filter-not-label", "weekly", "--filter-type", "TRANSFER"), [
      "nightly one",
    ]);
    assert.deepEqual(await labels("--filter-status", "ACTIVE"), []);
    assert.deepEqual(await labels("--filter-requested-before", "2001-01-01"), []);
    assert.match(await text("task", "list"), /Task ID[^]*SUCCEEDED \| DELETE/);
  });

  test("globus task cancel, update and pause-info", async ({ fake, client, text, json }) => {
    const { from, to } = addCollections(fake, client);
    fake.taskDuration = 3_600_000;
    const start = async () => (await json("transfer", `${from.id}:/share/a.txt`, `${to.id}:/a`)).task_id;
    const [first, second] = [await start(), await start()];
    await text("task", "update", first, "--label", "new name");
    fake.pauseTask(first, "Maintenance");
    assert.match(await text("task", "pause-info", first), /Maintenance/);
    assert.match(await text("task", "cancel", first), /cancelled successfully/);
    assert.match(await text("task", "cancel", "--all"), new RegExp(`${second} \\(1 of 1\\)`));
    const { label, status, fatal_error: error } = await json("task", "show", first);
    assert.deepEqual([label, status, error.code], ["new name", "FAILED", "CANCELED"]);
  });

  test("globus rm and delete: file, directory, pattern, missing path", async ({ fake, client, text, json, runFailing }) => {
    const { id, files } = addCollections(fake, client).from;
    await text("rm", `${id}:/share/a.txt`, ...WAIT_OPTIONS);
    assert.deepEqual(files.list("/share/"), ["b.csv", "sub/"]);
    await runFailing("rm", `${id}:/share/a.txt`, ...WAIT_OPTIONS);
    await text("rm", "--ignore-missing", `${id}:/share/a.txt`, ...WAIT_OPTIONS);
    await runFailing("rm", `${id}:/share/sub`, ...WAIT_OPTIONS);
    assert.ok(files.exists("/share/sub/c.txt"), "a directory is deleted only with --recursive");
    await text("rm", "--recursive", `${id}:/share/sub`, ...WAIT_OPTIONS);
    for (const name of ["x", "y"]) files.write(`/share/${name}.tmp`, name);
    await text("rm", `${id}:/share/*.tmp`, ...WAIT_OPTIONS);
    assert.deepEqual(files.list("/share/"), ["b.csv"]);
    const { task_id: task } = await json("delete", `${id}:/share/b.csv`);
    await text("task", "wait", task, ...WAIT_OPTIONS);
    assert.deepEqual(files.list("/share/"), []);
  });

  test("a mapped collection: the command line grants the consent and repeats the call", async ({
    fake,
    client,
    text,
    runFailing,
  }) => {
    const mapped = { displayName: "Cluster", type: "mapped", files: { "m.txt": "m" }, permissions: readWrite(client) };
    const { id } = fake.addCollection(mapped);
    assert.equal(await text("ls", id), "m.txt");
    const statuses = fake.requests.filter(({ path }) => path.endsWith("/ls")).map(({ status }) => status);
    assert.deepEqual(statuses, [403, 200]);
    assert.ok(fake.consents(client.clientId).some(({ scope }) => scope.endsWith(`${id}/data_access`)));
    const stranger = fake.addCollection({ displayName: "Other cluster", type: "mapped" });
    assert.match(await runFailing("ls", stranger.id), /502[^]*LoginFailed/);
    const sensitive = fake.addCollection({ ...mapped, highAssurance: true });
    assert.equal(await text("ls", sensitive.id), "m.txt", "a high assurance collection has no data_access scope");
  });

  test("globus endpoint show, permission and role", async ({ fake, client, text, json, runFailing }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const { id } = fake.addCollection({ displayName: "Mine", owner: client.identityId, description: "What is mine" });
    const output = await json("endpoint", "show", "--skip-endpoint-type-check", id);
    assert.deepEqual([output.display_name, output.owner_string], ["Mine", client.username]);
    assert.deepEqual([output.entity_type, output.my_effective_roles], ["GCSv5_guest_collection", ["administrator"]]);
    const permission = (action, ...args) => ["endpoint", "permission", action, ...args];
    const { access_id: rule } = await json(
      ...permission("create", `${id}:/data/`, "--identity", ada.username, "--permissions", "r"),
    );
    assert.match(await text(...permission("list", id)), /\| ada@example\.org +\| \/data\//);
    await text(...permission("update", id, rule, "--permissions", "rw"));
    assert.match(await text(...permission("show", id, rule)), /Permissions: +rw/);
    await text(...permission("delete", id, rule));
    assert.deepEqual((await json(...permission("list", id))).DATA, []);
    assert.match(await text("endpoint", "role", "list", id), /administrator/);
    const foreign = fake.addCollection({ displayName: "Not mine" });
    assert.match(await runFailing(...permission("list", foreign.id)), /403[^]*PermissionDenied/);
  });

  test("globus bookmark", async ({ fake, client, text, json }) => {
    const { id } = addCollections(fake, client).from;
    await text("bookmark", "create", `${id}:/share/`, "mine");
    assert.match(await text("bookmark", "list"), /mine +\|.*\| From +\| \/share\//);
    await text("bookmark", "rename", "mine", "ours");
    await text("bookmark", "delete", "ours");
    assert.deepEqual((await json("bookmark", "list")).DATA, []);
  });

  test("a wrong secret, a client that is not a service account, a malformed id", async ({ fake, client, globus }) => {
    const ls = async (clientId, secret) => {
      const env = { GLOBUS_CLI_CLIENT_ID: clientId, GLOBUS_CLI_CLIENT_SECRET: secret };
      const { status, stdout, stderr } = await globus(["ls", client.clientId], { env });
      assert.notEqual(status, 0);
      assert.equal(stdout.includes(secret) || stderr.includes(secret), false, "the output contains the secret");
      return stderr;
    };
    assert.match(await ls(client.clientId, btoa("x".repeat(32))), /do not appear to be valid client credentials/);
    assert.match(await ls("not-a-uuid", client.clientSecret), /does not appear to be a valid client ID/);
    const login = fake.addClient({ name: "Login only", serviceAccount: false });
    assert.match(await ls(login.clientId, login.clientSecret), /Auth API Error[^]*400/);
    assert.equal(fake.grants, 0);
  });

  test("a revoked or expired token is replaced and the command works", async ({ fake, client, text }) => {
    assert.equal(await text("whoami"), client.username);
    fake.revokeTokens();
    assert.equal(await text("whoami"), client.username);
    assert.equal(fake.grants, 2);
    fake.clock.advance(49 * 3_600_000);
    assert.equal(await text("whoami"), client.username);
    assert.equal(fake.grants, 3);
  });

  test("a failing service and a lost response are retried", async ({
    fake,
    client,
    text,
    json,
  }) => {
    const { from, to } = addCollections(fake, client);
    fake.inject({ service: "transfer", path: /\/ls$/, status: 503, html: true });
    assert.equal((await text("ls", `${from.id}:/share/`)).split("\n").length, 3);
    fake.inject({ service: "transfer", path: "/v0.10/transfer", network: true, after: true });
    const { code } = await json("transfer", `${from.id}:/share/a.txt`, `${to.id}:/a`);
    assert.equal(code, "Duplicate", "the first submission had arrived");
  });
}

/** Options of waits. A task runs for 50 ms here. The shortest polling interval of the command line is a second. */
export const WAIT_OPTIONS = ["--timeout", "120", "--polling-interval", "1"];

/** @param {import("./run.mjs").Stage} stage */
export function commands({ fake, globus }) {
  const runChecked = async (isSuccess, args, options) => {
    const result = await globus(args, options);
    assert.equal(
      result.status === 0,
      isSuccess,
      `globus ${args.join(" ")}: exit ${result.status}\n${result.stdout}${result.stderr}`,
    );
    return result;
  };
  /** Runs a command that must succeed. Returns its output. */
  const text = async (...args) => (await runChecked(true, args)).stdout.trim();
  const json = async (...args) => (await runChecked(true, [...args, "-F", "json"])).json();
  /** Runs a command that must fail. Returns its stderr. */
  const runFailing = async (...args) => (await runChecked(false, args)).stderr;
  /** Submits a transfer and moves the clock to its end. Returns the id of the task. */
  const runTransfer = async (args, input) => {
    const { task_id: id } = (await runChecked(true, ["transfer", ...args, "-F", "json"], { input })).json();
    fake.clock.advance(fake.taskDuration);
    return id;
  };
  return { text, json, runFailing, runTransfer };
}

export const readWrite = ({ identityId }, path = "/") => [{ principal: identityId, path, permissions: "rw" }];

function addCollections(fake, client) {
  const files = { share: { "a.txt": "alpha", "b.csv": "beta", sub: { "c.txt": "gamma" } } };
  const permissions = readWrite(client);
  return {
    from: fake.addCollection({ displayName: "From", files, permissions }),
    to: fake.addCollection({ displayName: "To", permissions }),
  };
}
