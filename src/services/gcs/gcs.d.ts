
/** What every call of a Globus Connect Server gives: the documents are in `data`. */
export interface GcsResult<Document> {
  DATA_TYPE: `result#${string}`;
  /** What happened, as a name. */
  code: string;
  /** The same for people. */
  message?: string | null;
  /** The HTTP status. */
  http_response_code: number;
  /** More about it. */
  detail?: Json;
  /** The documents. */
  data: Document[];
  /** Whether there are more. */
  has_next_page?: boolean;
  /** Where the next page begins. */
  marker?: string | null;
}

/** One page of a list. */
export type GcsPage<Item> = GcsResult<Item>;

/** There are no documents in a result that only says what happened. */
export type GcsNothing = Record<string, never>;

/** What an endpoint says of itself. */
export interface GcsInfo {
  DATA_TYPE: `info#${string}`;
  /** The endpoint's client id, and the resource server of its tokens: a UUID. */
  client_id: string;
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** The host name of its server. */
  domain_name: string;
  /** The version of its API. */
  api_version: string;
  /** The version of Globus Connect Server. */
  manager_version?: string;
}

/** A kind of storage that an endpoint can have. */
export interface GcsConnector {
  DATA_TYPE: `connector#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The name. */
  display_name: string;
  /** Whether the subscription allows data that a Business Associate Agreement covers. */
  is_baa?: boolean;
  /** Whether the subscription allows high assurance. */
  is_ha?: boolean;
  /** The version. */
  version?: string;
}

/** How much of the network transfers take; `"custom"` goes by the four numbers beside it. */
export type GcsNetworkUse = "normal" | "minimal" | "aggressive" | "custom";

// ---- The endpoint ----

/** Document of `gcs.updateEndpoint`. */
export interface GcsEndpointUpdate {
  /** Added for you: the oldest version that has these members. */
  DATA_TYPE?: `endpoint#${string}` | undefined;
  /** The name to show. */
  display_name?: string | undefined;
  /** Who runs it, up to 1,024 characters. */
  organization?: string | undefined;
  /** The department within the organization, up to 1,024 characters. */
  department?: string | undefined;
  /** What it is for. */
  description?: string | undefined;
  /** Words to find it by, up to 1,024 characters in all. */
  keywords?: readonly string[] | undefined;
  /** Whom to write to. */
  contact_email?: string | undefined;
  /** How else to reach somebody. */
  contact_info?: string | undefined;
  /** A page with more about it. */
  info_link?: string | undefined;
  /** Whether everybody can find it. */
  public?: boolean | undefined;
  /** The subscription (UUID) it belongs to. `"DEFAULT"`: that of the identity that calls. */
  subscription_id?: string | null | undefined;
  /** Whether the protocol UDT may be used. */
  allow_udt?: boolean | undefined;
  /** The port of GridFTP's control channel. */
  gridftp_control_channel_port?: number | null | undefined;
  /** How much of the network transfers take. */
  network_use?: GcsNetworkUse | undefined;
  /** The most files a transfer moves at once, with `"custom"`. */
  max_concurrency?: number | undefined;
  /** The most streams per file, with `"custom"`. */
  max_parallelism?: number | undefined;
  /** The files a transfer moves at once if all is well, with `"custom"`. */
  preferred_concurrency?: number | undefined;
  /** The streams per file if all is well, with `"custom"`. */
  preferred_parallelism?: number | undefined;
}

/** Query of `gcs.updateEndpoint`. Parameters that are not documented can be sent with `account.request()`. */
export interface UpdateGcsEndpointQuery {
  /** `"endpoint"`: whether `data` shall have the endpoint as it is then. A list is comma-joined. */
  include?: "endpoint" | readonly "endpoint"[] | undefined;
}

