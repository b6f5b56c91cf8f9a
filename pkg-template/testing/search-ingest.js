// @ts-check
import { searchError } from "./errors.js";
import { isUuid } from "./ids.js";
import { GROUP_URN, IDENTITY_URN } from "./search-indexes.js";

/**
 * @typedef {import("./search-indexes.js").Entry} Entry
 * @typedef {Record<string, unknown>} Document
 */

const MISSING_MESSAGE = "Missing data for required field.";

/**
 * Makes the error for an invalid document. Its messages have the structure of the document.
 * @param {Document} messages
 */
export const validationError = (messages) =>
  searchError(400, "BadRequest.ValidationError", "Validation failed on the request document", { messages });

/**
 * Reads the entries of a GIngest document.
 * @param {Document} document
 * @returns {Entry[]}
 */
export function readIngest(document) {
  const { ingest_type: type, ingest_data: data } = document;
  if (type === undefined) throw validationError({ ingest_type: [MISSING_MESSAGE] });
  if (typeof data !== "object" || data === null) throw validationError({ ingest_data: [MISSING_MESSAGE] });
  if (type === "GMetaEntry")
    return [readEntry(/** @type {Document} */ (data), (messages) => ({ ingest_data: messages }))];
  if (type !== "GMetaList") throw validationError({ ingest_type: [`Unsupported value: ${type}`] });
  const { gmeta } = /** @type {Document} */ (data);
  if (!Array.isArray(gmeta)) throw validationError({ ingest_data: { gmeta: [MISSING_MESSAGE] } });
  return gmeta.map((entry, i) => readEntry(entry, (messages) => ({ ingest_data: { gmeta: { [i]: messages } } })));
}

/** @param {Document} document @param {(messages: Document) => Document} wrapMessages @returns {Entry} */
function readEntry(document, wrapMessages) {
  const { subject, id = null, content, visible_to: visibleTo, principal_sets: sets = {} } = document ?? {};
  /** @type {Document} */
  const messages = {};
  if (typeof subject !== "string" || subject === "") messages.subject = [MISSING_MESSAGE];
  if (id !== null && typeof id !== "string") messages.id = ["Not a valid string."];
  if (typeof content !== "object" || content === null || Array.isArray(content)) messages.content = [MISSING_MESSAGE];
  if (!Array.isArray(visibleTo)) messages.visible_to = [MISSING_MESSAGE];
  else if (!visibleTo.every(isPrincipal)) messages.visible_to = ["Not a valid principal."];
  if (Object.keys(messages).length > 0) throw validationError(wrapMessages(messages));
  return /** @type {Entry} */ ({ subject, id, content, visibleTo, principalSets: sets });
}

/** @param {unknown} principal */
export function isPrincipal(principal) {
  if (principal === "public" || principal === "all_authenticated_users") return true;
  return principalType(principal) !== undefined;
}

/** Returns the type of a principal URN, or undefined. @param {unknown} principal */
export function principalType(principal) {
  if (typeof principal !== "string") return undefined;
  if (principal.startsWith(IDENTITY_URN) && isUuid(principal.slice(IDENTITY_URN.length))) return "identity";
  if (principal.startsWith(GROUP_URN) && isUuid(principal.slice(GROUP_URN.length))) return "group";
  return undefined;
}
