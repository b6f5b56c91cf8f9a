// @ts-check
// `doctor` on a flow: its document, and whether Flows would start it, which it checks without doing so.
import { failure, findings, holding, unseen } from "./doctor-examiner.js";

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string, body?: any }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtFlow(examiner, { id, body = {} }) {
  const { account, ask } = examiner;
  const [seen, started] = await Promise.allSettled([
    ask((options) => account.flows.getFlow(id, undefined, options)),
    ask((options) => account.flows.validateRun(id, { body }, undefined, options)),
  ]);
  const flow = seen.status === "fulfilled" ? seen.value : undefined;
  const error = started.status === "rejected" ? started.reason : undefined;
  // Each flow has a scope of its own, which is gone with it.
  if (error?.code === "invalid_scope") return { ...failure(error), exists: false, visible: false };
  if (seen.status === "rejected" && error && error.status !== 403) return unseen(seen.reason);
  const { title: name, user_role: role, authentication_policy_id: policy } = flow ?? {};
  const holds = holding([role]);
  const policies = policy
    ? [{ policy: "authentication_policy", blocks: error ? "unknown" : false, details: policy }]
    : [];
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    run: !error,
    administer: holds("flow_administrator", "flow_owner"),
  });
  const found = { name, visible: Boolean(flow), roles: role ? [role] : [], policies, can };
  const finding = findings(examiner, found, { flow: id });
  if (!error) return finding("ok", undefined, "can be run");
  if (error.code === "consent_required") return { ...finding("failed", undefined, ""), ...failure(error) };
  if (error.authorizationParameters) {
    policies.push({ policy: "session", blocks: true, details: undefined });
    return finding("failed", "session_required", "demands a session, and this account has none", error);
  }
  if (error.status === 403) return finding("failed", "no_run_permission", "may not be run by this account", error);
  can.run = "unknown";
  if (![400, 422].includes(error.status)) return { ...finding("failed", undefined, ""), ...failure(error) };
  // The input is what is wrong.
  can.run = holds("flow_starter", "flow_administrator", "flow_owner") || "unknown";
  if (can.run === true) return finding("ok", undefined, "can be run, with an input that it takes");
  return finding(
    "unknown",
    "run_not_probed",
    "does not take the input that was tried, so the permission was not seen",
    error,
  );
}
