// @ts-check
/** Deletes a key if it has a value. A script is atomic: no other command runs between the two. */
const DELETE_IF_LUA = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

/** @type {typeof import("./redis.js").redis} */
export function redis(client) {
  const { set, run: runScript } = commands(client);
  return {
    get: (key) => client.get(key),
    set: (key, value, { ttlSeconds }) => set(key, value, ttlSeconds, false),
    // Redis replies "OK", or null if the entry exists.
    add: async (key, value, { ttlSeconds }) => (await set(key, value, ttlSeconds, true)) !== null,
    delete: (key) => client.del(key),
    deleteIf: (key, value) => runScript(DELETE_IF_LUA, key, value),
  };
}

/**
 * Returns SET and EVAL of a client: the two libraries differ only in these. Each is recognised by a method that the
 * other does not have. Another client is rejected, because its SET might ignore the expiry of an entry.
 *
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
      // Version 5 and later have newer names for these options, but accept these. Version 4 accepts only these.
      set: (key, value, seconds, onlyNew) => client.set(key, value, { EX: seconds, ...(onlyNew && { NX: true }) }),
      run: (script, key, value) => client.eval(script, { keys: [key], arguments: [value] }),
    };
  }
  throw new TypeError("the argument of redis() must be a client of `redis` (version 4 or later) or of `ioredis`");
}
