// @ts-check
import { POSIX } from "./gcs-endpoints.js";

/** @typedef {import("./collections.js").Collection} Collection */

/** Members that are told only to administrators who ask for private policies. */
const PRIVATE = ["root_path", "policies", "sharing_restrict_paths", "sharing_users_allow", "sharing_users_deny"];

/** Members that a guest collection has from its mapped collection, and cannot set. */
const INHERITED = ["disable_anonymous_writes", "guest_auth_policy_id", "user_message", "user_message_link"];

const USUAL = {
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

/** Members that tell what a collection is, whatever was sent for them. */
const OWN = [
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
 * The collection as the manager of its endpoint tells it.
 * @param {Collection} collection
 * @param {boolean} withPrivate whether its private policies are told too
 */
export function gcsCollectionDocument(collection, withPrivate) {
  const { mapped, endpoint, gateway } = collection;
  const isGuest = collection.type === "guest";
  const inherited = mapped ? Object.fromEntries(INHERITED.map((name) => [name, setting(mapped, name)])) : {};
  const document = {
    DATA_TYPE: "collection#1.15.0",
    ...USUAL,
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
    connector_id: POSIX,
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
  return Object.fromEntries(Object.entries(document).filter(([name]) => withPrivate || !PRIVATE.includes(name)));
}

/** @param {Collection} collection @param {string} name */
const setting = ({ settings }, name) => settings[name] ?? /** @type {Record<string, unknown>} */ (USUAL)[name];

/** Where it begins in the storage. @param {Collection} collection @returns {string} */
function rootPath({ mapped, basePath }) {
  const above = mapped ? rootPath(mapped).replace(/\/$/, "") : "";
  return `${above}/${basePath.replace(/^\/+/, "")}`;
}

/**
 * Takes over what a document says, as far as a client may say it.
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
  const { allow_guest_collections: allowed } = document;
  if (typeof allowed === "boolean" && collection.type === "mapped") collection.allowGuestCollections = allowed;
  for (const [key, value] of Object.entries(document)) if (!OWN.includes(key)) collection.settings[key] = value;
}
