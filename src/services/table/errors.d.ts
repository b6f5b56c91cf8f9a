
// Types, not interfaces: TypeScript allows `body as SearchErrorBody` only for types, because only they are assignable
// to `Json`.

/**
 * The body of a refusal: `error.body` of a `GlobusApiError`. The error itself has the fields that all services send in
 * some form (`serverCode`, `messages`, `requestId`, `requiredScopes`). Use these types for the other fields:
 *
 * ```ts
 * if (error instanceof GlobusApiError && error.service === "search") {
 *   const { error_data } = error.body as SearchErrorBody;
 * }
 * ```
 *
 * If another server answered, such as a gateway with a page of HTML, the body is a text.
 */
export type ServiceErrorBody =
  | AuthErrorBody
  | TransferErrorBody
  | GroupsErrorBody
  | SearchErrorBody
  | FlowsErrorBody
  | TimersErrorBody
  | ComputeErrorBody
  | GcsErrorBody;

/**
 * The requirements of a call (Globus Auth Requirements Error). All but `required_scopes` require a person to log in
 * again, which a service account cannot do.
 *
 * https://globus-sdk-python.readthedocs.io/en/stable/authorization/gare.html
 */
export type AuthorizationParameters = {
  /** A message for the person who must log in. */
  session_message?: string | null;
  /** Identities (UUIDs). The session must contain one of them. */
  session_required_identities?: string[] | null;
  /** Policies (UUIDs) that the session must fulfil. Some services send a comma-separated text. */
  session_required_policies?: string[] | string | null;
  /** Domains. The session must contain an identity of one of them. Some services send a comma-separated text. */
  session_required_single_domain?: string[] | string | null;
  /** Whether the session must include a second factor. */
  session_required_mfa?: boolean | null;
  /** The scopes for which a consent is missing. This package grants the consent and repeats the call. */
  required_scopes?: string[] | null;
  /** How the person must log in. */
  prompt?: "login" | (string & {}) | null;
  /** Other fields that the service sends. */
  extra?: { [name: string]: Json };
};

/** The errors of an invalid document, from a service that sends only this list. */
export type ValidationErrorBody = {
  /** All errors of the document. */
  detail: ValidationProblem[];
};

/** One error of a document. */
export type ValidationProblem = {
  /**
   * The path of the invalid value: field names and item indexes, outermost first. The first may be `"body"` or
   * `"query"`.
   */
  loc: (string | number)[];
  /** The error, as a text for people. */
  msg: string;
  /** The kind of error, such as `"value_error.missing"`. */
  type: string;
};

/** The body of a refusal of Globus Auth: a list of errors from its API, one error from its OAuth 2 calls. */
export type AuthErrorBody = AuthApiErrorBody | OAuth2ErrorBody;

/** An error of Globus Auth's API, which may include an OAuth 2 error. */
export type AuthApiErrorBody = {
  /** The errors, most often one. */
  errors: AuthErrorDetail[];
  /** The OAuth 2 error code, such as `"unauthorized"`. */
  error?: string;
  /** The OAuth 2 error, as a text for people. */
  error_description?: string;
};

/** One error of Globus Auth's API. */
export type AuthErrorDetail = {
  /** The id of the request. Quote it to Globus support. */
  id?: string;
  /** The HTTP status, as a text. */
  status?: string;
  /** The name of the error, such as `"FORBIDDEN"`. */
  code?: string;
  /** The meaning of the name. */
  title?: string;
  /** The error, as a text for people. */
  detail?: string;
  /** The scopes for which a consent is missing, if `error` is `"dependent_consent_required"`. */
  unapproved_scopes?: string[];
};

/** An error of the OAuth 2 calls (RFC 6749). */
export type OAuth2ErrorBody = {
  /** The OAuth 2 error code. */
  error:
    | "invalid_request"
    | "invalid_client"
    | "invalid_grant"
    | "unauthorized_client"
    | "unsupported_grant_type"
    | "invalid_scope"
    | (string & {});
  /** The error, as a text for people. */
  error_description?: string;
  /** A page that describes the error. */
  error_uri?: string;
};

/** The body of a refusal of Globus Transfer. Calls about tunnels use JSON:API. */
export type TransferErrorBody = TransferApiErrorBody | TransferTunnelErrorBody | ValidationErrorBody;

/**
 * An error of Globus Transfer.
 *
 * https://docs.globus.org/api/transfer/overview/#errors
 */
export type TransferApiErrorBody = {
  /** The error code, from general to specific, such as `"ClientError.NotFound"` or `"ConsentRequired"`. */
  code: string;
  /** The error, as a text for people. It includes the message of a collection's server. */
  message: string;
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
  /** The path of the request. */
  resource: string;
  /** The scopes for which a consent is missing, with `"ConsentRequired"`. */
  required_scopes?: string[];
  /** The requirements that the call must meet. */
  authorization_parameters?: AuthorizationParameters;
};

