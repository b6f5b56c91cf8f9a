//! The Globus Connect Server Manager API: <https://docs.globus.org/globus-connect-server/v5.4/api/>. The endpoint's
//! own server answers; [`endpoint`] finds it.

mod documents;
pub(crate) mod endpoint;

use crate::js::convert::{items, member};
use crate::policy::paging::Paging;
use crate::services::table::destination::Access;
use crate::services::table::service::service;
use wasm_bindgen::prelude::*;

const MARKER: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: true };

service! {
    GcsClient, "A Globus Connect Server endpoint: its collections, storage gateways, roles and credentials.";

    getGcsInfo() GET "/api/info" access(Access::Open) query "Query"
        -> "CallPromise<GcsResult<GcsInfo | GcsConnector>>" by call
        "Gets the public information about the endpoint. No credentials are sent."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Info/#getInfo";
    getEndpoint() GET "/api/endpoint" query "Query" -> "CallPromise<GcsResult<GcsEndpoint>>" by call
        "Gets the endpoint."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Endpoint/#getEndpoint";
    updateEndpoint() PATCH "/api/endpoint" doc "GcsEndpointUpdate" completed(documents::complete_endpoint)
        query "UpdateGcsEndpointQuery" -> "CallPromise<GcsResult<GcsEndpoint>>" by call
        "Changes the endpoint. Members that are left out stay unchanged."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Endpoint/#patchEndpoint";
    getCollectionList() GET "/api/collections" query "GetCollectionListQuery"
        -> "Paged<GcsPage<GcsCollection>, GcsCollection>" by list(MARKER, "data")
        "Lists the endpoint's collections that this identity may see."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#ListCollections";
    getCollection(collectionId) GET "/api/collections/{collectionId}" query "GetCollectionQuery"
        -> "CallPromise<GcsResult<GcsCollection>>" by call
        "Gets a collection."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#getCollection";
    createCollection() POST "/api/collections" doc "CollectionDocument" completed(documents::complete_collection)
        query "Query" -> "CallPromise<GcsResult<GcsCollection>>" by call
        "Creates a collection: a guest collection on a mapped one, or a mapped one on a storage gateway."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#createCollection";
    updateCollection(collectionId) PATCH "/api/collections/{collectionId}" doc "CollectionUpdate"
        completed(documents::complete_collection) query "Query" -> "CallPromise<GcsResult<GcsCollection>>" by call
        "Changes a collection. Members that are left out stay unchanged."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#patchCollection";
    deleteCollection(collectionId) DELETE "/api/collections/{collectionId}" query "Query" -> "CallPromise<GcsResult<GcsNothing>>" by call
        "Deletes a collection. The files on its storage stay."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Collections/#deleteCollection";
    getStorageGatewayList() GET "/api/storage_gateways" query "GetStorageGatewayListQuery"
        -> "Paged<GcsPage<StorageGateway>, StorageGateway>" by list(MARKER, "data")
        "Lists the endpoint's storage gateways."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Storage_Gateways/#getStorageGateways";
    createStorageGateway() POST "/api/storage_gateways" doc "StorageGatewayDocument"
        completed(documents::complete_storage_gateway) query "Query" -> "CallPromise<GcsResult<StorageGateway>>" by call
        "Creates a storage gateway."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Storage_Gateways/#postStorageGateway";
    getStorageGateway(storageGatewayId) GET "/api/storage_gateways/{storageGatewayId}" query "GetStorageGatewayQuery"
        -> "CallPromise<GcsResult<StorageGateway>>" by call
        "Gets a storage gateway."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Storage_Gateways/#getStorageGateway";
    updateStorageGateway(storageGatewayId) PATCH "/api/storage_gateways/{storageGatewayId}" doc "StorageGatewayUpdate"
        completed(documents::complete_storage_gateway) query "Query" -> "CallPromise<GcsResult<StorageGateway>>" by call
        "Changes a storage gateway. Members that are left out stay unchanged."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Storage_Gateways/#patchStorageGateway";
    deleteStorageGateway(storageGatewayId) DELETE "/api/storage_gateways/{storageGatewayId}" query "Query"
        -> "CallPromise<GcsResult<GcsNothing>>" by call
        "Deletes a storage gateway."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Storage_Gateways/#deleteStorageGateway";
    getRoleList() GET "/api/roles" query "GetRoleListQuery" -> "Paged<GcsPage<GcsRole>, GcsRole>" by list(MARKER, "data")
        "Lists the roles of this identity on the endpoint, or on a collection with `collection_id`. With `include` it can list the roles of all identities."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Roles/#listRoles";
    createRole() POST "/api/roles" doc "GcsRoleDocument" { "DATA_TYPE" = "role#1.0.0" } query "Query"
        -> "CallPromise<GcsResult<GcsRole>>" by call
        "Assigns a role on the endpoint or on a collection to an identity or group."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Roles/#postRole";
    getRole(roleId) GET "/api/roles/{roleId}" query "Query" -> "CallPromise<GcsResult<GcsRole>>" by call
        "Gets a role of an identity or group."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Roles/#getRole";
    deleteRole(roleId) DELETE "/api/roles/{roleId}" query "Query" -> "CallPromise<GcsResult<GcsNothing>>" by call
        "Removes a role from an identity or group."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Roles/#deleteRole";
    getUserCredentialList() GET "/api/user_credentials" query "GetUserCredentialListQuery"
        -> "Paged<GcsPage<UserCredential>, UserCredential>" by list(MARKER, "data")
        "Lists the credentials that this identity has on the endpoint's storage gateways."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_User_Credentials/#getUserCredentials";
    createUserCredential() POST "/api/user_credentials" doc "UserCredentialDocument"
        { "DATA_TYPE" = "user_credential#1.0.0" } query "Query" -> "CallPromise<GcsResult<UserCredential>>" by call
        "Creates a credential: it maps an identity to an account of the storage."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_User_Credentials/#postUserCredential";
    getUserCredential(userCredentialId) GET "/api/user_credentials/{userCredentialId}" query "Query"
        -> "CallPromise<GcsResult<UserCredential>>" by call
        "Gets a credential."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_User_Credentials/#getUserCredential";
    updateUserCredential(userCredentialId) PATCH "/api/user_credentials/{userCredentialId}" doc "UserCredentialUpdate"
        { "DATA_TYPE" = "user_credential#1.0.0" } query "Query" -> "CallPromise<GcsResult<UserCredential>>" by call
        "Changes a credential. Members that are left out stay unchanged."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_User_Credentials/#patchUserCredential";
    deleteUserCredential(userCredentialId) DELETE "/api/user_credentials/{userCredentialId}" query "Query"
        -> "CallPromise<GcsResult<GcsNothing>>" by call
        "Deletes a credential."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_User_Credentials/#deleteUserCredential";
}

/// Returns the document in a result whose `DATA_TYPE` begins with `kind`. GCS wraps documents into the list `data`,
/// which may contain other documents. Without such a document, returns the result itself.
pub(crate) fn find_document(result: &JsValue, kind: &str) -> JsValue {
    let is_kind =
        |item: &JsValue| member(item, "DATA_TYPE").as_string().is_some_and(|data_type| data_type.starts_with(kind));
    items(&member(result, "data")).into_iter().find(is_kind).unwrap_or_else(|| result.clone())
}
