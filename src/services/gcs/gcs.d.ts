
/** The reply of every call of Globus Connect Server. `data` contains the documents. */
export interface GcsResult<Document> {
  DATA_TYPE: `result#${string}`;
  /** The outcome, as a name. */
  code: string;
  /** A description for people. */
  message?: string | null;
  /** The HTTP status. */
  http_response_code: number;
  /** Details. */
  detail?: Json;
  /** The documents. */
  data: Document[];
  /** Whether more pages exist. */
  has_next_page?: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** One page of a list. */
export type GcsPage<Item> = GcsResult<Item>;

/** The document type of a result without documents, which reports only an outcome. */
export type GcsNothing = Record<string, never>;

/** The public information about an endpoint. */
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

/** A kind of storage that an endpoint can use. */
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

/** The share of the network that transfers use. `"custom"` uses the four numbers of concurrency and parallelism. */
export type GcsNetworkUse = "normal" | "minimal" | "aggressive" | "custom";

// ---- The endpoint ----

/** Document of `gcs.updateEndpoint`. */
export interface GcsEndpointUpdate {
  /** Added by this package: the oldest version that has these fields. */
  DATA_TYPE?: `endpoint#${string}` | undefined;
  /** The display name. */
  display_name?: string | undefined;
  /** The organization that operates the endpoint, up to 1,024 characters. */
  organization?: string | undefined;
  /** The department within the organization, up to 1,024 characters. */
  department?: string | undefined;
  /** The description. */
  description?: string | undefined;
  /** Keywords for searches, up to 1,024 characters in total. */
  keywords?: readonly string[] | undefined;
  /** The email address of the contact person. */
  contact_email?: string | undefined;
  /** Other contact information. */
  contact_info?: string | undefined;
  /** The URL of a page with more information. */
  info_link?: string | undefined;
  /** Whether every user can find it. */
  public?: boolean | undefined;
  /** The subscription: a UUID. `"DEFAULT"`: the subscription of the identity that calls. */
  subscription_id?: string | null | undefined;
  /** Whether transfers may use the protocol UDT. */
  allow_udt?: boolean | undefined;
  /** The port of GridFTP's control channel. */
  gridftp_control_channel_port?: number | null | undefined;
  /** The share of the network that transfers use. */
  network_use?: GcsNetworkUse | undefined;
  /** The highest number of files that a transfer moves at the same time, with `"custom"`. */
  max_concurrency?: number | undefined;
  /** The highest number of streams per file, with `"custom"`. */
  max_parallelism?: number | undefined;
  /** The preferred number of files that a transfer moves at the same time, with `"custom"`. */
  preferred_concurrency?: number | undefined;
  /** The preferred number of streams per file, with `"custom"`. */
  preferred_parallelism?: number | undefined;
}

/** Query of `gcs.updateEndpoint`. Send undocumented parameters with `account.request()`. */
export interface UpdateGcsEndpointQuery {
  /** `"endpoint"`: `data` contains the endpoint after the update. A list is comma-joined. */
  include?: "endpoint" | readonly "endpoint"[] | undefined;
}

/** An endpoint of Globus Connect Server. */
export interface GcsEndpoint {
  DATA_TYPE: `endpoint#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The display name. */
  display_name: string;
  /** The organization that operates the endpoint. */
  organization?: string | null;
  /** The department within the organization. */
  department?: string | null;
  /** The description. */
  description?: string | null;
  /** Keywords for searches. */
  keywords?: string[] | null;
  /** The email address of the contact person. */
  contact_email?: string | null;
  /** Other contact information. */
  contact_info?: string | null;
  /** The URL of a page with more information. */
  info_link?: string | null;
  /** Whether every user can find it. */
  public: boolean;
  /** The subscription: a UUID. */
  subscription_id: string | null;
  /** The base URL of its API. */
  gcs_manager_url: string;
  /** The date since which the endpoint has recorded the last uses of its collections. */
  earliest_last_access?: string | null;
  /** Whether transfers may use the protocol UDT. */
  allow_udt: boolean;
  /** The port of GridFTP's control channel. */
  gridftp_control_channel_port?: number | null;
  /** The share of the network that transfers use. */
  network_use: GcsNetworkUse | (string & {});
  /** The highest number of files that a transfer moves at the same time. */
  max_concurrency?: number | null;
  /** The highest number of streams per file. */
  max_parallelism?: number | null;
  /** The preferred number of files that a transfer moves at the same time. */
  preferred_concurrency?: number | null;
  /** The preferred number of streams per file. */
  preferred_parallelism?: number | null;
}

// ---- Collections ----

/** The settings of any collection. They can be changed later. */
export interface CollectionSettings {
  /** Added by this package: the oldest version that has these fields. */
  DATA_TYPE?: `collection#${string}` | undefined;
  /** The organization that operates the collection, up to 1,024 characters. */
  organization?: string | undefined;
  /** The department within the organization, up to 1,024 characters. */
  department?: string | null | undefined;
  /** The description. */
  description?: string | null | undefined;
  /** Keywords for searches, up to 1,024 characters in total. */
  keywords?: readonly string[] | undefined;
  /** The email address of the contact person. */
  contact_email?: string | null | undefined;
  /** Other contact information. */
  contact_info?: string | null | undefined;
  /** The URL of a page with more information. */
  info_link?: string | null | undefined;
  /** The identity (UUID) that owns the collection. @default the identity that calls */
  identity_id?: string | undefined;
  /** The directory that is listed when no path is given. `$USER` is replaced by the local account. */
  default_directory?: string | undefined;
  /**
   * Whether files are accessible over HTTPS. A guest collection cannot enable HTTPS if its mapped collection disables
   * it.
   */
  enable_https?: boolean | undefined;
  /** The permitted HTTPS methods. @default the methods of the mapped collection, or all methods */
  https_methods?: readonly ("GET" | "PUT" | "DELETE")[] | undefined;
  /** Whether all transfers are encrypted. The setting of a mapped collection also applies to its guest collections. */
  force_encryption?: boolean | undefined;
  /** Whether checksum verification is refused. */
  disable_verify?: boolean | undefined;
  /** Whether checksum verification is forced. */
  force_verify?: boolean | undefined;
  /** The direction of the transfers that must preserve modification times. */
  preserve_modtime?: "inbound" | "outbound" | "all" | null | undefined;
  /** The lifetime of permissions on guest collections, in minutes. High assurance only. Null: no limit. */
  acl_expiration_mins?: number | null | undefined;
  /**
   * The direction of the transfers whose other collection must have high assurance. Only for high assurance mapped
   * collections.
   */
  restrict_transfers_to_high_assurance?: "inbound" | "outbound" | "all" | null | undefined;
  /** A notice for users of the collection, up to 256 characters. Mapped collections only. */
  user_message?: string | null | undefined;
  /** The URL of a page about the notice. Mapped collections only. */
  user_message_link?: string | null | undefined;
  /** The flows that start with transfers of the collection. */
  associated_flow_policy?: AssociatedFlowPolicy | null | undefined;
}

/** The settings of a guest collection. */
export interface GuestCollectionSettings extends CollectionSettings {
  /** The user credential (UUID) for access to the data. It must belong to the owner. */
  user_credential_id?: string | undefined;
  /** Whether it is exempt from `auto_delete_timeout`. @default false */
  skip_auto_delete?: boolean | undefined;
  /** The transfers of other users that the owner is notified of. */
  activity_notification_policy?: ActivityNotificationPolicy | undefined;
}

/** The settings of a mapped collection. */
export interface MappedCollectionSettings extends CollectionSettings {
  /**
   * Whether guest collections are allowed. If you change this to false, existing guest collections become inaccessible.
   */
  allow_guest_collections?: boolean | undefined;
  /** Whether anonymous write access to guest collections is forbidden. @default false */
  disable_anonymous_writes?: boolean | undefined;
  /** The number of days without use after which a guest collection is deleted. Null: never. */
  auto_delete_timeout?: number | null | undefined;
  /** Whether the collection is protected from deletion. @default true, since version 5.4.69 */
  delete_protected?: boolean | undefined;
  /** The authentication policy (UUID) of the collection and of its guest collections. */
  guest_auth_policy_id?: string | null | undefined;
  /** The paths that may be shared, relative to the collection's base path. */
  sharing_restrict_paths?: PathRestrictions | null | undefined;
  /** The local accounts that may create guest collections. */
  sharing_users_allow?: readonly string[] | null | undefined;
  /** The local accounts that may not create guest collections. */
  sharing_users_deny?: readonly string[] | null | undefined;
  /** The settings that only this kind of storage has. */
  policies?: CollectionPolicies | undefined;
}

/** The fields that a collection to create requires. */
export interface NewCollection {
  /** The display name, up to 128 characters. */
  display_name: string;
  /** Whether every user can find it. */
  public: boolean;
  /**
   * The root directory. For a guest collection: a path below the root of its mapped collection. For a mapped
   * collection: a path in the storage. It cannot be changed later.
   */
  collection_base_path: string;
}

/** A guest collection to create with `createCollection`. */
export interface GuestCollectionDocument extends GuestCollectionSettings, NewCollection {
  /** Added by this package if there is a `mapped_collection_id`. */
  collection_type?: "guest" | undefined;
  /** The mapped collection (UUID) of the guest collection. It cannot be changed later. */
  mapped_collection_id: string;
  /** Not for guest collections: they use the storage gateway of their mapped collection. */
  storage_gateway_id?: undefined;
}

/** A mapped collection to create with `createCollection`. */
export interface MappedCollectionDocument extends MappedCollectionSettings, NewCollection {
  /** Added by this package if there is a `storage_gateway_id`. */
  collection_type?: "mapped" | undefined;
  /** The storage gateway (UUID) of the collection. It cannot be changed later. */
  storage_gateway_id: string;
  /** The host name of the collection, below the endpoint's host name. @default a name that the endpoint chooses */
  domain_name?: string | undefined;
  /** Not for mapped collections. */
  mapped_collection_id?: undefined;
}

/** Document of `createCollection`. */
export type CollectionDocument = GuestCollectionDocument | MappedCollectionDocument;

/** The settings that are required at creation and can be changed later. */
export interface CollectionChange {
  /** The display name, up to 128 characters. */
  display_name?: string | undefined;
  /** Whether every user can find it. */
  public?: boolean | undefined;
}

/** Changes to a guest collection. */
export interface GuestCollectionUpdate extends GuestCollectionSettings, CollectionChange {
  /** The type of the collection. */
  collection_type?: "guest" | undefined;
}

/** Changes to a mapped collection. */
export interface MappedCollectionUpdate extends MappedCollectionSettings, CollectionChange {
  /** The type of the collection. */
  collection_type?: "mapped" | undefined;
}

/** Document of `updateCollection`. */
export type CollectionUpdate = GuestCollectionUpdate | MappedCollectionUpdate;

/** The access to the paths of a storage. */
export interface PathRestrictions {
  DATA_TYPE: `path_restrictions#${string}`;
  /** Paths with read and write access. */
  read_write?: readonly string[] | null | undefined;
  /** Paths with read access. */
  read?: readonly string[] | null | undefined;
  /** Paths without access. */
  none?: readonly string[] | null | undefined;
}

/** Query of `getCollection`. Send undocumented parameters with `account.request()`. */
export interface GetCollectionQuery {
  /** `"private_policies"`: `policies` includes the fields that only administrators may see. A list is comma-joined. */
  include?: "private_policies" | readonly "private_policies"[] | undefined;
}

/** Query of `getCollectionList`. Send undocumented parameters with `account.request()`. */
export interface GetCollectionListQuery {
  /** Only the guest collections of this mapped collection (UUID). */
  mapped_collection_id?: string | undefined;
  /** Only the mapped collections of this storage gateway (UUID). */
  storage_gateway_id?: string | undefined;
  /** The filters of the list. A list is comma-joined, and all filters must match. */
  filter?: GcsCollectionFilter | readonly GcsCollectionFilter[] | undefined;
  /** `"private_policies"`: `policies` includes the fields that only administrators may see. A list is comma-joined. */
  include?: "private_policies" | readonly "private_policies"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A filter of a list of collections. */
export type GcsCollectionFilter =
  "mapped_collections" | "guest_collections" | "managed_by_me" | "created_by_me" | (string & {});

/** A collection, as Globus Connect Server describes it. `collection_type` distinguishes the kinds. */
export type GcsCollection = GcsGuestCollection | GcsMappedCollection;

/** The fields of every collection. Fields that this identity may not see are absent. */
export interface GcsCollectionFields {
  DATA_TYPE: `collection#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The display name. */
  display_name: string;
  /** The identity (UUID) that owns the collection. */
  identity_id: string;
  /** Whether every user can find it. */
  public: boolean;
  /** The storage gateway: a UUID. */
  storage_gateway_id: string;
  /** The connector, which is the kind of storage: a UUID. */
  connector_id?: string;
  /** The organization that operates the collection. */
  organization?: string | null;
  /** The department within the organization. */
  department?: string | null;
  /** The description. */
  description?: string | null;
  /** Keywords for searches. */
  keywords?: string[] | null;
  /** The email address of the contact person. */
  contact_email?: string | null;
  /** Other contact information. */
  contact_info?: string | null;
  /** The URL of a page with more information. */
  info_link?: string | null;
  /** The root directory. For a guest collection: a path below the root of its mapped collection. */
  collection_base_path?: string;
  /**
   * The root directory as a path in the storage. Only for administrators of this collection and of its mapped
   * collection.
   */
  root_path?: string;
  /** The directory that is listed when no path is given. */
  default_directory?: string | null;
  /** The host name of the collection. */
  domain_name?: string;
  /** The collection's own host name, if it has one. */
  domain?: GcsDomain | null;
  /** The base URL for HTTPS access to files. */
  https_url?: string | null;
  /** The URL for access with GridFTP over TLS. */
  tlsftp_url?: string | null;
  /** The base URL of the endpoint's API. */
  manager_url?: string;
  /** Whether files are accessible over HTTPS. */
  enable_https?: boolean;
  /** The permitted HTTPS methods. */
  https_methods?: ("GET" | "PUT" | "DELETE" | (string & {}))[];
  /** Whether all transfers are encrypted. */
  force_encryption?: boolean;
  /** Whether checksum verification is refused. */
  disable_verify?: boolean;
  /** Whether checksum verification is forced. */
  force_verify?: boolean;
  /** The direction of the transfers that must preserve modification times. */
  preserve_modtime?: TransferDirection | null;
  /** Whether the rules for protected data apply (high assurance). */
  high_assurance?: boolean;
  /** Whether users must log in with a second factor. */
  require_mfa?: boolean;
  /** The time for which a login is valid, in minutes. */
  authentication_timeout_mins?: number | null;
  /** The authentication policy (UUID) of the collection. */
  guest_auth_policy_id?: string | null;
  /** The lifetime of permissions, in minutes. */
  acl_expiration_mins?: number | null;
  /** The direction of the transfers whose other collection must have high assurance. */
  restrict_transfers_to_high_assurance?: TransferDirection | null;
  /** A notice for users of the collection. */
  user_message?: string | null;
  /** The URL of a page about the notice. */
  user_message_link?: string | null;
  /** The flows that start with transfers of the collection. */
  associated_flow_policy?: AssociatedFlowPolicy | null;
  /** Whether guest collections are allowed. For a guest collection: on its mapped collection. */
  allow_guest_collections?: boolean;
  /** Whether anonymous write access to guest collections is forbidden. */
  disable_anonymous_writes?: boolean;
  /** The paths that may be shared. For a guest collection they begin at the root of the storage. */
  sharing_restrict_paths?: PathRestrictions | null;
  /** The settings that only this kind of storage has. */
  policies?: CollectionPolicies | null;
  /** Whether an administrator of the subscription has verified the collection. */
  subscription_admin_verified?: boolean;
  /** Whether the collection was deleted. */
  deleted?: boolean;
  /** The date of the creation. */
  created_at?: string | null;
  /** The date of the last use. */
  last_access?: string | null;
  /** @deprecated Use `high_assurance`. */
  require_high_assurance?: boolean;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout?: number | null;
}

/** A guest collection. */
export interface GcsGuestCollection extends GcsCollectionFields {
  collection_type: "guest";
  /** The mapped collection (UUID) of the guest collection. */
  mapped_collection_id: string;
  /** The user credential (UUID) for access to the data. */
  user_credential_id?: string | null;
  /** Whether it is exempt from `auto_delete_timeout`. */
  skip_auto_delete?: boolean;
  /** The transfers of other users that the owner is notified of. */
  activity_notification_policy?: ActivityNotificationPolicy | null;
}

/** A mapped collection. */
export interface GcsMappedCollection extends GcsCollectionFields {
  collection_type: "mapped";
  /** The local accounts that may create guest collections. */
  sharing_users_allow?: string[] | null;
  /** The local accounts that may not create guest collections. */
  sharing_users_deny?: string[] | null;
  /** The number of days without use after which a guest collection is deleted. */
  auto_delete_timeout?: number | null;
  /** Whether the collection is protected from deletion. */
  delete_protected?: boolean;
}

/** The own host name of a collection. */
export interface GcsDomain {
  DATA_TYPE: `domain#${string}`;
  /** The host name. */
  domain_name: string;
  /** Whether guest collections get host names below this one. */
  wildcard: boolean;
  /** The certificate of the host name, in PEM. */
  certificate?: string | null;
  /** The path of the certificate. */
  certificate_path?: string | null;
  /** The intermediate certificates, in PEM. */
  certificate_chain?: string | null;
  /** The path of the intermediate certificates. */
  certificate_chain_path?: string | null;
  /** The private key of the certificate, in PEM. */
  private_key?: string | null;
  /** The path of the private key. */
  private_key_path?: string | null;
}

/** The settings of a mapped collection that only one kind of storage has. `DATA_TYPE` distinguishes the kinds. */
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
  /** The Google Cloud project whose members may use the collection. Other users may not. */
  project?: string | undefined;
}

/** The kinds of storage whose collections have no policies. */
export type StorageWithoutCollectionPolicies =
  "azure_blob" | "blackpearl" | "box" | "ceph" | "dropbox" | "google_drive" | "hpss" | "irods" | "onedrive" | "s3";

/** The policies of a collection on other storage. They are empty. */
export interface OtherCollectionPolicies {
  DATA_TYPE: `${StorageWithoutCollectionPolicies}_collection_policies#${string}`;
}

// ---- Storage gateways ----

/** The settings of a storage gateway. They can be changed later. */
export interface StorageGatewaySettings {
  /**
   * Added by this package: 1.0.0 or 1.1.0, the oldest that has these fields. For fields of later versions, set it
   * yourself.
   */
  DATA_TYPE?: `storage_gateway#${string}` | undefined;
  /**
   * The domains of the identities that may use the storage gateway. The domain of a service account is
   * `clients.auth.globus.org`.
   */
  allowed_domains?: readonly string[] | undefined;
  /** The mapping of identities to local accounts. */
  identity_mappings?: readonly IdentityMapping[] | null | undefined;
  /** The local accounts that may use the storage gateway. */
  users_allow?: readonly string[] | null | undefined;
  /** The local accounts that may not use the storage gateway. */
  users_deny?: readonly string[] | null | undefined;
  /** The access to the paths of the storage. */
  restrict_paths?: PathRestrictions | null | undefined;
  /** The root directory. */
  root?: string | undefined;
  /** Whether the rules for protected data apply (high assurance). */
  high_assurance?: boolean | null | undefined;
  /** Whether users must log in with a second factor. High assurance only. @default false */
  require_mfa?: boolean | undefined;
  /** The time for which a login is valid, in minutes. */
  authentication_timeout_mins?: number | null | undefined;
  /** Whether administrators may manage the credentials of other users. @default false */
  admin_managed_credentials?: boolean | undefined;
  /** The local account that the server process uses. */
  process_user?: string | null | undefined;
  /** The DSI module that the server loads. */
  load_dsi_module?: string | null | undefined;
  /** The share of the network that transfers use. */
  network_use?: GcsNetworkUse | null | undefined;
  /** The highest number of files that a transfer moves at the same time, with `"custom"`. */
  max_concurrency?: number | undefined;
  /** The highest number of streams per file, with `"custom"`. */
  max_parallelism?: number | undefined;
  /** The preferred number of files that a transfer moves at the same time, with `"custom"`. */
  preferred_concurrency?: number | undefined;
  /** The preferred number of streams per file, with `"custom"`. */
  preferred_parallelism?: number | undefined;
  /** The settings that only this kind of storage has. */
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
  /** The kind of storage (UUID): a connector that `getGcsInfo` returns. */
  connector_id: string;
}

/** Document of `updateStorageGateway`. */
export interface StorageGatewayUpdate extends StorageGatewaySettings {
  /** The name. */
  display_name?: string | undefined;
  /** The kind of storage: a connector's id (UUID). */
  connector_id?: string | undefined;
}

/** A mapping of identities to local accounts. `DATA_TYPE` distinguishes the kinds. */
export type IdentityMapping = ExpressionIdentityMapping | ExternalIdentityMapping;

/** A mapping by expressions. The first expression that matches is used. */
export interface ExpressionIdentityMapping {
  DATA_TYPE: `expression_identity_mapping#${string}`;
  /** The expressions. */
  mappings: readonly {
    /** The text to match: a template with fields of the identity, such as `"{username}"`. */
    source: string;
    /** A regular expression that must match the whole text. */
    match: string;
    /** The local account: a template with fields of the identity and with groups of `match`, such as `{0}`. */
    output: string;
    /** Whether case is ignored. @default false */
    ignore_case?: boolean | undefined;
    /** Whether `match` is a literal text, not a regular expression. @default false */
    literal?: boolean | undefined;
  }[];
}

/** A mapping by an external program of the endpoint. */
export interface ExternalIdentityMapping {
  DATA_TYPE: `external_identity_mapping#${string}`;
  /** The program and its arguments. */
  command: readonly string[];
}

/** Query of `getStorageGateway`. Send undocumented parameters with `account.request()`. */
export interface GetStorageGatewayQuery {
  /**
   * Additional data to return: policies that only administrators may see, and the local accounts of this identity. A
   * list is comma-joined.
   */
  include?: StorageGatewayPart | readonly StorageGatewayPart[] | undefined;
}

/** Additional data of a storage gateway. */
export type StorageGatewayPart = "private_policies" | "accounts" | (string & {});

/** Query of `getStorageGatewayList`. Send undocumented parameters with `account.request()`. */
export interface GetStorageGatewayListQuery extends GetStorageGatewayQuery {
  /** The size of a page. */
  page_size?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A storage gateway. Fields that this identity may not see are absent. */
export interface StorageGateway {
  DATA_TYPE: `storage_gateway#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The name. */
  display_name: string;
  /** The kind of storage: a connector's id (UUID). */
  connector_id: string;
  /** The domains of the identities that may use the storage gateway. */
  allowed_domains?: string[];
  /** The mapping of identities to local accounts. */
  identity_mappings?: IdentityMapping[] | null;
  /** The mapping of identities to local accounts, in older versions. */
  mapping?: string;
  /** The local accounts that may use the storage gateway. */
  users_allow?: string[] | null;
  /** The local accounts that may not use the storage gateway. */
  users_deny?: string[] | null;
  /** The access to the paths of the storage. */
  restrict_paths?: PathRestrictions | null;
  /** The root directory. */
  root?: string;
  /** Whether the rules for protected data apply (high assurance). */
  high_assurance?: boolean | null;
  /** Whether users must log in with a second factor. */
  require_mfa?: boolean;
  /** The time for which a login is valid, in minutes. */
  authentication_timeout_mins?: number | null;
  /** Whether administrators may manage the credentials of other users. */
  admin_managed_credentials?: boolean;
  /** The local account that the server process uses. */
  process_user?: string | null;
  /** The DSI module that the server loads. */
  load_dsi_module?: string | null;
  /** The share of the network that transfers use. */
  network_use?: GcsNetworkUse | (string & {}) | null;
  /** The highest number of files that a transfer moves at the same time. */
  max_concurrency?: number | null;
  /** The highest number of streams per file. */
  max_parallelism?: number | null;
  /** The preferred number of files that a transfer moves at the same time. */
  preferred_concurrency?: number | null;
  /** The preferred number of streams per file. */
  preferred_parallelism?: number | null;
  /** The settings that only this kind of storage has. */
  policies?: StoragePolicies | null;
  /** Whether the storage gateway was deleted. */
  deleted?: boolean;
  /** @deprecated Use `high_assurance`. */
  require_high_assurance?: boolean | null;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout?: number | null;
}

/**
 * The settings of a storage gateway that only one kind of storage has. Only `DATA_TYPE` distinguishes the kinds, so you
 * must set it. Later versions of a kind have more fields.
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

/** Policies of POSIX storage. */
export interface PosixStoragePolicies {
  /** The type and version. Replies of some versions use the name `posix_storage_gateway`. */
  DATA_TYPE: `posix_storage_policies#${string}` | `posix_storage_gateway#${string}`;
  /** The POSIX groups that may use the storage gateway. */
  groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not use the storage gateway. */
  groups_deny?: readonly string[] | null | undefined;
}

/** An environment variable. */
export interface EnvironmentVariable {
  /** Its name. */
  name: string;
  /** Its value. */
  value: string;
}

/** Policies of POSIX storage whose files are staged by a program. */
export interface PosixStagingStoragePolicies {
  DATA_TYPE: `posix_staging_storage_policies#${string}`;
  /** The path of the program. */
  stage_app: string;
  /** The environment of the program. */
  environment?: readonly EnvironmentVariable[] | undefined;
  /** The POSIX groups that may use the storage gateway. */
  groups_allow?: readonly string[] | null | undefined;
  /** The POSIX groups that may not use the storage gateway. */
  groups_deny?: readonly string[] | null | undefined;
}

/** Policies of S3 and ActiveScale. */
export interface S3StoragePolicies {
  DATA_TYPE: `s3_storage_policies#${string}`;
  /** The URL of the S3 API, such as `"https://s3.amazonaws.com"`. */
  s3_endpoint?: string | undefined;
  /** Additional buckets to show, which belong to other owners. */
  s3_buckets?: readonly string[] | undefined;
  /** Whether a guest collection requires a credential of its owner. */
  s3_user_credential_required?: boolean | undefined;
  /** Whether credentials may have several keys. */
  s3_allow_multi_keys?: boolean | undefined;
  /** Whether the reader pays. User credentials must accept this. */
  s3_requester_pays?: boolean | undefined;
  /** Whether transfers restore archived objects. */
  s3_restore?: boolean | undefined;
  /** The storage class of new objects. @default the storage class of the bucket */
  s3_storage_class?: string | undefined;
}

/** The settings of storage whose users log in at its provider. */
export interface OAuthStoragePolicies {
  /** The id of the application that is registered at the provider. */
  client_id?: string | null | undefined;
  /** The secret of the application. */
  secret?: string | null | undefined;
  /** Whether users may use accounts other than the one that they are mapped to. @default false */
  allow_any_account?: boolean | undefined;
  /** The redirect URI to register at the provider. Only in replies. */
  readonly auth_callback?: string | undefined;
}

/** Policies of Google Cloud Storage. */
export interface GoogleCloudStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `google_cloud_storage_policies#${string}`;
  /** The buckets that are accessible and shown. Null: all. */
  buckets?: readonly string[] | null | undefined;
  /** The projects that are accessible. Null: all. */
  projects?: readonly string[] | null | undefined;
  /** The key of a Google service account with access to all buckets, as Google issues it. */
  service_account_key?: Record<string, Json> | null | undefined;
  /** Whether users must have a credential. Only in replies. */
  readonly user_credential_required?: boolean | undefined;
}

/** Policies of Google Drive. */
export interface GoogleDriveStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `google_drive_storage_policies#${string}`;
  /** Google's request quota of the application. */
  user_api_rate_quota?: number | undefined;
}

