
/**
 * The information that Globus Auth has about the account that calls. The scopes of the token (`openid`, `profile`,
 * `email` and `view_identity_set`) decide which fields are present. By default this package requests all of them.
 *
 * https://docs.globus.org/api/auth/reference/#oidc_userinfo_endpoint
 */
export interface Userinfo {
  /** The identity's id: a UUID. For a service account, its client id. */
  sub: string;
  /** The last login with this identity, in seconds since 1970. A service account does not log in. */
  last_authentication?: number | null;
  /** The name. Requires the scope `profile`. */
  name?: string | null;
  /** The username. Requires the scope `profile`. */
  preferred_username?: string;
  /** The organization. Requires the scope `profile`. */
  organization?: string | null;
  /** The id (UUID) of the identity provider. Requires the scope `profile`. */
  identity_provider?: string;
  /** The name of the identity provider. Requires the scope `profile`. */
  identity_provider_display_name?: string | null;
  /** The email address. Requires the scope `email`. */
  email?: string | null;
  /** All identities of the account. Requires the scope `view_identity_set`. A service account has one identity. */
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
  /** The email address. */
  email?: string | null;
  /** The organization. */
  organization?: string | null;
  /** The id (UUID) of the identity provider. */
  identity_provider: string;
  /** The name of the identity provider. */
  identity_provider_display_name?: string | null;
  /** The last login with this identity, in seconds since 1970. */
  last_authentication?: number | null;
}

/**
 * The query of `getIdentities`: either `ids` or `usernames`. Send undocumented parameters with `account.request()`.
 */
export type IdentitiesQuery = IdentitiesByIdQuery | IdentitiesByUsernameQuery;

/** Selects identities by id. */
export interface IdentitiesByIdQuery {
  /** Ids (UUIDs). A list is comma-joined. */
  ids: string | readonly string[];
  usernames?: undefined;
  provision?: undefined;
  /** Additional data to return in `included`. A list is comma-joined. */
  include?: IdentitiesInclude | readonly IdentitiesInclude[] | undefined;
}

/** Selects identities by username. */
export interface IdentitiesByUsernameQuery {
  /** Usernames, such as `"ada@example.org"`. A list is comma-joined. */
  usernames: string | readonly string[];
  ids?: undefined;
  /** Whether to create identities for usernames that were never used for a login. @default false */
  provision?: boolean | undefined;
  /** Additional data to return in `included`. A list is comma-joined. */
  include?: IdentitiesInclude | readonly IdentitiesInclude[] | undefined;
}

/** Additional data of `getIdentities`. */
export type IdentitiesInclude = "identity_provider" | (string & {});

/** The identities that Globus Auth found. Unknown ids and usernames are absent. */
export interface Identities {
  /** The identities. */
  identities: Identity[];
  /** The data that `include` requested. */
  included?: IdentitiesIncluded;
}

/** Additional data about identities. */
export interface IdentitiesIncluded {
  /** The identity providers of the identities, with `include: "identity_provider"`. */
  identity_providers?: IdentityProvider[];
}

/**
 * An identity. Fields that are not public may be null or absent.
 *
 * https://docs.globus.org/api/auth/reference/#identity_resource
 */
export interface Identity {
  /** The id: a UUID. */
  id: string;
  /** The username, such as `"ada@example.org"`, or `"<client id>@clients.auth.globus.org"` for a service account. */
  username: string;
  /**
   * `"used"`: a user has logged in with the identity. `"unused"`: no user has logged in yet. `"closed"`: logins are no
   * longer possible.
   */
  status: "used" | "unused" | "private" | "closed" | (string & {});
  /** The name. */
  name: string | null;
  /** The email address. */
  email?: string | null;
  /** The organization. */
  organization?: string | null;
  /** The id (UUID) of the identity provider. */
  identity_provider: string;
  /** The type of the identity. */
  identity_type?: "login" | (string & {});
}

