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

/**
 * Where an object has the address in the module's memory of what it stands for. A property, so that proxies of it and what inherits from
 * it have it too; a symbol, so that it is nobody else's.
 */
export const POINTER = Symbol("pointer");

/**
 * An instance of a class of the WebAssembly module, which gives the memory back when the object is collected. The generated glue makes
 * its objects with it.
 *
 * @param {number} pointer @param {Function} type @param {{ register(object: object, pointer: number): void }} finalization
 */
export function handle(pointer, type, finalization) {
  const object = Object.defineProperty(made(type), POINTER, { value: pointer });
  finalization.register(object, pointer);
  return object;
}
