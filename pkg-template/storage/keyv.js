// @ts-check
/** @type {typeof import("./keyv.js").keyv} */
export function keyv(instance) {
  if (typeof instance?.set !== "function") throw new TypeError("keyv() takes a Keyv");
  return {
    get: (key) => instance.get(key),
    // Keyv counts in milliseconds, and takes anything but a number for no expiry at all.
    set: (key, value, { ttlSeconds }) => instance.set(key, value, ttlSeconds * 1000),
    delete: (key) => instance.delete(key),
  };
}
