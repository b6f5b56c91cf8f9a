// The same calls by Globus's Python SDK and by this package, on one server that writes down what it is asked.
import assert from "node:assert/strict";
import { alterations } from "./alterations.mjs";
import { groupsOfCalls } from "./cases/index.mjs";
import { differences } from "./compare.mjs";
import { missing } from "./completeness.mjs";
import { isFresh } from "./coverage.mjs";
import { deliberate } from "./differences.mjs";
import { problems, recorded } from "./recording.mjs";

const METHODS = 213;
const COMPARISONS = 390;

const shown = (lines) =>
  (lines.length > 40 ? [...lines.slice(0, 40), `and ${lines.length - 40} more`] : lines).join("\n");

/** @param {(name: string, body: (stage: import("../run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  for (const group of groupsOfCalls) {
    test(`the same calls as globus-sdk makes: ${group.title}`, async ({ bin }) => {
      const { pairs } = await recorded(bin);
      const found = pairs.filter((pair) => pair.group === group).flatMap((pair) => problems(pair));
      assert.equal(found.length, 0, `${found.length} differences\n${shown(found)}`);
    });
  }

  test("all calls agree with globus-sdk, and every deliberate difference is one", async ({ bin }) => {
    const { official, pairs } = await recorded(bin);
    const used = new Set();
    const wrong = new Set(pairs.filter((pair) => problems(pair, used).length > 0).map(({ row }) => row));
    const rows = groupsOfCalls.filter((group) => !group.isBesides).flatMap((group) => group.rows);
    const version = official.version.split(".").slice(0, 2).join(".");
    console.log(`${pairs.length} comparisons, ${used.size} deliberate differences`);
    console.log(
      `${rows.filter((row) => !wrong.has(row)).length} of ${rows.length} calls agree with globus-sdk ${version}`,
    );
    assert.equal(wrong.size, 0, [...wrong].map(({ name }) => name).join(", "));
    assert.equal(rows.length, METHODS);
    assert.ok(pairs.length >= COMPARISONS, `${pairs.length} comparisons`);
    const idle = deliberate.filter((line) => !used.has(line));
    assert.deepEqual(idle, [], "lines of the table of differences that no difference needs");
  });

  test("the table of calls has every method, parameter and document of globus-sdk", async ({ bin }) => {
    const { official } = await recorded(bin);
    assert.deepEqual(missing(groupsOfCalls, official), []);
    const without = groupsOfCalls.map((group) => ({ ...group, rows: group.rows.slice(1) }));
    assert.ok(missing(without, official).length >= groupsOfCalls.length, "a call that is missing is seen");
  });

  test("a call that differs in any one thing is seen to differ", async ({ bin }) => {
    const { pairs } = await recorded(bin);
    let count = 0;
    for (const { row, key, official } of pairs) {
      for (const [what, altered] of alterations(official)) {
        count++;
        const seen = differences(official, altered, row.generated);
        assert.ok(seen.length > 0, `${key}: ${what} is not seen`);
      }
    }
    assert.ok(count > 10 * pairs.length, `${count} alterations`);
  });

  test("docs/coverage.md says what the table of calls says", async () => {
    assert.ok(await isFresh(), "run `node tests/upstream/compat/coverage.mjs`");
  });
}
