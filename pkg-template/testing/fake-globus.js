// @ts-check
import { Accounts } from "./accounts.js";
import { Agenda } from "./agenda.js";
import { authService } from "./auth.js";
import { Clock } from "./clock.js";
import { Collection, Collections } from "./collections.js";
import { ComputeRecords } from "./compute-records.js";
import { computeService } from "./compute.js";
import { SERVICE_NAMES, environmentUrls } from "./environments.js";
import { FakeCollection } from "./fake-collection.js";
import { FakeEndpoint } from "./fake-endpoint.js";
import { Endpoint, Endpoints } from "./gcs-endpoints.js";
import { gcsService } from "./gcs.js";
import { httpsService } from "./https.js";
import { Faults, NetworkError, applyFault } from "./faults.js";
import { FlowRecords, WebInput } from "./flow-records.js";
import { FlowRuns } from "./flow-runs.js";
import { flowsService } from "./flows.js";
import { newRequestId, newSecret, uuid } from "./ids.js";
import { Journal } from "./journal.js";
import { PauseRules } from "./pause-rules.js";
import { FakeGroup } from "./fake-group.js";
import { FakeIndex } from "./fake-index.js";
import { groupsService } from "./groups.js";
import { Groups } from "./memberships.js";
import { Registrations } from "./registrations.js";
import { ScopeRegistry } from "./scopes.js";
import { searchService } from "./search.js";
import { Indexes } from "./search-indexes.js";
import { Tasks } from "./tasks.js";
import { TimerJobs } from "./timer-jobs.js";
import { timersService } from "./timers.js";
import { Tokens } from "./tokens.js";
import { transferService } from "./transfer.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {import("./index.js").FakeGlobus} Declared
 * @typedef {import("./world.js").World} World
 * @typedef {import("./index.js").FakeRequestService} AnyService a service, or what is found by the host of an endpoint
 * @typedef {{ fetch: (request: Request, call: import("./world.js").Call) => Response | Promise<Response> }} Service
 */

/**
 * @typedef {{ base: string, service: AnyService } & Pick<import("./world.js").Call, "endpoint" | "collection">} Route
 */

/**
 * The services there are. To add one, write its file and name it here.
 * @type {Partial<Record<AnyService, (world: World) => Service>>}
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

/**
 * A stateful stand-in of Globus: index.d.ts says what it offers.
 * @implements {Declared}
 */
export class FakeGlobus {
  /** @type {World} */ #world;
  /** @type {Partial<Record<AnyService, Service>>} */ #services;
  /** @type {Route[]} longest first */ #routes = [];
  #journal = new Journal();
  #faults = new Faults();
  #tokenRequests = 0;

