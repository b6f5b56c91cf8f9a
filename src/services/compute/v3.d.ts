
/** The settings of an endpoint. */
export interface ComputeEndpointSettings {
  /** The display name. */
  display_name?: string | undefined;
  /** The version of the endpoint. */
  version?: string | undefined;
  /** Whether the endpoint starts a separate endpoint for each user. @default false */
  multi_user?: boolean | undefined;
  /** Whether the rules for protected data apply (high assurance). @default false */
  high_assurance?: boolean | undefined;
  /** The functions (UUIDs) that the endpoint may run. If absent: all. */
  allowed_functions?: readonly string[] | undefined;
  /** The authentication policy (UUID) for the users of the endpoint. */
  authentication_policy?: string | undefined;
  /** The subscription: a UUID. */
  subscription_uuid?: string | undefined;
  /** The identities (UUIDs) that administer the endpoint in addition to its owner. Requires a subscription. */
  admins?: readonly string[] | undefined;
  /** Whether every user can find the endpoint. This does not decide which users may use it. @default false */
  public?: boolean | undefined;
}

/** Document of `computeV3.registerEndpoint`. */
export interface ComputeEndpointDocumentV3 extends ComputeEndpointSettings {
  /** The name. */
  endpoint_name: string;
  /** Details. */
  metadata: ComputeEndpointMetadata;
}

/** Document of `computeV3.updateEndpoint`. */
export interface ComputeEndpointUpdate extends ComputeEndpointSettings {
  /** The name. */
  endpoint_name?: string | undefined;
  /** Details. */
  metadata?: ComputeEndpointMetadata | undefined;
}

/** The functions that an endpoint may run. */
export interface ComputeAllowlist {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** Whether the endpoint may run only the listed functions. */
  restricted: boolean;
  /** The functions: UUIDs. */
  functions?: string[] | null;
}

/** Document of `computeV3.registerFunction`. */
export interface ComputeFunctionDocumentV3 {
  /** The name. */
  function_name: string;
  /** The function, as Globus Compute's SDK serializes it. */
  function_code: string;
  /** The description. */
  description?: string | undefined;
  /** The versions that serialized the function. */
  meta: ComputeFunctionMeta;
  /** The group (UUID) whose members may also run the function. */
  group?: string | undefined;
  /** Whether every user may run the function. @default false */
  public?: boolean | undefined;
  /** The high assurance endpoint (UUID) of the function. Not together with `group` and `public`. */
  ha_endpoint_id?: string | undefined;
}

/** The versions that serialized a function. */
export interface ComputeFunctionMeta {
  /** The version of Python. */
  python_version: string;
  /** The version of Globus Compute's SDK. */
  sdk_version: string;
  /** The `identifier` of the serialization strategy of Globus Compute's SDK, such as `"01"`. */
  serde_identifier: string;
}

/** Document of `computeV3.submit`. */
export interface ComputeSubmissionV3 {
  /** The arguments of the tasks, as Globus Compute's SDK serializes them, by the ids (UUIDs) of their functions. */
  tasks: Record<string, readonly string[]>;
  /** The task group (UUID) of the tasks. If absent, Globus Compute creates a group. */
  task_group_id?: string | undefined;
  /** The variables of the endpoint's template for user configurations. */
  user_endpoint_config?: Record<string, Json> | undefined;
  /** The resources that each task requires. */
  resource_specification?: ComputeResources | undefined;
  /** Whether results are available from a queue. @default false */
  create_queue?: boolean | undefined;
  /** The runtime that submits the tasks. */
  user_runtime?: ComputeUserRuntime | undefined;
  /** The permitted serializers of results: import paths of strategies of Globus Compute's SDK. */
  result_serializers?: readonly string[] | undefined;
}

/** The resources that a task requires. */
export interface ComputeResources {
  /** The number of nodes for an MPI application. */
  num_nodes?: number | undefined;
  /** The number of MPI ranks per node. */
  ranks_per_node?: number | undefined;
  /** The total number of MPI ranks. */
  num_ranks?: number | undefined;
  /** Options of the MPI launcher, placed before the program. */
  launcher_options?: string | undefined;
}

/** The runtime that submits tasks. */
export interface ComputeUserRuntime {
  /** The version of Globus Compute's SDK. */
  globus_compute_sdk_version?: string | undefined;
  /** The version of the Globus SDK. */
  globus_sdk_version?: string | undefined;
  /** The Python interpreter, if the runtime is Python. */
  python?: ComputePython | undefined;
  /** The machine. */
  platform?: ComputePlatform | undefined;
  /** @deprecated Use `python`. */
  python_version?: string | undefined;
}

/** A Python interpreter. Fields have the names of Python's modules `platform` and `sys`. */
export interface ComputePython {
  /** The version, such as `"3.13.7"`. */
  version?: string | undefined;
  /** The version, as numbers. */
  version_tuple?: readonly [major: number, minor: number, micro: number] | undefined;
  /** The version, with release level and serial number. */
  version_info?: readonly [major: number, minor: number, micro: number, level: string, serial: number] | undefined;
  /** The version, with details of the build. */
  version_description?: string | undefined;
  /** The Python implementation, such as `"CPython"`. */
  implementation?: string | undefined;
  /** The compiler that built the interpreter. */
  compiler?: string | undefined;
}

/** A machine. Fields have the names of Python's module `platform`. */
export interface ComputePlatform {
  /** The bits and the format of executables, such as `["64bit", "ELF"]`. */
  architecture?: readonly [bits: string, linkage: string] | undefined;
  /** The machine type, such as `"x86_64"`. */
  machine?: string | undefined;
  /** The network name of the machine. */
  node?: string | undefined;
  /** The operating system with its version. */
  platform?: string | undefined;
  /** The processor. */
  processor?: string | undefined;
  /** The release of the operating system. */
  release?: string | undefined;
}

/** The result of a submission. */
export interface ComputeSubmissionResultV3 {
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The group's id: a UUID. */
  task_group_id: string;
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** The tasks (UUIDs) by the ids of their functions, in the order of the arguments in the submission. */
  tasks: Record<string, string[]>;
  /** A warning about tasks on high assurance endpoints. */
  ha_warning?: string | null;
}
