
// Types, not interfaces: only for these does TypeScript allow `body as SearchErrorBody`, as they are `Json`.

/**
 * What a service says when it refuses a call: `error.body` of a `GlobusApiError`. What all services say in some form is in
 * the fields of the error itself (`serverCode`, `messages`, `requestId`, `requiredScopes`); these types are for the rest:
 *
 * ```ts
 * if (error instanceof GlobusApiError && error.service === "search") {
 *   const { error_data } = error.body as SearchErrorBody;
 * }
 * ```
 *
 * Something else may have answered, such as a gateway with a page of HTML: then the body is a text.
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
 * What has to be done before a call is allowed (Globus Auth Requirements Error). All but `required_scopes` ask for a
 * person who logs in again, which a service account cannot do.
 *
 * https://globus-sdk-python.readthedocs.io/en/stable/authorization/gare.html
 */
export type AuthorizationParameters = {
  /** What to tell the person. */
  session_message?: string | null;
  /** Identities (UUIDs), of which the session must have one. */
  session_required_identities?: string[] | null;
  /** Policies (UUIDs) that the session must fulfil; a comma-separated text from some services. */
  session_required_policies?: string[] | string | null;
  /** Domains, of which the session must have an identity of one; a comma-separated text from some services. */
  session_required_single_domain?: string[] | string | null;
  /** Whether the session must have had a second factor. */
  session_required_mfa?: boolean | null;
  /** Scopes a consent is missing for. This package gives it and repeats the call. */
  required_scopes?: string[] | null;
  /** How to log in. */
  prompt?: "login" | (string & {}) | null;
  /** What else the service says. */
  extra?: { [name: string]: Json };
};

/** A document that does not have the form it should have, where a service says no more than that. */
export type ValidationErrorBody = {
  /** Everything that is wrong. */
  detail: ValidationProblem[];
};

/** One thing that is wrong with a document. */
export type ValidationProblem = {
  /** Where: names of members and numbers of items, from the outside in; the first may be `"body"` or `"query"`. */
  loc: (string | number)[];
  /** What, for people. */
  msg: string;
  /** What, as a name such as `"value_error.missing"`. */
  type: string;
};

/** What Globus Auth says: its API a list of errors, its OAuth2 calls one error. */
export type AuthErrorBody = AuthApiErrorBody | OAuth2ErrorBody;

/** An error of Auth's API, with an OAuth2 error beside it. */
export type AuthApiErrorBody = {
  /** What is wrong; most often one thing. */
  errors: AuthErrorDetail[];
  /** The same as an OAuth2 error, such as `"unauthorized"`. */
  error?: string;
  /** The same for people. */
  error_description?: string;
};

/** One thing that is wrong. */
export type AuthErrorDetail = {
  /** The id of the request: quote it to Globus support. */
  id?: string;
  /** The HTTP status as a text. */
  status?: string;
  /** What is wrong, as a name such as `"FORBIDDEN"`. */
  code?: string;
  /** What the name means. */
  title?: string;
  /** What is wrong, for people. */
  detail?: string;
  /** The scopes a consent is missing for, if `error` is `"dependent_consent_required"`. */
  unapproved_scopes?: string[];
};

/** An error of the calls for tokens (RFC 6749). */
export type OAuth2ErrorBody = {
  /** What is wrong. */
  error:
    | "invalid_request"
    | "invalid_client"
    | "invalid_grant"
    | "unauthorized_client"
    | "unsupported_grant_type"
    | "invalid_scope"
    | (string & {});
  /** The same for people. */
  error_description?: string;
  /** A page with more about it. */
  error_uri?: string;
};

/** What Globus Transfer says; its tunnels speak JSON:API. */
export type TransferErrorBody = TransferApiErrorBody | TransferTunnelErrorBody | ValidationErrorBody;

/**
 * An error of Transfer.
 *
 * https://docs.globus.org/api/transfer/overview/#errors
 */
export type TransferApiErrorBody = {
  /** What is wrong, such as `"ClientError.NotFound"` or `"ConsentRequired"`: from the general to the special. */
  code: string;
  /** The same for people; what a collection's own server says is in it. */
  message: string;
  /** The id of the request: quote it to Globus support. */
  request_id: string;
  /** The path that was called. */
  resource: string;
  /** The scopes a consent is missing for, with `"ConsentRequired"`. */
  required_scopes?: string[];
  /** What has to be done before the call is allowed. */
  authorization_parameters?: AuthorizationParameters;
};

