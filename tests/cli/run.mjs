// The command line as users have it: out of the packed tarball, on every runtime, against a fake Globus that is served.
import process from "node:process";
import { assert } from "chai";
import { install, remove, tool } from "../packed/installed.mjs";
import { run, summary } from "../suite/harness.mjs";
import arguments_ from "./arguments.mjs";
import commands from "./commands.mjs";
import credentials from "./credentials.mjs";
import { programs } from "./program.mjs";
import { makeStage } from "./stage.mjs";
import terminal from "./terminal.mjs";
import transfer from "./transfer.mjs";

const MODULES = [arguments_, credentials, commands, transfer, terminal];
/** Processes are started, and the machine may be busy. */
const LIMIT = 60_000;

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

const stage = await makeStage();
const counts = { passed: 0, failed: 0 };
for (const [runtime, command] of Object.entries(RUNTIMES)) {
  const env = { ...stage, ...programs(command, { stage, installed }), runtime, installed, assert };
  const named = (register) => (test, env) =>
    register((name, body, options) => test(`${runtime}: ${name}`, body, { limit: LIMIT, ...options }), env);
  const { passed, failed } = await run(MODULES.map(named), env, { filter: process.argv[2] });
  counts.passed += passed;
  counts.failed += failed;
}
await stage.server.close();
remove(installed);
console.log(summary(counts));
process.exit(counts.failed ? 1 : 0);
