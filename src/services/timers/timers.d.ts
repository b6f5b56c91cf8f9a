
/** Query of `listJobs`. Send undocumented parameters with `account.request()`. */
export interface ListJobsQuery {
  /** Only timers with one of these statuses. A list is comma-joined. @default all of them */
  filter_status?: TimerFilterStatus | readonly TimerFilterStatus[] | undefined;
  /** Only timers whose name contains this text. Case is ignored. */
  filter_name?: string | undefined;
  /** Only timers submitted after this time: ISO 8601. */
  submitted_after?: string | Date | undefined;
  /** Only timers submitted before this time: ISO 8601. */
  submitted_before?: string | Date | undefined;
  /** The number of results that each timer contains. */
  result_count?: number | undefined;
  /** The sort order: a field of the timers, followed by ` asc` or ` desc`. */
  order?: string | undefined;
  /** @deprecated Use `filter_status`. */
  filter_active?: boolean | undefined;
  /** @deprecated Use `filter_status`. */
  filter_stopped?: boolean | undefined;
}

/** A status for the filter of a list of timers. */
export type TimerFilterStatus = "active" | "inactive" | "ended" | (string & {});

/** Query of `getJob`. Send undocumented parameters with `account.request()`. */
export interface GetJobQuery {
  /** The start of the results: `results.page_next` of an earlier reply. */
  results_pt?: string | undefined;
  /** The number of results to return. */
  page_size?: number | undefined;
}

/** The timers of an identity. */
export interface TimerJobList {
  /** The timers. */
  jobs: TimerJob[];
}

/** What a timer starts: a transfer, a flow, or another action. */
export type TimerType = "transfer" | "flow" | "generic" | (string & {});

/**
 * The status of a timer. If it is `"inactive"`, `inactive_reason` describes what the timer waits for. Some servers send
 * `"new"` or `"loaded"` for active timers.
 */
export type TimerStatus = "active" | "inactive" | "ended" | "new" | "loaded" | (string & {});

/** A timer, as `getJob`, `listJobs` and `createJob` return it. */
export interface TimerJob {
  /** The id: a UUID. */
  job_id: string;
  /** The name. */
  name: string | null;
  /** The type of action that the timer starts. */
  timer_type?: TimerType;
  /** The status. */
  status: TimerStatus;
  /** Why the timer is inactive. Null if it is not inactive. */
  inactive_reason: TimerInactiveReason | null;
  /** The current activity. */
  activity?: TimerActivity | null;
  /** The schedule. */
  schedule?: TimerSchedule;
  /** The time of the first run: ISO 8601. */
  start: string;
  /** The time between two runs, in seconds. Null: the timer runs once. */
  interval: number | null;
  /** When the timer ends. */
  stop_after: TimerStopAfter | null;
  /** When it was created: ISO 8601. */
  submitted_at: string;
  /** The time of the last run: ISO 8601. */
  last_ran_at: string | null;
  /** The time of the next run: ISO 8601. */
  next_run: string | null;
  /** The number of runs. */
  n_runs: number;
  /** The number of failed runs. */
  n_errors: number;
  /** The results of the last runs. */
  results: TimerResults;
  /** The URL of the action provider. */
  callback_url: string;
  /** The body of the requests to the action provider. */
  callback_body: Json;
  /** The scope of the action provider. */
  scope: string | null;
  /** The id (UUID) of the flow, if the timer starts a flow. */
  flow_id?: string;
}

/** The end of a timer: the date or the number of runs, whichever comes first. */
export interface TimerStopAfter {
  /** The last time: ISO 8601. */
  date?: string | null;
  /** The number of runs. */
  n_runs?: number | null;
}

/** Why a timer is inactive. `cause` distinguishes a pause from a missing authorization. */
export type TimerInactiveReason = TimerPaused | TimerLacksAuthorization;

/** A user or `pauseJob` paused the timer. */
export interface TimerPaused {
  cause: "user";
  detail?: null;
}

/** A consent or a login is missing. */
export interface TimerLacksAuthorization {
  cause: "globus_auth_requirements";
  /** The requirements that are not met. */
  detail: AuthorizationRequirements;
}

