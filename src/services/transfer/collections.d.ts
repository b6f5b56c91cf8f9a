
/**
 * Query of calls whose documents can be reduced to some fields. Send undocumented parameters with `account.request()`.
 */
export interface FieldsQuery {
  /**
   * The fields to return in each document. Other fields are then absent, although the type declares them. A list is
   * comma-joined.
   */
  fields?: string | readonly string[] | undefined;
}

/** Query of lists with an offset and a limit. Send undocumented parameters with `account.request()`. */
export interface OffsetQuery extends FieldsQuery {
  /** The maximum number of items to return. */
  limit?: number | undefined;
  /** The number of items to skip. */
  offset?: number | undefined;
}

/** The reply of Globus Transfer to an operation that returns no other document. */
export interface ResultDocument<Code extends string = string> {
  DATA_TYPE: "result";
  /** The outcome, as a name. */
  code: Code | (string & {});
  /** A description for people. */
  message: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
}

/** The settings that describe a collection of Globus Connect Personal. */
export interface EndpointDescription {
  /** The organization that operates the collection. */
  organization?: string | null | undefined;
  /** The department within the organization. */
  department?: string | null | undefined;
  /** Keywords for searches, comma-separated. */
  keywords?: string | null | undefined;
  /** The description. */
  description?: string | null | undefined;
  /** The email address of the contact person. */
  contact_email?: string | null | undefined;
  /** Other contact information. */
  contact_info?: string | null | undefined;
  /** The URL of a page with more information. */
  info_link?: string | null | undefined;
  /** The directory that is listed when no path is given. */
  default_directory?: string | null | undefined;
  /** Whether all transfers are encrypted. */
  force_encryption?: boolean | undefined;
  /** Whether checksum verification is refused. Not together with `force_verify`. */
  disable_verify?: boolean | undefined;
  /** Whether checksum verification is forced. Not together with `disable_verify`. */
  force_verify?: boolean | undefined;
  /** The longest lifetime of a permission, in minutes. */
  acl_max_expiration_period_mins?: number | null | undefined;
  /** The transfers of other users that monitors of a guest collection are notified of by email. Null: none. */
  guest_collection_activity_notification_policy?: ActivityNotificationPolicyDocument | null | undefined;
}

/** The transfers of other users that cause a notification. */
export interface ActivityNotificationPolicyDocument {
  /** The outcomes of the transfers. */
  status: readonly ("SUCCEEDED" | "FAILED")[];
  /** The sides of the transfers on which the collection was. */
  transfer_use: readonly ("source" | "destination")[];
}

/** Document of `updateEndpoint`: the fields to change. Null removes a value. */
export interface EndpointUpdate extends EndpointDescription {
  DATA_TYPE?: "endpoint" | undefined;
  /** The display name. */
  display_name?: string | undefined;
  /** Whether every user can find the collection. Only for mapped collections. */
  public?: boolean | undefined;
  /** A notice for users of the collection. Only for mapped collections. */
  user_message?: string | null | undefined;
  /** The URL (HTTP or HTTPS) of a page about the notice. Only for mapped collections. */
  user_message_link?: string | null | undefined;
  /** The subscription of the collection: a UUID. Only for mapped collections. */
  subscription_id?: string | null | undefined;
  /** Whether an administrator of the subscription has verified the collection. */
  subscription_admin_verified?: boolean | undefined;
  /** The time for which a login is valid, in minutes. Only for mapped collections. */
  authentication_timeout_mins?: number | null | undefined;
  /** The location: `"Automatic"`, or latitude and longitude. Only for mapped collections. */
  location?: string | null | undefined;
  /**
   * The share of the network that transfers use. `"custom"` requires all four numbers below. Only for mapped
   * collections with a subscription.
   */
  network_use?: "normal" | "minimal" | "aggressive" | "custom" | undefined;
  /** The highest number of files that a transfer moves at the same time. */
  max_concurrency?: number | undefined;
  /** The preferred number of files that a transfer moves at the same time. */
  preferred_concurrency?: number | undefined;
  /** The highest number of streams per file. */
  max_parallelism?: number | undefined;
  /** The preferred number of streams per file. */
  preferred_parallelism?: number | undefined;
}

