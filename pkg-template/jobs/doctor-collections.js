// @ts-check
// `doctor` on a collection: its document, a listing, and what has been paused there.
import { failure, findings, holding, isOwn } from "./doctor-examiner.js";

/** @typedef {import("./doctor-examiner.js").Finding} Finding */

/** Which usual cause a refused listing has, by what Transfer says of it or hands on from the collection's own server. */
const CAUSES = /** @type {[code: string, pattern: RegExp, read: boolean | "unknown", what: string][]} */ ([
  ["domain_policy", /not_from_allowed_domain#|from domains allowed/, false, "takes identities of other domains only"],
  ["no_local_account", /invalid_user#|not map to a valid username/, false, "knows no local account for this identity"],
  ["no_access_rule", /Path not allowed/, false, "has no rule that lets this identity read"],
  ["not_a_directory", /NotDirectory/, "unknown", "has a file there, no directory"],
  ["path_not_found", / answered 404 /, "unknown", "has no such path"],
]);

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string, path?: string }} subject @returns {Promise<Finding>} */
export async function lookAtCollection(examiner, { id, path }) {
  const { account, ask, advise } = examiner;
  const { transfer } = account;
  const document = await ask((options) => transfer.getEndpoint(id, undefined, options));
  const { entity_type: type, my_effective_roles: roles, gcp_connected, gcp_paused, default_directory } = document;
  const isGuest = type.endsWith("_guest_collection");
  const holds = holding(roles);
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    read: "unknown",
    write: "unknown",
    administer: holds("administrator"),
    ...(isGuest && { share: holds("administrator", "access_manager") }),
  });
  const policies = policiesOf(document);
  const facts = { collection: id, type, path: path ?? default_directory };
  const finding = findings(examiner, { name: document.display_name, roles, can, policies }, facts);
  if (type === "GCSv5_endpoint") {
    return { ...finding("failed", "not_a_collection", "is an endpoint: only its collections hold files"), can: {} };
  }
  if (gcp_connected === false || gcp_paused) {
    return finding("failed", "offline", gcp_connected ? "is paused" : "is not connected");
  }
  const [listing, pauses] = await Promise.allSettled([
    ask((options) => transfer.operationLs(id, { path, limit: 1 }, options)),
    ask((options) => transfer.myEffectivePauseRuleList(id, undefined, options).toArray()),
  ]);
  const rules = pauses.status === "fulfilled" ? pauses.value : [];
  policies.push(...rules.map(pausePolicy));
  if (listing.status === "rejected") {
    const error = listing.reason;
    const domains = error.authorizationParameters?.session_required_single_domain;
    const [code, , read, what] =
      CAUSES.find(([code, pattern]) => (domains && code === "domain_policy") || pattern.test(error.message)) ?? [];
    can.read = read ?? (error.code === "forbidden" ? false : "unknown");
    if (code === "domain_policy") policies.push({ policy: "domain", blocks: true, details: String(domains ?? "") });
    return what ? finding("failed", code, what, error) : { ...finding("failed", code, ""), ...failure(error) };
  }
  can.read = true;
  // What might have been in the way of it was not.
  for (const policy of policies) if (policy.blocks === "unknown") policy.blocks = false;
  const here = listing.value.path ?? path;
  if (can.share) can.write = await mayWrite(examiner, id, here, holds("administrator"));
  if (rules.length > 0) return finding("warning", "paused", "is paused");
  const well = finding("ok", undefined, `can be ${can.write === true ? "read and written" : "read"} at ${here}`);
  // What only writing would show.
  return can.write === "unknown" ? { ...well, advice: advise("write_not_probed", facts) } : well;
}

/** @param {any} document @returns {Finding[]} Those that hold for sessions. */
const policiesOf = ({ high_assurance, mfa_required, authentication_policy_id: details }) => [
  // Globus Connect Server enforces no session timeouts on service accounts.
  ...(high_assurance ? [{ policy: "high_assurance", blocks: false }] : []),
  ...(mfa_required ? [{ policy: "mfa", blocks: "unknown" }] : []),
  ...(details ? [{ policy: "authentication_policy", blocks: "unknown", details }] : []),
];

/** @param {any} rule @returns {Finding} */
const pausePolicy = (rule) => ({
  policy: "paused",
  blocks: true,
  details: [rule.message, ...Object.keys(rule).filter((key) => /^pause_/.test(key) && rule[key] === true)].join(" "),
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
      .filter((/** @type {any} */ rule) => rule.permissions === "rw" && path.startsWith(rule.path))
      .map((/** @type {any} */ rule) => (isOwn(account, rule.principal) ? "own" : rule.principal_type));
    const includes = holding(types);
    if (includes("own", "all_authenticated_users", "anonymous")) return true;
    return isAdministrator || includes("group") ? "unknown" : false;
  } catch {
    return "unknown";
  }
}
