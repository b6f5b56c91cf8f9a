// @ts-check
import { COMPUTE_SCOPE, TRANSFER_ALL } from "./scopes.js";
import { isObject } from "./json-schema.js";

/**
 * @typedef {import("./flows-errors.js").ValidationError} ValidationError
 * @typedef {Record<string, unknown> & { Type: string }} State
 * @typedef {{ StartAt: string, States: Record<string, State> }} Definition
 */

/** The state types that Flows accepts. It refuses the other types of the Amazon States Language. */
const STATE_TYPES = ["Pass", "Action", "Wait", "Choice", "ExpressionEval", "Fail"];

/**
 * Returns the validation errors of a definition.
 * @param {unknown} definition
 * @returns {ValidationError[]}
 */
export function validateDefinition(definition) {
  if (definition === null) return [definitionError([], "none is not an allowed value", "type_error.none.not_allowed")];
  if (definition === undefined) return [definitionError([], "field required", "value_error.missing")];
  if (!isObject(definition)) return [definitionError([], "value is not a valid dict", "type_error.dict")];
  const { StartAt: start, States: states } = definition;
  /** @type {ValidationError[]} */
  const errors = [];
  if (typeof start !== "string") errors.push(definitionError(["StartAt"], "field required", "value_error.missing"));
  if (!isObject(states)) return [...errors, definitionError(["States"], "field required", "value_error.missing")];
  if (typeof start === "string" && !Object.hasOwn(states, start)) {
    errors.push(definitionError(["StartAt"], `The state '${start}' is not defined`, "value_error"));
  }
  for (const [name, state] of Object.entries(states)) {
    const stateErrors = validateState(state, Object.keys(states));
    errors.push(...stateErrors.map(({ loc, msg, type }) => definitionError(["States", name, ...loc], msg, type)));
  }
  return errors;
}

/**
 * @param {(string | number)[]} path below the definition
 * @param {string} msg
 * @param {string} [type]
 * @returns {ValidationError}
 */
const definitionError = (path, msg, type = "value_error") => ({ loc: ["definition", ...path], msg, type });

/** @param {unknown} state @param {readonly string[]} names @returns {ValidationError[]} */
function validateState(state, names) {
  /** @param {(string | number)[]} loc @param {string} msg */
  const stateError = (loc, msg, type = "value_error") => ({ loc, msg, type });
  if (!isObject(state)) return [stateError([], "value is not a valid dict", "type_error.dict")];
  const { Type: kind } = state;
  if (kind === undefined) {
    const type = "value_error.discriminated_union.missing_discriminator";
    return [stateError([], "Discriminator 'type' is missing in value", type)];
  }
  if (typeof kind !== "string" || !STATE_TYPES.includes(kind)) {
    const type = "value_error.discriminated_union.invalid_discriminator";
    return [stateError([], `No match for discriminator 'type' and value '${String(kind)}'`, type)];
  }
  const references = [
    ...(kind !== "Choice" && "Next" in state ? [{ loc: ["Next"], name: state.Next }] : []),
    ...(Array.isArray(state.Choices)
      ? state.Choices.map((rule, i) => ({ loc: ["Choices", i, "Next"], name: rule?.Next }))
      : []),
    ...("Default" in state ? [{ loc: ["Default"], name: state.Default }] : []),
    ...(Array.isArray(state.Catch)
      ? state.Catch.map((rule, i) => ({ loc: ["Catch", i, "Next"], name: rule?.Next }))
      : []),
  ];
  const errors = references
    .filter(({ name }) => typeof name !== "string" || !names.includes(name))
    .map(({ loc, name }) => stateError(loc, `The state '${String(name)}' is not defined`));
  if (kind === "Choice" && !Array.isArray(state.Choices)) {
    errors.push(stateError(["Choices"], "field required", "value_error.missing"));
  }
  if (kind === "Action" && typeof state.ActionUrl !== "string") {
    errors.push(stateError(["ActionUrl"], "field required", "value_error.missing"));
  }
  for (const [i, rule] of (Array.isArray(state.Catch) ? state.Catch : []).entries()) {
    const isValid = isObject(rule) && Array.isArray(rule.ErrorEquals);
    if (!isValid) errors.push(stateError(["Catch", i, "ErrorEquals"], "field required", "value_error.missing"));
    else errors.push(...validatePaths(rule).map(({ loc, ...rest }) => ({ loc: ["Catch", i, ...loc], ...rest })));
  }
  errors.push(...validatePaths(state));
  if (kind !== "Choice" && kind !== "Fail" && !("Next" in state) && state.End !== true) {
    const allowedForms = `either terminal ("End": true) or transitional ("Next": "NextStateId")`;
    errors.push(stateError([], `A state of type '${kind}' must be defined as ${allowedForms}`));
  }
  return errors;
}

/**
 * Checks that references to data begin with `$`.
 * @param {Record<string, unknown>} state
 * @returns {ValidationError[]}
 */
const validatePaths = (state) =>
  ["InputPath", "ResultPath"]
    .filter((name) => state[name] !== undefined && !/^\$/.test(String(state[name])))
    .map((name) => ({ loc: [name], msg: "value is not a JSONPath", type: "value_error.str.regex" }));

/**
 * Returns the scopes that the actions of a definition need, by the `RunAs` of the action.
 * @param {Definition} definition
 * @returns {Record<string, string[]>}
 */
export function definitionScopes({ States }) {
  /** @type {Record<string, Set<string>>} */
  const scopes = {};
  for (const { Type: kind, ActionUrl: url, ActionScope: scope, RunAs: runAs = "User" } of Object.values(States)) {
    if (kind !== "Action") continue;
    const neededScope = typeof scope === "string" ? scope : actionScope(String(url));
    if (neededScope !== undefined) (scopes[String(runAs)] ??= new Set()).add(neededScope);
  }
  return Object.fromEntries(Object.entries(scopes).map(([name, set]) => [name, [...set]]));
}

/** @param {string} url */
function actionScope(url) {
  const { host, pathname } = new URL(url, "https://unknown.invalid/");
  if (host.startsWith("transfer.actions.")) return TRANSFER_ALL;
  if (host.startsWith("compute.actions.")) return COMPUTE_SCOPE;
  return host === "actions.globus.org" ? `https://auth.globus.org/scopes/actions.globus.org${pathname}` : undefined;
}
