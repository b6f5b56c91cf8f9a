// @ts-check
// One HTTP attempt: calls `fetch`, reads the body of a success, holds both to their time and to the caller's signal.
import { LONGEST } from "./arguments.js";
import { steers } from "./promises.js";
import { readReply, textOf } from "./replies.js";
import { handOver, listen, unlisten } from "./signals.js";

/** How an attempt ends; `Outcome` in `src/js/fetch.rs` has them in this order. */
const [BODY, BROKEN, RESPONSE, FAILED, TIMED_OUT, ABORTED] = [0, 1, 2, 3, 4, 5];

/**
 * @typedef {(number: number, kind: number, value: unknown, response: unknown) => void} Ended Called once for each attempt.
 */

/**
 * Sends a request. No async function takes part: an attempt is on the way of every call.
 *
 * @param {Function | undefined} given The user's `fetch`; the platform's is looked up at every call, tests and frameworks replace it.
 * @param {unknown} input A URL, or a `Request` that the caller made. @param {any} init
 * @param {number} timeout ms until the response is there, and between two parts of its body.
 * @param {any} signal The caller's.
 * @param {number | undefined} promise What a success promises (`src/wire/reply.rs`); undefined if the `Response` itself is wanted.
 * @param {string | undefined} member
 * @param {number} number @param {Ended} ended
 */
export function attempt(given, input, init, timeout, signal, promise, member, number, ended) {
  // `fetch` implementations leave listeners on it: each attempt has its own.
  const controller = new AbortController();
  init.signal = controller.signal;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOver = false;
  /** When the last part of the body came, epoch ms. */
  let heardAt = -Infinity;

  const end = (/** @type {number} */ kind, /** @type {unknown} */ value, /** @type {unknown} */ response) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    try {
      if (signal) unlisten(signal, abort);
    } catch {
      // It is the caller's, and may be anything.
    }
    if (kind >= TIMED_OUT) controller.abort();
    ended(number, kind, value, response);
  };
  const aborted = () => {
    try {
      return signal?.aborted ? { reason: signal.reason } : undefined;
    } catch (reason) {
      return { reason };
    }
  };
  const abort = () => end(ABORTED, aborted()?.reason, undefined);
  const look = () => {
    const left = Math.max(heardAt + timeout - Date.now(), 0);
    // A body that goes on coming has its time from its last part on.
    if (left > 0) timer = setTimeout(look, left);
    else end(TIMED_OUT, undefined, undefined);
  };
  const fail = (/** @type {unknown} */ thrown) => {
    if (aborted()) abort();
    else end(steers(thrown) ? ABORTED : FAILED, thrown, undefined);
  };
  const answer = (/** @type {any} */ response) => {
    if (isOver) return;
    try {
      const { status } = response;
      if (promise === undefined || !(status >= 200 && status <= 299)) {
        // The rest is somebody else's to read, and the caller's signal reaches it for as long as that takes.
        if (signal) handOver(signal, controller, response);
        end(RESPONSE, response, response);
      } else {
        const read = (/** @type {string} */ text) => {
          const data = readReply(text, promise, member);
          if (data === undefined) end(BROKEN, text, response);
          else end(BODY, data, response);
        };
        textOf(response, () => (heardAt = Date.now())).then(read, fail);
      }
    } catch (thrown) {
      fail(thrown);
    }
  };

  if (timeout <= LONGEST) timer = setTimeout(look, timeout);
  try {
    if (signal) listen(signal, abort);
    Promise.resolve((given ?? globalThis.fetch)(input, init)).then(answer, fail);
  } catch (thrown) {
    fail(thrown);
  }
}
