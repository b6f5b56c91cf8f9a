// Runs every block of README.md that is marked `js`: each as a module in its own process, against FakeGlobus.
// readme/block.mjs defines the globals that a block may use. Blocks with another mark do not run.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import compiled from "./readme/compiled.mjs";
import { run, summary } from "./suite/harness.mjs";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
// Below `node_modules`, so that a block imports the installed package as a user's project does.
const folder = resolvePath("node_modules/.readme");

const readme = readFileSync(resolvePath("../README.md"), "utf8");
const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(({ 1: code, index }) => ({
  code,
  line: readme.slice(0, index).split("\n").length,
}));

function register(test) {
  test("README.md has code that runs", async () => {
    if (blocks.length === 0) throw new Error("README.md has no block marked `js`");
  });
  for (const { code, line } of blocks) {
    test(`README.md: the code at line ${line} runs to its end`, async () => {
      const file = `${folder}/line-${line}.mjs`;
      writeFileSync(file, code);
      const { stdout } = await promisify(execFile)(process.execPath, [resolvePath("readme/block.mjs"), file]);
      if (!stdout.endsWith("done\n")) throw new Error(`the process exited before the end of the code:\n${stdout}`);
    });
  }
}

mkdirSync(folder, { recursive: true });
const counts = await run([register, compiled], {}, { filter: process.argv[2] });
rmSync(folder, { recursive: true });
console.log(summary(counts));
process.exitCode = counts.failed ? 1 : 0;
