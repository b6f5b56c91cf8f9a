// @ts-check
// `taskWait`: until a task of Transfer has ended. One look serves all: the list of the tasks that have not.
import { accountOf, clean, failed } from "./account-of.js";
import { isText, short, unreadable } from "./replies.js";
import { askEach } from "./waiting.js";

/** Tasks that one page of the list holds: what Transfer gives at most. */
const PAGE = 1000;
/** What has to be known of a task that goes on. */
const FIELDS = "task_id,status,nice_status,nice_status_details,nice_status_short_description,fatal_error";

/**
 * Sees how tasks stand. A single one is asked for itself. Of many, those in the list of tasks that have not ended go on; each
 * of the others is asked for.
 *
 * @param {any} transfer @returns {import("./waiting.js").Look}
 */
export const taskLook = (transfer) => async (ids, signal) => {
  const account = accountOf(transfer);
  const state = (/** @type {any} */ task) => stateOf(account, task);
  const states = new Map();
  const wanted = new Set(ids);
  for (let offset = 0, more = ids.length > 1; more; offset += PAGE) {
    const query = { filter: "status:ACTIVE,INACTIVE", fields: FIELDS, limit: PAGE, offset };
    const { DATA, total } = (await transfer.taskList(query, { signal })) ?? {};
    if (!Array.isArray(DATA)) throw unreadable("transfer", "a list of tasks without DATA");
    for (const task of DATA) if (wanted.has(task?.task_id)) states.set(task.task_id, state(task));
    more = DATA.length > 0 && offset + PAGE < total && states.size < ids.length;
  }
  const rest = ids.filter((id) => !states.has(id));
  return askEach(states, rest, (id) => transfer.getTask(id, undefined, { signal }), state);
};

/** @param {any} account @param {any} task @returns {import("./waiting.js").State} */
function stateOf(account, task) {
  // A state that is not known here may be a new one of Globus's: the task goes on.
  if (!isText(task?.status)) return { failed: unreadable("transfer", "a task without status", clean(account, task)) };
  /** @param {string} code @param {string} what */
  const problem = (code, what) => {
    // Before anything of it is cut.
    const body = clean(account, task);
    const { fatal_error: fatal } = body;
    const id = isText(body.task_id) ? body.task_id : "";
    const said = [
      fatal?.description,
      body.nice_status_details,
      body.nice_status_short_description,
      body.nice_status,
    ];
    const reason = said.find(isText);
    const message = `task ${id} ${what}${reason ? `: ${short(reason)}` : ""}`;
    const serverCode = isText(fatal?.code) ? fatal.code : undefined;
    // A task that waits has no error, but a status that is one of the codes of its events.
    const facts = { what: id, serverCode: [serverCode, body.nice_status].find(isText) ?? "" };
    return failed(account, code, message, { service: "transfer", serverCode, body, task: body }, facts);
  };
  if (task.status === "SUCCEEDED") return { ended: task };
  if (task.status === "FAILED") return { failed: problem("task_failed", "failed") };
  if (task.status === "INACTIVE") return { inactive: problem("task_inactive", "is inactive"), document: task };
  return { document: task };
}
