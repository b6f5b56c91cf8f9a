
/** The calls whose documents hold a flow's own input. */
export interface FlowsClient {
  /**
   * Starts a flow. `Input` is the type of its input, which Globus checks against the flow's `input_schema`:
   *
   * ```ts
   * const run = await account.flows.runFlow<{ source: string }>(flowId, { body: { source: "/a/" }, label: "Nightly" });
   * ```
   *
   * https://globusonline.github.io/globus-flows/#tag/~1flows~1{flow_id}~1run/post
   */
  runFlow<Input = Record<string, Json>>(
    flowId: string,
    document: RunFlowDocument<Input>,
    query?: Query,
    options?: CallOptions,
  ): CallPromise<FlowRun>;
  /**
   * Checks whether a flow could be started so: its input, what is noted of the run, and this account's permission and
   * consents. Nothing is started.
   *
   * https://docs.globus.org/api/flows/
   */
  validateRun<Input = Record<string, Json>>(
    flowId: string,
    document: RunFlowDocument<Input>,
    query?: Query,
    options?: CallOptions,
  ): CallPromise<FlowRunValidation>;
}

/** An identity or group, as `urn:globus:auth:identity:<UUID>` or `urn:globus:groups:id:<UUID>`. */
export type PrincipalUrn = `urn:globus:auth:identity:${string}` | `urn:globus:groups:id:${string}` | (string & {});

/**
 * What a flow does: a state machine in JSON.
 *
 * https://docs.globus.org/api/flows/authoring-flows/
 */
export interface FlowDefinition {
  /** What it is for. */
  Comment?: string | undefined;
  /** The name of the first state. */
  StartAt: string;
  /** The states by their names. */
  States: Record<string, FlowState>;
}

/**
 * A state of a flow. `Type` says which of the members it has; the language may have more of both.
 *
 * https://docs.globus.org/api/flows/authoring-flows/
 */
export interface FlowState {
  /** What kind of state it is. */
  Type: "Action" | "Choice" | "ExpressionEval" | "Fail" | "Pass" | "Wait" | (string & {});
  /** What it is for. */
  Comment?: string | undefined;
  /** The name of the next state. */
  Next?: string | undefined;
  /** Whether the run ends here. */
  End?: boolean | undefined;
  /** Which part of the run's context is the input: a JSONPath. Not together with `Parameters`. */
  InputPath?: string | undefined;
  /** What the input is. A member whose name ends in `.$` is a JSONPath, one in `.=` an expression. */
  Parameters?: Record<string, Json> | undefined;
  /** Where in the run's context the result goes: a JSONPath. */
  ResultPath?: string | undefined;
  /** Action: the URL of the action provider. */
  ActionUrl?: string | undefined;
  /** Action: the scope of the action provider, if it does not say so itself. */
  ActionScope?: string | undefined;
  /** Action: as whom it runs. @default "User" */
  RunAs?: string | undefined;
  /** Action: whether a failed action is an exception. @default false */
  ExceptionOnActionFailure?: boolean | undefined;
  /** Action: seconds it may take. */
  WaitTime?: number | undefined;
  /** Action: which state comes next after an exception. */
  Catch?: readonly FlowCatch[] | undefined;
  /** Choice: the rules, of which the first that holds says the next state. */
  Choices?: readonly Record<string, Json>[] | undefined;
  /** Choice: the next state if no rule holds. */
  Default?: string | undefined;
  /** Wait: how long, in seconds. */
  Seconds?: number | undefined;
  /** Wait: a JSONPath to the seconds. */
  SecondsPath?: string | undefined;
  /** Wait: until when, in ISO 8601. */
  Timestamp?: string | undefined;
  /** Wait: a JSONPath to the time. */
  TimestampPath?: string | undefined;
  /** Fail: what went wrong, for people. */
  Cause?: string | undefined;
  /** Fail: what went wrong, as a name. */
  Error?: string | undefined;
  [member: string]: Json | undefined | readonly FlowCatch[] | readonly Record<string, Json>[];
}

/** What happens after an exception. */
export interface FlowCatch {
  /** The names of the exceptions it is for. */
  ErrorEquals: readonly string[];
  /** The name of the next state. */
  Next: string;
  /** Where in the run's context the exception goes: a JSONPath. */
  ResultPath?: string | undefined;
}

/** A JSON Schema. */
export type JsonSchema = Record<string, Json>;

