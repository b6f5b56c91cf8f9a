// E1, E4, E5: the number and the times of token requests.
import { measureCall, withServer } from "./common.mjs";

const CALLERS = 50;
const LATENCY = 50;

/** E1: many callers at once without a token, for each kind of storage that the library's adapter lists. */
export async function runColdCallers(library) {
  const results = [];
  for (const store of library.stores ?? [undefined]) {
    results.push({ store, ...(await runWithStore(library, store)) });
  }
  return results;
}

const runWithStore = (library, store) =>
  withServer(library, async (server) => {
    server.always = { delay: LATENCY };
    const account = library.create({ url: server.url, store });
    const callers = library.callers ?? CALLERS;
    const outcomes = await Promise.all(Array.from({ length: callers }, () => measureCall(() => account.getToken())));
    const errors = outcomes.filter(({ ok }) => !ok);
    const kinds = new Set(errors.map(({ error }) => String(error?.message).split(":")[0]));
    return { callers, requests: server.requests.length, errors: errors.length, kinds: [...kinds] };
  });

/** E4: a wrong secret, and an application that repeats its call. */
export const runWrongSecret = (library) =>
  withServer(library, async (server) => {
    server.always = { refuse: true };
    const account = library.create({ url: server.url });
    const calls = 20;
    let failed = 0;
    for (let i = 0; i < calls; i += 1) failed += (await measureCall(() => account.getToken())).ok ? 0 : 1;
    return { calls, failed, requests: server.requests.length };
  });

const SECONDS = 3;

/**
 * E5: one response 429, with `Retry-After` in seconds and as a date. `early` is the time from the retry to the given
 * time, in ms.
 */
export async function runRetryAfter(library) {
  const inSeconds = await runWithHeader(library, (now) => [String(SECONDS), now + SECONDS * 1000]);
  const asDate = await runWithHeader(library, (now) => {
    // An HTTP date has whole seconds. Rounding up makes the pause at least as long as above.
    const at = Math.ceil(now / 1000 + SECONDS) * 1000;
    return [new Date(at).toUTCString(), at];
  });
  return { inSeconds, asDate };
}

const runWithHeader = (library, makeHeader) =>
  withServer(library, async (server) => {
    // The difference between the wall clock and `performance.now()`, with which request times are measured.
    const offset = Date.now() - performance.now();
    const [value, at] = makeHeader(Date.now());
    server.next = [{ status: 429, headers: { "retry-after": value } }];
    const account = library.create({ url: server.url });
    const { ok, ended } = await measureCall(() => account.getToken(), 15_000);
    const [first, second] = server.requests;
    const result = { ok, ended, requests: server.requests.length };
    if (!second) return result;
    return { ...result, waited: second.at - first.at, early: at - (second.at + offset) };
  });
