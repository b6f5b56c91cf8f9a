// Where this package deliberately does something else than Globus's Python SDK. A difference that is not in this table
// is a failure, and so is a line of the table that no difference needs.

/**
 * @typedef {object} Deliberate
 * @property {RegExp} calls the keys of the calls
 * @property {string | RegExp} field
 * @property {string | RegExp} official
 * @property {string | RegExp} ours
 * @property {string} reason
 */

/** @type {Deliberate[]} */
export const deliberate = [];

const matches = (pattern, text) => (pattern instanceof RegExp ? pattern.test(text) : pattern === text);

/** The line that allows a difference. @param {string} key @param {import("./compare.mjs").Difference} difference */
export const allowed = (key, { field, official, ours }) =>
  deliberate.find(
    (line) =>
      line.calls.test(key) &&
      matches(line.field, field) &&
      matches(line.official, official) &&
      matches(line.ours, ours),
  );
