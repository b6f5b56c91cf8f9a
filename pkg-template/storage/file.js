// @ts-check
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import process from "node:process";

/** The beginning of a token file, even a damaged one; or an empty file. Other files are never replaced. */
const TOKEN_FILE = /^\s*(\{\s*"globusTokens"|$)/;
/** ms. A lock that is unchanged for longer belongs to a dead process: a running one keeps it for a few ms. */
const STALE_MS = 2000;
/** The process that adds an entry: others check whether it runs. Deno needs a permission for that. */
const PROCESS = process.versions.deno ? undefined : `${process.pid}@${hostname()}`;

/**
 * @typedef {{ value: string, expiresAt: number, by?: string | undefined }} Entry
 * @typedef {(entries: Map<string, Entry>) => boolean} Change Changes the entries; returns whether it did.
 */

/** @type {typeof import("./file.js").file} */
export function file(path) {
  const filePath = resolve(path);
  /** @type {Change[]} */
  let queue = [];
  /** @type {Promise<boolean[]>} */
  let lastWrite = Promise.resolve([]);

  /** Changes that wait for the previous write are written together. @param {Change} change */
  const update = async (change) => {
    const changes = queue;
    const index = changes.push(change) - 1;
    if (index === 0) {
      lastWrite = lastWrite.catch(() => []).then(() => {
        queue = [];
        return replace(filePath, changes);
      });
    }
    return (await lastWrite)[index] === true;
  };

  return {
    // Needs no lock: a write replaces the file in one step.
    get: async (key) => parseEntries(await readText(filePath)).get(key)?.value,
    set: (key, value, { expiresAt }) => update((entries) => put(entries, key, { value, expiresAt })),
    add: (key, value, { expiresAt }) =>
      update((entries) => !isBlocking(entries.get(key)) && put(entries, key, { value, expiresAt, by: PROCESS })),
    delete: (key) => update((entries) => entries.delete(key)),
    deleteIf: (key, value) => update((entries) => entries.get(key)?.value === value && entries.delete(key)),
    keys: async () => parseEntries(await readText(filePath)).keys(),
  };
}

/** Whether an entry prevents an `add`. One of a dead process on this machine does not. @param {Entry | undefined} entry */
function isBlocking(entry) {
  const [pid, host] = String(entry?.by).split("@");
  if (!PROCESS || host !== hostname()) return entry !== undefined;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH";
  }
}

/** @param {Map<string, Entry>} entries @param {string} key @param {Entry} entry */
function put(entries, key, entry) {
  entries.set(key, entry);
  return true;
}

/**
 * Writes the new contents into the lock, and renames the lock to the file: that replaces the file and releases the lock
 * in one step. A process that is killed meanwhile leaves only the lock, which another removes.
 * @param {string} path
 * @param {Change[]} changes
 */
async function replace(path, changes) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  for (;;) {
    const handle = await acquireLock(lock);
    try {
      let changed, ownsLock;
      try {
        changed = await writeChanges(handle, path, changes);
        ownsLock = (await stat(lock).catch(() => undefined))?.ino === (await handle.stat()).ino;
      } finally {
        await handle.close();
      }
      // A process that was suspended for longer than STALE_MS has lost the lock, and starts again. If that happens just
      // here, or two remove a stale lock, a write can get lost or the file be incomplete: a token is requested again.
      if (!ownsLock) continue;
      await (changed.includes(true) ? rename(lock, path) : rm(lock, { force: true }));
      return changed;
    } catch (error) {
      // If another process has the lock by now, that one starts again.
      await rm(lock, { force: true });
      throw error;
    }
  }
}

/** Waits for the lock and creates it. Measures its age with its own clock: a file system's may differ. @param {string} lock */
async function acquireLock(lock) {
  let seen = "";
  let since = 0;
  for (;;) {
    try {
      return await open(lock, "wx", 0o600);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const { ino, mtimeMs } = await stat(lock).catch(() => ({ ino: 0, mtimeMs: 0 }));
    if (seen !== `${ino} ${mtimeMs}`) [seen, since] = [`${ino} ${mtimeMs}`, Date.now()];
    if (Date.now() - since > STALE_MS) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 5 + 10 * Math.random()));
  }
}

/** @param {import("node:fs/promises").FileHandle} handle @param {string} path @param {Change[]} changes */
async function writeChanges(handle, path, changes) {
  const text = await readText(path);
  if (!TOKEN_FILE.test(text)) throw new Error(`${path} has other contents than tokens and was not changed: use another path`);
  const entries = parseEntries(text);
  const changed = changes.map((change) => change(entries));
  if (changed.includes(true)) await handle.writeFile(JSON.stringify({ globusTokens: Object.fromEntries(entries) }));
  return changed;
}

/** @param {string} path */
async function readText(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return "";
    throw error;
  }
}

/** Returns the unexpired entries; none of a damaged file. @param {string} text @returns {Map<string, Entry>} */
function parseEntries(text) {
  try {
    /** @type {[string, Entry][]} */
    const entries = Object.entries(JSON.parse(text).globusTokens);
    return new Map(entries.filter(([, { value, expiresAt }]) => typeof value === "string" && expiresAt > Date.now()));
  } catch {
    return new Map();
  }
}
