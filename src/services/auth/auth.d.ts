
/**
 * What Globus Auth says about the account that calls. Which members there are goes by the scopes of the token: `openid`,
 * `profile`, `email` and `view_identity_set`; this package asks for all of them by default.
 *
 * https://docs.globus.org/api/auth/reference/#oidc_userinfo_endpoint
 */
export interface Userinfo {
  /** The identity's id: a UUID. For a service account, its client id. */
  sub: string;
  /** When somebody last logged in with it: seconds since 1970. A service account does not log in. */
  last_authentication?: number | null;
  /** The name, with `profile`. */
  name?: string | null;
  /** The username, with `profile`. */
  preferred_username?: string;
  /** The organization, with `profile`. */
  organization?: string | null;
  /** The id (UUID) of the identity provider, with `profile`. */
  identity_provider?: string;
  /** The name of the identity provider, with `profile`. */
  identity_provider_display_name?: string | null;
  /** The mail address, with `email`. */
  email?: string | null;
  /** All identities of the account, with `view_identity_set`. A service account has one. */
  identity_set?: UserinfoIdentity[];
}

/** An identity in `Userinfo`. */
export interface UserinfoIdentity {
  /** The id: a UUID. */
  sub: string;
  /** The username. */
  username: string;
  /** The name. */
  name?: string | null;
  /** The mail address. */
  email?: string | null;
  /** The organization. */
  organization?: string | null;
  /** The id (UUID) of the identity provider. */
  identity_provider: string;
  /** The name of the identity provider. */
  identity_provider_display_name?: string | null;
  /** When somebody last logged in with it: seconds since 1970. */
  last_authentication?: number | null;
}

/**
 * Query of `getIdentities`: either `ids` or `usernames`. Parameters that are not documented can be sent with
 * `account.request()`.
 */
export type IdentitiesQuery = IdentitiesByIdQuery | IdentitiesByUsernameQuery;

/** Which identities, by id. */
export interface IdentitiesByIdQuery {
  /** Ids (UUIDs). A list is comma-joined. */
  ids: string | readonly string[];
  usernames?: undefined;
  provision?: undefined;
  /** What to give in `included` besides. A list is comma-joined. */
  include?: IdentitiesInclude | readonly IdentitiesInclude[] | undefined;
}

/** Which identities, by username. */
export interface IdentitiesByUsernameQuery {
  /** Usernames, such as `"ada@example.org"`. A list is comma-joined. */
  usernames: string | readonly string[];
  ids?: undefined;
  /** Whether to make identities for usernames that nobody has logged in with yet. @default false */
  provision?: boolean | undefined;
  /** What to give in `included` besides. A list is comma-joined. */
  include?: IdentitiesInclude | readonly IdentitiesInclude[] | undefined;
}

/** What `Identities` can include. */
export type IdentitiesInclude = "identity_provider" | (string & {});

/** What was found. Ids and usernames that nobody has are left out. */
export interface Identities {
  /** The identities. */
  identities: Identity[];
  /** What was asked for with `include`. */
  included?: IdentitiesIncluded;
}

/** What came with the identities. */
export interface IdentitiesIncluded {
  /** Their identity providers, with `include: "identity_provider"`. */
  identity_providers?: IdentityProvider[];
}

/**
 * An identity. What it does not show to everybody may be null or absent.
 *
 * https://docs.globus.org/api/auth/reference/#identity_resource
 */
export interface Identity {
  /** The id: a UUID. */
  id: string;
  /** The username, such as `"ada@example.org"`, or `"<client id>@clients.auth.globus.org"` for a service account. */
  username: string;
  /** `"used"`: somebody has logged in with it. `"unused"`: nobody yet. `"closed"`: nobody can any more. */
  status: "used" | "unused" | "private" | "closed" | (string & {});
  /** The name. */
  name: string | null;
  /** The mail address. */
  email?: string | null;
  /** The organization. */
  organization?: string | null;
  /** The id (UUID) of the identity provider. */
  identity_provider: string;
  /** What kind of identity it is. */
  identity_type?: "login" | (string & {});
}

