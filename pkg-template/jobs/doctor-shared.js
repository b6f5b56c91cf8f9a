// @ts-check
// What the looks of `doctor` at one subject or another have in common.
import { createError, diagnosisOf } from "../core/errors.js";
import { steers } from "../core/promises.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, advise } from "./internal.js";
import { isNonEmptyString, firstLine } from "./replies.js";

/**
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {Record<string, any>} Finding A check, without what it is a check of.
 * @typedef {object} CheckContext
 * @property {any} account
 * @property {<T>(call: (options: Options) => PromiseLike<T>) => Promise<T>} withTimeout Makes a call that ends in time.
 */

/**
 * Holds a call to its time and to the caller's signal, whatever it may have to wait for, and whether it heeds them or not.
 *
 * @param {any} account @param {AbortSignal | undefined} signal @param {number} timeout
 * @returns {CheckContext["withTimeout"]}
 */
export const createWithTimeout = (account, signal, timeout) => async (call) => {
  signal?.throwIfAborted();
  const controller = new AbortController();
  /** @type {(reason: unknown) => void} */
  let endCall = () => {};
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    endCall = (reason) => {
      reject(reason);
      controller.abort(reason);
    };
  });
  const onAbort = () => endCall(signal?.reason);
  const timeoutError = () => {
    const advised = advise(account, undefined, { code: "timeout", call: "/" });
    return createError("GlobusTimeoutError", "no answer in time", { code: "timeout", retryable: true, ...advised });
  };
  const timer = setTimeout(() => endCall(timeoutError()), Math.min(timeout, MAX_TIMER_MS));
  if (signal) listen(signal, onAbort);
  try {
    return await Promise.race([call({ signal: controller.signal }), ended]);
  } finally {
    clearTimeout(timer);
    if (signal) unlisten(signal, onAbort);
  }
};

/**
 * What an error is a sign of. A user's own `fetch` or storage can throw anything; what steers a framework is for that alone.
 *
 * @param {any} error @returns {Finding}
 */
export function failureFinding(error) {
  if (steers(error)) throw error;
  const { code, message, advice, steps } = Object(error);
  return {
    status: "failed",
    code: diagnosisOf(error) ?? code,
    summary: isNonEmptyString(message) ? message : "it failed without a word",
    advice,
    steps: steps?.length ? steps : undefined,
    error,
  };
}

/** What a session can have to meet, by what says so. */
const SESSION_POLICIES = { session_required_single_domain: "domain", session_required_policies: "authentication_policy" };

/** The policies that an error speaks of. @param {any} error @returns {Finding[]} */
export function policiesInError(error) {
  const diagnosis = diagnosisOf(error);
  const parameters = error?.authorizationParameters ?? {};
  const policies = Object.entries(SESSION_POLICIES)
    .filter(([name]) => parameters[name])
    .map(([name, policy]) => ({ policy, blocks: true, details: String(parameters[name]) }));
  if (policies.length > 0) return policies;
  if (diagnosis === "domain" || diagnosis === "mfa") return [{ policy: diagnosis, blocks: true }];
  return error?.code === "authorization_required" ? [{ policy: "session", blocks: true }] : [];
}

/**
 * A subject whose document was refused. Some services answer 403 for what may not be seen, others the same as for what is not
 * there.
 *
 * @param {any} error @returns {Finding}
 */
export function invisibleFinding(error) {
  const { code, status } = Object(error);
  const exists = code === "authorization_required" || { 403: true, 404: "unknown", 410: false }[/** @type {403} */ (status)];
  const visible = exists === undefined ? "unknown" : false;
  return { ...failureFinding(error), exists: exists ?? "unknown", visible, policies: policiesInError(error) };
}

/**
 * Begins findings about a subject, of which `found` is known: each is a status, what is to be said of the subject, and what
 * the trouble is, if any: the name of its cause, or the error behind it.
 *
 * @param {CheckContext} context @param {string} id The subject's id. @param {Finding} known
 */
export function createFindings({ account }, id, known) {
  const name = isNonEmptyString(known.name) ? firstLine(known.name) : undefined;
  /** @param {string} status @param {string} said @param {any} [trouble] @param {Record<string, string>} [facts] @returns {Finding} */
  return (status, said, trouble, facts) => ({
    exists: true,
    visible: true,
    ...known,
    name,
    ...(typeof trouble === "string"
      ? { code: trouble, ...advise(account, trouble, { what: id, ...facts }) }
      : trouble && failureFinding(trouble)),
    status,
    // A server's own words go on for many lines.
    summary: `${name ?? "it"} ${[said, isNonEmptyString(trouble?.message) && firstLine(trouble.message, 1000)].filter(Boolean).join(": ")}`,
  });
}

/** @param {readonly string[]} roles */
export const createHasRole =
  (roles) =>
  (/** @type {string[]} */ ...wanted) =>
    wanted.some((role) => roles.includes(role));

/** @param {any} account @param {unknown} id @returns {boolean} Whether it is the account's. */
export const isOwn = ({ clientId }, id) => String(id).toLowerCase() === clientId;
