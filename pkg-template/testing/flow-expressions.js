// @ts-check
import { parseTime } from "./clock.js";
import { wildcard } from "./filters.js";
import { isObject } from "./json-schema.js";

/** A state failed. `name` is the name of the exception. */
export class StateError extends Error {
  /** @param {string} name @param {unknown} cause */
  constructor(name, cause) {
    super(name, { cause });
    this.name = name;
  }
}

/**
 * Returns the value at a reference path: `$`, `$.a.b[0].c`, `$.a['b c']`. Returns undefined if the path has no value.
 * @param {unknown} data
 * @param {string} path
 */
export function valueAt(data, path) {
  let value = data;
  for (const key of pathKeys(path)) {
    if (Array.isArray(value) ? typeof key !== "number" : !isObject(value)) return undefined;
    value = /** @type {any} */ (value)[key];
  }
  return value;
}

/** @param {string} path @returns {(string | number)[]} */
function pathKeys(path) {
  if (!path.startsWith("$")) throw new StateError("States.ParameterPathFailure", `'${path}' is not a JSONPath`);
  const keys = [];
  for (const [, name, index, quoted] of path.slice(1).matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[['"](.*?)['"]\]/g)) {
    keys.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
  }
  return keys;
}

/** @param {unknown} data @param {string} path */
function required(data, path) {
  const value = valueAt(data, path);
  if (value === undefined) throw new StateError("States.ParameterPathFailure", `There is no value at '${path}'`);
  return value;
}

/**
 * Returns the data of a run with the result of a state in it.
 * @param {Record<string, unknown>} data
 * @param {unknown} path where the result belongs; by default, the result replaces all data
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export function withResult(data, path, value) {
  if (typeof path !== "string" || path === "$") return /** @type {Record<string, unknown>} */ (value);
  /** @type {Record<string, unknown>} */
  const result = isObject(data) ? structuredClone(data) : {};
  const keys = pathKeys(path);
  const last = keys.pop() ?? "";
  /** @type {any} */
  let place = result;
  for (const key of keys) place = isObject(place[key]) || Array.isArray(place[key]) ? place[key] : (place[key] = {});
  place[last] = value;
  return result;
}

/**
 * Returns the input of a state: its `Parameters` with resolved references, else the value at its `InputPath`, else all
 * data.
 * @param {Record<string, unknown>} state
 * @param {Record<string, unknown>} data
 */
export function stateInput({ Parameters, InputPath }, data) {
  if (Parameters !== undefined) return parameters(Parameters, data);
  return typeof InputPath === "string" ? required(data, InputPath) : data;
}

/** @param {unknown} template @param {Record<string, unknown>} data @returns {unknown} */
function parameters(template, data) {
  if (Array.isArray(template)) return template.map((item) => parameters(item, data));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template)
      .filter(([name]) => name !== "__Private_Parameters")
      .map(([name, value]) => {
        if (name.endsWith(".$")) return [name.slice(0, -2), required(data, String(value))];
        if (name.endsWith(".=")) return [name.slice(0, -2), expression(String(value), data)];
        return [name, parameters(value, data)];
      }),
  );
}

/**
 * Evaluates an expression. Supports only names and constants: the full language is Python's.
 * @param {string} text
 * @param {unknown} data
 */
function expression(text, data) {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const [, quoted] = /^'([^']*)'$/.exec(trimmed) ?? /^"([^"]*)"$/.exec(trimmed) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^\w+(\.\w+|\[\d+\])*$/.test(trimmed)) return required(data, `$.${trimmed}`);
  throw new StateError("States.IntrinsicFailure", `The fake Globus does not evaluate expressions such as: ${trimmed}`);
}

/**
 * Whether a rule of a Choice state matches the data.
 * @param {unknown} rule
 * @param {Record<string, unknown>} data
 * @returns {boolean}
 */
export function ruleHolds(rule, data) {
  if (!isObject(rule)) return false;
  if (Array.isArray(rule.And)) return rule.And.every((part) => ruleHolds(part, data));
  if (Array.isArray(rule.Or)) return rule.Or.some((part) => ruleHolds(part, data));
  if ("Not" in rule) return !ruleHolds(rule.Not, data);
  const path = String(rule.Variable);
  const [operator] = Object.keys(rule).filter((name) => !["Variable", "Next", "Comment"].includes(name));
  if (operator === undefined) return false;
  const value = operator === "IsPresent" ? valueAt(data, path) : required(data, path);
  const operand = operator.endsWith("Path") ? required(data, String(rule[operator])) : rule[operator];
  return compares(value, operator.replace(/Path$/, ""), operand);
}

/** @type {Record<string, (value: unknown) => boolean>} */
const IS = {
  IsNull: (value) => value === null,
  IsPresent: (value) => value !== undefined,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => typeof value === "string" && parseTime(value) !== undefined,
};

/** @type {Record<string, (a: any, b: any) => boolean>} */
const COMPARE = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
};

/** @param {unknown} value @param {string} operator @param {unknown} operand */
function compares(value, operator, operand) {
  const is = IS[operator];
  if (is) return is(value) === operand;
  if (operator === "StringMatches") return typeof value === "string" && wildcard(String(operand))(value);
  const [, kind = "", how = ""] = /^(String|Numeric|Boolean|Timestamp)(.*)$/.exec(operator) ?? [];
  const compare = COMPARE[how];
  if (!compare) throw new StateError("States.Runtime", `Unknown comparison '${operator}'`);
  if (kind === "Timestamp") return compare(parseTime(value) ?? NaN, parseTime(operand) ?? NaN);
  const type = { String: "string", Numeric: "number", Boolean: "boolean" }[kind];
  return typeof value === type && typeof operand === type && compare(value, operand);
}
