// @ts-check
// Parts of files. What a caller asks for is read into counts from the beginning: Globus Connect Server answers a range from
// the end with 416. What comes back is held to what was asked for, so that nobody takes other bytes for those.
import { invalid, object } from "./account-of.js";

/**
 * @typedef {{ start: number, end?: number }} Part From `start` to `end`, both included, or to the end of the file.
 * @typedef {Part | { last: number } | { several: string }} Wanted
 */

const MEMBERS = ["start", "end", "last"];

const isCount = (/** @type {any} */ value) => Number.isSafeInteger(value) && value >= 0;

/** @param {any} range @param {(member: string) => string} fieldOf How a member of it is named. @returns {Part | { last: number }} */
function checked({ start, end, last }, fieldOf) {
  if (last !== undefined) {
    if (start !== undefined || end !== undefined) throw invalid(fieldOf("last"), "cannot stand beside start or end");
    // HTTP has no range without bytes.
    if (!isCount(last) || last === 0) throw invalid(fieldOf("last"), "must be a number of bytes above 0");
    return { last };
  }
  const from = start === undefined ? 0 : start;
  if (!isCount(from)) throw invalid(fieldOf("start"), "must be a number of bytes");
  if (end === undefined) return { start: from };
  if (!isCount(end) || end < from) throw invalid(fieldOf("end"), "must be a number of bytes, not below start");
  return { start: from, end };
}

/** The value of a `Range` header. @param {string} field @param {string} text @returns {Wanted} */
function fromText(field, text) {
  const [, list = ""] = /^\s*bytes=(.*)$/i.exec(text) ?? [];
  const parts = list.split(",").map((part) => {
    const [, from, to] = /^\s*(\d*)-(\d*)\s*$/.exec(part) ?? [];
    if (!from && !to) throw invalid(field, 'must be of the form "bytes=0-99"');
    const [first, second] = [from, to].map((digits) => (digits ? Number(digits) : undefined));
    return checked(from ? { start: first, end: second } : { last: second }, () => field);
  });
  const [first] = parts;
  if (first && parts.length === 1) return first;
  if (parts.some((part) => "last" in part)) {
    throw invalid(field, "must count from the beginning where it names several parts: the server takes no other");
  }
  return { several: text.trim() };
}

/**
 * What part of a file is wanted, if not all of it.
 *
 * @param {unknown} range As it was given. @param {Headers} headers Which may name one too.
 * @returns {Wanted | undefined}
 */
export function wantedOf(range, headers) {
  const header = headers.get("range");
  if (range === undefined || range === null) {
    return header === null ? undefined : fromText("options.headers.range", header);
  }
  if (header !== null) throw invalid("options.range", "cannot stand beside a range in options.headers");
  if (typeof range === "string") return fromText("options.range", range);
  const members = object("options.range", range);
  for (const name of Object.keys(members)) {
    if (!MEMBERS.includes(name)) {
      throw invalid(`options.range.${name}`, `is not part of a range; there are ${MEMBERS.join(", ")}`);
    }
  }
  return checked(members, (member) => `options.range.${member}`);
}

/** The `Range` header for a part. @param {Part | { several: string }} part */
export const headerOf = (part) => ("several" in part ? part.several : `bytes=${part.start}-${part.end ?? ""}`);

/** How long a body is said to be, as far as that is the length of the file. @param {Headers} headers */
export function lengthOf(headers) {
  const length = headers.get("content-length");
  // Without encoding, which would be measured instead.
  return length && /^\d+$/.test(length) && !headers.get("content-encoding") ? Number(length) : undefined;
}

/** Which bytes a 206 says that it has: undefined where it is silent, null where it makes no sense. @param {Headers} headers */
export function givenPart(headers) {
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
 * @param {Response} response @param {Part | { several: string } | undefined} part @param {Headers} sent
 */
export function flawOf({ status, headers }, part, sent) {
  // What was asked for on a condition, and is not given.
  if (status >= 300) return undefined;
  const isWhole = !part || ("start" in part && part.start === 0 && (part.end ?? Infinity) >= (lengthOf(headers) ?? Infinity) - 1);
  // `If-Range` asks for all of a file that has changed.
  if (status === 200) return isWhole || sent.has("if-range") ? undefined : "gave the whole file, not the range";
  if (status !== 206 || !part) return `answered ${status} where it should give ${part ? "a range" : "the whole file"}`;
  const isSeveral = /^multipart\//i.test(headers.get("content-type") ?? "");
  if ("several" in part) return undefined;
  const given = givenPart(headers);
  // A browser does not show it to a page of another origin.
  if (given === undefined && !isSeveral) return undefined;
  const isRight = given && !isSeveral && given.start === part.start && given.end <= (part.end ?? Infinity);
  return isRight ? undefined : "gave another range than the one asked for";
}
