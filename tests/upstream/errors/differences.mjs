// The deliberate differences between this package's and Globus's Python SDK's readings of errors. A difference without
// a row is a failure, and so is a row with another number of bodies than it states.
import { isDeepStrictEqual } from "node:util";
import { includeMessages, areWithin, isWithin } from "./compare.mjs";
import { parseJson } from "./variations.mjs";

/**
 * @typedef {object} Deliberate
 * @property {import("./compare.mjs").Field} field
 * @property {number} bodies the number of bodies with this difference
 * @property {string} reason
 * @property {(found: Found) => boolean} matches
 *
 * @typedef {object} Found
 * @property {any} official
 * @property {any} ours
 * @property {import("./bodies.mjs").Case} subject
 * @property {any} document the body as JSON; null if it is not JSON
 * @property {boolean} isUnread whether the SDK does not read the body as JSON
 * @property {any} error this package's complete reading
 */

const MEDIA_TYPE =
  "A body is read by its content, because proxies and gateways change or remove the media type. The SDK then reads nothing.";
const EMPTY =
  "An empty text has no information. The SDK returns it, and stops at the first member with any text, even an empty one.";
const PARTS =
  "Each item of a list and each parameter is read separately, so an invalid one does not affect the others; the SDK then discards the list, or all parameters.";

const withoutEmptyTexts = (list) => list.filter((text) => text !== "");
/** Returns the parameters without empty texts and lists. */
const withoutEmpty = (parameters) =>
  Object.fromEntries(
    Object.entries(parameters)
      .map(([name, value]) => [name, Array.isArray(value) ? withoutEmptyTexts(value) : value])
      .filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0)),
  );
const hasEmpty = (parameters) =>
  Object.values(parameters ?? {}).some((value) => value === "" || (Array.isArray(value) && value.includes("")));

