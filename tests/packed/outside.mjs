// Checks that all tests exist that the table `OUTSIDE` names.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OUTSIDE } from "../outside.mjs";

const TESTS = fileURLToPath(new URL("..", import.meta.url));

/** Returns the names of all tests as they are in the source, including `${...}`. */
function readTestNames() {
  const files = readdirSync(TESTS, { recursive: true }).filter((file) => /\.mjs$/.test(file) && !file.includes("node_modules"));
  const texts = files.map((file) => readFileSync(join(TESTS, file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/\btest\((?:named\()?(["`])(.*?)\1/gs)].map((match) => match[2]));
}

export const tests = [
  ["every test that the table of findings by outsiders names exists", () => {
    const names = readTestNames();
    const exists = (beginning) => names.some((name) => name.startsWith(beginning));
    const missing = OUTSIDE.flatMap(([, beginnings]) => beginnings).filter((beginning) => !exists(beginning));
    assert.deepEqual(missing, []);
    return `${OUTSIDE.length} rows`;
  }],
];
