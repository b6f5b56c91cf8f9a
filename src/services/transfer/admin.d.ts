
/** A collection or endpoint, as its activity monitors see it. */
export interface ManagedEndpoint extends Omit<Endpoint, "in_use"> {
  /** Always null: activity monitors do not learn whether they use the collection or endpoint themselves. */
  in_use: boolean | null;
}

/** The collections and endpoints on which this identity is an activity manager or monitor. */
export interface MonitoredEndpointList {
  DATA_TYPE: "monitored_endpoints" | (string & {});
  /** The collections and endpoints. */
  DATA: ManagedEndpoint[];
  /** The number of items on this page. */
  length?: number;
  /** The size of a page. */
  limit?: number;
  /** The number of skipped items. */
  offset?: number;
  /** The total number of items. */
  total?: number;
  /** Whether more pages exist. */
  has_next_page?: boolean;
}

// ---- Tasks ----

/**
 * Query of `endpointManagerTaskList`. It selects tasks by id, tasks of a collection, or tasks that have not ended. Send
 * undocumented parameters with `account.request()`.
 */
export type EndpointManagerTaskListQuery = ManagedTasksById | ManagedTasksOfEndpoint | ManagedTasksNotEnded;

/** Selects tasks by id. No other filter can be added. */
export interface ManagedTasksById extends ManagedTaskPage {
  /** The tasks' ids (UUIDs), at most 50. A list is comma-joined. */
  filter_task_id: string | readonly string[];
  filter_status?: undefined;
  filter_owner_id?: undefined;
  filter_endpoint?: undefined;
  filter_endpoint_use?: undefined;
  filter_local_user?: undefined;
  filter_is_paused?: undefined;
  filter_completion_time?: undefined;
  filter_min_faults?: undefined;
}

/** Selects the tasks of a collection. */
export interface ManagedTasksOfEndpoint extends ManagedTaskFilters {
  /** The collection or endpoint (UUID) that the tasks read from or write to, directly or as a host. */
  filter_endpoint: string;
  /** The side of the tasks on which the collection is. @default either side */
  filter_endpoint_use?: "source" | "destination" | undefined;
  /** The local account to which tasks are mapped there. Tasks whose mapping is not known yet do not match. */
  filter_local_user?: string | undefined;
  /** The statuses of the tasks. A list is comma-joined. */
  filter_status?: TaskStatus | readonly TaskStatus[] | (string & {}) | undefined;
}

/** Selects tasks that have not ended. */
export interface ManagedTasksNotEnded extends ManagedTaskFilters {
  /** The statuses of the tasks. A list is comma-joined. */
  filter_status: "ACTIVE" | "INACTIVE" | "ACTIVE,INACTIVE" | readonly ("ACTIVE" | "INACTIVE")[];
  filter_endpoint?: undefined;
  filter_endpoint_use?: undefined;
  filter_local_user?: undefined;
}

/** The filters for every query without a list of task ids. */
export interface ManagedTaskFilters extends ManagedTaskPage {
  /** The identity (UUID) that submitted the tasks, or that was linked to that identity at the time. */
  filter_owner_id?: string | undefined;
  /** Whether the tasks are paused. Only with a `filter_status` of tasks that have not ended. */
  filter_is_paused?: boolean | undefined;
  /**
   * When the tasks ended: begin and end, either of which may be empty, such as `"2026-01-01T00:00:00Z,"`. ISO 8601
   * without fractions of seconds, in UTC unless the text contains an offset. Without an end, tasks that have not ended
   * also match. A list is comma-joined.
   */
  filter_completion_time?: string | readonly [begin: string, end: string] | undefined;
  /** The minimum number of errors of the tasks. */
  filter_min_faults?: number | undefined;
  filter_task_id?: undefined;
}

/** The page of a list of tasks. */
export interface ManagedTaskPage extends FieldsQuery {
  /** The size of a page. */
  limit?: number | undefined;
  /** The `last_key` of the page before. Iteration sends it automatically. */
  last_key?: string | undefined;
}

/** One page of tasks. */
export interface ManagedTaskList {
  DATA_TYPE: "task_list";
  /** The tasks. */
  DATA: ManagedTask[];
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The `last_key` of the request for the next page. */
  last_key: string | null;
  /** The size of a page. */
  limit?: number;
}

/**
 * A task, as activity monitors see it. `type` distinguishes transfers and deletions.
 *
 * https://docs.globus.org/api/transfer/advanced_collection_management/#task_document
 */
export type ManagedTask = ManagedTransferTask | ManagedDeleteTask;

/** A transfer, as activity monitors see it. */
export interface ManagedTransferTask extends TransferTask, ManagedTaskFields {}

/** A deletion, as activity monitors see it. The fields about a destination are null. */
export interface ManagedDeleteTask extends DeleteTask, ManagedTaskFields {}

/** The additional fields for activity monitors. Fields that do not apply, or that a monitor may not see, are null. */
export interface ManagedTaskFields {
  /** The username of the identity that submitted the task. */
  owner_string: string;
  /** The host (UUID) of the source, if the source is a guest collection on Globus Connect Personal. */
  source_host_endpoint_id: string | null;
  /** The name of that host. */
  source_host_endpoint_display_name: string | null;
  /** The directory of the host that is the root of the source. */
  source_host_path: string | null;
  /** The mapped collection (UUID) of the source, if the source is a guest collection on Globus Connect Server. */
  source_mapped_collection_id: string | null;
  /** The name of that mapped collection. */
  source_mapped_collection_display_name: string | null;
  /** The host (UUID) of the destination, if the destination is a guest collection on Globus Connect Personal. */
  destination_host_endpoint_id: string | null;
  /** The name of that host. */
  destination_host_endpoint_display_name: string | null;
  /** The directory of the host that is the root of the destination. */
  destination_host_path: string | null;
  /**
   * The mapped collection (UUID) of the destination, if the destination is a guest collection on Globus Connect Server.
   */
  destination_mapped_collection_id: string | null;
  /** The name of that mapped collection. */
  destination_mapped_collection_display_name: string | null;
  /** @deprecated Use `source_host_endpoint_id`. */
  source_host_endpoint: string | null;
  /** @deprecated Use `destination_host_endpoint_id`. */
  destination_host_endpoint: string | null;
}