/** Document of `setSubscriptionId`. */
export interface SubscriptionIdDocument {
  /**
   * The subscription (UUID); `"DEFAULT"` for the only subscription of this identity; null to remove the collection from
   * its subscription.
   */
  subscription_id: string | null;
}

/** Document of `setSubscriptionAdminVerified`. */
export interface SubscriptionAdminVerifiedDocument {
  /**
   * Whether an administrator of the subscription has verified the collection. Administrators of the collection can only
   * set it to false.
   */
  subscription_admin_verified: boolean;
}

/** The servers of an endpoint. */
export interface EndpointServerList {
  DATA_TYPE: "endpoint_server_list";
  /** The servers. */
  DATA: EndpointServer[];
  /** The endpoint's id. */
  endpoint?: string;
}

// ---- Guest collections ----

/** The guest collections on a host. */
export interface HostedEndpointList<Item = Endpoint> {
  DATA_TYPE: "endpoint_list";
  /** The guest collections. */
  DATA: Item[];
  /** The number of guest collections on this page. */
  length?: number;
  /** The size of a page. */
  limit?: number;
  /** The number of skipped guest collections. */
  offset?: number;
  /** The total number of guest collections. */
  total?: number;
  /** Whether more pages exist. */
  has_next_page?: boolean;
}

/** Query of `getSharedEndpointList`. Send undocumented parameters with `account.request()`. */
export interface SharedEndpointListQuery {
  /** The size of a page. */
  max_results?: number | undefined;
  /** The `next_token` of the page before. Iteration sends it automatically. */
  next_token?: string | undefined;
}

/** One page of the guest collections on a host. */
export interface SharedEndpointList {
  /** The guest collections. */
  shared_endpoints: SharedEndpoint[];
  /** The token of the next page. Null on the last page. */
  next_token: string | null;
}

/**
 * A guest collection, as `getSharedEndpointList` returns it: its id, and other fields of its document that Globus
 * sends.
 */
export type SharedEndpoint = Pick<Endpoint, "id"> & Partial<Endpoint>;

/** Document of `createSharedEndpoint`. */
export type SharedEndpointDocument = EndpointDescription & {
  DATA_TYPE?: "shared_endpoint" | undefined;
  /** The display name. */
  display_name: string;
  /** The directory of the host that becomes the root of the guest collection. */
  host_path: string;
} & (
    | {
        /** The collection of Globus Connect Personal (UUID) that hosts the guest collection. */
        host_endpoint: string;
        host_endpoint_id?: undefined;
      }
    | {
        /** The collection of Globus Connect Personal (UUID) that hosts the guest collection. */
        host_endpoint_id: string;
        host_endpoint?: undefined;
      }
  );

/** The result of the creation of a collection. */
export interface EndpointCreateResult {
  DATA_TYPE: "endpoint_create_result";
  /** The outcome, as a name. */
  code: "Created" | (string & {});
  /** A description for people. */
  message: string;
  /** The collection's id: a UUID. */
  id: string;
  /** The setup key of Globus Connect Personal; null for guest collections. */
  globus_connect_setup_key?: string | null;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
}

// ---- Roles ----

/** The role of a principal on a collection or endpoint. */
export interface EndpointRole {
  DATA_TYPE: "role";
  /** The id: a UUID. */
  id: string;
  /** The type of the principal that has the role. */
  principal_type: "identity" | "group" | (string & {});
  /** The id of that identity or group: a UUID. */
  principal: string;
  /** The role. */
  role: EndpointRoleName;
}

/** Document of `addEndpointRole`. */
export interface EndpointRoleDocument {
  DATA_TYPE?: "role" | undefined;
  /** The type of the principal that gets the role. */
  principal_type: "identity" | "group";
  /** The id of that identity or group: a UUID. */
  principal: string;
  /** The role. */
  role: "administrator" | "access_manager" | "activity_manager" | "activity_monitor";
}

/** The roles on a collection or endpoint. */
export interface EndpointRoleList {
  DATA_TYPE: "role_list";
  /** The roles. */
  DATA: EndpointRole[];
}

// ---- Permissions ----

/** The access that a permission grants: read, or read and write. */
export type AccessPermissions = "r" | "rw";

/**
 * A permission on a guest collection.
 *
 * https://docs.globus.org/api/transfer/permissions/#permission_document
 */