/** An error of a call about tunnels. */
export type TransferTunnelErrorBody = {
  /** What is wrong; most often one thing. */
  errors: TransferTunnelErrorDetail[];
  /** About the request. */
  meta?: {
    /** The id of the request: quote it to Globus support. */
    request_id?: string;
  };
};

/** One thing that is wrong (JSON:API). */
export type TransferTunnelErrorDetail = {
  /** The id of this occurrence. */
  id?: string;
  /** The HTTP status, as a text if it is by the book. */
  status?: string | number;
  /** What is wrong, as a name. */
  code?: string;
  /** What the name means. */
  title?: string;
  /** What is wrong, for people. */
  detail?: string;
  /** What in the request it is about. */
  source?: {
    /** A member of the document, as a JSON pointer. */
    pointer?: string;
    /** A query parameter. */
    parameter?: string;
    /** A header. */
    header?: string;
  };
};

/** What Globus Groups says. */
export type GroupsErrorBody = GroupsApiErrorBody | ValidationErrorBody;

/**
 * An error of Groups.
 *
 * https://groups.api.globus.org/redoc
 */
export type GroupsApiErrorBody = {
  /** What is wrong, as a name such as `"INVALID_TOKEN"`. */
  code: string;
  /** The same for people. */
  detail: string;
  /** What has to be done before the call is allowed (status 401). */
  authorization_parameters?: AuthorizationParameters;
  /** The scopes the token has (status 403). */
  provided_scopes?: string[] | null;
  /** Identities that the document names more than once (status 400). */
  ambiguous_identities?: string[];
};

/**
 * What Globus Search says.
 *
 * https://docs.globus.org/api/search/errors/
 */
export type SearchErrorBody = {
  "@datatype"?: "GError";
  "@version"?: "2017-09-01";
  /** What is wrong, from the general to the special, such as `"Conflict.LimitExceeded"`. */
  code: string;
  /** The same for people. */
  message: string;
  /** The id of the request: quote it to Globus support. */
  request_id?: string;
  /** The HTTP status. */
  status?: number;
  /** More about it. Its form goes by `code`: often `cause` and `recommended_resolution`, or a list of errors. */
  error_data?: { [name: string]: Json } | Json[];
};

/**
 * What Globus Flows says.
 *
 * https://docs.globus.org/api/flows/
 */
export type FlowsErrorBody = {
  /** What is wrong. */
  error: FlowsErrorDetail;
  /** The id of the request: quote it to Globus support. */
  debug_id?: string;
  /** The name of what has to be done, with `authorization_parameters`. */
  code?: string;
  /** What has to be done before the call is allowed. */
  authorization_parameters?: AuthorizationParameters;
  /** The web input that asks for it, as `listWebInputs` tells of it. */
  web_input_summary?: { [name: string]: Json };
};

/** What is wrong with a call of Flows. */
export type FlowsErrorDetail = {
  /** A name, such as `"FLOW_INPUT_ERROR"`. */
  code: string;
  /** The same for people, or everything that is wrong with a document. */
  detail: string | ValidationProblem[];
  /** All of `detail` in one text. */
  message?: string;
};

/** What Globus Timers says. */
export type TimersErrorBody = TimersApiErrorBody | ValidationErrorBody;

/** An error of Timers. */
export type TimersApiErrorBody = {
  /** What is wrong. */
  error: {
    /** A name. */
    code: string;
    /** The same for people. */
    detail: string;
    /** The HTTP status. */
    status?: number;
  };
};

/**
 * What Globus Compute says.
 *
 * https://compute.api.globus.org/redoc
 */
export type ComputeErrorBody = ComputeApiErrorBody | ValidationErrorBody;

/** An error of Compute. */
export type ComputeApiErrorBody = {
  /** That it failed. */
  status: "Failed" | (string & {});
  /** What is wrong, as a number or the name of it. */
  code: number | string;
  /** What `detail` is made of, such as an id that is not known. */
  error_args: Json[];
  /** The HTTP status. */
  http_status_code: number;
  /** What is wrong, for people, or everything that is wrong with a document. */
  detail?: string | ValidationProblem[];
  /** @deprecated Use `detail`, where there is one. */
  reason: string | ValidationProblem[];
};

/**
 * What the Manager API of Globus Connect Server says.
 *
 * https://docs.globus.org/globus-connect-server/v5/api/schemas/Result_1_1_0_schema/
 */
