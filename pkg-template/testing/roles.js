// @ts-check
import { uuid } from "./ids.js";

/**
 * @typedef {"identity" | "group"} RolePrincipalType
 * @typedef {{ id: string, principalType: RolePrincipalType, principal: string, role: string }} Role
 */

/** The other roles that each role includes. @type {Record<string, readonly string[]>} */
const INCLUDED_ROLES = {
  owner: ["administrator", "access_manager", "activity_manager", "activity_monitor"],
  administrator: ["access_manager", "activity_manager", "activity_monitor"],
  activity_manager: ["activity_monitor"],
};

export const ROLE_NAMES = ["administrator", "access_manager", "activity_manager", "activity_monitor"];

/** The roles that are assigned on one endpoint or collection. Transfer and the GCS Manager share them. */
export class Roles {
  /** @type {Map<string, Role>} */ records = new Map();
  /** @type {import("./world.js").World} */ #world;

  /** @param {import("./world.js").World} world */
  constructor(world) {
    this.#world = world;
  }

  /** @param {string} principal @param {string} role @param {RolePrincipalType} [principalType] */
  add(principal, role, principalType = "identity") {
    /** @type {Role} */
    const record = { id: uuid(), principalType, principal: principal.toLowerCase(), role };
    this.records.set(record.id, record);
    return record;
  }

  /** Returns the records of an identity, including those of its groups. @param {string} identityId */
  recordsOf(identityId) {
    return [...this.records.values()].filter(({ principalType, principal }) =>
      principalType === "group" ? isMember(this.#world, principal, identityId) : principal === identityId,
    );
  }

  /** @param {string} identityId @returns {Set<string>} names of roles, without those they include */
  namesOf(identityId) {
    return new Set(this.recordsOf(identityId).map(({ role }) => role));
  }
}

/** @param {Iterable<string>} names @param {string} role */
export function includesRole(names, role) {
  for (const name of names) if (name === role || INCLUDED_ROLES[name]?.includes(role)) return true;
  return false;
}

/** @param {import("./world.js").World} world @param {string} groupId @param {string} identityId */
export const isMember = (world, groupId, identityId) => Boolean(world.groups?.isMember(groupId, identityId));
