
/** The kind of an endpoint or collection. */
export type EntityType =
  | "GCSv5_endpoint"
  | "GCSv5_mapped_collection"
  | "GCSv5_guest_collection"
  | "GCP_mapped_collection"
  | "GCP_guest_collection"
  | (string & {});

/** The scope of `endpointSearch`. All scopes but `"all"` relate to the caller. */
export type EndpointSearchScope =
  | "all"
  | "my-endpoints"
  | "my-gcp-endpoints"
  | "recently-used"
  | "in-use"
  | "shared-by-me"
  | "shared-with-me"
  | "administered-by-me"
  | "hide-no-permissions"
  | (string & {});

/** A role on an endpoint or collection. */
export type EndpointRoleName =
  | "administrator"
  | "restricted_administrator"
  | "access_manager"
  | "activity_manager"
  | "activity_monitor"
  | (string & {});

/** Query of `endpointSearch`. Send undocumented parameters with `account.request()`. */
export interface EndpointSearchQuery {
  /**
   * The words to search for in names, descriptions, keywords and the like. Required unless `filter_scope` narrows the
   * search.
   */
  filter_fulltext?: string | undefined;
  /** The scope of the search. @default "all" */
  filter_scope?: EndpointSearchScope | undefined;
  /**
   * Only endpoints and collections that this identity (UUID) owns. Not together with `"my-endpoints"`,
   * `"my-gcp-endpoints"` or `"shared-by-me"`.
   */
  filter_owner_id?: string | undefined;
  /** Only collections that this endpoint or mapped collection (UUID) hosts. */
  filter_host_endpoint?: string | undefined;
  /**
   * Only endpoints without access to data (`true`), or only endpoints and collections with access to data (`false`).
   * Not together with `filter_entity_type`.
   */
  filter_non_functional?: boolean | undefined;
  /** Only this kind of endpoint or collection. Not together with `filter_non_functional`. */
  filter_entity_type?: EntityType | undefined;
  /**
   * The fields to return in each document. Other fields are then absent, although the type declares them. A list is
   * comma-joined.
   */
  fields?: string | readonly string[] | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** The number of results to skip. */
  offset?: number | undefined;
}

/** Query of `getEndpoint`. Send undocumented parameters with `account.request()`. */
export interface GetEndpointQuery {
  /**
   * The fields to return in the document. Other fields are then absent, although the type declares them. A list is
   * comma-joined.
   */
  fields?: string | readonly string[] | undefined;
}

/** One page of search results. */
export interface EndpointList {
  DATA_TYPE: "endpoint_list";
  /** The results, best match first. */
  DATA: Endpoint[];
  /** The size of a page. */
  limit: number;
  /** The number of skipped results. */
  offset: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
}

/**
 * An endpoint or collection. Fields that do not apply to its `entity_type` are null.
 *
 * https://docs.globus.org/api/transfer/endpoints_and_collections/#endpoint_or_collection_document
 */
export interface Endpoint {
  DATA_TYPE: "endpoint";
  /** The id: a UUID. */
  id: string;
  /** The display name. */
  display_name: string;
  /** The kind of the endpoint or collection. */
  entity_type: EntityType;
  /** The organization that operates it. */
  organization: string | null;
  /** The department within the organization. */
  department: string | null;
  /** Keywords for searches, comma-separated. */
  keywords: string | null;
  /** The description. */
  description: string | null;
  /** The email address of the contact person. */
  contact_email: string | null;
  /** Other contact information. */
  contact_info: string | null;
  /** The URL of a page with more information. */
  info_link: string | null;
  /** A notice for users of the collection. */
  user_message: string | null;
  /** The URL of a page about the notice. */
  user_message_link: string | null;
  /** The identity (UUID) that owns the collection. For a mapped collection: its endpoint. */
  owner_id: string;
  /** The owner, as a text for people. */
  owner_string: string;
  /** Whether every user can find it. */
  public: boolean;
  /** The subscription: a UUID. */
  subscription_id: string | null;
  /** Whether an administrator of the subscription has verified it. */
  subscription_admin_verified?: boolean;
  /** Whether its messages are in English and French. */
  french_english_bilingual: boolean;
  /** The directory that is listed when no path is given. */
  default_directory: string | null;
  /** Whether this identity has used the endpoint or collection recently. */
  in_use: boolean;
  /** The roles of this identity on the endpoint or collection, including those of its groups. */
  my_effective_roles: EndpointRoleName[];

