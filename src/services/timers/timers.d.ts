
/** Query of `listJobs`. Parameters that are not documented can be sent with `account.request()`. */
export interface ListJobsQuery {
  /** Only timers in one of these states. A list is comma-joined. @default all of them */
  filter_status?: TimerFilterStatus | readonly TimerFilterStatus[] | undefined;
  /** Only timers with this text in their name, in any case. */
  filter_name?: string | undefined;
  /** Only timers submitted after this time: ISO 8601. */
  submitted_after?: string | Date | undefined;
  /** Only timers submitted before this time: ISO 8601. */
  submitted_before?: string | Date | undefined;
  /** How many results each timer comes with. */
  result_count?: number | undefined;
  /** How to sort: a field of the timers, and ` asc` or ` desc`. */
  order?: string | undefined;
  /** @deprecated Use `filter_status`. */
  filter_active?: boolean | undefined;
  /** @deprecated Use `filter_status`. */
  filter_stopped?: boolean | undefined;
}

/** A state by which timers can be listed. */
export type TimerFilterStatus = "active" | "inactive" | "ended" | (string & {});

/** Query of `getJob`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetJobQuery {
  /** Which results to give: `results.page_next` of an earlier reply. */
  results_pt?: string | undefined;
  /** How many results to give. */
  page_size?: number | undefined;
}

/** The timers of an identity. */
export interface TimerJobList {
  /** The timers. */
  jobs: TimerJob[];
}

/** What a timer starts: a transfer, a flow, or something else. */
export type TimerType = "transfer" | "flow" | "generic" | (string & {});

/**
 * How a timer stands. `"inactive"`: `inactive_reason` says what it waits for. Some servers say `"new"` and `"loaded"` of active
 * ones.
 */
export type TimerStatus = "active" | "inactive" | "ended" | "new" | "loaded" | (string & {});

/** A timer, as `getJob`, `listJobs` and `createJob` give it. */
export interface TimerJob {
  /** The id: a UUID. */
  job_id: string;
  /** The name. */
  name: string | null;
  /** What it starts. */
  timer_type?: TimerType;
  /** How it stands. */
  status: TimerStatus;
  /** Why it is inactive. Null if it is not. */
  inactive_reason: TimerInactiveReason | null;
  /** What it does at present. */
  activity?: TimerActivity | null;
  /** When it runs. */
  schedule?: TimerSchedule;
  /** When it runs first: ISO 8601. */
  start: string;
  /** Seconds between its runs. Null: it runs once. */
  interval: number | null;
  /** When it ends. */
  stop_after: TimerStopAfter | null;
  /** When it was created: ISO 8601. */
  submitted_at: string;
  /** When it ran last: ISO 8601. */
  last_ran_at: string | null;
  /** When it runs next: ISO 8601. */
  next_run: string | null;
  /** How often it has run. */
  n_runs: number;
  /** How many runs failed. */
  n_errors: number;
  /** What its last runs gave. */
  results: TimerResults;
  /** The URL of the action provider. */
  callback_url: string;
  /** What the action provider is sent. */
  callback_body: Json;
  /** The scope of the action provider. */
  scope: string | null;
  /** The flow's id (UUID), if it starts a flow. */
  flow_id?: string;
}

/** When a timer ends, whichever comes first. */
export interface TimerStopAfter {
  /** At this time: ISO 8601. */
  date?: string | null;
  /** After so many runs. */
  n_runs?: number | null;
}

/** Why a timer is inactive. `cause` tells whether somebody paused it. */
export type TimerInactiveReason = TimerPaused | TimerLacksAuthorization;

/** A person or `pauseJob` paused the timer. */
export interface TimerPaused {
  cause: "user";
  detail?: null;
}

/** A consent or a login is missing. */
export interface TimerLacksAuthorization {
  cause: "globus_auth_requirements";
  /** What is missing. */
  detail: AuthorizationRequirements;
}

