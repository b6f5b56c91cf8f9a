import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, made } from "../values.mjs";
import * as documents from "./gcs-documents.mjs";

const { both } = documents;
const byIdAndQuery = { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } };
const byQuery = { few: {}, all: { extra: EXTRA } };
const page = { page_size: 10, marker: "a+b/c=" };
const more = { more: { x: "ü" } };
const collections = "/api/collections";
const gateways = "/api/storage_gateways";
const credentials = "/api/user_credentials";

/** The policies of one kind of storage. Their class in Python, and DATA_TYPE in JavaScript, define the kind. */
const policies = (list, name, plain) =>
  Object.fromEntries(
    list.map(([policy, type, members]) => [
      policy,
      {
        doc: { ...plain, policies: { DATA_TYPE: type, ...members, ...more } },
        helper: made(name, { policies: made(policy, { ...members, additional_fields: more }) }),
      },
    ]),
  );

const versions = Object.fromEntries(
  Object.entries(documents.versions).map(([version, members]) => [
    version,
    both("MappedCollectionDocument", members, { collection_type: "mapped" }),
  ]),
);

/** @type {import("../calls.mjs").Group} */
export default {
  service: "gcs",
  client: "GCSClient",
  title: "Globus Connect Server",
  authorization: "Bearer",
  rows: [
    row("getGcsInfo", "GET", "/api/info", byQuery),
    row("getEndpoint", "GET", "/api/endpoint", byQuery),
    row("updateEndpoint", "PATCH", "/api/endpoint", {
      few: both("EndpointDocument", { display_name: "Endpoint" }),
      all: {
        ...both("EndpointDocument", documents.endpoint, { more }),
        query: { include: ["endpoint"] },
        extra: EXTRA,
      },
      "its own type": {
        doc: { DATA_TYPE: "endpoint#1.2.0", display_name: "Endpoint" },
        helper: made("EndpointDocument", { data_type: "endpoint#1.2.0", display_name: "Endpoint" }),
      },
    }),
    row(
      "getCollectionList",
      "GET",
      collections,
      {
        few: {},
        all: {
          query: {
            mapped_collection_id: ID,
            filter: ["guest_collections", "created_by_me"],
            include: ["private_policies", "x"],
            ...page,
          },
          extra: EXTRA,
        },
      },
      { paged: true },
    ),
    row("getCollection", "GET", `${collections}/{collection_id}`, byIdAndQuery),
    row("createCollection", "POST", collections, {
      few: both("GuestCollectionDocument", { mapped_collection_id: ID }, { collection_type: "guest" }),
      all: both("GuestCollectionDocument", documents.guest, { collection_type: "guest", more }),
      "a mapped one": both("MappedCollectionDocument", documents.mapped, { collection_type: "mapped", more }),
      "its own type": {
        doc: { DATA_TYPE: "collection#1.9.0", collection_type: "guest", enable_https: true },
        helper: made("GuestCollectionDocument", { data_type: "collection#1.9.0", enable_https: true }),
      },
      "its own type, mapped": {
        doc: { DATA_TYPE: "collection#1.9.0", collection_type: "mapped", enable_https: true },
        helper: made("MappedCollectionDocument", { data_type: "collection#1.9.0", enable_https: true }),
      },
      "a plain document": { doc: { DATA_TYPE: "collection#1.0.0", collection_type: "guest", display_name: "ü" } },
      ...versions,
      "collection#1.14.0": both(
        "GuestCollectionDocument",
        { activity_notification_policy: {} },
        { collection_type: "guest" },
      ),
      "a short message": both(
        "GuestCollectionDocument",
        { user_message: "x".repeat(64) },
        { collection_type: "guest" },
      ),
      ...policies(documents.collectionPolicies, "MappedCollectionDocument", { collection_type: "mapped" }),
    }),
    row("updateCollection", "PATCH", `${collections}/{collection_id}`, {
      few: { ids: [ID], ...both("GuestCollectionDocument", { display_name: "New" }, { collection_type: "guest" }) },
      all: {
        ids: [ODD],
        ...both("GuestCollectionDocument", documents.guest, { collection_type: "guest", more }),
        extra: EXTRA,
      },
    }),
    row("deleteCollection", "DELETE", `${collections}/{collection_id}`, byIdAndQuery),
    row(
      "getStorageGatewayList",
      "GET",
      gateways,
      {
        few: {},
        all: { query: { include: ["private_policies", "accounts"], ...page }, extra: EXTRA },
      },
      { paged: true },
    ),
    row("createStorageGateway", "POST", gateways, {
      few: both("StorageGatewayDocument", { display_name: "Files" }),
      all: { ...both("StorageGatewayDocument", documents.gateway, { more }), extra: EXTRA },
      "its own type": {
        doc: { DATA_TYPE: "storage_gateway#1.2.0", display_name: "Files" },
        helper: made("StorageGatewayDocument", { DATA_TYPE: "storage_gateway#1.2.0", display_name: "Files" }),
      },
      ...policies(documents.storagePolicies, "StorageGatewayDocument", {}),
    }),
    row("getStorageGateway", "GET", `${gateways}/{storage_gateway_id}`, {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { include: ["private_policies", "accounts"] }, extra: EXTRA },
    }),
    row("updateStorageGateway", "PATCH", `${gateways}/{storage_gateway_id}`, {
      few: { ids: [ID], ...both("StorageGatewayDocument", { display_name: "New" }) },
      all: { ids: [ODD], ...both("StorageGatewayDocument", documents.gateway, { more }), extra: EXTRA },
    }),
    row("deleteStorageGateway", "DELETE", `${gateways}/{storage_gateway_id}`, byIdAndQuery),
    row(
      "getRoleList",
      "GET",
      "/api/roles",
      {
        few: {},
        all: { query: { collection_id: ID, include: "all_roles", ...page }, extra: EXTRA },
      },
      { paged: true },
    ),
    row("createRole", "POST", "/api/roles", {
      few: both("GCSRoleDocument", documents.role),
      all: { ...both("GCSRoleDocument", documents.role, { more }), extra: EXTRA },
      "its own type": {
        doc: { DATA_TYPE: "role#1.1.0", role: "owner" },
        helper: made("GCSRoleDocument", { DATA_TYPE: "role#1.1.0", role: "owner" }),
      },
    }),
    row("getRole", "GET", "/api/roles/{role_id}", byIdAndQuery),
    row("deleteRole", "DELETE", "/api/roles/{role_id}", byIdAndQuery),
    row(
      "getUserCredentialList",
      "GET",
      credentials,
      {
        few: {},
        all: { query: { storage_gateway: ID, ...page }, extra: EXTRA },
      },
      { paged: true },
    ),
    row("createUserCredential", "POST", credentials, {
      few: both("UserCredentialDocument", { storage_gateway_id: OTHER }),
      all: { ...both("UserCredentialDocument", documents.credential, { more }), extra: EXTRA },
      "its own type": {
        doc: { DATA_TYPE: "user_credential#1.1.0", username: "a" },
        helper: made("UserCredentialDocument", { DATA_TYPE: "user_credential#1.1.0", username: "a" }),
      },
    }),
    row("getUserCredential", "GET", `${credentials}/{user_credential_id}`, byIdAndQuery),
    row("updateUserCredential", "PATCH", `${credentials}/{user_credential_id}`, {
      few: { ids: [ID], ...both("UserCredentialDocument", { username: "b" }) },
      all: { ids: [ODD], ...both("UserCredentialDocument", documents.credential, { more }), extra: EXTRA },
    }),
    row("deleteUserCredential", "DELETE", `${credentials}/{user_credential_id}`, byIdAndQuery),
  ],
};
