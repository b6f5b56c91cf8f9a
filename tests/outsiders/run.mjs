// Programs that no one here wrote, nor Globus: clients on FakeGlobus, and servers for this package. And Globus's clients as
// users point them at another place. Each says in the last lines how much of it was driven.
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

/** Packages that cannot be installed together have a Python each, by the name of their file in `requirements`. */
const PYTHONS = {
  current: "globusfs, fauxbus and globus-compute-sdk",
  "sdk-2": "globus-sdk 2",
  "sdk-3": "globus-sdk 3",
};

/**
 * @typedef {object} Stage
 * @property {string} bin  the commands of the Python that the test named
 * @property {string} home  a directory of its own, for settings
 * @property {(options?: { tls?: boolean }) => Promise<Served>} serve  a fake with one service account
 * @property {(script: string, args: object, env: object) => Promise<object>} python  runs a file of this folder that prints
 *   one document
 * @property {(end: () => unknown) => void} atEnd
 * @property {(who: string, what: string, items: Iterable<string>) => void} drove  what of it was driven, for the last lines
 * @typedef {{ fake: FakeGlobus, client: import("globus-service-account/testing").FakeClient,
 *   server: import("globus-service-account/testing").FakeServer, env: Record<string, string> }} Served
 */

/** @type {{ name: string, body: (stage: Stage) => Promise<void>, python?: keyof typeof PYTHONS }[]} */
const tests = [];
const only = process.argv[2];
const test = (name, body, { python } = {}) => (!only || name.includes(only)) && tests.push({ name, body, python });
for (const register of [globusfs, compute, sdk, fauxbus, oidcProvider, javascript]) register(test);

/** What was driven, by whose and what it is. @type {Map<string, Set<string>>} */
const driven = new Map();

async function withStage(bin, body) {
  const home = await temporaryHome();
  const ends = [home.remove];
  const atEnd = (end) => ends.unshift(end);
  try {
    await body({
      bin,
      home: home.path,
      atEnd,
      drove(who, what, items) {
        const key = `${who}: % different ${what}`;
        driven.set(key, new Set([...(driven.get(key) ?? []), ...items]));
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

/** The Pythons that are needed, made side by side. @returns {Promise<Map<string, { bin?: string, reason?: string }>>} */
async function pythons() {
  const names = [...new Set(tests.map(({ python }) => python).filter(Boolean))];
  const found = await inParallel(names, async (name) => {
    const requirements = join(here, "requirements", `${name}.txt`);
    const venvs = fileURLToPath(new URL(`../../target/outsiders-venv/${name}/`, import.meta.url));
    try {
      return [name, { bin: await preparePython({ what: PYTHONS[name], requirements, venvs }) }];
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return [name, { reason: error.message }];
    }
  });
  return new Map(found);
}

/** No more at a time than there are cores. */
async function inParallel(items, work) {
  const results = [];
  const queue = items.entries();
  const take = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, take));
  return results;
}

async function main() {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const bins = await pythons();
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
  for (const [line, items] of [...driven].sort()) console.log(line.replace("%", items.size));
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
  console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  return count.failed > 0 ? 1 : 0;
}

process.exitCode = await main();
