// @ts-check
// What the looks of `doctor` at one subject or another have in common.
import { createError, diagnosisOf } from "../core/errors.js";
import { listen, unlisten } from "../core/signals.js";
import { advise } from "./account-of.js";

/**
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {Record<string, any>} Finding A check, without what it is a check of.
 * @typedef {object} Examiner
 * @property {any} account
 * @property {<T>(call: (options: Options) => PromiseLike<T>) => Promise<T>} ask Makes a call that ends in time.
 */

/**
 * Holds a call to its time, with all that it may have to wait for, and to the caller's signal.
 *
 * @param {AbortSignal | undefined} signal @param {number} timeout
 * @returns {Examiner["ask"]}
 */
export const asking = (signal, timeout) => async (call) => {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const stop = () => controller.abort(signal?.reason);
  const late = () => createError("GlobusTimeoutError", "no answer in time", { code: "timeout", retryable: true });
  const timer = setTimeout(() => controller.abort(late()), timeout);
  if (signal) listen(signal, stop);
  try {
    return await call({ signal: controller.signal });
  } finally {
    clearTimeout(timer);
    if (signal) unlisten(signal, stop);
  }
};

/**
 * What an error is a sign of.
 *
 * @param {any} error @returns {Finding}
 */
export const failure = (error) => ({
  status: "failed",
  code: diagnosisOf(error) ?? error.code,
  summary: error.message,
  advice: error.advice,
  error,
});

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
  const { code, status } = error;
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
export const findings =
  ({ account }, what, found) =>
  /** @param {string} status @param {string} said @param {any} [trouble] @param {Record<string, string>} [facts] @returns {Finding} */
  (status, said, trouble, facts) => ({
    exists: true,
    visible: true,
    ...found,
    ...(typeof trouble === "string"
      ? { code: trouble, advice: advise(account, trouble, { what, ...facts }) }
      : trouble && failure(trouble)),
    status,
    // A server's own words go on for many lines.
    summary: `${found.name ?? "it"} ${[said, trouble?.message?.split("\n", 1)].filter(Boolean).join(": ")}`,
  });

/** @param {readonly string[]} roles */
export const holding =
  (roles) =>
  (/** @type {string[]} */ ...wanted) =>
    wanted.some((role) => roles.includes(role));

/** @param {any} account @param {unknown} id @returns {boolean} Whether it is the account's. */
export const isOwn = ({ clientId }, id) => String(id).toLowerCase() === clientId;
