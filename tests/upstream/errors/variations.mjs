// Bodies that no service should send: a body in which one member is missing or has another type.

const VALUES = [undefined, null, 7, "text", "", true, [], {}, ["x"], [{}], [{ message: "m" }], { message: "m" }];

/** Yields the path of each member of a document. @returns {Generator<string[]>} */
function* pathsOf(value, path = []) {
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value)) {
    yield [...path, name];
    yield* pathsOf(inner, [...path, name]);
  }
}

/** Returns a copy of the document with another value at a path. @param {string[]} path */
function withValue(document, path, value) {
  const copy = structuredClone(document);
  const name = path.at(-1);
  const parent = path.slice(0, -1).reduce((inner, step) => inner[step], copy);
  if (value !== undefined) parent[name] = value;
  else if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
  return copy;
}

/** @typedef {import("./bodies.mjs").Case} Case */

/** @param {Case} subject @returns {Case[]} */
export function variations(subject) {
  const document = parseJson(subject.body);
  return [...pathsOf(document)].flatMap((path) =>
    VALUES.map((value) => ({
      ...subject,
      name: `${subject.name}, ${path.join(".")} being ${JSON.stringify(value)}`,
      body: JSON.stringify(withValue(document, path, value)),
    })),
  );
}

/** Parses a body as JSON. Returns null if it is not JSON. @param {string} body */
export function parseJson(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
