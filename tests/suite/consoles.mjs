// All texts in which a user or a log may see an error.

const { inspect } = await import("node:util").catch(() => ({}));
const { Bun, Deno } = globalThis;

/** The functions that format a value for a runtime's console. */
export const inspectors = {
  ...(inspect && { "util.inspect": inspect }),
  ...(Bun && { "Bun.inspect": Bun.inspect }),
  ...(Deno && { "Deno.inspect": Deno.inspect }),
};

const WIDE = {
  "util.inspect": { depth: Infinity, showHidden: true, maxStringLength: Infinity },
  "Bun.inspect": { depth: 100 },
  "Deno.inspect": { depth: 100, showHidden: true, getters: true, strAbbreviateSize: Infinity },
};

/** Returns the copy of a value that another thread receives. */
async function postThroughChannel(value) {
  const { port1, port2 } = new MessageChannel();
  const received = new Promise((resolve) => (port2.onmessage = ({ data }) => resolve(data)));
  port1.postMessage(value);
  try {
    return await received;
  } finally {
    port1.close();
    port2.close();
  }
}

/** Yields every text of an error and of the errors in it. */
function* texts(error, visited = new Set()) {
  yield* [String(error), String(error?.stack), JSON.stringify(error) ?? ""];
  if (typeof error !== "object" || error === null || visited.has(error)) return;
  visited.add(error);
  for (const name of Reflect.ownKeys(error)) {
    yield String(name);
    yield* texts(error[name], visited);
  }
}

/** Returns every form of an error, with all the text that it shows. */
export async function consoles(error) {
  const forms = { itself: error, clone: structuredClone(error), "clone of toJSON": structuredClone(error.toJSON()) };
  // workerd has no MessageChannel before a compatibility date.
  if (typeof MessageChannel === "function") forms.posted = await postThroughChannel(error);
  return Object.entries(forms).flatMap(([form, value]) => [
    [form, [...texts(value)].join("\n")],
    ...Object.entries(inspectors).map(([name, inspect]) => [`${name} of ${form}`, inspect(value, WIDE[name])]),
  ]);
}
