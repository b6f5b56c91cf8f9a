// @ts-check
import { invalid } from "./groups-requests.js";

/** @typedef {import("./memberships.js").Policies} Policies */

export const SIGNUP_FIELDS = [
  "institution",
  "current_project_name",
  "address",
  "city",
  "state",
  "country",
  "address1",
  "address2",
  "zip",
  "phone",
  "department",
  "field_of_science",
];

/** @type {Record<keyof Policies, (value: unknown) => boolean>} */
const CHECKS = {
  is_high_assurance: isBoolean,
  authentication_assurance_timeout: (value) => Number.isInteger(value) && Number(value) > 0,
  group_visibility: (value) => value === "authenticated" || value === "private",
  group_members_visibility: (value) => value === "members" || value === "managers",
  join_requests: isBoolean,
  signup_fields: (value) => Array.isArray(value) && value.every((name) => SIGNUP_FIELDS.includes(name)),
};

/** @param {unknown} value */
function isBoolean(value) {
  return typeof value === "boolean";
}

/**
 * The policies a document sets. All are optional; what is left out or null stays as it is (for want of a record).
 * @param {unknown} document
 * @param {readonly string[]} loc
 * @returns {Partial<Policies>}
 */
export function readPolicies(document, loc) {
  if (typeof document !== "object" || document === null) {
    throw invalid(loc, "Input should be a valid dictionary", "dict_type");
  }
  const given = Object.entries(document).filter(([name, value]) => name in CHECKS && value !== null);
  for (const [name, value] of given) {
    const isValid = CHECKS[/** @type {keyof Policies} */ (name)];
    if (!isValid(value)) throw invalid([...loc, name], "Input is not valid for this policy", "value_error");
  }
  return Object.fromEntries(given);
}
