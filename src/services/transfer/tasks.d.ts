
/** Document of `updateTask`: the fields to change. */
export interface TaskUpdate {
  DATA_TYPE?: "task" | undefined;
  /** The label of the task: at most 128 characters, without line breaks and without surrounding white space. */
  label?: string | null | undefined;
  /** When Globus gives up: ISO 8601, preferably in UTC. */
  deadline?: string | undefined;
}

/** Query of `taskEventList`. Send undocumented parameters with `account.request()`. */
export interface TaskEventListQuery extends FieldsQuery {
  /** The filter of the list: only errors, or no errors. */
  filter?: "is_error:1" | "is_error:0" | (string & {}) | undefined;
  /** The size of a page, at most 1,000. */
  limit?: number | undefined;
  /** The number of events to skip. */
  offset?: number | undefined;
}

/** One page of the events of a task, latest first. */
export interface TaskEventList {
  DATA_TYPE: "event_list";
  /** The events. Globus keeps them for 30 days. */
  DATA: TaskEvent[];
  /** The number of events on this page. */
  length?: number;
  /** The size of a page. */
  limit: number;
  /** The number of skipped events. */
  offset: number;
  /** The total number of events. */
  total: number;
}

/**
 * An event of a task.
 *
 * https://docs.globus.org/api/transfer/task/#event_document
 */
export interface TaskEvent {
  DATA_TYPE: "event";
  /**
   * The name of the event, such as `"STARTED"`, `"SUCCEEDED"`, `"CANCELED"`, `"PERMISSION_DENIED"` or
   * `"FILE_NOT_FOUND"`.
   */
  code: string;
  /** Whether the event is an error. The task may recover from it. */
  is_error: boolean;
  /** A description for people. */
  description: string;
  /** Details: a text, or JSON as a text. */
  details: string;
  /** The time of the event: ISO 8601. */
  time: string;
}

/** Query of lists with a marker. Send undocumented parameters with `account.request()`. */
export interface MarkerQuery extends FieldsQuery {
  /** The `next_marker` of the page before. Iteration sends it automatically. */
  marker?: number | string | undefined;
}

/** One page of the files that a transfer has moved. */
export interface SuccessfulTransferList {
  DATA_TYPE: "successful_transfers";
  /** The files. */
  DATA: SuccessfulTransfer[];
  /** The marker of this page. */
  marker: number | null;
  /** The marker of the next page. Null on the last page. */
  next_marker: number | null;
}

/**
 * A file that a transfer has moved.
 *
 * https://docs.globus.org/api/transfer/task/#successful_transfer_fields
 */
export interface SuccessfulTransfer {
  DATA_TYPE: "successful_transfer";
  /** The path at the source. Null for callers that may not see it. */
  source_path: string | null;
  /** The path at the destination. Null for callers that may not see it. */
  destination_path: string | null;
  /** The checksum of the file, in hexadecimal digits, if there is one. */
  checksum?: string | null;
  /** The algorithm of the checksum. */
  checksum_algorithm?: string | null;
  /** The size of the file, in bytes. */
  size?: number;
  dynamic?: boolean;
}

/** One page of the paths that a transfer has skipped because of errors. */
export interface SkippedErrorList {
  DATA_TYPE: "skipped_errors";
  /** The skipped paths. */
  DATA: SkippedError[];
  /** The marker of this page. */
  marker: number | null;
  /** The marker of the next page. Null on the last page. */
  next_marker: number | null;
}

/**
 * A path that a transfer has skipped because of an error.
 *
 * https://docs.globus.org/api/transfer/task/#skipped_error_fields
 */
export interface SkippedError {
  DATA_TYPE: "skipped_error";
  /** The name of the error. */
  error_code: "PERMISSION_DENIED" | "FILE_NOT_FOUND" | (string & {});
  /** The message of the server. */
  error_details: string;
  /** The time of the error: ISO 8601. */
  error_time: string;
  /** The path at the source. Null for callers that may not see it. */
  source_path: string | null;
  /** The path at the destination. Null for callers that may not see it. */
  destination_path: string | null;
  /** Whether the path is a directory. */
  is_directory: boolean;
  /** Whether the path is a symlink. */
  is_symlink: boolean;
  /** Whether the path was to be deleted at the destination, because of `delete_destination_extra`. */
  is_delete_destination_extra: boolean;
  /** The expected checksum of the file, as submitted. */
  external_checksum: string | null;
  /** The algorithm of that checksum, as submitted. */
  checksum_algorithm: string | null;
}

/**
 * The reason why a task is paused: pause rules, or an activity manager who paused it.
 *
 * https://docs.globus.org/api/transfer/task/#get_task_pause_info
 */
export interface TaskPauseInfo<Rule = LimitedPauseRule> {
  DATA_TYPE: "pause_info_limited" | (string & {});
  /** The rules that pause the task. */
  pause_rules: Rule[];
  /** The message of the activity manager of the source who paused the task. Null if none did. */
  source_pause_message: string | null;
  /** The message of the activity manager of the destination who paused the task. Null if none did. */
  destination_pause_message: string | null;
  /** The same message for the source as a guest collection. */
  source_pause_message_share: string | null;
  /** The same message for the destination as a guest collection. */
  destination_pause_message_share: string | null;
}

/**
 * A pause rule, as the affected users see it.
 *
 * https://docs.globus.org/api/transfer/task/#limited_pause_rule_document
 */
export interface LimitedPauseRule extends PauseRuleFields {
  DATA_TYPE: "pause_rule_limited";
}

/** The fields of every pause rule. */
export interface PauseRuleFields {
  /** The id: a UUID. */
  id: string;
  /** The reason, shown to the affected users. */
  message: string;
  /** When the rule begins: ISO 8601. Null: it began at its creation. */
  start_time: string | null;
  /** The collection or endpoint of the rule: a UUID. */
  endpoint_id: string;
  /** The name of that collection or endpoint. */
  endpoint_display_name?: string;
  /** The identity (UUID) of the rule. Null: all identities. */
  identity_id: string | null;
  /** When the rule was last changed: ISO 8601. */
  modified_time?: string;
  /** Whether the rule pauses directory listings. */
  pause_ls: boolean;
  /** Whether the rule pauses the creation of directories. */
  pause_mkdir: boolean;
  /** Whether the rule pauses the creation of symlinks. */
  pause_symlink?: boolean;
  /** Whether the rule pauses renames. */
  pause_rename: boolean;
  /** Whether the rule pauses deletion tasks. */
  pause_task_delete: boolean;
  /** Whether the rule pauses transfers into the collection. */
  pause_task_transfer_write: boolean;
  /** Whether the rule pauses transfers out of the collection. */
  pause_task_transfer_read: boolean;
}

/** The pause rules of a collection or endpoint that affect this identity. */
export interface LimitedPauseRuleList {
  DATA_TYPE: "pause_rule_list";
  /** The rules. */
  DATA: LimitedPauseRule[];
}
