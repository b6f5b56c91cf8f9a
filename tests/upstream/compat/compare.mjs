// Finds the differences between two recordings of the same call.

/**
 * The outcome of a call, with its requests.
 * @typedef {{ outcome: string, arguments: string, requests: import("./recorder.mjs").Recorded[] }} Observation
 * @typedef {{ field: string, official: string, ours: string }} Difference
 */

const UUID = /^"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;
const ABSENT = "absent";

/**
 * Adds the leaves of a JSON value, with their paths as keys.
 * @param {string} path
 * @param {unknown} value
 * @param {Map<string, string>} leaves
 */
function addLeaves(path, value, leaves) {
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) addLeaves(`${path}.${name}`, member, leaves);
  } else {
    leaves.set(path, JSON.stringify(value));
  }
}

/** @param {string} prefix @param {import("./recorder.mjs").Recorded} request @param {Map<string, string>} fields */
function addRequest(prefix, request, fields) {
  const { service, method, path, query, body, contentType, accept, authorization } = request;
  fields.set(`${prefix}method`, method);
  fields.set(`${prefix}path`, `${service} ${path}`);
  fields.set(`${prefix}content type`, contentType);
  fields.set(`${prefix}accept`, accept);
  fields.set(`${prefix}authorization`, authorization);
  for (const [name, values] of Object.entries(query)) fields.set(`${prefix}query.${name}`, values.join(" and "));
  if (body !== undefined) addLeaves(`${prefix}body`, body, fields);
}

/** Returns all compared values of a call by name. @param {Observation} observation */
function fieldsOf({ outcome, arguments: args, requests }) {
  const fields = new Map([
    ["outcome", outcome],
    ["arguments", args],
  ]);
  requests.forEach((request, index) => {
    addRequest(index === requests.length - 1 ? "" : `request ${index + 1}: `, request, fields);
  });
  return fields;
}

/** @param {Observation} observation */
const withLastRequest = (observation) => ({ ...observation, requests: observation.requests.slice(-1) });

const summary = (requests) => requests.map(({ method, service, path }) => `${method} ${service} ${path}`).join(", ");

/**
 * @param {Observation} official @param {Observation} ours
 * @param {readonly string[]} [generated] fields that each client generates
 * @returns {Difference[]}
 */
export function differences(official, ours, generated = []) {
  if (official.requests.length !== ours.requests.length) {
    const outcome = official.outcome === ours.outcome ? "" : ` (${ours.outcome})`;
    const requests = `${summary(ours.requests) || "none"}${outcome}`;
    const counts = { field: "requests", official: summary(official.requests) || "none", ours: requests };
    if (official.requests.length === 0 || ours.requests.length === 0) return [counts];
    // The last request is the call's own. It must agree, whatever requests precede it.
    return [counts, ...differences(withLastRequest(official), withLastRequest(ours), generated)];
  }
  const [left, right] = [fieldsOf(official), fieldsOf(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((field) => {
    const [a = ABSENT, b = ABSENT] = [left.get(field), right.get(field)];
    if (a === b || (generated.includes(field) && UUID.test(a) && UUID.test(b))) return [];
    return [{ field, official: a, ours: b }];
  });
}
