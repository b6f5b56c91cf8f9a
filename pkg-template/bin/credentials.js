// @ts-check
// The account, by variables of the environment or of a file.
import { readFileSync, statSync } from "node:fs";
import process from "node:process";
import { GlobusError, ServiceAccount } from "globus-service-account";
import { Stop, WRONG_USAGE } from "./stop.js";

const CREDENTIALS = ["GLOBUS_CLIENT_ID", "GLOBUS_CLIENT_SECRET", "GLOBUS_CLI_CLIENT_ID", "GLOBUS_CLI_CLIENT_SECRET"];
const WHERE =
  "Set GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET in the environment, or name a file that sets them: --env FILE. You " +
  "get them at https://app.globus.org/settings/developers by registering a service account.";

/**
 * @param {string | undefined} file
 * @param {(event: import("globus-service-account").GlobusEvent) => void} onEvent
 * @param {(message: string) => void} warn
 */
export function accountFrom(file, onEvent, warn) {
  const env = file === undefined ? { ...process.env } : withFile(file, warn);
  const isMissing = !CREDENTIALS.some((name) => env[name]);
  if (isMissing) throw new Stop(WRONG_USAGE, "credentials", "there are no credentials", { advice: WHERE });
  try {
    return ServiceAccount.fromEnv(env, { appName: "globus-service-account cli", onEvent });
  } catch (error) {
    // Half a pair.
    const isHalf = error instanceof GlobusError && CREDENTIALS.includes(error.field ?? "") && !error.advice;
    throw isHalf ? new Stop(WRONG_USAGE, "credentials", error.message, { advice: WHERE }) : error;
  }
}

/**
 * The environment with a file's variables, which win, because it was named. An id from here and a secret from there is no
 * pair: with any of its own, the file has all that count.
 * @param {string} file
 * @param {(message: string) => void} warn
 */
function withFile(file, warn) {
  const variables = variablesOf(contentOf(file, warn), file);
  /** @type {Record<string, string | undefined>} */
  const env = { ...process.env };
  if (CREDENTIALS.some((name) => variables[name])) for (const name of CREDENTIALS) delete env[name];
  return { ...env, ...variables };
}

/** @param {string} file @param {(message: string) => void} warn */
function contentOf(file, warn) {
  try {
    const content = readFileSync(file, "utf8");
    const isOpen = process.platform !== "win32" && (statSync(file).mode & 0o044) !== 0;
    if (isOpen) warn(`others can read the credentials in ${file}: chmod 600 makes it yours alone`);
    return content;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Stop(WRONG_USAGE, "credentials", `--env: cannot read ${file}${code ? ` (${code})` : ""}`);
  }
}

/**
 * Reads lines `NAME=VALUE`, with comments, quotes and `export` as shells know them. Node's own reader is younger than the
 * oldest Node there is to run on. What it complains about it does not show.
 * @param {string} content
 * @param {string} file
 */
function variablesOf(content, file) {
  /** @type {Record<string, string>} */
  const variables = {};
  for (const [index, line] of content.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, quoted, single, bare] =
      /^\s*(?:export\s+)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'#][^\s#]*|))\s*(?:#.*)?$/.exec(line) ?? [];
    if (!name) {
      const message = `--env: line ${index + 1} of ${file} is not NAME=VALUE`;
      throw new Stop(WRONG_USAGE, "credentials", message);
    }
    variables[name] = quoted ?? single ?? bare ?? "";
  }
  return variables;
}
