// Groups: `{ code, detail }`. The statuses and members are in its OpenAPI description, and the codes of 401 in its
// documentation. The other codes have no public record, as their `recordedIn` states.
import { GROUP, ME, adviceWords } from "./shared.mjs";

const OPENAPI = "Globus's OpenAPI description; the code has no public record";
const DOCS = "https://docs.globus.org/api/groups";
const URN = "urn:globus:auth:scope:groups.api.globus.org:";
const get = ({ groups }) => groups.getGroup(GROUP);

export default [
  {
    title: "a group that does not exist or is not visible",
    recordedIn: OPENAPI,
    call: get,
    status: 404,
    body: { code: "GROUP_NOT_FOUND", detail: `Group ${GROUP} not found` },
    expected: { code: "not_found", serverCode: "GROUP_NOT_FOUND", messages: [`Group ${GROUP} not found`] },
    advice: [GROUP, ...adviceWords.visible, `globus group member add ${GROUP} ${ME}`],
  },
  {
    title: "a group in which the account may not make changes",
    recordedIn: OPENAPI,
    call: ({ groups }) => groups.updateGroup(GROUP, { name: "x" }),
    status: 403,
    body: { code: "FORBIDDEN", detail: "You are not allowed to do this", provided_scopes: [`${URN}all`] },
    expected: { code: "forbidden", serverCode: "FORBIDDEN", messages: ["You are not allowed to do this"] },
    advice: [GROUP, `globus group member add ${GROUP} ${ME} --role`, /role/],
  },
  {
    title: "a token with a scope that only reads memberships",
    recordedIn: OPENAPI,
    call: ({ groups }) => groups.updateGroup(GROUP, { name: "x" }),
    options: { scopes: { groups: [`${URN}view_my_groups_and_memberships`] } },
    status: 403,
    body: { code: "FORBIDDEN", detail: "Missing scope", provided_scopes: [`${URN}view_my_groups_and_memberships`] },
    expected: { code: "forbidden" },
    advice: [/scope/, `${URN}all`],
  },
  {
    title: "a high-assurance group, which requires a session",
    recordedIn: OPENAPI,
    call: get,
    status: 401,
    body: {
      code: "AUTHENTICATION_REQUIRED",
      detail: "This group requires a recent authentication",
      authorization_parameters: { session_message: "Log in again", session_required_identities: [ME] },
    },
    expected: {
      code: "authorization_required",
      messages: ["This group requires a recent authentication", "Log in again"],
    },
    parameters: { session_message: "Log in again", session_required_identities: [ME] },
    advice: [GROUP, ...adviceWords.session, /administrator/],
  },
  {
    title: "a token that Groups refuses, and a new token that it refuses too",
    recordedIn: DOCS,
    call: get,
    status: 401,
    body: { code: "INVALID_TOKEN", detail: "The token could not be validated" },
    expected: { code: "unauthorized", serverCode: "INVALID_TOKEN", messages: ["The token could not be validated"] },
    advice: adviceWords.token,
  },
  {
    title: "a request without a readable token",
    recordedIn: DOCS,
    call: get,
    status: 401,
    body: { code: "AUTHENTICATION_ERROR", detail: "Missing or malformed Authorization header" },
    expected: { code: "unauthorized", serverCode: "AUTHENTICATION_ERROR" },
    advice: adviceWords.token,
  },
  {
    title: "an identity that occurs twice in a batch",
    recordedIn: OPENAPI,
    call: ({ groups }) => groups.batchMembershipAction(GROUP, { add: [{ identity_id: GROUP }] }),
    status: 400,
    body: { code: "BAD_REQUEST", detail: "Identity IDs must be unique", ambiguous_identities: [GROUP] },
    expected: { code: "bad_request", serverCode: "BAD_REQUEST", messages: ["Identity IDs must be unique"] },
  },
  {
    title: "an invalid id",
    recordedIn: "Globus's OpenAPI description",
    call: ({ groups }) => groups.getGroup("x"),
    status: 422,
    body: { detail: [{ loc: ["path", "group_id"], msg: "value is not a valid uuid", type: "type_error.uuid" }] },
    expected: { code: "bad_request", messages: ["value is not a valid uuid: path.group_id"] },
  },
];
