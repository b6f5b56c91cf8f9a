// @ts-check
// `doctor` on a flow: its document, and whether Flows would start it, which it checks without doing so.
import { demanded, failure, findings, holding, unseen } from "./doctor-examiner.js";
import { documentOf, isText } from "./replies.js";

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string, body?: any }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtFlow(examiner, { id, body = {} }) {
  const { account, ask } = examiner;
  const [seen, started] = await Promise.allSettled([
    ask((options) => account.flows.getFlow(id, undefined, options)).then((found) =>
      documentOf("flows", "a flow", found, "title"),
    ),
    ask((options) => account.flows.validateRun(id, { body }, undefined, options)).then((found) =>
      documentOf("flows", "a judgement on a run", found),
    ),
  ]);
  const flow = seen.status === "fulfilled" ? seen.value : undefined;
  const error = started.status === "rejected" ? started.reason : undefined;
  // Each flow has a scope of its own, which is gone with it.
  if (error?.code === "invalid_scope") return { ...failure(error), exists: false, visible: false };
  if (seen.status === "rejected" && ((error && error.status !== 403) || seen.reason?.code === "invalid_response")) {
    return unseen(seen.reason);
  }
  const { title: name, user_role: role, authentication_policy_id: policy } = flow ?? {};
  const roles = isText(role) ? [role] : [];
  const holds = holding(roles);
  const policies = demanded(error);
  if (isText(policy) && policies.length === 0) {
    policies.push({ policy: "authentication_policy", blocks: error ? "unknown" : false, details: policy });
  }
  const isRefused = ["forbidden", "authorization_required"].includes(error?.code);
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    run: error && !isRefused ? "unknown" : !error,
    administer: holds("flow_administrator", "flow_owner"),
  });
  const finding = findings(examiner, id, { name, visible: Boolean(flow), roles, policies, can });
  if (!error) return finding("ok", "can be run");
  if (isRefused || ![400, 422].includes(error.status)) return finding("failed", "cannot be run", error);
  // The input is what is wrong.
  if (holds("flow_starter", "flow_administrator", "flow_owner")) {
    can.run = true;
    return finding("ok", "can be run, with an input that it takes");
  }
  return { ...finding("unknown", "does not take the input that was tried", "run_not_probed"), error };
}