/** An endpoint. */
export interface GcsEndpoint {
  DATA_TYPE: `endpoint#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The name to show. */
  display_name: string;
  /** Who runs it. */
  organization?: string | null;
  /** The department within the organization. */
  department?: string | null;
  /** What it is for. */
  description?: string | null;
  /** Words to find it by. */
  keywords?: string[] | null;
  /** Whom to write to. */
  contact_email?: string | null;
  /** How else to reach somebody. */
  contact_info?: string | null;
  /** A page with more about it. */
  info_link?: string | null;
  /** Whether everybody can find it. */
  public: boolean;
  /** The subscription (UUID) it belongs to. */
  subscription_id: string | null;
  /** The base URL of its API. */
  gcs_manager_url: string;
  /** Since when it has known the last uses of its collections: a date. */
  earliest_last_access?: string | null;
  /** Whether the protocol UDT may be used. */
  allow_udt: boolean;
  /** The port of GridFTP's control channel. */
  gridftp_control_channel_port?: number | null;
  /** How much of the network transfers take. */
  network_use: GcsNetworkUse | (string & {});
  /** The most files a transfer moves at once. */
  max_concurrency?: number | null;
  /** The most streams per file. */
  max_parallelism?: number | null;
  /** The files a transfer moves at once if all is well. */
  preferred_concurrency?: number | null;
  /** The streams per file if all is well. */
  preferred_parallelism?: number | null;
}

// ---- Collections ----

/** What can be said of any collection, and changed later. */
export interface CollectionSettings {
  /** Added for you: the oldest version that has these members. */
  DATA_TYPE?: `collection#${string}` | undefined;
  /** Who runs it, up to 1,024 characters. */
  organization?: string | undefined;
  /** The department within the organization, up to 1,024 characters. */
  department?: string | null | undefined;
  /** What it is for. */
  description?: string | null | undefined;
  /** Words to find it by, up to 1,024 characters in all. */
  keywords?: readonly string[] | undefined;
  /** Whom to write to. */
  contact_email?: string | null | undefined;
  /** How else to reach somebody. */
  contact_info?: string | null | undefined;
  /** A page with more about it. */
  info_link?: string | null | undefined;
  /** The identity (UUID) that owns it. @default the identity that calls */
  identity_id?: string | undefined;
  /** The directory that is listed when no path is given. `$USER` stands for the local account. */
  default_directory?: string | undefined;
  /** Whether files can be had over HTTPS. Not for guest collections whose mapped collection says no. */
  enable_https?: boolean | undefined;
  /** What can be done over HTTPS. @default what the mapped collection says, or all */
  https_methods?: readonly ("GET" | "PUT" | "DELETE")[] | undefined;
  /** Whether all transfers are encrypted. Holds for the guest collections of a mapped one, too. */
  force_encryption?: boolean | undefined;
  /** Whether checksum verification is refused. */
  disable_verify?: boolean | undefined;
  /** Whether checksum verification is forced. */
  force_verify?: boolean | undefined;
  /** In which transfers the times of files must be kept. */
  preserve_modtime?: "inbound" | "outbound" | "all" | null | undefined;
  /** Minutes for which permissions on guest collections are good. High assurance only. Null: no limit. */
  acl_expiration_mins?: number | null | undefined;
  /** Which transfers must have a high assurance collection on their other side. High assurance mapped collections only. */
  restrict_transfers_to_high_assurance?: "inbound" | "outbound" | "all" | null | undefined;
  /** A notice for people who use it, up to 256 characters. Mapped collections only. */
  user_message?: string | null | undefined;
  /** A page with more about the notice. Mapped collections only. */
  user_message_link?: string | null | undefined;
  /** Flows that start with transfers. */
  associated_flow_policy?: AssociatedFlowPolicy | null | undefined;
}

/** What can be said of a guest collection. */
export interface GuestCollectionSettings extends CollectionSettings {
  /** The credential (UUID) by which data are reached. It must be the owner's. */
  user_credential_id?: string | undefined;
  /** Whether it is exempt from `auto_delete_timeout`. @default false */
  skip_auto_delete?: boolean | undefined;
  /** Which transfers of others the owner is told about. */
  activity_notification_policy?: ActivityNotificationPolicy | undefined;
}

/** What can be said of a mapped collection. */
export interface MappedCollectionSettings extends CollectionSettings {
  /** Whether there can be guest collections on it. If that ends, those that exist cannot be reached any more. */
  allow_guest_collections?: boolean | undefined;
  /** Whether guest collections may not be writable for everybody. @default false */
  disable_anonymous_writes?: boolean | undefined;
  /** Days without use after which guest collections are deleted. Null: never. */
  auto_delete_timeout?: number | null | undefined;
  /** Whether it cannot be deleted. @default true, since version 5.4.69 */
  delete_protected?: boolean | undefined;
  /** The authentication policy (UUID) that holds here and on the guest collections. */
  guest_auth_policy_id?: string | null | undefined;
  /** Which paths may be shared: below the collection's base path. */
  sharing_restrict_paths?: PathRestrictions | null | undefined;
  /** The local accounts that may create guest collections. */
  sharing_users_allow?: readonly string[] | null | undefined;
  /** The local accounts that may not create guest collections. */
  sharing_users_deny?: readonly string[] | null | undefined;
  /** What only this kind of storage has. */
  policies?: CollectionPolicies | undefined;
}

/** What a collection has from its beginning. */
export interface NewCollection {
  /** The name to show, up to 128 characters. */
  display_name: string;
  /** Whether everybody can find it. */
  public: boolean;
  /**
   * The directory that is its root. Of a guest collection: below the root of its mapped collection. Of a mapped collection: in
   * the storage. It cannot be changed.
   */
  collection_base_path: string;
}

/** A guest collection to create with `createCollection`. */
export interface GuestCollectionDocument extends GuestCollectionSettings, NewCollection {
  /** Added for you, because there is a `mapped_collection_id`. */
  collection_type?: "guest" | undefined;
  /** The mapped collection (UUID) it is on. It cannot be changed. */
  mapped_collection_id: string;
  /** Not for guest collections: their mapped collection has it. */
  storage_gateway_id?: undefined;
}

