import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, THIRD } from "../values.mjs";
import manager from "./transfer-manager.mjs";
import submissions from "./transfer-submissions.mjs";

const ENDPOINT = "/v0.10/endpoint/{endpoint_id}";
const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const byTwo = { few: { ids: [ID, OTHER] }, all: { ids: [ODD, `x${ODD}`] } };
const byTwoAndQuery = { few: { ids: [ID, OTHER] }, all: { ids: [ODD, `x${ODD}`], extra: EXTRA } };
const byQuery = { few: {}, all: { extra: EXTRA } };

const share = { DATA_TYPE: "shared_endpoint", host_endpoint: ID, host_path: "/ü/", display_name: "Share" };
const role = { DATA_TYPE: "role", principal_type: "identity", principal: ID, role: "administrator" };
const access = { DATA_TYPE: "access", principal_type: "group", principal: ID, path: "/a/", permissions: "rw" };
const bookmark = { name: "Data", endpoint_id: ID, path: "/a b/" };

/** @type {import("../calls.mjs").Group} */
export default {
  service: "transfer",
  client: "TransferClient",
  title: "Transfer",
  authorization: "Bearer",
  rows: [
    row("getEndpoint", "GET", ENDPOINT, {
      ...byIdAndQuery,
      "an id with a slash": { ids: ["a/b"] },
      "an id of two dots": { ids: [".."], path: "/v0.10/" },
    }),
    row("updateEndpoint", "PUT", ENDPOINT, {
      few: { ids: [ID], doc: { display_name: "New" } },
      all: { ids: [ODD], doc: { DATA_TYPE: "endpoint", display_name: "New", keywords: ["ü"] }, extra: EXTRA },
    }),
    row("setSubscriptionId", "PUT", "/v0.10/endpoint/{collection_id}/subscription", {
      few: { ids: [ID], fields: { subscription_id: OTHER } },
      all: { ids: [ODD], fields: { subscription_id: null } },
    }),
    row("setSubscriptionAdminVerified", "PUT", "/v0.10/endpoint/{collection_id}/subscription_admin_verified", {
      few: { ids: [ID], fields: { subscription_admin_verified: true } },
      all: { ids: [ODD], fields: { subscription_admin_verified: false } },
    }),
    row("deleteEndpoint", "DELETE", ENDPOINT, byId),
    row(
      "endpointSearch",
      "GET",
      "/v0.10/endpoint_search",
      {
        few: { query: { filter_fulltext: "tutorial" } },
        all: {
          query: {
            filter_fulltext: "a & ü",
            filter_scope: "all",
            filter_owner_id: ID,
            filter_host_endpoint: OTHER,
            filter_non_functional: false,
            filter_entity_type: "GCSv5_guest_collection",
            limit: 10,
            offset: 20,
          },
          extra: EXTRA,
        },
        "the other switch": { query: { filter_non_functional: true } },
      },
      { paged: true },
    ),
    row("myEffectivePauseRuleList", "GET", `${ENDPOINT}/my_effective_pause_rule_list`, byIdAndQuery),
    row("mySharedEndpointList", "GET", `${ENDPOINT}/my_shared_endpoint_list`, byIdAndQuery),
    row(
      "getSharedEndpointList",
      "GET",
      `${ENDPOINT}/shared_endpoint_list`,
      {
        few: { ids: [ID] },
        all: { ids: [ODD], query: { max_results: 10, next_token: "a+b" }, extra: EXTRA },
      },
      { paged: true },
    ),
    row("createSharedEndpoint", "POST", "/v0.10/shared_endpoint", {
      few: { doc: share },
      all: { doc: { ...share, description: null, keywords: ["a", "b"], public: false } },
    }),
    row("endpointServerList", "GET", `${ENDPOINT}/server_list`, byIdAndQuery),
    row("getEndpointServer", "GET", `${ENDPOINT}/server/{server_id}`, byTwoAndQuery),
    row("endpointRoleList", "GET", `${ENDPOINT}/role_list`, byIdAndQuery),
    row("addEndpointRole", "POST", `${ENDPOINT}/role`, {
      few: { ids: [ID], doc: role },
      all: { ids: [ODD], doc: { ...role, principal_type: "group", principal: THIRD } },
    }),
    row("getEndpointRole", "GET", `${ENDPOINT}/role/{role_id}`, byTwoAndQuery),
    row("deleteEndpointRole", "DELETE", `${ENDPOINT}/role/{role_id}`, byTwo),
    row("endpointAclList", "GET", `${ENDPOINT}/access_list`, byIdAndQuery),
    row("getEndpointAclRule", "GET", `${ENDPOINT}/access/{rule_id}`, byTwoAndQuery),
    row("addEndpointAclRule", "POST", `${ENDPOINT}/access`, {
      few: { ids: [ID], doc: access },
      all: { ids: [ODD], doc: { ...access, notify_email: "a@example.org", expiration_date: null } },
    }),
    row("updateEndpointAclRule", "PUT", `${ENDPOINT}/access/{rule_id}`, {
      few: { ids: [ID, OTHER], doc: { permissions: "r" } },
      all: { ids: [ODD, `x${ODD}`], doc: { ...access, permissions: "r" } },
    }),
    row("deleteEndpointAclRule", "DELETE", `${ENDPOINT}/access/{rule_id}`, byTwo),
    row("bookmarkList", "GET", "/v0.10/bookmark_list", byQuery),
    row("createBookmark", "POST", "/v0.10/bookmark", {
      few: { doc: bookmark },
      all: { doc: { ...bookmark, DATA_TYPE: "bookmark", pinned: true } },
    }),
    row("getBookmark", "GET", "/v0.10/bookmark/{bookmark_id}", byIdAndQuery),
    row("updateBookmark", "PUT", "/v0.10/bookmark/{bookmark_id}", {
      few: { ids: [ID], doc: { name: "New" } },
      all: { ids: [ODD], doc: { name: "New", pinned: false } },
    }),
    row("deleteBookmark", "DELETE", "/v0.10/bookmark/{bookmark_id}", byId),
    ...submissions,
    ...manager,
    row("updateTunnel", "PATCH", "/v2/tunnels/{tunnel_id}", {
      few: { ids: [ID], doc: { data: { type: "Tunnel", attributes: { state: "STOPPING" } } } },
      all: { ids: [ODD], doc: { data: { type: "Tunnel", attributes: { listener_port: 4000, label: "ü" } } } },
    }),
    row("getTunnel", "GET", "/v2/tunnels/{tunnel_id}", byIdAndQuery),
    row("deleteTunnel", "DELETE", "/v2/tunnels/{tunnel_id}", byId),
    row("listTunnels", "GET", "/v2/tunnels", byQuery),
    row("getStreamAccessPoint", "GET", "/v2/stream_access_points/{stream_ap_id}", byIdAndQuery),
    row("getTunnelEvents", "GET", "/v2/tunnels/{tunnel_id}/events", byIdAndQuery),
  ],
};