/** An organization whose users can log in. */
export interface IdentityProvider {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** A short name. */
  short_name: string;
  /** Other names. */
  alternative_names: string[];
  /** The domains of the usernames. */
  domains: string[];
}

/** The calls whose arguments decide the type of the other arguments or of the reply. */
export interface AuthClient {
  /**
   * Returns a Globus Auth client. Select it by its id, `getClient(id)`, or by a domain name that it has registered,
   * `getClient(undefined, { fqdn })`.
   *
   * https://docs.globus.org/api/auth/reference/#get_clients
   *
   * @param which The id of the Globus Auth client (UUID), or undefined and `{ fqdn }`; then the options of this call.
   * @returns The Globus Auth client, in its envelope.
   * @throws {GlobusError} Rejects like every call of a service.
   */
  getClient(
    ...which:
      | [clientId: string, query?: Query & { fqdn?: undefined }, options?: CallOptions]
      | [clientId: null | undefined, query: ClientQuery, options?: CallOptions]
  ): CallPromise<OAuthClientReply>;
  /**
   * Sends a form of any grant type to the token endpoint. The grant type decides the reply: the token of one resource
   * server, with the tokens of others in `other_tokens`, or a list of tokens for a dependent token grant.
   *
   * https://docs.globus.org/api/auth/reference/
   */
  oauth2Token<Reply extends TokenReply | DependentToken[] = TokenReply>(
    document: TokenForm,
    query?: Query,
    options?: CallOptions,
  ): CallPromise<Reply>;
}

/** Query of `getIdentityProviders`. Send undocumented parameters with `account.request()`. */
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

/** The metadata of an OpenID Connect server (OpenID Connect Discovery 1.0), as Globus Auth sends it. */
export interface OpenidConfiguration {
  /** The issuer of the tokens. */
  issuer: string;
  /** The URL where users log in. */
  authorization_endpoint: string;
  /** The URL of the token endpoint. */
  token_endpoint: string;
  /** The URL that returns the identity of a token. */
  userinfo_endpoint: string;
  /** The URL where tokens are revoked. */
  revocation_endpoint?: string;
  /** The URL where tokens are introspected. */
  introspection_endpoint?: string;
  /** The URL of the public keys: see `getJwk`. */
  jwks_uri: string;
  /** The supported scopes of OpenID Connect. */
  scopes_supported?: string[];
  /** The supported response types. */
  response_types_supported: string[];
  /** The supported grant types. */
  grant_types_supported?: string[];
  /** The supported types of subject identifiers. */
  subject_types_supported: string[];
  /** The algorithms of id token signatures. */
  id_token_signing_alg_values_supported: string[];
  /** The supported methods of client authentication at the token endpoint. */
  token_endpoint_auth_methods_supported?: string[];
  /** The supported claims. */
  claims_supported?: string[];
}

/** A set of public keys (RFC 7517). */
export interface JsonWebKeySet {
  /** The keys. */
  keys: PublicJsonWebKey[];
}

/** A public key (RFC 7517). The keys of Globus Auth have the type `"RSA"`. */
export interface PublicJsonWebKey {
  /** The type. */
  kty: "RSA" | "EC" | (string & {});
  /** The use of the key: signatures or encryption. */
  use?: "sig" | "enc" | (string & {});
  /** The algorithm of the key, for instance `"RS512"`. */
  alg?: string;
  /** The key id. */
  kid?: string;
  /** The modulus of an RSA key. */
  n?: string;
  /** The exponent of an RSA key. */
  e?: string;
}

// ---- Consents ----

/** Query of `getConsents`. Send undocumented parameters with `account.request()`. */
export interface ConsentsQuery {
  /** Whether to return the consents for all Globus Auth clients, not only for the calling one. @default false */
  all?: boolean | undefined;
}

/** A list of consents. A dependency of a scope has its own consent: see `dependency_path`. */
export interface ConsentList {
  /** The consents. */
  consents: Consent[];
}

