// Looking for what must not be there.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Three ways in which base64 shows a text, by where in a group of three bytes it begins; without what its neighbours touch. */
const inBase64 = (text) =>
  [0, 1, 2].map((before) => Buffer.from("\0".repeat(before) + text).toString("base64").slice(4, -4));

const formsOf = (text) => {
  const encoded = inBase64(text);
  return [text, encodeURIComponent(text), ...encoded, ...encoded.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
};

/** The files below a folder that hold one of the texts, plain or encoded; and how many files there are. */
export function holding(folder, texts) {
  const forms = [...new Set(texts.flatMap(formsOf))];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => join(file.parentPath ?? file.path, file.name));
  const found = paths.filter((path) => {
    const bytes = readFileSync(path);
    return forms.some((form) => bytes.includes(form));
  });
  return { found, files: paths.length };
}
