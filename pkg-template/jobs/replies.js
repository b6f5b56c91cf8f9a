// @ts-check
// Checks of replies for jobs. The methods check that a reply is a document or a page. These functions check the members
// that a job uses, so that a job concludes nothing from a missing member.
import { createError } from "../core/errors.js";
import { isNonEmptyString, isRecord } from "../core/replies.js";

export { isRecord, isNonEmptyString };

/**
 * Returns the error for a reply that differs from the service's documentation.
 *
 * @param {string} service @param {string} what The reply, in words. @param {unknown} [body]
 */
export const invalidResponseError = (service, what, body) =>
  createError("GlobusApiError", `${service} answered with ${what}`, {
    code: "invalid_response",
    service,
    retryable: false,
    body,
  });

/**
 * Checks that a value is a document and that these members of it are texts. Returns it.
 *
 * @param {string} service @param {string} what The kind of document, such as `a task`. @param {unknown} value @param
 *   {string[]} names
 * @returns {any}
 */
export function readDocument(service, what, value, ...names) {
  if (!isRecord(value)) throw invalidResponseError(service, `data that is not ${what}`);
  const missing = names.find((name) => !isNonEmptyString(value[name]));
  if (missing) throw invalidResponseError(service, `${what} without ${missing}`);
  return value;
}

/**
 * Returns a list in a document. Checks each item.
 *
 * @template T
 * @param {string} service @param {string} what @param {any} document @param {string} name
 * @param {(item: unknown) => item is T} isItem
 * @returns {T[]}
 */
export function readItems(service, what, document, name, isItem) {
  const list = document[name];
  if (Array.isArray(list) && list.every(isItem)) return list;
  throw invalidResponseError(service, `${what} without ${name}`);
}

/** Returns the first line of a server's text, cut to a length in UTF-16 units. @param {string} text */
export const firstLine = (text, maxLength = 300) => {
  const [line = ""] = text.trim().split("\n", 1);
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
};
