// @ts-check
// Consents that a service account gives before a service refuses a call, or for a run or timer that waits for one. A
// grant whose scopes have dependencies records the consent at Globus Auth. The token of the grant is not used.
import { awaitedConsents, createJobError } from "./internal.js";
import { invalidResponseError, isNonEmptyString, readDocument } from "./replies.js";
import { Scope, scopes } from "./scopes.js";

/**
 * Gives a consent, unless the account has a token for the scope, so that it was given before.
 *
 * @param {any} account @param {Scope} scope @param {any} options The options of the call that needs the consent.
 * @param {boolean} [forceRefresh] Whether to give it again.
 */
export const grantConsent = (account, scope, options, forceRefresh = false) =>
  account.getToken(scope, { signal: options?.signal, forceRefresh });

/**
 * A run or timer that is inactive.
 *
 * @typedef {object} Inactive
 * @property {string} service Its service.
 * @property {string} kind "the run" or "the timer", for messages.
 * @property {any} document
 * @property {unknown} details The part of the document that lists the scopes that it waits for.
 * @property {string} ownScope The scope with which it runs.
 * @property {() => Promise<unknown>} readContents Requests its definition and input, which name the resources that it
 *   uses.
 * @property {unknown} [reason] The service's code of the reason why it is inactive.
 */

/**
 * Gives the consents that a run or timer waits for. Rejects if one is for a scope that its own scope does not include,
 * or for a resource that its contents do not name.
 *
 * @param {any} account @param {Inactive} inactive @param {unknown} options
 */
export async function grantAwaitedConsents(account, inactive, options) {
  const { service, details, ownScope, readContents } = inactive;
  const { scopes: required, malformed, foreign } = awaitedConsents(details, ownScope);
  if (malformed) throw invalidResponseError(service, "malformed scopes");
  if (required.length === 0) throw inactiveError(account, inactive, "does not wait for a consent", { beyond: "true" });
  // An empty text names no resource. If no scope is foreign even then, the contents are not needed.
  const needsNoContents = () => awaitedConsents(details, ownScope, "").foreign === undefined;
  const foreignScope =
    foreign ?? (needsNoContents() ? undefined : awaitedConsents(details, ownScope, JSON.stringify(await readContents())).foreign);
  if (foreignScope !== undefined) {
    const facts = { foreign: foreignScope, scopes: required.join(" ") };
    throw inactiveError(account, inactive, "waits for a consent that does not belong to it", facts, required);
  }
  // One grant for each, because the scopes can belong to several resource servers and a grant returns the token of one.
  for (const scope of Scope.parse(required.join(" "))) await grantConsent(account, scope, options, true);
}

/**
 * @param {any} account @param {Inactive} inactive @param {string} problem @param {Record<string, string>} facts
 * @param {string[]} [requiredScopes]
 */
function inactiveError(account, { service, kind, document, reason }, problem, facts, requiredScopes = []) {
  const serverCode = isNonEmptyString(reason) ? reason : undefined;
  const message = `${kind} is inactive, and ${problem}${serverCode ? `: ${serverCode}` : ""}`;
  return createJobError(account, "task_inactive", message, { service, serverCode, body: document, requiredScopes }, facts);
}

/**
 * Returns those of the collections that need a consent of their own: mapped collections that are not high assurance.
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

/** Returns the scope with which Timers can move files of these mapped collections. @param {string[]} collections */
export const timerScope = (collections) =>
  scopes.timers.timer.with(
    collections.reduce(
      (transfer, id) => transfer.with(scopes.collection(id).dataAccess, { optional: true }),
      scopes.transfer.all,
    ),
  );
