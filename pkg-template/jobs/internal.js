// @ts-check
// A job is a method that makes several calls, which users could make themselves. Jobs do not handle tokens and
// requests; Rust does. This module exports what the jobs need in addition to the public API.
import { createError } from "../core/errors.js";
import { advise, secretsOf } from "../core/globus_service_account_bg.js";
import { makeDocumentRedactor } from "../core/redact.js";

// Functions of an account, written in Rust (`src/account/for_jobs.rs`).
export {
  advise,
  awaitedConsents,
  recentConsents,
  emit,
  secretsOf,
  storageFault,
  timeoutOf,
} from "../core/globus_service_account_bg.js";
export { duration, isUuid } from "../core/globus_service_account_bg.js";
export {
  CALL_OPTION_NAMES,
  MAX_TIMER_MS,
  argumentError,
  isPlainObject,
  readAbortSignal,
  readBoolean,
  readObject,
  readText,
  readUuid,
} from "../core/arguments.js";

/** @typedef {any} Account A `ServiceAccount`. */

/** The account of each client. @type {WeakMap<object, Account>} */
const accounts = new WeakMap();

/** @param {object} client @returns {Account} */
export const accountOf = (client) => accounts.get(client);

/**
 * Makes `accountOf` work for the clients that a getter or a method of a class returns.
 *
 * @param {any} prototype @param {string} name
 */
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

/**
 * Removes the account's secret and tokens from a document of a server, or from a text or document made of one.
 *
 * @param {Account} account @param {any} document
 */
export const redactDocument = (account, document) => makeDocumentRedactor(secretsOf(account))(document);

/**
 * Returns the error of a job, with advice and without secrets.
 *
 * @param {Account} account @param {string} code @param {string} message @param {any} fields Fields of the error.
 * @param {Record<string, string>} [facts] More facts for the advice.
 */
export function createJobError(account, code, message, fields, facts) {
  const redact = makeDocumentRedactor(secretsOf(account));
  const [redactedMessage, redactedFacts] = [redact(message), redact(facts)];
  // Each field separately: one that is too deep for JSON is redacted as a whole.
  const redactedFields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redact(value)]));
  const { service, serverCode } = redactedFields;
  const advice = advise(account, undefined, { code, service, serverCode, said: redactedMessage, ...redactedFacts });
  return createError("GlobusApiError", redactedMessage, { code, retryable: false, ...advice, ...redactedFields });
}
