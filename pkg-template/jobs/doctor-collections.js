// @ts-check
// `doctor` on a collection: its document, a listing, and what has been paused there.
import { advise } from "./account-of.js";
import { demanded, findings, holding, isOwn } from "./doctor-examiner.js";
import { documentOf, isDocument, isText, listOf, short, unreadable } from "./replies.js";

/** @typedef {import("./doctor-examiner.js").Finding} Finding */

/** Signs, in what was refused, that this identity is. */
const DENIALS = [
  "forbidden",
  "authorization_required",
  "domain",
  "domain_unnamed",
  "not_mapped",
  "login_denied",
  "file_permission",
];

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string, path?: string }} subject @returns {Promise<Finding>} */
export async function lookAtCollection(examiner, { id, path }) {
  const { account, ask } = examiner;
  const { transfer } = account;
  const answer = await ask((options) => transfer.getEndpoint(id, undefined, options));
  const document = { my_effective_roles: [], ...documentOf("transfer", "a collection", answer, "entity_type") };
  const { entity_type: type, gcp_connected: isConnected, gcp_paused: isPaused } = document;
  const isGuest = /_guest_collection$/.test(type);
  const roles = listOf("transfer", "a collection", document, "my_effective_roles", isText);
  const holds = holding(roles);
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    read: "unknown",
    write: "unknown",
    administer: holds("administrator"),
    ...(isGuest && { share: holds("administrator", "access_manager") }),
  });
  const policies = policiesOf(document);
  const finding = findings(examiner, id, { name: document.display_name, roles, can, policies });
  if (type === "GCSv5_endpoint") return { ...finding("failed", "is an endpoint", "not_a_collection"), can: {} };
  if (isConnected === false || isPaused) {
    return finding("failed", isConnected ? "is paused" : "is not connected", "personal_offline");
  }
  const [listing, pauses] = await Promise.allSettled([
    ask((options) => transfer.operationLs(id, { path, limit: 1 }, options)),
    ask((options) => transfer.myEffectivePauseRuleList(id, undefined, options).toArray()),
  ]);
  /** @type {Finding[]} */
  const rules = pauses.status === "fulfilled" ? pauses.value.filter(isDocument).map(pausePolicy) : [];
  policies.push(...rules);
  const page = listing.status === "fulfilled" ? listing.value : undefined;
  if (!Array.isArray(page?.DATA)) {
    const error =
      listing.status === "rejected" ? listing.reason : unreadable("transfer", "a listing without DATA");
    policies.push(...demanded(error));
    const failed = finding("failed", "cannot be read", error);
    if (DENIALS.includes(error.code) || DENIALS.includes(failed.code)) can.read = false;
    return failed;
  }
  can.read = true;
  // What might have been in the way of it was not.
  for (const policy of policies) if (policy.blocks === "unknown") policy.blocks = false;
  const here = isText(page.path) ? page.path : (path ?? "its default directory");
  if (can.share) can.write = await mayWrite(examiner, id, here, holds("administrator"));
  if (rules.length > 0) {
    const paused = rules.map(({ details }) => details).join("; ");
    return finding("warning", "is paused", "paused", { paused });
  }
  if (pauses.status === "rejected" && pauses.reason.code === "invalid_response") {
    return finding("unknown", "can be read; whether it is paused is not known", pauses.reason);
  }
  const well = finding("ok", `can be ${can.write === true ? "read and written" : "read"} at ${short(here)}`);
  // What only writing would show.
  return can.write === "unknown" ? { ...well, ...advise(account, "write_not_probed", { what: id }) } : well;
}

/** @param {any} document @returns {Finding[]} Those that hold for sessions. */
const policiesOf = ({ high_assurance, mfa_required, authentication_policy_id: details }) => [
  // Globus Connect Server enforces no session timeouts on service accounts.
  ...(high_assurance ? [{ policy: "high_assurance", blocks: false }] : []),
  ...(mfa_required ? [{ policy: "mfa", blocks: "unknown" }] : []),
  ...(isText(details) ? [{ policy: "authentication_policy", blocks: "unknown", details }] : []),
];

/** @param {any} rule @returns {Finding} */
const pausePolicy = (rule) => ({
  policy: "paused",
  blocks: true,
  details: [isText(rule.message) && short(rule.message), ...Object.keys(rule).filter((key) => /^pause_/.test(key) && rule[key] === true)]
    .filter(Boolean)
    .join(" "),
});

/**
 * Whether a rule lets this identity write, which those see who manage the rules.
 *
 * @param {import("./doctor-examiner.js").Examiner} examiner @param {string} id @param {string} path @param {boolean} isAdministrator
 */
async function mayWrite({ account, ask }, id, path, isAdministrator) {
  try {
    const rules = await ask((options) => account.transfer.endpointAclList(id, undefined, options).toArray());
    const types = rules
      .filter((/** @type {any} */ rule) => rule.permissions === "rw" && path.startsWith(String(rule.path)))
      .map((/** @type {any} */ rule) => (isOwn(account, rule.principal) ? "own" : rule.principal_type));
    const includes = holding(types);
    if (includes("own", "all_authenticated_users", "anonymous")) return true;
    return isAdministrator || includes("group") ? "unknown" : false;
  } catch {
    return "unknown";
  }
}
