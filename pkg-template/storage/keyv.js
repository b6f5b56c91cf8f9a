// @ts-check
/** @type {typeof import("./keyv.js").keyv} */
export function keyv(instance) {
  if (typeof instance?.set !== "function") throw new TypeError("the argument of keyv() must be a Keyv");
  return {
    get: (key) => instance.get(key),
    // In milliseconds. With anything but a number, Keyv stores the entry without expiry.
    set: (key, value, { ttlSeconds }) => instance.set(key, value, ttlSeconds * 1000),
    delete: (key) => instance.delete(key),
  };
}
