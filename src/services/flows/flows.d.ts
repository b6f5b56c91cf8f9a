
/** The calls whose documents contain the input of a flow. */
export interface FlowsClient {
  /**
   * Starts a flow. `Input` is the type of its input, which Globus Flows validates against the flow's `input_schema`:
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
   * Checks whether a flow could be started with this document: the input, the settings of the run, and this account's
   * permission and consents. It starts nothing.
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
 * The definition of a flow: a state machine in JSON.
 *
 * https://docs.globus.org/api/flows/authoring-flows/
 */
export interface FlowDefinition {
  /** A comment. */
  Comment?: string | undefined;
  /** The name of the first state. */
  StartAt: string;
  /** The states by their names. */
  States: Record<string, FlowState>;
}

/**
 * A state of a flow. `Type` decides which fields it has. The language may have more types and fields.
 *
 * https://docs.globus.org/api/flows/authoring-flows/
 */
export interface FlowState {
  /** The type of the state. */
  Type: "Action" | "Choice" | "ExpressionEval" | "Fail" | "Pass" | "Wait" | (string & {});
  /** A comment. */
  Comment?: string | undefined;
  /** The name of the next state. */
  Next?: string | undefined;
  /** Whether the run ends here. */
  End?: boolean | undefined;
  /** The part of the run's context that is the input: a JSONPath. Not together with `Parameters`. */
  InputPath?: string | undefined;
  /** The input. A field whose name ends in `.$` is a JSONPath; one that ends in `.=` is an expression. */
  Parameters?: Record<string, Json> | undefined;
  /** The place of the result in the run's context: a JSONPath. */
  ResultPath?: string | undefined;
  /** Action: the URL of the action provider. */
  ActionUrl?: string | undefined;
  /** Action: the scope of the action provider, if the action provider does not publish it. */
  ActionScope?: string | undefined;
  /** Action: the identity that runs it. @default "User" */
  RunAs?: string | undefined;
  /** Action: whether a failed action is an exception. @default false */
  ExceptionOnActionFailure?: boolean | undefined;
  /** Action: the longest time it may take, in seconds. */
  WaitTime?: number | undefined;
  /** Action: the next state after an exception. */
  Catch?: readonly FlowCatch[] | undefined;
  /** Choice: the rules. The first rule that holds decides the next state. */
  Choices?: readonly Record<string, Json>[] | undefined;
  /** Choice: the next state if no rule holds. */
  Default?: string | undefined;
  /** Wait: the time to wait, in seconds. */
  Seconds?: number | undefined;
  /** Wait: a JSONPath to the time to wait. */
  SecondsPath?: string | undefined;
  /** Wait: the end of the wait: ISO 8601. */
  Timestamp?: string | undefined;
  /** Wait: a JSONPath to the end of the wait. */
  TimestampPath?: string | undefined;
  /** Fail: the error, as a text for people. */
  Cause?: string | undefined;
  /** Fail: the name of the error. */
  Error?: string | undefined;
  [member: string]: Json | undefined | readonly FlowCatch[] | readonly Record<string, Json>[];
}

/** The reaction to an exception. */
export interface FlowCatch {
  /** The names of the exceptions. */
  ErrorEquals: readonly string[];
  /** The name of the next state. */
  Next: string;
  /** The place of the exception in the run's context: a JSONPath. */
  ResultPath?: string | undefined;
}

/** A JSON Schema. */
export type JsonSchema = Record<string, Json>;

/** The description and the permissions of a flow. */
export interface FlowSettings {
  /** A short description, up to 128 characters. */
  subtitle?: string | undefined;
  /** The description, up to 4,096 characters. */
  description?: string | undefined;
  /** Keywords for searches. */
  keywords?: readonly string[] | undefined;
  /** The principals that may see the flow. `"public"`: everyone. */
  flow_viewers?: readonly ("public" | PrincipalUrn)[] | undefined;
  /** The principals that may start the flow. `"all_authenticated_users"`: every user who has logged in. */
  flow_starters?: readonly ("all_authenticated_users" | PrincipalUrn)[] | undefined;
  /** The principals that may change and delete the flow. */
  flow_administrators?: readonly PrincipalUrn[] | undefined;
  /** The principals that may change and cancel all runs of the flow. */
  run_managers?: readonly PrincipalUrn[] | undefined;
  /** The principals that may see all runs of the flow. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** The authentication policy (UUID) of the flow. */
  authentication_policy_id?: string | null | undefined;
}

/** Document of `createFlow`. */
export interface FlowDocument extends FlowSettings {
  /** The display name, 1 to 128 characters. It need not be unique. */
  title: string;
  /** The definition. */
  definition: FlowDefinition;
  /** The JSON Schema of the input. `{}` accepts any input. */
  input_schema: JsonSchema;
  /** The subscription: a UUID. Globus limits the use of a flow without a subscription. */
  subscription_id?: string | null | undefined;
}

/** Document of `updateFlow`. */
export interface FlowUpdate extends FlowSettings {
  /** The display name, 1 to 128 characters. */
  title?: string | undefined;
  /** The definition. */
  definition?: FlowDefinition | undefined;
  /** The JSON Schema of the input. */
  input_schema?: JsonSchema | undefined;
  /** The new owner. It must be the identity that calls, which must be an administrator of the flow. */
  flow_owner?: PrincipalUrn | undefined;
  /** The subscription: a UUID. `"DEFAULT"`: the subscription of the identity that calls. */
  subscription_id?: "DEFAULT" | (string & {}) | undefined;
}

/** A role on a flow, weakest first. */
export type FlowRole = "flow_viewer" | "flow_starter" | "flow_administrator" | "flow_owner" | (string & {});

/** A flow. */
export interface Flow {
  /** The id: a UUID. */
  id: string;
  /** The display name. */
  title: string;
  /** A short description. */
  subtitle: string;
  /** The description. */
  description: string;
  /** Keywords for searches. */
  keywords: string[];
  /** The definition. Null in lists if the flow has high assurance. */
  definition: FlowDefinition | null;
  /** The JSON Schema of the input. Null in lists if the flow has high assurance. */
  input_schema: JsonSchema | null;
  /** The identity that owns the flow. */
  flow_owner: PrincipalUrn;
  /** The principals that may see the flow. Empty for callers that are not administrators. */
  flow_viewers: ("public" | PrincipalUrn)[];
  /** The principals that may start the flow. Empty for callers that are not administrators. */
  flow_starters: ("all_authenticated_users" | PrincipalUrn)[];
  /** The principals that may change and delete the flow. Empty for callers that are not administrators. */
  flow_administrators: PrincipalUrn[];
  /** The principals that may change and cancel the runs. */
  run_managers?: PrincipalUrn[];
  /** The principals that may see the runs. */
  run_monitors?: PrincipalUrn[];
  /** The strongest role of this identity on the flow. */
  user_role: FlowRole;
  /** When the flow was created: ISO 8601. */
  created_at: string;
  /** When the flow was last changed: ISO 8601. */
  updated_at: string;
  /** The scope that is required to start the flow. */
  globus_auth_scope: string;
  /** The scopes, by the `RunAs` of the definition. */
  globus_auth_scopes_by_RunAs?: Record<string, string>;
  /** The username of the flow's own identity at Globus Auth. */
  globus_auth_username: string;
  /** The flow's own identity. */
  principal_urn: PrincipalUrn;
  /** Whether the rules for protected data apply (high assurance). */
  is_high_assurance?: boolean;
  /** The subscription: a UUID. */
  subscription_id?: string | null;
  /** The authentication policy (UUID) of the flow. */
  authentication_policy_id?: string | null;
  /** The URL of the flow. */
  flow_url?: string;
  /** The types of the flow as an action provider. */
  types: ("Action" | "Event" | (string & {}))[];
  /** The version of the action provider interface. */
  api_version: string;
  /** Whether the flow returns its result immediately. */
  synchronous: boolean;
  /** Whether the runs have logs. */
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

/** A flow that was just deleted. */
export interface DeletedFlow extends Flow {
  /** Whether the flow is deleted. */
  DELETED: boolean;
  /** When the flow was deleted: ISO 8601. */
  deleted_at: string;
}

/** One page of flows. */
export interface FlowList {
  /** The flows. */
  flows: Flow[];
  /** The size of a page. */
  limit: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** Query of `listFlows`. Send undocumented parameters with `account.request()`. */
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
  /**
   * The sort order. A list is sent as several parameters; later ones order the items that are equal by earlier ones.
   */
  orderby?: FlowOrder | readonly FlowOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** The start of the page: `marker` of an earlier page. All other parameters are then ignored. */
  marker?: string | undefined;
}

/** A role for the filter of a list of flows. */
export type FlowFilterRole =
  "flow_viewer" | "flow_starter" | "flow_administrator" | "flow_owner" | "run_manager" | "run_monitor" | (string & {});

/** The sort order of a list of flows. */
export type FlowOrder = OrderBy<
  "id" | "scope_string" | "flow_owner" | "flow_administrators" | "title" | "created_at" | "updated_at"
>;

/** Document of `validateFlow`. */
export interface FlowValidationDocument {
  /** The definition of the flow. */
  definition: FlowDefinition;
  /** The JSON Schema of the input. */
  input_schema?: JsonSchema | undefined;
}

/** The result of a validation. */
export interface FlowValidation {
  /** The scopes that the actions require, by their `RunAs`. */
  scopes: Record<string, string[]>;
}

/** The settings of a run. */
export interface FlowRunUpdate {
  /** The label. */
  label?: string | undefined;
  /** Tags for searches. Runs of white space become a single space. The list replaces the existing tags. */
  tags?: readonly string[] | undefined;
  /** The principals that may see the run. */
  run_monitors?: readonly PrincipalUrn[] | undefined;
  /** The principals that may change and cancel the run. */
  run_managers?: readonly PrincipalUrn[] | undefined;
}

/** Document of `runFlow` and `validateRun`. `Input` is the type of the flow's input. */
export interface RunFlowDocument<Input = Record<string, Json>> extends FlowRunUpdate {
  /** The flow's input. */
  body: Input;
  /** The emails to the owner of the run. @default `{ status: ["INACTIVE"] }` */
  activity_notification_policy?: FlowRunNotificationPolicy | undefined;
}

/** The emails to the owner of a run. */
export interface FlowRunNotificationPolicy {
  /** The statuses of the run that send an email. */
  status: readonly ("INACTIVE" | "FAILED" | "SUCCEEDED")[];
}

/** The result of a successful check: the run could be started. */
export interface FlowRunValidation {
  /** A description for people. */
  message: string;
}

/**
 * `"ACTIVE"`: the run is in progress. `"INACTIVE"`: the run waits for an action of a person, which `details` describe.
 * The other statuses are final.
 */
export type FlowRunStatus = "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED" | "ENDED";

/** A run of a flow. */
export interface FlowRun {
  /** The id: a UUID. */
  run_id: string;
  /** The flow's id: a UUID. */
  flow_id: string;
  /** The title of the flow. */
  flow_title: string;
  /** When the flow was last changed: ISO 8601. */
  flow_last_updated: string;
  /** The status. */
  status: FlowRunStatus;
  /** A description for people. */
  display_status?: string;
  /** The last event of the run, or what the run waits for. Null in lists if the flow has high assurance. */
  details: FlowRunDetails | null;
  /** The label. */
  label: string;
  /** The tags. */
  tags: string[];
  /** The identity that started the run. */
  run_owner: PrincipalUrn;
  /** The principals that may change and cancel the run. */
  run_managers?: PrincipalUrn[];
  /** The principals that may see the run. */
  run_monitors?: PrincipalUrn[];
  /** The strongest role of this identity on the run. */
  user_role: "run_monitor" | "run_manager" | "run_owner" | (string & {});
  /** When the run began: ISO 8601. */
  start_time: string;
  /** When the run ended: ISO 8601. */
  completion_time?: string | null;
  /** The flow of the run, if `include_flow_description` is true. */
  flow_description?: FlowDescription;
  /** The task that adds the run to the search index. */
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

/** The last event of a run, or what the run waits for. */
export interface FlowRunDetails {
  /** The name of the event: `"FlowStarting"`, `"FlowSucceeded"`, `"FlowCanceled"`, `"ConsentRequired"` and the like. */
  code: string;
  /** A description for people. */
  description?: string;
  /** The time of the event: ISO 8601. */
  time?: string;
  /** Details. `code` decides their form. */
  details?: Json;
  /** The context of the run at its end: the input, and the results of its states. */
  output?: Record<string, Json>;
  /** The scope for which a consent is missing, with `"ConsentRequired"` of some action providers. */
  required_scope?: string;
  /**
   * The requirements that must be met before the run continues, with `"ConsentRequired"` and the like of other action
   * providers.
   */
  authorization_parameters?: AuthorizationParameters;
}

/** The flow of a run. */
export interface FlowDescription {
  /** The id: a UUID. */
  id: string;
  /** The display name. */
  title: string;
  /** A short description. */
  subtitle?: string;
  /** The description. */
  description?: string;
  /** Keywords for searches. */
  keywords?: string[];
  /** The identity that owns the flow. */
  flow_owner?: PrincipalUrn;
  /** The scope that is required to start the flow. */
  globus_auth_scope?: string;
  /** When the flow was created: ISO 8601. */
  created_at: string;
  /** When the flow was last changed: ISO 8601. */
  updated_at?: string;
  /** When the flow was deleted: ISO 8601. */
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
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** Query of `listRuns`. Send undocumented parameters with `account.request()`. */
export interface ListRunsQuery {
  /** Only runs of these flows (UUIDs). A list is comma-joined. */
  filter_flow_id?: string | readonly string[] | undefined;
  /** Only runs on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: FlowRunRole | readonly FlowRunRole[] | undefined;
  /** Only runs with one of these statuses. A list is comma-joined. */
  filter_status?: FlowRunStatus | readonly FlowRunStatus[] | undefined;
  /** Only runs with this text in their label. */
  filter_label?: string | undefined;
  /** Only runs of flows with this text in their title. */
  filter_flow_title?: string | undefined;
  /** Only runs that began in this range: two ISO 8601 times, separated by a comma. One of them may be empty. */
  filter_start_time?: string | undefined;
  /** Only runs that ended in this range: two ISO 8601 times, separated by a comma. One of them may be empty. */
  filter_completion_time?: string | undefined;
  /** How to sort. A list is comma-joined. */
  orderby?: FlowRunOrder | readonly FlowRunOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** The start of the page: `marker` of an earlier page. All other parameters are then ignored. */
  marker?: string | undefined;
}

/** A role for the filter of a list of runs. */
export type FlowRunRole =
  "run_owner" | "run_manager" | "run_monitor" | "flow_run_manager" | "flow_run_monitor" | (string & {});

/** The sort order of a list of runs. */
export type FlowRunOrder = OrderBy<"id" | "start_time" | "completion_time" | "status" | "label">;

/** Query of `getRun`. Send undocumented parameters with `account.request()`. */
export interface GetRunQuery {
  /** Whether the reply includes `flow_description`. @default false */
  include_flow_description?: boolean | undefined;
}

/** The definition of the flow at the time when the run began. */
export interface FlowRunDefinition {
  /** The flow's id: a UUID. */
  flow_id: string;
  /** The definition. */
  definition: FlowDefinition;
  /** The JSON Schema of the input. */
  input_schema: JsonSchema;
}

/** Query of `getRunLogs`. Send undocumented parameters with `account.request()`. */
export interface GetRunLogsQuery {
  /** The size of a page, 1 to 100. @default 10 */
  limit?: number | undefined;
  /** Whether the latest event comes first. @default false */
  reverse_order?: boolean | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
  /** An older name of `marker`. */
  pagination_token?: string | undefined;
}

/** One page of the events of a run. */
export interface FlowRunLog {
  /** The events. */
  entries: FlowRunLogEntry[];
  /** The size of a page. */
  limit: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** An event of a run. */
export interface FlowRunLogEntry {
  /** The time of the event: ISO 8601. */
  time: string;
  /** The name of the event: `"FlowStarted"`, `"ActionStarted"`, `"ActionCompleted"`, `"FlowSucceeded"` and the like. */
  code: string;
  /** A description for people. */
  description: string;
  /** Details. `code` decides their form. */
  details: FlowRunLogDetails;
}

/** Details of an event of a run. The event decides which fields are present. */
export interface FlowRunLogDetails {
  /** The name of the state. */
  state_name?: string;
  /** The type of the state. */
  state_type?: string;
  /** The input of the state. */
  input?: Json;
  /** The output of the state. */
  output?: Json;
  [member: string]: Json | undefined;
}

/** Query of `listRegisteredApis`. Send undocumented parameters with `account.request()`. */
export interface ListRegisteredApisQuery {
  /** Only APIs on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: RegisteredApiRole | readonly RegisteredApiRole[] | undefined;
  /** The sort order: a field, followed by ` ASC` or ` DESC`. A list is sent as several parameters. */
  orderby?: string | readonly string[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** A role on a registered API. */
export type RegisteredApiRole = "owner" | "administrator" | "viewer" | (string & {});

/** A registered API, as a list contains it. */
export interface RegisteredApiSummary {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string;
  /** When the API was registered: ISO 8601. */
  created_timestamp: string;
  /** When the API was last changed: ISO 8601. */
  updated_timestamp: string;
}

/** One page of registered APIs. */
export interface RegisteredApiList {
  /** The APIs. */
  registered_apis: RegisteredApiSummary[];
  /** The size of a page. */
  limit: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** An API that is registered for use in flows. */
export interface RegisteredApi extends RegisteredApiSummary {
  /** The roles on the API. */
  roles: {
    /** The principals that own the API. */
    owners: PrincipalUrn[];
    /** The principals that may change the API. */
    administrators: PrincipalUrn[];
    /** The principals that may see the API. */
    viewers: PrincipalUrn[];
  };
  /** The operation that the API calls. */
  target: RegisteredApiTarget;
  /** The templates that turn a state's input into a request, and a response into the state's result. */
  data_templates: RegisteredApiTemplates;
  /** The JSON Schema of a state's input. */
  state_input_schema: JsonSchema;
  /** The status. */
  status: "ACTIVE" | (string & {});
  /** The subscription: a UUID. */
  subscription_id: string | null;
  /** When a user last edited the API: ISO 8601. */
  edited_timestamp: string | null;
  /** When the API will be deleted: ISO 8601. */
  scheduled_deletion_timestamp: string | null;
}

/** The operation that a registered API calls. */
export interface RegisteredApiTarget {
  /** The type of the specification. */
  type: "openapi" | (string & {});
  /** The version of OpenAPI. */
  openapi_version: string;
  /** The destination of the requests. */
  destination: {
    /** The HTTP method, in lower case. */
    method: string;
    /** The URL, with `{name}` for path parameters. */
    url: string;
  };
  /** The operation, as OpenAPI describes it. */
  specification: Record<string, Json>;
  /** The changes to the OpenAPI specification. */
  transforms: Json;
  /** The components that the operation refers to, as OpenAPI describes them. */
  components: Record<string, Json>;
}

/** The templates that turn a state's input into a request, and a response into the state's result. */
export interface RegisteredApiTemplates {
  /** The request. */
  request: {
    /** The parts of the request. */
    template: Json;
  };
  /** The result by HTTP status, such as `"2XX"` or `"default"`. */
  response: Record<string, RegisteredApiResponseTemplate>;
}

/** The template that turns a response into a result. */
export interface RegisteredApiResponseTemplate {
  /** Whether the state succeeds. */
  type: "success" | "failure" | (string & {});
  /** The result. */
  template: Json;
}

/** Query of `listWebInputs`. Send undocumented parameters with `account.request()`. */
export interface ListWebInputsQuery {
  /** Only web inputs on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: WebInputRole | readonly WebInputRole[] | undefined;
  /** Only web inputs with one of these statuses. A list is comma-joined. */
  filter_states?: WebInputStatus | readonly WebInputStatus[] | undefined;
  /** Only web inputs of these flows (UUIDs). A list is comma-joined. */
  filter_flow_ids?: string | readonly string[] | undefined;
  /** Only web inputs of these runs (UUIDs). A list is comma-joined. */
  filter_run_ids?: string | readonly string[] | undefined;
  /** How to sort. A list is comma-joined. */
  orderby?: WebInputOrder | readonly WebInputOrder[] | undefined;
  /** The size of a page. */
  per_page?: number | undefined;
  /** The start of the page: `marker` of an earlier page. */
  marker?: string | undefined;
}

/** The sort order of a list of web inputs. */
export type WebInputOrder = OrderBy<"created_timestamp" | "edited_timestamp" | "closed_timestamp">;

/** A role on a web input. A respondent may answer it. */
export type WebInputRole = "viewer" | "respondent" | (string & {});

/** Whether a web input can still be answered. */
export type WebInputStatus = "open" | "closed" | (string & {});

/** The fields of every form of a web input. */
export interface WebInputFields {
  /** The id: a UUID. */
  id: string;
  /** Whether the web input can still be answered. */
  status: WebInputStatus;
  /** The roles of this identity on the web input. */
  user_roles: WebInputRole[];
  /** The type of the answer. `"selection"`: one of the options. */
  input_type: "selection" | (string & {});
  /** The flow of the run. */
  flow: {
    /** The id: a UUID. */
    id: string;
    /** The name. */
    title: string;
  };
  /** The run that waits for the answer. */
  run: {
    /** The id: a UUID. */
    id: string;
    /** The label. */
    label: string | null;
  };
  /** When the web input was created: ISO 8601. */
  created_timestamp: string;
  /** When the web input was last changed: ISO 8601. */
  edited_timestamp: string;
  /** When the web input was closed: ISO 8601. Null until then. */
  closed_timestamp: string | null;
}

/** A web input, as a list contains it. */
export interface WebInputSummary extends WebInputFields {
  /** The question, as a single line. */
  title: string;
}

/** One page of web inputs. */
export interface WebInputList {
  /** The web inputs. */
  web_input_summaries: WebInputSummary[];
  /** The marker of the next page. Null on the last page. */
  marker: string | null;
}

/** A question of a run to people. */
export interface WebInput extends WebInputFields {
  /** The JSON Schema of an answer. */
  input_schema: JsonSchema;
  /** The question. */
  context: WebInputContext;
  /** The possible answers, with `input_type` `"selection"`. */
  options: WebInputOption[];
  /** The roles on the web input. */
  roles: {
    /** The principals that may see the web input. */
    viewer_urns: PrincipalUrn[];
    /** The principals that may answer the web input. */
    respondent_urns: PrincipalUrn[];
  };
  /** The identity that owns the run. */
  creator_urn: PrincipalUrn;
}

/** The question of a web input. `presentation_style` distinguishes texts and tables. */
export type WebInputContext = WebInputText | WebInputTable;

/** A question with a text. */
export interface WebInputText {
  presentation_style: "text";
  /** The question, as a single line. */
  title: string;
  /** The text. */
  text: string;
}

/** A question with a table. */
export interface WebInputTable {
  presentation_style: "table";
  /** The question, as a single line. */
  title: string;
  /** The rows of the table. */
  rows: {
    /** The name of the row. */
    field: string;
    /** The value of the row. */
    value: string;
  }[];
}

/** A possible answer. */
export interface WebInputOption {
  /** The value of the answer: a UUID. */
  option_id: string;
  /** The answer, in a few words. */
  label: string;
  /** The description of the answer. */
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

/** The result of an accepted answer. */
export interface WebInputResult {
  status: "ok" | (string & {});
}
