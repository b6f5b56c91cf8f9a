
/** What can be said of an endpoint. */
export interface ComputeEndpointSettings {
  /** The name to show. */
  display_name?: string | undefined;
  /** Its version. */
  version?: string | undefined;
  /** Whether it starts an endpoint of their own for its users. @default false */
  multi_user?: boolean | undefined;
  /** Whether it has the rules for protected data. @default false */
  high_assurance?: boolean | undefined;
  /** The functions (UUIDs) it may run. Left out: all. */
  allowed_functions?: readonly string[] | undefined;
  /** The authentication policy (UUID) that holds for its users. */
  authentication_policy?: string | undefined;
  /** The subscription (UUID) it belongs to. */
  subscription_uuid?: string | undefined;
  /** The identities (UUIDs) that may administer it, besides its owner. Needs a subscription. */
  admins?: readonly string[] | undefined;
  /** Whether everybody can find it. That says nothing of who may use it. @default false */
  public?: boolean | undefined;
}

/** Document of `computeV3.registerEndpoint`. */
export interface ComputeEndpointDocumentV3 extends ComputeEndpointSettings {
  /** The name. */
  endpoint_name: string;
  /** More about it. */
  metadata: ComputeEndpointMetadata;
}

/** Document of `computeV3.updateEndpoint`. */
export interface ComputeEndpointUpdate extends ComputeEndpointSettings {
  /** The name. */
  endpoint_name?: string | undefined;
  /** More about it. */
  metadata?: ComputeEndpointMetadata | undefined;
}

/** Which functions an endpoint may run. */
export interface ComputeAllowlist {
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** Whether it may run only some functions. */
  restricted: boolean;
  /** These functions (UUIDs). */
  functions?: string[] | null;
}

/** Document of `computeV3.registerFunction`. */
export interface ComputeFunctionDocumentV3 {
  /** The name. */
  function_name: string;
  /** The function, as Globus Compute's SDK serializes it. */
  function_code: string;
  /** What it does. */
  description?: string | undefined;
  /** What it was serialized with. */
  meta: ComputeFunctionMeta;
  /** The group (UUID) that may run it, too. */
  group?: string | undefined;
  /** Whether everybody may run it. @default false */
  public?: boolean | undefined;
  /** The high assurance endpoint (UUID) that it is for. Not together with `group` and `public`. */
  ha_endpoint_id?: string | undefined;
}

/** What a function was serialized with. */
export interface ComputeFunctionMeta {
  /** The version of Python. */
  python_version: string;
  /** The version of Globus Compute's SDK. */
  sdk_version: string;
  /** The `identifier` of the strategy of Globus Compute's SDK, such as `"01"`. */
  serde_identifier: string;
}

/** Document of `computeV3.submit`. */
export interface ComputeSubmissionV3 {
  /** The arguments of the tasks, as Globus Compute's SDK serializes them, by the ids (UUIDs) of their functions. */
  tasks: Record<string, readonly string[]>;
  /** The group (UUID) of the tasks. Left out: a new one. */
  task_group_id?: string | undefined;
  /** What the endpoint's template for users asks for. */
  user_endpoint_config?: Record<string, Json> | undefined;
  /** What each task needs. */
  resource_specification?: ComputeResources | undefined;
  /** Whether results can be listened for. @default false */
  create_queue?: boolean | undefined;
  /** What the tasks are submitted with. */
  user_runtime?: ComputeUserRuntime | undefined;
  /** How the endpoint may serialize results: import paths of strategies of Globus Compute's SDK. */
  result_serializers?: readonly string[] | undefined;
}

/** What a task needs. */
export interface ComputeResources {
  /** Nodes for an MPI application. */
  num_nodes?: number | undefined;
  /** MPI ranks on each node. */
  ranks_per_node?: number | undefined;
  /** MPI ranks in all. */
  num_ranks?: number | undefined;
  /** What the MPI launcher's command line has before the program. */
  launcher_options?: string | undefined;
}

/** What tasks are submitted with. */
export interface ComputeUserRuntime {
  /** The version of Globus Compute's SDK. */
  globus_compute_sdk_version?: string | undefined;
  /** The version of Globus's SDK. */
  globus_sdk_version?: string | undefined;
  /** Python, if it is that. */
  python?: ComputePython | undefined;
  /** The machine. */
  platform?: ComputePlatform | undefined;
  /** @deprecated Use `python`. */
  python_version?: string | undefined;
}

/** A Python, by the names of its modules `platform` and `sys`. */
export interface ComputePython {
  /** The version, such as `"3.13.7"`. */
  version?: string | undefined;
  /** The same as numbers. */
  version_tuple?: readonly [major: number, minor: number, micro: number] | undefined;
  /** The same with release level and serial number. */
  version_info?: readonly [major: number, minor: number, micro: number, level: string, serial: number] | undefined;
  /** The same with what it was built with. */
  version_description?: string | undefined;
  /** Which Python it is, such as `"CPython"`. */
  implementation?: string | undefined;
  /** What it was compiled with. */
  compiler?: string | undefined;
}

/** A machine, by the names of Python's module `platform`. */
export interface ComputePlatform {
  /** Bits and format of programs, such as `["64bit", "ELF"]`. */
  architecture?: readonly [bits: string, linkage: string] | undefined;
  /** The kind of machine, such as `"x86_64"`. */
  machine?: string | undefined;
  /** Its name in the network. */
  node?: string | undefined;
  /** The operating system with its version. */
  platform?: string | undefined;
  /** The processor. */
  processor?: string | undefined;
  /** The release of the operating system. */
  release?: string | undefined;
}

/** What became of a submission. */
export interface ComputeSubmissionResultV3 {
  /** An id of the request: quote it to support. */
  request_id: string;
  /** The group's id: a UUID. */
  task_group_id: string;
  /** The endpoint's id: a UUID. */
  endpoint_id: string;
  /** The tasks (UUIDs) by the ids of their functions, in the order of their arguments. */
  tasks: Record<string, string[]>;
  /** What somebody should know of tasks on high assurance endpoints. */
  ha_warning?: string | null;
}
