// @ts-check
// The objects behind the public classes. A clone of one, by `structuredClone` or `postMessage`, would be an empty
// object. So each is a WeakSet with another prototype: every engine refuses to clone a WeakSet, and consoles show none
// of it.

/** @param {Function} type @returns {any} An instance of the class that cannot be cloned. */
const constructUncloneable = (type) => Reflect.construct(WeakSet, [], type);

/** A class whose instances cannot be cloned. */
export class Uncloneable {
  constructor() {
    return constructUncloneable(new.target);
  }
}

/**
 * The key of an object's address in the memory of the WebAssembly module. It is a property, so that proxies and derived
 * objects have it too. It is a symbol, so that no other code uses the same name.
 */
export const POINTER = Symbol("pointer");

/**
 * Returns an instance of a class of the WebAssembly module. Its memory in the module is freed when the object is
 * garbage-collected. The generated glue creates its objects with this function (`xtask/src/handles.rs`).
 *
 * @param {number} pointer @param {Function} type @param {{ register(object: object, pointer: number): void }}
 *   finalization
 */
export function handle(pointer, type, finalization) {
  const object = Object.defineProperty(constructUncloneable(type), POINTER, { value: pointer });
  finalization.register(object, pointer);
  return object;
}
