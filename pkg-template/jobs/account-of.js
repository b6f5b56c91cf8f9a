// @ts-check
// Jobs are what users would write with the rows themselves, written once: several calls, one after the other. They know nothing
// of tokens and requests; that is decided in Rust. Here is what they need besides the public API.
import { createError } from "../core/errors.js";
import { documentCleaner } from "../core/redact.js";

export { LONGEST, OPTIONS, abortSignal, flag, invalid, isPlain, object, text, uuid } from "../core/arguments.js";
export { duration, isUuid } from "../core/globus_service_account_bg.js";

/** @typedef {any} Account A `ServiceAccount`. */

/** @type {WeakMap<object, Account>} The account that a client of a service belongs to. */
const accounts = new WeakMap();

/** @param {object} client @returns {Account} */
export const accountOf = (client) => accounts.get(client);

/** Lets the clients that a getter or a method of the class gives be asked for their account. @param {any} prototype @param {string} name */
export function remember(prototype, name) {
  const descriptor = /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name));
  const part = descriptor.get ? "get" : "value";
  const make = descriptor[part];
  /** @this {any} @param {unknown} [given] */
  const remembering = function (given) {
    const client = make.call(this, given);
    accounts.set(client, this);
    return client;
  };
  Object.defineProperty(prototype, name, { ...descriptor, [part]: remembering });
}

/** @type {Record<string, (this: Account, ...args: any[]) => any>} What only jobs may call. */
const methods = {};

/** Takes the methods that are for jobs alone off the class. @param {any} prototype */
export function keepPrivate(prototype) {
  for (const name of ["emit", "advise", "awaited", "consented", "secrets", "storageFault", "timeout"]) {
    methods[name] = prototype[name];
    delete prototype[name];
  }
}

/** Tells `onEvent`. @param {Account} account @param {object} event @returns {void} */
export const emit = (account, event) => methods.emit.call(account, event);

/**
 * What to do about a failure, by the table of causes and with this account's identity. The cause is named, or else the one
 * that the facts (`src/advice/facts.rs`) fit.
 *
 * @param {Account} account @param {string | undefined} cause @param {Record<string, string | undefined>} facts
 * @returns {{ advice: string, steps: object[] } | undefined}
 */
export const advise = (account, cause, facts) => methods.advise.call(account, cause, facts);

/**
 * What a run or a timer waits for a consent to, by the details it shows.
 *
 * @param {Account} account @param {unknown} details @param {string} [own] The scope that it runs with.
 * @param {string} [named] The text of what it is about: a scope of anything else is `foreign`.
 * @returns {{ scopes: string[], malformed: boolean, foreign?: string }}
 */
export const awaited = (account, details, own = "", named) => methods.awaited.call(account, details, own, named);

/** The consents that the account has given lately because a service asked. @param {Account} account @returns {{ scopes: string[], at: number }[]} */
export const consented = (account) => methods.consented.call(account);

/** The secret and tokens of the account. @param {Account} account @returns {string[]} */
export const secretsOf = (account) => methods.secrets.call(account);

/** A document that a server has sent, or what is made of its words, without the account's secret and tokens. @param {Account} account @param {any} document */
export const clean = (account, document) => documentCleaner(secretsOf(account))(document);

/** What is wrong with the storage, if anything; null if there is none. @param {Account} account @returns {Promise<string | null | undefined>} */
export const storageFault = (account) => methods.storageFault.call(account);

/** How long an attempt may take, ms. @param {Account} account @returns {number} */
export const timeoutOf = (account) => methods.timeout.call(account);

/**
 * The error for work that does not go on as it should, with advice.
 *
 * @param {Account} account @param {string} code @param {string} message @param {any} more Fields of the error.
 * @param {Record<string, string>} [facts] What else its advice goes by.
 */
export function failed(account, code, message, more, facts) {
  const cleaned = documentCleaner(secretsOf(account));
  const [said, known] = [cleaned(message), cleaned(facts)];
  // Each by itself: one may be too deep to be looked into.
  const fields = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, cleaned(value)]));
  const { service, serverCode } = fields;
  const advised = advise(account, undefined, { code, service, serverCode, said, ...known });
  return createError("GlobusApiError", said, { code, retryable: false, ...advised, ...fields });
}
