// @ts-check
// Jobs are what users would write with the rows themselves, written once: several calls, one after the other. They know nothing
// of tokens and requests; that is decided in Rust. Here is what they need besides the public API.
import { createError } from "../core/errors.js";
import { advise, secretsOf } from "../core/globus_service_account_bg.js";
import { documentCleaner } from "../core/redact.js";

// Of an account, decided in Rust (`src/account/for_jobs.rs`).
export { advise, awaited, consented, emit, secretsOf, storageFault, timeoutOf } from "../core/globus_service_account_bg.js";
export { duration, isUuid } from "../core/globus_service_account_bg.js";
export { LONGEST, OPTIONS, abortSignal, flag, invalid, isPlain, object, text, uuid } from "../core/arguments.js";

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

/** A document that a server has sent, or what is made of its words, without the account's secret and tokens. @param {Account} account @param {any} document */
export const clean = (account, document) => documentCleaner(secretsOf(account))(document);

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
