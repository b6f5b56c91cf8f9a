// What becomes of time and memory when there is much of everything: a long listing, a million items, gigabytes,
// hundreds of waits. Each figure stands beside the same done by hand, in the same run, and comes from a process of its own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { KIB, MIB, median } from "./scale/measure.mjs";

const GIB = 1024 * MIB;
/** Of one process; none needs a part of it. */
const LIMIT = 100_000;
/** How often each is measured; the median counts. */
const LISTINGS = 7;
const ROUNDS = 3;

const rows = [];
const begin = performance.now();

/** Starts a script with its own memory. */
function start(script, args) {
  // Neither a proxy nor a Globus account of the user's may come between.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^GLOBUS|_proxy$/i.test(key)));
  return fork(fileURLToPath(new URL(`scale/${script}.mjs`, import.meta.url)), args.map(String), {
    env,
    execArgv: ["--expose-gc"],
  });
}

/** What a script finds. */
async function found(script, ...args) {
  const child = start(script, args);
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  const exit = once(child, "exit").then(() => [undefined]);
  const [result] = await Promise.race([once(child, "message"), exit]);
  clearTimeout(timer);
  if (result === undefined) throw new Error(`${script} ${args.join(" ")} ended without a result`);
  await exit;
  return result;
}

/** What a script finds of ours and of the same by hand: functions that give the median of what they are asked for. */
async function compared(rounds, script, ...args) {
  const all = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes second finds the machine in another state.
    for (const way of round % 2 ? ["theirs", "ours"] : ["ours", "theirs"]) {
      all[way].push(await found(script, way, ...args));
    }
  }
  const of = (way) => (get) => median(all[way].map(get));
  return { ours: of("ours"), theirs: of("theirs") };
}

/** A line of the table. `value` may be at most `most`; above `gross` the machine's noise is no excuse. */
function row(what, { ours, theirs, value, show, most, gross = most }) {
  rows.push({ what, ours, theirs, value: show(value), most: show(most), holds: value <= most, broken: value > gross });
}

/** A line about how many times as much ours takes. */
function ratio(what, { ours, theirs }, get, show, most, gross) {
  const value = ours(get) / theirs(get);
  row(what, { ours: show(ours(get)), theirs: show(theirs(get)), value, show: times, most, gross });
}

/** A line about what ours adds. */
function growth(what, { ours, theirs }, get, show, most, gross) {
  row(what, { ours: show(ours(get)), theirs: show(theirs(get)), value: ours(get), show, most, gross });
}

const times = (value) => `${value.toFixed(2)}x`;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
const kib = (bytes) => `${(bytes / KIB).toFixed(0)} KiB`;
const milliseconds = (ms) => `${ms.toFixed(0)} ms`;
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const count = (value) => value.toLocaleString("en");
const elapsed = () => ((performance.now() - begin) / 1000).toFixed(1);
const say = (what) => console.log(`  ${what.padEnd(60)}${elapsed().padStart(6)} s`);

await listing();
await paging("marker", "markers, 100 a page");
await paging("offset", "offsets, 1,000 a page");
await bytes();
await waiting();
await circles();

console.log(`\nNode ${process.version}, medians where there are several\n`);
console.log("| what | ours | by hand | figure | at most | holds |");
console.log("|---|---:|---:|---:|---:|---|");
for (const { what, ours, theirs, value, most, holds } of rows) {
  console.log(`| ${what} | ${ours} | ${theirs} | ${value} | ${most} | ${holds ? "yes" : "NO"} |`);
}
const broken = rows.filter((row) => row.broken);
for (const { what, value, most } of broken) console.log(`BROKEN  ${what}: ${value}, at most ${most}`);
process.exit(broken.length === 0 ? 0 : 1);

async function listing() {
  const both = await compared(LISTINGS, "listing");
  const what = `listing of 100,000 entries (${mib(both.ours(({ bytes }) => bytes))})`;
  ratio(`${what}: time`, both, ({ ms }) => ms, milliseconds, 1.05, 1.3);
  ratio(`${what}: memory at its peak`, both, ({ peak }) => peak, mib, 1.05, 1.3);
  say("listing");
}

async function paging(style, how) {
  const both = await compared(ROUNDS, "paging", style);
  const what = `1,000,000 items by ${how}`;
  growth(`${what}: growth of the heap`, both, ({ growth }) => growth.heap, kib, MIB);
  growth(`${what}: growth of what lies outside it`, both, ({ growth }) => growth.external, kib, MIB);
  growth(`${what}: growth of WebAssembly's memory`, both, ({ growth }) => growth.wasm, kib, MIB);
  ratio(`${what}: time`, both, ({ ms }) => ms, seconds, 2.5, 4);
  say(what);
}

async function bytes() {
  const server = start("server", []);
  const [url] = await once(server, "message");
  for (const [direction, size] of [
    ["get", 5 * GIB],
    ["put", GIB],
  ]) {
    const both = await compared(ROUNDS, "bytes", url, direction, size);
    const what = `${size / GIB} GiB by collection().${direction}`;
    ratio(`${what}: processor time`, both, ({ ms }) => ms, seconds, 1.1, 2);
    ratio(`${what}: the process at its peak`, both, ({ peak }) => peak, mib, 1.25, 1.5);
    // After its first 256 MiB a stream has what it will ever need.
    growth(`${what}: growth of that after 256 MiB`, both, ({ growth }) => growth.peak, mib, 32 * MIB, 128 * MIB);
    say(what);
  }
  server.kill();
}

async function waiting() {
  const both = await compared(1, "waiting");
  growth("500 taskWaits: requests per interval", both, ({ perInterval }) => perInterval, count, 1);
  // Each task is asked for once more, for the document that the wait resolves with.
  growth("500 taskWaits: requests when all have ended", both, ({ last }) => last, count, 501);
  say("500 taskWaits");
}

async function circles() {
  for (const length of [1, 1000]) {
    const [ours, theirs] = [await found("circles", "ours", length), await found("circles", "theirs", length)];
    if (ours.end !== "listing_truncated") throw new Error(`a circle of ${length} pages ended with ${ours.end}`);
    const what = `markers that repeat after ${count(length)}: pages until listing_truncated`;
    const value = ours.requests;
    row(what, { ours: count(value), theirs: theirs.end, value, show: count, most: 4 * length + 4 });
  }
  say("markers in circles");
}
