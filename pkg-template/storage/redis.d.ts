import type { TokenStorage } from "globus-service-account";

/**
 * Stores tokens in [Redis](https://redis.io/docs/latest/commands/set/) or Valkey, for all processes that use it. It
 * uses your own client of [`redis`](https://github.com/redis/node-redis) (version 4 or later) or
 * [`ioredis`](https://github.com/redis/ioredis), for one server or a cluster.
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
 * With `ioredis`: `redis(new Redis(process.env.REDIS_URL))`.
 *
 * - Entries expire in Redis itself (`SET` with `EX`, in seconds). Only one process requests a token that several need
 *   (`NX`), and the others wait for it. That process then deletes its claim, and no other's, with a script (`EVAL`).
 * - You manage the client: connect it, listen to its errors, close it. While it is not connected, tokens are requested
 *   from Globus Auth.
 * - Keys begin with `gsa1:`. Your client's options can add another prefix.
 *
 * @param client A connected client of `redis` or `ioredis`.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If the argument is another client.
 */
export function redis(client: NodeRedisLike | IoredisLike): TokenStorage;

/** The methods of a client of `redis` that the adapter uses. */
export interface NodeRedisLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, options: { EX: number; NX?: true }): Promise<any>;
  setEx: Function;
  del(key: string): Promise<any>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<any>;
}

/** The methods of a client of `ioredis` that the adapter uses. */
export interface IoredisLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, ...options: any[]): Promise<any>;
  defineCommand: Function;
  del(key: string): Promise<any>;
  eval(script: string, count: number, ...rest: any[]): Promise<any>;
}