  /** Whether all transfers are encrypted. */
  force_encryption: boolean;
  /** Whether checksum verification is refused. */
  disable_verify: boolean;
  /** Whether checksum verification is forced. */
  force_verify: boolean;
  /** Whether anonymous write access to guest collections is forbidden. */
  disable_anonymous_writes: boolean;
  /** Whether users must log in with a second factor. */
  mfa_required: boolean;
  /** Whether the rules for protected data apply (high assurance). */
  high_assurance: boolean;
  /** The time for which a login is valid, in minutes. Service accounts do not log in. */
  authentication_timeout_mins: number | null;
  /** The authentication policy (UUID) of the endpoint or collection. */
  authentication_policy_id: string | null;
  /** The longest lifetime of a permission, in minutes. */
  acl_max_expiration_period_mins?: number | null;
  /** The direction of the transfers whose other collection must have high assurance. */
  restrict_transfers_to_high_assurance?: TransferDirection | null;
  /** The direction of the transfers that preserve modification times. */
  preserve_modtime?: TransferDirection | null;
  /** Whether the reader pays the storage provider. */
  requester_pays: boolean;

  /** The mapped collection (UUID) of a guest collection on Globus Connect Server. */
  mapped_collection_id: string | null;
  /** The name of that mapped collection. */
  mapped_collection_display_name: string | null;
  /** The Globus Connect Personal collection (UUID) that hosts this guest collection. */
  host_endpoint_id: string | null;
  /** The name of that collection. */
  host_endpoint_display_name: string | null;
  /** The directory of the host that is the root of a guest collection; null for callers that may not see it. */
  host_path: string | null;
  /** Whether this is an endpoint without access to data. Use its collections instead. */
  non_functional: boolean;
  /** The endpoint (UUID) of a collection on Globus Connect Server. */
  non_functional_endpoint_id: string | null;
  /** The name of that endpoint. */
  non_functional_endpoint_display_name: string | null;

  /** The base URL of the endpoint's Globus Connect Server Manager API. */
  gcs_manager_url: string | null;
  /** The version of Globus Connect Server. */
  gcs_version: string | null;
  /** The base URL for HTTPS access to files, if it is enabled. */
  https_server: string | null;
  /** The URL for access with GridFTP over TLS. */
  tlsftp_server: string | null;
  /** Whether Globus Connect Personal is connected. */
  gcp_connected: boolean | null;
  /** Whether Globus Connect Personal is paused. */
  gcp_paused: boolean | null;
  /** The setup key of Globus Connect Personal, visible to the owner until the key is used. */
  globus_connect_setup_key: string | null;
  /** The type of the storage. */
  storage_type?: string | null;

  /** The share of the network that transfers use. `"custom"` uses the four numbers below. */
  network_use: "normal" | "minimal" | "aggressive" | "custom" | (string & {}) | null;
  /** The location: `"Automatic"`, or latitude and longitude. */
  location: string | null;
  /** The highest number of files that a transfer moves at the same time. */
  max_concurrency: number | null;
  /** The preferred number of files that a transfer moves at the same time. */
  preferred_concurrency: number | null;
  /** The highest number of streams per file. */
  max_parallelism: number | null;
  /** The preferred number of streams per file. */
  preferred_parallelism: number | null;

