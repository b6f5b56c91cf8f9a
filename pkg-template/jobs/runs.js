// @ts-check
// Runs of flows: `runWait`, until one has ended; `healRun`, when one has stopped because a consent is missing.
import { accountOf, failed, text } from "./account-of.js";
import { consentTo, requiredScopes } from "./consents.js";
import { documentOf, isDocument, isText, short, unreadable } from "./replies.js";
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
  // A state that is not known here may be a new one of Globus's: the run goes on.
  if (!isText(run?.status)) return { failed: unreadable("flows", "a run without status", run) };
  const id = isText(run.run_id) ? run.run_id : "";
  const details = run.details ?? {};
  /** @param {string} code @param {string} what */
  const problem = (code, what) => {
    const said = [details.description, details.message, run.display_status].find(isText);
    const reasons = [said && short(said), failureOf(details.details)].filter(Boolean);
    const message = `run ${id} ${[what, ...reasons].join(": ")}`;
    const serverCode = isText(details.code) ? details.code : undefined;
    const fields = { service: "flows", serverCode, requiredScopes: requiredScopes(details), body: run, run };
    return failed(account, code, message, fields, { what: id });
  };
  if (run.status === "SUCCEEDED") return { ended: run };
  // `ENDED` is what runs are that were ended before they could succeed.
  if (run.status === "FAILED" || run.status === "ENDED") return { failed: problem("task_failed", "failed") };
  if (run.status === "INACTIVE") return { inactive: problem("task_inactive", "is inactive"), document: run };
  return { document: run };
}

/**
 * Where a run has failed, and of what: the state, the error and the cause. A cause can be a document, as JSON too.
 *
 * @param {unknown} details
 */
function failureOf(details) {
  if (!isDocument(details)) return "";
  const said = (/** @type {string[]} */ ...names) => {
    const value = names.map((name) => details[name]).find((one) => one !== undefined && one !== null && one !== "");
    return value === undefined ? "" : short(typeof value === "string" ? value : JSON.stringify(value));
  };
  const state = said("state_name", "state");
  return [state && `state ${state}`, said("error", "exception"), said("cause")].filter(Boolean).join(": ");
}

/** @param {any} account @param {unknown} runId @param {unknown} options */
export async function healRun(account, runId, options) {
  const { flows } = account;
  const run = documentOf("flows", "a run", await flows.getRun(text("runId", runId), undefined, options), "status");
  if (run.status !== "INACTIVE") return run;
  const { flow_id: flowId } = documentOf("flows", "a run", run, "flow_id");
  const { details } = run;
  await consentTo(account, "flows", requiredScopes(details), options, () =>
    beyondConsents(account, "flows", "the run", run, details?.code),
  );
  return flows.resumeRun(flowId, runId, undefined, options);
}

/** @param {any} account @param {string} service @param {string} what @param {any} body @param {unknown} why */
export function beyondConsents(account, service, what, body, why) {
  const serverCode = isText(why) ? why : undefined;
  return failed(
    account,
    "task_inactive",
    `${what} is inactive, and not for want of a consent${serverCode ? `: ${serverCode}` : ""}`,
    { service, serverCode, body },
    { beyond: "true" },
  );
}
