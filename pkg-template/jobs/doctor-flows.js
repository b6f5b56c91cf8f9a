// @ts-check
// The check of `doctor` for a flow: reads its document, and lets Flows validate a run without starting it.
import { createFindings, createHasRole, failureFinding, invisibleFinding, policiesInError } from "./doctor-shared.js";
import { isNonEmptyString, readDocument } from "./replies.js";

/**
 * @param {import("./doctor-shared.js").CheckContext} context @param {{ id: string, body?: any }} subject
 * @returns {Promise<import("./doctor-shared.js").Finding>}
 */
export async function checkFlow(context, { id, body = {} }) {
  const { account, withTimeout } = context;
  const [flowResult, validation] = await Promise.allSettled([
    withTimeout((options) => account.flows.getFlow(id, undefined, options)).then((found) =>
      readDocument("flows", "a flow", found, "title"),
    ),
    withTimeout((options) => account.flows.validateRun(id, { body }, undefined, options)).then((found) =>
      readDocument("flows", "a validation of a run", found),
    ),
  ]);
  const flow = flowResult.status === "fulfilled" ? flowResult.value : undefined;
  const error = validation.status === "rejected" ? validation.reason : undefined;
  // Each flow has a scope of its own, which is deleted with it.
  if (error?.code === "invalid_scope") return { ...failureFinding(error), exists: false, visible: false };
  if (flowResult.status === "rejected" && ((error && error.status !== 403) || flowResult.reason?.code === "invalid_response")) {
    return invisibleFinding(flowResult.reason);
  }
  const { title: name, user_role: role, authentication_policy_id: policy } = flow ?? {};
  const roles = isNonEmptyString(role) ? [role] : [];
  const hasRole = createHasRole(roles);
  const policies = policiesInError(error);
  if (isNonEmptyString(policy) && policies.length === 0) {
    policies.push({ policy: "authentication_policy", blocks: error ? "unknown" : false, details: policy });
  }
  const isRefused = ["forbidden", "authorization_required"].includes(error?.code);
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    run: error && !isRefused ? "unknown" : !error,
    administer: hasRole("flow_administrator", "flow_owner"),
  });
  const finding = createFindings(context, id, { name, visible: Boolean(flow), roles, policies, can });
  if (!error) return finding("ok", "can be run");
  if (isRefused || ![400, 422].includes(error.status)) return finding("failed", "cannot be run", error);
  // Only the input is wrong.
  if (hasRole("flow_starter", "flow_administrator", "flow_owner")) {
    can.run = true;
    return finding("ok", "can be run, with an input that it accepts");
  }
  return { ...finding("unknown", "does not accept the tried input", "run_not_probed"), error };
}