  /** The time of the last use: ISO 8601. */
  last_accessed_time: string | null;
  /** The number of days without use after which a guest collection is deleted. */
  auto_delete_timeout?: number | null;
  /** Whether this guest collection is exempt from `auto_delete_timeout`. */
  skip_auto_delete?: boolean | null;
  /** The transfers of other users that the owner of a guest collection is notified of. */
  guest_collection_activity_notification_policy?: ActivityNotificationPolicy | null;
  /** The flows that start with transfers of the collection. */
  associated_flow_policy?: AssociatedFlowPolicy | null;

  /** The servers. Absent in search results. */
  DATA?: EndpointServer[];

  /** @deprecated The id. */
  name: string;
  /** @deprecated Use `id`, and `display_name` to show. */
  canonical_name: string;
  /** @deprecated Use `owner_id` or `owner_string`. */
  username: string;
  /** @deprecated Use `entity_type`. */
  is_globus_connect: boolean;
  /** @deprecated Use `entity_type`. */
  shareable: boolean;
  /** @deprecated Use `my_effective_roles`. */
  acl_editable: boolean;
  /** @deprecated Use `entity_type`. */
  acl_available: boolean;
  /** @deprecated Use `host_endpoint_id`. */
  host_endpoint: string | null;
  /** @deprecated Use `host_endpoint_id`. */
  sharing_target_endpoint: string | null;
  /** @deprecated Use `host_path`. */
  sharing_target_root_path: string | null;
  /** @deprecated Use `authentication_timeout_mins`. */
  authentication_assurance_timeout: number | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  activated: boolean;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  expires_in: number;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  expire_time: string | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  myproxy_server: string | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  myproxy_dn: string | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  oauth_server: string | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  s3_url: string | null;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  s3_owner_activated: boolean;
  /** @deprecated Applies only to endpoint types that no longer exist. */
  local_user_info_available: boolean | null;
}

/** A direction of transfers: into the collection, out of it, or both. */
export type TransferDirection = "inbound" | "outbound" | "all" | (string & {});

/** The transfers of other users that an owner is notified of. */
export interface ActivityNotificationPolicy {
  /** The outcomes of the transfers. */
  status: ("SUCCEEDED" | "FAILED")[];
  /** The sides of the transfers on which the collection was. */
  transfer_use: ("source" | "destination")[];
}

/** The flows that start with transfers of a collection. */
export interface AssociatedFlowPolicy {
  /** The flows for transfers. */
  transfer?: {
    /** The flow for transfers into the collection. */
    destination?: {
      /** The flow's id: a UUID. */
      flow?: string | null;
    };
    /** The flow for transfers out of the collection. */
    source?: {
      /** The flow's id: a UUID. */
      flow?: string | null;
    };
  };
}

/** A server of an endpoint. */
export interface EndpointServer {
  DATA_TYPE: "server";
  /** The server's number. */
  id: number;
  /** The host name or address of the server. */
  hostname: string | null;
  /** The port of the control channel. */
  port: number | null;
  /** The protocol of the server. */
  scheme: "gsiftp" | "ftp" | (string & {}) | null;
  /** The subject of the server's certificate, if it is not derived from the host name. */
  subject: string | null;
  /** The first port for incoming data. */
  incoming_data_port_start?: number | null;
  /** The last port for incoming data. */
  incoming_data_port_end?: number | null;
  /** The first port for outgoing data. */
  outgoing_data_port_start?: number | null;
  /** The last port for outgoing data. */
  outgoing_data_port_end?: number | null;
  /** @deprecated Use `scheme`, `hostname` and `port`. */
  uri: string | null;
  /** @deprecated Use the endpoint's `gcp_connected`. */
  is_connected?: boolean;
  /** @deprecated Use the endpoint's `gcp_paused`. */
  is_paused?: boolean;
}

/**
 * A field to sort by, with an optional ` ASC` or ` DESC` after it. Separate several fields in one string with commas.
 */
export type OrderBy<Field extends string> = Field | `${Field} ASC` | `${Field} DESC` | (string & {});