/** Query of `endpointManagerTaskEventList`. Send undocumented parameters with `account.request()`. */
export interface EndpointManagerTaskEventListQuery extends FieldsQuery {
  /** Lists only errors. Globus cannot omit errors. */
  filter_is_error?: true | undefined;
  /** The size of a page, at most 1,000. */
  limit?: number | undefined;
  /** The number of events to skip. */
  offset?: number | undefined;
}

/** The reason why a task is paused, as activity monitors see it. */
export type ManagedTaskPauseInfo = TaskPauseInfo<LimitedPauseRule | PauseRule>;

/** Document of `endpointManagerCancelTasks`. */
export interface AdminCancelDocument {
  DATA_TYPE?: "admin_cancel" | undefined;
  /** The tasks' ids (UUIDs). */
  task_id_list: readonly string[];
  /** The reason, shown to the users who submitted the tasks. */
  message: string;
}

/**
 * A cancellation of tasks.
 *
 * https://docs.globus.org/api/transfer/advanced_collection_management/#admin_cancel_document
 */
export interface AdminCancel {
  DATA_TYPE: "admin_cancel";
  /** The id, for `endpointManagerCancelStatus(String(id))`. Globus's own SDKs disagree whether it is a number. */
  id: number | string;
  /** Whether all tasks have ended. */
  done: boolean;
  /** The tasks' ids (UUIDs). */
  task_id_list?: string[];
  /** The reason, shown to the users who submitted the tasks. */
  message?: string;
}

/** Document of `endpointManagerPauseTasks`. */
export interface AdminPauseDocument {
  DATA_TYPE?: "admin_pause" | undefined;
  /** The tasks' ids (UUIDs). */
  task_id_list: readonly string[];
  /** The reason, shown to the users who submitted the tasks. */
  message: string;
}

/** Document of `endpointManagerResumeTasks`. */
export interface AdminResumeDocument {
  DATA_TYPE?: "admin_resume" | undefined;
  /** The tasks' ids (UUIDs). */
  task_id_list: readonly string[];
}

// ---- Pause rules ----

/** Query of `endpointManagerPauseRuleList`. Send undocumented parameters with `account.request()`. */
export interface PauseRuleListQuery extends FieldsQuery {
  /** Only the rules of this collection or endpoint (UUID). */
  filter_endpoint?: string | undefined;
  /** Only the rules of guest collections on this host (UUID). */
  filter_host_endpoint?: string | undefined;
}

/** The pause rules on collections and endpoints on which this identity is an activity monitor. */
export interface PauseRuleList {
  DATA_TYPE: "pause_rule_list";
  /** The rules. */
  DATA: PauseRule[];
}

/**
 * A pause rule: the operations on a collection or endpoint that are paused, and for which identity.
 *
 * https://docs.globus.org/api/transfer/advanced_collection_management/#pause_rule_document
 */
export interface PauseRule extends PauseRuleFields {
  DATA_TYPE: "pause_rule";
  /** The identity (UUID) that last changed the rule. */
  modified_by_id: string;
  /** Whether an activity manager of the host created the rule. Only such a manager can then change it. */
  created_by_host_manager: boolean;
  /** Whether this identity can change the rule. */
  editable: boolean;
  /** @deprecated Use `modified_by_id`. */
  modified_by?: string | null;
}

/** The operations that a pause rule pauses. */
export interface PauseRuleOperations {
  /** Whether the rule pauses directory listings. @default true */
  pause_ls?: boolean | undefined;
  /** Whether the rule pauses the creation of directories. @default true */
  pause_mkdir?: boolean | undefined;
  /** Whether the rule pauses the creation of symlinks. */
  pause_symlink?: boolean | undefined;
  /** Whether the rule pauses renames. @default true */
  pause_rename?: boolean | undefined;
  /** Whether the rule pauses deletion tasks. @default true */
  pause_task_delete?: boolean | undefined;
  /** Whether the rule pauses transfers into the collection. @default true */
  pause_task_transfer_write?: boolean | undefined;
  /** Whether the rule pauses transfers out of the collection. @default true */
  pause_task_transfer_read?: boolean | undefined;
}

/** Document of `endpointManagerCreatePauseRule`. */
export interface PauseRuleDocument extends PauseRuleOperations {
  DATA_TYPE?: "pause_rule" | undefined;
  /** The reason, shown to the affected users. */
  message: string;
  /** The collection or endpoint of the rule: a UUID. */
  endpoint_id: string;
  /** The identity (UUID) of the rule. If absent: all identities. */
  identity_id?: string | null | undefined;
  /** When the rule begins: ISO 8601. If absent: now. */
  start_time?: string | null | undefined;
}

/** Document of `endpointManagerUpdatePauseRule`: the fields to change. */
export interface PauseRuleUpdate extends Partial<Record<keyof PauseRuleOperations, boolean | undefined>> {
  DATA_TYPE?: "pause_rule" | undefined;
  /** The reason, shown to the affected users. */
  message?: string | undefined;
  /** When the rule begins: ISO 8601. Null: now. */
  start_time?: string | null | undefined;
}
