// @ts-check
/**
 * What the services of one fake Globus share. A service is a function from this to a Hono application.
 * @typedef {object} World
 * @property {import("./clock.js").Clock} clock
 * @property {import("./scopes.js").ScopeRegistry} scopes
 * @property {import("./accounts.js").Accounts} accounts
 * @property {import("./tokens.js").Tokens} tokens
 * @property {import("./collections.js").Collections} collections
 * @property {import("./tasks.js").Tasks} tasks
 * @property {{ grants: number }} counters
 */

/**
 * What a route knows of its call besides the request: the base URL the service was reached by, the id of the request,
 * and, once a token was shown, who calls. A client is its own identity, so one id serves for both.
 * @typedef {{ base: string, requestId: string }} Call
 * @typedef {{ Bindings: Call, Variables: { callerId: string } }} Env
 */
export {};
