// The package inside what others make of it: each row of rows.mjs is made, run and looked at. An argument is a filter.
import process from "node:process";
import { ROWS } from "./rows.mjs";
import { Missing, stage } from "./stage.mjs";

const [filter = ""] = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };
for (const row of ROWS) {
  const name = `${row.tool} ${row.version}, ${row.output}`;
  if (!name.includes(filter)) continue;
  const begin = performance.now();
  try {
    const remark = await stage(row);
    console.log(`ok    ${name}: ${remark}; ${Math.round((performance.now() - begin) / 1000)} s`);
    count.passed += 1;
  } catch (error) {
    if (error instanceof Missing) {
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
