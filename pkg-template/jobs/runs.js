// @ts-check
// Runs of flows: `runWait` waits until a run has ended; `healRun` gives the consent that an inactive run waits for.
import { accountOf, awaitedConsents, createJobError, isUuid, readText, redactDocument } from "./internal.js";
import { grantAwaitedConsents } from "./consents.js";
import { firstLine, invalidResponseError, isNonEmptyString, isRecord, readDocument } from "./replies.js";
import { scopes } from "./scopes.js";
import { pollEach } from "./poller.js";

/**
 * Returns the function that polls runs. It requests each run, because Flows cannot list runs by status.
 *
 * @param {any} flows @returns {import("./poller.js").Poll}
 */
export const createRunPoll = (flows) => (ids, signal) =>
  pollEach(
    new Map(),
    ids,
    (id) => flows.getRun(id, undefined, { signal }),
    (run) => readProgress(accountOf(flows), run),
  );

/** @param {any} account @param {any} run @returns {import("./poller.js").Progress} */
function readProgress(account, run) {
  // An unknown status can be a new one of Globus: the run counts as running.
  if (!isNonEmptyString(run?.status))
    return { failed: invalidResponseError("flows", "a run without status", redactDocument(account, run)) };
  /** @param {string} code @param {string} what */
  const createError = (code, what) => {
    // Redacted before texts of it are cut, because half a secret would not be found.
    const body = redactDocument(account, run);
    const id = isNonEmptyString(body.run_id) ? body.run_id : "";
    const details = body.details ?? {};
    const description = [details.description, details.message, body.display_status].find(isNonEmptyString);
    const reasons = [description && firstLine(description), describeFailure(details.details)].filter(Boolean);
    const message = `run ${id} ${[what, ...reasons].join(": ")}`;
    const serverCode = isNonEmptyString(details.code) ? details.code : undefined;
    const fields = { service: "flows", serverCode, requiredScopes: awaitedConsents(details).scopes, body, run: body };
    return createJobError(account, code, message, fields, { what: id });
  };
  if (run.status === "SUCCEEDED") return { ended: run };
  // `ENDED` is the status of a run that was cancelled.
  if (run.status === "FAILED" || run.status === "ENDED") return { failed: createError("task_failed", "failed") };
  if (run.status === "INACTIVE") return { inactive: createError("task_inactive", "is inactive"), document: run };
  return { document: run };
}

/**
 * Returns where and why a run failed, on one line: the state, the error and the cause. A cause can be a document, also
 * as a text of JSON.
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
  // The flow's definition and the run's input. No other entry of its log, because those name also what the run waits
  // for.
  const readContents = async () => {
    const [{ definition }, { entries }] = await Promise.all([
      flows.getRunDefinition(runId, undefined, options),
      flows.getRunLogs(runId, undefined, options),
    ]);
    const started = entries.find((/** @type {any} */ entry) => entry?.code === "FlowStarted");
    return [definition, started?.details?.input];
  };
  const inactive = {
    service: "flows",
    kind: "the run",
    document: run,
    details,
    ownScope,
    readContents,
    reason: details?.code,
  };
  await grantAwaitedConsents(account, inactive, options);
  return flows.resumeRun(flowId, runId, undefined, options);
}
