// Programs of authors outside this project and Globus: clients on FakeGlobus, and servers for this package. Also
// Globus's clients, with service URLs set in the ways that users set them. The last lines count the requests and
// operations of each program.
import { FakeGlobus } from "globus-service-account/testing";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Unavailable, preparePython, run, temporaryHome } from "../upstream/python.mjs";
import compute from "./compute.mjs";
import fauxbus from "./fauxbus.mjs";
import globusfs from "./globusfs.mjs";
import javascript from "./javascript.mjs";
import oidcProvider from "./oidc-provider.mjs";
import sdk from "./sdk.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Packages that cannot be installed together have separate Python environments. A key names a file in `requirements`.
 */
const PYTHONS = {
  current: "globusfs, fauxbus and globus-compute-sdk",
  "sdk-2": "globus-sdk 2",
  "sdk-3": "globus-sdk 3",
};

/**
 * @typedef {object} Stage
 * @property {string} bin  the folder with the commands of the test's Python environment
 * @property {string} home  a temporary home directory, for settings
 * @property {(options?: { tls?: boolean }) => Promise<Served>} serve  a fake with one service account
 * @property {(script: string, args: object, env: object) => Promise<object>} python  runs a file of this folder that prints
 *   one document
 * @property {(end: () => unknown) => void} atEnd
 * @property {(who: string, what: string, items: Iterable<string>) => void} recordUse  records the used functions, for the last lines
 * @typedef {{ fake: FakeGlobus, client: import("globus-service-account/testing").FakeClient,
 *   server: import("globus-service-account/testing").FakeServer, env: Record<string, string> }} Served
 */

/** @type {{ name: string, body: (stage: Stage) => Promise<void>, python?: keyof typeof PYTHONS }[]} */
const tests = [];
const filter = process.argv[2];
const test = (name, body, { python } = {}) => (!filter || name.includes(filter)) && tests.push({ name, body, python });
for (const register of [globusfs, compute, sdk, fauxbus, oidcProvider, javascript]) register(test);

/** The used functions of each program. @type {Map<string, Set<string>>} */
const uses = new Map();

async function withStage(bin, body) {
  const home = await temporaryHome();
  const ends = [home.remove];
  const atEnd = (end) => ends.unshift(end);
  try {
    await body({
      bin,
      home: home.path,
      atEnd,
      recordUse(who, what, items) {
        const key = `${who}: % different ${what}`;
        uses.set(key, new Set([...(uses.get(key) ?? []), ...items]));
      },
      async serve(options) {
        const fake = new FakeGlobus({ clock: "real", taskDuration: 50, computeTaskDuration: 50 });
        const client = fake.addClient({ name: "Outsider" });
        const server = await fake.serve(options);
        atEnd(server.close);
        const credentials = { CLIENT_ID: client.clientId, CLIENT_SECRET: client.clientSecret };
        return { fake, client, server, env: { ...server.env, ...credentials } };
      },
      async python(script, args, env) {
        const result = await run(join(bin, "python"), [join(here, script), JSON.stringify(args)], { env, home: home.path });
        if (result.status !== 0) throw new Error(`${script} ended with ${result.status}\n${result.stderr}`);
        return JSON.parse(result.stdout);
      },
    });
  } finally {
    for (const end of ends) await end();
  }
}

/**
 * Makes the Python environments of the selected tests in parallel.
 * @returns {Promise<Map<string, { bin?: string, reason?: string }>>}
 */
async function preparePythons() {
  const names = [...new Set(tests.map(({ python }) => python).filter(Boolean))];
  const environments = await inParallel(names, async (name) => {
    const requirements = join(here, "requirements", `${name}.txt`);
    const venvs = fileURLToPath(new URL(`../../target/outsiders-venv/${name}/`, import.meta.url));
    try {
      return [name, { bin: await preparePython({ what: PYTHONS[name], requirements, venvs }) }];
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return [name, { reason: error.message }];
    }
  });
  return new Map(environments);
}

/** Runs `work` for each item, at most as many at once as the machine has cores. */
async function inParallel(items, work) {
  const results = [];
  const queue = items.entries();
  const runNext = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return results;
}

async function main() {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const bins = await preparePythons();
  await inParallel(tests, async ({ name, body, python }) => {
    const { bin, reason } = (python && bins.get(python)) ?? {};
    if (reason) {
      console.log(`SKIPPED ${name}: ${reason}`);
      count[process.env.CI === "true" ? "failed" : "skipped"]++;
      return;
    }
    try {
      await withStage(bin, body);
      count.passed++;
      console.log(`ok ${name}`);
    } catch (error) {
      count.failed++;
      console.log(`not ok ${name}\n${String(error?.stack ?? error).replaceAll(/^/gm, "    ")}`);
    }
  });
  for (const [line, items] of [...uses].sort()) console.log(line.replace("%", items.size));
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
  console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  return count.failed > 0 ? 1 : 0;
}

process.exitCode = await main();