/** Query of `operationLs`. Send undocumented parameters with `account.request()`. */
export interface OperationLsQuery {
  /** The path of the directory. @default the collection's `default_directory` */
  path?: string | undefined;
  /** Whether to list names that begin with a dot. @default true */
  show_hidden?: boolean | undefined;
  /** The sort order. A list is comma-joined. @default "name" */
  orderby?:
    | OrderBy<"name" | "type" | "size" | "last_modified" | "permissions" | "user" | "group">
    | readonly OrderBy<"name" | "type" | "size" | "last_modified" | "permissions" | "user" | "group">[]
    | undefined;
  /**
   * The filter of directory items, such as `"type:file/name:~*.csv"`: clauses `field:value,value`, joined by `/`. An
   * item must match all clauses. In a list of filters, it must match one filter.
   */
  filter?: string | readonly string[] | undefined;
  /** The local account to map the identity to. Only for mapped collections. */
  local_user?: string | undefined;
  /** The maximum number of directory items to return, at most 100,000. @default 100000 */
  limit?: number | undefined;
  /** The number of directory items to skip. Globus reads the whole directory each time. */
  offset?: number | undefined;
  /**
   * The fields to return in each directory item. Other fields are then absent, although the type declares them. A list
   * is comma-joined.
   */
  fields?: string | readonly string[] | undefined;
}

/** The listing of a directory. */
export interface FileList {
  DATA_TYPE: "file_list";
  /** The directory items. */
  DATA: FileEntry[];
  /** The collection's id. */
  endpoint: string;
  /** The path of the listed directory. */
  path: string;
  /** The path without `~`, if it is known. */
  absolute_path: string | null;
  /** Whether the collection supports renames. */
  rename_supported: boolean;
  /** Whether the collection supports symlinks. */
  symlink_supported: boolean;
  /** The number of directory items in this reply. */
  length: number;
  /** The number of directory items after filtering. */
  total: number;
}

/**
 * An item of a directory. A symlink with an existing target has the fields of its target; `link_target` and the other
 * `link_...` fields describe the symlink itself.
 */
export type FileEntry = RegularFile | Directory | BrokenSymlink | SpecialFile;

/** The fields of every directory item. Values that the storage does not know are null. */
export interface FileEntryFields {
  DATA_TYPE: "file";
  /** The name, without its directory. */
  name: string;
  /** The time of the last change, such as `"2021-01-15 01:45:50+00:00"`. */
  last_modified: string | null;
  /** Octal Unix permissions, such as `"0644"`. */
  permissions: string | null;
  /** The owner. */
  user: string | null;
  /** The group. */
  group: string | null;
  /** The target of a symlink. */
  link_target: string | null;
  /** The size of the symlink itself, in bytes. */
  link_size: number | null;
  /** The owner of the symlink itself. */
  link_user: string | null;
  /** The group of the symlink itself. */
  link_group: string | null;
  /** The time of the last change of the symlink itself. */
  link_last_modified: string | null;
}

/** A file, or a symlink to one. */
export interface RegularFile extends FileEntryFields {
  type: "file";
  /** The size, in bytes. */
  size: number;
}

/** A directory, or a symlink to one. */
export interface Directory extends FileEntryFields {
  type: "dir";
  /** The size of the directory itself in the storage, without its content, in bytes. */
  size: number | null;
}

/** A symlink whose target does not exist. */
export interface BrokenSymlink extends FileEntryFields {
  type: "invalid_symlink";
  size: number | null;
  link_target: string;
}

/** A device, a pipe, or another special file. These cannot be transferred. */
export interface SpecialFile extends FileEntryFields {
  type: "chr" | "blk" | "pipe" | "other";
  size: number | null;
}