export type GcsErrorBody = {
  DATA_TYPE: `result#${string}`;
  /** What is wrong, as a name such as `"permission_denied"`. */
  code: string;
  /** The HTTP status. */
  http_response_code: number;
  /** What is wrong, for people. */
  message?: string | null;
  /** More about it, such as which role or which consent is missing. */
  detail?: GcsErrorDetail | string | null;
  /** What has to be done before the call is allowed. */
  authorization_parameters?: AuthorizationParameters | null;
  /** Nothing, or what was done before it went wrong. */
  data?: Json[];
  /** Of lists: whether there are more. */
  has_next_page?: boolean;
  /** Of lists: where to go on. */
  marker?: string | null;
};

/** More about an error of Globus Connect Server. */
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

/** A login is too long ago. Globus Connect Server does not ask service accounts for it. */
export type GcsAuthenticationTimeout = {
  DATA_TYPE: `authentication_timeout#${string}`;
  /** Whether it must have been in this very session. */
  high_assurance?: boolean;
  /** The identities (UUIDs), of which one must log in again. */
  identities?: string[];
  /** Whether a second factor is needed. */
  require_mfa?: boolean;
};

/** The document has something that it must not have, or lacks something. */
export type GcsBadInput = {
  DATA_TYPE: `invalid_input#${string}`;
  /** Everything that is wrong. */
  errors?: {
    /** The member it is about, if it is known. */
    property?: string;
    /** What is wrong, for people. */
    message: string;
  }[];
};

/** There is no such collection here. */
export type GcsCollectionNotFound = {
  DATA_TYPE: `collection_not_found#${string}`;
  /** The collection: a UUID. */
  collection_id?: string;
};

/** The storage wants a user credential, and there is none: see `createUserCredential`. */
export type GcsCredentialNotFound = {
  DATA_TYPE: `credential_not_found#${string}`;
  /** The accounts that have none. */
  accounts: {
    DATA_TYPE: `account#${string}`;
    /** The identity: a UUID. */
    identity_id?: string;
    /** The storage gateway (UUID) it is for. */
    storage_gateway_id?: string;
    /** The local account it is mapped to. */
    username?: string;
  }[];
};

/** An identity that is not the caller's. */
export type GcsIdNotInIdentitySet = {
  DATA_TYPE: `id_not_in_identity_set#${string}`;
  /** The identity: a UUID. */
  id?: string;
};

/** A user credential that the storage does not accept any more. */
export type GcsInvalidCredential = {
  DATA_TYPE: `invalid_credential#${string}`;
  /** The credential to mend: a UUID. */
  user_credential_id: string;
};

/** The storage does not know the local account, or may not let it in. */
export type GcsInvalidUser = {
  DATA_TYPE: `invalid_user#${string}`;
  /** The local accounts. */
  usernames?: string[];
};

/** There are as many as there may be. */
export type GcsLimitExceeded = {
  DATA_TYPE: `limit_exceeded#${string}`;
};

/** This identity has none of the roles that may do this. */
export type GcsMissingRole = {
  DATA_TYPE: `missing_required_role#${string}`;
  /** The roles that may. */
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
    /** The collection (UUID) it is a role on; left out, the endpoint. */
    collection?: string;
  }[];
};

/** The token lacks a scope. */
export type GcsMissingScopes = {
  DATA_TYPE: `missing_required_scopes#${string}`;
  /** The scopes. */
  required_scopes?: string[];
};

/** Only identities of some domains may do this. A service account's domain is `clients.auth.globus.org`. */
export type GcsNotFromAllowedDomain = {
  DATA_TYPE: `not_from_allowed_domain#${string}`;
  /** The domains. */
  allowed_domains?: string[];
};

/** Only the owner may do this. */
export type GcsNotOwner = {
  DATA_TYPE: `not_resource_owner#${string}`;
  /** The identity (UUID) of the owner. */
  id?: string;
};

/** Other things stand in the way. */
export type GcsResourceConflict = {
  DATA_TYPE: `resource_conflict#${string}`;
  /** These things. */
  resources?: string[];
};

/** There is no such storage gateway here. */
export type GcsStorageGatewayNotFound = {
  DATA_TYPE: `storage_gateway_not_found#${string}`;
  /** The storage gateway: a UUID. */
  storage_gateway_id?: string;
};

/** The endpoint's subscription does not include this. */
export type GcsSubscriptionRequired = {
  DATA_TYPE: `subscription_required#${string}`;
  /** What must be in it besides. */
  add_ons?: string[];
  /** The level it must have. */
  subscription_level?: string;
};