/** An organization whose accounts can log in. */
export interface IdentityProvider {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** A short name. */
  short_name: string;
  /** Other names. */
  alternative_names: string[];
  /** The domains of its usernames. */
  domains: string[];
}

/** Calls whose arguments or reply go by what is asked for. */
export interface AuthClient {
  /**
   * Gets a client, by its id or by a domain name that it has registered: `getClient(id)` or
   * `getClient(undefined, { fqdn })`.
   *
   * https://docs.globus.org/api/auth/reference/#get_clients
   *
   * @param which The id of the client (UUID), or else undefined and `{ fqdn }`; then options of this call.
   * @returns The client, in its envelope.
   * @throws {GlobusError} Rejects, as every call of a service does.
   */
  getClient(
    ...which:
      | [clientId: string, query?: Query & { fqdn?: undefined }, options?: CallOptions]
      | [clientId: null | undefined, query: ClientQuery, options?: CallOptions]
  ): CallPromise<OAuthClientReply>;
  /**
   * Calls the token endpoint with a form of any grant type. What the reply is goes by that: one token, with those of other
   * resource servers in `other_tokens`, or a list of them for a dependent token grant.
   *
   * https://docs.globus.org/api/auth/reference/
   */
  oauth2Token<Reply extends TokenReply | DependentToken[] = TokenReply>(
    document: TokenForm,
    query?: Query,
    options?: CallOptions,
  ): CallPromise<Reply>;
}

/** Query of `getIdentityProviders`. Parameters that are not documented can be sent with `account.request()`. */
export type IdentityProvidersQuery =
  | {
      /** Ids (UUIDs). A list is comma-joined. */
      ids: string | readonly string[];
      domains?: undefined;
    }
  | {
      /** Domains of usernames, such as `"example.org"`. A list is comma-joined. */
      domains: string | readonly string[];
      ids?: undefined;
    };

/** The identity providers that were found. */
export interface IdentityProviderList {
  /** The identity providers. */
  identity_providers: IdentityProvider[];
}

/** What a server says of itself (OpenID Connect Discovery 1.0), as far as Globus Auth does. */
export interface OpenidConfiguration {
  /** The issuer in its tokens. */
  issuer: string;
  /** Where users log in. */
  authorization_endpoint: string;
  /** Where tokens are given. */
  token_endpoint: string;
  /** Where a token's identity is told. */
  userinfo_endpoint: string;
  /** Where tokens are revoked. */
  revocation_endpoint?: string;
  /** Where tokens are told about. */
  introspection_endpoint?: string;
  /** Where the keys are: see `getJwk`. */
  jwks_uri: string;
  /** The scopes of OpenID Connect it knows. */
  scopes_supported?: string[];
  /** The response types it knows. */
  response_types_supported: string[];
  /** The grant types it knows. */
  grant_types_supported?: string[];
  /** The kinds of subject identifiers. */
  subject_types_supported: string[];
  /** The algorithms that id tokens are signed with. */
  id_token_signing_alg_values_supported: string[];
  /** How a client can prove itself at the token endpoint. */
  token_endpoint_auth_methods_supported?: string[];
  /** The claims it can give. */
  claims_supported?: string[];
}

/** A set of keys (RFC 7517). */
export interface JsonWebKeySet {
  /** The keys. */
  keys: PublicJsonWebKey[];
}

/** A public key (RFC 7517). Globus Auth's is of the type `"RSA"`. */
export interface PublicJsonWebKey {
  /** The type. */
  kty: "RSA" | "EC" | (string & {});
  /** What it is for. */
  use?: "sig" | "enc" | (string & {});
  /** The algorithm it is for, for instance `"RS512"`. */
  alg?: string;
  /** Its id. */
  kid?: string;
  /** The modulus of an RSA key. */
  n?: string;
  /** The exponent of an RSA key. */
  e?: string;
}

// ---- Consents ----

