// @ts-check
// The check of `doctor` for a group: reads its document, with the account's membership and allowed actions.
import { createFindings, isOwn } from "./doctor-shared.js";
import { isRecord, readDocument, readItems } from "./replies.js";

/**
 * @param {import("./doctor-shared.js").CheckContext} context @param {{ id: string }} subject
 * @returns {Promise<import("./doctor-shared.js").Finding>}
 */
export async function checkGroup(context, { id: group }) {
  const { account, withTimeout } = context;
  const query = { include: ["my_memberships", "policies", "allowed_actions"] };
  const answer = await withTimeout((options) => account.groups.getGroup(group, query, options));
  const document = readDocument("groups", "a group", answer, "name");
  const { name, allowed_actions: allowed, session_limit: limit } = document;
  const memberships = readItems("groups", "a group", document, "my_memberships", isRecord);
  const isOwnId = (/** @type {unknown} */ id) => isOwn(account, id);
  const { status, role } = memberships.find(({ identity_id: id }) => isOwnId(id)) ?? {};
  const can = Object.fromEntries(
    Object.entries(allowed ?? {}).map(([action, ids]) => [action, Array.isArray(ids) ? ids.some(isOwnId) : "unknown"]),
  );
  const isStrict = document.enforce_session;
  const policies = isStrict
    ? [{ policy: "session", blocks: "unknown", details: Number.isFinite(limit) ? `${limit} s` : undefined }]
    : [];
  const isMember = status === "active";
  const finding = createFindings(context, group, { name, can, policies, roles: isMember ? [role] : [] });
  if (status === "invited") return finding("failed", "has invited this account, which has not accepted", "invitation_open");
  if (status === "pending") return finding("failed", "has not approved this account's request to join", "request_open");
  if (!isMember) {
    const diagnosis = can.join ? "group_open" : can.request_join ? "group_requests" : "group_closed";
    return finding("failed", "does not have this account among its members", diagnosis);
  }
  if (isStrict) return finding("warning", "requires a recent login of its members", "high_assurance_group");
  return finding("ok", `has this account as a ${role}`);
}
