// Bodies that no service should send: each member of a body left out, or of another kind.

const VALUES = [undefined, null, 7, "text", "", true, [], {}, ["x"], [{}], [{ message: "m" }], { message: "m" }];

/** The way to each member of a document. @returns {Generator<string[]>} */
function* ways(value, way = []) {
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value)) {
    yield [...way, name];
    yield* ways(inner, [...way, name]);
  }
}

/** The document with another value there. @param {string[]} way */
function changed(document, way, value) {
  const copy = structuredClone(document);
  const name = way.at(-1);
  const owner = way.slice(0, -1).reduce((inner, step) => inner[step], copy);
  if (value !== undefined) owner[name] = value;
  else if (Array.isArray(owner)) owner.splice(Number(name), 1);
  else delete owner[name];
  return copy;
}

/** @typedef {import("./bodies.mjs").Case} Case */

/** @param {Case} subject @returns {Case[]} */
export function variations(subject) {
  const document = parsed(subject.body);
  return [...ways(document)].flatMap((way) =>
    VALUES.map((value) => ({
      ...subject,
      name: `${subject.name}, ${way.join(".")} being ${JSON.stringify(value)}`,
      body: JSON.stringify(changed(document, way, value)),
    })),
  );
}

/** What a body is as JSON; null if it is none. @param {string} body */
export function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
