// Whether what runs has what is declared, and nothing else.
import assert from "node:assert/strict";

/** Symbols that the language calls members by, as the types write them; others are nobody's names. */
const SYMBOLS = new Map(["asyncDispose", "asyncIterator", "dispose"].map((name) => [Symbol[name], `[Symbol.${name}]`]));
const sorted = (names) => [...new Set(names)].sort();

/** The names that the types declare of a class or interface: of its objects, or of itself. */
function namesOf(declared, name, isStatic) {
  const members = declared.filter((each) => each.name === name && /^(Class|Interface)$/.test(each.kind)).flatMap((each) => each.members);
  const named = members.filter((member) => member.name !== undefined && (member.isStatic ?? false) === isStatic);
  return sorted(named.map((member) => member.name));
}

/** The names that things have, but for those that all such things of the language have. */
function namesAt(owners, common) {
  const keys = owners.flatMap((owner) => Reflect.ownKeys(owner));
  const names = keys.map((key) => (typeof key === "symbol" ? SYMBOLS.get(key) : key));
  return sorted(names.filter((name) => name !== undefined && !common.includes(name)));
}

/** The values that an entry declares are those that it has. */
export function compareExports(declared, module) {
  const values = declared.filter(({ kind }) => ["Class", "Function", "Variable"].includes(kind)).map(({ name }) => name);
  assert.deepEqual(sorted(Object.keys(module)), sorted(values));
}

/** An object has the members that its class or interface declares, and its class those that are static. */
export function compareMembers(declared, name, object) {
  const prototype = Object.getPrototypeOf(object);
  assert.deepEqual(namesAt([prototype, object], ["constructor"]), namesOf(declared, name, false), name);
  assert.deepEqual(namesAt([prototype.constructor], ["length", "name", "prototype"]), namesOf(declared, name, true), `${name} itself`);
}