/** What is told of a flow, and who may do what with it. */
export interface FlowSettings {
  /** A line about it, up to 128 characters. */
  subtitle?: string | undefined;
  /** What it does, up to 4,096 characters. */
  description?: string | undefined;
  /** Words to find it by. */
  keywords?: readonly string[] | undefined;
  /** Who may see it. `"public"`: everybody. */
  flow_viewers?: readonly ("public" | PrincipalUrn)[] | undefined;
  /** Who may start it. `"all_authenticated_users"`: everybody who has logged in. */
  flow_starters?: readonly ("all_authenticated_users" | PrincipalUrn)[] | undefined;
  /** Who may change and delete it. */
  flow_administrators?: readonly PrincipalUrn[] | undefined;
  /** Who may change and cancel its runs, whoever started them. */
  run_managers?: readonly PrincipalUrn[] | undefined;
  /** Who may see its runs, whoever started them. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** The authentication policy (UUID) that holds for it. */
  authentication_policy_id?: string | null | undefined;
}

/** Document of `createFlow`. */
export interface FlowDocument extends FlowSettings {
  /** The name to show, 1 to 128 characters. It need not be unique. */
  title: string;
  /** What it does. */
  definition: FlowDefinition;
  /** What its input must look like. `{}`: like anything. */
  input_schema: JsonSchema;
  /** The subscription (UUID) it belongs to. Without one there are limits to how it may be used. */
  subscription_id?: string | null | undefined;
}

/** Document of `updateFlow`. */
export interface FlowUpdate extends FlowSettings {
  /** The name to show, 1 to 128 characters. */
  title?: string | undefined;
  /** What it does. */
  definition?: FlowDefinition | undefined;
  /** What its input must look like. */
  input_schema?: JsonSchema | undefined;
  /** The new owner: only the identity that calls, which must be an administrator of the flow. */
  flow_owner?: PrincipalUrn | undefined;
  /** The subscription (UUID) it belongs to. `"DEFAULT"`: that of the identity that calls. */
  subscription_id?: "DEFAULT" | (string & {}) | undefined;
}

/** A role on a flow, the weakest first. */
export type FlowRole = "flow_viewer" | "flow_starter" | "flow_administrator" | "flow_owner" | (string & {});

/** A flow. */
export interface Flow {
  /** The id: a UUID. */
  id: string;
  /** The name to show. */
  title: string;
  /** A line about it. */
  subtitle: string;
  /** What it does. */
  description: string;
  /** Words to find it by. */
  keywords: string[];
  /** What it does. Null in lists if the flow is a high assurance one. */
  definition: FlowDefinition | null;
  /** What its input must look like. Null in lists if the flow is a high assurance one. */
  input_schema: JsonSchema | null;
  /** The identity that owns it. */
  flow_owner: PrincipalUrn;
  /** Who may see it. Empty for those who do not administer it. */
  flow_viewers: ("public" | PrincipalUrn)[];
  /** Who may start it. Empty for those who do not administer it. */
  flow_starters: ("all_authenticated_users" | PrincipalUrn)[];
  /** Who may change and delete it. Empty for those who do not administer it. */
  flow_administrators: PrincipalUrn[];
  /** Who may change and cancel its runs. */
  run_managers?: PrincipalUrn[];
  /** Who may see its runs. */
  run_monitors?: PrincipalUrn[];
  /** The strongest role this identity has on it. */
  user_role: FlowRole;
  /** When it was created: ISO 8601. */
  created_at: string;
  /** When it was last changed: ISO 8601. */
  updated_at: string;
  /** The scope that is needed to start it. */
  globus_auth_scope: string;
  /** The scopes by the `RunAs` of its definition. */
  globus_auth_scopes_by_RunAs?: Record<string, string>;
  /** The flow's own username at Globus Auth. */
  globus_auth_username: string;
  /** The flow's own identity. */
  principal_urn: PrincipalUrn;
  /** Whether it has the rules for protected data. */
  is_high_assurance?: boolean;
  /** The subscription (UUID) it belongs to. */
  subscription_id?: string | null;
  /** The authentication policy (UUID) that holds for it. */
  authentication_policy_id?: string | null;
  /** Where it can be referred to. */
  flow_url?: string;
  /** What it is to other services. */
  types: ("Action" | "Event" | (string & {}))[];
  /** The version of the interface. */
  api_version: string;
  /** Whether it answers at once. */
  synchronous: boolean;
  /** Whether its runs have logs. */
  log_supported: boolean;
  /** @deprecated Use `flow_url`. */
  action_url?: string;
  /** @deprecated Use `flow_owner`. */
  created_by?: PrincipalUrn;
  /** @deprecated Use `flow_viewers`. */
  visible_to?: string[];
  /** @deprecated Use `flow_starters`. */
  runnable_by?: string[];
  /** @deprecated Use `flow_administrators`. */
  administered_by?: string[];
}

