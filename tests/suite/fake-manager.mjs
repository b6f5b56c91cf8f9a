// Roles, pause rules, the endpoint manager's calls and tunnels in FakeGlobus.
import { fakeStage } from "./fake-stage.mjs";

export default function register(test, { FakeGlobus, assert }) {
  const { stage } = fakeStage({ FakeGlobus });
  const ITEMS = [{ source_path: "/a.txt", destination_path: "/b.txt" }];

  /** Returns two collections that a manager owns, and a user who may use both. */
  async function stageManaged(options) {
    const manager = await stage(options);
    const { fake, stageFor } = manager;
    const user = await stageFor(fake.addClient());
    const collection = (displayName) =>
      fake.addCollection({
        displayName,
        files: { "a.txt": "alpha" },
        permissions: user.permissions,
        owner: manager.client.identityId,
      });
    return { fake, manager, user, from: collection("From"), to: collection("To") };
  }

  test("fake manager: a pause rule pauses tasks, whose duration then does not advance", async () => {
    const { fake, manager, user, from, to } = await stageManaged({ clock: "manual" });
    const task = await user.submit(from, to, ITEMS);
    fake.clock.advance(5000);
    const json = { message: "Moving", endpoint_id: from.id };
    const { id, http } = await manager.call("/endpoint_manager/pause_rule", { method: "POST", json });
    assert.equal(http, 201);
    fake.clock.advance(60_000);
    const { is_paused: paused, nice_status: nice } = await user.call(`/task/${task}`);
    assert.deepEqual([paused, nice], [true, "PAUSED_BY_ADMIN"]);
    const { pause_rules: rules } = await user.call(`/task/${task}/pause_info`);
    assert.deepEqual(
      rules.map((rule) => [rule.DATA_TYPE, rule.message]),
      [["pause_rule_limited", "Moving"]],
    );
    await manager.call(`/endpoint_manager/pause_rule/${id}`, { method: "DELETE" });
    fake.clock.advance(4999);
    assert.equal((await user.call(`/task/${task}`)).status, "ACTIVE");
    fake.clock.advance(1);
    assert.equal((await user.call(`/task/${task}`)).status, "SUCCEEDED");
  });

  test("fake manager: a pause rule may be limited to an identity, a type of operation, or a start time", async () => {
    const { fake, manager, user, from, to } = await stageManaged({ clock: "manual" });
    const task = await user.submit(from, to, ITEMS);
    const isPaused = async () => (await user.call(`/task/${task}`)).is_paused;
    const addRule = async (members) => {
      const json = { message: "Wait", endpoint_id: from.id, ...members };
      const { id } = await manager.call("/endpoint_manager/pause_rule", { method: "POST", json });
      const pausedNow = await isPaused();
      return { pausedNow, remove: () => manager.call(`/endpoint_manager/pause_rule/${id}`, { method: "DELETE" }) };
    };
    for (const members of [{ identity_id: manager.client.identityId }, { pause_task_transfer_read: false }]) {
      const { pausedNow, remove } = await addRule(members);
      assert.isFalse(pausedNow, JSON.stringify(members));
      await remove();
    }
    const start = new Date(fake.clock.now() + 3000).toISOString();
    const { pausedNow } = await addRule({ identity_id: user.client.identityId, start_time: start });
    assert.isFalse(pausedNow);
    fake.clock.advance(4000);
    assert.isTrue(await isPaused());
  });

  test("fake manager: a manager cancels, pauses and resumes the tasks of others, all tasks of a list or none", async () => {
    const { fake, manager, user, from, to } = await stageManaged();
    const task = await user.submit(from, to, ITEMS);
    const elsewhere = fake.addCollection({ displayName: "Elsewhere", permissions: user.permissions });
    const foreign = await user.submit(elsewhere, elsewhere, ITEMS);
    const admin = (action, ids, message = "Enough") =>
      manager.call(`/endpoint_manager/admin_${action}`, { method: "POST", json: { task_id_list: ids, message } });
    assert.equal((await admin("pause", [task, foreign])).code, "PermissionDenied");
    assert.isFalse((await user.call(`/task/${task}`)).is_paused);
    assert.equal((await admin("pause", [task])).code, "PauseAccepted");
    assert.isTrue((await user.call(`/task/${task}`)).is_paused);
    assert.equal((await admin("resume", [task])).code, "ResumeAccepted");
    const { id, done } = await admin("cancel", [task]);
    assert.isTrue(done);
    assert.isTrue((await manager.call(`/endpoint_manager/admin_cancel/${id}`)).done);
    const { status, canceled_by_admin: by, canceled_by_admin_message: message } = await user.call(`/task/${task}`);
    assert.deepEqual([status, by, message], ["FAILED", "BOTH", "Enough"]);
    assert.equal((await user.call(`/endpoint_manager/task/${task}`)).code, "PermissionDenied");
  });

  test("fake manager: the list of tasks has filters, and pages with a last key", async () => {
    const { fake, manager, user, from, to } = await stageManaged({ clock: "manual" });
    for (let i = 0; i < 5; i++) await user.submit(from, to, ITEMS);
    fake.clock.advance(10_000);
    const last = await user.submit(to, from, ITEMS);
    const list = (query) => manager.call(`/endpoint_manager/task_list?${query}`);
    const first = await list("limit=4");
    assert.deepEqual([first.DATA.length, first.has_next_page], [4, true]);
    const second = await list(`limit=4&last_key=${first.last_key}`);
    assert.deepEqual([second.DATA.length, second.has_next_page], [2, false]);
    const ids = async (query) => (await list(query)).DATA.map((task) => task.task_id);
    assert.deepEqual(await ids("filter_status=ACTIVE"), [last]);
    assert.deepEqual(await ids(`filter_endpoint=${from.id}&filter_endpoint_use=destination`), [last]);
    assert.equal((await ids(`filter_owner_id=${user.client.identityId}`)).length, 6);
    assert.equal((await list(`filter_endpoint_use=source`)).http, 400);
    assert.deepEqual((await user.call("/endpoint_manager/task_list")).DATA, []);
  });

  test("fake manager: a role on an endpoint applies to its mapped collections, and to the activity of its guest collections", async () => {
    const { fake, client, call, permissions, stageFor } = await stage();
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    const mapped = fake.addCollection({ displayName: "Cluster", type: "mapped", endpoint: endpoint.id });
    const guest = fake.addCollection({ displayName: "Share", mappedCollection: mapped.id });
    const roles = async (id) => (await call(`/endpoint/${id}`)).my_effective_roles;
    assert.deepEqual([await roles(mapped.id), await roles(guest.id)], [[], []]);
    endpoint.addRole(client.identityId, "administrator");
    assert.deepEqual([await roles(mapped.id), await roles(guest.id)], [["administrator"], ["activity_manager"]]);
    assert.equal((await call(`/operation/endpoint/${guest.id}/ls`)).http, 403, "a manager's role does not allow reads");
    const user = await stageFor(fake.addClient());
    const hosted = await call(`/endpoint_manager/endpoint/${endpoint.id}/hosted_endpoint_list`);
    assert.deepEqual(
      hosted.DATA.map(({ id }) => id),
      [guest.id],
    );
    const servers = await call("/endpoint_search?filter_fulltext=campus&filter_entity_type=GCSv5_endpoint");
    assert.deepEqual(
      servers.DATA.map(({ id }) => id),
      [endpoint.id],
    );
    guest.grant(user.client.identityId, "/", "rw");
    const task = await user.submit(
      guest,
      fake.addCollection({ displayName: "To", permissions: user.permissions }),
      ITEMS,
    );
    assert.equal((await call(`/endpoint_manager/task/${task}`)).owner_id, user.client.identityId);
    assert.equal(permissions.length, 1);
  });

  test("fake manager: tunnels use the formats of Transfer's version 2, for documents and for errors", async () => {
    const { fake, token, send, client } = await stage();
    const bearer = await token("urn:globus:auth:scope:transfer.api.globus.org:all");
    const url = "https://transfer.api.globus.org/v2/tunnels";
    const [from, to] = ["From", "To"].map((displayName) => fake.addStreamAccessPoint({ displayName }));
    const point = ({ id }) => ({ data: { type: "StreamAccessPoint", id } });
    const attributes = { submission_id: crypto.randomUUID(), lifetime_mins: 1 };
    const data = { type: "Tunnel", attributes, relationships: { listener: point(to), initiator: point(from) } };
    const created = await send(url, bearer, { method: "POST", json: { data } });
    assert.deepEqual([created.http, created.data.attributes.state], [201, "AWAITING_LISTENER"]);
    assert.equal(created.data.relationships.owner.data.id, client.identityId);
    const again = await send(url, bearer, { method: "POST", json: { data } });
    assert.equal(again.data.id, created.data.id, "one submission, one tunnel");
    fake.clock.advance(60_000);
    assert.equal((await send(`${url}/${created.data.id}`, bearer)).data.attributes.state, "STOPPED", "its lifetime is over");
    const missing = await send(`${url}/${crypto.randomUUID()}`, bearer);
    assert.deepEqual([missing.http, missing.errors[0].status, missing.errors[0].code], [404, "404", "NotFound"]);
    assert.isString(missing.meta.request_id);
    assert.equal((await send(url)).http, 401);
  });
}