/** The permission of a Globus Auth client to use a scope, directly or through another service. */
export interface Consent {
  /** The id. */
  id: number;
  /** The Globus Auth client that has the consent: a UUID. */
  client: string;
  /** The scope: a UUID. */
  scope: string;
  /** The scope, as a text. */
  scope_name: string;
  /** The ids of the consents on the path to this one. The last is the id of this consent. */
  dependency_path: number[];
  /** The identity that acts: a UUID. */
  effective_identity: string;
  /** The status of the consent. */
  status: "approved" | (string & {});
  /** Whether the consent permits refresh tokens. */
  allows_refresh: boolean;
  /** Whether the consent was granted automatically, without a question to the user. */
  auto_approved: boolean;
  /** Whether the consent can be revoked alone. */
  atomically_revocable: boolean;
  /** When the consent was granted: ISO 8601. */
  created: string;
  /** When the consent last changed: ISO 8601. */
  updated: string;
  /** When the consent was last used: ISO 8601. */
  last_used: string | null;
}

// ---- Projects ----

/** The administrators of a project to create: identities, groups or both. */
export type NewProjectAdmins =
  | {
      /** The identities (UUIDs) that become its administrators. */
      admin_ids: readonly string[];
      /** The groups (UUIDs) whose members become its administrators. */
      admin_group_ids?: readonly string[] | undefined;
    }
  | {
      /** The groups (UUIDs) whose members become its administrators. */
      admin_group_ids: readonly string[];
      admin_ids?: undefined;
    };

/** A project to create. */
export interface CreateProjectDocument {
  /** The project. */
  project: NewProjectAdmins & {
    /** The name. */
    display_name: string;
    /** The email address of the contact person. */
    contact_email: string;
  };
}