/** Query of `getConsents`. Parameters that are not documented can be sent with `account.request()`. */
export interface ConsentsQuery {
  /** Whether to give the consents for all clients, not only for the one that asks. @default false */
  all?: boolean | undefined;
}

/** Consents. Each of a scope that a scope depends on is one of its own: see `dependency_path`. */
export interface ConsentList {
  /** The consents. */
  consents: Consent[];
}

/** That a client may use a scope, directly or by way of another service. */
export interface Consent {
  /** The id. */
  id: number;
  /** The client it was given to: a UUID. */
  client: string;
  /** The scope: a UUID. */
  scope: string;
  /** The scope's text. */
  scope_name: string;
  /** The ids of the consents that lead to this one, its own last. */
  dependency_path: number[];
  /** The identity that acts: a UUID. */
  effective_identity: string;
  /** Whether it holds. */
  status: "approved" | (string & {});
  /** Whether refresh tokens may be given. */
  allows_refresh: boolean;
  /** Whether it was given without asking. */
  auto_approved: boolean;
  /** Whether it can be taken back by itself. */
  atomically_revocable: boolean;
  /** When it was given: ISO 8601. */
  created: string;
  /** When it last changed: ISO 8601. */
  updated: string;
  /** When it was last used: ISO 8601. */
  last_used: string | null;
}

// ---- Projects ----

/** The administrators of a project to create: identities, groups or both. */
export type NewProjectAdmins =
  | {
      /** Identities (UUIDs) that shall be its administrators. */
      admin_ids: readonly string[];
      /** Groups (UUIDs) whose members shall be its administrators. */
      admin_group_ids?: readonly string[] | undefined;
    }
  | {
      /** Groups (UUIDs) whose members shall be its administrators. */
      admin_group_ids: readonly string[];
      admin_ids?: undefined;
    };

/** A project to create. */
export interface CreateProjectDocument {
  /** The project. */
  project: NewProjectAdmins & {
    /** The name. */
    display_name: string;
    /** Whom to write to. */
    contact_email: string;
  };
}

/** What to change of a project. */
export interface UpdateProjectDocument {
  /** The project. */
  project: {
    /** The name. */
    display_name?: string | undefined;
    /** Whom to write to. */
    contact_email?: string | undefined;
    /** Identities (UUIDs) that shall be its administrators. */
    admin_ids?: readonly string[] | null | undefined;
    /** Groups (UUIDs) whose members shall be its administrators. */
    admin_group_ids?: readonly string[] | null | undefined;
  };
}

/** A project, in its envelope. */
export interface ProjectReply {
  /** The project. */
  project: Project;
}

/** The projects of this identity. */
export interface ProjectList {
  /** The projects. */
  projects: Project[];
}

/**
 * A project: the home of clients and policies.
 *
 * https://docs.globus.org/api/auth/reference/#projects_resource
 */
export interface Project {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  display_name: string;
  /** The name. */
  project_name: string;
  /** Whom to write to. */
  contact_email: string;
  /** The identities (UUIDs) that are its administrators. */
  admin_ids: string[] | null;
  /** The groups (UUIDs) whose members are its administrators. */
  admin_group_ids: string[] | null;
  /** Its administrators, in full. */
  admins: ProjectAdmins;
}

/** The administrators of a project. */
export interface ProjectAdmins {
  /** Identities. */
  identities: Identity[];
  /** Groups. */
  groups: ProjectGroup[];
}

/** A group whose members are administrators of a project. */
export interface ProjectGroup {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** What it is for. */
  description: string | null;
  /** The organization. */
  organization?: string | null;
}

// ---- Policies ----

/** What all policies to create have. */
export interface NewPolicyBase {
  /** The project it shall belong to: a UUID. */
  project_id: string;
  /** The name. */
  display_name: string;
  /** What it is for. */
  description: string;
  /** The domains that a session must have an identity of: with `*` for parts of them. */
  domain_constraints_include?: readonly string[] | null | undefined;
  /** The domains whose identities do not count. */
  domain_constraints_exclude?: readonly string[] | null | undefined;
  /** Whether users must have logged in with a second factor. For high assurance only. @default false */
  required_mfa?: boolean | undefined;
}

