// @ts-check
import { flowsError, notFound } from "./flows-errors.js";
import { flowsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("hono").Context<import("./world.js").Env>} Context
 * @typedef {import("./flow-records.js").Flow} Flow
 */

/** The resource server of Flows itself. */
export const FLOWS_RESOURCE_SERVER = "flows.globus.org";

/**
 * Requires a token of Flows with one of these scopes, or with the scope for everything.
 * @param {Context} c
 * @param {...string} scopes
 */
export function requireScope(c, ...scopes) {
  const token = c.get("token");
  const sufficient = [flowsScope("all"), ...scopes];
  if (token.resourceServer !== FLOWS_RESOURCE_SERVER || !sufficient.some((scope) => token.scopes.has(scope))) {
    throw missingScope(scopes[0] ?? "");
  }
}

/** @param {string} scope */
export const missingScope = (scope) =>
  flowsError(403, "MISSING_SCOPE", `This action requires the following scope: ${scope}`);

/** @param {Context} c @param {World} world @returns {Flow} */
export function requireFlow(c, world) {
  const id = c.req.param("id") ?? "";
  const flow = world.flows.get(id);
  if (!flow) throw notFound("Flow", id);
  return flow;
}
