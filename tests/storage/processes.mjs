// Runs many processes, a limited number of them at once.
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";

/** The number of processes that run at once: enough that they compete on any machine. */
export const CONCURRENCY = Math.max(8, 2 * availableParallelism());

/** Returns what a program prints. Each output to stderr calls `goesOn`, the test's function that reports progress. */
export async function output(program, args, options, goesOn) {
  const running = promisify(execFile)(program, args, options);
  const { child } = running;
  child.stderr.on("data", () => {
    try {
      goesOn();
    } catch {
      child.kill();
    }
  });
  return (await running).stdout;
}

/** Calls `run` for each item of `list`, `CONCURRENCY` at a time. Returns the results in order. */
export async function inTurns(list, run) {
  const results = [];
  const pending = [...list.entries()];
  const runNext = async () => {
    for (let next = pending.shift(); next; next = pending.shift()) results[next[0]] = await run(next[1]);
  };
  // After a failure no further run starts. The error is thrown when all runs have ended.
  const stop = (error) => {
    pending.length = 0;
    return { error };
  };
  const outcomes = await Promise.all(Array.from({ length: CONCURRENCY }, () => runNext().catch(stop)));
  const failure = outcomes.find(Boolean);
  if (failure) throw failure.error;
  return results;
}