/** What Globus requires of a token or a login before it goes on. */
export interface AuthorizationRequirements {
  /** What it is: `"ConsentRequired"`, `"AuthorizationRequired"` and the like. */
  code: string;
  /** What is required. */
  authorization_parameters: AuthorizationParameters;
}

/** What a timer does at present. `code` tells the kinds apart. */
export type TimerActivity = TimerAwaiting | TimerInProgress | TimerRetrying | TimerPausedActivity;

/** The timer waits for its next time. */
export interface TimerAwaiting {
  code: "awaiting_next_run";
  /** When that is: ISO 8601. */
  next_run: string;
}

/** A run is under way. */
export interface TimerInProgress {
  code: "run_in_progress";
  /** When it began: ISO 8601. */
  start_timestamp: string;
  /** For how many seconds it has been under way. */
  duration_seconds: number;
}

/** A run that failed to start is tried again. */
export interface TimerRetrying {
  code: "retrying";
  /** When that began: ISO 8601. */
  start_timestamp: string;
}

/** The timer is inactive. */
export interface TimerPausedActivity {
  code: "paused";
  /** Why. */
  reason: "user" | "globus_auth_requirements" | "other" | (string & {});
}

/** What the last runs of a timer gave. */
export interface TimerResults {
  /** The results, the latest first. */
  data: TimerResult[];
  /** Where the next results begin: `results_pt` of `getJob`. */
  page_next: string | null;
}

/** What a run of a timer gave. */
export interface TimerResult {
  /** When it was started: ISO 8601. */
  ran_at: string;
  /** What the action provider said. */
  data: TimerAction | null;
  /** What went wrong. */
  errors: Json;
  /** The HTTP status of the action provider. */
  status: number | null;
  /** How it stands. */
  run_status?: string;
  /** The id of the task or run. */
  resource_id?: string | null;
  /** When it began: ISO 8601. */
  start_timestamp?: string;
  /** When it ended: ISO 8601. */
  end_timestamp?: string | null;
  /** When it was last looked at: ISO 8601. */
  last_check_timestamp?: string | null;
  /** When it will be looked at: ISO 8601. */
  next_check_timestamp?: string | null;
  /** The HTTP status when it was last looked at. */
  http_status_polled?: number | null;
  /** The HTTP status when it was started. */
  http_status_submission?: number | null;
}

/** What an action provider says of an action. */
export interface TimerAction {
  /** The id. */
  action_id: string;
  /** How it stands. */
  status: "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED" | (string & {});
  /** The same for people. */
  display_status?: string | null;
  /** The identity that started it. */
  creator_id: PrincipalUrn;
  /** The name it was given. */
  label: string | null;
  /** When it began: ISO 8601. */
  start_time: string;
  /** When it ended: ISO 8601. */
  completion_time: string | null;
  /** More about it: for a transfer, the task. */
  details: Json;
  /** Who may change it. */
  manage_by?: PrincipalUrn[];
  /** Who may see it. */
  monitor_by?: PrincipalUrn[];
  /** For how long it is kept: ISO 8601. */
  release_after?: string | null;
}

/** Document of `createTimer`. */
export interface CreateTimerDocument {
  /** The timer. */
  timer: TransferTimer | FlowTimer;
}

/** A timer to create for a transfer. */
export interface TransferTimer {
  /** Added for you, because `body` has `DATA`. */
  timer_type?: "transfer" | undefined;
  /** A name for people. */
  name?: string | undefined;
  /** When it runs. */
  schedule: TimerScheduleDocument;
  /** Whose task it is. @default "transfer.api.globus.org" */
  resource_server?: "transfer.api.globus.org" | undefined;
  /** The transfer, as `submitTransfer` takes it. A `submission_id` is left out: each run is a new task. */
  body: TransferDocument;
  /** Not for transfers. */
  flow_id?: undefined;
}

/** A timer to create for a flow. */
export interface FlowTimer {
  /** Added for you, because there is a `flow_id`. */
  timer_type?: "flow" | undefined;
  /** The flow's id: a UUID. */
  flow_id: string;
  /** A name for people. */
  name?: string | undefined;
  /** When it runs. */
  schedule: TimerScheduleDocument;
  /** How the flow is started each time. */
  body: FlowTimerStart;
}

