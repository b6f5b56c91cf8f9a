// Groups with the JavaScript SDK.
import assert from "node:assert/strict";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

export async function groups(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("groups");
  const ada = fake.addIdentity({ username: "ada@example.org" });
  const { id } = await sdk.groups.create({ headers, payload: { name: "Observers", description: "Who observes" } });
  const renamed = await sdk.groups.update(id, { headers, payload: { name: "Listeners" } });
  assert.equal(renamed.name, "Listeners");
  const policies = {
    is_high_assurance: false,
    group_visibility: "authenticated",
    group_members_visibility: "members",
    join_requests: true,
    signup_fields: ["city"],
  };
  const set = await sdk.policies.update(id, { headers, payload: policies });
  assert.equal(set.join_requests, true);
  assertSameDocument(await sdk.policies.get(id, { headers }), await account.groups.getGroupPolicies(id));
  const add = [{ identity_id: ada.id, role: "member" }];
  const acted = await sdk.membership.act(id, { headers, payload: { add } });
  assert.deepEqual(
    acted.add.map(({ identity_id: identity, status }) => [identity, status]),
    [[ada.id, "active"]],
  );
  const query = { include: "memberships,policies" };
  const group = await sdk.groups.get(id, { headers, query });
  assert.deepEqual(
    group.memberships.map(({ identity_id: identity }) => identity).sort(),
    [ada.id, client.identityId].sort(),
  );
  assertSameDocument(group, await account.groups.getGroup(id, query));
  const mine = await sdk.groups.getMyGroups({ headers, query: { statuses: "active" } });
  assert.deepEqual(
    mine.map(({ name }) => name),
    ["Listeners"],
  );
  assertSameDocument(mine, await account.groups.getMyGroups({ statuses: "active" }));
  await sdk.groups.remove(id, { headers });
  assert.equal(await statusOfRefusal(sdk.groups.get(id, { headers })), 404);
}