/** Policies of Azure Blob Storage. */
export interface AzureBlobStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `azure_blob_storage_policies#${string}`;
  /** The tenant of the organization. */
  tenant?: string | null | undefined;
  /** The storage account. */
  account?: string | null | undefined;
  /** The principal that logs in: the user, or the application. */
  auth_type?: "user" | "service_principal" | "user_service_principal" | (string & {}) | null | undefined;
  /** Whether the storage account has hierarchical namespaces. */
  adls?: boolean | null | undefined;
  /** Whether users must have a credential. Only in replies. */
  readonly user_credential_required?: boolean | undefined;
}

/** Policies of OneDrive. */
export interface OneDriveStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `onedrive_storage_policies#${string}`;
  /** The tenant of the organization. */
  tenant?: string | null | undefined;
  /** Microsoft's rate limit, per second and user. */
  user_api_rate_limit?: number | undefined;
}

/** Policies of Box. */
export interface BoxStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `box_storage_policies#${string}`;
  /** The id of the Box enterprise. */
  enterpriseID?: string | undefined;
  /** The application that has access to the enterprise. */
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
  /** Box's rate limit, per second and user. */
  user_api_rate_limit?: number | undefined;
  /** Whether users must have a credential. Only in replies. */
  readonly user_credential_required?: boolean | undefined;
}

