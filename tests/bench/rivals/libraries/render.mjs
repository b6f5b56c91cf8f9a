import { inspect } from "node:util";

/** Returns the forms in which an object can appear in logs: the console's output to any depth, and JSON. */
export async function render(object) {
  const all = { depth: Infinity, maxArrayLength: null, maxStringLength: null };
  return { inspect: inspect(object, all), JSON: toJson(object) };
}

function toJson(object) {
  try {
    return JSON.stringify(object) ?? "";
  } catch {
    // A circular object has no JSON.
    return "";
  }
}
