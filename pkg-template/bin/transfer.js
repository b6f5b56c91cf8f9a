// @ts-check
import { GlobusTimeoutError } from "globus-service-account";
import { duration, isId, place } from "./args.js";
import { follow } from "./follow.js";
import { Progress, summary } from "./progress.js";
import { DONE, INTERRUPTED, Stop, WENT_ON, usage } from "./stop.js";
import { safe } from "./text.js";

/** What tells Globus that a file is there already, in its own numbers. */
const SYNC_LEVELS = ["exists", "size", "mtime", "checksum"];

/** @param {import("./main.js").Task} task */
export async function transfer({ account, operands, options, screen, signal }) {
  const { document, timeout } = read(operands, options);
  const submission = await account.transfer.submitTransfer(document, undefined, { signal }).catch((error) => {
    if (error !== signal.reason) throw error;
    throw interrupted("nothing tells whether the task was submitted", {
      advice: `If it was, it goes on. ${BY_CLI}`,
      steps: [step("See the tasks of this account.", "globus task list")],
    });
  });
  const { task_id: taskId } = submission;
  if (!screen.isJson) screen.print(`Task ${safe(taskId)} is submitted.`);
  if (!options.wait) {
    if (screen.isJson) screen.json(submission);
    return DONE;
  }

  const progress = new Progress(screen);
  if (progress.isBar) void size(account, document, signal).then((bytes) => (progress.total = bytes));
  try {
    const task = await follow(account, taskId, { signal, timeout, onLook: (task) => progress.show(task) });
    progress.end();
    if (screen.isJson) screen.json(task);
    else screen.print(`It has succeeded: ${summary(task)}`);
    return DONE;
  } catch (error) {
    progress.end();
    const isLate = error instanceof GlobusTimeoutError && error.code === "wait_timeout";
    if (!isLate && error !== signal.reason) throw error;
    if (screen.isJson) screen.json(progress.task ?? submission);
    const details = { taskId, ...remedies(taskId) };
    if (!isLate) throw interrupted(`task ${taskId} goes on`, details);
    throw new Stop(WENT_ON, "wait_timeout", `task ${taskId} has not ended within --timeout; it goes on`, details);
  }
}

/**
 * How large the source is, if that is a single file.
 * @param {import("globus-service-account").ServiceAccount} account
 * @param {import("globus-service-account").TransferDocument} document
 * @param {AbortSignal} signal
 */
async function size(account, { source_endpoint: collection, DATA: [item] }, signal) {
  const query = { path: item?.source_path ?? "" };
  const entry = await account.transfer.operationStat(collection, query, { signal }).catch(() => undefined);
  return entry?.type === "file" ? entry.size : undefined;
}

/** @param {string} message @param {import("./stop.js").Details} [details] */
const interrupted = (message, details) => new Stop(INTERRUPTED, "interrupted", `interrupted; ${message}`, details);

/** The web app shows a person's own tasks, and a service account cannot log in there. */
const BY_CLI =
  "Globus's own command line shows it, with this account's id and secret in GLOBUS_CLI_CLIENT_ID and " +
  "GLOBUS_CLI_CLIENT_SECRET.";

/** What can be done about a task that goes on. @param {string} taskId As the server gave it. */
const remedies = (taskId) => ({
  advice: BY_CLI,
  steps: isId(taskId)
    ? [
        step("See how the task stands.", `globus task show ${taskId}`),
        step("End the task.", `globus task cancel ${taskId}`),
      ]
    : [],
});

/** @param {string} text @param {string} command @returns {import("globus-service-account").AdviceStep} */
const step = (text, command) => ({ who: "you", text, command });

/** @param {string[]} operands @param {import("./args.js").Values} options */
function read([from = "", to = ""], options) {
  const [source, destination] = [place("transfer", "SOURCE", from), place("transfer", "DESTINATION", to)];
  if (!source.path) throw usage("transfer", "SOURCE has no path: SOURCE:/PATH");
  if (!destination.path) throw usage("transfer", "DESTINATION has no path: DESTINATION:/PATH");
  if (options.timeout !== undefined && !options.wait) throw usage("transfer", "--timeout goes with --wait");
  const timeout = options.timeout === undefined ? undefined : duration("transfer", "--timeout", options.timeout);
  const { label, recursive, "sync-level": how } = options;
  const level = how === undefined ? undefined : SYNC_LEVELS.indexOf(how);
  if (level === -1) throw usage("transfer", `--sync-level is one of ${SYNC_LEVELS.join(", ")}`);
  return {
    timeout,
    /** @type {import("globus-service-account").TransferDocument} */
    document: {
      source_endpoint: source.collection,
      destination_endpoint: destination.collection,
      label,
      sync_level: /** @type {import("globus-service-account").SyncLevel | undefined} */ (level),
      DATA: [{ source_path: source.path, destination_path: destination.path, recursive }],
    },
  };
}
