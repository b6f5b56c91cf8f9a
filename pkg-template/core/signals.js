// @ts-check
// Listening to a caller's signal. One listener per signal, however many calls it is for: Node takes eleven for a leak.

/** @type {WeakMap<AbortSignal, { callbacks: Set<() => void>, listener: () => void }>} */
const listening = new WeakMap();

/** @param {AbortSignal} signal @param {() => void} callback */
export const listen = (signal, callback) => {
  let entry = listening.get(signal);
  if (entry === undefined) {
    const callbacks = new Set();
    const listener = () => {
      listening.delete(signal);
      for (const each of callbacks) each();
    };
    entry = { callbacks, listener };
    listening.set(signal, entry);
    signal.addEventListener("abort", listener, { once: true });
  }
  entry.callbacks.add(callback);
};

/** @param {AbortSignal} signal @param {() => void} callback */
export const unlisten = (signal, callback) => {
  const entry = listening.get(signal);
  if (!entry?.callbacks.delete(callback) || entry.callbacks.size > 0) return;
  listening.delete(signal);
  signal.removeEventListener("abort", entry.listener);
};

/** @type {FinalizationRegistry<{ signal: WeakRef<AbortSignal>, callback: () => void }> | undefined} */
const handedOver =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ signal, callback }) => {
        const living = signal.deref();
        if (living) unlisten(living, callback);
      })
    : undefined;

/**
 * Lets an abort reach the body of a response that somebody else reads, for as long as there is a response.
 *
 * @param {AbortSignal} signal @param {AbortController} controller @param {object} response
 */
export const handOver = (signal, controller, response) => {
  const callback = () => controller.abort(signal.reason);
  listen(signal, callback);
  handedOver?.register(response, { signal: new WeakRef(signal), callback });
};
