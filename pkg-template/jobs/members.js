// @ts-check
// Groups, one membership at a time: verbs built on `batchMembershipAction`, each of which resolves with the membership or
// rejects. For the account itself they need no identity: its own is its client id.
import { accountOf, failed, invalid, isUuid, object, text } from "./account-of.js";

/** Our code for a failed action. On record are ALREADY_ACTIVE and NO_MEMBERSHIP; that the others say what they mean is a guess. */
const CODES = /** @type {[RegExp, string][]} */ ([
  [/FORBIDDEN|NOT_ALLOWED|NOT_PERMITTED|PERMISSION|NOT_AUTHORIZED/, "forbidden"],
  [/ALREADY|MEMBERSHIP|STATUS|CONFLICT|LAST_ADMIN/, "conflict"],
  [/./, "bad_request"],
]);

/**
 * Carries an action out for one identity.
 *
 * @param {any} groups @param {string} action @param {unknown} groupId @param {any} one @param {unknown} options
 */
async function act(groups, action, groupId, one, options) {
  const mine = (/** @type {any} */ lists) =>
    lists?.[action]?.find?.(
      (/** @type {any} */ { identity_id }) => String(identity_id).toLowerCase() === one.identity_id.toLowerCase(),
    );
  const reply = await groups.batchMembershipAction(groupId, { [action]: [one] }, undefined, options);
  const membership = mine(reply);
  if (membership) return membership;
  const { code: serverCode = "", detail } = mine(reply?.errors) ?? {};
  const code = CODES.find(([pattern]) => pattern.test(serverCode))?.[1] ?? "invalid_response";
  throw failed(
    accountOf(groups),
    code,
    `groups did not carry out ${action}: ${detail || serverCode || "without a word about this identity"}`,
    {
      service: "groups",
      serverCode: serverCode || undefined,
      messages: detail ? [detail] : [],
      body: reply,
    },
    { what: String(groupId), access: "rw" },
  );
}

/** @param {unknown} given @param {string[]} allowed What can be said beside the identity. */
function detailsOf(given, allowed) {
  const details = object("details", given);
  for (const [name, value] of Object.entries(details)) {
    if (!allowed.includes(name)) throw invalid(`details.${name}`, "is not something to say here");
    if (typeof (value ?? "") !== "string") throw invalid(`details.${name}`, "must be a string");
  }
  return details;
}

/** @param {unknown} given */
function identityOf(given) {
  const id = text("identityId", given);
  if (isUuid(id)) return id;
  throw invalid("identityId", "must be the id (a UUID) of an identity; auth.getIdentities({ usernames }) finds it");
}

/** An action on somebody's membership. @param {string} action @param {string[]} allowed */
const onMember = (action, ...allowed) =>
  /** @this {any} @param {unknown} groupId @param {unknown} identityId @param {unknown} details @param {unknown} options */
  async function (groupId, identityId, details, options) {
    const one = { ...detailsOf(details, allowed), identity_id: identityOf(identityId) };
    return act(this, action, groupId, one, options);
  };

/** An action on the account's own membership. @param {string} action */
const onOwn = (action) =>
  /** @this {any} @param {unknown} groupId @param {unknown} options */
  async function (groupId, options) {
    return act(this, action, groupId, { identity_id: accountOf(this).clientId }, options);
  };

export const members = {
  addMember: onMember("add", "role", "status_reason"),
  removeMember: onMember("remove", "status_reason"),
  inviteMember: onMember("invite", "role", "status_reason", "invite_email_address"),
  approveMember: onMember("approve", "status_reason"),
  rejectMember: onMember("reject", "status_reason"),
  /** @this {any} @param {unknown} groupId @param {unknown} identityId @param {unknown} role @param {unknown} options */
  async changeRole(groupId, identityId, role, options) {
    const one = { identity_id: identityOf(identityId), role: text("role", role) };
    return act(this, "change_role", groupId, one, options);
  },
  join: onOwn("join"),
  leave: onOwn("leave"),
  requestJoin: onOwn("request_join"),
  acceptInvitation: onOwn("accept"),
  declineInvitation: onOwn("decline"),
};
