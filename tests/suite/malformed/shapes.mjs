// One refusal body of each form that services use, with every member that the package reads.
import { ID } from "../helpers.mjs";

const SCOPE = `urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/${ID}/data_access]`;
const REQUIREMENTS = {
  session_message: "m",
  session_required_identities: [ID],
  session_required_policies: `${ID},${ID}`,
  session_required_single_domain: ["globus.org"],
  session_required_mfa: true,
  required_scopes: [SCOPE],
  prompt: "login",
};

export const SHAPES = [
  { code: "ClientError.NotFound", message: "No such task", request_id: "r", resource: "/task/x" },
  { code: "ConsentRequired", message: "m", request_id: "r", required_scopes: [SCOPE], authorization_parameters: REQUIREMENTS },
  { code: "ConsentRequired", required_scope: SCOPE, description: "d" },
  {
    code: "ExternalError.DirListingFailed.LoginFailed",
    message:
      String.raw`Details: 530-Login incorrect. : GlobusError: v=1 c=LOGIN_DENIED\r\n530-GridFTP-Message: None of your identities\r\n530-GridFTP-JSON-Result: ` +
      `${JSON.stringify({ DATA_TYPE: "result#1.1.0", authorization_parameters: REQUIREMENTS, code: "permission_denied", detail: { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: ["globus.org"] } })}` +
      String.raw`\r\n530 End.\r\n`,
    request_id: "r",
  },
  {
    errors: [{ status: "401", id: ID, code: "UNAUTHORIZED", detail: "Call must be authenticated", title: "Unauthorized" }],
    error_description: "Unauthorized",
    error: "unauthorized",
  },
  { error: "dependent_consent_required", errors: [{ code: "DEPENDENT_CONSENT_REQUIRED", id: ID, unapproved_scopes: [SCOPE] }] },
  { error: "invalid_client", error_description: "d", error_uri: "https://example.org" },
  { code: "FORBIDDEN", detail: "d", provided_scopes: [SCOPE] },
  { code: "AUTHENTICATION_REQUIRED", detail: "d", authorization_parameters: REQUIREMENTS },
  {
    "@datatype": "GError",
    "@version": "2017-09-01",
    status: 403,
    code: "Forbidden.Generic",
    message: "m",
    request_id: "r",
    error_data: { cause: "You do not have the proper roles to perform the ingest operation.", messages: { json: { a: ["m"] } } },
  },
  { error: { code: "FORBIDDEN", detail: "Missing permissions: RUN.", message: "m" }, debug_id: ID },
  { error: { code: "UNPROCESSABLE_ENTITY", detail: [{ loc: ["a", 0], msg: "m", type: "value_error" }] }, debug_id: ID },
  { detail: [{ loc: ["body", "start"], msg: "field required", type: "value_error.missing" }] },
  { status: "Failed", code: 9, error_args: [ID], reason: "Unauthorized access", detail: "d", http_status_code: 403 },
  {
    DATA_TYPE: "result#1.1.0",
    code: "permission_denied",
    detail: { DATA_TYPE: "authentication_timeout#1.1.0", high_assurance: true, identities: [ID], require_mfa: false },
    has_next_page: false,
    http_response_code: 403,
    message: null,
    data: [],
  },
  { errors: [{ status: "404", code: "NotFound", detail: "d", title: "t" }], meta: { request_id: "r" } },
];