/** A mapped collection to create with `createCollection`. */
export interface MappedCollectionDocument extends MappedCollectionSettings, NewCollection {
  /** Added for you, because there is a `storage_gateway_id`. */
  collection_type?: "mapped" | undefined;
  /** The storage gateway (UUID) it is on. It cannot be changed. */
  storage_gateway_id: string;
  /** The host name of its server: below that of the endpoint. @default one that the endpoint makes */
  domain_name?: string | undefined;
  /** Not for mapped collections. */
  mapped_collection_id?: undefined;
}

/** Document of `createCollection`. */
export type CollectionDocument = GuestCollectionDocument | MappedCollectionDocument;

/** What can be changed of every collection only after it was created. */
export interface CollectionChange {
  /** The name to show, up to 128 characters. */
  display_name?: string | undefined;
  /** Whether everybody can find it. */
  public?: boolean | undefined;
}

/** Changes to a guest collection. */
export interface GuestCollectionUpdate extends GuestCollectionSettings, CollectionChange {
  /** What kind of collection it is. */
  collection_type?: "guest" | undefined;
}

/** Changes to a mapped collection. */
export interface MappedCollectionUpdate extends MappedCollectionSettings, CollectionChange {
  /** What kind of collection it is. */
  collection_type?: "mapped" | undefined;
}

/** Document of `updateCollection`. */
export type CollectionUpdate = GuestCollectionUpdate | MappedCollectionUpdate;

/** Which paths of a storage can be reached. */
export interface PathRestrictions {
  DATA_TYPE: `path_restrictions#${string}`;
  /** These can be read and written. */
  read_write?: readonly string[] | null | undefined;
  /** These can be read. */
  read?: readonly string[] | null | undefined;
  /** These cannot be reached. */
  none?: readonly string[] | null | undefined;
}

/** Query of `getCollection`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetCollectionQuery {
  /** Whether `policies` shall have what only administrators may see. A list is comma-joined. */
  include?: "private_policies" | readonly "private_policies"[] | undefined;
}

/** Query of `getCollectionList`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetCollectionListQuery {
  /** Only the guest collections on this mapped one (UUID). */
  mapped_collection_id?: string | undefined;
  /** Only the mapped collections on this storage gateway (UUID). */
  storage_gateway_id?: string | undefined;
  /** Which collections to list. A list is comma-joined: all must match. */
  filter?: GcsCollectionFilter | readonly GcsCollectionFilter[] | undefined;
  /** Whether `policies` shall have what only administrators may see. A list is comma-joined. */
  include?: "private_policies" | readonly "private_policies"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** Which collections to list. */
export type GcsCollectionFilter =
  "mapped_collections" | "guest_collections" | "managed_by_me" | "created_by_me" | (string & {});

/** A collection, as its server knows it. `collection_type` tells the kinds apart. */
export type GcsCollection = GcsGuestCollection | GcsMappedCollection;

