// @ts-check
import { authTime } from "./clock.js";
import { identityUrn } from "./principals.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-records.js").WebInput} WebInput
 * @typedef {import("./flow-run.js").Run} Run
 */

/**
 * Returns Flows' document of a flow, as one identity sees it. Only administrators see the lists of principals.
 * @param {Flow} flow
 * @param {string} identityId
 * @param {World} world
 * @param {string} base the service's base URL
 */
export function flowDocument(flow, identityId, world, base) {
  const { id, members, ownerId, createdAt, updatedAt } = flow;
  const roles = flow.roles(identityId, world);
  const isAdministrator = flow.allows(identityId, "flow_administrator", world);
  const forAdministrators = (/** @type {readonly string[]} */ principals) => (isAdministrator ? principals : []);
  const [role = "flow_viewer"] = roles;
  return {
    ...members,
    id,
    globus_auth_scope: flow.scope,
    globus_auth_username: `${id}@clients.auth.globus.org`,
    principal_urn: identityUrn(id),
    synchronous: false,
    log_supported: true,
    types: ["Action"],
    api_version: "1.0",
    // A client that uses another base URL must not be sent to Globus's own host.
    flow_url: `${/\.globus\.org$/.test(base) ? "https://flows.globus.org" : base}/flows/${id}`,
    flow_owner: identityUrn(ownerId),
    flow_viewers: forAdministrators(members.flow_viewers),
    flow_starters: forAdministrators(members.flow_starters),
    flow_administrators: forAdministrators(members.flow_administrators),
    run_managers: forAdministrators(members.run_managers),
    run_monitors: forAdministrators(members.run_monitors),
    is_high_assurance: members.authentication_policy_id !== null,
    created_at: authTime(createdAt),
    updated_at: authTime(updatedAt),
    created_by: identityUrn(ownerId),
    user_role: role.replace("flow_run_", "run_"),
    user_roles: roles,
  };
}

/**
 * Returns Flows' document of a run, as one identity sees it.
 * @param {Run} run
 * @param {string} identityId
 * @param {World} world
 */
export function runDocument(run, identityId, world) {
  const roles = run.roles(identityId, world);
  const isManager = run.allows(identityId, "run_manager", world);
  const owner = identityUrn(run.ownerId);
  const [managers, monitors] = isManager ? [run.managers, run.monitors] : [[], []];
  const openInput = [...world.flows.webInputs.values()].find(
    (input) => input.run.id === run.id && input.closedAt === undefined,
  );
  return {
    run_id: run.id,
    action_id: run.id,
    flow_id: run.flow.id,
    flow_title: run.flow.members.title,
    flow_last_updated: authTime(run.flow.updatedAt),
    start_time: authTime(run.startedAt),
    completion_time: run.completedAt === undefined ? null : authTime(run.completedAt),
    label: run.label,
    tags: run.tags,
    status: run.status,
    display_status: run.status,
    details: run.details,
    run_owner: owner,
    run_managers: managers,
    run_monitors: monitors,
    created_by: owner,
    manage_by: managers,
    monitor_by: monitors,
    user_role: roles[0] ?? "run_monitor",
    user_roles: roles,
    blocking_web_input_id: openInput?.id ?? null,
  };
}

/** Returns the description of a flow that a run may include. @param {Flow} flow */
export const flowEmbedDocument = ({ id, scope, members, ownerId, createdAt, updatedAt }) => ({
  id,
  globus_auth_scope: scope,
  flow_owner: identityUrn(ownerId),
  created_by: identityUrn(ownerId),
  title: members.title,
  subtitle: members.subtitle,
  description: members.description,
  keywords: members.keywords,
  created_at: authTime(createdAt),
  updated_at: authTime(updatedAt),
});

/** @param {WebInput} input @param {readonly string[]} roles the caller's */
export const webInputSummary = (input, roles) => ({
  id: input.id,
  status: input.closedAt === undefined ? "open" : "closed",
  user_roles: roles,
  input_type: "selection",
  title: input.title,
  flow: input.flow,
  run: { label: null, ...input.run },
  created_timestamp: authTime(input.createdAt),
  edited_timestamp: authTime(input.createdAt),
  closed_timestamp: input.closedAt === undefined ? null : authTime(input.closedAt),
});

/** @param {WebInput} input @param {readonly string[]} roles the caller's */
export function webInputDocument(input, roles) {
  const { title, ...summary } = webInputSummary(input, roles);
  return {
    ...summary,
    input_schema: {
      $schema: "http://json-schema.org/draft-07/schema",
      title: "Please select an option",
      type: "string",
      oneOf: input.options.map(({ option_id: id, label, description }) => ({ const: id, title: label, description })),
    },
    context: { title, presentation_style: "text", text: input.text },
    options: input.options,
    roles: { viewer_urns: input.viewers, respondent_urns: input.respondents },
    creator_urn: input.creator ?? identityUrn(input.flow.id),
  };
}
