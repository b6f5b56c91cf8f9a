// @ts-check
import { validateDefinition } from "./flow-definition.js";
import { uuid } from "./ids.js";
import { identityUrn, includesIdentity } from "./principals.js";
import { flowUserScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./flow-definition.js").Definition} Definition
 * @typedef {"flow_owner" | "flow_administrator" | "flow_starter" | "flow_viewer" | "flow_run_manager" |
 *   "flow_run_monitor"} FlowRole
 * @typedef {object} FlowMembers what clients may set, under its JSON names
 * @property {string} title
 * @property {Definition} definition
 * @property {Record<string, unknown>} input_schema
 * @property {string} subtitle
 * @property {string} description
 * @property {string[]} keywords
 * @property {string[]} flow_viewers
 * @property {string[]} flow_starters
 * @property {string[]} flow_administrators
 * @property {string[]} run_managers
 * @property {string[]} run_monitors
 * @property {string | null} subscription_id
 * @property {string | null} authentication_policy_id
 */

/** @type {Omit<FlowMembers, "title" | "definition">} */
const DEFAULT_MEMBERS = {
  input_schema: {},
  subtitle: "",
  description: "",
  keywords: [],
  flow_viewers: [],
  flow_starters: [],
  flow_administrators: [],
  run_managers: [],
  run_monitors: [],
  subscription_id: null,
  authentication_policy_id: null,
};

/** The definition of a flow that a test adds without one. */
const EMPTY_DEFINITION = { StartAt: "Nothing", States: { Nothing: { Type: "Pass", End: true } } };

/** Each role includes the roles after it. @type {readonly FlowRole[]} */
const ROLE_RANKS = ["flow_owner", "flow_administrator", "flow_starter", "flow_viewer"];

export class Flow {
  /**
   * @param {{ id: string, ownerId: string, members: Partial<FlowMembers> & Pick<FlowMembers, "title" | "definition">,
   *   now: number }} options
   */
  constructor({ id, ownerId, members, now }) {
    this.id = id;
    this.ownerId = ownerId;
    /** @type {FlowMembers} */
    this.members = { ...DEFAULT_MEMBERS, ...members };
    this.createdAt = now;
    this.updatedAt = now;
  }

  get scope() {
    return flowUserScope(this.id);
  }

  /**
   * Returns the roles of an identity, the highest first.
   * @param {string} identityId
   * @param {World} world
   * @returns {FlowRole[]}
   */
  roles(identityId, world) {
    const { flow_administrators, flow_starters, flow_viewers, run_managers, run_monitors } = this.members;
    /** @type {[FlowRole, readonly string[]][]} */
    const assignments = [
      ["flow_owner", [identityUrn(this.ownerId)]],
      ["flow_administrator", flow_administrators],
      ["flow_starter", flow_starters],
      ["flow_viewer", flow_viewers],
      ["flow_run_manager", run_managers],
      ["flow_run_monitor", run_monitors],
    ];
    return assignments
      .filter(([, principals]) => includesIdentity(principals, identityId, world))
      .map(([role]) => role);
  }

  /**
   * Whether an identity has this role or a role that includes it.
   * @param {string} identityId
   * @param {FlowRole} role
   * @param {World} world
   */
  allows(identityId, role, world) {
    const sufficient = ROLE_RANKS.slice(0, ROLE_RANKS.indexOf(role) + 1);
    return this.roles(identityId, world).some((name) => sufficient.includes(name));
  }
}

/** All flows, registered APIs and web inputs. */
export class FlowRecords {
  /** @type {Map<string, Flow>} */ #flows = new Map();
  /** @type {Map<string, Record<string, any>>} documents as the service sends them, by id */ registeredApis = new Map();
  /** @type {Map<string, WebInput>} */ webInputs = new Map();

  /** @param {import("./scopes.js").ScopeRegistry} scopes */
  constructor(scopes) {
    scopes.addRule((name) => {
      const [, id = ""] = /^https:\/\/auth\.globus\.org\/scopes\/([^/]+)\/flow_/.exec(name) ?? [];
      return this.#flows.get(id)?.scope === name ? id : undefined;
    });
  }

  /** Adds a flow for a test. @param {import("./index.js").FakeFlowOptions} options @param {number} now */
  addFromOptions(options, now) {
    const { id, owner = uuid(), title = "Flow", definition = EMPTY_DEFINITION, ...rest } = options;
    const [error] = validateDefinition(definition);
    if (error) throw new TypeError(`${error.loc.join(".")}: ${error.msg}`);
    const members = {
      title,
      definition: /** @type {Definition} */ (definition),
      input_schema: rest.inputSchema,
      subtitle: rest.subtitle,
      description: rest.description,
      keywords: rest.keywords,
      flow_viewers: rest.viewers,
      flow_starters: rest.starters,
      flow_administrators: rest.administrators,
      run_managers: rest.runManagers,
      run_monitors: rest.runMonitors,
    };
    const definedMembers = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
    return this.add({ id, ownerId: owner.toLowerCase(), members: /** @type {FlowMembers} */ (definedMembers), now });
  }

  /** @param {Omit<ConstructorParameters<typeof Flow>[0], "id"> & { id?: string | undefined }} options */
  add({ id = uuid(), ...rest }) {
    const flow = new Flow({ id: id.toLowerCase(), ...rest });
    if (this.#flows.has(flow.id)) throw new TypeError(`a flow with the id ${flow.id} already exists`);
    this.#flows.set(flow.id, flow);
    return flow;
  }

  /** @param {string} id */
  get(id) {
    return this.#flows.get(id.toLowerCase());
  }

  /** @param {string} id */
  delete(id) {
    this.#flows.delete(id);
  }

  all() {
    return [...this.#flows.values()];
  }
}

/** A question with several options that a run asks people on the web. */
export class WebInput {
  /** @type {number | undefined} */ closedAt;
  /** @type {unknown} */ response;

  /** @param {import("./index.js").FakeWebInputOptions} options @param {number} now */
  constructor(options, now) {
    this.id = (options.id ?? uuid()).toLowerCase();
    this.title = options.title;
    this.text = options.text ?? "";
    this.options = options.options.map(({ id = uuid(), label, description = "" }) => ({
      option_id: id,
      label,
      description,
    }));
    this.viewers = [...(options.viewers ?? [])];
    this.respondents = [...(options.respondents ?? [])];
    this.creator = options.creator;
    this.flow = options.flow;
    this.run = options.run;
    this.createdAt = now;
  }
}