/** Document of `operationMkdir`. */
export interface MkdirDocument {
  /** Added by this package. */
  DATA_TYPE?: "mkdir" | undefined;
  /** The path of the directory to create. Its parent directory must exist. */
  path: string;
  /** The local account to map the identity to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** Document of `operationRename`. */
export interface RenameDocument {
  /** Added by this package. */
  DATA_TYPE?: "rename" | undefined;
  /** The current path. */
  old_path: string;
  /** The new path. Its parent directory must exist. */
  new_path: string;
  /** The local account to map the identity to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** The result of an operation. */
export interface OperationResult {
  DATA_TYPE: "mkdir_result" | "result" | (string & {});
  /** The outcome, as a name. */
  code: "DirectoryCreated" | "FileRenamed" | (string & {});
  /** A description for people. */
  message: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
}

/** An id with which one task can be submitted. */
export interface SubmissionId {
  DATA_TYPE: "submission_id";
  /** The submission id: a UUID. It differs from the task's id. */
  value: string;
}

/** The fields that transfers and deletions share. */
export interface TaskSubmission {
  /**
   * The id that makes repeated submissions create only one task. By default this package fetches an id, and the error
   * of a failed submission contains it (`error.submissionId`). To submit again after a crash, call `getSubmissionId()`
   * and store the id before you submit.
   */
  submission_id?: string | undefined;
  /** The label of the task: at most 128 characters, without line breaks and without surrounding white space. */
  label?: string | null | undefined;
  /**
   * When Globus gives up: ISO 8601, preferably in UTC.
   * @default 24 hours from now, extended while a transfer makes progress
   */
  deadline?: string | null | undefined;
  /** Whether Globus sends an email when the task has succeeded. A service account has no mailbox. @default true */
  notify_on_succeeded?: boolean | undefined;
  /** Whether Globus sends an email when the task has failed. @default true */
  notify_on_failed?: boolean | undefined;
  /** Whether Globus sends an email when the task has become inactive. @default true */
  notify_on_inactive?: boolean | undefined;
  /**
   * Whether the task has `source_base_path` and `destination_base_path`, the common prefixes of its paths.
   * @default false
   */
  store_base_path_info?: boolean | undefined;
}

/**
 * The condition for a new transfer of a file that exists at the destination. 0: never. 1: the size differs. 2: the
 * source is newer. 3: the checksum differs. To resume a failed transfer, use 3: the other levels may accept an
 * incomplete file as complete.
 */
export type SyncLevel = 0 | 1 | 2 | 3;

/** Document of `submitTransfer`. */
export interface TransferDocument extends TaskSubmission {
  /** Added by this package. */
  DATA_TYPE?: "transfer" | undefined;
  /** The collection (UUID) to read from. */
  source_endpoint: string;
  /** The collection (UUID) to write to. */
  destination_endpoint: string;
  /** The items to transfer. */
  DATA: readonly (TransferItem | TransferSymlinkItem)[];
  /**
   * The rules that exclude directory items. The first rule that matches an item decides. An item that matches no rule
   * is transferred.
   */
  filter_rules?: readonly FilterRule[] | null | undefined;
  /** The condition for a new transfer of files that exist at the destination. If absent: always. */
  sync_level?: SyncLevel | null | undefined;
  /** Whether Globus compares checksums after the transfer, and repeats the transfer of files that differ. */
  verify_checksum?: boolean | undefined;
  /** Whether files keep their modification times. @default false */
  preserve_timestamp?: boolean | undefined;
  /** Whether the data are encrypted in transit. @default false */
  encrypt_data?: boolean | undefined;
  /**
   * Whether to delete files at the destination that the source does not have, in transferred directories.
   * @default false
   */
  delete_destination_extra?: boolean | undefined;
  /** Whether to skip source files that are missing or not readable, instead of retrying. @default false */
  skip_source_errors?: boolean | undefined;
  /** Whether to fail immediately when a quota is exceeded, instead of retrying. @default false */
  fail_on_quota_errors?: boolean | undefined;
  /**
   * The handling of symlinks in directories: ignore them, recreate them, or transfer their targets.
   * @default "ignore"
   */
  recursive_symlinks?: RecursiveSymlinks | undefined;
  /** The local account at the source to map the identity to. Only for mapped collections. */
  source_local_user?: string | null | undefined;
  /** The local account at the destination to map the identity to. Only for mapped collections. */
  destination_local_user?: string | null | undefined;
}

/** The handling of symlinks in directories. */
export type RecursiveSymlinks = "ignore" | "keep" | "copy";

/** A file or directory to transfer. */
export interface TransferItem {
  /** Added by this package. */
  DATA_TYPE?: "transfer_item" | undefined;
  /** The path at the source. */
  source_path: string;
  /** The path at the destination: of the file itself, not of its parent directory. */
  destination_path: string;
  /** Whether the item is a directory, to be transferred with its content. If absent, Globus detects it. */
  recursive?: boolean | null | undefined;
  /**
   * The checksum that the file must have at both ends, in hexadecimal digits. If it differs, the task fails. Not for
   * directories.
   */
  external_checksum?: string | null | undefined;
  /** The algorithm for `external_checksum`, `verify_checksum` and `sync_level` 3. @default "MD5" */
  checksum_algorithm?: "MD5" | "SHA1" | "SHA256" | "SHA512" | (string & {}) | null | undefined;
}

/** A symlink to transfer as a symlink. */
export interface TransferSymlinkItem {
  DATA_TYPE: "transfer_symlink_item";
  /** The path of the symlink at the source. */
  source_path: string;
  /** The path of the symlink to create at the destination. */
  destination_path: string;
}

/** A rule that includes or excludes directory items. */
export interface FilterRule {
  /** Added by this package. */
  DATA_TYPE?: "filter_rule" | undefined;
  /** The effect on items that match. The content of an excluded directory is also excluded. */
  method: "include" | "exclude";
  /** The kind of item. If absent: both. */
  type?: "file" | "dir" | null | undefined;
  /** A pattern for names: `*`, `?`, `[abc]` and `[!abc]` have their usual meaning. */
  name: string;
}

/** Document of `submitDelete`. */
export interface DeleteDocument extends TaskSubmission {
  /** Added by this package. */
  DATA_TYPE?: "delete" | undefined;
  /** The collection (UUID) to delete from. */
  endpoint: string;
  /** The items to delete. */
  DATA: readonly DeleteItem[];
  /** Whether to delete directories with their content. @default false */
  recursive?: boolean | undefined;
  /** Whether to ignore items that do not exist. @default false */
  ignore_missing?: boolean | undefined;
  /**
   * Whether `*`, `?` and `[]` in the last part of a path are patterns, unless a backslash precedes them.
   * @default false
   */
  interpret_globs?: boolean | undefined;
  /** The local account to map the identity to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** An item to delete. */
export interface DeleteItem {
  /** Added by this package. */
  DATA_TYPE?: "delete_item" | undefined;
  /** The path. */
  path: string;
}

/** The result of a submission. */
export interface SubmissionResult {
  DATA_TYPE: "transfer_result" | "delete_result";
  /** `"Duplicate"`: the submission id was used before, and `task_id` is the task of that submission. */
  code: "Accepted" | "Duplicate";
  /** A description for people. */
  message: string;
  /** The task's id: a UUID. */
  task_id: string;
  /** The submission id. */
  submission_id: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
  /** The link to the task. */
  task_link?: TaskLink;
}

/** A link to a task. */
export interface TaskLink {
  DATA_TYPE: "link";
  /** The path of the task, below the service's base URL. */
  href: string;
  /** The relation to this document: `"related"`. */
  rel: string;
  /** The kind of the linked document: `"task"`. */
  resource: string;
  /** The title of the link, as a text for people. */
  title: string;
}

/** `"ACTIVE"`: in progress. `"INACTIVE"`: waiting for an action of a person. The other statuses are final. */
export type TaskStatus = "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED";

/** The result of the mapping to a local account. */
export type LocalUserStatus =
  | "OK"
  | "NO_PERMISSION"
  | "NOT_SCANNED"
  | "ENDPOINT_ERROR"
  | "NO_ENDPOINT"
  | (string & {});

/**
 * A task. `type` distinguishes transfers and deletions. Its counts grow while Globus finds more files.
 *
 * https://docs.globus.org/api/transfer/task/#task_document
 */
export type Task = TransferTask | DeleteTask;

/** The fields of every task. */
export interface TaskFields {
  DATA_TYPE: "task";
  /** The id: a UUID. */
  task_id: string;
  /** The status. */
  status: TaskStatus;
  /** The label. */
  label: string | null;
  /** The identity (UUID) that submitted the task. */
  owner_id: string;
  /** When the task was submitted: ISO 8601. */
  request_time: string;
  /** When the task ended: ISO 8601. Null until then. */
  completion_time: string | null;
  /** When Globus gives up: ISO 8601. */
  deadline: string | null;
  /** The error of a failed task, if `status` is `"FAILED"`. */
  fatal_error: TaskFatalError | null;
  /** The description of the submission. */
  command: string;
  /** Whether the details (events, paths) were deleted, which Globus does some time after the end. */
  history_deleted: boolean;

