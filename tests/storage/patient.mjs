// What the package takes for a hang is none where the machine is busy.
import { LIMIT } from "../suite/harness.mjs";

/** ms: its limits for storages and for claims, and the contract's for a check, lie between these; what is longer may stay. */
const [SHORTEST, LONGEST] = [2000, 5000];

/** From here on such limits last as long as a test may. Gives what ends that. */
export function bePatient() {
  const { setTimeout } = globalThis;
  const isLimit = (ms) => ms >= SHORTEST && ms <= LONGEST;
  globalThis.setTimeout = (callback, ms, ...rest) => setTimeout(callback, isLimit(ms) ? LIMIT : ms, ...rest);
  return () => void (globalThis.setTimeout = setTimeout);
}

let underWay = 0;
let end;

/** The same while something is done, or several things at once. */
export async function patiently(body) {
  if (underWay++ === 0) end = bePatient();
  try {
    return await body();
  } finally {
    if (--underWay === 0) end();
  }
}
