// Many processes, and as many of them at once as the machine has cores for.
import { availableParallelism } from "node:os";

/** Enough to meet each other on any machine. */
export const AT_ONCE = Math.max(8, 2 * availableParallelism());

/** Runs all of `list`, the next one when one has ended. Gives the results in order. `goesOn` is the test's. */
export async function inTurns(list, run, goesOn) {
  const results = [];
  const left = [...list.entries()];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      results[next[0]] = await run(next[1]);
      goesOn();
    }
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
