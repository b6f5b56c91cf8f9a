// @ts-check
// Runs of flows: `runWait`, until one has ended; `healRun`, when one has stopped because a consent is missing.
import { failed, text } from "./account-of.js";
import { consentTo, requiredScopes } from "./consents.js";
import { askEach } from "./waiting.js";

const FAILED = "The run's log tells which step failed, and of what: flows.getRunLogs.";
const INACTIVE =
  "The run waits. If a consent of this service account is missing, flows.healRun gives it and lets the run go on; mend anything else and call flows.resumeRun.";
const BEYOND =
  "What stands in its way is in the document, which is this error's body. A consent is all that a service account can give by itself.";

/** Sees how runs stand. Flows has no list of runs by state, so each is asked for. @param {any} flows @returns {import("./waiting.js").Look} */
export const runLook = (flows) => (ids, signal) =>
  askEach(new Map(), ids, (id) => flows.getRun(id, undefined, { signal }), state);

/** @param {any} run @returns {import("./waiting.js").State} */
function state(run) {
  const details = run.details ?? {};
  /** @param {string} code @param {string} what @param {string} advice */
  const problem = (code, what, advice) => {
    const reason = details.description || details.message || run.display_status;
    const message = `run ${run.run_id} ${what}${typeof reason === "string" && reason ? `: ${reason}` : ""}`;
    return failed(code, message, {
      service: "flows",
      serverCode: typeof details.code === "string" ? details.code : undefined,
      requiredScopes: requiredScopes(details),
      body: run,
      advice,
    });
  };
  if (run.status === "SUCCEEDED") return { ended: run };
  // `ENDED` is what runs are that were ended before they could succeed.
  if (run.status === "FAILED" || run.status === "ENDED") return { failed: problem("task_failed", "failed", FAILED) };
  if (run.status === "INACTIVE") return { inactive: problem("task_inactive", "is inactive", INACTIVE) };
  return undefined;
}

/** @param {any} account @param {unknown} runId @param {unknown} options */
export async function healRun(account, runId, options) {
  const { flows } = account;
  const run = await flows.getRun(text("runId", runId), undefined, options);
  if (run.status !== "INACTIVE") return run;
  const { details } = run;
  await consentTo(account, requiredScopes(details), options, () =>
    beyondConsents("flows", "the run", run, details?.code),
  );
  return flows.resumeRun(run.flow_id, runId, undefined, options);
}

/** @param {string} service @param {string} what @param {any} body @param {string | undefined} serverCode */
export const beyondConsents = (service, what, body, serverCode) =>
  failed("task_inactive", `${what} is inactive, and not for want of a consent${serverCode ? `: ${serverCode}` : ""}`, {
    service,
    serverCode,
    body,
    advice: BEYOND,
  });
