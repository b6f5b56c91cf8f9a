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
    await storage.set("new", "value", makeOptions());
    return [...(await this.ctx.storage.list()).keys()].join();
  }

  /**
   * Stores expired entries whose keys follow those of many unexpired entries. Returns how many of them remain after
   * three writes.
   */
  async swept() {
    const storage = durableObject(this.ctx.storage);
    for (let index = 0; index < 150; index++) await this.ctx.storage.put(`globus:a${index}`, { value: "a", ...makeOptions() });
    for (let index = 0; index < 50; index++) await this.ctx.storage.put(`globus:b${index}`, { value: "b", expiresAt: 0 });
    for (let write = 0; write < 3; write++) await storage.set("new", "value", makeOptions());
    return (await this.ctx.storage.list({ prefix: "globus:b" })).size;
  }
}

const makeOptions = () => ({ expiresAt: Date.now() + 60_000, ttlSeconds: 60 });
// As in an account: made once, used in all requests.
const tokens = durableObject(env.TOKENS);
const ownObject = () => env.OWN.get(env.OWN.idFromName("own"));

function catchError(body) {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

const routes = {
  "/namespace": () => patiently(() => storageContract(tokens)),
  "/storage": () => ownObject().contract(),
  "/kv": () => patiently(() => storageContract(cloudflareKV(env.KV))),
  "/set": () => tokens.set("key", "value", makeOptions()),
  "/get": () => tokens.get("key"),
  "/add": () => tokens.add("added", "value", makeOptions()),
  "/expired": () => ownObject().expired(),
  "/swept": () => ownObject().swept(),
  "/stub": () => catchError(() => durableObject(ownObject())),
  "/nothing": () => catchError(() => durableObject(env.MISSPELT)),
  "/bucket": () => catchError(() => cloudflareKV(env.BUCKET)),
};

/** Forwards a method call of another process to the namespace. */
async function forwardCall(request) {
  const [method, ...args] = await request.json();
  return Response.json((await tokens[method](...args)) ?? null);
}

export default {
  async fetch(request) {
    try {
      if (request.method === "POST") return await forwardCall(request);
      return new Response(String(await routes[new URL(request.url).pathname]()));
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
