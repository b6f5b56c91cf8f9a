// @ts-check
// From arguments to exit code.
import { createRequire } from "node:module";
import process from "node:process";
import { GlobusConfigError } from "globus-service-account";
import { read } from "./args.js";
import { accountFrom } from "./credentials.js";
import { doctor } from "./doctor.js";
import { HELP } from "./help.js";
import { ls } from "./ls.js";
import { Screen } from "./screen.js";
import { DONE, FAILED, INTERRUPTED, Stop, WRONG_USAGE } from "./stop.js";
import { token } from "./token.js";
import { transfer } from "./transfer.js";
import { whoami } from "./whoami.js";

/**
 * @typedef {object} Task What a command has to do.
 * @property {import("globus-service-account").ServiceAccount} account
 * @property {import("./args.js").Values} options
 * @property {string[]} operands
 * @property {Screen} screen
 * @property {AbortSignal} signal Aborted by Ctrl-C.
 */

/** Each gives its exit code. @type {Record<string, (task: Task) => Promise<number>>} */
const RUN = { doctor, whoami, token, ls, transfer };

/** @param {string[]} argv */
export async function main(argv) {
  const screen = new Screen();
  const signal = interruptions();
  let exitCode = await run(argv, screen, signal).catch((error) => {
    screen.fail(error);
    return exitCodeOf(error);
  });
  const failure = await screen.flushed();
  if (failure) {
    exitCode = FAILED;
    screen.fail(new Stop(exitCode, "output", `the output could not be written: ${failure.message}`));
    await screen.flushed();
  }
  // Not by itself: a grant whose caller no longer waits goes on.
  process.exit(exitCode);
}

/** @param {string[]} argv @param {Screen} screen @param {AbortSignal} signal */
async function run(argv, screen, signal) {
  if (argv.length === 0) {
    screen.err.write(HELP[""]);
    return WRONG_USAGE;
  }
  screen.isJson = argv.includes("--json");
  const { command, options, operands } = read(argv);
  if (options.version) screen.print(version());
  else if (options.help) screen.out.write(HELP[/** @type {keyof typeof HELP} */ (command)]);
  else {
    const account = accountFrom(
      options.env,
      (event) => {
        // The doctor's report has them.
        if (command !== "doctor" || event.type !== "consent") tell(event, screen);
      },
      (message) => screen.warn(message),
    );
    return RUN[command]?.({ account, options, operands, screen, signal }) ?? DONE;
  }
  return DONE;
}

/** @param {any} error */
function exitCodeOf(error) {
  if (error instanceof Stop) return error.exitCode;
  return error instanceof GlobusConfigError ? WRONG_USAGE : FAILED;
}

/** The first Ctrl-C ends the command in good order, the second at once. */
function interruptions() {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort(new Stop(INTERRUPTED, "interrupted", "interrupted"));
  });
  return controller.signal;
}

const version = () => createRequire(import.meta.url)("../package.json").version;

/**
 * What makes a command slow, and what it changes.
 * @param {import("globus-service-account").GlobusEvent} event
 * @param {Screen} screen
 */
function tell(event, screen) {
  if (event.type === "retry") {
    const why = event.status ? `answered ${event.status}` : "did not answer";
    screen.note(`${event.service ?? "Globus"} ${why}: trying again in ${(event.delay / 1000).toFixed(1)} s`);
  }
  if (event.type === "consent") {
    screen.note(`a consent was missing, and the account has given it to itself: ${event.scopes.join(" ")}`);
  }
  if (event.type === "inactive") screen.note(event.message, event);
}
