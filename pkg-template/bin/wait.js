// @ts-check
// Waits for a task and reports its progress.
import { setTimeout } from "node:timers/promises";

/** Limits of the poll interval. It is a tenth of the time waited so far, because progress matters most at the start. */
const MIN_POLL_INTERVAL_MS = 1000;
const MAX_POLL_INTERVAL_MS = 10_000;

/**
 * @typedef {import("globus-service-account").ServiceAccount} ServiceAccount
 * @typedef {(task: import("globus-service-account").Task) => void} OnPoll
 */

/**
 * @param {ServiceAccount} account
 * @param {string} taskId
 * @param {{ signal: AbortSignal, timeout: number | undefined, onPoll: OnPoll }} options
 */
export async function waitForTask(account, taskId, { signal, timeout, onPoll }) {
  const controller = new AbortController();
  // `taskWait` decides when the task has ended. It does not report progress, so the task is also polled here.
  const ended = account.transfer.taskWait(taskId, { signal, timeout });
  void pollTask(account, taskId, onPoll, controller.signal);
  return ended.finally(() => controller.abort());
}

/** @param {ServiceAccount} account @param {string} taskId @param {OnPoll} onPoll @param {AbortSignal} signal */
async function pollTask(account, taskId, onPoll, signal) {
  /** @type {string} */
  let status = "ACTIVE";
  for (const startTime = Date.now(); !signal.aborted; ) {
    const interval = Math.min(MAX_POLL_INTERVAL_MS, Math.max(MIN_POLL_INTERVAL_MS, (Date.now() - startTime) / 10));
    await setTimeout(interval, undefined, { signal }).catch(() => {});
    const task = await account.transfer.getTask(taskId, undefined, { signal }).catch(() => undefined);
    if (!task || signal.aborted) continue;
    onPoll(task);
    const isNews = task.status !== status && task.status !== "ACTIVE";
    status = task.status;
    // A second wait for the same task makes `taskWait` poll it at once. All waits for the task learn the new status.
    if (isNews) void account.transfer.taskWait(taskId, { signal, failOnInactive: true }).catch(() => {});
  }
}
