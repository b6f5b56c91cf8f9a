// @ts-check
// `doctor` on the account itself: whether Globus Auth takes its credentials, and who it is.
import { serviceNames } from "../core/globus_service_account_bg.js";
import { advise, isUuid, storageFault } from "./internal.js";
import { failureFinding, isOwn } from "./doctor-shared.js";
import { readDocument, isNonEmptyString, firstLine, invalidResponseError } from "./replies.js";

/** @typedef {import("./doctor-shared.js").Finding} Finding */

/** From how far on a clock is worth a word, ms. A `Date` header is good for a second. */
const MIN_SKEW_MS = 30_000;

/**
 * Looks at all of it; says of later checks why they were skipped, if they were.
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

/** Errors, and causes of others, by which it was not Globus Auth that answered, if anything did. */
const NETWORK_CODES = ["network_error", "timeout", "invalid_response", "proxy_login", "redirected"];

/** Whether Globus Auth has not been reached. @param {Finding} failed */
const isNetworkFailure = ({ code, error }) => [code, error?.code].some((name) => NETWORK_CODES.includes(name));

/** @param {PromiseSettledResult<unknown>[]} settled @returns {any[]} */
const rejectionReasons = (settled) => settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

/**
 * Gets the tokens of all services; a refusal is what says that the account gets none.
 *
 * @param {import("./doctor-shared.js").CheckContext} context
 * @returns {Promise<{ refusal?: PromiseRejectedResult, tokens: PromiseSettledResult<unknown>[] }>}
 */
async function requestTokens({ account, withTimeout }) {
  const requestToken = async (/** @type {string} */ target, forceRefresh = false) =>
    (await Promise.allSettled([withTimeout((options) => account.getToken(target, { ...options, forceRefresh }))]))[0];
  // Asked for in one turn, they are one grant. The first by all means: a token that is there already proves nothing.
  const services = serviceNames().split(" ");
  const tokens = await Promise.all(services.map((service, index) => requestToken(service, index === 0)));
  const [first] = tokens;
  if (first?.status !== "rejected") return { tokens };
  const { code, retryAfter } = Object(first.reason);
  if (!["grant_failed", "invalid_scope"].includes(code) || retryAfter) return { refusal: first, tokens };
  // It may be a matter of one service's scopes. One that there always is tells whether the credentials are good.
  const openid = await requestToken("openid", true);
  if (openid.status === "rejected") return { refusal: openid.reason?.code === "timeout" ? first : openid, tokens };
  // Those who share a grant share its failure; one at a time, each has its own. Unknown scopes have been looked for like that.
  if (code === "grant_failed") {
    for (const [index, service] of services.entries()) tokens[index] = await requestToken(service);
  }
  return { tokens };
}

/** @param {import("./doctor-shared.js").CheckContext} context */
async function checkIdentity({ account, withTimeout }) {
  let clock = { status: "unknown", summary: "no answer to read the time from" };
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
    throw invalidResponseError("auth", "something else than JSON");
  }
  if (!isUuid(readDocument("auth", "an identity", document).sub)) throw invalidResponseError("auth", "an identity without sub");
  return document;
}

/** @param {any} account @param {string} status @param {string} code @param {string} summary */
const createFinding = (account, status, code, summary) => ({ status, code, summary, ...advise(account, code, {}) });

/** @param {any} account @param {Headers} headers */
function checkClock(account, headers) {
  const aheadMs = Date.now() - Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(aheadMs)) return { status: "unknown", summary: "the answer says no time" };
  if (Math.abs(aheadMs) < MIN_SKEW_MS) return { status: "ok", summary: "this machine's clock is right" };
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const summary = `this machine's clock is ${seconds} s ${aheadMs > 0 ? "ahead" : "behind"}`;
  return createFinding(account, "warning", "clock_skew", summary);
}

/** @param {import("./doctor-shared.js").CheckContext} context */
async function checkStorage({ account, withTimeout }) {
  const check = "storage";
  const fault = await withTimeout(() => storageFault(account)).catch((error) => failureFinding(error).summary);
  if (fault === null) return { check, status: "ok", summary: "none: tokens live in memory" };
  if (fault === undefined) return { check, status: "ok", summary: "the storage answers" };
  return { check, ...createFinding(account, "warning", "storage_failed", `the storage does not answer: ${firstLine(fault)}`) };
}
