// Type tests of Globus Auth: code that the declarations must accept or reject. Nothing here is run.

import {
  ServiceAccount,
  type ActiveToken,
  type AuthScope,
  type ClientCredential,
  type Consent,
  type DependentToken,
  type IdentityProvider,
  type JsonWebKeySet,
  type OAuthClient,
  type Policy,
  type Project,
  type TokenReply,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
const { auth } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

export async function reading() {
  const configuration = await auth.getOpenidConfiguration();
  const keys: JsonWebKeySet = await auth.getJwk(configuration, undefined, { signal });
  await auth.getJwk();
  await auth.getJwk({ jwks_uri: configuration.jwks_uri });
  // @ts-expect-error `jwks_uri` is missing
  await auth.getJwk({ issuer: "x" });
  const providers: IdentityProvider[] = await auth.getIdentityProviders({ domains: ["example.org"] }).toArray();
  // @ts-expect-error domains or ids, not both
  auth.getIdentityProviders({ domains: "example.org", ids: id });
  // @ts-expect-error misspelt parameter
  auth.getIdentityProviders({ domain: "example.org" });
  const consents: Consent[] = await auth.getConsents(id, { all: true }).toArray();
  const path: number[] | undefined = consents[0]?.dependency_path;
  // @ts-expect-error the identity is missing
  auth.getConsents();
  // @ts-expect-error an option in place of the query
  auth.getConsents(id, { signal });
  // @ts-expect-error an option in place of the query
  await auth.getProject(id, { signal });
  return [keys.keys[0]?.kty, providers[0]?.domains[0], path];
}

export async function projects() {
  const admin_ids = [id];
  const { project } = await auth.createProject({
    project: { display_name: "p", contact_email: "a@example.org", admin_ids },
  });
  const created: Project = project;
  for await (const { admins } of auth.getProjects()) admins.identities.map(({ username }) => username.length);
  await auth.updateProject(id, { project: { admin_ids: [id] } });
  const deleted: Project = (await auth.deleteProject(id)).project;
  // @ts-expect-error the envelope is missing
  await auth.createProject({ display_name: "p", contact_email: "a@example.org", admin_ids });
  // @ts-expect-error the contact email is missing
  await auth.createProject({ project: { display_name: "p", admin_ids } });
  // @ts-expect-error the administrators are missing
  await auth.createProject({ project: { display_name: "p", contact_email: "a@example.org" } });
  // @ts-expect-error misspelt member
  await auth.updateProject(id, { project: { name: "p" } });

  const { policy } = await auth.createPolicy({
    policy: { project_id: id, display_name: "p", description: "d", high_assurance: true, required_mfa: true },
  });
  const timeout: number | null = policy.authentication_assurance_timeout;
  const policies: Policy[] = await auth.getPolicies().toArray();
  await auth.updatePolicy(id, { policy: { domain_constraints_include: null } });
  // @ts-expect-error the description is missing
  await auth.createPolicy({ policy: { project_id: id, display_name: "p" } });
  return [created.admins.groups[0]?.name, deleted.id, timeout, policies.length];
}

export async function clients() {
  const client: OAuthClient = (await auth.getClient(id)).client;
  await auth.getClient(undefined, { fqdn: "example.org" }, { signal });
  // @ts-expect-error an id or a domain name is needed
  await auth.getClient();
  // @ts-expect-error an id or a domain name, not both
  await auth.getClient(id, { fqdn: "example.org" });
  const reply = await auth.createClient({ client: { name: "c", project: id, client_type: "client_identity" } });
  const secret: string | undefined = reply.included?.client_credential.secret;
  await auth.createChildClient({ client: { name: "c", public_client: false } });
  // @ts-expect-error `client_type` or `public_client` is needed
  await auth.createClient({ client: { name: "c", project: id } });
  // @ts-expect-error `client_type` or `public_client`, not both
  await auth.createClient({ client: { name: "c", project: id, public_client: true, client_type: "resource_server" } });
  // @ts-expect-error no such type
  await auth.createClient({ client: { name: "c", project: id, client_type: "robot" } });
  // @ts-expect-error the project is missing
  await auth.createClient({ client: { name: "c", public_client: true } });
  // @ts-expect-error one of the links is missing
  await auth.updateClient(id, { client: { links: { privacy_policy: "https://example.org" } } });
  await auth.updateClient(id, { client: { links: { privacy_policy: null, terms_and_conditions: null } } });

  const credential: ClientCredential<string> = (await auth.createClientCredential(id, { credential: { name: "n" } }))
    .credential;
  const credentials: ClientCredential[] = await auth.getClientCredentials(id).toArray();
  await auth.deleteClientCredential(id, id);
  // @ts-expect-error the credential is missing
  await auth.deleteClientCredential(id);

  const scopes: AuthScope[] = await auth.getScopes({ scope_strings: ["openid"] }).toArray();
  await auth.createScope(id, { scope: { name: "s", description: "d", scope_suffix: "x" } });
  await auth.updateScope(id, { scope: { dependent_scopes: [] } });
  // @ts-expect-error the suffix is missing
  await auth.createScope(id, { scope: { name: "s", description: "d" } });
  return [client.links.privacy_policy, secret, credential.secret, credentials[0]?.secret, scopes[0]?.scope_string];
}

export async function tokens(token: string) {
  const reply: TokenReply = await auth.oauth2ClientCredentialsTokens({ scope: ["openid", "email"] });
  const dependent: DependentToken[] = await auth.oauth2GetDependentTokens({ token, access_type: "offline" });
  const refreshed: TokenReply = await auth.oauth2RefreshToken({ refresh_token: token });
  const fromCode: TokenReply = await auth.oauth2Token({ grant_type: "authorization_code", code: "c" });
  const listed: DependentToken[] = await auth.oauth2Token<DependentToken[]>({
    grant_type: "urn:globus:auth:grant_type:dependent_token",
    token,
  });
  const introspection = await auth.oauth2TokenIntrospect({ token, include: ["identity_set", "session_info"] });
  if (introspection.active) {
    const active: ActiveToken = introspection;
    active.aud.map((audience) => audience.length);
  } else {
    // @ts-expect-error an inactive token has no other fields
    introspection.sub;
  }
  const { active } = await auth.oauth2RevokeToken({ token });
  // @ts-expect-error no such thing to include
  await auth.oauth2TokenIntrospect({ token, include: "identities" });
  // @ts-expect-error the token is missing
  await auth.oauth2RevokeToken({});
  // @ts-expect-error the grant type is missing
  await auth.oauth2Token({ code: "c" });
  return [reply.other_tokens[0]?.expires_in, dependent[0]?.refresh_token, refreshed, fromCode.id_token, listed, active];
}

export async function readingAndDeleting() {
  const name: string = (await auth.getPolicy(id)).policy.display_name;
  const scopeString: string = (await auth.getScope(id)).scope.scope_string;
  for await (const client of auth.getClients()) console.log(client.id.length, client.name);
  const deletedIds: string[] = [
    (await auth.deletePolicy(id)).policy.id,
    (await auth.deleteClient(id)).client.id,
    (await auth.deleteScope(id)).scope.id,
  ];
  return [name, scopeString, deletedIds];
}