/** @type {Deliberate[]} */
export const deliberate = [
  {
    field: "serverCode",
    bodies: 2,
    reason: MEDIA_TYPE,
    matches: ({ ours, document, isUnread }) => isUnread && ours === document?.code,
  },
  {
    field: "serverCode",
    bodies: 10,
    reason: "The `error` of OAuth (RFC 6749) is the code if there is no other code; the SDK then has no code.",
    matches: ({ official, ours, document }) => !official && ours === document?.error,
  },
  {
    field: "serverCode",
    bodies: 5,
    reason: "The code of a refused grant is the `error` of RFC 6749; the SDK uses the code in the list of errors.",
    matches: ({ ours, document, subject }) => subject.service === "grant" && ours === document?.error,
  },
  {
    field: "serverCode",
    bodies: 2,
    reason: "Compute's numbers are codes; the SDK ignores them.",
    matches: ({ official, ours, document }) => official === null && ours === String(document?.code),
  },
  {
    field: "serverCode",
    bodies: 1,
    reason: EMPTY,
    matches: ({ official, ours }) => official === "" && ours !== "",
  },
  {
    field: "messages",
    bodies: 3,
    reason: MEDIA_TYPE,
    matches: ({ ours, document, subject, isUnread }) => isUnread && [document?.message, subject.body].includes(ours[0]),
  },
  {
    field: "messages",
    bodies: 1,
    reason: "A body that is a JSON string is a message; the SDK reads only documents.",
    matches: ({ official, ours, document }) => official.length === 0 && isDeepStrictEqual(ours, [document]),
  },
  {
    field: "messages",
    bodies: 3,
    reason: EMPTY,
    matches: ({ official, ours }) => official.includes("") && includeMessages(withoutEmptyTexts(official), ours),
  },
  {
    field: "messages",
    bodies: 2,
    reason: "A repeated message appears once.",
    matches: ({ official, ours }) => isDeepStrictEqual(ours, [...new Set(official)]),
  },
  {
    field: "messages",
    bodies: 57,
    reason: "Every message of a body is read, in any member; the SDK reads one member and ignores the others.",
    matches: ({ official, ours }) => ours.length > official.length && includeMessages(official, ours),
  },
  {
    field: "messages",
    bodies: 4,
    reason: "A message includes the location that it is about, for all services; the SDK includes it only for Timers.",
    matches: ({ official, ours }) => ours.length === official.length && includeMessages(official, ours),
  },
  {
    field: "messages",
    bodies: 2,
    reason: "A message without a location has no final colon, and a location without a message is not a message.",
    matches: ({ official, ours, subject }) =>
      subject.service === "timers" &&
      isWithin(
        official.filter((message) => !message.startsWith(": ")).map((message) => message.replace(/: $/, "")),
        ours,
      ),
  },
  {
    field: "requestId",
    bodies: 2,
    reason: MEDIA_TYPE,
    matches: ({ ours, document, isUnread }) => isUnread && ours === document?.request_id,
  },
  {
    field: "requestId",
    bodies: 14,
    reason:
      "The id of a request is read where each service sends it: `meta.request_id`, `debug_id`, the first id of a list, the header; the SDK does not read these.",
    matches: ({ official, ours, document, subject }) =>
      !official &&
      [
        subject.headers["x-request-id"],
        document?.meta?.request_id,
        document?.debug_id,
        ...(document?.errors ?? []).map(({ id }) => id),
      ].includes(ours),
  },
  {
    field: "requestId",
    bodies: 1,
    reason: EMPTY,
    matches: ({ official, ours }) => official === "" && ours === null,
  },
  {
    field: "requiredScopes",
    bodies: 3,
    reason: EMPTY,
    matches: ({ official, ours }) => official.includes("") && isDeepStrictEqual(ours, withoutEmptyTexts(official)),
  },
  {
    field: "requiredScopes",
    bodies: 8,
    reason: `Scopes are read wherever a service names them, with any code. ${PARTS}`,
    matches: ({ official, ours }) => isWithin(withoutEmptyTexts(official), ours),
  },
  {
    field: "authorizationParameters",
    bodies: 3,
    reason: EMPTY,
    matches: ({ official, ours }) => hasEmpty(official) && isDeepStrictEqual(withoutEmpty(official), ours ?? {}),
  },
  {
    field: "authorizationParameters",
    bodies: 4,
    reason: "An empty list of required scopes requires nothing; the SDK makes parameters of it.",
    matches: ({ official, ours }) => ours === null && withoutEmptyTexts(official.required_scopes).length === 0,
  },
  {
    field: "authorizationParameters",
    bodies: 11,
    reason: `The scopes of all members and sub-errors are combined. ${PARTS}`,
    matches: ({ official, ours }) => ours !== null && areWithin(withoutEmpty(official ?? {}), ours),
  },
  {
    field: "authorizationParameters",
    bodies: 1,
    reason:
      "A `session_message` that is not a text is ignored; the SDK then uses the message of another form of the refusal, which is in `messages` here.",
    matches: ({ official, ours, error }) => {
      const { session_message: said, ...others } = official ?? {};
      return (
        ours !== null &&
        !("session_message" in ours) &&
        error.messages.length > 0 &&
        areWithin(withoutEmpty(others), ours)
      );
    },
  },
  {
    field: "requirement",
    bodies: 4,
    reason: "A refusal that requires only scopes is a missing consent, whatever its code.",
    matches: ({ official, ours, error }) =>
      official === "authorization_required" &&
      ours === "consent_required" &&
      Object.keys(error.authorizationParameters).every((name) => /^(required_scopes|session_message)$/.test(name)),
  },
  {
    field: "requirement",
    bodies: 4,
    reason: "A refused grant keeps the code of a refused grant; its requirements are in other fields.",
    matches: ({ ours, subject }) => subject.service === "grant" && ours === null,
  },
  {
    field: "requirement",
    bodies: 10,
    reason: `A missing consent is recognized even if it names no scope, or none that is a text. ${PARTS}`,
    matches: ({ official, ours, error }) =>
      official === null &&
      ours !== null &&
      (error.authorizationParameters !== null || /consent_?required/i.test(error.serverCode)),
  },
  {
    field: "body",
    bodies: 6,
    reason: MEDIA_TYPE,
    matches: ({ ours, document, subject, isUnread }) => isUnread && isDeepStrictEqual(ours, document ?? subject.body),
  },
];
