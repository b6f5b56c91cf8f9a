
/** Query of `computeV2.getVersion`. Parameters that are not documented can be sent with `account.request()`. */
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
  /** The oldest version of endpoints that works, by another name. */
  min_endpoint_version?: string;
  /** The revision of its source. */
  git_sha?: string;
  /** The version of the container service. */
  container_service?: string;
}

/** Where results can be listened for. */
export interface ComputeResultQueue {
  /** What the names of the queues begin with. */
  queue_prefix: string;
  /** An AMQP URL. It holds a password: keep it secret. */
  connection_url: string;
}

/** What is told of an endpoint when it is registered. */
export interface ComputeEndpointMetadata {
  /** Its configuration file, in YAML. */
  endpoint_config?: string | undefined;
  /** The template (Jinja) for the configurations of its users. */
  user_config_template?: string | undefined;
  /** What the variables of that template must look like: a JSON Schema. */
  user_config_schema?: JsonSchema | undefined;
  /** What it is for. */
  description?: string | undefined;
  /** Its IP address. */
  ip_address?: string | undefined;
  /** Its host name. */
  hostname?: string | undefined;
  /** The local account it runs as. */
  local_user?: string | undefined;
  /** The version of its SDK. */
  sdk_version?: string | undefined;
  /** Its version. */
  endpoint_version?: string | undefined;
  /** Its version of Python. */
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
  /** The name to show. */
  display_name?: string | undefined;
  /** Its version. */
  version?: string | undefined;
  /** Whether it starts an endpoint of their own for its users. @default false */
  multi_user?: boolean | undefined;
  /** The functions (UUIDs) it may run. Left out: all. */
  allowed_functions?: readonly string[] | undefined;
  /** The authentication policy (UUID) that holds for its users. */
  authentication_policy?: string | undefined;
  /** More about it. */
  metadata?: ComputeEndpointMetadata | undefined;
}

/** A queue to read from. It holds a password: keep it secret. */
export interface ComputeReadQueue {
  /** An AMQP URL. */
  connection_url: string;
  /** The exchange. */
  exchange: string;
  /** The queue. */
  queue: string;
}

/** A queue to write to. It holds a password: keep it secret. */
export interface ComputeWriteQueue extends ComputeReadQueue {
  /** How to write. */
  queue_publish_kwargs: {
    /** The exchange. */
    exchange?: string;
    /** The routing key. */
    routing_key?: string;
    /** Whether what cannot be delivered comes back. */
    mandatory?: boolean;
    /** Properties of what is written. */
    properties?: {
      /** 2: what is written survives a restart. */
      delivery_mode: number;
    };
  };
}

/** What an endpoint needs to know after it was registered. Which queues there are depends on its kind. */
export interface ComputeEndpointRegistration {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** Where its tasks come from. */
  task_queue_info?: ComputeReadQueue;
  /** Where the commands of a multi-user endpoint come from. */
  command_queue_info?: ComputeReadQueue;
  /** Where its results go. */
  result_queue_info?: ComputeWriteQueue;
  /** Where its signs of life go. */
  heartbeat_queue_info?: ComputeWriteQueue;
  /** What somebody should know. */
  warnings?: string[];
}

/** An endpoint. What only its owner may know is left out for others. */
export interface ComputeEndpoint {
  /** The id: a UUID. */
  uuid: string;
  /** The name. */
  name: string;
  /** The name to show. */
  display_name: string;
  /** Whether it starts an endpoint of their own for its users. */
  multi_user: boolean;
  /** Whether everybody can find it. */
  public: boolean;
  /** Whether it has the rules for protected data. */
  high_assurance?: boolean;
  /** Its configuration file, in YAML. */
  endpoint_config?: string | null;
  /** The template (Jinja) for the configurations of its users. */
  user_config_template?: string | null;
  /** What the variables of that template must look like: a JSON Schema. */
  user_config_schema?: JsonSchema | null;
  /** What it is for. */
  description?: string | null;
  /** Its host name. */
  hostname?: string | null;
  /** The local account it runs as. */
  local_user?: string | null;
  /** Its IP address. */
  ip_address?: string | null;
  /** Its version. */
  endpoint_version?: string | null;
  /** The version of its SDK. */
  sdk_version?: string | null;
  /** Its version of Python. */
  python_version?: string | null;
  /** The subscription (UUID) it belongs to. */
  subscription_uuid?: string | null;
  /** Whether an administrator of the subscription has verified it. */
  subscription_admin_verified?: boolean;
  /** @deprecated Use `endpoint_config`. */
  config?: Record<string, Json> | null;
}

