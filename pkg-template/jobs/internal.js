// @ts-check
// Jobs are what users would write with the rows themselves, written once: several calls, one after the other. They know nothing
// of tokens and requests; that is decided in Rust. Here is what they need besides the public API.
import { createError } from "../core/errors.js";
import { advise, secretsOf } from "../core/globus_service_account_bg.js";
import { makeDocumentRedactor } from "../core/redact.js";

// Of an account, decided in Rust (`src/account/for_jobs.rs`).
export { advise, awaited, consented, emit, secretsOf, storageFault, timeoutOf } from "../core/globus_service_account_bg.js";
export { duration, isUuid } from "../core/globus_service_account_bg.js";
export { MAX_TIMER_MS, CALL_OPTION_NAMES, readAbortSignal, readBoolean, argumentError, isPlainObject, readObject, readText, readUuid } from "../core/arguments.js";

/** @typedef {any} Account A `ServiceAccount`. */

/** @type {WeakMap<object, Account>} The account that a client of a service belongs to. */
const accounts = new WeakMap();

/** @param {object} client @returns {Account} */
export const accountOf = (client) => accounts.get(client);

/** Lets the clients that a getter or a method of the class gives be asked for their account. @param {any} prototype @param {string} name */
export function rememberAccount(prototype, name) {
  const descriptor = /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name));
  const slot = descriptor.get ? "get" : "value";
  const make = descriptor[slot];
  /** @this {any} @param {unknown} [argument] */
  const remembering = function (argument) {
    const client = make.call(this, argument);
    accounts.set(client, this);
    return client;
  };
  Object.defineProperty(prototype, name, { ...descriptor, [slot]: remembering });
}

/** A document that a server has sent, or what is made of its words, without the account's secret and tokens. @param {Account} account @param {any} document */
export const redactDocument = (account, document) => makeDocumentRedactor(secretsOf(account))(document);

/**
 * The error for work that does not go on as it should, with advice.
 *
 * @param {Account} account @param {string} code @param {string} message @param {any} fields Fields of the error.
 * @param {Record<string, string>} [facts] What else its advice goes by.
 */
export function createJobError(account, code, message, fields, facts) {
  const redact = makeDocumentRedactor(secretsOf(account));
  const [redactedMessage, redactedFacts] = [redact(message), redact(facts)];
  // Each by itself: one may be too deep to be looked into.
  const redactedFields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redact(value)]));
  const { service, serverCode } = redactedFields;
  const advice = advise(account, undefined, { code, service, serverCode, said: redactedMessage, ...redactedFacts });
  return createError("GlobusApiError", redactedMessage, { code, retryable: false, ...advice, ...redactedFields });
}