/** A flow that was deleted just now. */
export interface DeletedFlow extends Flow {
  /** That it is deleted. */
  DELETED: boolean;
  /** When it was deleted: ISO 8601. */
  deleted_at: string;
}

/** One page of flows. */
export interface FlowList {
  /** The flows. */
  flows: Flow[];
  /** The size of a page. */
  limit: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** Where the next page begins. */
  marker?: string | null;
}

/** Query of `listFlows`. Parameters that are not documented can be sent with `account.request()`. */
export interface ListFlowsQuery {
  /** Only flows on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: FlowFilterRole | readonly FlowFilterRole[] | undefined;
  /** Only flows with this text in their title, subtitle, description, owner, administrators or id. */
  filter_fulltext?: string | undefined;
  /** Only flows with this text in their title. */
  filter_title?: string | undefined;
  /** Only flows with this text in their subtitle. */
  filter_subtitle?: string | undefined;
  /** Only flows with this text in their description. */
  filter_description?: string | undefined;
  /** Only flows with this text in a keyword. */
  filter_keywords?: string | undefined;
  /** Only flows with this text in their scope. */
  filter_scope_string?: string | undefined;
  /** How to sort. A list is sent as several parameters; the later ones sort what the earlier ones leave equal. */
  orderby?: FlowOrder | readonly FlowOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** Where to begin: `marker` of an earlier page. All other parameters are ignored then. */
  marker?: string | undefined;
}

/** A role by which flows can be listed. */
export type FlowFilterRole =
  "flow_viewer" | "flow_starter" | "flow_administrator" | "flow_owner" | "run_manager" | "run_monitor" | (string & {});

/** How to sort flows. */
export type FlowOrder = OrderBy<
  "id" | "scope_string" | "flow_owner" | "flow_administrators" | "title" | "created_at" | "updated_at"
>;

/** Document of `validateFlow`. */
export interface FlowValidationDocument {
  /** What the flow would do. */
  definition: FlowDefinition;
  /** What its input would have to look like. */
  input_schema?: JsonSchema | undefined;
}

/** What a valid definition would need. */
export interface FlowValidation {
  /** The scopes that its actions need, by their `RunAs`. */
  scopes: Record<string, string[]>;
}

/** What is noted of a run. */
export interface FlowRunUpdate {
  /** A name for people. */
  label?: string | undefined;
  /** Words to find it by. Of white space a single blank is left. A list replaces the one there was. */
  tags?: readonly string[] | undefined;
  /** Who may see it. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** Who may change and cancel it. */
  run_managers?: readonly PrincipalUrn[] | undefined;
}

/** Document of `runFlow` and `validateRun`. `Input` is the type of the flow's input. */
export interface RunFlowDocument<Input = Record<string, Json>> extends FlowRunUpdate {
  /** The flow's input. */
  body: Input;
  /** What the owner of the run is told by email. @default `{ status: ["INACTIVE"] }` */
  activity_notification_policy?: FlowRunNotificationPolicy | undefined;
}

/** What the owner of a run is told by email. */
export interface FlowRunNotificationPolicy {
  /** At which states of the run. */
  status: readonly ("INACTIVE" | "FAILED" | "SUCCEEDED")[];
}

/** That a run could be started. */
export interface FlowRunValidation {
  /** The same for people. */
  message: string;
}

/**
 * `"ACTIVE"`: under way. `"INACTIVE"`: waits for somebody to do something; `details` say what. The others are final.
 */
export type FlowRunStatus = "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED" | "ENDED";

