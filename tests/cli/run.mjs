// The command line as users have it: out of the packed tarball, on every runtime, against a fake Globus that is served.
import process from "node:process";
import { assert } from "chai";
import { install, remove, tool } from "../packed/installed.mjs";
import { run, summary } from "../suite/harness.mjs";
import arguments_ from "./arguments.mjs";
import commands from "./commands.mjs";
import credentials from "./credentials.mjs";
import doctor from "./doctor.mjs";
import { programs } from "./program.mjs";
import { makeStage } from "./stage.mjs";
import terminal from "./terminal.mjs";
import transfer from "./transfer.mjs";

const MODULES = [arguments_, credentials, commands, doctor, transfer, terminal];

const installed = install();
const file = `${installed.package}/bin/globus-service-account.js`;
// What it needs, and for `--env` to read a file.
const permissions = ["--no-prompt", "--allow-net", "--allow-env", "--allow-read"];
const RUNTIMES = {
  node: [process.execPath, file],
  deno: [tool("deno"), "run", "--no-lock", "--node-modules-dir=manual", ...permissions, "npm:globus-service-account"],
  bun: [tool("bun"), file],
  // As it is called from a project: by its name.
  npx: ["npx", "--offline", "--no", "globus-service-account"],
};

/** All of it on one runtime, on a stage of its own: its clock is moved on. */
async function runOn(runtime, command) {
  const stage = await makeStage();
  const env = { ...stage, ...programs(command, { stage, installed }), runtime, installed, assert };
  const named = (register) => (test, env) =>
    register((name, body) => test(`${runtime}: ${name}`, body), env);
  const counts = await run(MODULES.map(named), env, { filter: process.argv[2] });
  await stage.server.close();
  return counts;
}

// At the same time: they mostly wait.
const done = await Promise.all(Object.entries(RUNTIMES).map(([runtime, command]) => runOn(runtime, command)));
const sum = (name) => done.reduce((total, counts) => total + counts[name], 0);
const counts = { passed: sum("passed"), failed: sum("failed") };
remove(installed);
console.log(summary(counts));
process.exit(counts.failed ? 1 : 0);
