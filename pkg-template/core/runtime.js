// @ts-check
// Facts about the runtime: those that its entry knows, and those that only JavaScript can read.

/**
 * @typedef {object} Runtime
 * @property {boolean} isolates Whether one instance serves several requests, none of which may await a promise of
 *   another.
 * @property {((promise: Promise<unknown>) => void) | undefined} waitUntil Keeps the current request alive after its
 *   response, until the promise has settled.
 */

/** @type {Runtime} */
let runtime = { isolates: false, waitUntil: undefined };

/** Called by the entry before the instance starts. @param {Runtime} settings */
export const setRuntime = (settings) => {
  runtime = settings;
};

export const isolates = () => runtime.isolates;

/**
 * Keeps the current request alive until a promise has settled. Returns whether it can; outside a request it cannot.
 *
 * @param {Promise<unknown>} promise
 */
export const waitUntil = (promise) => {
  try {
    if (runtime.waitUntil === undefined) return false;
    runtime.waitUntil(promise);
    return true;
  } catch {
    return false;
  }
};

/**
 * Whether this is a page in a browser, or a worker of one. Deno, Bun, Node and edge runtimes imitate parts of a
 * browser, but each also has a name of its own, checked first.
 */
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

/**
 * Returns a listener that writes each event to stderr as a line of JSON, and then calls `listener`.
 *
 * @param {((event: object) => void) | undefined} listener
 */
export const makeDebugListener = (listener) => (/** @type {{ time: number }} */ event) => {
  console.error(JSON.stringify({ ...event, time: new Date(event.time).toISOString() }));
  return listener?.(event);
};

/** Whether `NO_PROXY` exempts a host. @param {string} exemptions The value of `NO_PROXY`. @param {string} host */
const isProxyExempt = (exemptions, host) =>
  exemptions.split(/[\s,]+/).some((name) => {
    const domain = name.replace(/^\*?\.?|:\d+$/g, "").toLowerCase();
    return name === "*" || (domain !== "" && (host === domain || host.endsWith(`.${domain}`)));
  });

/**
 * Returns the name of the environment variable that sets a proxy for a URL, if this is a Node whose `fetch` ignores it.
 *
 * @param {string} url @returns {string | undefined}
 */
export const ignoredProxy = (url) => {
  try {
    const { process, Deno, [Symbol.for("undici.globalDispatcher.1")]: dispatcher } = /** @type {any} */ (globalThis);
    const { env, execArgv, versions, allowedNodeEnvironmentFlags: flags } = process;
    // Deno and Bun use the variable. So does a proxy dispatcher of undici that the program has set.
    if (Deno || versions.bun || !versions.node || /proxy/i.test(dispatcher?.constructor.name)) return undefined;
    const FLAG = "--use-env-proxy";
    const isEnabled = env.NODE_USE_ENV_PROXY === "1" || [...execArgv, env.NODE_OPTIONS].join(" ").includes(FLAG);
    const { protocol, hostname } = new URL(url);
    if ((isEnabled && flags.has(FLAG)) || isProxyExempt(env.no_proxy || env.NO_PROXY || "", hostname)) return undefined;
    const name = `${protocol.slice(0, -1)}_proxy`;
    return [name, name.toUpperCase()].find((name) => env[name]);
  } catch {
    return undefined;
  }
};

const INSPECT_SYMBOL = Symbol.for("nodejs.util.inspect.custom");

/**
 * Sets what consoles print for an object.
 *
 * @param {any} object @param {() => unknown} toPlain Returns the value to print.
 */
export const setInspection = (object, toPlain) => Object.defineProperty(object, INSPECT_SYMBOL, { value: toPlain });

/**
 * Freezes a token. Each read of `expiresAt` returns a new date, so that the token's own cannot be changed. Consoles,
 * JSON and copies do not have the bearer: it is read only as `accessToken`.
 *
 * @param {any} token
 */
export const sealToken = (token) => {
  const expiresAt = token.expiresAt.getTime();
  const toPlain = () => ({ accessToken: "[redacted]", ...token });
  Object.defineProperties(setInspection(token, toPlain), {
    accessToken: { enumerable: false },
    expiresAt: { get: () => new Date(expiresAt) },
    toJSON: { value: toPlain },
  });
  Object.freeze(token);
};
