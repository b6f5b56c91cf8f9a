// @ts-check
// A guest collection of the account's own on a mapped collection: the consent to act there, the local user it acts as, and the
// collection.
import { invalid, isUuid, object, text } from "./account-of.js";
import { consent } from "./consents.js";
import { documentOf, isDocument, unreadable } from "./replies.js";
import { scopes } from "./scopes.js";

/**
 * The document in a result of Globus Connect Server.
 *
 * @param {any} result @param {string} kind How its DATA_TYPE begins. @param {string} name What it must say.
 */
function unwrapped(result, kind, name) {
  const all = Array.isArray(result.data) ? result.data.filter(isDocument) : [];
  const document = all.find((/** @type {any} */ { DATA_TYPE: type }) => String(type).startsWith(`${kind}#`)) ?? all[0];
  return documentOf("gcs", `a ${kind}`, document ?? result, name);
}

/** @param {any} account @param {unknown} mappedCollectionId @param {unknown} document @param {any} options */
export async function createGuestCollection(account, mappedCollectionId, document, options) {
  const id = text("mappedCollectionId", mappedCollectionId);
  const wanted = object("document", document);
  for (const name of ["display_name", "collection_base_path"]) text(`document.${name}`, wanted[name]);
  const found = await account.transfer.getEndpoint(id, undefined, options);
  const mapped = documentOf("transfer", "a collection", found, "entity_type");
  if (mapped.entity_type !== "GCSv5_mapped_collection") {
    const what = `is a ${mapped.entity_type}, and a guest collection needs a GCSv5_mapped_collection`;
    throw invalid("mappedCollectionId", `${what}; for Globus Connect Personal there is transfer.createSharedEndpoint`);
  }
  if (!isUuid(mapped.owner_id)) throw unreadable("transfer", "a collection without owner_id");
  const gcs = account.gcs({ collection: id });
  // A mapped collection belongs to its endpoint.
  const { manageCollections } = scopes.endpoint(mapped.owner_id);
  // High assurance collections have no such consent.
  if (!mapped.high_assurance) await consent(account, manageCollections.with(scopes.collection(id).dataAccess), options);
  const defaults = { collection_type: "guest", public: false, identity_id: account.clientId, mapped_collection_id: id };
  const user_credential_id = wanted.user_credential_id ?? (await credential(account, gcs, id, options));
  const result = await gcs.createCollection({ ...defaults, ...wanted, user_credential_id }, undefined, options);
  return unwrapped(result, "collection", "id");
}

/**
 * The account's credential on the storage gateway of a collection, made if there is none: it says which local user it acts as.
 *
 * @param {any} account @param {any} gcs @param {string} id @param {any} options
 */
async function credential(account, gcs, id, options) {
  const collection = await gcs.getCollection(id, undefined, options);
  const { storage_gateway_id } = unwrapped(collection, "collection", "storage_gateway_id");
  const mine = (/** @type {any} */ one) =>
    one.identity_id === account.clientId && one.storage_gateway_id === storage_gateway_id;
  for await (const one of gcs.getUserCredentialList({ storage_gateway: storage_gateway_id }, options)) {
    if (isDocument(one) && mine(one) && !one.invalid) return documentOf("gcs", "a credential", one, "id").id;
  }
  const document = { identity_id: account.clientId, storage_gateway_id };
  const made = await gcs.createUserCredential(document, undefined, options);
  return unwrapped(made, "user_credential", "id").id;
}
