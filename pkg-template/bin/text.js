// @ts-check
// Formats texts and numbers for people.

/**
 * Characters that a terminal acts on, or that hide or reorder the text around them: control characters, zero-width
 * characters, line separators and marks of direction. The name of a file and the message of a server can contain them.
 */
const UNSAFE = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** @param {string} character */
const escapeCharacter = (character) => {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
};

/** Returns an untrusted text on one line, with unsafe characters escaped. @param {unknown} text */
export const escapeLine = (text) => String(text).replace(UNSAFE, escapeCharacter);

/** Escapes each line of an untrusted text and keeps its line breaks. Each line is trimmed. @param {unknown} text */
export const escapeLines = (text) => String(text).split(/\r?\n/).map((line) => escapeLine(line.trim())).join("\n");

/**
 * Returns JSON with unsafe characters as `\u` escapes. It parses to the same value.
 * @param {unknown} value @param {number} [indent]
 */
export function toSafeJson(value, indent) {
  const toEscape = (/** @type {string} */ character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) =>
    character === "\n" ? character : toEscape(character),
  );
}

/**
 * Breaks each line of a text at spaces, so that it fits `width`. A word is never broken, so that a user can copy it.
 * @param {string} text
 * @param {number} width
 * @param {string} [indent] The beginning of every line.
 */
export function wrap(text, width, indent = "") {
  return text.split("\n").flatMap((line) => {
    const margin = indent + (/^ */.exec(line)?.[0] ?? "");
    /** @type {string[]} */
    const lines = [];
    for (const word of line.trim().split(" ")) {
      const last = lines.at(-1);
      if (last === undefined || last.length + 1 + word.length > width) lines.push(margin + word);
      else lines.push(`${lines.pop()} ${word}`);
    }
    return lines;
  }).join("\n");
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/** Returns `1400000` as `1.4 MB`. @param {number} bytes */
export function formatSize(bytes) {
  let value = bytes;
  let unit = 0;
  // The limit is 999.5 because 999,950 bytes would be printed as 1000 kB.
  for (; value >= (unit ? 999.5 : 1000) && unit < UNITS.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** Returns `72000` as `1:12`, with hours as `1:01:12`. @param {number} ms */
export function formatElapsed(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const twoDigits = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}` : `${minutes}:${twoDigits(seconds % 60)}`;
}

/** Returns the local time to the minute, as `ls -l` does: `2026-11-28 12:17`. @param {Date} date */
export function formatDateTime(date) {
  const twoDigits = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join("-");
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** Returns `1 file` or `12 files`. @param {number} number @param {string} noun */
export const formatCount = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
