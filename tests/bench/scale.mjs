// What becomes of time and memory when there is much of everything: a long listing, a million items, gigabytes, hundreds of
// waits. Each figure stands beside the same done by hand, in the same run, and comes from a process of its own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { KIB, MIB, median } from "./scale/measure.mjs";

const GIB = 1024 * MIB;
/** Of one process; none needs a part of it. */
const LIMIT = 100_000;
const LISTINGS = 7;
const NAMES = { heap: "the heap", external: "what lies outside it", wasm: "WebAssembly's memory" };

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

/**
 * One line of the table.
 *
 * @param {string} what
 * @param {{ ours: string, theirs: string, value: number, show: (value: number) => string, most: number, gross?: number }} row
 *   `value` may be at most `most`; above `gross` the machine's noise is no excuse.
 */
function row(what, { ours, theirs, value, show, most, gross = most }) {
  rows.push({ what, ours, theirs, value: show(value), most: show(most), holds: value <= most, broken: value > gross });
}

const times = (value) => `${value.toFixed(2)}x`;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
const kib = (bytes) => `${(bytes / KIB).toFixed(0)} KiB`;
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const count = (value) => value.toLocaleString("en");
const say = (what) => console.log(`  ${what.padEnd(52)}${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s`);

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
  const all = { ours: [], theirs: [] };
  for (let round = 0; round < LISTINGS; round += 1) {
    // Whoever comes second finds the machine in another state.
    for (const way of round % 2 ? ["theirs", "ours"] : ["ours", "theirs"]) all[way].push(await found("listing", way));
  }
  const of = (way, name) => median(all[way].map((each) => each[name]));
  const what = `listing of 100,000 entries (${mib(of("ours", "bytes"))})`;
  for (const [name, title, show, gross] of [
    ["ms", "time", (ms) => `${ms.toFixed(0)} ms`, 1.3],
    ["peak", "memory at its peak", mib, 1.3],
  ]) {
    const [ours, theirs] = [of("ours", name), of("theirs", name)];
    row(`${what}: ${title}`, { ours: show(ours), theirs: show(theirs), value: ours / theirs, show: times, most: 1.05, gross });
  }
  say("listing");
}

async function paging(style, how) {
  const [ours, theirs] = [await found("paging", style, "ours"), await found("paging", style, "theirs")];
  const what = `1,000,000 items by ${how}`;
  for (const name of ["heap", "external", "wasm"]) {
    row(`${what}: growth of ${NAMES[name]}`, {
      ours: kib(ours.growth[name]),
      theirs: kib(theirs.growth[name]),
      value: ours.growth[name],
      show: kib,
      most: MIB,
    });
  }
  row(`${what}: time`, {
    ours: seconds(ours.ms),
    theirs: seconds(theirs.ms),
    value: ours.ms / theirs.ms,
    show: times,
    most: 1.5,
    gross: 2.5,
  });
  say(`1,000,000 items by ${how}`);
}

async function bytes() {
  const server = start("server", []);
  const [url] = await once(server, "message");
  for (const [direction, size] of [
    ["get", 5 * GIB],
    ["put", GIB],
  ]) {
    const ours = await found("bytes", url, direction, "ours", size);
    const theirs = await found("bytes", url, direction, "theirs", size);
    const what = `${size / GIB} GiB by collection().${direction}`;
    row(`${what}: time`, {
      ours: seconds(ours.ms),
      theirs: seconds(theirs.ms),
      value: ours.ms / theirs.ms,
      show: times,
      most: 1.1,
      gross: 1.6,
    });
    row(`${what}: memory at its peak`, {
      ours: mib(ours.peak),
      theirs: mib(theirs.peak),
      value: ours.peak / theirs.peak,
      show: times,
      most: 1.1,
      gross: 1.5,
    });
    // After its first 256 MiB a stream has what it will ever need.
    row(`${what}: growth of that after the first 256 MiB`, {
      ours: mib(ours.growth.peak),
      theirs: mib(theirs.growth.peak),
      value: ours.growth.peak,
      show: mib,
      most: 32 * MIB,
      gross: 128 * MIB,
    });
    say(what);
  }
  server.kill();
}

async function waiting() {
  const [ours, theirs] = [await found("waiting", "ours"), await found("waiting", "theirs")];
  const each = ({ perInterval }) => count(perInterval);
  const value = ours.perInterval;
  row("500 taskWaits: requests per interval", { ours: each(ours), theirs: each(theirs), value, show: count, most: 1 });
  say(`500 taskWaits (${ours.last} requests when all have ended, by hand ${theirs.last})`);
}

async function circles() {
  for (const length of [1, 1000]) {
    const [ours, theirs] = [await found("circles", "ours", length), await found("circles", "theirs", length)];
    if (ours.end !== "listing_truncated") throw new Error(`a circle of ${length} pages ended with ${ours.end}`);
    const what = `a server whose markers repeat after ${count(length)}: pages until listing_truncated`;
    const value = ours.requests;
    row(what, { ours: count(value), theirs: theirs.end, value, show: count, most: 4 * length + 4 });
  }
  say("markers in circles");
}
