// Longer time limits for storages. On a busy machine an operation can exceed the package's limits without a hang.
import { LIMIT } from "../suite/harness.mjs";

/**
 * The package's limits for storages and for claims, and the contract's limit for a check, are between these values, in
 * ms. Longer limits stay unchanged.
 */
const [MIN_LIMIT_MS, MAX_LIMIT_MS] = [2000, 5000];

/** Extends these limits to the limit of a test. Returns a function that restores them. */
export function bePatient() {
  const { setTimeout } = globalThis;
  const isLimit = (ms) => ms >= MIN_LIMIT_MS && ms <= MAX_LIMIT_MS;
  globalThis.setTimeout = (callback, ms, ...rest) => setTimeout(callback, isLimit(ms) ? LIMIT : ms, ...rest);
  return () => void (globalThis.setTimeout = setTimeout);
}

let runningCount = 0;
let restore;

/** Runs `body` with extended limits. Several calls may run at once. */
export async function patiently(body) {
  if (runningCount++ === 0) restore = bePatient();
  try {
    return await body();
  } finally {
    if (--runningCount === 0) restore();
  }
}
