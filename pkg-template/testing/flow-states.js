// @ts-check
import { parseTime } from "./clock.js";
import { StateError, matchesRule, getValue } from "./flow-expressions.js";

/** @typedef {import("./flow-definition.js").State} State */

/** Returns the end of a Wait state. @param {State} state @param {Record<string, unknown>} data @param {number} now */
export function getWaitEnd({ Seconds, SecondsPath, Timestamp, TimestampPath }, data, now) {
  const seconds = typeof SecondsPath === "string" ? getValue(data, SecondsPath) : Seconds;
  if (typeof seconds === "number") return now + Math.max(0, seconds) * 1000;
  const time = parseTime(typeof TimestampPath === "string" ? getValue(data, TimestampPath) : Timestamp);
  if (time === undefined) throw new StateError("States.Runtime", "The Wait state has no valid time");
  return Math.max(now, time);
}

/**
 * Returns the name of the state that a Choice state leads to.
 * @param {State} state
 * @param {Record<string, unknown>} data
 */
export function chooseNextState({ Choices, Default }, data) {
  const rule = /** @type {{ Next?: unknown }[]} */ (Choices).find((candidate) => matchesRule(candidate, data));
  const next = rule?.Next ?? Default;
  if (next === undefined) throw new StateError("States.NoChoiceMatched", "No rule of the state matches");
  return String(next);
}

/**
 * Returns the Catch rule of a state for an exception with this name.
 * @param {State} state
 * @param {string} name
 * @returns {Record<string, unknown> | undefined}
 */
export function findCatchRule({ Catch }, name) {
  if (!Array.isArray(Catch)) return undefined;
  return Catch.find(({ ErrorEquals: names }) => names?.includes(name) || names?.includes("States.ALL"));
}
