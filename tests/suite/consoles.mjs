// All the ways in which an error gets into somebody's sight.

const { inspect } = await import("node:util").catch(() => ({}));
const { Bun, Deno } = globalThis;

/** What a runtime's own console prints. */
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

/** What crosses to another thread. */
async function posted(value) {
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise((resolve) => (port2.onmessage = ({ data }) => resolve(data)));
  port1.postMessage(value);
  try {
    return await arrived;
  } finally {
    port1.close();
    port2.close();
  }
}

/** Every text of an error and of the errors in it. */
function* texts(error, above = new Set()) {
  yield* [String(error), String(error?.stack), JSON.stringify(error) ?? ""];
  if (typeof error !== "object" || error === null || above.has(error)) return;
  above.add(error);
  for (const name of Reflect.ownKeys(error)) {
    yield String(name);
    yield* texts(error[name], above);
  }
}

/** The ways, each with all the text it shows. */
export async function consoles(error) {
  const forms = { itself: error, clone: structuredClone(error), "clone of toJSON": structuredClone(error.toJSON()) };
  // workerd has none before a date.
  if (typeof MessageChannel === "function") forms.posted = await posted(error);
  return Object.entries(forms).flatMap(([form, value]) => [
    [form, [...texts(value)].join("\n")],
    ...Object.entries(inspectors).map(([name, inspect]) => [`${name} of ${form}`, inspect(value, WIDE[name])]),
  ]);
}
