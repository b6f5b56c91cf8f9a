// Error bodies of the services, in every form in the SDK's own tests and in Globus's documents. The SDK's distributions
// do not include its tests. tests.mjs adds the errors of `globus_sdk.testing`.
import { REQUIREMENTS } from "./requirements.mjs";

/**
 * @typedef {keyof typeof import("./official.mjs").READERS} Service
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {Service} service the service that sends the body; `grant` is Auth's token endpoint
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body
 */

const JSON_API = "application/vnd.api+json";

/** @returns {Case} */
export function subject(service, what, status, body, type = "application/json", headers = {}) {
  return {
    name: `${service}: ${what}`,
    service,
    status,
    headers: { ...(type && { "content-type": type }), ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

const NOT_FOUND = { code: "EndpointNotFound", message: "There is no such endpoint" };
const SHORT = { code: "TooShort", title: "Too short", detail: "a name has at least 3 characters" };
const TAKEN = { code: "Taken", title: "Taken", detail: "another one has this name" };
const FIELDS = [
  { loc: ["body", "start"], msg: "field required", type: "value_error.missing" },
  { loc: ["body", "end"], msg: "field required", type: "value_error.missing" },
];
const IN_A_LIST = { loc: ["body", "scopes", 0], msg: "not a text", type: "type_error" };
const result = (status, code, more) => ({ DATA_TYPE: "result#1.0.0", http_response_code: status, code, ...more });

const TRANSFER = [
  subject("transfer", "everything", 404, { ...NOT_FOUND, request_id: "r1", resource: "/endpoint/x" }),
  subject("transfer", "no request id", 404, NOT_FOUND),
  subject("transfer", "the request id in a header", 404, NOT_FOUND, undefined, { "x-request-id": "r2" }),
  subject("transfer", "a request id that is a number", 404, { ...NOT_FOUND, request_id: 7 }),
  subject("transfer", "an endpoint's own failure", 502, {
    code: "ExternalError.DirListingFailed.GCDisconnected",
    message: "Not connected",
    request_id: "r3",
  }),
  subject("transfer", "an empty code and request id", 500, { code: "", message: "Failed", request_id: "" }),
  subject("transfer", "an empty message", 500, { code: "InternalError", message: "" }),
  subject("transfer", "a code only", 409, { code: "Conflict" }),
  subject("transfer", "a message only", 422, { message: "Wrong" }),
  subject("transfer", "a detail only", 422, { detail: "Wrong" }),
  subject("transfer", "a title only", 422, { title: "Wrong" }),
  subject("transfer", "message, detail and title", 422, { title: "t", detail: "d", message: "m" }),
  subject("transfer", "nothing known", 403, { foo: "bar" }),
  subject("transfer", "a list", 403, []),
  subject("transfer", "a text in JSON", 403, '"no"'),
  subject("transfer", "null", 403, "null"),
  subject("transfer", "incomplete JSON", 400, "{"),
  subject("transfer", "a plain text", 401, "Unauthorized", "text/plain"),
  subject("transfer", "a page", 502, "<html><title>502 Bad Gateway</title></html>", "text/html"),
  subject("transfer", "an empty body", 503, "", ""),
  subject("transfer", "JSON with another media type", 404, { ...NOT_FOUND, request_id: "r4" }, "text/plain"),
  subject("transfer", "JSON without a media type", 404, { ...NOT_FOUND, request_id: "r5" }, ""),
  subject("transfer", "JSON with a charset", 404, NOT_FOUND, "application/json; charset=utf-8"),
  subject("transfer", "JSON of another kind", 404, NOT_FOUND, "application/problem+json"),
  subject("transfer", "sub-errors and a message", 422, { ...NOT_FOUND, errors: [SHORT, TAKEN] }),
  subject("transfer", "unknown sub-errors and a message", 422, { ...NOT_FOUND, errors: [{ bar: "baz" }] }),
  subject("transfer", "no sub-errors and a message", 422, { ...NOT_FOUND, errors: [] }),
  subject("transfer", "unknown sub-errors and no code", 422, { message: "Wrong", errors: [{ bar: "baz" }] }),
  subject("transfer", "no sub-errors and no code", 422, { message: "Wrong", errors: [] }),
  subject("transfer", "sub-errors of an invalid type", 422, { message: "Wrong", errors: ["bad", 7] }),
];

const LISTS = [JSON_API, "application/json", "application/unknown+json"].flatMap((type) => [
  subject("transfer", `sub-errors with different codes, ${type}`, 422, { errors: [SHORT, TAKEN] }, type),
  subject("transfer", `sub-errors with one code, ${type}`, 422, { errors: [SHORT, { ...SHORT, detail: "d" }] }, type),
  subject("transfer", `sub-errors of which one has a code, ${type}`, 422, { errors: [SHORT, { detail: "d" }] }, type),
  subject("transfer", `titles only, ${type}`, 422, { errors: [{ title: "Too short" }, { title: "Taken" }] }, type),
  subject(
    "transfer",
    `each with another member, ${type}`,
    422,
    { errors: [{ message: "m" }, { title: "t" }, { detail: "d" }] },
    type,
  ),
  subject("transfer", `a message and a detail, ${type}`, 422, { errors: [{ message: "m", detail: "d" }] }, type),
  subject(
    "transfer",
    `a request id in meta, ${type}`,
    404,
    { errors: [{ status: "404", ...TAKEN }], meta: { request_id: "r6" } },
    type,
  ),
  subject("transfer", `an empty list, ${type}`, 422, { errors: [] }, type),
  subject("transfer", `a list of texts, ${type}`, 422, { errors: ["bad"] }, type),
  subject("transfer", `no list at all, ${type}`, 422, { code: "C", message: "m" }, type),
]);

const UNAUTHORIZED = {
  status: "401",
  code: "UNAUTHORIZED",
  title: "Unauthorized",
  detail: "Call must be authenticated",
};
const auth = (/** @type {object[]} */ ...errors) => ({
  errors,
  error: "unauthorized",
  error_description: "Unauthorized",
});
const AUTH = [
  subject("auth", "everything", 401, auth({ ...UNAUTHORIZED, id: "a1" })),
  subject("auth", "one id for all", 401, auth({ ...UNAUTHORIZED, id: "a2" }, { ...UNAUTHORIZED, id: "a2" })),
  subject("auth", "an id for one of them", 401, auth({ id: "a3" }, {}, UNAUTHORIZED)),
  subject("auth", "an id for another one of them", 401, auth({}, { id: "a4" })),
  subject("auth", "different ids", 401, auth({ ...UNAUTHORIZED, id: "a5" }, { ...UNAUTHORIZED, id: "a6" })),
  subject("auth", "ids that are null", 401, auth({ ...UNAUTHORIZED, id: null }, { id: "a7" })),
  subject("auth", "an id that is a number", 401, auth({ ...UNAUTHORIZED, id: 7 })),
  subject("auth", "different codes", 404, {
    errors: [
      { detail: "no such project", code: "NOT_FOUND" },
      { title: "another", code: "HIDDEN" },
    ],
  }),
  subject("auth", "a detail only", 404, { detail: "no such identity" }),
  subject(
    "auth",
    "one wrong member among many",
    422,
    auth({ ...UNAUTHORIZED, source: { pointer: "/project" }, id: "a8" }),
  ),
  subject("auth", "an OAuth error", 400, { error: "invalid_grant" }),
  subject("auth", "an OAuth error with a description", 400, { error: "invalid_grant", error_description: "expired" }),
  subject("grant", "wrong credentials", 401, { error: "invalid_client", error_description: "wrong secret" }),
  subject("grant", "no service account", 400, { error: "unauthorized_client" }),
  subject("grant", "wrong credentials, in full", 401, {
    ...auth({ ...UNAUTHORIZED, id: "g1" }),
    error: "invalid_client",
  }),
  subject("grant", "an unknown scope", 400, {
    errors: [{ code: "UNKNOWN_SCOPE_ERROR", title: "Unknown scope", detail: "unknown: [x]", id: "g2", status: "400" }],
    error: "invalid_scope",
    error_description: "unknown: [x]",
  }),
  subject("grant", "a page", 502, "<html>", "text/html"),
];

const OTHERS = [
  subject("groups", "a detail", 404, { code: "NOT_FOUND", detail: "there is no such group" }),
  subject("groups", "a token of too little scope", 403, { code: "FORBIDDEN", detail: "scope", provided_scopes: ["s"] }),
  subject("groups", "which identity", 400, { code: "AMBIGUOUS", detail: "which?", ambiguous_identities: ["i", "j"] }),
  subject("groups", "an argument", 422, {
    detail: [{ loc: ["path", "group_id"], msg: "not a UUID", type: "type_error" }],
  }),
  subject("search", "everything", 409, {
    "@datatype": "GError",
    code: "Conflict.LimitExceeded",
    message: "Too many",
    request_id: "s1",
    status: 409,
    error_data: { cause: "three are allowed" },
  }),
  subject("search", "a list of data", 400, {
    code: "BadRequest.ValidationError",
    message: "Wrong",
    request_id: "s2",
    error_data: [{ messages: { "filters.0": ["unknown"] } }],
  }),
  subject("search", "a wrong query", 400, {
    code: "BadRequest.ValidationError",
    message: "Wrong",
    request_id: "s3",
    error_data: { messages: { query: { q: ["field required"] } } },
  }),
  subject("flows", "a detail", 404, { error: { code: "NOT_FOUND", detail: "no such flow" }, debug_id: "f1" }),
  subject("flows", "a list of details", 422, {
    error: { code: "UNPROCESSABLE_ENTITY", detail: FIELDS },
    debug_id: "f2",
  }),
  subject("flows", "details and a message", 422, {
    error: { code: "UNPROCESSABLE_ENTITY", detail: [IN_A_LIST], message: "1 error" },
  }),
  subject("flows", "details that are none", 422, { error: { code: "UNPROCESSABLE_ENTITY", detail: ["bad"] } }),
  subject("flows", "a title", 422, { error: { code: "UNPROCESSABLE_ENTITY", title: "Wrong" } }),
  subject("flows", "a missing scope", 403, { error: { code: "MISSING_SCOPE", detail: "needed: urn:x[y]" } }),
  subject("flows", "no error in it", 400, { code: "BAD", message: "Wrong" }),
  subject("timers", "a detail", 500, { error: { code: "ERROR", detail: "failed", status: 500 } }),
  subject("timers", "fields", 422, { detail: FIELDS }),
  subject("timers", "a field in a list", 422, { detail: [IN_A_LIST, ...FIELDS] }),
  subject("timers", "details without a place", 422, { detail: [{ msg: "field required" }] }),
  subject("timers", "a detail with a place of no steps", 422, { detail: [{ msg: "field required", loc: [] }] }),
  subject("timers", "a detail without a word", 422, { detail: [{ msg: "", loc: ["body"] }] }),
  subject("timers", "a detail that is a text", 404, { detail: "no such timer" }),
  subject("timers", "nothing", 400, {}),
  subject("computeV2", "a numbered error", 404, {
    status: "Failed",
    code: 4,
    error_args: ["x"],
    reason: "no such endpoint",
    http_status_code: 404,
  }),
  subject("computeV2", "a numbered error with a detail", 403, {
    status: "Failed",
    code: 9,
    error_args: [],
    reason: "not allowed",
    detail: "not allowed",
    http_status_code: 403,
  }),
  subject("computeV3", "a named error", 404, {
    status: "Failed",
    code: "ENDPOINT_NOT_FOUND",
    error_args: [],
    reason: "no such endpoint",
    detail: "no such endpoint",
    http_status_code: 404,
  }),
  subject("computeV3", "fields", 422, {
    status: "Failed",
    code: "VALIDATION",
    error_args: [],
    reason: [IN_A_LIST],
    detail: [IN_A_LIST],
    http_status_code: 422,
  }),
  subject("gcs", "a message", 404, result(404, "not_found", { message: "no such collection", detail: null })),
  subject("gcs", "no message", 403, result(403, "permission_denied", { message: null, detail: "" })),
  subject("gcs", "a detail", 403, result(403, "permission_denied", { message: "no", detail: "you may not" })),
  subject("gcs", "a document for detail", 403, {
    ...result(403, "permission_denied", { message: "no" }),
    detail: { DATA_TYPE: "missing_required_role#1.0.0", roles: ["administrator"] },
  }),
  subject("gcs", "a session that is too old", 403, {
    ...result(403, "permission_denied", { message: "sign in again" }),
    detail: { DATA_TYPE: "authentication_timeout#1.1.0", high_assurance: true, identities: ["i"], require_mfa: true },
  }),
  subject("gcs", "no parameters", 403, {
    ...result(403, "permission_denied", { message: "no", detail: "" }),
    DATA_TYPE: "result#1.1.0",
    authorization_parameters: null,
  }),
];

/** @type {Case[]} */
export const CASES = [...TRANSFER, ...LISTS, ...AUTH, ...OTHERS, ...REQUIREMENTS.map((one) => subject(...one))];
