// Tests the packed tarball as a user installs it: alone in an empty folder, used in every way that the package
// supports.
import { tests as canary } from "./canary.mjs";
import { tests as consumers } from "./consumers.mjs";
import { tests as contents } from "./contents.mjs";
import { tests as copies } from "./copies.mjs";
import { install, remove } from "./installed.mjs";
import { tests as outsideTable } from "./outside.mjs";
import { tests as traps } from "./trap.mjs";

const installation = install();
const count = { passed: 0, failed: 0 };
for (const [name, test] of [...contents, ...consumers, ...copies, ...canary, ...traps, ...outsideTable]) {
  try {
    const summary = await test(installation);
    console.log(`ok    ${name}${summary ? `: ${summary}` : ""}`);
    count.passed += 1;
  } catch (error) {
    console.log(`FAIL  ${name}\n${error.stack.replace(/^/gm, "      ")}`);
    count.failed += 1;
  }
}
remove(installation);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed ? 1 : 0;
