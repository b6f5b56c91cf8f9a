// What some calls of Globus Transfer do in addition to sending their arguments.
import { helpers, json, TRANSFER_URL } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const TUNNELS = TRANSFER_URL.replace("v0.10", "v2/tunnels");

/** Freezes a value at every depth, and returns it. */
function deepFreeze(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

export default function (test, env) {
  const { GlobusConfigError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const bodyOf = ({ init }) => JSON.parse(init.body);
  const queryOf = ({ url }) => decodeURIComponent(new URL(url).search);

  /** Returns the single request of `call`. Its response contains `reply`. */
  async function sendCall(call, reply = { code: "Done" }) {
    const { account, calls } = stub(() => json(reply));
    await call(account.transfer);
    assert.lengthOf(calls, 1);
    return calls[0];
  }

  /** Checks that a call fails before any request, with an error for `field`. */
  async function assertRejected(call, field) {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const error = await failure(call(account.transfer));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code: "invalid_argument", field });
    assert.deepEqual([calls.length, grants.length], [0, 0], "nothing is sent");
  }

  const tunnelEnds = { listener: { data: { id: "l" } }, initiator: { data: { id: "i" } } };
  const accessPoint = (id) => ({ data: { type: "StreamAccessPoint", id } });

  test("createTunnel: the document is completed, and the caller's document is not changed", async () => {
    for (const attributes of [{}, { attributes: {} }, { attributes: undefined }]) {
      const document = deepFreeze({ data: { ...attributes, relationships: tunnelEnds } });
      const call = await sendCall((transfer) => transfer.createTunnel(document));
      assert.deepInclude(call, { url: TUNNELS });
      assert.equal(call.init.method, "POST");
      const { data, ...more } = bodyOf(call);
      assert.match(data.attributes.submission_id, UUID);
      assert.deepEqual(more, {});
      assert.deepEqual(data, {
        type: "Tunnel",
        attributes: { submission_id: data.attributes.submission_id },
        relationships: { listener: accessPoint("l"), initiator: accessPoint("i") },
      });
    }
  });

  test("createTunnel: members that the caller sets are not changed, known or unknown", async () => {
    const document = deepFreeze({
      data: {
        type: "OtherTunnel",
        attributes: { submission_id: "mine", label: null, more: [1] },
        relationships: {
          listener: { data: { type: "OtherPoint", id: "l" }, meta: 1 },
          initiator: null,
          owner: { data: 1 },
        },
        id: "x",
      },
      meta: {},
    });
    assert.deepEqual(bodyOf(await sendCall((transfer) => transfer.createTunnel(document))), document);
    const bare = { data: { attributes: { submission_id: "mine" } } };
    assert.deepEqual(bodyOf(await sendCall((transfer) => transfer.createTunnel(bare))), {
      data: { type: "Tunnel", attributes: { submission_id: "mine" } },
    });
  });

  test("documents: a member that the caller sets to undefined is added like a missing one", async () => {
    const made = await sendCall((transfer) => transfer.operationMkdir("e", { DATA_TYPE: undefined, path: "/a" }));
    assert.deepEqual(bodyOf(made), { DATA_TYPE: "mkdir", path: "/a" });
    const data = { type: undefined, attributes: { submission_id: undefined }, relationships: undefined };
    const { type, attributes } = bodyOf(await sendCall((transfer) => transfer.createTunnel({ data }))).data;
    assert.equal(type, "Tunnel");
    assert.match(attributes.submission_id, UUID);
  });

  test("createTunnel: each tunnel has its own submission id, the same in each attempt", async () => {
    const ids = await withTime(async (time) => {
      const { account, calls } = stub((_, number) => (number < 3 ? json({}, { status: 503 }) : json({ data: {} })));
      const create = () => time.until(account.transfer.createTunnel({ data: { relationships: tunnelEnds } }), 30_000);
      await create();
      await create();
      return calls.map((call) => bodyOf(call).data.attributes.submission_id);
    });
    assert.lengthOf(ids, 4);
    assert.lengthOf(new Set(ids.slice(0, 3)), 1);
    assert.notEqual(ids[2], ids[3]);
  });

  test("createTunnel: an invalid JSON:API document is rejected, and the error names the member", async () => {
    for (const [document, field] of [
      [undefined, "document"],
      [{}, "document.data"],
      [{ attributes: {} }, "document.data"],
      [{ data: null }, "document.data"],
      [{ data: [] }, "document.data"],
      [{ data: { attributes: "a" } }, "document.data.attributes"],
      [{ data: { relationships: [] } }, "document.data.relationships"],
      [{ data: { relationships: { listener: "l" } } }, "document.data.relationships.listener"],
      [{ data: { relationships: { initiator: { data: "i" } } } }, "document.data.relationships.initiator.data"],
    ]) {
      await assertRejected((transfer) => transfer.createTunnel(document), field);
    }
    await assertRejected((transfer) => transfer.updateTunnel("t", { type: "Tunnel" }), "document.data");
  });

  test("endpointManagerTaskList: filter_endpoint_use is rejected without filter_endpoint", async () => {
    const use = { filter_endpoint_use: "source" };
    await assertRejected((transfer) => transfer.endpointManagerTaskList(use), "query.filter_endpoint");
    const both = { filter_endpoint: "e", ...use };
    const call = await sendCall((transfer) => transfer.endpointManagerTaskList(both), { DATA: [] });
    assert.equal(call.url, `${TRANSFER_URL}/endpoint_manager/task_list?filter_endpoint=e&filter_endpoint_use=source`);
    const none = { filter_endpoint_use: undefined, filter_status: ["ACTIVE", "INACTIVE"], filter_is_paused: true };
    const other = await sendCall((transfer) => transfer.endpointManagerTaskList(none), { DATA: [] });
    assert.equal(queryOf(other), "?filter_status=ACTIVE,INACTIVE&filter_is_paused=true");
    const range = { filter_endpoint: "e", filter_completion_time: ["", "2026-01-01T00:00:00Z"] };
    const open = await sendCall((transfer) => transfer.endpointManagerTaskList(range), { DATA: [] });
    assert.equal(queryOf(open), "?filter_endpoint=e&filter_completion_time=,2026-01-01T00:00:00Z");
  });

  /** Returns the items of a list with these pages, and the queries of its requests. */
  async function readList(call, pages) {
    const { account, calls } = stub((_, number) => json(pages[number - 1] ?? {}));
    const items = await call(account.transfer).toArray();
    return { items, queries: calls.map(queryOf) };
  }

  test("endpointManagerTaskList: requests the next page with last_key while has_next_page is true", async () => {
    const call = (transfer) => transfer.endpointManagerTaskList({ filter_status: "ACTIVE" });
    const { items, queries } = await readList(call, [
      { DATA: [1, 2], has_next_page: true, last_key: "complete,2024-02-06T06:59:02.291996" },
      { DATA: [3], has_next_page: false, last_key: "b" },
    ]);
    assert.deepEqual(items, [1, 2, 3]);
    const status = "?filter_status=ACTIVE";
    assert.deepEqual(queries, [status, `${status}&last_key=complete,2024-02-06T06:59:02.291996`]);
  });

  test("files of a task: the next page is requested with next_marker, a number, until it is null", async () => {
    for (const name of [
      "taskSuccessfulTransfers",
      "taskSkippedErrors",
      "endpointManagerTaskSuccessfulTransfers",
      "endpointManagerTaskSkippedErrors",
    ]) {
      const { items, queries } = await readList((transfer) => transfer[name]("t"), [
        { DATA: ["a"], marker: 0, next_marker: 93979 },
        { DATA: ["b"], marker: 93979, next_marker: null },
      ]);
      assert.deepEqual([items, queries], [["a", "b"], ["", "?marker=93979"]], name);
    }
  });

  test("getSharedEndpointList: requests the next page with next_token until it is null", async () => {
    const call = (transfer) => transfer.getSharedEndpointList("e", { max_results: 1 });
    const { items, queries } = await readList(call, [
      { shared_endpoints: [{ id: "a" }], next_token: "n/1" },
      { shared_endpoints: [{ id: "b" }], next_token: null },
    ]);
    assert.deepEqual(items, [{ id: "a" }, { id: "b" }]);
    assert.deepEqual(queries, ["?max_results=1", "?max_results=1&next_token=n/1"]);
  });

  test("events of a task: pages are requested by offset, and filter_is_error is sent as 1", async () => {
    const own = await readList((transfer) => transfer.taskEventList("t", { limit: 2 }), [
      { DATA: ["a", "b"], total: 3 },
      { DATA: ["c"], total: 3 },
    ]);
    assert.deepEqual(own, { items: ["a", "b", "c"], queries: ["?limit=2", "?limit=2&offset=2"] });
    const errors = (transfer) => transfer.endpointManagerTaskEventList("t", { filter_is_error: true });
    assert.deepEqual((await readList(errors, [{ DATA: [], total: 0 }])).queries, ["?filter_is_error=1&limit=1000"]);
  });

  test("lists in one reply: the iteration ends with listing_truncated if the reply announces more", async () => {
    const reply = { DATA_TYPE: "monitored_endpoints", DATA: [{ id: "a" }], has_next_page: true };
    const { account } = stub(() => json(reply));
    assert.deepEqual(await account.transfer.endpointManagerMonitoredEndpoints(), reply);
    const error = await failure(account.transfer.endpointManagerMonitoredEndpoints().toArray());
    assert.equal(error.code, "listing_truncated");
    const { items } = await readList((transfer) => transfer.mySharedEndpointList("e"), [{ DATA: [{ id: "a" }] }]);
    assert.deepEqual(items, [{ id: "a" }]);
  });

  test("documents with a required member: nothing is sent without it, and null is a value", async () => {
    const call = await sendCall((transfer) => transfer.setSubscriptionId("c", { subscription_id: null }));
    assert.equal(call.init.body, '{"subscription_id":null}');
    await assertRejected((transfer) => transfer.setSubscriptionId("c", {}), "document.subscription_id");
    await assertRejected((transfer) => transfer.setSubscriptionId("c", null), "document");
    const verified = "document.subscription_admin_verified";
    await assertRejected((transfer) => transfer.setSubscriptionAdminVerified("c", {}), verified);
    await assertRejected((transfer) => transfer.endpointManagerPauseTasks({ message: "m" }), "document.task_id_list");
    await assertRejected((transfer) => transfer.endpointManagerCancelTasks({ task_id_list: [] }), "document.message");
    await assertRejected((transfer) => transfer.endpointManagerResumeTasks({}), "document.task_id_list");
  });

  test("permissions of a collection: are added, listed, changed and deleted", async () => {
    const { account, fake, client } = stage();
    const { id } = fake.addCollection({ displayName: "Shared", owner: client.identityId });
    const { transfer } = account;
    const rule = { principal_type: "all_authenticated_users", principal: "", path: "/data/", permissions: "r" };
    const { access_id, code } = await transfer.addEndpointAclRule(id, rule);
    assert.equal(code, "Created");
    const created = await transfer.getEndpointAclRule(id, access_id);
    assert.deepInclude(created, { DATA_TYPE: "access", id: access_id, ...rule });
    assert.equal((await transfer.updateEndpointAclRule(id, access_id, { permissions: "rw" })).code, "Updated");
    const rules = await transfer.endpointAclList(id).toArray();
    assert.deepEqual(
      rules.filter((rule) => rule.id === access_id).map(({ permissions }) => permissions),
      ["rw"],
    );
    assert.equal((await transfer.deleteEndpointAclRule(id, access_id)).code, "Deleted");
    assert.equal((await failure(transfer.getEndpointAclRule(id, access_id))).code, "not_found");
    assert.deepInclude((await transfer.endpointRoleList(id).toArray())[0], { principal: client.identityId });
  });

  test("bookmarks: are created, renamed, listed and deleted", async () => {
    const { account, fake } = stage();
    const { id: endpoint_id } = fake.addCollection({ displayName: "Data" });
    const { transfer } = account;
    const { id } = await transfer.createBookmark({ name: "a", endpoint_id, path: "/a/" });
    assert.deepInclude(await transfer.updateBookmark(id, { name: "b" }), { id, name: "b", endpoint_id, path: "/a/" });
    assert.deepEqual(await transfer.bookmarkList().toArray(), [await transfer.getBookmark(id)]);
    await transfer.deleteBookmark(id);
    assert.deepEqual(await transfer.bookmarkList().toArray(), []);
  });

  test("tasks: the label is changed, and events and files are listed", async () => {
    const { account, fake, client } = stage();
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const { id } = fake.addCollection({ displayName: "Data", files: { "a.txt": "alpha" }, permissions });
    const { transfer } = account;
    const DATA = [{ source_path: "/a.txt", destination_path: "/b.txt" }];
    const { task_id } = await transfer.submitTransfer({ source_endpoint: id, destination_endpoint: id, DATA });
    assert.equal((await transfer.updateTask(task_id, { label: "new" })).code, "Updated");
    assert.equal((await transfer.taskPauseInfo(task_id)).source_pause_message, null);
    fake.clock.advance(3_600_000);
    assert.deepInclude(await transfer.getTask(task_id), { label: "new", status: "SUCCEEDED" });
    const [latest] = await transfer.taskEventList(task_id).toArray();
    assert.deepInclude(latest, { code: "SUCCEEDED", is_error: false });
    assert.deepEqual(await transfer.taskEventList(task_id, { filter: "is_error:1" }).toArray(), []);
    const [file, ...others] = await transfer.taskSuccessfulTransfers(task_id).toArray();
    assert.deepInclude(file, DATA[0]);
    assert.deepEqual([others, await transfer.taskSkippedErrors(task_id).toArray()], [[], []]);
    assert.deepInclude(await transfer.operationStat(id, { path: "/b.txt" }), { name: "b.txt", type: "file", size: 5 });
  });
}
