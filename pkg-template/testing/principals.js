// @ts-check
/** @typedef {import("./world.js").World} World */

const IDENTITY = "urn:globus:auth:identity:";
const GROUP = "urn:globus:groups:id:";
const URN = /^urn:globus:(auth:identity|groups:id):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param {string} identityId */
export const identityUrn = (identityId) => `${IDENTITY}${identityId}`;

/** @param {unknown} value @returns {value is string} */
export const isPrincipal = (value) => typeof value === "string" && URN.test(value);

/** @param {World} world @param {string} groupId @param {string} identityId */
export const isMember = (world, groupId, identityId) => Boolean(world.groups?.isMember(groupId, identityId));

/**
 * Whether one of the principals is the identity, a group it is in, or everybody.
 * @param {readonly string[]} principals
 * @param {string} identityId
 * @param {World} world
 */
export function includesIdentity(principals, identityId, world) {
  return principals.some((principal) => {
    if (principal === "public" || principal === "all_authenticated_users") return true;
    if (principal.startsWith(GROUP)) return isMember(world, principal.slice(GROUP.length), identityId);
    return principal.toLowerCase() === identityUrn(identityId);
  });
}
