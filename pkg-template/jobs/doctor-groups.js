// @ts-check
// `doctor` on a group: its document, with the account's membership and what Groups says it may do.
import { findings, isOwn } from "./doctor-examiner.js";

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtGroup(examiner, { id: group }) {
  const { account, ask } = examiner;
  const query = { include: ["my_memberships", "policies", "allowed_actions"] };
  const document = await ask((options) => account.groups.getGroup(group, query, options));
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
  const finding = findings(examiner, group, { name, can, policies, roles: isMember ? [role] : [] });
  if (status === "invited") return finding("failed", "has invited this account, which has not accepted", "invitation_open");
  if (status === "pending") return finding("failed", "has not approved this account's request to join", "request_open");
  if (!isMember) {
    const cause = can.join ? "group_open" : can.request_join ? "group_requests" : "group_closed";
    return finding("failed", "does not have this account among its members", cause);
  }
  if (isStrict) return finding("warning", "wants its members to have logged in of late", "high_assurance_group");
  return finding("ok", `has this account as a ${role}`);
}
