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
import { Journal } from "./journal.js";
import { searchService } from "./search.js";
import { timersService } from "./timers.js";
import { transferService } from "./transfer.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {import("./world.js").World} World
 * @typedef {import("./index.js").FakeRequestService} AnyService a service, or what is found by the host of an endpoint
 * @typedef {{ fetch: (request: Request, call: import("./world.js").Call) => Response | Promise<Response> }} Service
 * @typedef {{ base: string, service: AnyService } & Pick<import("./world.js").Call, "endpoint" | "collection">} Route
 */

/**
 * The services there are. To add one, write its file and name it here.
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

/** Where requests come in: finds the service that a URL means, writes the request down, and lets faults happen. */
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
    // What follows the base URL starts a path or a query: https://host/transferred is not below https://host/transfer.
    const route =
      this.#routes.find(
        ({ base }) => request.url.startsWith(base) && /^([/?]|$)/.test(request.url.slice(base.length)),
      ) ?? this.byHost(new URL(request.url));
    if (!route) throw new NetworkError(`no such host in a fake Globus: ${new URL(request.url).host}`);
    const { base, service, ...place } = route;
    const { clock, agenda } = this.#world;
    agenda.settle();
    // What is uploaded may be larger than memory.
    const isStream = service === "https" && request.body !== null;
    const body = isStream ? request.body : request.body ? await request.arrayBuffer() : null;
    const { method, headers } = request;
    // The services need not know what their base URLs are.
    const below = new Request(new URL(request.url.slice(base.length), "http://fake.invalid/"), {
      method,
      headers,
      body,
      ...(isStream && { duplex: "half" }),
    });
    const text = body instanceof ArrayBuffer ? new TextDecoder().decode(body) : "";
    const entry = this.journal.add(below, { url: request.url, service, text, at: clock.now() });
    if (entry.service === "auth" && entry.method === "POST" && entry.path === "/v2/oauth2/token") this.tokenRequests++;
    const call = { base, requestId: newRequestId(), ...place };
    const handle = async () => this.#handle(service, below, call);
    const fault = this.faults.take(entry);
    const response = await (fault ? applyFault(fault, below, { service, signal, handle }) : handle());
    entry.status = response.status;
    return finished(response, call.requestId, clock.wall());
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
    const document = { code: "NotImplemented", message: `The fake Globus has no ${service} service` };
    return new Response(JSON.stringify(document), { status: 501, headers: { "Content-Type": "application/json" } });
  }

}

/** @param {Response} response @param {string} requestId @param {number} now */
function finished(response, requestId, now) {
  const headers = new Headers(response.headers);
  if (!headers.has("Date")) headers.set("Date", new Date(now).toUTCString());
  headers.set("x-request-id", requestId);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