/** Whether an endpoint works. */
export interface ComputeEndpointStatus {
  /** Whether it is connected. */
  status: "online" | "offline" | (string & {});
  /** How busy it is. */
  details?: {
    /** How many workers it has. */
    total_workers: number;
    /** How many of them have nothing to do. */
    idle_workers: number;
    /** How many tasks it has that have not begun. */
    pending_tasks: number;
    /** How many tasks it has that have not ended. */
    outstanding_tasks: number;
    /** How many managers it has. */
    managers?: number;
  } | null;
}

/** Query of `computeV2.getEndpoints`. Parameters that are not documented can be sent with `account.request()`. */
export interface ComputeEndpointsQuery {
  /** `"owner"`: those of this identity. `"any"`: all it may use. @default "owner" */
  role?: "owner" | "any" | undefined;
}

/** What a list tells of an endpoint. */
export interface ComputeEndpointSummary {
  /** The id: a UUID. */
  uuid: string;
  /** The name. */
  name: string;
  /** The name to show. */
  display_name: string;
  /** The identity (UUID) that owns it. */
  owner: string;
}

/** That something was deleted. */
export interface ComputeDeletion {
  /** A status code; 302 is a success. */
  result: number;
}

/** That an endpoint is locked. */
export interface ComputeEndpointLock {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** Until when: ISO 8601; version 3 is described as giving seconds since 1970. */
  lock_expiration_timestamp: string | number;
}

/** Document of `computeV2.registerFunction`. */
export interface ComputeFunctionDocumentV2 {
  /** The name. */
  function_name: string;
  /** The function, as Globus Compute's SDK serializes it. */
  function_code: string;
  /** What it does. */
  description?: string | undefined;
  /** What it was serialized with. */
  metadata?: ComputeFunctionMetadata | undefined;
  /** The container (UUID) to run it in. */
  container_uuid?: string | undefined;
  /** The group (UUID) that may run it, too. */
  group?: string | undefined;
  /** Whether everybody may run it. @default false */
  public?: boolean | undefined;
  /** @deprecated Of functions that are no more. */
  entry_point?: string | undefined;
}

/** What a function was serialized with. */
export interface ComputeFunctionMetadata {
  /** The version of Python. */
  python_version?: string | undefined;
  /** The version of Globus Compute's SDK. */
  sdk_version?: string | undefined;
}

/** That a function is registered. */
export interface ComputeFunctionRegistration {
  /** The function's id: a UUID. */
  function_uuid: string;
  /** What somebody should know of functions on high assurance endpoints. */
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
  /** What it does. */
  description?: string | null;
  /** What it was serialized with. */
  metadata: {
    /** The version of Python. */
    python_version?: string | null;
    /** The version of Globus Compute's SDK. */
    sdk_version?: string | null;
  } | null;
}

/** How a task stands. `"success"` and `"failed"` are final. */
export type ComputeTaskStatus =
  | "received"
  | "waiting-for-ep"
  | "waiting-for-nodes"
  | "waiting-for-launch"
  | "running"
  | "success"
  | "failed"
  | (string & {});

/** A task. */
export interface ComputeTask {
  /** The id: a UUID. */
  task_id: string;
  /** How it stands. */
  status?: ComputeTaskStatus;
  /** What it returned, as the endpoint serialized it. */
  result?: string | null;
  /** When it ended: seconds since 1970. */
  completion_t?: string | null;
  /** What it threw, as the endpoint serialized it. */
  exception?: string | null;
  /** Why it failed. */
  reason?: string | null;
  /** How it was run. */
  details?: ComputeTaskDetails | null;
}

/** How a task was run. */
export interface ComputeTaskDetails {
  /** The operating system. */
  os?: string;
  /** The version of Python. */
  python_version?: string;
  /** The version of dill, which serializes. */
  dill_version?: string;
  /** The version of Globus Compute's SDK. */
  globus_compute_sdk_version?: string;
  /** When it came to which state: seconds since 1970. */
  task_transitions?: Record<string, number>;
  [member: string]: Json | undefined;
}

/** Document of `computeV2.getTaskBatch`. */
export interface ComputeTaskBatchDocument {
  /** The tasks (UUIDs). A single one is sent as a list. */
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
  /** Whether results can be listened for. */
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
  /** The group (UUID) of the tasks. Left out: a new one. */
  task_group_id?: string | undefined;
  /** Whether results can be listened for. @default true */
  create_websocket_queue?: boolean | undefined;
}

/** What became of a submission. */
export interface ComputeSubmissionResultV2 {
  response: "success" | (string & {});
  /** The group's id: a UUID. */
  task_group_id?: string;
  /** What became of each task, in their order. */
  results: (ComputeTaskSubmission | string)[];
}

/** What became of a task that was submitted. */
export interface ComputeTaskSubmission {
  /** Whether it was taken. */
  status: "success" | (string & {});
  /** The task's id: a UUID. */
  task_uuid: string;
  /** The same as an HTTP status. */
  http_status_code: number;
  /** Why it was not taken. */
  reason?: string | null;
}
