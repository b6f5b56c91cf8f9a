// @ts-check
import { groupsError } from "./errors.js";
import { ACTIONS, MEMBERSHIP_ACTIONS } from "./groups-actions.js";
import { membershipDocument } from "./groups-documents.js";
import { forbidden, invalidInput } from "./groups-requests.js";
import { isUuid } from "./ids.js";
import { ROLES } from "./memberships.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("./memberships.js").Role} Role
 * @typedef {import("./groups-actions.js").ActionName} ActionName
 * @typedef {import("./groups-actions.js").Request} Request
 * @typedef {import("./groups-actions.js").Context} Context
 * @typedef {import("./groups-actions.js").Refusal} Refusal
 */

/**
 * Performs the actions of a batch. Returns the changed memberships of each action, and the errors. Throws 403 before
 * any change if the caller may not perform one of the actions.
 * @param {World} world
 * @param {Group} group
 * @param {string} callerId
 * @param {Record<string, unknown>} body
 */
export function performBatch(world, group, callerId, body) {
  const batch = MEMBERSHIP_ACTIONS.flatMap((name) => {
    const list = body[name];
    return list === undefined || list === null ? [] : [{ name, requests: readRequests(list, name) }];
  });
  requireUniqueIdentities(batch.flatMap(({ requests }) => requests.map(({ identity_id: id }) => id)));
  for (const { name, requests } of batch) {
    const { performer } = ACTIONS[name];
    const isAllowed =
      performer === "self" || (performer === "admin" ? group.isAdmin(callerId) : group.isManager(callerId));
    if (!isAllowed && requests.length > 0) throw forbidden(`You are not allowed to perform the action '${name}'`);
  }
  /** @type {Partial<Record<ActionName, unknown[]>>} */
  const done = {};
  /** @type {Partial<Record<ActionName, unknown[]>>} */
  const errors = {};
  for (const { name, requests } of batch) {
    done[name] = [];
    for (const request of requests) {
      const membership = group.memberships.get(request.identity_id);
      const refusal = findRefusal(name, { world, group, callerId, request, membership });
      if (refusal) (errors[name] ??= []).push({ identity_id: request.identity_id, ...refusal });
      else done[name].push(membershipDocument(world, group, applyAction(name, group, request)));
    }
  }
  return { ...done, ...(Object.keys(errors).length > 0 && { errors }) };
}

/**
 * Returns the reason why an action fails for one identity, or undefined.
 * @param {ActionName} name
 * @param {Context} context
 * @returns {Refusal | undefined}
 */
function findRefusal(name, context) {
  const { callerId, request, membership } = context;
  const { performer, fromStatuses, refuse } = ACTIONS[name];
  if (performer === "self" && request.identity_id !== callerId) {
    return { code: "NOT_IN_IDENTITY_SET", detail: "The identity is not in your identity set." };
  }
  const status = membership?.status ?? "none";
  if (!fromStatuses.includes(status)) {
    if (status === "none") return { code: "NO_MEMBERSHIP", detail: "Identity has no membership in group." };
    if (status === "active") {
      return { code: "ALREADY_ACTIVE", detail: "The identity is already an active member of the group." };
    }
    return {
      code: "INVALID_STATUS",
      detail: `The action is not possible for a membership with the status '${status}'.`,
    };
  }
  return refuse?.(context);
}

/** @param {ActionName} name @param {Group} group @param {Request} request */
function applyAction(name, group, { identity_id: id, role, status_reason: reason, invite_email_address: email }) {
  const isNew = !group.memberships.has(id);
  const keepsRole = !["add", "invite", "change_role"].includes(name);
  return group.setMembership(id, {
    status: ACTIONS[name].toStatus,
    role: keepsRole ? (isNew || name.endsWith("join") ? "member" : undefined) : (role ?? "member"),
    statusReason: reason,
    ...(name === "invite" && { inviteTime: group.clock.now(), inviteEmail: email }),
  });
}

/** @param {unknown} list @param {ActionName} name @returns {Request[]} */
function readRequests(list, name) {
  if (!Array.isArray(list)) throw invalidInput(["body", name], "Input should be a valid list", "list_type");
  return list.map((/** @type {Record<string, unknown> | null} */ item, i) => {
    const { identity_id: id, role, status_reason: reason, invite_email_address: email } = item ?? {};
    if (!isUuid(id))
      throw invalidInput(["body", name, i, "identity_id"], "Input should be a valid UUID", "uuid_parsing");
    if (role !== undefined && role !== null && !ROLES.includes(/** @type {Role} */ (role))) {
      throw invalidInput(["body", name, i, "role"], "Input should be 'member', 'manager' or 'admin'", "enum");
    }
    return {
      identity_id: id.toLowerCase(),
      role: /** @type {Role | undefined} */ (role ?? undefined),
      status_reason: typeof reason === "string" ? reason : undefined,
      invite_email_address: typeof email === "string" ? email : undefined,
    };
  });
}

/** Throws 400 if an identity occurs twice. @param {readonly string[]} ids */
function requireUniqueIdentities(ids) {
  const duplicateIds = [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
  if (duplicateIds.length === 0) return;
  throw groupsError(400, "BAD_REQUEST", "Identity IDs must be unique across all actions", {
    ambiguous_identities: duplicateIds,
  });
}
