// What goes wrong around tokens, done to the libraries people use for them and to this one, all against a local server.
// Their figures are reported; ours are judged. The table goes into pkg-template/docs/rivals.md.
import { fork } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { installPython, installRivals } from "./rivals/install.mjs";
import { broken } from "./rivals/judge.mjs";
import { markdown } from "./rivals/table.mjs";

const LIBRARIES = ["ours", "msal", "google", "octokit", "python"];
/** Of a whole column; no experiment waits for more than a part of it. */
const LIMIT = 240_000;
const DOCUMENT = new URL("../../pkg-template/docs/rivals.md", import.meta.url);
const BEGIN = "<!-- cargo xtask bench rivals: begin -->";
const END = "<!-- cargo xtask bench rivals: end -->";

const begin = performance.now();
const elapsed = () => ((performance.now() - begin) / 1000).toFixed(1);
const say = (what) => console.log(`  ${what.padEnd(52)}${elapsed().padStart(6)} s`);

await installRivals();
const python = await installPython();
say("set up");

// After `npm ci`: these modules import what it brings.
const { inWorkerd, workerdVersion } = await import("./rivals/experiments/workers.mjs");
const workers = await inWorkerd();
say("E2 in workerd");

const columns = await Promise.all(LIBRARIES.map(column));
for (const { id, ...finding } of workers) {
  const index = LIBRARIES.indexOf(id);
  if (index >= 0) columns[index].findings.E2 = finding;
}

const runtimes = `Node ${process.versions.node}, workerd ${workerdVersion()}.`;
const table = markdown({ columns, workers, runtimes });
console.log(`\n${table}\n`);
await document(table);

const missed = broken(columns[0].findings ?? {});
for (const promise of missed) console.log(`MISSED  ${promise}`);
console.log(missed.length === 0 ? "globus-service-account keeps all it promises" : `${missed.length} missed`);
process.exit(missed.length === 0 ? 0 : 1);

/** Runs one library in a process of its own. */
async function column(name) {
  if (name === "python" && python.missing) return { title: "globus-sdk (Python)", missing: python.missing };
  // Neither a proxy nor a Globus account of the user's may come between.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^GLOBUS|_proxy$/i.test(key)));
  const script = fileURLToPath(new URL("rivals/column.mjs", import.meta.url));
  const child = fork(script, [name, python.bin ?? ""], { env, execArgv: [] });
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  const result = await new Promise((resolve) => {
    child.once("message", resolve);
    child.once("exit", () => resolve({ title: name, setup: "its process ended early", findings: {} }));
  });
  clearTimeout(timer);
  say(result.title);
  return result;
}

/** Puts the table into the document, if all of it was measured. */
async function document(table) {
  const skipped = columns.filter(({ missing, version }) => missing || !version).map(({ title }) => title);
  if (skipped.length > 0) {
    console.log(`The document is left as it is, without figures of ${skipped.join(", ")}`);
    return;
  }
  const text = await readFile(DOCUMENT, "utf8");
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error("pkg-template/docs/rivals.md has lost the marks around its table");
  await writeFile(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n\n${table}\n\n${text.slice(to)}`);
}
