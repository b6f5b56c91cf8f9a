
/** The role of a member of a group. */
export type GroupRole = "member" | "manager" | "admin";

/** The status of a membership. Only identities with `"active"` are members. */
export type MembershipStatus = "active" | "invited" | "pending" | "rejected" | "removed" | "left" | "declined";

/** A field that a group can require of identities that request to join. */
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

/** An action on memberships: a field of `MembershipActions`. */
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

/** Query of `getMyGroups`. Send undocumented parameters with `account.request()`. */
export interface MyGroupsQuery {
  /**
   * Only groups in which this identity has a membership with one of these statuses. A list is comma-joined.
   * @default "active"
   */
  statuses?: MembershipStatus | readonly MembershipStatus[] | undefined;
}

/** Optional data of `getGroup`. */
export type GroupInclude = "memberships" | "my_memberships" | "policies" | "allowed_actions" | "child_ids";

/** Query of `getGroup`. Send undocumented parameters with `account.request()`. */
export interface GetGroupQuery {
  /**
   * Additional data to return. A list is comma-joined. `memberships` requires an active membership, as manager or
   * administrator if the policy `group_members_visibility` is `"managers"`.
   */
  include?: GroupInclude | readonly GroupInclude[] | undefined;
}

/**
 * A group. A private group is visible to its active, invited and pending members.
 *
 * https://docs.globus.org/api/groups/
 */
export interface Group {
  /** The id: a UUID. The principal of a group is `"urn:globus:groups:id:<id>"`. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description?: string | null;
  /** The terms and conditions that members must accept. */
  terms_and_conditions?: string | null;
  /** The parent group (UUID) of a subgroup. */
  parent_id: string | null;
  /** `"plus"`: the group of a subscription. */
  group_type: "regular" | "plus" | (string & {});
  /** The subgroups (UUIDs), with `include: "child_ids"`. Some may be private. */
  child_ids?: string[] | null;
  /** Whether the group has high assurance: its members must have logged in recently. */
  enforce_session: boolean;
  /** The time for which a login is valid in the group, in seconds. */
  session_limit?: number | null;
  /** When the logins of this session expire, by identity (UUID). */
  session_timeouts: Record<string, GroupSessionTimeout>;
  /** The memberships of this identity. */
  my_memberships?: GroupMembership[] | null;
  /** All memberships, with `include: "memberships"`. */
  memberships?: GroupMembership[] | null;
  /** The permitted actions of the caller's identities, with `include: "allowed_actions"`. */
  allowed_actions?: AllowedMembershipActions | null;
  /** The subscription (UUID) of the group. */
  subscription_id?: string | null;
  /** The features of the subscription. */
  subscription_info?: GroupSubscription | null;
  /** The policies. The call decides which of them are included. */
  policies?: GroupPoliciesSummary;
  /** The subscription (UUID) whose administrator has verified the group. */
  subscription_admin_verified_id?: string | null;
}

/** A group in `getMyGroups`, with the memberships of this identity. */
export interface MyGroup extends Group {
  my_memberships: GroupMembership[] | null;
}

/** The expiry of a login for a group. */
export interface GroupSessionTimeout {
  /** When the login expires: ISO 8601. */
  expire_time: string;
  /** The time until the login expires, in seconds. */
  expires_in: number;
}

/** The caller's identities (UUIDs) that may in principle perform each action on the memberships of a group. */
export type AllowedMembershipActions = Record<MembershipActionName, string[]>;

/** The membership of an identity in a group. */
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
  /** The reason for the status, as the identity that changed it wrote. */
  status_reason?: string | null;
  /** The email address that the invitation was sent to. */
  invite_email_address?: string | null;
  /** When the membership was last changed: ISO 8601. */
  updated?: string | null;
  /** When the identity was invited: ISO 8601. */
  invite_time?: string | null;
  /** The fields that the identity filled in for the group. */
  membership_fields?: MembershipFields | null;
}

/** The fields that an identity can fill in for a group. */
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