/** How a timer starts a flow. */
export interface FlowTimerStart {
  /** The flow's input. */
  body: Record<string, Json>;
  /** A name for each run. */
  label?: string | undefined;
  /** Words to find the runs by. */
  tags?: readonly string[] | undefined;
  /** Who may see the runs. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** Who may change and cancel the runs. */
  run_managers?: readonly PrincipalUrn[] | undefined;
}

/** When a timer to create runs. Times are ISO 8601 with an offset, or a `Date`. */
export type TimerScheduleDocument = OnceSchedule | RecurringSchedule;

/** Once. */
export interface OnceSchedule {
  /** Added for you, if there is no `interval_seconds`. */
  type?: "once" | undefined;
  /** When. @default at once */
  datetime?: string | Date | undefined;
  /** Not for timers that run once. */
  interval_seconds?: undefined;
}

/** Again and again. */
export interface RecurringSchedule {
  /** Added for you, if there is an `interval_seconds`. */
  type?: "recurring" | undefined;
  /** Seconds from one run to the next: 60 to a year. */
  interval_seconds: number;
  /** When it runs first. @default at once */
  start?: string | Date | undefined;
  /** When it ends. @default never */
  end?: TimerEnd | undefined;
}

/** When a timer ends. `condition` tells the kinds apart. */
export type TimerEnd = TimerEndTime | TimerEndCount;

/** At a time. */
export interface TimerEndTime {
  condition: "time";
  /** When. */
  datetime: string | Date;
}

/** After a number of runs. Globus's description and its CLI call it `count`, an example of the Python client `iterations`. */
export interface TimerEndCount {
  condition: "iterations";
  /** After so many runs. */
  count: number;
}

/** When a timer runs. `type` tells the kinds apart. */
export type TimerSchedule = TimerOnce | TimerRecurring;

/** Once. */
export interface TimerOnce {
  type: "once";
  /** When: ISO 8601. */
  datetime?: string | null;
}

/** Again and again. */
export interface TimerRecurring {
  type: "recurring";
  /** Seconds from one run to the next. */
  interval_seconds: number;
  /** When it runs first: ISO 8601. */
  start?: string | null;
  /** When it ends. Null: never. */
  end?: {
    /** The kind of end. */
    condition?: "time" | "iterations" | (string & {});
    /** At this time: ISO 8601. */
    datetime?: string;
    /** After so many runs. */
    count?: number;
  } | null;
}

/** What `createTimer` gives. */
export interface CreatedTimer {
  /** The timer. */
  timer: CreatedTransferTimer | CreatedFlowTimer;
}

/** What all new timers have. */
export interface CreatedTimerFields {
  /** The id: a UUID. */
  job_id: string;
  /** The name. */
  name: string | null;
  /** How it stands. */
  status: TimerStatus;
  /** Why it is inactive. Null if it is not. */
  inactive_reason: TimerInactiveReason | null;
  /** What it does at present. */
  activity?: TimerActivity | null;
  /** When it runs. */
  schedule: TimerSchedule;
  /** When it was created: ISO 8601. */
  submitted_at: string;
  /** When it ran last: ISO 8601. */
  last_ran_at: string | null;
  /** When it runs next: ISO 8601. */
  next_run: string | null;
}

/** A new timer for a transfer. */
export interface CreatedTransferTimer extends CreatedTimerFields {
  timer_type: "transfer";
  /** The transfer. */
  body: TimerTransfer;
  /** How often it has run. */
  number_of_runs: number;
  /** How many runs failed. */
  number_of_errors: number;
}

