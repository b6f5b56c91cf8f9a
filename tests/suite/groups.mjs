import { helpers, ID, json } from "./helpers.mjs";

const GROUP = "11111111-2222-4333-8444-555555555555";
const ADA = "AAAAAAAA-2222-4333-8444-555555555555";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Responds as Groups does when every action succeeds. */
  const succeedAll = ({ init }) => {
    const actions = Object.entries(JSON.parse(init.body));
    return json(
      Object.fromEntries(
        actions.map(([name, list]) => [
          name,
          list.map((action) => ({ group_id: GROUP, role: "member", status: "active", ...action })),
        ]),
      ),
    );
  };

  test("getMyGroups: resolves with an array, and iterates its items", async () => {
    const { account, calls } = stub(() => json([{ id: GROUP }]));
    const list = account.groups.getMyGroups({ statuses: ["active", "invited"] });
    assert.deepEqual(await list, [{ id: GROUP }]);
    assert.deepEqual(await list.toArray(), [{ id: GROUP }]);
    assert.deepEqual(
      calls.map(({ url }) => url),
      Array(2).fill("https://groups.api.globus.org/v2/groups/my_groups?statuses=active%2Cinvited"),
    );
  });

  test("setSubscriptionAdminVerified: sends null to remove the id, and rejects a missing id", async () => {
    const { account, calls } = stub(() => json({ code: "Done" }));
    await account.groups.setSubscriptionAdminVerified(GROUP, { subscription_admin_verified_id: null });
    assert.equal(calls[0].init.body, '{"subscription_admin_verified_id":null}');
    const error = await failure(account.groups.setSubscriptionAdminVerified(GROUP, {}));
    assert.deepInclude(error, { code: "invalid_argument", field: "document.subscription_admin_verified_id" });
  });

  test("membership methods: change one membership and resolve with it", async () => {
    const { account, calls } = stub(succeedAll);
    const { groups } = account;
    const membership = await groups.addMember(GROUP, ADA, { role: "manager" });
    assert.deepEqual(membership, { group_id: GROUP, identity_id: ADA, role: "manager", status: "active" });
    await groups.removeMember(GROUP, ADA, { status_reason: "gone" });
    await groups.inviteMember(GROUP, ADA, { invite_email_address: "ada@example.org" });
    await groups.approveMember(GROUP, ADA);
    await groups.rejectMember(GROUP, ADA);
    await groups.changeRole(GROUP, ADA, "admin");
    const ownMethods = ["join", "leave", "requestJoin", "acceptInvitation", "declineInvitation"];
    for (const name of ownMethods) assert.equal((await groups[name](GROUP)).identity_id, ID);
    assert.deepEqual(
      calls.map(({ init }) => JSON.parse(init.body)),
      [
        { add: [{ identity_id: ADA, role: "manager" }] },
        { remove: [{ identity_id: ADA, status_reason: "gone" }] },
        { invite: [{ identity_id: ADA, invite_email_address: "ada@example.org" }] },
        { approve: [{ identity_id: ADA }] },
        { reject: [{ identity_id: ADA }] },
        { change_role: [{ identity_id: ADA, role: "admin" }] },
        ...["join", "leave", "request_join", "accept", "decline"].map((name) => ({ [name]: [{ identity_id: ID }] })),
      ],
    );
    for (const { url, init } of calls) {
      assert.equal(`${init.method} ${url}`, `POST https://groups.api.globus.org/v2/groups/${GROUP}`);
    }
  });

  test("membership methods: reject if the reply reports an error", async () => {
    for (const [serverCode, code] of [
      ["ALREADY_ACTIVE", "conflict"],
      ["NO_MEMBERSHIP", "conflict"],
      ["FORBIDDEN", "forbidden"],
      ["SOMETHING_ELSE", "bad_request"],
    ]) {
      const reply = { add: [], errors: { add: [{ identity_id: ADA.toLowerCase(), code: serverCode, detail: "why" }] } };
      const { account } = stub(() => json(reply));
      const error = await failure(account.groups.addMember(GROUP, ADA));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code, serverCode, service: "groups", retryable: false });
      assert.deepEqual([error.messages, error.body], [["why"], reply]);
      assert.include(error.message, "add: why");
    }
  });

  test("membership methods: reject if the reply does not contain the identity", async () => {
    for (const reply of [{}, { leave: [] }, { leave: [{ identity_id: ADA }] }, { leave: null, errors: null }]) {
      const { account } = stub(() => json(reply));
      assert.deepInclude(await failure(account.groups.leave(GROUP)), { code: "invalid_response", service: "groups" });
    }
  });

  test("membership methods: reject an invalid argument and name it, before any request", async () => {
    const { account, calls } = stub(succeedAll);
    const { groups } = account;
    for (const [call, field] of [
      [groups.addMember(GROUP), "identityId"],
      [groups.addMember(GROUP, "ada@example.org"), "identityId"],
      [groups.addMember(GROUP, ADA, { rol: "admin" }), "details.rol"],
      [groups.addMember(GROUP, ADA, { timeout: 5 }), "details.timeout"],
      [groups.addMember(GROUP, ADA, {}, { timeout: -5 }), "options.timeout"],
      [groups.approveMember(GROUP, ADA, { role: "admin" }), "details.role"],
      [groups.changeRole(GROUP, ADA), "role"],
      [groups.join(), "groupId"],
      [groups.join("."), "groupId"],
    ]) {
      assert.deepInclude(await failure(call), { code: "invalid_argument", field });
    }
    assert.lengthOf(calls, 0);
  });

  test("membership methods: are not retried, because the first attempt may have succeeded", async () => {
    const { account, calls } = stub(() => new Response("", { status: 502 }));
    assert.equal((await failure(account.groups.addMember(GROUP, ADA))).code, "server_error");
    assert.lengthOf(calls, 1);
  });
}
