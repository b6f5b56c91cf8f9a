import type { TokenStorage } from "globus-service-account";

/**
 * Stores tokens in a [Workers KV](https://developers.cloudflare.com/kv/) namespace, for all isolates in all locations.
 *
 * ```js
 * import { env } from "cloudflare:workers";
 * import { ServiceAccount } from "globus-service-account";
 * import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
 *
 * const account = ServiceAccount.fromEnv(env, { storage: cloudflareKV(env.TOKENS) });
 *
 * export default {
 *   fetch: async () => Response.json(await account.transfer.taskList()),
 * };
 * ```
 *
 * In `wrangler.jsonc`: `"kv_namespaces": [{ "binding": "TOKENS", "id": "..." }]`.
 *
 * - **A written entry may become visible 60 seconds later**, or even later, in other locations and in the same one: KV
 *   caches values, and also that a key does not exist. Until then each location requests its own token; nothing else
 *   happens. If all locations must share one token, use `globus-service-account/storage/durable-object`.
 * - KV keeps an entry for at least 60 seconds, also if the entry expires earlier. That does no harm: expired tokens are
 *   never used.
 * - KV allows one write per second per key, and the free plan 1,000 writes per day. Each token is written once.
 *
 * @param namespace The binding of the namespace.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If the argument is not a KV namespace.
 */
export function cloudflareKV(namespace: KVNamespaceLike): TokenStorage;

/** The methods of a `KVNamespace` that the adapter uses. */
export interface KVNamespaceLike {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(options: any): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
  getWithMetadata: Function;
}
