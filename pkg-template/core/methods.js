// @ts-check
// What goes for all public methods. Their errors have the caller's lines. One that is called on something else than its object
// (detached from it) says so: the generated ones would throw what nobody understands, or read memory that is another's.
import { invalid } from "./arguments.js";
import { traced } from "./calls.js";
import { POINTER } from "./handles.js";
import { Paged } from "./paged.js";
import { entrances } from "./stacks.js";
import { isTrap } from "./traps.js";

/** Where users have an object of a class from. @type {Record<string, string>} */
const ORIGINS = { CollectionClient: "collection", GcsClient: "gcs", Paged: "list", Scope: "scope", ServiceAccount: "account" };

/** Methods that give no promise: they throw. */
const SYNCHRONOUS = ["[Symbol.dispose]", "authorizer", "collection", "dispose", "gcs", "on", "toJSON", "toString", "with"];

/** @param {string} className @param {string} method */
function problem(className, method) {
  const service = className.replace(/Client$/, "");
  const origin = ORIGINS[className] ?? service[0].toLowerCase() + service.slice(1);
  const path = className.endsWith("Client") && !(className in ORIGINS) ? `account.${origin}` : origin;
  return invalid("this", `is no ${className}: call ${method} as ${path}.${method}(...), or bind it`);
}

/**
 * Makes the methods of a class public.
 *
 * @param {string} className @param {any} type @param {boolean} isGenerated Whether its objects stand for something in the module.
 */
export function publish(className, type, isGenerated) {
  const { prototype } = type;
  const own = /** @type {Record<string | symbol, any>} */ (Object.getOwnPropertyDescriptors(prototype));
  for (const key of Reflect.ownKeys(own)) {
    const [name, descriptor] = [typeof key === "string" ? key : `[${key.description}]`, own[key]];
    if (name === "constructor") continue;
    const part = descriptor.get ? "get" : "value";
    const method = descriptor[part];
    /** What a method gives that fails at once: those that give promises reject. @param {unknown} error @param {IArguments} given */
    const failing = (error, given) => {
      if (part === "get" || SYNCHRONOUS.includes(name)) throw error;
      if (className === "Authorizer" || className === "ServiceAccount" || className === "CollectionClient") {
        return Promise.reject(error);
      }
      // Which of the others give a list is known to nobody here. What this gives is awaited and iterated alike.
      const list = new Paged({ load: () => Promise.reject(error) });
      return className === "Paged" ? method.apply(list, given) : list;
    };
    /** @this {any} */
    const refuse = function () {
      return failing(problem(className, name), arguments);
    };
    /** @this {any} */
    const entry = function () {
      const isSound = this instanceof type && (!isGenerated || this[POINTER]);
      entrances.push(entry);
      try {
        return traced((isSound ? method : refuse).apply(this, arguments));
      } catch (error) {
        if (isTrap(error)) return traced(failing(error, arguments));
        throw error;
      } finally {
        entrances.pop();
      }
    };
    Object.defineProperties(entry, { name: { value: name }, length: { value: method.length } });
    Object.defineProperty(prototype, key, { ...descriptor, [part]: entry });
  }
}
