// @ts-check
/** KV refuses to keep anything for less. An entry that stays for longer than it lives does no harm. */
const SHORTEST = 60;

/** @type {typeof import("./cloudflare-kv.js").cloudflareKV} */
export function cloudflareKV(namespace) {
  // A bucket of R2 has the other methods, too.
  if (typeof namespace?.getWithMetadata !== "function") {
    throw new TypeError("cloudflareKV() takes the binding of a KV namespace");
  }
  return {
    // Without `cacheTtl`: the least one, 30 s, would only halve the default, and older local simulators refuse it.
    get: (key) => namespace.get(key),
    set: (key, value, { ttlSeconds }) => namespace.put(key, value, { expirationTtl: Math.max(ttlSeconds, SHORTEST) }),
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
