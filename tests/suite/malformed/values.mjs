// Values of every type, and documents whose known members have these values.
import { SHAPES } from "./shapes.mjs";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the names of all members in a value, at every depth. */
function namesIn(value) {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, part]) => [name, ...namesIn(part)]) : [];
}

const KNOWN = [...new Set(namesIn(SHAPES))];
const NASTY = ["__proto__", "constructor", "prototype", "toJSON", "then", "toString", "valueOf", "hasOwnProperty", "length", "", "0"];
const WORDS = [
  "", " ", "x", "0", "null", "ConsentRequired", "invalid_client", "permission_denied", "LimitExceeded", "urn:x[", "a b", "a,b,,", "\ud800",
  "\u0000", "\n", "$&", "%s", "{}", "GlobusError: v=1 c=", "530-GridFTP-JSON-Result: {", "530-GridFTP-JSON-Result: [[[", "c=LOGIN_DENIED",
  "Missing permissions: ", "This action requires the following scope: ", "x".repeat(500),
];
const NUMBERS = [0, -0, 1, -1, 0.5, 9, 403, 65_536, 1e21, -1e308, Number.MAX_SAFE_INTEGER, 5e-324];

/** Returns a random JSON value, nested at most `depth` levels deep. */
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
      return objectOf(random, depth, NASTY);
    case "known":
      return objectOf(random, depth, KNOWN);
    default:
      return null;
  }
}

function objectOf(random, depth, names) {
  const members = Array.from({ length: random.below(5) }, () => [random.pick(names), valueOf(random, depth - 1)]);
  return Object.fromEntries(members);
}

/** Returns a known shape in which members may be missing or of another type, or an object of random known members. */
export function documentOf(random) {
  if (random.below(4) === 0) return objectOf(random, 4, KNOWN);
  return changeMembers(random.pick(SHAPES), random);
}

function changeMembers(value, random) {
  if (random.below(6) === 0) return valueOf(random, 3);
  if (Array.isArray(value)) return value.map((item) => changeMembers(item, random));
  if (!isObject(value)) return value;
  const keptMembers = Object.entries(value).filter(() => random.below(8) > 0);
  return Object.fromEntries(keptMembers.map(([name, part]) => [name, changeMembers(part, random)]));
}
