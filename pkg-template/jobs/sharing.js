// @ts-check
// Sharing a path of a collection, and ending that: rules of access, found again by whom and what they are for.
import { failed, invalid, isUuid, object, text } from "./account-of.js";

/** @typedef {{ principal_type: string, principal: string }} Principal As a rule has it. */

const EVERYBODY = ["all_authenticated_users", "anonymous"];
const PRINCIPAL =
  "must be an identity's id or username, { group: id }, \"all_authenticated_users\" or \"anonymous\"";

/** @param {any} account @param {unknown} given @param {unknown} options @returns {Promise<Principal>} */
async function principalOf(account, given, options) {
  if (typeof given === "object" && given !== null) {
    const { group, identity } = object("principal", given);
    if (isUuid(group)) return { principal_type: "group", principal: group };
    if (group !== undefined) throw invalid("principal.group", "must be a UUID");
    return principalOf(account, identity, options);
  }
  if (typeof given !== "string" || given === "") throw invalid("principal", PRINCIPAL);
  if (EVERYBODY.includes(given)) return { principal_type: given, principal: "" };
  const [, kind, id] = /^urn:globus:(auth:identity|groups:id):(.*)$/.exec(given) ?? [];
  if (isUuid(id)) return { principal_type: kind === "groups:id" ? "group" : "identity", principal: id };
  if (isUuid(given)) return { principal_type: "identity", principal: given };
  if (!given.includes("@")) throw invalid("principal", PRINCIPAL);
  const { identities } = await account.auth.getIdentities({ usernames: given }, options);
  if (identities.length === 0) {
    throw failed("not_found", `there is no identity with the username ${given}`, {
      service: "auth",
      advice: "An identity exists from its first login on. auth.getIdentities with provision: true makes one beforehand.",
    });
  }
  return { principal_type: "identity", principal: identities[0].id };
}

/** Rules are about directories. @param {unknown} path */
function directory(path) {
  if (!text("path", path).startsWith("/")) throw invalid("path", "must begin with \"/\"");
  return /** @type {string} */ (path).replace(/\/*$/, "/");
}

/** @param {any} account @param {string} collectionId @param {Principal} principal @param {string} path @param {unknown} options */
async function find(account, collectionId, { principal_type, principal }, path, options) {
  const rules = await account.transfer.endpointAclList(collectionId, undefined, options).toArray();
  return rules.find(
    (/** @type {any} */ rule) =>
      rule.path === path && rule.principal_type === principal_type && (rule.principal ?? "") === principal,
  );
}

/** @param {any} account @param {unknown} collectionId @param {unknown} what @param {unknown} options */
export async function share(account, collectionId, what, options) {
  const id = text("collectionId", collectionId);
  const { path: given, principal: whom, permissions = "r", ...more } = object("document", what);
  const path = directory(given);
  if (permissions !== "r" && permissions !== "rw") throw invalid("permissions", "must be \"r\" or \"rw\"");
  const principal = await principalOf(account, whom, options);
  const rule = { DATA_TYPE: "access", ...more, ...principal, path, permissions };
  try {
    const { access_id } = await account.transfer.addEndpointAclRule(id, rule, undefined, options);
    return { ...rule, id: access_id };
  } catch (/** @type {any} */ error) {
    if (error?.code !== "conflict") throw error;
    // There is one for this principal and path: it gets the permissions that are wanted now.
    const present = await find(account, id, principal, path, options);
    if (!present) throw error;
    if (present.permissions === permissions && Object.keys(more).length === 0) return present;
    const { notify_email: _, notify_message: __, ...changed } = { ...present, ...rule };
    await account.transfer.updateEndpointAclRule(id, present.id, changed, undefined, options);
    return changed;
  }
}

/** @param {any} account @param {unknown} collectionId @param {unknown} what @param {unknown} options */
export async function unshare(account, collectionId, what, options) {
  const id = text("collectionId", collectionId);
  const { path, principal } = object("document", what);
  const rule = await find(account, id, await principalOf(account, principal, options), directory(path), options);
  if (!rule) return false;
  await account.transfer.deleteEndpointAclRule(id, rule.id, undefined, options);
  return true;
}
