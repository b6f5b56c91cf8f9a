// A process that uses the file at `path`. What it does is its first argument. For Node, Deno and Bun.
import { promises } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import { file } from "globus-service-account/storage/file";
import { patiently } from "./patient.mjs";

const [what, path, name] = process.argv.slice(2);
const own = file(path);
const { now } = Date;
/** What it shows is what lived when the reading began: others may make that long, and the contract looks at the clock before. */
const get = async (key) => {
  // That it goes on, where the machine is busy.
  process.stderr.write(".");
  const begin = now();
  Date.now = () => begin;
  return own.get(key).finally(() => (Date.now = now));
};
const storage = { ...own, get };
const life = () => ({ expiresAt: Date.now() + 3_600_000, ttlSeconds: 3600 });

/** Loaded only where it is needed: most of these processes are to be killed soon. */
async function contract() {
  const { storageContract } = await import("globus-service-account/testing");
  await storageContract(storage);
}

/** Locks do not get old here: nobody dies, and who has one may be kept from working by all the others. */
function keepLocksYoung() {
  const { stat } = promises;
  promises.stat = async (path) => Object.assign(await stat(path), { mtimeMs: Date.now() });
  syncBuiltinESMExports();
}

const work = {
  contract,
  /** Twenty keys of its own, all at once, beside the contract. */
  share: async () => {
    keepLocksYoung();
    const keys = Array.from({ length: 20 }, (_, index) => `${name}:${index}`);
    await Promise.all([contract(), ...keys.map((key) => storage.set(key, `of ${key}`, life()))]);
  },
  /** Values of one letter, until it is killed, or nobody is left to do so. Tells when the first one is written. */
  write: async () => {
    const { ppid } = process;
    for (let count = 0; process.ppid === ppid; count += 1) {
      await storage.set("key", String.fromCharCode(97 + (count % 26)).repeat(7000), life());
      if (count === 0) console.log("written");
    }
  },
};

await patiently(work[what]);
console.log("done");
