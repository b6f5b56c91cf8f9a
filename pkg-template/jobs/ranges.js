// @ts-check
// Byte ranges of files (RFC 9110, section 14). Reads the range of a caller, and checks that a response contains that
// range, so that a caller cannot take other bytes for it. Globus Connect Server answers 416 to a range that is counted
// from the end.
import { argumentError, readObject } from "./internal.js";

/**
 * @typedef {{ start: number, end?: number }} Part From `start` to `end`, both included, or to the end of the file.
 * @typedef {Part | { last: number } | { several: string }} RequestedRange `several` is a header with several ranges.
 */

const RANGE_MEMBERS = ["start", "end", "last"];

const isCount = (/** @type {any} */ value) => Number.isSafeInteger(value) && value >= 0;

/**
 * @param {any} range @param {(member: string) => string} fieldOf Names a member in messages.
 * @returns {Part | { last: number }}
 */
function checkRange({ start, end, last }, fieldOf) {
  if (last !== undefined) {
    if (start !== undefined || end !== undefined) throw argumentError(fieldOf("last"), "cannot be combined with start or end");
    // HTTP has no empty range.
    if (!isCount(last) || last === 0) throw argumentError(fieldOf("last"), "must be a number of bytes above 0");
    return { last };
  }
  const from = start === undefined ? 0 : start;
  if (!isCount(from)) throw argumentError(fieldOf("start"), "must be a number of bytes");
  if (end === undefined) return { start: from };
  if (!isCount(end) || end < from) throw argumentError(fieldOf("end"), "must be a number of bytes, not below start");
  return { start: from, end };
}

/** Parses a `Range` header. @param {string} field @param {string} text @returns {RequestedRange} */
function parseRange(field, text) {
  const [, list = ""] = /^\s*bytes=(.*)$/i.exec(text) ?? [];
  const parts = list.split(",").map((part) => {
    const [, from, to] = /^\s*(\d*)-(\d*)\s*$/.exec(part) ?? [];
    if (!from && !to) throw argumentError(field, 'must be of the form "bytes=0-99"');
    const [first, second] = [from, to].map((digits) => (digits ? Number(digits) : undefined));
    return checkRange(from ? { start: first, end: second } : { last: second }, () => field);
  });
  const [first] = parts;
  if (first && parts.length === 1) return first;
  if (parts.some((part) => "last" in part)) {
    throw argumentError(field, 'must not count one of several ranges from the end ("-100"): the server does not accept it');
  }
  return { several: text.trim() };
}

/**
 * Returns the range that a caller requests; undefined for the whole file.
 *
 * @param {unknown} range The option. @param {Headers} headers The caller's headers, which can have a range instead.
 * @returns {RequestedRange | undefined}
 */
export function readRange(range, headers) {
  const header = headers.get("range");
  if (range === undefined || range === null) {
    return header === null ? undefined : parseRange("options.headers.range", header);
  }
  if (header !== null) throw argumentError("options.range", "cannot be combined with a range in options.headers");
  if (typeof range === "string") return parseRange("options.range", range);
  const members = readObject("options.range", range);
  for (const name of Object.keys(members)) {
    if (!RANGE_MEMBERS.includes(name)) {
      throw argumentError(`options.range.${name}`, `is not a member of a range; there are ${RANGE_MEMBERS.join(", ")}`);
    }
  }
  return checkRange(members, (member) => `options.range.${member}`);
}

/** Returns the `Range` header of a range. @param {Part | { several: string }} part */
export const formatRange = (part) => ("several" in part ? part.several : `bytes=${part.start}-${part.end ?? ""}`);

/** Returns the length of the file in a response's headers; undefined if it is unknown. @param {Headers} headers */
export function contentLength(headers) {
  const length = headers.get("content-length");
  // With an encoding, this is the length of the encoded body.
  return length && /^\d+$/.test(length) && !headers.get("content-encoding") ? Number(length) : undefined;
}

/** Parses `Content-Range`. Returns undefined if it is missing, null if it is malformed. @param {Headers} headers */
export function contentRange(headers) {
  const text = headers.get("content-range");
  if (text === null) return undefined;
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(text.trim()) ?? [];
  if (start === undefined) return null;
  // Globus Connect Server sends "*" as the total.
  return { start: Number(start), end: Number(end), total: total === "*" ? undefined : Number(total) };
}

/**
 * Returns how a response does not match the requested file or range; undefined if it matches.
 *
 * @param {Response} response @param {Part | { several: string } | undefined} part @param {Headers} sentHeaders
 */
export function findMismatch({ status, headers }, part, sentHeaders) {
  // Not a success, so the response to a condition of the caller.
  if (status >= 300) return undefined;
  const isWhole =
    !part ||
    ("start" in part && part.start === 0 && (part.end ?? Infinity) >= (contentLength(headers) ?? Infinity) - 1);
  // With `If-Range`, a server sends the whole file if it has changed.
  if (status === 200) return isWhole || sentHeaders.has("if-range") ? undefined : "sent the whole file, not the range";
  if (status !== 206 || !part) return `answered ${status} instead of sending ${part ? "a range" : "the whole file"}`;
  const isSeveral = /^multipart\//i.test(headers.get("content-type") ?? "");
  if ("several" in part) return undefined;
  const received = contentRange(headers);
  // Browsers hide `Content-Range` from pages of another origin.
  if (received === undefined && !isSeveral) return undefined;
  const isRight = received && !isSeveral && received.start === part.start && received.end <= (part.end ?? Infinity);
  return isRight ? undefined : "sent another range than the requested one";
}
