// @ts-check
/** Seconds. KV rejects a shorter lifetime. An entry that stays in KV after it has expired does no harm. */
const MIN_TTL_SECONDS = 60;

/** @type {typeof import("./cloudflare-kv.js").cloudflareKV} */
export function cloudflareKV(namespace) {
  // An R2 bucket has all the other methods too.
  if (typeof namespace?.getWithMetadata !== "function") {
    throw new TypeError("the argument of cloudflareKV() must be the binding of a KV namespace");
  }
  return {
    // Without `cacheTtl`: the shortest, 30 s, is half the default, and older local simulators reject it.
    get: (key) => namespace.get(key),
    set: (key, value, { ttlSeconds }) => namespace.put(key, value, { expirationTtl: Math.max(ttlSeconds, MIN_TTL_SECONDS) }),
    delete: (key) => namespace.delete(key),
    keys: async function* (prefix) {
      for (let cursor, done; !done; ) {
        const page = await namespace.list({ prefix, cursor });
        for (const { name } of page.keys) yield name;
        [cursor, done] = [page.cursor, page.list_complete];
      }
    },
  };
}
