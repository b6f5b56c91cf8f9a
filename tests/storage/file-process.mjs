// A process that uses the file at `path`. What it does is its first argument. For Node, Deno and Bun.
import process from "node:process";
import { file } from "globus-service-account/storage/file";

const [what, path, name] = process.argv.slice(2);
const storage = file(path);
const life = () => ({ expiresAt: Date.now() + 3_600_000, ttlSeconds: 3600 });

/** Loaded only where it is needed: most of these processes are to be killed soon. */
async function contract() {
  const { storageContract } = await import("globus-service-account/testing");
  await storageContract(storage);
}

const work = {
  contract,
  /** Twenty keys of its own, all at once, beside the contract. */
  share: async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `${name}:${index}`);
    await Promise.all([contract(), ...keys.map((key) => storage.set(key, `of ${key}`, life()))]);
  },
  /** Values of one letter, until it is killed. Tells when the first one is written. */
  write: async () => {
    for (let count = 0; ; count += 1) {
      await storage.set("key", String.fromCharCode(97 + (count % 26)).repeat(7000), life());
      if (count === 0) console.log("written");
    }
  },
};

await work[what]();
console.log("done");
