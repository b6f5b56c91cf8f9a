// @ts-check
import { uuid } from "./ids.js";
import { identityUrn, includesIdentity } from "./principals.js";

// Codes and texts of log entries and details follow the fixtures of Globus's clients. There is no record of the texts
// of FlowFailed and ActionFailed (only of their `details.cause`), and of the details of an active run.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-definition.js").State} State
 * @typedef {"run_owner" | "run_manager" | "run_monitor" | "flow_run_manager" | "flow_run_monitor"} RunRole
 * @typedef {{ time: number, code: string, description: string, details: Record<string, unknown> }} LogEntry
 * @typedef {{ name: string, state: State, input: unknown, startedAt: number, due: number, deadline: number,
 *   action: import("./flow-actions.js").Action | undefined }} ActiveState
 * @typedef {object} RunRequest
 * @property {string} ownerId
 * @property {Record<string, unknown>} input
 * @property {string | null} [label]
 * @property {readonly string[]} [tags]
 * @property {readonly string[]} [managers]
 * @property {readonly string[]} [monitors]
 * @property {readonly string[]} parentScopes scopes with which the flow acts for the owner, outermost first
 */

/** One run of a flow. It is in a state, or about to enter one. */
export class Run {
  id = uuid();
  /** @type {"ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED"} */ status = "ACTIVE";
  /** @type {Record<string, unknown>} */ details;
  /** @type {number | undefined} */ completedAt;
  /** @type {LogEntry[]} oldest first */ log = [];
  /** @type {ActiveState | undefined} */ activeState;
  /** @type {{ name: string, at: number } | undefined} */ nextState;
  statesEntered = 0;
  suspendedAt = 0;

  /** @param {Flow} flow @param {RunRequest} request @param {number} now */
  constructor(flow, { ownerId, input, label = null, tags = [], managers = [], monitors = [], parentScopes }, now) {
    this.flow = flow;
    // The flow may change during the run.
    this.definition = flow.members.definition;
    this.inputSchema = flow.members.input_schema;
    this.ownerId = ownerId;
    this.label = label;
    this.tags = [...tags];
    this.managers = [...managers];
    this.monitors = [...monitors];
    this.parentScopes = parentScopes;
    this.data = structuredClone(input);
    this.startedAt = now;
    this.nextState = { name: this.definition.StartAt, at: now };
    this.details = { code: "FlowStarting", description: "The Flow is starting execution", details: { input } };
    this.addLogEntry("FlowStarted", "The Flow Instance started execution", { input }, now);
  }

  get isOver() {
    return this.completedAt !== undefined;
  }

  /** @param {string} code @param {string} description @param {Record<string, unknown>} details @param {number} time */
  addLogEntry(code, description, details, time) {
    this.log.push({ time, code, description, details });
  }

  /** @param {string} identityId @param {World} world @returns {RunRole[]} */
  roles(identityId, world) {
    const { run_managers, run_monitors } = this.flow.members;
    /** @type {[RunRole, readonly string[]][]} */
    const assignments = [
      ["run_owner", [identityUrn(this.ownerId)]],
      ["run_manager", this.managers],
      ["flow_run_manager", run_managers],
      ["run_monitor", this.monitors],
      ["flow_run_monitor", run_monitors],
    ];
    return assignments
      .filter(([, principals]) => includesIdentity(principals, identityId, world))
      .map(([role]) => role);
  }

  /** @param {string} identityId @param {"run_manager" | "run_monitor"} role @param {World} world */
  allows(identityId, role, world) {
    const roles = this.roles(identityId, world);
    if (role === "run_monitor") return roles.length > 0;
    return roles.some((name) => name === "run_owner" || name.endsWith("manager"));
  }
}