/** What all collections have. What this identity may not see is left out. */
export interface GcsCollectionFields {
  DATA_TYPE: `collection#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The name to show. */
  display_name: string;
  /** The identity (UUID) that owns it. */
  identity_id: string;
  /** Whether everybody can find it. */
  public: boolean;
  /** The storage gateway (UUID) it is on. */
  storage_gateway_id: string;
  /** The kind of storage (UUID). */
  connector_id?: string;
  /** Who runs it. */
  organization?: string | null;
  /** The department within the organization. */
  department?: string | null;
  /** What it is for. */
  description?: string | null;
  /** Words to find it by. */
  keywords?: string[] | null;
  /** Whom to write to. */
  contact_email?: string | null;
  /** How else to reach somebody. */
  contact_info?: string | null;
  /** A page with more about it. */
  info_link?: string | null;
  /** The directory that is its root: of a guest collection, below the root of its mapped collection. */
  collection_base_path?: string;
  /** The directory of the storage that is its root, for those who administer this and the mapped collection. */
  root_path?: string;
  /** The directory that is listed when no path is given. */
  default_directory?: string | null;
  /** The host name of its server. */
  domain_name?: string;
  /** The host name of its own, if it has one. */
  domain?: GcsDomain | null;
  /** The base URL for HTTPS access to files. */
  https_url?: string | null;
  /** The URL for access with GridFTP over TLS. */
  tlsftp_url?: string | null;
  /** The base URL of the endpoint's API. */
  manager_url?: string;
  /** Whether files can be had over HTTPS. */
  enable_https?: boolean;
  /** What can be done over HTTPS. */
  https_methods?: ("GET" | "PUT" | "DELETE" | (string & {}))[];
  /** Whether all transfers are encrypted. */
  force_encryption?: boolean;
  /** Whether checksum verification is refused. */
  disable_verify?: boolean;
  /** Whether checksum verification is forced. */
  force_verify?: boolean;
  /** In which transfers the times of files must be kept. */
  preserve_modtime?: TransferDirection | null;
  /** Whether it has the rules for protected data. */
  high_assurance?: boolean;
  /** Whether people must have logged in with a second factor. */
  require_mfa?: boolean;
  /** Minutes for which a login counts. */
  authentication_timeout_mins?: number | null;
  /** The authentication policy (UUID) that holds here. */
  guest_auth_policy_id?: string | null;
  /** Minutes for which permissions are good. */
  acl_expiration_mins?: number | null;
  /** Which transfers must have a high assurance collection on their other side. */
  restrict_transfers_to_high_assurance?: TransferDirection | null;
  /** A notice for people who use it. */
  user_message?: string | null;
  /** A page with more about the notice. */
  user_message_link?: string | null;
  /** Flows that start with transfers. */
  associated_flow_policy?: AssociatedFlowPolicy | null;
  /** Whether there can be guest collections on it; of a guest collection, on its mapped one. */
  allow_guest_collections?: boolean;
  /** Whether guest collections may not be writable for everybody. */
  disable_anonymous_writes?: boolean;
  /** Which paths may be shared. Of a guest collection they begin at the root of the storage. */
  sharing_restrict_paths?: PathRestrictions | null;
  /** What only this kind of storage has. */
  policies?: CollectionPolicies | null;
  /** Whether an administrator of the subscription has verified it. */
  subscription_admin_verified?: boolean;
  /** Whether it has been deleted. */
  deleted?: boolean;
  /** When it was created: a date. */
  created_at?: string | null;
  /** When it was last used: a date. */
  last_access?: string | null;
  /** @deprecated Use `high_assurance`. */
  require_high_assurance?: boolean;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout?: number | null;
}

/** A guest collection. */
export interface GcsGuestCollection extends GcsCollectionFields {
  collection_type: "guest";
  /** The mapped collection (UUID) it is on. */
  mapped_collection_id: string;
  /** The credential (UUID) by which data are reached. */
  user_credential_id?: string | null;
  /** Whether it is exempt from `auto_delete_timeout`. */
  skip_auto_delete?: boolean;
  /** Which transfers of others the owner is told about. */
  activity_notification_policy?: ActivityNotificationPolicy | null;
}

/** A mapped collection. */
export interface GcsMappedCollection extends GcsCollectionFields {
  collection_type: "mapped";
  /** The local accounts that may create guest collections. */
  sharing_users_allow?: string[] | null;
  /** The local accounts that may not create guest collections. */
  sharing_users_deny?: string[] | null;
  /** Days without use after which guest collections are deleted. */
  auto_delete_timeout?: number | null;
  /** Whether it cannot be deleted. */
  delete_protected?: boolean;
}

/** A host name of a collection's own. */
export interface GcsDomain {
  DATA_TYPE: `domain#${string}`;
  /** The host name. */
  domain_name: string;
  /** Whether guest collections get names below it. */
  wildcard: boolean;
  /** Its certificate, in PEM. */
  certificate?: string | null;
  /** The path of its certificate. */
  certificate_path?: string | null;
  /** The certificates between that one and the root, in PEM. */
  certificate_chain?: string | null;
  /** The path of these certificates. */
  certificate_chain_path?: string | null;
  /** The key of the certificate, in PEM. */
  private_key?: string | null;
  /** The path of the key. */
  private_key_path?: string | null;
}

/** What only some kind of storage has of a mapped collection. `DATA_TYPE` tells the kinds apart. */
export type CollectionPolicies =
  | PosixCollectionPolicies
  | PosixStagingCollectionPolicies
  | GoogleCloudStorageCollectionPolicies
  | OtherCollectionPolicies;

/** Policies of collections on POSIX storage. */
export interface PosixCollectionPolicies {
  DATA_TYPE: `posix_collection_policies#${string}`;
  /** The POSIX groups that may create guest collections. */
  sharing_groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not create guest collections. */
  sharing_groups_deny?: readonly string[] | null | undefined;
}

/** Policies of collections on POSIX staging storage. */
export interface PosixStagingCollectionPolicies {
  DATA_TYPE: `posix_staging_collection_policies#${string}`;
  /** The POSIX groups that may create guest collections. */
  sharing_groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not create guest collections. */
  sharing_groups_deny?: readonly string[] | null | undefined;
}

/** Policies of collections on Google Cloud Storage. */
export interface GoogleCloudStorageCollectionPolicies {
  DATA_TYPE: `google_cloud_storage_collection_policies#${string}`;
  /** The project whose members alone may use the collection. */
  project?: string | undefined;
}

/** Kinds of storage whose collections have no policies. */
export type StorageWithoutCollectionPolicies =
  "azure_blob" | "blackpearl" | "box" | "ceph" | "dropbox" | "google_drive" | "hpss" | "irods" | "onedrive" | "s3";

/** Policies of collections on other storage: there are none. */
export interface OtherCollectionPolicies {
  DATA_TYPE: `${StorageWithoutCollectionPolicies}_collection_policies#${string}`;
}

// ---- Storage gateways ----

