// @ts-check
/**
 * What the services of one fake Globus share. A service is a function from this to a Hono application.
 * @typedef {object} World
 * @property {import("./clock.js").Clock} clock
 * @property {import("./scopes.js").ScopeRegistry} scopes
 * @property {import("./accounts.js").Accounts} accounts
 * @property {import("./tokens.js").Tokens} tokens
 * @property {import("./gcs-endpoints.js").Endpoints} endpoints
 * @property {import("./collections.js").Collections} collections
 * @property {import("./agenda.js").Agenda} agenda
 * @property {import("./memberships.js").Groups} groups
 * @property {import("./search-indexes.js").Indexes} indexes
 * @property {import("./registrations.js").Registrations} registrations
 * @property {import("./tasks.js").Tasks} tasks
 * @property {import("./flow-records.js").FlowRecords} flows
 * @property {import("./flow-runs.js").FlowRuns} runs
 * @property {import("./timer-jobs.js").TimerJobs} timers
 * @property {import("./compute-records.js").ComputeRecords} compute
 * @property {{ grants: number }} counters
 * @property {import("./pause-rules.js").PauseRules} pauseRules
 * @property {Map<string, import("./tunnels.js").AccessPoint>} accessPoints
 */

/**
 * What a route knows of its call besides the request: the base URL the service was reached by, the id of the request,
 * and, once a token was shown, who calls. A client is its own identity, so one id serves for both. The manager of an
 * endpoint and the data of a collection are found by their host.
 * @typedef {{ base: string, requestId: string, endpoint?: import("./gcs-endpoints.js").Endpoint,
 *   collection?: import("./collections.js").Collection }} Call
 * @typedef {{ Bindings: Call, Variables: { callerId: string, token: import("./tokens.js").Token } }} Env
 */
export {};
