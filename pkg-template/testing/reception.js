// @ts-check
import { authService } from "./auth.js";
import { computeService } from "./compute.js";
import { SERVICE_NAMES } from "./environments.js";
import { Faults, NetworkError, applyFault } from "./faults.js";
import { flowsService } from "./flows.js";
import { gcsService } from "./gcs.js";
import { groupsService } from "./groups.js";
import { httpsService } from "./https.js";
import { newRequestId } from "./ids.js";
import { asInit, bodyOf, isStream } from "./incoming.js";
import { Journal } from "./journal.js";
import { searchService } from "./search.js";
import { timersService } from "./timers.js";
import { transferService } from "./transfer.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {import("./world.js").World} World
 * @typedef {import("./index.js").FakeRequestService} AnyService a service with a URL, or one that is found by its host
 * @typedef {{ fetch: (request: Request, call: import("./world.js").Call) => Response | Promise<Response> }} Service
 * @typedef {{ base: string, service: AnyService } & Pick<import("./world.js").Call, "endpoint" | "collection">} Route
 */

/**
 * All services. To add one, write its file and name it here.
 * @type {Record<AnyService, (world: World) => Service>}
 */
const SERVICES = {
  auth: authService,
  transfer: transferService,
  groups: groupsService,
  search: searchService,
  flows: flowsService,
  timers: timersService,
  compute: computeService,
  gcs: gcsService,
  https: httpsService,
};

/** Receives requests: finds the service for a URL, records the request, and applies faults. */
export class Reception {
  /** @type {World} */ #world;
  /** @type {Partial<Record<AnyService, Service>>} */ #services;
  /** @type {Route[]} longest first */ #routes = [];
  journal = new Journal();
  faults = new Faults();
  tokenRequests = 0;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    this.#services = Object.fromEntries(Object.entries(SERVICES).map(([name, build]) => [name, build(world)]));
  }

  /** @param {Partial<Record<ServiceName, string>>} urls */
  addRoutes(urls) {
    for (const service of SERVICE_NAMES) {
      if (urls[service] === undefined) continue;
      const base = new URL(urls[service]).href.replace(/\/$/, "");
      if (!this.#routes.some((route) => route.base === base)) this.#routes.push({ base, service });
    }
    this.#routes.sort((a, b) => b.base.length - a.base.length);
  }

  /** @param {Request} request @param {AbortSignal | undefined} signal */
  async receive(request, signal) {
    const route = this.routeOf(new URL(request.url));
    if (!route) return this.#astray(new URL(request.url));
    if (request.method !== request.method.toUpperCase()) return refusal(400, "BadRequest", SMALL_METHOD);
    const { base, service, ...place } = route;
    const { clock, agenda } = this.#world;
    agenda.settle();
    // An upload is read as a stream, so that a file that is too large is refused before it fills the memory.
    const body = await bodyOf(request, service === "https");
    const { method, headers } = request;
    // The services do not know their base URLs. Appended to a host, a path that begins with two slashes stays a path.
    const below = new Request(`http://fake.invalid${request.url.slice(base.length)}`, {
      method,
      headers,
      ...asInit(body),
    });
    const text = body && !isStream(body) && service !== "https" ? new TextDecoder().decode(body) : "";
    const entry = this.journal.add(below, { url: request.url, service, text, at: clock.now() });
    if (entry.service === "auth" && entry.method === "POST" && entry.path === "/v2/oauth2/token") this.tokenRequests++;
    const call = { base, requestId: newRequestId(), ...place };
    const handle = async () => this.#handle(service, below, call);
    const fault = this.faults.take(entry);
    const response = await (fault ? applyFault(fault, below, { service, signal, handle }) : handle());
    entry.status = response.status;
    return finished(response, call.requestId, clock.wall());
  }

  /** Returns the route for a URL. @param {URL} url */
  routeOf(url) {
    // After the base URL, a path or a query must begin: https://host/transferred is not below https://host/transfer.
    const isBelow = (/** @type {Route} */ { base }) =>
      url.href.startsWith(base) && /^([/?]|$)/.test(url.href.slice(base.length));
    return this.#routes.find(isBelow) ?? this.byHost(url);
  }

  /** @param {URL} url @returns {Route | undefined} */
  byHost({ origin, protocol, host }) {
    if (protocol !== "https:") return undefined;
    const endpoint = this.#world.endpoints.byDomain(host);
    if (endpoint) return { base: origin, service: "gcs", endpoint };
    const collection = this.#world.collections.byDomain(host);
    return collection && !collection.personal ? { base: origin, service: "https", collection } : undefined;
  }

  /** @param {AnyService} service @param {Request} request @param {import("./world.js").Call} call */
  #handle(service, request, call) {
    const app = this.#services[service];
    if (app) return app.fetch(request, call);
    return refusal(501, "NotImplemented", `The fake Globus has no ${service} service`);
  }

  /** Answers a request to a URL that is below no service's base URL. @param {URL} url */
  #astray({ origin, host, pathname }) {
    const near = this.#routes.filter(({ base }) => new URL(base).origin === origin);
    if (near.length === 0) throw new NetworkError(`the fake Globus has no host ${host}`);
    const places = near.map(({ base, service }) => `${service} at ${base}`).join(", ");
    return refusal(404, "NotFound", `The fake Globus has no service at ${pathname}. This host has: ${places}`);
  }
}

const SMALL_METHOD =
  "HTTP methods are case-sensitive, and fetch leaves some, such as patch, unchanged: write the method in upper case";

/** @param {number} status @param {string} code @param {string} message */
const refusal = (status, code, message) =>
  new Response(JSON.stringify({ code, message }), { status, headers: { "Content-Type": "application/json" } });

/** @param {Response} response @param {string} requestId @param {number} now */
function finished(response, requestId, now) {
  const headers = new Headers(response.headers);
  if (!headers.has("Date")) headers.set("Date", new Date(now).toUTCString());
  headers.set("x-request-id", requestId);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
