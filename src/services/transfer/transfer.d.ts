
/** What kind of endpoint or collection something is. */
export type EntityType =
  | "GCSv5_endpoint"
  | "GCSv5_mapped_collection"
  | "GCSv5_guest_collection"
  | "GCP_mapped_collection"
  | "GCP_guest_collection"
  | (string & {});

/** Where `endpointSearch` looks. All but `"all"` find what has to do with the caller. */
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

/** Query of `endpointSearch`. Parameters that are not documented can be sent with `account.request()`. */
export interface EndpointSearchQuery {
  /** Words to look for in names, descriptions, keywords and the like. Required unless `filter_scope` narrows the search. */
  filter_fulltext?: string | undefined;
  /** Where to look. @default "all" */
  filter_scope?: EndpointSearchScope | undefined;
  /** Only what this identity (UUID) owns. Not together with `"my-endpoints"`, `"my-gcp-endpoints"` or `"shared-by-me"`. */
  filter_owner_id?: string | undefined;
  /** Only what this endpoint or mapped collection (UUID) hosts. */
  filter_host_endpoint?: string | undefined;
  /** Only endpoints that give no access to data themselves (`true`), or only those that do (`false`). Not together with `filter_entity_type`. */
  filter_non_functional?: boolean | undefined;
  /** Only this kind. Not together with `filter_non_functional`. */
  filter_entity_type?: EntityType | undefined;
  /** The fields each document should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** How many results to skip. */
  offset?: number | undefined;
}

/** Query of `getEndpoint`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetEndpointQuery {
  /** The fields the document should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
}

/** One page of a search. */
export interface EndpointList {
  DATA_TYPE: "endpoint_list";
  /** What was found, best match first. */
  DATA: Endpoint[];
  /** The size of a page. */
  limit: number;
  /** How many results were skipped. */
  offset: number;
  /** Whether there are more. */
  has_next_page: boolean;
}

/**
 * An endpoint or collection. What does not apply to its `entity_type` is null.
 *
 * https://docs.globus.org/api/transfer/endpoints_and_collections/#endpoint_or_collection_document
 */
export interface Endpoint {
  DATA_TYPE: "endpoint";
  /** The id: a UUID. */
  id: string;
  /** The name to show to people. */
  display_name: string;
  /** What kind of endpoint or collection it is. */
  entity_type: EntityType;
  /** Who runs it. */
  organization: string | null;
  /** The department within the organization. */
  department: string | null;
  /** Comma-separated words that help to find it. */
  keywords: string | null;
  /** What it is for. */
  description: string | null;
  /** Whom to write to. */
  contact_email: string | null;
  /** How else to reach somebody. */
  contact_info: string | null;
  /** A page with more about it. */
  info_link: string | null;
  /** A notice for people who use it. */
  user_message: string | null;
  /** A page with more about the notice. */
  user_message_link: string | null;
  /** The identity (UUID) that owns it; for a mapped collection, its endpoint. */
  owner_id: string;
  /** The owner, for people. */
  owner_string: string;
  /** Whether everybody can find it. */
  public: boolean;
  /** The subscription (UUID) it belongs to. */
  subscription_id: string | null;
  /** Whether an administrator of the subscription has verified it. */
  subscription_admin_verified?: boolean;
  /** Whether its messages are in English and French. */
  french_english_bilingual: boolean;
  /** The directory that is listed when no path is given. */
  default_directory: string | null;
  /** Whether this identity has used it lately. */
  in_use: boolean;
  /** The roles this identity has here, by itself or by its groups. */
  my_effective_roles: EndpointRoleName[];

