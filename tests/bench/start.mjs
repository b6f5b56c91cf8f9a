// The cost of a start: a new process imports the package and makes an account. An empty process and one that imports
// the official JavaScript SDK are measured, too. Times vary between runs and machines: the kinds of process alternate,
// so compare the ratios.
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
const PRINT_USAGE = `const { rss } = process.memoryUsage(); console.log(performance.now(), rss);`;
const ROUNDS = 15;

const run = (code) => execFileSync(process.execPath, ["--input-type=module", "--eval", `${code}\n${PRINT_USAGE}`], { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8" }).split(" ").map(Number);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2];

const samples = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
for (let round = 0; round < ROUNDS; round += 1) for (const [kind, code] of Object.entries(KINDS)) samples[kind].push(run(code));

console.log(`medians of ${ROUNDS} processes each, Node ${process.version}: ms since the process began, and its memory`);
const [[, emptySamples]] = Object.entries(samples);
const base = [0, 1].map((part) => median(emptySamples.map((sample) => sample[part])));
for (const [kind, kindSamples] of Object.entries(samples)) {
  const [time, memory] = [0, 1].map((part) => median(kindSamples.map((sample) => sample[part])));
  console.log(`  ${kind.padEnd(48)}${(time - base[0]).toFixed(1).padStart(7)} ms more${((memory - base[1]) / 2 ** 20).toFixed(1).padStart(7)} MiB more`);
}
