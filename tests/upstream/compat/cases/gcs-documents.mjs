// The documents of a Globus Connect Server, as plain members. Python's payload classes accept the same members.
import { ID, OTHER, THIRD, identity, made } from "../values.mjs";

/**
 * Returns a document for both clients: plain in JavaScript, made by a payload class in Python.
 * @param {string} name the class
 * @param {object} fields
 * @param {Record<string, unknown>} [extra] plain members in addition to `more`, which no class knows
 */
export const both = (name, fields, { more, ...plain } = {}) => ({
  doc: { ...plain, ...fields, ...more },
  helper: made(name, { ...fields, ...(more && { additional_fields: more }) }),
});

const people = { contact_email: "a@example.org", contact_info: null, department: "Physics", organization: "Lab" };

export const endpoint = {
  ...people,
  contact_info: "see the web",
  description: "ü",
  display_name: "Endpoint",
  info_link: "https://example.org",
  network_use: "custom",
  subscription_id: null,
  keywords: ["a", "b"],
  allow_udt: false,
  public: true,
  max_concurrency: 4,
  max_parallelism: 8,
  preferred_concurrency: 2,
  preferred_parallelism: 4,
  gridftp_control_channel_port: 443,
};

/** The members that every collection may have. */
const collection = {
  ...people,
  collection_base_path: "/data/",
  default_directory: "/~/",
  description: "ü",
  display_name: "Data",
  identity_id: ID,
  info_link: null,
  restrict_transfers_to_high_assurance: "inbound",
  user_message: "x".repeat(65),
  user_message_link: "https://example.org",
  keywords: ["a"],
  disable_verify: false,
  enable_https: true,
  force_encryption: true,
  force_verify: false,
  public: false,
  acl_expiration_mins: 60,
  associated_flow_policy: { a: 1 },
};

export const mapped = {
  ...collection,
  domain_name: "data.example.org",
  guest_auth_policy_id: null,
  storage_gateway_id: OTHER,
  sharing_users_allow: ["a", "b"],
  sharing_users_deny: null,
  sharing_restrict_paths: { DATA_TYPE: "path_restrictions#1.0.0", read: ["/public"], none: null },
  delete_protected: true,
  allow_guest_collections: true,
  disable_anonymous_writes: true,
  auto_delete_timeout: 30,
};

export const guest = {
  ...collection,
  mapped_collection_id: OTHER,
  user_credential_id: THIRD,
  skip_auto_delete: true,
  activity_notification_policy: { upload: ["owner"] },
};

export const gateway = {
  display_name: "Files",
  connector_id: ID,
  root: "/data",
  identity_mappings: [{ DATA_TYPE: "expression_identity_mapping#1.0.0", mappings: [{ source: "{username}" }] }],
  allowed_domains: ["example.org", "clients.auth.globus.org"],
  high_assurance: true,
  require_mfa: true,
  authentication_timeout_mins: 30,
  users_allow: ["a"],
  users_deny: [],
};

export const role = { collection: ID, principal: identity(OTHER), role: "administrator" };

export const credential = {
  identity_id: ID,
  connector_id: OTHER,
  username: "a",
  display_name: "Key",
  storage_gateway_id: THIRD,
  policies: { DATA_TYPE: "s3_user_credential_policies#1.0.0", s3_key_id: "k" },
};

/** The first version of a collection in which each member exists: the clients name the highest one in DATA_TYPE. */
export const versions = {
  "collection#1.0.0": { organization: "Lab" },
  "collection#1.1.0": { enable_https: false },
  "collection#1.2.0": { sharing_users_deny: ["a"] },
  "collection#1.4.0": { force_verify: true },
  "collection#1.5.0": { disable_anonymous_writes: true },
  "collection#1.6.0": { guest_auth_policy_id: ID },
  "collection#1.7.0": { user_message: "x".repeat(65) },
  "collection#1.8.0": { delete_protected: false },
  "collection#1.10.0": { acl_expiration_mins: 5 },
  "collection#1.12.0": { restrict_transfers_to_high_assurance: "all" },
  "collection#1.13.0": { auto_delete_timeout: 7 },
  "collection#1.15.0": { associated_flow_policy: {} },
};

const groups = { groups_allow: ["a"], groups_deny: ["b"] };
const s3 = { s3_endpoint: "https://s3.example.org", s3_buckets: ["a"], s3_user_credential_required: true };
const oauth = { client_id: "c", secret: "s" };

/** The policies of a gateway for each kind of storage: payload class, type, members. */
export const storagePolicies = [
  ["POSIXStoragePolicies", "posix_storage_policies#1.0.0", groups],
  [
    "POSIXStagingStoragePolicies",
    "posix_staging_storage_policies#1.0.0",
    { ...groups, stage_app: "/bin/stage", environment: [{ name: "A", value: "b" }] },
  ],
  [
    "BlackPearlStoragePolicies",
    "blackpearl_storage_policies#1.0.0",
    { s3_endpoint: "https://s3.example.org", bp_access_id_file: "/ids" },
  ],
  ["BoxStoragePolicies", "box_storage_policies#1.0.0", { enterpriseID: "e", boxAppSettings: { clientID: "c" } }],
  [
    "CephStoragePolicies",
    "ceph_storage_policies#1.0.0",
    { s3_endpoint: "https://s3.example.org", s3_buckets: ["a"], ceph_admin_key_id: "k", ceph_admin_secret_key: "s" },
  ],
  ["GoogleDriveStoragePolicies", "google_drive_storage_policies#1.0.0", { ...oauth, user_api_rate_quota: 10 }],
  [
    "GoogleCloudStoragePolicies",
    "google_cloud_storage_policies#1.0.0",
    { ...oauth, service_account_key: { type: "service_account" }, buckets: ["a"], projects: ["p"] },
  ],
  ["OneDriveStoragePolicies", "onedrive_storage_policies#1.0.0", { ...oauth, tenant: "t", user_api_rate_limit: 10 }],
  [
    "AzureBlobStoragePolicies",
    "azure_blob_storage_policies#1.0.0",
    { ...oauth, tenant: "t", account: "a", auth_type: "user", adls: false },
  ],
  ["S3StoragePolicies", "s3_storage_policies#1.0.0", s3],
  ["ActiveScaleStoragePolicies", "s3_storage_policies#1.0.0", s3],
  [
    "IrodsStoragePolicies",
    "irods_storage_policies#1.0.0",
    { irods_environment_file: "/env", irods_authentication_file: "/auth" },
  ],
  [
    "HPSSStoragePolicies",
    "hpss_storage_policies#1.0.0",
    { authentication_mech: "unix", authenticator: "auth_keytab", uda_checksum_support: true },
  ],
];

const sharing = { sharing_groups_allow: ["a"], sharing_groups_deny: null };

/** The policies of a mapped collection, in the same form. */
export const collectionPolicies = [
  ["POSIXCollectionPolicies", "posix_collection_policies#1.0.0", sharing],
  ["POSIXStagingCollectionPolicies", "posix_staging_collection_policies#1.0.0", sharing],
  ["GoogleCloudStorageCollectionPolicies", "google_cloud_storage_collection_policies#1.0.0", { project: "p" }],
];
