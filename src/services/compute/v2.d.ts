
/** Query of `computeV2.getVersion`. Send undocumented parameters with `account.request()`. */
export interface ComputeVersionQuery {
  /** `"api"`: the version of the API, as a string. `"all"`: all versions, as an object. @default "api" */
  service?: "api" | "all" | undefined;
}

/** The versions of Globus Compute. */
export interface ComputeVersion {
  /** The version of the API. */
  api: string;
  /** The oldest version of the SDK that works. */
  min_sdk_version?: string;
  /** The oldest version of endpoints that works. */
  min_ep_version?: string;
  /** Another name of `min_ep_version`. */
  min_endpoint_version?: string;
  /** The Git revision of the source. */
  git_sha?: string;
  /** The version of the container service. */
  container_service?: string;
}

/** The result queues of this identity's tasks. */
export interface ComputeResultQueue {
  /** The prefix of the queue names. */
  queue_prefix: string;
  /** An AMQP URL. It contains a password: keep it secret. */
  connection_url: string;
}

/** The data that an endpoint registers about itself. */
export interface ComputeEndpointMetadata {
  /** The configuration file, in YAML. */
  endpoint_config?: string | undefined;
  /** The template (Jinja) of the users' configurations. */
  user_config_template?: string | undefined;
  /** The JSON Schema of the variables of that template. */
  user_config_schema?: JsonSchema | undefined;
  /** The description. */
  description?: string | undefined;
  /** The IP address. */
  ip_address?: string | undefined;
  /** The host name. */
  hostname?: string | undefined;
  /** The local account that the endpoint runs as. */
  local_user?: string | undefined;
  /** The version of the Globus Compute SDK. */
  sdk_version?: string | undefined;
  /** The version of the endpoint. */
  endpoint_version?: string | undefined;
  /** The version of Python. */
  python_version?: string | undefined;
  /** @deprecated Use `endpoint_config`. */
  config?: Record<string, Json> | undefined;
}

/** Document of `computeV2.registerEndpoint`. */
export interface ComputeEndpointDocumentV2 {
  /** The id of the endpoint: a UUID of your own. */
  endpoint_uuid: string;
  /** The name. */
  endpoint_name: string;
  /** The display name. */
  display_name?: string | undefined;
  /** The version of the endpoint. */
  version?: string | undefined;
  /** Whether the endpoint starts a separate endpoint for each user. @default false */
  multi_user?: boolean | undefined;
  /** The functions (UUIDs) that the endpoint may run. If absent: all. */
  allowed_functions?: readonly string[] | undefined;
  /** The authentication policy (UUID) for the users of the endpoint. */
  authentication_policy?: string | undefined;
  /** Details. */
  metadata?: ComputeEndpointMetadata | undefined;
}

/** A queue to read from. It contains a password: keep it secret. */
export interface ComputeReadQueue {
  /** An AMQP URL. */
  connection_url: string;
  /** The exchange. */
  exchange: string;
  /** The queue. */
  queue: string;
}

/** A queue to write to. It contains a password: keep it secret. */
export interface ComputeWriteQueue extends ComputeReadQueue {
  /** The arguments of a publish operation. */
  queue_publish_kwargs: {
    /** The exchange. */
    exchange?: string;
    /** The routing key. */
    routing_key?: string;
    /** Whether a message that cannot be delivered is returned. */
    mandatory?: boolean;
    /** The properties of a message. */
    properties?: {
      /** 2: the message survives a restart of the server. */
      delivery_mode: number;
    };
  };
}

/** The data that a registered endpoint needs. The kind of endpoint decides which queues are present. */
export interface ComputeEndpointRegistration {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** The queue of the endpoint's tasks. */
  task_queue_info?: ComputeReadQueue;
  /** The queue of the commands for a multi-user endpoint. */
  command_queue_info?: ComputeReadQueue;
  /** The queue for the endpoint's results. */
  result_queue_info?: ComputeWriteQueue;
  /** The queue for the endpoint's heartbeats. */
  heartbeat_queue_info?: ComputeWriteQueue;
  /** Warnings about the registration. */
  warnings?: string[];
}