/** An error of a call about tunnels. */
export type TransferTunnelErrorBody = {
  /** The errors, most often one. */
  errors: TransferTunnelErrorDetail[];
  /** Metadata of the request. */
  meta?: {
    /** The id of the request. Quote it to Globus support. */
    request_id?: string;
  };
};

/** One error of a call about tunnels (JSON:API). */
export type TransferTunnelErrorDetail = {
  /** The id of this occurrence of the error. */
  id?: string;
  /** The HTTP status: a text by the JSON:API standard, but also a number. */
  status?: string | number;
  /** The name of the error. */
  code?: string;
  /** The meaning of the name. */
  title?: string;
  /** The error, as a text for people. */
  detail?: string;
  /** The part of the request that the error concerns. */
  source?: {
    /** A field of the document, as a JSON pointer. */
    pointer?: string;
    /** The name of a query parameter. */
    parameter?: string;
    /** The name of a header. */
    header?: string;
  };
};

/** The body of a refusal of Globus Groups. */
export type GroupsErrorBody = GroupsApiErrorBody | ValidationErrorBody;

/**
 * An error of Globus Groups.
 *
 * https://groups.api.globus.org/redoc
 */
export type GroupsApiErrorBody = {
  /** The name of the error, such as `"INVALID_TOKEN"`. */
  code: string;
  /** The error, as a text for people. */
  detail: string;
  /** The requirements that the call must meet (status 401). */
  authorization_parameters?: AuthorizationParameters;
  /** The scopes of the token (status 403). */
  provided_scopes?: string[] | null;
  /** The identities that occur more than once in the document (status 400). */
  ambiguous_identities?: string[];
};

/**
 * The body of a refusal of Globus Search.
 *
 * https://docs.globus.org/api/search/errors/
 */
export type SearchErrorBody = {
  "@datatype"?: "GError";
  "@version"?: "2017-09-01";
  /** The error code, from general to specific, such as `"Conflict.LimitExceeded"`. */
  code: string;
  /** The error, as a text for people. */
  message: string;
  /** The id of the request. Quote it to Globus support. */
  request_id?: string;
  /** The HTTP status. */
  status?: number;
  /**
   * Details of the error. The form depends on `code`: often `cause` and `recommended_resolution`, or a list of errors.
   */
  error_data?: { [name: string]: Json } | Json[];
};

/**
 * The body of a refusal of Globus Flows.
 *
 * https://docs.globus.org/api/flows/
 */
export type FlowsErrorBody = {
  /** The error. */
  error: FlowsErrorDetail;
  /** The id of the request. Quote it to Globus support. */
  debug_id?: string;
  /** The name of the requirement, with `authorization_parameters`. */
  code?: string;
  /** The requirements that the call must meet. */
  authorization_parameters?: AuthorizationParameters;
  /** The web input that requires the action, as `listWebInputs` returns it. */
  web_input_summary?: { [name: string]: Json };
};

/** The error of a call of Globus Flows. */
export type FlowsErrorDetail = {
  /** The name of the error, such as `"FLOW_INPUT_ERROR"`. */
  code: string;
  /** The error as a text for people, or all errors of a document. */
  detail: string | ValidationProblem[];
  /** All of `detail` as one text. */
  message?: string;
};

/** The body of a refusal of Globus Timers. */
export type TimersErrorBody = TimersApiErrorBody | ValidationErrorBody;

/** An error of Globus Timers. */
export type TimersApiErrorBody = {
  /** The error. */
  error: {
    /** The name of the error. */
    code: string;
    /** The error, as a text for people. */
    detail: string;
    /** The HTTP status. */
    status?: number;
  };
};

/**
 * The body of a refusal of Globus Compute.
 *
 * https://compute.api.globus.org/redoc
 */
export type ComputeErrorBody = ComputeApiErrorBody | ValidationErrorBody;

/** An error of Globus Compute. */
export type ComputeApiErrorBody = {
  /** The outcome of the call: it failed. */
  status: "Failed" | (string & {});
  /** The error code, as a number or a name. */
  code: number | string;
  /** The values in `detail`, such as an unknown id. */
  error_args: Json[];
  /** The HTTP status. */
  http_status_code: number;
  /** The error as a text for people, or all errors of a document. */
  detail?: string | ValidationProblem[];
  /** @deprecated Use `detail`, where the service sends it. */
  reason: string | ValidationProblem[];
};

/**
 * The body of a refusal of the Globus Connect Server Manager API.
 *
 * https://docs.globus.org/globus-connect-server/v5/api/schemas/Result_1_1_0_schema/
 */
export type GcsErrorBody = {
  DATA_TYPE: `result#${string}`;
  /** The name of the error, such as `"permission_denied"`. */
  code: string;
  /** The HTTP status. */
  http_response_code: number;
  /** The error, as a text for people. */
  message?: string | null;
  /** Details of the error, such as the missing role or consent. */
  detail?: GcsErrorDetail | string | null;
  /** The requirements that the call must meet. */
  authorization_parameters?: AuthorizationParameters | null;
  /** Empty, or the documents that were processed before the error. */
  data?: Json[];
  /** For a list: whether more pages exist. */
  has_next_page?: boolean;
  /** For a list: the marker of the next page. */
  marker?: string | null;
};

