// @ts-check
import { validateDefinition } from "./flow-definition.js";
import { unprocessable } from "./flows-errors.js";
import { isUuid } from "./ids.js";
import { isObject } from "./json-schema.js";
import { isPrincipal } from "./principals.js";

/**
 * @typedef {import("./flows-errors.js").ValidationError} ValidationError
 * @typedef {import("./flow-records.js").FlowMembers} FlowMembers
 */

/**
 * For each list of principals: its role in Flows' messages, and what it accepts in addition to identities and groups.
 */
const PRINCIPAL_LISTS = {
  flow_viewers: { role: "FlowViewer", special: "public" },
  flow_starters: { role: "FlowStarter", special: "all_authenticated_users" },
  flow_administrators: { role: "FlowAdministrator", special: undefined },
  run_managers: { role: "RunManager", special: undefined },
  run_monitors: { role: "RunMonitor", special: undefined },
};

/** @type {Record<string, number>} */
const MAX_TEXT_LENGTHS = { title: 128, subtitle: 128, description: 4096 };

/**
 * Reads the members of a flow from a document. Throws if one of them is invalid.
 * @param {Record<string, unknown>} document
 * @param {boolean} isNew
 * @returns {Partial<FlowMembers>}
 */
export function readFlowMembers(document, isNew) {
  /** @type {ValidationError[]} */
  const errors = [];
  const addMissing = (/** @type {string} */ name) =>
    errors.push({ loc: [name], msg: "field required", type: "value_error.missing" });
  if (isNew && document.title === undefined) addMissing("title");
  if (isNew || document.definition !== undefined) errors.push(...validateDefinition(document.definition));
  const { input_schema: schema, keywords } = document;
  if (schema !== undefined && !isObject(schema)) {
    errors.push({ loc: ["input_schema"], msg: "value is not a valid dict", type: "type_error.dict" });
  }
  for (const [name, maxLength] of Object.entries(MAX_TEXT_LENGTHS))
    errors.push(...validateText(name, document[name], maxLength));
  if (keywords !== undefined && !isTextList(keywords)) {
    errors.push({ loc: ["keywords"], msg: "value is not a valid list", type: "type_error.list" });
  }
  for (const name of Object.keys(PRINCIPAL_LISTS)) errors.push(...validatePrincipals(name, document[name]));
  for (const name of ["subscription_id", "authentication_policy_id"]) {
    const value = document[name];
    const isValid = value === undefined || value === null || isUuid(value) || value === "DEFAULT";
    if (!isValid) errors.push({ loc: [name], msg: "value is not a valid uuid", type: "type_error.uuid" });
  }
  if (errors.length > 0) throw unprocessable(errors);
  const names = ["definition", "input_schema", "keywords", "subscription_id", "authentication_policy_id"];
  const knownNames = [...names, ...Object.keys(MAX_TEXT_LENGTHS), ...Object.keys(PRINCIPAL_LISTS)];
  return Object.fromEntries(
    Object.entries(document).filter(([name, value]) => knownNames.includes(name) && value !== undefined),
  );
}

/** @param {string} name @param {unknown} value @param {number} maxLength @returns {ValidationError[]} */
function validateText(name, value, maxLength) {
  if (value === undefined || (value === "" && name !== "title")) return [];
  if (typeof value !== "string") return [{ loc: [name], msg: "str type expected", type: "type_error.str" }];
  if (value.length >= 1 && value.length <= maxLength) return [];
  const msg = `ensure this value has between 1 and ${maxLength} characters`;
  return [{ loc: [name], msg, type: "value_error.any_str.length" }];
}

/** @param {unknown} value @returns {value is string[]} */
export const isTextList = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");

/**
 * Returns the validation errors of a list of principals.
 * @param {string} name
 * @param {unknown} value
 * @returns {ValidationError[]}
 */
export function validatePrincipals(name, value) {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ loc: [name], msg: "value is not a valid list", type: "type_error.list" }];
  const { role, special } = PRINCIPAL_LISTS[/** @type {keyof typeof PRINCIPAL_LISTS} */ (name)];
  const allowed = ["<AuthGroupUrn>", "<AuthIdentityUrn>", ...(special ? [`"${special}"`] : [])].join(", ");
  return value.flatMap((principal, i) => {
    if (principal === special || isPrincipal(principal)) return [];
    const problem = `Unrecognized principal string: "${String(principal)}".`;
    const msg = `${problem} Allowed principal types in role "${role}": [${allowed}]`;
    return [{ loc: [name, i], msg, type: "value_error" }];
  });
}
