import { row } from "../calls.mjs";
import { CLIENT, ID, OTHER, THIRD } from "../values.mjs";

const GROUP = "/v2/groups/{group_id}";
const policies = {
  is_high_assurance: true,
  group_visibility: "authenticated",
  group_members_visibility: "members",
  join_requests: true,
  signup_fields: [],
};

/** Calls about another identity. */
const others = { few: { ids: [ID, OTHER] }, all: { ids: [OTHER, THIRD] } };
/** The same with a role. */
const withRole = { few: { ids: [ID, OTHER] }, all: { ids: [OTHER, THIRD], fields: { role: "manager" } } };
/** Calls about the account itself. Python requires its identity as an argument. */
const own = {
  few: { ids: [ID], args: [ID, CLIENT.clientId] },
  all: { ids: [OTHER], args: [OTHER], kwargs: { identity_id: CLIENT.clientId } },
};

/** @type {import("../calls.mjs").Group} */
export default {
  service: "groups",
  client: "GroupsManager",
  title: "Groups, one action per call",
  authorization: "Bearer",
  isHelper: true,
  rows: [
    row("createGroup", "POST", "/v2/groups", {
      few: { doc: { name: "Lab", description: "The lab", parent_id: null }, args: ["Lab", "The lab"] },
      all: { fields: { name: "Lab", description: "ü", parent_id: ID } },
    }),
    row("setGroupPolicies", "PUT", `${GROUP}/policies`, {
      few: { ids: [ID], fields: policies, js: [ID, { ...policies, authentication_assurance_timeout: null }] },
      all: { ids: [OTHER], fields: { ...policies, authentication_assurance_timeout: 28800 } },
    }),
    row("addMember", "POST", GROUP, withRole),
    row("inviteMember", "POST", GROUP, withRole),
    row("changeRole", "POST", GROUP, {
      few: { js: [ID, OTHER, "admin"], ids: [ID, OTHER], args: [ID, OTHER, "admin"] },
      all: { js: [OTHER, THIRD, "member"], ids: [OTHER, THIRD], args: [OTHER, THIRD], kwargs: { role: "member" } },
    }),
    row("approveMember", "POST", GROUP, others, { python: "approve_pending" }),
    row("rejectMember", "POST", GROUP, others, { python: "reject_join_request" }),
    row("removeMember", "POST", GROUP, others),
    row("join", "POST", GROUP, own),
    row("requestJoin", "POST", GROUP, own),
    row("leave", "POST", GROUP, own),
    row("acceptInvitation", "POST", GROUP, own, { python: "accept_invite" }),
    row("declineInvitation", "POST", GROUP, own, { python: "decline_invite" }),
  ],
};
