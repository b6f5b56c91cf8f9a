// @ts-check
import { transferTime } from "./clock.js";
import { actionStatus } from "./flow-actions.js";
import { runDocument } from "./flow-documents.js";
import { scheduleDocument } from "./timer-schedule.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./timer-jobs.js").Timer} Timer
 * @typedef {import("./timer-jobs.js").Result} Result
 */

/** @param {number | undefined} time */
const timeOrNull = (time) => (time === undefined ? null : transferTime(time));

/** Returns the members that both forms have. @param {Timer} timer @param {number} now */
const commonDocument = (timer, now) => ({
  name: timer.name,
  timer_type: timer.request.type,
  schedule: scheduleDocument(timer.request.schedule),
  inactive_reason: timer.inactiveReason,
  job_id: timer.id,
  status: timer.status,
  submitted_at: transferTime(timer.submittedAt),
  last_ran_at: timeOrNull(timer.results[0]?.at),
  next_run: timeOrNull(timer.nextRun),
  activity: activityDocument(timer, now),
  ...(timer.request.flowId !== undefined && { flow_id: timer.request.flowId }),
});

/** Returns the document of a new timer. @param {Timer} timer @param {number} now */
export const newTimerDocument = (timer, now) => ({
  ...commonDocument(timer, now),
  status: "new",
  number_of_runs: timer.runs,
  number_of_errors: timer.errors,
  body: timer.request.body,
});

/**
 * Returns a timer in the older form, which all responses except that of its creation use.
 * @param {Timer} timer
 * @param {{ world: World, count: number, start?: number }} page the number of its results to include, and the first one
 */
export function timerDocument(timer, { world, count, start = 0 }) {
  const { schedule, url, body, scope, flowId } = timer.request;
  const now = world.agenda.now();
  const results = timer.results.slice(start, start + count).map((result) => resultDocument(result, timer, world));
  const next = start + count;
  return {
    ...commonDocument(timer, now),
    start: transferTime(schedule.start),
    interval: schedule.interval === undefined ? null : schedule.interval / 1000,
    stop_after: { date: timeOrNull(schedule.until), n_runs: schedule.count ?? null },
    scope,
    callback_url: url,
    callback_body: flowId === undefined ? { body } : body,
    n_runs: timer.runs,
    n_errors: timer.errors,
    results: { data: results, page_next: next < timer.results.length ? String(next) : null },
  };
}

/** @param {Timer} timer @param {number} now */
function activityDocument({ inactiveReason, currentResult, nextRun }, now) {
  if (inactiveReason) return { code: "paused", reason: inactiveReason.cause };
  if (currentResult) {
    const seconds = Math.floor((now - currentResult.at) / 1000);
    return { code: "run_in_progress", start_timestamp: transferTime(currentResult.at), duration_seconds: seconds };
  }
  return nextRun === undefined ? null : { code: "awaiting_next_run", next_run: transferTime(nextRun) };
}

/** @param {Result} result @param {Timer} timer @param {World} world */
function resultDocument({ at, action, run, error }, { request: { ownerId } }, world) {
  const status = error ? "FAILED" : (run?.status ?? action?.task?.status ?? "SUCCEEDED");
  const end = run ? run.completedAt : action?.task ? action.task.completedAt : at;
  const data = run
    ? runDocument(run, ownerId, world)
    : action && actionStatus(action, { status, ownerId, now: end ?? at }, world);
  return {
    data: data ?? null,
    errors: error?.document ?? null,
    status: error?.status ?? (run ? 201 : 202),
    ran_at: transferTime(at),
    run_status: status,
    resource_id: run?.id ?? action?.task?.id ?? null,
    start_timestamp: transferTime(at),
    end_timestamp: timeOrNull(end),
    last_check_timestamp: null,
    next_check_timestamp: null,
    http_status_submission: error?.status ?? (run ? 201 : 202),
    http_status_polled: null,
  };
}
