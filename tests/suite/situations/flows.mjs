// Flows: `{ error: { code, detail, message }, debug_id }`. The requirements for the session are members of the root.
import { ID } from "../helpers.mjs";
import { FLOW, POLICY, RUN, adviceWords } from "./shared.mjs";

const SDK = "globus_sdk.testing";
const CLI = "the tests of globus-cli";
const run = ({ flows }) => flows.runFlow(FLOW, { body: {} });
const WEB_INPUT = "a3f1c9d2-7f1e-4b7e-9d0c-5f2b8a6e4c10";
const unprocessable = (...detail) => ({
  error: { code: "UNPROCESSABLE_ENTITY", detail },
  debug_id: "cf71b1d1-ab7e-48b1-8c54-764201d28ded",
});

export default [
  {
    title: "a flow that the account may not start",
    recordedIn: SDK,
    call: run,
    status: 403,
    body: {
      error: {
        code: "FORBIDDEN",
        detail:
          "You do not have the necessary permissions to perform this action on the flow with id value " +
          `${FLOW}. Missing permissions: RUN.`,
      },
      debug_id: "00000000-16c3-4872-8bb5-47db18227cb0",
    },
    expected: {
      code: "forbidden",
      serverCode: "FORBIDDEN",
      requestId: "00000000-16c3-4872-8bb5-47db18227cb0",
    },
    messagePatterns: [/Missing permissions: RUN\.$/],
    advice: [FLOW, `globus flows update ${FLOW} --starters`, ID, /starter/],
  },
  {
    title: "a flow whose scope the token does not have",
    recordedIn: SDK,
    call: run,
    status: 403,
    body: { error: { code: "MISSING_SCOPE", detail: "This action requires the following scope: frobulate[demuddle]" } },
    expected: {
      code: "forbidden",
      serverCode: "MISSING_SCOPE",
      messages: ["This action requires the following scope: frobulate[demuddle]"],
    },
    advice: [/scope/],
  },
  {
    title: "a token that Flows refuses, and a new token that it refuses too",
    recordedIn: SDK,
    call: run,
    status: 401,
    body: {
      error: { code: "AUTHENTICATION_ERROR", detail: "Expired or invalid Bearer token" },
      debug_id: "00000000-1ca9-477d-9937-a26c9d9384b9",
    },
    expected: {
      code: "unauthorized",
      serverCode: "AUTHENTICATION_ERROR",
      requestId: "00000000-1ca9-477d-9937-a26c9d9384b9",
      messages: ["Expired or invalid Bearer token"],
    },
    advice: adviceWords.token,
  },
  {
    title: "a flow with an authentication policy",
    recordedIn: CLI,
    call: ({ flows }) => flows.getFlow(FLOW),
    status: 403,
    body: {
      code: "AuthenticationPolicyRequired",
      authorization_parameters: {
        session_message: "Globus Flows detected an unsatisfied session policy for this resource.",
        session_required_policies: [POLICY],
      },
      debug_id: "f2b7a3de-1f4f-4a3e-8e56-9d0d6b6b2f30",
    },
    expected: {
      code: "authorization_required",
      serverCode: "AuthenticationPolicyRequired",
      requestId: "f2b7a3de-1f4f-4a3e-8e56-9d0d6b6b2f30",
    },
    parameters: {
      session_message: "Globus Flows detected an unsatisfied session policy for this resource.",
      session_required_policies: [POLICY],
    },
    advice: [FLOW, POLICY, /polic/],
  },
  {
    title: "an authentication policy, in the root and in the error",
    recordedIn: SDK,
    call: ({ flows }) => flows.getRun(RUN),
    status: 403,
    body: {
      web_input_summary: { id: WEB_INPUT, status: "open" },
      error: {
        code: "AUTHENTICATION_POLICY_REQUIRED",
        detail:
          "None of the identities in session meet the requirements for the authentication policy associated with this Web Input's flow.",
      },
      code: "AuthenticationPolicyRequired",
      authorization_parameters: { session_required_policies: [POLICY], session_message: "Reauthenticate" },
    },
    expected: { code: "authorization_required", serverCode: "AUTHENTICATION_POLICY_REQUIRED" },
    parameters: { session_required_policies: [POLICY], session_message: "Reauthenticate" },
    messagePatterns: ["Reauthenticate", /^None of the identities in session/],
    advice: [POLICY, /polic/],
  },
  {
    title: "a flow that does not exist or is not visible",
    recordedIn: `${SDK}, for a web input`,
    call: ({ flows }) => flows.getFlow(FLOW),
    status: 404,
    body: { error: { code: "NOT_FOUND", detail: `No Flow exists with id value ${FLOW}` } },
    expected: { code: "not_found", serverCode: "NOT_FOUND", messages: [`No Flow exists with id value ${FLOW}`] },
    advice: [FLOW, ...adviceWords.visible],
  },
  {
    title: "a run that has not ended",
    recordedIn: SDK,
    call: ({ flows }) => flows.deleteRun(RUN),
    status: 409,
    body: {
      error: {
        code: "STATE_CONFLICT",
        detail: `Run ${RUN} has status 'ACTIVE' but must have status in {'ENDED', 'SUCCEEDED', 'FAILED'} for requested operation`,
      },
      debug_id: "80d920b6-66cf-4254-bcbd-7d3efe814e1a",
    },
    expected: { code: "conflict", serverCode: "STATE_CONFLICT", requestId: "80d920b6-66cf-4254-bcbd-7d3efe814e1a" },
  },
  {
    title: "principals that are not URNs",
    recordedIn: SDK,
    call: ({ flows }) => flows.createFlow({ title: "x", definition: {}, input_schema: {} }),
    status: 422,
    body: unprocessable(
      { loc: ["flow_administrators", 0], msg: 'Unrecognized principal string: "a"', type: "value_error" },
      { loc: ["flow_administrators", 1], msg: 'Unrecognized principal string: "b"', type: "value_error" },
    ),
    expected: {
      code: "bad_request",
      serverCode: "UNPROCESSABLE_ENTITY",
      messages: [
        'Unrecognized principal string: "a": flow_administrators.0',
        'Unrecognized principal string: "b": flow_administrators.1',
      ],
    },
    adviceWithoutId: ["This is not a permission problem"],
  },
  {
    title: "an input that the flow's schema does not allow",
    recordedIn: SDK,
    call: run,
    status: 400,
    body: {
      error: {
        code: "FLOW_INPUT_ERROR",
        detail: [{ loc: ["$.bool"], type: "InvalidActionInput", msg: "'not-a-boolean' is not of type 'boolean'" }],
        message: "Input failed schema validation with 1 error.",
      },
      debug_id: "00000000-2572-411b-9fa9-c72fbed2b0bb",
    },
    expected: { code: "bad_request", serverCode: "FLOW_INPUT_ERROR", requestId: "00000000-2572-411b-9fa9-c72fbed2b0bb" },
    messagePatterns: [/^'not-a-boolean' is not of type 'boolean': \$\.bool$/, "Input failed schema validation with 1 error."],
    adviceWithoutId: [`account.flows.getFlow("${FLOW}")`, "input_schema"],
  },
  {
    title: "a definition that cannot be analysed",
    recordedIn: CLI,
    call: ({ flows }) => flows.validateFlow({ definition: {} }),
    status: 422,
    body: {
      error: {
        code: "FLOW_VALIDATION_FAILED",
        detail: "An attempt was made to read data improperly during analysis.",
        message: "Failed to analyze this flow.",
      },
      debug_id: "afa9ddb9-2f0e-4e24-ba76-79352fef1d19",
    },
    expected: { code: "bad_request", serverCode: "FLOW_VALIDATION_FAILED" },
    messagePatterns: [/read data improperly/, "Failed to analyze this flow."],
    adviceWithoutId: ["This is not a permission problem"],
  },
];