/** What can be said of a storage gateway, and changed later. */
export interface StorageGatewaySettings {
  /** Added for you: the oldest version of 1.0.0 and 1.1.0 that has these members. Say it yourself for those of later ones. */
  DATA_TYPE?: `storage_gateway#${string}` | undefined;
  /** The domains of the identities that may use it. A service account's is `clients.auth.globus.org`. */
  allowed_domains?: readonly string[] | undefined;
  /** How identities become local accounts. */
  identity_mappings?: readonly IdentityMapping[] | null | undefined;
  /** The local accounts that may use it. */
  users_allow?: readonly string[] | null | undefined;
  /** The local accounts that may not use it. */
  users_deny?: readonly string[] | null | undefined;
  /** Which paths of the storage can be reached. */
  restrict_paths?: PathRestrictions | null | undefined;
  /** The directory that is its root. */
  root?: string | undefined;
  /** Whether it has the rules for protected data. */
  high_assurance?: boolean | null | undefined;
  /** Whether people must have logged in with a second factor. High assurance only. @default false */
  require_mfa?: boolean | undefined;
  /** Minutes for which a login counts. */
  authentication_timeout_mins?: number | null | undefined;
  /** Whether administrators may manage credentials of others. @default false */
  admin_managed_credentials?: boolean | undefined;
  /** The local account that the server runs as here. */
  process_user?: string | null | undefined;
  /** The module that the server uses here. */
  load_dsi_module?: string | null | undefined;
  /** How much of the network transfers take. */
  network_use?: GcsNetworkUse | null | undefined;
  /** The most files a transfer moves at once, with `"custom"`. */
  max_concurrency?: number | undefined;
  /** The most streams per file, with `"custom"`. */
  max_parallelism?: number | undefined;
  /** The files a transfer moves at once if all is well, with `"custom"`. */
  preferred_concurrency?: number | undefined;
  /** The streams per file if all is well, with `"custom"`. */
  preferred_parallelism?: number | undefined;
  /** What only this kind of storage has. */
  policies?: StoragePolicies | undefined;
  /** @deprecated Use `high_assurance`. */
  require_high_assurance?: boolean | null | undefined;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout?: number | null | undefined;
}

/** Document of `createStorageGateway`. */
export interface StorageGatewayDocument extends StorageGatewaySettings {
  /** The name. */
  display_name: string;
  /** The kind of storage (UUID): one of the connectors that `getGcsInfo` tells. */
  connector_id: string;
}

/** Document of `updateStorageGateway`. */
export interface StorageGatewayUpdate extends StorageGatewaySettings {
  /** The name. */
  display_name?: string | undefined;
  /** The kind of storage (UUID). */
  connector_id?: string | undefined;
}

/** How identities become local accounts. `DATA_TYPE` tells the kinds apart. */
export type IdentityMapping = ExpressionIdentityMapping | ExternalIdentityMapping;

/** A mapping by expressions, of which the first that matches counts. */
export interface ExpressionIdentityMapping {
  DATA_TYPE: `expression_identity_mapping#${string}`;
  /** The expressions. */
  mappings: readonly {
    /** What is looked at: a text with members of the identity in it, such as `"{username}"`. */
    source: string;
    /** A regular expression for all of it. */
    match: string;
    /** The local account: a text with members of the identity and, as `{0}`, groups of `match` in it. */
    output: string;
    /** Whether the case does not count. @default false */
    ignore_case?: boolean | undefined;
    /** Whether `match` is a text instead. @default false */
    literal?: boolean | undefined;
  }[];
}

/** A mapping by a program of the endpoint. */
export interface ExternalIdentityMapping {
  DATA_TYPE: `external_identity_mapping#${string}`;
  /** The program and its arguments. */
  command: readonly string[];
}

/** Query of `getStorageGateway`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetStorageGatewayQuery {
  /** What to give besides: policies that only administrators may see, the local accounts of this identity. A list is comma-joined. */
  include?: StorageGatewayPart | readonly StorageGatewayPart[] | undefined;
}

/** What can be given of a storage gateway besides. */
export type StorageGatewayPart = "private_policies" | "accounts" | (string & {});

/** Query of `getStorageGatewayList`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetStorageGatewayListQuery extends GetStorageGatewayQuery {
  /** The size of a page. */
  page_size?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A storage gateway. What this identity may not see is left out. */
