// @ts-check
// The body of a success: the engine parses it, and one look tells whether it is what the call promises (src/wire/reply.rs).

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isDocument = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is string} */
export const isText = (value) => typeof value === "string" && value !== "";

const isFull = (/** @type {any} */ value) => {
  if (isDocument(value)) for (const _ in value) return true;
  return false;
};

/** By `Reply::check`. @type {((value: any, member: string) => boolean)[]} */
const PROMISES = [
  () => true,
  isFull,
  isDocument,
  (value) => value === null || isDocument(value),
  (value) => typeof value === "string" || isFull(value),
  Array.isArray,
  (value, member) => isDocument(value) && Array.isArray(value[member]),
  (value, member) => isDocument(value) && isText(value[member]),
];

/** Those that an empty body keeps. */
const OPTIONAL = [0, 3];

/**
 * @param {string} text @param {number} promise @param {string} [member]
 * @returns {unknown} What was promised, null if that is nothing; undefined if it is not what was promised.
 */
export const readReply = (text, promise, member = "") => {
  if (!text) return OPTIONAL.includes(promise) ? null : undefined;
  try {
    const value = JSON.parse(text);
    return PROMISES[promise](value, member) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The text of a body, part by part, so that the time a server may take is counted from the last one.
 *
 * @param {any} response @param {() => void} heard
 * @returns {Promise<string>}
 */
export const textOf = async (response, heard) => {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    heard();
    text += decoder.decode(value, { stream: true });
  }
};

/** What a body is, in words. @param {string} text */
export const kindOf = (text) => {
  if (!text) return "nothing";
  try {
    const value = JSON.parse(text);
    if (Array.isArray(value)) return "a list";
    if (isDocument(value)) return isFull(value) ? "a document" : "an empty document";
    return value === null ? "null" : `a ${typeof value}`;
  } catch {
    return undefined;
  }
};
