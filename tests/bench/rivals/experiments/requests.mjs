// E1, E4, E5: how many token requests there are, and when.
import { timed, withServer } from "./common.mjs";

const CALLERS = 50;
const LATENCY = 50;

/** E1: many callers at once, no token yet. For each kind of storage a library names. */
export async function cold(library) {
  const results = [];
  for (const store of library.stores ?? [undefined]) {
    results.push({ store, ...(await coldWith(library, store)) });
  }
  return results;
}

const coldWith = (library, store) =>
  withServer(library, async (server) => {
    server.always = { delay: LATENCY };
    const account = library.create({ url: server.url, store });
    const callers = library.callers ?? CALLERS;
    const ended = await Promise.all(Array.from({ length: callers }, () => timed(() => account.getToken())));
    const errors = ended.filter(({ ok }) => !ok);
    const kinds = new Set(errors.map(({ error }) => String(error?.message).split(":")[0]));
    return { callers, requests: server.requests.length, errors: errors.length, kinds: [...kinds] };
  });

/** E4: a wrong secret, and an application that goes on calling. */
export const wrongSecret = (library) =>
  withServer(library, async (server) => {
    server.always = { refuse: true };
    const account = library.create({ url: server.url });
    const calls = 20;
    let failed = 0;
    for (let i = 0; i < calls; i += 1) failed += (await timed(() => account.getToken())).ok ? 0 : 1;
    return { calls, failed, requests: server.requests.length };
  });

const SECONDS = 3;

/** E5: 429 once, with `Retry-After` in seconds and as a date. `early`: how long before the time named it came again. */
export async function retryAfter(library) {
  const inSeconds = await told(library, (now) => [String(SECONDS), now + SECONDS * 1000]);
  const asDate = await told(library, (now) => {
    // Dates have whole seconds: at least as long as above.
    const at = Math.ceil(now / 1000 + SECONDS) * 1000;
    return [new Date(at).toUTCString(), at];
  });
  return { inSeconds, asDate };
}

const told = (library, header) =>
  withServer(library, async (server) => {
    // The clock of `performance.now()`, by which requests are timed, in the terms of the wall clock.
    const offset = Date.now() - performance.now();
    const [value, at] = header(Date.now());
    server.next = [{ status: 429, headers: { "retry-after": value } }];
    const account = library.create({ url: server.url });
    const { ok, ended } = await timed(() => account.getToken(), 15_000);
    const [first, second] = server.requests;
    const result = { ok, ended, requests: server.requests.length };
    if (!second) return result;
    return { ...result, waited: second.at - first.at, early: at - (second.at + offset) };
  });
