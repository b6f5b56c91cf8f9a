import type { TokenStorage } from "globus-service-account";

/**
 * Keeps tokens in a [Durable Object](https://developers.cloudflare.com/durable-objects/), for all isolates everywhere.
 * Of all that need the same token one gets it, and what is written is seen at once.
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
 * - The target is the namespace of the binding (or its `jurisdiction("eu")`), in which one object, called `globus`, is
 *   used. A stub is refused: it works only in the request that made it, and an account outlives requests.
 * - Inside a Durable Object of your own the target may be `ctx.storage`. Keys there begin with `globus:`; what has
 *   expired is deleted when something is written. Alarms are left to you.
 * - Compatibility date 2024-04-03 or later. This module runs on Workers only; elsewhere importing it fails.
 *
 * @param target The binding of the namespace; in a Durable Object of your own, `ctx.storage`.
 * @returns A storage, for the option `storage`.
 * @throws {TypeError} If it is something else.
 */
export function durableObject(target: DurableObjectNamespaceLike | DurableObjectStorageLike): TokenStorage;

/** A Durable Object that keeps tokens for others. Export it from your Worker. */
export class TokenStore {
  constructor(ctx: { storage: any }, env: any);
  /** By this the types of Workers know the class of a Durable Object. */
  readonly __DURABLE_OBJECT_BRAND: never;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, life: { expiresAt: number; ttlSeconds: number }): Promise<void>;
  add(key: string, value: string, life: { expiresAt: number; ttlSeconds: number }): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  deleteIf(key: string, value: string): Promise<boolean>;
  keys(prefix: string): Promise<string[]>;
}

/** What is used of a `DurableObjectNamespace`. */
export interface DurableObjectNamespaceLike {
  idFromName(name: string): any;
  get(id: any): any;
}

/** What is used of a `DurableObjectStorage`. */
export interface DurableObjectStorageLike {
  get(key: string): Promise<any>;
  put(key: string, value: any): Promise<void>;
  delete(key: string): Promise<boolean>;
  list(options: any): Promise<Map<string, any>>;
  transaction(closure: (transaction: any) => Promise<any>): Promise<any>;
}