/** Policies of Dropbox. */
export interface DropboxStoragePolicies extends OAuthStoragePolicies {
  DATA_TYPE: `dropbox_storage_policies#${string}`;
  /** Dropbox's rate limit, per second and user. */
  user_api_rate_limit?: number | undefined;
}

/** Policies of Ceph. */
export interface CephStoragePolicies {
  DATA_TYPE: `ceph_storage_policies#${string}`;
  /** The URL of the S3 API. */
  s3_endpoint?: string | undefined;
  /** Additional buckets to show, which belong to other owners. */
  s3_buckets?: readonly string[] | undefined;
  /** The id of the administrator's key. */
  ceph_admin_key_id?: string | undefined;
  /** The administrator's key. */
  ceph_admin_secret_key?: string | undefined;
}

/** Policies of BlackPearl. */
export interface BlackPearlStoragePolicies {
  DATA_TYPE: `blackpearl_storage_policies#${string}`;
  /** The URL of the S3 API. */
  s3_endpoint?: string | undefined;
  /** The path of the file that maps local accounts to BlackPearl accounts. */
  bp_access_id_file?: string | undefined;
}

/** Policies of iRODS. */
export interface IrodsStoragePolicies {
  DATA_TYPE: `irods_storage_policies#${string}`;
  /** The path of the environment file. */
  irods_environment_file: string;
  /** The path of the authentication file. */
  irods_authentication_file?: string | undefined;
  /** The environment of the iRODS client. */
  environment?: readonly EnvironmentVariable[] | undefined;
}