/** The fields of a project to change. */
export interface UpdateProjectDocument {
  /** The project. */
  project: {
    /** The name. */
    display_name?: string | undefined;
    /** The email address of the contact person. */
    contact_email?: string | undefined;
    /** The identities (UUIDs) that become its administrators. */
    admin_ids?: readonly string[] | null | undefined;
    /** The groups (UUIDs) whose members become its administrators. */
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
 * A project, which owns Globus Auth clients and policies.
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
  /** The email address of the contact person. */
  contact_email: string;
  /** The identities (UUIDs) that are its administrators. */
  admin_ids: string[] | null;
  /** The groups (UUIDs) whose members are its administrators. */
  admin_group_ids: string[] | null;
  /** The identities and groups that are its administrators. */
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
  /** The description. */
  description: string | null;
  /** The organization. */
  organization?: string | null;
}

// ---- Policies ----

/** The fields of every policy to create. */
export interface NewPolicyBase {
  /** The project of the policy: a UUID. */
  project_id: string;
  /** The name. */
  display_name: string;
  /** The description. */
  description: string;
  /** The domains of which the session must contain an identity. A pattern may contain `*`. */
  domain_constraints_include?: readonly string[] | null | undefined;
  /** The domains whose identities do not satisfy the policy. */
  domain_constraints_exclude?: readonly string[] | null | undefined;
  /** Whether users must log in with a second factor. Only with high assurance. @default false */
  required_mfa?: boolean | undefined;
}

/** A policy to create. A high assurance policy also defines how long a login is valid. */
export interface CreatePolicyDocument {
  /** The policy. */
  policy: NewPolicyBase & {
    /** Whether a login is valid only for one Globus Auth client and for a limited time. @default false */
    high_assurance?: boolean | undefined;
    /** The time for which a login is valid, in seconds. */
    authentication_assurance_timeout?: number | undefined;
  };
}

/** The fields of a policy to change. */
export interface UpdatePolicyDocument {
  /** The policy. */
  policy: {
    /** The project (UUID) to move the policy to. */
    project_id?: string | undefined;
    /** The name. */
    display_name?: string | undefined;
    /** The description. */
    description?: string | undefined;
    /** The time for which a login is valid, in seconds. */
    authentication_assurance_timeout?: number | undefined;
    /** Whether users must log in with a second factor. */
    required_mfa?: boolean | undefined;
    /** The domains of which the session must contain an identity. */
    domain_constraints_include?: readonly string[] | null | undefined;
    /** The domains whose identities do not satisfy the policy. */
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
 * An authentication policy: the requirements that a session must meet. The domain of a service account is always
 * `clients.auth.globus.org`.
 *
 * https://docs.globus.org/api/auth/reference/#policy_resource
 */
export interface Policy {
  /** The id: a UUID. */
  id: string;
  /** The project of the policy: a UUID. */
  project_id: string;
  /** The name. */
  display_name: string;
  /** The description. */
  description: string;
  /** Whether a login is valid only for one Globus Auth client and for a limited time. */
  high_assurance: boolean;
  /** The time for which a login is valid, in seconds. */
  authentication_assurance_timeout: number | null;
  /** Whether users must log in with a second factor. */
  required_mfa: boolean;
  /** The domains of which the session must contain an identity. */
  domain_constraints_include: string[] | null;
  /** The domains whose identities do not satisfy the policy. */
  domain_constraints_exclude: string[] | null;
}

// ---- Clients ----

/**
 * The type of a Globus Auth client: an application that keeps a secret, an application on users' machines, an
 * application that acts as itself (a service account), an API, a Globus Connect Server endpoint, or a combination.
 */
export type OAuthClientType =
  | "confidential_client"
  | "public_installed_client"
  | "client_identity"
  | "resource_server"
  | "globus_connect_server"
  | "hybrid_confidential_client_resource_server";

/** Links that the consent page shows. Set both or neither. */
export interface OAuthClientLinks {
  /** The terms and conditions: a URL. */
  terms_and_conditions: string | null;
  /** The privacy policy: a URL. */
  privacy_policy: string | null;
}

/**
 * The type of a Globus Auth client to register: `client_type`, or `public_client`, from which Globus Auth derives the
 * type.
 */
export type NewClientKind =
  | {
      /** The type of the Globus Auth client. */
      client_type: OAuthClientType;
      public_client?: undefined;
    }
  | {
      /** Whether the Globus Auth client cannot keep a secret. This cannot be changed later. */
      public_client: boolean;
      client_type?: undefined;
    };

/** The fields of every Globus Auth client to register. */
export interface NewClientBase {
  /** The name that the consent page shows. */
  name: string;
  /** The visibility: for every user, or for its project. @default "private" */
  visibility?: "public" | "private" | undefined;
  /** The redirect URIs for use after a login. */
  redirect_uris?: readonly string[] | undefined;
  /** The identity provider (UUID) of which users must have an identity. */
  required_idp?: string | undefined;
  /** The identity provider (UUID) that the login page preselects. */
  preselect_idp?: string | undefined;
  /** Links that the consent page shows. */
  links?: { terms_and_conditions: string; privacy_policy: string } | undefined;
}

/** A Globus Auth client to register in a project. */
export interface CreateClientDocument {
  /** The Globus Auth client. */
  client: NewClientBase &
    NewClientKind & {
      /** The project: a UUID. */
      project: string;
    };
}

/** A Globus Auth client to register as a child of the calling one. */
export interface CreateChildClientDocument {
  /** The Globus Auth client. */
  client: NewClientBase & NewClientKind;
}

/** The fields of a Globus Auth client to change. Null clears a field. */
export interface UpdateClientDocument {
  /** The Globus Auth client. */
  client: {
    /** The name that the consent page shows. */
    name?: string | undefined;
    /** The visibility: for every user, or for its project. */
    visibility?: "public" | "private" | undefined;
    /** The redirect URIs for use after a login. */
    redirect_uris?: readonly string[] | null | undefined;
    /** The identity provider (UUID) of which users must have an identity. */
    required_idp?: string | null | undefined;
    /** The identity provider (UUID) that the login page preselects. */
    preselect_idp?: string | null | undefined;
    /** Links that the consent page shows. Set both, or both to null. */
    links?:
      | { terms_and_conditions: string; privacy_policy: string }
      | { terms_and_conditions: null; privacy_policy: null }
      | undefined;
  };
}

/** Query of `getClient`. Send undocumented parameters with `account.request()`. */
export interface ClientQuery {
  /** A domain name that the Globus Auth client has registered. */
  fqdn: string;
}

/** A Globus Auth client, in its envelope. */
export interface OAuthClientReply {
  /** The Globus Auth client. */
  client: OAuthClient;
  /** The objects that Globus Auth created together with a Globus Auth client that keeps a secret. */
  included?: {
    /** The first credential of the Globus Auth client. Globus Auth sends its secret only here. */
    client_credential: ClientCredential<string>;
  };
}

/** The Globus Auth clients of this identity's projects. */
export interface OAuthClientList {
  /** The Globus Auth clients. */
  clients: OAuthClient[];
}

/**
 * A registered Globus Auth client.
 *
 * https://docs.globus.org/api/auth/reference/#client_resource
 */
export interface OAuthClient {
  /** The id: a UUID. */
  id: string;
  /** The name that the consent page shows. */
  name: string;
  /** The project: a UUID. Absent or null for a child. */
  project?: string | null;
  /** The parent of a child: a UUID. */
  parent_client: string | null;
  /** The type of the Globus Auth client. */
  client_type: OAuthClientType | "public_webapp_client" | (string & {});
  /** Whether the Globus Auth client cannot keep a secret. */
  public_client?: boolean;
  /** The visibility: for every user, or for its project. */
  visibility: "public" | "private" | (string & {});
  /** The grant types that the Globus Auth client may use. */
  grant_types: OAuthGrantType[];
  /** The scopes of the Globus Auth client: UUIDs. */
  scopes: string[];
  /** The domain names that the Globus Auth client has registered. */
  fqdns: string[];
  /** The redirect URIs for use after a login. */
  redirect_uris: string[];
  /** Links that the consent page shows. */
  links: OAuthClientLinks;
  /** The identity provider (UUID) of which users must have an identity. */
  required_idp: string | null;
  /** The identity provider (UUID) that the login page preselects. */
  preselect_idp: string | null;
  /** Whether Globus Auth prompts users to name each grant. */
  prompt_for_named_grant: boolean;
  /** Whether user info describes the effective identity, not the identity of the first login. */
  userinfo_from_effective_identity: boolean;
}

/** A grant type: a way to get tokens. */
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

/** A credential of a Globus Auth client, in its envelope. */
export interface ClientCredentialReply<Secret extends string | null = string | null> {
  /** The credential. */
  credential: ClientCredential<Secret>;
}

/** The credentials of a Globus Auth client. */
export interface ClientCredentialList {
  /** The credentials. */
  credentials: ClientCredential[];
}

/**
 * A credential of a Globus Auth client. Globus Auth sends its secret only once, when the credential is created.
 *
 * https://docs.globus.org/api/auth/reference/#client_credential_resource
 */
export interface ClientCredential<Secret extends string | null = string | null> {
  /** The id: a UUID. */
  id: string;
  /** The name. */
  name: string;
  /** The Globus Auth client: a UUID. */
  client: string;
  /** The secret. */
  secret: Secret;
  /** When the credential was created: ISO 8601. */
  created?: string;
}

// ---- Scopes ----

/** Query of `getScopes`. Send undocumented parameters with `account.request()`. */
export interface AuthScopesQuery {
  /** Scope ids (UUIDs). A list is comma-joined. Not together with `scope_strings`. */
  ids?: string | readonly string[] | undefined;
  /** Scope texts. A list is comma-joined. Not together with `ids`. */
  scope_strings?: string | readonly string[] | undefined;
}

/** A scope to register. */
export interface CreateScopeDocument {
  /** The scope. */
  scope: {
    /** The name that the consent page shows. */
    name: string;
    /** What the scope allows, as a text for users. */
    description: string;
    /** The last part of the scope text, after the client id: lower case letters, digits and `_`. */
    scope_suffix: string;
    /** Whether every user can find the scope. @default false */
    advertised?: boolean | undefined;
    /** Whether refresh tokens may be issued for the scope. @default false */
    allows_refresh_token?: boolean | undefined;
    /** The domains of which users must have an identity. */
    required_domains?: readonly string[] | undefined;
    /** The scopes that this scope depends on. */
    dependent_scopes?: readonly DependentScope[] | undefined;
  };
}

/** The fields of a scope to change. */
export interface UpdateScopeDocument {
  /** The scope. */
  scope: Partial<CreateScopeDocument["scope"]>;
}

/** A dependency of a scope. */
export interface DependentScope {
  /** The scope: a UUID. */
  scope: string;
  /** Whether users can decline the dependency. */
  optional: boolean;
  /** Whether the dependency requires refresh tokens. */
  requires_refresh_token: boolean;
}

/** A scope, in its envelope. */
export interface AuthScopeReply {
  /** The scope. */
  scope: AuthScope;
}

/** A list of scopes. */
export interface AuthScopeList {
  /** The scopes. */
  scopes: AuthScope[];
}

/**
 * A registered scope. To build scope texts, use `Scope`.
 *
 * https://docs.globus.org/api/auth/reference/#scope_resource
 */
export interface AuthScope {
  /** The id: a UUID. */
  id: string;
  /** The Globus Auth client of the scope: a UUID. */
  client: string;
  /** The scope, as a text. */
  scope_string: string;
  /** The name that the consent page shows. */
  name: string;
  /** What the scope allows, as a text for users. */
  description: string;
  /** Whether every user can find the scope. */
  advertised: boolean;
  /** Whether refresh tokens may be issued for the scope. */
  allows_refresh_token: boolean;
  /** The domains of which users must have an identity. */
  required_domains: string[];
  /** The scopes that this scope depends on. */
  dependent_scopes: DependentScope[];
}

// ---- Tokens ----

/** Scopes: one text, or a list, which is joined with spaces. */
export type ScopeTexts = string | readonly string[];

/** The form of `oauth2ClientCredentialsTokens`. This package adds the grant type. */
export interface ClientCredentialsForm {
  /** The scopes. */
  scope: ScopeTexts;
}

/** The form of `oauth2GetDependentTokens`. This package adds the grant type. */
export interface DependentTokensForm {
  /** A token that was issued for this resource server. */
  token: string;
  /** `"offline"` also returns refresh tokens. */
  access_type?: "online" | "offline" | undefined;
  /** The scopes. By default all dependencies of the token's scopes. */
  scope?: ScopeTexts | undefined;
}

/** The form of `oauth2RefreshToken`. This package adds the grant type. */
export interface RefreshTokenForm {
  /** The refresh token. */
  refresh_token: string;
  /** The scopes, if fewer than those of the refresh token. */
  scope?: ScopeTexts | undefined;
}

/**
 * The form of `oauth2Token`. This package adds nothing to it. Scopes are joined with spaces, other lists with commas.
 */
export interface TokenForm {
  /** The grant type. */
  grant_type: OAuthGrantType;
  /** The scopes. */
  scope?: ScopeTexts | undefined;
  [field: string]: string | number | boolean | readonly string[] | null | undefined;
}

/** Additional data of `oauth2TokenIntrospect`. */
export type TokenIntrospectInclude = "identity_set" | "identity_set_detail" | "session_info";

/** The form of `oauth2TokenIntrospect`. */
export interface TokenIntrospectForm {
  /** The token. */
  token: string;
  /** Additional data to return. A list is comma-joined. */
  include?: TokenIntrospectInclude | readonly TokenIntrospectInclude[] | undefined;
}

/** The form of `oauth2RevokeToken`. */
export interface TokenRevokeForm {
  /** The token. */
  token: string;
  /** The type of the token. */
  token_type_hint?: "access_token" | "refresh_token" | undefined;
}

/** A token of one resource server. */
export interface TokenDocument {
  /** The access token. */
  access_token: string;
  /** The granted scopes, separated by spaces. */
  scope: string;
  /** The time until the token expires, in seconds. */
  expires_in: number;
  /** The token type. */
  token_type: "Bearer" | (string & {});
  /** The resource server that accepts the token. */
  resource_server: string;
  /** The refresh token, if one was requested. */
  refresh_token?: string | null;
  /** The `state` that was sent with the request. */
  state?: string;
}

/** The reply of the token endpoint: the token of one resource server, and the tokens of the others. */
export interface TokenReply extends TokenDocument {
  /** The tokens of other resource servers. */
  other_tokens: TokenDocument[];
  /** The id token, with the scope `openid`: a JWT. */
  id_token?: string;
}

/** A token for a service that a resource server calls on behalf of the token's identity. */
export type DependentToken = TokenDocument;

/** The status of a revoked token. */
export interface TokenRevocation {
  /** Whether the token is still valid. */
  active: boolean;
}

/** The properties of a token. `active` distinguishes the two forms. */
export type TokenIntrospection = ActiveToken | InactiveToken;

/** A token that is not valid: it expired, was revoked, belongs to another Globus Auth client, or never existed. */
export interface InactiveToken {
  active: false;
}

/**
 * A valid token.
 *
 * https://docs.globus.org/api/auth/reference/#token_introspection_post_v2_oauth2_token_introspect
 */
export interface ActiveToken {
  active: true;
  /** The token type. */
  token_type?: "Bearer" | (string & {});
  /** The granted scopes, separated by spaces. */
  scope: string;
  /** The Globus Auth client that got the token: a UUID. */
  client_id: string;
  /** The identity that acts with the token: a UUID. */
  sub: string;
  /** The username of that identity. */
  username: string;
  /** The name of that identity. */
  name: string | null;
  /** The email address of that identity. */
  email: string | null;
  /** When the token expires, in seconds since 1970. */
  exp: number;
  /** When the token was issued, in seconds since 1970. */
  iat: number;
  /** The time from which the token is valid, in seconds since 1970. */
  nbf: number;
  /** The audience of the token: resource servers and Globus Auth clients. */
  aud: string[];
  /** The issuer of the token. */
  iss: string;
  /** An id that changes when the dependent tokens change. */
  dependent_tokens_cache_id?: string;
  /** The identities (UUIDs) of the account, with `include: "identity_set"`. */
  identity_set?: string[];
  /** An older name of `identity_set`. */
  identities_set?: string[];
  /** The identities of the account, with `include: "identity_set_detail"`. */
  identity_set_detail?: Identity[];
  /** The session of the token, with `include: "session_info"`. A service account has no session. */
  session_info?: TokenSession;
}

/** The session of a token. */
export interface TokenSession {
  /** The id: a UUID. */
  session_id?: string;
  /** The logins of the session, by identity (UUID). */
  authentications: Record<string, TokenAuthentication>;
}

/** A login in a session. */
export interface TokenAuthentication {
  /** The identity provider: a UUID. */
  idp?: string;
  /** The time of the login, in seconds since 1970. */
  auth_time?: number;
  /** The authentication context class of the login. */
  acr?: string | null;
  /** The authentication methods of the login, for instance `"mfa"`. */
  amr?: string[] | null;
  /** Other claims of the identity provider. */
  custom_claims?: { [name: string]: Json };
}
