// Tests the command line of the packed tarball on every runtime, against a FakeGlobus that is served over HTTP.
import process from "node:process";
import { assert } from "chai";
import { install, remove, tool } from "../packed/installed.mjs";
import { run, summary } from "../suite/harness.mjs";
import arguments_ from "./arguments.mjs";
import commands from "./commands.mjs";
import credentials from "./credentials.mjs";
import doctor from "./doctor.mjs";
import { makeRunners } from "./program.mjs";
import { makeStage } from "./stage.mjs";
import terminal from "./terminal.mjs";
import transfer from "./transfer.mjs";

const MODULES = [arguments_, credentials, commands, doctor, transfer, terminal];

const installed = install();
const file = `${installed.package}/bin/globus-service-account.js`;
// Network and environment for every command, files for `--env`.
const denoFlags = ["--no-prompt", "--allow-net", "--allow-env", "--allow-read"];
const RUNTIMES = {
  node: [process.execPath, file],
  deno: [tool("deno"), "run", "--no-lock", "--node-modules-dir=manual", ...denoFlags, "npm:globus-service-account"],
  bun: [tool("bun"), file],
  // By the name of the package, as in a project that has installed it.
  npx: ["npx", "--offline", "--no", "globus-service-account"],
};

/** Runs all tests on one runtime. Each runtime has its own stage, because the tests advance its clock. */
async function runOn(runtime, command) {
  const stage = await makeStage();
  const env = { ...stage, ...makeRunners(command, { stage, installed }), runtime, installed, assert };
  const prefixNames = (register) => (test, env) =>
    register((name, body) => test(`${runtime}: ${name}`, body), env);
  const counts = await run(MODULES.map(prefixNames), env, { filter: process.argv[2] });
  await stage.server.close();
  return counts;
}

// The runtimes run at the same time: the tests mostly wait.
const results = await Promise.all(Object.entries(RUNTIMES).map(([runtime, command]) => runOn(runtime, command)));
const sum = (name) => results.reduce((total, counts) => total + counts[name], 0);
const counts = { passed: sum("passed"), failed: sum("failed") };
remove(installed);
console.log(summary(counts));
process.exit(counts.failed ? 1 : 0);
