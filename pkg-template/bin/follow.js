// @ts-check
// Waiting for a task, and seeing how it goes meanwhile.
import { setTimeout } from "node:timers/promises";

/** ms between looks: a tenth of the time that has passed, within these. Who has just begun to wait wants to see more. */
const SHORTEST = 1000;
const LONGEST = 10_000;

/**
 * @typedef {import("globus-service-account").ServiceAccount} ServiceAccount
 * @typedef {(task: import("globus-service-account").Task) => void} OnLook
 */

/**
 * @param {ServiceAccount} account
 * @param {string} taskId
 * @param {{ signal: AbortSignal, timeout: number | undefined, onLook: OnLook }} options
 */
export async function follow(account, taskId, { signal, timeout, onLook }) {
  const over = new AbortController();
  // What `taskWait` says counts. It does not show the task while that goes on, so there are looks beside it.
  const ended = account.transfer.taskWait(taskId, { signal, timeout });
  void look(account, taskId, onLook, over.signal);
  return ended.finally(() => over.abort());
}

/** @param {ServiceAccount} account @param {string} taskId @param {OnLook} onLook @param {AbortSignal} signal */
async function look(account, taskId, onLook, signal) {
  /** @type {string} */
  let status = "ACTIVE";
  for (const begin = Date.now(); !signal.aborted; ) {
    const pause = Math.min(LONGEST, Math.max(SHORTEST, (Date.now() - begin) / 10));
    await setTimeout(pause, undefined, { signal }).catch(() => {});
    const task = await account.transfer.getTask(taskId, undefined, { signal }).catch(() => undefined);
    if (!task || signal.aborted) continue;
    onLook(task);
    const isNews = task.status !== status && task.status !== "ACTIVE";
    status = task.status;
    // Somebody new who waits makes `taskWait` look at once, and tell all.
    if (isNews) void account.transfer.taskWait(taskId, { signal, failOnInactive: true }).catch(() => {});
  }
}
