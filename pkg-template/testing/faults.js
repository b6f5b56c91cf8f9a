// @ts-check
import { genericError } from "./errors.js";
import { matchesFilter } from "./request-log.js";

/** @typedef {import("./index.js").FakeFault} Fault */

const DEFAULT_HTML =
  "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>The service is unavailable</h1></body></html>\n";

/** Injected faults. The first fault that matches a request and is not used up is applied. */
export class Faults {
  /** @type {{ fault: Fault, used: number }[]} */ #injections = [];

  /** @param {Fault} fault */
  inject(fault) {
    const injection = { fault, used: 0 };
    this.#injections.push(injection);
    return {
      remove: () => void (this.#injections = this.#injections.filter((other) => other !== injection)),
      get used() {
        return injection.used;
      },
    };
  }

  /** @param {{ service: string, method: string, path: string }} request @returns {Fault | undefined} */
  consume(request) {
    const injection = this.#injections.find(
      ({ fault, used }) => used < (fault.times ?? 1) && matchesFilter(request, fault),
    );
    if (!injection) return undefined;
    injection.used++;
    return injection.fault;
  }
}

/**
 * @param {Fault} fault
 * @param {Request} request
 * @param {{ service: string, signal: AbortSignal | undefined, handle: () => Promise<Response> }} context handle returns
 *   the response without the fault
 * @returns {Promise<Response>}
 */
export async function applyFault(fault, request, { service, signal, handle }) {
  if (fault.latency !== undefined) await delay(fault.latency, signal);
  const normalResponse = fault.after ? await handle() : undefined;
  if (fault.hang) return new Promise(() => {});
  if (fault.network) throw new NetworkError("the connection was reset");
  if (fault.respond) return fault.respond(request);
  const response = makeFaultResponse(fault, service) ?? normalResponse ?? (await handle());
  return fault.cut ? cutBody(response) : response;
}

/** @param {Fault} fault @param {string} service */
function makeFaultResponse({ status, body, headers = {}, html, invalidJson }, service) {
  const make = (/** @type {string | null} */ text, /** @type {string} */ type, defaultStatus = 200) =>
    new Response(text, { status: status ?? defaultStatus, headers: { "Content-Type": type, ...headers } });
  if (invalidJson) return make('{"code": "Tru', "application/json");
  if (html) return make(typeof html === "string" ? html : DEFAULT_HTML, "text/html; charset=utf-8", 503);
  if (typeof body === "string") return make(body, "text/plain");
  if (body !== undefined) return make(JSON.stringify(body), "application/json");
  if (status === undefined) return undefined;
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  // The HTTPS server of a collection sends errors as text.
  if (service === "https") return make(status < 400 ? "" : `${status}\n`, "text/plain");
  return make(status < 400 ? "{}" : JSON.stringify(genericError(service, status).document), "application/json");
}

/** Returns a response whose body breaks off in the middle. @param {Response} response */
async function cutBody(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let sent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new NetworkError("the connection was closed while the body was read"));
      else controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2)));
      sent = true;
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/** A network failure as `fetch` reports it: its class is a TypeError, and so is its `name`. */
export class NetworkError extends TypeError {
  /** @param {string} reason */
  constructor(reason) {
    super("fetch failed", { cause: new Error(reason) });
  }
}

/** @param {number} ms @param {AbortSignal | undefined} signal @returns {Promise<void>} */
function delay(ms, signal) {
  return new Promise((resolve) => {
    const finish = () => (clearTimeout(timer), resolve());
    const timer = setTimeout(() => (signal?.removeEventListener("abort", finish), resolve()), ms);
    signal?.addEventListener("abort", finish, { once: true });
  });
}
