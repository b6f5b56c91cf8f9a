// Makes the same calls with Globus's Python SDK and with this package, on one server that records the requests.
import assert from "node:assert/strict";
import { alterations } from "./alterations.mjs";
import { groupsOfCalls } from "./cases/index.mjs";
import { differences } from "./compare.mjs";
import { findMissing } from "./completeness.mjs";
import { isFresh } from "./coverage.mjs";
import { deliberate } from "./differences.mjs";
import { findProblems, getRecording } from "./recording.mjs";

const METHODS = 213;
const COMPARISONS = 390;

const formatLines = (lines) =>
  (lines.length > 40 ? [...lines.slice(0, 40), `and ${lines.length - 40} more`] : lines).join("\n");

/** @param {(name: string, body: (stage: import("../run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  for (const group of groupsOfCalls) {
    test(`calls send the same requests as globus-sdk: ${group.title}`, async ({ bin }) => {
      const { pairs } = await getRecording(bin);
      const problems = pairs.filter((pair) => pair.group === group).flatMap((pair) => findProblems(pair));
      assert.equal(problems.length, 0, `${problems.length} differences\n${formatLines(problems)}`);
    });
  }

  test("all calls agree with globus-sdk, and every deliberate difference occurs", async ({ bin }) => {
    const { official, pairs } = await getRecording(bin);
    const usedRows = new Set();
    const rowsWithProblems = new Set(pairs.filter((pair) => findProblems(pair, usedRows).length > 0).map(({ row }) => row));
    const rows = groupsOfCalls.filter((group) => !group.isHelper).flatMap((group) => group.rows);
    const version = official.version.split(".").slice(0, 2).join(".");
    console.log(`${pairs.length} comparisons, ${usedRows.size} deliberate differences`);
    console.log(
      `${rows.filter((row) => !rowsWithProblems.has(row)).length} of ${rows.length} calls agree with globus-sdk ${version}`,
    );
    assert.equal(rowsWithProblems.size, 0, [...rowsWithProblems].map(({ name }) => name).join(", "));
    assert.equal(rows.length, METHODS);
    assert.ok(pairs.length >= COMPARISONS, `${pairs.length} comparisons`);
    const unusedRows = deliberate.filter((row) => !usedRows.has(row));
    assert.deepEqual(unusedRows, [], "rows of the table of differences that no call uses");
  });

  test("the table of calls has every method, parameter and document of globus-sdk", async ({ bin }) => {
    const { official } = await getRecording(bin);
    assert.deepEqual(findMissing(groupsOfCalls, official), []);
    const without = groupsOfCalls.map((group) => ({ ...group, rows: group.rows.slice(1) }));
    assert.ok(findMissing(without, official).length >= groupsOfCalls.length, "a missing call must be reported");
  });

  test("a recording that differs in any one value is reported as a difference", async ({ bin }) => {
    const { pairs } = await getRecording(bin);
    let count = 0;
    for (const { row, key, official } of pairs) {
      for (const [alteration, altered] of alterations(official)) {
        count++;
        const reported = differences(official, altered, row.generated);
        assert.ok(reported.length > 0, `${key}: ${alteration} is not reported`);
      }
    }
    assert.ok(count > 10 * pairs.length, `${count} alterations`);
  });

  test("docs/coverage.md agrees with the table of calls", async () => {
    assert.ok(await isFresh(), "run `node tests/upstream/compat/coverage.mjs`");
  });
}
