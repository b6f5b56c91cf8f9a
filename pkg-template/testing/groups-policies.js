// @ts-check
import { invalidInput } from "./groups-requests.js";

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
const POLICY_CHECKS = {
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
 * Reads the policies that a document sets. All are optional. A policy that is missing or null stays unchanged: that is
 * assumed, because no record exists.
 * @param {unknown} document
 * @param {readonly string[]} loc
 * @returns {Partial<Policies>}
 */
export function readPolicies(document, loc) {
  if (typeof document !== "object" || document === null) {
    throw invalidInput(loc, "Input should be a valid dictionary", "dict_type");
  }
  const policies = Object.entries(document).filter(([name, value]) => name in POLICY_CHECKS && value !== null);
  for (const [name, value] of policies) {
    const isValid = POLICY_CHECKS[/** @type {keyof Policies} */ (name)];
    if (!isValid(value)) throw invalidInput([...loc, name], "Input is not valid for this policy", "value_error");
  }
  return Object.fromEntries(policies);
}