  /** Whether the task currently makes progress without errors. Null once it has ended. */
  is_ok: boolean | null;
  /** Whether a pause rule of a collection pauses the task. */
  is_paused: boolean;
  /** The current condition: `"OK"`, `"Queued"`, or the code of the current problem. Null once the task has ended. */
  nice_status: string | null;
  /** The current condition, as a text for people. */
  nice_status_short_description: string | null;
  /**
   * When the credential behind the problem expires: 0 if it has expired, -1 if there is none. Null once the task has
   * ended.
   */
  nice_status_expires_in: number | string | null;
  /** @deprecated Use the event list. */
  nice_status_details: string | null;
  /** The side whose administrator canceled the task. */
  canceled_by_admin: "SOURCE" | "DESTINATION" | "BOTH" | null;
  /** The message of that administrator. */
  canceled_by_admin_message: string | null;

  /** The collection (UUID) that the task reads or deletes from. Null if the collection was deleted. */
  source_endpoint_id: string | null;
  /** The name of that collection. */
  source_endpoint_display_name: string | null;
  /** The local account of the task at that collection, for callers that may see it. */
  source_local_user?: string | null;
  /** The result of the mapping to that account. */
  source_local_user_status?: LocalUserStatus | null;
  /** The common prefix of the paths at that collection, if the task was submitted with `store_base_path_info`. */
  source_base_path?: string | null;

