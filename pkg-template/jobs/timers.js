// @ts-check
// Consents for timers. A timer acts hours later and cannot give a consent then: `createTimer` gives the consents that
// it will need; `healJob` gives the consent that an inactive timer waits for.
import { isUuid, readObject, readText } from "./internal.js";
import { grantAwaitedConsents, grantConsent, selectNeedingConsent, timerScope } from "./consents.js";
import { readDocument } from "./replies.js";
import { scopes } from "./scopes.js";

/**
 * Gives the consents that a new timer will need.
 *
 * @param {any} account @param {any} document @param {unknown} options
 */
export async function grantTimerConsent(account, document, options) {
  const { body: given, flow_id: flowId } = readObject("document.timer", readObject("document", document).timer);
  const body = readObject("document.timer.body", given);
  if (isUuid(flowId)) {
    await grantConsent(account, scopes.timers.timer.with(scopes.flow(flowId).user), options);
  } else {
    const collections = await selectNeedingConsent(account, [body.source_endpoint, body.destination_endpoint], options);
    if (collections.length > 0) await grantConsent(account, timerScope(collections), options);
  }
}

/** @param {any} account @param {unknown} jobId @param {unknown} options */
export async function healJob(account, jobId, options) {
  const { timers } = account;
  const job = readDocument("timers", "a timer", await timers.getJob(readText("jobId", jobId), undefined, options), "status");
  if (job.status !== "inactive") return job;
  const { cause, detail } = job.inactive_reason ?? {};
  const { callback_url: url, callback_body: body, flow_id: flowId } = job;
  const readContents = async () => {
    const flow = isUuid(flowId) && (await account.flows.getFlow(flowId, undefined, options));
    return [url, body, flowId, flow?.definition];
  };
  const details = cause === "globus_auth_requirements" ? detail : undefined;
  const ownScope = scopes.timers.timer.name;
  const inactive = { service: "timers", kind: "the timer", document: job, details, ownScope, readContents, reason: cause };
  await grantAwaitedConsents(account, inactive, options);
  // In both places: Globus's Python SDK sends it in the document, Globus's API description has it in the query.
  const update = { update_credentials: true };
  await timers.resumeJob(jobId, update, update, options);
  return timers.getJob(jobId, undefined, options);
}