  /** Whether all transfers are encrypted. */
  force_encryption: boolean;
  /** Whether checksum verification is refused. */
  disable_verify: boolean;
  /** Whether checksum verification is forced. */
  force_verify: boolean;
  /** Whether guest collections may not be writable for everybody. */
  disable_anonymous_writes: boolean;
  /** Whether people must have logged in with a second factor. */
  mfa_required: boolean;
  /** Whether it has the rules for protected data. */
  high_assurance: boolean;
  /** Minutes for which a login counts. Service accounts do not log in. */
  authentication_timeout_mins: number | null;
  /** The authentication policy (UUID) that holds here. */
  authentication_policy_id: string | null;
  /** The longest life of a permission, in minutes. */
  acl_max_expiration_period_mins?: number | null;
  /** Which transfers must have a high assurance collection on their other side. */
  restrict_transfers_to_high_assurance?: TransferDirection | null;
  /** In which transfers the times of files are kept. */
  preserve_modtime?: TransferDirection | null;
  /** Whether whoever reads pays the storage provider for it. */
  requester_pays: boolean;

  /** The mapped collection (UUID) of a guest collection on Globus Connect Server. */
  mapped_collection_id: string | null;
  /** The name of that mapped collection. */
  mapped_collection_display_name: string | null;
  /** The Globus Connect Personal collection (UUID) that hosts this guest collection. */
  host_endpoint_id: string | null;
  /** The name of that collection. */
  host_endpoint_display_name: string | null;
  /** The directory of its host that is the root of a guest collection; null for those who may not know. */
  host_path: string | null;
  /** Whether this is an endpoint without access to data: use its collections. */
  non_functional: boolean;
  /** The endpoint (UUID) of a collection on Globus Connect Server. */
  non_functional_endpoint_id: string | null;
  /** The name of that endpoint. */
  non_functional_endpoint_display_name: string | null;

  /** The base URL of the endpoint's Globus Connect Server Manager API. */
  gcs_manager_url: string | null;
  /** The version of Globus Connect Server. */
  gcs_version: string | null;
  /** The base URL for HTTPS access to files, if it is on. */
  https_server: string | null;
  /** The URL for access with GridFTP over TLS. */
  tlsftp_server: string | null;
  /** Whether Globus Connect Personal is connected. */
  gcp_connected: boolean | null;
  /** Whether Globus Connect Personal is paused. */
  gcp_paused: boolean | null;
  /** The key to set Globus Connect Personal up with, for its owner until it has been used. */
  globus_connect_setup_key: string | null;
  /** What kind of storage is behind it. */
  storage_type?: string | null;

  /** How much of the network transfers take; `"custom"` goes by the four numbers below. */
  network_use: "normal" | "minimal" | "aggressive" | "custom" | (string & {}) | null;
  /** Where it is: `"Automatic"`, or latitude and longitude. */
  location: string | null;
  /** The most files a transfer moves at once. */
  max_concurrency: number | null;
  /** The files a transfer moves at once if all is well. */
  preferred_concurrency: number | null;
  /** The most streams per file. */
  max_parallelism: number | null;
  /** The streams per file if all is well. */
  preferred_parallelism: number | null;

  /** When it was last used: ISO 8601. */
  last_accessed_time: string | null;
  /** Days without use after which a guest collection is deleted. */
  auto_delete_timeout?: number | null;
  /** Whether this guest collection is exempt from `auto_delete_timeout`. */
  skip_auto_delete?: boolean | null;
  /** Which transfers of others the owner of a guest collection is told about. */
  guest_collection_activity_notification_policy?: ActivityNotificationPolicy | null;
  /** Flows that start with transfers here. */
  associated_flow_policy?: AssociatedFlowPolicy | null;

  /** The servers. Left out of search results. */
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
  /** @deprecated Of endpoints that are no more. */
  activated: boolean;
  /** @deprecated Of endpoints that are no more. */
  expires_in: number;
  /** @deprecated Of endpoints that are no more. */
  expire_time: string | null;
  /** @deprecated Of endpoints that are no more. */
  myproxy_server: string | null;
  /** @deprecated Of endpoints that are no more. */
  myproxy_dn: string | null;
  /** @deprecated Of endpoints that are no more. */
  oauth_server: string | null;
  /** @deprecated Of endpoints that are no more. */
  s3_url: string | null;
  /** @deprecated Of endpoints that are no more. */
  s3_owner_activated: boolean;
  /** @deprecated Of endpoints that are no more. */
  local_user_info_available: boolean | null;
}

