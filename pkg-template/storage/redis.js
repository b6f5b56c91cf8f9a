// @ts-check
/** @type {typeof import("./redis.js").redis} */
export function redis(client) {
  const set = setter(client);
  return {
    get: (key) => client.get(key),
    set: (key, value, { ttlSeconds }) => set(key, value, ttlSeconds, false),
    // Redis answers "OK", or nothing where there was an entry.
    add: async (key, value, { ttlSeconds }) => (await set(key, value, ttlSeconds, true)) !== null,
    delete: (key) => client.del(key),
  };
}

/**
 * The two libraries agree in everything but SET. Each is known by a method that the other lacks. A third one is
 * refused, because its SET might ignore the life of an entry.
 * @param {any} client
 * @returns {(key: string, value: string, seconds: number, onlyNew: boolean) => Promise<unknown>}
 */
function setter(client) {
  if (typeof client?.defineCommand === "function") {
    return (key, value, seconds, onlyNew) => client.set(key, value, "EX", seconds, ...(onlyNew ? ["NX"] : []));
  }
  if (typeof client?.setEx === "function") {
    // Versions from 5 on have newer names for these options, and version 4 only these.
    return (key, value, seconds, onlyNew) => client.set(key, value, { EX: seconds, ...(onlyNew && { NX: true }) });
  }
  throw new TypeError("redis() takes a client of `redis` (version 4 or later) or of `ioredis`");
}
