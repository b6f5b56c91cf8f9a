// Tests the package inside applications built by third-party tools: each row of rows.mjs is built, served and checked.
// The argument selects the rows whose name contains it.
import process from "node:process";
import { ROWS } from "./rows.mjs";
import { NoRegistryError, runRow } from "./run-row.mjs";

const [filter = ""] = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };
for (const row of ROWS) {
  const name = `${row.tool} ${row.version}, ${row.output}`;
  if (!name.includes(filter)) continue;
  const start = performance.now();
  try {
    const summary = await runRow(row);
    console.log(`ok    ${name}: ${summary}; ${Math.round((performance.now() - start) / 1000)} s`);
    count.passed += 1;
  } catch (error) {
    if (error instanceof NoRegistryError) {
      console.log(`skip  ${name}: ${error.message}`);
      count.skipped += 1;
      continue;
    }
    console.log(`FAIL  ${name}\n${error.stack.replace(/^/gm, "      ")}`);
    count.failed += 1;
  }
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed ? 1 : 0;
