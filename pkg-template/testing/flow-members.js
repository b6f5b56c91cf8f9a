// @ts-check
import { definitionFaults } from "./flow-definition.js";
import { unprocessable } from "./flows-errors.js";
import { isUuid } from "./ids.js";
import { isObject } from "./json-schema.js";
import { isPrincipal } from "./principals.js";

/**
 * @typedef {import("./flows-errors.js").Fault} Fault
 * @typedef {import("./flow-records.js").FlowMembers} FlowMembers
 */

/**
 * For each list of principals: its role in Flows' messages, and what it accepts in addition to identities and groups.
 */
const PRINCIPALS = {
  flow_viewers: { role: "FlowViewer", special: "public" },
  flow_starters: { role: "FlowStarter", special: "all_authenticated_users" },
  flow_administrators: { role: "FlowAdministrator", special: undefined },
  run_managers: { role: "RunManager", special: undefined },
  run_monitors: { role: "RunMonitor", special: undefined },
};

/** @type {Record<string, number>} */
const TEXTS = { title: 128, subtitle: 128, description: 4096 };

/**
 * Reads the members of a flow from a document. Throws if one of them is invalid.
 * @param {Record<string, unknown>} document
 * @param {boolean} isNew
 * @returns {Partial<FlowMembers>}
 */
export function readFlow(document, isNew) {
  /** @type {Fault[]} */
  const faults = [];
  const missing = (/** @type {string} */ name) =>
    faults.push({ loc: [name], msg: "field required", type: "value_error.missing" });
  if (isNew && document.title === undefined) missing("title");
  if (isNew || document.definition !== undefined) faults.push(...definitionFaults(document.definition));
  const { input_schema: schema, keywords } = document;
  if (schema !== undefined && !isObject(schema)) {
    faults.push({ loc: ["input_schema"], msg: "value is not a valid dict", type: "type_error.dict" });
  }
  for (const [name, longest] of Object.entries(TEXTS)) faults.push(...textFaults(name, document[name], longest));
  if (keywords !== undefined && !isTextList(keywords)) {
    faults.push({ loc: ["keywords"], msg: "value is not a valid list", type: "type_error.list" });
  }
  for (const name of Object.keys(PRINCIPALS)) faults.push(...principalFaults(name, document[name]));
  for (const name of ["subscription_id", "authentication_policy_id"]) {
    const value = document[name];
    const isRight = value === undefined || value === null || isUuid(value) || value === "DEFAULT";
    if (!isRight) faults.push({ loc: [name], msg: "value is not a valid uuid", type: "type_error.uuid" });
  }
  if (faults.length > 0) throw unprocessable(faults);
  const names = ["definition", "input_schema", "keywords", "subscription_id", "authentication_policy_id"];
  const wanted = [...names, ...Object.keys(TEXTS), ...Object.keys(PRINCIPALS)];
  return Object.fromEntries(
    Object.entries(document).filter(([name, value]) => wanted.includes(name) && value !== undefined),
  );
}

/** @param {string} name @param {unknown} value @param {number} longest @returns {Fault[]} */
function textFaults(name, value, longest) {
  if (value === undefined || (value === "" && name !== "title")) return [];
  if (typeof value !== "string") return [{ loc: [name], msg: "str type expected", type: "type_error.str" }];
  if (value.length >= 1 && value.length <= longest) return [];
  const msg = `ensure this value has between 1 and ${longest} characters`;
  return [{ loc: [name], msg, type: "value_error.any_str.length" }];
}

/** @param {unknown} value @returns {value is string[]} */
export const isTextList = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");

/**
 * Returns the validation errors of a list of principals.
 * @param {string} name
 * @param {unknown} value
 * @returns {Fault[]}
 */
export function principalFaults(name, value) {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ loc: [name], msg: "value is not a valid list", type: "type_error.list" }];
  const { role, special } = PRINCIPALS[/** @type {keyof typeof PRINCIPALS} */ (name)];
  const allowed = ["<AuthGroupUrn>", "<AuthIdentityUrn>", ...(special ? [`"${special}"`] : [])].join(", ");
  return value.flatMap((principal, i) => {
    if (principal === special || isPrincipal(principal)) return [];
    const what = `Unrecognized principal string: "${String(principal)}".`;
    const msg = `${what} Allowed principal types in role "${role}": [${allowed}]`;
    return [{ loc: [name, i], msg, type: "value_error" }];
  });
}
