// Runs every block of README.md that is marked `js`, each as a module in a process of its own, on a fake Globus. What a
// block finds there beside the package is in readme/block.mjs. A block that is only to be read is marked otherwise.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import compiled from "./readme/compiled.mjs";
import { run, summary } from "./suite/harness.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Where the installed package is found, as from a user's project.
const folder = here("node_modules/.readme");

const readme = readFileSync(here("../README.md"), "utf8");
const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(({ 1: source, index }) => ({
  source,
  line: readme.slice(0, index).split("\n").length,
}));

function register(test) {
  test("README.md has code to run", async () => {
    if (blocks.length === 0) throw new Error("there is no block marked `js`");
  });
  for (const { source, line } of blocks) {
    test(`README.md, the code at line ${line}`, async () => {
      const file = `${folder}/line-${line}.mjs`;
      writeFileSync(file, source);
      const { stdout } = await promisify(execFile)(process.execPath, [here("readme/block.mjs"), file]);
      if (!stdout.endsWith("done\n")) throw new Error(`it ended before its end:\n${stdout}`);
    });
  }
}

mkdirSync(folder, { recursive: true });
const counts = await run([register, compiled], {}, { filter: process.argv[2] });
rmSync(folder, { recursive: true });
console.log(summary(counts));
process.exitCode = counts.failed ? 1 : 0;
