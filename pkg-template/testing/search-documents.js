// @ts-check
import { principalType } from "./search-ingest.js";

/**
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-indexes.js").Role} Role
 * @typedef {import("./search-indexes.js").Task} Task
 */

/** Formats a time as Globus Search does. @param {number} ms */
const searchTime = (ms) => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** @param {Index} index @param {readonly string[]} [permissions] */
export function indexDocument(index, permissions) {
  const entries = index.entries();
  const bytes = entries.reduce((sum, { content }) => sum + JSON.stringify(content).length, 0);
  return {
    "@datatype": "GSearchIndex",
    "@version": "2017-09-01",
    id: index.id,
    display_name: index.displayName,
    description: index.description,
    creation_date: searchTime(index.createdAt),
    content_last_modified_date: index.modifiedAt === null ? null : searchTime(index.modifiedAt),
    is_trial: index.isTrial,
    subscription_id: index.subscriptionId,
    max_size_in_mb: index.isTrial ? 1 : 100,
    size_in_mb: Math.floor(bytes / 1_000_000),
    num_subjects: index.subjects.size,
    num_entries: entries.length,
    status: index.status,
    available: index.status === "open",
    ...(permissions && { permissions }),
  };
}

/** @param {Role} role @param {Index} index */
export const roleDocument = ({ id, name, principal, createdAt }, index) => ({
  id,
  index_id: index.id,
  role_name: name,
  principal,
  principal_type: principalType(principal),
  creation_date: searchTime(createdAt),
});

/** @param {Task} task @param {number} now */
export function taskDocument(task, now) {
  const isOver = task.endsAt <= now;
  const state = isOver ? (task.failure ? "FAILED" : "SUCCESS") : now < task.startsAt ? "PENDING" : "PROGRESS";
  return {
    task_id: task.id,
    index_id: task.indexId,
    task_type: task.type,
    state,
    state_description: DESCRIPTIONS[state],
    message: task.failure ?? null,
    additional_details: null,
    creation_date: searchTime(task.createdAt),
    completion_date: isOver ? searchTime(task.endsAt) : null,
  };
}

/** @type {Record<string, string>} */
const DESCRIPTIONS = {
  PENDING: "Task has not yet started",
  PROGRESS: "Task is in progress",
  SUCCESS: "Task succeeded",
  FAILED: "Task failed",
};
