// A secret that can be found again in whatever form: what it is written as, and looking for it behind all of that.

/** In every secret and token of a canary. Encodings change four of its characters. */
const MARK = "Qz/7+cAnArY/9+zQ";

let number = 0;
/** A secret of the shape of Globus's own. */
export const secret = () => `${MARK}${String((number += 1)).padStart(27, "s")}=`;
/** An access token. */
export const token = () => `Ag${MARK}${String((number += 1)).padStart(60, "t")}`;

const percent = (text) => text.replace(/[^\w.~-]/g, (character) => `%${hexOf(character).toUpperCase()}`);
const hexOf = (text) => Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const json = (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/");
const urlSafe = (text) => text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** How a server, a library or a storage may write what it was given. */
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
  "base64url of an id and it": (text) => urlSafe(btoa(`01234567-89ab-4cde-8f01-23456789abcd:${text}`)),
  Basic: (text) => `Basic ${btoa(`01234567-89ab-4cde-8f01-23456789abcd:${text}`)}`,
  "base64 in percent": (text) => percent(btoa(text)),
  "base64 in lines": (text) => btoa(`${text}${text}`).replaceAll(/.{20}/g, "$&\r\n"),
  JSON: json,
  "JSON in codes": (text) => Array.from(text, (character) => `\\u00${hexOf(character)}`).join(""),
  "JSON in JSON": (text) => JSON.stringify(json(text)).slice(1, -1),
  HTML: (text) => text.replace(/[^\w]/g, (character) => `&#${character.charCodeAt(0)};`),
  "HTML by names": (text) => text.replaceAll("/", "&sol;").replaceAll("+", "&plus;").replaceAll("=", "&equals;"),
  hex: hexOf,
  "hex in capitals": (text) => hexOf(text).toUpperCase(),
};

const decoded = (text) =>
  text
    .replace(/%([0-9a-f]{2})|\\u00([0-9a-f]{2})|&#x([0-9a-f]+);/gi, (_, ...codes) => String.fromCharCode(parseInt(codes.slice(0, 3).find(Boolean), 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(?:amp;)?(sol|plus|equals);/g, (_, name) => ({ sol: "/", plus: "+", equals: "=" })[name])
    .replace(/\\(.)/g, "$1");

/** What the characters of a run of Base64 or hex stand for, wherever it began. */
function* meanings(run) {
  for (let from = 0; from < 4; from += 1) {
    const part = run.slice(from).replaceAll("-", "+").replaceAll("_", "/");
    yield atob(part.slice(0, part.length - (part.length % 4)));
  }
  if (/^[0-9a-f]+$/i.test(run)) yield run.replace(/../g, (code) => String.fromCharCode(parseInt(code, 16)));
}

/** Whether a canary is in a text, in whatever form. */
export function isIn(text) {
  const forms = [text];
  for (let level = 0; level < 5 && decoded(forms.at(-1)) !== forms.at(-1); level += 1) forms.push(decoded(forms.at(-1)));
  return forms.some((form) => {
    const dense = form.replace(/\s+/g, "");
    if (form.includes(MARK) || dense.includes(MARK)) return true;
    const runs = dense.match(/[\w+/-]{16,}/g) ?? [];
    return runs.some((run) => [...meanings(run)].some((meaning) => decoded(meaning).includes(MARK)));
  });
}

/** What stands for the mark in memory, byte for byte, whatever is beside it. */
export function bytesOfMark() {
  const cut = (before) => btoa("\0".repeat(before) + MARK).slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + MARK.length)) / 6));
  const bases = [0, 1, 2].map(cut);
  const forms = [MARK, percent(MARK), percent(MARK).toLowerCase(), json(MARK), hexOf(MARK), ...bases, ...bases.map(urlSafe)];
  // Half of one is found, too.
  return [...new Set(forms)].map((form) => form.slice(0, 14));
}
