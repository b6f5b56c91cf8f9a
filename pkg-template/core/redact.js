// @ts-check
// Removes secrets from texts of a server, a `fetch` or a storage, in every form in which a secret is sent or written.
// Escapes in the text are undone, several levels deep. Of each secret the encoded forms are made: Base64 at each of the
// three alignments that it can have in a longer text, and hex. Then plain texts are compared, in linear time: no text
// can make this slow.

const REDACTED = "[redacted]";

/** UTF-16 units. A longer text is cut to this length. */
const MAX_TEXT_LENGTH = 1 << 20;
/** UTF-16 units that are removed from the end of a cut text, because the cut may have split a secret. */
const CUT_MARGIN = 8 * 1024;
/** Levels of nested escapes that are undone. */
const MAX_ESCAPE_LEVELS = 5;
/**
 * UTF-16 units. A shorter form is not searched for: a secret so short is a test value, and its removal would garble
 * texts.
 */
const MIN_SECRET_LENGTH = 6;

/** The escapes of a character in a URL or a form, in JSON and in HTML. */
const ESCAPE_PATTERN =
  /%([0-9a-f]{2})|\\(?:u00([0-9a-f]{2})|x([0-9a-f]{2})|(.))|&(?:#x0{0,6}([0-9a-f]{1,2})|#0{0,6}(\d{1,3})|(amp|lt|gt|quot|apos|plus|sol|equals|num|percnt));?/gis;
/** @type {Record<string, string>} */
const HTML_ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", plus: "+", sol: "/", equals: "=", num: "#", percnt: "%" };

/** Undoes one level of escapes. @param {string} text */
const unescapeOnce = (text) =>
  text.replace(ESCAPE_PATTERN, (_, percent, unicode, byte, escaped, hex, decimal, name) => {
    if (name) return HTML_ENTITIES[name.toLowerCase()];
    if (escaped) return "bfnrt".includes(escaped) ? " " : escaped;
    return String.fromCharCode(decimal ? Number(decimal) : parseInt(percent ?? unicode ?? byte ?? hex, 16));
  });

/**
 * Returns the UTF-8 bytes of a text, each as one character. Printable ASCII, as in headers, is returned unchanged.
 *
 * @param {string} text
 */
const toByteString = (text) =>
  /[^ -~]/.test(text) ? Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("") : text;

/**
 * Returns the Base64 characters that encode only these bytes, if they follow `offset` other bytes. Characters that also
 * encode bits of their neighbours are omitted.
 *
 * @param {string} bytes @param {number} offset 0, 1 or 2.
 */
function base64Core(bytes, offset) {
  const end = Math.floor((8 * (offset + bytes.length)) / 6);
  return btoa("\0".repeat(offset) + bytes).slice(Math.ceil((8 * offset) / 6), end);
}

/** Returns a secret in Base64, Base64url and hex. @param {string} secret */
function encodedForms(secret) {
  const bytes = toByteString(secret);
  let hex = "";
  for (const byte of bytes) hex += byte.charCodeAt(0).toString(16).padStart(2, "0");
  const codes = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  return [...codes, ...codes.map((code) => code.replaceAll("+", "-").replaceAll("/", "_")), hex, hex.toUpperCase()];
}

/**
 * Returns the secrets in the value of an `Authorization` header. For HTTP Basic (RFC 7617) that includes the password.
 *
 * @param {string} header
 */
function secretsInHeader(header) {
  const [scheme, credentials] = header.split(/\s+/);
  if (!credentials) return [header];
  try {
    if (/^basic$/i.test(scheme)) return [header, credentials, atob(credentials).replace(/^.*?:/s, "")];
  } catch {
    // Not Base64, so the header is a caller's, and contains no password.
  }
  return [header, credentials];
}

/** Returns all forms of a secret. @param {string} secret */
function secretForms(secret) {
  const encoded = encodeURIComponent(secret.toWellFormed?.() ?? secret);
  const texts = [secret, encoded];
  // A secret that looks escaped must also be found in a text whose escapes were undone.
  for (let text = secret, level = 0; level < MAX_ESCAPE_LEVELS; level++) {
    const unescaped = unescapeOnce(text);
    if (unescaped === text) break;
    texts.push((text = unescaped));
  }
  return [...texts, ...encodedForms(secret), ...(encoded === secret ? [] : encodedForms(encoded))];
}

/**
 * The forms of a list of secrets. One failure uses the same list several times. The list is garbage after it.
 *
 * @type {WeakMap<string[], string[]>}
 */
const formsCache = new WeakMap();

/** @param {string[]} secrets */
function cachedForms(secrets) {
  let forms = formsCache.get(secrets);
  if (forms === undefined) {
    forms = [...new Set(secrets.flatMap(secretsInHeader).flatMap(secretForms))].filter(
      ({ length }) => length >= MIN_SECRET_LENGTH,
    );
    formsCache.set(secrets, forms);
  }
  return forms;
}

/**
 * Returns a function that removes these secrets from a text, and all matches of the patterns. If a secret is found only
 * after escapes were undone, the text is returned without those escapes.
 *
 * @param {string[]} secrets Secrets, or values of `Authorization` headers. @param {RegExp[]} [patterns]
 * @returns {(text: string) => string}
 */
export function makeRedactor(secrets, patterns = []) {
  const forms = cachedForms(secrets);
  const redactSecrets = (/** @type {string} */ text) =>
    forms.reduce((current, form) => current.replaceAll(form, REDACTED), text);
  const redactAll = (/** @type {string} */ text) =>
    patterns.reduce((current, pattern) => current.replace(pattern, REDACTED), redactSecrets(text));
  return (text) => {
    let shown = redactAll(text.slice(0, MAX_TEXT_LENGTH));
    let last = shown;
    for (let level = 0; level < MAX_ESCAPE_LEVELS; level++) {
      const inner = unescapeOnce(last);
      if (inner === last) break;
      last = redactAll(inner);
      if (last !== inner) shown = last;
    }
    // Encoders insert line breaks into long Base64.
    const unbroken = last.replace(/\s+/g, "");
    last = redactSecrets(unbroken);
    if (last !== unbroken) shown = last;
    return text.length > MAX_TEXT_LENGTH ? shown.slice(0, -CUT_MARGIN) : shown;
  };
}

/**
 * Returns a text without secrets, parsed if it is JSON.
 *
 * @param {string} text @param {string[]} secrets @returns {any}
 */
export const redact = (text, secrets) => {
  const clean = makeRedactor(secrets);
  const isClean = clean(text) === text;
  /** @param {string} _ @param {unknown} value */
  const each = (_, value) => {
    if (typeof value === "string") return clean(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [clean(name), member]));
  };
  try {
    // Checks the first character, because most texts are no JSON and an exception is slow.
    if (/^\s*["[{\d\-tfn]/.test(text)) return JSON.parse(text, isClean ? undefined : each);
  } catch {
    // Not JSON: returned as text.
  }
  return isClean ? text : clean(text);
};

/**
 * Returns a function that removes these secrets from a document. A document without them is returned unchanged.
 *
 * @param {string[]} secrets @returns {(document: any) => any}
 */
export const makeDocumentRedactor = (secrets) => {
  const clean = makeRedactor(secrets);
  return (document) => {
    try {
      const text = JSON.stringify(document) ?? "null";
      return clean(text) === text ? document : redact(text, secrets);
    } catch {
      // JSON throws for a document that is too deep for the stack.
      return REDACTED;
    }
  };
};
