// Transfer with the JavaScript SDK: files, tasks, sharing, tunnels.
import assert from "node:assert/strict";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

export async function files(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("transfer");
  const data = fake.addCollection({
    displayName: "Observations",
    owner: client.identityId,
    files: { share: { "a.txt": "alpha", sub: { "b.txt": "beta" } } },
  });
  const path = "/share/";
  const listed = await sdk.fileOperations.ls(data.id, { headers, query: { path, orderby: "name DESC" } });
  assert.deepEqual(
    listed.DATA.map(({ name, type }) => [name, type]),
    [
      ["sub", "dir"],
      ["a.txt", "file"],
    ],
  );
  assertSameDocument(listed, await account.transfer.operationLs(data.id, { path, orderby: "name DESC" }));
  const stat = await sdk.fileOperations.stat(data.id, { headers, query: { path: "/share/a.txt" } });
  assert.deepEqual([stat.name, stat.size], ["a.txt", 5]);
  assertSameDocument(stat, await account.transfer.operationStat(data.id, { path: "/share/a.txt" }));
  const made = await sdk.fileOperations.mkdir(data.id, { headers, payload: { path: "/share/new" } });
  assert.equal(made.code, "DirectoryCreated");
  const names = { old_path: "/share/a.txt", new_path: "/share/new/a.txt" };
  await sdk.fileOperations.rename(data.id, { headers, payload: names });
  assert.deepEqual(data.files.list("/share/"), ["new/", "sub/"]);
  assert.equal(data.files.readText("/share/new/a.txt"), "alpha");
  const closed = fake.addCollection({ displayName: "Closed" });
  assert.equal(await statusOfRefusal(sdk.fileOperations.ls(closed.id, { headers, query: { path: "/" } })), 403);
  assert.equal(await statusOfRefusal(sdk.fileOperations.ls(data.id, { query: { path: "/" } })), 401, "without the header");
}

export async function tasks(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("transfer");
  const owner = client.identityId;
  const from = fake.addCollection({ displayName: "From", owner, files: { "a.txt": "alpha", "b.txt": "beta" } });
  const to = fake.addCollection({ displayName: "To", owner });
  fake.taskDuration = 60_000;
  const { value: submission_id } = await sdk.taskSubmission.submissionId({ headers });
  const payload = {
    submission_id,
    label: "from the JavaScript SDK",
    source_endpoint: from.id,
    destination_endpoint: to.id,
    DATA: [{ DATA_TYPE: "transfer_item", source_path: "/a.txt", destination_path: "/in/a.txt" }],
  };
  const { task_id: id, code } = await sdk.taskSubmission.submitTransfer({ headers, payload });
  assert.equal(code, "Accepted");
  const again = await sdk.taskSubmission.submitTransfer({ headers, payload });
  assert.deepEqual([again.task_id, again.code], [id, "Duplicate"]);
  await sdk.task.update(id, { headers, payload: { DATA_TYPE: "task", label: "renamed" } });
  fake.clock.advance(60_000);
  assert.equal(to.files.readText("/in/a.txt"), "alpha");

  const done = await sdk.task.get(id, { headers });
  assert.deepEqual([done.status, done.label, done.files], ["SUCCEEDED", "renamed", 1]);
  assertSameDocument(done, await account.transfer.getTask(id));
  const query = { filter: `task_id:${id}`, limit: 10 };
  assertSameDocument(await sdk.task.getAll({ headers, query }), await account.transfer.taskList(query));
  const page = { limit: 10 };
  const moved = await sdk.task.getSuccessfulTransfers(id, { headers });
  assert.deepEqual(
    moved.DATA.map(({ destination_path: path }) => path),
    ["/in/a.txt"],
  );
  assertSameDocument(moved, await account.transfer.taskSuccessfulTransfers(id));
  assertSameDocument(
    await sdk.task.getEventList(id, { headers, query: page }),
    await account.transfer.taskEventList(id, page),
  );
  assertSameDocument(await sdk.task.getSkippedErrors(id, { headers }), await account.transfer.taskSkippedErrors(id));
  assertSameDocument(await sdk.task.getPauseInfo(id, { headers }), await account.transfer.taskPauseInfo(id));

  const { value } = await sdk.taskSubmission.submissionId({ headers });
  const removal = { submission_id: value, endpoint: from.id, DATA: [{ DATA_TYPE: "delete_item", path: "/b.txt" }] };
  const { task_id: cancelled } = await sdk.taskSubmission.submitDelete({ headers, payload: removal });
  assert.equal((await sdk.task.cancel(cancelled, { headers })).code, "Canceled");
  assert.equal((await sdk.task.get(cancelled, { headers })).status, "FAILED");
  assert.ok(from.files.exists("/b.txt"));
}

