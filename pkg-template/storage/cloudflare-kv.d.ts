import type { TokenStorage } from "globus-service-account";

/**
 * Keeps tokens in a [Workers KV](https://developers.cloudflare.com/kv/) namespace, for all isolates everywhere.
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
 * - **What is written may be seen 60 seconds later**, or later still, in other places and even in the same one: KV
 *   caches what it read, and that there was nothing to read, too. Until then each place gets a token of its own, and
 *   that is all that happens. Where one token for all matters, there is
 *   `globus-service-account/storage/durable-object`.
 * - KV keeps an entry for at least 60 seconds, whatever its life is. That does no harm: expired tokens are never used.
 * - A key can be written once a second, and a free plan writes 1,000 times a day. A token is written once in its life.
 *
 * @param namespace The binding of the namespace.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If it is something else.
 */
export function cloudflareKV(namespace: KVNamespaceLike): TokenStorage;

/** What is used of a `KVNamespace`. */
export interface KVNamespaceLike {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(options: any): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
  getWithMetadata: Function;
}
