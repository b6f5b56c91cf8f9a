import { row } from "../calls.mjs";
import { EXTRA, ID, OTHER } from "../values.mjs";

const OPENID = "/.well-known/openid-configuration";
const TOKEN = "/v2/oauth2/token";
const TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
const DEPENDENT = `${TRANSFER}[*https://auth.globus.org/scopes/${ID}/data_access]`;
const links = { terms_and_conditions: "https://example.org/terms", privacy_policy: "https://example.org/privacy" };
const settings = {
  visibility: "public",
  redirect_uris: ["https://example.org/a"],
  required_idp: ID,
  preselect_idp: OTHER,
};
const secret = "a+b/c=d&e ü";

/** @type {import("../calls.mjs").Group} */
export default {
  service: "auth",
  client: "ConfidentialAppAuthClient",
  title: "Auth, with the client's own credentials",
  authorization: "Basic",
  rows: [
    row("getOpenidConfiguration", "GET", OPENID, { few: {} }),
    row("getJwk", "GET", OPENID, { few: {}, all: { doc: { jwks_uri: "$auth/jwk.json" }, path: "/jwk.json" } }),
    row("oauth2ClientCredentialsTokens", "POST", TOKEN, {
      few: { doc: { scope: TRANSFER }, args: [TRANSFER] },
      all: { doc: { scope: `${DEPENDENT} openid email` }, args: [[DEPENDENT, "openid", "email"]] },
    }),
    row("oauth2GetDependentTokens", "POST", TOKEN, {
      few: { doc: { token: secret }, args: [secret] },
      all: {
        doc: { token: secret, access_type: "offline", scope: `${TRANSFER} openid`, more: "x" },
        args: [secret],
        kwargs: { refresh_tokens: true, scope: [TRANSFER, "openid"], additional_params: { more: "x" } },
      },
    }),
    row("oauth2TokenIntrospect", "POST", "/v2/oauth2/token/introspect", {
      few: { doc: { token: secret }, args: [secret] },
      all: {
        doc: { token: secret, include: "session_info,identity_set_detail" },
        args: [secret],
        kwargs: { include: "session_info,identity_set_detail" },
        extra: EXTRA,
      },
    }),
    row("oauth2RevokeToken", "POST", "/v2/oauth2/token/revoke", {
      few: { doc: { token: secret }, args: [secret] },
      all: {
        doc: { token: secret, token_type_hint: "refresh_token" },
        args: [secret],
        kwargs: { body_params: { token_type_hint: "refresh_token" } },
      },
    }),
    row("oauth2RefreshToken", "POST", TOKEN, {
      few: { doc: { refresh_token: secret }, args: [secret] },
      all: {
        doc: { refresh_token: secret, scope: TRANSFER },
        args: [secret],
        kwargs: { body_params: { scope: TRANSFER } },
      },
    }),
    row("oauth2Token", "POST", TOKEN, {
      few: { doc: { grant_type: "client_credentials", scope: TRANSFER } },
      all: {
        doc: { grant_type: "urn:example:grant", scope: DEPENDENT, more: secret },
        args: [{ grant_type: "urn:example:grant", scope: DEPENDENT }],
        kwargs: { body_params: { more: secret } },
      },
    }),
    row("createChildClient", "POST", "/v2/api/clients", {
      few: {
        doc: { client: { name: "Child", client_type: "client_identity" } },
        args: ["Child"],
        kwargs: { client_type: "client_identity" },
      },
      all: {
        doc: { client: { name: "Child", ...settings, client_type: "resource_server", links, more: { x: 1 } } },
        args: ["Child"],
        kwargs: { ...settings, ...links, client_type: "resource_server", additional_fields: { more: { x: 1 } } },
      },
      "a public client": {
        doc: { client: { name: "Child", public_client: true } },
        args: ["Child"],
        kwargs: { public_client: true },
      },
    }),
  ],
};
