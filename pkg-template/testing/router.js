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
import { toBodyInit, readRequestBody, isStream } from "./incoming.js";
import { RequestLog } from "./request-log.js";
import { searchService } from "./search.js";
import { timersService } from "./timers.js";
import { transferService } from "./transfer.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {import("./world.js").World} World
 * @typedef {import("./index.js").FakeRequestService} AnyService a service with a URL, or one that is found by its host
 * @typedef {import("./world.js").RequestContext} RequestContext
 * @typedef {{ fetch: (request: Request, context: RequestContext) => Response | Promise<Response> }} Service
 * @typedef {{ base: string, service: AnyService } & Pick<RequestContext, "endpoint" | "collection">} Route
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
export class Router {
  /** @type {World} */ #world;
  /** @type {Partial<Record<AnyService, Service>>} */ #services;
  /** @type {Route[]} longest first */ #routes = [];
  requestLog = new RequestLog();
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
    const route = this.findRoute(new URL(request.url));
    if (!route) return this.#answerUnknownUrl(new URL(request.url));
    if (request.method !== request.method.toUpperCase()) return makeRefusal(400, "BadRequest", LOWER_CASE_METHOD);
    const { base, service, ...hostTarget } = route;
    const { clock, agenda } = this.#world;
    agenda.settle();
    // An upload is read as a stream, so that a file that is too large is refused before it fills the memory.
    const body = await readRequestBody(request, service === "https");
    const { method, headers } = request;
    // The services do not know their base URLs. Appended to a host, a path that begins with two slashes stays a path.
    const serviceRequest = new Request(`http://fake.invalid${request.url.slice(base.length)}`, {
      method,
      headers,
      ...toBodyInit(body),
    });
    const text = body && !isStream(body) && service !== "https" ? new TextDecoder().decode(body) : "";
    const record = this.requestLog.add(serviceRequest, { url: request.url, service, text, at: clock.now() });
    if (record.service === "auth" && record.method === "POST" && record.path === "/v2/oauth2/token")
      this.tokenRequests++;
    const context = { base, requestId: newRequestId(), ...hostTarget };
    const handle = async () => this.#handle(service, serviceRequest, context);
    const fault = this.faults.consume(record);
    const response = await (fault ? applyFault(fault, serviceRequest, { service, signal, handle }) : handle());
    record.status = response.status;
    return addHeaders(response, context.requestId, clock.toClientTime());
  }

  /** Returns the route for a URL. @param {URL} url */
  findRoute(url) {
    // After the base URL, a path or a query must begin: https://host/transferred is not below https://host/transfer.
    const isBelow = (/** @type {Route} */ { base }) =>
      url.href.startsWith(base) && /^([/?]|$)/.test(url.href.slice(base.length));
    return this.#routes.find(isBelow) ?? this.findHostRoute(url);
  }

  /** @param {URL} url @returns {Route | undefined} */
  findHostRoute({ origin, protocol, host }) {
    if (protocol !== "https:") return undefined;
    const endpoint = this.#world.endpoints.byDomain(host);
    if (endpoint) return { base: origin, service: "gcs", endpoint };
    const collection = this.#world.collections.findByDomain(host);
    return collection && !collection.personal ? { base: origin, service: "https", collection } : undefined;
  }

  /** @param {AnyService} service @param {Request} request @param {RequestContext} context */
  #handle(service, request, context) {
    const app = this.#services[service];
    if (app) return app.fetch(request, context);
    return makeRefusal(501, "NotImplemented", `The fake Globus has no ${service} service`);
  }

  /** Answers a request to a URL that is below no service's base URL. @param {URL} url */
  #answerUnknownUrl({ origin, host, pathname }) {
    const routesOfOrigin = this.#routes.filter(({ base }) => new URL(base).origin === origin);
    if (routesOfOrigin.length === 0) throw new NetworkError(`the fake Globus has no host ${host}`);
    const serviceList = routesOfOrigin.map(({ base, service }) => `${service} at ${base}`).join(", ");
    return makeRefusal(404, "NotFound", `The fake Globus has no service at ${pathname}. This host has: ${serviceList}`);
  }
}

const LOWER_CASE_METHOD =
  "HTTP methods are case-sensitive, and fetch leaves some, such as patch, unchanged: write the method in upper case";

/** @param {number} status @param {string} code @param {string} message */
const makeRefusal = (status, code, message) =>
  new Response(JSON.stringify({ code, message }), { status, headers: { "Content-Type": "application/json" } });

/** @param {Response} response @param {string} requestId @param {number} now */
function addHeaders(response, requestId, now) {
  const headers = new Headers(response.headers);
  if (!headers.has("Date")) headers.set("Date", new Date(now).toUTCString());
  headers.set("x-request-id", requestId);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
