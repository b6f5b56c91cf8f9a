// Alters a recording in one value at a time. The comparison must report each alteration.

/** Returns another value of the same type. */
const otherValue = (value) => {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value}x`;
  if (value === null) return "null";
  return Array.isArray(value) ? [0] : { more: ["1"] };
};

/** Yields the paths of the leaves of a JSON value. */
function* leaves(value, path = []) {
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) yield* leaves(member, [...path, name]);
  } else {
    yield path;
  }
}

/**
 * Returns a copy in which a function changed one leaf.
 * @template T
 * @param {T} value
 * @param {string[]} path
 * @param {(holder: any, name: string) => void} change
 */
function copyWithChange(value, path, change) {
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
    const pathText = path.join(".");
    yield [
      `${pathText}, another value`,
      copyWithChange(observation, path, (holder, name) => (holder[name] = otherValue(holder[name]))),
    ];
    if (Array.isArray(observation.requests) && path.length > 3) {
      yield [`${pathText}, left out`, copyWithChange(observation, path, leaveOut)];
    }
  }
  for (const [index, request] of observation.requests.entries()) {
    const requestPath = ["requests", `${index}`];
    yield ["a request left out", copyWithChange(observation, requestPath, leaveOut)];
    yield ["a request twice", copyWithChange(observation, requestPath, (holder) => holder.splice(index, 0, request))];
    yield [
      "one more parameter",
      copyWithChange(observation, [...requestPath, "query", "more"], (holder, name) => (holder[name] = ["1"])),
    ];
  }
}

const leaveOut = (holder, name) => (Array.isArray(holder) ? holder.splice(Number(name), 1) : delete holder[name]);
