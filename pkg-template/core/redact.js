// @ts-check
// Finding a secret in what a server says, after the engine has undone JSON's many spellings of a character.

/** @param {string} text @param {string[]} secrets */
export const without = (text, secrets) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);

/** @param {string} text @param {string[]} secrets @returns {any} The text, parsed if it is JSON, with none of the secrets in it. */
export const redacted = (text, secrets) => {
  const clean = (/** @type {string} */ part) => without(part, secrets);
  /** @param {string} _ @param {unknown} value */
  const cleaned = (_, value) => {
    if (typeof value === "string") return clean(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [clean(name), member]));
  };
  try {
    return JSON.parse(text, cleaned);
  } catch {
    return clean(text);
  }
};
