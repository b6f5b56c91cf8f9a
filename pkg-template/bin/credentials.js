// @ts-check
// Makes the account from variables of the environment or of a file.
import { readFileSync, statSync } from "node:fs";
import process from "node:process";
import { GlobusError, ServiceAccount } from "globus-service-account";
import { CommandError, WRONG_USAGE } from "./exit.js";

const CREDENTIALS = ["GLOBUS_CLIENT_ID", "GLOBUS_CLIENT_SECRET", "GLOBUS_CLI_CLIENT_ID", "GLOBUS_CLI_CLIENT_SECRET"];
const ADVICE =
  "Set GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET in the environment, or name a file that sets them: --env FILE. You " +
  "get them at https://app.globus.org/settings/developers by registering a service account.";

/**
 * @param {string | undefined} file
 * @param {(event: import("globus-service-account").GlobusEvent) => void} onEvent
 * @param {(message: string) => void} warn
 */
export function makeAccount(file, onEvent, warn) {
  const env = file === undefined ? { ...process.env } : mergeEnvironment(file, warn);
  const isMissing = !CREDENTIALS.some((name) => env[name]);
  if (isMissing) throw new CommandError(WRONG_USAGE, "credentials", "there are no credentials", { advice: ADVICE });
  try {
    return ServiceAccount.fromEnv(env, { appName: "globus-service-account cli", onEvent });
  } catch (error) {
    // Either the id or the secret is missing.
    const isHalf = error instanceof GlobusError && CREDENTIALS.includes(error.field ?? "") && !error.advice;
    throw isHalf ? new CommandError(WRONG_USAGE, "credentials", error.message, { advice: ADVICE }) : error;
  }
}

/**
 * Returns the environment with the variables of a file. The file overrides the environment, because the user named it.
 *
 * An id of the environment and a secret of the file may belong to different clients. So if the file sets one of the
 * four variables for credentials, those of the environment are ignored.
 * @param {string} file
 * @param {(message: string) => void} warn
 */
function mergeEnvironment(file, warn) {
  const variables = parseVariables(readEnvFile(file, warn), file);
  /** @type {Record<string, string | undefined>} */
  const env = { ...process.env };
  if (CREDENTIALS.some((name) => variables[name])) for (const name of CREDENTIALS) delete env[name];
  return { ...env, ...variables };
}

/** @param {string} file @param {(message: string) => void} warn */
function readEnvFile(file, warn) {
  try {
    const content = readFileSync(file, "utf8");
    const isOpen = process.platform !== "win32" && (statSync(file).mode & 0o044) !== 0;
    if (isOpen) warn(`other users can read the credentials in ${file}: chmod 600 prevents that`);
    return content;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new CommandError(WRONG_USAGE, "credentials", `--env: cannot read ${file}${code ? ` (${code})` : ""}`);
  }
}

/**
 * Parses lines `NAME=VALUE`, with comments, quotes and `export` as in shells. The first releases of Node 20 lack
 * `util.parseEnv`. An error names the number of a line, never its text, which may be a secret.
 * @param {string} content
 * @param {string} file
 */
function parseVariables(content, file) {
  /** @type {Record<string, string>} */
  const variables = {};
  for (const [index, line] of content.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, doubleQuoted, singleQuoted, unquoted] =
      /^\s*(?:export\s+)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'#][^\s#]*|))\s*(?:#.*)?$/.exec(line) ?? [];
    if (!name) {
      const message = `--env: line ${index + 1} of ${file} is not NAME=VALUE`;
      throw new CommandError(WRONG_USAGE, "credentials", message);
    }
    variables[name] = doubleQuoted ?? singleQuoted ?? unquoted ?? "";
  }
  return variables;
}
