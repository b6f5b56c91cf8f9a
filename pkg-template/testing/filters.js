// @ts-check
import { badRequest } from "./errors.js";
import { parseTime } from "./clock.js";

/**
 * Parses Transfer's filter language: `field:value,value/field:value`. Every clause must match. If a clause has plain
 * values, one of them must match. None of its negated values may match. A value may start with `=`, `~` (wildcards,
 * ignores case), `!` or `!~`.
 *
 * @param {string} filter
 * @param {Record<string, "text" | "time">} fields the fields that a filter may name
 * @returns {(item: Record<string, unknown>) => boolean}
 */
export function parseFilter(filter, fields) {
  const clauses = filter
    .split("/")
    .filter((clause) => clause !== "")
    .map((clause) => {
      const colon = clause.indexOf(":");
      const field = clause.slice(0, colon);
      const kind = colon > 0 ? fields[field] : undefined;
      if (!kind) throw badRequest(`Invalid filter '${clause}'`);
      const values = clause.slice(colon + 1).split(",");
      const matches = kind === "time" ? timeRangeMatcher(values) : textMatcher(values);
      return (/** @type {Record<string, unknown>} */ item) => matches(item[field]);
    });
  return (item) => clauses.every((clause) => clause(item));
}

/** @param {readonly string[]} values @returns {(value: unknown) => boolean} */
function textMatcher(values) {
  const tests = values.map((value) => {
    const [, negation = "", operator = "", text = ""] = /^(!?)([=~]?)(.*)$/s.exec(value) ?? [];
    const matches = operator === "~" ? wildcard(text, "i") : (/** @type {string} */ candidate) => candidate === text;
    return { isNegated: negation !== "", matches };
  });
  const positiveTests = tests.filter((test) => !test.isNegated);
  const negativeTests = tests.filter((test) => test.isNegated);
  return (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return (
      (positiveTests.length === 0 || positiveTests.some((test) => test.matches(text))) &&
      !negativeTests.some((test) => test.matches(text))
    );
  };
}

/** @param {readonly string[]} values start and end; either may be empty @returns {(value: unknown) => boolean} */
function timeRangeMatcher([start, end]) {
  const from = parseTime(start) ?? -Infinity;
  const to = parseTime(end) ?? Infinity;
  return (value) => {
    const time = parseTime(value);
    return time !== undefined && time >= from && time <= to;
  };
}

/**
 * Returns a test for a pattern in which `*` stands for any characters and `?` for one.
 * @param {string} pattern
 * @param {string} [flags]
 * @returns {(text: string) => boolean}
 */
export function wildcard(pattern, flags = "") {
  const regExpText = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const regExp = new RegExp(`^${regExpText}$`, `s${flags}`);
  return (text) => regExp.test(text);
}
