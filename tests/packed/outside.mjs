// Whether the table of what outsiders have shown names tests that are there.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OUTSIDE } from "../outside.mjs";

const TESTS = fileURLToPath(new URL("..", import.meta.url));

/** The names of all tests, as they are written, `${...}` and all. */
function names() {
  const files = readdirSync(TESTS, { recursive: true }).filter((file) => /\.mjs$/.test(file) && !file.includes("node_modules"));
  const texts = files.map((file) => readFileSync(join(TESTS, file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/\btest\((?:named\()?(["`])(.*?)\1/gs)].map((match) => match[2]));
}

export const tests = [
  ["what outsiders have shown is held by tests that are there", () => {
    const all = names();
    const isThere = (beginning) => all.some((name) => name.startsWith(beginning));
    const missing = OUTSIDE.flatMap(([, wanted]) => wanted).filter((beginning) => !isThere(beginning));
    assert.deepEqual(missing, []);
    return `${OUTSIDE.length} rows`;
  }],
];
