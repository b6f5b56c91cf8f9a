// What some calls of Globus Transfer do besides sending what they are given.
import { helpers, json, TRANSFER_URL } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const TUNNELS = TRANSFER_URL.replace("v0.10", "v2/tunnels");

/** An object of which nothing at any depth can be changed. */
function frozen(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

export default function (test, env) {
  const { GlobusConfigError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  const bodyOf = ({ init }) => JSON.parse(init.body);
  const queryOf = ({ url }) => decodeURIComponent(new URL(url).search);

  /** What `call` sends, and what is answered. */
  async function sent(call, reply = { code: "Done" }) {
    const { account, calls } = stub(() => json(reply));
    await call(account.transfer);
    assert.lengthOf(calls, 1);
    return calls[0];
  }

  /** Checks that a call ends before anything is sent, with an error about `field`. */
  async function refused(call, field) {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const error = await failure(call(account.transfer));
    assert.instanceOf(error, GlobusConfigError);
    assert.deepInclude(error, { code: "invalid_argument", field });
    assert.deepEqual([calls.length, grants.length], [0, 0], "nothing is sent");
  }

  const ends = { listener: { data: { id: "l" } }, initiator: { data: { id: "i" } } };
  const point = (id) => ({ data: { type: "StreamAccessPoint", id } });

  test("createTunnel: the document is completed, and the caller's stays as it is", async () => {
    for (const attributes of [{}, { attributes: {} }, { attributes: undefined }]) {
      const document = frozen({ data: { ...attributes, relationships: ends } });
      const call = await sent((transfer) => transfer.createTunnel(document));
      assert.deepInclude(call, { url: TUNNELS });
      assert.equal(call.init.method, "POST");
      const { data, ...more } = bodyOf(call);
      assert.match(data.attributes.submission_id, UUID);
      assert.deepEqual(more, {});
      assert.deepEqual(data, {
        type: "Tunnel",
        attributes: { submission_id: data.attributes.submission_id },
        relationships: { listener: point("l"), initiator: point("i") },
      });
    }
  });

  test("createTunnel: what the caller says stands, known or not", async () => {
    const document = frozen({
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
    assert.deepEqual(bodyOf(await sent((transfer) => transfer.createTunnel(document))), document);
    const bare = { data: { attributes: { submission_id: "mine" } } };
    assert.deepEqual(bodyOf(await sent((transfer) => transfer.createTunnel(bare))), {
      data: { type: "Tunnel", attributes: { submission_id: "mine" } },
    });
  });

  test("documents: what is added is added where the caller says undefined, too", async () => {
    const made = await sent((transfer) => transfer.operationMkdir("e", { DATA_TYPE: undefined, path: "/a" }));
    assert.deepEqual(bodyOf(made), { DATA_TYPE: "mkdir", path: "/a" });
    const data = { type: undefined, attributes: { submission_id: undefined }, relationships: undefined };
    const { type, attributes } = bodyOf(await sent((transfer) => transfer.createTunnel({ data }))).data;
    assert.equal(type, "Tunnel");
    assert.match(attributes.submission_id, UUID);
  });

  test("createTunnel: two tunnels have two submission ids, one tunnel has one, however often it is sent", async () => {
    const ids = await withTime(async (time) => {
      const { account, calls } = stub((_, number) => (number < 3 ? json({}, { status: 503 }) : json({ data: {} })));
      const create = () => time.until(account.transfer.createTunnel({ data: { relationships: ends } }), 30_000);
      await create();
      await create();
      return calls.map((call) => bodyOf(call).data.attributes.submission_id);
    });
    assert.lengthOf(ids, 4);
    assert.lengthOf(new Set(ids.slice(0, 3)), 1);
    assert.notEqual(ids[2], ids[3]);
  });

  test("createTunnel: what is not a JSON:API document is refused, with the place", async () => {
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
      await refused((transfer) => transfer.createTunnel(document), field);
    }
    await refused((transfer) => transfer.updateTunnel("t", { type: "Tunnel" }), "document.data");
  });

  test("endpointManagerTaskList: how a collection is used is asked only of a collection", async () => {
    const use = { filter_endpoint_use: "source" };
    await refused((transfer) => transfer.endpointManagerTaskList(use), "query.filter_endpoint");
    const both = { filter_endpoint: "e", ...use };
    const call = await sent((transfer) => transfer.endpointManagerTaskList(both), { DATA: [] });
    assert.equal(call.url, `${TRANSFER_URL}/endpoint_manager/task_list?filter_endpoint=e&filter_endpoint_use=source`);
    const none = { filter_endpoint_use: undefined, filter_status: ["ACTIVE", "INACTIVE"], filter_is_paused: true };
    const other = await sent((transfer) => transfer.endpointManagerTaskList(none), { DATA: [] });
    assert.equal(queryOf(other), "?filter_status=ACTIVE,INACTIVE&filter_is_paused=true");
    const range = { filter_endpoint: "e", filter_completion_time: ["", "2026-01-01T00:00:00Z"] };
    const open = await sent((transfer) => transfer.endpointManagerTaskList(range), { DATA: [] });
    assert.equal(queryOf(open), "?filter_endpoint=e&filter_completion_time=,2026-01-01T00:00:00Z");
  });

  /** The queries of a list whose pages are `pages`, and its items. */
  async function walked(call, pages) {
    const { account, calls } = stub((_, number) => json(pages[number - 1] ?? {}));
    const items = await call(account.transfer).toArray();
    return { items, queries: calls.map(queryOf) };
  }

  test("endpointManagerTaskList: goes on at the last key as long as there is more", async () => {
    const call = (transfer) => transfer.endpointManagerTaskList({ filter_status: "ACTIVE" });
    const { items, queries } = await walked(call, [
      { DATA: [1, 2], has_next_page: true, last_key: "complete,2024-02-06T06:59:02.291996" },
      { DATA: [3], has_next_page: false, last_key: "b" },
    ]);
    assert.deepEqual(items, [1, 2, 3]);
    const status = "?filter_status=ACTIVE";
    assert.deepEqual(queries, [status, `${status}&last_key=complete,2024-02-06T06:59:02.291996`]);
  });

  test("files of a task: go on at the next marker, a number, until there is none", async () => {
    for (const name of [
      "taskSuccessfulTransfers",
      "taskSkippedErrors",
      "endpointManagerTaskSuccessfulTransfers",
      "endpointManagerTaskSkippedErrors",
    ]) {
      const { items, queries } = await walked((transfer) => transfer[name]("t"), [
        { DATA: ["a"], marker: 0, next_marker: 93979 },
        { DATA: ["b"], marker: 93979, next_marker: null },
      ]);
      assert.deepEqual([items, queries], [["a", "b"], ["", "?marker=93979"]], name);
    }
  });

  test("getSharedEndpointList: goes on with the next token until there is none", async () => {
    const call = (transfer) => transfer.getSharedEndpointList("e", { max_results: 1 });
    const { items, queries } = await walked(call, [
      { shared_endpoints: [{ id: "a" }], next_token: "n/1" },
      { shared_endpoints: [{ id: "b" }], next_token: null },
    ]);
    assert.deepEqual(items, [{ id: "a" }, { id: "b" }]);
    assert.deepEqual(queries, ["?max_results=1", "?max_results=1&next_token=n/1"]);
  });

  test("events of a task: page by offset, and errors are asked for with 1", async () => {
    const own = await walked((transfer) => transfer.taskEventList("t", { limit: 2 }), [
      { DATA: ["a", "b"], total: 3 },
      { DATA: ["c"], total: 3 },
    ]);
    assert.deepEqual(own, { items: ["a", "b", "c"], queries: ["?limit=2", "?limit=2&offset=2"] });
    const errors = (transfer) => transfer.endpointManagerTaskEventList("t", { filter_is_error: true });
    assert.deepEqual((await walked(errors, [{ DATA: [], total: 0 }])).queries, ["?filter_is_error=1&limit=1000"]);
  });

  test("lists in one reply: should there be more after all, the iteration says so", async () => {
    const reply = { DATA_TYPE: "monitored_endpoints", DATA: [{ id: "a" }], has_next_page: true };
    const { account } = stub(() => json(reply));
    assert.deepEqual(await account.transfer.endpointManagerMonitoredEndpoints(), reply);
    const error = await failure(account.transfer.endpointManagerMonitoredEndpoints().toArray());
    assert.equal(error.code, "listing_truncated");
    const { items } = await walked((transfer) => transfer.mySharedEndpointList("e"), [{ DATA: [{ id: "a" }] }]);
    assert.deepEqual(items, [{ id: "a" }]);
  });

  test("documents of one member: without it nothing is sent; null is a value", async () => {
    const call = await sent((transfer) => transfer.setSubscriptionId("c", { subscription_id: null }));
    assert.equal(call.init.body, '{"subscription_id":null}');
    await refused((transfer) => transfer.setSubscriptionId("c", {}), "document.subscription_id");
    await refused((transfer) => transfer.setSubscriptionId("c", null), "document");
    const verified = "document.subscription_admin_verified";
    await refused((transfer) => transfer.setSubscriptionAdminVerified("c", {}), verified);
    await refused((transfer) => transfer.endpointManagerPauseTasks({ message: "m" }), "document.task_id_list");
    await refused((transfer) => transfer.endpointManagerCancelTasks({ task_id_list: [] }), "document.message");
    await refused((transfer) => transfer.endpointManagerResumeTasks({}), "document.task_id_list");
  });

  test("permissions of a collection: given, listed, changed and taken away", async () => {
    const { account, fake, client } = stage();
    const { id } = fake.addCollection({ displayName: "Shared", owner: client.identityId });
    const { transfer } = account;
    const rule = { principal_type: "all_authenticated_users", principal: "", path: "/data/", permissions: "r" };
    const { access_id, code } = await transfer.addEndpointAclRule(id, rule);
    assert.equal(code, "Created");
    const given = await transfer.getEndpointAclRule(id, access_id);
    assert.deepInclude(given, { DATA_TYPE: "access", id: access_id, ...rule });
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

  test("bookmarks: created, renamed, listed and deleted", async () => {
    const { account, fake } = stage();
    const { id: endpoint_id } = fake.addCollection({ displayName: "Data" });
    const { transfer } = account;
    const { id } = await transfer.createBookmark({ name: "a", endpoint_id, path: "/a/" });
    assert.deepInclude(await transfer.updateBookmark(id, { name: "b" }), { id, name: "b", endpoint_id, path: "/a/" });
    assert.deepEqual(await transfer.bookmarkList().toArray(), [await transfer.getBookmark(id)]);
    await transfer.deleteBookmark(id);
    assert.deepEqual(await transfer.bookmarkList().toArray(), []);
  });

  test("tasks: their label is changed, their events and files are listed", async () => {
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