/** The requirements of Globus for a token or a login, without which it does not continue. */
export interface AuthorizationRequirements {
  /** The name of the requirement: `"ConsentRequired"`, `"AuthorizationRequired"` and the like. */
  code: string;
  /** The requirements. */
  authorization_parameters: AuthorizationParameters;
}

/** The current activity of a timer. `code` distinguishes the kinds. */
export type TimerActivity = TimerAwaiting | TimerInProgress | TimerRetrying | TimerPausedActivity;

/** The timer waits for its next run. */
export interface TimerAwaiting {
  code: "awaiting_next_run";
  /** The time of the next run: ISO 8601. */
  next_run: string;
}

/** A run is in progress. */
export interface TimerInProgress {
  code: "run_in_progress";
  /** When the run began: ISO 8601. */
  start_timestamp: string;
  /** The time since the run began, in seconds. */
  duration_seconds: number;
}

/** Globus Timers retries a run that failed to start. */
export interface TimerRetrying {
  code: "retrying";
  /** When the retries began: ISO 8601. */
  start_timestamp: string;
}

/** The timer is inactive. */
export interface TimerPausedActivity {
  code: "paused";
  /** The reason. */
  reason: "user" | "globus_auth_requirements" | "other" | (string & {});
}

/** The results of the last runs of a timer. */
export interface TimerResults {
  /** The results, the latest first. */
  data: TimerResult[];
  /** The start of the next results: `results_pt` of `getJob`. */
  page_next: string | null;
}

/** The result of a run of a timer. */
export interface TimerResult {
  /** When the run was started: ISO 8601. */
  ran_at: string;
  /** The reply of the action provider. */
  data: TimerAction | null;
  /** The errors of the run. */
  errors: Json;
  /** The HTTP status of the action provider. */
  status: number | null;
  /** The status of the run. */
  run_status?: string;
  /** The id of the task or run. */
  resource_id?: string | null;
  /** When the run began: ISO 8601. */
  start_timestamp?: string;
  /** When the run ended: ISO 8601. */
  end_timestamp?: string | null;
  /** The time of the last status check: ISO 8601. */
  last_check_timestamp?: string | null;
  /** The time of the next status check: ISO 8601. */
  next_check_timestamp?: string | null;
  /** The HTTP status of the last status check. */
  http_status_polled?: number | null;
  /** The HTTP status of the submission. */
  http_status_submission?: number | null;
}

/** The state of an action, as its action provider sends it. */
export interface TimerAction {
  /** The id. */
  action_id: string;
  /** The status. */
  status: "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED" | (string & {});
  /** A description for people. */
  display_status?: string | null;
  /** The identity that started it. */
  creator_id: PrincipalUrn;
  /** The label. */
  label: string | null;
  /** When the action began: ISO 8601. */
  start_time: string;
  /** When the action ended: ISO 8601. */
  completion_time: string | null;
  /** Details. For a transfer: the task. */
  details: Json;
  /** The principals that may change the action. */
  manage_by?: PrincipalUrn[];
  /** The principals that may see the action. */
  monitor_by?: PrincipalUrn[];
  /** The time for which the action provider keeps the action: an ISO 8601 duration. */
  release_after?: string | null;
}

/** Document of `createTimer`. */
export interface CreateTimerDocument {
  /** The timer. */
  timer: TransferTimer | FlowTimer;
}

/** A timer to create for a transfer. */
export interface TransferTimer {
  /** Added by this package if `body` has `DATA`. */
  timer_type?: "transfer" | undefined;
  /** A label for people. */
  name?: string | undefined;
  /** The schedule. */
  schedule: TimerScheduleDocument;
  /** The resource server of the tasks. @default "transfer.api.globus.org" */
  resource_server?: "transfer.api.globus.org" | undefined;
  /**
   * The transfer, as `submitTransfer` accepts it. This package omits a `submission_id`, because each run is a new task.
   */
  body: TransferDocument;
  /** Not for timers that start transfers. */
  flow_id?: undefined;
}

/** A timer to create for a flow. */
export interface FlowTimer {
  /** Added by this package if there is a `flow_id`. */
  timer_type?: "flow" | undefined;
  /** The flow's id: a UUID. */
  flow_id: string;
  /** A label for people. */
  name?: string | undefined;
  /** The schedule. */
  schedule: TimerScheduleDocument;
  /** The parameters of each flow run. */
  body: FlowTimerStart;
}

