// Tests a trap of the WebAssembly module, in a process of its own: all waiting calls reject, later calls reject at
// once, and the module is not called again.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/** A WebAssembly module with one function, `unreachable`: calling it is a trap of the engine. */
const UNREACHABLE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];

/**
 * Returns the first part of the program. An exported function of the package's module traps if its name matches
 * `armed`.
 */
const programStart = (file) => `
const { Instance, Module } = WebAssembly;
const { t: unreachable } = new Instance(new Module(Uint8Array.from([${UNREACHABLE}]))).exports;
let armed = /^$/;
let calls = 0;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  const withTrap = ([name, value]) => [name, typeof value !== "function" ? value : (...args) => {
    calls += 1;
    if (armed.test(name)) unreachable();
    return value(...args);
  }];
  return { exports: Object.fromEntries(Object.entries(exports).map(withTrap)) };
};
const { ServiceAccount, GlobusError } = await import(${JSON.stringify(file)});
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(error));
process.on("uncaughtException", (error) => unhandled.push(error));

let requests = 0;
const pendingResponses = [];
const fetch = (url, init) => {
  requests += 1;
  if (!String(url).endsWith("/token")) return new Promise((resolve) => pendingResponses.push(() => resolve(Response.json({ code: "Done" }))));
  const scope = new URLSearchParams(init.body).get("scope");
  return Promise.resolve(Response.json({ access_token: "t0ken", scope, resource_server: "transfer.api.globus.org", token_type: "Bearer", expires_in: 1000, other_tokens: [] }));
};
const options = { clientId: "01234567-89ab-4cde-8f01-23456789abcd", clientSecret: "sEcReTsEcReTsEcReTsEcReTsEcReTsEcReT+sEcReT=", fetch };
const account = new ServiceAccount(options);
const { transfer } = account;
await account.getToken("transfer");
const outcome = async (call) => {
  try {
    return { value: await call() };
  } catch (error) {
    return { ...error.toJSON?.(), isGlobusError: error instanceof GlobusError, stack: error.stack };
  }
};
async function callerInFlight() {
  return await transfer.getTask("x");
}
const inFlight = [callerInFlight, () => transfer.taskList(), () => transfer.taskWait("x"), () => account.fetch("https://transfer.api.globus.org/v0.10/x")].map(outcome);
await new Promise((resolve) => setTimeout(resolve, 50));
const requestsBefore = requests;
`;

/** The last part of the program: it makes calls after the trap, and prints all outcomes. */
const programEnd = `
for (const respond of pendingResponses) respond();
const ended = await Promise.all(inFlight);
armed = /^$/;
const callsBefore = calls;
async function callerAfterTrap() {
  return account.getToken("transfer");
}
const later = await Promise.all([
  callerAfterTrap,
  () => account.transfer,
  () => account.clientId,
  () => new ServiceAccount(options),
  () => ServiceAccount.fromEnv({}, options),
  () => account.whoami(),
  () => transfer.getTask("x"),
  () => transfer.taskList().toArray(),
  async () => { for await (const task of transfer.taskList()); },
  () => transfer.taskWait("x"),
  () => account.share("x", { path: "/", principal: "ada@example.org" }),
  () => account.doctor(),
].map(outcome));
// These calls must return promises, and must not throw.
const rejects = [transfer.getTask("x"), account.getToken("groups"), transfer.taskList()];
await Promise.allSettled(rejects);
// The garbage collector collects objects. Their finalization must not call the module to free memory.
for (let round = 0; round < 5; round += 1) {
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(JSON.stringify({ ended, later, first, requests: requests - requestsBefore, moduleCalls: calls - callsBefore, unhandled: unhandled.map(String) }));
`;

/** Runs the program with the statements of a test in the middle. Returns the outcomes that it prints. */
async function runProgram(installation, statements) {
  const code = programStart(join(installation.package, "inline.js")) + statements + programEnd;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "-e", code], { timeout: 30_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Checks the error that every caller gets after a trap. */
function assertTrapError(error, name) {
  assert.deepEqual([error.name, error.code, error.isGlobusError, error.retryable], ["GlobusError", "internal_error", true, false], `${name}: ${JSON.stringify(error)}`);
  assert.match(error.advice, /new process/);
  assert.equal(error.steps[0].who, "you");
  assert.equal(error.cause.name, "RuntimeError");
}

export const tests = [
  [
    "a trap in a method: this call and all waiting calls reject, and later calls reject at once",
    async (installation) => {
      const { first, ended, later, requests, moduleCalls, unhandled } = await runProgram(
        installation,
        `armed = /^(?!__)(?!.*__closures__)/;
        async function callerOfTrap() {
          return account.getToken("groups");
        }
        const first = await outcome(callerOfTrap);`,
      );
      for (const [name, error] of Object.entries([first, ...ended, ...later])) assertTrapError(error, name);
      assert.match(first.stack, /callerOfTrap/);
      assert.match(ended[0].stack, /callerInFlight/);
      assert.match(later[0].stack, /callerAfterTrap/);
      assert.deepEqual([requests, moduleCalls, unhandled], [0, 0, []]);
      return `${ended.length} calls in flight, ${later.length} later`;
    },
  ],
  [
    "a trap in a callback: every call rejects, and there is no unhandled rejection",
    async (installation) => {
      const { ended, later, requests, moduleCalls, unhandled } = await runProgram(installation, "armed = /__closures__/; const first = undefined;");
      for (const [name, error] of Object.entries([...ended, ...later])) assertTrapError(error, name);
      assert.match(ended[0].stack, /callerInFlight/);
      assert.deepEqual([requests, moduleCalls, unhandled], [0, 0, []]);
    },
  ],
];
