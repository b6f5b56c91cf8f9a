// The public surface is what stands in the reports of this folder: what the types declare, and what runs has just that.
// `cargo xtask api` writes the reports anew (`--write`); then a change of the surface is a change of these files.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { run, summary } from "../suite/harness.mjs";
import { entries } from "./entries.mjs";
import { compareExports, compareMembers } from "./names.mjs";
import { report } from "./report.mjs";

const isWritten = process.argv.includes("--write");
const reports = new Map();
const known = new Set();
for (const { name, types } of entries) {
  const made = report(name, types, isWritten, known);
  reports.set(name, made);
  for (const each of made.declared) known.add(each.name);
}

/** An object of each class and interface that has methods, by the entry that declares it. */
const objects = {
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
    const { declared, isSame, here, made } = reports.get(name);
    const module = modules.get(name);
    test(`api: the types of ${name} declare what its report says`, async () => {
      if (isSame) return;
      const { stdout } = spawnSync("git", ["diff", "--no-index", "--unified=1", here, made], { encoding: "utf8" });
      throw new Error(`${stdout}\nIf this is meant, write it down: cargo xtask api`);
    });
    test(`api: ${name} exports the values that it declares, and no others`, async () => compareExports(declared, module));
    for (const [type, object] of Object.entries(objects[name]?.(module) ?? {})) {
      test(`api: ${type} of ${name} has the members that it declares, and no others`, async () => compareMembers(declared, type, object));
    }
  }
}

const counts = await run([register], {});
console.log(summary(counts));
process.exitCode = counts.failed ? 1 : 0;
