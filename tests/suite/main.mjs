// Runs the suite against the installed package, in a runtime with files and processes.
import { AsyncLocalStorage } from "node:async_hooks";
import process from "node:process";
import * as globus from "globus-service-account";
import { FakeGlobus, makeError } from "globus-service-account/testing";
import { assert } from "chai";
import { run, summary } from "./harness.mjs";
import { modules } from "./index.mjs";

export async function main(runtime) {
  const env = { ...globus, FakeGlobus, makeError, assert, AsyncLocalStorage, runtime };
  const counts = await run(modules, env, { filter: process.argv[2] });
  console.log(summary(counts));
  // A test that was given up may leave timers or sockets open. They would keep the process running.
  process.exit(counts.failed ? 1 : 0);
}
