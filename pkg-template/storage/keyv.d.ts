import type { TokenStorage } from "globus-service-account";

/**
 * Stores tokens in the database that a [Keyv](https://keyv.org) uses: PostgreSQL, MySQL, MongoDB, SQLite, etcd,
 * Memcache and others.
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
 * - Keyv reports its failures with the event `error`: listen to it.
 * - Keyv has no atomic operation, so processes that start at the same time may each request a token. For Redis, use
 *   `globus-service-account/storage/redis`: with it only one does.
 *
 * @param instance The Keyv.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If the argument is not a Keyv.
 */
export function keyv(instance: KeyvLike): TokenStorage;

/** The methods of a `Keyv` that the adapter uses. */
export interface KeyvLike {
  get(key: string): Promise<any>;
  set(key: string, value: string, ttl: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}
