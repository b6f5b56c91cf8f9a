// @ts-check
// `doctor` on the account itself: whether Globus Auth takes its credentials, and who it is.
import { advise, storageFault } from "./account-of.js";
import { failure, isOwn } from "./doctor-examiner.js";

/** @typedef {import("./doctor-examiner.js").Finding} Finding */

const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];
/** From how far on a clock is worth a word, ms. A `Date` header is good for a second. */
const SKEW = 30_000;

/**
 * Looks at all of it; says of later checks why they were skipped, if they were.
 *
 * @param {import("./doctor-examiner.js").Examiner} examiner
 * @returns {Promise<{ checks: Finding[], name?: string, skipped?: string }>}
 */
export async function lookAtAccount(examiner) {
  const { account, ask } = examiner;
  const [tokens, storage] = await Promise.all([
    // Asked for in one turn, they are one grant. The first by all means: a token that is there already proves nothing.
    Promise.allSettled(
      SERVICES.map((service) =>
        ask((options) => account.getToken(service, { ...options, forceRefresh: service === "auth" })),
      ),
    ),
    lookAtStorage(examiner),
  ]);
  const errors = tokens.flatMap((token) => (token.status === "rejected" ? [token.reason] : []));
  const [own] = tokens;
  // Scopes are looked at once the credentials have been accepted.
  const isRefused =
    own?.status === "rejected" && (own.reason.code !== "invalid_scope" || errors.length === tokens.length);
  if (isRefused) {
    const skipped = "no token";
    const later = ["identity", "clock"].map((check) => ({ check, status: "skipped", summary: skipped }));
    return {
      checks: [{ check: "credentials", ...failure(own.reason) }, ...later, storage, { ...later[0], check: "services" }],
      skipped,
    };
  }
  const { name, identity, clock } = await lookAtIdentity(examiner);
  const refused = SERVICES.filter((_, index) => tokens[index]?.status === "rejected");
  const services = errors[0]
    ? { ...failure(errors[0]), summary: `no token for ${refused.join(", ")}: ${errors[0].message}` }
    : { status: "ok", summary: `tokens for ${SERVICES.join(", ")}` };
  return {
    name,
    checks: [
      { check: "credentials", status: "ok", summary: "Globus Auth grants tokens to this account" },
      { check: "identity", ...identity },
      { check: "clock", ...clock },
      storage,
      { check: "services", ...services },
    ],
  };
}

/** @param {import("./doctor-examiner.js").Examiner} examiner */
async function lookAtIdentity({ account, ask }) {
  try {
    const [response, userinfo] = await ask(async (options) => {
      const path = "/v2/oauth2/userinfo";
      const answer = await account.request({ service: "auth", path, raw: true, ...options });
      return [answer, await answer.json()];
    });
    const { sub, preferred_username: username, name } = userinfo;
    const identity = isOwn(account, sub)
      ? { status: "ok", summary: `the account is ${username ?? account.username}` }
      : noted(account, "failed", "identity_differs", `Globus Auth calls the account ${sub}`);
    return { name: typeof name === "string" ? name : undefined, identity, clock: clockOf(account, response.headers) };
  } catch (error) {
    return { identity: failure(error), clock: { status: "unknown", summary: "no answer to read the time from" } };
  }
}

/** @param {any} account @param {string} status @param {string} code @param {string} summary */
const noted = (account, status, code, summary) => ({ status, code, summary, advice: advise(account, code, {}) });

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
async function lookAtStorage({ account }) {
  const check = "storage";
  const fault = await storageFault(account).catch((error) => error.message);
  if (fault === null) return { check, status: "ok", summary: "none: tokens live in memory" };
  if (fault === undefined) return { check, status: "ok", summary: "the storage answers" };
  return { check, ...noted(account, "warning", "storage_failed", `the storage does not answer: ${fault}`) };
}