export async function sharing(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("transfer");
  const owner = client.identityId;
  const ada = fake.addIdentity({ username: "ada@example.org" });
  const mapped = fake.addCollection({
    displayName: "Laptop",
    type: "mapped",
    owner,
    personal: true,
    files: { share: {} },
  });
  const guest = await sdk.endpoint.create({
    headers,
    payload: { display_name: "Shared", host_endpoint: mapped.id, host_path: "/share/" },
  });
  assert.equal(fake.collection(guest.id).owner, owner);
  await sdk.endpoint.update(guest.id, { headers, payload: { display_name: "Shared by JavaScript" } });
  const described = await sdk.endpoint.get(guest.id, { headers });
  assert.equal(described.display_name, "Shared by JavaScript");
  assertSameDocument(described, await account.transfer.getEndpoint(guest.id));
  const query = { filter_fulltext: "javascript" };
  const results = await sdk.endpointSearch({ headers, query });
  assert.deepEqual(
    results.DATA.map(({ id }) => id),
    [guest.id],
  );
  assertSameDocument(results, await account.transfer.endpointSearch(query));

  const rule = { DATA_TYPE: "access", principal_type: "identity", principal: ada.id, path: "/", permissions: "r" };
  const { access_id: id } = await sdk.access.create(guest.id, { headers, payload: rule });
  const where = { endpoint_xid: guest.id, id };
  await sdk.access.update(where, { headers, payload: { DATA_TYPE: "access", permissions: "rw" } });
  const kept = await sdk.access.get(where, { headers });
  assert.deepEqual([kept.principal, kept.permissions], [ada.id, "rw"]);
  assertSameDocument(kept, await account.transfer.getEndpointAclRule(guest.id, id));
  assertSameDocument(await sdk.access.getAll(guest.id, { headers }), await account.transfer.endpointAclList(guest.id));
  await sdk.access.remove(where, { headers });
  assert.deepEqual((await sdk.access.getAll(guest.id, { headers })).DATA, []);

  const role = { DATA_TYPE: "role", principal_type: "identity", principal: ada.id, role: "access_manager" };
  const { id: role_id } = await sdk.roles.create(guest.id, { headers, payload: role });
  const roles = await sdk.roles.getAll(guest.id, { headers });
  assert.ok(roles.DATA.some(({ principal }) => principal === ada.id));
  assertSameDocument(roles, await account.transfer.endpointRoleList(guest.id));
  const assigned = await sdk.roles.get({ endpoint_id: guest.id, role_id }, { headers });
  assertSameDocument(assigned, await account.transfer.getEndpointRole(guest.id, role_id));
  await sdk.roles.remove({ collection_id: guest.id, role_id }, { headers });
  assert.equal(await statusOfRefusal(sdk.roles.get({ endpoint_id: guest.id, role_id }, { headers })), 404);

  const bookmark = { name: "share", endpoint_id: guest.id, path: "/" };
  const { id: mark } = await sdk.collectionBookmarks.create({ headers, payload: bookmark });
  await sdk.collectionBookmarks.update(mark, { headers, payload: { name: "renamed" } });
  const marked = await sdk.collectionBookmarks.get(mark, { headers });
  assert.equal(marked.name, "renamed");
  assertSameDocument(marked, await account.transfer.getBookmark(mark));
  assertSameDocument(await sdk.collectionBookmarks.getAll({ headers }), await account.transfer.bookmarkList());
  await sdk.collectionBookmarks.remove(mark, { headers });
  assert.deepEqual((await sdk.collectionBookmarks.getAll({ headers })).DATA, []);
  await sdk.endpoint.remove(guest.id, { headers });
  assert.equal(fake.collection(guest.id), undefined);
}

export async function tunnels(sdk, { fake, account, headersFor }) {
  const headers = await headersFor("transfer");
  const [from, to] = ["Camera", "Cluster"].map((displayName) => fake.addStreamAccessPoint({ displayName }));
  const point = await sdk.streamAccessPoint.get(from.id, { headers });
  assert.equal(point.data.attributes.display_name, "Camera");
  assertSameDocument(point, await account.transfer.getStreamAccessPoint(from.id));
  const points = await sdk.streamAccessPoint.getAll({ headers });
  assert.deepEqual(points.data.map(({ id }) => id).sort(), [from.id, to.id].sort());
  const end = ({ id }) => ({ data: { type: "StreamAccessPoint", id } });
  const payload = {
    data: {
      type: "Tunnel",
      attributes: { label: "live", lifetime_mins: 30, restartable: false, submission_id: crypto.randomUUID() },
      relationships: { initiator: end(from), listener: end(to) },
    },
  };
  const { data } = await sdk.tunnel.create({ headers, payload });
  assert.equal(data.attributes.state, "AWAITING_LISTENER");
  // These two functions send all their options as attributes, contrary to their declaration, so the header must be
  // passed differently.
  const through = { fetch: { options: { headers } } };
  const address = { listener_ip_address: "192.0.2.1", listener_port: 5000 };
  const started = await sdk.tunnel.start(data.id, address, through);
  assert.equal(started.data.attributes.listener_port, 5000);
  assertSameDocument(await sdk.tunnel.get(data.id, { headers }), await account.transfer.getTunnel(data.id));
  assertSameDocument(await sdk.tunnel.getAll({ headers }), await account.transfer.listTunnels());
  await sdk.tunnel.stop(data.id, {}, through);
  fake.clock.advance(5000);
  assert.equal((await sdk.tunnel.get(data.id, { headers })).data.attributes.state, "STOPPED");
  assertSameDocument(await sdk.tunnel.getEventList(data.id, { headers }), await account.transfer.getTunnelEvents(data.id));
  await sdk.tunnel.remove(data.id, { headers });
  assert.deepEqual((await sdk.tunnel.getAll({ headers })).data, []);
}

