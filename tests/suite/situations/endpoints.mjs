// Refusals of an endpoint's own server, inside Transfer's message: a text of GridFTP that contains the manager's result
// as JSON. The lines of that text are separated by the four characters \r\n, not by a line break.
import { COLLECTION, ls, submit, adviceWords } from "./shared.mjs";

const SDK = "globus_sdk.testing";
const RN = String.raw`\r\n`;
const NAME = "Globus Staff GCSv5.4 Demo POSIX HA";

const stat = ({ transfer }) => transfer.operationStat(COLLECTION, { path: "/foo" });

/** Returns JSON in the server's form: with a space after each comma and colon. */
function toServerJson(value) {
  if (Array.isArray(value)) return `[${value.map(toServerJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, part]) => `"${name}": ${toServerJson(part)}`).join(", ")}}`;
}

/** Returns the body of a listing's refusal, after the server refused the login. */
function loginFailed(first, message, result, more) {
  const resultJson = toServerJson({ DATA_TYPE: "result#1.1.0", ...result, has_next_page: false, http_response_code: 403, message });
  return {
    ...more,
    code: "ExternalError.DirListingFailed.LoginFailed",
    message:
      `Command Failed: Error (login)\nEndpoint: ${NAME} (${COLLECTION})\nServer: 35.89.91.21:443\nMessage: Login Failed\n` +
      `---\nDetails: 530-Login incorrect. : ${first}${RN}530-GridFTP-Message: ${message}${RN}` +
      `530-GridFTP-JSON-Result: ${resultJson}${RN}530 End.${RN}\n`,
    request_id: "rvWu7tCfa",
    resource: `/operation/endpoint/${COLLECTION}/ls`,
  };
}

/** Returns the body of a submission's refusal, for the same refused login. */
const submissionOf = ({ message, ...body }) => ({
  ...body,
  code: "PermissionDenied",
  message: message.replace("Command Failed: ", `Error validating login to endpoint '${NAME} (${COLLECTION})', `),
  resource: "/transfer",
});

const DENIED = "GlobusError: v=1 c=LOGIN_DENIED";
const DOMAINS = "None of your identities are from domains allowed by resource policies";
const allowedDomains = (...allowed_domains) => ({
  code: "permission_denied",
  detail: { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains },
});
const failed = { code: "endpoint_error", retryable: false };

