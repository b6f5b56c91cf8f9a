import { row } from "../calls.mjs";
import { ID, ODD, OTHER } from "../values.mjs";

const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };
const endpoint = { endpoint_name: "cluster", display_name: "Cluster ü", version: "3.0.0", multi_user: false };
const fn = { function_name: "double", function_code: "code+/=" };
const settings = {
  description: "ü",
  public: false,
  group: null,
  meta: { python_version: "3.11.8", sdk_version: "3.0.0" },
};
const task = [OTHER, ID, "payload+/="];
const batch = { create_queue: true, task_group_id: OTHER, tasks: { [ID]: ["a", "b"] }, result_serializers: ["x"] };

/** @type {import("../calls.mjs").Group} */
export const computeV2 = {
  service: "computeV2",
  client: "ComputeClientV2",
  title: "Compute, version 2",
  authorization: "Bearer",
  rows: [
    row("getVersion", "GET", "/v2/version", { few: {}, all: { query: { service: "all" } } }),
    row("getResultAmqpUrl", "GET", "/v2/get_amqp_result_connection_url", { few: {} }),
    row("registerEndpoint", "POST", "/v2/endpoints", {
      few: { doc: endpoint },
      all: { doc: { ...endpoint, allowed_functions: [ID], metadata: { a: 1 } } },
    }),
    row("getEndpoint", "GET", "/v2/endpoints/{endpoint_id}", byId),
    row("getEndpointStatus", "GET", "/v2/endpoints/{endpoint_id}/status", byId),
    row("getEndpoints", "GET", "/v2/endpoints", { few: {}, all: { query: { role: "owner" } } }),
    row("deleteEndpoint", "DELETE", "/v2/endpoints/{endpoint_id}", byId),
    row("lockEndpoint", "POST", "/v2/endpoints/{endpoint_id}/lock", byId),
    row("registerFunction", "POST", "/v2/functions", { few: { doc: fn }, all: { doc: { ...fn, ...settings } } }),
    row("getFunction", "GET", "/v2/functions/{function_id}", byId),
    row("deleteFunction", "DELETE", "/v2/functions/{function_id}", byId),
    row("getTask", "GET", "/v2/tasks/{task_id}", byId),
    row("getTaskBatch", "POST", "/v2/batch_status", {
      few: { doc: { task_ids: [ID] }, args: [ID] },
      all: { doc: { task_ids: [ID, OTHER] }, args: [[ID, OTHER]] },
    }),
    row("getTaskGroup", "GET", "/v2/taskgroup/{task_group_id}", byId),
    row("submit", "POST", "/v2/submit", {
      few: { doc: { tasks: [task] } },
      all: { doc: { create_websocket_queue: true, task_group_id: OTHER, tasks: [task, task] } },
    }),
  ],
};

/** @type {import("../calls.mjs").Group} */
export const computeV3 = {
  service: "computeV3",
  client: "ComputeClientV3",
  title: "Compute, version 3",
  authorization: "Bearer",
  rows: [
    row("registerEndpoint", "POST", "/v3/endpoints", {
      few: { doc: endpoint },
      all: { doc: { ...endpoint, endpoint_uuid: ID, user_config_template: "a: {{ b }}" } },
    }),
    row("updateEndpoint", "PUT", "/v3/endpoints/{endpoint_id}", {
      few: { ids: [ID], doc: { display_name: "New" } },
      all: { ids: [ODD], doc: { ...endpoint, display_name: null } },
    }),
    row("lockEndpoint", "POST", "/v3/endpoints/{endpoint_id}/lock", byId),
    row("getEndpointAllowlist", "GET", "/v3/endpoints/{endpoint_id}/allowed_functions", byId),
    row("registerFunction", "POST", "/v3/functions", { few: { doc: fn }, all: { doc: { ...fn, ...settings } } }),
    row("submit", "POST", "/v3/endpoints/{endpoint_id}/submit", {
      few: { ids: [ID], doc: { tasks: { [ID]: ["a"] } } },
      all: { ids: [ODD], doc: { ...batch, user_endpoint_config: { a: "ü" }, resource_specification: {} } },
    }),
  ],
};
