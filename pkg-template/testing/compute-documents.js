// @ts-check
/**
 * @typedef {import("./compute-records.js").ComputeEndpoint} ComputeEndpoint
 * @typedef {import("./compute-records.js").ComputeFunction} ComputeFunction
 * @typedef {import("./compute-records.js").ComputeTask} ComputeTask
 * @typedef {import("./compute-records.js").ComputeRecords} ComputeRecords
 */

/** Formats a time as version 2 of Compute does: with microseconds and without an offset. @param {number} ms */
export const computeTime = (ms) => `${new Date(ms).toISOString().slice(0, 23)}000`;

/** @param {ComputeFunction} found */
export const functionDocument = ({ id, name, code, description, metadata }) => ({
  function_uuid: id,
  function_name: name,
  function_code: code,
  description,
  metadata,
});

/** @param {ComputeEndpoint} endpoint */
export function endpointDocument({ id, document }) {
  const { metadata = {} } = document;
  return {
    uuid: id,
    name: document.endpoint_name,
    display_name: document.display_name ?? document.endpoint_name,
    multi_user: document.multi_user ?? false,
    high_assurance: document.high_assurance ?? false,
    public: document.public ?? false,
    endpoint_config: metadata.endpoint_config ?? null,
    user_config_template: metadata.user_config_template ?? null,
    user_config_schema: metadata.user_config_schema ?? null,
    description: metadata.description ?? null,
    hostname: metadata.hostname ?? null,
    local_user: metadata.local_user ?? null,
    ip_address: metadata.ip_address ?? null,
    endpoint_version: metadata.endpoint_version ?? document.version ?? null,
    sdk_version: metadata.sdk_version ?? null,
    python_version: metadata.python_version ?? null,
    subscription_uuid: document.subscription_uuid ?? null,
    subscription_admin_verified: false,
  };
}

/**
 * Returns the reply to a registration: it tells the endpoint the addresses of its queues.
 * @param {ComputeEndpoint} endpoint
 * @param {"v2" | "v3"} version
 */
export function endpointConfig({ id }, version) {
  const connection = { connection_url: "amqps://user:password@mq.compute.invalid" };
  const publishQueue = (/** @type {string} */ exchange) => ({
    ...connection,
    exchange,
    queue: `${id}.${exchange}`,
    queue_publish_kwargs: {
      exchange,
      routing_key: `${id}.${exchange}`,
      mandatory: true,
      properties: { delivery_mode: 2 },
    },
  });
  return {
    endpoint_id: id,
    task_queue_info: { ...connection, exchange: "tasks", queue: `${id}.tasks` },
    result_queue_info: publishQueue("results"),
    ...(version === "v3" && { heartbeat_queue_info: publishQueue("heartbeats") }),
    warnings: [],
  };
}

/** @param {ComputeTask} task @param {ComputeRecords} records */
export function taskDocument({ id, endpointId, createdAt, endsAt, outcome }, { endpoints }) {
  if (!outcome) return { task_id: id, status: endpoints.get(endpointId)?.isOnline ? "running" : "waiting-for-ep" };
  const transitions = { "execution-start": createdAt / 1000, "execution-end": endsAt / 1000 };
  const { exception, result } = outcome;
  const ending = exception === undefined ? { status: "success", result } : { status: "failed", exception };
  return { task_id: id, ...ending, completion_t: String(endsAt / 1000), details: { task_transitions: transitions } };
}
