// @ts-check
/** @typedef {import("./world.js").World} World */

const IDENTITY_URN_PREFIX = "urn:globus:auth:identity:";
const GROUP_URN_PREFIX = "urn:globus:groups:id:";
const PRINCIPAL_URN = /^urn:globus:(auth:identity|groups:id):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param {string} identityId */
export const identityUrn = (identityId) => `${IDENTITY_URN_PREFIX}${identityId}`;

/** @param {unknown} value @returns {value is string} */
export const isPrincipal = (value) => typeof value === "string" && PRINCIPAL_URN.test(value);

/** @param {World} world @param {string} groupId @param {string} identityId */
export const isMember = (world, groupId, identityId) => Boolean(world.groups?.isMember(groupId, identityId));

/**
 * Whether the principals include the identity, one of its groups, or everyone.
 * @param {readonly string[]} principals
 * @param {string} identityId
 * @param {World} world
 */
export function includesIdentity(principals, identityId, world) {
  return principals.some((principal) => {
    if (principal === "public" || principal === "all_authenticated_users") return true;
    if (principal.startsWith(GROUP_URN_PREFIX))
      return isMember(world, principal.slice(GROUP_URN_PREFIX.length), identityId);
    return principal.toLowerCase() === identityUrn(identityId);
  });
}
