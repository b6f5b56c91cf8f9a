// @ts-check
// Parts of files. What a caller asks for is read into counts from the beginning: Globus Connect Server answers a range from
// the end with 416. What comes back is held to what was asked for, so that nobody takes other bytes for those.
import { argumentError, readObject } from "./internal.js";

/**
 * @typedef {{ start: number, end?: number }} Part From `start` to `end`, both included, or to the end of the file.
 * @typedef {Part | { last: number } | { several: string }} Wanted
 */

const RANGE_MEMBERS = ["start", "end", "last"];

const isCount = (/** @type {any} */ value) => Number.isSafeInteger(value) && value >= 0;

/** @param {any} range @param {(member: string) => string} fieldOf How a member of it is named. @returns {Part | { last: number }} */
function checkRange({ start, end, last }, fieldOf) {
  if (last !== undefined) {
    if (start !== undefined || end !== undefined) throw argumentError(fieldOf("last"), "cannot stand beside start or end");
    // HTTP has no range without bytes.
    if (!isCount(last) || last === 0) throw argumentError(fieldOf("last"), "must be a number of bytes above 0");
    return { last };
  }
  const from = start === undefined ? 0 : start;
  if (!isCount(from)) throw argumentError(fieldOf("start"), "must be a number of bytes");
  if (end === undefined) return { start: from };
  if (!isCount(end) || end < from) throw argumentError(fieldOf("end"), "must be a number of bytes, not below start");
  return { start: from, end };
}

/** The value of a `Range` header. @param {string} field @param {string} text @returns {Wanted} */
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
    throw argumentError(field, "must count from the beginning where it names several parts: the server takes no other");
  }
  return { several: text.trim() };
}

/**
 * What part of a file is wanted, if not all of it.
 *
 * @param {unknown} range As it was given. @param {Headers} headers Which may name one too.
 * @returns {Wanted | undefined}
 */
export function readRange(range, headers) {
  const header = headers.get("range");
  if (range === undefined || range === null) {
    return header === null ? undefined : parseRange("options.headers.range", header);
  }
  if (header !== null) throw argumentError("options.range", "cannot stand beside a range in options.headers");
  if (typeof range === "string") return parseRange("options.range", range);
  const members = readObject("options.range", range);
  for (const name of Object.keys(members)) {
    if (!RANGE_MEMBERS.includes(name)) {
      throw argumentError(`options.range.${name}`, `is not part of a range; there are ${RANGE_MEMBERS.join(", ")}`);
    }
  }
  return checkRange(members, (member) => `options.range.${member}`);
}

/** The `Range` header for a part. @param {Part | { several: string }} part */
export const formatRange = (part) => ("several" in part ? part.several : `bytes=${part.start}-${part.end ?? ""}`);

/** How long a body is said to be, as far as that is the length of the file. @param {Headers} headers */
export function contentLength(headers) {
  const length = headers.get("content-length");
  // Without encoding, which would be measured instead.
  return length && /^\d+$/.test(length) && !headers.get("content-encoding") ? Number(length) : undefined;
}

/** Which bytes a 206 says that it has: undefined where it is silent, null where it makes no sense. @param {Headers} headers */
export function contentRange(headers) {
  const text = headers.get("content-range");
  if (text === null) return undefined;
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(text.trim()) ?? [];
  if (start === undefined) return null;
  // Globus Connect Server shows no total.
  return { start: Number(start), end: Number(end), total: total === "*" ? undefined : Number(total) };
}

/**
 * What is wrong with an answer to a request for a file or a part of it; undefined if nothing is.
 *
 * @param {Response} response @param {Part | { several: string } | undefined} part @param {Headers} sentHeaders
 */
export function findMismatch({ status, headers }, part, sentHeaders) {
  // What was asked for on a condition, and is not given.
  if (status >= 300) return undefined;
  const isWhole = !part || ("start" in part && part.start === 0 && (part.end ?? Infinity) >= (contentLength(headers) ?? Infinity) - 1);
  // `If-Range` asks for all of a file that has changed.
  if (status === 200) return isWhole || sentHeaders.has("if-range") ? undefined : "gave the whole file, not the range";
  if (status !== 206 || !part) return `answered ${status} where it should give ${part ? "a range" : "the whole file"}`;
  const isSeveral = /^multipart\//i.test(headers.get("content-type") ?? "");
  if ("several" in part) return undefined;
  const received = contentRange(headers);
  // A browser does not show it to a page of another origin.
  if (received === undefined && !isSeveral) return undefined;
  const isRight = received && !isSeveral && received.start === part.start && received.end <= (part.end ?? Infinity);
  return isRight ? undefined : "gave another range than the one asked for";
}
