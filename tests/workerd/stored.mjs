// A worker that gets its account with each request, on a storage of the platform.
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

/** How many tokens have been written. */
let kept = 0;
const counting = (storage) => ({ ...storage, set: async (...entry) => (await storage.set(...entry), (kept += 1)) });

const storages = {
  kv: (env) => counting(cloudflareKV(env.KV)),
  object: (env) => counting(durableObject(env.TOKENS)),
};

const routes = {
  /** Begins a grant and is answered before it is there. */
  early: (account) => {
    account.getToken("transfer").catch(() => {});
    return "early";
  },
  token: async (account) => (await account.getToken("transfer")).accessToken,
  /** As an isolate does that has just been started: nothing in memory. */
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
