// @ts-check
// Actions on one membership of a group, each a `batchMembershipAction` with one identity. It resolves with the
// membership or rejects. Actions of the account itself need no identity id: its identity is its client id.
import { accountOf, argumentError, createJobError, isUuid, readObject, readText } from "./internal.js";

/**
 * Error codes of failed actions, by the server code. Only ALREADY_ACTIVE and NO_MEMBERSHIP were observed; the other
 * patterns are guesses.
 */
const ERROR_CODES = /** @type {[RegExp, string][]} */ ([
  [/FORBIDDEN|NOT_ALLOWED|NOT_PERMITTED|PERMISSION|NOT_AUTHORIZED/, "forbidden"],
  [/ALREADY|MEMBERSHIP|STATUS|CONFLICT|LAST_ADMIN/, "conflict"],
  [/./, "bad_request"],
]);

/**
 * Runs an action for one identity.
 *
 * @param {any} groups @param {string} action @param {unknown} groupId @param {any} member @param {unknown} options
 */
async function runAction(groups, action, groupId, member, options) {
  const findMember = (/** @type {any} */ lists) =>
    lists?.[action]?.find?.(
      (/** @type {any} */ { identity_id }) => String(identity_id).toLowerCase() === member.identity_id.toLowerCase(),
    );
  const reply = await groups.batchMembershipAction(groupId, { [action]: [member] }, undefined, options);
  const membership = findMember(reply);
  if (membership) return membership;
  const { code: serverCode = "", detail } = findMember(reply?.errors) ?? {};
  const code = ERROR_CODES.find(([pattern]) => pattern.test(serverCode))?.[1] ?? "invalid_response";
  throw createJobError(
    accountOf(groups),
    code,
    `groups did not carry out ${action}: ${detail || serverCode || "the reply lacks this identity"}`,
    {
      service: "groups",
      serverCode: serverCode || undefined,
      messages: detail ? [detail] : [],
      body: reply,
    },
    { what: String(groupId), access: "rw" },
  );
}

/** @param {unknown} given @param {string[]} allowed The allowed members. */
function readDetails(given, allowed) {
  const details = readObject("details", given);
  for (const [name, value] of Object.entries(details)) {
    if (!allowed.includes(name)) throw argumentError(`details.${name}`, "is not a detail of this action");
    if (typeof (value ?? "") !== "string") throw argumentError(`details.${name}`, "must be a string");
  }
  return details;
}

/** @param {unknown} given */
function readIdentityId(given) {
  const id = readText("identityId", given);
  if (isUuid(id)) return id;
  throw argumentError("identityId", "must be the id (a UUID) of an identity; auth.getIdentities({ usernames }) finds it");
}

/**
 * Returns the method of an action on the membership of any identity.
 *
 * @param {string} action @param {string[]} allowed
 */
const memberAction = (action, ...allowed) =>
  /**
   * @this {any} @param {unknown} groupId @param {unknown} identityId @param {unknown} details @param {unknown} options
   */
  async function (groupId, identityId, details, options) {
    const member = { ...readDetails(details, allowed), identity_id: readIdentityId(identityId) };
    return runAction(this, action, groupId, member, options);
  };

/** Returns the method of an action on the account's own membership. @param {string} action */
const ownAction = (action) =>
  /** @this {any} @param {unknown} groupId @param {unknown} options */
  async function (groupId, options) {
    return runAction(this, action, groupId, { identity_id: accountOf(this).clientId }, options);
  };

export const members = {
  addMember: memberAction("add", "role", "status_reason"),
  removeMember: memberAction("remove", "status_reason"),
  inviteMember: memberAction("invite", "role", "status_reason", "invite_email_address"),
  approveMember: memberAction("approve", "status_reason"),
  rejectMember: memberAction("reject", "status_reason"),
  /** @this {any} @param {unknown} groupId @param {unknown} identityId @param {unknown} role @param {unknown} options */
  async changeRole(groupId, identityId, role, options) {
    const member = { identity_id: readIdentityId(identityId), role: readText("role", role) };
    return runAction(this, "change_role", groupId, member, options);
  },
  join: ownAction("join"),
  leave: ownAction("leave"),
  requestJoin: ownAction("request_join"),
  acceptInvitation: ownAction("accept"),
  declineInvitation: ownAction("decline"),
};
