import { row } from "../calls.mjs";
import { EXTRA, FLOW, ID, ODD, OTHER, identity, made } from "../values.mjs";

const definition = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } };
const input_schema = { type: "object", properties: { ü: { type: "string" } }, additionalProperties: false };
const people = [identity(ID), `urn:globus:groups:id:${OTHER}`];
const flowSettings = {
  subtitle: "Every night",
  description: "Copies",
  flow_viewers: ["public"],
  flow_starters: ["all_authenticated_users"],
  flow_administrators: people,
  run_managers: people,
  run_monitors: [],
  keywords: ["a", "ü"],
  subscription_id: ID,
  authentication_policy_id: OTHER,
};
const runSettings = { label: "Run ü", tags: ["a", "b"], run_monitors: people, run_managers: [identity(ID)] };
const policy = { status: ["FAILED", "INACTIVE"] };
const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };

/** @type {import("../calls.mjs").Group} */
export const flows = {
  service: "flows",
  client: "FlowsClient",
  title: "Flows",
  authorization: "Bearer",
  rows: [
    row("createFlow", "POST", "/flows", {
      few: { fields: { title: "Copy", definition, input_schema } },
      all: {
        fields: { title: "Copy", definition, input_schema, ...flowSettings },
        js: [{ title: "Copy", definition, input_schema, ...flowSettings, more: 1 }],
        kwargs: { additional_fields: { more: 1 } },
      },
      "without a subscription": { fields: { title: "Copy", definition, input_schema: {}, subscription_id: null } },
    }),
    row("getFlow", "GET", "/flows/{flow_id}", byIdAndQuery),
    row(
      "listFlows",
      "GET",
      "/flows",
      {
        few: {},
        all: {
          query: {
            filter_roles: ["flow_owner", "flow_viewer"],
            filter_fulltext: "a & ü",
            orderby: ["updated_at DESC", "title ASC"],
            marker: "a+b/c=",
          },
          extra: EXTRA,
        },
        "one of each": { query: { filter_roles: "flow_owner", orderby: "title ASC" } },
      },
      { paged: true },
    ),
    row("updateFlow", "PUT", "/flows/{flow_id}", {
      few: { ids: [ID], fields: { title: "Copy" } },
      all: {
        ids: [ODD],
        fields: { title: "Copy", definition, input_schema, flow_owner: identity(ID), ...flowSettings },
        js: [ODD, { title: "Copy", definition, input_schema, flow_owner: identity(ID), ...flowSettings, more: 1 }],
        kwargs: { additional_fields: { more: 1 } },
      },
    }),
    row("deleteFlow", "DELETE", "/flows/{flow_id}", byIdAndQuery),
    row("validateFlow", "POST", "/flows/validate", {
      few: { fields: { definition } },
      all: { fields: { definition, input_schema } },
    }),
    row(
      "listRuns",
      "GET",
      "/runs",
      {
        few: {},
        all: {
          query: { filter_flow_id: [ID, OTHER], filter_roles: ["run_owner", "run_manager"], marker: "a+b/c=" },
          extra: EXTRA,
        },
      },
      { paged: true },
    ),
    row(
      "getRunLogs",
      "GET",
      "/runs/{run_id}/log",
      {
        few: { ids: [ID] },
        all: { ids: [ODD], query: { limit: 10, reverse_order: true, marker: "a+b/c=" }, extra: EXTRA },
        "the other switch": { ids: [ID], query: { reverse_order: false } },
      },
      { paged: true },
    ),
    row("getRun", "GET", "/runs/{run_id}", {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { include_flow_description: true }, extra: EXTRA },
    }),
    row("getRunDefinition", "GET", "/runs/{run_id}/definition", byId),
    row("cancelRun", "POST", "/runs/{run_id}/cancel", byId),
    row("updateRun", "PUT", "/runs/{run_id}", {
      few: { ids: [ID], fields: { label: "New" } },
      all: {
        ids: [ODD],
        fields: runSettings,
        js: [ODD, { ...runSettings, more: 1 }],
        kwargs: { additional_fields: { more: 1 } },
      },
    }),
    row("deleteRun", "POST", "/runs/{run_id}/release", byId),
    row("getRegisteredApi", "GET", "/registered_apis/{registered_api_id}", byIdAndQuery),
    row(
      "listRegisteredApis",
      "GET",
      "/registered_apis",
      {
        few: {},
        all: {
          query: {
            filter_roles: ["owner", "administrator"],
            orderby: ["name ASC", "created_at DESC"],
            per_page: 10,
            marker: "a+b/c=",
          },
          extra: EXTRA,
        },
      },
      { paged: true },
    ),
    row(
      "listWebInputs",
      "GET",
      "/web_inputs",
      {
        few: {},
        all: {
          query: {
            filter_roles: ["viewer", "respondent"],
            filter_states: ["open", "closed"],
            filter_flow_ids: [ID, OTHER],
            filter_run_ids: [OTHER, ID],
            orderby: ["created_at DESC", "title ASC"],
            per_page: 10,
            marker: "a+b/c=",
          },
          extra: EXTRA,
        },
      },
      { paged: true },
    ),
    row("getWebInput", "GET", "/web_inputs/{web_input_id}", byId),
    row("respondToWebInput", "POST", "/web_inputs/{web_input_id}/respond", {
      few: { ids: [ID], doc: { response: { value: "yes" } }, args: [ID, "yes"] },
      all: { ids: [ODD], doc: { response: { value: { a: [1, null] } } }, args: [ODD, { a: [1, null] }] },
    }),
  ],
};

/** @type {import("../calls.mjs").Group} */
export const specificFlow = {
  service: "flows",
  client: "SpecificFlowClient",
  title: "Flows, running one",
  authorization: "Bearer",
  rows: [
    row("runFlow", "POST", "/flows/{flow_id}/run", {
      few: { flow: FLOW, fields: { body: {} } },
      all: {
        flow: FLOW,
        js: [FLOW, { body: { ü: 1 }, ...runSettings, activity_notification_policy: policy, more: 1 }],
        kwargs: {
          body: { ü: 1 },
          ...runSettings,
          activity_notification_policy: made("RunActivityNotificationPolicy", policy),
          additional_fields: { more: 1 },
        },
      },
    }),
    row("resumeRun", "POST", "/runs/{run_id}/resume", {
      few: { flow: FLOW, ids: [ID] },
      all: { flow: FLOW, ids: [ODD] },
    }),
    row("validateRun", "POST", "/flows/{flow_id}/validate_run", {
      few: { flow: FLOW, fields: { body: {} } },
      all: {
        flow: FLOW,
        js: [FLOW, { body: { ü: 1 }, ...runSettings, activity_notification_policy: policy, more: 1 }],
        kwargs: {
          body: { ü: 1 },
          ...runSettings,
          activity_notification_policy: policy,
          additional_fields: { more: 1 },
        },
      },
    }),
  ],
};