/** Into the collection, out of it, or both. */
export type TransferDirection = "inbound" | "outbound" | "all" | (string & {});

/** Which transfers of others an owner is told about. */
export interface ActivityNotificationPolicy {
  /** How the transfer ended. */
  status: ("SUCCEEDED" | "FAILED")[];
  /** Which side of it the collection was. */
  transfer_use: ("source" | "destination")[];
}

/** Flows that start with transfers. */
export interface AssociatedFlowPolicy {
  /** For transfers. */
  transfer?: {
    /** For transfers into the collection. */
    destination?: {
      /** The flow's id: a UUID. */
      flow?: string | null;
    };
    /** For transfers out of the collection. */
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
  /** The name or address of its host. */
  hostname: string | null;
  /** The port of its control channel. */
  port: number | null;
  /** How it is spoken to. */
  scheme: "gsiftp" | "ftp" | (string & {}) | null;
  /** The subject of its certificate, if that is not derived from the host name. */
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

/** A field to sort by, with ` ASC` or ` DESC` after it if wanted. Several in one string are separated by commas. */
export type OrderBy<Field extends string> = Field | `${Field} ASC` | `${Field} DESC` | (string & {});

/** Query of `operationLs`. Parameters that are not documented can be sent with `account.request()`. */
export interface OperationLsQuery {
  /** The directory. @default the collection's `default_directory` */
  path?: string | undefined;
  /** Whether to list names that begin with a dot. @default true */
  show_hidden?: boolean | undefined;
  /** How to sort. A list is comma-joined. @default "name" */
  orderby?:
    | OrderBy<"name" | "type" | "size" | "last_modified" | "permissions" | "user" | "group">
    | readonly OrderBy<"name" | "type" | "size" | "last_modified" | "permissions" | "user" | "group">[]
    | undefined;
  /** Which entries to list, such as `"type:file/name:~*.csv"`: clauses `field:value,value` joined by `/`, of which all must match. Of a list of filters, one must match. */
  filter?: string | readonly string[] | undefined;
  /** The local account to be mapped to. Only for mapped collections. */
  local_user?: string | undefined;
  /** The most entries to give, at most 100,000. @default 100000 */
  limit?: number | undefined;
  /** How many entries to skip. Globus reads the whole directory each time. */
  offset?: number | undefined;
  /** The fields each entry should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
}

/** A directory's listing. */
export interface FileList {
  DATA_TYPE: "file_list";
  /** The entries. */
  DATA: FileEntry[];
  /** The collection's id. */
  endpoint: string;
  /** The directory that was listed. */
  path: string;
  /** The same without `~`, if it is known. */
  absolute_path: string | null;
  /** Whether the collection can rename. */
  rename_supported: boolean;
  /** Whether the collection has symlinks. */
  symlink_supported: boolean;
  /** How many entries are here. */
  length: number;
  /** How many entries the directory has, after filtering. */
  total: number;
}

/** An entry of a directory. A symlink that leads somewhere is told as what it leads to, with `link_target` and its own facts in `link_...`. */
export type FileEntry = RegularFile | Directory | BrokenSymlink | SpecialFile;

/** What all kinds of entries have. What the storage cannot tell is null. */
export interface FileEntryFields {
  DATA_TYPE: "file";
  /** The name, without its directory. */
  name: string;
  /** When it was last changed, such as `"2021-01-15 01:45:50+00:00"`. */
  last_modified: string | null;
  /** Octal Unix permissions, such as `"0644"`. */
  permissions: string | null;
  /** Who owns it. */
  user: string | null;
  /** Its group. */
  group: string | null;
  /** Where it leads, for a symlink. */
  link_target: string | null;
  /** The size of the symlink itself, in bytes. */
  link_size: number | null;
  /** Who owns the symlink itself. */
  link_user: string | null;
  /** The group of the symlink itself. */
  link_group: string | null;
  /** When the symlink itself was last changed. */
  link_last_modified: string | null;
}

/** A file, or a symlink to one. */
export interface RegularFile extends FileEntryFields {
  type: "file";
  /** In bytes. */
  size: number;
}

/** A directory, or a symlink to one. */
export interface Directory extends FileEntryFields {
  type: "dir";
  /** In bytes: what the storage takes for the directory itself, not for what is in it. */
  size: number | null;
}

/** A symlink that leads nowhere. */
export interface BrokenSymlink extends FileEntryFields {
  type: "invalid_symlink";
  size: number | null;
  link_target: string;
}

/** A device, a pipe, or something else: none of these can be transferred. */
export interface SpecialFile extends FileEntryFields {
  type: "chr" | "blk" | "pipe" | "other";
  size: number | null;
}

/** Document of `operationMkdir`. */
export interface MkdirDocument {
  /** Added for you. */
  DATA_TYPE?: "mkdir" | undefined;
  /** The directory to make. The one it will be in must exist. */
  path: string;
  /** The local account to be mapped to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** Document of `operationRename`. */
export interface RenameDocument {
  /** Added for you. */
  DATA_TYPE?: "rename" | undefined;
  /** The present path. */
  old_path: string;
  /** The path to be. The directory it will be in must exist. */
  new_path: string;
  /** The local account to be mapped to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** What an operation did. */
export interface OperationResult {
  DATA_TYPE: "mkdir_result" | "result" | (string & {});
  /** What was done. */
  code: "DirectoryCreated" | "FileRenamed" | (string & {});
  /** The same for people. */
  message: string;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
}

/** An id under which one task can be submitted. */
export interface SubmissionId {
  DATA_TYPE: "submission_id";
  /** The id: a UUID. It is not the task's id. */
  value: string;
}

/** What transfers and deletions have in common. */
export interface TaskSubmission {
  /**
   * The id that makes repeated submissions one task. Fetched for you; a submission that fails names it (`error.submissionId`). To be
   * able to submit again after a crash, get one with `getSubmissionId()` and keep it before you submit.
   */
  submission_id?: string | undefined;
  /** A name for the task: at most 128 characters, no line breaks, no white space around it. */
  label?: string | null | undefined;
  /** When to give up: ISO 8601, best in UTC. @default 24 hours from now, put off as long as a transfer makes progress */
  deadline?: string | null | undefined;
  /** Whether to send a mail when it has succeeded. A service account has no mailbox. @default true */
  notify_on_succeeded?: boolean | undefined;
  /** Whether to send a mail when it has failed. @default true */
  notify_on_failed?: boolean | undefined;
  /** Whether to send a mail when it has become inactive. @default true */
  notify_on_inactive?: boolean | undefined;
  /** Whether the task should tell `source_base_path` and `destination_base_path`: what all its paths begin with. @default false */
  store_base_path_info?: boolean | undefined;
}

/**
 * When a file that exists at the destination is transferred again. 0: never. 1: if its size differs. 2: if the source is
 * newer. 3: if its checksum differs. To resume a failed transfer take 3: the others may take half a file for a whole one.
 */
export type SyncLevel = 0 | 1 | 2 | 3;

/** Document of `submitTransfer`. */
export interface TransferDocument extends TaskSubmission {
  /** Added for you. */
  DATA_TYPE?: "transfer" | undefined;
  /** The collection (UUID) to read from. */
  source_endpoint: string;
  /** The collection (UUID) to write to. */
  destination_endpoint: string;
  /** What to transfer. */
  DATA: readonly (TransferItem | TransferSymlinkItem)[];
  /** Which entries of directories to leave out. The first rule that matches an entry decides; without one it is transferred. */
  filter_rules?: readonly FilterRule[] | null | undefined;
  /** When to transfer what exists at the destination. Left out: always. */
  sync_level?: SyncLevel | null | undefined;
  /** Whether to compare checksums after the transfer, and transfer again what differs. */
  verify_checksum?: boolean | undefined;
  /** Whether files keep their times of change. @default false */
  preserve_timestamp?: boolean | undefined;
  /** Whether to encrypt the data on their way. @default false */
  encrypt_data?: boolean | undefined;
  /** Whether to delete what the source does not have, in directories that are transferred. @default false */
  delete_destination_extra?: boolean | undefined;
  /** Whether to skip source files that are missing or may not be read, instead of trying again. @default false */
  skip_source_errors?: boolean | undefined;
  /** Whether to fail at once when a quota is exceeded, instead of trying again. @default false */
  fail_on_quota_errors?: boolean | undefined;
  /** What to do with symlinks in directories: leave out, make the same link, or transfer what they lead to. @default "ignore" */
  recursive_symlinks?: RecursiveSymlinks | undefined;
  /** The local account to be mapped to at the source. Only for mapped collections. */
  source_local_user?: string | null | undefined;
  /** The local account to be mapped to at the destination. Only for mapped collections. */
  destination_local_user?: string | null | undefined;
}

/** What becomes of symlinks in directories. */
export type RecursiveSymlinks = "ignore" | "keep" | "copy";

/** A file or directory to transfer. */
export interface TransferItem {
  /** Added for you. */
  DATA_TYPE?: "transfer_item" | undefined;
  /** The path at the source. */
  source_path: string;
  /** The path at the destination: of the file itself, not of the directory it goes into. */
  destination_path: string;
  /** Whether this is a directory, to be transferred with all that is in it. Left out: Globus finds out. */
  recursive?: boolean | null | undefined;
  /** The checksum that the file must have at both ends, in hexadecimal digits; otherwise the task fails. Not for directories. */
  external_checksum?: string | null | undefined;
  /** The algorithm for `external_checksum`, `verify_checksum` and `sync_level` 3. @default "MD5" */
  checksum_algorithm?: "MD5" | "SHA1" | "SHA256" | "SHA512" | (string & {}) | null | undefined;
}

/** A symlink to transfer as a symlink. */
export interface TransferSymlinkItem {
  DATA_TYPE: "transfer_symlink_item";
  /** The symlink at the source. */
  source_path: string;
  /** The symlink to make at the destination. */
  destination_path: string;
}

/** A rule about entries of directories. */
export interface FilterRule {
  /** Added for you. */
  DATA_TYPE?: "filter_rule" | undefined;
  /** What to do with entries that match. What is in an excluded directory is excluded too. */
  method: "include" | "exclude";
  /** What kind of entry it is about. Left out: both. */
  type?: "file" | "dir" | null | undefined;
  /** A pattern for names: `*`, `?`, `[abc]` and `[!abc]` have their usual meaning. */
  name: string;
}

/** Document of `submitDelete`. */
export interface DeleteDocument extends TaskSubmission {
  /** Added for you. */
  DATA_TYPE?: "delete" | undefined;
  /** The collection (UUID) to delete from. */
  endpoint: string;
  /** What to delete. */
  DATA: readonly DeleteItem[];
  /** Whether to delete directories, with all that is in them. @default false */
  recursive?: boolean | undefined;
  /** Whether what does not exist is no error. @default false */
  ignore_missing?: boolean | undefined;
  /** Whether `*`, `?` and `[]` in the last part of a path are patterns, unless a backslash is before them. @default false */
  interpret_globs?: boolean | undefined;
  /** The local account to be mapped to. Only for mapped collections. */
  local_user?: string | null | undefined;
}

/** Something to delete. */
export interface DeleteItem {
  /** Added for you. */
  DATA_TYPE?: "delete_item" | undefined;
  /** The path. */
  path: string;
}

/** What became of a submission. */
export interface SubmissionResult {
  DATA_TYPE: "transfer_result" | "delete_result";
  /** `"Duplicate"`: this submission id was used before; `task_id` is that task. */
  code: "Accepted" | "Duplicate";
  /** The same for people. */
  message: string;
  /** The task's id: a UUID. */
  task_id: string;
  /** The submission id. */
  submission_id: string;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
  /** Where the task is. */
  task_link?: TaskLink;
}

/** Where a task is. */
export interface TaskLink {
  DATA_TYPE: "link";
  /** The path, below the service's base URL. */
  href: string;
  /** How it belongs to this document: `"related"`. */
  rel: string;
  /** What kind of document is there: `"task"`. */
  resource: string;
  /** The same for people. */
  title: string;
}

/** `"ACTIVE"`: under way. `"INACTIVE"`: waits for somebody to do something. The others are final. */
export type TaskStatus = "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED";

/** How the mapping to a local account went. */
export type LocalUserStatus =
  | "OK"
  | "NO_PERMISSION"
  | "NOT_SCANNED"
  | "ENDPOINT_ERROR"
  | "NO_ENDPOINT"
  | (string & {});

/**
 * A task. `type` tells transfers and deletions apart. Its counts grow while Globus finds more to do.
 *
 * https://docs.globus.org/api/transfer/task/#task_document
 */
export type Task = TransferTask | DeleteTask;

/** What all tasks have. */
export interface TaskFields {
  DATA_TYPE: "task";
  /** The id: a UUID. */
  task_id: string;
  /** How it stands. */
  status: TaskStatus;
  /** The name it was given. */
  label: string | null;
  /** The identity (UUID) that submitted it. */
  owner_id: string;
  /** When it was submitted: ISO 8601. */
  request_time: string;
  /** When it ended: ISO 8601. Null until then. */
  completion_time: string | null;
  /** When Globus will give up: ISO 8601. */
  deadline: string | null;
  /** Why it failed, if `status` is `"FAILED"`. */
  fatal_error: TaskFatalError | null;
  /** What it was submitted with. */
  command: string;
  /** Whether its details (events, paths) have been deleted, as happens some time after its end. */
  history_deleted: boolean;

  /** Whether it goes on without errors at present. Null once it has ended. */
  is_ok: boolean | null;
  /** Whether a pause rule of a collection holds it. */
  is_paused: boolean;
  /** How it goes: `"OK"`, `"Queued"`, or the code of what hinders it at present. Null once it has ended. */
  nice_status: string | null;
  /** The same for people. */
  nice_status_short_description: string | null;
  /** When a hindering credential expires: 0 if it has, -1 if there is none. Null once the task has ended. */
  nice_status_expires_in: number | string | null;
  /** @deprecated Use the event list. */
  nice_status_details: string | null;
  /** Whose administrator has canceled it. */
  canceled_by_admin: "SOURCE" | "DESTINATION" | "BOTH" | null;
  /** What that administrator says. */
  canceled_by_admin_message: string | null;

  /** The collection (UUID) it reads or deletes from. Null if that has been deleted. */
  source_endpoint_id: string | null;
  /** The name of that collection. */
  source_endpoint_display_name: string | null;
  /** The local account it is mapped to there, for those who may know. */
  source_local_user?: string | null;
  /** How that mapping went. */
  source_local_user_status?: LocalUserStatus | null;
  /** What all its paths there begin with, if it was submitted with `store_base_path_info`. */
  source_base_path?: string | null;

  /** Errors so far, those that were overcome included. */
  faults: number;
  /** Files found so far. */
  files: number;
  /** Directories found so far. */
  directories: number;
  /** Symlinks found so far. */
  symlinks: number;
  /** Files that need not be transferred, by `sync_level`. */
  files_skipped: number;
  /** Files transferred. */
  files_transferred: number;
  /** Bytes transferred. */
  bytes_transferred: number;
  /** Bytes read for checksums. */
  bytes_checksummed: number;
  /** Bytes per second since the task was submitted. */
  effective_bytes_per_second: number;

  /** Steps in all. */
  subtasks_total: number;
  /** Steps to be done. */
  subtasks_pending: number;
  /** Steps to be done again after an error. */
  subtasks_retrying: number;
  /** Steps done. */
  subtasks_succeeded: number;
  /** Steps not done by the deadline. */
  subtasks_expired: number;
  /** Steps not done when the task was canceled. */
  subtasks_canceled: number;
  /** Steps that failed. */
  subtasks_failed: number;
  /** Steps skipped after an error, by `skip_source_errors`. */
  subtasks_skipped_errors: number;

  /** Whether data are encrypted on their way. */
  encrypt_data: boolean;
  /** Whether checksums are compared. */
  verify_checksum: boolean;
  /** Whether files keep their times of change. */
  preserve_timestamp: boolean;
  /** Whether what the source does not have is deleted. */
  delete_destination_extra: boolean;
  /** Whether source files that are missing or may not be read are skipped. */
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
  /** The collection (UUID) it writes to. Null if that has been deleted. */
  destination_endpoint_id: string | null;
  /** The name of that collection. */
  destination_endpoint_display_name: string | null;
  /** The local account it is mapped to there, for those who may know. */
  destination_local_user?: string | null;
  /** How that mapping went. */
  destination_local_user_status?: LocalUserStatus | null;
  /** What all its paths there begin with, if it was submitted with `store_base_path_info`. */
  destination_base_path?: string | null;
  /** When what exists at the destination is transferred. Null: always. */
  sync_level: SyncLevel | null;
  /** What becomes of symlinks in directories. */
  recursive_symlinks: RecursiveSymlinks | null;
  /** Which entries of directories are left out. */
  filter_rules: FilterRule[] | null;
  /** @deprecated Use `destination_endpoint_id`. */
  destination_endpoint: string | null;
}

/** A deletion: what has to do with a destination is null. */
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

/** Why a task failed. */
export interface TaskFatalError {
  /** The reason as a name, such as `"FILE_NOT_FOUND"`, `"CANCELED"` or `"EXPIRED"`. */
  code: string;
  /** The same for people. */
  description: string;
}

/** One page of tasks. */
export interface TaskList {
  DATA_TYPE: "task_list";
  /** The tasks. */
  DATA: Task[];
  /** How many tasks are here. */
  length: number;
  /** The size of a page. */
  limit: number;
  /** How many tasks were skipped. */
  offset: number;
  /** How many tasks there are. */
  total: number;
}

/** Query of `getTask`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetTaskQuery {
  /** The fields the document should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
}

/** Query of `taskList`. Parameters that are not documented can be sent with `account.request()`. */
export interface TaskListQuery {
  /**
   * Which tasks to list, such as `"status:ACTIVE,INACTIVE/type:TRANSFER"`: clauses `field:value,value` joined by `/`, of
   * which all must match. Times are ranges: `"request_time:2026-01-01,"`.
   */
  filter?: string | undefined;
  /** How to sort. A list is comma-joined. @default "request_time DESC" */
  orderby?: TaskOrder | readonly TaskOrder[] | undefined;
  /** The fields each task should have: then it has no others, whatever its type says. A list is comma-joined. */
  fields?: string | readonly string[] | undefined;
  /** The size of a page, at most 1,000. */
  limit?: number | undefined;
  /** How many tasks to skip. */
  offset?: number | undefined;
}

/** How to sort tasks. */
export type TaskOrder = OrderBy<
  "task_id" | "type" | "status" | "label" | "request_time" | "completion_time" | "deadline" | "files" | "faults"
>;

/** What became of a task that was to be canceled. */
export interface CancelResult {
  DATA_TYPE: "result";
  /** `"CancelAccepted"`: not yet, look at the task. `"TaskComplete"`: the task had ended before. */
  code: "Canceled" | "CancelAccepted" | "TaskComplete" | (string & {});
  /** The same for people. */
  message: string;
  /** Globus's id of the request: quote it to support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
}

