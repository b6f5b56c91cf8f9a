// @ts-check
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import process from "node:process";

/** How a file of ours begins, even when it is damaged; an empty one is ours, too. Any other is somebody else's. */
const OURS = /^\s*(\{\s*"globusTokens"|$)/;
/** ms for which a lock is watched, unchanged, before it is taken for that of a process that died. The living hold it for a few. */
const STALE = 2000;
/** Who adds an entry, so that others can tell when it has died. Deno would have to be allowed that. */
const SELF = process.versions.deno ? undefined : `${process.pid}@${hostname()}`;

/**
 * @typedef {{ value: string, expiresAt: number, by?: string | undefined }} Entry
 * @typedef {(entries: Map<string, Entry>) => boolean} Change Says whether it changed anything.
 */

/** @type {typeof import("./file.js").file} */
export function file(path) {
  const source = resolve(path);
  /** @type {Change[]} */
  let waiting = [];
  /** @type {Promise<boolean[]>} */
  let turn = Promise.resolve([]);

  /** Changes that have to wait for a turn are written together. @param {Change} change */
  const update = async (change) => {
    const changes = waiting;
    const index = changes.push(change) - 1;
    if (index === 0) {
      turn = turn.catch(() => []).then(() => {
        waiting = [];
        return replace(source, changes);
      });
    }
    return (await turn)[index] === true;
  };

  return {
    // Needs no lock: what can be read is always a whole file.
    get: async (key) => entriesOf(await textOf(source)).get(key)?.value,
    set: (key, value, { expiresAt }) => update((entries) => put(entries, key, { value, expiresAt })),
    add: (key, value, { expiresAt }) =>
      update((entries) => !stands(entries.get(key)) && put(entries, key, { value, expiresAt, by: SELF })),
    delete: (key) => update((entries) => entries.delete(key)),
    deleteIf: (key, value) => update((entries) => entries.get(key)?.value === value && entries.delete(key)),
    keys: async () => entriesOf(await textOf(source)).keys(),
  };
}

/** Whether it is in the way of another one: what was added by a process of this machine that has died is not. @param {Entry | undefined} entry */
function stands(entry) {
  const [pid, host] = String(entry?.by).split("@");
  if (!SELF || host !== hostname()) return entry !== undefined;
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
 * The new content is written into the lock, which is then renamed: that replaces the file whole and releases the lock,
 * in one step. Who is killed on the way leaves a lock and nothing else, and the next one removes it.
 * @param {string} path
 * @param {Change[]} changes
 */
async function replace(path, changes) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  for (;;) {
    const handle = await take(lock);
    try {
      let changed, kept;
      try {
        changed = await write(handle, path, changes);
        kept = (await stat(lock).catch(() => undefined))?.ino === (await handle.stat()).ino;
      } finally {
        await handle.close();
      }
      // Who was stopped for longer than STALE has lost the lock, and begins again. If that happens just here, or two
      // take a lock over at once, a write may fail or get lost, or the file be unfinished for a moment: all misses.
      if (!kept) continue;
      await (changed.includes(true) ? rename(lock, path) : rm(lock, { force: true }));
      return changed;
    } catch (error) {
      // Should it be another's by now, that one begins again, too.
      await rm(lock, { force: true });
      throw error;
    }
  }
}

/** Waits for the lock and makes it. Its age is what is seen of it here: the clock of a file system may be another. @param {string} lock */
async function take(lock) {
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
    if (Date.now() - since > STALE) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 5 + 10 * Math.random()));
  }
}

/** @param {import("node:fs/promises").FileHandle} handle @param {string} path @param {Change[]} changes */
async function write(handle, path, changes) {
  const text = await textOf(path);
  if (!OURS.test(text)) throw new Error(`${path} holds something other than tokens, so it is left as it is`);
  const entries = entriesOf(text);
  const changed = changes.map((change) => change(entries));
  if (changed.includes(true)) await handle.writeFile(JSON.stringify({ globusTokens: Object.fromEntries(entries) }));
  return changed;
}

/** @param {string} path */
async function textOf(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return "";
    throw error;
  }
}

/** The entries that live. A damaged file has none. @param {string} text @returns {Map<string, Entry>} */
function entriesOf(text) {
  try {
    /** @type {[string, Entry][]} */
    const entries = Object.entries(JSON.parse(text).globusTokens);
    return new Map(entries.filter(([, { value, expiresAt }]) => typeof value === "string" && expiresAt > Date.now()));
  } catch {
    return new Map();
  }
}
