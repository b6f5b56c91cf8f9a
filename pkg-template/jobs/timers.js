// @ts-check
// Timers act hours later, when nobody is there to consent: `createTimer` gives beforehand what the timer will need; `healJob`
// gives it when a timer has stopped for want of it.
import { isUuid, readObject, readText } from "./internal.js";
import { grantConsent, grantAwaitedConsents, selectNeedingConsent, timerScope } from "./consents.js";
import { readDocument } from "./replies.js";
import { scopes } from "./scopes.js";

/** Gives the consents that a timer will need. @param {any} account @param {any} document @param {unknown} options */
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
  const about = async () => {
    const flow = isUuid(flowId) && (await account.flows.getFlow(flowId, undefined, options));
    return [url, body, flowId, flow?.definition];
  };
  const details = cause === "globus_auth_requirements" ? detail : undefined;
  const ownScope = scopes.timers.timer.name;
  const healable = { service: "timers", what: "the timer", body: job, details, own: ownScope, about, why: cause };
  await grantAwaitedConsents(account, healable, options);
  // Globus's Python client says so in the document, Globus's API description in the query.
  const update = { update_credentials: true };
  await timers.resumeJob(jobId, update, update, options);
  return timers.getJob(jobId, undefined, options);
}