  /** @param {import("./index.js").FakeGlobusOptions} [options] */
  constructor(options = {}) {
    const { tokenLifetime = 172_800, reuseTokens = false, taskDuration = 10_000 } = options;
    const { flowRunDuration = 10_000, computeTaskDuration = 10_000 } = options;
    const { environment = "production", serviceUrls = {} } = options;
    const clock = new Clock(options.clock ?? "manual");
    const scopes = new ScopeRegistry();
    const tokens = new Tokens(clock, { lifetime: tokenLifetime, reuse: reuseTokens });
    const agenda = new Agenda(clock);
    const endpoints = new Endpoints();
    const pauseRules = new PauseRules(clock);
    const tasks = new Tasks(agenda, { duration: taskDuration }, (task) => pauseRules.ofTask(task));
    const accounts = new Accounts();
    const groups = new Groups(clock);
    const world = () => this.#world;
    this.#world = {
      clock,
      agenda,
      scopes,
      tokens,
      endpoints,
      collections: new Collections(tokens, scopes, endpoints),
      accounts,
      groups,
      indexes: new Indexes(clock, groups, tasks.settings),
      registrations: new Registrations(accounts, groups, scopes),
      tasks,
      flows: new FlowRecords(scopes),
      runs: new FlowRuns(agenda, { duration: flowRunDuration }, world),
      timers: new TimerJobs(agenda, world),
      compute: new ComputeRecords(agenda, { duration: computeTaskDuration }),
      counters: { grants: 0 },
      pauseRules,
      accessPoints: new Map(),
    };
    this.#services = Object.fromEntries(Object.entries(SERVICES).map(([name, build]) => [name, build(this.#world)]));
    this.clock = clock;
    /** @type {Readonly<Record<ServiceName, string>>} */
    this.serviceUrls = Object.freeze({ ...environmentUrls(environment), ...serviceUrls });
    this.#addRoutes(environmentUrls(environment));
    this.#addRoutes(this.serviceUrls);
    this.fetch = this.fetch.bind(this);
  }

  /** @param {Record<ServiceName, string>} urls */
  #addRoutes(urls) {
    for (const service of SERVICE_NAMES) {
      const base = new URL(urls[service]).href.replace(/\/$/, "");
      if (!this.#routes.some((route) => route.base === base)) this.#routes.push({ base, service });
    }
    this.#routes.sort((a, b) => b.base.length - a.base.length);
  }

  /**
   * @param {string | URL | Request} input
   * @param {RequestInit} [init]
   * @returns {Promise<Response>}
   */
  async fetch(input, init) {
    const request = new Request(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    return orAborted(signal, () => this.#receive(request, signal ?? undefined));
  }

  /** @param {Request} request @param {AbortSignal | undefined} signal */
  async #receive(request, signal) {
    // What follows the base URL starts a path or a query: https://host/transferred is not below https://host/transfer.
    const route =
      this.#routes.find(
        ({ base }) => request.url.startsWith(base) && /^([/?]|$)/.test(request.url.slice(base.length)),
      ) ?? this.#byHost(new URL(request.url));
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
    const entry = this.#journal.add(below, { url: request.url, service, text, at: clock.now() });
    if (entry.service === "auth" && entry.method === "POST" && entry.path === "/v2/oauth2/token") this.#tokenRequests++;
    const call = { base, requestId: newRequestId(), ...place };
    const handle = async () => this.#handle(service, below, call);
    const fault = this.#faults.take(entry);
    const response = await (fault ? applyFault(fault, below, { service, signal, handle }) : handle());
    entry.status = response.status;
    return finished(response, call.requestId, clock.now());
  }

  /** @param {URL} url @returns {Route | undefined} */
  #byHost({ origin, protocol, host }) {
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

  /** @param {import("./index.js").FakeClientOptions} [options] */
  addClient(options = {}) {
    const client = this.#world.accounts.addClient(options);
    const registration = this.#world.registrations.client(client.clientId);
    if (registration)
      Object.assign(registration, { fqdns: [...(options.fqdns ?? [])], project: options.project ?? null });
    return client;
  }

  /** @param {string} clientId @param {string} [secret] */
  rotateSecret(clientId, secret = newSecret()) {
    return this.#world.accounts.rotateSecret(clientId, secret);
  }

  /** @param {string} clientId @param {boolean} [serviceAccount] */
  setServiceAccount(clientId, serviceAccount = true) {
    this.#world.accounts.client(clientId).serviceAccount = serviceAccount;
  }

  /** @param {string} [clientId] */
  revokeTokens(clientId) {
    this.#world.tokens.revokeAll(clientId?.toLowerCase());
  }

  /** @param {string} clientId */
  consents(clientId) {
    const given = this.#world.tokens.consents(clientId.toLowerCase());
    return given.map(({ path, optional, createdAt }) => ({
      path: [...path],
      scope: path.at(-1) ?? "",
      optional,
      createdAt,
    }));
  }

  /** @param {string} clientId @param {string} [scope] */
  revokeConsents(clientId, scope) {
    // What was due before was done with them.
    this.#world.agenda.settle();
    this.#world.tokens.dropConsents(clientId.toLowerCase(), scope);
  }

  /** @param {string} scope @param {string} resourceServer */
  addScope(scope, resourceServer) {
    this.#world.scopes.add(scope, resourceServer);
  }

  /** @param {import("./index.js").FakeIdentityOptions} options */
  addIdentity(options) {
    const { id, username, name, email, organization } = this.#world.accounts.addIdentity(options);
    return { id, username, name, email, organization };
  }

  /** @param {import("./collections.js").CollectionOptions} options */
  addCollection(options) {
    const collection = new Collection(options, this.#world);
    this.#world.collections.add(collection);
    return new FakeCollection(collection, this.#world);
  }

  /** @param {string} id */
  collection(id) {
    const collection = this.#world.collections.find(id);
    return collection && new FakeCollection(collection, this.#world);
  }

  /** @param {import("./index.js").FakeEndpointOptions} options */
  addEndpoint(options) {
    return new FakeEndpoint(this.#world.endpoints.add(new Endpoint(options, this.#world)));
  }

  /** @param {import("./index.js").FakeAccessPointOptions} options */
  addStreamAccessPoint({ id = uuid(), displayName, owner = uuid(), endpoint = uuid() }) {
    this.#world.accessPoints.set(id, { id, displayName, owner, endpointId: endpoint, settings: {} });
    return { id, displayName };
  }

  /** @param {import("./index.js").FakeGroupOptions} options */
  addGroup(options) {
    return new FakeGroup(this.#world.groups.add(options), this.#world.groups);
  }

  /** @param {import("./index.js").FakeIndexOptions} options */
  addIndex(options) {
    return new FakeIndex(this.#world.indexes.add(options), this.#world.indexes);
  }

  /** @param {import("./faults.js").Fault} fault */
  inject(fault) {
    return this.#faults.inject(fault);
  }

  /** @returns {readonly import("./journal.js").RequestRecord[]} */
  get requests() {
    return this.#journal.entries;
  }

  /** @param {import("./journal.js").RequestFilter} [filter] */
  count(filter) {
    return this.#journal.count(filter);
  }

  clearRequests() {
    this.#journal.entries = [];
    this.#tokenRequests = 0;
    this.#world.counters.grants = 0;
  }

  get grants() {
    return this.#world.counters.grants;
  }

  get tokenRequests() {
    return this.#tokenRequests;
  }

  get taskDuration() {
    return this.#world.tasks.settings.duration;
  }

  set taskDuration(ms) {
    this.#world.tasks.settings.duration = ms;
  }

  /** @param {string} taskId @param {string | import("./tasks.js").FatalError} [reason] */
  failTask(taskId, reason = "ENDPOINT_ERROR") {
    const error =
      typeof reason === "string" ? { code: reason, description: reason.toLowerCase().replaceAll("_", " ") } : reason;
    this.#world.tasks.fail(taskId, error);
  }

  /** @param {string} taskId @param {string} [message] */
  pauseTask(taskId, message = "Paused by the collection's administrator") {
    this.#world.tasks.pause(taskId, message);
  }

  /** @param {string} taskId */
  deactivateTask(taskId) {
    this.#world.tasks.deactivate(taskId);
  }

  /** @param {string} taskId */
  resumeTask(taskId) {
    this.#world.tasks.resume(taskId);
  }

  /** @param {import("./index.js").FakeFlowOptions} [options] */
  addFlow(options = {}) {
    const { id, scope } = this.#world.flows.addFrom(options, this.#world.clock.now());
    return { id, scope };
  }

  get flowRunDuration() {
    return this.#world.runs.settings.duration;
  }

  set flowRunDuration(ms) {
    this.#world.runs.settings.duration = ms;
  }

  /** @param {string} runId @param {{ error?: string, cause?: unknown }} [reason] */
  failRun(runId, { error = "ActionUnableToRun", cause = null } = {}) {
    this.#world.runs.fail(runId, { error, cause });
  }

  /** @param {string} runId @param {Record<string, unknown>} [details] */
  deactivateRun(runId, details = { code: "ActivationRequired", description: "The collection must be activated" }) {
    this.#world.runs.deactivate(runId, details);
  }

  /** @param {Record<string, unknown> & { id: string }} document */
  addRegisteredApi(document) {
    this.#world.flows.registeredApis.set(document.id.toLowerCase(), document);
  }

  /** @param {import("./index.js").FakeWebInputOptions} options */
  addWebInput(options) {
    const input = new WebInput(options, this.#world.clock.now());
    this.#world.flows.webInputs.set(input.id, input);
    return { id: input.id, options: input.options.map(({ option_id: id, label }) => ({ id, label })) };
  }

  /** @param {import("./index.js").FakeComputeEndpointOptions} [options] */
  addComputeEndpoint(options) {
    return this.#world.compute.addFrom(options);
  }

  /** @param {string} endpointId @param {boolean} isOnline */
  setComputeEndpointOnline(endpointId, isOnline) {
    this.#world.compute.setOnline(endpointId, isOnline);
  }

  /** @param {string} id @param {{ result?: string, exception?: string }} outcome */
  setComputeOutcome(id, outcome) {
    this.#world.agenda.settle();
    this.#world.compute.outcomes.set(id.toLowerCase(), outcome);
  }

  get computeTaskDuration() {
    return this.#world.compute.settings.duration;
  }

  set computeTaskDuration(ms) {
    this.#world.compute.settings.duration = ms;
  }

  /** @param {{ port?: number, host?: string, tls?: boolean }} [options] */
  async serve(options) {
    const { serve } = await import("./serve.js");
    const isHost = (/** @type {string} */ name) => this.#byHost(new URL(`https://${name}`)) !== undefined;
    const server = await serve((request, signal) => this.#receive(request, signal), { ...options, isHost });
    this.#addRoutes(server.serviceUrls);
    return server;
  }
}

/**
 * Gives up as fetch does: with the reason of the signal, whatever the work is waiting for.
 * @param {AbortSignal | null | undefined} signal
 * @param {() => Promise<Response>} work
 * @returns {Promise<Response>}
 */
async function orAborted(signal, work) {
  if (!signal) return work();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}

/** @param {Response} response @param {string} requestId @param {number} now */
function finished(response, requestId, now) {
  const headers = new Headers(response.headers);
  if (!headers.has("Date")) headers.set("Date", new Date(now).toUTCString());
  headers.set("x-request-id", requestId);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
