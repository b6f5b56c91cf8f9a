// What the other libraries need, fetched when it is missing: nobody who only runs the tests has to.
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Unavailable, preparePython } from "../../upstream/python.mjs";

const folder = new URL("./", import.meta.url);
const read = (path) => readFile(new URL(path, folder), "utf8").catch(() => "");

/** Exactly what the lock file says. A copy of it inside says for which one the folder was filled. */
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

/** @returns {Promise<{ bin: string } | { missing: string }>} where the Python SDK is, or why it is not */
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
