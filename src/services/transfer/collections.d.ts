
/** Query of calls whose documents can be cut down. Parameters that are not documented can be sent with `account.request()`. */
export interface FieldsQuery {
  /** The fields each document should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
}

/** Query of lists of which a part can be asked for. Parameters that are not documented can be sent with `account.request()`. */
export interface OffsetQuery extends FieldsQuery {
  /** The most items to give. */
  limit?: number | undefined;
  /** How many items to skip. */
  offset?: number | undefined;
}

/** What Transfer says when it has done something and has no document to show for it. */
export interface ResultDocument<Code extends string = string> {
  DATA_TYPE: "result";
  /** What was done. */
  code: Code | (string & {});
  /** The same for people. */
  message: string;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
}

/** What people can say of a collection of Globus Connect Personal. */
export interface EndpointDescription {
  /** Who runs it. */
  organization?: string | null | undefined;
  /** The department within the organization. */
  department?: string | null | undefined;
  /** Comma-separated words that help to find it. */
  keywords?: string | null | undefined;
  /** What it is for. */
  description?: string | null | undefined;
  /** Whom to write to. */
  contact_email?: string | null | undefined;
  /** How else to reach somebody. */
  contact_info?: string | null | undefined;
  /** A page with more about it. */
  info_link?: string | null | undefined;
  /** The directory that is listed when no path is given. */
  default_directory?: string | null | undefined;
  /** Whether all transfers are encrypted. */
  force_encryption?: boolean | undefined;
  /** Whether checksum verification is refused. Not together with `force_verify`. */
  disable_verify?: boolean | undefined;
  /** Whether checksum verification is forced. Not together with `disable_verify`. */
  force_verify?: boolean | undefined;
  /** The longest life of a permission, in minutes. */
  acl_max_expiration_period_mins?: number | null | undefined;
  /** Of which transfers of others those who monitor a guest collection are told by mail. Null: of none. */
  guest_collection_activity_notification_policy?: ActivityNotificationPolicyDocument | null | undefined;
}

/** Of which transfers of others people are told. */
export interface ActivityNotificationPolicyDocument {
  /** How the transfer ended. */
  status: readonly ("SUCCEEDED" | "FAILED")[];
  /** Which side of it the collection was. */
  transfer_use: readonly ("source" | "destination")[];
}

/** Document of `updateEndpoint`: what is to be changed. Null takes a value away. */
export interface EndpointUpdate extends EndpointDescription {
  DATA_TYPE?: "endpoint" | undefined;
  /** The name to show to people. */
  display_name?: string | undefined;
  /** Whether everybody can find it. Only for mapped collections. */
  public?: boolean | undefined;
  /** A notice for people who use it. Only for mapped collections. */
  user_message?: string | null | undefined;
  /** A page with more about the notice: an HTTP or HTTPS URL. Only for mapped collections. */
  user_message_link?: string | null | undefined;
  /** The subscription (UUID) to put it under. Only for mapped collections. */
  subscription_id?: string | null | undefined;
  /** Whether an administrator of the subscription vouches for it. */
  subscription_admin_verified?: boolean | undefined;
  /** Minutes for which a login counts. Only for mapped collections. */
  authentication_timeout_mins?: number | null | undefined;
  /** Where it is: `"Automatic"`, or latitude and longitude. Only for mapped collections. */
  location?: string | null | undefined;
  /** How much of the network transfers take; `"custom"` goes by the four numbers below, which are all needed then. Only for mapped collections under a subscription. */
  network_use?: "normal" | "minimal" | "aggressive" | "custom" | undefined;
  /** The most files a transfer moves at once. */
  max_concurrency?: number | undefined;
  /** The files a transfer moves at once if all is well. */
  preferred_concurrency?: number | undefined;
  /** The most streams per file. */
  max_parallelism?: number | undefined;
  /** The streams per file if all is well. */
  preferred_parallelism?: number | undefined;
}

/** Document of `setSubscriptionId`. */
export interface SubscriptionIdDocument {
  /** The subscription (UUID); `"DEFAULT"` for the only one this identity has; null to take the collection out of its subscription. */
  subscription_id: string | null;
}

/** Document of `setSubscriptionAdminVerified`. */
export interface SubscriptionAdminVerifiedDocument {
  /** Whether an administrator of the subscription vouches for the collection. Its own administrators can only take that back. */
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
  /** How many guest collections are here. */
  length?: number;
  /** The size of a page. */
  limit?: number;
  /** How many guest collections were skipped. */
  offset?: number;
  /** How many guest collections there are. */
  total?: number;
  /** Whether there are more. */
  has_next_page?: boolean;
}

/** Query of `getSharedEndpointList`. Parameters that are not documented can be sent with `account.request()`. */
export interface SharedEndpointListQuery {
  /** The size of a page. */
  max_results?: number | undefined;
  /** The `next_token` of the page before. Iteration sends it by itself. */
  next_token?: string | undefined;
}

/** One page of the guest collections on a host. */
export interface SharedEndpointList {
  /** The guest collections. */
  shared_endpoints: SharedEndpoint[];
  /** What the request for the next page says. Null: this is the last one. */
  next_token: string | null;
}

/** A guest collection as `getSharedEndpointList` tells it: its id, and whatever else of its document Globus sends. */
export type SharedEndpoint = Pick<Endpoint, "id"> & Partial<Endpoint>;

/** Document of `createSharedEndpoint`. */
export type SharedEndpointDocument = EndpointDescription & {
  DATA_TYPE?: "shared_endpoint" | undefined;
  /** The name to show to people. */
  display_name: string;
  /** The directory of the host that becomes the root of the guest collection. */
  host_path: string;
} & (
    | {
        /** The collection of Globus Connect Personal (UUID) that hosts it. */
        host_endpoint: string;
        host_endpoint_id?: undefined;
      }
    | {
        /** The collection of Globus Connect Personal (UUID) that hosts it. */
        host_endpoint_id: string;
        host_endpoint?: undefined;
      }
  );

/** What became of a collection that was to be created. */
export interface EndpointCreateResult {
  DATA_TYPE: "endpoint_create_result";
  /** What was done. */
  code: "Created" | (string & {});
  /** The same for people. */
  message: string;
  /** The collection's id: a UUID. */
  id: string;
  /** The key to set Globus Connect Personal up with; null for guest collections. */
  globus_connect_setup_key?: string | null;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
}

// ---- Roles ----

/** A role that somebody has on a collection or endpoint. */
export interface EndpointRole {
  DATA_TYPE: "role";
  /** The id: a UUID. */
  id: string;
  /** Who has it. */
  principal_type: "identity" | "group" | (string & {});
  /** The id of that identity or group: a UUID. */
  principal: string;
  /** The role. */
  role: EndpointRoleName;
}

/** Document of `addEndpointRole`. */
export interface EndpointRoleDocument {
  DATA_TYPE?: "role" | undefined;
  /** Who gets it. */
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

/** What a permission allows: to read, or to read and write. */
export type AccessPermissions = "r" | "rw";

/**
 * A permission on a guest collection.
 *
 * https://docs.globus.org/api/transfer/permissions/#permission_document
 */
export interface AccessRule {
  DATA_TYPE: "access";
  /** The id: a UUID. Null for what somebody may do by a role: that cannot be changed here. */
  id: string | null;
  /** Who has it: an identity, a group, everybody who has logged in, or everybody. */
  principal_type: "identity" | "group" | "all_authenticated_users" | "anonymous" | (string & {});
  /** The id of the identity or group: a UUID. Empty for the others. */
  principal: string;
  /** The directory it is about, from the root of the collection. */
  path: string;
  /** What it allows. */
  permissions: AccessPermissions | (string & {});
  /** The role (UUID) it comes from. */
  role_id: string | null;
  /** The role it comes from. */
  role_type: EndpointRoleName | null;
  /** When it was created: ISO 8601. */
  create_time: string | null;
  /** When it ends: ISO 8601. Null: never. */
  expiration_date: string | null;
  /** Who was told about it. */
  notify_email?: string | null;
  /** What they were told. */
  notify_message?: string | null;
}

/** Document of `addEndpointAclRule`. */
export type AccessRuleDocument = {
  DATA_TYPE?: "access" | undefined;
  /** The directory it is about, from the root of the collection, with a slash at both ends, such as `"/dataset/"`. */
  path: string;
  /** What it allows. */
  permissions: AccessPermissions;
  /** When it ends: ISO 8601. Left out: never, unless the collection limits it. */
  expiration_date?: string | null | undefined;
  /** Whom to tell by mail. */
  notify_email?: string | null | undefined;
  /** What else to tell them. Only with `notify_email`. */
  notify_message?: string | null | undefined;
} & (
  | {
      /** Who gets it. */
      principal_type: "identity" | "group";
      /** The id of the identity or group: a UUID. */
      principal: string;
    }
  | {
      /** Everybody who has logged in, or everybody. */
      principal_type: "all_authenticated_users" | "anonymous";
      principal: "";
    }
);

/** Document of `updateEndpointAclRule`: what is to be changed. Who has the permission and for what cannot be. */
export interface AccessRuleUpdate {
  DATA_TYPE?: "access" | undefined;
  /** What it allows. */
  permissions?: AccessPermissions | undefined;
  /** When it ends: ISO 8601. Null: never. */
  expiration_date?: string | null | undefined;
}

/** What became of a permission that was to be given. */
export interface AccessRuleCreateResult {
  DATA_TYPE: "access_create_result";
  /** What was done. */
  code: "Created" | (string & {});
  /** The same for people. */
  message: string;
  /** The permission's id: a UUID. */
  access_id: string;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
}

/** The permissions on a guest collection. */
export interface AccessRuleList {
  DATA_TYPE: "access_list";
  /** The permissions. */
  DATA: AccessRule[];
  /** How many permissions are here. */
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
  /** The name, which no other bookmark of this identity has. */
  name: string;
  /** The collection (UUID). */
  endpoint_id: string;
  /** The directory. */
  path: string;
  /** Whether it is pinned. */
  pinned?: boolean;
}

/** Document of `createBookmark`. */
export interface BookmarkDocument {
  DATA_TYPE?: "bookmark" | undefined;
  /** The name, which no other bookmark of this identity may have. */
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

/** Query of `operationStat`. Parameters that are not documented can be sent with `account.request()`. */
export interface OperationStatQuery {
  /** The file or directory. */
  path?: string | undefined;
  /** The local account to be mapped to. Only for mapped collections. */
  local_user?: string | undefined;
}
