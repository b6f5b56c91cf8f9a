// Where Globus's OpenAPI documents have something that the declarations have not, and why it stays like that.
//
// `calls`: `FlowsClient.getFlow`, or `GcsClient.*`; `differences`: as the report words them, without what is in front of the
// last name of the path. A row that fits nothing any more is a failure.

/** @param {string} names @param {string} [what] */
const each = (names, what = "is not declared") => names.split(/\s+/).map((name) => `${name} ${what}`);

/** @type {{ calls: string[], part: import("./tests.mjs").Part, differences: string[], reason: string }[]} */
export const DEVIATIONS = [
  {
    calls: ["GroupsClient.getGroup"],
    part: "query",
    differences: ["include may be null"],
    reason: "what is left out; a query has no null",
  },
  {
    calls: ["TransferClient.getTunnelEvents"],
    part: "query",
    differences: each("code_name is_error", "may be null"),
    reason: "what is left out; a query has no null",
  },
  {
    calls: ["GroupsClient.batchMembershipAction"],
    part: "document",
    differences: ["role may be null"],
    reason: "a change of role to none: the Python SDK's helper takes one of the roles",
  },
  {
    calls: ["TimersClient.createJob"],
    part: "document",
    differences: ["interval is optional"],
    reason: "the Python SDK's `TimerJob` always sends it, null for one run; what is left out is easily forgotten",
  },
  {
    calls: ["SearchClient.createRole"],
    part: "document",
    differences: each("role_name principal", "is optional"),
    reason: "a role without them says nothing",
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
    reason: "an object by their `RunAs`, as the documentation of Globus's automation client shows it",
  },
  {
    calls: ["FlowsClient.listRuns"],
    part: "reply",
    differences: ["actions is not declared"],
    reason: "the name of `runs` in replies of paths that end in `/actions`",
  },
  {
    calls: ["FlowsClient.listFlows", "FlowsClient.listRuns"],
    part: "query",
    differences: each("page filter_role pagination_token"),
    reason: "superseded by `marker` and `filter_roles`, and marked so; pages are followed by `marker`",
  },
  {
    calls: ["FlowsClient.listFlows", "FlowsClient.listRuns"],
    part: "query",
    differences: each(
      `filter_scope_string filter_title filter_subtitle filter_description filter_keywords filter_fulltext filter_label
      filter_flow_title`,
      "may be array",
    ),
    reason: "the Python SDK takes one text",
  },
  {
    calls: ["FlowsClient.getRun"],
    part: "query",
    differences: ["true", "false"].map((value) => `include_flow_description may be ${value}`),
    reason: "how a boolean is written in a query",
  },
  {
    calls: ["TransferClient.createTunnel"],
    part: "document",
    differences: ["data may be null", "id is optional", "data is optional"],
    reason: "one schema for documents and replies: a tunnel is between two access points",
  },
  {
    calls: ["TransferClient.deleteTunnel"],
    part: "reply",
    differences: ["data may be object", "type is not declared", "id is not declared"],
    reason: "the Python SDK's fixture has null, which the deleted tunnel has become",
  },
  {
    calls: ["GcsClient.*"],
    part: "reply",
    differences: ["authorization_parameters is not declared"],
    reason: "one schema for successes and errors; `GcsErrorBody` has it",
  },
  {
    calls: ["GcsClient.*"],
    part: "document",
    differences: each("id deleted invalid provisioned"),
    reason: "one schema for documents and replies: the endpoint decides about these",
  },
  {
    calls: ["GcsClient.createCollection", "GcsClient.updateCollection"],
    part: "document",
    differences: ["domain is not declared"],
    reason: "one schema for documents and replies: it is set by calls of its own",
  },
  {
    calls: ["GcsClient.updateCollection"],
    part: "document",
    differences: each("collection_base_path domain_name mapped_collection_id storage_gateway_id"),
    reason: "described as what cannot change after the collection is created",
  },
  {
    calls: ["GcsClient.createCollection"],
    part: "document",
    differences: each("mapped_collection_id storage_gateway_id", "is optional"),
    reason: "which of the two is required depends on `collection_type`, as their descriptions say",
  },
  {
    calls: ["GcsClient.createStorageGateway", "GcsClient.createUserCredential"],
    part: "document",
    differences: each("connector_id display_name storage_gateway_id", "is optional"),
    reason: "one schema for creating and changing: without them there is nothing to create",
  },
  {
    calls: ["GcsClient.createStorageGateway", "GcsClient.updateStorageGateway"],
    part: "document",
    differences: each("command match output source mappings", "is optional"),
    reason: "a mapping without them maps nothing",
  },
];
