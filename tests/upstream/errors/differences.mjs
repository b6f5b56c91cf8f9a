// Where this package deliberately reads something else than Globus's Python SDK. A difference that no line allows is a
// failure, and so is a line with more or fewer bodies than it says.
import { isDeepStrictEqual } from "node:util";
import { areSaid, areWithin, isWithin } from "./compare.mjs";
import { parsed } from "./variations.mjs";

/**
 * @typedef {object} Deliberate
 * @property {import("./compare.mjs").Field} field
 * @property {number} bodies how many have this difference
 * @property {string} reason
 * @property {(found: Found) => boolean} isIt
 *
 * @typedef {object} Found
 * @property {any} official
 * @property {any} ours
 * @property {import("./bodies.mjs").Case} subject
 * @property {any} document the body as JSON; null if it is none
 * @property {boolean} isUnread whether the SDK takes the body for no JSON
 * @property {any} error the whole of our reading
 */

const NO_JSON =
  "A body is read as what it is: proxies and gateways change the media type, or leave it out. The SDK reads nothing then.";
const EMPTY =
  "An empty text says nothing. The SDK hands it on, and takes it for the answer to where something is said.";
const PARTS =
  "Each part of a list is read by itself, and everything else of the parameters when one is wrong; the SDK then gives up the list, or all of the parameters.";

const filled = (list) => list.filter((text) => text !== "");
/** The parameters without what is empty. */
const withoutEmpty = (parameters) =>
  Object.fromEntries(
    Object.entries(parameters)
      .map(([name, value]) => [name, Array.isArray(value) ? filled(value) : value])
      .filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0)),
  );
const hasEmpty = (parameters) =>
  Object.values(parameters ?? {}).some((value) => value === "" || (Array.isArray(value) && value.includes("")));

/** @type {Deliberate[]} */
export const deliberate = [
  {
    field: "serverCode",
    bodies: 2,
    reason: NO_JSON,
    isIt: ({ ours, document, isUnread }) => isUnread && ours === document?.code,
  },
  {
    field: "serverCode",
    bodies: 10,
    reason: "The `error` of OAuth (RFC 6749) is a code, if there is no other one; the SDK has none then.",
    isIt: ({ official, ours, document }) => !official && ours === document?.error,
  },
  {
    field: "serverCode",
    bodies: 5,
    reason: "A refused grant has the code that RFC 6749 gives it; the SDK takes that of the list beside it.",
    isIt: ({ ours, document, subject }) => subject.service === "grant" && ours === document?.error,
  },
  {
    field: "serverCode",
    bodies: 2,
    reason: "Compute's numbers are codes; the SDK reads none of them.",
    isIt: ({ official, ours, document }) => official === null && ours === String(document?.code),
  },
  {
    field: "serverCode",
    bodies: 1,
    reason: EMPTY,
    isIt: ({ official, ours }) => official === "" && ours !== "",
  },
  {
    field: "messages",
    bodies: 3,
    reason: NO_JSON,
    isIt: ({ ours, document, subject, isUnread }) => isUnread && [document?.message, subject.body].includes(ours[0]),
  },
  {
    field: "messages",
    bodies: 1,
    reason: "A body that is a JSON text is a message; the SDK reads documents only.",
    isIt: ({ official, ours, document }) => official.length === 0 && isDeepStrictEqual(ours, [document]),
  },
  {
    field: "messages",
    bodies: 3,
    reason: EMPTY,
    isIt: ({ official, ours }) => official.includes("") && areSaid(filled(official), ours),
  },
  {
    field: "messages",
    bodies: 2,
    reason: "The same sentence is said once.",
    isIt: ({ official, ours }) => isDeepStrictEqual(ours, [...new Set(official)]),
  },
  {
    field: "messages",
    bodies: 57,
    reason: "Every sentence of a body is read, wherever it stands; the SDK reads one place, and leaves out the others.",
    isIt: ({ official, ours }) => ours.length > official.length && areSaid(official, ours),
  },
  {
    field: "messages",
    bodies: 4,
    reason: "The place that a sentence is about is told with it for all services; the SDK does so for Timers.",
    isIt: ({ official, ours }) => ours.length === official.length && areSaid(official, ours),
  },
  {
    field: "messages",
    bodies: 2,
    reason: "A sentence without a place ends without a colon, and a place without a sentence is none.",
    isIt: ({ official, ours, subject }) =>
      subject.service === "timers" &&
      isWithin(
        official.filter((message) => !message.startsWith(": ")).map((message) => message.replace(/: $/, "")),
        ours,
      ),
  },
  {
    field: "requestId",
    bodies: 2,
    reason: NO_JSON,
    isIt: ({ ours, document, isUnread }) => isUnread && ours === document?.request_id,
  },
  {
    field: "requestId",
    bodies: 14,
    reason:
      "The id of a request is read where each service has it: `meta.request_id`, `debug_id`, the first id of a list, the header; the SDK does not know these.",
    isIt: ({ official, ours, document, subject }) =>
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
    isIt: ({ official, ours }) => official === "" && ours === null,
  },
  {
    field: "requiredScopes",
    bodies: 3,
    reason: EMPTY,
    isIt: ({ official, ours }) => official.includes("") && isDeepStrictEqual(ours, filled(official)),
  },
  {
    field: "requiredScopes",
    bodies: 8,
    reason: `Scopes are told wherever a service names them, with whatever code. ${PARTS}`,
    isIt: ({ official, ours }) => isWithin(filled(official), ours),
  },
  {
    field: "authorizationParameters",
    bodies: 3,
    reason: EMPTY,
    isIt: ({ official, ours }) => hasEmpty(official) && isDeepStrictEqual(withoutEmpty(official), ours ?? {}),
  },
  {
    field: "authorizationParameters",
    bodies: 4,
    reason: "A demand of no scope at all demands nothing; the SDK makes parameters of it.",
    isIt: ({ official, ours }) => ours === null && filled(official.required_scopes).length === 0,
  },
  {
    field: "authorizationParameters",
    bodies: 11,
    reason: `The scopes of all places are told together. ${PARTS}`,
    isIt: ({ official, ours }) => ours !== null && areWithin(withoutEmpty(official ?? {}), ours),
  },
  {
    field: "authorizationParameters",
    bodies: 1,
    reason:
      "A `session_message` that is no text is none; the SDK then takes another form's, which is a message as well.",
    isIt: ({ official, ours, error }) => {
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
    field: "need",
    bodies: 4,
    reason: "A refusal that demands scopes and nothing else is one for a consent, whatever its code.",
    isIt: ({ official, ours, error }) =>
      official === "authorization_required" &&
      ours === "consent_required" &&
      Object.keys(error.authorizationParameters).every((name) => /^(required_scopes|session_message)$/.test(name)),
  },
  {
    field: "need",
    bodies: 4,
    reason: "A refused grant has a code that says so; what it demands is beside it.",
    isIt: ({ ours, subject }) => subject.service === "grant" && ours === null,
  },
  {
    field: "need",
    bodies: 10,
    reason: `A missing consent is one even if no scope is named, or none that is a text. ${PARTS}`,
    isIt: ({ official, ours, error }) =>
      official === null &&
      ours !== null &&
      (error.authorizationParameters !== null || /consent_?required/i.test(error.serverCode)),
  },
  {
    field: "body",
    bodies: 6,
    reason: NO_JSON,
    isIt: ({ ours, document, subject, isUnread }) => isUnread && isDeepStrictEqual(ours, document ?? subject.body),
  },
];
