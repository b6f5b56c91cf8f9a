// Timers: `{ error: { code, detail, status } }`, and `{ detail: [{ loc, msg, type }] }` for invalid documents.
import { COLLECTION, TIMER, dataAccess, adviceWords } from "./shared.mjs";

const SDK = "globus_sdk.testing";
const FORM = "globus_sdk.testing has the form; the code has no public record";
const get = ({ timers }) => timers.getJob(TIMER);
const refusal = (status, code, detail) => ({ error: { code, detail, status } });

export default [
  {
    title: "another identity's timer",
    recordedIn: FORM,
    call: get,
    status: 403,
    body: refusal(403, "FORBIDDEN", "You are not allowed to see this timer"),
    expected: { code: "forbidden", serverCode: "FORBIDDEN", messages: ["You are not allowed to see this timer"] },
    advice: [TIMER, /created|own/],
  },
  {
    title: "a timer that does not exist or belongs to another identity",
    recordedIn: FORM,
    call: get,
    status: 404,
    body: refusal(404, "NOT_FOUND", `No timer with id ${TIMER}`),
    expected: { code: "not_found", serverCode: "NOT_FOUND", messages: [`No timer with id ${TIMER}`] },
    advice: [TIMER, /created|own/],
  },
  {
    title: "a timer without a required consent",
    recordedIn: "the form is that of Globus's requirements errors; no record of this call",
    call: ({ timers }) => timers.resumeJob(TIMER),
    status: 403,
    body: {
      code: "ConsentRequired",
      authorization_parameters: {
        session_message: "Missing required data_access consent",
        required_scopes: [
          `https://auth.globus.org/scopes/actions.globus.org/transfer/transfer[${dataAccess(COLLECTION)}]`,
        ],
      },
    },
    expected: {
      code: "consent_required",
      serverCode: "ConsentRequired",
      requiredScopes: [`https://auth.globus.org/scopes/actions.globus.org/transfer/transfer[${dataAccess(COLLECTION)}]`],
    },
    parameters: { session_message: "Missing required data_access consent" },
    advice: [/consent/],
  },
  {
    title: "a token that Timers refuses, and a new token that it refuses too",
    recordedIn: FORM,
    call: get,
    status: 401,
    body: refusal(401, "UNAUTHORIZED", "Not authenticated"),
    expected: { code: "unauthorized", serverCode: "UNAUTHORIZED", messages: ["Not authenticated"] },
    advice: adviceWords.token,
  },
  {
    title: "a document without required members",
    recordedIn: SDK,
    call: ({ timers }) => timers.updateJob(TIMER, {}),
    status: 422,
    body: {
      detail: [
        { loc: ["body", "start"], msg: "field required", type: "value_error.missing" },
        { loc: ["body", "callback_url"], msg: "field required", type: "value_error.missing" },
      ],
    },
    expected: { code: "bad_request", messages: ["field required: body.start", "field required: body.callback_url"] },
    adviceWithoutId: ["This is not a permission problem", "The messages report why and where"],
  },
  {
    title: "an error inside Timers",
    recordedIn: SDK,
    call: get,
    status: 500,
    body: refusal(500, "ERROR", "Request failed terribly"),
    expected: { code: "server_error", serverCode: "ERROR", messages: ["Request failed terribly"], retryable: true },
  },
];
