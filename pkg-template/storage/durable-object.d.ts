import type { TokenStorage } from "globus-service-account";

/**
 * Stores tokens in a [Durable Object](https://developers.cloudflare.com/durable-objects/), for all isolates in all
 * locations. Only one isolate requests a token that several need, and a written entry is visible at once.
 *
 * ```js
 * import { env } from "cloudflare:workers";
 * import { ServiceAccount } from "globus-service-account";
 * import { durableObject } from "globus-service-account/storage/durable-object";
 *
 * export { TokenStore } from "globus-service-account/storage/durable-object";
 *
 * const account = ServiceAccount.fromEnv(env, { storage: durableObject(env.TOKENS) });
 *
 * export default {
 *   fetch: async () => Response.json(await account.transfer.taskList()),
 * };
 * ```
 *
 * In `wrangler.jsonc`:
 *
 * ```json
 * "durable_objects": { "bindings": [{ "name": "TOKENS", "class_name": "TokenStore" }] },
 * "migrations": [{ "tag": "v1", "new_sqlite_classes": ["TokenStore"] }]
 * ```
 *
 * - The target is the binding of a namespace (or its `jurisdiction("eu")`). The adapter uses one object in it, named
 *   `globus`. A stub is rejected: it works only in the request that created it, and an account outlives requests.
 * - In a Durable Object of your own, the target can be `ctx.storage`. Keys in it begin with `globus:`. A write also
 *   deletes expired entries. The adapter does not use alarms.
 * - Needs compatibility date 2024-04-03 or later. This module runs only on Workers; an import fails on other platforms.
 *
 * @param target The binding of the namespace; in a Durable Object of your own, `ctx.storage`.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If the argument is neither.
 */
export function durableObject(target: DurableObjectNamespaceLike | DurableObjectStorageLike): TokenStorage;

/** The Durable Object that stores the tokens. Export it from your Worker. */
export class TokenStore {
  constructor(ctx: { storage: any }, env: any);
  /** The types of Workers recognise the class of a Durable Object by this member. */
  readonly __DURABLE_OBJECT_BRAND: never;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, life: { expiresAt: number; ttlSeconds: number }): Promise<void>;
  add(key: string, value: string, life: { expiresAt: number; ttlSeconds: number }): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  deleteIf(key: string, value: string): Promise<boolean>;
  keys(prefix: string): Promise<string[]>;
}

/** The methods of a `DurableObjectNamespace` that the adapter uses. */
export interface DurableObjectNamespaceLike {
  idFromName(name: string): any;
  get(id: any): any;
}

/** The methods of a `DurableObjectStorage` that the adapter uses. */
export interface DurableObjectStorageLike {
  get(key: string): Promise<any>;
  put(key: string, value: any): Promise<void>;
  delete(key: string): Promise<boolean>;
  list(options: any): Promise<Map<string, any>>;
  transaction(closure: (transaction: any) => Promise<any>): Promise<any>;
}