/** Policies of HPSS. */
export interface HpssStoragePolicies {
  DATA_TYPE: `hpss_storage_policies#${string}`;
  /** The authentication mechanism of the server. */
  authentication_mech: "krb5" | "unix";
  /** The authenticator, such as `"auth_keytab:/var/hpss/etc/gridftp.keytab"`. */
  authenticator: string;
  /** The login name of the server. @default "hpssftp" */
  login_name?: string | undefined;
  /** Whether checksums are stored with the files. */
  uda_checksum?: boolean | undefined;
  /** Whether checksums are stored with the files. This is the Python client's name for the field. */
  uda_checksum_support?: boolean | undefined;
}

// ---- Roles ----

/** A role on an endpoint or on one of its collections. */
export type GcsRoleName =
  "owner" | "administrator" | "access_manager" | "access_monitor" | "activity_manager" | "activity_monitor";

/** Document of `createRole`. */
export interface GcsRoleDocument {
  /** Added by this package. */
  DATA_TYPE?: `role#${string}` | undefined;
  /** The principal that gets the role. */
  principal: PrincipalUrn;
  /** The role. */
  role: GcsRoleName;
  /** The collection (UUID) of the role. If absent: the endpoint. */
  collection?: string | null | undefined;
}

/** Query of `getRoleList`. Send undocumented parameters with `account.request()`. */
export interface GetRoleListQuery {
  /** The collection (UUID) whose roles to list. If absent: the roles on the endpoint. */
  collection_id?: string | undefined;
  /** `"all_roles"` also returns the roles of other principals. A list is comma-joined. */
  include?: "all_roles" | readonly "all_roles"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** The role of a principal. */
export interface GcsRole {
  DATA_TYPE: `role#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The principal that has the role. */
  principal: PrincipalUrn;
  /** The role. */
  role: GcsRoleName | (string & {});
  /** The collection (UUID) of the role. If absent or null: the endpoint. */
  collection?: string | null;
}

// ---- User credentials ----

/** The settings of a user credential. They can be changed later. */
export interface UserCredentialSettings {
  /** Added by this package. */
  DATA_TYPE?: `user_credential#${string}` | undefined;
  /** The identity (UUID) of the credential. @default the identity that calls */
  identity_id?: string | undefined;
  /** The kind of storage: a connector's id (UUID). */
  connector_id?: string | undefined;
  /** The account in the storage. */
  username?: string | undefined;
  /** The display name. */
  display_name?: string | null | undefined;
  /** The settings that only this kind of storage has. */
  policies?: UserCredentialPolicies | undefined;
}

/** Document of `createUserCredential`. */
export interface UserCredentialDocument extends UserCredentialSettings {
  /** The storage gateway of the credential: a UUID. */
  storage_gateway_id: string;
}

/** Document of `updateUserCredential`. */
export interface UserCredentialUpdate extends UserCredentialSettings {
  /** The storage gateway of the credential: a UUID. */
  storage_gateway_id?: string | undefined;
}

/** Query of `getUserCredentialList`. Send undocumented parameters with `account.request()`. */
export interface GetUserCredentialListQuery {
  /** Only the credentials for this storage gateway (UUID). */
  storage_gateway?: string | undefined;
  /** `"all"` also returns the credentials of other users, where administrators manage them. A list is comma-joined. */
  include?: "all" | readonly "all"[] | undefined;
  /** The size of a page. */
  page_size?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A user credential: the account in a storage that an identity uses. */
export interface UserCredential {
  DATA_TYPE: `user_credential#${string}`;
  /** The id: a UUID. */
  id: string;
  /** The identity of the credential: a UUID. */
  identity_id: string;
  /** The storage gateway of the credential: a UUID. */
  storage_gateway_id: string;
  /** The kind of storage: a connector's id (UUID). */
  connector_id: string;
  /** The account in the storage. */
  username?: string | null;
  /** The display name. */
  display_name?: string | null;
  /** The home directory of the account. */
  home_directory?: string | null;
  /** Whether the credential is no longer valid. If `provisioned` is false: whether it is incomplete. */
  invalid: boolean;
  /** Whether the credential is complete. */
  provisioned: boolean;
  /** Whether the credential was deleted. */
  deleted?: boolean;
  /** The settings that only this kind of storage has. */
  policies?: UserCredentialPolicies | null;
}

/** The settings of a user credential that only one kind of storage has. `DATA_TYPE` distinguishes the kinds. */
export type UserCredentialPolicies =
  | S3UserCredentialPolicies
  | OAuthUserCredentialPolicies
  | BlackPearlUserCredentialPolicies
  | OtherUserCredentialPolicies;

/** An S3 key. */
export interface S3Key {
  /** The id of the key. */
  s3_key_id?: string | null | undefined;
  /** The key. */
  s3_secret_key?: string | null | undefined;
}

/** The policies of a credential for S3. */
export interface S3UserCredentialPolicies extends S3Key {
  DATA_TYPE: `s3_user_credential_policies#${string}`;
  /** Keys for specific paths. Each path begins with a bucket. */
  s3_multi_keys?:
    | readonly (S3Key & {
        /** The path prefixes of the key. */
        path_prefixes: readonly string[];
      })[]
    | null
    | undefined;
  /** Whether the account pays for read access. */
  s3_requester_pays?: boolean | undefined;
}

/** The kinds of storage whose users log in at its provider. */
export type OAuthStorage = "azure_blob" | "box" | "dropbox" | "google_cloud_storage" | "google_drive" | "onedrive";

/**
 * The policies of a credential for storage whose users log in at its provider. The login creates them; they are never
 * sent.
 */
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
  /** The user who logged in, as the provider's id. */
  sub?: string | null | undefined;
  /** The user who logged in, as an email address. */
  email?: string | null | undefined;
  /** The Microsoft tenant. */
  tid?: string | undefined;
  /** Box: the maximum size of a file, in bytes. */
  max_upload?: number | undefined;
  /** Dropbox: the root of the requests. */
  root_info?: Record<string, Json> | undefined;
  /** Google Cloud: the projects. */
  projects?:
    | readonly {
        /** The project's id. */
        projectId?: string | undefined;
        /** The project's name. */
        name?: string | undefined;
      }[]
    | undefined;
}

/** The policies of a credential for BlackPearl. */
export interface BlackPearlUserCredentialPolicies {
  DATA_TYPE: `blackpearl_user_credential_policies#${string}`;
  /** The id of the key. Only in replies. */
  readonly access_id?: string | undefined;
  /** The key. Only in replies. */
  readonly secret_key?: string | undefined;
}

/** The policies of a credential for storage that needs no further settings. */
export interface OtherUserCredentialPolicies {
  DATA_TYPE: `${"ceph" | "hpss" | "irods" | "posix" | "posix_staging"}_user_credential_policies#${string}`;
}
