// Globus Groups in FakeGlobus: the parts that Globus's own clients in tests/upstream do not call.
import { URN, helpers } from "./helpers.mjs";

export default function register(test, env) {
  const { assert } = env;
  const { stage, failure } = helpers(env);

  /** Returns a stage with calls of Groups. */
  function groupsStage(options) {
    const { fake, client, account } = stage(options);
    const call = (path, init) => account.request({ service: "groups", path: `/v2${path}`, ...init });
    const act = (group, actions) => call(`/groups/${group.id}`, { method: "POST", body: actions });
    const refusal = async (path, init) => {
      const { status, serverCode } = await failure(call(path, init));
      return `${status} ${serverCode}`;
    };
    const me = client.identityId;
    return { fake, client, account, call, act, refusal, me };
  }

  /** Returns a group in which the account has the membership `mine`, and another identity the membership `theirs`. */
  const groupWith = (fake, me, mine, theirs, options) =>
    fake.addGroup({
      name: "Group",
      visibility: "authenticated",
      ...options,
      members: [
        ...(mine ? [{ identity: me, ...mine }] : []),
        ...(theirs
          ? [{ identity: fake.addIdentity({ username: `${crypto.randomUUID()}@example.org` }).id, ...theirs }]
          : []),
      ],
    });

  test("fake groups: each action changes the statuses that it accepts to its own, and reports an error for others", async () => {
    const { fake, act, me } = groupsStage();
    const statuses = ["none", "active", "invited", "pending", "rejected", "removed", "left", "declined"];
    const expected = {
      accept: ["active", "invited"],
      add: ["active", "none", "invited", "pending", "rejected", "removed", "declined"],
      approve: ["active", "pending"],
      change_role: ["active", "active"],
      decline: ["declined", "invited"],
      invite: ["invited", "none", "invited", "pending", "rejected", "removed", "left", "declined"],
      join: ["active", "none", "invited", "pending", "rejected", "removed", "left", "declined"],
      leave: ["left", "active"],
      reject: ["rejected", "pending"],
      remove: ["removed", "active", "invited"],
      request_join: ["pending", "none", "invited", "pending", "rejected", "removed", "left", "declined"],
    };
    for (const [action, [to, ...from]] of Object.entries(expected)) {
      const isOwn = ["accept", "decline", "join", "leave", "request_join"].includes(action);
      for (const status of statuses) {
        const subject = isOwn ? me : fake.addIdentity({ username: `${crypto.randomUUID()}@example.org` }).id;
        const group = groupWith(fake, me, isOwn ? undefined : { role: "admin" }, undefined, {
          allowJoin: true,
          joinRequests: true,
        });
        if (status !== "none") group.setMember(subject, { status });
        const reply = await act(group, { [action]: [{ identity_id: subject }] });
        const after = group.members.find(({ identity }) => identity === subject)?.status ?? "none";
        const name = `${action} of ${status}`;
        if (from.includes(status)) {
          assert.equal(after, to, name);
          assert.equal(reply[action][0].status, to, name);
          assert.notProperty(reply, "errors", name);
        } else {
          assert.equal(after, status, name);
          assert.deepEqual(reply[action], [], name);
          assert.sameMembers(Object.keys(reply.errors[action][0]), ["identity_id", "code", "detail"], name);
        }
      }
    }
  });

  test("fake groups: the role decides which actions an identity may take", async () => {
    const { fake, act, me } = groupsStage();
    const outcome = async (myRole, action, { theirRole = "member", status = "active", role } = {}) => {
      const group = groupWith(fake, me, { role: myRole }, { role: theirRole, status });
      const identity_id = group.members[1].identity;
      const reply = await act(group, { [action]: [{ identity_id, role }] }).catch(({ status }) => status);
      return typeof reply === "number" ? reply : (reply.errors?.[action][0].code ?? reply[action][0].role);
    };
    for (const action of ["add", "invite", "approve", "reject", "remove", "change_role"]) {
      assert.equal(await outcome("member", action, { status: "pending" }), 403, action);
    }
    assert.equal(await outcome("manager", "change_role", { role: "manager" }), 403);
    assert.equal(await outcome("admin", "change_role", { role: "manager" }), "manager");
    assert.equal(await outcome("manager", "remove", { theirRole: "manager" }), "manager");
    assert.equal(await outcome("manager", "remove", { theirRole: "admin" }), "FORBIDDEN");
    assert.equal(await outcome("admin", "remove", { theirRole: "admin" }), "admin");
    assert.equal(await outcome("manager", "add", { status: "removed", role: "admin" }), "FORBIDDEN");
    assert.equal(await outcome("admin", "add", { status: "removed", role: "admin" }), "admin");
    assert.equal(await outcome("manager", "approve", { status: "pending" }), "member");
  });

  test("fake groups: an identity cannot accept for others, remove itself, or leave as the last admin", async () => {
    const { fake, act, me } = groupsStage();
    const code = async (group, action, identity_id) =>
      (await act(group, { [action]: [{ identity_id }] })).errors?.[action][0].code;
    const group = groupWith(fake, me, { role: "admin" }, { status: "invited" });
    const other = group.members[1].identity;
    assert.equal(await code(group, "accept", other), "NOT_IN_IDENTITY_SET");
    assert.equal(await code(group, "remove", me), "FORBIDDEN");
    assert.equal(await code(group, "leave", me), "LAST_ADMIN");
    group.setMember(other, { role: "admin" });
    assert.isUndefined(await code(group, "leave", me));
    assert.equal(group.members[0].status, "left");
  });

  test("fake groups: a batch reports the actions that failed; a batch that names an identity twice fails as a whole", async () => {
    const { fake, act, refusal, me } = groupsStage();
    const group = groupWith(fake, me, { role: "admin" }, { status: "pending" });
    const pending = group.members[1].identity;
    const unknown = crypto.randomUUID();
    const reply = await act(group, { approve: [{ identity_id: pending }], add: [{ identity_id: unknown }] });
    assert.equal(reply.approve[0].identity_id, pending);
    assert.deepEqual(reply.add, []);
    assert.equal(reply.errors.add[0].identity_id, unknown);
    assert.deepEqual(Object.keys(reply.errors), ["add"]);
    const twice = { add: [{ identity_id: unknown }], invite: [{ identity_id: unknown }] };
    assert.equal(await refusal(`/groups/${group.id}`, { method: "POST", body: twice }), "400 BAD_REQUEST");
  });

  test("fake groups: an identity whose preferences forbid adding can only be invited", async () => {
    const { fake, call, act, me } = groupsStage();
    const robot = fake.addClient();
    const group = groupWith(fake, me, { role: "admin" });
    const { clientId, clientSecret } = robot;
    const other = new env.ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
    const preferences = { service: "groups", path: "/v2/preferences", method: "PUT" };
    await other.request({ ...preferences, body: { [robot.identityId]: { allow_add: false } } });
    const identities = [{ identity_id: robot.identityId }];
    assert.equal((await act(group, { add: identities })).errors.add[0].code, "ADD_NOT_ALLOWED");
    assert.equal((await act(group, { invite: identities })).invite[0].status, "invited");
    assert.deepEqual(await call("/preferences"), { [me]: { allow_add: true } });
  });

  test("fake groups: a request to join requires the group's signup fields", async () => {
    const { fake, call, act, me } = groupsStage();
    const group = groupWith(fake, me, undefined, undefined, { joinRequests: true, signupFields: ["city"] });
    const request = () => act(group, { request_join: [{ identity_id: me }] });
    assert.match((await request()).errors.request_join[0].detail, /city/);
    await call(`/groups/${group.id}/membership_fields`, { method: "PUT", body: { [me]: { city: "Chicago" } } });
    const [membership] = (await request()).request_join;
    assert.deepEqual([membership.status, membership.membership_fields], ["pending", { city: "Chicago" }]);
  });

  test("fake groups: my_groups returns groups with an active membership, or with one of the requested statuses", async () => {
    const { fake, call, refusal, me } = groupsStage();
    for (const status of ["active", "invited", "pending", "left"]) {
      fake.addGroup({ name: status, members: [{ identity: me, status }] });
    }
    fake.addGroup({ name: "foreign", visibility: "authenticated" });
    const names = async (query) => (await call("/groups/my_groups", { query })).map(({ name }) => name);
    assert.deepEqual(await names(), ["active"]);
    assert.deepEqual(await names({ statuses: "invited,left" }), ["invited", "left"]);
    assert.equal(await refusal("/groups/my_groups", { query: { statuses: "lost" } }), "422 UNPROCESSABLE_ENTITY");
  });

  test("fake groups: membership, role and visibility decide whether a group and its members are visible", async () => {
    const { fake, call, refusal, me } = groupsStage();
    const visiblePart = async (membership, options) => {
      const group = groupWith(fake, me, membership, { status: "active" }, { visibility: "private", ...options });
      const document = await call(`/groups/${group.id}`, { query: { include: "memberships" } }).catch(() => undefined);
      return document ? `group${document.memberships ? ` and ${document.memberships.length} members` : ""}` : "nothing";
    };
    assert.equal(await visiblePart(undefined), "nothing");
    for (const status of ["invited", "pending"]) assert.equal(await visiblePart({ status }), "group");
    for (const status of ["left", "removed", "rejected"]) assert.equal(await visiblePart({ status }), "nothing");
    assert.equal(await visiblePart(undefined, { visibility: "authenticated" }), "group");
    assert.equal(await visiblePart({ role: "member" }), "group");
    assert.equal(await visiblePart({ role: "member" }, { membersVisibility: "members" }), "group and 2 members");
    assert.equal(await visiblePart({ role: "manager" }), "group and 2 members");
    assert.equal(await refusal(`/groups/${crypto.randomUUID()}`), "404 GROUP_NOT_FOUND");
  });

  test("fake groups: a group that requires a session refuses every call of a client without a session", async () => {
    const { fake, account, call, act, me } = groupsStage();
    const strict = { requireSession: true, visibility: "authenticated" };
    const group = fake.addGroup({ name: "Patients", ...strict, members: [{ identity: me }] });
    for (const promise of [call(`/groups/${group.id}`), act(group, { leave: [{ identity_id: me }] })]) {
      const { status, code, serverCode, body } = await failure(promise);
      assert.deepEqual([status, code, serverCode], [401, "authorization_required", "AUTHENTICATION_TIMEOUT"]);
      assert.deepEqual(body.authorization_parameters.session_required_identities, [me]);
    }
    const [{ enforce_session: isStrict, policies }] = await account.groups.getMyGroups();
    assert.deepEqual([isStrict, policies.is_high_assurance], [true, true]);
  });

  test("fake groups: a member of a subgroup is a member of its parent groups", async () => {
    const { fake, call, refusal, me } = groupsStage();
    const top = fake.addGroup({ name: "Top", members: [{ identity: me, role: "admin" }] });
    const middle = fake.addGroup({ name: "Middle", parentId: top.id });
    const member = fake.addIdentity({ username: "ada@example.org" }).id;
    const bottom = fake.addGroup({
      name: "Bottom",
      parentId: middle.id,
      members: [{ identity: member, role: "admin" }],
    });
    const query = { include: "memberships,child_ids" };
    const { memberships, child_ids: children } = await call(`/groups/${top.id}`, { query });
    assert.deepEqual(children, [middle.id]);
    const implied = memberships.find(({ identity_id: identity }) => identity === member);
    assert.include(implied, { source_group_id: bottom.id, role: "member", status: "active", group_id: top.id });
    assert.deepEqual(top.members[1], { identity: member, role: "member", status: "active" });
    assert.equal(await refusal(`/groups/${top.id}`, { method: "DELETE" }), "400 BAD_REQUEST");
    bottom.setMember(member, { status: "left" });
    assert.lengthOf(top.members, 1);
  });

  test("fake groups: the view scope allows reads only, and a token of another service is refused", async () => {
    const { fake, account, call, refusal } = groupsStage({
      scopes: { groups: [`${URN}groups.api.globus.org:view_my_groups_and_memberships`] },
    });
    assert.deepEqual(await call("/groups/my_groups"), []);
    assert.equal(await refusal("/groups", { method: "POST", body: { name: "No" } }), "403 FORBIDDEN");
    const codeWith = async (headers) =>
      (await (await fake.fetch("https://groups.api.globus.org/v2/groups/my_groups", { headers })).json()).code;
    const Authorization = await account.getAuthorizationHeader("transfer");
    assert.equal(await codeWith({ Authorization }), "INVALID_TOKEN");
    assert.equal(await codeWith({}), "AUTHENTICATION_ERROR");
  });
}