/** The transfer of a timer. */
export interface TimerTransfer {
  DATA_TYPE: "transfer";
  /** The collection (UUID) to read from. */
  source_endpoint: string;
  /** The collection (UUID) to write to. */
  destination_endpoint: string;
  /** What to transfer. */
  DATA: {
    DATA_TYPE: "transfer_item";
    /** The path at the source. */
    source_path: string;
    /** The path at the destination. */
    destination_path: string;
    /** Whether it is a directory. */
    recursive?: boolean | null;
    /** A checksum to compare with. */
    external_checksum?: string | null;
    /** What kind of checksum that is. */
    checksum_algorithm?: string | null;
  }[];
  /** The name of the tasks. */
  label?: string | null;
  /** When Globus gives up: ISO 8601. */
  deadline?: string | null;
  /** When what exists at the destination is transferred. */
  sync_level?: SyncLevel | null;
  /** Which entries of directories are left out. */
  filter_rules?: FilterRule[] | null;
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
  /** Whether tasks know their base paths. */
  store_base_path_info: boolean;
  /** Whether the owner is told of successes by email. */
  notify_on_succeeded: boolean;
  /** Whether the owner is told of failures by email. */
  notify_on_failed: boolean;
  /** Whether the owner is told of tasks that wait by email. */
  notify_on_inactive: boolean;
  /** The local account at the source. */
  source_local_user?: string | null;
  /** The local account at the destination. */
  destination_local_user?: string | null;
}

/**
 * A new timer for a flow. Globus describes it with `flow_id`, `body`, `number_of_runs` and `number_of_errors`; replies with the
 * members of a `TimerJob` instead have been seen, too.
 */
export interface CreatedFlowTimer extends CreatedTimerFields {
  timer_type: "flow";
  /** The flow's id: a UUID. */
  flow_id?: string;
  /** How the flow is started. */
  body?: FlowTimerStart;
  /** How often it has run. */
  number_of_runs?: number;
  /** How many runs failed. */
  number_of_errors?: number;
  /** How often it has run, in the other form. */
  n_runs?: number;
  /** How many runs failed, in the other form. */
  n_errors?: number;
  /** Seconds between its runs, in the other form. */
  interval?: number | null;
  /** When it ends, in the other form. */
  stop_after?: TimerStopAfter | null;
  /** What its runs gave, in the other form. */
  results?: TimerResult[] | TimerResults;
  /** Where the flow is started, in the other form. */
  callback_url?: string;
  /** How the flow is started, in the other form. */
  callback_body?: FlowTimerStart;
  /** The flow's scope, in the other form. */
  scope?: string | null;
}

/** Document of `createJob`. */
export interface TimerJobDocument {
  /** The URL that runs an action of an action provider. */
  callback_url: string;
  /** What the action provider is sent each time. */
  callback_body: Json | Record<string, Json>;
  /** When it runs first: ISO 8601. */
  start: string;
  /** Whole seconds between its runs: 60 to a year. Null with `stop_after_n` 1. */
  interval: number | null;
  /** A name for people. */
  name?: string | undefined;
  /** When it ends: ISO 8601; or a date and a number of runs. */
  stop_after?: string | { date?: string | undefined; n_runs?: number | undefined } | undefined;
  /** After how many runs it ends. */
  stop_after_n?: number | undefined;
  /** The scope of the action provider. @default that of Transfer's action provider */
  scope?: string | undefined;
  /** A refresh token. Globus does not document what it is used for. */
  refresh_token?: string | undefined;
}

/** Document of `updateJob`. */
export interface TimerJobUpdate {
  /** The name. */
  name?: string | undefined;
}

/** Document of `resumeJob`. */
export interface ResumeJobDocument {
  /** Whether the timer shall go on with this call's consents, instead of those it was created with. @default false */
  update_credentials?: boolean | undefined;
}

/**
 * Query of `resumeJob`. The Python client sends `update_credentials` in the document; Globus describes it as a parameter of the
 * query. Both can be sent at once.
 */
export interface ResumeJobQuery {
  /** Whether the timer shall go on with this call's consents, instead of those it was created with. @default false */
  update_credentials?: boolean | undefined;
}

/** What became of a timer that was to pause or go on. */
export interface TimerMessage {
  /** The same for people. */
  message: string;
}
