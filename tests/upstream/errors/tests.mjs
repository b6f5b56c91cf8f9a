// Compares how Globus's Python SDK and this package read error bodies.
import assert from "node:assert/strict";
import { SERVICE_NAMES, methodOf } from "../fixtures/names.mjs";
import { officialReplies } from "../fixtures/fixtures.mjs";
import { CASES, subject } from "./bodies.mjs";
import { FIELDS, differences, isFailure, isLost, officialFields, ourFields } from "./compare.mjs";
import { deliberate } from "./differences.mjs";
import { READERS, readOfficially } from "./official.mjs";
import { readErrors } from "./ours.mjs";
import { parseJson, variations } from "./variations.mjs";

/** @typedef {{ subject: import("./bodies.mjs").Case, reading: import("./official.mjs").OfficialReading, error: ReturnType<typeof ourFields> }} Pair */

/** The results, printed at the end of the run. @type {string[]} */
export const summary = [];

/** @param {(name: string, body: (stage: import("../run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("errors: this package reads everything that globus-sdk reads of a body, or the table has the reason", async ({ bin }) => {
    const samples = await officialSamples();
    assert.ok(samples.length >= 36, `${samples.length} error replies in globus_sdk.testing`);
    const found = (await makePairs(bin, [...CASES, ...samples])).flatMap((pair) =>
      differences(pair.reading, pair.error).map((difference) => ({ pair, difference, row: rowOf(pair, difference) })),
    );
    assert.deepEqual(found.filter(({ row }) => !row).map(describe), []);
    const counted = deliberate.map((row) => {
      const bodies = found.filter((one) => one.row === row);
      return bodies.length === row.bodies
        ? []
        : [`${bodies.length} bodies, not ${row.bodies}: ${row.reason}`, ...bodies.map(describe)];
    });
    assert.deepEqual(counted.flat(), []);
    summary.push(
      `errors: ${CASES.length + samples.length} bodies read by globus-sdk and by this package, ${samples.length} of them from globus-sdk`,
      `errors: ${found.length} readings differ, for the ${deliberate.length} reasons in the table`,
    );
  });

  test("errors: this package reads everything that globus-sdk reads of a body with any invalid member", async ({ bin }) => {
    const cases = CASES.flatMap(variations);
    assert.ok(cases.length > 10_000, `${cases.length} bodies`);
    const pairs = await makePairs(bin, cases);
    const lost = pairs.flatMap((pair) =>
      differences(pair.reading, pair.error)
        .filter((difference) => isLost(difference) && !rowOf(pair, difference))
        .map((difference) => describe({ pair, difference })),
    );
    assert.equal(lost.length, 0, `${lost.length} readings\n${lost.slice(0, 40).join("\n")}`);
    const fails = pairs.filter(({ reading }) => FIELDS.some((field) => isFailure(reading, field))).length;
    summary.push(`errors: ${cases.length} variations of them; on ${fails} globus-sdk fails and this package does not`);
  });

  test("errors: a reading that lacks any part is reported as a difference", async ({ bin }) => {
    let count = 0;
    for (const {
      subject: { name },
      reading,
    } of await makePairs(bin, CASES)) {
      const official = officialFields(reading);
      for (const field of FIELDS) {
        const value = official[field];
        const less = Array.isArray(value) ? value.slice(1) : null;
        if (isFailure(reading, field) || value === null || value.length === 0 || less?.includes(value[0])) continue;
        count++;
        const [difference] = differences(reading, { ...official, [field]: less });
        assert.ok(difference && isLost(difference), `${name}: ${field}`);
      }
    }
    assert.ok(count > 300, `${count} readings`);
  });
}

/** Returns the error replies of `globus_sdk.testing`. */
async function officialSamples() {
  const { replies } = await officialReplies();
  return replies
    .filter(({ status }) => status >= 400)
    .map(({ set, case: name, status, json, text }) => {
      const { service } = methodOf(set);
      assert.ok(service in READERS, `${set}: no class reads errors of ${service}, one of ${SERVICE_NAMES}`);
      return subject(service, `${set} ${name}`, status, json ?? text ?? "");
    });
}

/** @returns {Promise<Pair[]>} */
async function makePairs(bin, cases) {
  const [official, ours] = await Promise.all([readOfficially(bin, cases), readErrors(cases)]);
  return cases.map((one, index) => ({ subject: one, reading: official[index], error: ourFields(ours[index]) }));
}

/**
 * Returns the row of the table that allows a difference.
 * @param {Pair} pair
 * @param {import("./compare.mjs").Difference} difference
 */
function rowOf({ subject: { ...one }, reading, error }, { field, official, ours }) {
  const isUnread = reading.json === null || reading.json === undefined;
  const found = { official, ours, subject: one, document: parseJson(one.body), isUnread, error };
  return deliberate.find((row) => row.field === field && row.matches(found));
}

const describe = ({ pair, difference: { field, official, ours } }) =>
  `${pair.subject.name}: ${field} is ${JSON.stringify(official)} in globus-sdk, ${JSON.stringify(ours)} here`;
