// @ts-check
// Consents that a service account gives itself ahead of a refusal, or after the work of others has stopped for want of one. A
// grant that names scopes with their dependencies records the consent at Globus Auth; its token is of no further use.
import { awaited, createJobError } from "./internal.js";
import { readDocument, isNonEmptyString, invalidResponseError } from "./replies.js";
import { Scope, scopes } from "./scopes.js";

/**
 * Consents, unless that was done before as far as the account knows.
 *
 * @param {any} account @param {Scope} scope @param {any} options Those of the call that needs it.
 * @param {boolean} [forceRefresh] Whether to do it again.
 */
export const grantConsent = (account, scope, options, forceRefresh = false) =>
  account.getToken(scope, { signal: options?.signal, forceRefresh });

/**
 * Work that waits for its owner.
 *
 * @typedef {object} Waiting
 * @property {string} service Whose document says so.
 * @property {string} what It is, in words.
 * @property {any} body The document.
 * @property {unknown} details What it waits for.
 * @property {string} own The scope that it runs with.
 * @property {() => Promise<unknown>} about What it is about.
 * @property {unknown} [why] The service's code for it.
 */

/** Gives work the consents it waits for, as far as they are for what it is about. @param {any} account @param {Waiting} work @param {unknown} options */
export async function grantAwaitedConsents(account, work, options) {
  const { service, details, own, about } = work;
  const { scopes: required, malformed, foreign } = awaited(details, own);
  if (malformed) throw invalidResponseError(service, "scopes that are none");
  if (required.length === 0) throw inactiveError(account, work, "not for want of a consent", { beyond: "true" });
  const isNamed = () => awaited(details, own, "").foreign === undefined;
  const foreignScope = foreign ?? (isNamed() ? undefined : awaited(details, own, JSON.stringify(await about())).foreign);
  if (foreignScope !== undefined) {
    const facts = { foreign: foreignScope, scopes: required.join(" ") };
    throw inactiveError(account, work, "asks for a consent that is not for what it is about", facts, required);
  }
  // Each by itself: they may be of several resource servers, and a grant for one is one token.
  for (const scope of Scope.parse(required.join(" "))) await grantConsent(account, scope, options, true);
}

/** @param {any} account @param {Waiting} work @param {string} problem @param {Record<string, string>} facts @param {string[]} [requiredScopes] */
function inactiveError(account, { service, what, body, why }, problem, facts, requiredScopes = []) {
  const serverCode = isNonEmptyString(why) ? why : undefined;
  const message = `${what} is inactive, and ${problem}${serverCode ? `: ${serverCode}` : ""}`;
  return createJobError(account, "task_inactive", message, { service, serverCode, body, requiredScopes }, facts);
}

/**
 * Of these collections, those that are used only with a consent of its own: mapped ones, unless they are high assurance.
 *
 * @param {any} account @param {unknown[]} ids @param {unknown} options @returns {Promise<string[]>}
 */
export async function selectNeedingConsent(account, ids, options) {
  const selected = [];
  for (const id of new Set(ids)) {
    if (typeof id !== "string" || id === "") continue;
    const collection = await account.transfer.getEndpoint(id, undefined, options);
    const { entity_type: type, high_assurance: isHighAssurance } = readDocument(
      "transfer",
      "a collection",
      collection,
      "entity_type",
    );
    if (type === "GCSv5_mapped_collection" && !isHighAssurance) selected.push(id);
  }
  return selected;
}

/** @param {string[]} collections What Timers needs to move files of these collections. */
export const timerScope = (collections) =>
  scopes.timers.timer.with(
    collections.reduce(
      (transfer, id) => transfer.with(scopes.collection(id).dataAccess, { optional: true }),
      scopes.transfer.all,
    ),
  );
