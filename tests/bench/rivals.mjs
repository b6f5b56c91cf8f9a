// Failures around tokens, provoked in this package and in comparable libraries, against a local server. Figures of the
// other libraries are reported only. Figures of this package are checked. The table is written to
// pkg-template/docs/rivals.md.
import { fork } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { installPython, installRivals } from "./rivals/install.mjs";
import { findViolations } from "./rivals/judge.mjs";
import { markdown } from "./rivals/table.mjs";

const LIBRARIES = ["ours", "msal", "google", "octokit", "python"];
/** The time limit of a library's process, in ms. No experiment needs more than a part of it. */
const LIMIT = 240_000;
const DOCUMENT = new URL("../../pkg-template/docs/rivals.md", import.meta.url);
const BEGIN = "<!-- cargo xtask bench rivals: begin -->";
const END = "<!-- cargo xtask bench rivals: end -->";

const begin = performance.now();
const elapsed = () => ((performance.now() - begin) / 1000).toFixed(1);
const report = (what) => console.log(`  ${what.padEnd(52)}${elapsed().padStart(6)} s`);

await installRivals();
const python = await installPython();
report("set up");

// These modules import packages that `npm ci` installs, so this import must follow it.
const { runInWorkerd, workerdVersion } = await import("./rivals/experiments/workers.mjs");
const workers = await runInWorkerd();
report("E2 in workerd");

const columns = await Promise.all(LIBRARIES.map(runColumn));
for (const { id, ...finding } of workers) {
  const index = LIBRARIES.indexOf(id);
  if (index >= 0) columns[index].findings.E2 = finding;
}

const runtimes = `Node ${process.versions.node}, workerd ${workerdVersion()}.`;
const table = markdown({ columns, workers, runtimes });
console.log(`\n${table}\n`);
await writeTable(table);

const violations = findViolations(columns[0].findings ?? {});
for (const requirement of violations) console.log(`MISSED  ${requirement}`);
console.log(violations.length === 0 ? "globus-service-account fulfils all requirements" : `${violations.length} missed`);
process.exit(violations.length === 0 ? 0 : 1);

/** Runs the experiments of one library in a separate process. */
async function runColumn(name) {
  if (name === "python" && python.missing) return { title: "globus-sdk (Python)", missing: python.missing };
  // The user's proxy and Globus settings must not change the results.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^GLOBUS|_proxy$/i.test(key)));
  const script = fileURLToPath(new URL("rivals/column.mjs", import.meta.url));
  const child = fork(script, [name, python.bin ?? ""], { env, execArgv: [] });
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  const result = await new Promise((resolve) => {
    child.once("message", resolve);
    child.once("exit", () => resolve({ title: name, setup: "its process ended without a result", findings: {} }));
  });
  clearTimeout(timer);
  report(result.title);
  return result;
}

/** Writes the table to the document, unless a library was skipped. */
async function writeTable(table) {
  const skipped = columns.filter(({ missing, version }) => missing || !version).map(({ title }) => title);
  if (skipped.length > 0) {
    console.log(`The document stays unchanged: there are no figures of ${skipped.join(", ")}`);
    return;
  }
  const text = await readFile(DOCUMENT, "utf8");
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error("pkg-template/docs/rivals.md has lost the marks around its table");
  await writeFile(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n\n${table}\n\n${text.slice(to)}`);
}
