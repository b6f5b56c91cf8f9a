// @ts-check
import { fingerprint } from "./ids.js";

/**
 * @typedef {import("./index.js").FakeRequestRecord} RequestRecord
 * @typedef {import("./index.js").FakeRequestFilter} RequestFilter
 */

/** Form fields whose values a test log must not contain. */
const SECRET_FORM_FIELDS = new Set(["client_secret", "token", "refresh_token", "assertion", "code"]);
/** The same for members of JSON documents. */
const SECRET_JSON_MEMBERS = new Set(["client_secret", "s3_secret_key", "secret_key"]);
const REMOVED = "[removed]";

/** Above this number, the oldest records are removed: a demonstration may run for weeks. */
const MAX_RECORDS = 100_000;

/** The requests that the fake received, without secrets. */
export class RequestLog {
  /** @type {RequestRecord[]} */ records = [];

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
    const record = {
      method: request.method,
      url,
      path: pathname,
      service,
      query: readQuery(searchParams),
      headers,
      tokenFingerprint: authorization === null ? undefined : fingerprint(authorization),
      body: parseBody(text, request.headers.get("Content-Type") ?? ""),
      status: undefined,
      at,
    };
    this.records.push(record);
    if (this.records.length > MAX_RECORDS) this.records.shift();
    return record;
  }

  /** @param {RequestFilter} filter */
  count(filter = {}) {
    return this.records.filter((record) => matchesFilter(record, filter)).length;
  }
}

/**
 * @param {{ service: string, method: string, path: string }} request
 * @param {RequestFilter} filter
 */
export function matchesFilter(request, { service, method, path }) {
  if (service !== undefined && service !== request.service) return false;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  // search() ignores `lastIndex`, which a global pattern keeps from one use to the next.
  return path === undefined || (typeof path === "string" ? path === request.path : request.path.search(path) >= 0);
}

/** @param {URLSearchParams} parameters @returns {Record<string, string | string[]>} */
function readQuery(parameters) {
  /** @type {Record<string, string | string[]>} */
  const query = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? /** @type {string} */ (values[0]) : values;
  }
  return query;
}

/** @param {string} text @param {string} type @returns {unknown} */
function parseBody(text, type) {
  if (text === "") return undefined;
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(
      [...new URLSearchParams(text)].map(([name, value]) => [name, SECRET_FORM_FIELDS.has(name) ? REMOVED : value]),
    );
  }
  try {
    return JSON.parse(text, (name, value) => (SECRET_JSON_MEMBERS.has(name) ? REMOVED : value));
  } catch {
    return text;
  }
}
