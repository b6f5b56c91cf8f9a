// @ts-check
// Runs of flows: `runWait`, until one has ended; `healRun`, when one has stopped because a consent is missing.
import { accountOf, awaited, redactDocument, createJobError, isUuid, readText } from "./internal.js";
import { grantAwaitedConsents } from "./consents.js";
import { readDocument, isRecord, isNonEmptyString, firstLine, invalidResponseError } from "./replies.js";
import { scopes } from "./scopes.js";
import { pollEach } from "./poller.js";

/** Sees how runs stand. Flows has no list of runs by state, so each is asked for. @param {any} flows @returns {import("./poller.js").Look} */
export const createRunPoll = (flows) => (ids, signal) =>
  pollEach(
    new Map(),
    ids,
    (id) => flows.getRun(id, undefined, { signal }),
    (run) => readProgress(accountOf(flows), run),
  );

/** @param {any} account @param {any} run @returns {import("./poller.js").State} */
function readProgress(account, run) {
  // A state that is not known here may be a new one of Globus's: the run goes on.
  if (!isNonEmptyString(run?.status)) return { failed: invalidResponseError("flows", "a run without status", redactDocument(account, run)) };
  /** @param {string} code @param {string} what */
  const createError = (code, what) => {
    // Before anything of it is cut.
    const body = redactDocument(account, run);
    const id = isNonEmptyString(body.run_id) ? body.run_id : "";
    const details = body.details ?? {};
    const description = [details.description, details.message, body.display_status].find(isNonEmptyString);
    const reasons = [description && firstLine(description), describeFailure(details.details)].filter(Boolean);
    const message = `run ${id} ${[what, ...reasons].join(": ")}`;
    const serverCode = isNonEmptyString(details.code) ? details.code : undefined;
    const fields = { service: "flows", serverCode, requiredScopes: awaited(details).scopes, body, run: body };
    return createJobError(account, code, message, fields, { what: id });
  };
  if (run.status === "SUCCEEDED") return { ended: run };
  // `ENDED` is what runs are that were ended before they could succeed.
  if (run.status === "FAILED" || run.status === "ENDED") return { failed: createError("task_failed", "failed") };
  if (run.status === "INACTIVE") return { inactive: createError("task_inactive", "is inactive"), document: run };
  return { document: run };
}

/**
 * Where a run has failed, and of what: the state, the error and the cause. A cause can be a document, as JSON too.
 *
 * @param {unknown} details
 */
function describeFailure(details) {
  if (!isRecord(details)) return "";
  const readLine = (/** @type {string[]} */ ...names) => {
    const value = names.map((name) => details[name]).find((one) => one !== undefined && one !== null && one !== "");
    return value === undefined ? "" : firstLine(typeof value === "string" ? value : JSON.stringify(value));
  };
  const state = readLine("state_name", "state");
  return [state && `state ${state}`, readLine("error", "exception"), readLine("cause")].filter(Boolean).join(": ");
}

/** @param {any} account @param {unknown} runId @param {unknown} options */
export async function healRun(account, runId, options) {
  const { flows } = account;
  const run = readDocument("flows", "a run", await flows.getRun(readText("runId", runId), undefined, options), "status");
  if (run.status !== "INACTIVE") return run;
  const { flow_id: flowId } = readDocument("flows", "a run", run, "flow_id");
  const { details } = run;
  const ownScope = isUuid(flowId) ? scopes.flow(flowId).user.name : "";
  // What the run was started with, and what its flow does; no other word of its log, which tells what it asks for as well.
  const about = async () => {
    const [{ definition }, { entries }] = await Promise.all([
      flows.getRunDefinition(runId, undefined, options),
      flows.getRunLogs(runId, undefined, options),
    ]);
    const started = entries.find((/** @type {any} */ entry) => entry?.code === "FlowStarted");
    return [definition, started?.details?.input];
  };
  const healable = { service: "flows", what: "the run", body: run, details, own: ownScope, about, why: details?.code };
  await grantAwaitedConsents(account, healable, options);
  return flows.resumeRun(flowId, runId, undefined, options);
}
