// @ts-check
// Sharing a path of a collection, and ending that: rules of access, found again by whom and what they are for.
import { failed, invalid, isUuid, object, text } from "./account-of.js";
import { documentOf, isDocument } from "./replies.js";

/** @typedef {{ principal_type: string, principal: string }} Principal As a rule has it. */

const EVERYBODY = ["all_authenticated_users", "anonymous"];
const FIELD = "document.principal";
const PRINCIPAL = 'must be an identity\'s id or username, { group: id }, "all_authenticated_users" or "anonymous"';

/**
 * Refuses an id that is no identity's. A rule for it would be made, and give access to nobody.
 *
 * @param {any} account @param {Principal} principal @param {unknown} options
 */
async function checkIdentity(account, { principal_type, principal: id }, options) {
  if (principal_type !== "identity" || id === account.clientId) return;
  const { identities } = await account.auth.getIdentities({ ids: id }, options);
  if (identities.length > 0) return;
  throw invalid(FIELD, `${id} is the id of no identity; a group is { group: "${id}" }`);
}

/** @param {any} account @param {unknown} given @param {unknown} options @returns {Promise<Principal>} */
async function principalOf(account, given, options) {
  let name = given;
  let wanted;
  if (typeof given === "object" && given !== null) {
    const { group, identity, ...rest } = object(FIELD, given);
    if (Object.keys(rest).length > 0) throw invalid(FIELD, PRINCIPAL);
    if ((group === undefined) === (identity === undefined)) throw invalid(FIELD, PRINCIPAL);
    name = group ?? identity;
    wanted = group === undefined ? "identity" : "group";
    if (wanted === "group" && isUuid(group)) return { principal_type: "group", principal: group.toLowerCase() };
  }
  if (typeof name !== "string") throw invalid(FIELD, PRINCIPAL);
  if (EVERYBODY.includes(name) && !wanted) return { principal_type: name, principal: "" };
  const [, kind, of] = /^urn:globus:(auth:identity|groups:id):(.*)$/.exec(name) ?? [];
  const id = of ?? name;
  const principal_type = kind === "groups:id" ? "group" : "identity";
  if (wanted && wanted !== principal_type) throw invalid(FIELD, PRINCIPAL);
  if (isUuid(id)) return { principal_type, principal: id.toLowerCase() };
  // Several names would be several identities.
  if (!/^[^\s,@]+@[^\s,@]+$/.test(id)) throw invalid(FIELD, PRINCIPAL);
  const { identities } = await account.auth.getIdentities({ usernames: id }, options);
  if (identities.length === 0) {
    const facts = { call: "/identities" };
    throw failed(account, "not_found", `there is no identity with the username ${id}`, { service: "auth" }, facts);
  }
  return { principal_type, principal: documentOf("auth", "an identity", identities[0], "id").id };
}

/** Whether a principal was given by its id: one given by its name has been looked up. @param {any} given */
const isId = (given) => !String(given?.identity ?? given).includes("@");

/** Rules are about directories. @param {unknown} path */
function directory(path) {
  if (!text("document.path", path).startsWith("/")) throw invalid("document.path", 'must begin with "/"');
  return /** @type {string} */ (path).replace(/\/*$/, "/");
}

/** @param {any} account @param {string} collectionId @param {Principal} principal @param {string} path @param {unknown} options */
async function find(account, collectionId, { principal_type, principal }, path, options) {
  const rules = await account.transfer.endpointAclList(collectionId, undefined, options).toArray();
  return rules.find(
    (/** @type {any} */ rule) =>
      isDocument(rule) &&
      rule.path === path &&
      rule.principal_type === principal_type &&
      (principal === "" || rule.principal === principal),
  );
}

/** @param {any} account @param {unknown} collectionId @param {unknown} what @param {unknown} options */
export async function share(account, collectionId, what, options) {
  const id = text("collectionId", collectionId);
  const { path: given, principal: whom, permissions = "r", ...more } = object("document", what);
  const path = directory(given);
  if (permissions !== "r" && permissions !== "rw") throw invalid("document.permissions", 'must be "r" or "rw"');
  const principal = await principalOf(account, whom, options);
  if (isId(whom)) await checkIdentity(account, principal, options);
  const rule = { DATA_TYPE: "access", ...more, ...principal, path, permissions };
  try {
    const added = await account.transfer.addEndpointAclRule(id, rule, undefined, options);
    return { ...rule, id: documentOf("transfer", "a rule", added, "access_id").access_id };
  } catch (/** @type {any} */ error) {
    if (error?.code !== "conflict") throw error;
    // There is one for this principal and path: it gets the permissions that are wanted now.
    const present = await find(account, id, principal, path, options);
    if (!present) throw error;
    if (present.permissions === permissions && Object.keys(more).length === 0) return present;
    // What a rule is about stays; mails are for new ones.
    const { expiration_date } = more;
    const change = { permissions, ...(expiration_date === undefined ? {} : { expiration_date }) };
    await account.transfer.updateEndpointAclRule(
      id,
      present.id,
      { DATA_TYPE: "access", ...change },
      undefined,
      options,
    );
    return { ...present, ...change };
  }
}

/** @param {any} account @param {unknown} collectionId @param {unknown} what @param {unknown} options */
export async function unshare(account, collectionId, what, options) {
  const id = text("collectionId", collectionId);
  const { path: given, principal } = object("document", what);
  const path = directory(given);
  const whom = await principalOf(account, principal, options);
  const rule = await find(account, id, whom, path, options);
  if (!rule) {
    // With the id of a group there would never be anything to end.
    if (isId(principal)) await checkIdentity(account, whom, options);
    return false;
  }
  await account.transfer.deleteEndpointAclRule(id, rule.id, undefined, options);
  return true;
}
