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

/** Writes each event to stderr, as a line of JSON, before a listener hears of it. @param {((event: object) => void) | undefined} listener */
export const writing = (listener) => (/** @type {{ time: number }} */ event) => {
  console.error(JSON.stringify({ ...event, time: new Date(event.time).toISOString() }));
  return listener?.(event);
};

/** @param {string} list What `NO_PROXY` holds. @param {string} host */
const isExempt = (list, host) =>
  list.split(/[\s,]+/).some((name) => {
    const domain = name.replace(/^\*?\.?|:\d+$/g, "").toLowerCase();
    return name === "*" || (domain !== "" && (host === domain || host.endsWith(`.${domain}`)));
  });

/**
 * The variable that names a proxy for an address, if this is a Node whose `fetch` goes straight out all the same.
 *
 * @param {string} url @returns {string | undefined}
 */
export const ignoredProxy = (url) => {
  try {
    const { process, Deno, [Symbol.for("undici.globalDispatcher.1")]: dispatcher } = /** @type {any} */ (globalThis);
    const { env, execArgv, versions, allowedNodeEnvironmentFlags: flags } = process;
    // Deno and Bun use it, and so does a dispatcher that somebody has set.
    if (Deno || versions.bun || !versions.node || /proxy/i.test(dispatcher?.constructor.name)) return undefined;
    const FLAG = "--use-env-proxy";
    const asked = env.NODE_USE_ENV_PROXY === "1" || [...execArgv, env.NODE_OPTIONS].join(" ").includes(FLAG);
    const { protocol, hostname } = new URL(url);
    if ((asked && flags.has(FLAG)) || isExempt(env.no_proxy || env.NO_PROXY || "", hostname)) return undefined;
    const name = `${protocol.slice(0, -1)}_proxy`;
    return [name, name.toUpperCase()].find((name) => env[name]);
  } catch {
    return undefined;
  }
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
