// @ts-check
// What the public objects are underneath. A clone of one, made by `structuredClone` or on the way to another thread, would be an
// empty shell. Every engine refuses to clone a WeakSet, whatever its prototype, and nothing about it shows.

/** @param {Function} type @returns {any} An instance of a class that cannot be cloned. */
const made = (type) => Reflect.construct(WeakSet, [], type);

/** A class whose instances cannot be cloned. */
export class Uncloneable {
  constructor() {
    return made(new.target);
  }
}

/** An instance of a class of the WebAssembly module. The generated glue makes its objects with it. @param {number} ptr @param {Function} type */
export const handle = (ptr, type) => Object.defineProperty(made(type), "__wbg_ptr", { value: ptr, writable: true });
