// What a user gets: the packed tarball, installed alone in an empty folder, used in every way the package promises.
import { tests as canary } from "./canary.mjs";
import { tests as consumers } from "./consumers.mjs";
import { tests as contents } from "./contents.mjs";
import { tests as copies } from "./copies.mjs";
import { install, remove } from "./installed.mjs";
import { tests as outside } from "./outside.mjs";
import { tests as traps } from "./trap.mjs";

const installed = install();
const count = { passed: 0, failed: 0 };
for (const [name, test] of [...contents, ...consumers, ...copies, ...canary, ...traps, ...outside]) {
  try {
    const remark = await test(installed);
    console.log(`ok    ${name}${remark ? `: ${remark}` : ""}`);
    count.passed += 1;
  } catch (error) {
    console.log(`FAIL  ${name}\n${error.stack.replace(/^/gm, "      ")}`);
    count.failed += 1;
  }
}
remove(installed);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed ? 1 : 0;