export interface AccessRule {
  DATA_TYPE: "access";
  /** The id: a UUID. Null for access that a role grants, which cannot be changed here. */
  id: string | null;
  /** The type of the principal: an identity, a group, all users who have logged in, or everyone. */
  principal_type: "identity" | "group" | "all_authenticated_users" | "anonymous" | (string & {});
  /** The id of the identity or group: a UUID. Empty for other types. */
  principal: string;
  /** The directory of the permission, from the root of the collection. */
  path: string;
  /** The access that the permission grants. */
  permissions: AccessPermissions | (string & {});
  /** The role (UUID) that grants the access. */
  role_id: string | null;
  /** The name of the role that grants the access. */
  role_type: EndpointRoleName | null;
  /** When it was created: ISO 8601. */
  create_time: string | null;
  /** When the permission expires: ISO 8601. Null: never. */
  expiration_date: string | null;
  /** The email address that was notified. */
  notify_email?: string | null;
  /** The message of the notification. */
  notify_message?: string | null;
}

/** Document of `addEndpointAclRule`. */
export type AccessRuleDocument = {
  DATA_TYPE?: "access" | undefined;
  /**
   * The directory of the permission, from the root of the collection, with a slash at both ends, such as `"/dataset/"`.
   */
  path: string;
  /** The access that the permission grants. */
  permissions: AccessPermissions;
  /** When the permission expires: ISO 8601. If absent: never, unless the collection sets a limit. */
  expiration_date?: string | null | undefined;
  /** The email address to notify. */
  notify_email?: string | null | undefined;
  /** An additional message. Only with `notify_email`. */
  notify_message?: string | null | undefined;
} & (
  | {
      /** The type of the principal. */
      principal_type: "identity" | "group";
      /** The id of the identity or group: a UUID. */
      principal: string;
    }
  | {
      /** All users who have logged in, or everyone. */
      principal_type: "all_authenticated_users" | "anonymous";
      principal: "";
    }
);

/** Document of `updateEndpointAclRule`: the fields to change. The principal and the path cannot be changed. */
export interface AccessRuleUpdate {
  DATA_TYPE?: "access" | undefined;
  /** The access that the permission grants. */
  permissions?: AccessPermissions | undefined;
  /** When the permission expires: ISO 8601. Null: never. */
  expiration_date?: string | null | undefined;
}

/** The result of the creation of a permission. */
export interface AccessRuleCreateResult {
  DATA_TYPE: "access_create_result";
  /** The outcome, as a name. */
  code: "Created" | (string & {});
  /** A description for people. */
  message: string;
  /** The permission's id: a UUID. */
  access_id: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
}

/** The permissions on a guest collection. */
export interface AccessRuleList {
  DATA_TYPE: "access_list";
  /** The permissions. */
  DATA: AccessRule[];
  /** The number of permissions on this page. */
  length?: number;
  /** The collection's id. */
  endpoint?: string;
}

// ---- Bookmarks ----

/**
 * A name for a directory of a collection.
 *
 * https://docs.globus.org/api/transfer/collection_bookmarks/#bookmark_document
 */
export interface Bookmark {
  DATA_TYPE: "bookmark";
  /** The id: a UUID. */
  id: string;
  /** The name, unique among the bookmarks of this identity. */
  name: string;
  /** The collection (UUID). */
  endpoint_id: string;
  /** The directory. */
  path: string;
  /** Whether the bookmark is pinned. */
  pinned?: boolean;
}

/** Document of `createBookmark`. */
export interface BookmarkDocument {
  DATA_TYPE?: "bookmark" | undefined;
  /** The name, unique among the bookmarks of this identity. */
  name: string;
  /** The collection (UUID). */
  endpoint_id: string;
  /** The directory. */
  path: string;
}

/** Document of `updateBookmark`. */
export interface BookmarkUpdate {
  DATA_TYPE?: "bookmark" | undefined;
  /** The new name. */
  name: string;
}

/** The bookmarks of this identity. */
export interface BookmarkList {
  DATA_TYPE: "bookmark_list";
  /** The bookmarks. */
  DATA: Bookmark[];
}

// ---- Files ----

/** Query of `operationStat`. Send undocumented parameters with `account.request()`. */
export interface OperationStatQuery {
  /** The path of the file or directory. */
  path?: string | undefined;
  /** The local account to map the identity to. Only for mapped collections. */
  local_user?: string | undefined;
}