/** The parameters with which a timer starts a flow. */
export interface FlowTimerStart {
  /** The flow's input. */
  body: Record<string, Json>;
  /** A name for each run. */
  label?: string | undefined;
  /** Tags for searches of the runs. */
  tags?: readonly string[] | undefined;
  /** The principals that may see the runs. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** The principals that may change and cancel the runs. */
  run_managers?: readonly PrincipalUrn[] | undefined;
}

/** The schedule of a timer to create. Times are ISO 8601 with an offset, or a `Date`. */
export type TimerScheduleDocument = OnceSchedule | RecurringSchedule;

/** A schedule for a single run. */
export interface OnceSchedule {
  /** Added by this package if there is no `interval_seconds`. */
  type?: "once" | undefined;
  /** The time of the run. @default immediately */
  datetime?: string | Date | undefined;
  /** Not for timers that run once. */
  interval_seconds?: undefined;
}

/** A schedule for repeated runs. */
export interface RecurringSchedule {
  /** Added by this package if there is an `interval_seconds`. */
  type?: "recurring" | undefined;
  /** The time between two runs, in seconds: 60 to a year. */
  interval_seconds: number;
  /** The time of the first run. @default immediately */
  start?: string | Date | undefined;
  /** When the timer ends. @default never */
  end?: TimerEnd | undefined;
}

/** The end of a timer. `condition` distinguishes the kinds. */
export type TimerEnd = TimerEndTime | TimerEndCount;

/** An end at a given time. */
export interface TimerEndTime {
  condition: "time";
  /** The time of the end. */
  datetime: string | Date;
}

/**
 * An end after a number of runs. Globus's API description and its CLI call the field `count`; an example of the Python
 * client calls it `iterations`.
 */
export interface TimerEndCount {
  condition: "iterations";
  /** The number of runs. */
  count: number;
}

/** The schedule of a timer. `type` distinguishes the kinds. */
export type TimerSchedule = TimerOnce | TimerRecurring;

/** A schedule for a single run. */
export interface TimerOnce {
  type: "once";
  /** The time of the run: ISO 8601. */
  datetime?: string | null;
}

/** A schedule for repeated runs. */
export interface TimerRecurring {
  type: "recurring";
  /** The time between two runs, in seconds. */
  interval_seconds: number;
  /** The time of the first run: ISO 8601. */
  start?: string | null;
  /** When the timer ends. Null: never. */
  end?: {
    /** The kind of end. */
    condition?: "time" | "iterations" | (string & {});
    /** The time of the end: ISO 8601. */
    datetime?: string;
    /** The number of runs. */
    count?: number;
  } | null;
}

/** The reply of `createTimer`. */
export interface CreatedTimer {
  /** The timer. */
  timer: CreatedTransferTimer | CreatedFlowTimer;
}

/** The fields of every new timer. */
export interface CreatedTimerFields {
  /** The id: a UUID. */
  job_id: string;
  /** The name. */
  name: string | null;
  /** The status. */
  status: TimerStatus;
  /** Why the timer is inactive. Null if it is not inactive. */
  inactive_reason: TimerInactiveReason | null;
  /** The current activity. */
  activity?: TimerActivity | null;
  /** The schedule. */
  schedule: TimerSchedule;
  /** When it was created: ISO 8601. */
  submitted_at: string;
  /** The time of the last run: ISO 8601. */
  last_ran_at: string | null;
  /** The time of the next run: ISO 8601. */
  next_run: string | null;
}

/** A new timer for a transfer. */
export interface CreatedTransferTimer extends CreatedTimerFields {
  timer_type: "transfer";
  /** The transfer. */
  body: TimerTransfer;
  /** The number of runs. */
  number_of_runs: number;
  /** The number of failed runs. */
  number_of_errors: number;
}

