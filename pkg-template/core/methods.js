// @ts-check
// Wraps all public methods. Their errors get the caller's stack lines. A method that is called without its object
// (detached) fails with an error that names the fix: the generated method would throw an unclear error, or read memory
// of another object.
import { argumentError } from "./arguments.js";
import { tracePromise } from "./calls.js";
import { POINTER } from "./handles.js";
import { Paged } from "./paged.js";
import { activeMethods } from "./stacks.js";
import { isTrap } from "./traps.js";

/**
 * Names of objects in messages, by class. Other clients are properties of the account.
 *
 * @type {Record<string, string>}
 */
const RECEIVER_NAMES = {
  CollectionClient: "collection",
  GcsClient: "gcs",
  Paged: "list",
  Scope: "scope",
  ServiceAccount: "account",
};

/** Methods that do not return a promise: they throw. */
const SYNCHRONOUS_METHODS = [
  "[Symbol.dispose]",
  "authorizer",
  "collection",
  "dispose",
  "gcs",
  "on",
  "toJSON",
  "toString",
  "with",
];

/** Returns the error for a method with a wrong `this`. @param {string} className @param {string} method */
function receiverError(className, method) {
  const service = className.replace(/Client$/, "");
  const receiver = RECEIVER_NAMES[className] ?? service[0].toLowerCase() + service.slice(1);
  const path = className.endsWith("Client") && !(className in RECEIVER_NAMES) ? `account.${receiver}` : receiver;
  return argumentError("this", `must be the ${className}: call ${method} as ${path}.${method}(...), or bind it`);
}

/**
 * Wraps the methods and getters of a public class.
 *
 * @param {string} className @param {any} type @param {boolean} isGenerated Whether its objects point into the module's
 *   memory.
 */
export function publishMethods(className, type, isGenerated) {
  const { prototype } = type;
  const descriptors = /** @type {Record<string | symbol, any>} */ (Object.getOwnPropertyDescriptors(prototype));
  for (const key of Reflect.ownKeys(descriptors)) {
    const [name, descriptor] = [typeof key === "string" ? key : `[${key.description}]`, descriptors[key]];
    if (name === "constructor") continue;
    const slot = descriptor.get ? "get" : "value";
    const method = descriptor[slot];
    /**
     * Fails a call at once, in the way of its method: it throws, or returns a rejected promise or list.
     *
     * @param {unknown} error @param {IArguments} callArguments
     */
    const rejectOrThrow = (error, callArguments) => {
      if (slot === "get" || SYNCHRONOUS_METHODS.includes(name)) throw error;
      if (className === "Authorizer" || className === "ServiceAccount" || className === "CollectionClient") {
        return Promise.reject(error);
      }
      // Other classes have methods that return a promise and methods that return a list. A rejected list serves as
      // both.
      const list = new Paged({ load: () => Promise.reject(error) });
      return className === "Paged" ? method.apply(list, callArguments) : list;
    };
    /** @this {any} */
    const rejectReceiver = function () {
      return rejectOrThrow(receiverError(className, name), arguments);
    };
    /** @this {any} */
    const publicMethod = function () {
      const isReceiverValid = this instanceof type && (!isGenerated || this[POINTER]);
      activeMethods.push(publicMethod);
      try {
        return tracePromise((isReceiverValid ? method : rejectReceiver).apply(this, arguments));
      } catch (error) {
        if (isTrap(error)) return tracePromise(rejectOrThrow(error, arguments));
        throw error;
      } finally {
        activeMethods.pop();
      }
    };
    Object.defineProperties(publicMethod, { name: { value: name }, length: { value: method.length } });
    Object.defineProperty(prototype, key, { ...descriptor, [slot]: publicMethod });
  }
}