/** Details of an error of Globus Connect Server. */
export type GcsErrorDetail =
  | GcsAuthenticationTimeout
  | GcsBadInput
  | GcsCollectionNotFound
  | GcsCredentialNotFound
  | GcsIdNotInIdentitySet
  | GcsInvalidCredential
  | GcsInvalidUser
  | GcsLimitExceeded
  | GcsMissingRole
  | GcsMissingScopes
  | GcsNotFromAllowedDomain
  | GcsNotOwner
  | GcsResourceConflict
  | GcsStorageGatewayNotFound
  | GcsSubscriptionRequired;

/** The last login is too long ago. Globus Connect Server does not require logins of service accounts. */
export type GcsAuthenticationTimeout = {
  DATA_TYPE: `authentication_timeout#${string}`;
  /** Whether the login must belong to this session. */
  high_assurance?: boolean;
  /** The identities (UUIDs), one of which must log in again. */
  identities?: string[];
  /** Whether a second factor is required. */
  require_mfa?: boolean;
};

/** The document contains a forbidden field or lacks a required field. */
export type GcsBadInput = {
  DATA_TYPE: `invalid_input#${string}`;
  /** All errors of the document. */
  errors?: {
    /** The invalid field, if it is known. */
    property?: string;
    /** The error, as a text for people. */
    message: string;
  }[];
};

/** The endpoint has no such collection. */
export type GcsCollectionNotFound = {
  DATA_TYPE: `collection_not_found#${string}`;
  /** The collection: a UUID. */
  collection_id?: string;
};

/** The storage gateway requires a user credential, and none exists: see `createUserCredential`. */
export type GcsCredentialNotFound = {
  DATA_TYPE: `credential_not_found#${string}`;
  /** The accounts without a credential. */
  accounts: {
    DATA_TYPE: `account#${string}`;
    /** The identity: a UUID. */
    identity_id?: string;
    /** The storage gateway: a UUID. */
    storage_gateway_id?: string;
    /** The local account that the identity is mapped to. */
    username?: string;
  }[];
};

/** The identity does not belong to the caller. */
export type GcsIdNotInIdentitySet = {
  DATA_TYPE: `id_not_in_identity_set#${string}`;
  /** The identity: a UUID. */
  id?: string;
};

/** The storage system no longer accepts a user credential. */
export type GcsInvalidCredential = {
  DATA_TYPE: `invalid_credential#${string}`;
  /** The credential to repair: a UUID. */
  user_credential_id: string;
};

/** The storage system does not know the local account, or denies it access. */
export type GcsInvalidUser = {
  DATA_TYPE: `invalid_user#${string}`;
  /** The local accounts. */
  usernames?: string[];
};

/** A limit is reached: no more of these objects can be created. */
export type GcsLimitExceeded = {
  DATA_TYPE: `limit_exceeded#${string}`;
};

/** This identity has no role that permits the call. */
export type GcsMissingRole = {
  DATA_TYPE: `missing_required_role#${string}`;
  /** The roles that permit the call. */
  roles?: {
    /** The role. */
    role:
      | "owner"
      | "administrator"
      | "access_manager"
      | "activity_manager"
      | "activity_monitor"
      | "access_monitor"
      | (string & {});
    /** The collection (UUID) of the role. If absent, the role is on the endpoint. */
    collection?: string;
  }[];
};

/** The token lacks a scope. */
export type GcsMissingScopes = {
  DATA_TYPE: `missing_required_scopes#${string}`;
  /** The required scopes. */
  required_scopes?: string[];
};

/** Only identities of some domains may make this call. The domain of a service account is `clients.auth.globus.org`. */
export type GcsNotFromAllowedDomain = {
  DATA_TYPE: `not_from_allowed_domain#${string}`;
  /** The allowed domains. */
  allowed_domains?: string[];
};

/** Only the owner may make this call. */
export type GcsNotOwner = {
  DATA_TYPE: `not_resource_owner#${string}`;
  /** The identity (UUID) of the owner. */
  id?: string;
};

/** Other resources conflict with the call. */
export type GcsResourceConflict = {
  DATA_TYPE: `resource_conflict#${string}`;
  /** The conflicting resources. */
  resources?: string[];
};

/** The endpoint has no such storage gateway. */
export type GcsStorageGatewayNotFound = {
  DATA_TYPE: `storage_gateway_not_found#${string}`;
  /** The storage gateway: a UUID. */
  storage_gateway_id?: string;
};

/** The subscription of the endpoint does not include the feature. */
export type GcsSubscriptionRequired = {
  DATA_TYPE: `subscription_required#${string}`;
  /** The add-ons that the subscription must also include. */
  add_ons?: string[];
  /** The required subscription level. */
  subscription_level?: string;
};
