// A worker whose handler makes new options for each request, and still shares one account.
import { ServiceAccount } from "globus-service-account";
import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
import { durableObject } from "globus-service-account/storage/durable-object";
import { bePatient } from "../storage/patient.mjs";

export { TokenStore } from "globus-service-account/storage/durable-object";

bePatient();

const CLIENT_ID = "01234567-89ab-4cde-8f01-23456789abcd";

/** The number of calls of each closure. A key is the closure's kind and the number of the request that made it. */
const asked = {};
const countCall = (name) => (asked[name] = (asked[name] ?? 0) + 1);
let requests = 0;
const faults = [];

/** A storage for each case. A stub serves only the request that made it, so an account must not reuse it. */
const storages = {
  kv: (env) => cloudflareKV(env.KV),
  object: (env) => durableObject(env.TOKENS),
  stub: (env) => {
    const stub = env.TOKENS.get(env.TOKENS.idFromName("kept"));
    const call = (name) => (...entry) => stub[name](...entry);
    return { get: call("get"), set: call("set"), delete: call("delete") };
  },
};

export default {
  async fetch(request, env) {
    const [, kind, route] = new URL(request.url).pathname.split("/");
    if (route === "asked") return Response.json({ asked, faults });
    const number = ++requests;
    const account = ServiceAccount.shared({
      clientId: CLIENT_ID,
      // Another URL makes a separate account for each kind of storage.
      serviceUrls: { groups: `https://${kind}.example.org` },
      clientSecret: async () => {
        countCall(`secret ${number}`);
        return (await env.SECRETS.fetch("https://secrets.example.org/")).text();
      },
      storage: storages[kind](env),
      fetch: (...call) => {
        countCall(`fetch ${number}`);
        return env.PROXY.fetch(...call);
      },
      onEvent: ({ type, operation, message }) => {
        if (type === "storage_failed") faults.push(`${operation}: ${message}`);
      },
    });
    // The account then needs the secret, a grant and the storage again.
    if (route === "anew") await account.clearTokens();
    let grants = 0;
    const stop = account.on("grant", () => (grants += 1));
    try {
      const { accessToken } = await account.getToken("transfer", { forceRefresh: route === "anew" });
      return Response.json({ accessToken, grants, task: await account.transfer.getTask("x") });
    } finally {
      stop();
    }
  },
};
