// @ts-check
import { POSIX_CONNECTOR_ID } from "./gcs-endpoints.js";

/** @typedef {import("./collections.js").Collection} Collection */

/** Members that only administrators get, and only if the request includes private policies. */
const PRIVATE_MEMBERS = [
  "root_path",
  "policies",
  "sharing_restrict_paths",
  "sharing_users_allow",
  "sharing_users_deny",
];

/**
 * Members that a guest collection inherits from its mapped collection. A client cannot set them on the guest
 * collection.
 */
const INHERITED_MEMBERS = ["disable_anonymous_writes", "guest_auth_policy_id", "user_message", "user_message_link"];

const DEFAULT_SETTINGS = {
  contact_email: null,
  contact_info: null,
  department: null,
  disable_anonymous_writes: false,
  disable_verify: false,
  enable_https: true,
  force_encryption: false,
  force_verify: false,
  guest_auth_policy_id: null,
  info_link: null,
  public: true,
  require_mfa: false,
  sharing_restrict_paths: null,
  sharing_users_allow: null,
  sharing_users_deny: null,
  user_message: null,
  user_message_link: null,
};

/** Members that never become settings: read-only ones, and those that a field of `Collection` stores. */
const NON_SETTING_MEMBERS = [
  "DATA_TYPE",
  "id",
  "collection_type",
  "collection_base_path",
  "mapped_collection_id",
  "storage_gateway_id",
  "user_credential_id",
  "identity_id",
  "display_name",
  "description",
  "keywords",
  "organization",
  "default_directory",
  "allow_guest_collections",
  "high_assurance",
  "https_url",
  "tlsftp_url",
  "manager_url",
  "domain_name",
];

/**
 * Returns the collection as the GCS Manager API describes it.
 * @param {Collection} collection
 * @param {boolean} includePrivate whether the document contains private policies
 */
export function gcsCollectionDocument(collection, includePrivate) {
  const { mapped, endpoint, gateway } = collection;
  const isGuest = collection.type === "guest";
  const inherited = mapped ? Object.fromEntries(INHERITED_MEMBERS.map((name) => [name, settingOf(mapped, name)])) : {};
  const document = {
    DATA_TYPE: "collection#1.15.0",
    ...DEFAULT_SETTINGS,
    ...(!isGuest && { delete_protected: true }),
    ...collection.settings,
    ...inherited,
    ...(mapped?.settings.force_encryption === true && { force_encryption: true }),
    id: collection.id,
    collection_type: collection.type,
    collection_base_path: collection.basePath,
    root_path: rootPath(collection),
    ...(isGuest && { mapped_collection_id: mapped?.id ?? null, user_credential_id: collection.credentialId ?? null }),
    storage_gateway_id: gateway.id,
    connector_id: POSIX_CONNECTOR_ID,
    identity_id: collection.owner,
    display_name: collection.displayName,
    description: collection.description,
    keywords: collection.keywords,
    organization: collection.organization,
    default_directory: collection.defaultDirectory,
    allow_guest_collections: collection.allowGuestCollections,
    high_assurance: collection.highAssurance,
    authentication_timeout_mins: collection.highAssurance ? 30 : 15840,
    created_at: new Date(collection.createdAt).toISOString().slice(0, 10),
    last_access: null,
    deleted: false,
    domain_name: collection.domain,
    https_url: `https://${collection.domain}`,
    tlsftp_url: `tlsftp://${collection.domain}:443`,
    manager_url: endpoint.managerUrl,
  };
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => includePrivate || !PRIVATE_MEMBERS.includes(name)),
  );
}

/** Returns a setting, or its default. @param {Collection} collection @param {string} name */
const settingOf = ({ settings }, name) =>
  settings[name] ?? /** @type {Record<string, unknown>} */ (DEFAULT_SETTINGS)[name];

/** Returns the path in the storage at which a collection begins. @param {Collection} collection @returns {string} */
function rootPath({ mapped, basePath }) {
  const mappedRoot = mapped ? rootPath(mapped).replace(/\/$/, "") : "";
  return `${mappedRoot}/${basePath.replace(/^\/+/, "")}`;
}

/**
 * Writes the members of a document that a client may set to a collection.
 * @param {Collection} collection
 * @param {Record<string, unknown>} document
 */
export function applySettings(collection, document) {
  const { display_name: name, description, keywords, organization, default_directory: directory } = document;
  if (typeof name === "string") collection.displayName = name;
  if (typeof description === "string" || description === null) collection.description = description;
  if (typeof organization === "string" || organization === null) collection.organization = organization;
  if (Array.isArray(keywords)) collection.keywords = keywords.map(String);
  if (typeof directory === "string") collection.setDefaultDirectory(directory);
  const { allow_guest_collections: allowsGuests } = document;
  if (typeof allowsGuests === "boolean" && collection.type === "mapped")
    collection.allowGuestCollections = allowsGuests;
  for (const [key, value] of Object.entries(document))
    if (!NON_SETTING_MEMBERS.includes(key)) collection.settings[key] = value;
}
