// What it costs to begin: importing the package and making an account in a new process, beside an empty process and the official SDK
// for JavaScript. Machines are noisy: processes of each kind take turns, and it is the ratios that count.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const KINDS = {
  "an empty process": "",
  "globus-service-account, import": `await import("globus-service-account");`,
  "globus-service-account, import and an account": `const { ServiceAccount } = await import("globus-service-account");
    new ServiceAccount({ clientId: "${ID}", clientSecret: "not-a-secret" }).transfer;`,
  "@globus/sdk, import": `await import("@globus/sdk");`,
};
const TELL = `const { rss } = process.memoryUsage(); console.log(performance.now(), rss);`;
const ROUNDS = 15;

const run = (code) => execFileSync(process.execPath, ["--input-type=module", "--eval", `${code}\n${TELL}`], { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8" }).split(" ").map(Number);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2];

const samples = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
for (let round = 0; round < ROUNDS; round += 1) for (const [kind, code] of Object.entries(KINDS)) samples[kind].push(run(code));

console.log(`medians of ${ROUNDS} processes each, Node ${process.version}: ms since the process began, and its memory`);
const [[, empty]] = Object.entries(samples);
const base = [0, 1].map((part) => median(empty.map((sample) => sample[part])));
for (const [kind, kept] of Object.entries(samples)) {
  const [time, memory] = [0, 1].map((part) => median(kept.map((sample) => sample[part])));
  console.log(`  ${kind.padEnd(48)}${(time - base[0]).toFixed(1).padStart(7)} ms more${((memory - base[1]) / 2 ** 20).toFixed(1).padStart(7)} MiB more`);
}
