// @ts-check
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {"member" | "manager" | "admin"} Role
 * @typedef {"active" | "invited" | "pending" | "rejected" | "removed" | "left" | "declined"} Status
 * @typedef {{ identityId: string, role: Role, status: Status, statusReason: string | null, inviteEmail: string | null,
 *   updated: number, inviteTime: number | null }} Membership
 * @typedef {{ is_high_assurance: boolean, authentication_assurance_timeout: number | null,
 *   group_visibility: "authenticated" | "private", group_members_visibility: "members" | "managers",
 *   join_requests: boolean, signup_fields: string[] }} Policies
 * @typedef {import("./index.js").FakeGroupOptions} GroupOptions
 * @typedef {import("./index.js").FakeSubscription} Subscription
 */

export const ROLES = /** @type {const} */ (["member", "manager", "admin"]);
export const STATUSES = /** @type {const} */ ([
  "active",
  "invited",
  "pending",
  "rejected",
  "removed",
  "left",
  "declined",
]);

/** A group with its memberships. No call deletes a membership: former members get another status. */
export class Group {
  /** @type {Map<string, Membership>} */ memberships = new Map();
  /**
   * Membership fields that identities filled in, also before they join.
   * @type {Map<string, Record<string, unknown>>}
   */
  fields = new Map();
  /** @type {string | null} */ verifiedBy = null;

  /** @param {GroupOptions} options @param {import("./clock.js").Clock} clock */
  constructor(options, clock) {
    const { subscription } = options;
    this.id = (options.id ?? uuid()).toLowerCase();
    if (!isUuid(this.id)) throw new TypeError("id must be a UUID");
    this.name = options.name;
    this.description = options.description ?? null;
    this.terms = options.termsAndConditions ?? null;
    this.parentId = options.parentId ?? null;
    this.allowJoin = options.allowJoin ?? false;
    this.requiresSession = options.requireSession ?? false;
    this.subscription = subscription && { ...subscription, id: subscription.id ?? uuid() };
    this.clock = clock;
    /** @type {Policies} */
    this.policies = {
      is_high_assurance: options.highAssurance ?? this.requiresSession,
      authentication_assurance_timeout: options.authenticationAssuranceTimeout ?? 28_800,
      group_visibility: options.visibility ?? "private",
      group_members_visibility: options.membersVisibility ?? "managers",
      join_requests: options.joinRequests ?? false,
      signup_fields: [...(options.signupFields ?? [])],
    };
    for (const { identity, role, status } of options.members ?? []) this.setMembership(identity, { role, status });
  }

  /**
   * Creates or changes a membership. Ignores undefined members of `change`.
   * @param {string} identity
   * @param {{ [Name in keyof Membership]?: Membership[Name] | undefined }} change
   */
  setMembership(identity, change) {
    const identityId = identity.toLowerCase();
    const now = this.clock.now();
    /** @type {Membership} */
    const membership = this.memberships.get(identityId) ?? {
      identityId,
      role: "member",
      status: "active",
      statusReason: null,
      inviteEmail: null,
      updated: now,
      inviteTime: null,
    };
    const definedChanges = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    Object.assign(membership, definedChanges, { updated: now });
    this.memberships.set(identityId, membership);
    return membership;
  }

  /**
   * Returns the role of an active membership in this group. Subgroups do not count.
   * @param {string} identityId
   * @returns {Role | undefined}
   */
  activeRole(identityId) {
    const membership = this.memberships.get(identityId);
    return membership?.status === "active" ? membership.role : undefined;
  }

  /** @param {string} identityId */
  isManager(identityId) {
    const role = this.activeRole(identityId);
    return role === "admin" || role === "manager";
  }

  /** @param {string} identityId */
  isAdmin(identityId) {
    return this.activeRole(identityId) === "admin";
  }
}

/** All groups, and the preferences of identities. */
export class Groups {
  /** @type {Map<string, Group>} */ #byId = new Map();
  /** Identities that do not allow others to add them to groups. @type {Set<string>} */ #unaddable = new Set();
  /** @type {import("./clock.js").Clock} */ #clock;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {GroupOptions} options */
  add(options) {
    const group = new Group(options, this.#clock);
    if (this.#byId.has(group.id)) throw new TypeError(`the group ${group.id} already exists`);
    if (group.parentId !== null && !this.#byId.has(group.parentId))
      throw new TypeError(`the parent group ${group.parentId} does not exist`);
    this.#byId.set(group.id, group);
    return group;
  }

  /** @param {string} id */
  get(id) {
    return this.#byId.get(id.toLowerCase());
  }

  all() {
    return [...this.#byId.values()];
  }

  /** @param {string} id */
  delete(id) {
    return this.#byId.delete(id);
  }

  /** @param {Group} group */
  children(group) {
    return this.all().filter(({ parentId }) => parentId === group.id);
  }

  /**
   * Returns the memberships of a group. The active members of its subgroups are members too.
   * @param {Group} group
   * @returns {(Membership & { sourceGroupId?: string })[]}
   */
  memberships(group) {
    /** @type {(Membership & { sourceGroupId?: string })[]} */
    const memberships = [...group.memberships.values()];
    const activeIds = new Set(
      memberships.filter(({ status }) => status === "active").map(({ identityId }) => identityId),
    );
    for (const subgroup of this.#descendants(group)) {
      for (const membership of subgroup.memberships.values()) {
        if (membership.status !== "active" || activeIds.has(membership.identityId)) continue;
        activeIds.add(membership.identityId);
        memberships.push({ ...membership, role: "member", sourceGroupId: subgroup.id });
      }
    }
    return memberships;
  }

  /** @param {Group} group @returns {Group[]} */
  #descendants(group) {
    return this.children(group).flatMap((child) => [child, ...this.#descendants(child)]);
  }

  /**
   * Whether an identity is an active member of a group or of one of its subgroups. An unknown group has no members.
   * @param {string} groupId
   * @param {string} identityId
   */
  isMember(groupId, identityId) {
    const group = this.get(groupId);
    const id = identityId.toLowerCase();
    return (
      group !== undefined &&
      this.memberships(group).some((membership) => membership.identityId === id && membership.status === "active")
    );
  }

  /** @param {Group} group @param {string} identityId */
  isVisible(group, identityId) {
    return (
      group.policies.group_visibility === "authenticated" ||
      this.memberships(group).some(
        (membership) =>
          membership.identityId === identityId && ["active", "invited", "pending"].includes(membership.status),
      )
    );
  }

  /** @param {string} subscriptionId */
  findBySubscription(subscriptionId) {
    return this.all().find(({ subscription }) => subscription?.id === subscriptionId);
  }

  /** @param {string} identityId */
  canAdd(identityId) {
    return !this.#unaddable.has(identityId);
  }

  /** @param {string} identityId @param {boolean} allowed */
  setCanAdd(identityId, allowed) {
    if (allowed) this.#unaddable.delete(identityId);
    else this.#unaddable.add(identityId);
  }
}
