// @ts-check
// `doctor` on a group: its document, with the account's membership and what Groups says it may do.
import { findings, isOwn } from "./doctor-examiner.js";
import { documentOf, isDocument, listOf } from "./replies.js";

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtGroup(examiner, { id: group }) {
  const { account, ask } = examiner;
  const query = { include: ["my_memberships", "policies", "allowed_actions"] };
  const answer = await ask((options) => account.groups.getGroup(group, query, options));
  const document = documentOf("groups", "a group", answer, "name");
  const { name, allowed_actions: allowed, session_limit: limit } = document;
  const memberships = listOf("groups", "a group", document, "my_memberships", isDocument);
  const own = (/** @type {unknown} */ id) => isOwn(account, id);
  const { status, role } = memberships.find(({ identity_id: id }) => own(id)) ?? {};
  const can = Object.fromEntries(
    Object.entries(allowed ?? {}).map(([action, ids]) => [action, Array.isArray(ids) ? ids.some(own) : "unknown"]),
  );
  const isStrict = document.enforce_session;
  const policies = isStrict
    ? [{ policy: "session", blocks: "unknown", details: Number.isFinite(limit) ? `${limit} s` : undefined }]
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
