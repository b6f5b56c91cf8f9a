// The requirements that this package must fulfil. The figures of the other libraries are only reported.
import { LIMIT_MS, SIGNAL_MS, TIMEOUT_MS } from "./experiments/outages.mjs";

/**
 * A call without a wait takes less than this, in ms, on a busy machine too. Every wait for the endpoint is much longer.
 */
const NO_WAIT_MS = 500;
/** Node's timers can fire this much too early, in ms. */
const TOLERANCE_MS = 20;
const FIRST_BACKOFF_MS = 250;

/** @returns {string[]} the requirements that were not fulfilled */
export function findViolations(findings) {
  const violations = [];
  for (const [id, requirements] of Object.entries(REQUIREMENTS)) {
    const finding = findings[id];
    if (!finding || finding.notRun) violations.push(`${id} could not be run\n${finding?.notRun ?? ""}`);
    else violations.push(...requirements.filter(([, isFulfilled]) => !isFulfilled(finding)).map(([requirement]) => `${id}: ${requirement}`));
  }
  return violations;
}

const REQUIREMENTS = {
  E1: [
    ["50 cold callers share one grant", ([{ requests }]) => requests === 1],
    ["none of them fails", ([{ errors }]) => errors === 0],
  ],
  E2: [
    ["no waiting request hangs or fails", ({ hung, failed }) => hung === 0 && failed === 0],
    ["at most two grants", ({ requests }) => requests <= 2],
    ["the next request is served", ({ later }) => later.ok],
  ],
  E3: [
    ["every call goes on with the valid token", ([{ failing, slow }]) => failing.ok === failing.calls && slow.ok],
    ["no call waits", ([{ failing, slow }]) => failing.slowest < NO_WAIT_MS && slow.ms < NO_WAIT_MS],
    ["renewal backs off", ([{ failing }]) => hasBackoff(failing.requestTimes)],
  ],
  E4: [["a wrong secret costs one request", ({ failed, calls, requests }) => requests === 1 && failed === calls]],
  E5: [
    ["`Retry-After` in seconds is obeyed, never earlier", ({ inSeconds }) => inSeconds.ok && inSeconds.early <= TOLERANCE_MS],
    ["`Retry-After` as a date is obeyed, never earlier", ({ asDate }) => asDate.ok && asDate.early <= TOLERANCE_MS],
    ["one retry is enough", ({ inSeconds, asDate }) => inSeconds.requests === 2 && asDate.requests === 2],
  ],
  E6: [
    ["`timeout` ends a call", ({ withTimeout }) => endsAfter(withTimeout, TIMEOUT_MS) && withTimeout.code === "timeout"],
    ["a signal ends a call, with its reason", ({ withSignal }) => endsAfter(withSignal, SIGNAL_MS) && withSignal.isReason],
  ],
  E7: [["no printed object contains a secret or a token", (forms) => Object.values(forms).every((found) => found.length === 0)]],
  E8: [
    ["each account has its own token in one process", ({ inOneProcess }) => areAllOwn(inOneProcess)],
    ["and on one store", ({ onOneStore }) => areAllOwn([...onOneStore.concurrent, ...onOneStore.later])],
    ["a token in the store is not requested again", ({ onOneStore }) => onOneStore.asked === 0],
    ["an expired token in the store is not used", ({ onOneStore }) => !onOneStore.expired],
  ],
};

/** Whether each pause is at least twice the minimum of the pause before. */
const hasBackoff = (requestTimes) =>
  requestTimes.slice(1).every((time, index) => time - requestTimes[index] >= FIRST_BACKOFF_MS * 2 ** index - TOLERANCE_MS);

const endsAfter = ({ ended, ms }, minimum) => ended && ms >= minimum - TOLERANCE_MS && ms < LIMIT_MS;

const areAllOwn = (tokens) => tokens.every((token) => token === "own");