export interface StorageGateway {
  DATA_TYPE: `storage_gateway#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The name. */
  display_name: string;
  /** The kind of storage (UUID). */
  connector_id: string;
  /** The domains of the identities that may use it. */
  allowed_domains?: string[];
  /** How identities become local accounts. */
  identity_mappings?: IdentityMapping[] | null;
  /** How identities become local accounts, in older versions. */
  mapping?: string;
  /** The local accounts that may use it. */
  users_allow?: string[] | null;
  /** The local accounts that may not use it. */
  users_deny?: string[] | null;
  /** Which paths of the storage can be reached. */
  restrict_paths?: PathRestrictions | null;
  /** The directory that is its root. */
  root?: string;
  /** Whether it has the rules for protected data. */
  high_assurance?: boolean | null;
  /** Whether people must have logged in with a second factor. */
  require_mfa?: boolean;
  /** Minutes for which a login counts. */
  authentication_timeout_mins?: number | null;
  /** Whether administrators may manage credentials of others. */
  admin_managed_credentials?: boolean;
  /** The local account that the server runs as here. */
  process_user?: string | null;
  /** The module that the server uses here. */
  load_dsi_module?: string | null;
  /** How much of the network transfers take. */
  network_use?: GcsNetworkUse | (string & {}) | null;
  /** The most files a transfer moves at once. */
  max_concurrency?: number | null;
  /** The most streams per file. */
  max_parallelism?: number | null;
  /** The files a transfer moves at once if all is well. */
  preferred_concurrency?: number | null;
  /** The streams per file if all is well. */
  preferred_parallelism?: number | null;
  /** What only this kind of storage has. */
  policies?: StoragePolicies | null;
  /** Whether it has been deleted. */
  deleted?: boolean;
  /** @deprecated Use `high_assurance`. */
  require_high_assurance?: boolean | null;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout?: number | null;
}

/**
 * What only some kind of storage has. `DATA_TYPE` tells the kinds apart; nothing else does, so say it yourself. Later
 * versions of a kind have more members.
 */
export type StoragePolicies =
  | PosixStoragePolicies
  | PosixStagingStoragePolicies
  | S3StoragePolicies
  | GoogleCloudStoragePolicies
  | GoogleDriveStoragePolicies
  | AzureBlobStoragePolicies
  | OneDriveStoragePolicies
  | BoxStoragePolicies
  | DropboxStoragePolicies
  | CephStoragePolicies
  | BlackPearlStoragePolicies
  | IrodsStoragePolicies
  | HpssStoragePolicies;

/** POSIX storage. */
export interface PosixStoragePolicies {
  /** Replies of some versions call it `posix_storage_gateway`. */
  DATA_TYPE: `posix_storage_policies#${string}` | `posix_storage_gateway#${string}`;
  /** The POSIX groups that may use it. */
  groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not use it. */
  groups_deny?: readonly string[] | null | undefined;
}

/** A variable of an environment. */
export interface EnvironmentVariable {
  /** Its name. */
  name: string;
  /** Its value. */
  value: string;
}

/** POSIX storage whose files are staged by a program. */
export interface PosixStagingStoragePolicies {
  DATA_TYPE: `posix_staging_storage_policies#${string}`;
  /** The path of the program. */
  stage_app: string;
  /** The environment of the program. */
  environment?: readonly EnvironmentVariable[] | undefined;
  /** The POSIX groups that may use it. */
  groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not use it. */
  groups_deny?: readonly string[] | null | undefined;
}

/** S3, and ActiveScale. */
export interface S3StoragePolicies {
  DATA_TYPE: `s3_storage_policies#${string}`;
  /** The URL of the S3 API, such as `"https://s3.amazonaws.com"`. */
  s3_endpoint?: string | undefined;
  /** Buckets of others to show. */
  s3_buckets?: readonly string[] | undefined;
  /** Whether a guest collection needs a credential of its owner. */
  s3_user_credential_required?: boolean | undefined;
  /** Whether credentials may have several keys. */
  s3_allow_multi_keys?: boolean | undefined;
  /** Whether whoever reads pays; credentials must agree to that. */
  s3_requester_pays?: boolean | undefined;
  /** Whether transfers bring archived objects back. */
  s3_restore?: boolean | undefined;
  /** The storage class of new objects. @default that of the bucket */
  s3_storage_class?: string | undefined;
}

/** What storage has whose users log in with its provider. */
export interface OAuthStoragePolicies {
  /** The id of the application that is registered with the provider. */
  client_id?: string | null | undefined;
  /** The secret of the application. */
  secret?: string | null | undefined;
  /** Whether people may use other accounts than the one they are mapped to. @default false */
  allow_any_account?: boolean | undefined;
  /** What must be registered with the provider as the address to come back to. Only given, never sent. */
  readonly auth_callback?: string | undefined;
}

/** Google Cloud Storage. */
export interface GoogleCloudStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `google_cloud_storage_policies#${string}`;
  /** The buckets that can be reached, and are shown. Null: all. */
  buckets?: readonly string[] | null | undefined;
  /** The projects that can be reached. Null: all. */
  projects?: readonly string[] | null | undefined;
  /** The key of a service account of Google's that reaches all, as Google gives it. */
  service_account_key?: Record<string, Json> | null | undefined;
  /** Whether people must have a credential. Only given, never sent. */
  readonly user_credential_required?: boolean | undefined;
}

/** Google Drive. */
export interface GoogleDriveStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `google_drive_storage_policies#${string}`;
  /** Google's limit for the application. */
  user_api_rate_quota?: number | undefined;
}

