// @ts-check
// Shared by the checks of `doctor`.
import { createError, diagnosisOf } from "../core/errors.js";
import { isControlRejection } from "../core/promises.js";
import { listen, unlisten } from "../core/signals.js";
import { MAX_TIMER_MS, advise } from "./internal.js";
import { firstLine, isNonEmptyString } from "./replies.js";

/**
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {Record<string, any>} Finding A check of the report without its subject.
 * @typedef {object} CheckContext
 * @property {any} account
 * @property {<T>(call: (options: Options) => PromiseLike<T>) => Promise<T>} withTimeout Makes a call that ends in time.
 */

/**
 * Returns `withTimeout`. The timeout and the caller's signal end a call also while it waits for a token, and also if
 * its `fetch` ignores them.
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
    return createError("GlobusTimeoutError", "no response in time", { code: "timeout", retryable: true, ...advised });
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
 * Returns the finding of an error, which can be any value that a user's `fetch` or storage throws. Rethrows a value
 * with which a framework controls itself (`isControlRejection`).
 *
 * @param {any} error @returns {Finding}
 */
export function failureFinding(error) {
  if (isControlRejection(error)) throw error;
  const { code, message, advice, steps } = Object(error);
  return {
    status: "failed",
    code: diagnosisOf(error) ?? code,
    summary: isNonEmptyString(message) ? message : "it failed without a message",
    advice,
    steps: steps?.length ? steps : undefined,
    error,
  };
}

/** Policies, by the `authorizationParameters` of an error that names them. */
const SESSION_POLICIES = { session_required_single_domain: "domain", session_required_policies: "authentication_policy" };

/** Returns the policies that an error names. @param {any} error @returns {Finding[]} */
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
 * Returns the finding of a subject whose document could not be read. For a subject that the account may not see, some
 * services answer 403, others 404 as for one that does not exist.
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
 * Returns a function that creates the findings of a subject. Its arguments are a status, the predicate of the summary,
 * and a problem: the name of a diagnosis, or an error.
 *
 * @param {CheckContext} context @param {string} id The subject's id. @param {Finding} known Fields of all its findings.
 */
export function createFindings({ account }, id, known) {
  const name = isNonEmptyString(known.name) ? firstLine(known.name) : undefined;
  /**
   * @param {string} status @param {string} predicate @param {any} [problem] @param {Record<string, string>} [facts]
   * @returns {Finding}
   */
  return (status, predicate, problem, facts) => ({
    exists: true,
    visible: true,
    ...known,
    name,
    ...(typeof problem === "string"
      ? { code: problem, ...advise(account, problem, { what: id, ...facts }) }
      : problem && failureFinding(problem)),
    status,
    // The message of a server can have many lines.
    summary: `${name ?? "it"} ${[predicate, isNonEmptyString(problem?.message) && firstLine(problem.message, 1000)]
      .filter(Boolean)
      .join(": ")}`,
  });
}

/** Returns a function that checks for any of the given roles. @param {readonly string[]} roles */
export const createHasRole =
  (roles) =>
  (/** @type {string[]} */ ...wanted) =>
    wanted.some((role) => roles.includes(role));

/**
 * Whether an id is the account's client id, which is also its identity.
 *
 * @param {any} account @param {unknown} id @returns {boolean}
 */
export const isOwn = ({ clientId }, id) => String(id).toLowerCase() === clientId;
