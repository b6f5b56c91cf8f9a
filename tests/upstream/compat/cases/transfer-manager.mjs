// The calls of managers of endpoints.
import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, THIRD, tuple, uuid } from "../values.mjs";

const MANAGER = "/v0.10/endpoint_manager";
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const byMarker = { few: { ids: [ID] }, all: { ids: [ODD], query: { marker: "a+b/c=" }, extra: EXTRA } };
const reason = { task_ids: [ID], message: "Maintenance" };
const tasks = { message: "Maintenance", task_id_list: [ID] };
const rule = { DATA_TYPE: "pause_rule", endpoint_id: ID, message: "Maintenance", start_time: null, pause_ls: true };

/** @type {import("../calls.mjs").Row[]} */
export default [
  row("endpointManagerMonitoredEndpoints", "GET", `${MANAGER}/monitored_endpoints`, { few: {}, all: { extra: EXTRA } }),
  row(
    "endpointManagerHostedEndpointList",
    "GET",
    `${MANAGER}/endpoint/{endpoint_id}/hosted_endpoint_list`,
    byIdAndQuery,
  ),
  row("endpointManagerGetEndpoint", "GET", `${MANAGER}/endpoint/{endpoint_id}`, byIdAndQuery),
  row("endpointManagerAclList", "GET", `${MANAGER}/endpoint/{endpoint_id}/access_list`, byIdAndQuery),
  row(
    "endpointManagerTaskList",
    "GET",
    `${MANAGER}/task_list`,
    {
      few: {},
      all: {
        query: {
          filter_status: ["ACTIVE", "INACTIVE"],
          filter_task_id: [ID, OTHER],
          filter_owner_id: ID,
          filter_endpoint: THIRD,
          filter_endpoint_use: "source",
          filter_is_paused: true,
          filter_completion_time: "2030-01-01T00:00:00+00:00,2030-01-02T00:00:00+00:00",
          filter_min_faults: 3,
          filter_local_user: "a",
          last_key: "a+b/c=",
        },
        extra: EXTRA,
      },
      "two times, ids that are no texts": {
        js: [{ filter_completion_time: ["2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z"], filter_task_id: [ID] }],
        kwargs: {
          filter_completion_time: tuple("2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z"),
          filter_task_id: [uuid(ID)],
        },
      },
    },
    { paged: true },
  ),
  row("endpointManagerGetTask", "GET", `${MANAGER}/task/{task_id}`, byIdAndQuery),
  row(
    "endpointManagerTaskEventList",
    "GET",
    `${MANAGER}/task/{task_id}/event_list`,
    {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { limit: 10, offset: 20, filter_is_error: true }, extra: EXTRA },
      "the other switch": { ids: [ID], query: { filter_is_error: false } },
    },
    { paged: true },
  ),
  row("endpointManagerTaskPauseInfo", "GET", `${MANAGER}/task/{task_id}/pause_info`, byIdAndQuery),
  row("endpointManagerTaskSuccessfulTransfers", "GET", `${MANAGER}/task/{task_id}/successful_transfers`, byMarker, {
    paged: true,
  }),
  row("endpointManagerTaskSkippedErrors", "GET", `${MANAGER}/task/{task_id}/skipped_errors`, byMarker, { paged: true }),
  row("endpointManagerCancelTasks", "POST", `${MANAGER}/admin_cancel`, {
    few: { doc: tasks, args: [], kwargs: reason },
    all: {
      doc: { message: "ü", task_id_list: [ID, OTHER] },
      args: [],
      kwargs: { message: "ü", task_ids: [ID, OTHER] },
      extra: EXTRA,
    },
  }),
  row("endpointManagerCancelStatus", "GET", `${MANAGER}/admin_cancel/{admin_cancel_id}`, byIdAndQuery),
  row("endpointManagerPauseTasks", "POST", `${MANAGER}/admin_pause`, {
    few: { doc: tasks, args: [], kwargs: reason },
    all: {
      doc: { message: "ü", task_id_list: [ID, OTHER] },
      args: [],
      kwargs: { message: "ü", task_ids: [ID, OTHER] },
      extra: EXTRA,
    },
  }),
  row("endpointManagerResumeTasks", "POST", `${MANAGER}/admin_resume`, {
    few: { doc: { task_id_list: [ID] }, args: [[ID]] },
    all: { doc: { task_id_list: [ID, OTHER] }, args: [[ID, OTHER]], extra: EXTRA },
  }),
  row("endpointManagerPauseRuleList", "GET", `${MANAGER}/pause_rule_list`, {
    few: {},
    all: { query: { filter_endpoint: ID }, extra: EXTRA },
  }),
  row("endpointManagerCreatePauseRule", "POST", `${MANAGER}/pause_rule`, {
    few: { doc: { DATA_TYPE: "pause_rule", endpoint_id: ID, message: "Maintenance" } },
    all: { doc: { ...rule, identity_id: OTHER } },
  }),
  row("endpointManagerGetPauseRule", "GET", `${MANAGER}/pause_rule/{pause_rule_id}`, byIdAndQuery),
  row("endpointManagerUpdatePauseRule", "PUT", `${MANAGER}/pause_rule/{pause_rule_id}`, {
    few: { ids: [ID], doc: { message: "Later" } },
    all: { ids: [ODD], doc: rule },
  }),
  row("endpointManagerDeletePauseRule", "DELETE", `${MANAGER}/pause_rule/{pause_rule_id}`, byIdAndQuery),
];
