// @ts-check
// Parses the command line.
import { parseArgs } from "node:util";
import { CommandError, WRONG_USAGE, usageError } from "./exit.js";

/**
 * @typedef {import("node:util").ParseArgsConfig["options"]} Options
 * @typedef {Record<string, any>} OptionValues
 * @typedef {{ command: string, options: OptionValues, operands: string[] }} Invocation
 */

/** @type {Options} */
const COMMON_OPTIONS = {
  // Not named `--env-file`: Node itself reads an option of that name anywhere among the arguments, and may exit with an
  // exit code of its own.
  env: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

/** For each command: its own options, and the names of its operands. `...` allows more operands of that name. */
export const COMMANDS = /** @satisfies {Record<string, { options: Options, operands: string[] }>} */ ({
  doctor: {
    options: {
      collection: { type: "string", multiple: true },
      group: { type: "string", multiple: true },
      index: { type: "string", multiple: true },
      flow: { type: "string", multiple: true },
    },
    operands: [],
  },
  whoami: { options: {}, operands: [] },
  token: { options: { reveal: { type: "boolean" } }, operands: ["TARGET..."] },
  ls: { options: { long: { type: "boolean", short: "l" } }, operands: ["COLLECTION[:/PATH]"] },
  transfer: {
    options: {
      recursive: { type: "boolean", short: "r" },
      label: { type: "string" },
      "sync-level": { type: "string" },
      wait: { type: "boolean" },
      timeout: { type: "string" },
    },
    operands: ["SOURCE:/PATH", "DESTINATION:/PATH"],
  },
});

/** Names of options and variables for credentials, which must not be arguments. */
const CREDENTIAL_NAME = /^--?[\w-]*(secret|passw|credential|token|bearer|client[-_]?id)[\w-]*|^GLOBUS_\w+(?==)/i;
/** A client secret in the form that Globus issues, anywhere in an argument, or an access token. */
const CREDENTIAL_VALUE = /(?<![\w+/])[\w+/]{43}=(?![\w=])|^(Bearer )?Ag[A-Za-z0-9]{40,}$/;
const ARGUMENTS_ARE_PUBLIC =
  "Every user of this machine can read the arguments of a program while it runs, and the shell writes them into its " +
  "history. Put GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET into the environment, or into a file for --env.";

/**
 * Throws if an argument names or contains a credential. The error contains the name, never the value.
 * @param {string[]} argv
 */
function refuseCredentials(argv) {
  const [name] = argv.flatMap((argument) => CREDENTIAL_NAME.exec(argument)?.[0] ?? []);
  if (name === undefined && !argv.some((argument) => CREDENTIAL_VALUE.test(argument))) return;
  const message = `credentials are never read from arguments: ${name ?? "an argument that looks like one"} is refused`;
  throw new CommandError(WRONG_USAGE, "usage", message, { advice: ARGUMENTS_ARE_PUBLIC });
}

/** @param {string[]} argv @returns {Invocation} */
export function parseCommandLine(argv) {
  refuseCredentials(argv);
  const [command = "", ...args] = argv;
  if (command === "--help" || command === "-h") return { command: "", options: { help: true }, operands: [] };
  if (command === "--version") return { command: "", options: { version: true }, operands: [] };
  if (command.startsWith("-")) {
    throw usageError("", `a command comes first, then its options: ${command.replace(/=.*/s, "")}`);
  }
  if (!Object.hasOwn(COMMANDS, command)) throw usageError("", `there is no command ${JSON.stringify(command)}`);
  const { options: ownOptions, operands: operandNames } = COMMANDS[/** @type {keyof typeof COMMANDS} */ (command)];
  const { options, operands } = parseOptions(command, args, { ...COMMON_OPTIONS, ...ownOptions });
  if (!options.help) checkOperands(command, operands, operandNames);
  return { command, options, operands };
}

/**
 * Parses the options with `strict: false` and then checks them, because the errors of `parseArgs` are whole paragraphs
 * and differ between runtimes.
 * @param {string} command
 * @param {string[]} args
 * @param {NonNullable<Options>} options
 */
function parseOptions(command, args, options) {
  const { values, positionals, tokens } = parseArgs({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw usageError(command, `there is no option ${rawName}`);
    if (option.type === "boolean" && value !== undefined) throw usageError(command, `${rawName} must have no value`);
    const isMissing = !value || (!inlineValue && value.startsWith("-"));
    if (option.type === "string" && isMissing) throw usageError(command, `${rawName} needs a value`);
  }
  return { options: /** @type {OptionValues} */ (values), operands: positionals };
}

/** @param {string} command @param {string[]} operands @param {string[]} operandNames */
function checkOperands(command, operands, operandNames) {
  const missing = operandNames[operands.length];
  if (missing) throw usageError(command, `${missing.replace("...", "")} is missing`);
  const surplus = operands[operandNames.length];
  const isOpen = operandNames.at(-1)?.endsWith("...");
  if (surplus !== undefined && !isOpen) throw usageError(command, `${JSON.stringify(surplus)} is unexpected`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXAMPLE_ID = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

/** @param {string} text */
export const isUuid = (text) => UUID.test(text);

/**
 * Returns `text` if it is a UUID. Throws otherwise.
 * @param {string} command @param {string} argumentName As the error names it. @param {string} text
 */
export function checkId(command, argumentName, text) {
  if (isUuid(text)) return text;
  throw usageError(command, `${argumentName} must be an id such as ${EXAMPLE_ID}, not ${JSON.stringify(text)}`);
}

/**
 * Splits `COLLECTION:/PATH`. The path is optional.
 * @param {string} command @param {string} argumentName @param {string} text
 */
export function parseCollectionPath(command, argumentName, text) {
  const [, collection = "", path] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  checkId(command, argumentName, collection);
  if (!path) return { collection };
  if (!/^[/~]/.test(path)) throw usageError(command, `the path of ${argumentName} must begin with / or ~`);
  return { collection, path };
}

const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3600, d: 86_400 };
/** The longest delay of a timer, in ms: a signed integer of 32 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Returns `90`, `90s`, `30m`, `12h` or `2d` in ms.
 * @param {string} command @param {string} option @param {string} text
 */
export function parseDuration(command, option, text) {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  const ms = Number(number) * SECONDS_PER_UNIT[/** @type {keyof typeof SECONDS_PER_UNIT} */ (unit)] * 1000;
  if (!(ms > 0 && ms <= MAX_TIMER_MS)) {
    throw usageError(command, `${option} must be seconds, or a time such as 30m, 12h or 2d, of at most 24d`);
  }
  return ms;
}
