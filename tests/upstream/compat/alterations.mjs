// A recording, altered in one place at a time: the comparison has to see each.

/** Another value of the same kind. */
const another = (value) => {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value}x`;
  if (value === null) return "null";
  return Array.isArray(value) ? [0] : { more: ["1"] };
};

/** The paths to the leaves of a JSON value. */
function* leaves(value, path = []) {
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) yield* leaves(member, [...path, name]);
  } else {
    yield path;
  }
}

/**
 * A copy with one leaf changed by a function.
 * @template T
 * @param {T} value
 * @param {string[]} path
 * @param {(holder: any, name: string) => void} change
 */
function changed(value, path, change) {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce((member, name) => /** @type {any} */ (member)[name], copy);
  change(holder, path[path.length - 1]);
  return copy;
}

/**
 * @param {import("./compare.mjs").Observation} observation
 * @returns {Generator<[string, import("./compare.mjs").Observation]>}
 */
export function* alterations(observation) {
  for (const path of leaves(observation)) {
    const what = path.join(".");
    yield [
      `${what}, another value`,
      changed(observation, path, (holder, name) => (holder[name] = another(holder[name]))),
    ];
    if (Array.isArray(observation.requests) && path.length > 3) {
      yield [`${what}, left out`, changed(observation, path, leaveOut)];
    }
  }
  for (const [index, request] of observation.requests.entries()) {
    const at = ["requests", `${index}`];
    yield ["a request left out", changed(observation, at, leaveOut)];
    yield ["a request twice", changed(observation, at, (holder) => holder.splice(index, 0, request))];
    yield [
      "one more parameter",
      changed(observation, [...at, "query", "more"], (holder, name) => (holder[name] = ["1"])),
    ];
  }
}

const leaveOut = (holder, name) => (Array.isArray(holder) ? holder.splice(Number(name), 1) : delete holder[name]);
