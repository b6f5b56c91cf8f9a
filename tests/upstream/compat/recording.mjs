// Makes every call of the table with both clients, and records the requests.
import { groupsOfCalls } from "./cases/index.mjs";
import { everyCall, expectedPath } from "./calls.mjs";
import { differences } from "./compare.mjs";
import { findAllowed } from "./differences.mjs";
import { callOfficial } from "./official.mjs";
import { callPackage } from "./ours.mjs";
import { startRecorder } from "./recorder.mjs";
import { CLIENT } from "./values.mjs";

/** @param {string} bin */
async function record(bin) {
  const recorder = await startRecorder(CLIENT);
  try {
    const connection = { ...CLIENT, urls: recorder.urls };
    const official = await callOfficial(bin, groupsOfCalls, connection);
    const officialRequests = recorder.take();
    const results = await callPackage(groupsOfCalls, connection);
    const ourRequests = recorder.take();
    const toObservation = (outcomes, requests, key) => ({ ...outcomes[key], requests: requests.get(key) ?? [] });
    const pairs = [...everyCall(groupsOfCalls)].map((subject) => ({
      ...subject,
      official: toObservation(official.results, officialRequests, subject.key),
      ours: toObservation(results, ourRequests, subject.key),
    }));
    return { official, pairs };
  } finally {
    await recorder.close();
  }
}

/** Made once, by the first test that needs it. @type {ReturnType<typeof record> | undefined} */
let recording;
export const getRecording = (bin) => (recording ??= record(bin));

/**
 * Returns the problems of one comparison.
 * @param {Awaited<ReturnType<typeof record>>["pairs"][number]} pair
 * @param {Set<object>} [usedRows] receives the rows of the table of differences that were used
 */
export function findProblems({ row, call, key, official, ours }, usedRows = new Set()) {
  const problems = [];
  const expected = `${row.verb} ${expectedPath(row, call)}`;
  const sent = official.requests.map(({ method, path }) => `${method} ${path}`);
  if (official.outcome !== "ok") problems.push(`${key}: the call of globus-sdk fails: ${official.outcome}`);
  for (const difference of differences(official, ours, row.generated)) {
    const allowance = findAllowed(key, difference);
    if (allowance) usedRows.add(allowance);
    else problems.push(`${key}: ${difference.field}: ${difference.official} in globus-sdk, ${difference.ours} here`);
  }
  // The table contains the request of a call, for the documentation.
  if (!sent.includes(expected)) problems.push(`${key}: the table has ${expected}, but the call sends ${sent.join(", ")}`);
  return problems;
}
