// Error bodies as Globus's Python SDK reads them, and as this package does.
import assert from "node:assert/strict";
import { SERVICE_NAMES, methodOf } from "../fixtures/names.mjs";
import { officialReplies } from "../fixtures/fixtures.mjs";
import { CASES, subject } from "./bodies.mjs";
import { FIELDS, differences, isFailure, isLost, officialFields, ourFields } from "./compare.mjs";
import { deliberate } from "./differences.mjs";
import { READERS, readOfficially } from "./official.mjs";
import { readByUs } from "./ours.mjs";
import { parsed, variations } from "./variations.mjs";

/** @typedef {{ subject: import("./bodies.mjs").Case, reading: import("./official.mjs").OfficialReading, error: ReturnType<typeof ourFields> }} Pair */

/** What was seen, for the end of the whole run. @type {string[]} */
export const summary = [];

/** @param {(name: string, body: (stage: import("../run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("errors: what globus-sdk reads of a body, we read, or the table says why not", async ({ bin }) => {
    const samples = await officialSamples();
    assert.ok(samples.length >= 36, `${samples.length} error replies in globus_sdk.testing`);
    const found = (await pairsOf(bin, [...CASES, ...samples])).flatMap((pair) =>
      differences(pair.reading, pair.error).map((difference) => ({ pair, difference, row: rowOf(pair, difference) })),
    );
    assert.deepEqual(found.filter(({ row }) => !row).map(shown), []);
    const counted = deliberate.map((row) => {
      const bodies = found.filter((one) => one.row === row);
      return bodies.length === row.bodies
        ? []
        : [`${bodies.length} bodies, not ${row.bodies}: ${row.reason}`, ...bodies.map(shown)];
    });
    assert.deepEqual(counted.flat(), []);
    summary.push(
      `errors: ${CASES.length + samples.length} bodies read by globus-sdk and by us, ${samples.length} of them its own`,
      `errors: ${found.length} readings differ, for the ${deliberate.length} reasons listed`,
    );
  });

  test("errors: of a body with any wrong member, too, nothing is lost that globus-sdk reads", async ({ bin }) => {
    const cases = CASES.flatMap(variations);
    assert.ok(cases.length > 10_000, `${cases.length} bodies`);
    const pairs = await pairsOf(bin, cases);
    const lost = pairs.flatMap((pair) =>
      differences(pair.reading, pair.error)
        .filter((difference) => isLost(difference) && !rowOf(pair, difference))
        .map((difference) => shown({ pair, difference })),
    );
    assert.equal(lost.length, 0, `${lost.length} readings\n${lost.slice(0, 40).join("\n")}`);
    const fails = pairs.filter(({ reading }) => FIELDS.some((field) => isFailure(reading, field))).length;
    summary.push(`errors: ${cases.length} variations of them, on ${fails} of which globus-sdk fails and we do not`);
  });

  test("errors: a reading that has less of anything is seen to differ", async ({ bin }) => {
    let count = 0;
    for (const {
      subject: { name },
      reading,
    } of await pairsOf(bin, CASES)) {
      const official = officialFields(reading);
      for (const field of FIELDS) {
        const whole = official[field];
        const less = Array.isArray(whole) ? whole.slice(1) : null;
        if (isFailure(reading, field) || whole === null || whole.length === 0 || less?.includes(whole[0])) continue;
        count++;
        const [seen] = differences(reading, { ...official, [field]: less });
        assert.ok(seen && isLost(seen), `${name}: ${field}`);
      }
    }
    assert.ok(count > 300, `${count} readings`);
  });
}

/** The error replies of `globus_sdk.testing`. */
async function officialSamples() {
  const { replies } = await officialReplies();
  return replies
    .filter(({ status }) => status >= 400)
    .map(({ set, case: name, status, json, text }) => {
      const { service } = methodOf(set);
      assert.ok(service in READERS, `${set}: nothing reads ${service}, one of ${SERVICE_NAMES}`);
      return subject(service, `${set} ${name}`, status, json ?? text ?? "");
    });
}

/** @returns {Promise<Pair[]>} */
async function pairsOf(bin, cases) {
  const [official, ours] = await Promise.all([readOfficially(bin, cases), readByUs(cases)]);
  return cases.map((one, index) => ({ subject: one, reading: official[index], error: ourFields(ours[index]) }));
}

/** The line of the table that allows a difference. @param {Pair} pair @param {import("./compare.mjs").Difference} difference */
function rowOf({ subject: { ...one }, reading, error }, { field, official, ours }) {
  const isUnread = reading.json === null || reading.json === undefined;
  const found = { official, ours, subject: one, document: parsed(one.body), isUnread, error };
  return deliberate.find((row) => row.field === field && row.isIt(found));
}

const shown = ({ pair, difference: { field, official, ours } }) =>
  `${pair.subject.name}: ${field} is ${JSON.stringify(official)} to globus-sdk, ${JSON.stringify(ours)} to us`;