/** A policy to create. One of high assurance says for how long a login counts. */
export interface CreatePolicyDocument {
  /** The policy. */
  policy: NewPolicyBase & {
    /** Whether logins count for this client only, and for a limited time. @default false */
    high_assurance?: boolean | undefined;
    /** For how many seconds a login counts. */
    authentication_assurance_timeout?: number | undefined;
  };
}

/** What to change of a policy. */
export interface UpdatePolicyDocument {
  /** The policy. */
  policy: {
    /** The project (UUID) it shall belong to. */
    project_id?: string | undefined;
    /** The name. */
    display_name?: string | undefined;
    /** What it is for. */
    description?: string | undefined;
    /** For how many seconds a login counts. */
    authentication_assurance_timeout?: number | undefined;
    /** Whether users must have logged in with a second factor. */
    required_mfa?: boolean | undefined;
    /** The domains that a session must have an identity of. */
    domain_constraints_include?: readonly string[] | null | undefined;
    /** The domains whose identities do not count. */
    domain_constraints_exclude?: readonly string[] | null | undefined;
  };
}

/** A policy, in its envelope. */
export interface PolicyReply {
  /** The policy. */
  policy: Policy;
}

/** The policies of this identity's projects. */
export interface PolicyList {
  /** The policies. */
  policies: Policy[];
}

/**
 * An authentication policy: what a session must fulfil. The domain of a service account is always
 * `clients.auth.globus.org`.
 *
 * https://docs.globus.org/api/auth/reference/#policy_resource
 */
export interface Policy {
  /** The id: a UUID. */
  id: string;
  /** The project it belongs to: a UUID. */
  project_id: string;
  /** The name. */
  display_name: string;
  /** What it is for. */
  description: string;
  /** Whether logins count for one client only, and for a limited time. */
  high_assurance: boolean;
  /** For how many seconds a login counts. */
  authentication_assurance_timeout: number | null;
  /** Whether users must have logged in with a second factor. */
  required_mfa: boolean;
  /** The domains that a session must have an identity of. */
  domain_constraints_include: string[] | null;
  /** The domains whose identities do not count. */
  domain_constraints_exclude: string[] | null;
}

// ---- Clients ----

/**
 * What a client is for: an application that keeps a secret, or one on users' own machines, or one that acts as itself (a
 * service account), an API, a Globus Connect Server endpoint, or any of these.
 */
export type OAuthClientType =
  | "confidential_client"
  | "public_installed_client"
  | "client_identity"
  | "resource_server"
  | "globus_connect_server"
  | "hybrid_confidential_client_resource_server";

/** Links that users see when they are asked for a consent: both or neither. */
export interface OAuthClientLinks {
  /** The terms and conditions: a URL. */
  terms_and_conditions: string | null;
  /** The privacy policy: a URL. */
  privacy_policy: string | null;
}

/** What a client to register is: said by `client_type`, or left to Globus by whether it can keep a secret. */
export type NewClientKind =
  | {
      /** What it is for. */
      client_type: OAuthClientType;
      public_client?: undefined;
    }
  | {
      /** Whether it cannot keep a secret. This can never be changed. */
      public_client: boolean;
      client_type?: undefined;
    };

/** What all clients to register have. */
export interface NewClientBase {
  /** The name that users see when they are asked for a consent. */
  name: string;
  /** Who sees it: every user, or its project. @default "private" */
  visibility?: "public" | "private" | undefined;
  /** Where users may be sent back to after they have logged in. */
  redirect_uris?: readonly string[] | undefined;
  /** The identity provider (UUID) that users must have an identity of. */
  required_idp?: string | undefined;
  /** The identity provider (UUID) that the login page begins with. */
  preselect_idp?: string | undefined;
  /** Links that users see when they are asked for a consent. */
  links?: { terms_and_conditions: string; privacy_policy: string } | undefined;
}

