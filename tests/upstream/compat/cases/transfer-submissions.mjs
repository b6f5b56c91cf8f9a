// Files, tasks and tunnels: the calls to whose documents the clients add members.
import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, THIRD, datetime, made, step } from "../values.mjs";

const OPERATION = "/v0.10/operation/endpoint/{endpoint_id}";
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const byMarker = { few: { ids: [ID] }, all: { ids: [ODD], query: { marker: "a+b/c=" }, extra: EXTRA } };

const between = { source_endpoint: ID, destination_endpoint: OTHER };
const item = { source_path: "/a/", destination_path: "/b/" };
const itemSettings = { recursive: false, external_checksum: "abc", checksum_algorithm: "sha256" };
const notify = { notify_on_succeeded: false, notify_on_failed: true, notify_on_inactive: false };
const transferSettings = {
  label: "Nightly ü",
  submission_id: THIRD,
  verify_checksum: true,
  preserve_timestamp: true,
  encrypt_data: true,
  deadline: "2030-01-01T00:00:00+00:00",
  skip_source_errors: true,
  fail_on_quota_errors: false,
  delete_destination_extra: false,
  ...notify,
  source_local_user: "a",
  destination_local_user: "b",
};
const deleteSettings = {
  label: "Clean up",
  submission_id: THIRD,
  recursive: true,
  ignore_missing: true,
  interpret_globs: true,
  deadline: "2030-01-01T00:00:00+00:00",
  ...notify,
  local_user: "a",
};

const tunnel = {
  type: "Tunnel",
  relationships: {
    initiator: { data: { type: "StreamAccessPoint", id: ID } },
    listener: { data: { type: "StreamAccessPoint", id: OTHER } },
  },
};
const untypedTunnel = {
  relationships: { initiator: { data: { id: ID } }, listener: { data: { id: OTHER } } },
};
const ends = { initiator_stream_access_point: ID, listener_stream_access_point: OTHER };
const tunnelSettings = { label: "Stream", submission_id: THIRD, lifetime_mins: 60, restartable: true };

