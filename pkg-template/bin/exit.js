// @ts-check
// Exit codes, and the errors that the command line itself throws.

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;
/** The task has not ended within `--timeout` and goes on. */
export const WAIT_TIMEOUT = 3;
export const INTERRUPTED = 130;

/** @typedef {{ advice?: string, steps?: import("globus-service-account").AdviceStep[], taskId?: string }} Details */

/** An error of the command line. `Screen` prints it like an error of the library. */
export class CommandError extends Error {
  /**
   * @param {number} exitCode
   * @param {string} code
   * @param {string} message
   * @param {Details} [details]
   */
  constructor(exitCode, code, message, { advice, steps, taskId } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.advice = advice;
    this.steps = steps;
    this.taskId = taskId;
  }

  toJSON() {
    const { code, message, advice, steps, taskId } = this;
    return { code, message, advice, steps, taskId };
  }
}

/**
 * Returns an error for wrong usage. Its message ends with the command that prints the help.
 * @param {string} command The empty string if the error is not about one command.
 * @param {string} message
 */
export function usageError(command, message) {
  const [text, help] = command ? [`${command}: ${message}`, ` ${command} --help`] : [message, " --help"];
  return new CommandError(WRONG_USAGE, "usage", `${text} (see globus-service-account${help})`);
}
