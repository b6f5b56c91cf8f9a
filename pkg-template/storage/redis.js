// @ts-check
/** In one step, so that nobody comes between. */
const DELETE_IF = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

/** @type {typeof import("./redis.js").redis} */
export function redis(client) {
  const { set, run } = commands(client);
  return {
    get: (key) => client.get(key),
    set: (key, value, { ttlSeconds }) => set(key, value, ttlSeconds, false),
    // Redis answers "OK", or nothing where there was an entry.
    add: async (key, value, { ttlSeconds }) => (await set(key, value, ttlSeconds, true)) !== null,
    delete: (key) => client.del(key),
    deleteIf: (key, value) => run(DELETE_IF, key, value),
  };
}

/**
 * The two libraries agree in everything but SET and EVAL. Each is known by a method that the other lacks. A third one is
 * refused, because its SET might ignore the life of an entry.
 * @param {any} client
 * @returns {{
 *   set: (key: string, value: string, seconds: number, onlyNew: boolean) => Promise<unknown>,
 *   run: (script: string, key: string, value: string) => Promise<unknown>,
 * }}
 */
function commands(client) {
  if (typeof client?.defineCommand === "function") {
    return {
      set: (key, value, seconds, onlyNew) => client.set(key, value, "EX", seconds, ...(onlyNew ? ["NX"] : [])),
      run: (script, key, value) => client.eval(script, 1, key, value),
    };
  }
  if (typeof client?.setEx === "function") {
    return {
      // Versions from 5 on have newer names for these options, and version 4 only these.
      set: (key, value, seconds, onlyNew) => client.set(key, value, { EX: seconds, ...(onlyNew && { NX: true }) }),
      run: (script, key, value) => client.eval(script, { keys: [key], arguments: [value] }),
    };
  }
  throw new TypeError("redis() takes a client of `redis` (version 4 or later) or of `ioredis`");
}