export default [
  {
    title: "a domain policy, in the refusal of a listing",
    recordedIn: "the tests of @globus/sdk",
    call: ls,
    status: 502,
    body: loginFailed(DENIED, DOMAINS, allowedDomains("globus.org"), {
      authorization_parameters: {
        session_message: "Session reauthentication required (Globus Transfer)",
        session_required_identities: [],
        session_required_mfa: false,
        session_required_single_domain: ["globus.org"],
      },
    }),
    expected: {
      code: "authorization_required",
      serverCode: "ExternalError.DirListingFailed.LoginFailed",
      requestId: "rvWu7tCfa",
      retryable: false,
    },
    parameters: { session_required_single_domain: ["globus.org"] },
    advice: [COLLECTION, "globus.org", ...adviceWords.domain],
  },
  {
    title: "a domain policy, in the newer form",
    recordedIn: "the documentation of globus-sdk",
    call: ls,
    status: 502,
    body: loginFailed(
      DENIED,
      "None of your authenticated identities are from domains allowed by resource policies",
      { authorization_parameters: { session_required_single_domain: ["uchicago.edu"] }, ...allowedDomains("uchicago.edu") },
      { authorization_parameters: { session_required_single_domain: ["uchicago.edu"] } },
    ),
    expected: { code: "authorization_required", requestId: "rvWu7tCfa", retryable: false },
    parameters: { session_required_single_domain: ["uchicago.edu"] },
    advice: [COLLECTION, "uchicago.edu", ...adviceWords.domain],
  },
  {
    title: "a domain policy, in the refusal of a submission",
    recordedIn: "public reports, of OLCF and NERSC",
    call: submit,
    status: 403,
    body: submissionOf(loginFailed(DENIED, DOMAINS, allowedDomains("sso.ccs.ornl.gov"))),
    expected: { code: "forbidden", serverCode: "PermissionDenied" },
    advice: [COLLECTION, "sso.ccs.ornl.gov", ...adviceWords.domain],
  },
  {
    title: "a domain policy that allows service accounts, but refuses this one",
    recordedIn: "a public report, of OLCF",
    call: submit,
    status: 403,
    body: submissionOf(loginFailed(DENIED, DOMAINS, allowedDomains("sso.ccs.ornl.gov", "clients.auth.globus.org"))),
    expected: { code: "forbidden", serverCode: "PermissionDenied" },
    advice: [COLLECTION, /mapped|mapping|local|account there/],
  },
  {
    title: "no local account for this identity",
    recordedIn: "a public report",
    call: ls,
    status: 502,
    body: loginFailed(
      `Mapping collection to specified ID failed.${RN}530-${DENIED}`,
      "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this connector",
      { code: "permission_denied", detail: { DATA_TYPE: "invalid_user#1.0.0", usernames: ["arvind"] } },
    ),
    expected: failed,
    advice: [COLLECTION, /map/, /guest collection/],
  },
  {
    title: "a storage that requires a credential of this identity",
    recordedIn: "the tests of globus-jupyterlab",
    call: ls,
    status: 502,
    body: loginFailed(DENIED, "Your credential requires some initial setup.", {
      code: "invalid_credential",
      detail: { DATA_TYPE: "invalid_credential#1.0.0", user_credential_id: "249248d1-df8e-5c27-8d43-7b35a8924004" },
    }),
    expected: failed,
    advice: [COLLECTION, /credential/, /globus gcs user-credential create/],
  },
  {
    title: "a path outside the directories that the collection shows",
    recordedIn: SDK,
    call: stat,
    status: 403,
    body: {
      code: "EndpointPermissionDenied",
      message:
        `Denied by endpoint, Error (list)\nEndpoint: Globus Tutorial Collection 1 (${COLLECTION})\n` +
        "Server: 100.26.231.26:443\nCommand: MLST /foo\nMessage: Fatal FTP Response\n---\n" +
        `Details: 500 Command failed : Path not allowed.${RN}\n`,
      request_id: "aaabbbccc",
      resource: `/v0.10/operation/endpoint/${COLLECTION}/stat`,
    },
    expected: { code: "forbidden", serverCode: "EndpointPermissionDenied", requestId: "aaabbbccc" },
    advice: [COLLECTION, /path/],
  },
  {
    title: "files that the local account may not read",
    recordedIn: "the code is on record; the words are those of the GridFTP server's source",
    call: stat,
    status: 403,
    body: {
      code: "EndpointPermissionDenied",
      message:
        `Denied by endpoint, Error (list)\nEndpoint: Globus Tutorial Collection 1 (${COLLECTION})\n` +
        "Server: 100.26.231.26:443\nMessage: Permission denied\n---\n" +
        `Details: Error: '/foo'${RN}550-GlobusError: v=1 c=PERMISSION_DENIED${RN}550-GridFTP-Errno: 13${RN}` +
        `550-GridFTP-Reason: System error in stat${RN}550-GridFTP-Error-String: Permission denied${RN}550 End.${RN}\n`,
      request_id: "aaabbbccd",
      resource: `/v0.10/operation/endpoint/${COLLECTION}/stat`,
    },
    expected: { code: "forbidden", serverCode: "EndpointPermissionDenied" },
    advice: [COLLECTION, /file system|storage|local account/],
  },
  {
    title: "a path that does not exist",
    recordedIn: SDK,
    call: stat,
    status: 404,
    body: {
      code: "NotFound",
      message:
        `Path not found, Error (list)\nEndpoint: Globus Tutorial Collection 1 (${COLLECTION})\n` +
        "Server: 100.26.231.26:443\nMessage: No such file or directory\n---\n" +
        `Details: Error: '~/foo' not found${RN}550-GlobusError: v=1 c=PATH_NOT_FOUND${RN}550-GridFTP-Errno: 2${RN}` +
        `550-GridFTP-Reason: System error in stat${RN}550-GridFTP-Error-String: No such file or directory${RN}` +
        `550 End.${RN}\n`,
      request_id: "aaabbbccc",
      resource: `/v0.10/operation/endpoint/${COLLECTION}/stat`,
    },
    expected: { code: "not_found", serverCode: "NotFound", requestId: "aaabbbccc" },
    advice: [COLLECTION, /paths?\b/i],
  },
  {
    title: "a listing of a file",
    recordedIn: "public clients, which check for the code",
    call: ls,
    status: 502,
    body: { code: "ExternalError.DirListingFailed.NotDirectory", message: "Not a directory", request_id: "n0T4d1r3c" },
    expected: { ...failed, serverCode: "ExternalError.DirListingFailed.NotDirectory" },
  },
  {
    title: "a personal computer that is off",
    recordedIn: "the tests of globus-sdk",
    call: ls,
    status: 502,
    body: {
      "HTTP status": "502",
      code: "ExternalError.DirListingFailed.GCDisconnected",
      error_name: "Transfer API Error",
      message: "The GCP endpoint is not currently connected to Globus",
      request_id: "rhvcR0aHX",
    },
    expected: { ...failed, requestId: "rhvcR0aHX", messages: ["The GCP endpoint is not currently connected to Globus"] },
    adviceWithoutId: [/Globus Connect Personal/, /owner/],
  },
  {
    title: "a server that does not answer",
    recordedIn: "public clients, which check for the code",
    call: ls,
    status: 502,
    body: { code: "ExternalError.DirListingFailed.ConnectFailed", message: "Connection failed", request_id: "c0nN3cT5f" },
    expected: { ...failed, serverCode: "ExternalError.DirListingFailed.ConnectFailed" },
    adviceWithoutId: [COLLECTION, /server/],
  },
  {
    title: "a server whose manager is down",
    recordedIn: "public notes of an endpoint's administrators",
    call: ls,
    status: 502,
    body: {
      code: "ExternalError.DirListingFailed.LoginFailed",
      message:
        `Command Failed: Error (login)\nEndpoint: ${NAME} (${COLLECTION})\nServer: 35.89.91.21:443\nMessage: Login Failed\n---\n` +
        `Details: 530-Login incorrect. : GlobusError: v=1 c=ENDPOINT_ERROR${RN}` +
        `530-Failure while contacting GCS Manager API.${RN}530 End.${RN}\n`,
      request_id: "m4N4g3r0d",
      resource: `/operation/endpoint/${COLLECTION}/ls`,
    },
    expected: failed,
    adviceWithoutId: [COLLECTION, /server/, /administrator/],
  },
  {
    title: "a server that is too old for the request",
    recordedIn: "the tests of globus-sdk",
    call: ls,
    status: 502,
    body: {
      "HTTP status": "502",
      code: "EndpointError",
      error_name: "Transfer API Error",
      message: "This GCSv5 is older than version 5.4.62 and does not support local user selection",
      request_id: "istNh0Zpz",
    },
    expected: { ...failed, serverCode: "EndpointError", requestId: "istNh0Zpz" },
  },
];