/** The fields that identities filled in for a group, by identity (UUID). */
export type MembershipFieldsByIdentity = Record<string, MembershipFields>;

/** The features of a subscription. */
export interface GroupSubscription extends GroupSubscriptionSummary {
  /** The name of the subscription. */
  name: string;
  /** The name of the subscriber. */
  subscriber_name: string;
}

/** The public information about a subscription. */
export interface GroupSubscriptionSummary {
  /** Whether the subscription includes high assurance collections. */
  is_high_assurance: boolean;
  /** Whether the subscription includes a business associate agreement (HIPAA). */
  is_baa: boolean;
  /** The connectors of the subscription, by connector (UUID). */
  connectors: Record<string, GroupSubscriptionConnector>;
}

/** The features of a connector of a subscription. */
export interface GroupSubscriptionConnector {
  /** Whether the connector supports high assurance collections. */
  is_ha: boolean;
  /** Whether the business associate agreement covers the connector. */
  is_baa: boolean;
}

/** The group of a subscription. */
export interface SubscriptionGroup {
  /** The group: a UUID. */
  group_id: string;
  /** The subscription: a UUID. */
  subscription_id: string;
  /** The features of the subscription. */
  subscription_info: GroupSubscriptionSummary;
}

/** A group to create. */
export interface CreateGroupDocument {
  /** The name. */
  name: string;
  /** The description. */
  description?: string | null | undefined;
  /** The terms and conditions that members must accept. */
  terms_and_conditions?: string | null | undefined;
  /** The parent group (UUID). This identity must be an administrator of it. */
  parent_id?: string | null | undefined;
  /**
   * The policies. By default the group is private, only managers and administrators see its members, and users cannot
   * request to join.
   */
  policies?: GroupPoliciesDocument | undefined;
}

/** The fields of a group to change. */
export interface UpdateGroupDocument {
  /** The name. */
  name?: string | null | undefined;
  /** The description. */
  description?: string | null | undefined;
  /** The terms and conditions that members must accept. */
  terms_and_conditions?: string | null | undefined;
  /** The subscription (UUID) whose administrator has verified the group. */
  subscription_admin_verified_id?: string | null | undefined;
}

/** The policies of a group, as the group's document contains them. */
export interface GroupPoliciesSummary {
  /** The visibility of the group: for every user, or for its active, invited and pending members. */
  group_visibility: "authenticated" | "private" | (string & {});
  /** The visibility of the members: for all members, or for managers and administrators. */
  group_members_visibility: "members" | "managers" | (string & {});
  /** Whether the group has high assurance. */
  is_high_assurance?: boolean;
  /** The time for which a login is valid in a high assurance group, in seconds. */
  authentication_assurance_timeout?: number | null;
  /** Whether users may request to join. */
  join_requests?: boolean;
  /** The fields that are required of identities that request to join. */
  signup_fields?: SignupField[];
}

/** The policies of a group. */
export interface GroupPolicies extends GroupPoliciesSummary {
  is_high_assurance: boolean;
  signup_fields: SignupField[];
}

/** The policies of a group to set. */
export interface GroupPoliciesDocument {
  /** Whether the group has high assurance. */
  is_high_assurance?: boolean | null | undefined;
  /** The time for which a login is valid in a high assurance group, in seconds. @default 28800 */
  authentication_assurance_timeout?: number | null | undefined;
  /** The visibility of the group: for every user, or for its active, invited and pending members. */
  group_visibility?: "authenticated" | "private" | null | undefined;
  /** The visibility of the members: for all members, or for managers and administrators. */
  group_members_visibility?: "members" | "managers" | null | undefined;
  /** Whether users may request to join. */
  join_requests?: boolean | null | undefined;
  /** The fields that are required of identities that request to join. */
  signup_fields?: readonly SignupField[] | null | undefined;
}

/** Whether identities can be added to groups without their approval, by identity (UUID). */
export type IdentityPreferences = Record<string, IdentityPreference>;

