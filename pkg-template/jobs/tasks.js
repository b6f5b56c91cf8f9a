// @ts-check
// `taskWait`: waits until a task of Transfer has ended. One poll serves all waits: it lists the tasks that have not
// ended.
import { accountOf, createJobError, redactDocument } from "./internal.js";
import { firstLine, invalidResponseError, isNonEmptyString } from "./replies.js";
import { pollEach } from "./poller.js";

/** Tasks per page of the list: the most that Transfer returns. */
const PAGE_SIZE = 1000;
/** The fields that are read of a task that has not ended. */
const LISTED_FIELDS = "task_id,status,nice_status,nice_status_details,nice_status_short_description,fatal_error";

/**
 * Returns the function that polls tasks. A single task is requested by its id. For several, the tasks that have not
 * ended are listed, and then each task that is not in the list is requested by its id.
 *
 * @param {any} transfer @returns {import("./poller.js").Poll}
 */
export const createTaskPoll = (transfer) => async (ids, signal) => {
  const account = accountOf(transfer);
  const toProgress = (/** @type {any} */ task) => readProgress(account, task);
  const progressById = new Map();
  const waitedIds = new Set(ids);
  for (let offset = 0, more = ids.length > 1; more; offset += PAGE_SIZE) {
    const query = { filter: "status:ACTIVE,INACTIVE", fields: LISTED_FIELDS, limit: PAGE_SIZE, offset };
    const { DATA, total } = (await transfer.taskList(query, { signal })) ?? {};
    if (!Array.isArray(DATA)) throw invalidResponseError("transfer", "a list of tasks without DATA");
    for (const task of DATA) if (waitedIds.has(task?.task_id)) progressById.set(task.task_id, toProgress(task));
    more = DATA.length > 0 && offset + PAGE_SIZE < total && progressById.size < ids.length;
  }
  const otherIds = ids.filter((id) => !progressById.has(id));
  return pollEach(progressById, otherIds, (id) => transfer.getTask(id, undefined, { signal }), toProgress);
};

/** @param {any} account @param {any} task @returns {import("./poller.js").Progress} */
function readProgress(account, task) {
  // An unknown status can be a new one of Globus: the task counts as running.
  if (!isNonEmptyString(task?.status))
    return { failed: invalidResponseError("transfer", "a task without status", redactDocument(account, task)) };
  /** @param {string} code @param {string} what */
  const createError = (code, what) => {
    // Redacted before texts of it are cut, because half a secret would not be found.
    const body = redactDocument(account, task);
    const { fatal_error: fatal } = body;
    const id = isNonEmptyString(body.task_id) ? body.task_id : "";
    const descriptions = [
      fatal?.description,
      body.nice_status_details,
      body.nice_status_short_description,
      body.nice_status,
    ];
    const reason = descriptions.find(isNonEmptyString);
    const message = `task ${id} ${what}${reason ? `: ${firstLine(reason)}` : ""}`;
    const serverCode = isNonEmptyString(fatal?.code) ? fatal.code : undefined;
    // A task that waits has no `fatal_error`, but its `nice_status` is the code of an event.
    const facts = { what: id, serverCode: [serverCode, body.nice_status].find(isNonEmptyString) ?? "" };
    return createJobError(account, code, message, { service: "transfer", serverCode, body, task: body }, facts);
  };
  if (task.status === "SUCCEEDED") return { ended: task };
  if (task.status === "FAILED") return { failed: createError("task_failed", "failed") };
  if (task.status === "INACTIVE") return { inactive: createError("task_inactive", "is inactive"), document: task };
  return { document: task };
}
