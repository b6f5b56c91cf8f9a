// Where the two readings of an error body differ, and where ours has less.
import { isDeepStrictEqual } from "node:util";

/** @typedef {import("./official.mjs").OfficialReading} OfficialReading */
/** @typedef {keyof typeof PARTS} Field */
/** @typedef {{ field: Field, official: unknown, ours: unknown }} Difference */

const NEEDS = ["consent_required", "authorization_required"];

/** Where each field of ours comes from in the SDK's error. What the class of one service has beside is in the body. */
const PARTS = {
  serverCode: ["code"],
  messages: ["messages"],
  requestId: ["requestId"],
  requiredScopes: ["consents", "gare", "gares"],
  authorizationParameters: ["parameters", "gare"],
  need: ["gare"],
  body: ["json"],
};

/** @type {Field[]} */
export const FIELDS = Object.keys(PARTS);

/** Whether the SDK fails where we read this. @param {OfficialReading} reading @param {Field} field */
export const isFailure = ({ fails }, field) =>
  fails.all !== undefined || PARTS[field].some((part) => fails[part] !== undefined);

/** What the SDK reads, in our terms. @param {OfficialReading} reading */
export function officialFields({ code, messages, requestId, consents, parameters, gare, gares, json }) {
  const demands = [gare, ...(gares ?? [])].filter((one) => one !== null && one !== undefined);
  const demanded = demands.flatMap((one) => one.authorization_parameters.required_scopes ?? []);
  return {
    serverCode: code ?? null,
    messages: messages ?? [],
    requestId: requestId ?? null,
    requiredScopes: [...new Set([...(consents ?? []), ...demanded])].sort(),
    authorizationParameters: gare?.authorization_parameters ?? parameters ?? null,
    // A refusal that something can be done about.
    need: gare ? NEEDS[gare.code === "ConsentRequired" ? 0 : 1] : null,
    body: json ?? null,
  };
}

/** The same of ours. @param {import("./ours.mjs").OurReading} error */
export function ourFields(error) {
  return {
    serverCode: error.serverCode ?? null,
    messages: error.messages,
    requestId: error.requestId ?? null,
    requiredScopes: [...error.requiredScopes].sort(),
    authorizationParameters: error.authorizationParameters ?? null,
    need: NEEDS.includes(error.code) ? error.code : null,
    body: error.body ?? null,
  };
}

/**
 * @param {OfficialReading} reading
 * @param {ReturnType<typeof ourFields>} ours
 * @returns {Difference[]} none of what the SDK fails to read
 */
export function differences(reading, ours) {
  const official = officialFields(reading);
  return FIELDS.filter((field) => !isFailure(reading, field) && !isDeepStrictEqual(official[field], ours[field])).map(
    (field) => ({ field, official: official[field], ours: ours[field] }),
  );
}

/** Whether everything of a list or text is in the other one. */
export function isWithin(part, whole) {
  return Array.isArray(part) && Array.isArray(whole)
    ? part.every((item) => whole.includes(item))
    : isDeepStrictEqual(part, whole);
}

/** Whether every member of the parameters is among others. */
export const areWithin = (parameters, others) =>
  Object.entries(parameters ?? {}).every(([name, value]) => isWithin(value, others?.[name]));

/** Whether the SDK reads something there that we do not. @param {Difference} difference */
export function isLost({ field, official, ours }) {
  if (official === null) return false;
  if (field === "authorizationParameters") return ours === null || !areWithin(official, ours);
  // With its place a message says more.
  if (field === "messages") return !areSaid(official, ours);
  return !isWithin(official, ours);
}

/** Whether each message is among others, which may name their places as well. @param {string[]} messages */
export const areSaid = (messages, /** @type {string[]} */ others) =>
  messages.every((message) => others.some((other) => other === message || other.startsWith(`${message}: `)));
