
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