/** A run of a flow. */
export interface FlowRun {
  /** The id: a UUID. */
  run_id: string;
  /** The flow's id: a UUID. */
  flow_id: string;
  /** The flow's name. */
  flow_title: string;
  /** When the flow was last changed: ISO 8601. */
  flow_last_updated: string;
  /** How it stands. */
  status: FlowRunStatus;
  /** The same for people. */
  display_status?: string;
  /** What happened last, or what it waits for. Null in lists if the flow is a high assurance one. */
  details: FlowRunDetails | null;
  /** A name for people. */
  label: string;
  /** Words to find it by. */
  tags: string[];
  /** The identity that started it. */
  run_owner: PrincipalUrn;
  /** Who may change and cancel it. */
  run_managers?: PrincipalUrn[];
  /** Who may see it. */
  run_monitors?: PrincipalUrn[];
  /** The strongest role this identity has on it. */
  user_role: "run_monitor" | "run_manager" | "run_owner" | (string & {});
  /** When it began: ISO 8601. */
  start_time: string;
  /** When it ended: ISO 8601. */
  completion_time?: string | null;
  /** Its flow, if `include_flow_description` asked for it. */
  flow_description?: FlowDescription;
  /** The task that adds it to the search index. */
  search?: {
    /** The task's id: a UUID. */
    task_id: string;
  };
  /** @deprecated Use `run_id`. */
  action_id?: string;
  /** @deprecated Use `run_owner`. */
  created_by?: PrincipalUrn;
  /** @deprecated Use `run_managers`. */
  manage_by?: PrincipalUrn[];
  /** @deprecated Use `run_monitors`. */
  monitor_by?: PrincipalUrn[];
}

/** What happened last in a run, or what it waits for. */
export interface FlowRunDetails {
  /** What it is: `"FlowStarting"`, `"FlowSucceeded"`, `"FlowCanceled"`, `"ConsentRequired"` and the like. */
  code: string;
  /** The same for people. */
  description?: string;
  /** When it happened: ISO 8601. */
  time?: string;
  /** More about it; what there is depends on `code`. */
  details?: Json;
  /** The context of the run at its end: the input, and the results of its states. */
  output?: Record<string, Json>;
  /** The scope that lacks consent, with `"ConsentRequired"` of some action providers. */
  required_scope?: string;
  /** What is required before it goes on, with `"ConsentRequired"` and the like of others. */
  authorization_parameters?: AuthorizationParameters;
}

/** The flow of a run. */
export interface FlowDescription {
  /** The id: a UUID. */
  id: string;
  /** The name to show. */
  title: string;
  /** A line about it. */
  subtitle?: string;
  /** What it does. */
  description?: string;
  /** Words to find it by. */
  keywords?: string[];
  /** The identity that owns it. */
  flow_owner?: PrincipalUrn;
  /** The scope that is needed to start it. */
  globus_auth_scope?: string;
  /** When it was created: ISO 8601. */
  created_at: string;
  /** When it was last changed: ISO 8601. */
  updated_at?: string;
  /** When it was deleted: ISO 8601. */
  deleted_at?: string;
  /** @deprecated Use `flow_owner`. */
  created_by?: PrincipalUrn;
}

/** One page of runs. */
export interface FlowRunList {
  /** The runs. */
  runs: FlowRun[];
  /** The size of a page. */
  limit: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** Where the next page begins. */
  marker?: string | null;
}

/** Query of `listRuns`. Parameters that are not documented can be sent with `account.request()`. */
export interface ListRunsQuery {
  /** Only runs of these flows (UUIDs). A list is comma-joined. */
  filter_flow_id?: string | readonly string[] | undefined;
  /** Only runs on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: FlowRunRole | readonly FlowRunRole[] | undefined;
  /** Only runs in one of these states. A list is comma-joined. */
  filter_status?: FlowRunStatus | readonly FlowRunStatus[] | undefined;
  /** Only runs with this text in their label. */
  filter_label?: string | undefined;
  /** Only runs of flows with this text in their title. */
  filter_flow_title?: string | undefined;
  /** Only runs that began in this range: two ISO 8601 times with a comma between; one of them may be left out. */
  filter_start_time?: string | undefined;
  /** Only runs that ended in this range: two ISO 8601 times with a comma between; one of them may be left out. */
  filter_completion_time?: string | undefined;
  /** How to sort. A list is comma-joined. */
  orderby?: FlowRunOrder | readonly FlowRunOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** Where to begin: `marker` of an earlier page. All other parameters are ignored then. */
  marker?: string | undefined;
}

/** A role by which runs can be listed. */
export type FlowRunRole =
  "run_owner" | "run_manager" | "run_monitor" | "flow_run_manager" | "flow_run_monitor" | (string & {});

/** How to sort runs. */
export type FlowRunOrder = OrderBy<"id" | "start_time" | "completion_time" | "status" | "label">;

