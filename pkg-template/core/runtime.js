// @ts-check
// What only the entry of a runtime knows, and what only JavaScript can ask.

/**
 * @typedef {object} Runtime
 * @property {boolean} isolates Whether one instance serves requests that must not wait on each other's promises.
 * @property {((promise: Promise<unknown>) => void) | undefined} waitUntil Keeps a promise going after the response of the current request.
 */

/** @type {Runtime} */
let runtime = { isolates: false, waitUntil: undefined };

/** @param {Runtime} found Said by the entry, before the instance starts. */
export const setRuntime = (found) => {
  runtime = found;
};

export const isolates = () => runtime.isolates;

/** @param {Promise<unknown>} promise Whether it is kept going; outside a request there is nothing to keep it going for. */
export const waitUntil = (promise) => {
  try {
    if (runtime.waitUntil === undefined) return false;
    runtime.waitUntil(promise);
    return true;
  } catch {
    return false;
  }
};

/** A page or a worker of one. Deno, Bun, Node and edge runtimes have one of the others, whatever else they imitate. */
export const isBrowserPage = () => {
  const { window, document, process, Deno, EdgeRuntime, WorkerGlobalScope, navigator } = /** @type {any} */ (globalThis);
  if (process?.versions?.node || Deno?.version || EdgeRuntime || runtime.isolates) return false;
  if (navigator?.userAgent === "Cloudflare-Workers") return false;
  return (window !== undefined && document !== undefined) || WorkerGlobalScope !== undefined;
};

export const environmentVariables = () => {
  const { process, Deno } = /** @type {any} */ (globalThis);
  return process?.env ?? Deno?.env?.toObject() ?? {};
};

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** @param {any} object @param {() => unknown} shown What consoles print in its place. */
export const showAs = (object, shown) => Object.defineProperty(object, INSPECT, { value: shown });

/**
 * Freezes a token, its date too (each look gives a new one), and keeps its bearer out of consoles, JSON and copies: only who asks
 * for it by name has it.
 *
 * @param {any} token
 */
export const sealToken = (token) => {
  const expiresAt = token.expiresAt.getTime();
  const shown = () => ({ accessToken: "[redacted]", ...token });
  Object.defineProperties(showAs(token, shown), {
    accessToken: { enumerable: false },
    expiresAt: { get: () => new Date(expiresAt) },
    toJSON: { value: shown },
  });
  Object.freeze(token);
};
