// @ts-check
// Texts and numbers as people read them.

/**
 * What a terminal may act on, or what hides or reorders what stands beside it: control characters, line separators, marks
 * of direction. A file can be named like that, and a server can say what it likes.
 */
const UNSAFE = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** @param {string} character */
const escaped = (character) => {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
};

/** A text of somebody else's, on one line, that only shows itself. @param {unknown} text */
export const safe = (text) => String(text).replace(UNSAFE, escaped);

/** The same for a text of several lines, which all begin where we say. @param {unknown} text */
export const safeLines = (text) => String(text).split(/\r?\n/).map((line) => safe(line.trim())).join("\n");

/** A JSON document that says the same and is safe to look at. @param {unknown} value @param {number} [indent] */
export function json(value, indent) {
  const unicode = (/** @type {string} */ character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) =>
    character === "\n" ? character : unicode(character),
  );
}

/**
 * Breaks each line of a text at its spaces, so that it fits. Words stay whole: what is to be copied can be copied.
 * @param {string} text
 * @param {number} width
 * @param {string} [indent] what every line begins with
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

/** `1400000` as `1.4 MB`. @param {number} bytes */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  // 999,950 would be shown as 1000.0.
  for (; value >= (unit ? 999.5 : 1000) && unit < UNITS.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `72000` as `1:12`, with hours `1:01:12`. @param {number} ms */
export function clock(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** As `ls -l` shows it, by the local clock: `2026-11-28 12:17`. @param {Date} date */
export function minute(date) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `1 file`, `12 files`. @param {number} number @param {string} noun */
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