/** A client to register in a project. */
export interface CreateClientDocument {
  /** The client. */
  client: NewClientBase &
    NewClientKind & {
      /** The project: a UUID. */
      project: string;
    };
}

/** A client to register as a child of this one. */
export interface CreateChildClientDocument {
  /** The client. */
  client: NewClientBase & NewClientKind;
}

/** What to change of a client. Null clears. */
export interface UpdateClientDocument {
  /** The client. */
  client: {
    /** The name that users see when they are asked for a consent. */
    name?: string | undefined;
    /** Who sees it: every user, or its project. */
    visibility?: "public" | "private" | undefined;
    /** Where users may be sent back to after they have logged in. */
    redirect_uris?: readonly string[] | null | undefined;
    /** The identity provider (UUID) that users must have an identity of. */
    required_idp?: string | null | undefined;
    /** The identity provider (UUID) that the login page begins with. */
    preselect_idp?: string | null | undefined;
    /** Links that users see when they are asked for a consent: both, or both null. */
    links?:
      | { terms_and_conditions: string; privacy_policy: string }
      | { terms_and_conditions: null; privacy_policy: null }
      | undefined;
  };
}

/** Query of `getClient`. Parameters that are not documented can be sent with `account.request()`. */
export interface ClientQuery {
  /** A domain name that the client has registered. */
  fqdn: string;
}

/** A client, in its envelope. */
export interface OAuthClientReply {
  /** The client. */
  client: OAuthClient;
  /** What came into being with a client that keeps a secret. */
  included?: {
    /** Its first credential: nowhere else is this secret ever told. */
    client_credential: ClientCredential<string>;
  };
}

/** The clients of this identity's projects. */
export interface OAuthClientList {
  /** The clients. */
  clients: OAuthClient[];
}

/**
 * A client of Globus Auth, as it is registered.
 *
 * https://docs.globus.org/api/auth/reference/#client_resource
 */
export interface OAuthClient {
  /** The id: a UUID. */
  id: string;
  /** The name that users see when they are asked for a consent. */
  name: string;
  /** The project it belongs to: a UUID. A child has none. */
  project?: string | null;
  /** The client it is a child of: a UUID. */
  parent_client: string | null;
  /** What it is for. */
  client_type: OAuthClientType | "public_webapp_client" | (string & {});
  /** Whether it cannot keep a secret. */
  public_client?: boolean;
  /** Who sees it: every user, or its project. */
  visibility: "public" | "private" | (string & {});
  /** What it can get tokens for. */
  grant_types: OAuthGrantType[];
  /** Its scopes: UUIDs. */
  scopes: string[];
  /** The domain names it has registered. */
  fqdns: string[];
  /** Where users may be sent back to after they have logged in. */
  redirect_uris: string[];
  /** Links that users see when they are asked for a consent. */
  links: OAuthClientLinks;
  /** The identity provider (UUID) that users must have an identity of. */
  required_idp: string | null;
  /** The identity provider (UUID) that the login page begins with. */
  preselect_idp: string | null;
  /** Whether users are asked to name each grant. */
  prompt_for_named_grant: boolean;
  /** Whether user info is that of the identity that acts, not of the one that logged in first. */
  userinfo_from_effective_identity: boolean;
}

/** What a client can get tokens for. */
export type OAuthGrantType =
  | "authorization_code"
  | "client_credentials"
  | "refresh_token"
  | "urn:globus:auth:grant_type:dependent_token"
  | (string & {});

/** A credential to create. */
export interface CreateClientCredentialDocument {
  /** The credential. */
  credential: {
    /** The name. */
    name: string;
  };
}

/** A credential of a client, in its envelope. */
export interface ClientCredentialReply<Secret extends string | null = string | null> {
  /** The credential. */
  credential: ClientCredential<Secret>;
}

/** The credentials of a client. */
export interface ClientCredentialList {
  /** The credentials. */
  credentials: ClientCredential[];
}

/**
 * A credential of a client. Its secret is told once, when it comes into being.
 *
 * https://docs.globus.org/api/auth/reference/#client_credential_resource
 */
