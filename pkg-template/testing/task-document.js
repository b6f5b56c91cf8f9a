// @ts-check
import { transferTime } from "./clock.js";

/**
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {import("./collections.js").Collection} Collection
 */

/**
 * Returns Transfer's document of a task.
 * @param {Task} task
 * @param {import("./accounts.js").Accounts} accounts
 */
export function taskDocument(task, accounts) {
  const { request, counts } = task;
  const { submission } = request;
  const end = task.completedAt ?? task.lastTick;
  const bytes = counts.bytes + countBytesOfCurrentFile(task);
  return {
    DATA_TYPE: "task",
    task_id: task.id,
    type: request.type,
    status: task.status,
    label: request.label,
    owner_id: request.ownerId,
    owner_string: accounts.usernameOf(request.ownerId),
    username: `u_${request.ownerId.replaceAll("-", "").slice(0, 26)}`,
    request_time: transferTime(task.requestedAt),
    completion_time: task.completedAt === undefined ? null : transferTime(task.completedAt),
    deadline: transferTime(request.deadline),
    fatal_error: task.fatalError,
    ...niceStatus(task),
    is_paused: task.isPaused,
    ...endpointMembers("source", request.source),
    ...endpointMembers("destination", request.destination),
    source_base_path: null,
    destination_base_path: null,
    files: counts.files,
    directories: counts.directories,
    symlinks: 0,
    files_skipped: counts.filesSkipped,
    files_transferred: counts.filesTransferred,
    bytes_transferred: bytes,
    bytes_checksummed: 0,
    effective_bytes_per_second: Math.floor((bytes * 1000) / Math.max(1000, end - task.requestedAt)),
    faults: counts.faults,
    subtasks_total: task.steps.length,
    subtasks_pending: task.isOver ? 0 : task.steps.length - task.stepsDone,
    subtasks_retrying: 0,
    subtasks_succeeded: counts.succeeded,
    subtasks_failed: counts.failed,
    subtasks_canceled: counts.canceled,
    subtasks_expired: counts.expired,
    subtasks_skipped_errors: counts.skipped,
    sync_level: submission.sync_level ?? null,
    encrypt_data: submission.encrypt_data ?? false,
    verify_checksum: submission.verify_checksum ?? request.type === "TRANSFER",
    preserve_timestamp: submission.preserve_timestamp ?? false,
    delete_destination_extra: submission.delete_destination_extra ?? false,
    skip_source_errors: submission.skip_source_errors ?? false,
    fail_on_quota_errors: submission.fail_on_quota_errors ?? false,
    recursive_symlinks: request.type === "TRANSFER" ? (submission.recursive_symlinks ?? "ignore") : null,
    filter_rules: submission.filter_rules ?? null,
    command: "API 0.10",
    history_deleted: false,
    canceled_by_admin: task.canceledByAdmin?.side ?? null,
    canceled_by_admin_message: task.canceledByAdmin?.message ?? null,
  };
}

/** Returns how many bytes of the current file are copied so far. @param {Task} task */
function countBytesOfCurrentFile(task) {
  const step = task.steps[task.stepsDone];
  if (task.isOver || !step) return 0;
  const workBefore = task.steps[task.stepsDone - 1]?.workMs ?? 0;
  const share = step.workMs > workBefore ? (task.workedMs - workBefore) / (step.workMs - workBefore) : 0;
  return Math.floor((step.cost - 1) * Math.min(1, Math.max(0, share)));
}

/** @param {Task} task */
function niceStatus(task) {
  const [status, short, isOk] = task.isOver
    ? [null, null, null]
    : task.isPaused
      ? ["PAUSED_BY_ADMIN", "paused", false]
      : task.status === "INACTIVE"
        ? ["CREDENTIALS_EXPIRED", "credentials expired", false]
        : ["OK", "OK", true];
  return {
    is_ok: isOk,
    nice_status: status,
    nice_status_short_description: short,
    nice_status_details: task.pauseMessage ?? (task.isPaused ? (task.pauseRules()[0]?.message ?? null) : null),
    nice_status_expires_in: task.isOver ? null : task.status === "INACTIVE" ? 0 : -1,
  };
}

/** @param {"source" | "destination"} side @param {Collection | undefined} collection */
function endpointMembers(side, collection) {
  return {
    [`${side}_endpoint`]: collection ? `u_${collection.owner.slice(0, 8)}#${collection.id}` : null,
    [`${side}_endpoint_display_name`]: collection?.displayName ?? null,
    [`${side}_endpoint_id`]: collection?.id ?? null,
    [`${side}_local_user`]: null,
    [`${side}_local_user_status`]: null,
  };
}

/**
 * Returns the document of a task for the managers of its collections, with more members.
 * @param {Task} task
 * @param {import("./accounts.js").Accounts} accounts
 */
export const managerTaskDocument = (task, accounts) => ({
  ...taskDocument(task, accounts),
  ...hostMembers("source", task.request.source),
  ...hostMembers("destination", task.request.destination),
});

/** @param {"source" | "destination"} side @param {Collection | undefined} collection */
const hostMembers = (side, collection) => ({
  [`${side}_host_endpoint`]: null,
  [`${side}_host_endpoint_id`]: collection?.personal ? (collection.mapped?.id ?? null) : null,
  [`${side}_host_endpoint_display_name`]: collection?.personal ? (collection.mapped?.displayName ?? null) : null,
  [`${side}_host_path`]: collection?.mapped ? collection.basePath : null,
  [`${side}_mapped_collection_id`]: collection?.mapped?.id ?? null,
  [`${side}_mapped_collection_display_name`]: collection?.mapped?.displayName ?? null,
});
