// Calls of Transfer for administrators of collections, with Globus's command line and Python SDK; and tunnels.
import assert from "node:assert/strict";
import { commands, readWrite } from "./cli.mjs";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage), sdk: makeSdkRunner(stage) }));

  test("globus endpoint permission: for a group, for all users, until a date", async ({ fake, client, text, json }) => {
    const { id } = fake.addCollection({ displayName: "Mine", owner: client.identityId });
    const group = crypto.randomUUID();
    const create = (path, ...args) =>
      text("endpoint", "permission", "create", `${id}:${path}`, "--permissions", "r", ...args);
    await create("/group/", "--group", group);
    await create("/public/", "--anonymous");
    await create("/known/", "--all-authenticated", "--expiration-date", "2099-01-01");
    const { DATA } = await json("endpoint", "permission", "list", id);
    assert.deepEqual(
      DATA.map(({ principal_type: type, principal, expiration_date: end }) => [type, principal, end]),
      [
        ["group", group, null],
        ["anonymous", "", null],
        ["all_authenticated_users", "", "2099-01-01T00:00:00+00:00"],
      ],
    );
    const listed = await text("endpoint", "permission", "list", id);
    assert.match(listed, new RegExp(`https://app\\.globus\\.org/groups/${group} +\\| /group/`));
  });

  test("globus endpoint role: create, list, show, delete, and the rights of a role", async ({
    fake,
    client,
    text,
    json,
    runFailing,
  }) => {
    const mine = fake.addCollection({ displayName: "Mine", owner: client.identityId });
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const role = (action, ...args) => ["endpoint", "role", action, mine.id, ...args];
    const [, id] = /^ID: (\S+)$/.exec(
      await text(...role("create", "--identity", ada.username, "--role", "access_manager")),
    );
    assert.match(await text(...role("list")), /ada@example\.org +\| access_manager/);
    assert.match(await text(...role("show", id)), /^Role: +access_manager$/m);
    assert.match(await text(...role("delete", id)), /deleted successfully/);
    assert.match(await runFailing(...role("show", id)), /RoleNotFound/);
    const theirs = fake.addCollection({ displayName: "Theirs", files: { "a.txt": "a" } });
    const list = ["endpoint", "permission", "list", theirs.id];
    assert.match(await runFailing(...list), /PermissionDenied/);
    theirs.addRole(client.identityId, "access_manager");
    assert.deepEqual((await json(...list)).DATA, []);
    assert.match(await runFailing("ls", theirs.id), /EndpointPermissionDenied/);
    theirs.addRole(client.identityId, "administrator");
    assert.equal(await text("ls", theirs.id), "a.txt");
  });

  test("globus gcp create mapped and guest, my-shared-endpoint-list", async ({ fake, client, text, json }) => {
    const { id, globus_connect_setup_key: key } = await json(
      "gcp",
      "create",
      "mapped",
      "Laptop",
      "--description",
      "Mine",
    );
    assert.ok(key);
    const laptop = fake.collection(id);
    laptop.files.write("/data/a.txt", "alpha");
    const { id: guest } = await json("gcp", "create", "guest", "Shared", `${id}:/data/`);
    assert.equal(await text("ls", guest), "a.txt");
    const shared = await json("endpoint", "my-shared-endpoint-list", id);
    assert.deepEqual(
      shared.DATA.map((item) => [item.id, item.entity_type, item.host_endpoint_id, item.owner_id]),
      [[guest, "GCP_guest_collection", id, client.identityId]],
    );
    assert.match(await text("endpoint", "search", "--filter-scope", "my-gcp-endpoints"), /\| Laptop +\|/);
  });

  test("globus endpoint update and delete, of Globus Connect Personal", async ({
    fake,
    client,
    text,
    json,
    runFailing,
  }) => {
    const laptop = fake.addCollection({
      displayName: "Laptop",
      type: "mapped",
      personal: true,
      owner: client.identityId,
    });
    const update = ["--display-name", "Desktop", "--description", "On the desk", "--contact-email", "me@example.org"];
    assert.match(await text("endpoint", "update", laptop.id, ...update), /updated successfully/);
    const shown = await json("endpoint", "show", laptop.id);
    assert.deepEqual([shown.display_name, shown.description, shown.contact_email], [update[1], update[3], update[5]]);
    assert.equal(shown.gcp_connected, true);
    assert.match(await text("endpoint", "delete", laptop.id), /deleted successfully/);
    assert.match(await runFailing("endpoint", "show", laptop.id), /EndpointNotFound/);
    const server = fake.addCollection({ displayName: "Server", owner: client.identityId });
    assert.match(await runFailing("endpoint", "update", server.id, "--display-name", "X"), /to be an endpoint ID/);
  });

  test("globus gcp set-subscription-id and set-subscription-admin-verified", async ({
    fake,
    client,
    text,
    json,
    runFailing,
  }) => {
    const { id } = fake.addCollection({
      displayName: "Laptop",
      type: "mapped",
      personal: true,
      owner: client.identityId,
    });
    const verify = ["gcp", "set-subscription-admin-verified", id, "true"];
    assert.match(await runFailing(...verify), /must be associated with a subscription/);
    const subscription = crypto.randomUUID();
    assert.match(await text("gcp", "set-subscription-id", id, subscription), /updated successfully/);
    assert.match(await text(...verify), /updated successfully/);
    const shown = await json("endpoint", "show", id);
    assert.deepEqual([shown.subscription_id, shown.subscription_admin_verified], [subscription, true]);
  });

  test("globus endpoint show of a server's endpoint, and the hint for its collections", async ({
    fake,
    text,
    runFailing,
  }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    assert.match(await text("endpoint", "show", endpoint.id), /^Display Name: +Campus$/m);
    const { id } = fake.addCollection({ displayName: "Share", endpoint: endpoint.id });
    assert.match(await runFailing("endpoint", "show", id), /globus gcs collection show/);
  });

  test("globus bookmark show: by name, as a path for other commands", async ({ fake, client, text }) => {
    const files = { share: { "a.txt": "alpha" } };
    const { id } = fake.addCollection({ displayName: "Data", files, permissions: readWrite(client) });
    await text("bookmark", "create", `${id}:/share/`, "mine");
    const pathOfBookmark = await text("bookmark", "show", "mine");
    assert.equal(pathOfBookmark, `${id}:/share/`);
    assert.equal(await text("ls", pathOfBookmark), "a.txt");
    assert.match(await text("bookmark", "show", "-v", "mine"), /^Path: +\/share\/$/m);
  });

  test("globus task pause-info: a pause rule of the collection's manager pauses a task and resumes it", async ({
    fake,
    client,
    text,
    json,
    sdk,
  }) => {
    const [from, to] = ["From", "To"].map((displayName) =>
      fake.addCollection({ displayName, files: { "a.txt": "alpha" }, owner: client.identityId }),
    );
    const rule = await sdk("add_pause_rule", { collection: to.id, message: "Moving to new disks" });
    const { task_id: id } = await json("transfer", `${from.id}:/a.txt`, `${to.id}:/b.txt`);
    const info = await text("task", "pause-info", id);
    assert.match(info, /^write\/read\/delete\/rename\/mkdir\/ls \| To +\| None +\| Moving to new disks/m);
    fake.clock.advance(60_000);
    assert.equal((await json("task", "show", id)).is_paused, true);
    assert.ok(!to.files.exists("/b.txt"));
    await sdk("delete_pause_rule", { rule });
    fake.clock.advance(fake.taskDuration);
    assert.equal((await json("task", "show", id)).status, "SUCCEEDED");
    assert.match(await text("task", "pause-info", id), /is not paused/);
  });

  test("globus task update: label and deadline; refused for a task that has ended", async ({
    fake,
    client,
    text,
    json,
    runFailing,
  }) => {
    const data = fake.addCollection({ displayName: "Data", files: { "a.txt": "alpha" }, owner: client.identityId });
    fake.taskDuration = 3_600_000;
    const { task_id: id } = await json("delete", `${data.id}:/a.txt`);
    assert.equal(await text("task", "update", id, "--label", "slow", "--deadline", "2099-01-01"), "Success");
    const { label, deadline } = await json("task", "show", id);
    assert.deepEqual([label, deadline], ["slow", "2099-01-01T00:00:00+00:00"]);
    await text("task", "cancel", id);
    assert.match(await runFailing("task", "update", id, "--label", "late"), /409/);
  });

  test("TransferClient: the calls of an activity manager", async ({ fake, client, sdk }) => {
    const other = fake.addClient();
    const files = { share: { "1.txt": "1", "2.txt": "2", "3.txt": "3" } };
    const permissions = readWrite(other);
    const pathOfBookmark = fake.addCollection({ displayName: "Managed", files, permissions, owner: client.identityId });
    const away = fake.addCollection({ displayName: "Away", permissions });
    const env = { GLOBUS_CLI_CLIENT_ID: other.clientId, GLOBUS_CLI_CLIENT_SECRET: other.clientSecret };
    const submit = (count) => sdk("submit", { source: pathOfBookmark.id, destination: away.id, count }, { env });
    const [done] = await submit(1);
    fake.clock.advance(fake.taskDuration);
    fake.taskDuration = 3_600_000;
    const tasks = [done, ...(await submit(2))];
    const results = await sdk("manager", { collection: pathOfBookmark.id, tasks, owner: other.clientId });
    assert.deepEqual(results, {
      monitored: ["Managed"],
      in_use: null,
      hosted: [409, "Conflict"],
      access: 1,
      seen: 3,
      filtered: 3,
      none: 0,
      owner: true,
      paused: "PauseAccepted",
      is_paused: [true, true],
      message: "Please wait",
      resumed: "ResumeAccepted",
      cancel: ["admin_cancel", true],
      canceled: ["FAILED", "SOURCE", "Enough"],
      events: ["CANCELED", "STARTED"],
      errors: 1,
      moved: ["/copy/1.txt", "/copy/2.txt", "/copy/3.txt"],
      skipped: 0,
    });
    const denied = await sdk("denied", { collection: pathOfBookmark.id, task: tasks[0] }, { env });
    assert.deepEqual(new Set(Object.values(denied)), new Set(["403 PermissionDenied"]), JSON.stringify(denied));
  });

  test("TransferClient: pause rules from creation to deletion", async ({ fake, client, sdk }) => {
    const { id } = fake.addCollection({ displayName: "Mine", owner: client.identityId });
    assert.deepEqual(await sdk("pause_rules", { collection: id }), {
      created: ["SDK rule", id, true, false],
      listed: 1,
      filtered: 1,
      updated: ["New message", false, true],
      effective: ["pause_rule_limited", "New message", false],
      deleted: "Deleted",
      gone: [404, "PauseRuleNotFound"],
    });
  });

  test("TransferClient: servers, shared endpoints in pages, subscription, roles, rules", async ({
    fake,
    client,
    sdk,
  }) => {
    const laptop = fake.addCollection({
      displayName: "Laptop",
      type: "mapped",
      personal: true,
      owner: client.identityId,
    });
    for (let i = 0; i < 5; i++) {
      const pathOfBookmark = { mappedCollection: laptop.id, personal: true, owner: client.identityId };
      fake.addCollection({ displayName: `Share ${i}`, ...pathOfBookmark });
    }
    const server = fake.addCollection({ displayName: "Server", owner: client.identityId });
    assert.deepEqual(await sdk("endpoints", { laptop: laptop.id, server: server.id }), {
      servers: [0, 1],
      scheme: "tlsftp",
      shared: 5,
      mine: 5,
      updated: "Updated",
      name: "Renamed",
      role: ["access_manager", "RoleNotFound"],
      rule: ["r", "rw", "AccessRuleNotFound"],
      subscription: "Updated",
      deleted: ["Deleted", 404],
    });
  });

  test("globus streams: access point, tunnel from creation to deletion", async ({ fake, text, json, runFailing }) => {
    const [from, to] = ["Camera", "Cluster"].map((displayName) => fake.addStreamAccessPoint({ displayName }));
    assert.match(await text("streams", "access-point", "show", from.id), /^Display Name: +Camera$/m);
    const tunnel = (action, ...args) => ["streams", "tunnel", action, ...args];
    const created = await text(...tunnel("create", from.id, to.id, "--label", "live", "--lifetime-minutes", "30"));
    const [, id] = /^ID: +(\S+)$/m.exec(created);
    assert.match(created, new RegExp(`^Listener Access Point: +${to.id}$`, "m"));
    assert.match(created, /^State: +AWAITING_LISTENER$/m);
    assert.match(await text(...tunnel("list")), /\| live +\| AWAITING_LISTENER/);
    assert.match(await text(...tunnel("update", id, "--label", "live too")), /^Label: +live too$/m);
    assert.match(await text(...tunnel("stop", id)), /^State: +STOPPING$/m);
    fake.clock.advance(5000);
    assert.match(await text(...tunnel("show", id)), /^State: +STOPPED$/m);
    assert.match(await text(...tunnel("events", id)), /STARTED[^]*TUNNEL_STOPPED/);
    assert.match(await text(...tunnel("delete", id)), /deleted successfully/);
    assert.deepEqual((await json(...tunnel("list"))).data, []);
    assert.match(await runFailing(...tunnel("show", id)), /404/);
  });

  test("TransferClient: one tunnel for each submission id, and the errors of tunnels", async ({ fake, sdk }) => {
    const [from, to] = ["Camera", "Cluster"].map((displayName) => fake.addStreamAccessPoint({ displayName }));
    assert.deepEqual(await sdk("tunnels", { initiator: from.id, listener: to.id }), {
      same: true,
      lifetime: 10,
      events: ["STARTED"],
      address: ["192.0.2.1", 5000],
      listed: 1,
      missing: [404, "NotFound", true],
    });
  });
}

/** Returns a function that runs a scenario of admin_app.py and returns its result. */
const makeSdkRunner =
  ({ python: run }) =>
  async (scenario, args, options) => {
    const result = await run(scenario, args, { script: "admin_app.py", ...options });
    assert.equal(result.status, 0, result.stderr);
    return result.json();
  };