/** Query of `getRun`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetRunQuery {
  /** Whether `flow_description` is wanted. @default false */
  include_flow_description?: boolean | undefined;
}

/** What a run's flow was when the run began. */
export interface FlowRunDefinition {
  /** The flow's id: a UUID. */
  flow_id: string;
  /** What it did. */
  definition: FlowDefinition;
  /** What its input had to look like. */
  input_schema: JsonSchema;
}

/** Query of `getRunLogs`. Parameters that are not documented can be sent with `account.request()`. */
export interface GetRunLogsQuery {
  /** The size of a page, 1 to 100. @default 10 */
  limit?: number | undefined;
  /** Whether the latest comes first. @default false */
  reverse_order?: boolean | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
  /** An older name of `marker`. */
  pagination_token?: string | undefined;
}

/** One page of what happened in a run. */
export interface FlowRunLog {
  /** What happened. */
  entries: FlowRunLogEntry[];
  /** The size of a page. */
  limit: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** Where the next page begins. */
  marker?: string | null;
}

/** Something that happened in a run. */
export interface FlowRunLogEntry {
  /** When: ISO 8601. */
  time: string;
  /** What: `"FlowStarted"`, `"ActionStarted"`, `"ActionCompleted"`, `"FlowSucceeded"` and the like. */
  code: string;
  /** The same for people. */
  description: string;
  /** More about it; what there is depends on `code`. */
  details: FlowRunLogDetails;
}

/** More about something that happened in a run. What there is depends on what happened. */
export interface FlowRunLogDetails {
  /** The name of the state. */
  state_name?: string;
  /** The kind of the state. */
  state_type?: string;
  /** What went in. */
  input?: Json;
  /** What came out. */
  output?: Json;
  [member: string]: Json | undefined;
}