export interface ClientCredential<Secret extends string | null = string | null> {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** The client: a UUID. */
  client: string;
  /** The secret. */
  secret: Secret;
  /** When it came into being: ISO 8601. */
  created?: string;
}

// ---- Scopes ----

/** Query of `getScopes`. Parameters that are not documented can be sent with `account.request()`. */
export interface AuthScopesQuery {
  /** Ids (UUIDs). A list is comma-joined. Not together with `scope_strings`. */
  ids?: string | readonly string[] | undefined;
  /** Texts. A list is comma-joined. Not together with `ids`. */
  scope_strings?: string | readonly string[] | undefined;
}

/** A scope to register. */
export interface CreateScopeDocument {
  /** The scope. */
  scope: {
    /** The name that users see when they are asked for a consent. */
    name: string;
    /** What it allows, for users. */
    description: string;
    /** The end of its text, behind the client's id: lower case letters, digits and `_`. */
    scope_suffix: string;
    /** Whether everybody can find it. @default false */
    advertised?: boolean | undefined;
    /** Whether refresh tokens may be given for it. @default false */
    allows_refresh_token?: boolean | undefined;
    /** The domains that users must have an identity of. */
    required_domains?: readonly string[] | undefined;
    /** The scopes it depends on. */
    dependent_scopes?: readonly DependentScope[] | undefined;
  };
}

/** What to change of a scope. */
export interface UpdateScopeDocument {
  /** The scope. */
  scope: Partial<CreateScopeDocument["scope"]>;
}

/** A scope that another one depends on. */
export interface DependentScope {
  /** The scope: a UUID. */
  scope: string;
  /** Whether users can decline it. */
  optional: boolean;
  /** Whether refresh tokens are needed. */
  requires_refresh_token: boolean;
}

/** A scope, in its envelope. */
export interface AuthScopeReply {
  /** The scope. */
  scope: AuthScope;
}

/** Scopes. */
export interface AuthScopeList {
  /** The scopes. */
  scopes: AuthScope[];
}

/**
 * A scope, as it is registered. For the texts of scopes there is `Scope`.
 *
 * https://docs.globus.org/api/auth/reference/#scope_resource
 */
export interface AuthScope {
  /** The id: a UUID. */
  id: string;
  /** The client it belongs to: a UUID. */
  client: string;
  /** Its text. */
  scope_string: string;
  /** The name that users see when they are asked for a consent. */
  name: string;
  /** What it allows, for users. */
  description: string;
  /** Whether everybody can find it. */
  advertised: boolean;
  /** Whether refresh tokens may be given for it. */
  allows_refresh_token: boolean;
  /** The domains that users must have an identity of. */
  required_domains: string[];
  /** The scopes it depends on. */
  dependent_scopes: DependentScope[];
}

// ---- Tokens ----

/** Scopes: one text, or a list that is joined with spaces. */
export type ScopeTexts = string | readonly string[];

/** The form of `oauth2ClientCredentialsTokens`. The grant type is added. */
export interface ClientCredentialsForm {
  /** The scopes. */
  scope: ScopeTexts;
}

/** The form of `oauth2GetDependentTokens`. The grant type is added. */
export interface DependentTokensForm {
  /** A token that was given to this resource server. */
  token: string;
  /** `"offline"`: refresh tokens, too. */
  access_type?: "online" | "offline" | undefined;
  /** The scopes. By default all that the token's depend on. */
  scope?: ScopeTexts | undefined;
}

/** The form of `oauth2RefreshToken`. The grant type is added. */
export interface RefreshTokenForm {
  /** The refresh token. */
  refresh_token: string;
  /** The scopes, if not all that the refresh token is good for. */
  scope?: ScopeTexts | undefined;
}

/** The form of `oauth2Token`: everything in it is yours. Scopes are joined with spaces, other lists with commas. */
export interface TokenForm {
  /** The grant type. */
  grant_type: OAuthGrantType;
  /** The scopes. */
  scope?: ScopeTexts | undefined;
  [field: string]: string | number | boolean | readonly string[] | null | undefined;
}

