// @ts-check
// `taskWait`: until a task of Transfer has ended. One look serves all: the list of the tasks that have not.
import { accountOf, redactDocument, createJobError } from "./internal.js";
import { isNonEmptyString, firstLine, invalidResponseError } from "./replies.js";
import { pollEach } from "./poller.js";

/** Tasks that one page of the list holds: what Transfer gives at most. */
const PAGE_SIZE = 1000;
/** What has to be known of a task that goes on. */
const LISTED_FIELDS = "task_id,status,nice_status,nice_status_details,nice_status_short_description,fatal_error";

/**
 * Sees how tasks stand. A single one is asked for itself. Of many, those in the list of tasks that have not ended go on; each
 * of the others is asked for.
 *
 * @param {any} transfer @returns {import("./poller.js").Look}
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

/** @param {any} account @param {any} task @returns {import("./poller.js").State} */
function readProgress(account, task) {
  // A state that is not known here may be a new one of Globus's: the task goes on.
  if (!isNonEmptyString(task?.status)) return { failed: invalidResponseError("transfer", "a task without status", redactDocument(account, task)) };
  /** @param {string} code @param {string} what */
  const createError = (code, what) => {
    // Before anything of it is cut.
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
    // A task that waits has no error, but a status that is one of the codes of its events.
    const facts = { what: id, serverCode: [serverCode, body.nice_status].find(isNonEmptyString) ?? "" };
    return createJobError(account, code, message, { service: "transfer", serverCode, body, task: body }, facts);
  };
  if (task.status === "SUCCEEDED") return { ended: task };
  if (task.status === "FAILED") return { failed: createError("task_failed", "failed") };
  if (task.status === "INACTIVE") return { inactive: createError("task_inactive", "is inactive"), document: task };
  return { document: task };
}
