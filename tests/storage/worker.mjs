import { DurableObject, env } from "cloudflare:workers";
import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
import { durableObject } from "globus-service-account/storage/durable-object";
import { storageContract } from "globus-service-account/testing";
import { patiently } from "./patient.mjs";

export { TokenStore } from "globus-service-account/storage/durable-object";

/** A Durable Object that uses its own storage. */
export class Own extends DurableObject {
  contract() {
    return patiently(() => storageContract(durableObject(this.ctx.storage)));
  }

  async expired() {
    const storage = durableObject(this.ctx.storage);
    await this.ctx.storage.put("other", "value");
    await storage.set("old", "value", { expiresAt: Date.now() - 1, ttlSeconds: 1 });
    await storage.set("new", "value", life());
    return [...(await this.ctx.storage.list()).keys()].join();
  }

  /** Many that live come first; what has expired behind them goes, too, in time. */
  async swept() {
    const storage = durableObject(this.ctx.storage);
    for (let index = 0; index < 150; index++) await this.ctx.storage.put(`globus:a${index}`, { value: "a", ...life() });
    for (let index = 0; index < 50; index++) await this.ctx.storage.put(`globus:b${index}`, { value: "b", expiresAt: 0 });
    for (let write = 0; write < 3; write++) await storage.set("new", "value", life());
    return (await this.ctx.storage.list({ prefix: "globus:b" })).size;
  }
}

const life = () => ({ expiresAt: Date.now() + 60_000, ttlSeconds: 60 });
// As an account would have it: made once, used in all requests.
const tokens = durableObject(env.TOKENS);
const own = () => env.OWN.get(env.OWN.idFromName("own"));

function refusal(body) {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

const routes = {
  "/namespace": () => patiently(() => storageContract(tokens)),
  "/storage": () => own().contract(),
  "/kv": () => patiently(() => storageContract(cloudflareKV(env.KV))),
  "/set": () => tokens.set("key", "value", life()),
  "/get": () => tokens.get("key"),
  "/add": () => tokens.add("added", "value", life()),
  "/expired": () => own().expired(),
  "/swept": () => own().swept(),
  "/stub": () => refusal(() => durableObject(own())),
  "/nothing": () => refusal(() => durableObject(env.MISSPELT)),
  "/bucket": () => refusal(() => cloudflareKV(env.BUCKET)),
};

/** A call of the namespace's, for processes elsewhere. */
async function passedOn(request) {
  const [method, ...args] = await request.json();
  return Response.json((await tokens[method](...args)) ?? null);
}

export default {
  async fetch(request) {
    try {
      if (request.method === "POST") return await passedOn(request);
      return new Response(String(await routes[new URL(request.url).pathname]()));
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