/** What `oauth2TokenIntrospect` can include. */
export type TokenIntrospectInclude = "identity_set" | "identity_set_detail" | "session_info";

/** The form of `oauth2TokenIntrospect`. */
export interface TokenIntrospectForm {
  /** The token. */
  token: string;
  /** What to tell besides. A list is comma-joined. */
  include?: TokenIntrospectInclude | readonly TokenIntrospectInclude[] | undefined;
}

/** The form of `oauth2RevokeToken`. */
export interface TokenRevokeForm {
  /** The token. */
  token: string;
  /** What kind of token it is. */
  token_type_hint?: "access_token" | "refresh_token" | undefined;
}

/** A token of one resource server. */
export interface TokenDocument {
  /** The access token. */
  access_token: string;
  /** The scopes it is good for, separated by spaces. */
  scope: string;
  /** In how many seconds it expires. */
  expires_in: number;
  /** How it is sent. */
  token_type: "Bearer" | (string & {});
  /** Whose it is. */
  resource_server: string;
  /** The refresh token, if one was asked for. */
  refresh_token?: string | null;
  /** What was given along with the request for it. */
  state?: string;
}

/** What the token endpoint gives: the token of one resource server, and those of the others. */
export interface TokenReply extends TokenDocument {
  /** The tokens of other resource servers. */
  other_tokens: TokenDocument[];
  /** The id token, with the scope `openid`: a JWT. */
  id_token?: string;
}

/** A token for a service that a resource server depends on. */
export type DependentToken = TokenDocument;

/** That a token is no good any more. */
export interface TokenRevocation {
  /** Whether it still is. */
  active: boolean;
}

/** What a token is, told apart by `active`. */
export type TokenIntrospection = ActiveToken | InactiveToken;

/** A token that is no good: it expired, was revoked, is not for this client, or never was one. */
export interface InactiveToken {
  active: false;
}

/**
 * A token that is good.
 *
 * https://docs.globus.org/api/auth/reference/#token_introspection_post_v2_oauth2_token_introspect
 */
export interface ActiveToken {
  active: true;
  /** How it is sent. */
  token_type?: "Bearer" | (string & {});
  /** The scopes it is good for, separated by spaces. */
  scope: string;
  /** The client it was given to: a UUID. */
  client_id: string;
  /** The identity that acts: a UUID. */
  sub: string;
  /** That identity's username. */
  username: string;
  /** That identity's name. */
  name: string | null;
  /** That identity's mail address. */
  email: string | null;
  /** When it expires: seconds since 1970. */
  exp: number;
  /** When it was given: seconds since 1970. */
  iat: number;
  /** From when it is good: seconds since 1970. */
  nbf: number;
  /** Whom it is for: resource servers and clients. */
  aud: string[];
  /** Who gave it. */
  iss: string;
  /** What changes when its dependent tokens do. */
  dependent_tokens_cache_id?: string;
  /** The identities (UUIDs) of the account, with `include: "identity_set"`. */
  identity_set?: string[];
  /** An older name of `identity_set`. */
  identities_set?: string[];
  /** The identities of the account, with `include: "identity_set_detail"`. */
  identity_set_detail?: Identity[];
  /** The session it belongs to, with `include: "session_info"`. A service account has none. */
  session_info?: TokenSession;
}

/** The session of a token. */
export interface TokenSession {
  /** The id: a UUID. */
  session_id?: string;
  /** The logins of the session, by identity (UUID). */
  authentications: Record<string, TokenAuthentication>;
}

/** A login. */
export interface TokenAuthentication {
  /** The identity provider: a UUID. */
  idp?: string;
  /** When: seconds since 1970. */
  auth_time?: number;
  /** How: the authentication context class. */
  acr?: string | null;
  /** How: the authentication methods, for instance `"mfa"`. */
  amr?: string[] | null;
  /** What else the identity provider says. */
  custom_claims?: { [name: string]: Json };
}
