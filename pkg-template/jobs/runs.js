// @ts-check
// Runs of flows: `runWait`, until one has ended; `healRun`, when one has stopped because a consent is missing.
import { accountOf, failed, text } from "./account-of.js";
import { consentTo, requiredScopes } from "./consents.js";
import { askEach } from "./waiting.js";

/** Sees how runs stand. Flows has no list of runs by state, so each is asked for. @param {any} flows @returns {import("./waiting.js").Look} */
export const runLook = (flows) => (ids, signal) =>
  askEach(
    new Map(),
    ids,
    (id) => flows.getRun(id, undefined, { signal }),
    (run) => stateOf(accountOf(flows), run),
  );

/** @param {any} account @param {any} run @returns {import("./waiting.js").State} */
function stateOf(account, run) {
  const details = run.details ?? {};
  /** @param {string} code @param {string} what */
  const problem = (code, what) => {
    const reason = details.description || details.message || run.display_status;
    const message = `run ${run.run_id} ${what}${typeof reason === "string" && reason ? `: ${reason}` : ""}`;
    const serverCode = typeof details.code === "string" ? details.code : undefined;
    const fields = { service: "flows", serverCode, requiredScopes: requiredScopes(details), body: run };
    return failed(account, code, message, fields, { what: run.run_id });
  };
  if (run.status === "SUCCEEDED") return { ended: run };
  // `ENDED` is what runs are that were ended before they could succeed.
  if (run.status === "FAILED" || run.status === "ENDED") return { failed: problem("task_failed", "failed") };
  if (run.status === "INACTIVE") return { inactive: problem("task_inactive", "is inactive") };
  return undefined;
}

/** @param {any} account @param {unknown} runId @param {unknown} options */
export async function healRun(account, runId, options) {
  const { flows } = account;
  const run = await flows.getRun(text("runId", runId), undefined, options);
  if (run.status !== "INACTIVE") return run;
  const { details } = run;
  await consentTo(account, requiredScopes(details), options, () =>
    beyondConsents(account, "flows", "the run", run, details?.code),
  );
  return flows.resumeRun(run.flow_id, runId, undefined, options);
}

/** @param {any} account @param {string} service @param {string} what @param {any} body @param {string | undefined} serverCode */
export const beyondConsents = (account, service, what, body, serverCode) =>
  failed(
    account,
    "task_inactive",
    `${what} is inactive, and not for want of a consent${serverCode ? `: ${serverCode}` : ""}`,
    { service, serverCode, body },
    { beyond: "true" },
  );
