
/** A role in a group. */
export type GroupRole = "member" | "manager" | "admin";

/** The state of a membership. Only `"active"` members are members. */
export type MembershipStatus = "active" | "invited" | "pending" | "rejected" | "removed" | "left" | "declined";

/** What a group can ask of those who want to join. */
export type SignupField =
  | "institution"
  | "current_project_name"
  | "address"
  | "city"
  | "state"
  | "country"
  | "address1"
  | "address2"
  | "zip"
  | "phone"
  | "department"
  | "field_of_science";

/** What can be done with memberships: the members of `MembershipActions`. */
export type MembershipActionName =
  | "accept"
  | "add"
  | "approve"
  | "change_role"
  | "decline"
  | "invite"
  | "join"
  | "leave"
  | "reject"
  | "remove"
  | "request_join";

/** Query of `getMyGroups`. Parameters that are not documented can be sent with `account.request()`. */
export interface MyGroupsQuery {
  /** Only groups in which this identity has a membership of such a status. A list is comma-joined. @default "active" */
  statuses?: MembershipStatus | readonly MembershipStatus[] | undefined;
}

/** What `getGroup` can include. */
export type GroupInclude = "memberships" | "my_memberships" | "policies" | "allowed_actions" | "child_ids";

/** Query of `getGroup`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetGroupQuery {
  /**
   * What to give besides. A list is comma-joined. `memberships` takes an active membership, and a manager's if the policy
   * `group_members_visibility` says so.
   */
  include?: GroupInclude | readonly GroupInclude[] | undefined;
}

/**
 * A group. Private groups are visible to those who are active, invited or pending in them.
 *
 * https://docs.globus.org/api/groups/
 */
export interface Group {
  /** The id: a UUID. As a principal, `"urn:globus:groups:id:<id>"`. */
  id: string;
  /** The name. */
  name: string;
  /** What it is for. */
  description?: string | null;
  /** What members must agree to. */
  terms_and_conditions?: string | null;
  /** The group (UUID) it is a subgroup of. */
  parent_id: string | null;
  /** `"plus"`: a group that a subscription belongs to. */
  group_type: "regular" | "plus" | (string & {});
  /** Its subgroups (UUIDs), some of which may be private, with `include: "child_ids"`. */
  child_ids?: string[] | null;
  /** Whether it is a high assurance group, whose members must have logged in lately. */
  enforce_session: boolean;
  /** For how many seconds a login counts there. */
  session_limit?: number | null;
  /** When the logins of this session cease to count, by identity (UUID). */
  session_timeouts: Record<string, GroupSessionTimeout>;
  /** The memberships of this identity. */
  my_memberships?: GroupMembership[] | null;
  /** All memberships, with `include: "memberships"`. */
  memberships?: GroupMembership[] | null;
  /** What the identities that ask may do, with `include: "allowed_actions"`. */
  allowed_actions?: AllowedMembershipActions | null;
  /** The subscription (UUID) that belongs to it. */
  subscription_id?: string | null;
  /** What that subscription is good for. */
  subscription_info?: GroupSubscription | null;
  /** The policies. Which of them are given goes by the call. */
  policies?: GroupPoliciesSummary;
  /** The subscription (UUID) whose administrator has verified the group. */
  subscription_admin_verified_id?: string | null;
}

/** A group in `getMyGroups`: with the memberships of this identity. */
export interface MyGroup extends Group {
  my_memberships: GroupMembership[] | null;
}

/** When a login ceases to count for a group. */
export interface GroupSessionTimeout {
  /** When: ISO 8601. */
  expire_time: string;
  /** In how many seconds. */
  expires_in: number;
}

/** Which identities (UUIDs) of those who ask may do what with the memberships of a group, in principle. */
export type AllowedMembershipActions = Record<MembershipActionName, string[]>;

/** A membership of an identity in a group. */
export interface GroupMembership {
  /** The group: a UUID. */
  group_id: string;
  /** The subgroup (UUID) that makes the identity a member. */
  source_group_id?: string;
  /** The identity: a UUID. */
  identity_id: string;
  /** The identity's username. */
  username: string;
  /** The role. */
  role: GroupRole;
  /** The status. */
  status: MembershipStatus;
  /** Why it has this status, as whoever changed it said. */
  status_reason?: string | null;
  /** The address an invitation was sent to. */
  invite_email_address?: string | null;
  /** When it was last changed: ISO 8601. */
  updated?: string | null;
  /** When the identity was invited: ISO 8601. */
  invite_time?: string | null;
  /** What the identity has told the group of itself. */
  membership_fields?: MembershipFields | null;
}