/** The preferences of an identity for groups. */
export interface IdentityPreference {
  /** Whether administrators and managers may add the identity. If not, they can invite it. */
  allow_add: boolean | null;
}

/** The membership that an action applies to. */
export interface MembershipActionDocument {
  /** The identity of the membership: a UUID. */
  identity_id: string;
}

/** The membership that an action applies to, with an optional reason. */
export interface MembershipStatusDocument extends MembershipActionDocument, MembershipDetails {}

/** A member to add. */
export interface AddMemberDocument extends MembershipActionDocument, AddMemberDetails {}

/** An identity to invite. */
export interface InviteMemberDocument extends MembershipActionDocument, InviteMemberDetails {}

/** Details of a membership change. */
export interface MembershipDetails {
  /** The reason for the change. */
  status_reason?: string | null | undefined;
}

/** Details of a member to add. */
export interface AddMemberDetails extends MembershipDetails {
  /** The role. Only administrators can assign a role other than the default. @default "member" */
  role?: GroupRole | null | undefined;
}

/** Details of an invitation. */
export interface InviteMemberDetails extends AddMemberDetails {
  /** The email address to send the invitation to. */
  invite_email_address?: string | null | undefined;
}

/** The member whose role to change. */
export interface ChangeRoleDocument extends MembershipActionDocument {
  /** The new role. */
  role: GroupRole;
}

/** Actions on memberships. An identity can occur in only one of the lists. */
export interface MembershipActions {
  /** Accepts invitations of the caller's own identities. */
  accept?: readonly MembershipStatusDocument[] | null | undefined;
  /** Adds identities as active members. Requires a manager or administrator. */
  add?: readonly AddMemberDocument[] | null | undefined;
  /** Approves identities that requested to join. Requires a manager or administrator. */
  approve?: readonly MembershipStatusDocument[] | null | undefined;
  /** Changes the roles of active members. Requires an administrator. */
  change_role?: readonly ChangeRoleDocument[] | null | undefined;
  /** Declines invitations of the caller's own identities. */
  decline?: readonly MembershipStatusDocument[] | null | undefined;
  /** Invites identities. */
  invite?: readonly InviteMemberDocument[] | null | undefined;
  /** Joins with the caller's own identities, if the group is open. */
  join?: readonly MembershipActionDocument[] | null | undefined;
  /** Leaves the group with the caller's own identities. The last administrator cannot leave. */
  leave?: readonly MembershipStatusDocument[] | null | undefined;
  /** Rejects identities that requested to join. Requires a manager or administrator. */
  reject?: readonly MembershipStatusDocument[] | null | undefined;
  /** Removes active or invited members other than the caller. Requires a manager or administrator. */
  remove?: readonly MembershipStatusDocument[] | null | undefined;
  /** Requests to join with the caller's own identities, if the group allows requests. */
  request_join?: readonly MembershipActionDocument[] | null | undefined;
}

/** The result of the actions: for each action, the new memberships; in `errors`, the failures. */
export interface MembershipActionsResult extends Partial<Record<MembershipActionName, GroupMembership[] | null>> {
  /** The failures, by action. */
  errors?: Partial<Record<MembershipActionName, MembershipError[] | null>> | null;
}

/** The failure of an action on one membership. */
export interface MembershipError {
  /** The identity of the membership: a UUID. */
  identity_id: string;
  /** The kind of failure. */
  code: "ALREADY_ACTIVE" | "NO_MEMBERSHIP" | "FORBIDDEN" | (string & {});
  /** The failure, as a text for people. */
  detail?: string;
}

/** The subscription whose administrator verifies a group. */
export interface GroupVerificationDocument {
  /** The subscription (UUID), or null for none. */
  subscription_admin_verified_id: string | null;
}

/** The subscription whose administrator has verified a group. */
export interface GroupVerification {
  /** The group: a UUID. */
  group_id: string;
  /** The subscription (UUID), or null. */
  subscription_admin_verified_id: string | null;
}
