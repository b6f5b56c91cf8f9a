// Globus Groups, with Globus's command line and Python SDK as a service account.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage) }));

  test("globus group create, list, show, update, delete", async ({ client, text, json, runFailing }) => {
    const { id, my_memberships: mine } = await json("group", "create", "Observers", "--description", "Who observes");
    assert.deepEqual(
      mine.map(({ identity_id: identity, role, status }) => [identity, role, status]),
      [[client.identityId, "admin", "active"]],
    );
    assert.match(await text("group", "list"), new RegExp(`${id} \\| Observers \\| regular \\| not strict +\\| admin`));
    const output = await text("group", "show", id);
    for (const line of [
      "Description: Who observes",
      "Visibility: private",
      "Roles: admin",
      "Membership Visibility: managers",
    ]) {
      assert.match(output, new RegExp(`^${line.replace(": ", ": +")}$`, "m"));
    }
    await text("group", "update", id, "--name", "Listeners", "--terms-and-conditions", "Be quiet");
    const { name, description, terms_and_conditions: terms } = await json("group", "show", id);
    assert.deepEqual([name, description, terms], ["Listeners", "Who observes", "Be quiet"]);
    assert.match(await text("group", "delete", id), /deleted successfully/);
    assert.match(await runFailing("group", "show", id), /404/);
    assert.deepEqual(await json("group", "list"), []);
  });

  test("globus group create of a subgroup; refused below a group of another account", async ({
    fake,
    client,
    json,
    runFailing,
  }) => {
    const { id: parent } = await json("group", "create", "Above");
    const { parent_id: results } = await json("group", "create", "Below", "--parent-id", parent);
    assert.equal(results, parent);
    const foreign = fake.addGroup({ name: "Foreign", members: [{ identity: client.identityId, role: "manager" }] });
    assert.match(await runFailing("group", "create", "Below", "--parent-id", foreign.id), /403/);
  });

  test("globus group set-policies", async ({ json, text }) => {
    const { id } = await json("group", "create", "Observers");
    await text(
      "group",
      "set-policies",
      id,
      "--visibility",
      "authenticated",
      "--join-requests",
      "--signup-fields",
      "city,phone",
    );
    assert.deepEqual((await json("group", "show", id)).policies, {
      is_high_assurance: false,
      authentication_assurance_timeout: 28_800,
      group_visibility: "authenticated",
      group_members_visibility: "managers",
      join_requests: true,
      signup_fields: ["city", "phone"],
    });
    await text("group", "set-policies", id, "--high-assurance", "--authentication-timeout", "3600");
    const { enforce_session: enforced, session_limit: limit } = await json("group", "show", id);
    assert.deepEqual([enforced, limit], [true, 3600]);
    assert.match(await text("group", "show", id), /^Session Enforcement: +strict$/m);
  });

  test("globus group member add, list, remove", async ({ fake, json, text, runFailing }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const { id } = await json("group", "create", "Observers");
    const member = (verb, ...args) => ["group", "member", verb, id, ...args];
    assert.match(
      await text(...member("add", ada.username, "--role", "manager")),
      /Added User Username: +ada@example\.org/,
    );
    assert.match(await text(...member("list")), /ada@example\.org +\| manager +\| active/);
    assert.match(await runFailing(...member("add", ada.id)), /already an active member of the group/);
    assert.match(await runFailing(...member("add", "00000000-0000-4000-8000-000000000000")), /does not exist/);
    await text(...member("remove", ada.id));
    assert.match(await text(...member("list")), /ada@example\.org +\| manager +\| removed/);
    const bob = fake.addIdentity({ username: "bob@example.org" });
    assert.match(await runFailing(...member("remove", bob.id)), /Identity has no membership in group/);
  });

  test("globus group member invite, approve, reject", async ({ fake, client, json, text, runFailing }) => {
    const [ada, bob] = ["ada", "bob"].map((name) => fake.addIdentity({ username: `${name}@example.org` }));
    const group = fake.addGroup({
      name: "Observers",
      members: [
        { identity: client.identityId, role: "manager" },
        { identity: ada.id, status: "pending" },
        { identity: bob.id, status: "pending" },
      ],
    });
    const member = (verb, ...args) => ["group", "member", verb, group.id, ...args];
    assert.match(await text(...member("approve", ada.username)), /Approved User ID: /);
    assert.match(await text(...member("reject", bob.username)), /Rejected User ID: /);
    await text(...member("invite", "new@example.org", "--provision-identity"));
    assert.match(await runFailing(...member("approve", "new@example.org")), /invited/);
    const statuses = Object.fromEntries(
      (await json(...member("list"))).memberships.map(({ username, status }) => [username, status]),
    );
    assert.deepEqual(statuses, {
      [client.username]: "active",
      "ada@example.org": "active",
      "bob@example.org": "rejected",
      "new@example.org": "invited",
    });
    assert.match(await runFailing(...member("invite", ada.id, "--role", "admin")), /already an active member/);
    assert.match(await runFailing(...member("invite", bob.id, "--role", "admin")), /Only admins/);
  });

  test("globus group join, join --request, leave", async ({ fake, client, text, runFailing }) => {
    const open = fake.addGroup({ name: "Open", visibility: "authenticated", allowJoin: true });
    assert.match(await text("group", "join", open.id), new RegExp(`Username: +${client.username}`));
    assert.deepEqual(open.members, [{ identity: client.identityId, role: "member", status: "active" }]);
    assert.match(await runFailing("group", "join", open.id), /already an active member/);
    assert.match(await text("group", "leave", open.id), /Left group as/);
    assert.equal(open.members[0].status, "left");
    assert.match(await runFailing("group", "leave", open.id), /no memberships/);
    const requestable = fake.addGroup({ name: "Asking", visibility: "authenticated", joinRequests: true });
    assert.match(await runFailing("group", "join", requestable.id), /does not allow identities to join/);
    await text("group", "join", "--request", requestable.id);
    assert.equal(requestable.members[0].status, "pending");
    const own = fake.addGroup({ name: "Own", members: [{ identity: client.identityId, role: "admin" }] });
    assert.match(await runFailing("group", "leave", own.id), /last admin/i);
  });

  test("globus group invite accept and decline", async ({ fake, client, text, runFailing }) => {
    const invited = (name) => fake.addGroup({ name, members: [{ identity: client.identityId, status: "invited" }] });
    const [yes, no] = [invited("Yes"), invited("No")];
    assert.match(await text("group", "invite", "accept", yes.id), /Accepted invitation as/);
    assert.match(
      await text("group", "invite", "decline", no.id, "--identity", client.username),
      /Declined invitation as/,
    );
    assert.deepEqual([yes.members[0].status, no.members[0].status], ["active", "declined"]);
    assert.match(await runFailing("group", "invite", "accept", yes.id), /no invitations/);
  });

  test("groups of other accounts: not visible, and not managed by members", async ({ fake, client, text, runFailing }) => {
    const hidden = fake.addGroup({ name: "Hidden" });
    assert.match(await runFailing("group", "show", hidden.id), /403/);
    const member = fake.addGroup({ name: "Member", members: [{ identity: client.identityId }] });
    assert.match(await text("group", "show", member.id), /^Roles: +member$/m);
    const ada = fake.addIdentity({ username: "ada@example.org" });
    for (const command of [
      ["update", member.id, "--name", "Mine"],
      ["delete", member.id],
      ["set-policies", member.id, "--visibility", "authenticated"],
      ["member", "add", member.id, ada.id],
      ["member", "approve", member.id, ada.id],
    ]) {
      assert.match(await runFailing("group", ...command), /403[^]*FORBIDDEN/, command.join(" "));
    }
    assert.match(await runFailing("group", "show", "00000000-0000-4000-8000-000000000000"), /404/);
  });

  test("globus group and subscriptions", async ({ fake, client, text, json, runFailing }) => {
    const subscription = { highAssurance: true, connectors: { [crypto.randomUUID()]: { is_ha: true, is_baa: false } } };
    const members = [{ identity: client.identityId, role: "admin" }];
    const plus = fake.addGroup({ name: "University", subscription, members });
    const other = fake.addGroup({ name: "Elsewhere", subscription });
    const output = await text("group", "get-by-subscription", plus.subscriptionId);
    assert.match(output, /^Type: +plus$/m);
    assert.match(output, /^High Assurance: +True$/m);
    const hidden = await text("group", "get-by-subscription", other.subscriptionId);
    assert.match(hidden, new RegExp(`^Group ID: +${other.id}$`, "m"));
    assert.doesNotMatch(hidden, /Elsewhere/);
    assert.equal(
      (await json("group", "get-subscription-info", other.subscriptionId)).subscription_info.name,
      undefined,
    );
    const group = fake.addGroup({ name: "Verified", members });
    const verify = (id) => ["group", "set-subscription-admin-verified", group.id, id];
    await text(...verify(plus.subscriptionId));
    assert.equal((await json("group", "show", group.id)).subscription_admin_verified_id, plus.subscriptionId);
    assert.match(await runFailing(...verify(other.subscriptionId)), /403/);
    await text("group", "update", group.id, "--subscription-admin-verified-id", "null");
    assert.equal((await json("group", "show", group.id)).subscription_admin_verified_id, null);
  });

  test("GroupsClient and GroupsManager of a ClientApp", async ({ fake, client, python }) => {
    const [ada, bob] = ["ada", "bob"].map((name) => fake.addIdentity({ username: `${name}@example.org` }));
    const result = await python("groups", { ada: ada.id, bob: bob.id }, { script: "client_groups.py" });
    assert.equal(result.status, 0, result.stderr);
    const results = result.json();
    assert.deepEqual(results.mine, ["From Python"]);
    assert.deepEqual(results.batch, { add: [ada.id], invite: [bob.id] });
    assert.deepEqual(results.again, { code: "ALREADY_ACTIVE", added: 0 });
    assert.deepEqual(results.role, "manager");
    assert.deepEqual(results.statuses, { [client.identityId]: "active", [ada.id]: "removed", [bob.id]: "invited" });
    assert.deepEqual(results.actions, [client.identityId]);
    assert.equal(results.policies.join_requests, true);
    assert.deepEqual(results.fields, { [client.identityId]: { city: "Chicago" } });
    assert.deepEqual(results.preferences, { [client.identityId]: { allow_add: false } });
    assert.deepEqual(results.errors, {
      read_only: "403 FORBIDDEN",
      missing: "404 GROUP_NOT_FOUND",
      twice: "400 BAD_REQUEST",
      malformed: "422 None",
      anonymous: "401 AUTHENTICATION_ERROR",
      foreign: "401 INVALID_TOKEN",
    });
    assert.match(results.malformed, /UUID/);
    assert.equal(results.deleted, "From Python");
  });
}
