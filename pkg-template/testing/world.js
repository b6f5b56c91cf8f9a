// @ts-check
import { Accounts } from "./accounts.js";
import { Agenda } from "./agenda.js";
import { Clock } from "./clock.js";
import { Collections } from "./collections.js";
import { ComputeRecords } from "./compute-records.js";
import { FlowRecords } from "./flow-records.js";
import { FlowRuns } from "./flow-runs.js";
import { Endpoints } from "./gcs-endpoints.js";
import { Groups } from "./memberships.js";
import { PauseRules } from "./pause-rules.js";
import { Registrations } from "./registrations.js";
import { ScopeRegistry } from "./scopes.js";
import { Indexes } from "./search-indexes.js";
import { Tasks } from "./tasks.js";
import { TimerJobs } from "./timer-jobs.js";
import { Tokens } from "./tokens.js";

/**
 * The state that the services of one fake Globus share. A service is a function from this state to a Hono application.
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
 * @property {number} uploadLimit size of the largest file that HTTPS uploads accept, in bytes
 */

/**
 * What a route knows in addition to the request: the base URL at which the client reached the service, the request id,
 * and, once the token is checked, the caller's id. A client's id is also the id of its identity. The endpoint of a GCS
 * Manager and the collection of an HTTPS server are found by the host.
 * @typedef {{ base: string, requestId: string, endpoint?: import("./gcs-endpoints.js").Endpoint,
 *   collection?: import("./collections.js").Collection }} RequestContext
 * @typedef {{ Bindings: RequestContext, Variables: { callerId: string, token: import("./tokens.js").Token } }} Env
 */

/** Creates an empty world. @param {import("./index.js").FakeGlobusOptions} options @returns {World} */
export function createWorld(options) {
  const { tokenLifetime = 172_800, reuseTokens = false, taskDuration = 10_000 } = options;
  const { flowRunDuration = 10_000, computeTaskDuration = 10_000 } = options;
  const clock = new Clock(options.clock ?? "auto");
  const scopes = new ScopeRegistry();
  const tokens = new Tokens(clock, { lifetime: tokenLifetime, reuse: reuseTokens });
  const agenda = new Agenda(clock);
  const endpoints = new Endpoints();
  const pauseRules = new PauseRules(clock);
  const tasks = new Tasks(agenda, { duration: taskDuration }, (task) => pauseRules.rulesForTask(task));
  // Polls stop one second before a token expires, so the token stays usable. They also stop when a pause rule starts,
  // so that the rule pauses the task in the state it had then.
  agenda.addLimit(() => tokens.firstExpiry() - 1000);
  agenda.addLimit(() => pauseRules.nextStartTime());
  const accounts = new Accounts();
  const groups = new Groups(clock);
  /** @type {World} */
  const world = {
    clock,
    agenda,
    scopes,
    tokens,
    endpoints,
    collections: new Collections(tokens, scopes, endpoints),
    accounts,
    groups,
    indexes: new Indexes(agenda, groups, tasks.settings),
    registrations: new Registrations(accounts, groups, scopes),
    tasks,
    flows: new FlowRecords(scopes),
    runs: new FlowRuns(agenda, { duration: flowRunDuration }, () => world),
    timers: new TimerJobs(agenda, () => world),
    compute: new ComputeRecords(agenda, { duration: computeTaskDuration }),
    counters: { grants: 0 },
    pauseRules,
    accessPoints: new Map(),
    uploadLimit: readUploadLimit(options.uploadLimit),
  };
  return world;
}

/** 1 GiB: memory that a test machine can spare. In bytes. */
const DEFAULT_UPLOAD_LIMIT_BYTES = 1024 ** 3;

/** @param {number} [limit] */
function readUploadLimit(limit = DEFAULT_UPLOAD_LIMIT_BYTES) {
  if (typeof limit !== "number" || !(limit >= 0)) throw new TypeError("uploadLimit must be a number of bytes");
  return limit;
}