  /** The number of errors so far, including those that the task recovered from. */
  faults: number;
  /** The number of files found so far. */
  files: number;
  /** The number of directories found so far. */
  directories: number;
  /** The number of symlinks found so far. */
  symlinks: number;
  /** The number of files that `sync_level` skipped. */
  files_skipped: number;
  /** The number of transferred files. */
  files_transferred: number;
  /** The number of transferred bytes. */
  bytes_transferred: number;
  /** The number of bytes read for checksums. */
  bytes_checksummed: number;
  /** The bytes per second since the submission. */
  effective_bytes_per_second: number;

  /** The total number of subtasks. */
  subtasks_total: number;
  /** The number of pending subtasks. */
  subtasks_pending: number;
  /** The number of subtasks that are retried after an error. */
  subtasks_retrying: number;
  /** The number of subtasks that succeeded. */
  subtasks_succeeded: number;
  /** The number of subtasks that were not done by the deadline. */
  subtasks_expired: number;
  /** The number of subtasks that were not done when the task was canceled. */
  subtasks_canceled: number;
  /** The number of subtasks that failed. */
  subtasks_failed: number;
  /** The number of subtasks that `skip_source_errors` skipped after an error. */
  subtasks_skipped_errors: number;

  /** Whether the data are encrypted in transit. */
  encrypt_data: boolean;
  /** Whether checksums are compared. */
  verify_checksum: boolean;
  /** Whether files keep their modification times. */
  preserve_timestamp: boolean;
  /** Whether files at the destination that the source does not have are deleted. */
  delete_destination_extra: boolean;
  /** Whether source files that are missing or not readable are skipped. */
  skip_source_errors: boolean;
  /** Whether an exceeded quota ends the task. */
  fail_on_quota_errors: boolean;

