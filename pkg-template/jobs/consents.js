// @ts-check
// Consents that a service account gives itself ahead of a refusal, or after the work of others has stopped for want of one. A
// grant that names scopes with their dependencies records the consent at Globus Auth; its token is of no further use.
import { documentOf, unreadable } from "./replies.js";
import { Scope, scopes } from "./scopes.js";

/** The scopes that a document of Globus Auth's requirements names, in whatever place its service puts them. @param {any} details @returns {string[]} */
export function requiredScopes(details) {
  const { authorization_parameters: parameters, required_scopes, required_scope } = details ?? {};
  return [parameters?.required_scopes, required_scopes, required_scope]
    .flat()
    .filter((scope) => typeof scope === "string" && scope !== "");
}

/**
 * Consents, unless that was done before as far as the account knows.
 *
 * @param {any} account @param {Scope} scope @param {any} options Those of the call that needs it.
 * @param {boolean} [forceRefresh] Whether to do it again.
 */
export const consent = (account, scope, options, forceRefresh = false) =>
  account.getToken(scope, { signal: options?.signal, forceRefresh });

/**
 * @param {any} account @param {string} service Whose document says what is required. @param {string[]} required
 * @param {unknown} options @param {() => unknown} none The error if nothing is required.
 */
export async function consentTo(account, service, required, options, none) {
  if (required.length === 0) throw none();
  // Each by itself: they may be of several resource servers, and a grant for one is one token.
  for (const scope of parsed(service, required)) await consent(account, scope, options, true);
}

/** @param {string} service @param {string[]} required */
function parsed(service, required) {
  try {
    return Scope.parse(required.join(" "));
  } catch {
    throw unreadable(service, "scopes that are none");
  }
}

/**
 * Of these collections, those that are used only with a consent of its own: mapped ones, unless they are high assurance.
 *
 * @param {any} account @param {unknown[]} ids @param {unknown} options @returns {Promise<string[]>}
 */
export async function needingConsent(account, ids, options) {
  const needing = [];
  for (const id of new Set(ids)) {
    if (typeof id !== "string" || id === "") continue;
    const collection = await account.transfer.getEndpoint(id, undefined, options);
    const { entity_type: type, high_assurance: isHighAssurance } = documentOf(
      "transfer",
      "a collection",
      collection,
      "entity_type",
    );
    if (type === "GCSv5_mapped_collection" && !isHighAssurance) needing.push(id);
  }
  return needing;
}

/** @param {string[]} collections What Timers needs to move files of these collections. */
export const timerScope = (collections) =>
  scopes.timers.timer.with(
    collections.reduce(
      (transfer, id) => transfer.with(scopes.collection(id).dataAccess, { optional: true }),
      scopes.transfer.all,
    ),
  );
