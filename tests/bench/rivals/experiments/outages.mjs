// E3, E6: the token endpoint fails, or does not answer.
import { setTimeout as sleep } from "node:timers/promises";
import { measureCall, withServer } from "./common.mjs";

const CALLS = 20;
const PAUSE_MS = 50;
/** After this time, in ms, no further call starts. */
const BUDGET_MS = 10_000;
/** The time after the last call, in ms, in which requests of a background renewal are counted. */
const SETTLE_MS = 3000;
const LATENCY_MS = 1500;

/** E3: the token is still valid, but so near expiry that the library renews it. The endpoint fails. */
export async function runFailingRenewal(library) {
  const results = [];
  for (const window of library.windows) {
    const failing = await withTokenNearExpiry(library, window, { status: 500 }, async (account, server) => {
      const calls = [];
      const begin = performance.now();
      while (calls.length < CALLS && performance.now() - begin < BUDGET_MS) {
        calls.push(await measureCall(() => account.getToken()));
        await sleep(PAUSE_MS);
      }
      await sleep(SETTLE_MS);
      const requestTimes = server.requests.slice(1).map((request) => request.at - begin);
      const slowest = Math.max(...calls.map(({ ms }) => ms));
      return { calls: calls.length, ok: calls.filter(({ ok }) => ok).length, first: toOutcome(calls[0]), slowest, requestTimes };
    });
    const slow = await withTokenNearExpiry(library, window, { delay: LATENCY_MS, status: 500 }, async (account) =>
      toOutcome(await measureCall(() => account.getToken())),
    );
    results.push({ label: window.label, failing, slow, latency: LATENCY_MS });
  }
  return results;
}

const toOutcome = ({ ok, ms }) => ({ ok, ms });

const withTokenNearExpiry = (library, { secondsLeft }, response, body) =>
  withServer(library, async (server) => {
    const account = library.create({ url: server.url });
    try {
      await account.getToken();
      server.always = response;
      await library.moveForward((library.lifetime.seconds - secondsLeft) * 1000);
      return await body(account, server);
    } finally {
      await library.reset();
    }
  });

export const LIMIT_MS = 15_000;
export const TIMEOUT_MS = 2000;
export const SIGNAL_MS = 1000;

/**
 * E6: the endpoint accepts the request and never answers. The library runs with its defaults, with its timeout, and
 * with a signal.
 */
export const runSilentEndpoint = (library) =>
  withServer(library, async (server) => {
    server.always = { hang: true };
    const byDefault = library.create({ url: server.url });
    const withTimeoutAccount = library.timeoutOption && library.create({ url: server.url, timeout: TIMEOUT_MS });
    const withSignalAccount = library.hasSignals && library.create({ url: server.url });
    const signal = AbortSignal.timeout(SIGNAL_MS);
    const ended = await Promise.all([
      measureCall(() => byDefault.getToken(), LIMIT_MS),
      withTimeoutAccount && measureCall(() => withTimeoutAccount.getToken(), LIMIT_MS),
      withSignalAccount && measureCall(() => withSignalAccount.getToken(signal), LIMIT_MS),
    ]);
    const [byDefaultResult, withTimeout, withSignal] = ended.map((call) => call && { ended: call.ended, ms: call.ms });
    const [, , aborted] = ended;
    return {
      byDefaultResult,
      withTimeout: withTimeout && { ...withTimeout, how: library.timeoutOption, code: ended[1].error?.code },
      withSignal: withSignal && { ...withSignal, isReason: aborted.error === signal.reason },
    };
  });
