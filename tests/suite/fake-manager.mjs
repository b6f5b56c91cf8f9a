// What FakeGlobus promises of roles, pause rules and those who manage what others do.
import { fakeStage } from "./fake-stage.mjs";

export default function register(test, { FakeGlobus, assert }) {
  const { stage } = fakeStage({ FakeGlobus });
  const ITEMS = [{ source_path: "/a.txt", destination_path: "/b.txt" }];

  /** Two collections of a manager, and a user with a task between them. */
  async function managed(options) {
    const manager = await stage(options);
    const { fake, stageFor } = manager;
    const user = await stageFor(fake.addClient());
    const place = (displayName) =>
      fake.addCollection({
        displayName,
        files: { "a.txt": "alpha" },
        permissions: user.permissions,
        owner: manager.client.identityId,
      });
    return { fake, manager, user, from: place("From"), to: place("To") };
  }

  test("fake manager: a pause rule holds tasks up, and time does not pass for them", async () => {
    const { fake, manager, user, from, to } = await managed({ clock: "manual" });
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

  test("fake manager: a rule is about one identity, one kind of work, or a time to come", async () => {
    const { fake, manager, user, from, to } = await managed({ clock: "manual" });
    const task = await user.submit(from, to, ITEMS);
    const isPaused = async () => (await user.call(`/task/${task}`)).is_paused;
    const rule = async (more) => {
      const json = { message: "Wait", endpoint_id: from.id, ...more };
      const { id } = await manager.call("/endpoint_manager/pause_rule", { method: "POST", json });
      const seen = await isPaused();
      return { seen, remove: () => manager.call(`/endpoint_manager/pause_rule/${id}`, { method: "DELETE" }) };
    };
    for (const more of [{ identity_id: manager.client.identityId }, { pause_task_transfer_read: false }]) {
      const { seen, remove } = await rule(more);
      assert.isFalse(seen, JSON.stringify(more));
      await remove();
    }
    const start = new Date(fake.clock.now() + 3000).toISOString();
    const { seen } = await rule({ identity_id: user.client.identityId, start_time: start });
    assert.isFalse(seen);
    fake.clock.advance(4000);
    assert.isTrue(await isPaused());
  });

  test("fake manager: cancels, pauses and resumes the tasks of others, all of a list or none", async () => {
    const { fake, manager, user, from, to } = await managed();
    const task = await user.submit(from, to, ITEMS);
    const elsewhere = fake.addCollection({ displayName: "Elsewhere", permissions: user.permissions });
    const foreign = await user.submit(elsewhere, elsewhere, ITEMS);
    const admin = (what, ids, message = "Enough") =>
      manager.call(`/endpoint_manager/admin_${what}`, { method: "POST", json: { task_id_list: ids, message } });
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

  test("fake manager: the list of tasks comes in pages by its last key, filtered", async () => {
    const { fake, manager, user, from, to } = await managed({ clock: "manual" });
    for (let i = 0; i < 5; i++) await user.submit(from, to, ITEMS);
    fake.clock.advance(10_000);
    const last = await user.submit(to, from, ITEMS);
    const list = (query) => manager.call(`/endpoint_manager/task_list?${query}`);
    const first = await list("limit=4");
    assert.deepEqual([first.DATA.length, first.has_next_page], [4, true]);
    const rest = await list(`limit=4&last_key=${first.last_key}`);
    assert.deepEqual([rest.DATA.length, rest.has_next_page], [2, false]);
    const ids = async (query) => (await list(query)).DATA.map((task) => task.task_id);
    assert.deepEqual(await ids("filter_status=ACTIVE"), [last]);
    assert.deepEqual(await ids(`filter_endpoint=${from.id}&filter_endpoint_use=destination`), [last]);
    assert.equal((await ids(`filter_owner_id=${user.client.identityId}`)).length, 6);
    assert.equal((await list(`filter_endpoint_use=source`)).http, 400);
    assert.deepEqual((await user.call("/endpoint_manager/task_list")).DATA, []);
  });

  test("fake manager: roles reach from an endpoint to its mapped collections, and see what guests do", async () => {
    const { fake, client, call, permissions, stageFor } = await stage();
    const endpoint = fake.addEndpoint({ displayName: "Campus" });
    const mapped = fake.addCollection({ displayName: "Cluster", type: "mapped", endpoint: endpoint.id });
    const guest = fake.addCollection({ displayName: "Share", mappedCollection: mapped.id });
    const roles = async (id) => (await call(`/endpoint/${id}`)).my_effective_roles;
    assert.deepEqual([await roles(mapped.id), await roles(guest.id)], [[], []]);
    endpoint.addRole(client.identityId, "administrator");
    assert.deepEqual([await roles(mapped.id), await roles(guest.id)], [["administrator"], ["activity_manager"]]);
    assert.equal((await call(`/operation/endpoint/${guest.id}/ls`)).http, 403, "to manage is not to read");
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

  test("fake manager: tunnels are of version 2, in documents and in errors", async () => {
    const { fake, token, send, client } = await stage();
    const bearer = await token("urn:globus:auth:scope:transfer.api.globus.org:all");
    const url = "https://transfer.api.globus.org/v2/tunnels";
    const [from, to] = ["From", "To"].map((displayName) => fake.addStreamAccessPoint({ displayName }));
    const point = ({ id }) => ({ data: { type: "StreamAccessPoint", id } });
    const attributes = { submission_id: crypto.randomUUID(), lifetime_mins: 1 };
    const data = { type: "Tunnel", attributes, relationships: { listener: point(to), initiator: point(from) } };
    const made = await send(url, bearer, { method: "POST", json: { data } });
    assert.deepEqual([made.http, made.data.attributes.state], [201, "AWAITING_LISTENER"]);
    assert.equal(made.data.relationships.owner.data.id, client.identityId);
    const again = await send(url, bearer, { method: "POST", json: { data } });
    assert.equal(again.data.id, made.data.id, "one submission, one tunnel");
    fake.clock.advance(60_000);
    assert.equal((await send(`${url}/${made.data.id}`, bearer)).data.attributes.state, "STOPPED", "its life is over");
    const missing = await send(`${url}/${crypto.randomUUID()}`, bearer);
    assert.deepEqual([missing.http, missing.errors[0].status, missing.errors[0].code], [404, "404", "NotFound"]);
    assert.isString(missing.meta.request_id);
    assert.equal((await send(url)).http, 401);
  });
}