/** An endpoint of Globus Compute. Fields for its owner are absent for other callers. */
export interface ComputeEndpoint {
  /** The id: a UUID. */
  uuid: string;
  /** The name. */
  name: string;
  /** The display name. */
  display_name: string;
  /** Whether the endpoint starts a separate endpoint for each user. */
  multi_user: boolean;
  /** Whether every user can find it. */
  public: boolean;
  /** Whether the rules for protected data apply (high assurance). */
  high_assurance?: boolean;
  /** The configuration file, in YAML. */
  endpoint_config?: string | null;
  /** The template (Jinja) of the users' configurations. */
  user_config_template?: string | null;
  /** The JSON Schema of the variables of that template. */
  user_config_schema?: JsonSchema | null;
  /** The description. */
  description?: string | null;
  /** The host name. */
  hostname?: string | null;
  /** The local account that the endpoint runs as. */
  local_user?: string | null;
  /** The IP address. */
  ip_address?: string | null;
  /** The version of the endpoint. */
  endpoint_version?: string | null;
  /** The version of the Globus Compute SDK. */
  sdk_version?: string | null;
  /** The version of Python. */
  python_version?: string | null;
  /** The subscription: a UUID. */
  subscription_uuid?: string | null;
  /** Whether an administrator of the subscription has verified it. */
  subscription_admin_verified?: boolean;
  /** @deprecated Use `endpoint_config`. */
  config?: Record<string, Json> | null;
}

/** The status of an endpoint. */
export interface ComputeEndpointStatus {
  /** Whether the endpoint is connected. */
  status: "online" | "offline" | (string & {});
  /** The load of the endpoint. */
  details?: {
    /** The number of workers. */
    total_workers: number;
    /** The number of idle workers. */
    idle_workers: number;
    /** The number of tasks that have not started. */
    pending_tasks: number;
    /** The number of tasks that have not ended. */
    outstanding_tasks: number;
    /** The number of managers. */
    managers?: number;
  } | null;
}

/** Query of `computeV2.getEndpoints`. Send undocumented parameters with `account.request()`. */
export interface ComputeEndpointsQuery {
  /** `"owner"`: the endpoints of this identity. `"any"`: all endpoints that it may use. @default "owner" */
  role?: "owner" | "any" | undefined;
}

/** An endpoint, as a list contains it. */
export interface ComputeEndpointSummary {
  /** The id: a UUID. */
  uuid: string;
  /** The name. */
  name: string;
  /** The display name. */
  display_name: string;
  /** The identity (UUID) that owns it. */
  owner: string;
}

/** The result of a deletion. */
export interface ComputeDeletion {
  /** A status code; 302 is a success. */
  result: number;
}

/** The lock of an endpoint. */
export interface ComputeEndpointLock {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** When the lock expires: ISO 8601. Globus documents seconds since 1970 for version 3. */
  lock_expiration_timestamp: string | number;
}

/** Document of `computeV2.registerFunction`. */
export interface ComputeFunctionDocumentV2 {
  /** The name. */
  function_name: string;
  /** The function, as Globus Compute's SDK serializes it. */
  function_code: string;
  /** The description. */
  description?: string | undefined;
  /** The versions that serialized the function. */
  metadata?: ComputeFunctionMetadata | undefined;
  /** The container (UUID) to run it in. */
  container_uuid?: string | undefined;
  /** The group (UUID) whose members may also run the function. */
  group?: string | undefined;
  /** Whether every user may run the function. @default false */
  public?: boolean | undefined;
  /** @deprecated Applies only to functions of a format that no longer exists. */
  entry_point?: string | undefined;
}

/** The versions that serialized a function. */
export interface ComputeFunctionMetadata {
  /** The version of Python. */
  python_version?: string | undefined;
  /** The version of Globus Compute's SDK. */
  sdk_version?: string | undefined;
}

