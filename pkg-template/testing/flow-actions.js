// @ts-check
import { authTime } from "./clock.js";
import { ServiceError } from "./errors.js";
import { StateError } from "./flow-expressions.js";
import { randomText } from "./ids.js";
import { isObject } from "./json-schema.js";
import { identityUrn } from "./principals.js";
import { TRANSFER_ALL } from "./scopes.js";
import { taskDocument } from "./task-document.js";
import { startTask } from "./transfer-tasks.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {{ id: string, url: string, input: unknown, startedAt: number, task: Task | undefined }} Action
 */

/** The error of an action that waits for a consent. `details` is what Flows reports about it. */
export class InactiveAction extends Error {
  /** @param {Record<string, unknown>} details */
  constructor(details) {
    super(String(details.description));
    this.details = details;
  }
}

/**
 * Starts the action of a state. Transfers and deletes start real tasks of the fake. Actions of other providers have no
 * task: in a run they last as long as their state, and they succeed.
 * @param {World} world
 * @param {{ url: string, input: unknown, ownerId: string, parentScopes: readonly string[], now: number }} options
 * @returns {Action}
 */
export function startAction(world, { url, input, ownerId, parentScopes, now }) {
  const document = isObject(input) ? taskRequest(url, input) : undefined;
  /** @type {Task | undefined} */
  let task;
  try {
    task = document && startTask(world, { ownerId, parentScopes, ...document });
  } catch (error) {
    if (error instanceof ServiceError) throw toActionError(error.document);
    throw error;
  }
  return { id: randomText(12), url, input, startedAt: now, task };
}

/**
 * Converts the input of an action into a request of Transfer. The older providers have other names for some members.
 * @param {string} url
 * @param {Record<string, any>} input
 * @returns {{ type: "TRANSFER" | "DELETE", document: Record<string, unknown> } | undefined}
 */
function taskRequest(url, input) {
  const { host, pathname } = new URL(url, "https://unknown.invalid/");
  const path = pathname.replace(/\/(run)?$/, "");
  const isTransferProvider =
    host.startsWith("transfer.actions.") || (host.startsWith("actions.") && path.startsWith("/transfer/"));
  if (isTransferProvider && path.endsWith("/transfer")) {
    const { source_endpoint_id: source_endpoint, destination_endpoint_id: destination_endpoint } = input;
    const legacyMembers = input.transfer_items && { source_endpoint, destination_endpoint, DATA: input.transfer_items };
    return { type: "TRANSFER", document: { ...input, ...legacyMembers } };
  }
  if (isTransferProvider && path.endsWith("/delete")) {
    const paths = Array.isArray(input.items) ? input.items : undefined;
    const legacyMembers = paths && { endpoint: input.endpoint_id, DATA: paths.map((item) => ({ path: item })) };
    return { type: "DELETE", document: { ...input, ...legacyMembers } };
  }
  return undefined;
}

/** Converts a refusal of Transfer into the error of the action. @param {Record<string, any>} document */
function toActionError({ code, message, required_scopes: scopes }) {
  if (code !== "ConsentRequired") return new StateError("ActionUnableToRun", { code, message });
  return new InactiveAction({
    code,
    description: message,
    required_scope: combineScopes(scopes),
    resolution_url: null,
  });
}

/** Combines scopes of Transfer into one scope with the dependencies of all. @param {readonly string[]} scopes */
const combineScopes = (scopes) =>
  `${TRANSFER_ALL}[${scopes.map((scope) => scope.slice(TRANSFER_ALL.length + 1, -1)).join(" ")}]`;

/**
 * Returns the status document of an action, as its provider sends it.
 * @param {Action} action
 * @param {{ status: string, stateName?: string, ownerId: string, now: number, details?: unknown }} state
 * @param {World} world
 */
export function actionStatus({ id, url, input, startedAt, task }, { status, stateName, ownerId, now, details }, world) {
  return {
    action_id: id,
    completion_time: status === "ACTIVE" ? null : authTime(now),
    creator_id: identityUrn(ownerId),
    details:
      details ?? (task ? taskDocument(task, world.accounts) : status === "ACTIVE" ? {} : actionResult(url, input)),
    display_status: status,
    label: null,
    manage_by: [],
    monitor_by: [],
    release_after: "P30D",
    start_time: authTime(startedAt),
    ...(stateName !== undefined && { state_name: stateName }),
    status,
  };
}

/** @param {string} url @param {unknown} input */
function actionResult(url, input) {
  if (!new URL(url, "https://unknown.invalid/").pathname.startsWith("/hello_world") || !isObject(input)) return {};
  return { Hello: "World", ...("echo_string" in input && { hello: input.echo_string }) };
}
