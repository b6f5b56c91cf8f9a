// The Redis storage on a real server, with both client libraries.
import { redis } from "globus-service-account/storage/redis";
import { storageContract } from "globus-service-account/testing";
import { Redis } from "ioredis";
import { createClient, createClientPool } from "redis";
import { LIMIT } from "../suite/harness.mjs";
import { patiently } from "./patient.mjs";

const clients = {
  "redis": async (url) => {
    const client = await createClient({ url, socket: { connectTimeout: LIMIT } }).connect();
    return { client, close: () => client.close() };
  },
  "redis, a pool": async (url) => {
    const client = await createClientPool({ url, socket: { connectTimeout: LIMIT } }).connect();
    return { client, close: () => client.close() };
  },
  "ioredis": async (url) => {
    const client = new Redis(url, { connectTimeout: LIMIT });
    return { client, close: () => client.quit() };
  },
};

export default function (test, { assert, redisUrl }) {
  for (const [name, connect] of Object.entries(clients)) {
    const withClient = async (body) => {
      const { client, close } = await connect(redisUrl);
      await body(client).finally(close);
    };

    test(`redis() with ${name}: it satisfies the contract`, () =>
      withClient((client) => patiently(() => storageContract(redis(client)))));

    test(`redis() with ${name}: entries expire in the server`, () =>
      withClient(async (client) => {
        const storage = redis(client);
        const begin = Date.now();
        await storage.set("set", "value", { expiresAt: 0, ttlSeconds: 60 });
        await storage.add("added", "value", { expiresAt: 0, ttlSeconds: 60 });
        for (const key of ["set", "added"]) {
          const ttl = await client.ttl(key);
          assert.isAtMost(ttl, 60);
          assert.isAtLeast(ttl, 59 - Math.ceil((Date.now() - begin) / 1000));
          await client.del(key);
        }
      }));
  }

  test("redis(): a client of another library is rejected", async () => {
    const other = { get() {}, set() {}, del() {} };
    for (const client of [other, undefined]) assert.throws(() => redis(client), TypeError, "`ioredis`");
  });
}
