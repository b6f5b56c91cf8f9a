// The Python environment in which Globus's own clients run. It is made once, and again when the pinned versions change.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LIMIT } from "../suite/harness.mjs";

/**
 * The time limit of a command, in ms. On a busy machine, where several start at once, the start of one can take a
 * minute.
 */
const COMMAND_LIMIT_MS = 5 * LIMIT;

const execute = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const UPSTREAM = {
  what: "Globus's command line and Python SDK",
  requirements: join(here, "requirements.txt"),
  venvs: fileURLToPath(new URL("../../target/upstream-venv/", import.meta.url)),
};
const scripts = process.platform === "win32" ? "Scripts" : "bin";

/** The reason why the tests cannot run on this machine. */
export class Unavailable extends Error {}

/** Makes the Python environment unless it exists. @returns {Promise<string>} the folder of its commands */
export async function preparePython({ what, requirements, venvs } = UPSTREAM) {
  const python = await findPython();
  const pins = await readFile(requirements, "utf8");
  const key = createHash("sha256").update(pins).update(python.version).digest("hex").slice(0, 12);
  const venv = join(venvs, key);
  const marker = join(venv, "complete");
  if (!existsSync(marker)) {
    console.log(`Installing ${what} (once) for ${python.version}`);
    await removeEnvironments(venvs, venv);
    try {
      await execute(python.command, ["-m", "venv", venv]);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
      await execute(join(venv, scripts, "python"), [...pip, "-r", requirements]);
    } catch (error) {
      throw new Unavailable(
        `the Python environment could not be made: ${String(error.stderr || error.message).trim()}`,
      );
    }
    await writeFile(marker, "");
  }
  return join(venv, scripts);
}

async function findPython() {
  for (const command of [process.env.PYTHON, "python3", "python"].filter(Boolean)) {
    try {
      const { stdout } = await execute(command, [
        "-c",
        "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2], sys.platform)",
      ]);
      const [major, minor] = stdout.split(" ")[0].split(".").map(Number);
      if (major === 3 && minor >= 10) return { command, version: `Python ${stdout.trim()}` };
    } catch {
      // The command is missing or has no venv module: try the next one.
    }
  }
  throw new Unavailable("Python 3.10 or later with its venv module was not found (set PYTHON to name one)");
}

/** Removes all environments, so that only the new one remains. @param {string} venvs @param {string} venv */
async function removeEnvironments(venvs, venv) {
  await mkdir(venvs, { recursive: true });
  for (const name of await readdir(venvs)) await rm(join(venvs, name), { recursive: true });
  await rm(venv, { recursive: true, force: true });
}

/**
 * Returns an environment with the given home and without the caller's Globus settings.
 * @param {{ env: Record<string, string>, home: string }}
 */
export function environment({ env, home }) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(GLOBUS|PYTHON|.*_proxy$)/i.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...env,
    HOME: home,
    USERPROFILE: home,
    NO_PROXY: "*",
    PYTHONIOENCODING: "utf-8",
    PYTHONDONTWRITEBYTECODE: "1",
    COLUMNS: "200",
  };
}

/**
 * Runs a command in the environment of `environment()`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: Record<string, string>, home: string, input?: string }} options
 * @returns {Promise<{ status: number, stdout: string, stderr: string }>}
 */
export function run(command, args, { env, home, input }) {
  const options = { env: environment({ env, home }), cwd: home, timeout: COMMAND_LIMIT_MS, maxBuffer: Infinity };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? (typeof error.code === "number" ? error.code : 1) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** @returns {Promise<{ path: string, remove: () => Promise<void> }>} */
export async function temporaryHome() {
  const path = await mkdtemp(join(tmpdir(), "upstream-home-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
