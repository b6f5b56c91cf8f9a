// Canaries: marked secrets and tokens, the encodings in which a text may contain one, and a search through all these
// encodings.

/** Every canary contains this text. Encodings change four of its characters. */
const MARK = "Qz/7+cAnArY/9+zQ";

let number = 0;
/** Returns a new secret of the length and alphabet of a Globus client secret. */
export const secret = () => `${MARK}${String((number += 1)).padStart(27, "s")}=`;
/** Returns a new access token. */
export const token = () => `Ag${MARK}${String((number += 1)).padStart(60, "t")}`;

const percent = (text) => text.replace(/[^\w.~-]/g, (character) => `%${hexOf(character).toUpperCase()}`);
const hexOf = (text) => Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const json = (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/");
const urlSafe = (text) => text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** The ways in which a server, a library or a storage may encode a text. */
export const ENCODINGS = {
  plain: (text) => text,
  percent,
  "percent in lower case": (text) => percent(text).replace(/%../g, (code) => code.toLowerCase()),
  "percent twice": (text) => percent(percent(text)),
  form: (text) => String(new URLSearchParams({ token: text })),
  base64: btoa,
  "base64 one byte later": (text) => btoa(`x${text}y`),
  "base64 two bytes later": (text) => btoa(`xy${text}zz`),
  base64url: (text) => urlSafe(btoa(text)),
  "base64url of an id and the secret": (text) => urlSafe(btoa(`01234567-89ab-4cde-8f01-23456789abcd:${text}`)),
  Basic: (text) => `Basic ${btoa(`01234567-89ab-4cde-8f01-23456789abcd:${text}`)}`,
  "percent-encoded base64": (text) => percent(btoa(text)),
  "base64 in lines": (text) => btoa(`${text}${text}`).replaceAll(/.{20}/g, "$&\r\n"),
  JSON: json,
  "JSON with unicode escapes": (text) => Array.from(text, (character) => `\\u00${hexOf(character)}`).join(""),
  "JSON in JSON": (text) => JSON.stringify(json(text)).slice(1, -1),
  HTML: (text) => text.replace(/[^\w]/g, (character) => `&#${character.charCodeAt(0)};`),
  "HTML with named references": (text) => text.replaceAll("/", "&sol;").replaceAll("+", "&plus;").replaceAll("=", "&equals;"),
  hex: hexOf,
  "hex in upper case": (text) => hexOf(text).toUpperCase(),
};

const decode = (text) =>
  text
    .replace(/%([0-9a-f]{2})|\\u00([0-9a-f]{2})|&#x([0-9a-f]+);/gi, (_, ...codes) => String.fromCharCode(parseInt(codes.slice(0, 3).find(Boolean), 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(?:amp;)?(sol|plus|equals);/g, (_, name) => ({ sol: "/", plus: "+", equals: "=" })[name])
    .replace(/\\(.)/g, "$1");

/** Yields the decoded text of a run of Base64 characters at each of four offsets, and of a run of hex digits. */
function* decodings(run) {
  for (let from = 0; from < 4; from += 1) {
    const part = run.slice(from).replaceAll("-", "+").replaceAll("_", "/");
    yield atob(part.slice(0, part.length - (part.length % 4)));
  }
  if (/^[0-9a-f]+$/i.test(run)) yield run.replace(/../g, (code) => String.fromCharCode(parseInt(code, 16)));
}

/** Whether a text contains a canary in any encoding. */
export function isIn(text) {
  const forms = [text];
  for (let level = 0; level < 5 && decode(forms.at(-1)) !== forms.at(-1); level += 1) forms.push(decode(forms.at(-1)));
  return forms.some((form) => {
    const withoutSpaces = form.replace(/\s+/g, "");
    if (form.includes(MARK) || withoutSpaces.includes(MARK)) return true;
    const runs = withoutSpaces.match(/[\w+/-]{16,}/g) ?? [];
    return runs.some((run) => [...decodings(run)].some((decoding) => decode(decoding).includes(MARK)));
  });
}

/** Returns the byte sequences that the mark has in memory in each encoding, whatever bytes precede or follow it. */
export function bytesOfMark() {
  const cut = (before) => btoa("\0".repeat(before) + MARK).slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + MARK.length)) / 6));
  const bases = [0, 1, 2].map(cut);
  const forms = [MARK, percent(MARK), percent(MARK).toLowerCase(), json(MARK), hexOf(MARK), ...bases, ...bases.map(urlSafe)];
  // A prefix is enough: the search also finds a canary that was partly overwritten.
  return [...new Set(forms)].map((form) => form.slice(0, 14));
}
