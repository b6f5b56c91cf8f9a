// What Globus's Python SDK has and the table of calls leaves out, with the reason. `Class.method` (for those that inherit
// it, too), `Class.*` for all of a class, `Class.method(parameter)`, or a class of documents.

const REQUEST = "sends whatever it is told to, as `account.request()` does here";
const LOGIN = "logs a person in through a browser; a service account is nobody's session";
const SCOPES = "makes no request: it adds to the scopes that a later grant asks for";
const PLUMBING = "belongs to the making of clients in Python";

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
  "GCSClient.get_gcs_endpoint_scopes": "makes no request: it puts a scope together",
  "GCSClient.get_gcs_collection_scopes": "makes no request: it puts a scope together",
  "AuthClient.get_jwk(as_pem)": "decodes what has been received",
  "ConfidentialAppAuthClient.get_jwk(as_pem)": "decodes what has been received",
  "ConfidentialAppAuthClient.oauth2_token(response_class)": "wraps what has been received",
  AbstractGlobusPayload: "abstract",
  CollectionDocument: "abstract",
  CollectionPolicies: "abstract",
  StorageGatewayPolicies: "abstract",
  "TransferData.iter_items": "reads what has been filled in",
  "DeleteData.iter_items": "reads what has been filled in",
};
