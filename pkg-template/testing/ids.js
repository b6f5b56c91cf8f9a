// @ts-check
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @param {unknown} value @returns {value is string} */
export const isUuid = (value) => typeof value === "string" && UUID.test(value);

export const uuid = () => crypto.randomUUID();

/** Returns random letters and digits that cannot be guessed. @param {number} length */
export function randomText(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  // 256 is not a multiple of 62. The slight bias does not matter at these lengths.
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** Returns an access token in the form of Globus's tokens. */
export const newToken = () => `Ag${randomText(84)}`;

/** Returns a client secret in the form of Globus's secrets: base64 of 32 bytes. */
export const newSecret = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));

export const newRequestId = () => randomText(9);

/**
 * Returns a hash that distinguishes tokens in a request log without showing them (32-bit FNV-1a).
 * @param {string} text
 */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
