import { row } from "../calls.mjs";
import { EXTRA, ID, ODD, OTHER, THIRD, made } from "../values.mjs";

const OPENID = "/.well-known/openid-configuration";
const project = { display_name: "Nightly", contact_email: "ops@example.org" };
const policy = { project_id: ID, display_name: "Strict", description: "For patients' data" };
const constraints = { domain_constraints_include: ["example.org", "example.com"], domain_constraints_exclude: null };
const client = { name: "Robot", project: ID };
const settings = {
  visibility: "private",
  redirect_uris: ["https://example.org/a"],
  required_idp: ID,
  preselect_idp: OTHER,
};
const links = { terms_and_conditions: "https://example.org/terms", privacy_policy: "https://example.org/privacy" };
const noLinks = { terms_and_conditions: null, privacy_policy: null };
const scope = { name: "Read", description: "Reads", scope_suffix: "read" };
const dependency = { scope: ID, optional: true, requires_refresh_token: false };
const scopeSettings = { required_domains: ["example.org"], advertised: true, allows_refresh_token: false };
const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };

/** @type {import("../calls.mjs").Group} */
export default {
  service: "auth",
  client: "AuthClient",
  title: "Auth",
  authorization: "Bearer",
  rows: [
    row("getOpenidConfiguration", "GET", OPENID, { few: {} }),
    row("getJwk", "GET", OPENID, { few: {}, all: { doc: { jwks_uri: "$auth/jwk.json" }, path: "/jwk.json" } }),
    row("userinfo", "GET", "/v2/oauth2/userinfo", { few: {} }),
    row("getIdentities", "GET", "/v2/api/identities", {
      few: {},
      all: { query: { usernames: ["a@example.org", "b+c@example.org"], provision: true }, extra: EXTRA },
      "by username": { query: { usernames: "a@example.org" } },
      "by id": { query: { ids: [ID, OTHER] }, extra: EXTRA },
    }),
    row("getIdentityProviders", "GET", "/v2/api/identity_providers", {
      few: {},
      all: { query: { domains: ["example.org", "example.com"] }, extra: EXTRA },
      "by id": { query: { ids: [ID, OTHER] } },
    }),
    row("getProject", "GET", "/v2/api/projects/{project_id}", byId),
    row("getProjects", "GET", "/v2/api/projects", { few: {} }),
    row(
      "createProject",
      "POST",
      "/v2/api/projects",
      { few: { fields: project }, all: { fields: { ...project, admin_ids: [ID, OTHER], admin_group_ids: [THIRD] } } },
      { envelope: "project" },
    ),
    row(
      "updateProject",
      "PUT",
      "/v2/api/projects/{project_id}",
      {
        few: { ids: [ID], fields: { display_name: "Nightly" } },
        all: { ids: [ODD], fields: { ...project, admin_ids: [ID], admin_group_ids: [THIRD, OTHER] } },
      },
      { envelope: "project" },
    ),
    row("deleteProject", "DELETE", "/v2/api/projects/{project_id}", byId),
    row("getPolicy", "GET", "/v2/api/policies/{policy_id}", byId),
    row("getPolicies", "GET", "/v2/api/policies", { few: {} }),
    row(
      "createPolicy",
      "POST",
      "/v2/api/policies",
      {
        few: { fields: policy },
        all: {
          fields: {
            ...policy,
            ...constraints,
            high_assurance: true,
            authentication_assurance_timeout: 600,
            required_mfa: true,
          },
        },
      },
      { envelope: "policy" },
    ),
    row(
      "updatePolicy",
      "PUT",
      "/v2/api/policies/{policy_id}",
      {
        few: { ids: [ID], fields: { display_name: "Strict" } },
        all: {
          ids: [ODD],
          fields: { ...policy, ...constraints, authentication_assurance_timeout: 600, required_mfa: false },
        },
      },
      { envelope: "policy" },
    ),
    row("deletePolicy", "DELETE", "/v2/api/policies/{policy_id}", byId),
    row("getClient", "GET", "/v2/api/clients/{client_id}", {
      few: { ids: [ID], args: [], kwargs: { client_id: ID } },
      all: { ids: [ODD], args: [], kwargs: { client_id: ODD } },
      "by host name": {
        js: [undefined, { fqdn: "client.example.org" }],
        kwargs: { fqdn: "client.example.org" },
        path: "/v2/api/clients",
      },
    }),
    row("getClients", "GET", "/v2/api/clients", { few: {} }),
    row("createClient", "POST", "/v2/api/clients", {
      few: {
        doc: { client: { ...client, client_type: "client_identity" } },
        args: [],
        kwargs: { ...client, client_type: "client_identity" },
      },
      all: {
        doc: { client: { ...client, ...settings, client_type: "confidential_client", links, more: ["x"] } },
        args: [],
        kwargs: {
          ...client,
          ...settings,
          ...links,
          client_type: "confidential_client",
          additional_fields: { more: ["x"] },
        },
      },
      "a public client": {
        doc: { client: { ...client, public_client: true } },
        args: [],
        kwargs: { ...client, public_client: true },
      },
    }),
    row("updateClient", "PUT", "/v2/api/clients/{client_id}", {
      few: { ids: [ID], doc: { client: { name: "Robot" } }, args: [ID], kwargs: { name: "Robot" } },
      all: {
        ids: [ODD],
        doc: { client: { name: "Robot", ...settings, links, more: 1 } },
        args: [ODD],
        kwargs: { name: "Robot", ...settings, ...links, additional_fields: { more: 1 } },
      },
      "clearing members": {
        ids: [ID],
        doc: { client: { links: noLinks, required_idp: null } },
        args: [ID],
        kwargs: { ...noLinks, required_idp: null },
      },
    }),
    row("deleteClient", "DELETE", "/v2/api/clients/{client_id}", byId),
    row("getClientCredentials", "GET", "/v2/api/clients/{client_id}/credentials", byId),
    row(
      "createClientCredential",
      "POST",
      "/v2/api/clients/{client_id}/credentials",
      {
        few: { ids: [ID], fields: { name: "laptop" } },
        all: { ids: [ODD], fields: { name: 'the "new" one: ü' } },
      },
      { envelope: "credential" },
    ),
    row("deleteClientCredential", "DELETE", "/v2/api/clients/{client_id}/credentials/{credential_id}", {
      few: { ids: [ID, OTHER] },
      all: { ids: [ODD, `x${ODD}`] },
    }),
    row("getScope", "GET", "/v2/api/scopes/{scope_id}", byId),
    row("getScopes", "GET", "/v2/api/scopes", {
      few: {},
      all: { query: { scope_strings: ["openid", "urn:globus:auth:scope:x:y"] }, extra: EXTRA },
      "by id": { query: { ids: [ID, OTHER] } },
    }),
    row(
      "createScope",
      "POST",
      "/v2/api/clients/{client_id}/scopes",
      {
        few: { ids: [ID], fields: scope },
        all: {
          ids: [ODD],
          js: [ODD, { scope: { ...scope, ...scopeSettings, dependent_scopes: [dependency] } }],
          fields: { ...scope, ...scopeSettings, dependent_scopes: [made("DependentScopeSpec", dependency)] },
        },
      },
      { envelope: "scope" },
    ),
    row(
      "updateScope",
      "PUT",
      "/v2/api/scopes/{scope_id}",
      {
        few: { ids: [ID], fields: { name: "Read" } },
        all: { ids: [ODD], fields: { ...scope, ...scopeSettings, dependent_scopes: [dependency] } },
      },
      { envelope: "scope" },
    ),
    row("deleteScope", "DELETE", "/v2/api/scopes/{scope_id}", byId),
    row("getConsents", "GET", "/v2/api/identities/{identity_id}/consents", {
      few: { ids: [ID] },
      all: { ids: [ODD], query: { all: true } },
    }),
  ],
};
