// @ts-check
import { parseTime } from "./clock.js";
import { wildcard } from "./filters.js";
import { isObject } from "./json-schema.js";

/** The error of a state that failed. `name` is the name of the exception. */
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
export function getValue(data, path) {
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
function requireValue(data, path) {
  const value = getValue(data, path);
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
export function mergeResult(data, path, value) {
  if (typeof path !== "string" || path === "$") return /** @type {Record<string, unknown>} */ (value);
  /** @type {Record<string, unknown>} */
  const result = isObject(data) ? structuredClone(data) : {};
  const keys = pathKeys(path);
  const lastKey = keys.pop() ?? "";
  /** @type {any} */
  let container = result;
  for (const key of keys)
    container = isObject(container[key]) || Array.isArray(container[key]) ? container[key] : (container[key] = {});
  container[lastKey] = value;
  return result;
}

/**
 * Returns the input of a state: its `Parameters` with resolved references, else the value at its `InputPath`, else all
 * data.
 * @param {Record<string, unknown>} state
 * @param {Record<string, unknown>} data
 */
export function resolveStateInput({ Parameters, InputPath }, data) {
  if (Parameters !== undefined) return fillTemplate(Parameters, data);
  return typeof InputPath === "string" ? requireValue(data, InputPath) : data;
}

/** @param {unknown} template @param {Record<string, unknown>} data @returns {unknown} */
function fillTemplate(template, data) {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, data));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template)
      .filter(([name]) => name !== "__Private_Parameters")
      .map(([name, value]) => {
        if (name.endsWith(".$")) return [name.slice(0, -2), requireValue(data, String(value))];
        if (name.endsWith(".=")) return [name.slice(0, -2), evaluateExpression(String(value), data)];
        return [name, fillTemplate(value, data)];
      }),
  );
}

/**
 * Evaluates an expression. Supports only names and constants: the full language is Python's.
 * @param {string} text
 * @param {unknown} data
 */
function evaluateExpression(text, data) {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const [, quoted] = /^'([^']*)'$/.exec(trimmed) ?? /^"([^"]*)"$/.exec(trimmed) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^\w+(\.\w+|\[\d+\])*$/.test(trimmed)) return requireValue(data, `$.${trimmed}`);
  throw new StateError("States.IntrinsicFailure", `The fake Globus does not evaluate expressions such as: ${trimmed}`);
}

/**
 * Whether a rule of a Choice state matches the data.
 * @param {unknown} rule
 * @param {Record<string, unknown>} data
 * @returns {boolean}
 */
export function matchesRule(rule, data) {
  if (!isObject(rule)) return false;
  if (Array.isArray(rule.And)) return rule.And.every((part) => matchesRule(part, data));
  if (Array.isArray(rule.Or)) return rule.Or.some((part) => matchesRule(part, data));
  if ("Not" in rule) return !matchesRule(rule.Not, data);
  const path = String(rule.Variable);
  const [operator] = Object.keys(rule).filter((name) => !["Variable", "Next", "Comment"].includes(name));
  if (operator === undefined) return false;
  const value = operator === "IsPresent" ? getValue(data, path) : requireValue(data, path);
  const operand = operator.endsWith("Path") ? requireValue(data, String(rule[operator])) : rule[operator];
  return evaluateComparison(value, operator.replace(/Path$/, ""), operand);
}

/** @type {Record<string, (value: unknown) => boolean>} */
const TYPE_TESTS = {
  IsNull: (value) => value === null,
  IsPresent: (value) => value !== undefined,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => typeof value === "string" && parseTime(value) !== undefined,
};

/** @type {Record<string, (a: any, b: any) => boolean>} */
const COMPARISONS = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
};

/** @param {unknown} value @param {string} operator @param {unknown} operand */
function evaluateComparison(value, operator, operand) {
  const test = TYPE_TESTS[operator];
  if (test) return test(value) === operand;
  if (operator === "StringMatches") return typeof value === "string" && wildcard(String(operand))(value);
  const [, kind = "", comparison = ""] = /^(String|Numeric|Boolean|Timestamp)(.*)$/.exec(operator) ?? [];
  const compare = COMPARISONS[comparison];
  if (!compare) throw new StateError("States.Runtime", `Unknown comparison '${operator}'`);
  if (kind === "Timestamp") return compare(parseTime(value) ?? NaN, parseTime(operand) ?? NaN);
  const type = { String: "string", Numeric: "number", Boolean: "boolean" }[kind];
  return typeof value === type && typeof operand === type && compare(value, operand);
}
