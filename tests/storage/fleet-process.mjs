// A process with an account on a storage that it shares with others. It makes one call and tells how that ended.
import process from "node:process";
import { ServiceAccount } from "globus-service-account";
import { LIMIT } from "../suite/harness.mjs";
import { settle, tracked } from "../suite/work.mjs";
import { patiently } from "./patient.mjs";

/** It takes long where the machine is busy: who waits for it is told how far it is. */
const news = (text) => process.stderr.write(`${text}\n`);

news("loaded");
const [kind, location, what, ahead] = process.argv.slice(2);

/** Its clock, `ahead` ms ahead of others'. */
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

/** A storage whose work is seen, and in which a claim lives as long as a test: the others take the machine from who has it. */
const watched = ({ get, set, add, delete: remove }) => ({
  get: (...args) => tracked(get(...args)),
  set: (...args) => tracked(set(...args)),
  delete: (...args) => tracked(remove(...args)),
  add: (key, value, { expiresAt, ttlSeconds }) =>
    tracked(add(key, value, { expiresAt: expiresAt + LIMIT, ttlSeconds: ttlSeconds + LIMIT / 1000 })),
});

const { storage: own, close } = await storages[kind]();
news("connected");
const storage = watched(own);
const events = [];
const account = ServiceAccount.fromEnv(process.env, { storage, onEvent: (event) => events.push(event) });
const ended = await patiently(async () => {
  const call = what === "getToken" ? account.getToken("transfer") : account.transfer.getSubmissionId();
  const how = await call.then(() => ({ ok: true }), (error) => ({ ok: false, error: String(error) }));
  news("called");
  // What is written beside the call may still be on its way.
  await settle();
  return how;
});
await close();
const failed = events.filter(({ type }) => type === "storage_failed").map(({ operation, message }) => `${operation}: ${message}`);
console.log(JSON.stringify({ ...ended, failed }));