/** The registration of a function. */
export interface ComputeFunctionRegistration {
  /** The function's id: a UUID. */
  function_uuid: string;
  /** A warning about functions on high assurance endpoints. */
  ha_warning?: string | null;
}

/** A function. */
export interface ComputeFunction {
  /** The id: a UUID. */
  function_uuid: string;
  /** The name. */
  function_name?: string | null;
  /** The function, as Globus Compute's SDK serializes it. */
  function_code: string;
  /** The description. */
  description?: string | null;
  /** The versions that serialized the function. */
  metadata: {
    /** The version of Python. */
    python_version?: string | null;
    /** The version of Globus Compute's SDK. */
    sdk_version?: string | null;
  } | null;
}

/** The status of a task. `"success"` and `"failed"` are final. */
export type ComputeTaskStatus =
  | "received"
  | "waiting-for-ep"
  | "waiting-for-nodes"
  | "waiting-for-launch"
  | "running"
  | "success"
  | "failed"
  | (string & {});

/** A task of Globus Compute. */
export interface ComputeTask {
  /** The id: a UUID. */
  task_id: string;
  /** The status. */
  status?: ComputeTaskStatus;
  /** The value that the function returned, as the endpoint serialized it. */
  result?: string | null;
  /** When the task ended, in seconds since 1970. */
  completion_t?: string | null;
  /** The exception that the function raised, as the endpoint serialized it. */
  exception?: string | null;
  /** The reason of a failure. */
  reason?: string | null;
  /** Details of the execution. */
  details?: ComputeTaskDetails | null;
}

/** Details of the execution of a task. */
export interface ComputeTaskDetails {
  /** The operating system. */
  os?: string;
  /** The version of Python. */
  python_version?: string;
  /** The version of dill, the Python serializer. */
  dill_version?: string;
  /** The version of Globus Compute's SDK. */
  globus_compute_sdk_version?: string;
  /** When the task entered each state, in seconds since 1970. */
  task_transitions?: Record<string, number>;
  [member: string]: Json | undefined;
}

/** Document of `computeV2.getTaskBatch`. */
export interface ComputeTaskBatchDocument {
  /** The tasks (UUIDs). A single id is sent as a list. */
  task_ids: string | readonly string[];
}

/** Several tasks. */
export interface ComputeTaskBatch {
  response: "batch" | (string & {});
  /** The tasks by their ids. */
  results: Record<string, ComputeTask>;
}

/** The tasks of a group. */
export interface ComputeTaskGroup {
  /** The group's id: a UUID. */
  taskgroup_id: string;
  /** Whether results are available from a queue. */
  create_websockets_queue?: boolean | null;
  /** The tasks. */
  tasks: {
    /** The id: a UUID. */
    id: string;
    /** When it was submitted: ISO 8601. */
    created_at: string;
  }[];
}

/** Document of `computeV2.submit`. */
export interface ComputeSubmissionV2 {
  /** The tasks: the ids of function and endpoint (UUIDs), and the arguments as Globus Compute's SDK serializes them. */
  tasks: readonly (readonly [functionId: string, endpointId: string, serializedArguments: string])[];
  /** The task group (UUID) of the tasks. If absent, Globus Compute creates a group. */
  task_group_id?: string | undefined;
  /** Whether results are available from a queue. @default true */
  create_websocket_queue?: boolean | undefined;
}

/** The result of a submission. */
export interface ComputeSubmissionResultV2 {
  response: "success" | (string & {});
  /** The group's id: a UUID. */
  task_group_id?: string;
  /** The result of each task, in the order of the submission. */
  results: (ComputeTaskSubmission | string)[];
}

/** The result of the submission of one task. */
export interface ComputeTaskSubmission {
  /** Whether Globus Compute accepted the task. */
  status: "success" | (string & {});
  /** The task's id: a UUID. */
  task_uuid: string;
  /** The HTTP status of the task's submission. */
  http_status_code: number;
  /** Why Globus Compute rejected the task. */
  reason?: string | null;
}
