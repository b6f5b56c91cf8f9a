// The deliberate differences of this package from Globus's Python SDK. A difference that is not in this table is a
// failure, and so is a row of the table without a difference.

import { ID, OTHER } from "./values.mjs";

/**
 * @typedef {object} Deliberate
 * @property {RegExp} calls the keys of the calls
 * @property {string | RegExp} field of any request of the call
 * @property {string | RegExp} official
 * @property {string | RegExp} ours
 * @property {string} reason
 */

const GROUPS = "urn:globus:auth:scope:groups.api.globus.org";
const SEARCH = "urn:globus:auth:scope:search.api.globus.org";
const TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
const TIMERS = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
const OPENID = "Bearer email openid profile";

const WHOLE_SERVICE =
  "A service account requests the scope of a complete service, as Globus's command line does; the SDK's default scopes only permit reading (Groups, Search), or do not include actions on behalf of the account (Timers: transfers).";
const NEEDED_SCOPE =
  "A call of Auth that needs `manage_projects` or `view_consents` requests that scope; with the SDK's default scopes the call is refused.";
const OPEN =
  "Requests for public documents of Auth have no credentials; the SDK sends them, to any URL in `jwks_uri`.";
const PAGES =
  "A list always requests pages, of the maximum length that the service allows; the SDK sends a `limit` only if the caller requests pages.";

const SWITCHES =
  "A boolean in a query is written `true` or `false`; the SDK writes Python's `True` and `False` where it does not convert them.";