/** Query of `listRegisteredApis`. Parameters that are not documented can be sent with `account.request()`. */
export interface ListRegisteredApisQuery {
  /** Only APIs on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: RegisteredApiRole | readonly RegisteredApiRole[] | undefined;
  /** How to sort: a field, and ` ASC` or ` DESC`. A list is sent as several parameters. */
  orderby?: string | readonly string[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A role on a registered API. */
export type RegisteredApiRole = "owner" | "administrator" | "viewer" | (string & {});

/** What a list tells of a registered API. */
export interface RegisteredApiSummary {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** What it is for. */
  description: string;
  /** When it was registered: ISO 8601. */
  created_timestamp: string;
  /** When it was last changed: ISO 8601. */
  updated_timestamp: string;
}

/** One page of registered APIs. */
export interface RegisteredApiList {
  /** The APIs. */
  registered_apis: RegisteredApiSummary[];
  /** The size of a page. */
  limit: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** Where the next page begins. */
  marker?: string | null;
}

/** An API that is registered for use in flows. */
export interface RegisteredApi extends RegisteredApiSummary {
  /** Who may do what with it. */
  roles: {
    /** Who owns it. */
    owners: PrincipalUrn[];
    /** Who may change it. */
    administrators: PrincipalUrn[];
    /** Who may see it. */
    viewers: PrincipalUrn[];
  };
  /** What is called. */
  target: RegisteredApiTarget;
  /** How a state's input becomes a request, and the response its result. */
  data_templates: RegisteredApiTemplates;
  /** What a state's input must look like. */
  state_input_schema: JsonSchema;
  /** How it stands. */
  status: "ACTIVE" | (string & {});
  /** The subscription (UUID) it belongs to. */
  subscription_id: string | null;
  /** When somebody last edited it: ISO 8601. */
  edited_timestamp: string | null;
  /** When it will be deleted: ISO 8601. */
  scheduled_deletion_timestamp: string | null;
}

/** What a registered API calls. */
export interface RegisteredApiTarget {
  /** The kind of description. */
  type: "openapi" | (string & {});
  /** The version of OpenAPI. */
  openapi_version: string;
  /** Where requests go. */
  destination: {
    /** The HTTP method, in lower case. */
    method: string;
    /** The URL, with `{name}` for path parameters. */
    url: string;
  };
  /** The operation, as OpenAPI describes it. */
  specification: Record<string, Json>;
  /** What of OpenAPI's description is changed. */
  transforms: Json;
  /** What the operation refers to, as OpenAPI describes it. */
  components: Record<string, Json>;
}

/** How a state's input becomes a request, and the response its result. */
export interface RegisteredApiTemplates {
  /** The request. */
  request: {
    /** Its parts. */
    template: Json;
  };
  /** The result by HTTP status, such as `"2XX"` or `"default"`. */
  response: Record<string, RegisteredApiResponseTemplate>;
}

/** How a response becomes a result. */
export interface RegisteredApiResponseTemplate {
  /** Whether the state succeeds. */
  type: "success" | "failure" | (string & {});
  /** The result. */
  template: Json;
}

/** Query of `listWebInputs`. Parameters that are not documented can be sent with `account.request()`. */
export interface ListWebInputsQuery {
  /** Only those on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: WebInputRole | readonly WebInputRole[] | undefined;
  /** Only those in one of these states. A list is comma-joined. */
  filter_states?: WebInputStatus | readonly WebInputStatus[] | undefined;
  /** Only those of these flows (UUIDs). A list is comma-joined. */
  filter_flow_ids?: string | readonly string[] | undefined;
  /** Only those of these runs (UUIDs). A list is comma-joined. */
  filter_run_ids?: string | readonly string[] | undefined;
  /** How to sort. A list is comma-joined. */
  orderby?: WebInputOrder | readonly WebInputOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** Where to begin: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** How to sort web inputs. */
export type WebInputOrder = OrderBy<"created_timestamp" | "edited_timestamp" | "closed_timestamp">;

/** A role on a web input: a respondent may answer. */
export type WebInputRole = "viewer" | "respondent" | (string & {});

/** Whether a web input can still be answered. */
export type WebInputStatus = "open" | "closed" | (string & {});

/** What all that is told of a web input has. */
export interface WebInputFields {
  /** The id: a UUID. */
  id: string;
  /** Whether it can still be answered. */
  status: WebInputStatus;
  /** The roles this identity has on it. */
  user_roles: WebInputRole[];
  /** What kind of answer it wants. `"selection"`: one of its options. */
  input_type: "selection" | (string & {});
  /** The flow that asks. */
  flow: {
    /** The id: a UUID. */
    id: string;
    /** The name. */
    title: string;
  };
  /** The run that asks. */
  run: {
    /** The id: a UUID. */
    id: string;
    /** The name for people. */
    label: string | null;
  };
  /** When it was asked: ISO 8601. */
  created_timestamp: string;
  /** When it was last changed: ISO 8601. */
  edited_timestamp: string;
  /** When it was closed: ISO 8601. Null until then. */
  closed_timestamp: string | null;
}

/** What a list tells of a web input. */
export interface WebInputSummary extends WebInputFields {
  /** What is asked, in a line. */
  title: string;
}

/** One page of web inputs. */
export interface WebInputList {
  /** The web inputs. */
  web_input_summaries: WebInputSummary[];
  /** Where the next page begins. Null: there is none. */
  marker: string | null;
}

/** Something that a run asks people for. */
export interface WebInput extends WebInputFields {
  /** What an answer must look like. */
  input_schema: JsonSchema;
  /** What is asked. */
  context: WebInputContext;
  /** What can be answered, with `input_type` `"selection"`. */
  options: WebInputOption[];
  /** Who may do what with it. */
  roles: {
    /** Who may see it. */
    viewer_urns: PrincipalUrn[];
    /** Who may answer. */
    respondent_urns: PrincipalUrn[];
  };
  /** The identity that owns the run. */
  creator_urn: PrincipalUrn;
}

/** What a web input asks. `presentation_style` tells texts and tables apart. */
export type WebInputContext = WebInputText | WebInputTable;

/** A question with a text. */
export interface WebInputText {
  presentation_style: "text";
  /** The question, in a line. */
  title: string;
  /** The text. */
  text: string;
}

/** A question with a table. */
export interface WebInputTable {
  presentation_style: "table";
  /** The question, in a line. */
  title: string;
  /** The table. */
  rows: {
    /** What it is. */
    field: string;
    /** Its value. */
    value: string;
  }[];
}

/** A possible answer. */
export interface WebInputOption {
  /** What to answer: a UUID. */
  option_id: string;
  /** What it means, in a few words. */
  label: string;
  /** What it means. */
  description: string | null;
}

/** Document of `respondToWebInput`. */
export interface WebInputResponse {
  /** The answer. */
  response: {
    /** With `input_type` `"selection"`: the `option_id` of one of the options. */
    value: Json;
  };
}

/** That an answer was taken. */
export interface WebInputResult {
  status: "ok" | (string & {});
}
