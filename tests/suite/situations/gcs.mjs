// Globus Connect Server: the manager's `{ DATA_TYPE: "result#…", code, detail, http_response_code, message }`, and the
// text that a collection's own server sends over HTTPS.
import { COLLECTION, ENDPOINT, GCS_HOST, ME, adviceWords } from "./shared.mjs";

const SDK = "globus_sdk.testing";
const CLI = "the tests of globus-cli";
const result = (status, code, message, more) => ({
  DATA_TYPE: "result#1.0.0",
  code,
  detail: null,
  has_next_page: false,
  http_response_code: status,
  message,
  ...more,
});
const gcs = (account) => account.gcs({ endpoint: ENDPOINT, address: GCS_HOST });
const collections = (account) => gcs(account).getCollectionList();
const create = (account) => gcs(account).createCollection({ collection_type: "guest", display_name: "x" });
const file = (account) => account.collection(COLLECTION).get("/share/a.txt");
const DOMAINS = "None of your identities are from domains allowed by resource policies";

export default [
  {
    title: "an endpoint on which the account has no role",
    recordedIn: SDK,
    call: collections,
    status: 403,
    body: result(403, "permission_denied", "Could not list collections. Insufficient permissions", { data: [], marker: "" }),
    expected: {
      code: "forbidden",
      serverCode: "permission_denied",
      messages: ["Could not list collections. Insufficient permissions"],
    },
    advice: [ENDPOINT, `globus gcs endpoint role create ${ENDPOINT}`, ME, /role/],
  },
  {
    title: "a refusal without a reason",
    recordedIn: SDK,
    call: (account) => gcs(account).deleteStorageGateway("daa09846-eb92-11e9-b89c-9cb6d0d9fd63"),
    status: 403,
    body: result(403, "permission_denied", null, { detail: "" }),
    expected: { code: "forbidden", serverCode: "permission_denied", messages: [] },
    advice: [ENDPOINT, /role/],
  },
  {
    title: "a session that is too old",
    recordedIn: CLI,
    call: create,
    status: 403,
    body: result(
      403,
      "permission_denied",
      "You must reauthenticate one of your identities (sirosen@globus.org) in order to access this resource",
      {
        detail: {
          DATA_TYPE: "authentication_timeout#1.1.0",
          high_assurance: true,
          identities: ["ae341a98-d274-11e5-b888-dbae3a8ba545"],
          require_mfa: false,
        },
      },
    ),
    expected: { serverCode: "permission_denied" },
    advice: [/session/, /service account/],
  },
  {
    title: "a domain policy, in the refusal of the manager",
    recordedIn: "Transfer's messages, which contain this result",
    call: create,
    status: 403,
    body: result(403, "permission_denied", DOMAINS, {
      DATA_TYPE: "result#1.1.0",
      authorization_parameters: { session_required_single_domain: ["uchicago.edu"] },
      detail: { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: ["uchicago.edu"] },
    }),
    expected: { code: "authorization_required", serverCode: "permission_denied" },
    parameters: { session_required_single_domain: ["uchicago.edu"] },
    advice: ["uchicago.edu", ...adviceWords.domain],
  },
  {
    title: "no local account for this identity, in the refusal of the manager",
    recordedIn: "Transfer's messages, which contain this result",
    call: create,
    status: 403,
    body: result(
      403,
      "permission_denied",
      "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this connector",
      { detail: { DATA_TYPE: "invalid_user#1.0.0", usernames: ["arvind"] } },
    ),
    expected: { code: "forbidden", serverCode: "permission_denied" },
    advice: [/map/, /guest collection/],
  },
  {
    title: "an invalid document",
    recordedIn: SDK,
    call: (account) => gcs(account).createStorageGateway({ display_name: "x" }),
    status: 422,
    body: result(422, "unprocessable_entity", "Data Validation Error", { detail: "" }),
    expected: { code: "bad_request", serverCode: "unprocessable_entity", messages: ["Data Validation Error"] },
  },
  {
    title: "a subscription that the account may not assign",
    recordedIn: CLI,
    call: (account) => gcs(account).updateEndpoint({ subscription_id: "DEFAULT" }),
    status: 400,
    body: result(400, "bad_request", "Unable to use DEFAULT subscription. Your identity does not manage anysubscriptions", {
      detail: "bad_request",
    }),
    expected: { code: "bad_request", serverCode: "bad_request" },
  },
  {
    title: "a file that does not exist",
    recordedIn: "public clients of a collection's server",
    https: true,
    call: file,
    status: 404,
    headers: { "content-type": "text/plain" },
    body: "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n",
    expected: { code: "not_found" },
    advice: [COLLECTION, "/share/a.txt"],
  },
  {
    title: "a failing server that reports a missing file",
    recordedIn: "public clients of a collection's server",
    https: true,
    call: file,
    status: 404,
    headers: { "content-type": "text/plain" },
    body: "Mapping collection to specified ID failed.\nGlobusError: v=1 c=ENDPOINT_ERROR\nGCS Manager Internal Error\n",
    expected: { code: "endpoint_error" },
    adviceWithoutId: [COLLECTION, /server/, /later/],
  },
  {
    title: "a server's own error that reports a missing file",
    recordedIn: "public clients of a collection's server",
    https: true,
    call: file,
    status: 404,
    headers: { "content-type": "text/plain" },
    body:
      "GlobusError: v=1 c=INTERNAL_ERROR\nGridFTP-Errno: 108\nGridFTP-Reason: System error in stat\n" +
      "GridFTP-Error-String: Cannot send after transport endpoint shutdown\n",
    expected: { code: "endpoint_error" },
    adviceWithoutId: [COLLECTION, /server/, /later/],
  },
  {
    title: "a file that the account may not read",
    recordedIn: "the code is on record; the words are those of the GridFTP server's source",
    https: true,
    call: file,
    status: 403,
    headers: { "content-type": "text/plain" },
    body: "GlobusError: v=1 c=PERMISSION_DENIED\nGridFTP-Errno: 13\nGridFTP-Error-String: Permission denied\n",
    expected: { code: "forbidden" },
    advice: [COLLECTION],
  },
];
