// Finds the differences between the two readings of an error body, and the parts that this package's reading lacks.
import { isDeepStrictEqual } from "node:util";

/** @typedef {import("./official.mjs").OfficialReading} OfficialReading */
/** @typedef {keyof typeof PARTS} Field */
/** @typedef {{ field: Field, official: unknown, ours: unknown }} Difference */

const REQUIREMENT_CODES = ["consent_required", "authorization_required"];

/**
 * The parts of the SDK's error that correspond to each field of this package's. Other members of a service's class are
 * in the body.
 */
const PARTS = {
  serverCode: ["code"],
  messages: ["messages"],
  requestId: ["requestId"],
  requiredScopes: ["consents", "gare", "gares"],
  authorizationParameters: ["parameters", "gare"],
  requirement: ["gare"],
  body: ["json"],
};

/** @type {Field[]} */
export const FIELDS = Object.keys(PARTS);

/** Whether the SDK fails to read this field. @param {OfficialReading} reading @param {Field} field */
export const isFailure = ({ fails }, field) =>
  fails.all !== undefined || PARTS[field].some((part) => fails[part] !== undefined);

/** Returns the SDK's reading in the fields of this package. @param {OfficialReading} reading */
export function officialFields({ code, messages, requestId, consents, parameters, gare, gares, json }) {
  const gareList = [gare, ...(gares ?? [])].filter((item) => item !== null && item !== undefined);
  const requiredScopes = gareList.flatMap((item) => item.authorization_parameters.required_scopes ?? []);
  return {
    serverCode: code ?? null,
    messages: messages ?? [],
    requestId: requestId ?? null,
    requiredScopes: [...new Set([...(consents ?? []), ...requiredScopes])].sort(),
    authorizationParameters: gare?.authorization_parameters ?? parameters ?? null,
    // The code of a refusal that a consent or a session would satisfy.
    requirement: gare ? REQUIREMENT_CODES[gare.code === "ConsentRequired" ? 0 : 1] : null,
    body: json ?? null,
  };
}

/** Returns this package's reading in the same fields. @param {import("./ours.mjs").OurReading} error */
export function ourFields(error) {
  return {
    serverCode: error.serverCode ?? null,
    messages: error.messages,
    requestId: error.requestId ?? null,
    requiredScopes: [...error.requiredScopes].sort(),
    authorizationParameters: error.authorizationParameters ?? null,
    requirement: REQUIREMENT_CODES.includes(error.code) ? error.code : null,
    body: error.body ?? null,
  };
}

/**
 * @param {OfficialReading} reading
 * @param {ReturnType<typeof ourFields>} ours
 * @returns {Difference[]} without the fields that the SDK fails to read
 */
export function differences(reading, ours) {
  const official = officialFields(reading);
  return FIELDS.filter((field) => !isFailure(reading, field) && !isDeepStrictEqual(official[field], ours[field])).map(
    (field) => ({ field, official: official[field], ours: ours[field] }),
  );
}

/** Whether a list contains all items of another, or two texts are equal. */
export function isWithin(part, list) {
  return Array.isArray(part) && Array.isArray(list)
    ? part.every((item) => list.includes(item))
    : isDeepStrictEqual(part, list);
}

/** Whether other parameters contain every member of these. */
export const areWithin = (parameters, others) =>
  Object.entries(parameters ?? {}).every(([name, value]) => isWithin(value, others?.[name]));

/** Whether the SDK reads something that this package does not. @param {Difference} difference */
export function isLost({ field, official, ours }) {
  if (official === null) return false;
  if (field === "authorizationParameters") return ours === null || !areWithin(official, ours);
  // A message of this package may also name its location.
  if (field === "messages") return !includeMessages(official, ours);
  return !isWithin(official, ours);
}

/** Whether each message is among others, which may also name their locations. @param {string[]} messages */
export const includeMessages = (messages, /** @type {string[]} */ others) =>
  messages.every((message) => others.some((other) => other === message || other.startsWith(`${message}: `)));
