// A trap of the WebAssembly module, in a process of its own: whoever waits hears of it, later calls say so at once, and nothing is
// read from what is in pieces. The program below stands for anybody's.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/** A module whose one function is `unreachable`: a trap of the engine's own. */
const UNREACHABLE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];

const program = (file) => `
const { Instance, Module } = WebAssembly;
const { t: unreachable } = new Instance(new Module(Uint8Array.from([${UNREACHABLE}]))).exports;
let armed = /^$/;
let calls = 0;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  const trapping = ([name, value]) => [name, typeof value !== "function" ? value : (...given) => {
    calls += 1;
    if (armed.test(name)) unreachable();
    return value(...given);
  }];
  return { exports: Object.fromEntries(Object.entries(exports).map(trapping)) };
};
const { ServiceAccount, GlobusError } = await import(${JSON.stringify(file)});
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(error));
process.on("uncaughtException", (error) => unhandled.push(error));

let requests = 0;
const waiting = [];
const fetch = (url, init) => {
  requests += 1;
  if (!String(url).endsWith("/token")) return new Promise((resolve) => waiting.push(() => resolve(Response.json({ code: "Done" }))));
  const scope = new URLSearchParams(init.body).get("scope");
  return Promise.resolve(Response.json({ access_token: "t0ken", scope, resource_server: "transfer.api.globus.org", token_type: "Bearer", expires_in: 1000, other_tokens: [] }));
};
const options = { clientId: "01234567-89ab-4cde-8f01-23456789abcd", clientSecret: "sEcReTsEcReTsEcReTsEcReTsEcReTsEcReT+sEcReT=", fetch };
const account = new ServiceAccount(options);
const { transfer } = account;
await account.getToken("transfer");
const end = async (call) => {
  try {
    return { value: await call() };
  } catch (error) {
    return { ...error.toJSON?.(), ours: error instanceof GlobusError, stack: error.stack };
  }
};
async function callerUnderWay() {
  return await transfer.getTask("x");
}
const underWay = [callerUnderWay, () => transfer.taskList(), () => transfer.taskWait("x"), () => account.fetch("https://transfer.api.globus.org/v0.10/x")].map(end);
await new Promise((resolve) => setTimeout(resolve, 50));
const sent = requests;
`;

const after = `
for (const answer of waiting) answer();
const ended = await Promise.all(underWay);
armed = /^$/;
const before = calls;
async function callerAfterwards() {
  return account.getToken("transfer");
}
const later = await Promise.all([
  callerAfterwards,
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
].map(end));
// They give what can be awaited, and throw nothing.
const rejects = [transfer.getTask("x"), account.getToken("groups"), transfer.taskList()];
await Promise.allSettled(rejects);
// What is no longer used is freed, which is none of the module's business any more.
for (let round = 0; round < 5; round += 1) {
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(JSON.stringify({ ended, later, first, requests: requests - sent, touched: calls - before, unhandled: unhandled.map(String) }));
`;

async function run(installed, how) {
  const code = program(join(installed.package, "inline.js")) + how + after;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "-e", code], { timeout: 30_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** What every caller is told. */
function told(error, name) {
  assert.deepEqual([error.name, error.code, error.ours, error.retryable], ["GlobusError", "internal_error", true, false], `${name}: ${JSON.stringify(error)}`);
  assert.match(error.advice, /new process/);
  assert.equal(error.steps[0].who, "you");
  assert.equal(error.cause.name, "RuntimeError");
}

export const tests = [
  [
    "a trap in a method: it says so, all who wait hear of it, and later calls say so at once",
    async (installed) => {
      const { first, ended, later, requests, touched, unhandled } = await run(
        installed,
        `armed = /^(?!__)(?!.*__closures__)/;
        async function callerOfTrap() {
          return account.getToken("groups");
        }
        const first = await end(callerOfTrap);`,
      );
      for (const [name, error] of Object.entries([first, ...ended, ...later])) told(error, name);
      assert.match(first.stack, /callerOfTrap/);
      assert.match(ended[0].stack, /callerUnderWay/);
      assert.match(later[0].stack, /callerAfterwards/);
      assert.deepEqual([requests, touched, unhandled], [0, 0, []]);
      return `${ended.length} under way, ${later.length} afterwards`;
    },
  ],
  [
    "a trap in a callback: no call is left without an end, and nothing is an unhandled rejection",
    async (installed) => {
      const { ended, later, requests, touched, unhandled } = await run(installed, "armed = /__closures__/; const first = undefined;");
      for (const [name, error] of Object.entries([...ended, ...later])) told(error, name);
      assert.match(ended[0].stack, /callerUnderWay/);
      assert.deepEqual([requests, touched, unhandled], [0, 0, []]);
    },
  ],
];
