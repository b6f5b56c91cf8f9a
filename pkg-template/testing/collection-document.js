// @ts-check
/**
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./gcs-endpoints.js").Endpoint} Endpoint
 */

/**
 * Members that the fake does not compute: those of retired kinds of endpoints, and settings that a client may change.
 */
const BASE_MEMBERS = {
  DATA: [],
  acl_max_expiration_period_mins: null,
  activated: false,
  authentication_assurance_timeout: null,
  authentication_policy_id: null,
  contact_email: null,
  contact_info: null,
  department: null,
  disable_anonymous_writes: false,
  disable_verify: false,
  expire_time: null,
  expires_in: -1,
  force_verify: false,
  french_english_bilingual: false,
  gcp_connected: null,
  gcp_paused: null,
  gcs_version: "5.4.71",
  globus_connect_setup_key: null,
  host_endpoint: null,
  in_use: false,
  info_link: null,
  is_globus_connect: false,
  last_accessed_time: null,
  local_user_info_available: null,
  location: "Automatic",
  max_concurrency: 4,
  max_parallelism: 8,
  mfa_required: false,
  myproxy_dn: null,
  myproxy_server: null,
  network_use: "normal",
  non_functional: false,
  non_functional_endpoint_display_name: null,
  non_functional_endpoint_id: null,
  oauth_server: null,
  preferred_concurrency: 2,
  preferred_parallelism: 4,
  public: true,
  requester_pays: false,
  s3_owner_activated: false,
  s3_url: null,
  sharing_target_endpoint: null,
  sharing_target_root_path: null,
  subscription_admin_verified: false,
  user_message: null,
  user_message_link: null,
};

/**
 * Returns Transfer's document of a collection, as one identity sees it.
 * @param {Collection} collection
 * @param {string} identityId
 * @param {import("./accounts.js").Accounts} accounts
 */
export function collectionDocument(collection, identityId, accounts) {
  const { mapped, personal } = collection;
  const isGuest = collection.type === "guest";
  return {
    ...BASE_MEMBERS,
    ...selectTransferSettings(collection.settings),
    ...ownerMembers(collection, accounts),
    DATA_TYPE: "endpoint",
    id: collection.id,
    name: collection.id,
    display_name: collection.displayName,
    entity_type: entityType(collection),
    organization: collection.organization,
    description: collection.description,
    keywords: collection.keywords.length > 0 ? collection.keywords.join(",") : null,
    high_assurance: collection.highAssurance,
    force_encryption: collection.highAssurance || collection.settings.force_encryption === true,
    authentication_timeout_mins: collection.highAssurance ? 30 : 15840,
    subscription_id: collection.subscriptionId,
    default_directory: collection.defaultDirectory,
    acl_available: isGuest,
    acl_editable: isGuest && collection.holds(identityId, "access_manager"),
    shareable: !isGuest && collection.allowGuestCollections,
    my_effective_roles: collection.rolesOf(identityId),
    host_endpoint_id: personal ? (mapped?.id ?? null) : null,
    host_endpoint_display_name: personal ? (mapped?.displayName ?? null) : null,
    host_path: isGuest ? collection.basePath : null,
    mapped_collection_id: mapped?.id ?? null,
    mapped_collection_display_name: mapped?.displayName ?? null,
    ...(personal ? personalMembers(isGuest) : serverMembers(collection)),
  };
}

/** @param {Collection} collection */
function entityType({ type, personal }) {
  return `${personal ? "GCP" : "GCSv5"}_${type}_collection`;
}

/**
 * A collection on a server belongs to the client of the endpoint. The identity that owns it is only in `owner_string`.
 * @param {Collection} collection
 * @param {import("./accounts.js").Accounts} accounts
 */
function ownerMembers({ id, owner, personal, endpoint }, accounts) {
  const username = `u_${owner.replaceAll("-", "").slice(0, 26)}`;
  return {
    canonical_name: `${username}#${id}`,
    username,
    owner_id: personal ? owner : endpoint.clientId,
    owner_string: accounts.usernameOf(owner),
  };
}

/** @param {boolean} isGuest */
const personalMembers = (isGuest) => ({
  is_globus_connect: !isGuest,
  gcp_connected: isGuest ? null : true,
  gcp_paused: isGuest ? null : false,
  gcs_version: null,
  gcs_manager_url: null,
  tlsftp_server: null,
  https_server: null,
});

/** @param {Collection} collection */
const serverMembers = ({ endpoint, domain, settings }) => ({
  gcs_manager_url: endpoint.managerUrl,
  tlsftp_server: `tlsftp://${domain}:443`,
  https_server: settings.enable_https === false ? null : `https://${domain}`,
});

/** Returns the settings that have a member in Transfer's document. @param {Record<string, unknown>} settings */
const selectTransferSettings = (settings) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name in BASE_MEMBERS));

/**
 * Returns Transfer's document of a Globus Connect Server endpoint, as one identity sees it.
 * @param {Endpoint} endpoint
 * @param {string} identityId
 */
export function endpointDocument(endpoint, identityId) {
  const { id, displayName, settings, domain } = endpoint;
  const { keywords } = settings;
  return {
    ...BASE_MEMBERS,
    ...selectTransferSettings(settings),
    DATA_TYPE: "endpoint",
    id,
    name: id,
    display_name: displayName,
    entity_type: "GCSv5_endpoint",
    canonical_name: `${id}#${id}`,
    username: id,
    owner_id: endpoint.clientId,
    owner_string: `${endpoint.clientId}@clients.auth.globus.org`,
    organization: settings.organization ?? null,
    description: settings.description ?? null,
    keywords: Array.isArray(keywords) ? keywords.join(",") : null,
    high_assurance: false,
    force_encryption: false,
    authentication_timeout_mins: null,
    subscription_id: settings.subscription_id ?? null,
    default_directory: null,
    acl_available: false,
    acl_editable: false,
    shareable: false,
    my_effective_roles: endpoint.holds(identityId, "administrator") ? ["administrator"] : [],
    host_endpoint_id: null,
    host_endpoint_display_name: null,
    host_path: null,
    mapped_collection_id: null,
    mapped_collection_display_name: null,
    gcs_manager_url: `https://${domain}`,
    tlsftp_server: null,
    https_server: null,
  };
}
