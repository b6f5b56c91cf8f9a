import type { TokenStorage } from "globus-service-account";

/**
 * Keeps tokens in whatever [Keyv](https://keyv.org) is set up with: PostgreSQL, MySQL, MongoDB, SQLite, etcd, Memcache
 * and others.
 *
 * ```js
 * import KeyvPostgres from "@keyv/postgres";
 * import { ServiceAccount } from "globus-service-account";
 * import { keyv } from "globus-service-account/storage/keyv";
 * import Keyv from "keyv";
 *
 * const tokens = new Keyv(new KeyvPostgres("postgresql://localhost/app"), { namespace: "globus" });
 * tokens.on("error", (error) => console.error("token storage", error));
 * const account = ServiceAccount.fromEnv(process.env, { storage: keyv(tokens) });
 * ```
 *
 * - Keyv reports its failures by the event `error`: listen to it.
 * - Keyv has nothing that is atomic, so processes that start at the same time may each get a token. For Redis there is
 *   `globus-service-account/storage/redis`, which does better.
 *
 * @param instance The Keyv.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If it is something else.
 */
export function keyv(instance: KeyvLike): TokenStorage;

/** What is used of a `Keyv`. */
export interface KeyvLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, ttl: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}
