// @ts-check
// The check of `doctor` for a collection: reads its document, lists a directory, and reads its pause rules.
import { advise } from "./internal.js";
import { createFindings, createHasRole, isOwn, policiesInError } from "./doctor-shared.js";
import { firstLine, invalidResponseError, isNonEmptyString, isRecord, readDocument, readItems } from "./replies.js";

/** @typedef {import("./doctor-shared.js").Finding} Finding */

/** Error codes and diagnoses that mean that this identity may not read. */
const DENIAL_CODES = [
  "forbidden",
  "authorization_required",
  "domain",
  "domain_unnamed",
  "not_mapped",
  "login_denied",
  "file_permission",
];

/**
 * @param {import("./doctor-shared.js").CheckContext} context @param {{ id: string, path?: string }} subject
 * @returns {Promise<Finding>}
 */
export async function checkCollection(context, { id, path }) {
  const { account, withTimeout } = context;
  const { transfer } = account;
  const answer = await withTimeout((options) => transfer.getEndpoint(id, undefined, options));
  const document = { my_effective_roles: [], ...readDocument("transfer", "a collection", answer, "entity_type") };
  const { entity_type: type, gcp_connected: isConnected, gcp_paused: isPaused } = document;
  const isGuest = /_guest_collection$/.test(type);
  const roles = readItems("transfer", "a collection", document, "my_effective_roles", isNonEmptyString);
  const hasRole = createHasRole(roles);
  const can = /** @type {Record<string, boolean | "unknown">} */ ({
    read: "unknown",
    write: "unknown",
    administer: hasRole("administrator"),
    ...(isGuest && { share: hasRole("administrator", "access_manager") }),
  });
  const policies = readPolicies(document);
  const finding = createFindings(context, id, { name: document.display_name, roles, can, policies });
  if (type === "GCSv5_endpoint") return { ...finding("failed", "is an endpoint", "not_a_collection"), can: {} };
  if (isConnected === false || isPaused) {
    return finding("failed", isConnected ? "is paused" : "is not connected", "personal_offline");
  }
  const [listing, pauses] = await Promise.allSettled([
    withTimeout((options) => transfer.operationLs(id, { path, limit: 1 }, options)),
    withTimeout((options) => transfer.myEffectivePauseRuleList(id, undefined, options).toArray()),
  ]);
  /** @type {Finding[]} */
  const rules = pauses.status === "fulfilled" ? pauses.value.filter(isRecord).map(pausePolicy) : [];
  policies.push(...rules);
  const page = listing.status === "fulfilled" ? listing.value : undefined;
  if (!Array.isArray(page?.DATA)) {
    const error =
      listing.status === "rejected" ? listing.reason : invalidResponseError("transfer", "a listing without DATA");
    policies.push(...policiesInError(error));
    const failed = finding("failed", "cannot be read", error);
    if (DENIAL_CODES.includes(error.code) || DENIAL_CODES.includes(failed.code)) can.read = false;
    return failed;
  }
  can.read = true;
  // The listing succeeded, so no policy blocks this account.
  for (const policy of policies) if (policy.blocks === "unknown") policy.blocks = false;
  const listedPath = isNonEmptyString(page.path) ? page.path : (path ?? "its default directory");
  if (can.share) can.write = await canWrite(context, id, listedPath, hasRole("administrator"));
  if (rules.length > 0) {
    const paused = rules.map(({ details }) => details).join("; ");
    return finding("warning", "is paused", "paused", { paused });
  }
  if (pauses.status === "rejected" && pauses.reason.code === "invalid_response") {
    return finding("unknown", "can be read; its pause rules are unknown", pauses.reason);
  }
  const readable = finding("ok", `can be ${can.write === true ? "read and written" : "read"} at ${firstLine(listedPath)}`);
  // Only a write would show whether the account may write.
  return can.write === "unknown" ? { ...readable, ...advise(account, "write_not_probed", { what: id }) } : readable;
}

/** Returns the policies about sessions. @param {any} document @returns {Finding[]} */
const readPolicies = ({ high_assurance, mfa_required, authentication_policy_id: details }) => [
  // Globus Connect Server does not apply session timeouts to service accounts.
  ...(high_assurance ? [{ policy: "high_assurance", blocks: false }] : []),
  ...(mfa_required ? [{ policy: "mfa", blocks: "unknown" }] : []),
  ...(isNonEmptyString(details) ? [{ policy: "authentication_policy", blocks: "unknown", details }] : []),
];

/** @param {any} rule @returns {Finding} */
const pausePolicy = (rule) => ({
  policy: "paused",
  blocks: true,
  details: [
    isNonEmptyString(rule.message) && firstLine(rule.message),
    ...Object.keys(rule).filter((key) => /^pause_/.test(key) && rule[key] === true),
  ]
    .filter(Boolean)
    .join(" "),
});

/**
 * Whether an access rule lets this identity write; "unknown" for accounts that may not read the rules.
 *
 * @param {import("./doctor-shared.js").CheckContext} context @param {string} id @param {string} path @param {boolean}
 *   isAdministrator
 */
async function canWrite({ account, withTimeout }, id, path, isAdministrator) {
  try {
    const rules = await withTimeout((options) => account.transfer.endpointAclList(id, undefined, options).toArray());
    const types = rules
      .filter((/** @type {any} */ rule) => rule.permissions === "rw" && path.startsWith(String(rule.path)))
      .map((/** @type {any} */ rule) => (isOwn(account, rule.principal) ? "own" : rule.principal_type));
    const hasType = createHasRole(types);
    if (hasType("own", "all_authenticated_users", "anonymous")) return true;
    return isAdministrator || hasType("group") ? "unknown" : false;
  } catch {
    return "unknown";
  }
}
