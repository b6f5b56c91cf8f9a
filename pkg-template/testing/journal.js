// @ts-check
import { fingerprint } from "./ids.js";

/**
 * @typedef {import("./index.js").FakeRequestRecord} RequestRecord
 * @typedef {import("./index.js").FakeRequestFilter} RequestFilter
 */

/** Form fields whose values a test log must not contain. */
const SECRETS = new Set(["client_secret", "token", "refresh_token", "assertion", "code"]);
/** The same for members of JSON documents. */
const SECRET_MEMBERS = new Set(["client_secret", "s3_secret_key", "secret_key"]);
const REMOVED = "[removed]";

/** The oldest records are dropped above this number, because a demonstration may run for weeks. */
const LONGEST = 100_000;

/** The requests that the fake received, without secrets. */
export class Journal {
  /** @type {RequestRecord[]} */ entries = [];

  /**
   * @param {Request} request with its path below the service's base URL
   * @param {{ url: string, service: RequestRecord["service"], text: string, at: number }} options
   * @returns {RequestRecord} the caller adds the status
   */
  add(request, { url, service, text, at }) {
    const { pathname, searchParams } = new URL(request.url);
    const authorization = request.headers.get("Authorization");
    const headers = Object.fromEntries(request.headers);
    if (authorization !== null) headers.authorization = authorization.split(" ", 1)[0] ?? "";
    /** @type {RequestRecord} */
    const entry = {
      method: request.method,
      url,
      path: pathname,
      service,
      query: collect(searchParams),
      headers,
      tokenFingerprint: authorization === null ? undefined : fingerprint(authorization),
      body: readBody(text, request.headers.get("Content-Type") ?? ""),
      status: undefined,
      at,
    };
    this.entries.push(entry);
    if (this.entries.length > LONGEST) this.entries.shift();
    return entry;
  }

  /** @param {RequestFilter} filter */
  count(filter = {}) {
    return this.entries.filter((entry) => matches(entry, filter)).length;
  }
}

/**
 * @param {{ service: string, method: string, path: string }} entry
 * @param {RequestFilter} filter
 */
export function matches(entry, { service, method, path }) {
  if (service !== undefined && service !== entry.service) return false;
  if (method !== undefined && method.toUpperCase() !== entry.method) return false;
  // search() ignores `lastIndex`, which a global pattern keeps from one use to the next.
  return path === undefined || (typeof path === "string" ? path === entry.path : entry.path.search(path) >= 0);
}

/** @param {URLSearchParams} parameters @returns {Record<string, string | string[]>} */
function collect(parameters) {
  /** @type {Record<string, string | string[]>} */
  const found = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    found[name] = values.length === 1 ? /** @type {string} */ (values[0]) : values;
  }
  return found;
}

/** @param {string} text @param {string} type @returns {unknown} */
function readBody(text, type) {
  if (text === "") return undefined;
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(
      [...new URLSearchParams(text)].map(([name, value]) => [name, SECRETS.has(name) ? REMOVED : value]),
    );
  }
  try {
    return JSON.parse(text, (name, value) => (SECRET_MEMBERS.has(name) ? REMOVED : value));
  } catch {
    return text;
  }
}
