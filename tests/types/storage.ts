// Type tests of the storage adapters and of `storageContract`. Nothing here is run.

import type { TokenStorage } from "globus-service-account";
import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
import { durableObject, TokenStore } from "globus-service-account/storage/durable-object";
import { file } from "globus-service-account/storage/file";
import { keyv } from "globus-service-account/storage/keyv";
import { redis } from "globus-service-account/storage/redis";
import { storageContract } from "globus-service-account/testing";
import { Cluster, Redis } from "ioredis";
import { Keyv } from "keyv";
import { createClient, createClientPool, createCluster } from "redis";

export const adapters: TokenStorage[] = [
  file("tokens.json"),
  keyv(new Keyv()),
  redis(createClient()),
  redis(createClientPool()),
  redis(createCluster({ rootNodes: [] })),
  redis(new Redis()),
  redis(new Cluster([])),
];

// @ts-expect-error a path is text
file(new URL("file:///tokens.json"));
// @ts-expect-error a client of another library
redis({ get: async () => null, set: async () => "OK", del: async () => 1 });
// @ts-expect-error there are no options
file("tokens.json", { mode: 0o600 });

// The parts of Cloudflare's own types that the adapters use.
declare const kv: {
  get(key: string, options?: { cacheTtl?: number }): Promise<string | null>;
  put(key: string, value: string | ArrayBuffer, options?: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(options?: { prefix?: string | null; cursor?: string | null }): Promise<
    | { list_complete: false; keys: { name: string }[]; cursor: string }
    | { list_complete: true; keys: { name: string }[] }
  >;
  getWithMetadata(key: string): Promise<object>;
};
declare const namespace: {
  idFromName(name: string): { toString(): string };
  get(id: { toString(): string }): { fetch(): Promise<unknown> };
};
declare const context: { storage: any };
export const onWorkers: TokenStorage[] = [
  cloudflareKV(kv),
  durableObject(namespace),
  durableObject(context.storage),
  new TokenStore(context, {}),
];
// @ts-expect-error a namespace of Durable Objects
cloudflareKV(namespace);
// @ts-expect-error a namespace of KV
durableObject(kv);

export async function contract() {
  const names: string[] = await storageContract(new Map<string, string>());
  await storageContract(() => file("tokens.json"));
  const map = new Map<string, string>();
  const storage: TokenStorage = {
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    delete: (key) => map.delete(key),
    add: (key, value) => !map.has(key) && map.set(key, value).size > 0,
    deleteIf: (key, value) => map.get(key) === value && map.delete(key),
    keys: () => map.keys(),
  };
  await storageContract({ ...storage, keys: async (prefix) => [prefix] });
  await storageContract(async () => ({ get: () => null, set: () => {}, delete: async () => {} }));
  // @ts-expect-error values are texts
  await storageContract(new Map<string, number>());
  return names;
}
