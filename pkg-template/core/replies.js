// @ts-check
// The body of a success: the engine parses it, and one check compares it with what the call promises
// (src/wire/reply.rs).

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is string} */
export const isNonEmptyString = (value) => typeof value === "string" && value !== "";

const hasMembers = (/** @type {any} */ value) => {
  if (isRecord(value)) for (const _ in value) return true;
  return false;
};

/** The checks, by the index that `Reply::check` returns. @type {((value: any, member: string) => boolean)[]} */
const CHECKS = [
  () => true,
  hasMembers,
  isRecord,
  (value) => value === null || isRecord(value),
  (value) => typeof value === "string" || hasMembers(value),
  Array.isArray,
  (value, member) => isRecord(value) && Array.isArray(value[member]),
  (value, member) => isRecord(value) && isNonEmptyString(value[member]),
];

/** The checks that an empty body passes. */
const EMPTY_BODY_CHECKS = [0, 3];

/**
 * Parses and checks the body of a success.
 *
 * @param {string} text @param {number} check @param {string} [member] The member that the check reads.
 * @returns {unknown} The reply, null for an empty body; undefined if the check fails.
 */
export const readReply = (text, check, member = "") => {
  if (!text) return EMPTY_BODY_CHECKS.includes(check) ? null : undefined;
  try {
    const value = JSON.parse(text);
    return CHECKS[check](value, member) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads the text of a body chunk by chunk, so that the caller can restart its timeout after each.
 *
 * @param {any} response @param {() => void} onChunk Called for each chunk.
 * @returns {Promise<string>}
 */
export const readBodyText = async (response, onChunk) => {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    onChunk();
    text += decoder.decode(value, { stream: true });
  }
};

/** Returns the kind of a body, in words; undefined if it is not JSON. @param {string} text */
export const kindOf = (text) => {
  if (!text) return "nothing";
  try {
    const value = JSON.parse(text);
    if (Array.isArray(value)) return "a list";
    if (isRecord(value)) return hasMembers(value) ? "a document" : "an empty document";
    return value === null ? "null" : `a ${typeof value}`;
  } catch {
    return undefined;
  }
};
