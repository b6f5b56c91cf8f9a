// The parts of Globus's Python SDK that the table of calls leaves out, with the reason. A key is `Class.method` (also
// for classes that inherit the method), `Class.*` for all methods of a class, `Class.method(parameter)`, or a class of
// documents.

const REQUEST = "sends any request of the caller, as `account.request()` does here";
const LOGIN = "logs a person in through a browser; a service account has no login";
const SCOPES = "makes no request: it adds to the scopes that a later grant requests";
const PLUMBING = "manages client objects in Python";

/** @type {Record<string, string>} */
export const excluded = {
  "BaseClient.get": REQUEST,
  "BaseClient.post": REQUEST,
  "BaseClient.put": REQUEST,
  "BaseClient.patch": REQUEST,
  "BaseClient.delete": REQUEST,
  "BaseClient.request": REQUEST,
  "BaseClient.add_app_scope": SCOPES,
  "BaseClient.attach_globus_app": PLUMBING,
  "BaseClient.close": PLUMBING,
  "NativeAppAuthClient.*": LOGIN,
  "AuthLoginClient.oauth2_get_authorize_url": LOGIN,
  "AuthLoginClient.oauth2_exchange_code_for_tokens": LOGIN,
  "ConfidentialAppAuthClient.oauth2_start_flow": LOGIN,
  "TransferClient.add_app_data_access_scope": SCOPES,
  "TimersClient.add_app_transfer_data_access_scope": SCOPES,
  "TimersClient.add_app_flow_user_scope": SCOPES,
  "SpecificFlowClient.add_app_transfer_data_access_scope": SCOPES,
  "GCSClient.get_gcs_endpoint_scopes": "makes no request: it builds a scope",
  "GCSClient.get_gcs_collection_scopes": "makes no request: it builds a scope",
  "AuthClient.get_jwk(as_pem)": "decodes the response",
  "ConfidentialAppAuthClient.get_jwk(as_pem)": "decodes the response",
  "ConfidentialAppAuthClient.oauth2_token(response_class)": "wraps the response",
  AbstractGlobusPayload: "abstract",
  CollectionDocument: "abstract",
  CollectionPolicies: "abstract",
  StorageGatewayPolicies: "abstract",
  "TransferData.iter_items": "reads the document's items",
  "DeleteData.iter_items": "reads the document's items",
};
