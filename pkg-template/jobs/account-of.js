// @ts-check
// Jobs are what users would write with the rows themselves, written once: several calls, one after the other. They know nothing
// of tokens and requests; that is decided in Rust. Here is what they need besides the public API.
import { createError } from "../core/errors.js";

/** @typedef {any} Account A `ServiceAccount`. */

/** @type {WeakMap<object, Account>} The account that a client of a service belongs to. */
const accounts = new WeakMap();

/** @param {object} client @returns {Account} */
export const accountOf = (client) => accounts.get(client);

/** Lets the clients that a getter of the class gives be asked for their account. @param {any} prototype @param {string} name */
export function remember(prototype, name) {
  const { get } = /** @type {PropertyDescriptor & { get: () => any }} */ (
    Object.getOwnPropertyDescriptor(prototype, name)
  );
  Object.defineProperty(prototype, name, {
    configurable: true,
    get() {
      const client = get.call(this);
      accounts.set(client, this);
      return client;
    },
  });
}

/** @type {Record<string, (this: Account, ...args: any[]) => any>} What only jobs may call. */
const methods = {};

/** Takes the methods that are for jobs alone off the class. @param {any} prototype */
export function keepPrivate(prototype) {
  for (const name of ["emit", "advise", "consented", "storageFault", "timeout"]) {
    methods[name] = prototype[name];
    delete prototype[name];
  }
}

/** Tells `onEvent`. @param {Account} account @param {object} event @returns {void} */
export const emit = (account, event) => methods.emit.call(account, event);

/**
 * What to do about a failure: text of the table of causes, with this account's identity. The cause is named, or else the one
 * that the facts (`src/advice/facts.rs`) fit.
 *
 * @param {Account} account @param {string | undefined} cause @param {Record<string, string | undefined>} facts
 * @returns {string | undefined}
 */
export const advise = (account, cause, facts) => methods.advise.call(account, cause, facts);

/** The consents that the account has given lately because a service asked. @param {Account} account @returns {{ scopes: string[], at: number }[]} */
export const consented = (account) => methods.consented.call(account);

/** What is wrong with the storage, if anything; null if there is none. @param {Account} account @returns {Promise<string | null | undefined>} */
export const storageFault = (account) => methods.storageFault.call(account);

/** How long an attempt may take, ms. @param {Account} account @returns {number} */
export const timeoutOf = (account) => methods.timeout.call(account);

/** The error for an argument that is wrong. @param {string} field @param {string} problem @param {unknown} [cause] */
export const invalid = (field, problem, cause) =>
  createError("GlobusConfigError", `${field} ${problem}`, { code: "invalid_argument", field, retryable: false, cause });

/**
 * The error for work that does not go on as it should, with advice.
 *
 * @param {Account} account @param {string} code @param {string} message @param {any} more Fields of the error.
 * @param {Record<string, string>} [facts] What else its advice goes by.
 */
export function failed(account, code, message, more, facts) {
  const { service, serverCode } = more;
  const advice = advise(account, undefined, { code, service, serverCode, said: message, ...facts });
  return createError("GlobusApiError", message, { code, retryable: false, advice, ...more });
}

/** @param {string} field @param {unknown} value @returns {any} A copy of the value, an object; an empty one if there is none. */
export function object(field, value) {
  if (value === undefined || value === null) return {};
  try {
    if (typeof value === "object" && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw invalid(field, "cannot be read", cause);
  }
  throw invalid(field, "must be an object");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function text(field, value) {
  if (value === undefined || value === null || value === "") throw invalid(field, "is required");
  if (typeof value !== "string") throw invalid(field, "must be a string");
  return value;
}

/** The longest time that timers take, ms: more would go off at once. */
export const LONGEST = 2 ** 31 - 1;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param {string} field @param {unknown} value @returns {string} */
export function uuid(field, value) {
  if (!UUID.test(text(field, value))) throw invalid(field, "must be a UUID");
  return /** @type {string} */ (value).toLowerCase();
}

/** @param {unknown} value */
export const isUuid = (value) => typeof value === "string" && UUID.test(value);
