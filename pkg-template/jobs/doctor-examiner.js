// @ts-check
// What the looks of `doctor` at one subject or another have in common.
import { createError } from "../core/errors.js";
import { listen, unlisten } from "../core/signals.js";

/**
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {Record<string, any>} Finding A check, without what it is a check of.
 * @typedef {object} Examiner
 * @property {any} account
 * @property {<T>(call: (options: Options) => PromiseLike<T>) => Promise<T>} ask Makes a call that ends in time.
 * @property {(cause: string, facts?: object) => string | undefined} advise What to do about a cause of trouble.
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
 * What an error is a sign of, if nothing more is known.
 *
 * @param {any} error @returns {Finding}
 */
export const failure = (error) => ({
  status: "failed",
  code: error.code,
  summary: error.message,
  advice: error.advice,
  error,
});

/**
 * A subject whose document was refused. Some services answer 403 for what may not be seen, others the same as for what is not
 * there.
 *
 * @param {any} error @returns {Finding}
 */
export function unseen(error) {
  const { status } = error;
  const exists = { 403: true, 410: false }[/** @type {403} */ (status)] ?? "unknown";
  return { ...failure(error), exists, visible: [403, 404, 410].includes(status) ? false : "unknown" };
}

/**
 * Begins findings about a subject, of which `found` is known: each is a status, its code unless all is well, what is to be
 * said of the subject, and the error behind it.
 *
 * @param {Examiner} examiner @param {Finding} found @param {object} facts
 */
export const findings =
  ({ advise }, found, facts) =>
  /** @param {string} status @param {string | undefined} code @param {string} what @param {any} [error] @returns {Finding} */
  (status, code, what, error) => ({
    exists: true,
    visible: true,
    ...found,
    status,
    code,
    summary: `${found.name ?? "it"} ${what}`,
    advice: (code && advise(code, { name: found.name, ...facts, error })) ?? error?.advice,
    error,
  });

/** @param {readonly string[]} roles */
export const holding =
  (roles) =>
  (/** @type {string[]} */ ...wanted) =>
    wanted.some((role) => roles.includes(role));

/** @param {any} account @param {unknown} id @returns {boolean} Whether it is the account's. */
export const isOwn = ({ clientId }, id) => String(id).toLowerCase() === clientId;
