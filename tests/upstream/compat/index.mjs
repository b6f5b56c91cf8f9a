// The same calls by Globus's Python SDK and by this package, on one server that writes down what it is asked.
import assert from "node:assert/strict";
import { groupsOfCalls } from "./cases/index.mjs";
import { everyCall, expectedPath } from "./calls.mjs";
import { differences } from "./compare.mjs";
import { missing } from "./completeness.mjs";
import { isFresh } from "./coverage.mjs";
import { allowed, deliberate } from "./differences.mjs";
import { callOfficial } from "./official.mjs";
import { callOurs } from "./ours.mjs";
import { startRecorder } from "./recorder.mjs";
import { alterations } from "./alterations.mjs";

const METHODS = 213;
const COMPARISONS = 390;
// A secret that has to be encoded somewhere on its way.
const CLIENT = { clientId: "b4a2f9f6-3f0f-4a6c-9a2e-0d9a1e6f2c11", clientSecret: "s3cret+/=:of~the%test" };

/** @param {string} bin */
async function record(bin) {
  const recorder = await startRecorder(CLIENT);
  try {
    const where = { ...CLIENT, urls: recorder.urls };
    const official = await callOfficial(bin, groupsOfCalls, where);
    const officially = recorder.take();
    const results = await callOurs(groupsOfCalls, where);
    const byUs = recorder.take();
    const observed = (outcomes, requests, key) => ({ ...outcomes[key], requests: requests.get(key) ?? [] });
    const pairs = [...everyCall(groupsOfCalls)].map((subject) => ({
      ...subject,
      official: observed(official.results, officially, subject.key),
      ours: observed(results, byUs, subject.key),
    }));
    return { official, pairs };
  } finally {
    await recorder.close();
  }
}

/** Made once, by whichever test comes first. @type {ReturnType<typeof record> | undefined} */
let recording;
const recorded = (bin) => (recording ??= record(bin));

/**
 * What is wrong with one comparison.
 * @param {Awaited<ReturnType<typeof record>>["pairs"][number]} pair
 * @param {Set<object>} [used] gets the lines of the table of differences that were needed
 */
function problems({ row, call, key, official, ours }, used = new Set()) {
  const found = [];
  const stated = `${row.verb} ${expectedPath(row, call)}`;
  const sent = official.requests.map(({ method, path }) => `${method} ${path}`);
  if (official.outcome !== "ok") found.push(`${key}: the official call fails: ${official.outcome}`);
  for (const difference of differences(official, ours, row.generated)) {
    const line = allowed(key, difference);
    if (line) used.add(line);
    else found.push(`${key}: ${difference.field}: ${difference.official} officially, ${difference.ours} by us`);
  }
  // The table says itself what a call sends, for the documentation.
  if (!sent.includes(stated)) found.push(`${key}: the table says ${stated}, sent is ${sent.join(", ")}`);
  return found;
}

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
    const rows = groupsOfCalls.flatMap((group) => group.rows);
    const version = official.version.split(".").slice(0, 2).join(".");
    console.log(`${pairs.length} comparisons, ${used.size} deliberate differences`);
    console.log(`${rows.length - wrong.size} of ${rows.length} calls agree with globus-sdk ${version}`);
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