export async function management(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("transfer");
  const { endpoint, pauseRule, task } = sdk.endpointManager;
  const owner = client.identityId;
  const mapped = fake.addCollection({ displayName: "Cluster", type: "mapped", owner, files: { "a.txt": "alpha" } });
  const guest = fake.addCollection({ displayName: "Share", owner, mappedCollection: mapped.id });
  guest.grant(crypto.randomUUID(), "/", "r");
  const { transfer } = account;
  const monitored = await endpoint.getMonitoredEndpoints({ headers });
  assert.ok(monitored.DATA.some(({ id }) => id === mapped.id));
  assertSameDocument(monitored, await transfer.endpointManagerMonitoredEndpoints());
  assertSameDocument(await endpoint.get(mapped.id, { headers }), await transfer.endpointManagerGetEndpoint(mapped.id));
  const hosted = await endpoint.getHostedEndpoints(mapped.id, { headers });
  assert.deepEqual(
    hosted.DATA.map(({ id }) => id),
    [guest.id],
  );
  assertSameDocument(hosted, await transfer.endpointManagerHostedEndpointList(mapped.id));
  const rules = await endpoint.getAccessList(guest.id, { headers });
  assert.equal(rules.DATA.length, 1);
  assertSameDocument(rules, await transfer.endpointManagerAclList(guest.id));

  fake.taskDuration = 60_000;
  const other = fake.addCollection({ displayName: "Other", owner });
  const DATA = [{ source_path: "/a.txt", destination_path: "/a.txt" }];
  const submitted = { source_endpoint: guest.id, destination_endpoint: other.id, DATA };
  const { task_id: id } = await transfer.submitTransfer(submitted);
  const pausing = { DATA_TYPE: "admin_pause", message: "maintenance", task_id_list: [id] };
  await task.pause({ headers, payload: pausing });
  const query = { limit: 10 };
  const paused = await task.get(id, { headers });
  assert.equal(paused.is_paused, true);
  assertSameDocument(paused, await transfer.endpointManagerGetTask(id));
  assertSameDocument(await task.getPauseInfo(id, { headers }), await transfer.endpointManagerTaskPauseInfo(id));
  assertSameDocument(await task.getEventList(id, { headers, query }), await transfer.endpointManagerTaskEventList(id, query));
  const list = await task.getAll({ headers, query: { filter: "status:ACTIVE" } });
  assert.ok(list.DATA.some(({ task_id: results }) => results === id));
  await task.resume({ headers, payload: { DATA_TYPE: "admin_resume", task_id_list: [id] } });
  assert.equal((await task.get(id, { headers })).is_paused, false);
  const cancelling = { DATA_TYPE: "admin_cancel", message: "no longer", task_id_list: [id] };
  const { id: cancel } = await task.cancel({ headers, payload: cancelling });
  assert.equal((await transfer.endpointManagerCancelStatus(cancel)).done, true);
  assert.equal((await transfer.getTask(id)).status, "FAILED");
  const moved = await task.getSuccessfulTransfers(id, { headers });
  assertSameDocument(moved, await transfer.endpointManagerTaskSuccessfulTransfers(id));
  assertSameDocument(await task.getSkippedErrors(id, { headers }), await transfer.endpointManagerTaskSkippedErrors(id));

  const rule = {
    DATA_TYPE: "pause_rule",
    message: "maintenance",
    endpoint_id: mapped.id,
    start_time: null,
    pause_ls: true,
    pause_mkdir: false,
    pause_rename: false,
    pause_task_delete: false,
    pause_task_transfer_write: false,
    pause_task_transfer_read: false,
  };
  const { id: ruleId } = await pauseRule.create({ headers, payload: rule });
  await pauseRule.update(ruleId, { headers, payload: { DATA_TYPE: "pause_rule", message: "until noon" } });
  const kept = await pauseRule.get(ruleId, { headers });
  assert.equal(kept.message, "until noon");
  assertSameDocument(kept, await transfer.endpointManagerGetPauseRule(ruleId));
  assertSameDocument(await pauseRule.getAll({ headers }), await transfer.endpointManagerPauseRuleList());
  await pauseRule.remove(ruleId, { headers });
  assert.deepEqual((await pauseRule.getAll({ headers })).DATA, []);
}
