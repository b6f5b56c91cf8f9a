// @ts-check
// Why a command ends otherwise than with success, when it is not Globus that says so.

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;
export const WENT_ON = 3;
export const INTERRUPTED = 130;

/** @typedef {{ advice?: string, steps?: import("globus-service-account").AdviceStep[], taskId?: string }} Details */

/** It is printed like an error of the library: message, advice; with `--json` as one line. */
export class Stop extends Error {
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
 * Wrong usage: what is wrong, and where the help is.
 * @param {string} command or nothing, before there is one
 * @param {string} message
 */
export function usage(command, message) {
  const [said, help] = command ? [`${command}: ${message}`, ` ${command} --help`] : [message, " --help"];
  return new Stop(WRONG_USAGE, "usage", `${said} (see globus-service-account${help})`);
}
