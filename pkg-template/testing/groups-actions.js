// @ts-check
// On record are ALREADY_ACTIVE and NO_MEMBERSHIP. The other codes of failed actions have no public record.

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
 * @property {"self" | "manager" | "admin"} who may do it at all
 * @property {readonly string[]} from the statuses a membership may have before; "none" is no membership
 * @property {import("./memberships.js").Status} to
 * @property {(context: Context) => Refusal | undefined} [refuse] what else stands against it
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

const NOT_ACTIVE = ["none", "invited", "pending", "rejected", "removed", "left", "declined"];

/** @type {Record<ActionName, Action>} */
export const ACTIONS = {
  accept: { who: "self", from: ["invited"], to: "active" },
  // Who left of their own will is not added again, only invited.
  add: {
    who: "manager",
    from: ["none", "invited", "pending", "rejected", "removed", "declined"],
    to: "active",
    refuse: (context) => noSuchIdentity(context) ?? wantsToBeAsked(context) ?? highRole(context),
  },
  approve: { who: "manager", from: ["pending"], to: "active" },
  change_role: { who: "admin", from: ["active"], to: "active" },
  decline: { who: "self", from: ["invited"], to: "declined" },
  invite: {
    who: "manager",
    from: NOT_ACTIVE,
    to: "invited",
    refuse: (context) => noSuchIdentity(context) ?? highRole(context),
  },
  join: { who: "self", from: NOT_ACTIVE, to: "active", refuse: closed },
  leave: { who: "self", from: ["active"], to: "left", refuse: lastAdmin },
  reject: { who: "manager", from: ["pending"], to: "rejected" },
  remove: { who: "manager", from: ["active", "invited"], to: "removed", refuse: notRemovable },
  request_join: {
    who: "self",
    from: NOT_ACTIVE,
    to: "pending",
    refuse: (context) => noRequests(context) ?? unsigned(context),
  },
};

/** @param {Context} context */
function noSuchIdentity({ world, request }) {
  if (world.accounts.identities.has(request.identity_id)) return undefined;
  return { code: "IDENTITY_NOT_FOUND", detail: "The identity does not exist." };
}

/** @param {Context} context */
function wantsToBeAsked({ world, request }) {
  if (world.groups.mayAdd(request.identity_id)) return undefined;
  return { code: "ADD_NOT_ALLOWED", detail: "The identity does not allow itself to be added to groups." };
}

/** Documented for `add`; that it holds for `invite` as well is a guess. @param {Context} context */
function highRole({ group, callerId, request }) {
  if (!request.role || request.role === "member" || group.isAdmin(callerId)) return undefined;
  return { code: "FORBIDDEN", detail: `Only admins can make a ${request.role}.` };
}

/** No policy of the API opens a group to all: it is a choice of the test. @param {Context} context */
function closed({ group }) {
  if (group.allowJoin && !group.policies.is_high_assurance) return undefined;
  return { code: "JOIN_NOT_ALLOWED", detail: "The group does not allow identities to join." };
}

/** @param {Context} context */
function noRequests({ group }) {
  if (group.policies.join_requests) return undefined;
  return { code: "JOIN_REQUESTS_NOT_ALLOWED", detail: "The group does not allow requests to join." };
}

/** @param {Context} context */
function unsigned({ group, callerId }) {
  const missing = group.policies.signup_fields.filter((name) => !group.fields.get(callerId)?.[name]);
  if (missing.length === 0) return undefined;
  return { code: "MISSING_MEMBERSHIP_FIELDS", detail: `Required membership fields are missing: ${missing.join(", ")}` };
}

/** @param {Context} context */
function lastAdmin({ group, callerId }) {
  if (!group.isAdmin(callerId)) return undefined;
  const admins = [...group.memberships.keys()].filter((id) => group.isAdmin(id));
  return admins.length > 1 ? undefined : { code: "LAST_ADMIN", detail: "The last admin of a group can not leave it." };
}

/** @param {Context} context */
function notRemovable({ group, callerId, membership }) {
  if (membership?.identityId === callerId) {
    return { code: "FORBIDDEN", detail: "Identities can not remove their own memberships." };
  }
  if (membership?.role !== "admin" || group.isAdmin(callerId)) return undefined;
  return { code: "FORBIDDEN", detail: "Only admins can remove admins." };
}