/** Azure Blob Storage. */
export interface AzureBlobStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `azure_blob_storage_policies#${string}`;
  /** The tenant of the organization. */
  tenant?: string | null | undefined;
  /** The storage account. */
  account?: string | null | undefined;
  /** Who logs in: people, or the application. */
  auth_type?: "user" | "service_principal" | "user_service_principal" | (string & {}) | null | undefined;
  /** Whether the storage account has hierarchical namespaces. */
  adls?: boolean | null | undefined;
  /** Whether people must have a credential. Only given, never sent. */
  readonly user_credential_required?: boolean | undefined;
}

/** OneDrive. */
export interface OneDriveStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `onedrive_storage_policies#${string}`;
  /** The tenant of the organization. */
  tenant?: string | null | undefined;
  /** Microsoft's limit, per second and person. */
  user_api_rate_limit?: number | undefined;
}

/** Box. */
export interface BoxStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `box_storage_policies#${string}`;
  /** The enterprise. */
  enterpriseID?: string | undefined;
  /** The application that reaches the enterprise. */
  boxAppSettings?:
    | {
        /** The application's id. */
        clientID: string;
        /** The application's secret. */
        clientSecret: string;
        /** The application's key. */
        appAuth: {
          /** The id of the public key. */
          publicKeyID: string;
          /** The private key. */
          privateKey: string;
          /** The passphrase of the private key. */
          passphrase: string;
        };
      }
    | undefined;
  /** Box's limit, per second and person. */
  user_api_rate_limit?: number | undefined;
  /** Whether people must have a credential. Only given, never sent. */
  readonly user_credential_required?: boolean | undefined;
}

/** Dropbox. */
export interface DropboxStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `dropbox_storage_policies#${string}`;
  /** Dropbox's limit, per second and person. */
  user_api_rate_limit?: number | undefined;
}

/** Ceph. */
export interface CephStoragePolicies {
  DATA_TYPE: `ceph_storage_policies#${string}`;
  /** The URL of the S3 API. */
  s3_endpoint?: string | undefined;
  /** Buckets of others to show. */
  s3_buckets?: readonly string[] | undefined;
  /** The id of the administrator's key. */
  ceph_admin_key_id?: string | undefined;
  /** The administrator's key. */
  ceph_admin_secret_key?: string | undefined;
}

/** BlackPearl. */
export interface BlackPearlStoragePolicies {
  DATA_TYPE: `blackpearl_storage_policies#${string}`;
  /** The URL of the S3 API. */
  s3_endpoint?: string | undefined;
  /** The path of the file that says which local account has which BlackPearl account. */
  bp_access_id_file?: string | undefined;
}

/** iRODS. */
export interface IrodsStoragePolicies {
  DATA_TYPE: `irods_storage_policies#${string}`;
  /** The path of the environment file. */
  irods_environment_file: string;
  /** The path of the authentication file. */
  irods_authentication_file?: string | undefined;
  /** The environment of the client. */
  environment?: readonly EnvironmentVariable[] | undefined;
}

/** HPSS. */
export interface HpssStoragePolicies {
  DATA_TYPE: `hpss_storage_policies#${string}`;
  /** How the server logs in. */
  authentication_mech: "krb5" | "unix";
  /** What it logs in with, such as `"auth_keytab:/var/hpss/etc/gridftp.keytab"`. */
  authenticator: string;
  /** As whom it logs in. @default "hpssftp" */
  login_name?: string | undefined;
  /** Whether checksums are kept with the files. */
  uda_checksum?: boolean | undefined;
  /** Whether checksums are kept with the files: the name that the Python client has for it. */
  uda_checksum_support?: boolean | undefined;
}

// ---- Roles ----

/** A role on an endpoint, or on a collection of it. */
export type GcsRoleName =
  "owner" | "administrator" | "access_manager" | "access_monitor" | "activity_manager" | "activity_monitor";

/** Document of `createRole`. */
export interface GcsRoleDocument {
  /** Added for you. */
  DATA_TYPE?: `role#${string}` | undefined;
  /** Who gets it. */
  principal: PrincipalUrn;
  /** What they get. */
  role: GcsRoleName;
  /** The collection (UUID) it is for. Left out: the endpoint. */
  collection?: string | null | undefined;
}

/** Query of `getRoleList`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetRoleListQuery {
  /** The collection (UUID) whose roles are wanted. Left out: those on the endpoint. */
  collection_id?: string | undefined;
  /** Whether the roles of others are wanted, too. A list is comma-joined. */
  include?: "all_roles" | readonly "all_roles"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A role that somebody has. */
export interface GcsRole {
  DATA_TYPE: `role#${string}`;
  /** The id: a UUID. */
  id: string;
  /** Who has it. */
  principal: PrincipalUrn;
  /** What they have. */
  role: GcsRoleName | (string & {});
  /** The collection (UUID) it is for. None: the endpoint. */
  collection?: string | null;
}

// ---- User credentials ----

