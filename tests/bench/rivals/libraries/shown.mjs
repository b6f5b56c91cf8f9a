import { inspect } from "node:util";

/** How an object gets into logs: what the console prints, to its last depth, and JSON. */
export async function shown(object) {
  const all = { depth: Infinity, maxArrayLength: null, maxStringLength: null };
  return { inspect: inspect(object, all), JSON: json(object) };
}

function json(object) {
  try {
    return JSON.stringify(object) ?? "";
  } catch {
    // Circular: then nothing gets out this way.
    return "";
  }
}
