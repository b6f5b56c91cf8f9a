// @ts-check
import { parseTime, transferTime } from "./clock.js";
import { isObject } from "./json-schema.js";

/**
 * @typedef {import("./timers-errors.js").Fault} Fault
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {object} Schedule
 * @property {number} start when the first tick is
 * @property {number | undefined} interval between ticks, undefined for a timer that runs once
 * @property {number | undefined} until the last moment of a tick
 * @property {number | undefined} count how many runs
 */

const [MINUTE, YEAR] = [60_000, 365 * 86_400_000];

/** "In the future or close to the current time", Timers says; how close is not documented. */
const LATEST = 5 * MINUTE;

/**
 * The schedule of a timer, or what is wrong with it.
 *
 * A number of runs is written `count`: so says Timers's OpenAPI description, so Globus's command line sends it and so the
 * fixtures show it. The Python SDK's documentation has `iterations` instead, which this description does not know.
 * @param {unknown} value
 * @param {Clock} clock
 * @returns {Schedule | Fault[]}
 */
export function readSchedule(value, clock) {
  if (!isObject(value)) return [missing("schedule")];
  if (value.type === "once") {
    const start = readStart(value.datetime, clock, "datetime");
    return typeof start === "number" ? { start, interval: undefined, until: undefined, count: 1 } : start;
  }
  if (value.type !== "recurring") return [missing("schedule", "type")];
  const start = readStart(value.start, clock, "start");
  if (typeof start !== "number") return start;
  const { interval_seconds: seconds, end } = value;
  if (seconds === undefined) return [missing("schedule", "interval_seconds")];
  const interval = typeof seconds === "number" ? Math.floor(seconds) * 1000 : NaN;
  if (!isInterval(interval)) return [fault("must be between 60 seconds and 365 days", "schedule", "interval_seconds")];
  const usual = { start, interval, until: undefined, count: undefined };
  if (end === undefined || end === null) return usual;
  if (!isObject(end)) return [fault("value is not a valid dict", "schedule", "end")];
  if (end.condition === "time") {
    const until = clock.meant(parseTime(end.datetime));
    return until === undefined ? [missing("schedule", "end", "datetime")] : { ...usual, until };
  }
  if (end.condition !== "iterations") return [missing("schedule", "end", "condition")];
  const { count } = end;
  if (count === undefined) return [missing("schedule", "end", "count")];
  const isCount = typeof count === "number" && Number.isInteger(count) && count > 0;
  return isCount ? { ...usual, count } : [fault("ensure this value is greater than 0", "schedule", "end", "count")];
}

/**
 * The schedule of a job of the older form.
 * @param {Record<string, unknown>} document
 * @param {Clock} clock
 * @returns {Schedule | Fault[]}
 */
export function readJobSchedule({ start: text, interval: seconds = null, stop_after: stop, stop_after_n: times }, clock) {
  if (text === undefined) return [{ ...missing(), loc: ["body", "start"] }];
  const start = readStart(text, clock, "start");
  if (typeof start !== "number") return start.map((problem) => ({ ...problem, loc: ["body", "start"] }));
  const { date, n_runs: runs } = isObject(stop) ? stop : { date: stop, n_runs: undefined };
  const [until, count] = [clock.meant(parseTime(date)), /** @type {number | undefined} */ (times ?? runs ?? undefined)];
  if (seconds === null) return { start, interval: undefined, until, count: 1 };
  const interval = typeof seconds === "number" ? Math.floor(seconds) * 1000 : NaN;
  const problem = count === 1 ? "must be null for a job that runs once" : "must be between 60 seconds and 365 days";
  if (count === 1 || !isInterval(interval)) return [{ ...fault(problem), loc: ["body", "interval"] }];
  return { start, interval, until, count };
}

/** @param {number} interval */
const isInterval = (interval) => interval >= MINUTE && interval <= YEAR;

/** @param {unknown} text @param {Clock} clock @param {string} name @returns {number | Fault[]} */
function readStart(text, clock, name) {
  const now = clock.now();
  if (text === undefined || text === null) return now;
  const time = clock.meant(parseTime(text), LATEST);
  if (time === undefined) return [fault("invalid datetime format", "schedule", name)];
  const isNear = time >= now - LATEST && time <= now + YEAR;
  return isNear ? time : [fault("must be within one year from now", "schedule", name)];
}

/** @param {string[]} path @returns {Fault} */
const missing = (...path) => ({ loc: ["body", "timer", ...path], msg: "field required", type: "value_error.missing" });

/** @param {string} msg @param {string[]} path @returns {Fault} */
const fault = (msg, ...path) => ({ loc: ["body", "timer", ...path], msg, type: "value_error" });

/** The tick after a moment; undefined when there is none. @param {Schedule} schedule @param {number} moment */
export function tickAfter({ start, interval, until = Infinity }, moment) {
  if (interval === undefined) return moment < start ? start : undefined;
  const tick = moment < start ? start : start + (Math.floor((moment - start) / interval) + 1) * interval;
  return tick <= until ? tick : undefined;
}

/** The schedule as Timers tells it. @param {Schedule} schedule */
export function scheduleDocument({ start, interval, until, count }) {
  if (interval === undefined) return { type: "once", datetime: transferTime(start) };
  const time = until === undefined ? null : { condition: "time", datetime: transferTime(until) };
  const end = count === undefined ? time : { condition: "iterations", count };
  return { type: "recurring", interval_seconds: interval / 1000, start: transferTime(start), end };
}
