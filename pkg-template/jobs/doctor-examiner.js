// @ts-check
// What the looks of `doctor` at one subject or another have in common.
import { createError, diagnosisOf } from "../core/errors.js";
import { steers } from "../core/promises.js";
import { listen, unlisten } from "../core/signals.js";
import { LONGEST, advise } from "./account-of.js";
import { isText, short } from "./replies.js";

/**
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {Record<string, any>} Finding A check, without what it is a check of.
 * @typedef {object} Examiner
 * @property {any} account
 * @property {<T>(call: (options: Options) => PromiseLike<T>) => Promise<T>} ask Makes a call that ends in time.
 */

/**
 * Holds a call to its time and to the caller's signal, whatever it may have to wait for, and whether it heeds them or not.
 *
 * @param {any} account @param {AbortSignal | undefined} signal @param {number} timeout
 * @returns {Examiner["ask"]}
 */
export const asking = (account, signal, timeout) => async (call) => {
  signal?.throwIfAborted();
  const controller = new AbortController();
  /** @type {(reason: unknown) => void} */
  let end = () => {};
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    end = (reason) => {
      reject(reason);
      controller.abort(reason);
    };
  });
  const stop = () => end(signal?.reason);
  const late = () => {
    const advised = advise(account, undefined, { code: "timeout", call: "/" });
    return createError("GlobusTimeoutError", "no answer in time", { code: "timeout", retryable: true, ...advised });
  };
  const timer = setTimeout(() => end(late()), Math.min(timeout, LONGEST));
  if (signal) listen(signal, stop);
  try {
    return await Promise.race([call({ signal: controller.signal }), ended]);
  } finally {
    clearTimeout(timer);
    if (signal) unlisten(signal, stop);
  }
};

/**
 * What an error is a sign of. A user's own `fetch` or storage can throw anything; what steers a framework is for that alone.
 *
 * @param {any} error @returns {Finding}
 */
export function failure(error) {
  if (steers(error)) throw error;
  const { code, message, advice, steps } = Object(error);
  return {
    status: "failed",
    code: diagnosisOf(error) ?? code,
    summary: isText(message) ? message : "it failed without a word",
    advice,
    steps: steps?.length ? steps : undefined,
    error,
  };
}

/** What a session can have to meet, by what says so. */
const DEMANDS = { session_required_single_domain: "domain", session_required_policies: "authentication_policy" };

/** The policies that an error speaks of. @param {any} error @returns {Finding[]} */
export function demanded(error) {
  const cause = diagnosisOf(error);
  const demands = error?.authorizationParameters ?? {};
  const found = Object.entries(DEMANDS)
    .filter(([name]) => demands[name])
    .map(([name, policy]) => ({ policy, blocks: true, details: String(demands[name]) }));
  if (found.length > 0) return found;
  if (cause === "domain" || cause === "mfa") return [{ policy: cause, blocks: true }];
  return error?.code === "authorization_required" ? [{ policy: "session", blocks: true }] : [];
}

/**
 * A subject whose document was refused. Some services answer 403 for what may not be seen, others the same as for what is not
 * there.
 *
 * @param {any} error @returns {Finding}
 */
export function unseen(error) {
  const { code, status } = Object(error);
  const exists = code === "authorization_required" || { 403: true, 404: "unknown", 410: false }[/** @type {403} */ (status)];
  const visible = exists === undefined ? "unknown" : false;
  return { ...failure(error), exists: exists ?? "unknown", visible, policies: demanded(error) };
}

/**
 * Begins findings about a subject, of which `found` is known: each is a status, what is to be said of the subject, and what
 * the trouble is, if any: the name of its cause, or the error behind it.
 *
 * @param {Examiner} examiner @param {string} what The subject's id. @param {Finding} found
 */
export function findings({ account }, what, found) {
  const name = isText(found.name) ? short(found.name) : undefined;
  /** @param {string} status @param {string} said @param {any} [trouble] @param {Record<string, string>} [facts] @returns {Finding} */
  return (status, said, trouble, facts) => ({
    exists: true,
    visible: true,
    ...found,
    name,
    ...(typeof trouble === "string"
      ? { code: trouble, ...advise(account, trouble, { what, ...facts }) }
      : trouble && failure(trouble)),
    status,
    // A server's own words go on for many lines.
    summary: `${name ?? "it"} ${[said, isText(trouble?.message) && short(trouble.message, 1000)].filter(Boolean).join(": ")}`,
  });
}

/** @param {readonly string[]} roles */
export const holding =
  (roles) =>
  (/** @type {string[]} */ ...wanted) =>
    wanted.some((role) => roles.includes(role));

/** @param {any} account @param {unknown} id @returns {boolean} Whether it is the account's. */
export const isOwn = ({ clientId }, id) => String(id).toLowerCase() === clientId;
