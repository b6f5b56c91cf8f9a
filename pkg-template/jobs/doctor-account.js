// @ts-check
// `doctor` on the account itself: whether Globus Auth takes its credentials, and who it is.
import { serviceNames } from "../core/globus_service_account_bg.js";
import { advise, isUuid, storageFault } from "./account-of.js";
import { failure, isOwn } from "./doctor-examiner.js";
import { documentOf, isText, short, unreadable } from "./replies.js";

/** @typedef {import("./doctor-examiner.js").Finding} Finding */

/** From how far on a clock is worth a word, ms. A `Date` header is good for a second. */
const SKEW = 30_000;

/**
 * Looks at all of it; says of later checks why they were skipped, if they were.
 *
 * @param {import("./doctor-examiner.js").Examiner} examiner
 * @returns {Promise<{ checks: Finding[], name?: string, skipped?: string }>}
 */
export async function lookAtAccount(examiner) {
  const [{ refusal, tokens }, storage] = await Promise.all([lookAtTokens(examiner), lookAtStorage(examiner)]);
  if (refusal) {
    const skipped = "no token";
    const skip = (/** @type {string} */ check) => ({ check, status: "skipped", summary: skipped });
    const failed = failure(refusal.reason);
    const begun = isOnTheWay(failed)
      ? [{ check: "network", ...failed }, { ...skip("credentials"), summary: "Globus Auth was not reached" }]
      : [REACHED, { check: "credentials", ...failed }];
    return { checks: [...begun, skip("identity"), skip("clock"), storage, skip("services")], skipped };
  }
  const { name, identity, clock } = await lookAtIdentity(examiner);
  const names = serviceNames().split(" ");
  const refused = names.filter((_, index) => tokens[index]?.status === "rejected");
  const [error] = reasonsOf(tokens);
  const services = error
    ? { ...failure(error), summary: `no token for ${refused.join(", ")}: ${failure(error).summary}` }
    : { status: "ok", summary: `tokens for ${names.join(", ")}` };
  return {
    name,
    checks: [
      REACHED,
      { check: "credentials", status: "ok", summary: "Globus Auth grants tokens to this account" },
      { check: "identity", ...identity },
      { check: "clock", ...clock },
      storage,
      { check: "services", ...services },
    ],
  };
}

const REACHED = { check: "network", status: "ok", summary: "Globus Auth answers" };

/** Errors, and causes of others, by which it was not Globus Auth that answered, if anything did. */
const ON_THE_WAY = ["network_error", "timeout", "invalid_response", "proxy_login", "redirected"];

/** Whether Globus Auth has not been reached. @param {Finding} failed */
const isOnTheWay = ({ code, error }) => [code, error?.code].some((one) => ON_THE_WAY.includes(one));

/** @param {PromiseSettledResult<unknown>[]} settled @returns {any[]} */
const reasonsOf = (settled) => settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

/**
 * Gets the tokens of all services; a refusal is what says that the account gets none.
 *
 * @param {import("./doctor-examiner.js").Examiner} examiner
 * @returns {Promise<{ refusal?: PromiseRejectedResult, tokens: PromiseSettledResult<unknown>[] }>}
 */
async function lookAtTokens({ account, ask }) {
  const settled = async (/** @type {string} */ target, forceRefresh = false) =>
    (await Promise.allSettled([ask((options) => account.getToken(target, { ...options, forceRefresh }))]))[0];
  // Asked for in one turn, they are one grant. The first by all means: a token that is there already proves nothing.
  const services = serviceNames().split(" ");
  const tokens = await Promise.all(services.map((service, index) => settled(service, index === 0)));
  const [own] = tokens;
  if (own?.status !== "rejected") return { tokens };
  const { code, retryAfter } = Object(own.reason);
  if (!["grant_failed", "invalid_scope"].includes(code) || retryAfter) return { refusal: own, tokens };
  // It may be a matter of one service's scopes. One that there always is tells whether the credentials are good.
  const plain = await settled("openid", true);
  if (plain.status === "rejected") return { refusal: plain.reason?.code === "timeout" ? own : plain, tokens };
  // Those who share a grant share its failure; one at a time, each has its own. Unknown scopes have been looked for like that.
  if (code === "grant_failed") {
    for (const [index, service] of services.entries()) tokens[index] = await settled(service);
  }
  return { tokens };
}

/** @param {import("./doctor-examiner.js").Examiner} examiner */
async function lookAtIdentity({ account, ask }) {
  let clock = { status: "unknown", summary: "no answer to read the time from" };
  try {
    const text = await ask(async (options) => {
      const path = "/v2/oauth2/userinfo";
      const answer = await account.request({ service: "auth", path, raw: true, ...options });
      clock = clockOf(account, answer.headers);
      return answer.text();
    });
    const { sub, preferred_username: username, name } = userinfoOf(text);
    const identity = isOwn(account, sub)
      ? { status: "ok", summary: `the account is ${isText(username) ? short(username) : account.username}` }
      : noted(account, "failed", "identity_differs", `Globus Auth calls the account ${sub}`);
    return { name: isText(name) ? short(name) : undefined, identity, clock };
  } catch (error) {
    return { identity: failure(error), clock };
  }
}

/** @param {string} text */
function userinfoOf(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    throw unreadable("auth", "something else than JSON");
  }
  if (!isUuid(documentOf("auth", "an identity", document).sub)) throw unreadable("auth", "an identity without sub");
  return document;
}

/** @param {any} account @param {string} status @param {string} code @param {string} summary */
const noted = (account, status, code, summary) => ({ status, code, summary, ...advise(account, code, {}) });

/** @param {any} account @param {Headers} headers */
function clockOf(account, headers) {
  const ahead = Date.now() - Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(ahead)) return { status: "unknown", summary: "the answer says no time" };
  if (Math.abs(ahead) < SKEW) return { status: "ok", summary: "this machine's clock is right" };
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const summary = `this machine's clock is ${seconds} s ${ahead > 0 ? "ahead" : "behind"}`;
  return noted(account, "warning", "clock_skew", summary);
}

/** @param {import("./doctor-examiner.js").Examiner} examiner */
async function lookAtStorage({ account, ask }) {
  const check = "storage";
  const fault = await ask(() => storageFault(account)).catch((error) => failure(error).summary);
  if (fault === null) return { check, status: "ok", summary: "none: tokens live in memory" };
  if (fault === undefined) return { check, status: "ok", summary: "the storage answers" };
  return { check, ...noted(account, "warning", "storage_failed", `the storage does not answer: ${short(fault)}`) };
}
