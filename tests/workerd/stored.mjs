// A worker that gets its shared account in each request, with a storage of the platform.
import { ServiceAccount } from "globus-service-account";
import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
import { durableObject } from "globus-service-account/storage/durable-object";
import { bePatient } from "../storage/patient.mjs";

export { TokenStore } from "globus-service-account/storage/durable-object";

const options = {
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=",
};

bePatient();

const faults = [];
const onEvent = (event) => event.type === "storage_failed" && faults.push(`${event.operation}: ${event.message}`);

/** The number of tokens that have been written. */
let kept = 0;
const countWrites = (storage) => ({ ...storage, set: async (...entry) => (await storage.set(...entry), (kept += 1)) });

const storages = {
  kv: (env) => countWrites(cloudflareKV(env.KV)),
  object: (env) => countWrites(durableObject(env.TOKENS)),
};

const routes = {
  /** Starts a grant and answers before the grant has ended. */
  early: (account) => {
    account.getToken("transfer").catch(() => {});
    return "early";
  },
  token: async (account) => (await account.getToken("transfer")).accessToken,
  /** Gets a token as a new isolate does, with no token in memory. */
  cold: async (_, storage) => {
    const account = new ServiceAccount({ ...options, storage, onEvent });
    return (await account.getToken("transfer")).accessToken;
  },
  faults: () => faults.join(),
  kept: () => String(kept),
};

export default {
  async fetch(request, env) {
    const [, kind, route] = new URL(request.url).pathname.split("/");
    const storage = storages[kind](env);
    const account = ServiceAccount.shared({ ...options, storage, onEvent });
    return new Response(await routes[route](account, storage));
  },
};
