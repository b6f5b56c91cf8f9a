// Globus Auth: the OAuth 2 errors of the token endpoint, and the error lists of its API.
import { ID } from "../helpers.mjs";
import { adviceWords } from "./shared.mjs";

const grant = (account) => account.getToken("transfer");
const error = (status, code, detail, more) => ({
  errors: [{ status: String(status), id: "cb6a3f1c-5e0d-11ee-8c99-0242ac120002", code, detail, title: "Unauthorized", ...more }],
  error_description: "Unauthorized",
  error: "unauthorized",
});
const FLOW_SCOPE =
  "https://auth.globus.org/scopes/00000000-ec3c-427d-bfb5-51049530122b/flow_00000000_ec3c_427d_bfb5_51049530122b_user";

export default [
  {
    title: "a wrong pair of id and secret",
    recordedIn: "RFC 6749, 5.2",
    isGrant: true,
    call: grant,
    status: 401,
    body: { error: "invalid_client" },
    expected: { code: "invalid_client", serverCode: "invalid_client", service: "auth", retryable: false },
    advice: [/secret/, "https://app.globus.org/settings/developers"],
  },
  {
    title: "a client that logs users in",
    recordedIn: "RFC 6749, 5.2",
    isGrant: true,
    call: grant,
    status: 400,
    body: { error: "unauthorized_client", error_description: "The client is not authorized for this grant type" },
    expected: {
      code: "not_a_service_account",
      serverCode: "unauthorized_client",
      messages: ["The client is not authorized for this grant type"],
    },
    advice: [/registered for another use/, "https://app.globus.org/settings/developers"],
  },
  {
    title: "a scope that Auth does not know",
    recordedIn: "RFC 6749, 5.2",
    isGrant: true,
    call: (account) => account.getToken("https://auth.globus.org/scopes/nothing/here"),
    status: 400,
    body: { error: "invalid_scope", error_description: "Unknown scope" },
    expected: { code: "invalid_scope", serverCode: "invalid_scope", messages: ["Unknown scope"] },
    adviceWithoutId: [/scope/, /spelling/],
  },
  {
    title: "a grant that Auth calls invalid",
    recordedIn: "globus_sdk.testing",
    isGrant: true,
    call: grant,
    status: 401,
    body: { error: "invalid_grant" },
    expected: { code: "invalid_client", serverCode: "invalid_grant" },
    advice: [/secret/],
  },
  {
    title: "a refresh token that is no longer valid",
    recordedIn: "a public report",
    call: (account) => account.auth.oauth2RefreshToken({ refresh_token: "gone" }),
    status: 400,
    body: { error: "invalid_grant" },
    expected: { code: "bad_request", serverCode: "invalid_grant", service: "auth" },
  },
  {
    title: "dependent tokens without the consent of the token's owner",
    recordedIn: "the tests of globus-sdk",
    call: (account) => account.auth.oauth2GetDependentTokens({ token: "x" }),
    status: 403,
    body: {
      error: "dependent_consent_required",
      error_description: "User must approve your client using scopes. See 'unapproved_scopes'.",
      errors: [
        {
          code: "DEPENDENT_CONSENT_REQUIRED",
          id: "9f0c2e7a-5e0d-11ee-8c99-0242ac120002",
          title: "User must approve your client using scopes. See 'unapproved_scopes'.",
          unapproved_scopes: [FLOW_SCOPE],
          status: "403",
          detail: `User hasn't approved the following scopes: ${FLOW_SCOPE}`,
        },
      ],
    },
    expected: {
      code: "consent_required",
      serverCode: "DEPENDENT_CONSENT_REQUIRED",
      requestId: "9f0c2e7a-5e0d-11ee-8c99-0242ac120002",
      messages: [`User hasn't approved the following scopes: ${FLOW_SCOPE}`],
      requiredScopes: [FLOW_SCOPE],
    },
    parameters: { required_scopes: [FLOW_SCOPE] },
    advice: [FLOW_SCOPE, /consent/],
  },
  {
    title: "a token that Auth refuses, and a new token that it refuses too",
    recordedIn: "globus_sdk.testing",
    call: ({ auth }) => auth.getIdentities({ ids: [ID] }),
    status: 401,
    body: error(401, "UNAUTHORIZED", "Call must be authenticated"),
    expected: {
      code: "unauthorized",
      serverCode: "UNAUTHORIZED",
      requestId: "cb6a3f1c-5e0d-11ee-8c99-0242ac120002",
      messages: ["Call must be authenticated"],
    },
    advice: adviceWords.token,
  },
  {
    title: "a call that the token's scopes do not allow",
    recordedIn: "globus_sdk.testing",
    call: ({ auth }) => auth.userinfo(),
    status: 403,
    body: error(403, "FORBIDDEN", "Call must be authenticated"),
    expected: { code: "forbidden", serverCode: "FORBIDDEN", messages: ["Call must be authenticated"] },
    advice: [/scope/],
  },
  {
    title: "userinfo, without the scope openid in the option `scopes.auth`",
    recordedIn: "globus_sdk.testing",
    call: (account) => account.whoami(),
    options: { scopes: { auth: "urn:globus:auth:scope:auth.globus.org:view_identity_set" } },
    status: 403,
    body: error(403, "FORBIDDEN", "Call must be authenticated"),
    expected: { code: "forbidden", serverCode: "FORBIDDEN" },
    advice: [/requires the scope openid/, /requested with urn:\S+:view_identity_set/, "`scopes.auth`"],
  },
  {
    title: "a project that requires a recent login of an administrator",
    recordedIn: "a public report",
    call: ({ auth }) => auth.getClients(),
    status: 403,
    body: error(
      403,
      "FORBIDDEN",
      "To access this project you must have an identity with admin privileges in session within the last 30 minutes.",
      { title: "Forbidden" },
    ),
    expected: { code: "forbidden", serverCode: "FORBIDDEN" },
    advice: [/session/, /administrator/, "https://app.globus.org/settings/developers"],
  },
];
