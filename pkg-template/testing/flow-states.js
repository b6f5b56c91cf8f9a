// @ts-check
import { parseTime } from "./clock.js";
import { StateError, ruleHolds, valueAt } from "./flow-expressions.js";

/** @typedef {import("./flow-definition.js").State} State */

/** When a Wait state ends. @param {State} state @param {Record<string, unknown>} data @param {number} now */
export function waitEnd({ Seconds, SecondsPath, Timestamp, TimestampPath }, data, now) {
  const seconds = typeof SecondsPath === "string" ? valueAt(data, SecondsPath) : Seconds;
  if (typeof seconds === "number") return now + Math.max(0, seconds) * 1000;
  const time = parseTime(typeof TimestampPath === "string" ? valueAt(data, TimestampPath) : Timestamp);
  if (time === undefined) throw new StateError("States.Runtime", "The state does not say how long to wait");
  return Math.max(now, time);
}

/** Where a Choice state leads. @param {State} state @param {Record<string, unknown>} data */
export function chosen({ Choices, Default }, data) {
  const rule = /** @type {{ Next?: unknown }[]} */ (Choices).find((candidate) => ruleHolds(candidate, data));
  const next = rule?.Next ?? Default;
  if (next === undefined) throw new StateError("States.NoChoiceMatched", "No rule of the state holds");
  return String(next);
}

/**
 * The rule of a state for an exception of that name.
 * @param {State} state
 * @param {string} name
 * @returns {Record<string, unknown> | undefined}
 */
export function handler({ Catch }, name) {
  if (!Array.isArray(Catch)) return undefined;
  return Catch.find(({ ErrorEquals: names }) => names?.includes(name) || names?.includes("States.ALL"));
}
