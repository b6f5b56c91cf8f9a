// A process with an account on a storage that it shares with others. It makes one call and tells how that ended.
import process from "node:process";
import { ServiceAccount } from "globus-service-account";

const [kind, location, what] = process.argv.slice(2);

const storages = {
  redis: async () => {
    const { createClient } = await import("redis");
    const { redis } = await import("globus-service-account/storage/redis");
    const client = await createClient({ url: location }).connect();
    return { storage: redis(client), close: () => client.close() };
  },
  ioredis: async () => {
    const { Redis } = await import("ioredis");
    const { redis } = await import("globus-service-account/storage/redis");
    const client = new Redis(location);
    return { storage: redis(client), close: () => client.quit() };
  },
  file: async () => {
    const { file } = await import("globus-service-account/storage/file");
    return { storage: file(location), close: () => {} };
  },
};

const { storage, close } = await storages[kind]();
const events = [];
const account = ServiceAccount.fromEnv(process.env, { storage, onEvent: (event) => events.push(event) });
const ended = await (what === "getToken" ? account.getToken("transfer") : account.transfer.getSubmissionId()).then(
  () => ({ ok: true }),
  (error) => ({ ok: false, error: String(error) }),
);
// What is written beside the call may still be on its way.
await new Promise((resolve) => setTimeout(resolve, 100));
await close();
const failed = events.filter(({ type }) => type === "storage_failed").map(({ operation, message }) => `${operation}: ${message}`);
console.log(JSON.stringify({ ...ended, failed }));
