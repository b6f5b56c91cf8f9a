// Checks that the declarations match the reports in this folder, and that the modules export exactly what is declared.
// `cargo xtask api` writes new reports (`--write`), so that every change of the public API is a change of these files.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { run, summary } from "../suite/harness.mjs";
import { entries } from "./entries.mjs";
import { compareExports, compareMembers } from "./names.mjs";
import { createReport } from "./report.mjs";

const isWritten = process.argv.includes("--write");
const reports = new Map();
const known = new Set();
for (const { name, types } of entries) {
  const report = createReport(name, types, isWritten, known);
  reports.set(name, report);
  for (const item of report.declared) known.add(item.name);
}

/** Functions that create an object of each class and interface with methods, by entry point. */
const createObjects = {
  index({ Scope, ServiceAccount }) {
    const id = "01234567-89ab-4cde-8f01-23456789abcd";
    const account = new ServiceAccount({ clientId: id, clientSecret: "x".repeat(44) });
    const services = ["auth", "computeV2", "computeV3", "flows", "groups", "search", "timers", "transfer"];
    return {
      ...Object.fromEntries(services.map((name) => [`${name[0].toUpperCase()}${name.slice(1)}Client`, account[name]])),
      Authorizer: account.authorizer("transfer"),
      CollectionClient: account.collection(id),
      GcsClient: account.gcs("abc.data.globus.org"),
      Paged: account.transfer.taskList(),
      Scope: Scope.parse("openid")[0],
      ServiceAccount: account,
    };
  },
  testing: ({ FakeGlobus }) => ({ FakeGlobus: new FakeGlobus() }),
};

const modules = new Map();
for (const { name, load } of entries) modules.set(name, await load());

function register(test) {
  for (const { name } of entries) {
    const { declared, isSame, reportPath, newPath } = reports.get(name);
    const module = modules.get(name);
    test(`api: the declarations of ${name} match its report`, async () => {
      if (isSame) return;
      const { stdout } = spawnSync("git", ["diff", "--no-index", "--unified=1", reportPath, newPath], { encoding: "utf8" });
      throw new Error(`${stdout}\nIf this change is intended, write a new report: cargo xtask api`);
    });
    test(`api: ${name} exports exactly the values that it declares`, async () => compareExports(declared, module));
    for (const [type, object] of Object.entries(createObjects[name]?.(module) ?? {})) {
      test(`api: ${type} of ${name} has exactly the members that it declares`, async () => {
        compareMembers(declared, type, object);
      });
    }
  }
}

const counts = await run([register], {});
console.log(summary(counts));
process.exitCode = counts.failed ? 1 : 0;
