// Many processes, and as many of them at once as the machine has cores for.
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";

/** Enough to meet each other on any machine. */
export const AT_ONCE = Math.max(8, 2 * availableParallelism());

/** What a program prints. Whatever it writes to stderr says that the test goes on; `goesOn` is the test's. */
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

/** Runs all of `list`, the next one when one has ended. Gives the results in order. */
export async function inTurns(list, run) {
  const results = [];
  const left = [...list.entries()];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await run(next[1]);
  };
  // All of them have ended before a failure is told, and none begins after it.
  const stop = (error) => {
    left.length = 0;
    return { error };
  };
  const ended = await Promise.all(Array.from({ length: AT_ONCE }, () => lane().catch(stop)));
  const failed = ended.find(Boolean);
  if (failed) throw failed.error;
  return results;
}
