
/** Document of `updateTask`: what is to be changed. */
export interface TaskUpdate {
  DATA_TYPE?: "task" | undefined;
  /** A name for the task: at most 128 characters, no line breaks, no white space around it. */
  label?: string | null | undefined;
  /** When to give up: ISO 8601, best in UTC. */
  deadline?: string | undefined;
}

/** Query of `taskEventList`. Parameters that are not documented can be sent with `account.request()`. */
export interface TaskEventListQuery extends FieldsQuery {
  /** Which events to list: errors only, or no errors. */
  filter?: "is_error:1" | "is_error:0" | (string & {}) | undefined;
  /** The size of a page, at most 1,000. */
  limit?: number | undefined;
  /** How many events to skip. */
  offset?: number | undefined;
}

/** One page of what has happened to a task, latest first. */
export interface TaskEventList {
  DATA_TYPE: "event_list";
  /** The events. Globus keeps them for 30 days. */
  DATA: TaskEvent[];
  /** How many events are here. */
  length?: number;
  /** The size of a page. */
  limit: number;
  /** How many events were skipped. */
  offset: number;
  /** How many events there are. */
  total: number;
}

/**
 * Something that happened to a task.
 *
 * https://docs.globus.org/api/transfer/task/#event_document
 */
export interface TaskEvent {
  DATA_TYPE: "event";
  /** What happened, such as `"STARTED"`, `"SUCCEEDED"`, `"CANCELED"`, `"PERMISSION_DENIED"` or `"FILE_NOT_FOUND"`. */
  code: string;
  /** Whether it is an error. The task may overcome it. */
  is_error: boolean;
  /** The same for people. */
  description: string;
  /** More about it: text, or JSON as text. */
  details: string;
  /** When it happened: ISO 8601. */
  time: string;
}

/** Query of lists that go on at a marker. Parameters that are not documented can be sent with `account.request()`. */
export interface MarkerQuery extends FieldsQuery {
  /** The `next_marker` of the page before. Iteration sends it by itself. */
  marker?: number | string | undefined;
}

/** One page of the files a transfer has moved. */
export interface SuccessfulTransferList {
  DATA_TYPE: "successful_transfers";
  /** The files. */
  DATA: SuccessfulTransfer[];
  /** Where this page begins. */
  marker: number | null;
  /** Where the next page begins. Null: this is the last one. */
  next_marker: number | null;
}

/**
 * A file that a transfer has moved.
 *
 * https://docs.globus.org/api/transfer/task/#successful_transfer_fields
 */
export interface SuccessfulTransfer {
  DATA_TYPE: "successful_transfer";
  /** The path at the source. Null for those who may not know. */
  source_path: string | null;
  /** The path at the destination. Null for those who may not know. */
  destination_path: string | null;
  /** The file's checksum, if there is one, in hexadecimal digits. */
  checksum?: string | null;
  /** How the checksum was made. */
  checksum_algorithm?: string | null;
  /** The file's size, in bytes. */
  size?: number;
  dynamic?: boolean;
}

/** One page of what a transfer has skipped because of errors. */
export interface SkippedErrorList {
  DATA_TYPE: "skipped_errors";
  /** What was skipped. */
  DATA: SkippedError[];
  /** Where this page begins. */
  marker: number | null;
  /** Where the next page begins. Null: this is the last one. */
  next_marker: number | null;
}

/**
 * A path that a transfer has skipped because of an error.
 *
 * https://docs.globus.org/api/transfer/task/#skipped_error_fields
 */
export interface SkippedError {
  DATA_TYPE: "skipped_error";
  /** The error. */
  error_code: "PERMISSION_DENIED" | "FILE_NOT_FOUND" | (string & {});
  /** What the server said. */
  error_details: string;
  /** When it happened: ISO 8601. */
  error_time: string;
  /** The path at the source. Null for those who may not know. */
  source_path: string | null;
  /** The path at the destination. Null for those who may not know. */
  destination_path: string | null;
  /** Whether it is a directory. */
  is_directory: boolean;
  /** Whether it is a symlink. */
  is_symlink: boolean;
  /** Whether it was to be deleted at the destination, by `delete_destination_extra`. */
  is_delete_destination_extra: boolean;
  /** The checksum the file should have, as submitted. */
  external_checksum: string | null;
  /** How that checksum was made, as submitted. */
  checksum_algorithm: string | null;
}

/**
 * Why a task is paused: by pause rules, or because an activity manager has paused it.
 *
 * https://docs.globus.org/api/transfer/task/#get_task_pause_info
 */
export interface TaskPauseInfo<Rule = LimitedPauseRule> {
  DATA_TYPE: "pause_info_limited" | (string & {});
  /** The rules that hold it. */
  pause_rules: Rule[];
  /** What an activity manager of the source says who has paused it. Null: nobody there has. */
  source_pause_message: string | null;
  /** What an activity manager of the destination says who has paused it. Null: nobody there has. */
  destination_pause_message: string | null;
  /** The same for the source as a guest collection. */
  source_pause_message_share: string | null;
  /** The same for the destination as a guest collection. */
  destination_pause_message_share: string | null;
}

/**
 * A pause rule as those see it whom it concerns.
 *
 * https://docs.globus.org/api/transfer/task/#limited_pause_rule_document
 */
export interface LimitedPauseRule extends PauseRuleFields {
  DATA_TYPE: "pause_rule_limited";
}

/** What all pause rules have. */
export interface PauseRuleFields {
  /** The id: a UUID. */
  id: string;
  /** Why, for the people it concerns. */
  message: string;
  /** When it begins: ISO 8601. Null: it began when it was created. */
  start_time: string | null;
  /** The collection or endpoint (UUID) it is about. */
  endpoint_id: string;
  /** The name of that collection or endpoint. */
  endpoint_display_name?: string;
  /** The identity (UUID) it is about. Null: everybody. */
  identity_id: string | null;
  /** When it was last changed: ISO 8601. */
  modified_time?: string;
  /** Whether directories cannot be listed. */
  pause_ls: boolean;
  /** Whether directories cannot be made. */
  pause_mkdir: boolean;
  /** Whether symlinks cannot be made. */
  pause_symlink?: boolean;
  /** Whether nothing can be renamed. */
  pause_rename: boolean;
  /** Whether deletions wait. */
  pause_task_delete: boolean;
  /** Whether transfers into the collection wait. */
  pause_task_transfer_write: boolean;
  /** Whether transfers out of the collection wait. */
  pause_task_transfer_read: boolean;
}

/** The pause rules of a collection or endpoint that concern this identity. */
export interface LimitedPauseRuleList {
  DATA_TYPE: "pause_rule_list";
  /** The rules. */
  DATA: LimitedPauseRule[];
}