/** What an identity can tell a group of itself. */
export interface MembershipFields {
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  organization?: string | null | undefined;
  institution?: string | null | undefined;
  current_project_name?: string | null | undefined;
  address?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  country?: string | null | undefined;
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  zip?: string | null | undefined;
  phone?: string | null | undefined;
  department?: string | null | undefined;
  field_of_science?: string | null | undefined;
}

/** What identities have told a group of themselves, by identity (UUID). */
export type MembershipFieldsByIdentity = Record<string, MembershipFields>;

/** What a subscription is good for. */
export interface GroupSubscription extends GroupSubscriptionSummary {
  /** The name of the subscription. */
  name: string;
  /** Whose it is. */
  subscriber_name: string;
}

/** What everybody may know of a subscription. */
export interface GroupSubscriptionSummary {
  /** Whether it is good for high assurance collections. */
  is_high_assurance: boolean;
  /** Whether it comes with a business associate agreement (HIPAA). */
  is_baa: boolean;
  /** The connectors it is good for, by connector (UUID). */
  connectors: Record<string, GroupSubscriptionConnector>;
}

/** For what a subscription has a connector. */
export interface GroupSubscriptionConnector {
  /** For high assurance collections. */
  is_ha: boolean;
  /** Under a business associate agreement. */
  is_baa: boolean;
}

/** The group that a subscription belongs to. */
export interface SubscriptionGroup {
  /** The group: a UUID. */
  group_id: string;
  /** The subscription: a UUID. */
  subscription_id: string;
  /** What the subscription is good for. */
  subscription_info: GroupSubscriptionSummary;
}

/** A group to create. */
export interface CreateGroupDocument {
  /** The name. */
  name: string;
  /** What it is for. */
  description?: string | null | undefined;
  /** What members must agree to. */
  terms_and_conditions?: string | null | undefined;
  /** The group (UUID) it shall be a subgroup of: this identity must be an administrator there. */
  parent_id?: string | null | undefined;
  /**
   * Its policies. By default it is private, its members are visible to managers and administrators, and nobody can request to
   * join.
   */
  policies?: GroupPoliciesDocument | undefined;
}

/** What to change of a group. */
export interface UpdateGroupDocument {
  /** The name. */
  name?: string | null | undefined;
  /** What it is for. */
  description?: string | null | undefined;
  /** What members must agree to. */
  terms_and_conditions?: string | null | undefined;
  /** The subscription (UUID) whose administrator has verified the group. */
  subscription_admin_verified_id?: string | null | undefined;
}

/** The policies of a group, as far as a group's document has them. */
export interface GroupPoliciesSummary {
  /** Who sees the group: every user, or who is active, invited or pending in it. */
  group_visibility: "authenticated" | "private" | (string & {});
  /** Who sees its members: all of them, or managers and administrators. */
  group_members_visibility: "members" | "managers" | (string & {});
  /** Whether it is a high assurance group. */
  is_high_assurance?: boolean;
  /** For how many seconds a login counts in a high assurance group. */
  authentication_assurance_timeout?: number | null;
  /** Whether users may request to join. */
  join_requests?: boolean;
  /** What those who want to join must tell. */
  signup_fields?: SignupField[];
}

/** The policies of a group. */
export interface GroupPolicies extends GroupPoliciesSummary {
  is_high_assurance: boolean;
  signup_fields: SignupField[];
}

/** Policies to set. */
export interface GroupPoliciesDocument {
  /** Whether it is a high assurance group. */
  is_high_assurance?: boolean | null | undefined;
  /** For how many seconds a login counts in a high assurance group. @default 28800 */
  authentication_assurance_timeout?: number | null | undefined;
  /** Who sees the group: every user, or who is active, invited or pending in it. */
  group_visibility?: "authenticated" | "private" | null | undefined;
  /** Who sees its members: all of them, or managers and administrators. */
  group_members_visibility?: "members" | "managers" | null | undefined;
  /** Whether users may request to join. */
  join_requests?: boolean | null | undefined;
  /** What those who want to join must tell. */
  signup_fields?: readonly SignupField[] | null | undefined;
}

