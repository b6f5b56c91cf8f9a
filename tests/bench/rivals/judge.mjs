// What this package promises of itself. The others' figures are reported and never judged.
import { LIMIT, SIGNAL, TIMEOUT } from "./experiments/outages.mjs";

/** Far less than any wait for the endpoint, far more than a busy machine needs for a call. */
const AT_ONCE = 500;
/** Node's timers may go off a little early. */
const EARLY = 20;
const FIRST_BACKOFF = 250;

/** @returns {string[]} the promises that were not kept */
export function broken(findings) {
  const missed = [];
  for (const [id, promises] of Object.entries(PROMISES)) {
    const finding = findings[id];
    if (!finding || finding.notRun) missed.push(`${id} could not be run\n${finding?.notRun ?? ""}`);
    else missed.push(...promises.filter(([, kept]) => !kept(finding)).map(([promise]) => `${id}: ${promise}`));
  }
  return missed;
}

const PROMISES = {
  E1: [
    ["50 cold callers share one grant", ([{ requests }]) => requests === 1],
    ["none of them fails", ([{ errors }]) => errors === 0],
  ],
  E2: [
    ["nobody who waits is left hanging", ({ hung, failed }) => hung === 0 && failed === 0],
    ["at most two grants", ({ requests }) => requests <= 2],
    ["the next request is served", ({ later }) => later.ok],
  ],
  E3: [
    ["every call goes on with the valid token", ([{ failing, slow }]) => failing.ok === failing.calls && slow.ok],
    ["none is held up", ([{ failing, slow }]) => failing.slowest < AT_ONCE && slow.ms < AT_ONCE],
    ["renewal backs off", ([{ failing }]) => backsOff(failing.at)],
  ],
  E4: [["a wrong secret costs one request", ({ failed, calls, requests }) => requests === 1 && failed === calls]],
  E5: [
    ["`Retry-After` in seconds is obeyed, never earlier", ({ inSeconds }) => inSeconds.ok && inSeconds.early <= EARLY],
    ["`Retry-After` as a date is obeyed, never earlier", ({ asDate }) => asDate.ok && asDate.early <= EARLY],
    ["one repetition is enough", ({ inSeconds, asDate }) => inSeconds.requests === 2 && asDate.requests === 2],
  ],
  E6: [
    ["`timeout` ends a call", ({ withTimeout }) => endsAt(withTimeout, TIMEOUT) && withTimeout.code === "timeout"],
    ["a signal ends a call, with its reason", ({ withSignal }) => endsAt(withSignal, SIGNAL) && withSignal.isReason],
  ],
  E7: [["no secret and no token is shown", (forms) => Object.values(forms).every((found) => found.length === 0)]],
  E8: [
    ["each account has its own token in one process", ({ inOneProcess }) => areOwn(inOneProcess)],
    ["and on one store", ({ onOneStore }) => areOwn([...onOneStore.concurrent, ...onOneStore.later])],
    ["what is in the store is not asked for again", ({ onOneStore }) => onOneStore.asked === 0],
    ["an expired token is not taken out of the store", ({ onOneStore }) => !onOneStore.expired],
  ],
};

/** Each pause at least twice the shortest that the one before could have been. */
const backsOff = (at) => at.slice(1).every((time, index) => time - at[index] >= FIRST_BACKOFF * 2 ** index - EARLY);

const endsAt = ({ ended, ms }, least) => ended && ms >= least - EARLY && ms < LIMIT;

const areOwn = (tokens) => tokens.every((token) => token === "own");
