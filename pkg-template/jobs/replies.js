// @ts-check
// What jobs read of a success. The methods see to it that it is a document, or a page; that it says what a job goes by is seen to
// here, so that nothing is concluded from what was not said.
import { createError } from "../core/errors.js";
import { isRecord, isNonEmptyString } from "../core/replies.js";

export { isRecord, isNonEmptyString };

/**
 * The error for a success that is not what the service documents.
 *
 * @param {string} service @param {string} what What it has answered with. @param {unknown} [body]
 */
export const invalidResponseError = (service, what, body) =>
  createError("GlobusApiError", `${service} answered with ${what}`, {
    code: "invalid_response",
    service,
    retryable: false,
    body,
  });

/**
 * A document that has these members, each a text.
 *
 * @param {string} service @param {string} what What it is: `a task`. @param {unknown} value @param {string[]} names
 * @returns {any}
 */
export function readDocument(service, what, value, ...names) {
  if (!isRecord(value)) throw invalidResponseError(service, `something else than ${what}`);
  const missing = names.find((name) => !isNonEmptyString(value[name]));
  if (missing) throw invalidResponseError(service, `${what} without ${missing}`);
  return value;
}

/**
 * The items of a list in a document that are what they should be.
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

/** Of a text of somebody else's what goes into a line. @param {string} text */
export const firstLine = (text, maxLength = 300) => {
  const [line = ""] = text.trim().split("\n", 1);
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
};
