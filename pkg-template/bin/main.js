// @ts-check
// Runs one command: arguments in, exit code out.
import { createRequire } from "node:module";
import process from "node:process";
import { GlobusConfigError } from "globus-service-account";
import { parseCommandLine } from "./args.js";
import { makeAccount } from "./credentials.js";
import { doctor } from "./doctor.js";
import { CommandError, DONE, FAILED, INTERRUPTED, WRONG_USAGE } from "./exit.js";
import { HELP } from "./help.js";
import { ls } from "./ls.js";
import { Screen } from "./screen.js";
import { token } from "./token.js";
import { transfer } from "./transfer.js";
import { whoami } from "./whoami.js";

/**
 * @typedef {object} CommandContext What each command function receives.
 * @property {import("globus-service-account").ServiceAccount} account
 * @property {import("./args.js").OptionValues} options
 * @property {string[]} operands
 * @property {Screen} screen
 * @property {AbortSignal} signal Aborted by Ctrl-C.
 */

/** Each returns an exit code. @type {Record<string, (context: CommandContext) => Promise<number>>} */
const COMMAND_FUNCTIONS = { doctor, whoami, token, ls, transfer };

/** @param {string[]} argv */
export async function main(argv) {
  const screen = new Screen();
  const signal = abortOnInterrupt();
  let exitCode = await runCommand(argv, screen, signal).catch((error) => {
    screen.printError(error);
    return exitCodeOf(error);
  });
  const writeError = await screen.flush();
  if (writeError) {
    exitCode = FAILED;
    screen.printError(new CommandError(exitCode, "output", `the output could not be written: ${writeError.message}`));
    await screen.flush();
  }
  // Without this the process goes on while a grant is in flight. A grant goes on after its caller has stopped waiting.
  process.exit(exitCode);
}

/** @param {string[]} argv @param {Screen} screen @param {AbortSignal} signal */
async function runCommand(argv, screen, signal) {
  if (argv.length === 0) {
    screen.err.write(HELP[""]);
    return WRONG_USAGE;
  }
  screen.isJson = argv.includes("--json");
  const { command, options, operands } = parseCommandLine(argv);
  if (options.version) screen.print(readVersion());
  else if (options.help) screen.out.write(HELP[/** @type {keyof typeof HELP} */ (command)]);
  else {
    const account = makeAccount(
      options.env,
      (event) => {
        // The report of `doctor` lists the consents.
        if (command !== "doctor" || event.type !== "consent") printEvent(event, screen);
      },
      (message) => screen.warn(message),
    );
    return COMMAND_FUNCTIONS[command]?.({ account, options, operands, screen, signal }) ?? DONE;
  }
  return DONE;
}

/** @param {any} error */
function exitCodeOf(error) {
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof GlobusConfigError ? WRONG_USAGE : FAILED;
}

/** The first Ctrl-C aborts the returned signal, so that the command ends with an error. The second exits at once. */
function abortOnInterrupt() {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort(new CommandError(INTERRUPTED, "interrupted", "interrupted"));
  });
  return controller.signal;
}

const readVersion = () => createRequire(import.meta.url)("../package.json").version;

/**
 * Prints an event that explains a delay, and one that reports a change at Globus.
 * @param {import("globus-service-account").GlobusEvent} event
 * @param {Screen} screen
 */
function printEvent(event, screen) {
  if (event.type === "retry") {
    const reason = event.status ? `answered ${event.status}` : "did not answer";
    screen.note(`${event.service ?? "Globus"} ${reason}: trying again in ${(event.delay / 1000).toFixed(1)} s`);
  }
  if (event.type === "consent") {
    screen.note(`a consent was missing, and the account has granted it to itself: ${event.scopes.join(" ")}`);
  }
  if (event.type === "inactive") screen.note(event.message, event);
}
