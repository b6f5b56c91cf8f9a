// @ts-check
// Public records show the codes ALREADY_ACTIVE and NO_MEMBERSHIP. The other codes of failed actions are assumed.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("./memberships.js").Membership} Membership
 * @typedef {import("./memberships.js").Role} Role
 * @typedef {typeof MEMBERSHIP_ACTIONS[number]} ActionName
 * @typedef {{ identity_id: string, role: Role | undefined, status_reason: string | undefined,
 *   invite_email_address: string | undefined }} Request
 * @typedef {{ world: World, group: Group, callerId: string, request: Request,
 *   membership: Membership | undefined }} Context
 * @typedef {{ code: string, detail: string }} Refusal
 * @typedef {object} Action
 * @property {"self" | "manager" | "admin"} performer the role that may perform the action
 * @property {readonly string[]} fromStatuses the statuses that allow the action; "none" means no membership
 * @property {import("./memberships.js").Status} toStatus the status after the action
 * @property {(context: Context) => Refusal | undefined} [refuse] checks every further condition
 */

export const MEMBERSHIP_ACTIONS = /** @type {const} */ ([
  "accept",
  "add",
  "approve",
  "change_role",
  "decline",
  "invite",
  "join",
  "leave",
  "reject",
  "remove",
  "request_join",
]);

const INACTIVE_STATUSES = ["none", "invited", "pending", "rejected", "removed", "left", "declined"];

/** @type {Record<ActionName, Action>} */
export const ACTIONS = {
  accept: { performer: "self", fromStatuses: ["invited"], toStatus: "active" },
  // An identity that left the group cannot be added again, only invited.
  add: {
    performer: "manager",
    fromStatuses: ["none", "invited", "pending", "rejected", "removed", "declined"],
    toStatus: "active",
    refuse: (context) => refuseUnknownIdentity(context) ?? refuseDisallowedAdd(context) ?? refuseHighRole(context),
  },
  approve: { performer: "manager", fromStatuses: ["pending"], toStatus: "active" },
  change_role: { performer: "admin", fromStatuses: ["active"], toStatus: "active" },
  decline: { performer: "self", fromStatuses: ["invited"], toStatus: "declined" },
  invite: {
    performer: "manager",
    fromStatuses: INACTIVE_STATUSES,
    toStatus: "invited",
    refuse: (context) => refuseUnknownIdentity(context) ?? refuseHighRole(context),
  },
  join: { performer: "self", fromStatuses: INACTIVE_STATUSES, toStatus: "active", refuse: refuseJoin },
  leave: { performer: "self", fromStatuses: ["active"], toStatus: "left", refuse: refuseLastAdmin },
  reject: { performer: "manager", fromStatuses: ["pending"], toStatus: "rejected" },
  remove: { performer: "manager", fromStatuses: ["active", "invited"], toStatus: "removed", refuse: refuseRemoval },
  request_join: {
    performer: "self",
    fromStatuses: INACTIVE_STATUSES,
    toStatus: "pending",
    refuse: (context) => refuseJoinRequest(context) ?? refuseMissingFields(context),
  },
};

/** @param {Context} context */
function refuseUnknownIdentity({ world, request }) {
  if (world.accounts.identities.has(request.identity_id)) return undefined;
  return { code: "IDENTITY_NOT_FOUND", detail: "The identity does not exist." };
}

/** @param {Context} context */
function refuseDisallowedAdd({ world, request }) {
  if (world.groups.canAdd(request.identity_id)) return undefined;
  return { code: "ADD_NOT_ALLOWED", detail: "The identity does not allow itself to be added to groups." };
}

/** Only admins give roles above "member". Documented for `add`, and assumed for `invite`. @param {Context} context */
function refuseHighRole({ group, callerId, request }) {
  if (!request.role || request.role === "member" || group.isAdmin(callerId)) return undefined;
  return { code: "FORBIDDEN", detail: `Only admins can make a ${request.role}.` };
}

/** Only a test can set `allowJoin`: no policy of the API does. @param {Context} context */
function refuseJoin({ group }) {
  if (group.allowJoin && !group.policies.is_high_assurance) return undefined;
  return { code: "JOIN_NOT_ALLOWED", detail: "The group does not allow identities to join." };
}

/** @param {Context} context */
function refuseJoinRequest({ group }) {
  if (group.policies.join_requests) return undefined;
  return { code: "JOIN_REQUESTS_NOT_ALLOWED", detail: "The group does not allow requests to join." };
}

/** @param {Context} context */
function refuseMissingFields({ group, callerId }) {
  const missingFields = group.policies.signup_fields.filter((name) => !group.fields.get(callerId)?.[name]);
  if (missingFields.length === 0) return undefined;
  return {
    code: "MISSING_MEMBERSHIP_FIELDS",
    detail: `Required membership fields are missing: ${missingFields.join(", ")}`,
  };
}

/** @param {Context} context */
function refuseLastAdmin({ group, callerId }) {
  if (!group.isAdmin(callerId)) return undefined;
  const admins = [...group.memberships.keys()].filter((id) => group.isAdmin(id));
  return admins.length > 1 ? undefined : { code: "LAST_ADMIN", detail: "The last admin of a group can not leave it." };
}

/** @param {Context} context */
function refuseRemoval({ group, callerId, membership }) {
  if (membership?.identityId === callerId) {
    return { code: "FORBIDDEN", detail: "Identities can not remove their own memberships." };
  }
  if (membership?.role !== "admin" || group.isAdmin(callerId)) return undefined;
  return { code: "FORBIDDEN", detail: "Only admins can remove admins." };
}
