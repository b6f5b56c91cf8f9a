// @ts-check
import { authTime } from "./clock.js";
import { ACTIONS, MEMBERSHIP_ACTIONS } from "./groups-actions.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("./memberships.js").Membership & { sourceGroupId?: string }} Membership
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 */

/**
 * Returns a group as Globus Groups describes it.
 * @param {World} world
 * @param {Group} group
 * @param {{ callerId: string, include?: ReadonlySet<string>, ownMemberships?: readonly Membership[] }} view
 *   `ownMemberships`: the memberships of the caller to show. Default: all of them
 */
export function groupDocument(world, group, { callerId, include = new Set(), ownMemberships }) {
  const { groups } = world;
  const describe = (/** @type {Membership} */ membership) => membershipDocument(world, group, membership);
  const callerMemberships =
    ownMemberships ?? groups.memberships(group).filter(({ identityId }) => identityId === callerId);
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    terms_and_conditions: group.terms,
    parent_id: group.parentId,
    group_type: group.subscription ? "plus" : "regular",
    enforce_session: group.policies.is_high_assurance,
    session_limit: group.policies.authentication_assurance_timeout,
    session_timeouts: {},
    policies: { ...group.policies },
    subscription_id: group.subscription?.id ?? null,
    subscription_info: group.subscription ? subscriptionInfo(group.subscription) : null,
    subscription_admin_verified_id: group.verifiedBy,
    ...((include.has("my_memberships") || ownMemberships) && { my_memberships: callerMemberships.map(describe) }),
    ...(include.has("memberships") &&
      canSeeMembers(world, group, callerId) && { memberships: groups.memberships(group).map(describe) }),
    ...(include.has("child_ids") && { child_ids: groups.children(group).map(({ id }) => id) }),
    ...(include.has("allowed_actions") && { allowed_actions: allowedActions(world, group, callerId) }),
  };
}

/**
 * Whether an identity can see the members: depending on the policy, every active member can, or only managers and
 * admins.
 * @param {World} world
 * @param {Group} group
 * @param {string} id
 */
function canSeeMembers({ groups }, group, id) {
  return group.policies.group_members_visibility === "members" ? groups.isMember(group.id, id) : group.isManager(id);
}

/** @param {World} world @param {Group} group @param {Membership} membership */
export function membershipDocument({ accounts }, group, membership) {
  return {
    group_id: group.id,
    ...(membership.sourceGroupId && { source_group_id: membership.sourceGroupId }),
    identity_id: membership.identityId,
    username: accounts.usernameOf(membership.identityId),
    role: membership.role,
    status: membership.status,
    status_reason: membership.statusReason,
    invite_email_address: membership.inviteEmail,
    updated: authTime(membership.updated),
    invite_time: membership.inviteTime === null ? null : authTime(membership.inviteTime),
    membership_fields: { ...group.fields.get(membership.identityId) },
  };
}

/** @param {import("./index.js").FakeSubscription} subscription */
const subscriptionInfo = (subscription) => ({
  name: subscription.name ?? "Test subscription",
  subscriber_name: subscription.subscriberName ?? "Test subscriber",
  ...limitedSubscriptionInfo(subscription),
});

/** Returns the public part of a subscription. @param {import("./index.js").FakeSubscription} subscription */
export const limitedSubscriptionInfo = ({ highAssurance = false, baa = false, connectors = {} }) => ({
  is_high_assurance: highAssurance,
  is_baa: baa,
  connectors,
});

/**
 * Returns for each action the caller's identities that may perform it. A client has one identity. `refuse` of an action
 * is not checked.
 * @param {World} world
 * @param {Group} group
 * @param {string} callerId
 */
function allowedActions(world, group, callerId) {
  const isAllowed = (/** @type {typeof MEMBERSHIP_ACTIONS[number]} */ name) => {
    const { performer, fromStatuses } = ACTIONS[name];
    if (performer === "admin") return group.isAdmin(callerId);
    if (performer === "manager") return group.isManager(callerId);
    if (name === "join") return group.allowJoin && !group.policies.is_high_assurance;
    if (name === "request_join") return group.policies.join_requests;
    return fromStatuses.includes(group.memberships.get(callerId)?.status ?? "none");
  };
  return Object.fromEntries(MEMBERSHIP_ACTIONS.map((name) => [name, isAllowed(name) ? [callerId] : []]));
}
