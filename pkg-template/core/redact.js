// @ts-check
// Finding a secret in what a server, a `fetch` or a storage says: as it is, and in every form that it is sent or written in. Of
// a text the escapes are undone, again and again; of a secret what is not text is made: Base64 at each of the three places that it
// can have in a longer text, and hex. What is compared then are plain texts: there is nothing for a text to blow up.

const HIDDEN = "[redacted]";

/** Of a longer text the beginning is shown. */
const LONGEST = 1 << 20;
/** So much of its end is left out, where a cut may have halved a secret. */
const MARGIN = 8 * 1024;
/** Escapes within escapes that are undone. */
const LEVELS = 5;
const SHORTEST = 6;

/** What stands for a character in a URL or a form, in JSON and in HTML. */
const ESCAPE =
  /%([0-9a-f]{2})|\\(?:u00([0-9a-f]{2})|x([0-9a-f]{2})|(.))|&(?:#x0{0,6}([0-9a-f]{1,2})|#0{0,6}(\d{1,3})|(amp|lt|gt|quot|apos|plus|sol|equals|num|percnt));?/gis;
/** @type {Record<string, string>} */
const NAMES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", plus: "+", sol: "/", equals: "=", num: "#", percnt: "%" };

/** @param {string} text */
const unescaped = (text) =>
  text.replace(ESCAPE, (_, percent, unicode, byte, escaped, hex, decimal, name) => {
    if (name) return NAMES[name.toLowerCase()];
    if (escaped) return "bfnrt".includes(escaped) ? " " : escaped;
    return String.fromCharCode(decimal ? Number(decimal) : parseInt(percent ?? unicode ?? byte ?? hex, 16));
  });

/** Bytes, each as a character: of the texts of headers they are the characters themselves. @param {string} text */
const binary = (text) =>
  /[^ -~]/.test(text) ? Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("") : text;

/** The characters of Base64 that stand for a text and nothing else, where so many bytes are before it. @param {string} bytes @param {number} before */
function base64(bytes, before) {
  const end = Math.floor((8 * (before + bytes.length)) / 6);
  return btoa("\0".repeat(before) + bytes).slice(Math.ceil((8 * before) / 6), end);
}

/** What a secret looks like where it is no longer text. @param {string} secret */
function codesOf(secret) {
  const bytes = binary(secret);
  let hex = "";
  for (const byte of bytes) hex += byte.charCodeAt(0).toString(16).padStart(2, "0");
  const codes = [0, 1, 2].map((before) => base64(bytes, before));
  return [...codes, ...codes.map((code) => code.replaceAll("+", "-").replaceAll("/", "_")), hex, hex.toUpperCase()];
}

/** The secrets in the value of an `Authorization` header; of HTTP Basic the password is one. @param {string} header */
function secretsIn(header) {
  const [scheme, credentials] = header.split(/\s+/);
  if (!credentials) return [header];
  try {
    if (/^basic$/i.test(scheme)) return [header, credentials, atob(credentials).replace(/^.*?:/s, "")];
  } catch {
    // It is none of ours: a server will not have understood it either.
  }
  return [header, credentials];
}

/** @param {string} secret */
function formsOf(secret) {
  const encoded = encodeURIComponent(secret.toWellFormed?.() ?? secret);
  const texts = [secret, encoded];
  // One that has escapes itself is compared with texts whose escapes were undone.
  for (let text = secret, level = 0; level < LEVELS; level++) {
    const inner = unescaped(text);
    if (inner === text) break;
    texts.push((text = inner));
  }
  return [...texts, ...codesOf(secret), ...(encoded === secret ? [] : codesOf(encoded))];
}

/** What a list of secrets looks like: one failure asks several times, and none outlives it. @type {WeakMap<string[], string[]>} */
const known = new WeakMap();

/** @param {string[]} secrets */
function allForms(secrets) {
  let forms = known.get(secrets);
  if (forms === undefined) {
    // Anything shorter is somebody's first try, and taken out of all texts it would only garble them.
    forms = [...new Set(secrets.flatMap(secretsIn).flatMap(formsOf))].filter(({ length }) => length >= SHORTEST);
    known.set(secrets, forms);
  }
  return forms;
}

/**
 * What takes these secrets out of texts, and whatever else the patterns find. A text in which one is found behind escapes is shown
 * without those.
 *
 * @param {string[]} secrets As they are, or as headers. @param {RegExp[]} [patterns] @returns {(text: string) => string}
 */
export function cleaner(secrets, patterns = []) {
  const forms = allForms(secrets);
  const plain = (/** @type {string} */ text) => forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
  const clean = (/** @type {string} */ text) => patterns.reduce((rest, one) => rest.replace(one, HIDDEN), plain(text));
  return (text) => {
    let shown = clean(text.slice(0, LONGEST));
    let last = shown;
    for (let level = 0; level < LEVELS; level++) {
      const inner = unescaped(last);
      if (inner === last) break;
      last = clean(inner);
      if (last !== inner) shown = last;
    }
    // Encoders break long lines.
    const dense = last.replace(/\s+/g, "");
    last = plain(dense);
    if (last !== dense) shown = last;
    return text.length > LONGEST ? shown.slice(0, -MARGIN) : shown;
  };
}

/**
 * @param {string} text @param {string[]} secrets @returns {any} The text, parsed if it is JSON, with none of the secrets in it.
 */
export const redacted = (text, secrets) => {
  const clean = cleaner(secrets);
  const isClean = clean(text) === text;
  /** @param {string} _ @param {unknown} value */
  const each = (_, value) => {
    if (typeof value === "string") return clean(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [clean(name), member]));
  };
  try {
    // An address or an id is none, and what throws takes its time.
    if (/^\s*["[{\d\-tfn]/.test(text)) return JSON.parse(text, isClean ? undefined : each);
  } catch {
    // As below.
  }
  return isClean ? text : clean(text);
};

/** What takes these secrets out of documents: one without them stays itself. @param {string[]} secrets @returns {(document: any) => any} */
export const documentCleaner = (secrets) => {
  const clean = cleaner(secrets);
  return (document) => {
    try {
      const text = JSON.stringify(document) ?? "null";
      return clean(text) === text ? document : redacted(text, secrets);
    } catch {
      // It is deeper than a stack.
      return HIDDEN;
    }
  };
};
