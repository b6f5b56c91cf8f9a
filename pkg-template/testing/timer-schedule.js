// @ts-check
import { parseTime, transferTime } from "./clock.js";
import { isObject } from "./json-schema.js";

/**
 * @typedef {import("./timers-errors.js").ValidationError} ValidationError
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {object} Schedule
 * @property {number} start time of the first tick
 * @property {number | undefined} interval milliseconds between ticks, undefined for a timer that runs once
 * @property {number | undefined} until latest time of a tick
 * @property {number | undefined} count number of runs
 */

const [MINUTE_MS, YEAR_MS] = [60_000, 365 * 86_400_000];

/** How far in the past a start may be, in ms. Timers documents only "In the future or close to the current time". */
const START_TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Reads the schedule of a timer. Returns validation errors if it is invalid.
 *
 * `count` is the number of runs: Timers' OpenAPI description, Globus's command line and the fixtures use this name. The
 * documentation of the Python SDK uses `iterations`, which the OpenAPI description does not have.
 * @param {unknown} value
 * @param {Clock} clock
 * @returns {Schedule | ValidationError[]}
 */
export function readSchedule(value, clock) {
  if (!isObject(value)) return [missingField("schedule")];
  if (value.type === "once") {
    const start = readStart(value.datetime, clock, "datetime");
    return typeof start === "number" ? { start, interval: undefined, until: undefined, count: 1 } : start;
  }
  if (value.type !== "recurring") return [missingField("schedule", "type")];
  const start = readStart(value.start, clock, "start");
  if (typeof start !== "number") return start;
  const { interval_seconds: seconds, end } = value;
  if (seconds === undefined) return [missingField("schedule", "interval_seconds")];
  const interval = typeof seconds === "number" ? Math.floor(seconds) * 1000 : NaN;
  if (!isInterval(interval))
    return [invalidField("must be between 60 seconds and 365 days", "schedule", "interval_seconds")];
  const endless = { start, interval, until: undefined, count: undefined };
  if (end === undefined || end === null) return endless;
  if (!isObject(end)) return [invalidField("value is not a valid dict", "schedule", "end")];
  if (end.condition === "time") {
    const until = clock.fromClientTime(parseTime(end.datetime));
    return until === undefined ? [missingField("schedule", "end", "datetime")] : { ...endless, until };
  }
  if (end.condition !== "iterations") return [missingField("schedule", "end", "condition")];
  const { count } = end;
  if (count === undefined) return [missingField("schedule", "end", "count")];
  const isCount = typeof count === "number" && Number.isInteger(count) && count > 0;
  return isCount
    ? { ...endless, count }
    : [invalidField("ensure this value is greater than 0", "schedule", "end", "count")];
}

/**
 * Reads the schedule of a job in the older form. Returns validation errors if it is invalid.
 * @param {Record<string, unknown>} document
 * @param {Clock} clock
 * @returns {Schedule | ValidationError[]}
 */
export function readJobSchedule(
  { start: text, interval: seconds = null, stop_after: stopAfter, stop_after_n: runLimit },
  clock,
) {
  if (text === undefined) return [{ ...missingField(), loc: ["body", "start"] }];
  const start = readStart(text, clock, "start");
  if (typeof start !== "number") return start.map((problem) => ({ ...problem, loc: ["body", "start"] }));
  const { date, n_runs: runs } = isObject(stopAfter) ? stopAfter : { date: stopAfter, n_runs: undefined };
  const [until, count] = [
    clock.fromClientTime(parseTime(date)),
    /** @type {number | undefined} */ (runLimit ?? runs ?? undefined),
  ];
  if (seconds === null) return { start, interval: undefined, until, count: 1 };
  const interval = typeof seconds === "number" ? Math.floor(seconds) * 1000 : NaN;
  const message = count === 1 ? "must be null for a job that runs once" : "must be between 60 seconds and 365 days";
  if (count === 1 || !isInterval(interval)) return [{ ...invalidField(message), loc: ["body", "interval"] }];
  return { start, interval, until, count };
}

/** @param {number} interval */
const isInterval = (interval) => interval >= MINUTE_MS && interval <= YEAR_MS;

/** @param {unknown} text @param {Clock} clock @param {string} name @returns {number | ValidationError[]} */
function readStart(text, clock, name) {
  const now = clock.now();
  if (text === undefined || text === null) return now;
  const time = clock.fromClientTime(parseTime(text), START_TOLERANCE_MS);
  if (time === undefined) return [invalidField("invalid datetime format", "schedule", name)];
  const isNear = time >= now - START_TOLERANCE_MS && time <= now + YEAR_MS;
  return isNear ? time : [invalidField("must be within one year from now", "schedule", name)];
}

/** @param {string[]} path @returns {ValidationError} */
const missingField = (...path) => ({
  loc: ["body", "timer", ...path],
  msg: "field required",
  type: "value_error.missing",
});

/** @param {string} msg @param {string[]} path @returns {ValidationError} */
const invalidField = (msg, ...path) => ({ loc: ["body", "timer", ...path], msg, type: "value_error" });

/**
 * Returns the next tick after a time, or undefined if there is none.
 * @param {Schedule} schedule
 * @param {number} moment
 */
export function tickAfter({ start, interval, until = Infinity }, moment) {
  if (interval === undefined) return moment < start ? start : undefined;
  const tick = moment < start ? start : start + (Math.floor((moment - start) / interval) + 1) * interval;
  return tick <= until ? tick : undefined;
}

/** Returns Timers' document of a schedule. @param {Schedule} schedule */
export function scheduleDocument({ start, interval, until, count }) {
  if (interval === undefined) return { type: "once", datetime: transferTime(start) };
  const time = until === undefined ? null : { condition: "time", datetime: transferTime(until) };
  const end = count === undefined ? time : { condition: "iterations", count };
  return { type: "recurring", interval_seconds: interval / 1000, start: transferTime(start), end };
}
