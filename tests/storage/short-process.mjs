// A script that gets one token and then ends in the given way at once, without a wait for the storage.
import { writeSync } from "node:fs";
import process from "node:process";
import { ServiceAccount } from "globus-service-account";
import { bePatient } from "./patient.mjs";

const [kind, location, ending] = process.argv.slice(2);

const storages = {
  file: async () => (await import("globus-service-account/storage/file")).file(location),
  redis: async () => {
    const { createClient } = await import("redis");
    return (await import("globus-service-account/storage/redis")).redis(await createClient({ url: location }).connect());
  },
  // A Durable Object. The worker at this URL forwards calls to it.
  object: async () => {
    const call = (method) => async (...args) => {
      const request = () => fetch(`${location}call`, { method: "POST", body: JSON.stringify([method, ...args]) });
      // The server closed the connection of a process that was frozen.
      const reply = await request().catch(request);
      if (!reply.ok) throw new Error(await reply.text());
      return reply.json();
    };
    return Object.fromEntries(["get", "set", "add", "delete", "deleteIf"].map((method) => [method, call(method)]));
  },
};

/** The signals that this process sends itself when the response of Globus Auth has arrived. */
const afterResponse = {
  killed: () => process.kill(process.pid, "SIGKILL"),
  frozen: () => {
    writeSync(1, "frozen\n");
    process.kill(process.pid, "SIGSTOP");
  },
};

/** The platform's `fetch`, with the action above after each response. */
const fetchThenEnd = async (...args) => {
  const reply = await fetch(...args);
  afterResponse[ending]?.();
  return reply;
};

bePatient();
const account = ServiceAccount.fromEnv(process.env, { storage: await storages[kind](), fetch: fetchThenEnd });
const { accessToken } = await account.getToken("transfer");
writeSync(1, `${accessToken}\n`);
if (ending === "throws") throw new Error("as told");
process.exit(0);
