// Scripts that end as soon as they can, one after the other: what each costs Globus Auth, and how long it takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { FakeGlobus } from "globus-service-account/testing";
import { start } from "../workerd/start.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));
const script = join(tests, "storage/short-process.mjs");

/** Those who die with a claim in hand are waited for: fewer of them will do. `SHORT_RUNS` asks for as many of all, for figures. */
const runsOf = (usual) => Number(process.env.SHORT_RUNS ?? usual);

/** Where the processes of a test keep their tokens. */
const places = {
  file: async () => {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    return { location: join(folder, "tokens.json"), end: () => rmSync(folder, { recursive: true }) };
  },
  redis: async (redisUrl) => ({ location: redisUrl, end: () => {} }),
  object: async () => {
    const durableObjects = { TOKENS: { className: "TokenStore", useSQLite: true }, OWN: { className: "Own", useSQLite: true } };
    const { url, dispose } = await start("../storage/worker.mjs", { durableObjects, kvNamespaces: ["KV"], r2Buckets: ["BUCKET"] });
    return { location: url, end: dispose };
  },
};

export default function (test, { assert, redisUrl }) {
  /** A Globus of its own, and processes that are run against it; each gives its token, what it cost, and itself. */
  async function stage(kind, goesOn, body) {
    const fake = new FakeGlobus({ clock: "real" });
    const { clientId, clientSecret } = fake.addClient();
    const { env, close } = await fake.serve();
    const { location, end } = await places[kind](redisUrl);
    const children = [];
    const run = async (how) => {
      const [begin, before] = [performance.now(), fake.grants];
      const variables = { ...process.env, ...env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
      const child = spawn(process.execPath, [script, kind, location, how], { cwd: tests, env: variables });
      children.push(child);
      const ended = once(child, "exit");
      const said = { out: "", err: "" };
      child.stderr.on("data", (chunk) => (said.err += chunk));
      const spoke = new Promise((resolve) => child.stdout.on("data", (chunk) => resolve((said.out += chunk))));
      await (how === "frozen" ? Promise.race([spoke, ended]) : ended);
      goesOn();
      return { child, ended, said, grants: fake.grants - before, seconds: (performance.now() - begin) / 1000 };
    };
    try {
      await body(run);
    } finally {
      for (const child of children) child.kill("SIGKILL");
      await end();
      await close();
    }
  }

  const report = (kind, how, runs) => {
    const column = (name, digits) => runs.map((run) => run[name].toFixed(digits).padStart(4)).join(" ");
    console.log(`      ${kind.padEnd(6)} ${how.padEnd(7)} grants  ${column("grants", 0)}\n${" ".repeat(21)} seconds ${column("seconds", 1)}`);
  };

  const inARow = async (count, run, how) => {
    const runs = [];
    while (runs.length < count) runs.push(await run(how));
    return runs;
  };

  for (const kind of Object.keys(places).filter((kind) => kind !== "redis" || redisUrl)) {
    for (const how of ["exits", "throws"]) {
      test(`short processes (${kind}): of ten scripts in a row that end at once (${how}), one asks for a token`, (goesOn) =>
        stage(kind, goesOn, async (run) => {
          const runs = await inARow(runsOf(10), run, how);
          report(kind, how, runs);
          for (const { said, child } of runs) {
            assert.match(said.out, /^\S+\n$/, said.err);
            assert.equal(child.exitCode, how === "throws" ? 1 : 0, said.err);
          }
          assert.deepEqual(runs.map(({ grants }) => grants), [1, ...Array(runs.length - 1).fill(0)]);
          assert.lengthOf(new Set(runs.map(({ said }) => said.out)), 1);
        }));
    }

    test(`short processes (${kind}): one that is killed with its answer in hand costs the next one a grant, and no more`, (goesOn) =>
      stage(kind, goesOn, async (run) => {
        const runs = await inARow(runsOf(3), run, "killed");
        report(kind, "killed", runs);
        assert.isTrue(runs.every(({ child }) => child.signalCode === "SIGKILL"));
        const next = await inARow(2, run, "exits");
        assert.deepEqual([...runs, ...next].map(({ grants }) => grants), [...runs.map(() => 1), 1, 0]);
      }));

    test(`short processes (${kind}): those that were frozen with a claim in hand hold nobody up for long, and go on without harm`, (goesOn) =>
      stage(kind, goesOn, async (run) => {
        const runs = await inARow(runsOf(3), run, "frozen");
        report(kind, "frozen", runs);
        const next = await inARow(2, run, "exits");
        assert.deepEqual([...runs, ...next].map(({ grants }) => grants), [...runs.map(() => 1), 1, 0]);
        for (const { child } of runs) child.kill("SIGCONT");
        for (const { child, ended, said } of runs) {
          await ended;
          assert.equal(child.exitCode, 0, said.err);
        }
        const [last] = await inARow(1, run, "exits");
        assert.equal(last.grants, 0);
        assert.equal(last.said.out, next[0].said.out, "not an older one");
      }));
  }
}