/** @type {Deliberate[]} */
export const deliberate = [
  {
    calls: /^AuthClient\./,
    field: "authorization",
    official: OPENID,
    ours: `${OPENID} urn:globus:auth:scope:auth.globus.org:view_identity_set`,
    reason: "The account's own token at Auth permits reading all of its identities, as the token of Globus's command line does.",
  },
  {
    calls: /^AuthClient\.\w*(project|polic|client|scope)\w*: /,
    field: "authorization",
    official: OPENID,
    ours: "Bearer urn:globus:auth:scope:auth.globus.org:manage_projects",
    reason: NEEDED_SCOPE,
  },
  {
    calls: /^AuthClient\.get_consents: /,
    field: "authorization",
    official: OPENID,
    ours: "Bearer urn:globus:auth:scope:auth.globus.org:view_consents",
    reason: NEEDED_SCOPE,
  },
  {
    calls: /^AuthClient\.(get_openid_configuration|get_jwk): /,
    field: "authorization",
    official: OPENID,
    ours: "none",
    reason: OPEN,
  },
  {
    calls: /^ConfidentialAppAuthClient\.(get_openid_configuration|get_jwk): /,
    field: "authorization",
    official: "Basic",
    ours: "none",
    reason: OPEN,
  },
  {
    calls: /^Groups(Client|Manager)\./,
    field: "authorization",
    official: `Bearer ${GROUPS}:view_my_groups_and_memberships`,
    ours: `Bearer ${GROUPS}:all`,
    reason: WHOLE_SERVICE,
  },
  {
    calls: /^SearchClient\./,
    field: "authorization",
    official: `Bearer ${SEARCH}:search`,
    ours: `Bearer ${SEARCH}:all`,
    reason: WHOLE_SERVICE,
  },
  {
    calls: /^TimersClient\./,
    field: "authorization",
    official: `Bearer ${TIMERS}`,
    ours: `Bearer ${TIMERS}[${TRANSFER}]`,
    reason: WHOLE_SERVICE,
  },
  {
    calls: /^(AuthClient\.get_consents|TransferClient\.endpoint_manager_task_list|SearchClient\.search|FlowsClient\.)/,
    field: /^query\.(all|filter_is_paused|advanced|reverse_order|include_flow_description)$/,
    official: "True",
    ours: "true",
    reason: SWITCHES,
  },
  {
    calls: /^(AuthClient\.get_consents|SearchClient\.search|FlowsClient\.get_run_logs): /,
    field: /^query\.(all|advanced|reverse_order)$/,
    official: "False",
    ours: "false",
    reason: SWITCHES,
  },
  {
    calls: /^(TransferClient\.endpoint_search|SearchClient\.search): (few|the other switch)$/,
    field: "query.limit",
    official: "absent",
    ours: "100",
    reason: PAGES,
  },
  {
    calls: /^SearchClient\.post_search: few$/,
    field: "body.limit",
    official: "absent",
    ours: "100",
    reason: PAGES,
  },
  {
    calls: /^TransferClient\.(task_list|task_event_list|endpoint_manager_task_event_list): (few|the other switch)$/,
    field: "query.limit",
    official: "absent",
    ours: "1000",
    reason: PAGES,
  },
  {
    calls: /^TransferClient\.(task_list|task_event_list|endpoint_manager_task_event_list): page after page$/,
    field: "query.limit",
    official: "998",
    ours: "1000",
    reason:
      "The SDK stops after 1,000 tasks or events and shortens the last page accordingly; here a list has all its items.",
  },
  {
    calls: /^TransferClient\.(submit_transfer|submit_delete|create_tunnel): /,
    field: "arguments",
    official: "changed",
    ours: "unchanged",
    reason: "A caller's document is never changed; the SDK adds the submission id to it.",
  },
  {
    calls: /^AuthClient\.get_scopes: all$/,
    field: "arguments",
    official: "changed",
    ours: "unchanged",
    reason: "A caller's query is never changed; the SDK adds `scope_strings` to it.",
  },
  {
    calls: /^TransferClient\.submit_transfer: a moment$/,
    field: "body.deadline",
    official: '"2030-01-01 00:00:00+00:00"',
    ours: '"2030-01-01T00:00:00Z"',
    reason:
      "The SDK writes a `datetime` as a deadline with a space in it; here times are texts, sent unchanged.",
  },
  {
    calls: /^TimersClient\.create_timer: (few|all|once, at a time|until a time|a submission id in the transfer)$/,
    field: "requests",
    official: "POST timers /v2/timer",
    ours: `GET transfer /v0.10/endpoint/${ID}, GET transfer /v0.10/endpoint/${OTHER}, POST timers /v2/timer`,
    reason:
      "Before it creates a timer for a transfer, the package reads the two collections, to grant a consent that the timer would need later; in the SDK the caller must call a separate method for that.",
  },
  {
    calls: /^GroupsManager\.(add|invite)_member: few$/,
    field: /^body\.(add|invite)\.0\.role$/,
    official: '"member"',
    ours: "absent",
    reason: "Without a role, Groups uses its default for a new member, `member`; the SDK's helper sends it.",
  },
  {
    calls: /^TransferClient\.get_endpoint: an id with a slash$/,
    field: "path",
    official: "transfer /v0.10/endpoint/a/b",
    ours: "transfer /v0.10/endpoint/a%2Fb",
    reason: "A slash in an id is encoded, so that it stays part of the id; in the SDK it begins another path segment.",
  },
  {
    calls: /^TransferClient\.get_endpoint: an id of two dots$/,
    field: "requests",
    official: "GET transfer /v0.10/",
    ours: "none (invalid_argument: endpointId must not be a dot segment)",
    reason: "An id that would change the path (`..`) is refused; the SDK calls another resource.",
  },
];

const matches = (pattern, text) => (pattern instanceof RegExp ? pattern.test(text) : pattern === text);

/**
 * Returns the row that allows a difference.
 * @param {string} key
 * @param {import("./compare.mjs").Difference} difference
 */
export const findAllowed = (key, { field, official, ours }) =>
  deliberate.find(
    (row) =>
      row.calls.test(key) &&
      matches(row.field, field.replace(/^request \d+: /, "")) &&
      matches(row.official, official) &&
      matches(row.ours, ours),
  );
