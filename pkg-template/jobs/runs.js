// @ts-check
// Runs of flows: `runWait`, until one has ended; `healRun`, when one has stopped because a consent is missing.
import { accountOf, awaited, clean, failed, isUuid, text } from "./account-of.js";
import { consentTo } from "./consents.js";
import { documentOf, isDocument, isText, short, unreadable } from "./replies.js";
import { scopes } from "./scopes.js";
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
  if (!isText(run?.status)) return { failed: unreadable("flows", "a run without status", clean(account, run)) };
  /** @param {string} code @param {string} what */
  const problem = (code, what) => {
    // Before anything of it is cut.
    const body = clean(account, run);
    const id = isText(body.run_id) ? body.run_id : "";
    const details = body.details ?? {};
    const said = [details.description, details.message, body.display_status].find(isText);
    const reasons = [said && short(said), failureOf(details.details)].filter(Boolean);
    const message = `run ${id} ${[what, ...reasons].join(": ")}`;
    const serverCode = isText(details.code) ? details.code : undefined;
    const fields = { service: "flows", serverCode, requiredScopes: awaited(details).scopes, body, run: body };
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
  const own = isUuid(flowId) ? scopes.flow(flowId).user.name : "";
  // What the run was started with, and what its flow does; no other word of its log, which tells what it asks for as well.
  const about = async () => {
    const [{ definition }, { entries }] = await Promise.all([
      flows.getRunDefinition(runId, undefined, options),
      flows.getRunLogs(runId, undefined, options),
    ]);
    const started = entries.find((/** @type {any} */ entry) => entry?.code === "FlowStarted");
    return [definition, started?.details?.input];
  };
  const work = { service: "flows", what: "the run", body: run, details, own, about, why: details?.code };
  await consentTo(account, work, options);
  return flows.resumeRun(flowId, runId, undefined, options);
}
