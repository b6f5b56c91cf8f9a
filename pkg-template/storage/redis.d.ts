import type { TokenStorage } from "globus-service-account";

/**
 * Keeps tokens in [Redis](https://redis.io/docs/latest/commands/set/) or Valkey, for all processes that use it, by your
 * own client of [`redis`](https://github.com/redis/node-redis) (version 4 or later) or
 * [`ioredis`](https://github.com/redis/ioredis), of one server or of a cluster.
 *
 * ```js
 * import { ServiceAccount } from "globus-service-account";
 * import { redis } from "globus-service-account/storage/redis";
 * import { createClient } from "redis";
 *
 * const client = createClient({ url: process.env.REDIS_URL ?? "redis://localhost" });
 * client.on("error", (error) => console.error("redis", error));
 * await client.connect();
 * const account = ServiceAccount.fromEnv(process.env, { storage: redis(client) });
 * ```
 *
 * With `ioredis` it is `redis(new Redis(process.env.REDIS_URL))`.
 *
 * - Entries expire in Redis itself (`SET` with `EX`, in seconds). Of many processes that need the same token, one gets
 *   it (`NX`) and the others wait for it. Who has got it takes its claim away, and no other's, by a script (`EVAL`).
 * - The client stays yours: connect it, listen to its errors, close it. While it is down, tokens come from Globus.
 * - Keys begin with `gsa1:`; a prefix of your own is an option of your client.
 *
 * @param client A client of `redis` or `ioredis`, connected.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If it is something else.
 */
export function redis(client: NodeRedisLike | IoredisLike): TokenStorage;

/** What is used of a client of `redis`. */
export interface NodeRedisLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, options: { EX: number; NX?: true }): Promise<any>;
  setEx: Function;
  del(key: string): Promise<any>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<any>;
}

/** What is used of a client of `ioredis`. */
export interface IoredisLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, ...options: any[]): Promise<any>;
  defineCommand: Function;
  del(key: string): Promise<any>;
  eval(script: string, count: number, ...rest: any[]): Promise<any>;
}
