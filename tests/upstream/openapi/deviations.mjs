// The parts of Globus's OpenAPI documents that the declarations do not have, with the reason.
//
// `calls`: `FlowsClient.getFlow`, or `GcsClient.*`; `differences`: the words of the report, with only the last name of
// the path. A row without a matching difference is a failure.

/** @param {string} names @param {string} [what] */
const each = (names, what = "is not declared") => names.split(/\s+/).map((name) => `${name} ${what}`);

/** @type {{ calls: string[], part: import("./tests.mjs").Part, differences: string[], reason: string }[]} */
export const DEVIATIONS = [
  {
    calls: ["GroupsClient.getGroup"],
    part: "query",
    differences: ["include may be null"],
    reason: "null means that the parameter is absent; a query has no null",
  },
  {
    calls: ["TransferClient.getTunnelEvents"],
    part: "query",
    differences: each("code_name is_error", "may be null"),
    reason: "null means that the parameter is absent; a query has no null",
  },
  {
    calls: ["GroupsClient.batchMembershipAction"],
    part: "document",
    differences: ["role may be null"],
    reason: "null would remove the role: the Python SDK's helper accepts only the roles",
  },
  {
    calls: ["TimersClient.createJob"],
    part: "document",
    differences: ["interval is optional"],
    reason: "the Python SDK's `TimerJob` always sends it, null for one run; a required member cannot be forgotten",
  },
  {
    calls: ["SearchClient.createRole"],
    part: "document",
    differences: each("role_name principal", "is optional"),
    reason: "a role without them has no effect",
  },
  {
    calls: ["FlowsClient.createFlow"],
    part: "document",
    differences: each("title input_schema", "is optional"),
    reason: "the Python SDK requires them",
  },
  {
    calls: ["createFlow", "getFlow", "listFlows", "updateFlow", "deleteFlow"].map((name) => `FlowsClient.${name}`),
    part: "reply",
    differences: ["globus_auth_scopes_by_RunAs may be array"],
    reason: "the reply has an object whose keys are the `RunAs` names, as the documentation of Globus's automation client shows",
  },
  {
    calls: ["FlowsClient.listRuns"],
    part: "reply",
    differences: ["actions is not declared"],
    reason: "replies of paths that end in `/actions` use this name for `runs`",
  },
  {
    calls: ["FlowsClient.listFlows", "FlowsClient.listRuns"],
    part: "query",
    differences: each("page filter_role pagination_token"),
    reason: "replaced by `marker` and `filter_roles`, and marked as deprecated; lists use `marker` for pages",
  },
  {
    calls: ["FlowsClient.listFlows", "FlowsClient.listRuns"],
    part: "query",
    differences: each(
      `filter_scope_string filter_title filter_subtitle filter_description filter_keywords filter_fulltext filter_label
      filter_flow_title`,
      "may be array",
    ),
    reason: "the Python SDK accepts one text",
  },
  {
    calls: ["FlowsClient.getRun"],
    part: "query",
    differences: ["true", "false"].map((value) => `include_flow_description may be ${value}`),
    reason: "the text of a boolean in a query",
  },
  {
    calls: ["TransferClient.createTunnel"],
    part: "document",
    differences: ["data may be null", "id is optional", "data is optional"],
    reason: "documents and replies share one schema: a tunnel always has two access points",
  },
  {
    calls: ["TransferClient.deleteTunnel"],
    part: "reply",
    differences: ["data may be object", "type is not declared", "id is not declared"],
    reason: "in the Python SDK's fixture `data` is null, because the tunnel is deleted",
  },
  {
    calls: ["GcsClient.*"],
    part: "reply",
    differences: ["authorization_parameters is not declared"],
    reason: "successful replies and errors share one schema; `GcsErrorBody` declares this member",
  },
  {
    calls: ["GcsClient.*"],
    part: "document",
    differences: each("id deleted invalid provisioned"),
    reason: "documents and replies share one schema: the endpoint sets these members",
  },
  {
    calls: ["GcsClient.createCollection", "GcsClient.updateCollection"],
    part: "document",
    differences: ["domain is not declared"],
    reason: "documents and replies share one schema: separate calls set this member",
  },
  {
    calls: ["GcsClient.updateCollection"],
    part: "document",
    differences: each("collection_base_path domain_name mapped_collection_id storage_gateway_id"),
    reason: "their descriptions state that they cannot change after the collection is created",
  },
  {
    calls: ["GcsClient.createCollection"],
    part: "document",
    differences: each("mapped_collection_id storage_gateway_id", "is optional"),
    reason: "`collection_type` defines which of the two is required, as their descriptions state",
  },
  {
    calls: ["GcsClient.createStorageGateway", "GcsClient.createUserCredential"],
    part: "document",
    differences: each("connector_id display_name storage_gateway_id", "is optional"),
    reason: "creation and update share one schema: a creation needs these members",
  },
  {
    calls: ["GcsClient.createStorageGateway", "GcsClient.updateStorageGateway"],
    part: "document",
    differences: each("command match output source mappings", "is optional"),
    reason: "a mapping without them has no effect",
  },
];