/** @type {import("../calls.mjs").Row[]} */
export default [
  row("operationLs", "GET", `${OPERATION}/ls`, {
    few: { ids: [ID] },
    all: {
      ids: [ODD],
      query: {
        path: "/~/a & ü+/",
        show_hidden: false,
        orderby: ["name ASC", "size DESC"],
        limit: 10,
        offset: 20,
        filter: ["name:~*.txt", "type:file"],
        local_user: "a",
      },
      extra: EXTRA,
    },
    "the other switch, one filter": { ids: [ID], query: { show_hidden: true, orderby: "name", filter: "type:dir" } },
  }),
  row("operationMkdir", "POST", `${OPERATION}/mkdir`, {
    few: { ids: [ID], fields: { path: "/a/" } },
    all: { ids: [ODD], fields: { path: "/a b/ü/", local_user: "a" }, extra: EXTRA },
  }),
  row("operationRename", "POST", `${OPERATION}/rename`, {
    few: { ids: [ID], doc: { old_path: "/a", new_path: "/b" }, args: [ID, "/a", "/b"] },
    all: {
      ids: [ODD],
      doc: { old_path: "/a b", new_path: "/ü", local_user: "a" },
      args: [ODD],
      kwargs: { oldpath: "/a b", newpath: "/ü", local_user: "a" },
      extra: EXTRA,
    },
  }),
  row("operationStat", "GET", `${OPERATION}/stat`, {
    few: { ids: [ID] },
    all: { ids: [ODD], query: { path: "/a b/ü", local_user: "a" }, extra: EXTRA },
  }),
  row("getSubmissionId", "GET", "/v0.10/submission_id", { few: {}, all: { extra: EXTRA } }),
  row("submitTransfer", "POST", "/v0.10/transfer", {
    few: { doc: { ...between, DATA: [item] }, helper: made("TransferData", between, step("add_item", ["/a/", "/b/"])) },
    all: {
      doc: {
        ...between,
        ...transferSettings,
        sync_level: 2,
        DATA: [item, { ...item, ...itemSettings, more: 1 }],
        filter_rules: [
          { method: "exclude", name: "*.tmp" },
          { method: "include", name: "*", type: "file" },
        ],
        more: { x: [1] },
      },
      helper: made(
        "TransferData",
        { ...between, ...transferSettings, sync_level: "mtime", additional_fields: { more: { x: [1] } } },
        step("add_item", ["/a/", "/b/"]),
        step("add_item", ["/a/", "/b/"], { ...itemSettings, additional_fields: { more: 1 } }),
        step("add_filter_rule", ["*.tmp"]),
        step("add_filter_rule", ["*"], { method: "include", type: "file" }),
      ),
    },
    "a plain document": { doc: { DATA_TYPE: "transfer", ...between, DATA: [{ DATA_TYPE: "transfer_item", ...item }] } },
    "a plain document with an id": {
      doc: { DATA_TYPE: "transfer", submission_id: THIRD, ...between, DATA: [{ DATA_TYPE: "transfer_item", ...item }] },
    },
    "a moment": {
      doc: { ...between, deadline: "2030-01-01T00:00:00Z", DATA: [item] },
      helper: made(
        "TransferData",
        { ...between, deadline: datetime("2030-01-01T00:00:00+00:00") },
        step("add_item", ["/a/", "/b/"]),
      ),
    },
  }),
  row("submitDelete", "POST", "/v0.10/delete", {
    few: {
      doc: { endpoint: ID, DATA: [{ path: "/a/" }] },
      helper: made("DeleteData", { endpoint: ID }, step("add_item", ["/a/"])),
    },
    all: {
      doc: { endpoint: ID, ...deleteSettings, DATA: [{ path: "/a/" }, { path: "/b", more: 1 }], more: "x" },
      helper: made(
        "DeleteData",
        { endpoint: ID, ...deleteSettings, additional_fields: { more: "x" } },
        step("add_item", ["/a/"]),
        step("add_item", ["/b"], { additional_fields: { more: 1 } }),
      ),
    },
    "a plain document": {
      doc: { DATA_TYPE: "delete", endpoint: ID, DATA: [{ DATA_TYPE: "delete_item", path: "/a/" }] },
    },
  }),
  row(
    "taskList",
    "GET",
    "/v0.10/task_list",
    {
      few: {},
      all: {
        query: {
          limit: 10,
          offset: 20,
          orderby: ["request_time DESC", "label"],
          filter: "status:ACTIVE,INACTIVE/label:~a*",
        },
        extra: EXTRA,
      },
    },
    { paged: true },
  ),
  row(
    "taskEventList",
    "GET",
    "/v0.10/task/{task_id}/event_list",
    {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { limit: 10, offset: 20 }, extra: EXTRA },
    },
    { paged: true },
  ),
  row("getTask", "GET", "/v0.10/task/{task_id}", byIdAndQuery),
  row("updateTask", "PUT", "/v0.10/task/{task_id}", {
    few: { ids: [ID], doc: { label: "New" } },
    all: { ids: [ODD], doc: { DATA_TYPE: "task", label: "New", deadline: "2030-01-01T00:00:00Z" }, extra: EXTRA },
  }),
  row("cancelTask", "POST", "/v0.10/task/{task_id}/cancel", { few: { ids: [ID] }, all: { ids: [ODD] } }),
  row("taskWait", "GET", "/v0.10/task/{task_id}", {
    few: { ids: [ID] },
    all: {
      ids: [OTHER],
      js: [OTHER, { timeout: 60_000, pollingInterval: 1000 }],
      kwargs: { timeout: 60, polling_interval: 1 },
    },
  }),
  row("taskPauseInfo", "GET", "/v0.10/task/{task_id}/pause_info", byIdAndQuery),
  row("taskSuccessfulTransfers", "GET", "/v0.10/task/{task_id}/successful_transfers", byMarker, { paged: true }),
  row("taskSkippedErrors", "GET", "/v0.10/task/{task_id}/skipped_errors", byMarker, { paged: true }),
  row(
    "createTunnel",
    "POST",
    "/v2/tunnels",
    {
      few: { doc: { data: untypedTunnel }, helper: made("CreateTunnelData", ends) },
      all: {
        doc: { data: { ...untypedTunnel, attributes: { ...tunnelSettings, more: 1 } } },
        helper: made("CreateTunnelData", { ...ends, ...tunnelSettings, additional_fields: { more: 1 } }),
      },
      "a plain document": { doc: { data: tunnel } },
      "a plain document with attributes": { doc: { data: { ...tunnel, attributes: { label: "Stream" } } } },
    },
    { generated: ["body.data.attributes.submission_id"] },
  ),
];
