// @ts-check
/**
 * @typedef {import("./collections.js").Collection} Collection
 */

/** Members that are always the same here: what belongs to retired kinds of endpoints, or to settings nobody makes. */
const CONSTANT = {
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
 * The collection as Transfer tells it to one identity.
 * @param {Collection} collection
 * @param {string} identityId
 * @param {import("./accounts.js").Accounts} accounts
 */
export function collectionDocument(collection, identityId, accounts) {
  const isGuest = collection.type === "guest";
  const isOwner = collection.owner === identityId;
  const host = isGuest ? collection.endpointId : null;
  const username = `u_${collection.owner.replaceAll("-", "").slice(0, 26)}`;
  return {
    ...CONSTANT,
    DATA_TYPE: "endpoint",
    id: collection.id,
    name: collection.id,
    display_name: collection.displayName,
    entity_type: isGuest ? "GCSv5_guest_collection" : "GCSv5_mapped_collection",
    canonical_name: `${username}#${collection.id}`,
    username,
    owner_id: isGuest ? collection.owner : collection.endpointId,
    owner_string: accounts.usernameOf(collection.owner),
    organization: collection.organization,
    description: collection.description,
    keywords: collection.keywords.length > 0 ? collection.keywords.join(",") : null,
    high_assurance: collection.highAssurance,
    force_encryption: collection.highAssurance,
    authentication_timeout_mins: collection.highAssurance ? 30 : 15840,
    subscription_id: collection.subscriptionId,
    default_directory: collection.defaultDirectory,
    acl_available: isGuest,
    acl_editable: isGuest && isOwner,
    shareable: !isGuest,
    my_effective_roles: isOwner ? ["administrator"] : [],
    host_endpoint_id: null,
    host_endpoint_display_name: null,
    host_path: isGuest ? "/" : null,
    mapped_collection_id: host,
    mapped_collection_display_name: null,
    gcs_manager_url: `https://${collection.endpointDomain}`,
    tlsftp_server: `tlsftp://${collection.domain}:443`,
    https_server: `https://${collection.domain}`,
  };
}