/** Whether identities may be added to groups without being asked, by identity (UUID). */
export type IdentityPreferences = Record<string, IdentityPreference>;

/** What an identity wants of groups. */
export interface IdentityPreference {
  /** Whether administrators and managers may add it. If not, they can invite it. */
  allow_add: boolean | null;
}

/** A membership to act on. */
export interface MembershipActionDocument {
  /** Whose it is: an identity's id (UUID). */
  identity_id: string;
}

/** A membership to act on, perhaps with a reason. */
export interface MembershipStatusDocument extends MembershipActionDocument, MembershipDetails {}

/** A membership to give. */
export interface AddMemberDocument extends MembershipActionDocument, AddMemberDetails {}

/** A membership to offer. */
export interface InviteMemberDocument extends MembershipActionDocument, InviteMemberDetails {}

/** What can be said of a change of a membership. */
export interface MembershipDetails {
  /** Why. */
  status_reason?: string | null | undefined;
}

/** What can be said of a membership to give. */
export interface AddMemberDetails extends MembershipDetails {
  /** The role. Only administrators can give another than the default. @default "member" */
  role?: GroupRole | null | undefined;
}

/** What can be said of a membership to offer. */
export interface InviteMemberDetails extends AddMemberDetails {
  /** The address to send the invitation to. */
  invite_email_address?: string | null | undefined;
}

/** A role to change. */
export interface ChangeRoleDocument extends MembershipActionDocument {
  /** The new role. */
  role: GroupRole;
}

/** What to do with memberships. An identity can stand in one of the lists only. */
export interface MembershipActions {
  /** Accept invitations, of identities of one's own. */
  accept?: readonly MembershipStatusDocument[] | null | undefined;
  /** Add identities as active members: as a manager or administrator. */
  add?: readonly AddMemberDocument[] | null | undefined;
  /** Let those in who requested to join: as a manager or administrator. */
  approve?: readonly MembershipStatusDocument[] | null | undefined;
  /** Change roles of active members: as an administrator. */
  change_role?: readonly ChangeRoleDocument[] | null | undefined;
  /** Decline invitations, of identities of one's own. */
  decline?: readonly MembershipStatusDocument[] | null | undefined;
  /** Invite identities. */
  invite?: readonly InviteMemberDocument[] | null | undefined;
  /** Join with identities of one's own, if the group is open. */
  join?: readonly MembershipActionDocument[] | null | undefined;
  /** Leave with identities of one's own. The last administrator cannot. */
  leave?: readonly MembershipStatusDocument[] | null | undefined;
  /** Refuse those who requested to join: as a manager or administrator. */
  reject?: readonly MembershipStatusDocument[] | null | undefined;
  /** Remove active or invited members other than oneself: as a manager or administrator. */
  remove?: readonly MembershipStatusDocument[] | null | undefined;
  /** Request to join with identities of one's own, if the group allows requests. */
  request_join?: readonly MembershipActionDocument[] | null | undefined;
}

/** What became of it: for each action the memberships as they are now, and in `errors` what failed. */
export interface MembershipActionsResult extends Partial<Record<MembershipActionName, GroupMembership[] | null>> {
  /** What failed, by action. */
  errors?: Partial<Record<MembershipActionName, MembershipError[] | null>> | null;
}

/** Why an action on one membership failed. */
export interface MembershipError {
  /** Whose it is: an identity's id (UUID). */
  identity_id: string;
  /** The kind of failure. */
  code: "ALREADY_ACTIVE" | "NO_MEMBERSHIP" | "FORBIDDEN" | (string & {});
  /** The failure, for people. */
  detail?: string;
}

/** Whose administrator shall have verified a group. */
export interface GroupVerificationDocument {
  /** The subscription (UUID), or null for none. */
  subscription_admin_verified_id: string | null;
}

/** Whose administrator has verified a group. */
export interface GroupVerification {
  /** The group: a UUID. */
  group_id: string;
  /** The subscription (UUID), or null. */
  subscription_admin_verified_id: string | null;
}
