// A process that uses the file at `path`. Its first argument names its task. For Node, Deno and Bun.
import { promises } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import { file } from "globus-service-account/storage/file";
import { patiently } from "./patient.mjs";

const [task, path, name] = process.argv.slice(2);
const fileStorage = file(path);
const { now } = Date;
/**
 * Reads an entry as of the moment the read began: other processes can make a read slow, and the contract computes the
 * expiry before the read.
 */
const get = async (key) => {
  // Reports that the test goes on, on a busy machine too.
  process.stderr.write(".");
  const begin = now();
  Date.now = () => begin;
  return fileStorage.get(key).finally(() => (Date.now = now));
};
const storage = { ...fileStorage, get };
const makeOptions = () => ({ expiresAt: Date.now() + 3_600_000, ttlSeconds: 3600 });

/** Loads the contract only for the tasks that need it: the test soon kills most of these processes. */
async function contract() {
  const { storageContract } = await import("globus-service-account/testing");
  await storageContract(storage);
}

/**
 * Makes every lock look new. No process dies here, and a busy machine can delay the owner of a lock beyond the age
 * limit.
 */
function keepLocksYoung() {
  const { stat } = promises;
  promises.stat = async (path) => Object.assign(await stat(path), { mtimeMs: Date.now() });
  syncBuiltinESMExports();
}

const tasks = {
  contract,
  /** Writes twenty keys of its own at once, while the contract runs. */
  share: async () => {
    keepLocksYoung();
    const keys = Array.from({ length: 20 }, (_, index) => `${name}:${index}`);
    await Promise.all([contract(), ...keys.map((key) => storage.set(key, `of ${key}`, makeOptions()))]);
  },
  /**
   * Writes values of one repeated letter until the test kills it or its parent process has ended. Prints a line after
   * the first write.
   */
  write: async () => {
    const { ppid } = process;
    for (let count = 0; process.ppid === ppid; count += 1) {
      await storage.set("key", String.fromCharCode(97 + (count % 26)).repeat(7000), makeOptions());
      if (count === 0) console.log("written");
    }
  },
};

await patiently(tasks[task]);
console.log("done");
