// Scripts that end as soon as they can, one after the other: the number of grants and the time of each.
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

/**
 * Returns how many processes a test runs. The number is small where each process dies with a claim, because the next
 * process waits for the claim to expire. `SHORT_RUNS` sets the number for all tests, to measure.
 */
const runsOf = (usual) => Number(process.env.SHORT_RUNS ?? usual);

/** The storages that the processes of a test share. */
const storages = {
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
  /**
   * Starts a fake Globus and a storage. `body` runs processes against them; each run returns the process, its output,
   * grants and time.
   */
  async function withProcesses(kind, goesOn, body) {
    const fake = new FakeGlobus({ clock: "real" });
    const { clientId, clientSecret } = fake.addClient();
    const { env, close } = await fake.serve();
    const { location, end } = await storages[kind](redisUrl);
    const children = [];
    const run = async (ending) => {
      const [begin, before] = [performance.now(), fake.grants];
      const variables = { ...process.env, ...env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
      const child = spawn(process.execPath, [script, kind, location, ending], { cwd: tests, env: variables });
      children.push(child);
      const ended = once(child, "exit");
      const output = { out: "", err: "" };
      child.stderr.on("data", (chunk) => (output.err += chunk));
      const printed = new Promise((resolve) => child.stdout.on("data", (chunk) => resolve((output.out += chunk))));
      await (ending === "frozen" ? Promise.race([printed, ended]) : ended);
      goesOn();
      return { child, ended, output, grants: fake.grants - before, seconds: (performance.now() - begin) / 1000 };
    };
    try {
      await body(run);
    } finally {
      for (const child of children) child.kill("SIGKILL");
      await end();
      await close();
    }
  }

  const printReport = (kind, ending, runs) => {
    const column = (name, digits) => runs.map((run) => run[name].toFixed(digits).padStart(4)).join(" ");
    console.log(`      ${kind.padEnd(6)} ${ending.padEnd(7)} grants  ${column("grants", 0)}\n${" ".repeat(21)} seconds ${column("seconds", 1)}`);
  };

  const runInSequence = async (count, run, ending) => {
    const runs = [];
    while (runs.length < count) runs.push(await run(ending));
    return runs;
  };

  for (const kind of Object.keys(storages).filter((kind) => kind !== "redis" || redisUrl)) {
    for (const ending of ["exits", "throws"]) {
      test(`short processes (${kind}): of ten scripts in a row that end at once (${ending}), one requests a grant`, (goesOn) =>
        withProcesses(kind, goesOn, async (run) => {
          const runs = await runInSequence(runsOf(10), run, ending);
          printReport(kind, ending, runs);
          for (const { output, child } of runs) {
            assert.match(output.out, /^\S+\n$/, output.err);
            assert.equal(child.exitCode, ending === "throws" ? 1 : 0, output.err);
          }
          assert.deepEqual(runs.map(({ grants }) => grants), [1, ...Array(runs.length - 1).fill(0)]);
          assert.lengthOf(new Set(runs.map(({ output }) => output.out)), 1);
        }));
    }

    test(`short processes (${kind}): one that is killed after its grant costs the next process one grant, and no more`, (goesOn) =>
      withProcesses(kind, goesOn, async (run) => {
        const runs = await runInSequence(runsOf(3), run, "killed");
        printReport(kind, "killed", runs);
        assert.isTrue(runs.every(({ child }) => child.signalCode === "SIGKILL"));
        const next = await runInSequence(2, run, "exits");
        assert.deepEqual([...runs, ...next].map(({ grants }) => grants), [...runs.map(() => 1), 1, 0]);
      }));

    test(`short processes (${kind}): frozen processes with a claim delay others only briefly, and resume without harm`, (goesOn) =>
      withProcesses(kind, goesOn, async (run) => {
        const runs = await runInSequence(runsOf(3), run, "frozen");
        printReport(kind, "frozen", runs);
        const next = await runInSequence(2, run, "exits");
        assert.deepEqual([...runs, ...next].map(({ grants }) => grants), [...runs.map(() => 1), 1, 0]);
        for (const { child } of runs) child.kill("SIGCONT");
        for (const { child, ended, output } of runs) {
          await ended;
          assert.equal(child.exitCode, 0, output.err);
        }
        const [last] = await runInSequence(1, run, "exits");
        assert.equal(last.grants, 0);
        assert.equal(last.output.out, next[0].output.out, "the storage must not contain an older token");
      }));
  }
}
