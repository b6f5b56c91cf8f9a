// Runs the suite in workerd, with the flag for Node's AsyncLocalStorage and without flags, and then the tests that need
// workerd.
import process from "node:process";
import { assert } from "chai";
import { run, summary } from "./suite/harness.mjs";
import errors from "./workerd/errors.mjs";
import requests from "./workerd/requests.mjs";
import { start } from "./workerd/start.mjs";

const filter = process.argv[2] ?? "";
const total = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => ((total.passed += passed), (total.failed += failed));

for (const compatibilityFlags of [["nodejs_als"], []]) {
  console.log(`compatibility flags: ${compatibilityFlags.join(" ") || "none"}`);
  const worker = await start("./suite.mjs", { compatibilityFlags });
  const reply = await worker.get(`/?filter=${encodeURIComponent(filter)}`);
  const { lines = [await reply.text()], ...counts } = reply.ok ? await reply.json() : { passed: 0, failed: 1 };
  for (const line of lines) console.log(line);
  add(counts);
  await worker.dispose();
}
for (const compatibilityDate of ["2026-07-01", "2024-01-01"]) {
  add(await run([errors, requests], { assert, compatibilityDate }, { filter }));
}
console.log(summary(total));
process.exitCode = total.failed ? 1 : 0;
