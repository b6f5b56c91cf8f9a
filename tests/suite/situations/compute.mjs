// Compute: `{ status, code, error_args, reason, http_status_code }`. Older codes are numbers, newer codes are texts.
// Newer bodies have the text of `reason` in `detail`. Both forms are on record.
import { ENDPOINT, FUNCTION, TASK, adviceWords } from "./shared.mjs";

const NUMBERS = "the published errors of Globus Compute";
const TEXTS = "Globus's OpenAPI description, and a public client that checks for the code";
const numberCode = (status, code, reason, ...error_args) => ({
  status: "Failed",
  code,
  error_args,
  reason,
  http_status_code: status,
});
const textCode = (status, code, detail, ...error_args) => ({
  ...numberCode(status, code, detail, ...error_args),
  detail,
});
const endpoint = ({ computeV2 }) => computeV2.getEndpoint(ENDPOINT);
const submit = ({ computeV3 }) => computeV3.submit(ENDPOINT, { tasks: { [FUNCTION]: [] } });

export default [
  {
    title: "an endpoint that serves other identities only",
    recordedIn: NUMBERS,
    call: endpoint,
    status: 403,
    body: numberCode(403, 9, `Unauthorized access to endpoint ${ENDPOINT}`, ENDPOINT),
    expected: { code: "forbidden", serverCode: "9", messages: [`Unauthorized access to endpoint ${ENDPOINT}`] },
    advice: [ENDPOINT, /administrator|owner/],
  },
  {
    title: "an endpoint that serves other identities only, with a text as code",
    recordedIn: TEXTS,
    call: endpoint,
    status: 403,
    body: textCode(403, "ENDPOINT_ACCESS_FORBIDDEN", `Unauthorized access to endpoint ${ENDPOINT}`, ENDPOINT),
    expected: {
      code: "forbidden",
      serverCode: "ENDPOINT_ACCESS_FORBIDDEN",
      messages: [`Unauthorized access to endpoint ${ENDPOINT}`],
    },
    advice: [ENDPOINT, /administrator|owner/],
  },
  {
    title: "an endpoint that maps this identity to no local user",
    recordedIn: "the source of Globus Compute, and public notes",
    call: submit,
    status: 422,
    body: textCode(422, "SEMANTICALLY_INVALID", "Identity failed to map to a local user name.  (LookupError) "),
    expected: { code: "bad_request", serverCode: "SEMANTICALLY_INVALID" },
    advice: [ENDPOINT, /mapping/, /administrator/],
  },
  {
    title: "another identity's function",
    recordedIn: NUMBERS,
    call: ({ computeV2 }) => computeV2.getFunction(FUNCTION),
    status: 403,
    body: numberCode(403, 8, `Unauthorized access to function ${FUNCTION}`, FUNCTION),
    expected: { code: "forbidden", serverCode: "8", messages: [`Unauthorized access to function ${FUNCTION}`] },
    advice: [FUNCTION, /function/],
  },
  {
    title: "a function that the endpoint does not run",
    recordedIn: NUMBERS,
    call: submit,
    status: 403,
    body: numberCode(403, 10, `Function ${FUNCTION} not permitted on endpoint ${ENDPOINT}`, FUNCTION, ENDPOINT),
    expected: { code: "forbidden", serverCode: "10" },
    advice: [ENDPOINT, /function/],
  },
  {
    title: "an endpoint that does not exist",
    recordedIn: NUMBERS,
    call: endpoint,
    status: 404,
    body: numberCode(404, 4, `Endpoint ${ENDPOINT} could not be resolved`, ENDPOINT),
    expected: { code: "not_found", serverCode: "4", messages: [`Endpoint ${ENDPOINT} could not be resolved`] },
    advice: [ENDPOINT, /does not exist/],
  },
  {
    title: "another identity's tasks",
    recordedIn: NUMBERS,
    call: ({ computeV2 }) => computeV2.getTaskGroup(TASK),
    status: 403,
    body: numberCode(403, 21, `Unauthorized access to Task Group ${TASK}`, TASK),
    expected: { code: "forbidden", serverCode: "21" },
    advice: [TASK, /submitted|own/],
  },
  {
    title: "a token that Compute refuses, and a new token that it refuses too",
    recordedIn: NUMBERS,
    call: endpoint,
    status: 401,
    body: numberCode(401, 1, "Could not find user. You must be logged in to perform this function."),
    expected: { code: "unauthorized", serverCode: "1" },
    advice: adviceWords.token,
  },
  {
    title: "a scope that the token does not have",
    recordedIn: NUMBERS,
    call: endpoint,
    status: 403,
    body: textCode(403, "INSUFFICIENT_AUTH_SCOPE", "Insufficient scope for this action"),
    expected: { code: "forbidden", messages: ["Insufficient scope for this action"] },
    advice: [/scope/],
  },
  {
    title: "an endpoint that is too old",
    recordedIn: NUMBERS,
    call: endpoint,
    status: 400,
    body: numberCode(400, 19, "Endpoint is out of date. Minimum supported endpoint version is 3.0.0", "3.0.0"),
    expected: { code: "bad_request", serverCode: "19" },
  },
  {
    title: "an endpoint of another owner, registered again",
    recordedIn: NUMBERS,
    call: ({ computeV3 }) => computeV3.registerEndpoint({ endpoint_name: "x" }),
    status: 403,
    body: numberCode(403, 11, `Endpoint ${ENDPOINT} was already registered by a different user`, ENDPOINT),
    expected: { code: "forbidden", serverCode: "11" },
  },
];

