// @ts-check
// Creates a guest collection on a mapped collection: gives the consent to manage it, finds or creates the account's
// credential on the storage gateway, and creates the collection.
import { argumentError, isUuid, readObject, readText } from "./internal.js";
import { grantConsent } from "./consents.js";
import { invalidResponseError, isRecord, readDocument } from "./replies.js";
import { scopes } from "./scopes.js";

/**
 * Returns the document in a reply of Globus Connect Server, which wraps documents in `data`.
 *
 * @param {any} result @param {string} kind The beginning of its DATA_TYPE. @param {string} name A member that it must
 *   have.
 */
function unwrapDocument(result, kind, name) {
  const all = Array.isArray(result.data) ? result.data.filter(isRecord) : [];
  const document = all.find((/** @type {any} */ { DATA_TYPE: type }) => String(type).startsWith(`${kind}#`)) ?? all[0];
  return readDocument("gcs", `a ${kind}`, document ?? result, name);
}

/** @param {any} account @param {unknown} mappedCollectionId @param {unknown} document @param {any} options */
export async function createGuestCollection(account, mappedCollectionId, document, options) {
  const id = readText("mappedCollectionId", mappedCollectionId);
  const fields = readObject("document", document);
  for (const name of ["display_name", "collection_base_path"]) readText(`document.${name}`, fields[name]);
  const endpoint = await account.transfer.getEndpoint(id, undefined, options);
  const mapped = readDocument("transfer", "a collection", endpoint, "entity_type");
  if (mapped.entity_type !== "GCSv5_mapped_collection") {
    const problem = `is a ${mapped.entity_type}, and a guest collection needs a GCSv5_mapped_collection`;
    throw argumentError("mappedCollectionId", `${problem}; for Globus Connect Personal there is transfer.createSharedEndpoint`);
  }
  if (!isUuid(mapped.owner_id)) throw invalidResponseError("transfer", "a collection without owner_id");
  const gcs = account.gcs({ collection: id });
  // The owner of a mapped collection is its endpoint.
  const { manageCollections } = scopes.endpoint(mapped.owner_id);
  // High assurance collections have no `data_access` scope.
  if (!mapped.high_assurance) await grantConsent(account, manageCollections.with(scopes.collection(id).dataAccess), options);
  const defaults = { collection_type: "guest", public: false, identity_id: account.clientId, mapped_collection_id: id };
  const user_credential_id = fields.user_credential_id ?? (await findOrCreateCredential(account, gcs, id, options));
  const result = await gcs.createCollection({ ...defaults, ...fields, user_credential_id }, undefined, options);
  return unwrapDocument(result, "collection", "id");
}

/**
 * Returns the id of the account's credential on the storage gateway of a collection. Creates the credential if there is
 * none. It defines the local user that the account acts as.
 *
 * @param {any} account @param {any} gcs @param {string} id @param {any} options
 */
async function findOrCreateCredential(account, gcs, id, options) {
  const collection = await gcs.getCollection(id, undefined, options);
  const { storage_gateway_id } = unwrapDocument(collection, "collection", "storage_gateway_id");
  const isOwn = (/** @type {any} */ credential) =>
    credential.identity_id === account.clientId && credential.storage_gateway_id === storage_gateway_id;
  for await (const credential of gcs.getUserCredentialList({ storage_gateway: storage_gateway_id }, options)) {
    if (isRecord(credential) && isOwn(credential) && !credential.invalid)
      return readDocument("gcs", "a credential", credential, "id").id;
  }
  const document = { identity_id: account.clientId, storage_gateway_id };
  const created = await gcs.createUserCredential(document, undefined, options);
  return unwrapDocument(created, "user_credential", "id").id;
}
