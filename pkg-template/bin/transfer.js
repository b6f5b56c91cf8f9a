// @ts-check
import { GlobusTimeoutError } from "globus-service-account";
import { isUuid, parseCollectionPath, parseDuration } from "./args.js";
import { CommandError, DONE, INTERRUPTED, WAIT_TIMEOUT, usageError } from "./exit.js";
import { Progress, summarize } from "./progress.js";
import { escapeLine } from "./text.js";
import { waitForTask } from "./wait.js";

/** Names of Transfer's `sync_level`. The index of a name is Transfer's number. */
const SYNC_LEVELS = ["exists", "size", "mtime", "checksum"];

/** @param {import("./main.js").CommandContext} context */
export async function transfer({ account, operands, options, screen, signal }) {
  const { document, timeout } = readArguments(operands, options);
  const submission = await account.transfer.submitTransfer(document, undefined, { signal }).catch((error) => {
    if (error !== signal.reason) throw error;
    throw interrupted("it is unknown whether the task was submitted", {
      advice: `If the task was submitted, it goes on. ${USE_GLOBUS_CLI}`,
      steps: [makeStep("See the tasks of this account.", "globus task list")],
    });
  });
  const { task_id: taskId } = submission;
  if (!screen.isJson) screen.print(`Task ${escapeLine(taskId)} is submitted.`);
  if (!options.wait) {
    if (screen.isJson) screen.printJson(submission);
    return DONE;
  }

  const progress = new Progress(screen);
  if (progress.isBar) void readFileSize(account, document, signal).then((bytes) => (progress.totalBytes = bytes));
  try {
    const task = await waitForTask(account, taskId, { signal, timeout, onPoll: (task) => progress.update(task) });
    progress.end();
    if (screen.isJson) screen.printJson(task);
    else screen.print(`The task has succeeded: ${summarize(task)}`);
    return DONE;
  } catch (error) {
    progress.end();
    const isTimeout = error instanceof GlobusTimeoutError && error.code === "wait_timeout";
    if (!isTimeout && error !== signal.reason) throw error;
    if (screen.isJson) screen.printJson(progress.task ?? submission);
    const details = { taskId, ...adviseOnTask(taskId) };
    if (!isTimeout) throw interrupted(`task ${taskId} goes on`, details);
    const message = `task ${taskId} has not ended within --timeout; it goes on`;
    throw new CommandError(WAIT_TIMEOUT, "wait_timeout", message, details);
  }
}

/**
 * Returns the size of the source in bytes if it is a single file, else `undefined`. A failed request counts as unknown.
 * @param {import("globus-service-account").ServiceAccount} account
 * @param {import("globus-service-account").TransferDocument} document
 * @param {AbortSignal} signal
 */
async function readFileSize(account, { source_endpoint: collection, DATA: [item] }, signal) {
  const query = { path: item?.source_path ?? "" };
  const file = await account.transfer.operationStat(collection, query, { signal }).catch(() => undefined);
  return file?.type === "file" ? file.size : undefined;
}

/** @param {string} message @param {import("./exit.js").Details} [details] */
const interrupted = (message, details) =>
  new CommandError(INTERRUPTED, "interrupted", `interrupted; ${message}`, details);

/** The Globus web app cannot help: it shows the tasks of its user, and a service account cannot log in there. */
const USE_GLOBUS_CLI =
  "Globus's own command line shows it, with this account's id and secret in GLOBUS_CLI_CLIENT_ID and " +
  "GLOBUS_CLI_CLIENT_SECRET.";

/** Returns the advice for a task that goes on. @param {string} taskId As the server sent it: it may be no UUID. */
const adviseOnTask = (taskId) => ({
  advice: USE_GLOBUS_CLI,
  steps: isUuid(taskId)
    ? [
        makeStep("See the status of the task.", `globus task show ${taskId}`),
        makeStep("End the task.", `globus task cancel ${taskId}`),
      ]
    : [],
});

/** @param {string} text @param {string} command @returns {import("globus-service-account").AdviceStep} */
const makeStep = (text, command) => ({ who: "you", text, command });

/** @param {string[]} operands @param {import("./args.js").OptionValues} options */
function readArguments([sourceText = "", destinationText = ""], options) {
  const [source, destination] = [
    parseCollectionPath("transfer", "SOURCE", sourceText),
    parseCollectionPath("transfer", "DESTINATION", destinationText),
  ];
  if (!source.path) throw usageError("transfer", "SOURCE has no path: SOURCE:/PATH");
  if (!destination.path) throw usageError("transfer", "DESTINATION has no path: DESTINATION:/PATH");
  if (options.timeout !== undefined && !options.wait) throw usageError("transfer", "--timeout requires --wait");
  const timeout = options.timeout === undefined ? undefined : parseDuration("transfer", "--timeout", options.timeout);
  const { label, recursive, "sync-level": syncLevelName } = options;
  const syncLevel = syncLevelName === undefined ? undefined : SYNC_LEVELS.indexOf(syncLevelName);
  if (syncLevel === -1) throw usageError("transfer", `--sync-level must be one of ${SYNC_LEVELS.join(", ")}`);
  return {
    timeout,
    /** @type {import("globus-service-account").TransferDocument} */
    document: {
      source_endpoint: source.collection,
      destination_endpoint: destination.collection,
      label,
      sync_level: /** @type {import("globus-service-account").SyncLevel | undefined} */ (syncLevel),
      DATA: [{ source_path: source.path, destination_path: destination.path, recursive }],
    },
  };
}
