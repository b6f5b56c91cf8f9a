// Type tests of Globus Groups: code that the declarations must accept or reject. Nothing here is run.

import {
  ServiceAccount,
  type Group,
  type GroupMembership,
  type GroupPolicies,
  type MembershipActionsResult,
  type MyGroup,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
const { groups } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

export async function calls() {
  const page: MyGroup[] = await groups.getMyGroups({ statuses: ["active", "invited"] });
  for await (const { my_memberships } of groups.getMyGroups()) my_memberships?.map(({ role }) => role);
  // @ts-expect-error no such status
  groups.getMyGroups({ statuses: "gone" });
  // @ts-expect-error misspelt parameter
  groups.getMyGroups({ status: "active" });

  const group: Group = await groups.getGroup(id, { include: ["memberships", "allowed_actions"] });
  const joinActions: string[] | undefined = group.allowed_actions?.request_join;
  // @ts-expect-error no such value of `include`
  await groups.getGroup(id, { include: "members" });
  // @ts-expect-error an option in place of the query
  await groups.getGroup(id, { signal });
  await groups.createGroup({ name: "g", policies: { join_requests: true } });
  // @ts-expect-error the name is missing
  await groups.createGroup({ description: "g" });
  await groups.updateGroup(id, { description: null });
  await groups.deleteGroup(id);
  const isBaa: boolean = (await groups.getGroupBySubscriptionId(id)).subscription_info.is_baa;

  const policies: GroupPolicies = await groups.getGroupPolicies(id);
  await groups.setGroupPolicies(id, { group_visibility: "private", signup_fields: ["address1"] });
  // @ts-expect-error no such visibility
  await groups.setGroupPolicies(id, { group_visibility: "public" });
  const preferences = await groups.getIdentityPreferences();
  await groups.setIdentityPreferences({ [id]: { allow_add: false } });
  const fields = await groups.getMembershipFields(id);
  await groups.setMembershipFields(id, { [id]: { institution: "i" } });
  await groups.setSubscriptionAdminVerified(id, { subscription_admin_verified_id: null });
  // @ts-expect-error the member is missing
  await groups.setSubscriptionAdminVerified(id, {});
  return [page, joinActions, isBaa, policies.join_requests, preferences[id]?.allow_add, fields[id]?.zip];
}

export async function memberships() {
  const member = { identity_id: id };
  const result: MembershipActionsResult = await groups.batchMembershipAction(id, {
    accept: [member],
    add: [{ ...member, role: "admin" }],
    approve: [member],
    change_role: [{ ...member, role: "member" }],
    decline: [member],
    invite: [{ ...member, invite_email_address: "a@example.org" }],
    join: [member],
    leave: [{ ...member, status_reason: "r" }],
    reject: [member],
    remove: [member],
    request_join: [member],
  });
  const added: GroupMembership | undefined = result.add?.[0];
  const failed: string | undefined = result.errors?.leave?.[0]?.code;
  // @ts-expect-error no such action
  await groups.batchMembershipAction(id, { kick: [member] });
  // @ts-expect-error the new role is missing
  await groups.batchMembershipAction(id, { change_role: [member] });

  const membership: GroupMembership = await groups.addMember(id, id, { role: "manager" }, { signal });
  await groups.removeMember(id, id);
  await groups.inviteMember(id, id, { invite_email_address: "a@example.org" });
  await groups.approveMember(id, id);
  await groups.rejectMember(id, id, { status_reason: "r" });
  await groups.changeRole(id, id, "admin");
  for (const verb of ["join", "leave", "requestJoin", "acceptInvitation", "declineInvitation"] as const) {
    await groups[verb](id, { signal });
  }
  // @ts-expect-error no such role
  await groups.addMember(id, id, { role: "owner" });
  // @ts-expect-error an option in place of the document
  await groups.addMember(id, id, { signal });
  // @ts-expect-error the role is missing
  await groups.changeRole(id, id);
  // @ts-expect-error the identity is missing
  await groups.removeMember(id);
  return [added, failed, membership.status === "active"];
}
