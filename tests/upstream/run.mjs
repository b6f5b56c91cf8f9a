// Globus's own command line and its SDKs for Python and JavaScript, on FakeGlobus: responses that they accept are
// correct. Also compares this package with the Python SDK: both make the same calls and read the same errors. The SDK's
// fixtures and Globus's OpenAPI documents are compared with the types.
import { FakeGlobus } from "globus-service-account/testing";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import advice from "./advice.mjs";
import auth from "./auth.mjs";
import cli from "./cli.mjs";
import compat from "./compat/index.mjs";
import compute from "./compute.mjs";
import errors, { summary } from "./errors/tests.mjs";
import fixtures from "./fixtures/tests.mjs";
import flows from "./flows.mjs";
import gcs from "./gcs.mjs";
import groups from "./groups.mjs";
import javascript from "./javascript.mjs";
import openapi from "./openapi/tests.mjs";
import search from "./search.mjs";
import sdk from "./sdk.mjs";
import timers from "./timers.mjs";
import transferAdmin from "./transfer-admin.mjs";
import { Unavailable, preparePython, run, temporaryHome } from "./python.mjs";

/**
 * The number of tests that run at once. Commands wait about half of their time, so this is twice the number of cores.
 */
const PARALLEL = 2 * availableParallelism();

/** @type {{ name: string, body: (stage: Stage) => Promise<void>, options: { tls?: boolean } }[]} */
const tests = [];
const filter = process.argv[2];
/** Registers a test. With `{ tls: true }` the fake serves https. */
const test = (name, body, options = {}) => (!filter || name.includes(filter)) && tests.push({ name, body, options });
advice(test);
cli(test);
sdk(test);
gcs(test);
transferAdmin(test);
flows(test);
timers(test);
compute(test);
groups(test);
search(test);
auth(test);
javascript(test);
compat(test);
fixtures(test);
openapi(test);
errors(test);

/**
 * @typedef {object} Stage
 * @property {string} bin the folder of the Python environment's commands
 * @property {FakeGlobus} fake
 * @property {import("globus-service-account/testing").FakeServer} server  the fake's HTTP server
 * @property {{ clientId: string, clientSecret: string, identityId: string, username: string }} client
 * @property {(args: readonly string[], options?: { env?: Record<string, string>, input?: string }) => Promise<Result>} globus
 * @property {(scenario: string, args?: object, options?: { env?: object, script?: string }) => Promise<Result>} python
 * @typedef {{ status: number, stdout: string, stderr: string, json: () => object }} Result
 */

/**
 * Runs `body` with a fake that has one service account, and with Globus's clients configured for it.
 * @param {string} bin
 */
async function withStage(bin, body, options) {
  const fake = new FakeGlobus({ clock: "real", taskDuration: 50, flowRunDuration: 50, computeTaskDuration: 50 });
  const client = fake.addClient({ name: "Upstream robot" });
  const server = await fake.serve(options);
  const home = await temporaryHome();
  const settings = {
    ...server.env,
    GLOBUS_CLI_CLIENT_ID: client.clientId,
    GLOBUS_CLI_CLIENT_SECRET: client.clientSecret,
  };
  const runCommand = async (command, args, { env = {}, input } = {}) => {
    // The name of the command: `group member add` without its arguments, which are ids and paths.
    const commandWords = args.slice(0, args.findIndex((arg) => !/^[a-z-]+$/.test(arg) || arg.startsWith("-")) >>> 0);
    commandsRun.add([command, ...(command === "globus" ? commandWords : args.slice(1, 2))].join(" "));
    const result = await run(join(bin, command), args, { env: { ...settings, ...env }, home: home.path, input });
    return { ...result, json: () => JSON.parse(result.stdout) };
  };
  try {
    await body({
      bin,
      fake,
      server,
      client,
      globus: (args, options) => runCommand("globus", args, options),
      python: (scenario, args = {}, { script = "client_app.py", ...options } = {}) =>
        runCommand("python", [join(here, script), scenario, JSON.stringify(args)], options),
    });
  } finally {
    await server.close();
    await home.remove();
  }
}

/** The commands and the scenarios of the SDK that were run. @type {Set<string>} */
const commandsRun = new Set();

const here = fileURLToPath(new URL(".", import.meta.url));

async function main() {
  let bin;
  try {
    bin = await preparePython();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`SKIPPED, all tests: ${error.message}`);
    const isFailure = process.env.CI === "true";
    console.log(isFailure ? `0 passed, ${tests.length} failed` : `0 passed, 0 failed, ${tests.length} skipped`);
    return isFailure ? 1 : 0;
  }
  let passed = 0;
  const failures = [];
  const queue = [...tests];
  const runNext = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { name, body, options } = next;
      try {
        await withStage(bin, body, options);
        passed++;
        console.log(`ok ${name}`);
      } catch (error) {
        failures.push(name);
        console.log(`not ok ${name}\n${String(error?.stack ?? error).replaceAll(/^/gm, "    ")}`);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, runNext));
  const commands = [...commandsRun].filter((name) => name.startsWith("globus "));
  console.log(`${commands.length} different commands, ${commandsRun.size - commands.length} scenarios of the SDK`);
  for (const line of summary) console.log(line);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}

process.exitCode = await main();
