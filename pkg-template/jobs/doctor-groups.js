// @ts-check
// `doctor` on a group: its document, with the account's membership and what Groups says it may do.
import { findings, isOwn } from "./doctor-examiner.js";

/** By the status of a membership that is not active. @type {Record<string, [code: string, what: string]>} */
const STATUSES = {
  invited: ["invitation_open", "has invited this account, which has not accepted"],
  pending: ["request_open", "has not approved this account's request to join"],
};

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtGroup(examiner, { id: group }) {
  const { account, ask } = examiner;
  const query = { include: ["my_memberships", "policies", "allowed_actions"] };
  let document;
  try {
    document = await ask((options) => account.groups.getGroup(group, query, options));
  } catch (/** @type {any} */ error) {
    const policies = error.authorizationParameters ? [{ policy: "session", blocks: true }] : [];
    const finding = findings(examiner, { visible: false, policies }, { group });
    if (policies.length > 0)
      return finding("failed", "session_required", "demands a session, and this account has none", error);
    if (error.status === 403)
      return finding("failed", "not_a_member", "is private, and this account is not in it", error);
    throw error;
  }
  const { name, my_memberships: memberships, allowed_actions: allowed, session_limit: limit } = document;
  const own = (/** @type {unknown} */ id) => isOwn(account, id);
  const { status, role } = memberships?.find((/** @type {any} */ { identity_id: id }) => own(id)) ?? {};
  const can = Object.fromEntries(
    Object.entries(allowed ?? {}).map(([action, ids]) => [action, /** @type {string[]} */ (ids).some(own)]),
  );
  const isStrict = document.enforce_session;
  const policies = isStrict
    ? [{ policy: "session", blocks: "unknown", details: limit ? `${limit} s` : undefined }]
    : [];
  const isMember = status === "active";
  const found = { name, can, policies, roles: isMember ? [role] : [] };
  const finding = findings(examiner, found, { group, membership: status, seconds: limit, ...can });
  if (!isMember) {
    const closed = /** @type {[string, string]} */ (["group_closed", "lets this account neither join nor request to"]);
    const open = /** @type {[string, string]} */ (["not_a_member", "does not have this account among its members"]);
    return finding("failed", ...(STATUSES[status] ?? (can.join || can.request_join ? open : closed)));
  }
  if (isStrict) return finding("warning", "high_assurance_group", "wants its members to have logged in of late");
  return finding("ok", undefined, `has this account as a ${role}`);
}