/** The transfer that a timer starts. */
export interface TimerTransfer {
  DATA_TYPE: "transfer";
  /** The collection (UUID) to read from. */
  source_endpoint: string;
  /** The collection (UUID) to write to. */
  destination_endpoint: string;
  /** The items to transfer. */
  DATA: {
    DATA_TYPE: "transfer_item";
    /** The path at the source. */
    source_path: string;
    /** The path at the destination. */
    destination_path: string;
    /** Whether the item is a directory. */
    recursive?: boolean | null;
    /** The expected checksum of the file. */
    external_checksum?: string | null;
    /** The algorithm of that checksum. */
    checksum_algorithm?: string | null;
  }[];
  /** The label of the tasks. */
  label?: string | null;
  /** When Globus gives up: ISO 8601. */
  deadline?: string | null;
  /** The condition for a new transfer of files that exist at the destination. */
  sync_level?: SyncLevel | null;
  /** The rules that exclude directory items. */
  filter_rules?: FilterRule[] | null;
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
  /** Whether tasks have the common prefixes of their paths. */
  store_base_path_info: boolean;
  /** Whether Globus sends the owner an email about success. */
  notify_on_succeeded: boolean;
  /** Whether Globus sends the owner an email about failure. */
  notify_on_failed: boolean;
  /** Whether Globus sends the owner an email about inactive tasks. */
  notify_on_inactive: boolean;
  /** The local account at the source. */
  source_local_user?: string | null;
  /** The local account at the destination. */
  destination_local_user?: string | null;
}

/**
 * A new timer for a flow. Globus documents the fields `flow_id`, `body`, `number_of_runs` and `number_of_errors`. Some
 * replies have the fields of a `TimerJob` instead.
 */
export interface CreatedFlowTimer extends CreatedTimerFields {
  timer_type: "flow";
  /** The flow's id: a UUID. */
  flow_id?: string;
  /** The parameters of each flow run. */
  body?: FlowTimerStart;
  /** The number of runs. */
  number_of_runs?: number;
  /** The number of failed runs. */
  number_of_errors?: number;
  /** The number of runs, in the form of a `TimerJob`. */
  n_runs?: number;
  /** The number of failed runs, in the form of a `TimerJob`. */
  n_errors?: number;
  /** The time between two runs, in seconds, in the form of a `TimerJob`. */
  interval?: number | null;
  /** When the timer ends, in the form of a `TimerJob`. */
  stop_after?: TimerStopAfter | null;
  /** The results of the last runs, in the form of a `TimerJob`. */
  results?: TimerResult[] | TimerResults;
  /** The URL that starts the flow, in the form of a `TimerJob`. */
  callback_url?: string;
  /** The parameters of each flow run, in the form of a `TimerJob`. */
  callback_body?: FlowTimerStart;
  /** The scope of the flow, in the form of a `TimerJob`. */
  scope?: string | null;
}

/** Document of `createJob`. */
export interface TimerJobDocument {
  /** The URL that runs an action of an action provider. */
  callback_url: string;
  /** The body of each request to the action provider. */
  callback_body: Json | Record<string, Json>;
  /** The time of the first run: ISO 8601. */
  start: string;
  /** The time between two runs, in whole seconds: 60 to a year. Null with `stop_after_n` 1. */
  interval: number | null;
  /** A label for people. */
  name?: string | undefined;
  /** When the timer ends: ISO 8601, or a date and a number of runs. */
  stop_after?: string | { date?: string | undefined; n_runs?: number | undefined } | undefined;
  /** The number of runs after which the timer ends. */
  stop_after_n?: number | undefined;
  /** The scope of the action provider. @default that of Transfer's action provider */
  scope?: string | undefined;
  /** A refresh token. Globus does not document its use. */
  refresh_token?: string | undefined;
}

/** Document of `updateJob`. */
export interface TimerJobUpdate {
  /** The name. */
  name?: string | undefined;
}

/** Document of `resumeJob`. */
export interface ResumeJobDocument {
  /** Whether the timer continues with the consents of this call, not with those of its creation. @default false */
  update_credentials?: boolean | undefined;
}

/**
 * Query of `resumeJob`. The Python client sends `update_credentials` in the document; Globus documents it as a query
 * parameter. You can send both.
 */
export interface ResumeJobQuery {
  /** Whether the timer continues with the consents of this call, not with those of its creation. @default false */
  update_credentials?: boolean | undefined;
}

/** The result of `pauseJob` or `resumeJob`. */
export interface TimerMessage {
  /** A description for people. */
  message: string;
}
