// @ts-check
/**
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("./memberships.js").Role} Role
 * @typedef {import("./memberships.js").Status} Status
 */

/** The public handle of a group. */
export class FakeGroup {
  /** @type {Group} */ #group;
  /** @type {import("./memberships.js").Groups} */ #groups;

  /** @param {Group} group @param {import("./memberships.js").Groups} groups */
  constructor(group, groups) {
    this.#group = group;
    this.#groups = groups;
    this.id = group.id;
    this.subscriptionId = group.subscription?.id;
  }

  get name() {
    return this.#group.name;
  }

  /** The present memberships of the group. Includes former members, and members of subgroups. */
  get members() {
    return this.#groups.memberships(this.#group).map(({ identityId: identity, role, status }) => ({
      identity,
      role,
      status,
    }));
  }

  /** @param {string} identity @param {{ role?: Role, status?: Status }} [membership] */
  setMember(identity, { role = "member", status = "active" } = {}) {
    this.#group.setMembership(identity, { role, status });
  }

  /** @param {string} identity */
  removeMember(identity) {
    return this.#group.memberships.delete(identity.toLowerCase());
  }

  /** Removes the group. */
  remove() {
    this.#groups.delete(this.id);
  }
}
