// @ts-check
// Shares a path of a guest collection, and ends that. A share is an access rule, which is found by its principal and
// path.
import { argumentError, createJobError, isPlainObject, isUuid, readObject, readText } from "./internal.js";
import { isRecord, readDocument } from "./replies.js";

/** @typedef {{ principal_type: string, principal: string }} Principal In the form of an access rule. */

/**
 * Types of principals, by the value of `everyone`. Only an object can name everybody, never a text: a text can be the
 * input of a form.
 */
const EVERYONE_TYPES = new Map([
  ["authenticated", "all_authenticated_users"],
  ["public", "anonymous"],
]);
const PRINCIPAL_FIELD = "document.principal";
const PRINCIPAL_PROBLEM =
  "must be the username, id (UUID) or URN of an identity, { group: id } " +
  'or { everyone: "authenticated" } (all users who log in) or { everyone: "public" } (without login)';

/**
 * Rejects an id that is not the id of an identity. Transfer would accept it, and the rule would have no effect.
 *
 * @param {any} account @param {Principal} principal @param {unknown} options
 */
async function checkIdentity(account, { principal_type, principal: id }, options) {
  if (principal_type !== "identity" || id === account.clientId) return;
  const { identities } = await account.auth.getIdentities({ ids: id }, options);
  if (identities.length > 0) return;
  throw argumentError(PRINCIPAL_FIELD, `${id} is not the id of an identity; pass a group as { group: "${id}" }`);
}

/**
 * Reads a principal without any request: an identity by id or username, a group, or everybody.
 *
 * @param {unknown} given @returns {Principal}
 */
function readPrincipal(given) {
  const members = typeof given === "string" ? [["", given]] : Object.entries(readObject(PRINCIPAL_FIELD, given, isPlainObject));
  const [[kind, value] = [], ...others] = members.filter(([, value]) => value !== undefined);
  const everyoneType = kind === "everyone" && others.length === 0 && EVERYONE_TYPES.get(value);
  if (everyoneType) return { principal_type: everyoneType, principal: "" };
  if (typeof value !== "string" || others.length > 0) throw argumentError(PRINCIPAL_FIELD, PRINCIPAL_PROBLEM);
  const [, urn, urnId] = /^urn:globus:(auth:identity|groups:id):(.*)$/.exec(value) ?? [];
  const id = urnId ?? value;
  const type = urn === "groups:id" || (kind === "group" && !urn) ? "group" : "identity";
  const isKnown = isUuid(id) || (type === "identity" && !urn && USERNAME_PATTERN.test(id));
  if (!isKnown || (kind !== "" && kind !== type)) throw argumentError(PRINCIPAL_FIELD, PRINCIPAL_PROBLEM);
  return { principal_type: type, principal: isUuid(id) ? id.toLowerCase() : id };
}

/** One username. Globus Auth would read a comma as a list of usernames. */
const USERNAME_PATTERN = /^[^\s,@]+@[^\s,@]+$/;

/** Whether a principal is a username. @param {Principal} principal */
const hasUsername = ({ principal }) => principal.includes("@");

/**
 * Replaces a username with the id of its identity.
 *
 * @param {any} account @param {Principal} principal @param {unknown} options @returns {Promise<Principal>}
 */
async function resolvePrincipal(account, principal, options) {
  if (!hasUsername(principal)) return principal;
  const { identities } = await account.auth.getIdentities({ usernames: principal.principal }, options);
  if (identities.length === 0) {
    const facts = { call: "/identities" };
    throw createJobError(
      account,
      "not_found",
      `there is no identity with the username ${principal.principal}`,
      { service: "auth" },
      facts,
    );
  }
  return { ...principal, principal: readDocument("auth", "an identity", identities[0], "id").id };
}

/** Reads the path of a directory. Access rules apply to directories only. @param {unknown} path */
function readDirectory(path) {
  if (!readText("document.path", path).startsWith("/")) throw argumentError("document.path", 'must begin with "/"');
  return /** @type {string} */ (path).replace(/\/*$/, "/");
}

/**
 * @param {any} account @param {string} collectionId @param {Principal} principal @param {string} path
 * @param {unknown} options
 */
async function findRule(account, collectionId, { principal_type, principal }, path, options) {
  const rules = await account.transfer.endpointAclList(collectionId, undefined, options).toArray();
  return rules.find(
    (/** @type {any} */ rule) =>
      isRecord(rule) &&
      rule.path === path &&
      rule.principal_type === principal_type &&
      (principal === "" || rule.principal === principal),
  );
}

/** @param {any} account @param {unknown} collectionId @param {unknown} document @param {unknown} options */
export async function share(account, collectionId, document, options) {
  const id = readText("collectionId", collectionId);
  const { path: rawPath, principal: whom, permissions = "r", ...more } = readObject("document", document);
  const path = readDirectory(rawPath);
  if (permissions !== "r" && permissions !== "rw") throw argumentError("document.permissions", 'must be "r" or "rw"');
  const named = readPrincipal(whom);
  const principal = await resolvePrincipal(account, named, options);
  if (!hasUsername(named)) await checkIdentity(account, principal, options);
  const rule = { DATA_TYPE: "access", ...more, ...principal, path, permissions };
  try {
    const added = await account.transfer.addEndpointAclRule(id, rule, undefined, options);
    return { ...rule, id: readDocument("transfer", "a rule", added, "access_id").access_id };
  } catch (/** @type {any} */ error) {
    if (error?.code !== "conflict") throw error;
    // A rule for this principal and path exists: its permissions are updated.
    const present = await findRule(account, id, principal, path, options);
    if (!present) throw error;
    if (present.permissions === permissions && Object.keys(more).length === 0) return present;
    // Path and principal of a rule cannot change; a mail is only sent for a new rule.
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

/** @param {any} account @param {unknown} collectionId @param {unknown} document @param {unknown} options */
export async function unshare(account, collectionId, document, options) {
  const id = readText("collectionId", collectionId);
  const { path: rawPath, principal } = readObject("document", document);
  const path = readDirectory(rawPath);
  const named = readPrincipal(principal);
  const whom = await resolvePrincipal(account, named, options);
  const rule = await findRule(account, id, whom, path, options);
  if (!rule) {
    // An id of a group, passed as an identity, never matches a rule: that is an error of the caller.
    if (!hasUsername(named)) await checkIdentity(account, whom, options);
    return false;
  }
  await account.transfer.deleteEndpointAclRule(id, rule.id, undefined, options);
  return true;
}
