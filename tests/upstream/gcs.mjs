// Endpoints, collections and files over HTTPS, with Globus's command line and Python SDK. Both require https URLs.
import assert from "node:assert/strict";
import { commands, readWrite } from "./cli.mjs";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>, options: object) => void} register */
export default function registerAll(register) {
  const test = (name, body) =>
    register(name, (stage) => body({ ...stage, ...commands(stage), sdk: makeSdkRunner(stage) }), { tls: true });

  test("globus gcs endpoint show and update as its administrator", async ({ fake, client, text, runFailing }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    const shown = await text("gcs", "endpoint", "show", endpoint.id);
    assert.match(shown, /^Display Name: +Campus$/m);
    assert.match(shown, /^GCS Manager URL: +https:\/\/127\.0\.0\.1:\d+$/m);
    const changes = ["--display-name", "Campus storage", "--organization", "Example", "--keywords", "a,b", "--private"];
    const updated = await text("gcs", "endpoint", "update", endpoint.id, ...changes);
    for (const line of [
      "Display Name: +Campus storage",
      "Organization: +Example",
      "Keywords: +a,b",
      "Public: +False",
    ]) {
      assert.match(updated, new RegExp(`^${line}$`, "m"));
    }
    const foreign = fake.addEndpoint({ displayName: "Foreign" });
    assert.match(
      await runFailing("gcs", "endpoint", "update", foreign.id, "--organization", "Mine"),
      /permission_denied/,
    );
  });

  test("globus gcs endpoint set-subscription-id", async ({ fake, client, text, json }) => {
    const { id } = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    const subscription = crypto.randomUUID();
    assert.match(await text("gcs", "endpoint", "set-subscription-id", id, subscription), /Updated endpoint/);
    assert.equal((await json("gcs", "endpoint", "show", id)).subscription_id, subscription);
  });

  test("globus gcs endpoint role: create, list, show, delete", async ({ fake, client, text, json, runFailing }) => {
    const { id } = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const role = (...args) => ["gcs", "endpoint", "role", ...args];
    const created = await text(...role("create", id, "activity_manager", ada.username));
    assert.match(created, /^Principal: +ada@example\.org$/m);
    const [, roleId] = /^ID: +(\S+)$/m.exec(created);
    await text(...role("create", id, "activity_monitor", crypto.randomUUID(), "--principal-type", "group"));
    assert.match(await runFailing(...role("create", id, "activity_manager", ada.username)), /409[^]*conflict/);
    const roles = async (...args) => (await json(...role("list", id, ...args))).DATA.map((item) => item.role);
    assert.deepEqual(await roles(), ["owner"]);
    assert.deepEqual(await roles("--all-roles"), ["owner", "activity_manager", "activity_monitor"]);
    assert.match(await text(...role("show", id, roleId)), /^Role: +activity_manager$/m);
    assert.match(await text(...role("delete", id, roleId)), /Deleted role/);
    assert.match(await runFailing(...role("show", id, roleId)), /404[^]*not_found/);
  });

  test("globus gcs storage-gateway list", async ({ fake, text }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    endpoint.addStorageGateway({ displayName: "Scratch", allowedDomains: ["example.org", "clients.auth.globus.org"] });
    endpoint.addStorageGateway({ displayName: "Vault", highAssurance: true });
    const listed = await text("gcs", "storage-gateway", "list", endpoint.id);
    assert.match(listed, /\| Scratch +\| False +\| clients\.auth\.globus\.org,example\.org/);
    assert.match(listed, /\| Vault +\| True/);
  });

  test("globus gcs user-credential: posix, show, list, delete", async ({ fake, client, text, json, runFailing }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    const gateway = endpoint.addStorageGateway();
    const credential = (action, ...args) => ["gcs", "user-credential", action, ...args];
    const create = credential("create", "posix", endpoint.id, gateway, client.username, "robot");
    assert.match(await text(...create, "--display-name", "Robot"), /Created User Credential/);
    assert.match(await runFailing(...create), /409[^]*conflict/);
    const [{ id, username }] = (await json(...credential("list", endpoint.id))).data;
    assert.equal(username, "robot");
    assert.match(
      await text(...credential("list", endpoint.id)),
      /\| Robot +\| .*@clients\.auth\.globus\.org +\| robot/,
    );
    assert.match(await text(...credential("show", endpoint.id, id)), /^Connector: +POSIX$/m);
    assert.match(await text(...credential("delete", endpoint.id, id)), /Deleted User Credential/);
    assert.deepEqual((await json(...credential("list", endpoint.id, "--storage-gateway", gateway))).data, []);
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const other = credential("create", "posix", endpoint.id, gateway, ada.username, "ada");
    assert.match(await runFailing(...other), /403[^]*permission_denied/);
  });

  test("globus gcs user-credential from-json and s3: no record contains its secret", async ({
    fake,
    client,
    text,
    json,
  }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    const gateway = endpoint.addStorageGateway();
    const document = { DATA_TYPE: "user_credential#1.0.0", storage_gateway_id: gateway, username: "robot" };
    const credential = (action, ...args) => ["gcs", "user-credential", action, ...args];
    await text(...credential("create", "from-json", endpoint.id, JSON.stringify(document)));
    const [{ id }] = (await json(...credential("list", endpoint.id))).data;
    const change = { DATA_TYPE: "user_credential#1.0.0", display_name: "Changed" };
    await text(...credential("update", "from-json", endpoint.id, id, JSON.stringify(change)));
    assert.match(await text(...credential("show", endpoint.id, id)), /^Display Name: +Changed$/m);
    await text(...credential("create", "s3", endpoint.id, gateway, client.username, "bucket", "key", "very-secret"));
    assert.ok(!JSON.stringify(fake.requests).includes("very-secret"));
  });

  test("globus gcs collection create guest: with a credential, in Transfer at once, with the files of its mapped collection", async ({
    fake,
    client,
    text,
    json,
    runFailing,
  }) => {
    const mapped = addCluster(fake, client);
    const create = ["gcs", "collection", "create", "guest", mapped.id, "/home/robot/results", "Results"];
    assert.match(await runFailing(...create), /No valid gcs user credentials discovered/);
    await text(
      ...["gcs", "user-credential", "create", "posix"],
      ...[mapped.endpointId, mapped.storageGatewayId, client.username, "robot"],
    );
    const created = await text(...create, "--description", "What came out", "--keywords", "x,y");
    for (const line of [
      "Display Name: +Results",
      `Owner: +${client.username.replaceAll(".", "\\.")}`,
      `Mapped Collection ID: +${mapped.id}`,
      "Connector: +POSIX",
      "Description: +What came out",
    ]) {
      assert.match(created, new RegExp(`^${line}$`, "m"));
    }
    const [, id] = /^ID: +(\S+)$/m.exec(created);
    assert.equal(await text("ls", id), "a.txt");
    const ada = fake.addIdentity({ username: "ada@example.org" });
    await text("endpoint", "permission", "create", `${id}:/`, "--identity", ada.username, "--permissions", "r");
    await text("mkdir", `${id}:/new/`);
    assert.ok(mapped.files.exists("/home/robot/results/new"));
    const { owner_id: owner, mapped_collection_id: below } = await json(
      "endpoint",
      "show",
      "--skip-endpoint-type-check",
      id,
    );
    assert.deepEqual([owner, below], [mapped.endpointId, mapped.id]);
    assert.equal(fake.collection(id).owner, client.identityId);
  });

  test("guest collections require an allowed domain, a local account, and a mapped collection that allows them", async ({
    fake,
    client,
    runFailing,
    text,
    globus,
  }) => {
    const tryToCreate = async (options) => {
      const { id, endpointId, storageGatewayId } = addCluster(fake, client, options);
      const credential = [endpointId, storageGatewayId, client.username, "robot"];
      const create = ["gcs", "collection", "create", "guest", id, "/", "Mine"];
      if (options.allowedDomains)
        return (await globus(["gcs", "user-credential", "create", "posix", ...credential])).stdout;
      await text("gcs", "user-credential", "create", "posix", ...credential);
      return runFailing(...create);
    };
    // For such a refusal the command line prints advice to log in, which a service account cannot follow.
    assert.match(await tryToCreate({ allowedDomains: ["example.org"] }), /globus session update example\.org/);
    assert.match(await tryToCreate({ permissions: [] }), /403[^]*does not map to a valid username/);
    assert.match(await tryToCreate({ allowGuestCollections: false }), /403[^]*not allowed on this collection/);
  });

  test("globus gcs collection list: filters and pages", async ({ fake, client, text, json }) => {
    const mapped = addCluster(fake, client);
    for (let i = 0; i < 120; i++) {
      const owner = i < 3 ? client.identityId : undefined;
      fake.addCollection({ displayName: `Share ${i}`, mappedCollection: mapped.id, owner });
    }
    const list = async (...args) => (await json("gcs", "collection", "list", mapped.endpointId, ...args)).DATA;
    assert.equal((await list("--limit", "200")).length, 121);
    assert.equal(fake.count({ service: "gcs", path: "/api/collections" }), 2, "two pages");
    assert.deepEqual(
      (await list("--filter", "mapped-collections")).map(({ id }) => id),
      [mapped.id],
    );
    assert.equal((await list("--filter", "created-by-me", "--filter", "guest-collections")).length, 3);
    assert.equal((await list("--mapped-collection-id", mapped.id, "--limit", "5")).length, 5);
    assert.match(await text("gcs", "collection", "list", mapped.endpointId), /\| Cluster +\|.*\| mapped/);
  });

  test("globus gcs collection show, with the fields that only administrators see", async ({ fake, client, text }) => {
    const { id } = addCluster(fake, client, { owner: client.identityId, basePath: "/data" });
    const shown = await text("gcs", "collection", "show", id);
    assert.match(shown, /^Collection Type: +mapped$/m);
    assert.match(shown, /^HTTPS URL: +https:\/\/127\.0\.0\.1:\d+$/m);
    assert.doesNotMatch(shown, /^Root Path/m);
    const all = await text("gcs", "collection", "show", "--include-private-policies", id);
    assert.match(all, /^Root Path: +\/data$/m);
  });

  test("globus gcs collection update: mapped and guest", async ({ fake, client, text, json, runFailing }) => {
    const mapped = addCluster(fake, client, { owner: client.identityId });
    const guest = fake.addCollection({ displayName: "Share", mappedCollection: mapped.id, owner: client.identityId });
    const update = (id, ...args) => ["gcs", "collection", "update", id, ...args];
    assert.match(
      await text(...update(guest.id, "--display-name", "Renamed", "--info-link", "https://example.org/")),
      /success/,
    );
    const { display_name: name, info_link: link } = await json(
      "endpoint",
      "show",
      "--skip-endpoint-type-check",
      guest.id,
    );
    assert.deepEqual([name, link], ["Renamed", "https://example.org/"], "Transfer returns the new values, too");
    await text(...update(mapped.id, "--no-allow-guest-collections", "--sharing-user-deny", "eve"));
    const all = await text("gcs", "collection", "show", "--include-private-policies", mapped.id);
    assert.match(all, /^Allow Guest Collections: +False$/m);
    assert.match(all, /^Sharing Denied Users: +\['eve'\]$/m);
    assert.match(await runFailing("ls", guest.id), /403/, "guest collections can no longer be used");
    const foreign = addCluster(fake, client);
    assert.match(await runFailing(...update(foreign.id, "--display-name", "Mine")), /403[^]*Insufficient/);
  });

  test("globus gcs collection delete: a guest collection; an unprotected mapped collection with its guest collections", async ({
    fake,
    client,
    text,
    runFailing,
    sdk,
  }) => {
    const mapped = addCluster(fake, client, { owner: client.identityId });
    const [one, two] = [1, 2].map((n) =>
      fake.addCollection({ displayName: `Share ${n}`, mappedCollection: mapped.id, owner: client.identityId }),
    );
    assert.equal(await text("gcs", "collection", "delete", one.id), "success");
    assert.match(await runFailing("gcs", "collection", "show", one.id), /EndpointNotFound/);
    assert.match(await runFailing("gcs", "collection", "delete", mapped.id), /protected/);
    assert.ok(mapped.files.exists("/home/robot/results/a.txt"), "deleting a share deletes no files");
    assert.ok(fake.collection(two.id));
    assert.deepEqual(await sdk("unprotect_and_delete", { collection: mapped.id }), { codes: ["success", "success"] });
    assert.equal(fake.collection(two.id), undefined);
  });

  test("globus collection create mapped", async ({ fake, client, text }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    endpoint.addStorageGateway();
    const created = await text(
      ...["collection", "create", "mapped", endpoint.id, "Projects"],
      ...["--base-path", "/projects", "--allow-guest-collections"],
    );
    assert.match(created, /^Allow Guest Collections: +True$/m);
    const [, id] = /^ID: +(\S+)$/m.exec(created);
    assert.equal(fake.collection(id).type, "mapped");
  });

  test("globus gcs collection role: list, show, delete", async ({ fake, client, text, runFailing }) => {
    const mapped = addCluster(fake, client);
    const guest = fake.addCollection({ displayName: "Share", mappedCollection: mapped.id, owner: client.identityId });
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const id = guest.addRole(ada.id, "access_manager");
    const role = (action, ...args) => ["gcs", "collection", "role", action, guest.id, ...args];
    assert.doesNotMatch(await text(...role("list")), /ada@example\.org/);
    assert.match(await text(...role("list", "--all-roles")), /^Principal: +ada@example\.org$/m);
    assert.match(await text(...role("show", id)), /^Role: +access_manager$/m);
    assert.equal(await text(...role("delete", id)), "success");
    assert.match(await runFailing(...role("show", id)), /not_found/);
  });

  test("GCSClient: a guest collection as the SDK's guide makes one", async ({ fake, client, sdk }) => {
    const mapped = addCluster(fake, client);
    const results = await sdk("guest_collection", { mapped: mapped.id, path: "/home/robot/results" });
    assert.deepEqual(results, {
      refused: {
        status: 403,
        code: "permission_denied",
        detail: "missing_required_scopes#1.0.0",
        scopes: [scopeFor(mapped)],
      },
      credentials: [201, 409],
      type: "guest",
      listed: ["a.txt"],
      owned: [true],
      renamed: "Second name",
      deleted: "success",
      gone: 404,
    });
  });

  test("GCSClient: with host name and port, its resource server read from the manager", async ({
    fake,
    client,
    sdk,
  }) => {
    const mapped = addCluster(fake, client);
    const { server, endpoint } = await sdk("address", { mapped: mapped.id });
    assert.deepEqual([server, endpoint], [mapped.endpointId, mapped.endpointId]);
  });

  test("GCSClient: the calls of an administrator", async ({ fake, client, sdk }) => {
    const endpoint = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    const collection = fake.addCollection({ displayName: "Any", type: "mapped", endpoint: endpoint.id });
    assert.deepEqual(await sdk("administrator", { collection: collection.id }), {
      endpoint: "Campus again",
      gateways: ["New storage", "POSIX storage"],
      gateway: ["Newer storage", ["example.org"], { DATA_TYPE: "path_restrictions#1.0.0", read: ["/"] }],
      gateway_deleted: 200,
      roles: ["activity_monitor", "owner"],
      role_deleted: 404,
      mapped: ["mapped", "/projects", false],
      paged: 4,
    });
  });

  test("files over HTTPS with the collection's own scope: read, ranges, written, deleted", async ({
    fake,
    client,
    sdk,
  }) => {
    const files = { share: { "a b.txt": "0123456789" }, closed: { "b.txt": "b" } };
    const permissions = readWrite(client, "/share/");
    const { id, files: now } = fake.addCollection({ displayName: "Data", files, permissions });
    const results = await sdk("https", { collection: id });
    assert.deepEqual(results, {
      whole: [200, "0123456789", "10"],
      part: [206, "234", "bytes 2-4/*"],
      tail: [416, null],
      beyond: [416, null],
      head: [200, "", "10"],
      put: 200,
      big: 200,
      deleted: 200,
      missing: 404,
      directory: 404,
      denied: 403,
      anonymous: 302,
      foreign: 302,
    });
    assert.equal(now.readText("/share/new.txt"), "written");
    assert.equal(now.stat("/share/big.bin").size, 100 * 1024 * 1024);
    assert.ok(!now.exists("/share/a b.txt"));
  });
}

/** Returns a function that runs a scenario of admin_app.py and returns its result. */
const makeSdkRunner =
  ({ python: run }) =>
  async (scenario, args) => {
    const result = await run(scenario, args, { script: "admin_app.py" });
    assert.equal(result.status, 0, result.stderr);
    return result.json();
  };

const scopeFor = ({ id, endpointId }) =>
  `urn:globus:auth:scope:${endpointId}:manage_collections[*https://auth.globus.org/scopes/${id}/data_access]`;

/** Adds a mapped collection on which the client has an account. */
const addCluster = (fake, client, options = {}) =>
  fake.addCollection({
    displayName: "Cluster",
    type: "mapped",
    files: { home: { robot: { results: { "a.txt": "alpha" } } } },
    permissions: readWrite(client),
    ...options,
  });
