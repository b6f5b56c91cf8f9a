// Transfer's own refusals: `{ code, message, request_id, resource }`.
import { COLLECTION, POLICY, SUBSCRIPTION, TASK, dataAccess, words } from "./places.mjs";

const SDK = "globus_sdk.testing";
const CLI = "the tests of globus-cli";

const ls = ({ transfer }) => transfer.operationLs(COLLECTION, { path: "/share/" });
const submit = ({ transfer }) =>
  transfer.submitTransfer({
    submission_id: "e64b0a08-fe8c-4de5-9a5c-b0bd01a3ed7d",
    source_endpoint: COLLECTION,
    destination_endpoint: "6c54cade-bde5-45c1-bdea-f4bd71dba2cc",
    DATA: [{ source_path: "/a", destination_path: "/b" }],
  });
const verify = ({ transfer }) =>
  transfer.setSubscriptionAdminVerified(COLLECTION, { subscription_admin_verified: true });
const LS = `/operation/endpoint/${COLLECTION}/ls`;

export default [
  {
    title: "a listing for which a consent is missing",
    source: CLI,
    call: ls,
    status: 403,
    body: {
      authorization_parameters: {
        required_scopes: [dataAccess(COLLECTION)],
        session_message: "Missing required data_access consent",
      },
      code: "ConsentRequired",
      message: "Missing required data_access consent",
      request_id: "m8RfX3cES",
      required_scopes: [dataAccess(COLLECTION)],
      resource: LS,
    },
    expected: {
      code: "consent_required",
      serverCode: "ConsentRequired",
      requestId: "m8RfX3cES",
      messages: ["Missing required data_access consent"],
      requiredScopes: [dataAccess(COLLECTION)],
    },
    parameters: { required_scopes: [dataAccess(COLLECTION)], session_message: "Missing required data_access consent" },
    advice: [COLLECTION, /consent/],
  },
  {
    title: "the same, as it was before the authorization parameters",
    source: "the tests of @globus/sdk",
    call: ls,
    status: 403,
    body: {
      code: "ConsentRequired",
      message: "Missing required data_access consent",
      request_id: "HARVa82zp",
      required_scopes: [dataAccess(COLLECTION)],
      resource: LS,
    },
    expected: { code: "consent_required", requestId: "HARVa82zp", requiredScopes: [dataAccess(COLLECTION)] },
    parameters: { required_scopes: [dataAccess(COLLECTION)] },
    advice: [COLLECTION, /consent/],
  },
  {
    title: "a collection with authentication policies",
    source: CLI,
    call: ls,
    status: 403,
    body: {
      authorization_parameters: {
        session_message: "Failing collection authentication policy",
        session_required_policies: `${POLICY},${SUBSCRIPTION}`,
      },
      code: "AuthPolicyFailed",
      message: "Failing collection authentication policy",
      request_id: "MSbPbMR9n",
      resource: LS,
    },
    expected: { code: "authorization_required", serverCode: "AuthPolicyFailed", requestId: "MSbPbMR9n" },
    parameters: {
      session_message: "Failing collection authentication policy",
      session_required_policies: [POLICY, SUBSCRIPTION],
    },
    advice: [COLLECTION, POLICY, /polic/, /administrator/],
  },
  {
    title: "a guest collection without a rule for the account",
    source: "public reports; the message's beginning",
    call: ls,
    status: 403,
    body: {
      code: "PermissionDenied",
      message: `No effective ACL rules on the endpoint '${COLLECTION}'`,
      request_id: "aB3dE5gH7",
      resource: LS,
    },
    expected: { code: "forbidden", serverCode: "PermissionDenied", requestId: "aB3dE5gH7" },
    advice: [COLLECTION, ...words.rule],
  },
  {
    title: "a collection that is not there, or not to be seen",
    source: SDK,
    call: ({ transfer }) => transfer.getEndpoint(COLLECTION),
    status: 404,
    body: {
      code: "EndpointNotFound",
      message: `No such endpoint '${COLLECTION}'`,
      request_id: "BHI2BHt8N",
      resource: `/v0.10/endpoint/${COLLECTION}`,
    },
    expected: { code: "not_found", serverCode: "EndpointNotFound", messages: [`No such endpoint '${COLLECTION}'`] },
    advice: [COLLECTION, ...words.visible],
  },
  {
    title: "a collection that was deleted",
    source: CLI,
    call: ({ transfer }) => transfer.getEndpoint(COLLECTION),
    status: 404,
    body: {
      code: "EndpointDeleted",
      message: `Endpoint '${COLLECTION}' has been deleted`,
      request_id: "TgFtEL2lG",
    },
    expected: { code: "not_found", serverCode: "EndpointDeleted", requestId: "TgFtEL2lG" },
    blameless: [COLLECTION, /deleted/],
  },
  {
    title: "another identity's task",
    source: "public recordings",
    call: ({ transfer }) => transfer.getTask(TASK),
    status: 404,
    body: {
      code: "ClientError.NotFound",
      message: `No task found with id '${TASK}'`,
      request_id: "k1L2m3N4o",
      resource: `/task/${TASK}`,
    },
    expected: { code: "not_found", serverCode: "ClientError.NotFound" },
    advice: [TASK, /submitted|own/],
  },
  {
    title: "a subscription whose administrator the account is not",
    source: SDK,
    call: verify,
    status: 403,
    body: {
      code: "PermissionDenied",
      message: "User does not have an admin role on the collection's subscription to set subscription_admin_verified",
      request_id: "BHI2BHt8N",
      resource: `/v0.10/endpoint/${COLLECTION}/subscription_admin_verified`,
    },
    expected: { code: "forbidden", serverCode: "PermissionDenied" },
    advice: [/subscription/, `--role admin`, words.member],
  },
  {
    title: "a high-assurance subscription, which wants an identity in the session",
    source: SDK,
    call: verify,
    status: 400,
    body: {
      code: "BadRequest",
      message: `No manager or admin identities in session for high-assurance subscription ${SUBSCRIPTION}`,
      request_id: "NPjnXpSD6",
      resource: `/v0.10/endpoint/${COLLECTION}/subscription_admin_verified`,
    },
    expected: { code: "bad_request", serverCode: "BadRequest", requestId: "NPjnXpSD6" },
    advice: [/session/, /administrator/],
  },
  {
    title: "more than one subscription to choose from",
    source: SDK,
    call: ({ transfer }) => transfer.setSubscriptionId(COLLECTION, { subscription_id: "DEFAULT" }),
    status: 400,
    body: {
      code: "BadRequest",
      message: `Please specify the subscription ID to use. You currently have access to: ${SUBSCRIPTION}, ${POLICY}`,
      request_id: "H1dFNg6QB",
      resource: `/v0.10/endpoint/${COLLECTION}/subscription`,
    },
    expected: { code: "bad_request", requestId: "H1dFNg6QB" },
  },
  {
    title: "a transfer of nothing",
    source: SDK,
    call: submit,
    status: 400,
    body: {
      code: "ClientError.BadRequest.NoTransferItems",
      message: "A transfer requires at least one item",
      request_id: "oUAA6Sq2P",
      resource: "/v0.10/transfer",
    },
    expected: {
      code: "bad_request",
      serverCode: "ClientError.BadRequest.NoTransferItems",
      messages: ["A transfer requires at least one item"],
    },
  },
  {
    title: "a token that Transfer refuses, the new one too",
    source: CLI,
    call: ls,
    status: 401,
    body: { code: "ClientError.AuthenticationFailed", message: "foo bar", request_id: "abc123" },
    expected: { code: "unauthorized", serverCode: "ClientError.AuthenticationFailed", requestId: "abc123" },
    advice: words.token,
  },
  {
    title: "an endpoint of the time before collections, which wants credentials of its own",
    source: "a public report",
    call: submit,
    status: 409,
    body: {
      code: "NoCredException",
      message: "Credentials are needed for 'tacc#142d715e-8939-11e9-b807-0a37f382de32'",
      request_id: "LlfwUcHt2",
      resource: "/transfer",
    },
    expected: { code: "conflict", serverCode: "NoCredException", requestId: "LlfwUcHt2" },
    blameless: [/activat/, /Globus Connect Server/],
  },
  {
    title: "a personal computer that is off, seen by a submission",
    source: "a public report",
    call: submit,
    status: 409,
    body: {
      code: "GCDisconnectedException",
      message: `The Globus Connect Personal endpoint 'test (${COLLECTION})' is not currently connected to Globus`,
      request_id: "yrWr1Xkho",
      resource: "/transfer",
    },
    expected: { serverCode: "GCDisconnectedException", requestId: "yrWr1Xkho" },
    blameless: [/Globus Connect Personal/, /owner/],
  },
  {
    title: "an error inside Transfer, of which nothing more is said",
    source: CLI,
    call: ({ transfer }) => transfer.getEndpoint(COLLECTION),
    status: 500,
    body: { code: "InternalError", request_id: "GtSgRY2yT" },
    expected: { code: "server_error", serverCode: "InternalError", requestId: "GtSgRY2yT", messages: [], retryable: true },
  },
  {
    title: "a tunnel's error, in the form of JSON:API",
    source: "the tests of globus-sdk",
    call: ({ transfer }) => transfer.getTunnel(TASK),
    status: 404,
    headers: { "content-type": "application/vnd.api+json" },
    body: {
      errors: [{ status: "404", code: "NotFound", detail: "No tunnel with this id", title: "Not Found" }],
      meta: { request_id: "pQ9rS8tU7" },
    },
    expected: {
      code: "not_found",
      serverCode: "NotFound",
      messages: ["No tunnel with this id"],
      requestId: "pQ9rS8tU7",
    },
  },
];
