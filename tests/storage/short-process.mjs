// A script that needs one token and ends in the way it is told, with the storage as it is at that moment.
import { writeSync } from "node:fs";
import process from "node:process";
import { ServiceAccount } from "globus-service-account";
import { bePatient } from "./patient.mjs";

const [kind, location, how] = process.argv.slice(2);

const storages = {
  file: async () => (await import("globus-service-account/storage/file")).file(location),
  redis: async () => {
    const { createClient } = await import("redis");
    return (await import("globus-service-account/storage/redis")).redis(await createClient({ url: location }).connect());
  },
  // A Durable Object, as the worker at this address passes calls on to it.
  object: async () => {
    const call = (method) => async (...args) => {
      const request = () => fetch(`${location}call`, { method: "POST", body: JSON.stringify([method, ...args]) });
      // The connection of one that was frozen has ended meanwhile.
      const reply = await request().catch(request);
      if (!reply.ok) throw new Error(await reply.text());
      return reply.json();
    };
    return Object.fromEntries(["get", "set", "add", "delete", "deleteIf"].map((method) => [method, call(method)]));
  },
};

/** What happens to the process when Globus Auth has answered. */
const answered = {
  killed: () => process.kill(process.pid, "SIGKILL"),
  frozen: () => {
    writeSync(1, "frozen\n");
    process.kill(process.pid, "SIGSTOP");
  },
};

/** The platform's, up to the answer. */
const watched = async (...args) => {
  const reply = await fetch(...args);
  answered[how]?.();
  return reply;
};

bePatient();
const account = ServiceAccount.fromEnv(process.env, { storage: await storages[kind](), fetch: watched });
const { accessToken } = await account.getToken("transfer");
writeSync(1, `${accessToken}\n`);
if (how === "throws") throw new Error("as told");
process.exit(0);
