// E3, E6: the token endpoint fails, or says nothing.
import { setTimeout as sleep } from "node:timers/promises";
import { timed, withServer } from "./common.mjs";

const CALLS = 20;
const PAUSE = 50;
/** No further call is begun after this many ms, however few were made. */
const BUDGET = 10_000;
/** What renewal does in the background is watched for this long after the last call. */
const AFTERWARDS = 3000;
const SLOW = 1500;

/** E3: a token that is still valid, so close to its end that the library renews it, and the endpoint fails. */
export async function validToken(library) {
  const results = [];
  for (const window of library.windows) {
    const failing = await nearItsEnd(library, window, { status: 500 }, async (account, server) => {
      const calls = [];
      const begin = performance.now();
      while (calls.length < CALLS && performance.now() - begin < BUDGET) {
        calls.push(await timed(() => account.getToken()));
        await sleep(PAUSE);
      }
      await sleep(AFTERWARDS);
      const at = server.requests.slice(1).map((request) => request.at - begin);
      const slowest = Math.max(...calls.map(({ ms }) => ms));
      return { calls: calls.length, ok: calls.filter(({ ok }) => ok).length, first: outcome(calls[0]), slowest, at };
    });
    const slow = await nearItsEnd(library, window, { delay: SLOW, status: 500 }, async (account) =>
      outcome(await timed(() => account.getToken())),
    );
    results.push({ label: window.label, failing, slow, latency: SLOW });
  }
  return results;
}

const outcome = ({ ok, ms }) => ({ ok, ms });

const nearItsEnd = (library, { left }, step, body) =>
  withServer(library, async (server) => {
    const account = library.create({ url: server.url });
    try {
      await account.getToken();
      server.always = step;
      await library.forward((library.life.seconds - left) * 1000);
      return await body(account, server);
    } finally {
      await library.backToNow();
    }
  });

export const LIMIT = 15_000;
export const TIMEOUT = 2000;
export const SIGNAL = 1000;

/** E6: the endpoint takes the request and never answers; as the library comes, with its timeout, and with a signal. */
export const silence = (library) =>
  withServer(library, async (server) => {
    server.always = { hang: true };
    const plain = library.create({ url: server.url });
    const limited = library.limited && library.create({ url: server.url, timeout: TIMEOUT });
    const signalled = library.hasSignals && library.create({ url: server.url });
    const signal = AbortSignal.timeout(SIGNAL);
    const ended = await Promise.all([
      timed(() => plain.getToken(), LIMIT),
      limited && timed(() => limited.getToken(), LIMIT),
      signalled && timed(() => signalled.getToken(signal), LIMIT),
    ]);
    const [asItComes, withTimeout, withSignal] = ended.map((call) => call && { ended: call.ended, ms: call.ms });
    const [, , aborted] = ended;
    return {
      asItComes,
      withTimeout: withTimeout && { ...withTimeout, how: library.limited, code: ended[1].error?.code },
      withSignal: withSignal && { ...withSignal, isReason: aborted.error === signal.reason },
    };
  });
