// Installs the other libraries if they are missing. Only this bench needs them, so they are not dependencies of the
// tests.
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Unavailable, preparePython } from "../../upstream/python.mjs";

const folder = new URL("./", import.meta.url);
const read = (path) => readFile(new URL(path, folder), "utf8").catch(() => "");

/**
 * Installs the packages of the lock file. A copy of the lock file in `node_modules` records which one was installed.
 */
export async function installRivals() {
  const lock = await read("package-lock.json");
  const marker = "node_modules/.installed-lock.json";
  if ((await read(marker)) === lock) return;
  console.log("  npm ci in tests/bench/rivals");
  const windows = process.platform === "win32";
  const options = { cwd: fileURLToPath(folder), encoding: "utf8", shell: windows };
  const { status, stdout, stderr } = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], options);
  if (status !== 0) throw new Error(`npm ci failed\n${stdout}\n${stderr}`);
  await writeFile(new URL(marker, folder), lock);
}

/**
 * @returns {Promise<{ bin: string } | { missing: string }>} the folder of the Python SDK's commands, or why it is missing
 */
export async function installPython() {
  try {
    return {
      bin: await preparePython({
        what: "Globus's Python SDK for tests/bench/rivals",
        requirements: fileURLToPath(new URL("requirements.txt", folder)),
        venvs: fileURLToPath(new URL("../../../target/rivals-venv/", folder)),
      }),
    };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { missing: error.message };
  }
}
