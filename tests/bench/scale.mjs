// Time and memory for large amounts of data: a long listing, a million items, gigabytes, hundreds of waits. Each case
// also runs in hand-written JavaScript, in the same run. Each measurement has its own process.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { KIB, MIB, median } from "./scale/measure.mjs";

const GIB = 1024 * MIB;
/** The time limit of a process, in ms. No process needs nearly as much. */
const LIMIT = 100_000;
/** The number of measurements of each case. The table shows their median. */
const LISTINGS = 7;
const ROUNDS = 3;

const rows = [];
const begin = performance.now();

/** Starts a script with its own memory. */
function start(script, args) {
  // The user's proxy and Globus settings must not change the results.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^GLOBUS|_proxy$/i.test(key)));
  return fork(fileURLToPath(new URL(`scale/${script}.mjs`, import.meta.url)), args.map(String), {
    env,
    execArgv: ["--expose-gc"],
  });
}

/** Runs a script. Returns its result. */
async function runScript(script, ...args) {
  const child = start(script, args);
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  const exit = once(child, "exit").then(() => [undefined]);
  const [result] = await Promise.race([once(child, "message"), exit]);
  clearTimeout(timer);
  if (result === undefined) throw new Error(`${script} ${args.join(" ")} ended without a result`);
  await exit;
  return result;
}

/**
 * Runs a script for the package and for hand-written code. Returns a function for each that computes the median of a
 * figure.
 */
async function compare(rounds, script, ...args) {
  const results = { ours: [], handWritten: [] };
  for (let round = 0; round < rounds; round += 1) {
    // The order alternates, because the first run can change the speed of the second.
    for (const implementation of round % 2 ? ["handWritten", "ours"] : ["ours", "handWritten"]) {
      results[implementation].push(await runScript(script, implementation, ...args));
    }
  }
  const medianOf = (implementation) => (get) => median(results[implementation].map(get));
  return { ours: medianOf("ours"), handWritten: medianOf("handWritten") };
}

/**
 * Adds a line to the table. `value` should be at most `limit`. Above `hardLimit` the bench fails: noise cannot explain
 * such a value.
 */
function addRow(title, { ours, handWritten, value, format, limit, hardLimit = limit }) {
  rows.push({ title, ours, handWritten, value: format(value), limit: format(limit), isWithinLimit: value <= limit, isFailed: value > hardLimit });
}

/** Adds a line with the ratio of the package's figure to the hand-written code's. */
function addRatio(title, { ours, handWritten }, select, format, limit, hardLimit) {
  const value = ours(select) / handWritten(select);
  addRow(title, { ours: format(ours(select)), handWritten: format(handWritten(select)), value, format: times, limit, hardLimit });
}

/** Adds a line with a growth in the package's run. */
function addGrowth(title, { ours, handWritten }, select, format, limit, hardLimit) {
  addRow(title, { ours: format(ours(select)), handWritten: format(handWritten(select)), value: ours(select), format, limit, hardLimit });
}

const times = (value) => `${value.toFixed(2)}x`;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
const kib = (bytes) => `${(bytes / KIB).toFixed(0)} KiB`;
const milliseconds = (ms) => `${ms.toFixed(0)} ms`;
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const count = (value) => value.toLocaleString("en");
const elapsed = () => ((performance.now() - begin) / 1000).toFixed(1);
const reportProgress = (title) => console.log(`  ${title.padEnd(60)}${elapsed().padStart(6)} s`);

await measureListing();
await measurePaging("marker", "markers, 100 a page");
await measurePaging("offset", "offsets, 1,000 a page");
await measureBytes();
await measureWaiting();
await measureCircles();

console.log(`\nNode ${process.version}, medians of repeated measurements\n`);
console.log("| case | this package | hand-written | figure | limit | within limit |");
console.log("|---|---:|---:|---:|---:|---|");
for (const { title, ours, handWritten, value, limit, isWithinLimit } of rows) {
  console.log(`| ${title} | ${ours} | ${handWritten} | ${value} | ${limit} | ${isWithinLimit ? "yes" : "NO"} |`);
}
const failedRows = rows.filter((row) => row.isFailed);
for (const { title, value, limit } of failedRows) console.log(`FAILED  ${title}: ${value}, limit ${limit}`);
process.exit(failedRows.length === 0 ? 0 : 1);

async function measureListing() {
  const both = await compare(LISTINGS, "listing");
  const title = `listing of 100,000 items (${mib(both.ours(({ bytes }) => bytes))})`;
  addRatio(`${title}: time`, both, ({ ms }) => ms, milliseconds, 1.05, 1.3);
  addRatio(`${title}: memory at its peak`, both, ({ peak }) => peak, mib, 1.05, 1.3);
  reportProgress("listing");
}

async function measurePaging(style, how) {
  const both = await compare(ROUNDS, "paging", style);
  const title = `1,000,000 items by ${how}`;
  addGrowth(`${title}: growth of the heap`, both, ({ growth }) => growth.heap, kib, MIB);
  addGrowth(`${title}: growth of memory outside the heap`, both, ({ growth }) => growth.external, kib, MIB);
  addGrowth(`${title}: growth of WebAssembly's memory`, both, ({ growth }) => growth.wasm, kib, MIB);
  addRatio(`${title}: time`, both, ({ ms }) => ms, seconds, 2.5, 4);
  reportProgress(title);
}

async function measureBytes() {
  const server = start("server", []);
  const [url] = await once(server, "message");
  for (const [direction, size] of [
    ["get", 5 * GIB],
    ["put", GIB],
  ]) {
    const both = await compare(ROUNDS, "bytes", url, direction, size);
    const title = `${size / GIB} GiB by collection().${direction}`;
    addRatio(`${title}: processor time`, both, ({ ms }) => ms, seconds, 1.1, 2);
    addRatio(`${title}: the process at its peak`, both, ({ peak }) => peak, mib, 1.25, 1.5);
    // After its first 256 MiB a stream has allocated all that it needs.
    addGrowth(`${title}: growth of its peak after 256 MiB`, both, ({ growth }) => growth.peak, mib, 32 * MIB, 128 * MIB);
    reportProgress(title);
  }
  server.kill();
}

async function measureWaiting() {
  const both = await compare(1, "waiting");
  addGrowth("500 taskWaits: requests per interval", both, ({ perInterval }) => perInterval, count, 1);
  // Each task is requested once more, for the document with which the wait resolves.
  addGrowth("500 taskWaits: requests when all have ended", both, ({ last }) => last, count, 501);
  reportProgress("500 taskWaits");
}

async function measureCircles() {
  for (const length of [1, 1000]) {
    const [ours, handWritten] = [await runScript("circles", "ours", length), await runScript("circles", "handWritten", length)];
    if (ours.end !== "listing_truncated") throw new Error(`a circle of ${length} pages ended with ${ours.end}`);
    const title = `markers that repeat after ${count(length)}: pages until listing_truncated`;
    const value = ours.requests;
    addRow(title, { ours: count(value), handWritten: handWritten.end, value, format: count, limit: 4 * length + 4 });
  }
  reportProgress("markers in circles");
}
