// A process with an account on a storage that it shares with other processes. It makes one call and prints its result.
import process from "node:process";
import { ServiceAccount } from "globus-service-account";
import { LIMIT } from "../suite/harness.mjs";
import { settle, tracked } from "../suite/work.mjs";
import { patiently } from "./patient.mjs";

/** Reports progress: on a busy machine the process takes long, and the test must see that it goes on. */
const reportProgress = (text) => process.stderr.write(`${text}\n`);

reportProgress("loaded");
const [kind, location, method, ahead] = process.argv.slice(2);

/** The clock of this process is `ahead` ms ahead of the other processes'. */
const { now } = Date;
Date.now = () => now() + Number(ahead);

const storages = {
  redis: async () => {
    const { createClient } = await import("redis");
    const { redis } = await import("globus-service-account/storage/redis");
    const client = await createClient({ url: location, socket: { connectTimeout: LIMIT } }).connect();
    return { storage: redis(client), close: () => client.close() };
  },
  ioredis: async () => {
    const { Redis } = await import("ioredis");
    const { redis } = await import("globus-service-account/storage/redis");
    const client = new Redis(location, { connectTimeout: LIMIT });
    return { storage: redis(client), close: () => client.quit() };
  },
  file: async () => {
    const { file } = await import("globus-service-account/storage/file");
    return { storage: file(location), close: () => {} };
  },
};

/**
 * Makes the operations of a storage known to `settle`, and extends claims to the limit of a test: the other processes
 * can delay the owner of a claim.
 */
const trackOperations = ({ get, set, add, delete: remove }) => ({
  get: (...args) => tracked(get(...args)),
  set: (...args) => tracked(set(...args)),
  delete: (...args) => tracked(remove(...args)),
  add: (key, value, { expiresAt, ttlSeconds }) =>
    tracked(add(key, value, { expiresAt: expiresAt + LIMIT, ttlSeconds: ttlSeconds + LIMIT / 1000 })),
});

const { storage: sharedStorage, close } = await storages[kind]();
reportProgress("connected");
const storage = trackOperations(sharedStorage);
const events = [];
const account = ServiceAccount.fromEnv(process.env, { storage, onEvent: (event) => events.push(event) });
const result = await patiently(async () => {
  const call = method === "getToken" ? account.getToken("transfer") : account.transfer.getSubmissionId();
  const outcome = await call.then(() => ({ ok: true }), (error) => ({ ok: false, error: String(error) }));
  reportProgress("called");
  // Background writes may still be in flight.
  await settle();
  return outcome;
});
await close();
const failed = events.filter(({ type }) => type === "storage_failed").map(({ operation, message }) => `${operation}: ${message}`);
console.log(JSON.stringify({ ...result, failed }));
