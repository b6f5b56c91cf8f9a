// Compares the names in the declarations with the names that modules export and objects have.
import assert from "node:assert/strict";

/**
 * Well-known symbols, by the names that declarations use for them. Other symbols are ignored: they are not declared.
 */
const SYMBOLS = new Map(["asyncDispose", "asyncIterator", "dispose"].map((name) => [Symbol[name], `[Symbol.${name}]`]));
const sortUnique = (names) => [...new Set(names)].sort();

/**
 * Returns the names of the members that a class or interface declares: either the static ones or those of instances.
 */
function declaredNames(declared, name, isStatic) {
  const isType = (item) => item.name === name && /^(Class|Interface)$/.test(item.kind);
  const members = declared.filter(isType).flatMap((item) => item.members);
  const named = members.filter((member) => member.name !== undefined && (member.isStatic ?? false) === isStatic);
  return sortUnique(named.map((member) => member.name));
}

/** Returns the names of the own properties of objects, without the names in `ignored`. */
function ownNames(owners, ignored) {
  const keys = owners.flatMap((owner) => Reflect.ownKeys(owner));
  const names = keys.map((key) => (typeof key === "symbol" ? SYMBOLS.get(key) : key));
  return sortUnique(names.filter((name) => name !== undefined && !ignored.includes(name)));
}

/** Checks that a module exports exactly the values that its entry point declares. */
export function compareExports(declared, module) {
  const values = declared.filter(({ kind }) => ["Class", "Function", "Variable"].includes(kind)).map(({ name }) => name);
  assert.deepEqual(sortUnique(Object.keys(module)), sortUnique(values));
}

/**
 * Checks that an object has exactly the members that its class or interface declares, and its class the static ones.
 */
export function compareMembers(declared, name, object) {
  const prototype = Object.getPrototypeOf(object);
  assert.deepEqual(ownNames([prototype, object], ["constructor"]), declaredNames(declared, name, false), name);
  const staticNames = ownNames([prototype.constructor], ["length", "name", "prototype"]);
  assert.deepEqual(staticNames, declaredNames(declared, name, true), `static members of ${name}`);
}
