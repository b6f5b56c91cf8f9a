// @ts-check
// Listeners of a caller's signal. A signal has one listener, for any number of calls: Node warns of a leak at eleven
// listeners.

/** @type {WeakMap<AbortSignal, { callbacks: Set<() => void>, listener: () => void }>} */
const registrations = new WeakMap();

/** @param {AbortSignal} signal @param {() => void} callback */
export const listen = (signal, callback) => {
  let registration = registrations.get(signal);
  if (registration === undefined) {
    const callbacks = new Set();
    const listener = () => {
      registrations.delete(signal);
      for (const each of callbacks) each();
    };
    registration = { callbacks, listener };
    registrations.set(signal, registration);
    signal.addEventListener("abort", listener, { once: true });
  }
  registration.callbacks.add(callback);
};

/** @param {AbortSignal} signal @param {() => void} callback */
export const unlisten = (signal, callback) => {
  const registration = registrations.get(signal);
  if (!registration?.callbacks.delete(callback) || registration.callbacks.size > 0) return;
  registrations.delete(signal);
  signal.removeEventListener("abort", registration.listener);
};

/** @type {FinalizationRegistry<{ signal: WeakRef<AbortSignal>, callback: () => void }> | undefined} */
const forwardedAborts =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ signal, callback }) => {
        const target = signal.deref();
        if (target) unlisten(target, callback);
      })
    : undefined;

/**
 * Makes an abort of the signal end the body of a response that another function reads. It stops when the response is
 * garbage-collected.
 *
 * @param {AbortSignal} signal @param {AbortController} controller @param {object} response
 */
export const forwardAbort = (signal, controller, response) => {
  const callback = () => controller.abort(signal.reason);
  listen(signal, callback);
  forwardedAborts?.register(response, { signal: new WeakRef(signal), callback });
};
