// Searches the files of a folder for texts that must not be in them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the three texts by which base64 can contain a text: its first byte is the first, second or third of a group
 * of three. Characters that also encode neighbouring bytes are cut off.
 */
const inBase64 = (text) =>
  [0, 1, 2].map((offset) => Buffer.from("\0".repeat(offset) + text).toString("base64").slice(4, -4));

const encodings = (text) => {
  const encoded = inBase64(text);
  return [text, encodeURIComponent(text), ...encoded, ...encoded.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
};

/**
 * Returns the paths of the files below a folder that contain one of the texts, plain or encoded, and the number of all
 * files.
 */
export function searchFiles(folder, texts) {
  const forms = [...new Set(texts.flatMap(encodings))];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => join(file.parentPath ?? file.path, file.name));
  const matches = paths.filter((path) => {
    const bytes = readFileSync(path);
    return forms.some((form) => bytes.includes(form));
  });
  return { matches, fileCount: paths.length };
}
