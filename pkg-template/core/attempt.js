// @ts-check
// One HTTP attempt: calls `fetch` and reads the body of a success. The timeout and the caller's signal end both.
import { MAX_TIMER_MS } from "./arguments.js";
import { isControlRejection } from "./promises.js";
import { readBodyText, readReply } from "./replies.js";
import { forwardAbort, listen, unlisten } from "./signals.js";

/** How an attempt ends. `on_ended` in `src/js/fetch.rs` reads these numbers. */
const [BODY, UNEXPECTED, RESPONSE, FAILED, TIMED_OUT, ABORTED] = [0, 1, 2, 3, 4, 5];

/**
 * @typedef {(number: number, kind: number, value: unknown, response: unknown) => void} OnEnd Called exactly once per
 *   attempt.
 */

/**
 * Sends a request. It uses no async function, because every call makes an attempt and an async function costs time.
 *
 * @param {Function | undefined} userFetch The user's `fetch`. The platform's is read at every attempt, because tests
 *   and frameworks replace it.
 * @param {unknown} input A URL, or a `Request` of the caller. @param {any} init
 * @param {number} timeout ms until the response arrives, and between two chunks of its body.
 * @param {any} signal The caller's signal.
 * @param {number | undefined} replyCheck The check of a success (`src/wire/reply.rs`); undefined to get the `Response`
 *   itself.
 * @param {string | undefined} member The member that the check reads.
 * @param {number} number Identifies the attempt. @param {OnEnd} onEnd
 */
export function attempt(userFetch, input, init, timeout, signal, replyCheck, member, number, onEnd) {
  // One controller per attempt, because implementations of `fetch` leave listeners on its signal.
  const controller = new AbortController();
  init.signal = controller.signal;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isFinished = false;
  /** When the last chunk of the body arrived, in epoch ms. */
  let lastChunkAt = -Infinity;

  const finish = (/** @type {number} */ kind, /** @type {unknown} */ value, /** @type {unknown} */ response) => {
    if (isFinished) return;
    isFinished = true;
    clearTimeout(timer);
    try {
      if (signal) unlisten(signal, onAbort);
    } catch {
      // The caller's signal can be any object, and can throw.
    }
    if (kind >= TIMED_OUT) controller.abort();
    onEnd(number, kind, value, response);
  };
  const readAbort = () => {
    try {
      return signal?.aborted ? { reason: signal.reason } : undefined;
    } catch (reason) {
      return { reason };
    }
  };
  const onAbort = () => finish(ABORTED, readAbort()?.reason, undefined);
  const checkTimeout = () => {
    // Each chunk of a body restarts the timeout.
    const remainingMs = Math.max(lastChunkAt + timeout - Date.now(), 0);
    if (remainingMs > 0) timer = setTimeout(checkTimeout, remainingMs);
    else finish(TIMED_OUT, undefined, undefined);
  };
  const onFailure = (/** @type {unknown} */ thrown) => {
    if (readAbort()) onAbort();
    else finish(isControlRejection(thrown) ? ABORTED : FAILED, thrown, undefined);
  };
  const onResponse = (/** @type {any} */ response) => {
    if (isFinished) return;
    try {
      const { status } = response;
      if (replyCheck === undefined || !(status >= 200 && status <= 299)) {
        // The caller, or Rust, reads this body later. The caller's signal must still abort it then.
        if (signal) forwardAbort(signal, controller, response);
        finish(RESPONSE, response, response);
      } else {
        const onText = (/** @type {string} */ text) => {
          const data = readReply(text, replyCheck, member);
          if (data === undefined) finish(UNEXPECTED, text, response);
          else finish(BODY, data, response);
        };
        readBodyText(response, () => (lastChunkAt = Date.now())).then(onText, onFailure);
      }
    } catch (thrown) {
      onFailure(thrown);
    }
  };

  if (timeout <= MAX_TIMER_MS) timer = setTimeout(checkTimeout, timeout);
  try {
    if (signal) listen(signal, onAbort);
    Promise.resolve((userFetch ?? globalThis.fetch)(input, init)).then(onResponse, onFailure);
  } catch (thrown) {
    onFailure(thrown);
  }
}
