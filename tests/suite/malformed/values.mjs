// Random JSON values of every type, and random documents with the members of known shapes.
import { SHAPES } from "./shapes.mjs";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns all member names in a value, at any depth. */
function namesIn(value) {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, part]) => [name, ...namesIn(part)]) : [];
}

const KNOWN_NAMES = [...new Set(namesIn(SHAPES))];
const HOSTILE_NAMES = ["__proto__", "constructor", "prototype", "toJSON", "then", "toString", "valueOf", "hasOwnProperty", "length", "", "0"];
const WORDS = [
  "", " ", "x", "0", "null", "ConsentRequired", "invalid_client", "permission_denied", "LimitExceeded", "urn:x[", "a b", "a,b,,", "\ud800",
  "\u0000", "\n", "$&", "%s", "{}", "GlobusError: v=1 c=", "530-GridFTP-JSON-Result: {", "530-GridFTP-JSON-Result: [[[", "c=LOGIN_DENIED",
  "Missing permissions: ", "This action requires the following scope: ", "x".repeat(500),
];
const NUMBERS = [0, -0, 1, -1, 0.5, 9, 403, 65_536, 1e21, -1e308, Number.MAX_SAFE_INTEGER, 5e-324];

/** Returns a random JSON value of at most `depth` levels. */
export function valueOf(random, depth) {
  const kinds = ["word", "number", "true", "null", ...(depth > 0 ? ["list", "object", "known"] : [])];
  switch (random.pick(kinds)) {
    case "word":
      return random.pick(WORDS);
    case "number":
      return random.pick(NUMBERS);
    case "true":
      return random.below(2) === 0;
    case "list":
      return Array.from({ length: random.below(4) }, () => valueOf(random, depth - 1));
    case "object":
      return objectOf(random, depth, HOSTILE_NAMES);
    case "known":
      return objectOf(random, depth, KNOWN_NAMES);
    default:
      return null;
  }
}

function objectOf(random, depth, names) {
  const members = Array.from({ length: random.below(5) }, () => [random.pick(names), valueOf(random, depth - 1)]);
  return Object.fromEntries(members);
}

/** Returns a known shape in which any member may have another type or be absent, or an object of known members. */
export function documentOf(random) {
  if (random.below(4) === 0) return objectOf(random, 4, KNOWN_NAMES);
  return changeRandomly(random.pick(SHAPES), random);
}

function changeRandomly(value, random) {
  if (random.below(6) === 0) return valueOf(random, 3);
  if (Array.isArray(value)) return value.map((item) => changeRandomly(item, random));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(() => random.below(8) > 0);
  return Object.fromEntries(members.map(([name, part]) => [name, changeRandomly(part, random)]));
}
