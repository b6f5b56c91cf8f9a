// Every call of the table, made by both and written down.
import { groupsOfCalls } from "./cases/index.mjs";
import { everyCall, expectedPath } from "./calls.mjs";
import { differences } from "./compare.mjs";
import { allowed } from "./differences.mjs";
import { callOfficial } from "./official.mjs";
import { callOurs } from "./ours.mjs";
import { startRecorder } from "./recorder.mjs";
import { CLIENT } from "./values.mjs";

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
export const recorded = (bin) => (recording ??= record(bin));

/**
 * What is wrong with one comparison.
 * @param {Awaited<ReturnType<typeof record>>["pairs"][number]} pair
 * @param {Set<object>} [used] gets the lines of the table of differences that were needed
 */
export function problems({ row, call, key, official, ours }, used = new Set()) {
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
