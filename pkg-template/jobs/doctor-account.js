// @ts-check
// The checks of `doctor` for the account: network, credentials, identity, clock, storage and services.
import { serviceNames } from "../core/globus_service_account_bg.js";
import { advise, isUuid, storageFault } from "./internal.js";
import { failureFinding, isOwn } from "./doctor-shared.js";
import { firstLine, invalidResponseError, isNonEmptyString, readDocument } from "./replies.js";

/** @typedef {import("./doctor-shared.js").Finding} Finding */

/** ms. A smaller difference between the clocks is not reported. A `Date` header has a precision of one second. */
const MIN_SKEW_MS = 30_000;

/**
 * Makes all checks of the account. `skipped` is the reason why later checks are skipped, if they are.
 *
 * @param {import("./doctor-shared.js").CheckContext} context
 * @returns {Promise<{ checks: Finding[], name?: string, skipped?: string }>}
 */
export async function checkAccount(context) {
  const [{ refusal, tokens }, storage] = await Promise.all([requestTokens(context), checkStorage(context)]);
  if (refusal) {
    const skipped = "no token";
    const skip = (/** @type {string} */ check) => ({ check, status: "skipped", summary: skipped });
    const failed = failureFinding(refusal.reason);
    const firstChecks = isNetworkFailure(failed)
      ? [{ check: "network", ...failed }, { ...skip("credentials"), summary: "Globus Auth was not reached" }]
      : [NETWORK_OK, { check: "credentials", ...failed }];
    return { checks: [...firstChecks, skip("identity"), skip("clock"), storage, skip("services")], skipped };
  }
  const { name, identity, clock } = await checkIdentity(context);
  const names = serviceNames().split(" ");
  const refusedServices = names.filter((_, index) => tokens[index]?.status === "rejected");
  const [error] = rejectionReasons(tokens);
  const services = error
    ? { ...failureFinding(error), summary: `no token for ${refusedServices.join(", ")}: ${failureFinding(error).summary}` }
    : { status: "ok", summary: `tokens for ${names.join(", ")}` };
  return {
    name,
    checks: [
      NETWORK_OK,
      { check: "credentials", status: "ok", summary: "Globus Auth grants tokens to this account" },
      { check: "identity", ...identity },
      { check: "clock", ...clock },
      storage,
      { check: "services", ...services },
    ],
  };
}

const NETWORK_OK = { check: "network", status: "ok", summary: "Globus Auth answers" };

/** Error codes and diagnoses after which the response, if any, was not one of Globus Auth. */
const NETWORK_CODES = ["network_error", "timeout", "invalid_response", "proxy_login", "redirected"];

/** Whether Globus Auth was not reached. @param {Finding} failed */
const isNetworkFailure = ({ code, error }) => [code, error?.code].some((name) => NETWORK_CODES.includes(name));

/** @param {PromiseSettledResult<unknown>[]} settled @returns {any[]} */
const rejectionReasons = (settled) => settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

/**
 * Requests the tokens of all services. `refusal` is set if the account gets no token at all.
 *
 * @param {import("./doctor-shared.js").CheckContext} context
 * @returns {Promise<{ refusal?: PromiseRejectedResult, tokens: PromiseSettledResult<unknown>[] }>}
 */
async function requestTokens({ account, withTimeout }) {
  const requestToken = async (/** @type {string} */ target, forceRefresh = false) =>
    (await Promise.allSettled([withTimeout((options) => account.getToken(target, { ...options, forceRefresh }))]))[0];
  // Requested synchronously, they share one grant. The first forces a new token, because a cached one proves nothing.
  const services = serviceNames().split(" ");
  const tokens = await Promise.all(services.map((service, index) => requestToken(service, index === 0)));
  const [first] = tokens;
  if (first?.status !== "rejected") return { tokens };
  const { code, retryAfter } = Object(first.reason);
  if (!["grant_failed", "invalid_scope"].includes(code) || retryAfter) return { refusal: first, tokens };
  // The scopes of one service may be the problem. A grant for `openid`, which always exists, tells whether the
  // credentials are valid.
  const openid = await requestToken("openid", true);
  if (openid.status === "rejected") return { refusal: openid.reason?.code === "timeout" ? first : openid, tokens };
  // Token requests that share a grant share its failure. So each is repeated alone. After `invalid_scope`, the grant
  // did that itself.
  if (code === "grant_failed") {
    for (const [index, service] of services.entries()) tokens[index] = await requestToken(service);
  }
  return { tokens };
}

/** @param {import("./doctor-shared.js").CheckContext} context */
async function checkIdentity({ account, withTimeout }) {
  let clock = { status: "unknown", summary: "no response to read the time from" };
  try {
    const text = await withTimeout(async (options) => {
      const path = "/v2/oauth2/userinfo";
      const answer = await account.request({ service: "auth", path, raw: true, ...options });
      clock = checkClock(account, answer.headers);
      return answer.text();
    });
    const { sub, preferred_username: username, name } = parseUserinfo(text);
    const identity = isOwn(account, sub)
      ? { status: "ok", summary: `the account is ${isNonEmptyString(username) ? firstLine(username) : account.username}` }
      : createFinding(account, "failed", "identity_differs", `Globus Auth calls the account ${sub}`);
    return { name: isNonEmptyString(name) ? firstLine(name) : undefined, identity, clock };
  } catch (error) {
    return { identity: failureFinding(error), clock };
  }
}

/** @param {string} text */
function parseUserinfo(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalidResponseError("auth", "a body that is not JSON");
  }
  if (!isUuid(readDocument("auth", "an identity", document).sub)) throw invalidResponseError("auth", "an identity without sub");
  return document;
}

/**
 * Returns a finding with the advice of its diagnosis.
 *
 * @param {any} account @param {string} status @param {string} code @param {string} summary
 */
const createFinding = (account, status, code, summary) => ({ status, code, summary, ...advise(account, code, {}) });

/** Compares this machine's clock with a response's `Date` header. @param {any} account @param {Headers} headers */
function checkClock(account, headers) {
  const aheadMs = Date.now() - Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(aheadMs)) return { status: "unknown", summary: "the response has no Date header" };
  if (Math.abs(aheadMs) < MIN_SKEW_MS) return { status: "ok", summary: "this machine's clock is correct" };
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const summary = `this machine's clock is ${seconds} s ${aheadMs > 0 ? "ahead" : "behind"}`;
  return createFinding(account, "warning", "clock_skew", summary);
}

/** @param {import("./doctor-shared.js").CheckContext} context */
async function checkStorage({ account, withTimeout }) {
  const check = "storage";
  const fault = await withTimeout(() => storageFault(account)).catch((error) => failureFinding(error).summary);
  if (fault === null) return { check, status: "ok", summary: "no storage: tokens are in memory only" };
  if (fault === undefined) return { check, status: "ok", summary: "the storage answers" };
  return { check, ...createFinding(account, "warning", "storage_failed", `the storage does not answer: ${firstLine(fault)}`) };
}