  /** @deprecated Use `owner_id`. */
  username: string;
  /** @deprecated Use `source_endpoint_id`. */
  source_endpoint: string | null;
}

/** A transfer. */
export interface TransferTask extends TaskFields {
  type: "TRANSFER";
  /** The collection (UUID) that the task writes to. Null if the collection was deleted. */
  destination_endpoint_id: string | null;
  /** The name of that collection. */
  destination_endpoint_display_name: string | null;
  /** The local account of the task at that collection, for callers that may see it. */
  destination_local_user?: string | null;
  /** The result of the mapping to that account. */
  destination_local_user_status?: LocalUserStatus | null;
  /** The common prefix of the paths at that collection, if the task was submitted with `store_base_path_info`. */
  destination_base_path?: string | null;
  /** The condition for a new transfer of files that exist at the destination. Null: always. */
  sync_level: SyncLevel | null;
  /** The handling of symlinks in directories. */
  recursive_symlinks: RecursiveSymlinks | null;
  /** The rules that exclude directory items. */
  filter_rules: FilterRule[] | null;
  /** @deprecated Use `destination_endpoint_id`. */
  destination_endpoint: string | null;
}

/** A deletion. The fields about a destination are null. */
export interface DeleteTask extends TaskFields {
  type: "DELETE";
  destination_endpoint_id: null;
  destination_endpoint_display_name: null;
  destination_local_user?: null;
  destination_local_user_status?: null;
  destination_base_path?: null;
  sync_level: null;
  recursive_symlinks: null;
  filter_rules: null;
  /** @deprecated Use `destination_endpoint_id`. */
  destination_endpoint: null;
}

/** The error of a failed task. */
export interface TaskFatalError {
  /** The name of the error, such as `"FILE_NOT_FOUND"`, `"CANCELED"` or `"EXPIRED"`. */
  code: string;
  /** A description for people. */
  description: string;
}

/** One page of tasks. */
export interface TaskList {
  DATA_TYPE: "task_list";
  /** The tasks. */
  DATA: Task[];
  /** The number of tasks on this page. */
  length: number;
  /** The size of a page. */
  limit: number;
  /** The number of skipped tasks. */
  offset: number;
  /** The total number of tasks. */
  total: number;
}

/** Query of `getTask`. Send undocumented parameters with `account.request()`. */
export interface GetTaskQuery {
  /**
   * The fields to return in the document. Other fields are then absent, although the type declares them. A list is
   * comma-joined.
   */
  fields?: string | readonly string[] | undefined;
}

/** Query of `taskList`. Send undocumented parameters with `account.request()`. */
export interface TaskListQuery {
  /**
   * The filter of the list, such as `"status:ACTIVE,INACTIVE/type:TRANSFER"`: clauses `field:value,value`, joined by
   * `/`. A task must match all clauses. Times are ranges: `"request_time:2026-01-01,"`.
   */
  filter?: string | undefined;
  /** The sort order. A list is comma-joined. @default "request_time DESC" */
  orderby?: TaskOrder | readonly TaskOrder[] | undefined;
  /**
   * The fields to return in each task. Other fields are then absent, although the type declares them. A list is
   * comma-joined.
   */
  fields?: string | readonly string[] | undefined;
  /** The size of a page, at most 1,000. */
  limit?: number | undefined;
  /** The number of tasks to skip. */
  offset?: number | undefined;
}

/** The sort order of a list of tasks. */
export type TaskOrder = OrderBy<
  "task_id" | "type" | "status" | "label" | "request_time" | "completion_time" | "deadline" | "files" | "faults"
>;

/** The result of a cancellation. */
export interface CancelResult {
  DATA_TYPE: "result";
  /** `"CancelAccepted"`: the task has not ended yet; read its status. `"TaskComplete"`: the task had already ended. */
  code: "Canceled" | "CancelAccepted" | "TaskComplete" | (string & {});
  /** A description for people. */
  message: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
}

