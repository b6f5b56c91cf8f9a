import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, THIRD, made, step } from "../values.mjs";

const GROUP = "/v2/groups/{group_id}";
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const group = { name: "Lab", description: "The lab" };
const policies = {
  is_high_assurance: false,
  group_visibility: "private",
  group_members_visibility: "managers",
  join_requests: false,
  signup_fields: ["institution", "department"],
};
const members = [{ identity_id: ID }, { identity_id: OTHER }];
const managers = members.map((member) => ({ ...member, role: "manager" }));
const both = [[ID, OTHER]];

/** @type {import("../calls.mjs").Group} */
export default {
  service: "groups",
  client: "GroupsClient",
  title: "Groups",
  authorization: "Bearer",
  rows: [
    row("getMyGroups", "GET", "/v2/groups/my_groups", {
      few: {},
      all: { query: { statuses: ["active", "pending"] }, extra: EXTRA },
    }),
    row("getGroup", "GET", GROUP, {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { include: ["memberships", "policies"] }, extra: EXTRA },
    }),
    row("getGroupBySubscriptionId", "GET", "/v2/subscription_info/{subscription_id}", {
      few: { ids: [ID] },
      all: { ids: [ODD] },
    }),
    row("deleteGroup", "DELETE", GROUP, byIdAndQuery),
    row("createGroup", "POST", "/v2/groups", {
      few: { doc: { name: "Lab" } },
      all: { doc: { ...group, parent_id: null }, extra: EXTRA },
    }),
    row("updateGroup", "PUT", GROUP, {
      few: { ids: [ID], doc: { name: "Lab" } },
      all: { ids: [ODD], doc: { ...group, terms_and_conditions: "ü" }, extra: EXTRA },
    }),
    row("getGroupPolicies", "GET", `${GROUP}/policies`, byIdAndQuery),
    row("setGroupPolicies", "PUT", `${GROUP}/policies`, {
      few: { ids: [ID], doc: policies, helper: made("GroupPolicies", policies) },
      all: {
        ids: [ODD],
        doc: { ...policies, authentication_assurance_timeout: null },
        helper: made("GroupPolicies", { ...policies, authentication_assurance_timeout: null }),
        extra: EXTRA,
      },
      "a plain document": { ids: [ID], doc: { ...policies, authentication_assurance_timeout: 28800 } },
    }),
    row("getIdentityPreferences", "GET", "/v2/preferences", { few: {}, all: { extra: EXTRA } }),
    row("setIdentityPreferences", "PUT", "/v2/preferences", {
      few: { doc: { [ID]: { allow_add: false } } },
      all: { doc: { [ID]: { allow_add: true }, [OTHER]: { allow_add: false } }, extra: EXTRA },
    }),
    row("getMembershipFields", "GET", `${GROUP}/membership_fields`, byIdAndQuery),
    row("setMembershipFields", "PUT", `${GROUP}/membership_fields`, {
      few: { ids: [ID], doc: { [OTHER]: { department: "Physics" } } },
      all: { ids: [ODD], doc: { [OTHER]: { department: "ü" }, [THIRD]: { institution: "Uni" } }, extra: EXTRA },
    }),
    row("batchMembershipAction", "POST", GROUP, {
      few: {
        ids: [ID],
        doc: { add: [{ identity_id: OTHER, role: "member" }] },
        helper: made("BatchMembershipActions", {}, step("add_members", [[OTHER]])),
      },
      all: {
        ids: [ODD],
        doc: {
          accept: members,
          add: managers,
          approve: members,
          change_role: managers,
          decline: members,
          invite: managers,
          join: members,
          leave: members,
          reject: members,
          remove: members,
          request_join: members,
        },
        helper: made(
          "BatchMembershipActions",
          {},
          step("accept_invites", both),
          step("add_members", both, { role: "manager" }),
          step("approve_pending", both),
          step("change_roles", ["manager", ...both]),
          step("decline_invites", both),
          step("invite_members", both, { role: "manager" }),
          step("join", both),
          step("leave", both),
          step("reject_join_requests", both),
          step("remove_members", both),
          step("request_join", both),
        ),
        extra: EXTRA,
      },
      "a plain document": { ids: [ID], doc: { remove: members } },
    }),
    row("setSubscriptionAdminVerified", "PUT", `${GROUP}/subscription_admin_verified`, {
      few: { ids: [ID], doc: { subscription_admin_verified_id: OTHER }, args: [ID, OTHER] },
      all: { ids: [ODD], doc: { subscription_admin_verified_id: null }, args: [ODD, null], extra: EXTRA },
    }),
  ],
};