/** What can be said of a credential, and changed later. */
export interface UserCredentialSettings {
  /** Added for you. */
  DATA_TYPE?: `user_credential#${string}` | undefined;
  /** The identity (UUID) it is for. @default the identity that calls */
  identity_id?: string | undefined;
  /** The kind of storage (UUID). */
  connector_id?: string | undefined;
  /** The account of the storage. */
  username?: string | undefined;
  /** The name to show. */
  display_name?: string | null | undefined;
  /** What only this kind of storage has. */
  policies?: UserCredentialPolicies | undefined;
}

/** Document of `createUserCredential`. */
export interface UserCredentialDocument extends UserCredentialSettings {
  /** The storage gateway (UUID) it is for. */
  storage_gateway_id: string;
}

/** Document of `updateUserCredential`. */
export interface UserCredentialUpdate extends UserCredentialSettings {
  /** The storage gateway (UUID) it is for. */
  storage_gateway_id?: string | undefined;
}

/** Query of `getUserCredentialList`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetUserCredentialListQuery {
  /** Only those on this storage gateway (UUID). */
  storage_gateway?: string | undefined;
  /** Whether the credentials of others are wanted, too, where administrators manage them. A list is comma-joined. */
  include?: "all" | readonly "all"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A credential: as which account of a storage an identity works. */
export interface UserCredential {
  DATA_TYPE: `user_credential#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The identity (UUID) it is for. */
  identity_id: string;
  /** The storage gateway (UUID) it is for. */
  storage_gateway_id: string;
  /** The kind of storage (UUID). */
  connector_id: string;
  /** The account of the storage. */
  username?: string | null;
  /** The name to show. */
  display_name?: string | null;
  /** The home directory of the account. */
  home_directory?: string | null;
  /** Whether it is good no more; with `provisioned` false, whether it lacks something. */
  invalid: boolean;
  /** Whether it has all it needs. */
  provisioned: boolean;
  /** Whether it has been deleted. */
  deleted?: boolean;
  /** What only this kind of storage has. */
  policies?: UserCredentialPolicies | null;
}

/** What only some kind of storage has of a credential. `DATA_TYPE` tells the kinds apart. */
export type UserCredentialPolicies =
  | S3UserCredentialPolicies
  | OAuthUserCredentialPolicies
  | BlackPearlUserCredentialPolicies
  | OtherUserCredentialPolicies;

/** A key of S3. */
export interface S3Key {
  /** The id of the key. */
  s3_key_id?: string | null | undefined;
  /** The key. */
  s3_secret_key?: string | null | undefined;
}

/** Credentials for S3. */
export interface S3UserCredentialPolicies extends S3Key {
  DATA_TYPE: `s3_user_credential_policies#${string}`;
  /** Keys for some paths, which begin with a bucket. */
  s3_multi_keys?:
    | readonly (S3Key & {
        /** What these paths begin with. */
        path_prefixes: readonly string[];
      })[]
    | null
    | undefined;
  /** Whether the account pays for what is read. */
  s3_requester_pays?: boolean | undefined;
}

/** Kinds of storage whose users log in with its provider. */
export type OAuthStorage = "azure_blob" | "box" | "dropbox" | "google_cloud_storage" | "google_drive" | "onedrive";

/** Credentials for storage whose users log in with its provider: that makes them; they are not sent. */
export interface OAuthUserCredentialPolicies {
  DATA_TYPE: `${OAuthStorage}_user_credential_policies#${string}`;
  /** The access token. */
  access_token?: string | null | undefined;
  /** The refresh token. */
  refresh_token?: string | null | undefined;
  /** When the access token expires: ISO 8601. */
  token_expiry?: string | null | undefined;
  /** The scopes of the tokens. */
  scopes?: readonly string[] | undefined;
  /** Who logged in, as the provider's id. */
  sub?: string | null | undefined;
  /** Who logged in, as an address. */
  email?: string | null | undefined;
  /** The tenant, of Microsoft's. */
  tid?: string | undefined;
  /** The most bytes of a file, of Box. */
  max_upload?: number | undefined;
  /** The root that requests are for, of Dropbox. */
  root_info?: Record<string, Json> | undefined;
  /** The projects, of Google Cloud. */
  projects?:
    | readonly {
        /** The project's id. */
        projectId?: string | undefined;
        /** The project's name. */
        name?: string | undefined;
      }[]
    | undefined;
}

/** Credentials for BlackPearl. */
export interface BlackPearlUserCredentialPolicies {
  DATA_TYPE: `blackpearl_user_credential_policies#${string}`;
  /** The id of the key. Only given, never sent. */
  readonly access_id?: string | undefined;
  /** The key. Only given, never sent. */
  readonly secret_key?: string | undefined;
}

/** Credentials for storage that needs nothing more. */
export interface OtherUserCredentialPolicies {
  DATA_TYPE: `${"ceph" | "hpss" | "irods" | "posix" | "posix_staging"}_user_credential_policies#${string}`;
}
