// @ts-check
// What was asked for on the command line.
import { parseArgs } from "node:util";
import { Stop, WRONG_USAGE, usage } from "./stop.js";

/**
 * @typedef {import("node:util").ParseArgsConfig["options"]} Options
 * @typedef {Record<string, any>} Values
 * @typedef {{ command: string, options: Values, operands: string[] }} Asked
 */

/** @type {Options} */
const COMMON = {
  // Not `--env-file`: Node looks for that itself, wherever it stands, and ends with an exit code of its own.
  env: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

/** For each command its own options, and what it has to be given. */
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

/** Names of what is no business of a command line. */
const CREDENTIAL = /^--?[\w-]*(secret|passw|credential|token|bearer|client[-_]?id)[\w-]*|^GLOBUS_\w+(?==)/i;
/** A secret as Globus makes them, wherever it stands in an argument, or a token. */
const SECRET = /(?<![\w+/])[\w+/]{43}=(?![\w=])|^(Bearer )?Ag[A-Za-z0-9]{40,}$/;
const NEVER =
  "Everybody on this machine can read the arguments of a program while it runs, and the shell writes them into its " +
  "history. Put GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET into the environment, or into a file for --env.";

/** Says the name of what it refuses, and nothing of what follows it. @param {string[]} argv */
function refuseCredentials(argv) {
  const [name] = argv.flatMap((argument) => CREDENTIAL.exec(argument)?.[0] ?? []);
  if (name === undefined && !argv.some((argument) => SECRET.test(argument))) return;
  const message = `credentials are never taken from arguments: ${name ?? "what looks like one"} is refused`;
  throw new Stop(WRONG_USAGE, "usage", message, { advice: NEVER });
}

/** @param {string[]} argv @returns {Asked} */
export function read(argv) {
  refuseCredentials(argv);
  const [first = "", ...rest] = argv;
  if (first === "--help" || first === "-h") return { command: "", options: { help: true }, operands: [] };
  if (first === "--version") return { command: "", options: { version: true }, operands: [] };
  if (first.startsWith("-")) throw usage("", `a command comes first, then its options: ${first.replace(/=.*/s, "")}`);
  if (!Object.hasOwn(COMMANDS, first)) throw usage("", `there is no command ${JSON.stringify(first)}`);
  const { options: own, operands: wanted } = COMMANDS[/** @type {keyof typeof COMMANDS} */ (first)];
  const { options, operands } = parse(first, rest, { ...COMMON, ...own });
  if (!options.help) checkOperands(first, operands, wanted);
  return { command: first, options, operands };
}

/**
 * The parser's own errors are whole paragraphs, and differ from runtime to runtime.
 * @param {string} command
 * @param {string[]} args
 * @param {NonNullable<Options>} options
 */
function parse(command, args, options) {
  const { values, positionals, tokens } = parseArgs({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw usage(command, `there is no option ${rawName}`);
    if (option.type === "boolean" && value !== undefined) throw usage(command, `${rawName} takes no value`);
    const isMissing = !value || (!inlineValue && value.startsWith("-"));
    if (option.type === "string" && isMissing) throw usage(command, `${rawName} needs a value`);
  }
  return { options: /** @type {Values} */ (values), operands: positionals };
}

/** @param {string} command @param {string[]} given @param {string[]} wanted */
function checkOperands(command, given, wanted) {
  const missing = wanted[given.length];
  if (missing) throw usage(command, `${missing.replace("...", "")} is missing`);
  const surplus = given[wanted.length];
  const isOpen = wanted.at(-1)?.endsWith("...");
  if (surplus !== undefined && !isOpen) throw usage(command, `${JSON.stringify(surplus)} is one argument too many`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXAMPLE = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

/** @param {string} text */
export const isId = (text) => UUID.test(text);

/** @param {string} command @param {string} what how the argument is called @param {string} text */
export function id(command, what, text) {
  if (isId(text)) return text;
  throw usage(command, `${what} takes an id such as ${EXAMPLE}, not ${JSON.stringify(text)}`);
}

/**
 * `COLLECTION:/PATH`, taken apart.
 * @param {string} command @param {string} what @param {string} text
 */
export function place(command, what, text) {
  const [, collection = "", path] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  id(command, what, collection);
  if (!path) return { collection };
  if (!/^[/~]/.test(path)) throw usage(command, `the path of ${what} begins with / or ~`);
  return { collection, path };
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
/** ms that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/** `90`, `90s`, `30m`, `12h`, `2d` in ms. @param {string} command @param {string} option @param {string} text */
export function duration(command, option, text) {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  const ms = Number(number) * SECONDS[/** @type {keyof typeof SECONDS} */ (unit)] * 1000;
  if (!(ms > 0 && ms <= LONGEST)) {
    throw usage(command, `${option} takes seconds, or a time such as 30m, 12h or 2d, of at most 24d`);
  }
  return ms;
}
